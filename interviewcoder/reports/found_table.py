"""The hits of a search as a table: a workbook (XLSX), or comma-separated values (CSV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.privacy.outgoing import is_withheld, span_in, worded
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.reports.blocks import Sheet
from interviewcoder.reports.sheet_file import write_csv, write_xlsx
from interviewcoder.reports.whole_file import FileKind, refuse_places_of

if TYPE_CHECKING:
    from interviewcoder.analysis.keyword_in_context import Hit
    from interviewcoder.project.file import Project
    from interviewcoder.sources.text import Span

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


@dataclass(frozen=True, slots=True)
class HitsReceipt:
    """What was written: how many hits, and what is to be known of the file."""

    hits: int
    warnings: tuple[str, ...] = ()


def write_hits(
    project: Project,
    found: Iterable[tuple[int, Sequence[Span]]],
    path: Path,
    *,
    searched: str,
    terms: Terms = AS_USUAL,
) -> HitsReceipt:
    """Write what was found, source by source, with the words around it. The file's ending says of which kind it is.

    Places are in code points, the end excluded. `searched` is what was looked for.

    Raises:
        ExportFailed: the folder doesn't exist, or the name can't be taken.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold.
        StorageFailed: the disk is full, or the place can't be written.
    """
    from interviewcoder.analysis.keyword_in_context import hits
    from interviewcoder.reports import export_gate

    kind = XLSX_FILE if path.suffix.casefold() == XLSX_FILE.suffix else CSV_FILE
    refuse_places_of(project.path, path, kind)
    places = list(found)
    with export_gate.leaving(project, "hits", terms, quotes=True, sources=[id_ for id_, _ in places]) as gate:
        reading = gate.reading
        moved = ((id_, [span_in(reading, id_, span) for span in spans]) for id_, spans in places)
        rows = list(map(_row, hits(reading, moved)))
        gate.holds(hits=len(rows))
        gate.put(_content(rows, kind, worded(reading, searched)), path, kind)
        withheld = sum(is_withheld(reading, "".join(map(str, row))) for row in rows)
    notes = (f"Hits among words that are withheld for want of consent to quoting: {withheld}.",) if withheld else ()
    return HitsReceipt(len(rows), (*notes, *gate.warnings))


def _content(rows: Sequence[tuple[str | int, ...]], kind: FileKind, searched: str) -> bytes:
    sheet = Sheet("Hits", _COLUMNS, rows)
    content = BytesIO()
    if kind is XLSX_FILE:
        write_xlsx([sheet], content, title=searched)
    else:
        write_csv(sheet, content)
    return content.getvalue()


def _row(hit: Hit) -> tuple[str | int, ...]:
    words: Iterator[str] = (" ".join(part.split()) for part in (hit.before, hit.words, hit.after))
    place = (hit.turn or "", _clock(hit.time_ms), hit.span.start, hit.span.end)
    return (hit.source, hit.case, hit.speaker, *place, *words)


def _clock(time_ms: int | None) -> str:
    if time_ms is None:
        return ""
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
