"""A project that is looked at without being opened: its last saved state, in memory, while somebody else may have it.

It takes no lock, writes no file and leaves nothing behind. Its rows are read
in a moment between two saves (`saved_state`); recordings are not among them.
What the window remembers of itself goes into this memory, and with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed, StorageFailed, WrongPassphrase
from interviewcoder.project import file, lock, page_check, place, recovery, review_guard, saved_state
from interviewcoder.project.cipher import PAGE_BYTES, Key, derive_key
from interviewcoder.project.file import Project
from interviewcoder.project.lock import Holder
from interviewcoder.project.salt import read_salt
from interviewcoder.project.saved_state import SavedRows
from interviewcoder.project.schema import PreferenceRow
from interviewcoder.project.storage import as_file_error

_KEPT = PreferenceRow
_BLOCK_BYTES = 1 << 22


class SavedState(Project):
    """The last saved state of a project, to be read. `holder` is who had it open then; None where nobody had.

    Nothing can be changed: `op` and its kin raise `NotAllowed`. `quiet_write`
    goes into memory and is gone with it.
    """

    is_view = True

    def __init__(self, path: Path, rows: SavedRows, key: Key | None, holder: Holder | None) -> None:
        self._may_change = False
        self._key = key
        self.holder, self.stamp = holder, rows.stamp
        super().__init__(path, rows.engine, -1, encrypted=False)
        self.encrypted = key is not None
        self.salt = None if key is None else key.salt

    @property
    def saved_at(self) -> datetime:
        """When the state that is shown was saved, local time."""
        return self.stamp.at

    def check_writable(self) -> None:
        """Refuse: nothing that is done here could be kept.

        Raises:
            NotAllowed: always, but while `changing`.
        """
        if not self._may_change:
            raise self._refusal()

    def quiet_write(self) -> AbstractContextManager[Session]:
        """Write into this memory alone; see `History.quiet_write`."""
        return self.history.quiet_write()

    def back_up(self) -> NoReturn:
        """Refuse: a backup is the business of whoever works in the project."""
        raise self._refusal()

    def has_passphrase(self, passphrase: str) -> bool:
        """Whether this is the passphrase of the file as it is now; takes as long as an opening.

        Raises:
            StorageFailed: the file can't be read.
        """
        try:
            with self.path.open("rb") as there:
                return self.encrypted and page_check.fits(passphrase, there.read(PAGE_BYTES))
        except OSError as error:
            raise as_file_error(error, self.path.name) from error

    def blocks(self) -> Iterator[bytes]:
        """The file's bytes as they lie on the disk now, some megabytes at a time.

        Raises:
            StorageFailed: the file can't be read.
        """
        try:
            with self.path.open("rb") as there:
                while block := there.read(_BLOCK_BYTES):
                    yield block
        except OSError as error:
            raise as_file_error(error, self.path.name) from error

    def again(self) -> SavedState:
        """What is saved now, by the same key, with what the window remembers of itself; this one stays as it is.

        Raises:
            WrongPassphrase: the file has another passphrase by now.
            InterviewCoderError: as `open_read_only`.
        """
        newer = _opened(self.path, None if self._key is None else self._key.copy())
        remembered = self.session.execute(select(_KEPT.name, _KEPT.value).where(_KEPT.name.startswith("window."))).all()
        with newer.quiet_write() as session:
            for name, value in remembered:
                session.execute(delete(_KEPT).where(_KEPT.name == name))
                session.execute(insert(_KEPT).values(name=name, value=value))
        return newer

    def open_to_work(self) -> Project:
        """Open the project itself, by the same key, if nobody has it any more; this one stays as it is.

        Raises:
            ProjectLocked: somebody has it.
            InterviewCoderError: as `file.open_project`.
        """
        if self._key is None:
            return file.open_project(self.path)
        if read_salt(self.path) != self._key.salt:
            raise _other_passphrase(self.path)
        return file.open_project(self.path, key=self._key.copy())

    def key_literal(self) -> bytearray:
        """The key as SQLCipher takes it, empty where there is none; whoever asks wipes it."""
        return bytearray() if self._key is None else self._key.literal()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Let this memory be changed: for what has to be taken out of it before anybody looks."""
        self._may_change = True
        try:
            yield
        finally:
            self._may_change = False

    @contextmanager
    def recordings(self) -> Iterator[str]:
        """Let recordings be read out of the file, as it is: gives the schema in which `media_chunk` is meanwhile.

        Raises:
            StorageFailed: the file was saved since it was read.
        """
        self.session.rollback()
        if saved_state.stamp_of(self.path) != self.stamp:
            raise StorageFailed(f"“{self.path.name}” was saved meanwhile.", "Read it once more.")
        with saved_state.attached(self.raw_connection, self.path, self._key):
            yield saved_state.SCHEMA

    def close(self) -> None:
        """Let go of the memory and of the key; the file isn't touched. Closing twice is fine."""
        self.session.close()
        self._engine.dispose()
        if self._key is not None:
            self._key.wipe()

    def _refusal(self) -> NotAllowed:
        if self.holder is not None:
            return NotAllowed(
                f"This is a read-only view of “{self.path.name}”, as it was saved at {self.saved_at:%H:%M}:"
                f" nothing can be changed in it. {self.holder} has the project open.",
                "When they have closed it, you can work in it.",
            )
        return NotAllowed(
            f"This is a read-only view of “{self.path.name}”: nothing can be changed in it.",
            "Open the project itself to work in it; where its place can't be written, copy it to a folder of your own.",
        )


