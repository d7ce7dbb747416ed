"""What is other now than it was at a moment: rows then and now, worked out from the steps between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from interviewcoder.project.activity import LogEntry, entries
from interviewcoder.project.changes import Image, Key, Patch, Values, unpack
from interviewcoder.project.file import Project
from interviewcoder.project.preferences import keep, preference
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import ActivityRow, StepRow
from interviewcoder.project.seeing import is_hidden

_READ_AT_ONCE = 500
_LEFT = "history.left."


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is other now: its columns then and now; None where there was, or is, no such row."""

    table: str
    key: Key
    before: Values | None
    after: Values | None

    @property
    def id(self) -> int:
        """The row's number."""
        return int(self.key[0])


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What is other now than after an entry of the log, row by row.

    `done` are the steps that were done since and hold, oldest first, by id,
    `taken_back` those that held then and don't now. Two things can't be told
    from the steps: `lost` are steps that held then, were taken back, and gave
    way to other work; `cut` are the log's entries up to the last one after
    which no earlier step was kept. Where there is a cut, `rows` tell what is
    other now than right after it.
    """

    rows: tuple[RowChange, ...]
    done: tuple[int, ...]
    taken_back: tuple[int, ...]
    lost: tuple[LogEntry, ...]
    cut: tuple[LogEntry, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the rows tell all of it."""
        return not (self.lost or self.cut)

    def of(self, table: str) -> list[RowChange]:
        """The changes of one table's rows."""
        return [row for row in self.rows if row.table == table]


def entry_at(project: Project, moment: datetime) -> int:
    """The last entry of the log up to a moment (with its time zone), by id; 0 where there was none yet."""
    until = moment.astimezone(UTC).isoformat(timespec="seconds")
    found = select(func.max(ActivityRow.id)).where(ActivityRow.at <= until)
    return project.session.scalar(found) or 0


def entry_of(project: Project, kind: str, id_: int) -> int:
    """The entry of the log with which a thing came in, by id; 0 where the log doesn't know it."""
    listed = func.json_each(ActivityRow.ids, f'$."{kind}"').table_valued("value")
    among = select(listed.c.value).where(listed.c.value == id_).exists()
    touched = ActivityRow.ids.contains(f'"{kind}"', autoescape=True)
    found = select(func.min(ActivityRow.id)).where(ActivityRow.kind == "do", touched).where(among)
    return project.session.scalar(found) or 0


def last_entry(project: Project) -> int:
    """The newest entry of work in the log, by id; 0 where there is none. An opening or an export is none."""
    return project.session.scalar(select(func.max(ActivityRow.id)).where(ActivityRow.kind != "note")) or 0


