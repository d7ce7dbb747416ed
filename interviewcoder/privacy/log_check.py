"""Whether the activity log is as it was written: what was changed, moved, taken out or cut off, entry by entry.

The log is a chain: each entry's hash is taken over the entry and the hash
before it. Somebody who can open the file and works the whole chain out anew
from a changed entry on leaves no trace in the chain itself; only a copy of
the last hash kept elsewhere, as the data handling statement prints it, tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, text

from interviewcoder.errors import NotAllowed
from interviewcoder.project.activity import NO_HASH, chain_hash
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, StepRow

FaultKind = Literal["changed", "hash", "missing", "cut off", "moved", "unlogged"]
# A hash on paper may be copied shortened; fewer letters could fit by chance.
SHORTEST_HEAD = 8


@dataclass(frozen=True, slots=True)
class LogFault:
    """A place where the log isn't as it was written; `words` say what, for a person.

    `first` and `last` are the entries' numbers. "changed": what the entry says
    is other; "hash": its hash alone; "missing": entries were taken out; "cut
    off": the newest ones were; "moved": it stood elsewhere; "unlogged": steps
    of the history without an entry (then the numbers are the steps').
    """

    kind: FaultKind
    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What checking the log found. `head` is the last entry's hash, empty where there is no entry."""

    entries: int
    head: str
    faults: tuple[LogFault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every entry is as it was written, and none is missing."""
        return not self.faults


def check(project: Project) -> LogCheck:
    """Work out every entry's hash anew and say where the log differs from it."""
    rows = list(project.session.scalars(select(ActivityRow).order_by(ActivityRow.id)))
    faults = [*_in_chain(rows), *_cut_off(project, rows), *_unlogged(project, rows)]
    last = rows[-1] if rows else None
    return LogCheck(len(rows), last.chain_hash if last else "", tuple(faults))


def entry_with(project: Project, head: str) -> int | None:
    """The number of the entry whose hash is (or begins with) `head`, as a printed statement has it; None without one.

    Raises:
        NotAllowed: that is no hash, or too short to stand for one.
    """
    wanted = "".join(head.split()).casefold()
    if len(wanted) < SHORTEST_HEAD or len(wanted) > len(NO_HASH) or wanted.strip("0123456789abcdef"):
        raise NotAllowed(
            f"“{head}” is no hash of the log.",
            f"Copy it from the statement: digits and the letters a to f, {SHORTEST_HEAD} of them or more.",
        )
    found = select(ActivityRow.id).where(ActivityRow.chain_hash.startswith(wanted)).order_by(ActivityRow.id)
    return project.session.scalars(found).first()


def _in_chain(rows: Sequence[ActivityRow]) -> list[LogFault]:
    """What is wrong between one entry and the next."""
    faults: list[LogFault] = []
    stored, worked_out, before = NO_HASH, NO_HASH, 0
    for row in rows:
        gap = row.id - before - 1
        # Where only the hash of the entry before was changed, this one still fits what that hash was.
        fits = row.chain_hash in (chain_hash(stored, row), chain_hash(worked_out, row))
        if gap:
            faults.append(_missing(before + 1, row.id - 1))
        elif not fits:
            faults.append(_misfit(row, rows))
        elif row.chain_hash != chain_hash(stored, row) and faults and faults[-1].last == before:
            faults[-1] = LogFault("hash", before, before, f"The hash of entry {before} was changed, its words weren't.")
        worked_out = chain_hash(stored, row)
        stored, before = row.chain_hash, row.id
    return faults


def _misfit(row: ActivityRow, rows: Sequence[ActivityRow]) -> LogFault:
    """Say of an entry that doesn't fit where it stands whether it stood elsewhere or was changed."""
    for other in rows:
        if other is not row and row.chain_hash == chain_hash(other.chain_hash, row):
            return LogFault("moved", row.id, row.id, f"Entry {row.id} was moved: it belongs behind entry {other.id}.")
    if row.id > 1 and row.chain_hash == chain_hash(NO_HASH, row):
        return LogFault("moved", row.id, row.id, f"Entry {row.id} was moved: it belongs at the beginning.")
    return LogFault("changed", row.id, row.id, f"Entry {row.id} ({row.at}) was changed after it was written.")


def _missing(first: int, last: int) -> LogFault:
    if first == last:
        return LogFault("missing", first, last, f"Entry {first} is missing.")
    return LogFault("missing", first, last, f"Entries {first} to {last} are missing.")


def _cut_off(project: Project, rows: Sequence[ActivityRow]) -> list[LogFault]:
    """The newest entries that were taken away: the file still counts how many there were."""
    counted = project.session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'activity'")).scalar() or 0
    last = rows[-1].id if rows else 0
    if counted < last:
        told = f"The file counts {counted} entries and there is an entry {last}: the count was changed outside of the "
        return [LogFault("cut off", last, last, f"{told}program, so entries may be missing at the end.")]
    if counted == last:
        return []
    gone = f"Entry {counted} is" if counted == last + 1 else f"Entries {last + 1} to {counted} are"
    return [LogFault("cut off", last + 1, counted, f"{gone} missing at the end.")]


def _unlogged(project: Project, rows: Sequence[ActivityRow]) -> list[LogFault]:
    """Steps that can be undone, of which the log says nothing."""
    told = {row.step_id for row in rows}
    steps = [step for step in project.session.scalars(select(StepRow.id).order_by(StepRow.id)) if step not in told]
    if not steps:
        return []
    words = f"The history holds {len(steps)} steps of which the log has no entry."
    return [LogFault("unlogged", steps[0], steps[-1], words.replace("1 steps", "1 step") if len(steps) == 1 else words)]
