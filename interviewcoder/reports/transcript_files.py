"""A transcript as text, as JSON's objects, as WebVTT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interviewcoder.errors import ExportFailed
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript, Turn

# A cue that a person can read while it is spoken: up to two lines, up to some seconds.
_CUE_CHARACTERS = 84
_CUE_MS = 7_000
_SENTENCE_ENDS = (".", "?", "!", "…")


def as_text(transcript: Transcript) -> str:
    """Turns as paragraphs, each behind its speaker's label."""
    return "\n\n".join(_label(transcript, turn) + turn.span.text_in(transcript.text) for turn in transcript.turns)


def as_entry(name: str, transcript: Transcript) -> dict[str, Any]:
    """The transcript as JSON has it; offsets in code points of `text`, times in ms or null."""
    text = transcript.text
    return {
        "source": name,
        "text": text,
        "turns": [
            {
                "speaker": speaker.label if (speaker := transcript.speaker(turn.speaker_id)) else "",
                "start": turn.span.start,
                "end": turn.span.end,
                "start_ms": turn.start_ms,
                "end_ms": turn.end_ms,
                "text": turn.span.text_in(text),
            }
            for turn in transcript.turns
        ],
        "words": [
            {
                "start": word.span.start,
                "end": word.span.end,
                "start_ms": word.start_ms,
                "end_ms": word.end_ms,
                "confidence": round(word.confidence, 3),
                "text": word.span.text_in(text),
            }
            for word in transcript.words
        ],
    }


def as_vtt(transcript: Transcript) -> str:
    """WebVTT (W3C, 2019), a voice span a cue; turns that nobody timed are left out.

    Raises:
        ExportFailed: nobody timed any of them.
    """
    cues = ["WEBVTT"]
    for turn in transcript.turns:
        speaker = transcript.speaker(turn.speaker_id)
        voice = f"<v {_escaped(speaker.label)}>" if speaker else ""
        for span, start_ms, end_ms in _cues(transcript, turn):
            words = _escaped(span.text_in(transcript.text).replace("\n", " "))
            cues.append(f"{_clock(start_ms)} --> {_clock(end_ms)}\n{voice}{words}")
    if len(cues) == 1:
        raise ExportFailed(
            "The transcript has no times, and WebVTT can't do without.",
            "Take it as text or as JSON, or transcribe the recording: that measures the times.",
        )
    return "\n\n".join(cues)


def _cues(transcript: Transcript, turn: Turn) -> Iterator[tuple[Span, int, int]]:
    """Cut a turn into cues at its words: at sentence ends, else where a cue gets too long."""
    words = transcript.words.within(turn.span)
    if not words:
        if turn.start_ms is not None and turn.end_ms is not None:
            yield turn.span, turn.start_ms, turn.end_ms
        return
    first = words[0]
    for word, following in zip(words, [*words[1:], None], strict=True):
        said = Span(first.span.start, word.span.end)
        # What stands behind a word up to the next (a full stop, a bracket) belongs to its cue.
        end = turn.span.end if following is None else following.span.start
        shown = transcript.text[said.start : end].rstrip()
        full = len(shown) >= _CUE_CHARACTERS or word.end_ms - first.start_ms >= _CUE_MS
        if following is None or full or shown.endswith(_SENTENCE_ENDS):
            yield Span(said.start, said.start + len(shown)), first.start_ms, max(word.end_ms, first.start_ms + 1)
            if following is not None:
                first = following


def _label(transcript: Transcript, turn: Turn) -> str:
    speaker = transcript.speaker(turn.speaker_id)
    return f"{speaker.label}: " if speaker else ""


def _clock(time_ms: int) -> str:
    seconds, ms = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
