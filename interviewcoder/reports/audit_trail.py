"""The activity log as an audit trail (Lincoln & Guba 1985): who did what and when, without a word of the study."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy import log_check
from interviewcoder.privacy.log_check import LogCheck
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.privacy.statement import count, moment_words
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow
from interviewcoder.reports import docx_body, export_gate, whole_file
from interviewcoder.reports.blocks import Block, Layout, Table, cell, paragraph
from interviewcoder.reports.whole_file import FileKind

CSV = FileKind("CSV file", ".csv", "audit-trail.csv")
JSON = FileKind("JSON file", ".json", "audit-trail.json")
DOCX = FileKind("Word document", ".docx", "audit-trail.docx", b"PK\x03\x04")
KINDS = (CSV, JSON, DOCX)
WHAT = "audit trail"

_KINDS = {"do": "did", "undo": "took back", "redo": "did again", "note": "noted"}
_THINGS = {
    "segment": "coding",
    "code": "code",
    "source": "source",
    "participant": "participant",
    "case": "participant",
    "memo": "memo",
    "media": "recording",
    "identifier": "decision on an identifier",
    "pseudonym": "pseudonym",
    "consent": "answer on consent",
    "sharing": "shared file",
}
_HEAD = ("entry", "at", "coder", "kind", "what", "touched", "undone", "hash")


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """An entry of the trail. `touched` counts the rows by what they are: “3 codings”; `hash` seals it to the others."""

    id: int
    at: datetime
    coder: str
    kind: str
    what: str
    touched: str
    undone: bool
    hash: str


def trail(project: Project) -> list[TrailEntry]:
    """The log in words, oldest first."""
    hashes = dict(row._tuple() for row in project.session.execute(select(ActivityRow.id, ActivityRow.chain_hash)))
    return [
        TrailEntry(
            entry.id,
            entry.at,
            entry.coder,
            _KINDS.get(entry.kind, entry.kind),
            entry.label,
            touched_words(entry.ids),
            entry.undone,
            hashes[entry.id],
        )
        for entry in project.log()
    ]


def touched_words(ids: Mapping[str, tuple[int, ...]]) -> str:
    """How much of what was touched: 14 codings, 1 code."""
    return ", ".join(count(len(numbers), _THINGS[kind]) for kind, numbers in ids.items() if kind in _THINGS and numbers)


def write(project: Project, path: Path, terms: Terms = AS_USUAL) -> LogCheck:
    """Write the trail as the file's name says, and return whether the log is whole.

    Raises:
        ExportFailed: the name has another ending, or no such file may be written there.
        ResidualIdentifiers: a coder's name is a participant's, and nobody answers for it.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = next((kind for kind in KINDS if kind.suffix == path.suffix.casefold()), None)
    if kind is None:
        raise ExportFailed(
            f"The log isn’t written as “{path.suffix or path.name}”.", "Give the file a name in .csv, .json or .docx."
        )
    whole_file.refuse_places_of(project.path, path, kind)
    checked, entries = log_check.check(project), trail(project)
    with export_gate.leaving(project, WHAT, terms, quotes=False, sources=()) as gate:
        content = _CONTENT[kind.suffix](gate.reading.title, entries, checked)
        gate.knows(*(entry.hash for entry in entries))
        gate.holds(entries=len(entries))
        gate.put(content, path, kind)
    return checked


def _cells(entry: TrailEntry) -> tuple[str | int, ...]:
    undone = "undone" if entry.undone else ""
    at = entry.at.isoformat()
    return (entry.id, at, _harmless(entry.coder), entry.kind, entry.what, entry.touched, undone, entry.hash)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _as_csv(title: str, entries: list[TrailEntry], checked: LogCheck) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_HEAD)
    writer.writerows(map(_cells, entries))
    return ("\ufeff" + file.getvalue()).encode()


def _as_json(title: str, entries: list[TrailEntry], checked: LogCheck) -> bytes:
    told = {
        "study": title,
        "whole": checked.is_whole,
        "head": checked.head,
        "faults": [fault.words for fault in checked.faults],
        "entries": [
            {
                "id": entry.id,
                "at": entry.at.isoformat(),
                "coder": entry.coder,
                "kind": entry.kind,
                "what": entry.what,
                "touched": entry.touched,
                "undone": entry.undone,
                "hash": entry.hash,
            }
            for entry in entries
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _as_docx(title: str, entries: list[TrailEntry], checked: LogCheck) -> bytes:
    file = io.BytesIO()
    day = entries[-1].at.date() if entries else datetime(1980, 1, 1).date()
    docx_body.write(Layout(title, "Audit trail", day, _blocks(title, entries, checked), len(entries) + 3), file)
    return file.getvalue()


def _blocks(title: str, entries: list[TrailEntry], checked: LogCheck) -> Iterator[Block]:
    yield paragraph("Title", "Audit trail")
    yield paragraph("Note", f"{title}. {verdict(checked)} It holds no word of the study.")
    rows = (
        (
            cell("Table Count", f"{entry.id}"),
            cell("Table Text", moment_words(entry.at.astimezone())),
            cell("Table Text", entry.coder),
            cell("Table Text", f"{entry.what}{'' if entry.kind in ('did', 'noted') else f' ({entry.kind})'}"),
            cell("Table Text", ", ".join(filter(None, (entry.touched, "undone since" if entry.undone else "")))),
            cell("Table Text", entry.hash[:12]),
        )
        for entry in entries
    )
    head = ("No.", "When", "Who", "What", "How much", "Seal")
    yield Table("overview", "Entries of the log", head, (600, 1700, 1500, 2660, 1700, 1200), rows)


def verdict(checked: LogCheck) -> str:
    """Whether the log is whole, in a sentence or more."""
    if not checked.entries and not checked.faults:
        return "The log has no entry yet."
    if checked.is_whole:
        return f"The log is whole: {count(checked.entries, 'entry', 'entries')}, last seal {checked.head}."
    return f"The log was altered. {' '.join(fault.words for fault in checked.faults)}"


_CONTENT = {".csv": _as_csv, ".json": _as_json, ".docx": _as_docx}
