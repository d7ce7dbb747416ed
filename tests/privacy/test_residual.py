"""What still identifies somebody is found in the files that leave."""

from __future__ import annotations

import base64
import json
import time
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.known_names import KnownName
from interviewcoder.privacy.residual import Residual, masked, scan_file, scan_text

KNOWN = (KnownName("Maria Kowalska"), KnownName("Sunnybrook", "organisation"))
SENTENCE = "So Maria Kowalska rang 416-555-0142 from Sunnybrook."
WORDS = ["Maria Kowalska", "416-555-0142", "Sunnybrook"]


def certain(found: list[Residual]) -> list[str]:
    return [each.words for each in found if each.certain]


def possible(found: list[Residual]) -> list[str]:
    return [each.words for each in found if not each.certain]


def test_known_names_and_numbers_are_certain_and_names_behind_cues_possible() -> None:
    found = scan_text(KNOWN, SENTENCE + " My manager, Devonte, wasn't in.")
    assert certain(found) == WORDS
    assert possible(found) == ["Devonte"]


def test_a_misspelt_name_is_a_warning() -> None:
    assert possible(scan_text(KNOWN, "and then Kowalsky said")) == ["Kowalsky"]


def test_what_a_participant_is_called_stops_no_export() -> None:
    found = scan_text([KnownName("Ottoline", origin="participant")], "said Ottoline (P07)")
    assert certain(found) == [] and possible(found) == ["Ottoline"]


def test_pseudonyms_and_what_was_kept_raise_no_warning() -> None:
    known = [KnownName("Annika", origin="pseudonym"), KnownName("Gdansk", "place", origin="kept")]
    text = "My manager, Annika, was born in Gdansk, at [Sunnydale Hospital]. My manager, Devonte, wasn't."
    assert [each.words for each in scan_text(known, text)] == ["Devonte"]


def test_dates_and_plain_numbers_of_a_report_raise_no_alarm() -> None:
    text = (
        "Written on 3 March 2026.\n1234567;20.5;00:12:44,100\n345\n678\n1234\nsha256 e3b0c44298fc1c149afbf4c8996fb924"
    )
    assert scan_text(KNOWN, text) == []


def test_found_words_are_masked_for_the_log() -> None:
    assert masked("Maria") == "M••••"
    assert scan_text(KNOWN, "so Maria said")[0].masked == "M••••"


