"""Read the text of a PDF: its lines in the order of the file, without page numbers and line numbers."""

from __future__ import annotations

import io
import logging
import re
import struct
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_plain_transcript import read_lines, turns_of
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

_MOST_PAGES = 3_000
# An interview of three hours has some 200,000 characters; drawn to be slow, a page of any PDF can hold a reader up.
_MOST_CHARACTERS = 20_000_000
_MOST_SECONDS = 60.0
_PAGE_NUMBER = re.compile(
    r"^(?:page |p\. ?|seite |– |- )?(?P<number>\d{1,4})(?: ?(?:/|of|von|de) ?\d{1,4})?(?: [–-])?$", re.IGNORECASE
)
_SHARE_OF_PAGES = 0.6
_FEWEST_PAGES = 3
_SENTENCE_END = re.compile(r"[.?!…:]['\"”’»)]*$")
_SHARE_OF_A_FULL_LINE = 0.8

_log = logging.getLogger("pypdf")
# What the library has to say of a broken file is nothing for a terminal, and may quote the file.
_log.addHandler(logging.NullHandler())
_log.propagate = False


def read_pdf(file: TranscriptFile) -> ReadTranscript:
    """Read the text; see `read_plain_transcript.read_lines`.

    Raises:
        ImportFailed: it is encrypted, a scan, damaged, or far larger than it seems.
    """
    pages = [_lines(page) for page in _pages(file)]
    if not any(any(lines) for lines in pages):
        raise ImportFailed(
            f"“{file.name}” holds no text that could be read: it is a scan, or empty.",
            "Have a scan's text recognised by a program for that, and add what it makes. Nothing was added.",
        )
    pages, notes = _without_frames(pages)
    lines = _joined([line for page in pages for line in page])
    text = "\n".join(lines)
    if lines and not any(turn.speaker for turn in turns_of(text)):
        text = "\n".join(_paragraphs(lines))
    return read_lines(text, "PDF", "PDF").with_notes(*notes)


def _pages(file: TranscriptFile) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    locked = ImportFailed(
        f"“{file.name}” is protected by a password.",
        "Open it with its password, print it into a new PDF or copy its text, and add that. Nothing was added.",
    )
    watch = _Watch(file)
    try:
        reader = PdfReader(io.BytesIO(file.content), strict=False)
        # Many a PDF may be read by anyone but not printed: its password for reading is empty.
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        if len(reader.pages) > _MOST_PAGES:
            raise watch.too_large()
        for page in reader.pages:
            text = page.extract_text(visitor_text=watch)
            yield text
    except (DependencyError, FileNotDecryptedError) as error:
        raise locked from error
    except (LimitReachedError, MemoryError) as error:
        raise watch.too_large() from error
    except ImportFailed:
        raise
    # A broken file brings out whatever the library did not foresee: indexes, keys, types, recursion.
    except (
        PyPdfError,
        ArithmeticError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        AssertionError,
        EOFError,
        OSError,
        RuntimeError,
        struct.error,
        zlib.error,
    ) as error:
        raise file.damaged("a PDF", "Open it and print it into a new PDF.") from error


class _Watch:
    """Stops the reading of a PDF that goes on and on."""

    def __init__(self, file: TranscriptFile, now: Callable[[], float] = time.monotonic) -> None:
        self._file, self._now = file, now
        self._until = now() + _MOST_SECONDS
        self._characters = 0

    def __call__(self, text: str, *_: object) -> None:
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS or self._now() > self._until:
            raise self.too_large()

    def too_large(self) -> ImportFailed:
        """Return the error to raise."""
        return ImportFailed(
            f"“{self._file.name}” unpacks to far more than a transcript.",
            "Check that it is the right file. Nothing was added.",
        )


def _lines(page: str) -> list[str]:
    # Some programs draw a tab for every blank.
    lines = (" ".join(line.replace("\xad", "").split()) for line in page.split("\n"))
    return [line for line in lines if line]


# What stands around the text of a page


