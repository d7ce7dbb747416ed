"""Open a project file through SQLCipher."""

from __future__ import annotations

import binascii
import functools
import hashlib
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from interviewcoder.project.key_memory import wipe
from interviewcoder.project.storage import as_storage_error

# SQLCipher 4's own parameters, so that any SQLCipher tool opens the file by its passphrase.
KDF_ITERATIONS = 256_000
SALT_BYTES = 16
KEY_BYTES = 32
PAGE_BYTES = 4096
_URL = "sqlite+pysqlite://"
PLAIN_HEADER = b"SQLite format 3\x00"
# 256 MiB of page cache takes away nearly all of the cipher's cost.
_CACHE_KIB = 262_144
# More than there are statements: where the driver makes room among those it has prepared, while the player's thread
# reads through the same connection, it can trip over its own list.
_PREPARED = 5000
# Statements in words of SQL, by what they ask for. A process opens more than one file (a backup, a copy for others),
# and writing them anew for each takes longer than carrying them out.
_STATEMENTS: LRUCache[Any, Any] = LRUCache(1000)


@dataclass(frozen=True, slots=True)
class Key:
    """The raw key of a file and the salt it was derived with. `connect` uses it up."""

    raw: bytearray
    salt: bytes

    def __repr__(self) -> str:
        return "Key(…)"

    def copy(self) -> Key:
        """The same key once more, for another connection."""
        return Key(bytearray(self.raw), self.salt)

    def wipe(self) -> None:
        """Overwrite the key."""
        wipe(self.raw)

    def literal(self) -> bytearray:
        """The key as SQLCipher takes it, derived already, salt behind it: x'…'. To be wiped by who asked for it.

        Never as a statement: the driver would keep its text among those that it has prepared.
        """
        digits, salt = binascii.hexlify(self.raw), binascii.hexlify(self.salt)
        # Filled in place: one that grows leaves its former self behind.
        literal = bytearray(3 + len(digits) + len(salt))
        literal[:2], literal[-1:] = b"x'", b"'"
        literal[2 : 2 + len(digits)], literal[2 + len(digits) : -1] = digits, salt
        wipe(digits)
        return literal


def derive_key(passphrase: str, salt: bytes) -> Key:
    """Derive a file's key from its passphrase; takes a few tenths of a second, once an opening.

    The passphrase counts in Unicode's form C: keyboards differ in how they write an accent. Bytes that the
    environment couldn't decode count as the bytes they were.
    """
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    derived = hashlib.pbkdf2_hmac("sha512", secret, salt, KDF_ITERATIONS, KEY_BYTES)
    key = Key(bytearray(derived), salt)
    wipe(secret)
    wipe(derived)
    return key


def new_key(passphrase: str) -> Key:
    """Derive a key with a fresh salt."""
    return derive_key(passphrase, secrets.token_bytes(SALT_BYTES))


def connect(path: Path, key: Key | None) -> Engine:
    """Make the one-connection engine of a project file.

    The connection may be used from any thread: SQLite's own mutex serialises
    it, so the player can read audio while the window writes. It is made once:
    what reads after the closing fails, instead of opening the file again. From
    then on the cipher alone has the key: ours is wiped.

    A full disk, a read-only place or a damaged file is raised from any
    statement as the user's error that it is.
    """
    import sqlcipher3.dbapi2 as sqlcipher

    made = False

    def creator() -> Any:  # sqlcipher3 has no types
        nonlocal made
        if made:
            raise RuntimeError("the project is closed")
        made = True
        connection = sqlcipher.connect(
            os.fspath(path),
            check_same_thread=False,
            isolation_level=None,
            timeout=0.2,
            cached_statements=_PREPARED,
            # For what is attached, which may be asked to be left as it is; a path of ours is never taken for one.
            uri=True,
        )
        try:
            _prepare(connection, key)
        except BaseException:
            # Else it would hold its lock for as long as somebody holds the error.
            connection.close()
            raise
        finally:
            if key is not None:
                key.wipe()
        return connection

    dialect = _dialect()
    engine = Engine(StaticPool(creator, dialect=dialect), dialect, make_url(_URL), hide_parameters=True)
    engine.update_execution_options(compiled_cache=_STATEMENTS)

    # The driver would begin transactions only before some statements; we say when.
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "handle_error")
    def _say_in_words(context: ExceptionContext) -> BaseException | None:
        return as_storage_error(context.original_exception)

    return engine


@functools.cache
def _dialect() -> Dialect:
    """How this SQLite wants to be spoken to: asked once a process, of a database in memory."""
    import sqlcipher3.dbapi2 as sqlcipher

    engine = create_engine(_URL, module=sqlcipher, poolclass=StaticPool)
    with engine.connect():
        pass
    engine.dispose()
    return engine.dialect


def _prepare(connection: Any, key: Key | None) -> None:
    cursor = connection.cursor()
    # A wrong passphrase or a damaged file is the caller's to report, not the cipher's on stderr.
    cursor.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        literal = key.literal()
        connection.set_key(literal)
        wipe(literal)
    cursor.execute("PRAGMA locking_mode = EXCLUSIVE")
    cursor.execute("PRAGMA journal_mode = DELETE")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA cache_spill = OFF")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA foreign_keys = ON")
