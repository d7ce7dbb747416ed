"""One door for every change: one transaction, one undo step, one log entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, event, inspect, select
from sqlalchemy.orm import InstanceState, Mapper, Session

from interviewcoder.errors import NothingToRedo, NothingToUndo
from interviewcoder.project import activity
from interviewcoder.project.changes import (
    Changes,
    Image,
    Key,
    Recorder,
    Values,
    has_patches,
    ids_of,
    lean,
    pack,
    unpack,
    whole,
)
from interviewcoder.project.images import apply, complete, stored, stored_of, update_all
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import (
    ActivityRow,
    CoderRow,
    MediaChunkRow,
    MediaRow,
    PreferenceRow,
    ReviewCopyRow,
    SharingRow,
    SoundRow,
    StaleSourceRow,
    StepRow,
    TallyRow,
    TaskBlockRow,
    TaskRow,
    TombstoneRow,
)

Listener = Callable[[Changes], None]

# Rows that are not part of what a person does and undoes.
_UNRECORDED = (
    StepRow,
    ActivityRow,
    MediaChunkRow,
    CoderRow,
    SoundRow,
    TaskRow,
    TaskBlockRow,
    TallyRow,
    StaleSourceRow,
    PreferenceRow,
    ReviewCopyRow,
    SharingRow,
    TombstoneRow,
)


class WriteOutsideOperation(RuntimeError):
    """A fault of ours: something wrote to the project without `op()`."""


class History:
    """Records the operations of one session, takes them back and does them again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._listeners: list[Listener] = []
        self._recorder: Recorder | None = None
        self.coder_uuid = ""
        # May refuse to change or delete a row that was stored before, by its key; see `review_guard`.
        self.guard: Callable[[Key], None] | None = None
        # May refuse to add a row, by its table.
        self.guard_new: Callable[[str], None] | None = None
        # Odd while a commit is under way, so that a backup knows its copy is whole.
        self.commits = 0
        session.info["history"] = self
        event.listen(session, "before_flush", self._refuse_outside_operation)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def op(self, label: str, *, undoable: bool = True, initiator: object | None = None) -> Iterator[Session]:
        """Change the project: all of the block, or nothing of it.

        An operation inside another joins it. Nothing changed means no step and
        no entry. With `undoable=False` no earlier step can be undone either.

        Raises:
            StorageFailed: the disk is full or can't be written; nothing changed.
        """
        if self._recorder is not None:
            yield self._session
            return
        recorder = self._recorder = Recorder()
        try:
            self._connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            yield self._session
            self._session.flush()
            images = list(recorder.images.values())
            if images:
                self._keep(label, images, recorder.about, undoable=undoable)
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._recorder = None
        if images:
            self.announce(Changes(label, ids_of(images), initiator, recorder.about))

    def tell(self, **about: str | int) -> None:
        """Say, inside an operation, what it is about, in names and numbers: the history is told with them.

        What an outer operation says later stands over what an inner one said.
        """
        if self._recorder is None:
            raise WriteOutsideOperation("only an operation is about something")
        self._recorder.about.update(about)

    @contextmanager
    def quiet_write(self) -> Iterator[Session]:
        """Write, by statements alone, what is no step of a person's work. Inside an operation it joins that.

        Raises:
            StorageFailed: the disk is full or can't be written; nothing changed.
        """
        if self._recorder is not None:
            yield self._session
            return
        try:
            yield self._session
            self._commit()
        except BaseException:
            self._roll_back()
            raise

    @property
    def in_operation(self) -> bool:
        """Whether a change of the project is under way."""
        return self._recorder is not None

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._session.scalar(
            select(StepRow.label).where(StepRow.undone.is_(False)).order_by(StepRow.id.desc()).limit(1)
        )

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._session.scalar(select(StepRow.label).where(StepRow.undone).order_by(StepRow.id).limit(1))

    def undo(self, initiator: object | None = None) -> Changes:
        """Take the last operation back.

        Raises:
            NothingToUndo: there is none.
        """
        step = self._session.scalar(
            select(StepRow).where(StepRow.undone.is_(False)).order_by(StepRow.id.desc()).limit(1)
        )
        if step is None:
            raise NothingToUndo("There is nothing to undo.")
        return self._travel([step], undone=True, initiator=initiator)

    def redo(self, initiator: object | None = None) -> Changes:
        """Do the last undone operation again.

        Raises:
            NothingToRedo: nothing was undone, or something else was done since.
        """
        step = self._session.scalar(select(StepRow).where(StepRow.undone).order_by(StepRow.id).limit(1))
        if step is None:
            raise NothingToRedo("There is nothing to redo.")
        return self._travel([step], undone=False, initiator=initiator)

    def go_to(self, step_id: int | None, initiator: object | None = None) -> Changes | None:
        """Take back, or do again, whatever lies between now and just after a step; None: before the first.

        All in one transaction. None where the project is there already.

        Raises:
            NothingToUndo: there is no such step any more.
        """
        if step_id is not None and self._session.get(StepRow, step_id) is None:
            raise NothingToUndo(
                "This step is no longer in the history.", "It was taken back, and then other work was done."
            )
        until = step_id or 0
        done_since = select(StepRow).where(StepRow.undone.is_(False), StepRow.id > until).order_by(StepRow.id.desc())
        if steps := list(self._session.scalars(done_since)):
            return self._travel(steps, undone=True, initiator=initiator)
        undone_before = select(StepRow).where(StepRow.undone, StepRow.id <= until).order_by(StepRow.id)
        if steps := list(self._session.scalars(undone_before)):
            return self._travel(steps, undone=False, initiator=initiator)
        return None

    def _keep(self, label: str, images: list[Image], about: Mapping[str, str | int], *, undoable: bool) -> None:
        images = lean(images, stored="after")
        packed = pack(images)
        digest = activity.digest(self._session, packed)
        self._session.query(StepRow).filter(StepRow.undone if undoable else StepRow.id > 0).delete()
        step_id = None
        if undoable:
            step = StepRow(
                label=label,
                images=_without_added_values(images, packed),
                media_uuids=_media_uuids(images),
                about=json.dumps(about, ensure_ascii=False) if about else "",
            )
            self._session.add(step)
            self._session.flush()
            step_id = step.id
        activity.append(self._session, self.coder_uuid, label, "do", step_id, ids_of(images), digest)
        self._session.flush()

    def _travel(self, steps: Sequence[StepRow], *, undone: bool, initiator: object | None) -> Changes:
        """Apply steps' images, backwards or forwards, in one transaction. Said is the last one's label."""
        label, about = steps[-1].label, about_of(steps[-1])
        touched: dict[str, frozenset[int]] = {}
        self._recorder = Recorder()  # opens the door; what is applied goes round the mapper
        try:
            self._connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for step in steps:
                for kind, ids in self._apply_step(step, undone=undone).items():
                    touched[kind] = touched.get(kind, frozenset()) | ids
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._recorder = None
        changes = Changes(label, touched, initiator, about)
        self.announce(changes)
        return changes

    def _apply_step(self, step: StepRow, *, undone: bool) -> dict[str, frozenset[int]]:
        connection = self._connection()
        images = unpack(step.images)
        images = [whole(i, stored_of(connection, i)) if has_patches(i) else i for i in images]
        apply(connection, images, backwards=undone)
        images = lean(images, stored="before" if undone else "after")
        packed = pack(images)
        digest = activity.digest(self._session, packed)
        step.undone = undone
        step.images = packed if undone else _without_added_values(images, packed)
        kind = "undo" if undone else "redo"
        activity.append(self._session, self.coder_uuid, step.label, kind, step.id, ids_of(images), digest)
        self._session.flush()
        return ids_of(images)

    def _connection(self) -> Connection:
        return self._session.connection()

    def _commit(self) -> None:
        self.commits += 1
        try:
            self._session.commit()
        finally:
            self.commits += 1
        # Rows are read anew by whoever needs them next; none outlives an operation.
        self._session.expunge_all()

    def _roll_back(self) -> None:
        self._session.rollback()
        self._session.expunge_all()

    def announce(self, changes: Changes) -> None:
        """Tell every listener of a change; what goes through `op` is announced by itself."""
        for listener in list(self._listeners):
            listener(changes)

    def _refuse_outside_operation(self, session: Session, *_: object) -> None:
        if self._recorder is None and (session.new or session.dirty or session.deleted):
            raise WriteOutsideOperation("a change to the project goes through op()")

    def change_rows(self, kind: type[Row], changes: Sequence[tuple[int, Values, Values]]) -> None:
        """Change many rows at once, inside an operation: going through the mapper row by row takes five times as long.

        Each is told by its id, the values that are changed as they are stored, and the new ones.

        Raises:
            NotAllowed: this is a review copy, and one of them was in it when it was made.
        """
        if self._recorder is None:
            raise WriteOutsideOperation("a change to the project goes through op()")
        table = kind.__table__
        assert isinstance(table, Table)
        for id_, before, after in changes:
            if self.guard is not None:
                self.guard((id_,))
            self._recorder.changed(table.name, (id_,), before, after)
        update_all(self._connection(), ((table.name, (id_,), after) for id_, _, after in changes))
        for row in self._session.identity_map.values():
            if isinstance(row, kind):
                self._session.expire(row)

    def record(self, mapper: Mapper[Any], connection: Connection, row: Row, kind: str) -> None:
        """Take the image of one row as the mapper writes it."""
        if self._recorder is None or isinstance(row, _UNRECORDED):
            return
        table = mapper.local_table
        assert isinstance(table, Table)
        state = inspect(row)
        key: Key = tuple(mapper.primary_key_from_instance(row))
        if self.guard is not None and kind != "add":
            self.guard(key)
        if self.guard_new is not None and kind == "add":
            self.guard_new(table.name)
        if kind == "add":
            values = {name: value for name, value in state.dict.items() if name in table.c}
            self._recorder.added(table.name, key, complete(table, values))
        elif kind == "remove":
            self._recorder.removed(table.name, key, stored(connection, table, key))
        else:
            changed = _changed(state)
            if changed:
                after = {name: value for name, (value, _) in changed.items()}
                # What wasn't read before it was set has to be read now; reading it all would take as long again.
                known = {} if all(old for _, old in changed.values()) else stored(connection, table, key)
                before = {name: known[name] if known else old[0] for name, (_, old) in changed.items()}
                self._recorder.changed(table.name, key, before, after)


