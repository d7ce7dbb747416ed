"""The sharing ledger as a file, to be shown to a board: a table (CSV) or a Word document."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy import sharing
from interviewcoder.privacy.outgoing import worded
from interviewcoder.privacy.sharing import AS_USUAL, Shared, Terms
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_body, export_gate, sheet_file, whole_file
from interviewcoder.reports.blocks import Block, Layout, Sheet, Table, cell, paragraph
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.wording import count_of, day_in_words

KINDS = {
    ".csv": FileKind("table (CSV)", ".csv", "sharing ledger.csv"),
    ".docx": FileKind("Word document", ".docx", "sharing ledger.docx", b"PK\x03\x04"),
}
TITLE = "Sharing ledger"
NOTHING = "No file has left this project yet."
_EXPLAINED = (
    "Each file that InterviewCoder wrote out of this project, with its SHA-256: whoever holds a file can check that it "
    "is this one. Copies that were made of such a file afterwards, and what was copied by hand, are not in it."
)
_COLUMNS = (
    ("Date (UTC)", 20),
    ("What", 14),
    ("File", 36),
    ("Bytes", 12),
    ("SHA-256", 66),
    ("For", 24),
    ("Purpose", 30),
    ("Wording", 14),
    ("Sources", 9),
    ("Participants", 12),
    ("By", 18),
    ("Let go by", 18),
    ("Because", 40),
    ("Finds let go", 12),
)
_WIDTHS = (1300, 1200, 4000, 1700, 1300, 1300, 2160)


def write_ledger(project: Project, path: Path, terms: Terms = AS_USUAL) -> int:
    """Write the ledger as the file's name says, `.csv` or `.docx`; returns how many lines it has.

    Raises:
        ExportFailed: the name has another ending, or can't be taken.
        ResidualIdentifiers: the name of a file in it identifies somebody.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = KINDS.get(path.suffix.casefold())
    if kind is None:
        raise ExportFailed(f"The ledger isn't written as “{path.suffix}”.", "Give the file a name in .csv or .docx.")
    whole_file.refuse_places_of(project.path, path, kind)
    lines = sharing.ledger(project)
    with export_gate.leaving(project, "sharing ledger", terms, quotes=False, sources=()) as gate:
        content = BytesIO()
        if kind.suffix == ".csv":
            rows = (tuple(_said(gate.reading, each) for each in _row(line)) for line in lines)
            sheet_file.write_csv(Sheet(TITLE, _COLUMNS, rows), content)
        else:
            docx_body.write(_layout(gate.reading, lines), content, lambda steps: None)
        gate.knows(*(line.file.sha256 for line in lines))
        gate.holds(lines=len(lines))
        gate.put(content.getvalue(), path, kind)
    return len(lines)


def _said(reading: Project, value: str | int) -> str | int:
    return worded(reading, value) if isinstance(value, str) else value


def _row(line: Shared) -> tuple[str | int, ...]:
    override = line.override
    return (
        _when(line),
        line.what,
        line.file.name,
        line.file.size_bytes,
        line.file.sha256,
        line.recipient,
        line.purpose,
        line.wording,
        len(line.manifest.sources),
        len(line.manifest.cases),
        line.coder,
        override.name if override else "",
        override.because if override else "",
        override.residuals if override else 0,
    )


def _layout(reading: Project, lines: list[Shared]) -> Layout:
    today = datetime.datetime.now().astimezone().date()
    head = ("Date (UTC)", "What", "File and SHA-256", "For", "Wording", "By", "Purpose, and who let it go")
    blocks: list[Block] = [
        paragraph("Title", TITLE),
        paragraph("Title Facts", reading.title),
        paragraph("Title Facts", f"{day_in_words(today)} · {count_of(len(lines), 'file')}"),
        paragraph("Note", _EXPLAINED if lines else NOTHING),
    ]
    if lines:
        rows = (tuple(cell("Table Code", worded(reading, text)) for text in _cells(line)) for line in lines)
        blocks.append(Table("journal", TITLE, head, _WIDTHS, rows))
    return Layout(reading.title, TITLE, today, iter(blocks), len(lines) + len(blocks), landscape=True)


def _cells(line: Shared) -> tuple[str, ...]:
    override = line.override
    told = [line.purpose]
    if override is not None:
        found = f" ({count_of(override.residuals, 'find')})" if override.residuals else ""
        told.append(f"Let go by {override.name}{found}: {override.because}")
    file = f"{line.file.name} · {line.file.size_bytes:,} bytes · {line.file.sha256}"
    return (_when(line), line.what, file, line.recipient, line.wording, line.coder, " · ".join(filter(None, told)))


def _when(line: Shared) -> str:
    return line.at.strftime("%Y-%m-%d %H:%M")
