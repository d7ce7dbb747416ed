"""ELAN, Praat, EXMARaLDA, CHAT, TTML and oTranscribe: one fictional exchange in tiers, cues and paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_transcript import read_transcript
from interviewcoder.sources.transcript_file import ReadTranscript

SAMPLES = Path(__file__).parent / "transcripts"
_ASKED, _SAID = "What happened, Ada?", "I lost the key."


def _told(read: ReadTranscript) -> list[tuple[str, str, int | None, int | None]]:
    return [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in read.turns]


def _said_at(read: ReadTranscript) -> list[tuple[str, int]]:
    return [(turn.text[word.start : word.end], word.start_ms) for turn in read.turns for word in turn.words]


def test_elan_tiers_are_speakers_and_tiers_of_words_give_times() -> None:
    read = read_transcript(SAMPLES / "utterances.eaf")
    assert read.origin == "ELAN"
    assert _told(read) == [("Ben", _ASKED, 500, 1900), ("Ada", "I lost & found it.", 2600, 3800)]
    # The slot that nobody set lies half-way between its neighbours.
    assert _said_at(read)[3:] == [("I lost", 2600), ("found", 2900), ("it.", 3200)]
    assert read.notes == ("dependent tiers left out: de@A",)


def test_two_tiers_of_one_participant_keep_their_names(tmp_path: Path) -> None:
    path = tmp_path / "two.eaf"
    content = (SAMPLES / "utterances.eaf").read_text(encoding="utf-8").replace('PARTICIPANT="Ben"', 'PARTICIPANT="Ada"')
    path.write_text(content, encoding="utf-8")
    assert [turn.speaker for turn in read_transcript(path).turns] == ["utt@B", "utt@A"]


def test_textgrids_are_read_in_both_forms_and_in_utf_16(tmp_path: Path) -> None:
    expected = [("Ben", 'What happened at "12", Ada?', 500, 1900), ("Ada", _SAID, 2600, 3800)]
    text = (SAMPLES / "long.TextGrid").read_text(encoding="utf-8")
    path = tmp_path / "utf16.TextGrid"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_text(text, encoding=encoding)
        read = read_transcript(path)
        assert _told(read) == expected
        assert read.notes == ("tiers left out: clicks",)
    aligned = read_transcript(SAMPLES / "words.TextGrid")
    assert _told(aligned) == [("Ben", "what happened ada", 500, 1900), ("Ada", "i lost", 2600, 3100)]
    assert _said_at(aligned)[:3] == [("what", 500), ("happened", 800), ("ada", 1400)]
    assert aligned.notes == ("tiers left out: Ben - phones, Ada - phones",)


def test_events_of_exmaralda_are_written_together() -> None:
    read = read_transcript(SAMPLES / "events.exb")
    assert (read.origin, read.language) == ("EXMARaLDA", "en")
    assert _told(read) == [("BEN", _ASKED, 500, 1900), ("ADA", _SAID, 2600, 3800)]
    assert ("the", 3200) in _said_at(read)
    assert read.notes == ("tiers left out: ADA [nv]", "1 time was not set and estimated")


def test_main_lines_of_chat_keep_their_conventions_and_get_the_times_of_words() -> None:
    read = read_transcript(SAMPLES / "lines.cha")
    assert (read.origin, read.language) == ("CHAT", "en")
    assert _told(read) == [
        ("INV", "what happened , Ada ?", 500, 1900),
        ("P01", "I &-um lost (.) the key .", 2600, 3800),
        ("INV", "oh no !", None, None),
    ]
    assert _said_at(read)[-4:] == [("I", 2600), ("lost", 2700), ("the", 3100), ("key", 3200)]
    assert read.notes == ("dependent tiers left out: %com, %mor",)


def test_subtitles_in_ttml_have_speakers_breaks_and_frames() -> None:
    read = read_transcript(SAMPLES / "subtitles.ttml")
    assert (read.origin, read.language) == ("Subtitles (TTML)", "en")
    assert _told(read) == [("Ben", _ASKED, 500, 1900), ("Ada", _SAID, 2600, 3800), ("Ben", "Oh no!", 4200, 5000)]
    assert read.notes == ("1 cue without text left out", "1 passage without a time left out")


def test_paragraphs_of_otranscribe_have_their_labels_and_times() -> None:
    read = read_transcript(SAMPLES / "otranscribe.otr")
    assert read.origin == "oTranscribe"
    assert [(turn.speaker, turn.text, turn.start_ms) for turn in read.turns] == [
        ("I", _ASKED, 500),
        ("P01", _SAID, 2600),
        ("I", "Oh & no!", None),
        ("P01", "Yes.", None),
    ]


_BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("name", ["t.eaf", "t.exb", "t.xml", "t.ttml"])
@pytest.mark.parametrize("prologue", [_BOMB, _OUTSIDE, '<!DOCTYPE x [<!ENTITY % a "b">]>'])
def test_xml_with_entities_of_its_own_is_refused(name: str, prologue: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(f"{prologue}<x>&a;</x>", encoding="utf-8")
    with pytest.raises(ImportFailed, match="defines entities of its own"):
        read_transcript(path)


@pytest.mark.parametrize("content", ["<a>" * 5000, "<a>" + "<b/>" * 1_000_001 + "</a>"])
def test_xml_beyond_any_transcript_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFailed, match="nested or split up"):
        read_transcript(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xml", "<rss/>", "this XML holds no transcript that we know: its root is “rss”"),
        ("a.eaf", "<ANNOTATION_DOCUMENT/>", "no annotation in it has text"),
        ("a.eaf", "<rss/>", "is not an ELAN file"),
        ("a.eaf", "no XML", "is not an ELAN file"),
        ("a.exb", "<basic-transcription><basic-body/></basic-transcription>", "without speech: a template"),
        ("a.exb", "<x/>", "is not an EXMARaLDA transcription"),
        ("a.ttml", '<tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>', "no passage in it has text"),
        ("a.TextGrid", "ooBinaryFile\x08TextGrid", "binary form"),
        ("a.TextGrid", "one two", "is not a TextGrid of Praat"),
        ("a.TextGrid", '"ooTextFile"\n"TextGrid"\n0 1 <exists> 3\n"IntervalTier"\n', "is not a TextGrid of Praat"),
        ("a.TextGrid", '"ooTextFile"\n"TextGrid"\n0 1 <absent>\n', "no interval in it has text"),
        ("a.otr", "{}", "is not a file of oTranscribe"),
        ("a.otr", '{"text": "<p> </p>"}', "holds no text"),
        ("a.cha", "Dear diary", "is not a CHAT transcript"),
        ("a.cha", "@UTF8\n@Begin\n@End\n", "nobody speaks in it"),
    ],
)
def test_what_holds_no_speech_is_refused_with_the_reason(name: str, content: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFailed) as refused:
        read_transcript(path)
    assert reason in refused.value.message


def test_files_that_end_early_never_break_a_reader(tmp_path: Path) -> None:
    for sample in sorted(SAMPLES.iterdir()):
        content = sample.read_bytes()
        path = tmp_path / sample.name
        for part in range(1, 12):
            path.write_bytes(content[: len(content) * part // 12])
            try:
                read = read_transcript(path)
            except ImportFailed:
                continue
            assert all(turn.text for turn in read.turns)
