"""Create, open and close the one file that holds a study."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotAllowed, NotAProject, ProjectLocked, StorageFailed, WrongPassphrase
from interviewcoder.project import (
    activity,
    backup,
    chunks,
    coder_names,
    derived,
    lock,
    migrations,
    page_check,
    place,
    review_guard,
)
from interviewcoder.project.activity import LogEntry
from interviewcoder.project.changes import Changes
from interviewcoder.project.cipher import PAGE_BYTES, SALT_BYTES, Key, connect, derive_key, new_key
from interviewcoder.project.first_read import APPLICATION_ID, take_lock
from interviewcoder.project.history import History
from interviewcoder.project.hold import Hold
from interviewcoder.project.rows import Row
from interviewcoder.project.salt import read_salt
from interviewcoder.project.schema import SCHEMA_VERSION, CoderRow, ProjectRow

SUFFIX = ".icproj"
_BLOCK_BYTES = 1 << 22
_CODER_COLOURS = (
    *("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377"),
    *("#ee7733", "#44aa99", "#882255", "#999933", "#332288", "#bbbbbb"),
)

# Projects this process has open: closing any descriptor of a file drops
# POSIX locks on it, so a second opening must be refused before it touches it.
_open_here: set[Path] = set()


@dataclass(frozen=True, slots=True)
class CoderView:
    """Somebody who codes; the role is a label, see `CoderRow`."""

    id: int
    uuid: str
    name: str
    colour: str
    role: str = ""


class Project:
    """An open study. Made by `create` and `open_project`; close it, or use it in a `with`."""

    # None where nothing of it is ever written to its file: a view, a twin in memory.
    hold: Hold | None = None
    # Whether it is only looked at: `read_only.SavedState`.
    is_view = False

    def __init__(self, path: Path, engine: Engine, file: int, *, encrypted: bool) -> None:
        self.path = path
        self.encrypted = encrypted
        # Open from the lock's taking to its giving back: see `_open_here`.
        self._file = file
        # Where it is encrypted, what the recovery sheet knows the file by. Never read anew: see `_open_here`.
        self.salt = os.read(file, SALT_BYTES) if encrypted else None
        self.hold = Hold(path, file) if file >= 0 else None
        self._backing_up = Lock()
        self._engine = engine
        self.session = Session(engine)
        self.raw_connection: Any = engine.raw_connection().driver_connection  # sqlcipher3 has no types
        self.history = History(self.session)
        self._closed = False
        self.review_mark = review_guard.mark_in(self.session)
        if self.review_mark is not None:
            self.history.guard, self.history.guard_new = review_guard.refuse_change, review_guard.refuse_owed
        self.coder = self._first_coder()
        self.history.coder_uuid = self.coder.uuid

    @property
    def title(self) -> str:
        """The study's title."""
        return self.session.scalars(select(ProjectRow.title)).one()

    def op(
        self, label: str, *, undoable: bool = True, initiator: object | None = None
    ) -> AbstractContextManager[Session]:
        """Change the project; see `History.op` and `check_writable`."""
        self.check_writable()
        return self.history.op(label, undoable=undoable, initiator=initiator)

    def check_writable(self) -> None:
        """Refuse where a change can't be written, or might be written over somebody else's; see `Hold.check`.

        Raises:
            TakenOver: another machine has opened the project since.
            StorageFailed: the file was moved, replaced or deleted, or its disk is gone.
        """
        if self.hold is not None and not self.history.in_operation:
            self.hold.check()

    @property
    def may_be_written(self) -> bool:
        """Whether a change would be kept now: see `check_writable`."""
        return not self.is_view and (self.hold is None or self.hold.look().is_ours)

    def tell(self, **about: str | int) -> None:
        """Say what the operation under way is about; see `History.tell`."""
        self.history.tell(**about)

    def quiet_write(self) -> AbstractContextManager[Session]:
        """Write what is no step of a person's work; see `History.quiet_write` and `check_writable`."""
        self.check_writable()
        return self.history.quiet_write()

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None when there is nothing."""
        return self.history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None when there is nothing."""
        return self.history.redo_label

    def undo(self, initiator: object | None = None) -> Changes:
        """Take the last operation back; see `History.undo`."""
        self.check_writable()
        return self.history.undo(initiator)

    def redo(self, initiator: object | None = None) -> Changes:
        """Do the last undone operation again; see `History.redo`."""
        self.check_writable()
        return self.history.redo(initiator)

    def go_to(self, step_id: int | None, initiator: object | None = None) -> Changes | None:
        """Go to how the project was just after a step; see `History.go_to`."""
        self.check_writable()
        return self.history.go_to(step_id, initiator)

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Hear of each change; returns what ends that."""
        return self.history.subscribe(listener)

    def log(self) -> list[LogEntry]:
        """The activity log, oldest first."""
        return activity.entries(self.session)

    def work_as(self, name: str) -> CoderView:
        """Code under this name from now on, as a new coder if there is none of it; capitals don't count."""
        name = coder_names.tidy(name)
        if not name:
            raise NameTaken("A coder needs a name.", "Write the name that should stand beside the codings.")
        known = sorted(self.session.scalars(select(CoderRow)), key=lambda row: (row.name != name, row.id))
        row = next((row for row in known if coder_names.alike(row.name) == coder_names.alike(name)), None)
        if self.review_mark is not None:
            review_guard.refuse_other(self.review_mark, row.uuid if row is not None else "")
        row = row or self.add_coder(name)
        self.coder = CoderView(row.id, row.uuid, row.name, row.colour, row.role)
        self.history.coder_uuid = row.uuid
        return self.coder

    def back_up(self) -> backup.Backup:
        """Copy the project as last saved into its backup folder; may be called from any thread.

        Raises:
            StorageFailed: the backup can't be written.
        """
        with self._backing_up:
            if self._closed:
                raise StorageFailed("The project was closed before its backup was made.")
            return backup.back_up(self.path, self._file, lambda: self.history.commits)

    def has_passphrase(self, passphrase: str) -> bool:
        """Whether this is the passphrase of the project's file, though the file is open; takes as long as an opening.

        Raises:
            StorageFailed: the project is closed.
        """
        with self._backing_up:
            if self._closed:
                raise StorageFailed("The project is closed.")
            os.lseek(self._file, 0, os.SEEK_SET)
            return self.encrypted and page_check.fits(passphrase, os.read(self._file, PAGE_BYTES))

    def blocks(self) -> Iterator[bytes]:
        """The file's bytes as they lie on the disk, some megabytes at a time; from any thread.

        Raises:
            StorageFailed: the project is closed.
        """
        at = 0
        while True:
            with self._backing_up:
                if self._closed:
                    raise StorageFailed("The project is closed.")
                os.lseek(self._file, at, os.SEEK_SET)
                block = os.read(self._file, _BLOCK_BYTES)
            if not block:
                return
            at += len(block)
            yield block

    def close(self) -> None:
        """Close the file and give its lock back; closing twice is fine."""
        with self._backing_up:
            if self._closed:
                return
            self._closed = True
        self.session.close()
        self._engine.dispose()
        os.close(self._file)
        _open_here.discard(self.path)
        lock.remove_note(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _first_coder(self) -> CoderView:
        # A review copy is its recipient's.
        recipient = "" if self.review_mark is None else self.review_mark.coder_uuid
        row = self.session.scalars(select(CoderRow).order_by(CoderRow.uuid != recipient, CoderRow.id)).first()
        assert row is not None
        return CoderView(row.id, row.uuid, row.name, row.colour, row.role)

    def add_coder(self, name: str, *, colour: str = "", role: str = "") -> CoderRow:
        """Add a coder, in the colour that fewest have where none is given; the door is `project.coders`."""
        with self.quiet_write() as session:
            taken = session.scalars(select(CoderRow.colour)).all()
            colour = colour or min(_CODER_COLOURS, key=taken.count)
            session.execute(insert(CoderRow).values(name=name, colour=colour, role=role))
        return self.session.scalars(select(CoderRow).where(CoderRow.name == name)).one()


def rename_project(project: Project, title: str) -> None:
    """Give the study another title."""
    with project.op("Rename project") as session:
        row = session.scalars(select(ProjectRow)).one()
        before, row.title = row.title, title.strip() or project.path.stem
        project.tell(before=before, after=row.title)


def create(path: Path, *, title: str, passphrase: str | None, coder: str = "") -> Project:
    """Make a new project file and open it.

    Without a passphrase the file is not encrypted. `coder` is who works in it
    first; the name of the machine's user where it is empty.

    Raises:
        NameTaken: there is a file of that name.
        StorageFailed: the folder is missing or can't be written.
    """
    path = place.absolute(path)
    if passphrase is not None and not passphrase.strip():
        raise NotAllowed("The passphrase is empty.", "Write one, or choose to have the project not encrypted.")
    place.claim(path)
    key = None if passphrase is None else new_key(passphrase)
    engine = connect(path, key)
    try:
        lock.write_note(path)
        with engine.begin() as connection:
            Row.metadata.create_all(connection)
            derived.install(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            now = datetime.now(UTC).isoformat(timespec="seconds")
            values = {"title": title.strip() or path.stem, "created_at": now, "log_key": secrets.token_bytes(32)}
            connection.execute(insert(ProjectRow).values(values))
            connection.execute(
                insert(CoderRow).values(name=coder_names.tidy(coder) or lock.user_name(), colour=_CODER_COLOURS[0])
            )
    except BaseException:
        engine.dispose()
        path.unlink(missing_ok=True)
        lock.remove_note(path)
        raise
    _open_here.add(path)
    return Project(path, engine, _open_for_copying(path), encrypted=key is not None)


def is_open_here(path: Path) -> bool:
    """Whether this process has a project open. Nothing else may open its file then: closing it drops the lock."""
    return place.absolute(path) in _open_here


def needs_passphrase(path: Path) -> bool:
    """Whether a project file is encrypted.

    Raises:
        NotAProject: there is no file, or it is too short to be one.
    """
    path = place.absolute(path)
    return path not in _open_here and read_salt(path) is not None


def open_project(
    path: Path,
    *,
    passphrase: str | None = None,
    key: Key | None = None,
    take_over: bool = False,
    even_expired: bool = False,
) -> Project:
    """Open a project to work in it.

    `key` is what a recovery code gave (`recovery.key_of`), in the place of a passphrase; it is wiped. `take_over`
    opens it although a note says that another machine has it; `even_expired` a review copy after its last day, to take
    back what is in it.

    Raises:
        NotAProject: the file is none, or damaged.
        WrongPassphrase: it is missing or doesn't fit.
        ProjectLocked: somebody else has it open.
        ProjectTooNew: a later version of the program wrote it.
        StorageFailed: the folder can't be written.
        NotAllowed: it is a review copy and its last day is over.
    """
    path = place.absolute(path)
    if path in _open_here:
        raise lock.held_by(path)
    salt = read_salt(path)
    lock.refuse_read_only(path)
    if not take_over:
        lock.refuse_if_held_elsewhere(path)
    if salt is None:
        key = None
    elif key is None:
        if not passphrase:
            raise _locked_or_encrypted(path)
        key = derive_key(passphrase, salt)
    passed_over = lock.holder_of(path)
    engine = connect(path, key)
    file = _open_for_copying(path)
    try:
        take_lock(engine, path, encrypted=salt is not None)
        lock.write_note(path)
        place.drop_unfinished(path)
        _migrate(engine, path, file)
        migrations.check_tables(engine, path.name)
        project = Project(path, engine, file, encrypted=salt is not None)
        if project.review_mark is not None and not even_expired:
            review_guard.refuse_expired(project.review_mark, path.name, datetime.now().date())
    except BaseException:
        engine.dispose()
        os.close(file)
        lock.remove_note(path)
        raise
    _open_here.add(path)
    if project.hold is not None:
        project.hold.passed_over = passed_over
    # On a full disk they stay until there is room, in a damaged file for good: neither keeps anybody from their work.
    with suppress(StorageFailed, NotAProject):
        for uuid in chunks.orphans(project.session):
            chunks.discard(project.quiet_write, uuid)
    return project


def _locked_or_encrypted(path: Path) -> Exception:
    """Why a project doesn't open without its passphrase: who has it open is said before anybody types one."""
    engine = connect(path, None)
    try:
        take_lock(engine, path, encrypted=True)
    except ProjectLocked as error:
        return error
    except WrongPassphrase:
        pass
    finally:
        engine.dispose()
    return WrongPassphrase(f"“{path.name}” is encrypted: it needs its passphrase.", "Give the passphrase.")


def _migrate(engine: Engine, path: Path, file: int) -> None:
    version = migrations.version_of(engine)
    if version < SCHEMA_VERSION:
        backup.back_up(path, file, lambda: 0)
        migrations.migrate(engine, version)


def _open_for_copying(path: Path) -> int:
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
