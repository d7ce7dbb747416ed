"""The hits of a search as a table in a CSV file, which spreadsheets and statistics programs read."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.reports.whole_file import FileKind, put, refuse_places_of

if TYPE_CHECKING:
    from interviewcoder.analysis.keyword_in_context import Hit
    from interviewcoder.project.file import Project

CSV_FILE = FileKind("table (CSV)", ".csv", "hits.csv")

_COLUMNS = ("source", "participant", "speaker", "turn", "time", "start", "end", "before", "hit", "after")
# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t")


def write_hits(project: Project, hits: Iterable[Hit], path: Path) -> int:
    """Write hits with the words around them; returns how many. Places are in code points, the end excluded.

    Raises:
        ExportFailed: the folder doesn't exist, or the name can't be taken.
        StorageFailed: the disk is full, or the place can't be written.
    """
    refuse_places_of(project.path, path, CSV_FILE)
    # With a byte-order mark: without one Excel takes UTF-8 for the system's old encoding.
    text = StringIO()
    text.write("\ufeff")
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    count = 0
    for hit in hits:
        words = (hit.before, hit.words, hit.after)
        place = (hit.turn or "", _clock(hit.time_ms), hit.span.start, hit.span.end)
        table.writerow([*map(_safe, (hit.source, hit.case, hit.speaker)), *place, *map(_safe, words)])
        count += 1
    put(text.getvalue().encode(), path, CSV_FILE)
    return count


def _safe(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _clock(time_ms: int | None) -> str:
    if time_ms is None:
        return ""
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
