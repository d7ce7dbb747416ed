"""The decisions on disagreements leave as a table, with their reasons."""

from __future__ import annotations

import csv
from pathlib import Path

from interviewcoder.coding import codes, segments
from interviewcoder.privacy import pseudonyms, sharing
from interviewcoder.project import coders
from interviewcoder.project.file import Project
from interviewcoder.reports import decisions_file
from interviewcoder.review import adjudication
from interviewcoder.sources import importing


def rows_of(path: Path) -> list[dict[str, str]]:
    """A table read back."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_decisions_are_written_de_identified_with_reasons_and_what_became_of_them(
    project: Project, tmp_path: Path
) -> None:
    (path := tmp_path / "P07.txt").write_text("P07: Amara was afraid of lawsuits. We all were afraid.\n", "utf-8")
    source = importing.add_files(project, [path])[0]
    fear = codes.add(project, "Fear")
    for who, said in (("Ana", "Amara was afraid"), ("Ben", "afraid of lawsuits"), ("Ben", "We all were")):
        project.work_as(who)
        segments.code_passage(project, source.id, segments.find_passage(project, source.id, said), fear.id)
    both = [coders.by_name(project, name).id for name in ("Ana", "Ben")]
    first, second = adjudication.queue(project, both).open
    adjudication.decide(project, first, "second", reason="Amara isn’t\nin it")
    adjudication.decide(project, second, "none")
    name = pseudonyms.add(project, "name", "[Person A]")
    pseudonyms.decide(project, [(source.id, segments.find_passage(project, source.id, "Amara"))], name.id, "hand")
    segments.remove(project, second.sides[1].codings[0].id)
    written = tmp_path / "decisions.csv"
    assert decisions_file.write_decisions(project, written).decisions == 2
    told = rows_of(written)
    assert [row["state"] for row in told] == ["holds", "the coders agree by now"]
    assert [row["outcome"] for row in told] == ["as Ben coded", "not coded"]
    assert told[0]["words"] == "[Person A] was afraid of lawsuits"
    assert told[0]["coded"] == "Ana: “[Person A] was afraid”; Ben: “afraid of lawsuits”"
    assert (told[0]["holds"], told[0]["reason"]) == ("afraid of lawsuits", "[Person A] isn’t in it")
    assert [line.what for line in sharing.ledger(project)] == ["decisions on disagreements"]