def about_of(step: StepRow) -> dict[str, str | int]:
    """What a step was about, in names and numbers."""
    return json.loads(step.about) if step.about else {}


def _record(kind: str) -> Callable[[Mapper[Any], Connection, Row], None]:
    def listener(mapper: Mapper[Any], connection: Connection, row: Row) -> None:
        session = Session.object_session(row)
        history = session.info.get("history") if session is not None else None
        if history is not None:
            history.record(mapper, connection, row, kind)

    return listener


# `before_` for changes and removals: the table still holds the old values then.
event.listen(Row, "after_insert", _record("add"), propagate=True)
event.listen(Row, "before_update", _record("change"), propagate=True)
event.listen(Row, "before_delete", _record("remove"), propagate=True)


def _changed(state: InstanceState[Any]) -> dict[str, tuple[Any, list[Any]]]:
    """The new value of each changed column, and the old one where it is known."""
    # Only what was set can have changed: asking all attributes takes many times as long.
    histories = {name: state.attrs[name].history for name in state.committed_state}
    return {
        name: (state.attrs[name].value, list(history.deleted))
        for name, history in histories.items()
        if history.has_changes()
    }


def _without_added_values(images: list[Image], packed: bytes) -> bytes:
    """Pack images for the history: a row that is there needs no copy of itself in it. `packed` holds them all."""
    if not any(image.kind == "add" for image in images):
        return packed
    return pack([Image(i.table, i.key, i.kind, i.before, None if i.kind == "add" else i.after) for i in images])


def _media_uuids(images: list[Image]) -> str:
    rows = [image.before or image.after or {} for image in images if image.table == MediaRow.__tablename__]
    return " ".join(str(row["uuid"]) for row in rows if "uuid" in row)
