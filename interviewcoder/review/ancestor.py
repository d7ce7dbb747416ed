"""From where two files of a study went their own ways, and how the study was there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from interviewcoder.project.changes_since import changes_since
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, MergeRow, ProjectRow, ReviewCopyRow
from interviewcoder.review.snapshot import TABLES, Snapshot, before

Base = Literal["log", "merge", "copy", "none"]


@dataclass(frozen=True, slots=True)
class Ancestor:
    """The study as both had it; `rows` is None where that can't be told.

    `gone_here` are rows that our file had and has no longer, by table and
    UUID, as far as its history goes: where there is no common state, they
    keep what was removed from coming back unasked.
    """

    kind: Base
    rows: Snapshot | None
    gone_here: frozenset[tuple[str, str]] = frozenset()


def review_copy_of(project: Project) -> ReviewCopyRow | None:
    """The row that says that a file is a review copy; None where it is none."""
    return project.session.scalar(select(ReviewCopyRow).where(ReviewCopyRow.here))


def project_uuid(project: Project) -> str:
    """Which study a file is of."""
    return project.session.scalars(select(ProjectRow.uuid)).one()


def head(project: Project) -> str:
    """The hash of the last line of a log; empty where it has none."""
    return project.session.scalar(select(ActivityRow.chain_hash).order_by(ActivityRow.id.desc()).limit(1)) or ""


def find(ours: Project, theirs: Project, theirs_now: Snapshot, ours_now: Snapshot) -> Ancestor:
    """Find the newest state of `theirs` that is in `ours`, too."""
    merged = _merged_entry(ours, theirs)
    if project_uuid(ours) != project_uuid(theirs):
        return _at(theirs, theirs_now, merged) if merged else Ancestor("none", None)
    there, here = _lines(theirs), _lines(ours)
    common = max((there[line] for line in there.keys() & here.keys()), default=0)
    if review_copy_of(theirs) is not None:
        begun = min(there.values(), default=0)
        return _at(theirs, theirs_now, merged) if merged > begun else _at(theirs, theirs_now, begun, "copy")
    if merged > common:
        found = _at(theirs, theirs_now, merged)
    else:
        found = _at(theirs, theirs_now, common, "log") if common else Ancestor("none", None)
    if found.rows is not None:
        return found
    line = {entry: line for line, entry in there.items()}.get(common)
    since = changes_since(ours, here[line], TABLES) if line else None
    if since is not None and not since.cut and merged <= common:
        return Ancestor("log", before(ours_now, since.rows))
    return Ancestor("none", None, _gone(ours, here[line] if line else 0))


def _lines(project: Project) -> dict[str, int]:
    """The lines of a log, by hash, with their numbers."""
    return dict(project.session.execute(select(ActivityRow.chain_hash, ActivityRow.id)).tuples().all())


def _merged_entry(ours: Project, theirs: Project) -> int:
    """The last line of their log that was merged before; 0 where none was."""
    heads = set(ours.session.scalars(select(MergeRow.head)))
    if not heads:
        return 0
    return max((id_ for line, id_ in _lines(theirs).items() if line in heads), default=0)


def _at(theirs: Project, now: Snapshot, entry: int, kind: Base = "merge") -> Ancestor:
    """Their state right after a line of their log; without rows where a step that can't be undone stands between."""
    since = changes_since(theirs, entry, TABLES)
    return Ancestor("none", None) if since.cut else Ancestor(kind, before(now, since.rows))


def _gone(ours: Project, entry: int) -> frozenset[tuple[str, str]]:
    rows = changes_since(ours, entry, TABLES).rows
    gone = [(row.table, row.before) for row in rows if row.before and not row.after]
    return frozenset((table, was["uuid"]) for table, was in gone if "uuid" in was)
