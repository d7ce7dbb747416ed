"""Read a typed transcript: speaker labels at the start of turns, in a text or Word file."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewcoder.sources.text import normalise
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

if TYPE_CHECKING:
    from docx.document import Document

# A label is short, has no sentence in it, and begins a line. What follows it tells that it is one:
# a colon, or the time at which the turn begins; Markdown may set it in bold.
_TIME = r"(?:(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
_WHO = r"(?P<bold>\*\*)?(?P<label>[^\W_][\w .’'()/-]{0,30}?)\s?"
_WHAT = r"(?:\s+(?P<text>\S.*))?$"
_WITH_COLON = re.compile(
    rf"^(?:[\[(](?P<before>{_TIME})[\])]\s*)?{_WHO}(?::(?(bold)\*\*)|(?(bold)\*\*:|:))"
    rf"(?:\s+[\[(](?P<time>{_TIME})[\])])?{_WHAT}"
)
_IN_BOLD_WITH_TIME = re.compile(rf"^{_WHO}(?<=\S)\*\*\s+[\[(](?P<time>{_TIME})[\])]:?{_WHAT}")
_BEFORE_TIME_ALONE = re.compile(rf"^{_WHO}\s+[\[(]?(?P<time>{_TIME})[\])]?:?$")
# A label that occurs once may be a word before a colon; interviews come back to their speakers.
_TIMES_A_LABEL_RETURNS = 2
_LETTERS_OF_A_SHORT_LABEL = 3
# A window takes a minute to wrap a book without a paragraph; a turn of this length is read in a quarter of an hour.
_LONGEST_TURN = 20_000
_SENTENCE_END = re.compile(r"[.?!…。？！]['\"”’»)]*(?:\s+|(?<=[。？！]))")


def read_text(file: TranscriptFile) -> ReadTranscript:
    """Read a text file; see `turns_of`."""
    return ReadTranscript(turns_of(file.text), "Text")


def read_docx(file: TranscriptFile) -> ReadTranscript:
    """Read a Word file; in a table each row is a line, its first cell the label. See `turns_of`."""
    return ReadTranscript(turns_of(normalise(_docx_text(file))), "Word")


def turns_of(text: str) -> list[SpokenTurn]:
    """Split normalised text into turns.

    A turn of more than 20,000 characters becomes several of the same speaker,
    cut behind sentences; a blank at a cut goes, as it does between turns.
    """
    lines = [line.strip() for line in text.split("\n")]
    labels = [_label_at(line) for line in lines]
    seen = Counter(label.speaker for label in labels if label)
    turns: list[SpokenTurn] = []
    labelled = False
    for line, label in zip(lines, labels, strict=True):
        if label and (label.is_sure or seen[label.speaker] >= _TIMES_A_LABEL_RETURNS):
            labelled = True
            turns.append(SpokenTurn(label.speaker, label.text, label.start_ms))
        elif line and labelled:
            last = turns[-1]
            turns[-1] = SpokenTurn(last.speaker, f"{last.text} {line}".strip(), last.start_ms)
        elif line:
            turns.append(SpokenTurn("", line))
    return [part for turn in turns if turn.text for part in _parts(turn)]


def _parts(turn: SpokenTurn) -> Iterator[SpokenTurn]:
    start_ms, rest = turn.start_ms, turn.text
    while len(rest) > _LONGEST_TURN:
        cut = _cut_in(rest[:_LONGEST_TURN])
        yield SpokenTurn(turn.speaker, rest[:cut].rstrip(), start_ms)
        start_ms, rest = None, rest[cut:].lstrip()
    if rest:
        yield SpokenTurn(turn.speaker, rest, start_ms)


def _cut_in(text: str) -> int:
    """Where to cut: behind the last sentence, else behind the last word, else at the end."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return ends[-1] if ends else text.rfind(" ") + 1 or len(text)


@dataclass(frozen=True, slots=True)
class _Label:
    """What a line begins with that may be a speaker's label; a sure one needn't return."""

    speaker: str
    text: str
    start_ms: int | None
    is_sure: bool


def _label_at(line: str) -> _Label | None:
    for form in (_WITH_COLON, _IN_BOLD_WITH_TIME, _BEFORE_TIME_ALONE):
        if match := form.match(line):
            parts = match.groupdict()
            short = len(match["label"]) <= _LETTERS_OF_A_SHORT_LABEL
            time = _milliseconds(parts["time"] or parts.get("before"))
            return _Label(match["label"], parts.get("text") or "", time, short and form is not _BEFORE_TIME_ALONE)
    return None


def _milliseconds(time: str | None) -> int | None:
    if time is None:
        return None
    seconds = 0.0
    for part in time.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)


def _docx_text(file: TranscriptFile) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return "\n".join(_docx_lines(docx.Document(io.BytesIO(file.content))))
    # lxml's error for broken XML is a SyntaxError; zlib's and a cut archive's have classes of their own.
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, KeyError, ValueError) as error:
        raise file.damaged("a Word document", "Open it in Word and save it again.") from error


def _docx_lines(document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
            continue
        for row in block.rows:
            # A merged cell comes once for each column that it spans.
            texts = list(dict.fromkeys(cell.text.strip() for cell in row.cells))
            label, *others = [" ".join(text.split()) for text in texts if text] or [""]
            yield f"{label.removesuffix(':')}: {' '.join(others)}" if others else label
