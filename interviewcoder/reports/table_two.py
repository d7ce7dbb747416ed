"""A journal's “Table 2”: themes, subthemes and codes, how far each reaches, a quote for it and one against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewcoder.reports.blocks import Block, Cell, Layout, Paragraph, Sheet, Table, cell, paragraph
from interviewcoder.reports.codebook import MIXED, PARTICIPANTS, SOURCES, Codebook, CodebookEntry, VersionMark
from interviewcoder.reports.codebook_fields import quote_cells, reach, version_words
from interviewcoder.reports.codebook_layout import quote_paragraph
from interviewcoder.reports.quotes import Quote

TITLE = "Table 2"
NO_PASSAGES = "No passage is coded yet."
_CAPTION = "Themes, subthemes and codes with exemplar quotes"
_WIDTH = 12960
_COUNTED = "n: {those} with at least one passage under the code; in brackets, references (coded passages)."
_THOSE = {PARTICIPANTS: "participants", SOURCES: "sources", MIXED: "participants, and sources tied to nobody,"}
_CONTRARY = "Contrary quotes are passages marked as negative cases."
_LETTERS = {"Theme": 24, "Subtheme": 24, "Code": 26, "Exemplar": 70, "Contrary": 60}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A code's row.

    `subtheme` is empty where the code stands right below its theme, `code` in
    a row of the theme's or subtheme's own.
    """

    theme: str
    subtheme: str
    code: str
    participants: int
    references: int
    exemplars: tuple[Quote, ...]
    contrary: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TableTwo:
    """The table. `counted`: with numbers, which reflexive thematic analysis leaves out (Braun & Clarke 2021)."""

    title: str
    book: Codebook
    rows: tuple[TableRow, ...]
    counted: bool
    notes: tuple[str, ...]

    @property
    def has_subthemes(self) -> bool:
        """Whether any code stands below a subtheme."""
        return any(row.subtheme for row in self.rows)

    @property
    def has_contrary(self) -> bool:
        """Whether any quote is a contrary one."""
        return any(row.contrary for row in self.rows)


def table_two(book: Codebook, *, counted: bool = True, longest: int | None = None) -> TableTwo:
    """Make the table of a codebook.

    A code has a row where passages are under it; how many have none is noted.
    `longest` is how long a quote should be, in code points: a marked one that
    is longer is shown whole all the same, and noted.
    """
    rows = [_row(entry) for entry in book.entries if entry.counts.references]
    unused = sum(not entry.counts.references and not entry.has_subcodes for entry in book.entries)
    notes = [*book.notes, *book.warnings]
    if unused:
        notes.append(f"Codes without a passage, left out: {unused}.")
    over = sum(len(quote.text) > longest for row in rows for quote in (*row.exemplars, *row.contrary)) if longest else 0
    if over:
        notes.append(f"Quotes longer than {longest} characters, shown whole: {over}.")
    return TableTwo(book.title, book, tuple(rows), counted, tuple(notes))


def _row(entry: CodebookEntry) -> TableRow:
    theme, *below = entry.names or tuple(entry.path.split(" > "))
    # A subtheme's own passages stand in its column, those of a code in the codes'.
    code = below.pop() if below and not entry.has_subcodes else ""
    return TableRow(
        theme=theme,
        subtheme=" > ".join(below),
        code=code,
        participants=entry.counts.participants,
        references=entry.counts.references,
        exemplars=entry.quotes,
        contrary=entry.contrary,
    )


def layout(table: TableTwo) -> Layout:
    """Lay the table out on a landscape page: three rules, names of themes where they begin."""
    steps = len(table.rows) + 1
    return Layout(table.title, TITLE, table.book.date, _blocks(table), steps, landscape=True)


