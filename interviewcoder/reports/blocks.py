"""A report before it is a file of any kind: headings, paragraphs and tables, one after the other.

What a document says is laid out once, as blocks; a writer for each kind of
file turns them into its language, a block at a time, so that a long report
is never in memory as a whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["", "words", "who", "strong"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of a paragraph. `role`: a quote's own words, who says them, strong, or nothing of the kind."""

    text: str
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one of the styles of `docx_styles.LOOKS`.

    A line break in its text stays one. `colour` ("#rrggbb") stands beside it;
    `anchor` is a name that contents lead to; `clip` a sound to play with it,
    as a data: address.
    """

    style: str
    runs: tuple[Run, ...]
    colour: str = ""
    anchor: str = ""
    new_page: bool = False
    clip: str = ""
    clip_name: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `depth` sets it in, `colour` stands at its edge."""

    paragraphs: tuple[Paragraph, ...]
    depth: int = 0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `look` is "fields" (labels at the left), "overview" (a head above) or "journal" (three rules).

    `widths` are in twentieths of a point and fill the text's width. `head` is
    empty where there is none. `name` is what a screen reader calls it.
    """

    look: Literal["fields", "overview", "journal"]
    name: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Iterable[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of headings: text, level (1 to 3), anchor."""

    lines: tuple[tuple[str, int, str], ...]


Block = Paragraph | Table | Contents


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report as the sheet of a workbook: columns with their widths in letters, then rows of text and numbers."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole report. `steps` is about how many blocks and rows it has, so that its writing can be told."""

    title: str
    subject: str
    day: datetime.date
    blocks: Iterable[Block]
    steps: int
    landscape: bool = False


def paragraph(style: str, text: str, role: Role = "", **more: object) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph(style, (Run(text, role),) if text else (), **more)  # type: ignore[arg-type]  # its own fields


def cell(style: str, text: str, *, role: Role = "", depth: int = 0, colour: str = "") -> Cell:
    """A cell of one paragraph."""
    return Cell((paragraph(style, text, role),), depth, colour)
