"""The team report and the review summary on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from interviewcoder.cli import main
from interviewcoder.coding import blind, codes
from interviewcoder.coding.segments import code_passage
from interviewcoder.project import coders
from interviewcoder.project.file import Project
from interviewcoder.review import verdicts
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Path:
    """A closed study of two texts that Ann and Ben coded, the first of them blind; Ben queried a coding of Ann's."""
    for name in ("P01", "P02"):
        (tmp_path / f"{name}.txt").write_text("x" * 1000, encoding="utf-8")
    sources = importing.add_files(project, [tmp_path / "P01.txt", tmp_path / "P02.txt"])
    fear = codes.add(project, "Fear").id
    made = []
    for name, span in (("Ann", Span(0, 100)), ("Ben", Span(50, 150))):
        project.work_as(name)
        made += [code_passage(project, source.id, span, fear).id for source in sources]
    verdicts.give(project, made[1], "query")
    blind.begin(project, [sources[0].id], [coders.by_name(project, name).id for name in ("Ann", "Ben")])
    project.close()
    return project.path


def test_a_report_for_who_codes_blind_has_nothing_of_the_others(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "team.csv"
    assert main(["team-report", str(study), "--out", str(out), "--coder", "ann", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["file"] == str(out) and told["sources"] == 2
    with out.open(encoding="utf-8-sig", newline="") as written:
        rows = [(row["Coder"], row["Source"], row["Share coded (%)"]) for row in csv.DictReader(written)]
    assert sorted(rows) == [("Ann", "P01", "10.00"), ("Ann", "P02", "10.00"), ("Ben", "P02", "10.00")]


def test_a_summary_of_one_reviewer_is_written(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "review.html"
    assert main(["review-summary", str(study), "--out", str(out), "--reviewer", "Ben"]) == 0
    assert f"file: {out}" in capsys.readouterr().out
    assert "0 agreed with, 1 queried" in out.read_text(encoding="utf-8")
    assert main(["review-summary", str(study), "--out", str(out), "--reviewer", "Zoe"]) == 1
    assert "Zoe" in capsys.readouterr().err