def sheets(table: TableTwo) -> list[Sheet]:
    """The table as a workbook: every row with its theme, so that it can be sorted."""
    head = _head(table)
    most = max((len(row.exemplars) for row in table.rows), default=0)
    most_contrary = max((len(row.contrary) for row in table.rows), default=0)
    columns = [(name, _LETTERS[name]) for name in head[: 3 if table.has_subthemes else 2]]
    if table.counted:
        columns += [(table.book.counted_as, 12), ("References", 12)]
    for kind, often in (("Exemplar", most), ("Contrary", most_contrary)):
        for number in range(1, often + 1):
            columns += [(f"{kind} quote {number}", _LETTERS[kind]), (f"Who says {kind.casefold()} quote {number}", 24)]
    rows = (_sheet_row(table, row, most, most_contrary) for row in table.rows)
    told = [table.title, *_version(table.book.version), *_notes(table)]
    return [Sheet(TITLE, tuple(columns), rows), Sheet("About", ((TITLE, 120),), tuple((line,) for line in told))]


def _sheet_row(table: TableTwo, row: TableRow, most: int, most_contrary: int) -> tuple[str | int, ...]:
    numbers = (row.participants, row.references) if table.counted else ()
    quoted: list[str] = []
    for quotes, often in ((row.exemplars, most), (row.contrary, most_contrary)):
        quoted += [text for quote in quotes for text in quote_cells(quote)]
        quoted += [""] * 2 * (often - len(quotes))
    return (*_names(table, row), *numbers, *quoted)


def _names(table: TableTwo, row: TableRow) -> tuple[str, ...]:
    return (row.theme, row.subtheme, row.code) if table.has_subthemes else (row.theme, row.code)


def _blocks(table: TableTwo) -> Iterator[Block]:
    yield paragraph("Table Title", TITLE)
    yield paragraph("Table Caption", f"{_CAPTION}. {table.title}")
    if not table.rows:
        yield paragraph("Normal", NO_PASSAGES)
        return
    yield Table("journal", f"{TITLE}. {_CAPTION}", _head(table), _widths(table), _rows(table))
    for note in (*_notes(table), *_version(table.book.version)):
        yield paragraph("Table Note", note)


def _head(table: TableTwo) -> tuple[str, ...]:
    head = ["Theme", "Subtheme", "Code"] if table.has_subthemes else ["Theme", "Code"]
    head += [f"{table.book.counted_as} n (references n)"] * table.counted
    several = any(len(row.exemplars) > 1 for row in table.rows)
    head += ["Exemplar quotes" if several else "Exemplar quote"]
    return (*head, *["Contrary quote"] * table.has_contrary)


def _widths(table: TableTwo) -> tuple[int, ...]:
    widths = [1600, 1600, 1800] if table.has_subthemes else [2000, 2200]
    widths += [1400] * table.counted
    left = _WIDTH - sum(widths)
    if table.has_contrary:
        return (*widths, left - left * 2 // 5, left * 2 // 5)
    return (*widths, left)


def _rows(table: TableTwo) -> Iterator[tuple[Cell, ...]]:
    before: tuple[str, ...] = ("",)
    for row in table.rows:
        names = _names(table, row)
        # A name is said where it begins; the code in every row.
        said = [name if names[: place + 1] != before[: place + 1] else "" for place, name in enumerate(names[:-1])]
        before = names
        cells = [cell("Table Code", name, role="strong" if place == 0 else "") for place, name in enumerate(said)]
        cells.append(cell("Table Code", names[-1]))
        if table.counted:
            cells.append(cell("Table Text", f"{row.participants} ({row.references})"))
        cells.append(_quotes(row.exemplars))
        if table.has_contrary:
            cells.append(_quotes(row.contrary))
        yield tuple(cells)


def _quotes(quotes: Sequence[Quote]) -> Cell:
    shown: tuple[Paragraph, ...] = tuple(quote_paragraph(quote, {}, "Table Quote") for quote in quotes)
    return Cell(shown or (paragraph("Table Quote", ""),))


def _notes(table: TableTwo) -> list[str]:
    explained = [_COUNTED.format(those=_THOSE[table.book.counted_as])] if table.counted else []
    if table.has_contrary:
        explained.append(_CONTRARY)
    return [f"{reach(table.book)}. {' '.join(explained)}".strip(), *table.notes]


def _version(version: VersionMark | None) -> list[str]:
    return [f"Codebook: {version_words(version)}."] if version is not None else []
