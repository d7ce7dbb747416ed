"""Change the passphrase of a closed project, encrypt it or take its encryption away; its backups likewise.

A new file with a fresh salt grows beside the old one, is compared with it, and takes its place in one step of the
file system: whatever ends the program, the old or the new one is there, whole. The new passphrase's key is one for
the project and its backups, so a backup that has another salt is one that the change didn't reach.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from interviewcoder.errors import InterviewCoderError, NotAllowed, WrongPassphrase
from interviewcoder.project import activity, backup, file, lock, place, recovery, rewriting
from interviewcoder.project.cipher import SALT_BYTES, Key, connect, derive_key, new_key
from interviewcoder.project.rewriting import Watch
from interviewcoder.project.salt import read_salt

# What opens a file: a passphrase, a key of a recovery code, or nothing where it isn't encrypted.
Secret = str | Key | None


@dataclass(frozen=True, slots=True)
class LeftBackup:
    """A backup that is as it was, and why."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What a change of encryption did. `left` opens with what it opened with before, or not at all."""

    path: Path
    encrypted: bool
    renewed: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    left: tuple[LeftBackup, ...] = field(default=())


def change_passphrase(
    path: Path, old: str | Key, new: str, *, remove_backups: bool = False, watch: Watch | None = None
) -> Rekeyed:
    """Give an encrypted project another passphrase, and so a fresh salt and another recovery code.

    `old` may also be the recovery code, or its key. Backups are written anew likewise, or removed. Stopped before the
    project itself was replaced, nothing is changed; stopped later, the backups that are left are listed.

    Raises:
        NotAllowed: the new passphrase is empty, or the project isn't encrypted.
        WrongPassphrase: the old one doesn't open it.
        ProjectLocked: it is open, here or elsewhere.
        StorageFailed: the folder can't be written, or the disk has too little room.
        Cancelled: the person stopped it.
    """
    _refuse_empty(new)
    _refuse_unless(path, encrypted=True)
    return _rekey(path, old, new_key(new), "Change passphrase", remove_backups, watch or Watch())


def encrypt(path: Path, new: str, *, remove_backups: bool = False, watch: Watch | None = None) -> Rekeyed:
    """Encrypt a project that isn't; see `change_passphrase`."""
    _refuse_empty(new)
    _refuse_unless(path, encrypted=False)
    return _rekey(path, None, new_key(new), "Encrypt project", remove_backups, watch or Watch())


def decrypt(path: Path, old: str | Key, *, remove_backups: bool = False, watch: Watch | None = None) -> Rekeyed:
    """Take a project's encryption away, but not a review copy's; see `change_passphrase`."""
    _refuse_unless(path, encrypted=True)
    return _rekey(path, old, None, "Remove encryption", remove_backups, watch or Watch())


def stale_backups(project_path: Path, salt: bytes | None) -> list[Path]:
    """The copies in a project's backup folder that another passphrase opens than the project, or none at all.

    `salt` is the project's (`Project.salt`; None for one that isn't encrypted).
    """
    return [path for path in backup.copies(project_path) if _salt_or_none(path) != salt]


def remove_stale_backups(project_path: Path, salt: bytes | None) -> tuple[Path, ...]:
    """Remove those copies, and return which they were."""
    gone = stale_backups(project_path, salt)
    for path in gone:
        rewriting.discard(path)
    return tuple(gone)


def _refuse_empty(passphrase: str) -> None:
    if not passphrase.strip():
        raise NotAllowed("The new passphrase is empty.", "Write one. Nothing was changed.")


def _refuse_unless(path: Path, *, encrypted: bool) -> None:
    path = place.absolute(path)
    if file.is_open_here(path):
        raise lock.held_by(path)
    if file.needs_passphrase(path) == encrypted:
        return
    if encrypted:
        raise NotAllowed(f"“{path.name}” isn't encrypted.", "Encrypt it first; that gives it a passphrase.")
    raise NotAllowed(f"“{path.name}” is encrypted already.", "Its passphrase can be changed.")


