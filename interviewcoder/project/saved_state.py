"""Read what was last saved of a project that somebody else may be writing, into memory: no lock, no file of its own.

SQLite is told that the file doesn't change (`immutable`), so it asks for no
lock and looks at no journal; that it didn't change is checked here, before
and after. What was read between two saves is one state of the study.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from interviewcoder.errors import InterviewCoderError, NotAProject, StorageFailed
from interviewcoder.project import derived, journal, migrations
from interviewcoder.project.cipher import Key, connect
from interviewcoder.project.first_read import check_kind, opening_error
from interviewcoder.project.key_memory import wipe
from interviewcoder.project.storage import as_file_error

SCHEMA = "saved"
# In an address of SQLite's; all other bytes are written in digits.
_AS_THEY_ARE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-~")
# Recordings, and what is to be done with them: neither is looked at in a view.
_LEFT_OUT = frozenset(("media_chunk", "task", "task_block", "stale_source"))
_TRIES = 12
_PAUSE_S = 0.25
# Two saves within one tick of the file's clock would bear one time. FAT counts in twos of seconds.
_TICK_S = 0.012
_COARSE_TICK_S = 2.05
_OLD_S = 3600.0


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one saved state of a file from the next, without reading it."""

    file: tuple[int, int]
    size_bytes: int
    changed_ns: int

    @property
    def at(self) -> datetime:
        """When it was saved, local time."""
        return datetime.fromtimestamp(self.changed_ns / 1e9)


@dataclass(frozen=True, slots=True)
class SavedRows:
    """A saved state in memory: all rows but recordings, in the tables of today. Whoever gets it disposes of it."""

    engine: Engine
    stamp: Stamp


class _Changed(Exception):
    """The file was saved meanwhile: what was read may be of two states."""


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file as it is now; None while a save is under way.

    It isn't opened. A file on a network drive is as the machine last heard of it.

    Raises:
        NotAProject: there is no file.
        StorageFailed: it can't be reached.
    """
    try:
        if journal.is_hot(path):
            return None
        there = path.stat()
    except FileNotFoundError as error:
        raise NotAProject(f"There is no file “{path}” any more.", "Check whether it was moved or renamed.") from error
    except OSError as error:
        raise as_file_error(error, path.name) from error
    return Stamp((there.st_dev, there.st_ino), there.st_size, there.st_mtime_ns)


def read(path: Path, key: Key | None) -> SavedRows:
    """Read the rows that were last saved in a file that isn't open in this process. `key` stays the caller's.

    Where the file is being saved it is tried again, for some seconds.

    Raises:
        WrongPassphrase: the key doesn't fit.
        NotAProject: it is none, or damaged.
        ProjectTooNew: a later version of the program wrote it.
        StorageFailed: it is saved all the time, a save was cut off, or the disk can't be read.
    """
    hot = False
    for number in range(_TRIES):
        if number:
            time.sleep(_PAUSE_S)
        try:
            stamp = _settled(path)
            hot = stamp is None
            if stamp is not None:
                return SavedRows(_copied(path, key, stamp), stamp)
        except _Changed:
            continue
    if hot:
        raise StorageFailed(
            f"“{path.name}” can't be read now: a save of it is under way, or was cut off.",
            "Try again in a moment. If it was cut off, opening the project to work in it sets it right.",
        )
    raise StorageFailed(f"“{path.name}” is saved so often that it can't be read now.", "Try again in a moment.")


@contextmanager
def attached(driver: Any, path: Path, key: Key | None, schema: str = SCHEMA) -> Iterator[None]:
    """Let a connection read a file as it is, without a lock; whoever reads checks that it doesn't change meanwhile.

    Without a key the file is read as a plain one.
    """
    literal = bytearray() if key is None else key.literal()
    try:
        driver.execute(f"ATTACH ? AS {schema} KEY ?", (address_of(path), literal))
    finally:
        wipe(literal)
    try:
        yield
    finally:
        driver.execute(f"DETACH {schema}")


def address_of(path: Path) -> str:
    """How SQLite is told to read a file as one that nobody changes."""
    name = path.as_posix()
    signs = (name if name.startswith("/") else f"/{name}").encode("utf-8", "surrogateescape")
    return f"file:{''.join(chr(sign) if sign in _AS_THEY_ARE else f'%{sign:02X}' for sign in signs)}?immutable=1"


def _settled(path: Path) -> Stamp | None:
    """The stamp of a file once the tick of its clock is over, so that any later save has another one."""
    stamp = stamp_of(path)
    if stamp is None or abs(time.time() - stamp.changed_ns / 1e9) > _OLD_S:
        return stamp
    time.sleep(_TICK_S if stamp.changed_ns % 1_000_000_000 else _COARSE_TICK_S)
    _check(path, stamp)
    return stamp


def _check(path: Path, before: Stamp) -> None:
    if stamp_of(path) != before:
        raise _Changed


def _copied(path: Path, key: Key | None, stamp: Stamp) -> Engine:
    engine = connect(Path(":memory:"), None)
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection  # sqlcipher3 has no types
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with attached(driver, path, key):
                    check_kind(driver, path, SCHEMA)
                    driver.execute("BEGIN")
                    try:
                        _copy_rows(driver)
                    finally:
                        driver.execute("COMMIT")
            except InterviewCoderError:
                raise
            except Exception as error:  # the driver's own classes, told apart by their words
                # Half of one state and half of another looks damaged.
                _check(path, stamp)
                raise opening_error(error, path, encrypted=key is not None) from error
            _check(path, stamp)
            driver.execute("PRAGMA foreign_keys = ON")
        migrations.migrate(engine, migrations.version_of(engine))
        migrations.check_tables(engine, path.name)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _copy_rows(driver: Any) -> None:
    """Make the attached file's tables in memory and fill them, then what follows from them."""
    made = driver.execute(
        f"SELECT type, name, sql FROM {SCHEMA}.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    made = [each for each in made if not each[1].startswith(f"{derived.WORD_INDEX}_")]
    for kind, name, statement in made:
        if kind == "table":
            driver.execute(statement)
            if name not in _LEFT_OUT and name != derived.WORD_INDEX:
                driver.execute(f'INSERT INTO main."{name}" SELECT * FROM {SCHEMA}."{name}"')
    driver.execute("DELETE FROM main.sqlite_sequence")
    driver.execute(f"INSERT INTO main.sqlite_sequence SELECT * FROM {SCHEMA}.sqlite_sequence")
    if any(name == "stale_source" for _, name, _ in made):
        # The index of words isn't copied: it is made anew when somebody searches.
        driver.execute("INSERT INTO main.stale_source (source_id) SELECT id FROM main.source")
    for kind, _, statement in made:
        if kind != "table":
            driver.execute(statement)
    version = int(driver.execute(f"PRAGMA {SCHEMA}.user_version").fetchone()[0])
    driver.execute(f"PRAGMA main.user_version = {version}")
