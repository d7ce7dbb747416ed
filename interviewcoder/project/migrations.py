"""Bring a project file of an earlier version up to this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine

from interviewcoder.errors import NotAProject, ProjectTooNew
from interviewcoder.project import derived
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import SCHEMA_VERSION

Step = Callable[[Connection], None]

_TABLES_OF_VERSION_3 = (
    "CREATE TABLE sound (media_uuid VARCHAR(36) NOT NULL PRIMARY KEY, packed BLOB NOT NULL)",
    "CREATE TABLE transcript (source_id INTEGER NOT NULL PRIMARY KEY REFERENCES source (id), origin TEXT NOT NULL,"
    " hearing TEXT NOT NULL, conventions TEXT NOT NULL, recorded_on TEXT NOT NULL, verifier TEXT NOT NULL,"
    " verified_ms INTEGER NOT NULL, spent_ms INTEGER NOT NULL)",
    "CREATE TABLE finding (source_id INTEGER NOT NULL REFERENCES source (id), kind TEXT NOT NULL,"
    ' start INTEGER NOT NULL, "end" INTEGER NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL,'
    " detail TEXT NOT NULL, state TEXT NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,"
    " uuid VARCHAR(36) NOT NULL UNIQUE)",
    "CREATE INDEX ix_finding_source_id ON finding (source_id)",
    "CREATE TABLE task (source_uuid VARCHAR(36) NOT NULL UNIQUE, position INTEGER NOT NULL, paused BOOLEAN NOT NULL,"
    ' hearing TEXT NOT NULL, conventions TEXT NOT NULL, "plan" BLOB, added_at TEXT NOT NULL,'
    " id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, uuid VARCHAR(36) NOT NULL UNIQUE)",
    "CREATE TABLE task_block (task_id INTEGER NOT NULL REFERENCES task (id), number INTEGER NOT NULL,"
    " content BLOB NOT NULL, PRIMARY KEY (task_id, number))",
)
_COLUMNS_OF_VERSION_4 = (
    "code ADD COLUMN typical TEXT DEFAULT '' NOT NULL",
    "code ADD COLUMN atypical TEXT DEFAULT '' NOT NULL",
    "code ADD COLUMN close_but_no TEXT DEFAULT '' NOT NULL",
    "code ADD COLUMN status VARCHAR DEFAULT 'candidate' NOT NULL",
    "segment ADD COLUMN negative BOOLEAN DEFAULT '0' NOT NULL",
    "segment ADD COLUMN level VARCHAR DEFAULT '' NOT NULL",
    "segment ADD COLUMN came_from TEXT DEFAULT '' NOT NULL",
    "segment ADD COLUMN made_by TEXT DEFAULT '' NOT NULL",
    "step ADD COLUMN about TEXT DEFAULT '' NOT NULL",
)
_TABLES_OF_VERSION_4 = (
    "CREATE TABLE tally (code_id INTEGER NOT NULL, source_id INTEGER NOT NULL, codings INTEGER NOT NULL,"
    " PRIMARY KEY (code_id, source_id)) WITHOUT ROWID",
    "CREATE TABLE stale_source (source_id INTEGER NOT NULL PRIMARY KEY)",
    "CREATE TABLE memo (kind VARCHAR NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,"
    ' source_id INTEGER REFERENCES source (id), start INTEGER, "end" INTEGER,'
    " case_id INTEGER REFERENCES participant (id), code_id INTEGER REFERENCES code (id),"
    " segment_id INTEGER REFERENCES segment (id), coder_id INTEGER NOT NULL REFERENCES coder (id),"
    " private BOOLEAN NOT NULL, created_at VARCHAR NOT NULL, changed_at VARCHAR NOT NULL,"
    " id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, uuid VARCHAR(36) NOT NULL UNIQUE)",
    "CREATE TABLE memo_link (memo_id INTEGER NOT NULL REFERENCES memo (id),"
    ' source_id INTEGER NOT NULL REFERENCES source (id), start INTEGER NOT NULL, "end" INTEGER NOT NULL,'
    " id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, uuid VARCHAR(36) NOT NULL UNIQUE)",
    "CREATE TABLE codebook_version (name TEXT NOT NULL UNIQUE, note TEXT NOT NULL,"
    " coder_id INTEGER NOT NULL REFERENCES coder (id), created_at VARCHAR NOT NULL, sha256 VARCHAR(64) NOT NULL,"
    " content BLOB NOT NULL, id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, uuid VARCHAR(36) NOT NULL UNIQUE)",
    "CREATE TABLE preference (name VARCHAR NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    *(f"CREATE INDEX ix_memo_{name} ON memo ({name})" for name in ("source_id", "case_id", "code_id", "segment_id")),
    *(f"CREATE INDEX ix_memo_link_{name} ON memo_link ({name})" for name in ("memo_id", "source_id")),
    "DROP INDEX ix_segment_source_id",
    "DROP INDEX ix_segment_code_id",
    "CREATE INDEX ix_segment_source_id_start ON segment (source_id, start)",
    "CREATE INDEX ix_segment_code_id_source_id_start ON segment (code_id, source_id, start)",
    "CREATE INDEX ix_activity_step_id ON activity (step_id)",
)
_IDENTITY = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, uuid VARCHAR(36) NOT NULL UNIQUE"
_TABLES_OF_VERSION_5 = (
    "CREATE TABLE pseudonym (text TEXT NOT NULL UNIQUE, kind VARCHAR NOT NULL, note TEXT NOT NULL,"
    f" coder_id INTEGER NOT NULL REFERENCES coder (id), created_at VARCHAR NOT NULL, {_IDENTITY})",
    "CREATE TABLE identifier (source_id INTEGER NOT NULL REFERENCES source (id), start INTEGER NOT NULL,"
    ' "end" INTEGER NOT NULL, pseudonym_id INTEGER REFERENCES pseudonym (id), found_by VARCHAR NOT NULL,'
    f" coder_id INTEGER NOT NULL REFERENCES coder (id), decided_at VARCHAR NOT NULL, {_IDENTITY})",
    "CREATE INDEX ix_identifier_source_id ON identifier (source_id)",
    "CREATE INDEX ix_identifier_pseudonym_id ON identifier (pseudonym_id)",
    "CREATE TABLE deidentification (source_id INTEGER NOT NULL PRIMARY KEY REFERENCES source (id),"
    " coder_id INTEGER NOT NULL REFERENCES coder (id), reviewed_at VARCHAR NOT NULL,"
    " text_sha256 VARCHAR(64) NOT NULL, note TEXT NOT NULL)",
    "CREATE TABLE consent (case_id INTEGER NOT NULL REFERENCES participant (id), kind VARCHAR NOT NULL,"
    f" given BOOLEAN NOT NULL, given_on VARCHAR NOT NULL, note TEXT NOT NULL, {_IDENTITY}, UNIQUE (case_id, kind))",
    "CREATE TABLE retention (data VARCHAR NOT NULL UNIQUE, until VARCHAR NOT NULL,"
    f' "then" VARCHAR NOT NULL, note TEXT NOT NULL, done_on VARCHAR NOT NULL, {_IDENTITY})',
    "CREATE TABLE tombstone (kind VARCHAR NOT NULL, at VARCHAR NOT NULL, coder_uuid VARCHAR(36) NOT NULL,"
    f" subjects TEXT NOT NULL, certificate TEXT NOT NULL, {_IDENTITY})",
    "CREATE TABLE sharing (at VARCHAR NOT NULL, coder_uuid VARCHAR(36) NOT NULL, what VARCHAR NOT NULL,"
    " file_name TEXT NOT NULL, size_bytes INTEGER NOT NULL, sha256 VARCHAR(64) NOT NULL, recipient TEXT NOT NULL,"
    " purpose TEXT NOT NULL, wording VARCHAR NOT NULL, manifest TEXT NOT NULL, override TEXT NOT NULL,"
    f" {_IDENTITY})",
    "CREATE TABLE declaration (question INTEGER NOT NULL UNIQUE, answer TEXT NOT NULL,"
    f" coder_id INTEGER NOT NULL REFERENCES coder (id), declared_on VARCHAR NOT NULL, {_IDENTITY})",
)
_OF_CODER = "INTEGER NOT NULL REFERENCES coder (id)"
_TABLES_OF_VERSION_6 = (
    "CREATE TABLE comment (thread_id INTEGER REFERENCES comment (id), text TEXT NOT NULL,"
    f" coder_id {_OF_CODER}, created_at VARCHAR NOT NULL, changed_at VARCHAR NOT NULL,"
    ' source_id INTEGER REFERENCES source (id), start INTEGER, "end" INTEGER,'
    " segment_id INTEGER REFERENCES segment (id), code_id INTEGER REFERENCES code (id),"
    " version_id INTEGER REFERENCES codebook_version (id), was_about TEXT NOT NULL, resolved_at VARCHAR NOT NULL,"
    " resolved_by INTEGER REFERENCES coder (id), assigned_to INTEGER REFERENCES coder (id), due VARCHAR NOT NULL,"
    f" {_IDENTITY})",
    f"CREATE TABLE verdict (segment_id INTEGER NOT NULL REFERENCES segment (id), coder_id {_OF_CODER},"
    f" verdict VARCHAR NOT NULL, note TEXT NOT NULL, given_at VARCHAR NOT NULL, {_IDENTITY},"
    " UNIQUE (segment_id, coder_id))",
    "CREATE TABLE proposal (kind VARCHAR NOT NULL, code_id INTEGER REFERENCES code (id),"
    " segment_id INTEGER REFERENCES segment (id), target_id INTEGER REFERENCES code (id), names TEXT NOT NULL,"
    f" reason TEXT NOT NULL, coder_id {_OF_CODER}, created_at VARCHAR NOT NULL, was_about TEXT NOT NULL,"
    " state VARCHAR NOT NULL, decided_by INTEGER REFERENCES coder (id), decided_at VARCHAR NOT NULL,"
    f" decision_note TEXT NOT NULL, {_IDENTITY})",
    "CREATE TABLE approval (version_id INTEGER REFERENCES codebook_version (id), sha256 VARCHAR(64) NOT NULL,"
    f" coder_id {_OF_CODER}, approved BOOLEAN NOT NULL, note TEXT NOT NULL, given_at VARCHAR NOT NULL, {_IDENTITY})",
    f"CREATE TABLE blind (source_id INTEGER NOT NULL REFERENCES source (id), coder_id {_OF_CODER},"
    f" finished_at VARCHAR NOT NULL, {_IDENTITY}, UNIQUE (source_id, coder_id))",
    "CREATE TABLE adjudication (source_id INTEGER NOT NULL REFERENCES source (id), start INTEGER NOT NULL,"
    ' "end" INTEGER NOT NULL, code_id INTEGER NOT NULL REFERENCES code (id), coders VARCHAR NOT NULL,'
    f" outcome VARCHAR NOT NULL, reason TEXT NOT NULL, coder_id {_OF_CODER}, decided_at VARCHAR NOT NULL, {_IDENTITY})",
    "CREATE TABLE review_copy (here BOOLEAN NOT NULL, recipient TEXT NOT NULL, coder_uuid VARCHAR(36) NOT NULL,"
    " made_at VARCHAR NOT NULL, expires_on VARCHAR NOT NULL, blind BOOLEAN NOT NULL, sources VARCHAR NOT NULL,"
    f" codebook_sha256 VARCHAR(64) NOT NULL, file_name TEXT NOT NULL, {_IDENTITY})",
    "CREATE TABLE merge (at VARCHAR NOT NULL, coder_uuid VARCHAR(36) NOT NULL, file_name TEXT NOT NULL,"
    " project_uuid VARCHAR(36) NOT NULL, review_copy_uuid VARCHAR(36) NOT NULL, head VARCHAR(64) NOT NULL,"
    f" counts VARCHAR NOT NULL, {_IDENTITY})",
    *(
        f"CREATE INDEX ix_{table}_{column} ON {table} ({column})"
        for table, columns in {
            "comment": ("thread_id", "source_id", "segment_id", "code_id", "version_id"),
            "proposal": ("code_id", "segment_id", "target_id"),
            "approval": ("version_id",),
            "adjudication": ("source_id", "code_id"),
        }.items()
        for column in columns
    ),
)


def _add_warning_to_recordings(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE media ADD COLUMN warning TEXT DEFAULT '' NOT NULL")


def _make_room_for_checked_transcripts(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE media ADD COLUMN parts TEXT DEFAULT '' NOT NULL")
    for statement in _TABLES_OF_VERSION_3:
        connection.exec_driver_sql(statement)


def _make_room_for_the_workbench(connection: Connection) -> None:
    for column in _COLUMNS_OF_VERSION_4:
        connection.exec_driver_sql(f"ALTER TABLE {column}")
    for statement in _TABLES_OF_VERSION_4:
        connection.exec_driver_sql(statement)
    derived.install(connection)
    derived.work_out(connection)


def _make_room_for_privacy(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE participant ADD COLUMN withdraw_by VARCHAR DEFAULT '' NOT NULL")
    for statement in _TABLES_OF_VERSION_5:
        connection.exec_driver_sql(statement)


def _make_room_for_working_together(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE coder ADD COLUMN role VARCHAR DEFAULT '' NOT NULL")
    for statement in _TABLES_OF_VERSION_6:
        connection.exec_driver_sql(statement)


# From version n to n + 1.
STEPS: Mapping[int, Step] = {
    1: _add_warning_to_recordings,
    2: _make_room_for_checked_transcripts,
    3: _make_room_for_the_workbench,
    4: _make_room_for_privacy,
    5: _make_room_for_working_together,
}


def version_of(engine: Engine) -> int:
    """The schema version a file was written with."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def check(version: int, name: str) -> None:
    """Refuse a file that this program can't read.

    Raises:
        ProjectTooNew: a later version wrote it.
        NotAProject: it is some other database.
    """
    if version > SCHEMA_VERSION:
        raise ProjectTooNew(
            f"“{name}” was last saved by a newer version of InterviewCoder "
            f"(file version {version}, this program reads up to {SCHEMA_VERSION}).",
            "Install the newer version on this machine. Nothing in the file was changed.",
        )
    if version < 1:
        raise NotAProject(
            f"“{name}” is a database, but not an InterviewCoder project.", "Choose a file that ends in .icproj."
        )


def migrate(engine: Engine, version: int) -> None:
    """Apply each step up to today's version, all in one transaction. The caller has made a backup."""
    with engine.begin() as connection:
        for number in range(version, SCHEMA_VERSION):
            STEPS[number](connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def check_tables(engine: Engine, name: str) -> None:
    """Make sure that every table, column and trigger is there under its name: one wrong bit can rename one.

    Raises:
        NotAProject: the file is damaged.
    """
    with engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            found = {row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")')}
            if not {column.name for column in table.columns} <= found:
                raise _damaged(name)
        there = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        if not there.issuperset(derived.NAMES):
            raise _damaged(name)


def _damaged(name: str) -> NotAProject:
    return NotAProject(f"“{name}” is damaged.", "Its backups lie in the folder beside it.")
