"""The agreement of coders as a document or a table, what must be said beside the figures, and where they differ."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_values import (
    Agreement,
    Coefficient,
    Disagreement,
    Figure,
    Measured,
    Settings,
)
from interviewcoder.analysis.agreement_words import NAMES, UNIT_NAMES, told, told_beside, told_interval
from interviewcoder.analysis.method_profile import method_of
from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.outgoing import is_withheld, span_in, worded
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.reports import docx_body, export_gate, sheet_file, to_html, whole_file
from interviewcoder.reports.blocks import Block, Cell, Layout, Paragraph, Sheet, Table, cell, paragraph
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.wording import count_of, day_in_words, withheld_note
from interviewcoder.sources.text import Span

KINDS: Mapping[str, FileKind] = {
    "docx": FileKind("Word document", ".docx", "agreement.docx", b"PK\x03\x04"),
    "html": FileKind("web page", ".html", "agreement.html", b"<!DOCTYPE html>"),
    "csv": FileKind("table (CSV)", ".csv", "agreement.csv"),
}
TITLE = "Agreement of coders"
MOST_PLACES = 1_000
"""So many disagreements are listed in a document; a table has all of them."""

_QUOTED = 240
_WIDTH = 12_960  # of a landscape page, in twentieths of a point
_FIGURE_COLUMNS = (("Of", 10), ("Name", 40))
_PLACE_COLUMNS = (
    ("Source", 24),
    ("Code", 40),
    ("Start", 9),
    ("End", 9),
    ("How they differ", 16),
)


@dataclass(frozen=True, slots=True)
class AgreementReceipt:
    """What was written: the file, how many disagreements it lists, and what is to be known of it."""

    path: Path
    places: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A disagreement as it is told: `passages` has a text for each coder, empty where they don't have the code."""

    source: str
    code: str
    span: Span
    kind: str
    passages: tuple[str, ...]
    spans: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class _Report:
    title: str
    found: Agreement
    coders: tuple[str, ...]
    rows: tuple[tuple[str, str, Measured], ...]
    beside: tuple[str, ...]
    places: tuple[_Place, ...]
    more: int


