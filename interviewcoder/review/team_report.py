"""The team report: who coded what and when, how much of each source, what drifts over time, and the codebook.

What the coder at work may not see of a blind round isn't counted, and is
said to be hidden. Agreement is per character (`analysis.agreement`), source by
source in the order in which both coders had begun to code them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_values import Settings
from interviewcoder.analysis.method_profile import method_of, rejects_agreement
from interviewcoder.coding import blind
from interviewcoder.errors import NotAllowed
from interviewcoder.project import coders
from interviewcoder.project.file import CoderView, Project
from interviewcoder.project.schema import AdjudicationRow, CodeRow, MemoRow
from interviewcoder.review import codebook_history, team_coding
from interviewcoder.review.codebook_history import CodebookHistory, monday_of
from interviewcoder.review.team_coding import Coded, CodedSource, SourceSize, day_of

_MOST_PAIRS = 45
_FEWEST_FOR_A_TREND = 4


@dataclass(frozen=True, slots=True)
class CoderReport:
    """What one coder did. `sources` are those they coded, in the order of coding; `weeks` their codings by week.

    `by_rule` of the codings were made by a search or a rule. `comments` counts
    answers, too; `reviews` are verdicts and proposals. Private memos aren't counted.
    """

    coder: CoderView
    codings: int
    by_rule: int
    sources: tuple[CodedSource, ...]
    share: float
    first: date | None
    last: date | None
    weeks: tuple[int, ...]
    codes_made: int
    memos: int
    comments: int
    reviews: int
    decisions: int

    @property
    def is_consensus(self) -> bool:
        """Whether it stands for what was agreed on, and is nobody."""
        return self.coder.role == coders.CONSENSUS


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Who coded a source. `hidden` are coders whose codings of it may not be seen now.

    The consensus is no coder of its own: it isn't in `by_coder`.
    """

    size: SourceSize
    by_coder: Mapping[int, CodedSource]
    hidden: frozenset[int]

    @property
    def coded_by(self) -> int:
        """How many coders have coded it, of those that may be seen."""
        return len(self.by_coder)

    @property
    def is_known(self) -> bool:
        """Whether nobody's codings of it are hidden."""
        return not self.hidden


@dataclass(frozen=True, slots=True)
class RunPoint:
    """The agreement in one source: shares of 1; None where it is undefined, `why` then says why."""

    source_id: int
    source: str
    day: date
    percent: float | None
    alpha: float | None
    why: str


@dataclass(frozen=True, slots=True)
class AgreementRun:
    """The agreement of two coders, source by source, in the order in which both had begun to code them."""

    coders: tuple[CoderView, CoderView]
    points: tuple[RunPoint, ...]

    @property
    def halves(self) -> tuple[float, float] | None:
        """The mean alpha of the first and of the second half of the sources; None with fewer than four values."""
        values = [point.alpha for point in self.points if point.alpha is not None]
        if len(values) < _FEWEST_FOR_A_TREND:
            return None
        half = len(values) // 2
        first, second = values[:half], values[-half:]
        return sum(first) / half, sum(second) / half


