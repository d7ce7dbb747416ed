"""The team report as a document or a table: who coded what and when, what drifts, how the codebook changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.outgoing import worded
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import CoderView, Project
from interviewcoder.reports import docx_body, export_gate, sheet_file, to_html, whole_file
from interviewcoder.reports.blocks import Block, Cell, Layout, Sheet, Table, cell, paragraph
from interviewcoder.reports.team_words import KIND_NAMES, ROLES, told_gaps, told_share, told_trend, told_value
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.wording import count_of, day_in_words, short_day
from interviewcoder.review import codebook_history, team_report
from interviewcoder.review.codebook_history import KINDS as CHANGES
from interviewcoder.review.codebook_history import CodebookWeek, VersionChange
from interviewcoder.review.team_coding import day_of
from interviewcoder.review.team_report import CoderReport, TeamReport

KINDS: Mapping[str, FileKind] = {
    "docx": FileKind("Word document", ".docx", "team report.docx", b"PK\x03\x04"),
    "html": FileKind("web page", ".html", "team report.html", b"<!DOCTYPE html>"),
    "csv": FileKind("table (CSV)", ".csv", "team report.csv"),
}
TITLE = "Team report"

_Of = TypeVar("_Of", CoderReport, CoderView)
_WIDTH = 12_960  # of a landscape page, in twentieths of a point
_CODERS_IN_A_TABLE = 6
_COLUMNS = (
    ("Coder", 24),
    ("Role", 12),
    ("Source", 24),
    ("Order", 8),
    ("First coding", 12),
    ("Last coding", 12),
    ("Codings", 10),
    ("Characters coded", 12),
    ("Characters of the source", 12),
    ("Share coded (%)", 12),
    ("Codings per 1,000 words", 12),
    ("Mean length in words", 12),
    ("Codes first used", 12),
    ("Codes made", 12),
)


@dataclass(frozen=True, slots=True)
class TeamReportReceipt:
    """What was written: the file, how many coders and sources it tells of, and what is to be known of it."""

    path: Path
    coders: int
    sources: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A report with the study's title, and how names are said where it goes."""

    title: str
    report: TeamReport
    say: Callable[[str], str]

    def name(self, coder: CoderView) -> str:
        """What a coder is called in it."""
        return self.say(coder.name)


