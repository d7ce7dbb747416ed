"""Read a typed transcript: speaker labels at the start of turns, in a text or Word file."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.text import normalise
from interviewcoder.sources.transcript import SpokenTurn

SUFFIXES = frozenset({".txt", ".md", ".docx"})

# A label is short, has no sentence in it, and stands before a colon at the start of a line.
_LABEL = re.compile(r"^(?P<label>[^\W_][\w .’'()/-]{0,30}?)\s?:\s+(?P<text>\S.*)$")
# A label that occurs once may be a word before a colon; interviews come back to their speakers.
_TIMES_A_LABEL_RETURNS = 2
_NUL_SHARE_OF_UTF16 = 0.2


def read_plain_transcript(path: Path) -> list[SpokenTurn]:
    """Read the turns of a transcript.

    A line that begins with a label (`I:`, `P01:`, `Interviewer:`) begins a
    turn; lines without one go on with it. Without any label each paragraph is
    a turn of nobody's.

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
    """Split normalised text into turns."""
    lines = [line.strip() for line in text.split("\n")]
    seen = Counter(match["label"] for line in lines if (match := _LABEL.match(line)))
    labels = {label for label, count in seen.items() if count >= _TIMES_A_LABEL_RETURNS or len(label) <= 3}
    turns: list[SpokenTurn] = []
    for line in lines:
        match = _LABEL.match(line)
        if match and match["label"] in labels:
            turns.append(SpokenTurn(match["label"], match["text"].strip()))
        elif line and turns and labels:
            turns[-1] = SpokenTurn(turns[-1].speaker, f"{turns[-1].text} {line}")
        elif line:
            turns.append(SpokenTurn("", line))
    return turns


def decode(content: bytes, name: str) -> str:
    """Decode a text file: by its byte-order mark, as UTF-8, else as Windows-1252.

    Raises:
        ImportFailed: it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content and content.count(0) > _NUL_SHARE_OF_UTF16 * len(content):
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    elif b"\0" in content:
        raise ImportFailed(f"“{name}” is not a text file.", "Choose a transcript as .txt, .md or .docx.")
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _docx_text(path: Path) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ImportFailed(
            f"“{path.name}” is not a Word document, or is damaged.", "Open it in Word and save it again."
        ) from error
