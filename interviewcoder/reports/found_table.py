"""The hits of a search as a table: a workbook (XLSX), or comma-separated values (CSV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.reports.blocks import Sheet
from interviewcoder.reports.sheet_file import write_csv, write_xlsx
from interviewcoder.reports.whole_file import FileKind, put, refuse_places_of

if TYPE_CHECKING:
    from interviewcoder.analysis.keyword_in_context import Hit
    from interviewcoder.project.file import Project

CSV_FILE = FileKind("table (CSV)", ".csv", "hits.csv")
XLSX_FILE = FileKind("workbook (XLSX)", ".xlsx", "hits.xlsx", b"PK\x03\x04")

# Each column with its width in letters.
_COLUMNS = (
    ("source", 24),
    ("participant", 16),
    ("speaker", 10),
    ("turn", 6),
    ("time", 9),
    ("start", 9),
    ("end", 9),
    ("before", 50),
    ("hit", 20),
    ("after", 50),
)


def write_hits(project: Project, hits: Iterable[Hit], path: Path, *, searched: str) -> int:
    """Write hits with the words around them; returns how many. The file's ending says of which kind it is.

    Places are in code points, the end excluded. `searched` is what was looked for.

    Raises:
        ExportFailed: the folder doesn't exist, or the name can't be taken.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = XLSX_FILE if path.suffix.casefold() == XLSX_FILE.suffix else CSV_FILE
    refuse_places_of(project.path, path, kind)
    rows = list(map(_row, hits))
    sheet = Sheet("Hits", _COLUMNS, rows)
    content = BytesIO()
    if kind is XLSX_FILE:
        write_xlsx([sheet], content, title=searched)
    else:
        write_csv(sheet, content)
    put(content.getvalue(), path, kind)
    return len(rows)


def _row(hit: Hit) -> tuple[str | int, ...]:
    words: Iterator[str] = (" ".join(part.split()) for part in (hit.before, hit.words, hit.after))
    place = (hit.turn or "", _clock(hit.time_ms), hit.span.start, hit.span.end)
    return (hit.source, hit.case, hit.speaker, *place, *words)


def _clock(time_ms: int | None) -> str:
    if time_ms is None:
        return ""
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