def write_agreement(
    project: Project,
    path: Path,
    coder_ids: Sequence[int],
    settings: Settings,
    terms: Terms = AS_USUAL,
    *,
    places: bool = True,
) -> AgreementReceipt:
    """Measure the agreement of coders and write it as the file's name says: `.docx`, `.html` or `.csv`.

    With `places` a document lists the disagreements as well; a table has
    them in the place of the figures.

    Raises:
        ExportFailed: the name has another ending, or can't be taken.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold; or as in `agreement.measure`.
        NotFound: a coder is gone.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = KINDS.get(path.suffix.casefold().removeprefix("."))
    if kind is None:
        raise ExportFailed(
            f"Agreement isn't written as “{path.suffix}”.", "Give the file a name in .docx, .html or .csv."
        )
    whole_file.refuse_places_of(project.path, path, kind)
    found = agreement.measure(project, coder_ids, settings)
    differing = agreement.disagreements(project, coder_ids, settings) if places else []
    beside = told_beside(found, method_of(project))
    ids = [source.source_id for source in found.sources]
    with export_gate.leaving(project, "agreement", terms, quotes=places, sources=ids) as gate:
        most = len(differing) if kind is KINDS["csv"] else MOST_PLACES
        report = _gather(gate.reading, found, beside, differing[:most], len(differing[most:]))
        withheld = sum(is_withheld(gate.reading, text) for place in report.places for text in place.passages)
        gate.holds(codes=len(found.codes), disagreements=len(report.places))
        gate.put(_content(report, kind, places=places), path, kind)
    notes = (withheld_note(withheld),) if withheld else ()
    return AgreementReceipt(path, len(report.places), (*notes, *gate.warnings))


def _gather(
    reading: Project, found: Agreement, beside: Sequence[str], differing: Sequence[Disagreement], more: int
) -> _Report:
    names = {id_: worded(reading, name) for id_, name in found.coders}
    rows = [("Overall", "", found.overall)]
    rows += [("Code", worded(reading, code.path), code.measured) for code in found.codes]
    rows += [("Source", worded(reading, source.name), source.measured) for source in found.sources]
    if len(found.pairs) > 1:
        rows += [("Pair", " and ".join(names[each] for each in pair.coder_ids), pair.measured) for pair in found.pairs]
    return _Report(
        reading.title,
        found,
        tuple(names.values()),
        tuple(rows),
        tuple(worded(reading, line) for line in beside),
        tuple(_places(reading, found, differing)),
        more,
    )


def _places(reading: Project, found: Agreement, differing: Sequence[Disagreement]) -> Iterator[_Place]:
    codes = {code.code_id: worded(reading, code.path) for code in found.codes}
    sources = {source.source_id: worded(reading, source.name) for source in found.sources}
    source_id, text = -1, ""
    for place in differing:
        if place.source_id != source_id:
            source_id = place.source_id
            text = reading.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
        spans = tuple(tuple(span_in(reading, source_id, span) for span in own) for own in place.spans)
        passages = tuple(" […] ".join(_shortened(span.text_in(text)) for span in own) for own in spans)
        whole = span_in(reading, source_id, place.span)
        yield _Place(sources[source_id], codes[place.code_id], whole, place.kind, passages, spans)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()} […]"


def _content(report: _Report, kind: FileKind, *, places: bool) -> bytes:
    written = BytesIO()
    if kind is KINDS["csv"]:
        sheet_file.write_csv(_sheet_of_places(report) if places else _sheet_of_figures(report), written)
    else:
        write = docx_body.write if kind is KINDS["docx"] else to_html.write
        write(_layout(report, places=places), written, lambda steps: None)
    return written.getvalue()


# As a table


def _sheet_of_figures(report: _Report) -> Sheet:
    shown = _shown(report)
    columns = [*_FIGURE_COLUMNS]
    for name in shown:
        columns += [(_with_unit(name), 14), (f"{_with_unit(name)}, from", 10), (f"{_with_unit(name)}, to", 10)]
    columns += [(UNIT_NAMES[report.found.settings.unit].capitalize(), 12), ("Coded by any", 12), ("Disagreements", 12)]
    rows: list[tuple[str | int, ...]] = [
        (
            kind,
            name,
            *(value for each in shown for value in _numbers(each, measured.figures[each])),
            measured.units,
            measured.coded,
            measured.disagreements,
        )
        for kind, name, measured in report.rows
    ]
    blank = ("",) * (len(columns) - 2)
    return Sheet(TITLE, tuple(columns), [*rows, *(("Note", line, *blank) for line in report.beside)])


def _with_unit(name: Coefficient) -> str:
    return f"{NAMES[name]} (%)" if name in ("percent", "overlap") else NAMES[name]


def _numbers(name: Coefficient, figure: Figure) -> tuple[str, str, str]:
    scale = 100 if name in ("percent", "overlap") else 1
    ends = (figure.interval.low, figure.interval.high) if figure.interval else (None, None)
    value, low, high = ("" if each is None else f"{each * scale:.6f}" for each in (figure.value, *ends))
    return value or told(name, figure), low, high


def _sheet_of_places(report: _Report) -> Sheet:
    columns = [*_PLACE_COLUMNS]
    for name in report.coders:
        columns += [(f"{name}: where", 20), (f"{name}: words", 60)]
    rows = []
    for place in report.places:
        cells: list[str | int] = [place.source, place.code, place.span.start, place.span.end, place.kind]
        for spans, words in zip(place.spans, place.passages, strict=True):
            # With a word between: two numbers and a dash look like one that is called.
            cells += ["; ".join(f"{span.start} to {span.end}" for span in spans), words]
        rows.append(tuple(cells))
    return Sheet("Disagreements", tuple(columns), rows)


# As a document


def _layout(report: _Report, *, places: bool) -> Layout:
    today = datetime.datetime.now().astimezone().date()
    steps = len(report.rows) + len(report.places) + len(report.beside)
    return Layout(report.title, TITLE, today, _blocks(report, today, places=places), steps, landscape=True)


def _blocks(report: _Report, today: datetime.date, *, places: bool) -> Iterator[Block]:
    yield paragraph("Title", TITLE)
    yield paragraph("Title Facts", report.title)
    yield paragraph(
        "Title Facts", f"{', '.join(report.coders)} · by {report.found.settings.unit} · {day_in_words(today)}"
    )
    yield paragraph("Heading 1", "Over all codes")
    yield _overall(report)
    for kind, heading in (("Code", "By code"), ("Source", "By source"), ("Pair", "By pair of coders")):
        rows = [(name, measured) for each, name, measured in report.rows if each == kind]
        if rows:
            yield paragraph("Heading 1", heading)
            yield _table(report, heading, kind, rows)
    yield paragraph("Heading 1", "What the figures depend on")
    for line in report.beside:
        yield paragraph("Normal", line)
    if places:
        yield from _listed(report)


def _shown(report: _Report) -> list[Coefficient]:
    """The coefficients that are told: overlap for segments alone, and for them nothing that chance comes into."""
    if report.found.settings.unit == "segment":
        return ["percent", "overlap"]
    return [name for name in NAMES if name != "overlap"]


def _overall(report: _Report) -> Table:
    figures = report.found.overall.figures
    rows = [
        (
            cell("Table Code", NAMES[name]),
            cell("Table Text", told(name, figures[name])),
            cell("Table Text", told_interval(name, figures[name])),
            cell("Table Text", figures[name].undefined or figures[name].no_interval),
        )
        for name in NAMES
        if name in figures
    ]
    head = ("Coefficient", "Value", "95 % interval", "")
    return Table("journal", "Agreement over all codes", head, (2600, 1600, 2200, _WIDTH - 6400), rows)


def _table(report: _Report, name: str, kind: str, rows: Sequence[tuple[str, Measured]]) -> Table:
    shown = _shown(report)
    each = 1500 if len(shown) > 2 else 2400
    widths = (_WIDTH - each * len(shown) - 1100, *[each] * len(shown), 1100)
    head = (kind, *(NAMES[coefficient] for coefficient in shown), "Places that differ")
    return Table("journal", name, head, widths, (_row(title, measured, shown) for title, measured in rows))


def _row(title: str, measured: Measured, shown: Sequence[Coefficient]) -> tuple[Cell, ...]:
    cells = [cell("Table Code", title)]
    for name in shown:
        figure = measured.figures[name]
        lines: tuple[Paragraph, ...] = (paragraph("Table Text", told(name, figure)),)
        if figure.interval is not None:
            lines = (*lines, paragraph("Table Note", told_interval(name, figure)))
        cells.append(Cell(lines))
    return (*cells, cell("Table Text", f"{measured.disagreements:,}"))


def _listed(report: _Report) -> Iterator[Block]:
    yield paragraph("Heading 1", "Disagreements")
    if not report.places:
        yield paragraph("Normal", "None: they agree in each place.")
        return
    if report.more:
        told_of = f"The first {len(report.places):,}; {report.more:,} more are in the table (CSV)."
        yield paragraph("Note", told_of)
    else:
        yield paragraph("Note", f"{count_of(len(report.places), 'place')}, in the order of the texts.")
    each = (_WIDTH - 4200) // len(report.coders)
    head = ("Source", "Code", *report.coders)
    yield Table("journal", "Disagreements", head, (1800, 2400, *[each] * len(report.coders)), _place_rows(report))


def _place_rows(report: _Report) -> Iterator[tuple[Cell, ...]]:
    for place in report.places:
        words = (cell("Table Text", text or "not coded", role="" if text else "who") for text in place.passages)
        yield (cell("Table Code", place.source), cell("Table Code", place.code), *words)