def test_a_word_document_is_read_through_its_runs_tables_and_comments(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("So Mar")
    paragraph.add_run("ia Kow").bold = True
    run = paragraph.add_run("alska rang.")
    document.add_table(1, 2).cell(0, 1).text = "from Sunnybrook"
    document.add_comment(run, text="call 416-555-0142", author="Q. Coder")
    document.core_properties.title = "Notes on Sunnybrook"
    path = tmp_path / "a.docx"
    document.save(str(path))
    found = scan_file(KNOWN, path)
    assert sorted(certain(found)) == ["416-555-0142", "Maria Kowalska", "Sunnybrook", "Sunnybrook"]
    assert {each.where.rsplit(",", 1)[0] for each in found} == {
        "a.docx, text",
        "a.docx, comments",
        "a.docx, properties",
    }


def test_a_workbook_is_read_by_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sunnybrook")
        sheet.write_rich_string(0, 0, "So Mar", book.add_format({"bold": True}), "ia", " said")
        sheet.write(1, 0, 345)
        sheet.write(2, 0, "416 555 0142")
    assert sorted(certain(scan_file(KNOWN, path))) == ["416 555 0142", "Maria", "Sunnybrook", "Sunnybrook"]


def test_an_odt_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        body = "<text:p>So Mar<text:span>ia</text:span> Kowalska</text:p><text:p>rang 416-555-0142</text:p>"
        archive.writestr("content.xml", f"<office:document-content>{body}</office:document-content>")
    assert certain(scan_file(KNOWN, path)) == WORDS[:2]


def test_a_page_is_read_without_its_sound(tmp_path: Path) -> None:
    sound = base64.b64encode(b"Maria" * 300).decode()
    path = tmp_path / "a.html"
    path.write_text(
        f'<!doctype html><html><style>.Maria{{}}</style><audio src="data:audio/ogg;base64,{sound}"></audio>'
        f'<p title="Sunnybrook">So <b>Mar</b>ia&nbsp;Kowalska rang <i>416</i>-555-0142.</p></html>',
        encoding="utf-8",
    )
    assert sorted(certain(scan_file(KNOWN, path))) == ["416-555-0142", "Maria\N{NO-BREAK SPACE}Kowalska", "Sunnybrook"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f'1,"{SENTENCE}"\n'),
        ("a.md", f"> {SENTENCE}\n"),
        ("a.txt", SENTENCE),
        ("a.srt", f"1\n00:00:01,000 --> 00:00:02,000\n{SENTENCE}\n"),
        ("a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{SENTENCE}\n"),
        ("a.json", json.dumps({"text": SENTENCE, "start": 0.8523456789})),
        ("a.rtf", "{\\rtf1\\ansi So Maria {\\b Kowalska} rang 416-555-0142 from Sunnybrook.\\par}"),
        ("a.eaf", f"<?xml version='1.0'?><A><ANNOTATION_VALUE>{SENTENCE}</ANNOTATION_VALUE></A>"),
        ("a.qde", f'<?xml version="1.0"?><Project><Code guid="1" name="{SENTENCE}"/></Project>'),
        ("without_its_final_name.part", f"<html><p>{SENTENCE}</p></html>"),
    ],
)
def test_every_kind_of_text_is_read(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert certain(scan_file(KNOWN, path)) == WORDS


def test_a_file_inside_a_package_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sources/1.txt", SENTENCE)
    found = scan_file(KNOWN, path)
    assert certain(found) == WORDS
    assert found[0].where == "a.qdpx, sources/1.txt, line 1"


def test_sound_holds_no_words_and_a_broken_package_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.opus").write_bytes(b"OggS\0\0" + b"Maria Kowalska" * 10)
    assert scan_file(KNOWN, tmp_path / "a.opus") == []
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(ExportFailed, match="can't be read back"):
        scan_file(KNOWN, tmp_path / "a.docx")


def test_a_long_codebook_is_scanned_quickly(tmp_path: Path) -> None:
    paragraph = "When to use: the participant says that what was written online isn't how the night was, and why. "
    path = tmp_path / "a.html"
    # Some 300 pages of a codebook, at 200 words a page.
    path.write_text("<html>" + f"<p>{paragraph * 2}</p>" * 1600 + f"<p>{SENTENCE}</p></html>", encoding="utf-8")
    begun = time.process_time()
    found = scan_file(KNOWN, path)
    assert certain(found) == WORDS
    # A third of that where nothing else runs; see benchmarks/deidentification.py.
    assert time.process_time() - begun < 1.0


def test_a_text_that_begins_with_a_bracket_is_no_markup(tmp_path: Path) -> None:
    path = tmp_path / "P07.txt"
    path.write_text(f"<laughs> {SENTENCE} <Maria Kowalska>", encoding="utf-8")
    assert certain(scan_file(KNOWN, path)) == [*WORDS, "Maria Kowalska"]


def test_parts_of_a_package_are_passed_over_by_what_they_are_and_not_by_a_word_in_their_name(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("Coping styles.txt", SENTENCE)
        packed.writestr("word/styles.xml", "<w:styles><w:name>Sunnybrook</w:name></w:styles>")
        packed.writestr("settings/manifestations.json", json.dumps({"said": "Sunnybrook"}))
    assert sorted(certain(scan_file(KNOWN, path))) == sorted([*WORDS, "Sunnybrook"])


def test_a_name_that_only_an_elan_tier_or_its_recording_has_is_found(tmp_path: Path) -> None:
    path = tmp_path / "P07.eaf"
    path.write_text(
        '<?xml version="1.0"?><ANNOTATION_DOCUMENT><MEDIA_DESCRIPTOR MEDIA_URL="file:///tapes/Sunnybrook.wav"/>'
        '<TIER TIER_ID="Maria Kowalska"/></ANNOTATION_DOCUMENT>',
        encoding="utf-8",
    )
    assert sorted(certain(scan_file(KNOWN, path))) == ["Maria Kowalska", "Sunnybrook"]
