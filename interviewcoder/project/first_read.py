"""The first look into a project's file, which takes its lock and tells whether the key fits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from interviewcoder.errors import InterviewCoderError, NotAProject, WrongPassphrase
from interviewcoder.project import journal, lock, migrations
from interviewcoder.project.storage import as_storage_error

# "ICPJ", so that `file` and a hex editor know an unencrypted project.
APPLICATION_ID = 0x4943504A


def take_lock(engine: Engine, path: Path, *, encrypted: bool) -> None:
    """Take SQLite's exclusive lock; the first read also tells whether the key fits.

    Raises:
        ProjectLocked: another process has it.
        WrongPassphrase, NotAProject, ProjectTooNew: it can't be read.
    """
    lock.refuse_if_kept(path)
    crashed = journal.of(path).exists()
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
            check_kind(driver, path)
            version = int(driver.execute("PRAGMA user_version").fetchone()[0])
            driver.execute("BEGIN EXCLUSIVE")
            if crashed:
                # The journal of a crash has been played back but stays; a transaction of our own takes it along.
                driver.execute(f"PRAGMA user_version = {version}")
            driver.execute("COMMIT")
    except InterviewCoderError:
        raise
    except Exception as error:  # the driver's own classes, told apart by their words
        raise opening_error(error, path, encrypted=encrypted) from error


def check_kind(driver: Any, path: Path, schema: str = "main") -> None:  # sqlcipher3 has no types
    """Refuse a database that is no project, or one of a later version.

    Raises:
        NotAProject, ProjectTooNew: as it is.
    """
    if driver.execute(f"PRAGMA {schema}.application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAProject(
            f"“{path.name}” is a database, but not an InterviewCoder project.",
            "Choose a file that ends in .icproj.",
        )
    migrations.check(int(driver.execute(f"PRAGMA {schema}.user_version").fetchone()[0]), path.name)


def opening_error(error: Exception, path: Path, *, encrypted: bool) -> Exception:
    """What the driver raised while a file was opened, in a person's words where it isn't our fault."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return lock.held_by(path)
    if "not a database" in text and encrypted:
        return WrongPassphrase(
            f"The passphrase doesn't open “{path.name}”.",
            "Check capitals and the keyboard's language. (A damaged file looks the same; its backups lie beside it.)",
        )
    if "not a database" in text:
        return NotAProject(
            f"“{path.name}” is damaged or no InterviewCoder project.", "Its backups lie in the folder beside it."
        )
    return as_storage_error(error) or error
