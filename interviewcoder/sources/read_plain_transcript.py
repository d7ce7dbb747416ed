"""Read a typed transcript: speaker labels at the start of turns, in a text or Word file."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.text import normalise
from interviewcoder.sources.transcript import SpokenTurn

if TYPE_CHECKING:
    from docx.document import Document

SUFFIXES = frozenset({".txt", ".md", ".docx"})

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
# Among the characters of a text, how many may be none that a person writes.
_SHARE_OF_CONTROLS = 0.01


def read_plain_transcript(path: Path) -> list[SpokenTurn]:
    """Read the turns of a transcript.

    A line that begins with a label (`I:`, `P01:`, `**Ada** [0:12]`) begins a
    turn; the label may also stand on a line of its own. Lines without one go
    on with the turn. Without any label each paragraph is a turn of nobody's.
    In a Word table each row is a line, its first cell the label.

    Raises:
        ImportFailed: the file holds no text or can't be read.
    """
    try:
        text = _docx_text(path) if path.suffix.lower() == ".docx" else decode(path.read_bytes(), path.name)
    except OSError as error:
        raise ImportFailed(
            f"“{path.name}” can't be read: {error.strerror}.", "Check the file and try again."
        ) from error
    turns = turns_of(normalise(text))
    if not turns:
        raise ImportFailed(f"“{path.name}” holds no text.", "Nothing was added. Check that it is the right file.")
    return turns


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


def decode(content: bytes, name: str) -> str:
    """Decode a text file: by its byte-order mark, as UTF-8 or UTF-16, else as Windows-1252.

    Raises:
        ImportFailed: it is no text.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(unicodedata.category(c) == "Cc" and not c.isspace() for c in text) <= _SHARE_OF_CONTROLS * len(text):
            return text
    raise ImportFailed(f"“{name}” is not a text file.", "Choose a transcript as .txt, .md or .docx.")


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\0" not in content:
        # Windows-1252 leaves five bytes without a character; as Latin-1 they are control characters.
        return ("utf-8-sig", "cp1252", "latin-1")
    # UTF-16 without a mark: Western letters have a NUL behind or before each.
    if content[:200:2].count(0) < content[1:200:2].count(0):
        return ("utf-8-sig", "utf-16-le")
    return ("utf-8-sig", "utf-16-be")


def _docx_text(path: Path) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return "\n".join(_docx_lines(docx.Document(str(path))))
    # lxml's error for broken XML is a SyntaxError; zlib's and a cut archive's have classes of their own.
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, KeyError, ValueError) as error:
        raise ImportFailed(
            f"“{path.name}” is not a Word document, or is damaged.", "Open it in Word and save it again."
        ) from error


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
