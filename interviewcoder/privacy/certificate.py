"""What a withdrawal or a destruction of recordings did, in counts, hashes and dates: without a name or a word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import CoderRow, TombstoneRow

FORMAT = 1
_UNSTORED = ("participant", "coder", "export_names")


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A recording that is gone: the SHA-256 it had, its size and length."""

    sha256: str
    size_bytes: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class CleanedBackup:
    """A backup and what became of it: "cleaned", "deleted" or "left"; `why` where it couldn't be cleaned."""

    name: str
    outcome: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """An export that held something of theirs, to be called back by hand. The file's name has no name of theirs."""

    at: str
    what: str
    file_name: str
    recipient: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Repacked:
    """A saved codebook version from which words of theirs were taken, and so has another hash now."""

    uuid: str
    sha256_before: str
    sha256_after: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was destroyed for good.

    `participant` is the label they had; it is never stored, and so empty in
    a certificate that is read back; so are `export_names`, what the files to
    be recalled were called, in the order of `exports`. `removed` counts by the keys of
    `inventory.CLASSES`. `others_rows` are the rows of everybody else that
    were hashed before and after, `others_sha256` the one hash that both gave.
    `recordings_whole` of `recordings_left` others' recordings were read in
    full afterwards and fit the hash they were added with. `finished` is empty
    until the file, the index and the backups are clean, too.
    """

    uuid: str
    kind: str
    at: str
    coder_uuid: str
    project_uuid: str
    subjects_sha256: str
    removed: Mapping[str, int]
    recordings: tuple[Destroyed, ...] = ()
    texts_reworded: int = 0
    texts_kept: int = 0
    versions: tuple[Repacked, ...] = ()
    others_rows: int = 0
    others_sha256: str = ""
    recordings_left: int = 0
    recordings_whole: int = 0
    backups: tuple[CleanedBackup, ...] = ()
    exports: tuple[Recall, ...] = ()
    key_entry: str = ""
    finished: str = ""
    participant: str = field(default="", compare=False)
    coder: str = field(default="", compare=False)
    export_names: tuple[str, ...] = field(default=(), compare=False)

    @property
    def sha256(self) -> str:
        """The hash of the stored certificate, in hex: a printed one names it."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def moment(self) -> datetime:
        """When it was done."""
        return datetime.fromisoformat(self.at)

    def to_json(self) -> str:
        """Write it down, in one way only and without the label and the name of who did it."""
        stored = {name: value for name, value in asdict(self).items() if name not in _UNSTORED}
        return json.dumps({"format": FORMAT, **stored}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Certificate:
        """Read what `to_json` wrote."""
        stored: dict[str, Any] = json.loads(text)  # as `to_json` wrote it
        stored.pop("format", None)
        lists: tuple[tuple[str, Any], ...] = (
            ("recordings", Destroyed),
            ("versions", Repacked),
            ("backups", CleanedBackup),
            ("exports", Recall),
        )
        for name, kind in lists:
            stored[name] = tuple(kind(**each) for each in stored.get(name, ()))
        return cls(**stored)


def listing(project: Project) -> list[Certificate]:
    """Return the certificates that a project holds, oldest first."""
    session = project.session
    coders = {row.uuid: row.name for row in session.execute(select(CoderRow.uuid, CoderRow.name))}
    stored = session.scalars(select(TombstoneRow.certificate).order_by(TombstoneRow.id)).all()
    found = [Certificate.from_json(text) for text in stored]
    return [replace(each, coder=coders.get(each.coder_uuid, "")) for each in found]
