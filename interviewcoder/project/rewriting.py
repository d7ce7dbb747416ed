"""Write a project's file anew, with another key or none, and put it in the place of the old one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewcoder.errors import Cancelled, InterviewCoderError, StorageFailed
from interviewcoder.project import place
from interviewcoder.project.cipher import PAGE_BYTES, PLAIN_HEADER, Key, connect
from interviewcoder.project.derived import WORD_INDEX
from interviewcoder.project.key_memory import wipe
from interviewcoder.project.storage import as_file_error, as_storage_error

# What is asked between two looks at whether the person stopped it.
_STEPS_A_LOOK = 200
_BLOCK_BYTES = 4 * 1024 * 1024
# Of the work, what is writing; the rest is reading it again.
_WRITING = 0.7
_ROOM_BYTES = 1024 * 1024

Driver = Any  # sqlcipher3 has no types
# Tables and triggers with their SQL, and how many rows each table has.
Shape = tuple[list[tuple[str, str, str | None]], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Watch:
    """Hears how far the work is, and says whether to stop.

    `told` gets the name of the file at hand and the share done of it (0..1), on the thread that does the work.
    """

    told: Callable[[str, float], None] = lambda name, share: None
    stopped: Callable[[], bool] = lambda: False


def write_anew(driver: Driver, path: Path, partial: Path, key: Key | None, watch: Watch) -> None:
    """Write what is in an open, locked file into a new one beside it, and make sure that it is the same.

    `driver` is the file's connection, outside a transaction. The new file is for its owner only, has the key's salt,
    and is on the disk when this returns.

    Raises:
        StorageFailed: there is too little room, or the folder can't be written.
        Cancelled: the person stopped it.
    """
    place.drop_unfinished(path)
    _refuse_without_room(path)
    with _said_in_words(partial):
        os.close(place.open_for_owner(partial))
        with _watched(driver, path, partial, watch):
            wanted = _shape(driver)
            _export(driver, partial, key)
        _compare(partial, key, wanted, watch)
        _sync(partial)


def write_from_memory(driver: Driver, partial: Path, key: Key) -> None:
    """Write what a connection has in memory into a new, encrypted file, and make sure that it is the same.

    The file is for its owner only, has the key's salt, and is on the disk when this returns.

    Raises:
        StorageFailed: there is too little room, or the folder can't be written.
    """
    with _said_in_words(partial):
        os.close(place.open_for_owner(partial))
        wanted = _shape(driver)
        _export(driver, partial, key)
        _compare(partial, key, wanted, Watch())
        _sync(partial)


@contextmanager
def _said_in_words(partial: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise as_file_error(error, partial.name) from error
    except InterviewCoderError:
        raise
    except Exception as error:  # the driver's own classes, told apart by their words
        if "interrupted" in str(error):
            raise Cancelled("It was stopped. Nothing was changed.") from error
        raise as_storage_error(error) or error from error


def put(partial: Path, path: Path, *, before: Callable[[], object] | None = None) -> None:
    """Let a new file take the place of the old one, whose bytes are then spoiled as far as that is possible.

    `before` closes the old file where the system replaces no open one.

    Raises:
        StorageFailed: the folder can't be written.
    """
    old = None
    try:
        if before is not None:
            before()
        else:
            # Open from before: afterwards the old file has no name any more.
            old = os.open(path, os.O_RDWR)
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise as_file_error(error, path.name) from error
    finally:
        if old is not None:
            _spoil(old)


def discard(path: Path) -> None:
    """Remove a file that is of no more use, its bytes spoiled first.

    Raises:
        StorageFailed: it can't be removed.
    """
    try:
        old = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        if os.name == "nt":
            os.close(old)
            path.unlink()
            return
        path.unlink()
    except OSError as error:
        raise as_file_error(error, path.name) from error
    _spoil(old)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


@contextmanager
def removed_unless_done(partial: Path) -> Iterator[None]:
    """Leave nothing of a file that didn't take its place."""
    try:
        yield
    except BaseException:
        for left in (partial, partial.with_name(f"{partial.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise


def _refuse_without_room(path: Path) -> None:
    needed = path.stat().st_size + _ROOM_BYTES
    if shutil.disk_usage(path.parent).free < needed:
        raise StorageFailed(
            f"The disk has too little room to write “{path.name}” anew beside itself"
            f" ({needed / 1e6:,.0f} MB are needed).",
            "Make room and try again. Nothing was changed.",
        )


@contextmanager
def _watched(driver: Driver, path: Path, partial: Path, watch: Watch) -> Iterator[None]:
    size = max(path.stat().st_size, 1)

    def look() -> int:
        with suppress(OSError):
            watch.told(path.name, min(partial.stat().st_size / size, 1) * _WRITING)
        return int(watch.stopped())

    driver.set_progress_handler(look, _STEPS_A_LOOK)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def _export(driver: Driver, partial: Path, key: Key | None) -> None:
    literal = bytearray() if key is None else key.literal()
    try:
        driver.execute("ATTACH DATABASE ? AS renewed KEY ?", (os.fspath(partial), literal))
    finally:
        wipe(literal)
    try:
        # Whatever ends this, the new file is thrown away whole: it needs no journal, and reaches the disk at the end.
        driver.execute("PRAGMA renewed.journal_mode = OFF")
        driver.execute("PRAGMA renewed.synchronous = OFF")
        driver.execute("SELECT sqlcipher_export('renewed')").fetchall()
        for name in ("user_version", "application_id"):
            value = int(driver.execute(f"PRAGMA main.{name}").fetchone()[0])
            driver.execute(f"PRAGMA renewed.{name} = {value}")
    finally:
        with suppress(Exception):  # what ended the export is what is said
            driver.execute("DETACH DATABASE renewed")
            # The new file is read next, with a cache of its own.
            driver.execute("PRAGMA shrink_memory")


def _compare(partial: Path, key: Key | None, wanted: Shape, watch: Watch) -> None:
    """Open the new file as everybody will, and read all of it."""
    engine = connect(partial, None if key is None else key.copy())
    try:
        with engine.connect() as connection:
            driver: Driver = connection.connection.driver_connection
            driver.set_progress_handler(lambda: int(watch.stopped()), _STEPS_A_LOOK)
            # From end to end, once: nothing of it is wanted again.
            driver.execute("PRAGMA cache_size = -16384")
            watch.told(partial.name.removesuffix(".renewed"), _WRITING)
            sound = driver.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if sound and WORD_INDEX in wanted[1]:
                driver.execute(f"INSERT INTO {WORD_INDEX} ({WORD_INDEX}) VALUES ('integrity-check')")
            same = sound and _shape(driver) == wanted
            driver.set_progress_handler(None, 0)
            watch.told(partial.name.removesuffix(".renewed"), 1.0)
    finally:
        engine.dispose()
    with partial.open("rb") as file:
        plain = file.read(len(PLAIN_HEADER)) == PLAIN_HEADER
    if not same or plain != (key is None):
        raise StorageFailed(
            "The file that was written anew isn't the same as the old one.",
            "Nothing was changed. Check the disk, and restore a backup if the project behaves oddly.",
        )


def _shape(driver: Driver) -> Shape:
    schema = [tuple(row) for row in driver.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")]
    tables = [name for kind, name, _ in schema if kind == "table"]
    return schema, {name: driver.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def _spoil(file: int) -> None:
    """Overwrite a file that has no name any more, and close it.

    Of an encrypted one the first page, with the salt, is enough: without it no passphrase gives the key. Whether the
    disk writes where the old bytes stood only the disk knows; docs/encryption.md says so.
    """
    try:
        state = os.fstat(file)
        if state.st_nlink > 0:
            # The person has it under another name, too.
            return
        with suppress(OSError):
            plain = os.pread(file, len(PLAIN_HEADER), 0) == PLAIN_HEADER
            end = state.st_size if plain else min(PAGE_BYTES, state.st_size)
            for start in range(0, end, _BLOCK_BYTES):
                os.pwrite(file, bytes(min(_BLOCK_BYTES, end - start)), start)
            os.fsync(file)
    finally:
        os.close(file)


def _sync(partial: Path) -> None:
    with partial.open("rb+") as out:
        os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """Have a file's new name on the disk, too, where the system knows how."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
