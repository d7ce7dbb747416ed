"""How the codebook changed: what is other in each named version, and what was done to codes week by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from interviewcoder.coding import codebook_comparison, versions
from interviewcoder.coding.code_snapshot import SnapshotCode
from interviewcoder.coding.codebook_comparison import Comparison
from interviewcoder.coding.versions import CodebookVersion
from interviewcoder.errors import NotAProject
from interviewcoder.project import steps
from interviewcoder.project.file import Project
from interviewcoder.project.steps import StepView
from interviewcoder.review.team_coding import day_of

KINDS = ("added", "removed", "renamed", "moved", "redefined", "merged", "split")
"""What can be done to codes, in the order in which it is told."""

_STEPS = {
    "Add code": "added",
    "Code in vivo": "added",
    "Delete code": "removed",
    "Rename code": "renamed",
    "Move code": "moved",
    "Sort codes": "moved",
    "Define code": "redefined",
    "Set status of codes": "redefined",
    "Merge codes": "merged",
    "Split code": "split",
}
_MOST_STEPS = 100_000


@dataclass(frozen=True, slots=True)
class Joined:
    """A merge or a split, in names: which codes became which, by whom, on which day, and why."""

    kind: str
    day: date
    coder: str
    codes: str
    into: str
    reason: str


@dataclass(frozen=True, slots=True)
class CodebookWeek:
    """How often each of `KINDS` was done in the week that begins on a Monday; what was undone isn't counted."""

    monday: date
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A named version, or, where it is None, the codebook as it is now, and what is other than in the one before.

    `comparison` is None for the first version, and where a stored one is damaged.
    """

    version: CodebookVersion | None
    codes: int | None
    comparison: Comparison | None

    @property
    def counts(self) -> Mapping[str, int]:
        """How many codes were added, removed, renamed, moved (or sorted) and redefined since the one before."""
        return counts_of(self.comparison) if self.comparison is not None else {}


@dataclass(frozen=True, slots=True)
class CodebookHistory:
    """Versions, the oldest first and the codebook of now last; weeks in which something was done; merges and splits."""

    versions: tuple[VersionChange, ...]
    weeks: tuple[CodebookWeek, ...]
    joined: tuple[Joined, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.weeks or self.joined or any(each.version for each in self.versions))


def read(project: Project) -> CodebookHistory:
    """Read how the codebook changed. Weeks are known as far as the history goes back."""
    weeks: dict[date, Counter[str]] = defaultdict(Counter)
    joined: list[Joined] = []
    for step in steps.page(project, labels=tuple(_STEPS), limit=_MOST_STEPS):
        if step.undone or (step.label == "Code in vivo" and "code" not in step.ids):
            continue
        kind, day = _STEPS[step.label], day_of(step.at)
        weeks[monday_of(day)][kind] += _number(step)
        if kind in ("merged", "split"):
            told = (str(step.about.get(name, "")) for name in ("code", "into", "reason"))
            joined.append(Joined(kind, day, step.coder, *told))
    return CodebookHistory(
        tuple(_versions(project)),
        tuple(CodebookWeek(monday, weeks[monday]) for monday in sorted(weeks)),
        tuple(reversed(joined)),
    )


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def counts_of(comparison: Comparison) -> dict[str, int]:
    """What is other in one codebook than in another, as numbers by kind."""
    changed = comparison.changed
    return {
        "added": len(comparison.added),
        "removed": len(comparison.removed),
        "renamed": sum(each.renamed for each in changed),
        "moved": sum(each.moved or each.reordered for each in changed),
        "redefined": sum(bool(each.redefined) for each in changed),
    }


def named_changes(comparison: Comparison) -> dict[str, list[str]]:
    """The same in names of codes, a renamed one with both; kinds without any are left out."""
    changed = comparison.changed
    found = {
        "added": [each.code.name for each in comparison.added],
        "removed": [each.code.name for each in comparison.removed],
        "renamed": [f"{each.before.code.name} → {each.after.code.name}" for each in changed if each.renamed],
        "moved": [each.after.code.name for each in changed if each.moved or each.reordered],
        "redefined": [each.after.code.name for each in changed if each.redefined],
    }
    return {kind: names for kind, names in found.items() if names}


def _number(step: StepView) -> int:
    """How many codes a step added, removed or changed; merging some is one merge."""
    if step.label in ("Add code", "Code in vivo"):
        return max(1, len(step.ids.get("code", ())))
    if step.label in ("Delete code", "Set status of codes"):
        return max(1, int(step.about.get("count", 1) or 1))
    return 1


def _versions(project: Project) -> Iterator[VersionChange]:
    before: list[SnapshotCode] | None = None
    named = sorted(versions.listing(project), key=lambda each: (each.created_at, each.id))
    for version in [*named, None]:
        codes: list[SnapshotCode] | None
        try:
            codes = versions.rebuild(project, version.id if version is not None else None)
        except NotAProject:
            codes = None
        comparison = None
        if before is not None and codes is not None:
            comparison = codebook_comparison.compare_codes(before, codes)
        yield VersionChange(version, len(codes) if codes is not None else None, comparison)
        before = codes