def write_team_report(
    project: Project, path: Path, terms: Terms = AS_USUAL, *, participants_only: bool = False
) -> TeamReportReceipt:
    """Write the team report as the file's name says: `.docx`, `.html`, or `.csv` (a row for each coder and source).

    Raises:
        ExportFailed: the name has another ending, or can't be taken.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = KINDS.get(path.suffix.casefold().removeprefix("."))
    if kind is None:
        raise ExportFailed(
            f"The team report isn't written as “{path.suffix}”.", "Give the file a name in .docx, .html or .csv."
        )
    whole_file.refuse_places_of(project.path, path, kind)
    report = team_report.read(project, participants_only=participants_only)
    with export_gate.leaving(project, "team report", terms, quotes=False) as gate:
        told = _Told(gate.reading.title, report, lambda text: worded(gate.reading, text))
        gate.holds(coders=len(report.people), sources=len(report.sources))
        gate.knows(*(each.version.sha256 for each in report.codebook.versions if each.version is not None))
        gate.put(_content(told, kind), path, kind)
    return TeamReportReceipt(path, len(report.people), len(report.sources), gate.warnings)


def _content(told: _Told, kind: FileKind) -> bytes:
    written = BytesIO()
    if kind is KINDS["csv"]:
        sheet_file.write_csv(Sheet(TITLE, _COLUMNS, _rows(told)), written)
    else:
        write = docx_body.write if kind is KINDS["docx"] else to_html.write
        write(_layout(told), written, lambda steps: None)
    return written.getvalue()


def _rows(told: _Told) -> Iterator[tuple[str | int, ...]]:
    sizes = {each.size.id: each.size for each in told.report.sources}
    for each in told.report.coders:
        for order, source in enumerate(each.sources, 1):
            size = sizes[source.source_id]
            yield (
                told.name(each.coder),
                ROLES.get(each.coder.role, each.coder.role),
                told.say(size.name),
                order,
                day_of(source.first).isoformat(),
                day_of(source.last).isoformat(),
                source.codings,
                source.covered,
                size.characters,
                f"{source.share * 100:.2f}",
                f"{source.per_1000_words:.2f}",
                f"{source.mean_words:.2f}",
                source.first_used,
                source.new_codes,
            )


# As a document


def _layout(told: _Told) -> Layout:
    today = datetime.datetime.now().astimezone().date()
    steps = 20 + len(told.report.sources) * (len(told.report.coders) + 1) + len(told.report.weeks)
    return Layout(told.title, TITLE, today, _blocks(told, today), steps, landscape=True)


def _blocks(told: _Told, today: datetime.date) -> Iterator[Block]:
    report = told.report
    yield paragraph("Title", TITLE)
    yield paragraph("Title Facts", told.title)
    coded = sum(1 for each in report.people if each.codings)
    counts = f"{count_of(coded, 'coder')} · {count_of(len(report.sources), 'source')}"
    yield paragraph("Title Facts", f"{counts} · {day_in_words(today)}")
    of = "the participants’ turns alone" if report.participants_only else "all of each text"
    yield paragraph("Note", f"Shares and words are of {of}. Roles are labels, not authentication.")
    yield from _who(told)
    yield from _sources(told)
    yield from _over_time(told)
    yield from _agreement(told)
    yield from _codebook(told)


def _who(told: _Told) -> Iterator[Block]:
    yield paragraph("Heading 1", "Who coded")
    if told.report.is_empty:
        yield paragraph("Normal", "Nobody has coded yet.")
    head = ("Coder", "Sources", "Of their text", "Codings", "First", "Last", "Codes made", "Memos", "Comments", "Reviews", "Decisions")  # fmt: skip  # noqa: E501
    narrow = (950, 1150, 950, 1350, 1350, 900, 900, 1150, 1000, 1150)
    widths = (_WIDTH - sum(narrow), *narrow)
    yield Table("journal", "Who coded", head, widths, (_coder_row(told, each) for each in told.report.coders))
    yield paragraph("Table Note", "Reviews are agreements, queries and proposals. Private memos aren’t counted.")
    yield from _by_week(told)


def _coder_row(told: _Told, each: CoderReport) -> tuple[Cell, ...]:
    lines = [paragraph("Table Code", told.name(each.coder))]
    if each.coder.role:
        lines.append(paragraph("Table Note", ROLES.get(each.coder.role, each.coder.role)))
    codings = [paragraph("Table Text", f"{each.codings:,}")]
    if each.by_rule:
        codings.append(paragraph("Table Note", f"{each.by_rule:,} not by hand"))
    facts = (
        _day(each.first),
        _day(each.last),
        *(f"{n:,}" for n in (each.codes_made, each.memos, each.comments, each.reviews, each.decisions)),
    )
    return (
        Cell(tuple(lines), colour=each.coder.colour),
        cell("Table Text", str(len(each.sources))),
        cell("Table Text", told_share(each.share) if each.sources else "–"),
        Cell(tuple(codings)),
        *(cell("Table Text", fact) for fact in facts),
    )


def _by_week(told: _Told) -> Iterator[Block]:
    who = [each for each in told.report.people if each.codings]
    for some in _in_tables(who):
        yield paragraph("Heading 2", "Codings by week")
        head = ("Week of", *(told.name(each.coder) for each in some))
        weeks = ((monday, [each.weeks[number] for each in some]) for number, monday in enumerate(told.report.weeks))
        rows = (
            (
                cell("Table Code", _day(monday)),
                *(cell("Table Text", f"{count:,}" if count else "–") for count in counts),
            )
            for monday, counts in weeks
            if any(counts)
        )
        yield Table("journal", "Codings by week", head, _even(2000, len(some)), rows)


def _sources(told: _Told) -> Iterator[Block]:
    yield paragraph("Heading 1", "Which sources")
    for line in told_gaps(told.report):
        yield paragraph("Normal", told.say(line))
    who = [each.coder for each in told.report.people if each.codings]
    for some in _in_tables(who):
        head = ("Source", "Words", *(told.name(coder) for coder in some), "Coders")
        each = (_WIDTH - 2600 - 1100 - 1100) // len(some)
        widths = (_WIDTH - 1100 - 1100 - each * len(some), 1100, *[each] * len(some), 1100)
        yield Table("journal", "Sources and coders", head, widths, _source_rows(told, some))
    yield paragraph("Table Note", "Of each coder: codings, and how much of the source has at least one code of theirs.")


def _source_rows(told: _Told, some: Sequence[CoderView]) -> Iterator[tuple[Cell, ...]]:
    for source in told.report.sources:
        cells = [cell("Table Code", told.say(source.size.name)), cell("Table Text", f"{source.size.words:,}")]
        for coder in some:
            theirs = source.by_coder.get(coder.id)
            if coder.id in source.hidden:
                cells.append(cell("Table Text", "hidden", role="who"))
            elif theirs is None:
                cells.append(cell("Table Text", "–"))
            else:
                cells.append(cell("Table Text", f"{theirs.codings:,} · {told_share(theirs.share)}"))
        yield (*cells, cell("Table Text", str(source.coded_by) if source.is_known else "hidden"))


def _over_time(told: _Told) -> Iterator[Block]:
    yield paragraph("Heading 1", "Over time")
    yield paragraph("Note", "Each coder’s sources in the order in which they began to code them.")
    names = {each.size.id: told.say(each.size.name) for each in told.report.sources}
    head = ("Source", "First", "Last", "Codings", "Per 1,000 words", "Mean length in words", "Codes first used", "Codes made")  # fmt: skip  # noqa: E501
    widths = (_WIDTH - 2 * 1700 - 5 * 1560, 1700, 1700, *[1560] * 5)
    for each in told.report.people:
        if not each.sources:
            continue
        yield paragraph("Heading 2", told.name(each.coder), colour=each.coder.colour)
        rows = (
            (
                cell("Table Code", names[source.source_id]),
                cell("Table Text", _day(day_of(source.first))),
                cell("Table Text", _day(day_of(source.last))),
                cell("Table Text", f"{source.codings:,}"),
                cell("Table Text", f"{source.per_1000_words:.1f}"),
                cell("Table Text", f"{source.mean_words:.1f}"),
                cell("Table Text", str(source.first_used)),
                cell("Table Text", str(source.new_codes)),
            )
            for source in each.sources
        )
        yield Table("journal", f"{told.name(each.coder)} over time", head, widths, rows)


def _agreement(told: _Told) -> Iterator[Block]:
    yield paragraph("Heading 1", "Agreement over time")
    if told.report.no_runs:
        yield paragraph("Normal", told.report.no_runs)
        return
    note = "Per character, over all codes; uncoded text counts as agreement. Sources in the order in which both coders had begun to code them."  # fmt: skip  # noqa: E501
    yield paragraph("Note", note)
    head = ("Source", "Both had begun", "Agreement", "Krippendorff’s α")
    for run in told.report.runs:
        first, second = (told.name(coder) for coder in run.coders)
        yield paragraph("Heading 2", f"{first} and {second}")
        yield paragraph("Normal", told.say(told_trend(run)))
        rows = (
            (
                cell("Table Code", told.say(point.source)),
                cell("Table Text", _day(point.day)),
                cell("Table Text", "–" if point.percent is None else f"{point.percent * 100:.1f} %"),
                cell("Table Text", told_value(point.alpha, 3)),
            )
            for point in run.points
        )
        yield Table("journal", f"Agreement of {first} and {second}", head, _even(_WIDTH - 3 * 2400, 3), rows)


def _codebook(told: _Told) -> Iterator[Block]:
    history = told.report.codebook
    yield paragraph("Heading 1", "The codebook")
    if history.is_empty:
        yield paragraph("Normal", "No version of the codebook was named, and nothing is known of its changes.")
        return
    if any(each.version for each in history.versions):
        head = ("Version", "Saved", "Codes", "What is other than in the version before")
        rows = (_version_row(told, each) for each in history.versions)
        yield Table("journal", "Versions of the codebook", head, (3000, 2400, 1000, _WIDTH - 6400), rows)
    else:
        yield paragraph("Normal", "No version of it was named yet: a version is what changes can be told by.")
    yield from _joined(told)
    if history.weeks:
        yield paragraph("Heading 2", "Changes by week")
        kinds = ("Week of", *(KIND_NAMES[kind].capitalize() for kind in CHANGES))
        yield Table("journal", "Changes by week", kinds, _even(2000, len(CHANGES)), map(_week_row, history.weeks))


def _joined(told: _Told) -> Iterator[Block]:
    if not told.report.codebook.joined:
        return
    yield paragraph("Heading 2", "Merges and splits")
    rows = (
        tuple(
            cell("Table Text", told.say(text))
            for text in (_day(each.day), each.coder, each.codes, each.into, each.reason)
        )
        for each in told.report.codebook.joined
    )
    head = ("When", "Who", "Of", "Became", "Reason")
    yield Table("journal", "Merges and splits", head, (1700, 2000, 3000, 3000, _WIDTH - 9700), rows)


def _week_row(week: CodebookWeek) -> tuple[Cell, ...]:
    counts = (week.counts.get(kind) for kind in CHANGES)
    return (cell("Table Code", _day(week.monday)), *(cell("Table Text", str(count or "–")) for count in counts))


def _version_row(told: _Told, each: VersionChange) -> tuple[Cell, ...]:
    version = each.version
    named = [paragraph("Table Code", told.say(version.name) if version else "As it is now")]
    if version and version.note:
        named.append(paragraph("Table Note", told.say(version.note)))
    saved = [paragraph("Table Text", _day(day_of(version.created_at)))] if version else [paragraph("Table Text", "")]
    if version:
        saved.append(paragraph("Table Note", told.say(version.coder)))
    changes = codebook_history.named_changes(each.comparison) if each.comparison else {}
    lines = [
        paragraph("Table Text", told.say(f"{KIND_NAMES[kind].capitalize()}: {', '.join(names)}"))
        for kind, names in changes.items()
    ]
    if not lines:
        nothing = "Nothing" if each.comparison else "" if each.codes is not None else "What is stored is damaged."
        lines = [paragraph("Table Text", nothing)]
    codes = cell("Table Text", "–" if each.codes is None else str(each.codes))
    return Cell(tuple(named)), Cell(tuple(saved)), codes, Cell(tuple(lines))


def _in_tables(coders: Sequence[_Of]) -> Iterator[Sequence[_Of]]:
    """As many coders at a time as a table has room for."""
    for start in range(0, len(coders), _CODERS_IN_A_TABLE):
        yield coders[start : start + _CODERS_IN_A_TABLE]


def _even(first: int, columns: int) -> tuple[int, ...]:
    each = (_WIDTH - first) // columns
    return (_WIDTH - each * columns, *[each] * columns)


def _day(day: datetime.date | None) -> str:
    return short_day(day) if day is not None else "–"