def note_leaving(project: Project) -> None:
    """Keep how far the log goes for the coder at work, who leaves the project now.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    entry = str(last_entry(project))
    name = _LEFT + project.coder.uuid
    # Where nothing was done the file isn't written.
    if preference(project, name).partition(" ")[0] != entry:
        keep(project, name, f"{entry} {datetime.now(UTC).isoformat(timespec='seconds')}")


def left_at(project: Project) -> tuple[int, datetime] | None:
    """How far the log went when the coder at work last left after work, and when that was; None where never."""
    entry, _, moment = preference(project, _LEFT + project.coder.uuid).partition(" ")
    return (int(entry), datetime.fromisoformat(moment)) if moment else None


def changes_since(project: Project, entry_id: int, tables: Iterable[str]) -> ChangesSince:
    """What is other now in these tables than right after an entry of the log (0: than at the beginning)."""
    session = project.session
    log = _log(session, after=entry_id)
    begun = max((place + 1 for place, row in enumerate(log) if row.cuts), default=0)
    # Of a step that was touched since, the first entry tells whether it held then, the last whether it holds now.
    first = {row.step_id: row.kind for row in reversed(log[begun:])}
    last = {row.step_id: row.kind for row in log[begun:]}
    done = sorted(step for step in last if last[step] != "undo" and first[step] != "undo" and step is not None)
    back = sorted(step for step in last if last[step] == "undo" and first[step] == "undo" and step is not None)
    stored = set(session.scalars(select(StepRow.id).where(StepRow.id >= back[0]))) if back else set()
    rows = _Rows(session, frozenset(tables))
    rows.go_back(done)
    rows.go_forward(taken_back := [step for step in back if step in stored])
    seen = (row for row in rows.changed() if not is_hidden(project, row.table, row.after or row.before or {}))
    return ChangesSince(
        tuple(seen),
        tuple(done),
        tuple(taken_back),
        _told(session, ActivityRow.step_id, [step for step in back if step not in stored]),
        _told(session, ActivityRow.id, [row.id for row in log[:begun]]),
    )


@dataclass(frozen=True, slots=True)
class _Logged:
    id: int
    kind: str
    step_id: int | None

    @property
    def cuts(self) -> bool:
        """Whether no step before this one was kept."""
        return self.kind == "do" and self.step_id is None


def _log(session: Session, *, after: int) -> list[_Logged]:
    columns = (ActivityRow.id, ActivityRow.kind, ActivityRow.step_id)
    found = select(*columns).where(ActivityRow.id > after).order_by(ActivityRow.id)
    return [_Logged(*row) for row in session.execute(found)]


def _told(session: Session, column: InstrumentedAttribute[Any], values: Sequence[int]) -> tuple[LogEntry, ...]:
    """Entries of the log by a column; of a step the one that did it first."""
    found: set[int] = set()
    for start in range(0, len(values), _READ_AT_ONCE):
        wanted = select(ActivityRow.id).where(column.in_(values[start : start + _READ_AT_ONCE]))
        found.update(
            session.scalars(wanted.where(ActivityRow.kind == "do") if column is ActivityRow.step_id else wanted)
        )
    return tuple(entry for entry in entries(session) if entry.id in found) if found else ()


class _Rows:
    """Rows as they are now, and as they become while steps are gone through backwards or forwards."""

    def __init__(self, session: Session, tables: frozenset[str]) -> None:
        self._session = session
        self._tables = tables
        self._now: dict[tuple[str, Key], Values | None] = {}
        self._then: dict[tuple[str, Key], Values | None] = {}

    def go_back(self, steps: Sequence[int]) -> None:
        """Go through steps that hold, given oldest first, to what was before them."""
        self._go([(image, "before") for step in reversed(self._images(steps)) for image in step])

    def go_forward(self, steps: Sequence[int]) -> None:
        """Go through steps that were taken back, given oldest first, to what was after them."""
        self._go([(image, "after") for step in self._images(steps) for image in step])

    def changed(self) -> list[RowChange]:
        """What is other in the end, table by table, older rows first."""
        found = ((place, self._then[place], self._now[place]) for place in sorted(self._then))
        return [RowChange(*place, then, now) for place, then, now in found if then != now]

    def _images(self, steps: Sequence[int]) -> list[list[Image]]:
        found = []
        for start in range(0, len(steps), _READ_AT_ONCE):
            some = list(steps[start : start + _READ_AT_ONCE])
            packed = {
                row.id: row.images
                for row in self._session.execute(select(StepRow.id, StepRow.images).where(StepRow.id.in_(some)))
            }
            found += [[image for image in unpack(packed[step]) if image.table in self._tables] for step in some]
        return found

    def _go(self, images: Sequence[tuple[Image, str]]) -> None:
        self._read({(image.table, image.key) for image, _ in images})
        for image, side in images:
            place = (image.table, image.key)
            there = self._then[place]
            gone = image.kind == ("add" if side == "before" else "remove")
            values = (image.before if side == "before" else image.after) or {}
            if gone:
                self._then[place] = None
            elif there is None:
                self._then[place] = dict(values)
            else:
                new = {name: _whole(value, there.get(name)) for name, value in values.items()}
                self._then[place] = there | new

    def _read(self, places: Iterable[tuple[str, Key]]) -> None:
        wanted: dict[str, list[Key]] = {}
        for name, key in places:
            wanted.setdefault(name, []).append(key)
        for name, keys in wanted.items():
            table = Row.metadata.tables[name]
            columns = list(table.primary_key.columns)
            for start in range(0, len(keys), _READ_AT_ONCE):
                some = [key[0] for key in keys[start : start + _READ_AT_ONCE]]
                for row in self._session.execute(select(table).where(columns[0].in_(some))).mappings():
                    self._now[name, tuple(row[column.name] for column in columns)] = dict(row)
            for key in keys:
                self._then.setdefault((name, key), self._now.setdefault((name, key), None))


def _whole(value: object, stored: object) -> object:
    """A value as it was; a long one is kept as what differs from the one that came after it."""
    return value.applied_to(stored) if isinstance(value, Patch) else value
