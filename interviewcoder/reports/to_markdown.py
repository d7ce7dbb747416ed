"""A laid-out report in Markdown (CommonMark, with GitHub's tables): what a person wrote is never taken for markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from interviewcoder.reports.blocks import Cell, Contents, Layout, Paragraph, Table
from interviewcoder.reports.codebook_fields import COUNT_HEADS
from interviewcoder.reports.xml_text import printable

_HEADINGS = {
    "Title": "#",
    "Heading 1": "##",
    "Heading 2": "###",
    "Heading 3": "####",
    "TOC Heading": "##",
    "Table Title": "#",
}
_QUOTES = {"Quote", "Coded Passage"}
_QUIET = {"Offered Note", "Table Caption", "Passage Memo", "Passage Facts", "Note", "Table Note"}
# CommonMark 2.4: a backslash before one of these makes it itself. What is markup only where a line begins comes after.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
_AT_START = re.compile(r"^(\s*)([-+=#])")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])")
_AT_END = re.compile(r"#+$")
# Spaces that a reader of Markdown would drop: around a line, beyond the first of several, and tabs.
_SPACES = re.compile(r"^[ \t]+|[ \t]+$|(?<= )[ \t]+|\t")


def write(layout: Layout, file: BinaryIO, on_step: Callable[[int], object] = lambda steps: None) -> None:
    """Write a report as Markdown in UTF-8; `on_step` hears how many blocks and rows are done, and may raise to stop."""
    for steps, piece in enumerate(_pieces(layout), 1):
        file.write(piece.encode("utf-8"))
        on_step(steps)


def escaped(text: str, newline: str = "\\\n") -> str:
    """Text as Markdown that reads back as it was: markup escaped, spaces and line breaks kept.

    `newline` is what stands for a line break: a backslash at the end of a
    line, or "<br>" in a table.
    """
    # A line that is only a backslash is a line break too: no empty line ends the paragraph.
    return newline.join(map(_escaped_line, printable(text).replace("\r", "\n").split("\n")))


def _escaped_line(line: str) -> str:
    marked = _MARKUP.sub(r"\\\1", line)
    marked = _NUMBER.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", marked))
    marked = _AT_END.sub(lambda found: found[0].replace("#", "\\#"), marked)
    return _SPACES.sub(lambda found: "".join("&#9;" if each == "\t" else "&#32;" for each in found[0]), marked)


def _pieces(layout: Layout) -> Iterator[str]:
    for block in layout.blocks:
        if isinstance(block, Table):
            yield from _table(block)
        elif isinstance(block, Paragraph):
            yield _paragraph(block)
        elif isinstance(block, Contents):
            # Whatever shows Markdown makes contents of its headings.
            continue


def _paragraph(paragraph: Paragraph) -> str:
    if heading := _HEADINGS.get(paragraph.style):
        if paragraph.style == "TOC Heading":
            return ""
        return f"{heading} {escaped(' '.join(_plain(paragraph).split()))}\n\n"
    said = escaped(_plain(paragraph))
    if paragraph.style in _QUOTES:
        return "".join(f"> {line}\n" for line in said.split("\n")) + "\n"
    if paragraph.style == "Quotes Label":
        return f"**{said}**\n\n"
    return f"*{said}*\n\n" if paragraph.style in _QUIET and said.strip() else f"{said}\n\n"


def _plain(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs)


def _table(table: Table) -> Iterator[str]:
    if table.look == "fields":
        for label, *fields in table.rows:
            said = " ".join(escaped(_plain(each), "\\\n  ") for cell in fields for each in cell.paragraphs)
            yield f"- **{escaped(_plain(label.paragraphs[0]))}:** {said}\n"
        yield "\n"
        return
    yield _row([escaped(name) for name in table.head])
    yield _row(["---:" if name in COUNT_HEADS else "---" for name in table.head])
    for row in table.rows:
        yield _row([_cell(cell) for cell in row])
    yield "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(cell: Cell) -> str:
    indent = "&emsp;" * cell.depth
    said = []
    for paragraph in cell.paragraphs:
        words = escaped(_plain(paragraph), "<br>")
        strong = any(run.role == "strong" for run in paragraph.runs)
        said.append(f"**{words}**" if strong and words.strip() else words)
    return indent + "<br>".join(said)
