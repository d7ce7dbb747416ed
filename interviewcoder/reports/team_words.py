"""Sentences of the team report that stand alike in the window, in documents and on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewcoder.reports.wording import count_of
from interviewcoder.review.team_report import AgreementRun, TeamReport

ROLES = {
    "coder": "coder",
    "supervisor": "supervisor",
    "reader": "reader",
    "consensus": "what was agreed on",
    "": "",
}
"""Roles, which are labels and no authentication."""
KIND_NAMES = {
    "added": "added",
    "removed": "removed",
    "renamed": "renamed",
    "moved": "moved",
    "redefined": "redefined",
    "merged": "merges",
    "split": "splits",
}
"""What is done to codes, as a person reads it."""
_NAMED = 12


def told_share(share: float) -> str:
    """A share of 1 in percent, where nothing is rounded to nothing or to all: “<1 %”, “43 %”."""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{share * 100:.0f} %"


def told_value(value: float | None, digits: int = 2) -> str:
    """A coefficient, with a minus as it is printed; “undefined” where it has no value."""
    return "undefined" if value is None else f"{value:.{digits}f}".replace("-", "−")


def told_gaps(report: TeamReport) -> Iterator[str]:
    """Which sources nobody, or only one coder, has coded, and which may not be seen."""
    if names := [each.size.name for each in report.uncoded]:
        yield f"Coded by nobody yet: {listed(names)}."
    if names := [each.size.name for each in report.coded_once]:
        yield f"Coded by one coder only: {listed(names)}. For agreement, have some of them coded twice."
    if report.hidden:
        yield f"Not counted, as whoever asks still codes it blind: others’ codings of {listed(report.hidden)}."


def told_trend(run: AgreementRun) -> str:
    """How the agreement of two coders went: its first value and its last, and the means of both halves where known."""
    alphas = [point for point in run.points if point.alpha is not None]
    if not alphas:
        return f"α is undefined in {count_of(len(run.points), 'source')}."
    first, last = alphas[0], alphas[-1]
    if first is last:
        return f"α is {told_value(first.alpha)} in {first.source}; one source shows no course."
    told = f"α from {told_value(first.alpha)} ({first.source}) to {told_value(last.alpha)} ({last.source})"
    if run.halves is None:
        return f"{told}."
    halves = f"{told_value(run.halves[0])} in the first half of the sources, {told_value(run.halves[1])} in the second"
    return f"{told}; on average {halves}."


def listed(names: Sequence[str]) -> str:
    """Names one after the other, the first dozen of them."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
