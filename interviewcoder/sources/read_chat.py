"""Read CHAT (.cha), the transcripts of CLAN and TalkBank: main lines with time bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from interviewcoder.errors import ImportFailed
from interviewcoder.sources import tiers
from interviewcoder.sources.heard import Stretch, Token, in_line, joined_turns, turn_of
from interviewcoder.sources.language_codes import language_code
from interviewcoder.sources.text import normalise
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile, decode

# The bullet around times is U+0015, which no other text file has; a form feed stands in for it.
_BULLET = "\f"
_TIMES = re.compile(rf'{_BULLET}(?:%(?:snd|mov):"[^"{_BULLET}]*"_)?(\d{{1,9}})_(\d{{1,9}})-?{_BULLET}')
_OTHER_BULLET = re.compile(rf"{_BULLET}[^{_BULLET}]*{_BULLET}?")
_LINE = re.compile(r"^(?P<kind>[*@%])(?P<name>[^:\t\n]*)(?::[ \t]*(?P<text>.*))?$", re.DOTALL)


@dataclass(slots=True)
class _Line:
    speaker: str
    text: str
    words: str = ""


@dataclass(slots=True)
class _Content:
    lines: list[_Line] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    language: str = ""


def read_chat(file: TranscriptFile) -> ReadTranscript:
    """Read the main lines, with their speakers' codes and times; what is written in them stays as it is.

    Dependent tiers (%mor, %com …) are left out, and said so; the times of
    words (%wor) are taken.

    Raises:
        ImportFailed: it is no CHAT file, or nobody speaks in it.
    """
    text = normalise(decode(file.content.replace(b"\x15", b"\f"), file.name))
    content = _read(text)
    if not content.lines:
        if "@Begin" not in text:
            raise file.damaged("a CHAT transcript")
        raise ImportFailed(
            f"“{file.name}” is a CHAT file without a main line: nobody speaks in it.",
            "Check that it is the right file. Nothing was added.",
        )
    turns = joined_turns(turn for line in content.lines for turn in _turns(line) if turn.text)
    if not turns:
        raise ImportFailed(f"“{file.name}” holds no text.", "Nothing was added. Check that it is the right file.")
    return ReadTranscript(turns, "CHAT", content.language).with_notes(tiers.left_out("dependent tiers", content.below))


def _read(text: str) -> _Content:
    content = _Content()
    # A line that begins with a tab goes on with the one above it.
    for line in text.replace("\n\t", " ").split("\n"):
        found = _LINE.match(line)
        if found is None:
            continue
        name, said = found["name"].strip(), found["text"] or ""
        if found["kind"] == "*":
            content.lines.append(_Line(name, said))
        elif found["kind"] == "@" and name == "Languages":
            content.language = language_code(said.split(",")[0])
        elif found["kind"] == "%" and name == "wor" and content.lines:
            content.lines[-1].words = said
        elif found["kind"] == "%":
            content.below.append(f"%{name}")
    return content


def _turns(line: _Line) -> Iterator[SpokenTurn]:
    """A main line in the parts that its bullets end; what follows the last has no time."""
    parts = list(_timed_parts(line.text))
    words = tuple(Token(text, start_ms, end_ms) for text, start_ms, end_ms in _timed_parts(line.words) if text)
    if words and all(token.start_ms is not None for token in words[:-1]):
        whole = turn_of(Stretch(line.speaker, " ".join(text for text, _, _ in parts), words))
        if _letters(whole.text) >= _letters(line.words):
            yield whole
            return
    for text, start_ms, end_ms in parts:
        if start_ms is None or end_ms is None:
            yield SpokenTurn(in_line(line.speaker), text)
        else:
            yield tiers.annotation(line.speaker, text, start_ms, end_ms)


def _timed_parts(text: str) -> Iterator[tuple[str, int | None, int | None]]:
    place = 0
    for found in _TIMES.finditer(text):
        yield _plain(text[place : found.start()]), int(found[1]), int(found[2])
        place = found.end()
    if rest := _plain(text[place:]):
        yield rest, None, None


def _plain(text: str) -> str:
    return in_line(_OTHER_BULLET.sub(" ", text))


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)
