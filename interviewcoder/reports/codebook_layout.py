"""The codebook laid out to be read: what it is, its contents, an overview, then each code with its quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from interviewcoder.reports.blocks import Block, Cell, Contents, Layout, Paragraph, Role, Run, Table, cell, paragraph
from interviewcoder.reports.codebook import Codebook, CodebookEntry
from interviewcoder.reports.codebook_fields import NO_CODES, OFFERED_NOTE, counting_note, counts, fields, opening_facts
from interviewcoder.reports.quotes import Quote
from interviewcoder.reports.wording import on_one_line

FIELD_WIDTHS = (1560, 7800)
OVERVIEW_WIDTHS = (2900, 3960, 1280, 1220)


def layout(book: Codebook, clips: Mapping[int, str] | None = None) -> Layout:
    """Lay a codebook out; `clips` are sounds of quotes as data: addresses, by the coding's id."""
    return Layout(book.title, "Codebook", book.date, _blocks(book, clips or {}), 8 * len(book.entries) + 1)


def quote_paragraph(quote: Quote, clips: Mapping[int, str], style: str = "Quote") -> Paragraph:
    """A quote with who says it; its own words are a run by themselves."""
    clip = clips.get(quote.segment_id, "")
    name = f"Recording of the quote {quote.identifier}" if clip else ""
    return Paragraph(
        style, (Run("“"), Run(quote.text, "words"), Run("” "), Run(quote.identifier, "who")), clip=clip, clip_name=name
    )


def _blocks(book: Codebook, clips: Mapping[int, str]) -> Iterator[Block]:
    yield paragraph("Subtitle", "Codebook")
    yield paragraph("Title", book.title)
    for fact in opening_facts(book):
        yield paragraph("Title Facts", fact)
    if not book.entries:
        yield paragraph("Normal", NO_CODES, new_page=True)
        return
    yield paragraph("TOC Heading", "Contents", new_page=True)
    lines = [(on_one_line(entry.name), level_of(entry), f"code-{n}") for n, entry in enumerate(book.entries, 1)]
    yield Contents((("Overview", 1, "overview"), *lines))
    yield paragraph("Heading 1", "Overview", anchor="overview", new_page=True)
    yield paragraph("Note", counting_note(book))
    for note in (*book.notes, *book.warnings):
        yield paragraph("Note", note)
    rows = (_overview_row(entry) for entry in book.entries)
    yield Table(
        "overview",
        "Overview of the codes",
        ("Code", "Definition", book.counted_as, "References"),
        OVERVIEW_WIDTHS,
        rows,
    )
    for number, entry in enumerate(book.entries, 1):
        yield from _code(entry, number, clips, book.counted_as)


def level_of(entry: CodebookEntry) -> int:
    """The level of a code's heading: deeper codes share the third."""
    return min(entry.depth, 2) + 1


def _overview_row(entry: CodebookEntry) -> tuple[Cell, ...]:
    role: Role = "strong" if entry.depth == 0 else ""
    return (
        cell("Table Code", entry.name, role=role, depth=min(entry.depth, 4), colour=entry.colour),
        cell("Table Text", entry.brief or entry.definition),
        *(cell("Table Count", count) for count in counts(entry)),
    )


def _code(entry: CodebookEntry, number: int, clips: Mapping[int, str], counted_as: str) -> Iterator[Block]:
    heading = Run(entry.name)
    yield Paragraph(
        f"Heading {level_of(entry)}", (heading,), colour=entry.colour, anchor=f"code-{number}", new_page=number == 1
    )
    if entry.depth:
        yield paragraph("Code Path", entry.path)
    rows = ((cell("Field Label", label), cell("Field Text", text)) for label, text in fields(entry, counted_as))
    yield Table("fields", f"About {on_one_line(entry.name)}", (), FIELD_WIDTHS, rows)
    if entry.quotes:
        yield paragraph("Quotes Label", "Exemplar quotes" if len(entry.quotes) > 1 else "Exemplar quote")
    if entry.offered:
        yield paragraph("Offered Note", OFFERED_NOTE)
    for quote in entry.quotes:
        yield quote_paragraph(quote, clips)
    if entry.contrary:
        yield paragraph("Quotes Label", "Contrary quotes" if len(entry.contrary) > 1 else "Contrary quote")
    for quote in entry.contrary:
        yield quote_paragraph(quote, clips)
