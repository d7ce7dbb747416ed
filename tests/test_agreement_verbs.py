"""The agreement of coders on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewcoder.cli import main
from interviewcoder.coding import codes
from interviewcoder.coding.segments import code_passage
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Path:
    """A closed study: 1,000 characters, of which Ann codes the first hundred and Ben those from 50 to 150."""
    (tmp_path / "P01.txt").write_text("x" * 1000, encoding="utf-8")
    source_id = importing.add_files(project, [tmp_path / "P01.txt"])[0].id
    fear = codes.add(project, "Fear").id
    for name, span in (("Ann", Span(0, 100)), ("Ben", Span(50, 150))):
        project.work_as(name)
        code_passage(project, source_id, span, fear)
    project.close()
    return project.path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["agreement", *arguments, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_figures_are_told_with_all_that_belongs_beside_them(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, str(study), "--coders", "Ann", "ben", "--unit", "character", "--disagreements")
    assert (found["unit"], found["coders"]) == ("character", ["Ann", "Ben"])
    overall, codes_found = found["overall"], found["codes"]
    assert isinstance(overall, dict) and isinstance(codes_found, list)
    assert overall["percent"] == 90
    assert [round(overall[name], 6) for name in ("cohen_kappa", "krippendorff_alpha")] == [0.444444, 0.444722]
    assert overall["intervals"] == {} and "one source" in overall["no_interval"]["cohen_kappa"]
    assert (overall["units"], overall["coded_units"], overall["disagreements"]) == (1000, 150, 1)
    assert codes_found[0]["path"] == "Fear" and codes_found[0]["percent"] == 90
    assert found["settings"] == {
        "interviewer_turns": True,
        "parents": False,
        "threshold_percent": None,
        "uncoded": "not coded by all",
        "sources": "coded by each",
        "resamples": 1000,
        "seed": 1,
    }
    assert found["disagreements"] == [
        {
            "source": "P01",
            "code": "Fear",
            "start": 0,
            "end": 150,
            "kind": "other bounds",
            "passages": {"Ann": [[0, 100]], "Ben": [[50, 150]]},
        }
    ]


def test_segments_have_overlap_and_no_coefficients(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    overall = told(capsys, str(study), "--unit", "segment", "--threshold", "30")["overall"]
    assert isinstance(overall, dict)
    assert (overall["percent"], round(overall["overlap_percent"], 6)) == (100, 33.333333)
    assert overall["cohen_kappa"] is None and "segments" in overall["undefined"]["cohen_kappa"]


def test_a_person_reads_a_table_and_sentences(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(study)]) == 0
    said = capsys.readouterr().out
    assert "Agreement of Ann, Ben" in said
    assert "Overall" in said and "90.0 %" in said and "0.445" in said
    assert "Disagreements: 1 place to be looked at and decided on." in said


def test_ratings_of_a_table_are_measured_without_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "ratings.csv"
    values = ["123321412...", "1233224125..", ".33323422513", "12332441251."]
    lines = ["Unit,A,B,C,D"]
    for number, unit in enumerate(zip(*values, strict=True), 1):
        lines.append(",".join([str(number), *("" if each == "." else each for each in unit)]))
    table.write_text("\n".join(lines), encoding="utf-8")
    arguments = ["--ratings", str(table), "--coders", "A", "B", "C", "D", "--level", "ordinal", "--resamples", "50"]
    overall = told(capsys, *arguments)["overall"]
    assert isinstance(overall, dict)
    assert round(overall["krippendorff_alpha"], 6) == 0.815388
    assert main(["agreement", "--ratings", str(table), "--coders", "A", "E"]) == 1
    assert "no column “E”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--coders", "Ann"], "takes two coders"),
        (["--coders", "Ann", "Zoe"], "Zoe"),
        (["--unit", "segment", "--threshold", "0"], "at most 100 percent"),
    ],
)
def test_what_cant_be_measured_is_said(
    study: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    try:
        assert main(["agreement", str(study), *arguments]) == 1
    except SystemExit as usage:
        assert usage.code == 2
    assert said in capsys.readouterr().err


def test_a_report_is_written(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "agreement.html"
    assert told(capsys, str(study), "--out", str(out))["file"] == str(out)
    assert "90.0 %" in out.read_text(encoding="utf-8")
