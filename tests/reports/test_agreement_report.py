"""The agreement of coders in files: figures, what they depend on, and where coders differ, word for word."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import pytest

from interviewcoder.analysis.agreement_values import Settings
from interviewcoder.errors import ExportFailed
from interviewcoder.privacy import pseudonyms, sharing
from interviewcoder.reports.agreement_report import write_agreement
from tests.reports.conftest import Study

FIGURES = Settings(resamples=100)


@pytest.fixture
def coded(study: Study) -> tuple[Study, list[int]]:
    """Two interviews, coded by Ana and Ben; they differ in the first one."""
    first = study.interview("P07", "P07: I was afraid of Dr Novak, honestly.", "P07: Later it helped.")
    second = study.interview("P08", "P08: We were all afraid, every day.")
    _, fear, help_ = study.codes("Distress", "Distress > Fear", "Help")
    who = [study.project.work_as(name).id for name in ("Ana", "Ben")]
    for name, words in (("Ana", "afraid of Dr Novak"), ("Ben", "afraid of Dr Novak, honestly.")):
        study.project.work_as(name)
        study.code(first, words, fear)
        study.code(second, "all afraid", fear)
    study.code(first, "it helped", help_)
    return study, who


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table_has_every_figure_to_six_digits_and_what_they_depend_on(
    coded: tuple[Study, list[int]], tmp_path: Path
) -> None:
    study, who = coded
    write_agreement(study.project, tmp_path / "figures.csv", who, FIGURES, places=False)
    rows = rows_of(tmp_path / "figures.csv")
    told = [(row["Of"], row["Name"]) for row in rows]
    assert told[:5] == [
        ("Overall", ""),
        ("Code", "Distress > Fear"),
        ("Code", "Help"),
        ("Source", "P07"),
        ("Source", "P08"),
    ]
    fear, second = rows[1], rows[4]
    apart = len(", honestly.")
    assert fear["Agreement (%)"] == f"{100 * (1 - apart / int(fear['Characters'])):.6f}"
    assert fear["Krippendorff’s α, from"] and fear["Disagreements"] == "1"
    assert second["Cohen’s κ"] == "1.000000" and second["Cohen’s κ, from"] == ""
    notes = [row["Name"] for row in rows if row["Of"] == "Note"]
    assert any("Unit: the character" in note for note in notes)
    assert any("bootstrap" in note for note in notes)


def test_a_document_says_where_they_differ_in_their_words(coded: tuple[Study, list[int]], tmp_path: Path) -> None:
    study, who = coded
    receipt = write_agreement(study.project, tmp_path / "agreement.docx", who, FIGURES)
    document = docx.Document(str(tmp_path / "agreement.docx"))
    overall, *_, places = document.tables
    assert [cell.text for cell in overall.rows[0].cells][:3] == ["Coefficient", "Value", "95 % interval"]
    listed = [[cell.text for cell in row.cells] for row in places.rows]
    assert listed == [
        ["Source", "Code", "Ana", "Ben"],
        ["P07", "Distress > Fear", "afraid of Dr Novak", "afraid of Dr Novak, honestly."],
        ["P07", "Help", "not coded", "it helped"],
    ]
    assert receipt.places == 2
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Characters that nobody coded count as agreement" in said
    assert "Sources that each of the coders has coded: 2" in said


def test_a_page_holds_the_same_and_pseudonyms_are_in_it(coded: tuple[Study, list[int]], tmp_path: Path) -> None:
    study, who = coded
    pseudonym = pseudonyms.add(study.project, "name")
    places = pseudonyms.everywhere(study.project, "Dr Novak")
    pseudonyms.decide(study.project, [(place.source_id, place.span) for place in places], pseudonym.id)
    write_agreement(study.project, tmp_path / "agreement.html", who, FIGURES)
    said = (tmp_path / "agreement.html").read_text(encoding="utf-8")
    assert "Novak" not in said and f"afraid of {pseudonym.text}, honestly." in said
    assert "Gwet’s AC1" in said
    (line,) = sharing.ledger(study.project)
    assert (line.what, line.manifest.counts["disagreements"]) == ("agreement", 2)


def test_disagreements_as_a_table_have_their_places(coded: tuple[Study, list[int]], tmp_path: Path) -> None:
    study, who = coded
    write_agreement(study.project, tmp_path / "places.csv", who, FIGURES, places=True)
    fear, help_ = rows_of(tmp_path / "places.csv")
    assert (fear["How they differ"], help_["How they differ"]) == ("other bounds", "not by all")
    assert fear["Ben: words"] == "afraid of Dr Novak, honestly."
    start, end = fear["Ben: where"].split(" to ")
    assert int(end) - int(start) == len("afraid of Dr Novak, honestly.")
    assert help_["Ana: where"] == ""


def test_other_endings_are_refused(coded: tuple[Study, list[int]], tmp_path: Path) -> None:
    study, who = coded
    with pytest.raises(ExportFailed, match="isn't written as"):
        write_agreement(study.project, tmp_path / "agreement.xlsx", who, FIGURES)
