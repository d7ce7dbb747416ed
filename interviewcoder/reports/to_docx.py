"""The codebook as a Word document."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Pt, Twips
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_file, docx_parts, docx_styles, export_gate, whole_file
from interviewcoder.reports.codebook import WHOLE, Codebook, CodebookEntry, Extent, codebook
from interviewcoder.reports.codebook_fields import (
    COUNT_HEADS,
    NO_CODES,
    OFFERED_NOTE,
    counting_note,
    counts,
    fields,
    opening_facts,
)
from interviewcoder.reports.docx_parts import add_field, add_text
from interviewcoder.reports.docx_styles import style_id
from interviewcoder.reports.pagination import paginate
from interviewcoder.reports.quotes import Quote
from interviewcoder.reports.wording import day_in_words, on_one_line
from interviewcoder.reports.xml_text import NOT_PRINTABLE, printable, unprintable

_FIELD_WIDTHS = (1560, 7800)
_OVERVIEW_WIDTHS = (2900, 3960, 1280, 1220)
_LONGEST_IN_HEADER = 80
# Code points, some ten lines: a longer quote may go over to the next page rather than leave a hole.
_LONGEST_ON_ONE_PAGE = 900


@dataclass(frozen=True, slots=True)
class CodebookReceipt:
    """What was written: the file, how many codes and quotes, how many of the quotes the tool chose.

    `warnings` are the codebook's own, and what happened to characters that Word can't hold.
    """

    path: Path
    codes: int
    quotes: int
    offered: int
    warnings: tuple[str, ...]


def write_codebook(project: Project, path: Path, extent: Extent = WHOLE, terms: Terms = AS_USUAL) -> CodebookReceipt:
    """Write a project's codebook as a Word document; one of that name is replaced.

    Raises:
        ExportFailed: the folder doesn't exist, or the name is a folder's, the project's, or of any file but a document.
        NotAllowed, ResidualIdentifiers: nobody answers for what the document would hold.
        StorageFailed: the disk is full, or the place can't be written.
    """
    whole_file.refuse_places_of(project.path, path, docx_file.CODEBOOK)
    with export_gate.leaving(project, "codebook", terms, quotes=True) as gate:
        book = codebook(gate.reading, extent)
        receipt = write(book, path, gate.put)
        gate.holds(codes=receipt.codes, quotes=receipt.quotes)
        gate.codebook_sha256 = book.version.sha256 if book.version else ""
    return replace(receipt, warnings=(*receipt.warnings, *gate.warnings))


def write(book: Codebook, path: Path, put: docx_file.Put) -> CodebookReceipt:
    """Write a codebook as a Word document; see `write_codebook`.

    The same codebook gives the same bytes. A character that no Word document
    can hold (a control character, half a surrogate pair) is printed as U+FFFD
    and counted in the receipt's warnings; every other one is printed as it is.
    """
    docx_file.save(compose(book), path, put)
    shown = [quote for entry in book.entries for quote in entry.shown]
    replaced = sum(unprintable(text) for text in _texts(book))
    warnings = list(book.warnings)
    if replaced:
        warnings.append(
            f"Characters that Word can't hold, each replaced by {NOT_PRINTABLE} in the document: {replaced}."
        )
    return CodebookReceipt(
        path=path,
        codes=len(book.entries),
        quotes=len(shown),
        offered=sum(not quote.marked for quote in shown),
        warnings=tuple(warnings),
    )


def compose(book: Codebook) -> Document:
    """Lay a codebook out: title page, contents, overview, then each code with its quotes."""
    document = docx.Document()
    docx_styles.dress(document)
    _describe_file(document, book)
    shown_count = _add_header_and_footer(document, book)
    _add_title_page(document, book)
    if not book.entries:
        _add(document, "Normal", NO_CODES).paragraph_format.page_break_before = True
        shown_count.text = "2"
        return document
    headings = [("Overview", 0), *((entry.name, entry.depth) for entry in book.entries)]
    shown_pages = _add_contents(document, headings)
    _add_overview(document, book)
    for number, entry in enumerate(book.entries, start=1):
        _add_code(document, entry, number, book.counted_as)
    pages = paginate(document)
    for number, run in enumerate(shown_pages):
        run.text = str(pages.of[_anchor(number)])
    shown_count.text = str(pages.count)
    return document


def _texts(book: Codebook) -> Iterator[str]:
    yield from (book.title, *book.coders)
    for entry in book.entries:
        yield from (text for _, text in fields(entry))
        yield from (entry.name, *(text for quote in entry.shown for text in (quote.text, quote.identifier)))


def _add(document: Document, style: str, text: str = "") -> Paragraph:
    paragraph = document.add_paragraph()
    return _fill(paragraph, style, text)


def _describe_file(document: Document, book: Codebook) -> None:
    """Say in the file's properties what it is, and nothing of this machine or its user."""
    facts = document.core_properties
    facts.title = printable(book.title)[:255]
    facts.subject = "Codebook"
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.language = docx_styles.LANGUAGE
    facts.created = facts.modified = datetime.datetime.combine(book.date, datetime.time())
    facts.revision = 1


def _add_header_and_footer(document: Document, book: Codebook) -> Run:
    """Add both, and give the place where the number of pages is shown."""
    section = document.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (header, footer):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(docx_styles.TEXT_WIDTH_TWIPS), WD_TAB_ALIGNMENT.RIGHT)
    add_text(header, f"{textwrap.shorten(book.title, _LONGEST_IN_HEADER, placeholder='…')}\tCodebook")
    add_text(footer, f"{day_in_words(book.date)}\tPage ")
    add_field(footer, "PAGE").text = "1"
    add_text(footer, " of ")
    return add_field(footer, "NUMPAGES")


