"""The passages that answer to a question, as a Word document or a table, with the question in words at the top."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from interviewcoder.analysis.expressions import Query
from interviewcoder.analysis.in_words import in_words
from interviewcoder.analysis.passages import Passage, PassageReader
from interviewcoder.analysis.retrieval import Hit, Retrieval
from interviewcoder.privacy.outgoing import is_withheld, span_in, worded
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_file, docx_styles, export_gate, whole_file
from interviewcoder.reports.blocks import Sheet
from interviewcoder.reports.docx_parts import add_text
from interviewcoder.reports.docx_styles import style_id
from interviewcoder.reports.export_gate import Gate
from interviewcoder.reports.sheet_file import harmless, write_xlsx
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.wording import withheld_note
from interviewcoder.reports.xml_text import NOT_PRINTABLE, printable, unprintable

KINDS: Mapping[str, FileKind] = {
    "docx": FileKind("Word document", ".docx", "passages.docx", b"PK\x03\x04"),
    "xlsx": FileKind("workbook (XLSX)", ".xlsx", "passages.xlsx", b"PK\x03\x04"),
    "csv": FileKind("table (CSV)", ".csv", "passages.csv"),
}
# With their widths in letters.
COLUMNS = (
    ("Source", 24),
    ("Participant", 14),
    ("Role", 14),
    ("Speaker", 12),
    ("Time", 10),
    ("Start", 8),
    ("End", 8),
    ("Passage", 80),
    ("Codes", 30),
    ("Coders", 16),
    ("Exemplar", 10),
    ("Negative case", 10),
    ("Memo", 40),
)


@dataclass(frozen=True, slots=True)
class RetrievalReceipt:
    """What was written: the file, how many passages, the question in words, and what could not be kept as it was."""

    path: Path
    passages: int
    question: str
    warnings: tuple[str, ...] = ()


def write_passages(project: Project, query: Query, path: Path, kind: str, terms: Terms = AS_USUAL) -> RetrievalReceipt:
    """Write all passages that answer to a question; `kind` is one of `KINDS`. An older file of that kind is replaced.

    Raises:
        ExportFailed: the folder doesn't exist, or the name is a folder's, the project's, or of a file of another kind.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold.
        StorageFailed: the disk is full, or the place can't be written.
    """
    whole_file.refuse_places_of(project.path, path, KINDS[kind])
    # The question is asked of the project: values of attributes may be others in its outgoing copy.
    hits = Retrieval(project, query).all_hits()
    sources = list(dict.fromkeys(hit.source_id for hit in hits))
    with export_gate.leaving(project, "passages", terms, quotes=True, sources=sources) as gate:
        question = worded(gate.reading, in_words(project, query))
        found = list(PassageReader(gate.reading, context=0).read_all(_placed(gate.reading, hit) for hit in hits))
        gate.holds(passages=len(found))
        withheld = sum(is_withheld(gate.reading, passage.words) for passage in found)
        notes = [withheld_note(withheld)] if withheld else []
        warnings = _write(project.title, [question, *notes], found, path, kind, gate)
    return RetrievalReceipt(path, len(hits), question, (*notes, *warnings, *gate.warnings))


def _placed(reading: Project, hit: Hit) -> Hit:
    """A hit where it stands in the outgoing copy."""
    span = span_in(reading, hit.source_id, hit.span)
    return hit._replace(start=span.start, end=span.end)


def _write(title: str, head: Sequence[str], found: Sequence[Passage], path: Path, kind: str, gate: Gate) -> list[str]:
    """Write passages below their head, the question and notes; returns what could not be kept as it was."""
    title = worded(gate.reading, title)
    if kind == "csv":
        told = [["Question", head[0]], *(["Note", note] for note in head[1:])]
        _write_csv([*told, [], [name for name, _ in COLUMNS], *map(_cells, found)], path, gate)
        return []
    if kind == "xlsx":
        cut = _write_workbook(title, head, map(_cells, found), path, gate)
        return [f"Cells with more words than a workbook holds, each cut short: {cut}."] if cut else []
    docx_file.save(compose(title, head, found), path, gate.put, KINDS[kind])
    replaced = sum(unprintable(passage.words) for passage in found)
    lost = f"Characters that Word can't hold, each replaced by {NOT_PRINTABLE} in the document: {replaced}."
    return [lost] if replaced else []


def write_table(
    project: Project, rows: Iterable[Sequence[str | int]], path: Path, terms: Terms = AS_USUAL
) -> tuple[str, ...]:
    """Write a table of counts as CSV, known names in it replaced; returns warnings about it.

    Raises:
        ExportFailed, StorageFailed, NotAllowed, ResidualIdentifiers: as in `write_passages`.
    """
    whole_file.refuse_places_of(project.path, path, KINDS["csv"])
    with export_gate.leaving(project, "frequencies", terms, quotes=False) as gate:
        _write_csv(([_worded(gate.reading, cell) for cell in row] for row in rows), path, gate)
    return gate.warnings


def _worded(reading: Project, cell: str | int) -> str | int:
    return worded(reading, cell) if isinstance(cell, str) else cell


def compose(title: str, head: Sequence[str], passages: Sequence[Passage]) -> Document:
    """Lay passages out, by source, each with who says it and under which codes."""
    document = docx.Document()
    docx_styles.dress(document)
    facts = document.core_properties
    facts.title, facts.subject = printable(title)[:255], "Passages"
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.created = facts.modified = datetime.datetime(2000, 1, 1)
    facts.revision = 1
    _add(document, "Heading 1", f"Passages: {title}")
    for line in head:
        _add(document, "Note", line)
    sources = len({passage.source_id for passage in passages})
    people = len({passage.case for passage in passages if passage.case})
    told = f"{_count(len(passages), 'passage')} in {_count(sources, 'source')}"
    _add(document, "Note", f"{told}, {_count(people, 'participant')}" if people else told)
    source_id = None
    for passage in passages:
        if passage.source_id != source_id:
            source_id = passage.source_id
            _add(document, "Heading 2", passage.source)
        _add_passage(document, passage)
    return document


def _add_passage(document: Document, passage: Passage) -> None:
    paragraph = _add(document, "Quote", "")
    add_text(paragraph, "“")
    add_text(paragraph, passage.words, style=style_id(docx_styles.QUOTED_WORDS))
    add_text(paragraph, "” ")
    add_text(paragraph, f"({_who(passage)})", style=style_id(docx_styles.IDENTIFIER))
    codes = ", ".join(code.name for code in passage.codes)
    marks = [word for word, is_so in (("exemplar", passage.exemplar), ("negative case", passage.negative)) if is_so]
    _add(document, "Code Path", " · ".join([codes, *marks]))
    if passage.memo:
        _add(document, "Note", passage.memo)


def _who(passage: Passage) -> str:
    if passage.interviewer:
        known = [f"interviewer in {passage.source}"]
    else:
        known = [passage.case, passage.role] if passage.case else [passage.source, passage.speaker]
    return ", ".join(part for part in [*known, _clock(passage.start_ms)] if part)


def _cells(passage: Passage) -> tuple[str | int, ...]:
    return (
        passage.source,
        passage.case,
        passage.role,
        passage.speaker,
        _clock(passage.start_ms),
        passage.span.start,
        passage.span.end,
        passage.words,
        ", ".join(code.name for code in passage.codes),
        ", ".join(passage.coders),
        "yes" if passage.exemplar else "",
        "yes" if passage.negative else "",
        passage.memo,
    )


def _write_workbook(
    title: str, head: Sequence[str], rows: Iterable[tuple[str | int, ...]], path: Path, gate: Gate
) -> int:
    """Write the question on the first sheet, the passages on the second; returns how many cells were cut."""
    written = io.BytesIO()
    sheets = (Sheet("Question", (("Question", 100),), [(line,) for line in head]), Sheet("Passages", COLUMNS, rows))
    cut = write_xlsx(sheets, written, title=title)
    gate.put(written.getvalue(), path, KINDS["xlsx"])
    return cut


def _write_csv(rows: Iterable[Sequence[str | int]], path: Path, gate: Gate) -> None:
    written = io.StringIO()
    writer = csv.writer(written)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    # With its mark at the beginning, spreadsheets read the file as UTF-8.
    gate.put(written.getvalue().encode("utf-8-sig", "replace"), path, KINDS["csv"])


def _add(document: Document, style: str, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph._p.style = style_id(style)
    if text:
        add_text(paragraph, text)
    return paragraph


def _clock(moment_ms: int | None) -> str:
    if moment_ms is None:
        return ""
    minutes, seconds = divmod(moment_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
