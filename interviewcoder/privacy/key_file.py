"""The key: whom and what the pseudonyms stand for, in a file of its own with a passphrase of its own.

It lies apart from the project: who has one of the two alone knows half. It is
never written as a plain list; a list of names beside a study is what
pseudonyms are there to prevent.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Column, Engine, MetaData, String, Table, Text, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from interviewcoder.errors import (
    InterviewCoderError,
    NameTaken,
    NotAllowed,
    NotAProject,
    NotFound,
    ProjectLocked,
    ProjectTooNew,
    StorageFailed,
    WrongPassphrase,
)
from interviewcoder.privacy.identifier_kinds import kind_of
from interviewcoder.project import place
from interviewcoder.project.cipher import PLAIN_HEADER, connect, derive_key, new_key
from interviewcoder.project.file import Project
from interviewcoder.project.salt import beginning
from interviewcoder.project.schema import ProjectRow
from interviewcoder.project.storage import as_storage_error
from interviewcoder.sources.folding import fold
from interviewcoder.sources.text import as_name, normalise

SUFFIX = ".ickey"
VERSION = 1
# "ICKY".
_APPLICATION_ID = 0x49434B59

_TABLES = MetaData()
_STUDY = Table(
    "study",
    _TABLES,
    Column("project_uuid", String(36), primary_key=True),
    Column("title", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)
_ENTITY = Table(
    "entity",
    _TABLES,
    Column("pseudonym_uuid", String(36), primary_key=True),
    Column("replacement", Text, nullable=False),
    Column("canonical", Text, nullable=False),
    # JSON: the forms that stand in the texts.
    Column("variants", Text, nullable=False),
    Column("note", Text, nullable=False),
)
_PERSON = Table(
    "person",
    _TABLES,
    Column("participant_uuid", String(36), primary_key=True),
    Column("name_in_project", Text, nullable=False),
    Column("real_name", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("note", Text, nullable=False),
)
_NAME_LIST = Table(
    "name_list",
    _TABLES,
    # As it is searched: capitals and accents don't make two of one.
    Column("folded", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("kind", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Entity:
    """What a pseudonym stands for: its full form and the forms that stand in the texts.

    `replacement` is how the pseudonym read when the key last learnt of it.
    """

    pseudonym_uuid: str
    replacement: str
    canonical: str = ""
    variants: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who a participant is, and how to reach them."""

    participant_uuid: str
    name_in_project: str
    real_name: str = ""
    contact: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name that is to be looked for in the texts, and its kind."""

    words: str
    kind: str = "name"


class KeyFile:
    """An open key. Made by `create` and `open_key`; close it, or use it in a `with`. Each change is saved at once."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        with engine.connect() as connection:
            self.project_uuid, self.title = connection.execute(select(_STUDY.c.project_uuid, _STUDY.c.title)).one()

    def entities(self) -> list[Entity]:
        """What the pseudonyms stand for, by their text."""
        rows = self._rows(select(_ENTITY).order_by(_ENTITY.c.replacement, _ENTITY.c.pseudonym_uuid))
        return [
            Entity(uuid, text, canonical, tuple(json.loads(forms)), note) for uuid, text, canonical, forms, note in rows
        ]

    def persons(self) -> list[Person]:
        """Who the participants are, by their names in the project."""
        return [Person(*row) for row in self._rows(select(_PERSON).order_by(_PERSON.c.name_in_project))]

    def name_list(self) -> list[ListedName]:
        """The names that are to be looked for, by their letters."""
        rows = self._rows(select(_NAME_LIST.c.words, _NAME_LIST.c.kind).order_by(_NAME_LIST.c.folded))
        return [ListedName(*row) for row in rows]

    def put(self, *things: Entity | Person) -> None:
        """Write down what pseudonyms stand for and who participants are, in the place of what was known of them."""
        rows: list[tuple[Table, dict[str, str]]] = []
        for thing in things:
            if isinstance(thing, Entity):
                values = {
                    "pseudonym_uuid": thing.pseudonym_uuid,
                    "replacement": thing.replacement,
                    "canonical": as_name(thing.canonical),
                    "variants": json.dumps(thing.variants, ensure_ascii=False),
                    "note": normalise(thing.note).strip(),
                }
                rows.append((_ENTITY, values))
            else:
                values = {
                    "participant_uuid": thing.participant_uuid,
                    "name_in_project": thing.name_in_project,
                    "real_name": as_name(thing.real_name),
                    "contact": normalise(thing.contact).strip(),
                    "note": normalise(thing.note).strip(),
                }
                rows.append((_PERSON, values))
        with self._engine.begin() as connection:
            for table, values in rows:
                connection.execute(upsert(table).values(values).on_conflict_do_update(set_=values))

    def forget(self, *uuids: str) -> None:
        """Take pseudonyms or participants out of the key, by their UUIDs; those it doesn't know count as taken out."""
        with self._engine.begin() as connection:
            connection.execute(delete(_ENTITY).where(_ENTITY.c.pseudonym_uuid.in_(uuids)))
            connection.execute(delete(_PERSON).where(_PERSON.c.participant_uuid.in_(uuids)))

    def add_names(self, names: Iterable[ListedName]) -> int:
        """Add to the name list; returns how many are new. One that is on it already gets the kind given now.

        Raises:
            NotFound: there is no such kind.
        """
        before = len(self.name_list())
        with self._engine.begin() as connection:
            for name in names:
                words, kind = as_name(name.words), kind_of(name.kind).key
                if words:
                    values = {"folded": fold(words), "words": words, "kind": kind}
                    connection.execute(upsert(_NAME_LIST).values(values).on_conflict_do_update(set_=values))
        return len(self.name_list()) - before

    def remove_names(self, words: Iterable[str]) -> None:
        """Take names off the list."""
        folded = [fold(as_name(each)) for each in words]
        with self._engine.begin() as connection:
            connection.execute(delete(_NAME_LIST).where(_NAME_LIST.c.folded.in_(folded)))

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        self._engine.dispose()

    def __enter__(self) -> KeyFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, query: Any) -> Sequence[Any]:  # SQLAlchemy's rows of any width
        with self._engine.connect() as connection:
            return connection.execute(query).all()