@dataclass(frozen=True, slots=True)
class TeamReport:
    """All of it. `weeks` are the Mondays that the coders' `weeks` count; `no_runs` says why agreement isn't told.

    `hidden` are the names of sources of which others' codings may not be seen now.
    """

    participants_only: bool
    weeks: tuple[date, ...]
    coders: tuple[CoderReport, ...]
    sources: tuple[SourceReport, ...]
    runs: tuple[AgreementRun, ...]
    no_runs: str
    codebook: CodebookHistory
    hidden: tuple[str, ...]

    @property
    def people(self) -> tuple[CoderReport, ...]:
        """The coders without the one who stands for the consensus."""
        return tuple(each for each in self.coders if not each.is_consensus)

    @property
    def uncoded(self) -> tuple[SourceReport, ...]:
        """The sources with a text that nobody coded."""
        return tuple(each for each in self.sources if each.is_known and each.coded_by == 0 and each.size.words)

    @property
    def coded_once(self) -> tuple[SourceReport, ...]:
        """The sources that only one coder coded: for agreement they would have to be coded twice."""
        return tuple(each for each in self.sources if each.is_known and each.coded_by == 1)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has coded anything that may be seen."""
        return not any(each.codings for each in self.coders)


def read(project: Project, *, participants_only: bool = False, with_agreement: bool = True) -> TeamReport:
    """Read the team report of a project.

    `participants_only`: the interviewer's turns count neither as text nor as
    coded. Without agreement it is quick in a study of any size.
    """
    coded = team_coding.read(project, participants_only=participants_only)
    people = coders.listing(project)
    weeks = _weeks(coded)
    done = _Done(project, coded, weeks)
    hidden = blind.hidden(project)
    runs, no_runs = _runs(project, people, coded, participants_only) if with_agreement else ((), "")
    reports = tuple(done.of(coder) for coder in people)
    ordinary = [coder.id for coder in people if coder.role != coders.CONSENSUS]
    return TeamReport(
        participants_only,
        weeks,
        tuple(each for each in reports if _did_something(each)),
        tuple(_sources(coded, ordinary, hidden)),
        runs,
        no_runs,
        codebook_history.read(project),
        tuple(size.name for size in coded.sources if any(source_id == size.id for source_id, _ in hidden)),
    )


def _did_something(each: CoderReport) -> bool:
    counts = (each.codings, each.codes_made, each.memos, each.comments, each.reviews, each.decisions)
    return any(counts) or bool(each.coder.role)


def _weeks(coded: Coded) -> tuple[date, ...]:
    """The Mondays from the first coding to the last, all of them."""
    ends = [day_of(moment) for some in coded.moments.values() for moment in (some[0], some[-1])]
    if not ends:
        return ()
    first, last = monday_of(min(ends)), monday_of(max(ends))
    return tuple(first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1))


class _Done:
    """What coders did, counted once for all of them."""

    def __init__(self, project: Project, coded: Coded, weeks: Sequence[date]) -> None:
        self._coded, self._weeks = coded, weeks
        self._work = coders.work(project)
        self._codes = _numbers(project, CodeRow.coder_id)
        query = select(MemoRow.coder_id, func.count()).where(MemoRow.private.is_(False)).group_by(MemoRow.coder_id)
        self._memos = dict(row._tuple() for row in project.session.execute(query))
        one = AdjudicationRow
        # A decision about two codes in one place has two rows.
        made = select(one.coder_id, one.source_id, one.start, one.end, one.coders, one.decided_at).distinct()
        self._decisions = Counter(row.coder_id for row in project.session.execute(made))
        self._characters = {size.id: size.characters for size in coded.sources}

    def of(self, coder: CoderView) -> CoderReport:
        """What one of them did."""
        moments = self._coded.moments.get(coder.id, ())
        sources = self._coded.by_coder.get(coder.id, ())
        by_week = Counter(monday_of(day_of(moment)) for moment in moments)
        work = self._work.get(coder.id, coders.CoderWork())
        whole = sum(self._characters[each.source_id] for each in sources)
        return CoderReport(
            coder,
            len(moments),
            self._coded.by_rule.get(coder.id, 0),
            sources,
            sum(each.covered for each in sources) / whole if whole else 0.0,
            day_of(moments[0]) if moments else None,
            day_of(moments[-1]) if moments else None,
            tuple(by_week[monday] for monday in self._weeks) if moments else (),
            self._codes.get(coder.id, 0),
            self._memos.get(coder.id, 0),
            work.comments,
            work.reviews,
            self._decisions[coder.id],
        )


def _numbers(project: Project, column: InstrumentedAttribute[int | None]) -> dict[int | None, int]:
    return dict(row._tuple() for row in project.session.execute(select(column, func.count()).group_by(column)))


def _sources(coded: Coded, coder_ids: Sequence[int], hidden: frozenset[tuple[int, int]]) -> Iterator[SourceReport]:
    by_source: dict[int, dict[int, CodedSource]] = {size.id: {} for size in coded.sources}
    for coder_id in coder_ids:
        for each in coded.by_coder.get(coder_id, ()):
            by_source[each.source_id][coder_id] = each
    for size in coded.sources:
        unseen = frozenset(coder_id for coder_id in coder_ids if (size.id, coder_id) in hidden)
        yield SourceReport(size, by_source[size.id], unseen)


# Agreement over time


def _runs(
    project: Project, people: Sequence[CoderView], coded: Coded, participants_only: bool
) -> tuple[tuple[AgreementRun, ...], str]:
    if rejects_agreement(method_of(project)):
        return (), "The study’s method doesn’t go by agreement (Team > Agreement > Options)."
    who = [coder for coder in people if coder.role != coders.CONSENSUS and coder.id in coded.by_coder]
    if len(who) < 2:
        return (), "Agreement takes two coders of the same sources."
    pairs = list(combinations(who, 2))[:_MOST_PAIRS]
    found = [run for pair in pairs if (run := _run(project, pair, coded, participants_only)) is not None]
    return tuple(found), "" if found else "No source was coded by two coders, as far as their codings may be seen."


def _run(
    project: Project, pair: tuple[CoderView, CoderView], coded: Coded, participants_only: bool
) -> AgreementRun | None:
    begun = _both_begun(coded, pair)
    if not begun:
        return None
    settings = Settings(interviewer_turns=not participants_only, resamples=0)
    try:
        found = agreement.measure(project, [coder.id for coder in pair], settings)
    except NotAllowed:
        # All that both coded is still being coded blind.
        return None
    points = []
    for source in sorted(found.sources, key=lambda each: (begun.get(each.source_id, _never(begun)), each.source_id)):
        figures = source.measured.figures
        percent, alpha = figures["percent"], figures["krippendorff_alpha"]
        day = day_of(begun.get(source.source_id, _never(begun)))
        points.append(RunPoint(source.source_id, source.name, day, percent.value, alpha.value, alpha.undefined))
    return AgreementRun(pair, tuple(points)) if points else None


def _both_begun(coded: Coded, pair: tuple[CoderView, CoderView]) -> dict[int, datetime]:
    """When the second of two coders began to code a source, by source."""
    first, second = ({each.source_id: each.first for each in coded.by_coder[coder.id]} for coder in pair)
    return {source_id: max(first[source_id], second[source_id]) for source_id in first.keys() & second.keys()}


def _never(begun: Mapping[int, datetime]) -> datetime:
    # One of them read a source blind and found nothing: nobody knows when, so it stands last.
    return max(begun.values())
