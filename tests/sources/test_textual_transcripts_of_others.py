"""Transcripts that others wrote: speakers and times are understood, and no label is left in the text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from interviewcoder.sources.read_transcript import ReadTranscript, read_transcript

# By file: origin, turns, speakers, turns with a time, how many begin before the one above.
_EXPECTED: dict[str, tuple[str, int, set[str], int, int]] = {
    "transcripts/noscribe/interview.html": ("noScribe (HTML)", 56, {"", "S00", "S01", "S02"}, 56, 0),
    "transcripts/noscribe/interview.txt": ("noScribe (TXT)", 56, {"", "S00", "S01", "S02"}, 55, 0),
    "transcripts/noscribe/interview.vtt": ("noScribe (VTT)", 56, {"", "S00", "S01", "S02"}, 56, 0),
    "transcripts/pdpilot_pdf/P1.pdf": ("PDF", 95, {"", "Dan", "Participant"}, 0, 0),
    "transcripts/pdpilot_pdf/P2.pdf": ("PDF", 166, {"", "Dan", "Participant"}, 0, 0),
    "transcripts/pdpilot_pdf/P3.pdf": ("PDF", 123, {"", "Dan", "Participant"}, 0, 0),
    "transcripts/pdpilot_pdf/P4.pdf": ("PDF", 112, {"", "Dan", "Participant"}, 0, 0),
    "transcripts/pdpilot_pdf/P5.pdf": ("PDF", 136, {"", "Dan", "Participant"}, 0, 0),
    "transcripts/pdpilot_pdf/P6.pdf": ("PDF", 101, {"", "Dan", "Participant"}, 0, 0),
    "transcripts/pdpilot_pdf/P7.pdf": ("PDF", 107, {"", "Dan", "Participant"}, 0, 0),
    "formats/whisper_json/bonjour.wav.csv": ("Table (CSV)", 1, {""}, 1, 0),
    "formats/whisper_json/bonjour.wav.tsv": ("Whisper (TSV)", 1, {""}, 1, 0),
    "formats/whisper_json/bonjour.wav.srt": ("Subtitles (SRT)", 1, {""}, 1, 0),
    "formats/whisper_json/bonjour.wav.vtt": ("Subtitles (VTT)", 1, {""}, 1, 0),
    "formats/whisper_json/bonjour.wav.txt": ("Text file", 1, {""}, 0, 0),
    "formats/whisper_json/smartphone.mp3_6.vtt": ("Subtitles (VTT)", 3, {""}, 3, 0),
    "formats/whisper_json/smartphone.mp3_20.srt": ("Subtitles (SRT)", 3, {""}, 3, 0),
    "formats/bbc_stt/test.sample.csv": ("Table (CSV)", 7, {""}, 7, 0),
    "docs/qualcoder_examples/ID1.docx": ("Word document", 3, {""}, 0, 0),
    "docs/qualcoder_examples/ID2.odt": ("OpenDocument text", 3, {""}, 0, 0),
}
_LABEL_LEFT = re.compile(r"^(?:\*\*|[A-Z]\w{0,11}: |\[?\d+:\d\d\]?|#\d)")


def _backwards(read: ReadTranscript) -> int:
    starts = [turn.start_ms for turn in read.turns if turn.start_ms is not None]
    return sum(after < before for before, after in pairwise(starts))


def _is_sound(read: ReadTranscript) -> bool:
    """No label or time mark begins a turn, and words lie in order in their turn's text and time."""
    for turn in read.turns:
        assert turn.text == turn.text.strip() and "\n" not in turn.text
        assert not _LABEL_LEFT.match(turn.text), turn.text[:40]
        assert all(before.end <= after.start for before, after in pairwise(turn.words))
        assert all(before.start_ms <= after.start_ms for before, after in pairwise(turn.words))
        assert all(word.start_ms <= word.end_ms and turn.text[word.start : word.end].strip() for word in turn.words)
    return True


@pytest.mark.parametrize("name", sorted(_EXPECTED))
def test_what_others_wrote_is_understood(shared_data: Path, name: str) -> None:
    read = read_transcript(shared_data / name)
    timed = sum(turn.start_ms is not None for turn in read.turns)
    speakers = {turn.speaker for turn in read.turns}
    assert (read.origin, len(read.turns), speakers, timed, _backwards(read)) == _EXPECTED[name]
    assert _is_sound(read)


def test_every_podcast_has_its_speakers_and_times(shared_data: Path) -> None:
    backwards = 0
    for path in sorted((shared_data / "transcripts/ladybug_otter").glob("*.md")):
        read = read_transcript(path)
        labels = re.findall(r"^\*\*(.+?)\*\*:? \[[\d:]+\]", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert [turn.speaker for turn in read.turns] == labels
        assert all(turn.start_ms is not None for turn in read.turns)
        # All but the last have words with times, and those that are followed by a time before their own.
        assert sum(not turn.words for turn in read.turns) == 1 + _backwards(read)
        backwards += _backwards(read)
        assert _is_sound(read)
    assert backwards == 2


def test_the_same_interview_in_three_kinds_says_the_same(shared_data: Path) -> None:
    page, text, cues = (
        read_transcript(shared_data / f"transcripts/noscribe/interview.{kind}") for kind in ("html", "txt", "vtt")
    )

    def said(read: ReadTranscript) -> list[str]:
        return ["".join(turn.text.split()) for turn in read.turns]

    assert said(page) == said(text) == said(cues)
    assert [turn.speaker for turn in page.turns] == [turn.speaker for turn in text.turns]
    # What the subtitles name is right where they name anybody; their times are, but for what is estimated.
    known = [(a.speaker, b.speaker) for a, b in zip(page.turns, cues.turns, strict=True) if b.speaker]
    assert all(one == other for one, other in known) and len(known) == 53
    gaps = [abs((a.start_ms or 0) - (b.start_ms or 0)) for a, b in zip(page.turns, cues.turns, strict=True)]
    assert sorted(gaps)[len(gaps) // 2] <= 300
    assert max(gaps) < 5_000


@pytest.mark.parametrize("folder", ["odt", "docx", "rtf"])
def test_documents_of_other_programs_are_read_or_refused(shared_data: Path, folder: str) -> None:
    from interviewcoder.errors import ImportFailed

    refused = set()
    for path in sorted((shared_data / "docs" / folder).rglob(f"*.{folder}")):
        try:
            read = read_transcript(path)
        except ImportFailed as error:
            refused.add(path.stem)
            assert path.name in error.message
        else:
            assert all(turn.text for turn in read.turns)
    assert refused == {
        # Without any words, or but a fragment.
        "odt": {"hiddenTextByVariable", "image", "variable"},
        "docx": set(),
        "rtf": {"image", "tables"},
    }[folder]  # fmt: skip