def _rekey(path: Path, old: Secret, new: Key | None, label: str, remove_backups: bool, watch: Watch) -> Rekeyed:
    path = place.absolute(path)
    olds = _Keys(recovery.key_of(path, old) if isinstance(old, str) and recovery.is_code(old) else old)
    try:
        _replace(path, olds, new, label, watch)
        return _renew_backups(path, olds, new, watch, remove=remove_backups)
    finally:
        olds.wipe()
        if new is not None:
            new.wipe()


def _replace(path: Path, olds: _Keys, new: Key | None, label: str, watch: Watch) -> None:
    """Write the project anew and put it in its place; the old one is locked for the whole time."""
    salt = read_salt(path)
    key = None if salt is None else olds.for_salt(salt)
    # Opened as everybody opens it: locked, its note beside it, brought to today's version, the crash of before mended.
    project = file.open_project(path, key=key)
    try:
        if new is None and project.review_mark is not None:
            raise NotAllowed(
                "A review copy stays encrypted.", "It holds others’ words. Give it another passphrase if you like."
            )
        project.session.close()
        partial = place.unfinished(path)
        with rewriting.removed_unless_done(partial):
            rewriting.write_anew(project.raw_connection, path, partial, new, watch)
            _note(partial, new, project.coder.uuid, label)
            rewriting.put(partial, path, before=project.close if os.name == "nt" else None)
    finally:
        project.close()


def _note(partial: Path, key: Key | None, coder_uuid: str, label: str) -> None:
    """Say in the new file's log what was done: in the old one's it would stand also where it failed."""
    engine = connect(partial, None if key is None else key.copy())
    try:
        with Session(engine) as session, session.begin():
            activity.note(session, coder_uuid, label, {})
    finally:
        engine.dispose()


def _renew_backups(path: Path, olds: _Keys, new: Key | None, watch: Watch, *, remove: bool) -> Rekeyed:
    renewed, removed, left = [], [], []
    backup.drop_leftovers(path)
    for copy in backup.copies(path):
        try:
            if remove:
                rewriting.discard(copy)
                removed.append(copy)
            else:
                _renew_backup(copy, olds, new, watch)
                renewed.append(copy)
        except InterviewCoderError as error:
            left.append(LeftBackup(copy, error.message))
    return Rekeyed(path, new is not None, tuple(renewed), tuple(removed), tuple(left))


def _renew_backup(path: Path, olds: _Keys, new: Key | None, watch: Watch) -> None:
    salt = read_salt(path)
    if salt == (None if new is None else new.salt):
        return
    engine = connect(path, None if salt is None else olds.for_salt(salt))
    partial = place.unfinished(path)
    try:
        with rewriting.removed_unless_done(partial), engine.connect() as connection:
            rewriting.write_anew(connection.connection.driver_connection, path, partial, new, watch)
            rewriting.put(partial, path, before=engine.dispose if os.name == "nt" else None)
    except InterviewCoderError:
        raise
    except Exception as error:  # the driver's own classes, told apart by their words
        if "not a database" not in str(error).lower():
            raise
        raise WrongPassphrase(f"The old passphrase doesn't open “{path.name}”, or it is damaged.") from error
    finally:
        engine.dispose()


def _salt_or_none(path: Path) -> bytes | None:
    with suppress(InterviewCoderError):
        return read_salt(path)
    return secrets.token_bytes(SALT_BYTES)


class _Keys:
    """The old keys, one for each salt: each is derived once."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret
        self._keys: dict[bytes, Key] = {}

    def for_salt(self, salt: bytes) -> Key:
        """A key for a file of this salt, to be used up."""
        if salt not in self._keys:
            if self._secret is None or (isinstance(self._secret, Key) and self._secret.salt != salt):
                raise WrongPassphrase("What opened the project doesn't open this copy: it has another passphrase.")
            secret = self._secret
            self._keys[salt] = secret.copy() if isinstance(secret, Key) else derive_key(secret, salt)
        return self._keys[salt].copy()

    def wipe(self) -> None:
        for key in self._keys.values():
            key.wipe()
