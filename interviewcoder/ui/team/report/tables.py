"""The tables of the team report: coders, sources, what drifts, the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate

from interviewcoder.reports.team_words import told_share, told_value
from interviewcoder.review import codebook_history
from interviewcoder.review.codebook_history import KINDS
from interviewcoder.review.team_coding import day_of
from interviewcoder.ui.team.report.cells import Chart, Head, ReportTable, Shown
from interviewcoder.ui.team.role_words import role_words
from interviewcoder.ui.wording import day_words

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView
    from interviewcoder.review.codebook_history import CodebookWeek, Joined, VersionChange
    from interviewcoder.review.team_report import AgreementRun, CoderReport, SourceReport, TeamReport

VIEWS = ("coders", "sources", "drift", "codebook")
_DAY, _NUMBER, _SHARE, _WEEKS, _CODER, _WHOSE, _VALUE = 88, 46, 90, 100, 112, 230, 78


def table_of(report: TeamReport, view: str) -> ReportTable:
    """The table of one of `VIEWS`."""
    makers = {"coders": _coders, "sources": _sources, "drift": _drift, "codebook": _codebook}
    return makers[view](report)


# Coders


def _coders(report: TeamReport) -> ReportTable:
    heads = (
        Head(_tr("Coder")),
        Head(_tr("Codings"), _VALUE, right=True),
        Head(_tr("Of their text"), _SHARE, told=_tr("How much of the sources they coded has a code of theirs")),
        Head(_tr("Codings by week"), _WEEKS),
        Head(_tr("First, last"), _DAY),
        Head(_tr("Codes"), _NUMBER, right=True, told=_tr("Codes that they made")),
        Head(_tr("Memos"), _NUMBER, right=True, told=_tr("Memos that aren’t private")),
        Head(_tr("Comments"), _NUMBER, right=True, told=_tr("Comments and answers")),
        Head(
            _tr("Reviews"),
            _VALUE,
            right=True,
            told=_tr("Agreements, queries and proposals; below, decisions on disagreements"),
        ),
    )
    most = max((max(each.weeks, default=0) for each in report.coders), default=0)
    return ReportTable(heads, tuple(_coder(each, report, most) for each in report.coders))


def _coder(each: CoderReport, report: TeamReport, most: int) -> tuple[Shown, ...]:
    coder = each.coder
    by_rule = _tr("Made by a search, a rule or a decision: {count}").format(count=f"{each.by_rule:n}")
    by_rule, ordered = by_rule if each.by_rule else "", _ordered(each, report)
    decided = _tr("{count} decided").format(count=f"{each.decisions:n}") if each.decisions else ""
    # The years are for many weeks more than the eye tells apart: the last two of them are drawn.
    weeks = tuple(float(count) for count in each.weeks[-104:])
    share = Shown(told_share(each.share), share=each.share, colour=coder.colour) if each.sources else _nothing()
    return (
        Shown(coder.name, role_words(coder.role), dot=coder.colour, strong=True, told=coder.name),
        Shown(f"{each.codings:n}", _in_sources(each), right=True, told="\n".join(filter(None, (by_rule, ordered)))),
        share,
        Shown("", chart=Chart("bars", weeks, 0, most, coder.colour), told=_weeks(each, report)),
        Shown(_day(each.first), _day(each.last) if each.last != each.first else ""),
        *(Shown(f"{n:n}", right=True, quiet=not n) for n in (each.codes_made, each.memos, each.comments)),
        Shown(f"{each.reviews:n}", decided, right=True, quiet=not each.reviews),
    )


def _in_sources(each: CoderReport) -> str:
    if not each.sources:
        return ""
    one, many = _tr("in 1 source"), _tr("in {count} sources")
    return one if len(each.sources) == 1 else many.format(count=f"{len(each.sources):n}")


def _ordered(each: CoderReport, report: TeamReport) -> str:
    names = {source.size.id: source.size.name for source in report.sources}
    lines = (f"{names[one.source_id]}: {_day(day_of(one.first))}" for one in each.sources)
    return "\n".join((_tr("In the order of coding:"), *lines)) if each.sources else ""


def _weeks(each: CoderReport, report: TeamReport) -> str:
    told = [(monday, count) for monday, count in zip(report.weeks, each.weeks, strict=False) if count][-12:]
    words = _tr("Week of {day}: {count}")
    return "\n".join(words.format(day=_day(monday), count=f"{count:n}") for monday, count in told)


# Sources


def _sources(report: TeamReport) -> ReportTable:
    people = [each.coder for each in report.people if each.codings or any(each.coder.id in s.hidden for s in report.sources)]  # fmt: skip  # noqa: E501
    heads = (
        Head(_tr("Source")),
        Head(_tr("Words"), _NUMBER, right=True),
        Head(_tr("Coded by"), _SHARE),
        *(Head(coder.name, _CODER, told=coder.name, named=True) for coder in people),
    )
    return ReportTable(heads, tuple(_source(each, people) for each in report.sources))


def _source(each: SourceReport, people: list[CoderView]) -> tuple[Shown, ...]:
    return (
        Shown(each.size.name, strong=True, told=each.size.name),
        Shown(f"{each.size.words:n}", right=True, quiet=not each.size.words),
        _coded_by(each),
        *(_theirs(each, coder) for coder in people),
    )


def _coded_by(each: SourceReport) -> Shown:
    if not each.is_known:
        return Shown(_tr("hidden"), quiet=True, told=_tr("You still code this source blind."))
    if each.coded_by == 0:
        told = _tr("no text yet") if not each.size.words else ""
        return Shown(_tr("nobody"), told, quiet=True)
    if each.coded_by == 1:
        return Shown(_tr("one coder"), _tr("code twice?"), told=_tr("Agreement takes a second coder of this source."))
    return Shown(_tr("{count} coders").format(count=each.coded_by))


def _theirs(each: SourceReport, coder: CoderView) -> Shown:
    if coder.id in each.hidden:
        return Shown(_tr("hidden"), quiet=True, told=_tr("You still code this source blind."))
    theirs = each.by_coder.get(coder.id)
    if theirs is None:
        return _nothing()
    told = _tr("{coder}: {count} codings from {first} to {last}, on {share} of the text").format(
        coder=coder.name,
        count=f"{theirs.codings:n}",
        first=_day(day_of(theirs.first)),
        last=_day(day_of(theirs.last)),
        share=told_share(theirs.share),
    )
    return Shown(f"{theirs.codings:n} · {told_share(theirs.share)}", share=theirs.share, colour=coder.colour, told=told)


# What drifts


def _drift(report: TeamReport) -> ReportTable:
    heads = (
        Head(_tr("Whose"), _WHOSE),
        Head(_tr("Source by source, in the order of coding")),
        Head(_tr("First"), _VALUE, right=True),
        Head(_tr("Last"), _VALUE, right=True),
        Head(_tr("Sources"), _NUMBER, right=True),
    )
    return ReportTable(heads, (*(_run(run) for run in report.runs), *_measures(report)))


def _run(run: AgreementRun) -> tuple[Shown, ...]:
    values = tuple(point.alpha for point in run.points)
    lowest = min((value for value in values if value is not None), default=0.0)
    lines = [f"{point.source}: {told_value(point.alpha)} ({_day(point.day)})" for point in run.points]
    if run.halves is not None:
        halves = _tr("On average {first} in the first half of the sources, {second} in the second")
        lines.append(halves.format(first=told_value(run.halves[0]), second=told_value(run.halves[1])))
    names = " · ".join(coder.name for coder in run.coders)
    chart = Chart("line", values, min(0.0, lowest), 1.0)
    told = "\n".join(lines)
    return (
        Shown(names, _tr("agreement, Krippendorff’s α"), strong=True, told=names),
        Shown("", chart=chart, told=told),
        Shown(told_value(values[0]), right=True),
        Shown(told_value(values[-1]), right=True),
        Shown(f"{len(values):n}", right=True, quiet=True),
    )


def _measures(report: TeamReport) -> Iterator[tuple[Shown, ...]]:
    """A row for each measure and coder; those of one measure are drawn on one scale."""
    names = {source.size.id: source.size.name for source in report.sources}
    measures = (
        (_tr("codings per 1,000 words"), "line", "per_1000_words", 1),
        (_tr("mean length of a coding, in words"), "line", "mean_words", 1),
        (_tr("codes first used"), "bars", "first_used", 0),
        (_tr("codes made"), "bars", "new_codes", 0),
    )
    for what, kind, field, digits in measures:
        who = [each for each in report.people if each.sources]
        values = {each.coder.id: tuple(float(getattr(one, field)) for one in each.sources) for each in who}
        most = max((max(some) for some in values.values()), default=0.0)
        if not most:
            continue
        for each in who:
            some = values[each.coder.id]
            lines = (
                f"{names[one.source_id]}: {value:.{digits}f}" for one, value in zip(each.sources, some, strict=True)
            )
            chart = Chart("bars" if kind == "bars" else "line", some, 0.0, most, each.coder.colour)
            yield (
                Shown(each.coder.name, what, dot=each.coder.colour, strong=True, told=each.coder.name),
                Shown("", chart=chart, told="\n".join(lines)),
                *(Shown(f"{value:.{digits}f}", right=True) for value in (some[0], some[-1])),
                Shown(f"{len(some):n}", right=True, quiet=True),
            )


# The codebook


def _codebook(report: TeamReport) -> ReportTable:
    names = {
        "added": _tr("Added"),
        "removed": _tr("Removed"),
        "renamed": _tr("Renamed"),
        "moved": _tr("Moved"),
        "redefined": _tr("Redefined"),
        "merged": _tr("Merged"),
        "split": _tr("Split"),
    }
    heads = (
        Head(_tr("When"), _DAY),
        Head(_tr("What")),
        Head(_tr("Codes"), _NUMBER, right=True),
        *(Head(names[kind], _NUMBER, right=True) for kind in KINDS),
    )
    history = report.codebook
    rows: list[tuple[datetime | date, int, tuple[Shown, ...]]] = []
    rows += [(each.monday, 0, _week(each)) for each in history.weeks]
    rows += [(each.day, 1, _join(each)) for each in history.joined]
    named = [each for each in history.versions if each.version is not None]
    rows += [(day_of(each.version.created_at), 2, _version(each)) for each in named if each.version is not None]
    ordered = [row for _, _, row in sorted(rows, key=lambda each: each[:2])]
    if named:
        ordered += [_version(each) for each in history.versions if each.version is None]
    return ReportTable(heads, tuple(reversed(ordered)))


def _week(week: CodebookWeek) -> tuple[Shown, ...]:
    numbers = (week.counts.get(kind, 0) for kind in KINDS)
    what = Shown(_tr("Changes in this week"), quiet=True)
    return Shown(_day(week.monday)), what, Shown(""), *(_count(number) for number in numbers)


def _join(each: Joined) -> tuple[Shown, ...]:
    words = _tr("{codes} merged into {into}") if each.kind == "merged" else _tr("{codes} split into {into}")
    what = words.format(codes=each.codes, into=each.into)
    below = " · ".join(filter(None, (each.coder, each.reason)))
    return Shown(_day(each.day)), Shown(what, below, told=f"{what}\n{below}"), *[Shown("")] * (1 + len(KINDS))


def _version(each: VersionChange) -> tuple[Shown, ...]:
    version = each.version
    if version is None:
        when, what, below = Shown(""), _tr("The codebook as it is now"), ""
    else:
        when, what = Shown(_day(day_of(version.created_at))), _tr("Version “{name}”").format(name=version.name)
        below = " · ".join(filter(None, (version.coder, " ".join(version.note.split()))))
    told = codebook_history.named_changes(each.comparison) if each.comparison is not None else {}
    names = {"added": _tr("Added"), "removed": _tr("Removed"), "renamed": _tr("Renamed")}
    names |= {"moved": _tr("Moved"), "redefined": _tr("Redefined")}
    lines = [f"{names[kind]}: {', '.join(some)}" for kind, some in told.items()]
    codes = Shown("–" if each.codes is None else f"{each.codes:n}", right=True)
    counts = (_count(each.counts.get(kind, 0)) if each.comparison is not None else Shown("") for kind in KINDS[:5])
    return when, Shown(what, below, strong=True, told="\n".join([what, *lines])), codes, *counts, Shown(""), Shown("")


def _count(number: int) -> Shown:
    return Shown(f"{number:n}" if number else "–", right=True, quiet=not number)


def _nothing() -> Shown:
    return Shown("–", quiet=True)


def _day(day: date | None) -> str:
    return day_words(QDate(day.year, day.month, day.day)) if day is not None else "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("TeamReport", text)
