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
from interviewcoder.analysis.retrieval import Retrieval
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_file, docx_styles, whole_file
from interviewcoder.reports.blocks import Sheet
from interviewcoder.reports.docx_parts import add_text
from interviewcoder.reports.docx_styles import style_id
from interviewcoder.reports.sheet_file import harmless, write_xlsx
from interviewcoder.reports.whole_file import FileKind
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


def write_passages(project: Project, query: Query, path: Path, kind: str) -> RetrievalReceipt:
    """Write all passages that answer to a question; `kind` is one of `KINDS`. An older file of that kind is replaced.

    Raises:
        ExportFailed: the folder doesn't exist, or the name is a folder's, the project's, or of a file of another kind.
        StorageFailed: the disk is full, or the place can't be written.
    """
    whole_file.refuse_places_of(project.path, path, KINDS[kind])
    hits = Retrieval(project, query).all_hits()
    question = in_words(project, query)
    passages = PassageReader(project, context=0).read_all(hits)
    if kind == "csv":
        _write_csv([["Question", question], [], [name for name, _ in COLUMNS], *map(_cells, passages)], path)
        return RetrievalReceipt(path, len(hits), question)
    if kind == "xlsx":
        cut = _write_workbook(project.title, question, map(_cells, passages), path)
        told = f"Cells with more words than a workbook holds, each cut short: {cut}."
        return RetrievalReceipt(path, len(hits), question, (told,) if cut else ())
    found = list(passages)
    docx_file.save(compose(project.title, question, found), path, KINDS[kind])
    replaced = sum(unprintable(passage.words) for passage in found)
    told = f"Characters that Word can't hold, each replaced by {NOT_PRINTABLE} in the document: {replaced}."
    return RetrievalReceipt(path, len(hits), question, (told,) if replaced else ())


def write_table(project: Project, rows: Iterable[Sequence[str | int]], path: Path) -> None:
    """Write a table as CSV.

    Raises:
        ExportFailed, StorageFailed: as in `write_passages`.
    """
    whole_file.refuse_places_of(project.path, path, KINDS["csv"])
    _write_csv(rows, path)


def compose(title: str, question: str, passages: Sequence[Passage]) -> Document:
    """Lay passages out, by source, each with who says it and under which codes."""
    document = docx.Document()
    docx_styles.dress(document)
    facts = document.core_properties
    facts.title, facts.subject = printable(title)[:255], "Passages"
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.created = facts.modified = datetime.datetime(2000, 1, 1)
    facts.revision = 1
    _add(document, "Heading 1", f"Passages: {title}")
    _add(document, "Note", question)
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


def _write_workbook(title: str, question: str, rows: Iterable[tuple[str | int, ...]], path: Path) -> int:
    """Write the question on the first sheet, the passages on the second; returns how many cells were cut."""
    written = io.BytesIO()
    sheets = (Sheet("Question", (("Question", 100),), [(question,)]), Sheet("Passages", COLUMNS, rows))
    cut = write_xlsx(sheets, written, title=title)
    whole_file.put(written.getvalue(), path, KINDS["xlsx"])
    return cut


def _write_csv(rows: Iterable[Sequence[str | int]], path: Path) -> None:
    written = io.StringIO()
    writer = csv.writer(written)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    # With its mark at the beginning, spreadsheets read the file as UTF-8.
    whole_file.put(written.getvalue().encode("utf-8-sig", "replace"), path, KINDS["csv"])


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