def open_read_only(
    path: Path, *, passphrase: str | None = None, key: Key | None = None, even_expired: bool = False
) -> SavedState:
    """Read the last saved state of a project, whoever has it open; `key` is used up.

    Files of earlier versions are brought up to this one in memory. `even_expired` reads a review copy after its last
    day, to take back what is in it.

    Raises:
        NotAProject: the file is none, or damaged.
        WrongPassphrase: it is missing or doesn't fit.
        ProjectLocked: it is open in this very process.
        ProjectTooNew: a later version of the program wrote it.
        NotAllowed: it is a review copy whose last day is over.
        StorageFailed: the file can't be read, or is being saved all the time.
    """
    path = place.absolute(path)
    if file.is_open_here(path):
        # Reading the file would drop the lock of the opening.
        raise lock.held_by(path)
    salt = read_salt(path)
    if salt is None:
        key = None
    elif key is None:
        if not passphrase:
            raise WrongPassphrase(f"“{path.name}” is encrypted: it needs its passphrase.", "Give the passphrase.")
        key = derive_key(passphrase, salt)
    return _opened(path, key, even_expired=even_expired)


def open_with(path: Path, secret: str | None) -> SavedState:
    """The same by what a person gave: the project's passphrase or its recovery code.

    Raises:
        InterviewCoderError: as `open_read_only`, and `recovery.key_of` of a code.
    """
    if secret is not None and recovery.is_code(secret):
        return open_read_only(path, key=recovery.key_of(path, secret))
    return open_read_only(path, passphrase=secret)


def _opened(path: Path, key: Key | None, *, even_expired: bool = False) -> SavedState:
    holder = lock.holder_of(path)
    try:
        if read_salt(path) != (None if key is None else key.salt):
            raise _other_passphrase(path)
        view = SavedState(path, saved_state.read(path, key), key, None if holder is None or holder.is_gone else holder)
    except BaseException:
        if key is not None:
            key.wipe()
        raise
    try:
        if view.review_mark is not None and not even_expired:
            review_guard.refuse_expired(view.review_mark, path.name, date.today())
    except BaseException:
        view.close()
        raise
    return view


def _other_passphrase(path: Path) -> WrongPassphrase:
    return WrongPassphrase(f"“{path.name}” has another passphrase than before.", "Give the passphrase it has now.")
