"""Transcripts as other programs and people write them: one sample of ours for each kind."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from interviewcoder.project.file import Project
from interviewcoder.reports.transcript_files import as_vtt
from interviewcoder.sources import importing, transcript
from interviewcoder.sources.read_transcript import ReadTranscript, read_transcript
from interviewcoder.sources.transcript import SpokenTurn

SAMPLES = Path(__file__).parent / "transcripts"

_Turn = tuple[str, str, int | None, int | None]


def _turns(read: ReadTranscript) -> list[_Turn]:
    return [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in read.turns]


def _said(read: ReadTranscript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read.turns]


def _words(turn: SpokenTurn) -> list[tuple[str, int, int]]:
    return [(turn.text[word.start : word.end], word.start_ms, word.end_ms) for word in turn.words]


_GOLDEN: dict[str, tuple[str, list[_Turn], tuple[str, ...]]] = {
    "zoom.vtt": (
        "Zoom (VTT)",
        [
            ("Ines Weber", "What came to mind when you read it?", 1_000, 3_000),
            ("Nurse (Ward 7)", "I was afraid of lawsuits: honestly. We all were.", 3_500, 7_000),
            ("Ines Weber", "And what helped?", 8_000, 9_000),
            ("Ines Weber", "Did anything help?", 20_000, 22_000),
        ],
        ("1 cue without text left out",),
    ),
    "teams.vtt": (
        "Teams (VTT)",
        [
            ("Ines Weber", "What came to mind when you read it?", 1_000, 3_000),
            ("Jo & Kim", "I was afraid of <lawsuits>.", 3_500, 6_000),
        ],
        (),
    ),
    "noscribe.vtt": (
        "noScribe (VTT)",
        [
            ("S01", "Was dachten Sie, als Sie davon zum ersten Mal lasen und hörten? (..) Wirklich?", 0, 6_000),
            ("S00", "Ich hatte Angst vor einer Klage. //S01: Mhm.// Wir hatten alle Angst davor.", 6_000, 10_500),
            ("", "Und was hat Ihnen dabei am Ende geholfen? //S01: Ja?//", 10_500, 11_500),
        ],
        (
            "beginnings of 3 turns estimated, as the file has the time of their last sentence alone",
            "1 turns left without a speaker, as the file names who spoke last alone",
        ),
    ),
    "noscribe.html": (
        "noScribe (HTML)",
        [
            ("S01", "Was dachten Sie? (..) Wirklich?", 1_000, 5_000),
            ("S00", "Ich hatte Angst. //S01: Mhm.// Wir alle.", 6_000, 9_500),
        ],
        ("heading left out",),
    ),
    "noscribe.txt": (
        "noScribe (TXT)",
        [
            ("S01", "Was dachten Sie? (..) Wirklich?", 1_000, 6_000),
            ("S00", "Ich hatte Angst. //S01: Mhm.// Wir alle.", 6_000, None),
        ],
        ("heading left out",),
    ),
    "whisper.vtt": (
        "Subtitles (VTT)",
        [
            ("", "I was afraid of lawsuits, honestly. Note: we all were.", 500, 4_500),
            ("", "Talking helped.", 9_000, 10_000),
        ],
        (),
    ),
    "youtube.vtt": ("YouTube (VTT)", [("", "I was afraid of lawsuits", 1_000, 5_000)], ()),
    "whisperx.srt": (
        "Subtitles (SRT)",
        [
            ("SPEAKER_00", "What came to mind?", 1_000, 3_000),
            ("SPEAKER_01", "I was afraid of lawsuits. We all were.", 3_500, 7_000),
        ],
        (),
    ),
    "turns.srt": (
        "Subtitles (SRT)",
        [
            ("I", "What came to mind?", 1_000, 3_000),
            ("P07", "I was afraid of lawsuits. We all were. And I said: never again.", 3_500, 7_000),
            ("I", "Never?", 7_100, 8_000),
        ],
        (),
    ),
    "table.csv": (
        "Table (CSV)",
        [
            ("I", "What came to mind, then?", 1_000, 4_000),
            ("P07", "I was afraid of lawsuits. We all were.", 4_000, 9_000),
            ("I", "And now?", 10_000, None),
        ],
        ("1 row without text left out", "columns left out: station"),
    ),
    "semicolons.csv": (
        "Table (CSV)",
        [("I", "Was dachten Sie?", 1_500, 4_000), ("P07", "Ich hatte Angst.", 4_000, None)],
        (),
    ),
    "seconds.csv": ("Table (CSV)", [("", "I was afraid of lawsuits, honestly, we all were.", 500, 4_500)], ()),
    "whisper.tsv": ("Whisper (TSV)", [("", 'I was "afraid" of lawsuits, honestly.', 500, 4_500)], ()),
    "f4.rtf": (
        "f4 (RTF)",
        [
            ("I", "Was dachten Sie, als Sie es hörten?", 0, 5_200),
            ("B", "Ich hatte Angst vor einer Klage. (..) „Nie“ wieder.", 5_200, 12_800),
            ("I", "Und dann?", 12_800, 14_000),
            ("B", "Nichts.", 14_000, 15_500),
        ],
        (),
    ),
    "otter.txt": (
        "Otter (TXT)",
        [
            ("Ines Weber", "What came to mind when you read it?", 1_000, 4_000),
            ("Unknown Speaker", "I was afraid of lawsuits. We met at 12:30.", 4_000, 14_500),
            ("Ines Weber", "And what helped?", 3_723_000, None),
        ],
        ("footer left out",),
    ),
    "markdown.md": (
        "Markdown",
        [
            ("Ines", "What came to mind – then?", 1_000, 4_000),
            ("Kim", "I was really afraid. We all were.", 4_000, 9_000),
            ("Ines", "And now?", 9_000, None),
        ],
        (),
    ),
    "focus_group.txt": (
        "Text file",
        [
            ("", "Focus group 3, ward 7", None, None),
            ("MODERATOR", "What came to mind?", None, None),
            ("W1", "I was afraid. [inaudible 00:00:04] We all were.", None, 7_000),
            ("M2", "Not me.", 7_000, None),
            ("MODERATOR", "Why not?", None, None),
        ],
        (),
    ),
    "initials.txt": (
        "f4 (TXT)",
        [
            ("Q", "What came to mind?", 0, None),
            ("AB", "I was afraid.", None, None),
            ("Q", "Why?", None, 9_000),
            ("AB", "Lawsuits. And the press.", 10_000, None),
            ("Q", "And now?", None, None),
        ],
        (),
    ),
    "tabs.txt": (
        "Text file",
        [
            ("I", "What came to mind?", None, None),
            ("Nurse 7", "I was afraid.", None, None),
            ("I", "Of what?", None, None),
            ("Nurse 7", "Lawsuits.", None, None),
        ],
        (),
    ),
    "numbered.txt": (
        "Text file",
        [
            ("I", "What came to mind?", None, None),
            ("P07", "I was afraid.", None, None),
            ("I", "Of what?", None, None),
            ("P07", "Lawsuits.", None, None),
        ],
        ("heading left out", "turn numbers left out"),
    ),
}


@pytest.mark.parametrize("name", sorted(_GOLDEN))
def test_a_transcript_of_each_origin_is_understood(name: str) -> None:
    read = read_transcript(SAMPLES / name)
    assert (read.origin, _turns(read), read.notes) == _GOLDEN[name]


@pytest.mark.parametrize(
    ("name", "language"),
    [("noscribe.vtt", "de"), ("noscribe.html", "de"), ("noscribe.txt", "de"), ("youtube.vtt", "en")],
)
def test_the_language_is_taken_where_the_file_says_it(name: str, language: str) -> None:
    assert read_transcript(SAMPLES / name).language == language


def test_the_words_of_a_cue_share_its_time_by_their_length() -> None:
    question, answer = read_transcript(SAMPLES / "turns.srt").turns[:2]
    assert _words(question) == [
        ("What", 1_000, 1_444),
        ("came", 1_556, 2_000),
        ("to", 2_111, 2_333),
        ("mind?", 2_444, 3_000),
    ]
    # Each cue of a turn has its own stretch.
    assert [start for word, start, _ in _words(answer) if word in ("I", "And")] == [3_500, 6_100, 6_250]
    assert all(word.confidence == 1 for word in answer.words)


def test_times_within_a_cue_are_times_of_words() -> None:
    (turn,) = read_transcript(SAMPLES / "youtube.vtt").turns
    starts = {word: start for word, start, _ in _words(turn)}
    assert starts["I"] == 1_000 and 1_500 <= starts["was"] < 2_000 <= starts["afraid"] and starts["lawsuits"] >= 4_000


def test_time_marks_inside_a_long_turn_place_the_words_between_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("I: [00:00:00] One two. #00:00:10-5# Three four. #00:00:20-0#\nP: Five. #00:00:21-0#\n", "utf-8")
    first, second = read_transcript(path).turns
    assert first.text == "One two. Three four."
    assert [start for _, start, _ in _words(first)] == [0, 5_250, 10_500, 15_682]
    assert (first.start_ms, first.end_ms, second.start_ms) == (0, 20_000, 20_000)


def test_several_voices_in_one_cue_share_it(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ada>Now</v> <v.loud Ben>Not now\n", encoding="utf-8")
    assert _turns(read_transcript(path)) == [("Ada", "Now", 1_000, 2_200), ("Ben", "Not now", 2_200, 5_000)]


def test_cues_out_of_order_and_on_top_of_each_other_are_put_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    cues = [
        "00:00:03,000 --> 00:00:05,000\nthree",
        "00:00:01,000 --> 00:00:04,000\none",
        "0:00:06.5 --> 0:00:06.1\nsix",
    ]
    path.write_text("\n\n".join(cues), encoding="utf-8")
    (turn,) = read_transcript(path).turns
    assert _words(turn) == [("one", 1_000, 3_000), ("three", 3_000, 5_000), ("six", 6_500, 6_500)]


def test_subtitles_of_languages_without_blanks_stay_without(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\n訴訟が\n\n2\n00:00:02,000 --> 00:00:03,000\n怖かった\n", "utf-8")
    (turn,) = read_transcript(path).turns
    assert turn.text == "訴訟が怖かった"
    assert [start for _, start, _ in _words(turn)][:4] == [1_000, 1_333, 1_667, 2_000]


def test_a_colon_in_subtitles_without_speakers_is_no_label(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    lines = ["And I said: no.", "And I said: never.", "So: it was bad.", "We left."]
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n" for n, line in enumerate(lines, start=1)]
    path.write_text("\n".join(cues), encoding="utf-8")
    assert _said(read_transcript(path)) == [("", " ".join(lines))]


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ("start,end,text\n0,5,I was there\n5,9,for years", (0, 9_000)),
        ("start,end,text\n0,5000,I was there\n5000,9000,for years", (0, 9_000)),
        ("start_ms;speaker;text\n1500;;I was there\n2500;;for years", (1_500, None)),
        ("time\ttext\n[00:01:00]\tI was there\n00:01:05 - 00:01:09\tfor years", (60_000, None)),
    ],
)
def test_plain_numbers_of_a_table_are_seconds_or_milliseconds(
    tmp_path: Path, rows: str, first: tuple[int, int | None]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows, encoding="utf-8")
    (turn,) = read_transcript(path).turns
    assert turn.text == "I was there for years"
    assert (turn.start_ms, turn.end_ms if first[1] else None) == first


def test_what_we_export_as_subtitles_comes_back_as_the_same_turns(project: Project) -> None:
    def turn(speaker: str, said: str, start_ms: int) -> SpokenTurn:
        words, at = [], 0
        for number, word in enumerate(said.split()):
            at = said.index(word, at)
            words.append(
                transcript.TimedWord(at, at + len(word), start_ms + 400 * number, start_ms + 400 * number + 300)
            )
            at += len(word)
        return SpokenTurn(speaker, said, words[0].start_ms, words[-1].end_ms, tuple(words))

    turns = [
        turn("Ada & <Ben>", "Was it hard? I mean: at first. " + "And then it went on and on " * 8 + "until May.", 500),
        turn("P07", "Yes.", 40_000),
        turn("P07", "A second paragraph of the same voice.", 40_500),
    ]
    path = project.path.with_name("P07.vtt")
    source = importing.add_files(project, [_text(path.with_name("old.txt"))])[0]
    with project.op("Transcribe") as session:
        transcript.replace_transcript(session, source.id, turns, language="en", model="base")
    path.write_text(as_vtt(transcript.transcript_of(project, source.id)), encoding="utf-8")
    read = read_transcript(path)
    assert read.origin == "InterviewCoder (VTT)"
    assert _turns(read) == [(each.speaker, each.text, each.start_ms, each.end_ms) for each in turns]


def _text(path: Path) -> Path:
    path.write_text("I: Hello", encoding="utf-8")
    return path


# Documents


def test_a_word_document_is_read_with_its_changes_accepted(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("I: What happened? #00:00:02-0#")
    document.add_paragraph("P01:\tI was KEPT afraid. #00:00:05-0#")
    packed = io.BytesIO()
    document.save(packed)
    path = tmp_path / "P01.docx"
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(
                    b"KEPT",
                    b'</w:t></w:r><w:ins w:id="1" w:author="x"><w:r><w:t>very</w:t></w:r></w:ins>'
                    b'<w:del w:id="2" w:author="x"><w:r><w:delText>not</w:delText></w:r></w:del><w:r><w:t>',
                )
            new.writestr(name, content)
    read = read_transcript(path)
    assert (read.origin, read.notes) == ("f4 (Word)", ("tracked changes accepted",))
    assert _turns(read) == [("I", "What happened?", 0, 2_000), ("P01", "I was very afraid.", 2_000, 5_000)]


_ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:text><text:p>I: What <text:span>happ</text:span>ened?</text:p>
<text:p>P01:<text:tab/>I<text:s text:c="2"/>was<text:note
><text:note-body><text:p>really</text:p></text:note-body></text:note>
afraid.<text:line-break/>We all were.</text:p><table:table><table:table-row><table:table-cell><text:p>I</text:p>
</table:table-cell><table:table-cell><text:p>Of what?</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def _odt(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return path


def test_an_opendocument_text_is_read_with_its_tables(tmp_path: Path) -> None:
    read = read_transcript(_odt(tmp_path / "P01.odt", _ODT))
    assert (read.origin, read.notes) == ("OpenDocument text", ("footnotes left out",))
    assert _said(read) == [("I", "What happened?"), ("P01", "I  was afraid. We all were."), ("I", "Of what?")]


def pdf_of(path: Path, pages: list[list[str]]) -> Path:
    """Write a PDF of lines of Latin text, as simple as one can be."""
    bodies = []
    for lines in pages:
        drawn = "".join(f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 72 760 Td {drawn}ET"
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, body in enumerate(bodies):
        resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects += [f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * number} 0 R >>", body]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    path.write_bytes(out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode())
    return path


def test_a_pdf_is_read_without_page_and_line_numbers(tmp_path: Path) -> None:
    pages = [
        ["Study of wards", "1/3", "I: What came to", "mind?", "P01: I was afraid of law-", "suits.", "1", "2", "3"],
        ["Study of wards", "2/3", "We all were, for lawsuits", "cost. #00:00:09-0#", "4", "5"],
        ["Study of wards", "3/3", "I: And now?", "6", "7"],
    ]
    read = read_transcript(pdf_of(tmp_path / "P01.pdf", pages))
    assert _said(read) == [
        ("I", "What came to mind?"),
        ("P01", "I was afraid of lawsuits. We all were, for lawsuits cost."),
        ("I", "And now?"),
    ]
    assert read.notes == ("line numbers left out", "page numbers left out", "headers and footers left out")


def test_a_pdf_without_speakers_becomes_paragraphs(tmp_path: Path) -> None:
    page = [
        "When I read it I was afraid of lawsuits, and so",
        "were we all.",
        "Later we sat down and talked about it, which was",
        "good.",
    ]
    read = read_transcript(pdf_of(tmp_path / "diary.pdf", [page]))
    assert _said(read) == [("", " ".join(page[:2])), ("", " ".join(page[2:]))]
