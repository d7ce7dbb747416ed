"""The data handling statement as a Word document: a page to sum it up, then question by question."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Inches
from docx.table import Table, _Cell, _Row

from interviewcoder.privacy.statement import Line, Statement, Status, moment_words
from interviewcoder.reports import docx_styles
from interviewcoder.reports import statement_words as words
from interviewcoder.reports.docx_parts import add_field, add_text, element, fix_widths, keep_whole
from interviewcoder.reports.docx_styles import GREY, HAIRLINE, INK, SANS, ParagraphLook, style_id

_LOOKS = (
    ParagraphLook("Statement Title", SANS, 22, 28, after=10, bold=True),
    ParagraphLook("Verdict", SANS, 11, 16, before=10, after=10, bold=True),
    ParagraphLook("Group", SANS, 13, 18, before=18, after=6, bold=True, keep_with_next=True),
    ParagraphLook("Plain", SANS, 9.5, 13.5, after=4),
    ParagraphLook("Fact Label", SANS, 8.5, 13, bold=True, colour=GREY),
    ParagraphLook("Fact", SANS, 9, 13),
    ParagraphLook("Number", SANS, 11, 15, bold=True, colour=GREY),
    ParagraphLook("Question", SANS, 10.5, 15, after=3, bold=True, keep_with_next=True),
    ParagraphLook("Evidence", SANS, 9, 13, after=3),
    ParagraphLook("Small", SANS, 8, 11.5, after=2, colour=GREY),
    ParagraphLook("Chip", SANS, 8.5, 15, bold=True, flush_right=True),
    ParagraphLook("Chip Left", SANS, 8.5, 15, bold=True),
)
# Told apart in grey, too: dark, light, outlined, and outlined twice as thick.
_CHIPS: dict[Status, tuple[str, str, int]] = {
    "proved": ("1C5A3C", "FFFFFF", 0),
    "declared": ("D6E2F0", "1D3C61", 0),
    "not verifiable": ("FFFFFF", INK, 4),
    "failed": ("FFFFFF", "A3211B", 12),
}
_WIDTHS = (480, 7380, 1500)
_FACTS = (2100, 7260)
_LEGEND = (1700, 700, 6960)
_HALVES = (4680, 4680)


def compose(statement: Statement, title: str) -> Document:
    """Lay the statement out; the same statement gives the same document."""
    document = docx.Document()
    docx_styles.dress(document, _LOOKS)
    _describe(document, statement, title)
    _summary(document, statement)
    for group, lines in groupby(statement.lines, lambda line: line.question.group):
        _add(document, "Group", group)
        _questions(document, list(lines))
    _add(document, "Group", "What this statement can’t tell")
    for each in words.BEYOND:
        _add(document, "Plain", each)
    _signatures(document)
    return document


def _describe(document: Document, statement: Statement, title: str) -> None:
    about = document.core_properties
    about.title, about.subject, about.revision = f"{words.TITLE}: {title}"[:255], words.TITLE, 1
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = statement.made_at.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
    section = document.sections[0]
    section.different_first_page_header_footer = False
    section.top_margin = section.bottom_margin = Inches(0.9)
    footer = section.footer.paragraphs[0]
    footer._p.style = style_id("Footer")
    footer.paragraph_format.tab_stops.add_tab_stop(Inches(6.5), WD_TAB_ALIGNMENT.RIGHT)
    add_text(footer, f"{words.TITLE}, {moment_words(statement.made_at)}, answers {statement.sha256[:12]}\tPage ")
    add_field(footer, "PAGE").text = "1"


def _summary(document: Document, statement: Statement) -> None:
    _add(document, "Statement Title", words.TITLE)
    facts = _table(document, _FACTS)
    for name, value in words.facts(statement):
        cells = _row(facts).cells
        _fill(cells[0], "Fact Label", name)
        _fill(cells[1], "Fact", value)
    fix_widths(facts, _FACTS)
    _add(document, "Verdict", words.verdict(statement))
    _add(document, "Plain", words.INTRODUCTION)
    _add(document, "Group", "How to read it")
    legend = _table(document, _LEGEND)
    for status in words.ORDER:
        cells = _row(legend).cells
        _chip(cells[0], status, "Chip Left")
        _fill(cells[1], "Chip Left", str(statement.counts[status]))
        _fill(cells[2], "Fact", words.MEANINGS[status])
    fix_widths(legend, _LEGEND)


def _questions(document: Document, lines: Sequence[Line]) -> None:
    table = _table(document, _WIDTHS)
    for line in lines:
        row = _row(table)
        keep_whole(row)
        number, told, chip = row.cells
        _fill(number, "Number", str(line.n))
        _fill(told, "Question", line.question.text)
        for style, text in (
            ("Evidence", line.result),
            ("Evidence", line.declared_words),
            ("Small", f"Limits: {line.limits}" if line.limits else ""),
            ("Small", line.checked_by),
            ("Small", f"To find out for yourself: {line.question.check}"),
        ):
            if text:
                paragraph = told.add_paragraph()
                paragraph._p.style = style_id(style)
                add_text(paragraph, text)
        _chip(chip, line.status, "Chip")
    fix_widths(table, _WIDTHS)


def _signatures(document: Document) -> None:
    _add(document, "Group", "Signatures")
    table = _table(document, _HALVES)
    row = _row(table)
    keep_whole(row)
    for cell, who in zip(row.cells, ("Researcher", "For the board"), strict=True):
        _fill(cell, "Fact Label", who)
        for line in ("Name", "Date", "Signature"):
            paragraph = cell.add_paragraph()
            paragraph._p.style = style_id("Plain")
            add_text(paragraph, f"{line}: ")
    fix_widths(table, _HALVES)


def _table(document: Document, widths: Sequence[int]) -> Table:
    table: Table = document.add_table(0, len(widths))
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color=HAIRLINE))
    properties.append(borders)
    margins = element("tblCellMar")
    for side, twips in (("top", "70"), ("left", "0"), ("bottom", "70"), ("right", "160")):
        margins.append(element(side, w=twips, type="dxa"))
    properties.append(margins)
    return table


def _row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx has no types here
    return row


def _add(document: Document, style: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph._p.style = style_id(style)
    add_text(paragraph, text)


def _fill(cell: _Cell, style: str, text: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id(style)
    add_text(paragraph, text)


def _chip(cell: _Cell, status: Status, style: str) -> None:
    """Say a status in words, on a ground that tells it apart."""
    fill, ink, edge = _CHIPS[status]
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id(style)
    # Spaces that don't break: the ground reaches a little beyond the words.
    run = add_text(paragraph, f"\u00a0{words.STATUS_WORDS[status]}\u00a0".replace(" ", "\u00a0"))
    properties = run._r.get_or_add_rPr()
    properties.append(element("color", val=ink))
    if edge:
        properties.append(element("bdr", val="single", sz=str(edge), space="0", color=ink))
    properties.append(element("shd", val="clear", color="auto", fill=fill))
