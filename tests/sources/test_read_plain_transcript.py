"""Typed transcripts, as people write them."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_plain_transcript import turns_of
from interviewcoder.sources.read_transcript import read_transcript
from interviewcoder.sources.transcript_file import decode


def _turns(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in turns_of(text)]


_DIALOGUE = [("I", "What happened?"), ("P01", "I was afraid."), ("I", "Of what?"), ("P01", "Of the press.")]


@pytest.mark.parametrize(
    "line",
    [
        "{0}: {1}",
        "{0} : {1}",
        "{0}:\t{1}\n",
        "{0}:\n{1}\n",
        "**{0}:** {1}",
        "**{0}**: {1}",
        "**{0}** [0:12] {1}",
        "**{0}** [00:00:12]\n{1}\n",
        "{0}: [00:00:12] {1}",
        "[00:12] {0}: {1}",
        "{0}  0:12\n{1}\n",
        "{0} (0:12):\n{1}",
    ],
)
def test_labels_are_told_from_what_is_said(line: str) -> None:
    assert _turns("\n".join(line.format(*turn) for turn in _DIALOGUE)) == _DIALOGUE


@pytest.mark.parametrize(
    ("line", "start_ms"),
    [
        ("I: [01:02:03] Hello", 3_723_000),
        ("I: (2:03) Hello", 123_000),
        ("[00:00:01.5] I: Hello", 1_500),
        ("I: [00:00:01,25] Hello", 1_250),
        ("I: Hello", None),
        ("I: 12:30 was when it began", None),
    ],
)
def test_the_time_of_a_turn_is_kept_beside_it(line: str, start_ms: int | None) -> None:
    (turn,) = turns_of(line)
    assert turn.start_ms == start_ms
    assert turn.text == (line.split(": ", 1)[1] if start_ms is None else "Hello")


def test_lines_without_a_label_go_on_with_the_turn() -> None:
    assert _turns("I: One\ntwo\n\n  three\nP: Four") == [("I", "One two three"), ("P", "Four")]


def test_without_labels_each_paragraph_is_a_turn_of_nobodys() -> None:
    assert _turns("One.\n\nAt that point I said: no.\nTwo.") == [
        ("", "One."),
        ("", "At that point I said: no."),
        ("", "Two."),
    ]


def test_what_stands_before_the_first_label_is_nobodys() -> None:
    assert _turns("Interview with a nurse\nBern, 3 May\n\nI: Hello\nP: Hello") == [
        ("", "Interview with a nurse"),
        ("", "Bern, 3 May"),
        ("I", "Hello"),
        ("P", "Hello"),
    ]


def test_a_word_before_a_colon_that_never_returns_is_no_label() -> None:
    text = "I: And then?\nIn short: it was bad.\nP: Yes."
    assert _turns(text) == [("I", "And then? In short: it was bad."), ("P", "Yes.")]


def test_long_labels_with_dots_and_numbers_are_labels() -> None:
    text = "Dr. O’Brien (ICU): Hello\nSpeaker 2: Hello\nDr. O’Brien (ICU): Bye\nSpeaker 2: Bye"
    assert [speaker for speaker, _ in _turns(text)] == ["Dr. O’Brien (ICU)", "Speaker 2"] * 2


def test_nothing_that_was_said_is_lost_whatever_the_layout(shared_data: Path) -> None:
    for path in sorted((shared_data / "transcripts" / "osce").glob("*.txt")):
        turns = read_transcript(path).turns
        assert {turn.speaker for turn in turns} == {"D", "P"}
        said = " ".join(f"{turn.speaker}: {turn.text}" for turn in turns)
        # Blanks apart: one label has none behind it.
        assert "".join(said.split()) == "".join(decode(path.read_bytes(), path.name).split())


def test_transcripts_of_other_programs_are_read(shared_data: Path) -> None:
    otter = read_transcript(shared_data / "transcripts/ladybug_otter/03-blogging-101.md").turns
    assert {turn.speaker for turn in otter} == {"Lindsey", "Kelly", "Ali", "Emma"}
    assert [turn.start_ms for turn in otter[:4]] == [0, 20_000, 23_000, 24_000]
    noscribe = Counter(
        turn.speaker for turn in read_transcript(shared_data / "transcripts/noscribe/interview.txt").turns
    )
    assert noscribe["S00"] > 20
    assert noscribe["S01"] > 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_usual_encodings_are_told_apart(encoding: str) -> None:
    text = "I: Was fühlten Sie – Angst?\r\nP: “Ja”, sehr.\r\n" * 5
    assert decode(text.encode(encoding), "a.txt").removeprefix("\ufeff") == text


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
        bytes(range(256)) * 8,
        b"RIFF\0\0\0\0WAVEfmt " + b"\0" * 4000,
        b"\xff\xfeodd",
        b"SQLite format 3\0" + b"\0\1\2\3" * 500,
        b"\x01\x02\x03\x04" * 100,
    ],
    ids=["picture", "all bytes", "silence", "half a character", "database", "controls"],
)
def test_what_is_no_text_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(ImportFailed, match=r"notes\.txt"):
        read_transcript(path)


@pytest.mark.parametrize("content", [b" \n\t\r\n", b"\xef\xbb\xbf", b"I:\n\nP:\n"])
def test_a_file_without_words_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(ImportFailed, match="holds no text"):
        read_transcript(path)


def test_a_word_document_is_read_with_its_tables_in_their_place(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("I: What happened?")
    table = document.add_table(rows=2, cols=2)
    for row, (speaker, said) in zip(table.rows, [("P01:", "I was\nafraid."), ("I", "Of what?")], strict=True):
        row.cells[0].text, row.cells[1].text = speaker, said
    wide = document.add_table(rows=1, cols=3)
    wide.rows[0].cells[0].merge(wide.rows[0].cells[2]).text = "Here the recorder stopped."
    document.add_paragraph("P01: Of the press.")
    path = tmp_path / "P01.docx"
    document.save(str(path))
    assert [(turn.speaker, turn.text) for turn in read_transcript(path).turns] == [
        ("I", "What happened?"),
        ("P01", "I was afraid."),
        ("I", "Of what? Here the recorder stopped."),
        ("P01", "Of the press."),
    ]


def test_a_turn_as_long_as_a_book_becomes_several_at_the_ends_of_sentences() -> None:
    said = " ".join(f"Sentence {number} tells what happened, and why." for number in range(2_000))
    turns = turns_of(f"I: Tell me all.\nP01: [0:07] {said}\nI: Thank you.")
    parts = [turn for turn in turns if turn.speaker == "P01"]
    assert len(parts) > 3 and all(len(turn.text) <= 20_000 for turn in parts)
    assert " ".join(turn.text for turn in parts) == said
    assert all(turn.text.endswith("why.") for turn in parts)
    assert [turn.start_ms for turn in parts[:2]] == [7_000, None]
    assert [turn.speaker for turn in (turns[0], turns[-1])] == ["I", "I"]


@pytest.mark.parametrize(("joint", "said"), [(" ", "word " * 9_000), ("", "字" * 45_000), ("", "他说了。" * 12_000)])
def test_a_long_turn_without_sentences_or_blanks_loses_nothing(joint: str, said: str) -> None:
    parts = [text for _, text in _turns(said)]
    assert len(parts) == 3 and all(len(text) <= 20_000 for text in parts)
    assert joint.join(parts) == said.strip()


def _archive(path: Path, **parts: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    import docx

    path = tmp_path / "P01.docx"
    docx.Document().save(str(path))
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    bad: list[bytes] = [b"I: Hello\n", whole[: len(whole) // 2], whole[:200] + b"\xff" * 300 + whole[500:]]
    _archive(path, hello="world")
    bad.append(path.read_bytes())
    _archive(path, **{**parts, "word/document.xml": "<w:document><broken"})
    bad.append(path.read_bytes())
    for content in bad:
        path.write_bytes(content)
        with pytest.raises(ImportFailed, match=r"P01\.docx"):
            read_transcript(path)


@pytest.mark.parametrize(
    "line",
    ["{0}：{1}", "{0}： {1}", "{0}:{1}", "\u200f{0}: {1}", "\u202b{0}\u202c: {1}", "{0}\u200f: {1}", "\ufeff{0}: {1}"],
)
def test_labels_are_told_in_scripts_of_every_kind(line: str) -> None:
    for one, other in [("I", "P01"), ("聞き手", "山田"), ("מראיין", 'ד"ר כהן'), ("साक्षात्कारकर्ता", "प्रतिभागी")]:
        dialogue = [(one, "Well?"), (other, "Yes."), (one, "Oh."), (other, "Hm.")]
        assert _turns("\n".join(line.format(*turn) for turn in dialogue)) == dialogue


def test_clocks_and_addresses_in_the_text_are_no_labels() -> None:
    text = "I: When?\n10:30 or 10:45\n10:30 it was\nhttps://example.org\nhttps://example.org\nP: Yes."
    assert _turns(text) == [
        ("I", "When? 10:30 or 10:45 10:30 it was https://example.org https://example.org"),
        ("P", "Yes."),
    ]


def test_a_short_word_of_a_script_without_capitals_is_no_abbreviation_of_a_name() -> None:
    assert _turns("聞き手： 何ですか。\n山田： はい。\n例： 本。\n机。\n聞き手： ええ。\n山田： はい。")[1] == (
        "山田",
        "はい。例： 本。机。",
    )


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "И: Как дела сегодня?\nР: Хорошо, спасибо.\n"),
        ("gbk", "访谈者：你好吗？\n受访者：很好。\n"),
        ("shift-jis", "聞き手：元気ですか。\n山田：はい。\n"),
        ("cp1255", "מראיין: שלום\nכהן: תודה\n"),
        ("koi8-r", "И: Как дела?\nР: Хорошо.\n"),
    ],
)
def test_an_encoding_of_another_script_is_refused_and_never_guessed(encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(ImportFailed, match="encoding") as refused:
        read_transcript(path)
    assert "UTF-8" in refused.value.hint


def test_a_heading_of_facts_is_left_out_below_a_title_and_never_all_there_is(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_text("P01\nProject: Stories\nID: P01\nDate\nDuration: 0:10\nI: Why?\nP: Because.", encoding="utf-8")
    assert [turn.text for turn in read_transcript(path).turns] == ["Why?", "Because."]
    path.write_text("ID: Hello\nDate: Hello\nID: Bye\nDate: Bye", encoding="utf-8")
    assert [turn.speaker for turn in read_transcript(path).turns] == ["ID", "Date", "ID", "Date"]


def test_people_named_in_a_heading_are_no_speakers_unless_they_speak(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    said = "Ann: Why?\nP01: Because.\nAnn: Oh.\nP01: Yes."
    path.write_text(f"INTERVIEW\nParticipant: P01\nDate: 3 May\nInterviewer: Ann\n\n{said}", encoding="utf-8")
    assert {turn.speaker for turn in read_transcript(path).turns} == {"Ann", "P01"}
    said = "Interviewer: Why?\nParticipant: Because.\nInterviewer: Oh.\nParticipant: Yes."
    path.write_text(f"Project: Stories\nDate: 3 May\n{said}", encoding="utf-8")
    assert [turn.text for turn in read_transcript(path).turns][-4:] == ["Why?", "Because.", "Oh.", "Yes."]
