"""A transcript file as its readers get it, and what they make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.text import normalise
from interviewcoder.sources.transcript import SpokenTurn

# Ten hours of speech with a time for every word are some 10 MB of JSON.
LARGEST_FILE = 64 * 1024 * 1024
# Among the characters of a text, how many may be none that a person writes.
_SHARE_OF_CONTROLS = 0.01
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SHARE_BEYOND_ASCII = 0.3
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """What a reader made of a file: turns without labels in their text, and what it was.

    `origin` names the program and the kind in words (“Zoom (VTT)”); `notes`
    tell a person what was understood or left out, each as a short clause
    (“footer left out”); `language` is a code such as “en”, empty when unknown.
    """

    turns: list[SpokenTurn]
    origin: str
    language: str = ""
    notes: tuple[str, ...] = ()

    def with_notes(self, *notes: str) -> ReadTranscript:
        """Return the same with more notes; empty ones are passed over."""
        return replace(self, notes=(*self.notes, *(note for note in notes if note)))


@dataclass(frozen=True)
class TranscriptFile:
    """A file's bytes, read once for all readers that look at it."""

    path: Path
    content: bytes

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    @property
    def suffix(self) -> str:
        """The ending in small letters, with its dot."""
        return self.path.suffix.lower()

    @cached_property
    def text(self) -> str:
        r"""The decoded text, with line ends `\n` and without a byte-order mark.

        Raises:
            ImportFailed: it is no text.
        """
        return normalise(decode(self.content, self.name))

    def damaged(self, kind: str, hint: str = "Save or export it again where it was made.") -> ImportFailed:
        """Return the error for a file that can't be read as what it claims to be: “is not a Word document, …”."""
        return ImportFailed(f"“{self.name}” is not {kind}, or is damaged.", f"{hint} Nothing was added.")


def open_file(path: Path) -> TranscriptFile:
    """Read a file of a size that a transcript can have.

    Raises:
        ImportFailed: it can't be read, or is larger than 64 MB.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ImportFailed(f"“{path.name}” can't be read: {reason}.", "Check the file and try again.") from error
    if len(content) > LARGEST_FILE:
        raise ImportFailed(
            f"“{path.name}” is larger than any transcript: more than {LARGEST_FILE // 1024**2} MB.",
            "Check that it is the right file. Nothing was added.",
        )
    return TranscriptFile(path, content)


def decode(content: bytes, name: str) -> str:
    """Decode a text file: by its byte-order mark, as UTF-8 or UTF-16, else as Windows-1252.

    Raises:
        ImportFailed: it is no text, or in an encoding of another script.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in ("cp1252", "latin-1") and _is_foreign(text):
            raise ImportFailed(
                f"“{name}” is written in an encoding that can't be told: it is neither UTF-8 nor Western.",
                "Open it in an editor that shows it rightly and save it as UTF-8, or as .docx. Nothing was added.",
            )
        if sum(1 for _ in _CONTROLS.finditer(text)) <= _SHARE_OF_CONTROLS * len(text):
            return text
    raise ImportFailed(
        f"“{name}” is not a text file, or not in an encoding that can be read.",
        "Choose a transcript, or save its text as UTF-8 or as .docx. Nothing was added.",
    )


def _is_foreign(text: str) -> bool:
    """Whether a text read as Western is another script: no Western language has accents on a third of its letters."""
    letters = sum(map(str.isalpha, text))
    signs = len(_BEYOND_ASCII.findall(text))
    return signs > _SHARE_BEYOND_ASCII * (letters + signs)


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
