"""From where two files of a study went their own ways, and how the study was there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from interviewcoder.project.changes_since import changes_since, entry_of
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, MergeRow, ProjectRow, ReviewCopyRow, StepRow
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
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What they have seen of ours since: our rows as they were when they merged our file, and theirs right after."""

    ours: Snapshot
    theirs: Snapshot

    def laid_over(self, base: Snapshot) -> Snapshot:
        """The common state with what they took of ours. What they left is no part of it: they never had it."""
        rows = {table: dict(known) for table, known in base.rows.items()}
        for table, ours in self.ours.rows.items():
            theirs = self.theirs.rows[table]
            rows[table].update((uuid, row) for uuid, row in ours.items() if uuid in theirs)
        return Snapshot(rows, base.ids)


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
        return found if found.rows is not None else Ancestor("none", None, _gone(ours, 0))
    line = next((line for line, entry in there.items() if entry == common), "")
    return _where_they_parted(ours, theirs, (theirs_now, ours_now), (common, here.get(line, 0)))


def _where_they_parted(
    ours: Project, theirs: Project, now: tuple[Snapshot, Snapshot], entries: tuple[int, int]
) -> Ancestor:
    """The state at the last line that both logs have, by the history that tells it better: it was one and the same."""
    if not entries[0]:
        return Ancestor("none", None, _gone(ours, 0))
    told = [changes_since(theirs, entries[0], TABLES)]
    if not told[0].is_exact:
        told.append(changes_since(ours, entries[1], TABLES))
    whole = [number for number, each in enumerate(told) if not each.cut]
    best = next((number for number in whole if told[number].is_exact), next(iter(whole), None))
    if best is None:
        return Ancestor("none", None, _gone(ours, entries[1]))
    return Ancestor("log", before(now[best], told[best].rows), entry=entries[0])


def seen(ours: Project, theirs: Project, found: Ancestor, now: tuple[Snapshot, Snapshot]) -> Seen | None:
    """What they saw of ours when they merged our file, after the common state; None where they didn't.

    `now` are our rows and theirs.
    """
    lines = _lines(ours)
    merged = [row for row in theirs.session.scalars(select(MergeRow).order_by(MergeRow.id)) if row.head in lines]
    if not merged or found.rows is None:
        return None
    entry = entry_of(theirs, "merge", merged[-1].id)
    if entry <= found.entry:
        return None
    told = changes_since(ours, lines[merged[-1].head], TABLES), changes_since(theirs, entry, TABLES)
    if told[0].cut or told[1].cut:
        return None
    return Seen(before(now[0], told[0].rows), before(now[1], told[1].rows))


def merged_codes(project: Project) -> dict[str, str]:
    """The names of codes that were merged, with that of what each became, as far as the history tells."""
    query = select(StepRow.about).where(StepRow.label == "Merge codes", StepRow.undone.is_(False)).order_by(StepRow.id)
    found: dict[str, str] = {}
    for about in project.session.scalars(query):
        told = json.loads(about) if about else {}
        for name in str(told.get("code", "")).split(", "):
            found[name] = str(told.get("into", ""))
    return found


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
    return Ancestor("none", None) if since.cut else Ancestor(kind, before(now, since.rows), entry=entry)


def _gone(ours: Project, entry: int) -> frozenset[tuple[str, str]]:
    rows = changes_since(ours, entry, TABLES).rows
    gone = [(row.table, row.before) for row in rows if row.before and not row.after]
    return frozenset((table, was["uuid"]) for table, was in gone if "uuid" in was)