def _without_frames(pages: Sequence[list[str]]) -> tuple[list[list[str]], list[str]]:
    notes = []
    numbered = [_without_line_numbers(page) for page in pages]
    if any(len(after) < len(before) for after, before in zip(numbered, pages, strict=True)):
        notes.append("line numbers left out")
    bare, found = numbered, set()
    # A number may stand beyond a header, or a header beyond a number.
    for place in (0, -1, 0, -1):
        for note, strip in (("page numbers", _without_page_numbers), ("headers and footers", _without_repeated)):
            stripped = strip(bare, place)
            found |= {note} if any(len(a) < len(b) for a, b in zip(stripped, bare, strict=True)) else set()
            bare = stripped
    return bare, [*notes, *(f"{note} left out" for note in sorted(found, reverse=True))]


def _without_line_numbers(page: list[str]) -> list[str]:
    """Numbers that count lines come out of a PDF as a block of their own, above or below the page's text."""
    start, end = 0, len(page)
    while end and page[end - 1].isdecimal():
        end -= 1
    while start < end and page[start].isdecimal():
        start += 1
    for block in (page[:start], page[end:]):
        if any(int(after) != int(before) + 1 for before, after in pairwise(block)):
            return page
    # A single number is the page's.
    return page[start if start > 1 else 0 : end if len(page) - end > 1 else len(page)]


def _without_page_numbers(pages: Sequence[list[str]], place: int) -> list[list[str]]:
    """The pages without a first or last line that counts them."""
    lines = [_PAGE_NUMBER.match(page[place]) if page else None for page in pages]
    counted = [int(line["number"]) - number if line else None for number, line in enumerate(lines)]
    first, count = Counter(each for each in counted if each is not None).most_common(1)[0] if any(lines) else (0, 0)
    if not count or count < _SHARE_OF_PAGES * len(pages) or (len(pages) == 1 and first != 1):
        return list(pages)
    cut = slice(1, None) if place == 0 else slice(None, -1)
    return [page[cut] if own == first else page for page, own in zip(pages, counted, strict=True)]


def _without_repeated(pages: Sequence[list[str]], place: int) -> list[list[str]]:
    """The pages without a first or last line that most of them share, whatever number is in it."""
    edges = [re.sub(r"\d+", "#", page[place]) if page else "" for page in pages]
    edge, count = Counter(filter(None, edges)).most_common(1)[0] if any(edges) else ("", 0)
    if len(pages) < _FEWEST_PAGES or count < _SHARE_OF_PAGES * len(pages):
        return list(pages)
    # A label or a short answer may begin page after page, but stands within them too; a page isn't all header.
    if any(len(page) == 1 for page in pages) or any(
        re.sub(r"\d+", "#", line) == edge for page in pages for line in page[1:-1]
    ):
        return list(pages)
    cut = slice(1, None) if place == 0 else slice(None, -1)
    return [page[cut] if own == edge else page for page, own in zip(pages, edges, strict=True)]


# Lines to paragraphs


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines with words that a hyphen divides put together, where the whole word stands elsewhere in the text."""
    words = set(re.findall(r"\w+(?:-\w+)*", " ".join(lines).casefold()))
    joined: list[str] = []
    for line in lines:
        before = re.search(r"(\w+)-$", joined[-1]) if joined else None
        after = re.match(r"[^\W\d_]+", line)
        if before and after and after[0][0].islower():
            whole = (before[1] + after[0]).casefold()
            joined[-1] = joined[-1][:-1] if whole in words else joined[-1]
            # The word goes up; what follows it in the line stays a line of its own.
            joined[-1] += after[0] + line[after.end() :].split(" ", 1)[0]
            rest = line[after.end() :].split(" ", 1)[1:]
            joined += [rest[0]] if rest else []
        else:
            joined.append(line)
    return joined


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Without speakers: a paragraph ends with a sentence whose last line is not full."""
    full = sorted(map(len, lines))[len(lines) * 9 // 10] * _SHARE_OF_A_FULL_LINE
    paragraph = ""
    for line in lines:
        paragraph = f"{paragraph} {line}".strip()
        if _SENTENCE_END.search(line) and len(line) < full:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
