"""On which page each heading of a report comes to stand, so that its contents can say so at once.

Word works page numbers out when a document is printed or its fields are updated, not when it is
opened, and asks a worrying question where a file demands it. So the contents are written with
numbers worked out here. That is arithmetic: each style's lines have an exact height, and the
widths of the letters are known (see `docx_styles`, `type_widths`). Where another typeface steps
in, a number may be off by one until Word updates it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from interviewcoder.reports import type_widths
from interviewcoder.reports.docx_styles import (
    CELL_BOTTOM,
    CELL_RIGHT,
    CELL_TOP,
    IDENTIFIER,
    IDENTIFIER_SIZE,
    LOOKS,
    PAGE_HEIGHT,
    SANS,
    TEXT_WIDTH_TWIPS,
    ParagraphLook,
    style_id,
)

_LOOKS_BY_ID = {style_id(name): look for name, look in LOOKS.items()}
_TWIPS_PER_POINT = 20
_RULE = 0.5
"""Points: a table's hairline, which every row adds to its height."""
_PIECE = re.compile(r"\S*?[-\u2010\u2013\u2014]+(?=\S)|\S+|\n|[^\S\n]+")
"""What a line can't be broken inside of: a word, or its part up to a hyphen or dash."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or a row of a table, as pages see it; heights in points."""

    pieces: tuple[float, ...]
    before: float = 0
    after: float = 0
    keep_with_next: bool = False
    new_page: bool = False
    rule_below: float = 0
    """A table's last line, which may hang over the end of a page."""
    head: float = 0
    """What is repeated above the block where it opens a page."""
    bookmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """The page of each bookmark, counted from 1, and how many pages there are."""

    of: Mapping[str, int]
    count: int


def paginate(document: Document) -> Pages:
    """Work out the pages of a document in the styles of `docx_styles`."""
    places: dict[str, int] = {}
    page, used, gap = 1, 0.0, 0.0
    for chain in _chains(list(_blocks(document))):
        if used and (chain[0].new_page or used + _needed(chain, gap) > PAGE_HEIGHT):
            page, used, gap = page + 1, chain[0].head, 0.0
        for block in chain:
            # Of two neighbours' spaces the larger one counts, and at the top of a page
            # none does, unless the break was asked for.
            used += max(block.before - gap, 0) if used or block.new_page else 0
            for number, piece in enumerate(block.pieces):
                if used and used + piece > PAGE_HEIGHT:
                    page, used = page + 1, block.head
                if number == 0:
                    places.update(dict.fromkeys(block.bookmarks, page))
                used += piece
            used, gap = used + block.rule_below + block.after, block.after
    return Pages(places, page)


def _needed(chain: Sequence[_Block], gap: float) -> float:
    """What must fit under what is there: the chain up to the first piece of its last block."""
    needed = 0.0
    for block in chain:
        needed += max(block.before - gap, 0) + sum(block.pieces) + block.rule_below + block.after
        gap = block.after
    last = chain[-1]
    return needed - sum(last.pieces[1:]) - last.rule_below - last.after


def _chains(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Group the blocks that must share a page with what follows them."""
    chain: list[_Block] = []
    for block in blocks:
        chain.append(block)
        if not block.keep_with_next:
            yield chain
            chain = []
    if chain:
        yield chain


def _blocks(document: Document) -> Iterator[_Block]:
    for content in document.iter_inner_content():
        if isinstance(content, Paragraph):
            yield _paragraph_block(content)
        else:
            yield from _table_blocks(content)


def _paragraph_block(paragraph: Paragraph) -> _Block:
    look = _look(paragraph)
    lines = _lines(paragraph, TEXT_WIDTH_TWIPS / _TWIPS_PER_POINT)
    shape = paragraph.paragraph_format
    kept_together = look.keep_together if shape.keep_together is None else shape.keep_together
    return _Block(
        pieces=(look.line * lines,) if kept_together else _splittable(lines, look.line),
        before=look.before if shape.space_before is None else shape.space_before.pt,
        after=look.after,
        keep_with_next=look.keep_with_next,
        new_page=bool(shape.page_break_before),
        bookmarks=tuple(mark.get(qn("w:name"), "") for mark in paragraph._p.findall(qn("w:bookmarkStart"))),
    )


def _splittable(lines: int, line: float) -> tuple[float, ...]:
    """Give the pieces of a paragraph that may break between lines, never leaving one line alone."""
    if lines < 4:
        return (lines * line,)
    return (2 * line, *(line for _ in range(lines - 4)), 2 * line)


def _table_blocks(table: Table) -> Iterator[_Block]:
    head = 0.0
    rows = list(table.rows)
    for row in rows:
        height = _row_height(row)
        first = row.cells[0].paragraphs[0]
        keep = first.paragraph_format.keep_with_next
        yield _Block(
            pieces=(height,),
            keep_with_next=_look(first).keep_with_next if keep is None else keep,
            rule_below=_RULE if row is rows[-1] else 0,
            head=head,
        )
        if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None:
            head += height


def _row_height(row: _Row) -> float:
    heights = []
    for cell in row.cells:
        width = (cell.width or 0) / 12700 - CELL_RIGHT
        heights.append(sum(_look(paragraph).line * _lines(paragraph, width) for paragraph in cell.paragraphs))
    return max(heights) + CELL_TOP + CELL_BOTTOM + _RULE


def _look(paragraph: Paragraph) -> ParagraphLook:
    # By the key in the XML: python-docx searches all styles at each question.
    return _LOOKS_BY_ID[paragraph._p.style or "Normal"]


def _lines(paragraph: Paragraph, width: float) -> int:
    """Count the lines that a paragraph fills in a column of this width, in points."""
    look = _look(paragraph)
    left = paragraph.paragraph_format.left_indent
    room = width - (look.left if left is None else left.pt) - look.right
    lines, used = 1, 0.0
    for piece, piece_width in _pieces(paragraph, look):
        if piece == "\n":
            lines, used = lines + 1, 0.0
        elif piece.isspace():
            used += piece_width
        elif used and used + piece_width > room:
            lines, used = lines + 1 + int(piece_width // room), piece_width % room
        else:
            lines, used = lines + int((used + piece_width) // room), (used + piece_width) % room
    return lines


def _pieces(paragraph: Paragraph, look: ParagraphLook) -> Iterator[tuple[str, float]]:
    """Cut a paragraph where a line may break; a word that goes over from one run to the next stays one."""
    text = ""
    widths: list[float] = []
    for run in _runs(paragraph):
        sans, size = look.font == SANS, look.size
        if run._r.style == style_id(IDENTIFIER):
            sans, size = True, IDENTIFIER_SIZE
        bold = look.bold if run.bold is None else run.bold
        face = (type_widths.SANS_BOLD if bold else type_widths.SANS) if sans else type_widths.SERIF
        face = type_widths.SERIF_ITALIC if look.italic else face
        text += run.text
        widths += [type_widths.width(character, face, size) for character in run.text]
    for match in _PIECE.finditer(text):
        yield match.group(), sum(widths[match.start() : match.end()])


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    for content in paragraph.iter_inner_content():
        if isinstance(content, Run):
            yield content
        else:
            yield from content.runs
