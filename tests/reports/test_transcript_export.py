"""Transcripts are written whole, where they may be, under names that every system allows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.errors import ExportFailed, NotFound
from interviewcoder.reports.transcript_export import (
    KINDS,
    ExportOptions,
    TranscriptFormat,
    file_names,
    recalled,
    remembered,
    write_to,
    write_transcript,
    write_transcripts,
)
from interviewcoder.reports.transcript_sheet import SheetOptions
from interviewcoder.sources import catalogue

if TYPE_CHECKING:
    from tests.reports.conftest import Study

TEXT = ExportOptions("txt", SheetOptions(header=False))


@pytest.mark.parametrize("suffix", list(KINDS))
def test_every_format_is_written_and_may_be_written_again(
    study: Study, tmp_path: Path, suffix: TranscriptFormat
) -> None:
    source, path = study.recorded(), tmp_path / f"P07.{suffix}"
    path.write_bytes(b"")
    for _ in range(2):
        receipt = write_transcript(study.project, source.id, path, ExportOptions(suffix))
    assert (receipt.path, receipt.source, receipt.turns, receipt.replaced) == (path, "P07", 4, 0)
    assert path.read_bytes().startswith(KINDS[suffix].opening)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("suffix", [suffix for suffix, kind in KINDS.items() if kind.opening])
def test_a_file_of_another_kind_is_not_replaced(study: Study, tmp_path: Path, suffix: TranscriptFormat) -> None:
    source, path = study.recorded(), tmp_path / f"P07.{suffix}"
    path.write_text("my notes")
    with pytest.raises(ExportFailed, match="is there already"):
        write_transcript(study.project, source.id, path, ExportOptions(suffix))
    assert path.read_text() == "my notes"


def test_the_project_and_what_belongs_to_it_is_never_replaced(study: Study, tmp_path: Path) -> None:
    source = study.recorded()
    link = tmp_path / "P07.txt"
    link.unlink(missing_ok=True)
    link.symlink_to(study.project.path)
    for place in (study.project.path, link):
        with pytest.raises(ExportFailed, match="the project's own file"):
            write_transcript(study.project, source.id, place, TEXT)
    with pytest.raises(ExportFailed, match="is there already"):
        other = tmp_path / "P07.docx"
        other.write_bytes(b"PK\x03\x04")
        write_transcript(study.project, source.id, other, TEXT)


def test_several_are_written_under_their_sources_names(study: Study, tmp_path: Path) -> None:
    first, second = study.recorded("P07"), study.recorded("P08")
    folder = tmp_path / "out"
    folder.mkdir()
    receipts = write_transcripts(study.project, [first.id, second.id], folder, TEXT)
    assert [receipt.path.name for receipt in receipts] == ["P07.txt", "P08.txt"]
    assert sorted(path.name for path in folder.iterdir()) == ["P07.txt", "P08.txt"]
    assert (folder / "P07.txt").read_text(encoding="utf-8").startswith("S1: Um, what came to mind?\n\nS2: (.) I was")


def test_none_is_written_where_one_can_t_be(study: Study, tmp_path: Path) -> None:
    timed, typed = study.recorded("P07"), study.interview("P08", "I: Why?", "P: Because.")
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(ExportFailed, match="no times"):
        write_transcripts(study.project, [timed.id, typed.id], folder, ExportOptions("srt"))
    assert list(folder.iterdir()) == []


def test_what_isn_t_named_is_every_transcript(study: Study, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no transcript yet"):
        write_to(study.project, [], tmp_path, TEXT)
    source = study.recorded("P07")
    out = tmp_path / "only.txt"
    assert [receipt.path for receipt in write_to(study.project, [], out, TEXT)] == [out]
    study.recorded("P08")
    folder = tmp_path / "out"
    folder.mkdir()
    assert len(write_to(study.project, [], folder, TEXT)) == len(catalogue.listing(study.project)) == 2
    assert [receipt.path for receipt in write_to(study.project, [source.id], folder, TEXT)] == [folder / "P07.txt"]
    with pytest.raises(ExportFailed, match=r"and 1 more are there already"):
        write_to(study.project, [], folder, TEXT, replace=False)


def test_names_of_files_are_such_as_every_system_allows() -> None:
    names = ["P07: nurse/ward 3?", "p07_ nurse_ward 3_", "CON", "…", " . ", "x" * 300]
    made = file_names(names, ".docx")
    assert made[:5] == [
        "P07_ nurse_ward 3_.docx",
        "p07_ nurse_ward 3_ (2).docx",
        "CON_.docx",
        "….docx",
        "transcript.docx",
    ]
    assert len(made[5]) < 130


def test_a_choice_is_remembered_and_what_makes_no_sense_is_not() -> None:
    chosen = ExportOptions("rtf", SheetOptions("roles", "lines", 5, header=False, spacing="close"))
    assert recalled(remembered(chosen)) == chosen
    assert recalled({}) == recalled({"format": "wav", "numbers": "pages", "times_every": "-3"}) == ExportOptions()