def _add_title_page(document: Document, book: Codebook) -> None:
    _add(document, "Subtitle", "Codebook")
    _add(document, "Title", book.title)
    for fact in opening_facts(book):
        _add(document, "Title Facts", fact)


def _add_contents(document: Document, headings: Sequence[tuple[str, int]]) -> list[Run]:
    """Add the contents, filled in as Word would, and give the places where the page numbers go."""
    shown_pages = []
    _add(document, "TOC Heading", "Contents").paragraph_format.page_break_before = True
    for number, (name, depth) in enumerate(headings):
        paragraph = _add(document, f"toc {_level(depth)}")
        if number == 0:
            docx_parts.begin_field(paragraph, r'TOC \o "1-3" \h \z \u')
        start = len(paragraph._p)
        add_text(paragraph, f"{on_one_line(name)}\t")
        shown = add_field(paragraph, rf"PAGEREF {_anchor(number)} \h")
        shown.text = "00"  # as wide as the number will be
        shown_pages.append(shown)
        docx_parts.link_from(paragraph, start, _anchor(number))
        if number == len(headings) - 1:
            docx_parts.end_field(paragraph)
    return shown_pages


def _add_overview(document: Document, book: Codebook) -> None:
    entries = book.entries
    heading = _add(document, "Heading 1", "Overview")
    _open_page(heading)
    heading.paragraph_format.left_indent = Pt(0)
    docx_parts.bookmark(heading, 0, _anchor(0))
    for note in (counting_note(book), *book.notes, *book.warnings):
        _add(document, "Note", note)
    table = document.add_table(rows=len(entries) + 1, cols=4, style=docx_styles.OVERVIEW_TABLE)
    docx_parts.fix_widths(table, _OVERVIEW_WIDTHS)
    rows = list(table.rows)
    docx_parts.repeat_on_each_page(rows[0])
    for row in rows:
        docx_parts.keep_whole(row)
    for cell, text in zip(rows[0].cells, ("Code", "Definition", book.counted_as, "References"), strict=True):
        _fill(cell.paragraphs[0], "Count Head" if text in COUNT_HEADS else "Column Head", text)
    for row, entry in zip(rows[1:], entries, strict=True):
        cells = row.cells
        name = _fill(cells[0].paragraphs[0], "Table Code", entry.name)
        name.paragraph_format.left_indent = Pt(8 + 10 * min(entry.depth, 4))
        name.runs[0].bold = entry.depth == 0
        docx_parts.colour_edge(cells[0], entry.colour)
        _fill(cells[1].paragraphs[0], "Table Text", entry.brief or entry.definition)
        for cell, count in zip(cells[2:], counts(entry), strict=True):
            _fill(cell.paragraphs[0], "Table Count", count)


def _add_code(document: Document, entry: CodebookEntry, number: int, counted_as: str) -> None:
    heading = _add(document, f"Heading {_level(entry.depth)}", entry.name)
    if number == 1:
        _open_page(heading)
    docx_parts.colour_bar(heading, entry.colour)
    docx_parts.bookmark(heading, number, _anchor(number))
    if entry.depth:
        _add(document, "Code Path", entry.path)
    _add_fields(document, fields(entry, counted_as))
    if entry.quotes:
        _add(document, "Quotes Label", "Exemplar quotes" if len(entry.quotes) > 1 else "Exemplar quote")
    if entry.offered:
        _add(document, "Offered Note", OFFERED_NOTE)
    for quote in entry.quotes:
        _add_quote(document, quote)
    if entry.contrary:
        _add(document, "Quotes Label", "Contrary quotes" if len(entry.contrary) > 1 else "Contrary quote")
    for quote in entry.contrary:
        _add_quote(document, quote)


def _add_fields(document: Document, told: Sequence[tuple[str, str]]) -> None:
    table = document.add_table(rows=len(told), cols=2, style=docx_styles.FIELDS_TABLE)
    docx_parts.fix_widths(table, _FIELD_WIDTHS)
    for row, (label, text) in zip(table.rows, told, strict=True):
        docx_parts.keep_whole(row)
        label_cell, text_cell = row.cells
        _fill(label_cell.paragraphs[0], "Field Label", label)
        _fill(text_cell.paragraphs[0], "Field Text", text)
    # The table's rows stay together under their heading; what comes after may start a page.
    table.rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next = False


def _add_quote(document: Document, quote: Quote) -> None:
    """The passage stands alone in a run of its own style, so that it can be read back exactly."""
    paragraph = _add(document, "Quote")
    if len(quote.text) > _LONGEST_ON_ONE_PAGE:
        paragraph.paragraph_format.keep_together = False
    add_text(paragraph, "“")
    add_text(paragraph, quote.text, style=style_id(docx_styles.QUOTED_WORDS))
    add_text(paragraph, "” ")
    add_text(paragraph, quote.identifier, style=style_id(docx_styles.IDENTIFIER))


def _fill(paragraph: Paragraph, style: str, text: str) -> Paragraph:
    # By key: python-docx searches every style for a name, a thousand times over.
    paragraph._p.style = style_id(style)
    if text:
        add_text(paragraph, text)
    return paragraph


def _open_page(heading: Paragraph) -> None:
    heading.paragraph_format.page_break_before = True
    heading.paragraph_format.space_before = Pt(0)


def _level(depth: int) -> int:
    return min(depth, 2) + 1


def _anchor(number: int) -> str:
    """A bookmark's name as Word gives it to the headings that its contents list."""
    return f"_Toc{100000000 + number}"
