"""A transcript as files: golden ones of our own, and what another program reads out of them."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from interviewcoder.errors import ExportFailed
from interviewcoder.reports import transcript_eaf, transcript_files
from interviewcoder.reports.transcript_docx import as_docx
from interviewcoder.reports.transcript_export import ExportOptions, TranscriptFormat, content_of, entry_of
from interviewcoder.reports.transcript_sheet import Sheet, SheetOptions, facts_of, sheet_of, time_mark
from interviewcoder.sources.read_transcript import read_transcript
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.transcript import mark_interviewer, store_recognised, transcript_of
from interviewcoder.sources.transcript_record import TranscriptRecord

if TYPE_CHECKING:
    from tests.reports.conftest import Study

GOLDEN = Path(__file__).parent / "golden"
ALL = SheetOptions(labels="roles", numbers="turns", times_every=1)
PLAIN = SheetOptions(header=False)


def sheet(study: Study, options: SheetOptions = PLAIN) -> Sheet:
    return sheet_of(study.project, study.recorded().id, options)


@pytest.mark.parametrize("suffix", ["txt", "rtf", "vtt", "srt", "json"])
def test_a_transcript_is_written_as_the_golden_file(study: Study, suffix: TranscriptFormat) -> None:
    written = content_of(sheet(study, ALL), ExportOptions(suffix, ALL)).decode()
    assert written == (GOLDEN / f"transcript.{suffix}").read_text(encoding="utf-8")


def test_an_elan_file_is_written_as_the_golden_file(study: Study) -> None:
    laid_out = replace(sheet(study, ALL), recording="P07 été.m4a")
    written = transcript_eaf.as_eaf(laid_out, datetime.datetime(2026, 3, 15, 9, 30, tzinfo=datetime.UTC))
    assert written == (GOLDEN / "transcript.eaf").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", ["vtt", "json", "eaf", "rtf", "txt", "docx"])
def test_what_our_reader_reads_back_has_the_same_turns(study: Study, tmp_path: Path, suffix: TranscriptFormat) -> None:
    marks = replace(PLAIN, times_every=1)
    laid_out = sheet(study, marks)
    path = tmp_path / f"P07.{suffix}"
    path.write_bytes(content_of(laid_out, ExportOptions(suffix, marks)))
    read = read_transcript(path)
    assert [(turn.speaker, turn.text) for turn in read.turns] == [(turn.label, turn.text) for turn in laid_out.turns]
    if suffix in ("vtt", "json", "eaf"):
        assert [(t.start_ms, t.end_ms) for t in read.turns] == [(t.start_ms, t.end_ms) for t in laid_out.turns]


def test_a_header_leaves_blank_what_nobody_said() -> None:
    facts = dict(facts_of("Fear", "P07", TranscriptRecord(), None))
    assert facts.pop("Project") == "Fear" and facts.pop("ID") == "P07"
    assert set(facts.values()) == {""}
    told = dict(facts_of("Fear", "P07", TranscriptRecord(verifier="A. Tremblay", verified_ms=1_870_000), 3_600_000))
    assert told["Verified by"] == "A. Tremblay, to 00:31:10"
    assert told["Duration"] == "01:00:00"


def test_a_time_mark_has_tenths_of_a_second() -> None:
    assert [time_mark(ms) for ms in (0, 5_299, 723_450, 36_000_000)] == [
        "#00:00:00-0#",
        "#00:00:05-2#",
        "#00:12:03-4#",
        "#10:00:00-0#",
    ]


def test_labels_of_roles_show_no_name_and_guess_nobody(study: Study) -> None:
    source = study.interview("group", *["Anna: One.", "Ben: Two.", "Cleo: Three."] * 2)
    roles = SheetOptions(labels="roles")
    assert [turn.label for turn in sheet_of(study.project, source.id, roles).turns] == ["S1", "S2", "S3"] * 2
    mark_interviewer(study.project, transcript_of(study.project, source.id).speakers[1].id, True)
    assert [turn.label for turn in sheet_of(study.project, source.id, roles).turns] == ["P1", "I", "P2"] * 2


def test_time_marks_stand_at_every_nth_turn_and_the_last(study: Study) -> None:
    marks = [turn.time_mark for turn in sheet(study, SheetOptions(times_every=3)).turns]
    assert [bool(mark) for mark in marks] == [False, False, True, True]
    assert marks[-1] == "#00:00:13-7#"


def test_lines_of_a_text_are_counted_through(study: Study) -> None:
    study.interview("long", "I: Why?", "P: " + "word " * 40)
    source = study.interview("longer", "I: Why?", "P: " + "word " * 40)
    options = SheetOptions(header=False, numbers="lines", spacing="close")
    lines = transcript_files.as_text(sheet_of(study.project, source.id, options), options).split("\n")
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert len(lines) == 4 and max(len(line) for line in lines) <= 75


def test_a_timed_transcript_has_a_cue_for_each_sentence(study: Study) -> None:
    source = study.interview("P01", "P01: To be replaced.")
    said = ("I", 0, 200), ("waited.", 200, 700), ("Too", 900, 1100), ("long.", 1100, 1500)
    words = tuple(RecognisedWord(text, start_ms, end_ms, 0.9) for text, start_ms, end_ms in said)
    store_recognised(study.project, source.id, Recognised((RecognisedTurn("S1", words),), "en", 2000, "base"))
    assert transcript_files.as_vtt(transcript_of(study.project, source.id)).split("\n\n") == [
        "WEBVTT",
        "NOTE InterviewCoder",
        "1-1\n00:00:00.000 --> 00:00:00.700\n<v S1>I waited.",
        "1-2\n00:00:00.900 --> 00:00:01.500\n<v S1>Too long.",
    ]


@pytest.mark.parametrize(("suffix", "name"), [("vtt", "WebVTT"), ("srt", "SubRip"), ("eaf", "ELAN")])
def test_a_transcript_that_nobody_timed_is_no_subtitles(study: Study, suffix: TranscriptFormat, name: str) -> None:
    source = study.interview("P01", "I: How was it?", "P01: Long.")
    with pytest.raises(ExportFailed, match=f"{name} can't do without") as refused:
        content_of(sheet_of(study.project, source.id, PLAIN), ExportOptions(suffix, PLAIN))
    assert "JSON" in refused.value.hint


def test_json_says_what_is_known_only_where_a_header_is_wanted(study: Study) -> None:
    with_header, without = entry_of(sheet(study, ALL)), entry_of(sheet_of(study.project, 1, PLAIN))
    assert with_header["about"]["Transcription rules"] == "Dresing & Pehl, extended rules"
    assert "about" not in without
    said = [without["text"][word["start"] : word["end"]] for word in without["words"]]
    assert said == [word["text"] for word in without["words"]]
    assert json.loads(json.dumps(without)) == without


def test_elan_slots_are_in_order_and_a_tier_has_one_annotation_at_a_time(study: Study) -> None:
    overlapping = tuple(
        RecognisedTurn("S1", (RecognisedWord(word, start_ms, end_ms, 0.9),))
        for word, start_ms, end_ms in (("One.", 0, 900), ("Two.", 500, 1500), ("Three.", 500, 500))
    )
    source = study.interview("P01", "P01: To be replaced.")
    store_recognised(study.project, source.id, Recognised(overlapping, "en", 2000, "base"))
    root = ElementTree.fromstring(content_of(sheet_of(study.project, source.id, PLAIN), ExportOptions("eaf", PLAIN)))
    times = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE", "")) for slot in root.iter("TIME_SLOT")}
    assert list(times.values()) == sorted(times.values())
    pairs = [
        (times[found.get("TIME_SLOT_REF1")], times[found.get("TIME_SLOT_REF2")])
        for found in root.iter("ALIGNABLE_ANNOTATION")
    ]
    assert all(begin < end for begin, end in pairs)
    assert all(before[1] <= after[0] for before, after in pairwise(pairs))


def test_a_word_document_holds_header_labels_and_counted_lines(study: Study, tmp_path: Path) -> None:
    options = SheetOptions(labels="roles", numbers="lines", times_every=1)
    laid_out = sheet(study, options)
    path = tmp_path / "P07.docx"
    path.write_bytes(as_docx(laid_out, options))
    document = docx.Document(str(path))
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert facts["Date of recording"] == "2026-03-14"
    assert facts["Verified by"] == facts["De-identified"] == ""
    turns = [paragraph for paragraph in document.paragraphs if paragraph._p.style == "Turn"]
    assert [paragraph.text for paragraph in turns] == [
        f"{turn.label}:\t{turn.text} {turn.time_mark}" for turn in laid_out.turns
    ]
    (label, *_) = turns[0].runs
    assert label.text == "I:" and document.styles["Speaker Label"].font.bold
    counting = document.sections[0]._sectPr.find(qn("w:lnNumType"))
    assert counting.get(qn("w:countBy")) == "1"
    assert document.core_properties.author == ""


def test_the_same_transcript_gives_the_same_word_document(study: Study) -> None:
    laid_out = sheet(study, ALL)
    assert as_docx(laid_out, ALL) == as_docx(laid_out, ALL)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that LibreOffice can write its settings into."""
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    return tmp_path_factory.mktemp("office")


def converted(office: Path, path: Path, to: str) -> Path:
    command = ["soffice", "--headless", f"-env:UserInstallation={office.as_uri()}", "--convert-to", to]
    command += ["--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(office)})
    return path.with_suffix(f".{to.partition(':')[0]}")


def test_libreoffice_reads_the_same_words_from_rtf(study: Study, office: Path, tmp_path: Path) -> None:
    options = SheetOptions(header=False, times_every=1)
    laid_out = sheet(study, options)
    path = tmp_path / "P07.rtf"
    path.write_bytes(content_of(laid_out, ExportOptions("rtf", options)))
    assert path.read_bytes().isascii()
    read = converted(office, path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig").splitlines()
    assert read == [f"{turn.label}:\t{turn.text} {turn.time_mark}" for turn in laid_out.turns]


def test_libreoffice_lays_the_word_document_out(study: Study, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "P07.docx"
    path.write_bytes(content_of(sheet(study, ALL), ExportOptions("docx", ALL)))
    with zipfile.ZipFile(converted(office, path, "odt")) as read:
        shown = "".join(ElementTree.fromstring(read.read("content.xml")).itertext())
    for turn in sheet_of(study.project, 1, ALL).turns:
        assert turn.text in shown and turn.time_mark in shown