def suggested_path(project: Project) -> Path:
    """Where a key may be made: of the project's name, in the person's own folder and not beside the project."""
    home = Path.home()
    folder = home if home != project.path.parent else home / "Keys"
    return folder / f"{project.path.stem}{SUFFIX}"


def warnings(project: Project, path: Path) -> list[str]:
    """What speaks against a place for the key, each as a sentence for a person."""
    path = place.absolute(path)
    if path.parent == project.path.parent:
        return [
            "The key would lie in the same folder as the project. Who gets the folder gets both: "
            "an ethics board expects the key on another medium, such as a stick that is locked away."
        ]
    return []


def create(project: Project, path: Path, passphrase: str) -> KeyFile:
    """Make the key of a project and open it, readable by its owner only.

    Raises:
        NotAllowed: the passphrase is empty or the project's own, or the name isn't a key's.
        NameTaken: there is a file of that name.
        StorageFailed: the folder is missing or can't be written.
    """
    path = place.absolute(path)
    refuse_other_endings(path)
    refuse_passphrase(project, passphrase)
    try:
        place.claim(path)
    except NameTaken as error:
        raise NameTaken(error.message, "Choose another name, or open that key.") from error
    engine = connect(path, new_key(passphrase))
    try:
        with engine.begin() as connection:
            _TABLES.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
            connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
            study = {
                "project_uuid": uuid_of(project),
                "title": project.title,
                "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            connection.execute(insert(_STUDY).values(study))
        return KeyFile(path, engine)
    except BaseException:
        engine.dispose()
        path.unlink(missing_ok=True)
        raise


def open_key(project: Project, path: Path, passphrase: str) -> KeyFile:
    """Open the key of a project.

    Raises:
        NotFound: there is no such file.
        NotAProject: the file is cut short or no key.
        WrongPassphrase: the passphrase doesn't open it.
        NotAllowed: it is the key of another study.
        ProjectLocked: it is open somewhere else.
        ProjectTooNew: a later version of the program wrote it.
        StorageFailed: it can't be read or written.
    """
    path = place.absolute(path)
    salt = _salt_of(path)
    if not passphrase:
        raise WrongPassphrase(f"“{path.name}” needs its passphrase.", "It has one of its own, not the project's.")
    engine = connect(path, derive_key(passphrase, salt))
    try:
        _look(engine, path)
        key = KeyFile(path, engine)
        if key.project_uuid != uuid_of(project):
            raise NotAllowed(
                f"“{path.name}” is the key of another study, “{key.title}”.",
                "Choose the key that was made for this one.",
            )
    except BaseException:
        engine.dispose()
        raise
    return key


def refuse_passphrase(project: Project, passphrase: str) -> None:
    """Refuse a passphrase that is none for the key.

    Raises:
        NotAllowed: it is empty, or the project's own.
    """
    if not passphrase.strip():
        raise NotAllowed("The key needs a passphrase.", "A key without one would be a list of names for everybody.")
    if project.has_passphrase(passphrase):
        raise NotAllowed(
            "The key can't have the passphrase of the project.",
            "Who learnt the one would have both. Choose another one.",
        )


def refuse_other_endings(path: Path) -> None:
    """Refuse to write the key as anything but a key.

    Raises:
        NotAllowed: the name doesn't end in `.ickey`.
    """
    if path.suffix.lower() != SUFFIX:
        raise NotAllowed(
            f"The key is never written as “{path.suffix or path.name}”: a plain list of names beside a study is what "
            "pseudonyms are there to prevent.",
            f"Give it a name that ends in {SUFFIX}; the file is encrypted, with a passphrase of its own.",
        )


def uuid_of(project: Project) -> str:
    """By what a key knows its project."""
    return project.session.scalars(select(ProjectRow.uuid)).one()


def _salt_of(path: Path) -> bytes:
    try:
        head, whole = beginning(path)
    except FileNotFoundError as error:
        raise NotFound(f"There is no key “{path}”.", "Is the medium that it is kept on attached?") from error
    except IsADirectoryError as error:
        raise NotFound(f"“{path.name}” is a folder, not a key.", f"Choose a file that ends in {SUFFIX}.") from error
    if not whole:
        raise NotAProject(f"“{path.name}” is empty or cut short.", "Take a copy of the key that is whole.")
    if head == PLAIN_HEADER:
        raise NotAProject(f"“{path.name}” is no key: it isn't encrypted.", f"Choose a file that ends in {SUFFIX}.")
    if not os.access(path, os.W_OK):
        raise StorageFailed(
            f"“{path.name}” can't be opened for writing: it, or the medium it is on, is read-only.",
            "Allow writing to it, or copy it to a place of your own.",
        )
    return head


def _look(engine: Engine, path: Path) -> None:
    """Take the lock and make sure that it is a key; the first read tells whether the passphrase fits."""

    def asked(driver: Any) -> int:  # sqlcipher3 has no types
        driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if driver.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
            raise NotAProject(f"“{path.name}” is no key.", f"Choose a file that ends in {SUFFIX}.")
        # It is small: better to know of a damaged page now than in the middle of a withdrawal.
        if driver.execute("PRAGMA cipher_integrity_check").fetchall():
            raise NotAProject(f"“{path.name}” is damaged.", "Take a copy of the key that is whole.")
        driver.execute("BEGIN EXCLUSIVE")
        driver.execute("COMMIT")
        return int(driver.execute("PRAGMA user_version").fetchone()[0])

    if _told(engine, path, asked) > VERSION:
        raise ProjectTooNew(f"“{path.name}” was written by a later version of InterviewCoder.", "Update the program.")


def _told(engine: Engine, path: Path, ask: Callable[[Any], int]) -> int:
    try:
        with engine.connect() as connection:
            return ask(connection.connection.driver_connection)
    except InterviewCoderError:
        raise
    except Exception as error:  # the driver's own classes, told apart by their words
        text = str(error).lower()
        if "locked" in text or "busy" in text:
            raise ProjectLocked(f"“{path.name}” is open somewhere else.", "Close it there.") from error
        if "not a database" in text:
            raise WrongPassphrase(
                f"The passphrase doesn't open “{path.name}”.",
                "The key has one of its own, not the project's. (A damaged file looks the same.)",
            ) from error
        raise as_storage_error(error) or error from error
