"""Memos and journal as a document to read, to hand in, or to keep: Word or Markdown.

What is private stays out unless it is asked for, and the document says that it does.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.coding import memos
from interviewcoder.coding.memos import JOURNAL, MemoView
from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.outgoing import is_withheld, original_of
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import Project
from interviewcoder.reports import export_gate, whole_file
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.wording import on_one_line
from interviewcoder.sources import catalogue

if TYPE_CHECKING:
    from docx.document import Document

DOCX = FileKind("Word document", ".docx", "memos.docx", b"PK\x03\x04")
MARKDOWN = FileKind("Markdown file", ".md", "memos.md")
KINDS = (DOCX, MARKDOWN)
NO_MEMOS = "There are no memos here yet."
_SECTIONS = {"project": "The project", JOURNAL: "Journal", "case": "Participants", "code": "Codes"}


@dataclass(frozen=True, slots=True)
class MemosReceipt:
    """What was written: how many memos, and how many private ones were left out."""

    path: Path
    memos: int
    left_out: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemoEntry:
    """A memo as the report prints it. `facts` say about what, by whom and when; `quote` is its passage's words."""

    section: str
    heading: str
    facts: str
    quote: str
    text: str
    points_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemoReport:
    """Everything that is printed, in the order of the study."""

    title: str
    note: str
    entries: tuple[MemoEntry, ...]
    left_out: int


def count_private(project: Project) -> int:
    """How many memos are private."""
    return sum(memo.private for memo in memos.listing(project))


def gather(project: Project, *, private: bool = False) -> MemoReport:
    """Collect the memos; `private`: also those for their writers' eyes. `project` may be its outgoing copy."""
    found = memos.listing(project, by_place=True)
    shown = [memo for memo in found if private or not memo.private]
    names = {source.id: source.name for source in catalogue.listing(project)}
    entries = tuple(_entry(memo, names) for memo in shown)
    # Of an outgoing copy private ones were left out already.
    left_out = 0 if private else count_private(original_of(project))
    note = ""
    if left_out:
        note = f"Private memos are left out: {left_out}."
    elif any(memo.private for memo in shown):
        note = "This document holds private memos. Think before you pass it on."
    return MemoReport(f"Memos: {project.title}", note, entries, left_out)


def write_memos(project: Project, path: Path, *, private: bool = False, terms: Terms = AS_USUAL) -> MemosReceipt:
    """Write the memos as the file's name says, `.docx` or `.md`; an older such file of that name is replaced.

    Raises:
        ExportFailed: the name has another ending, or no such file may be written there.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = next((kind for kind in KINDS if kind.suffix == path.suffix.casefold()), None)
    if kind is None:
        raise ExportFailed(f"Memos aren't written as “{path.suffix}”.", "Give the file a name in .docx or .md.")
    whole_file.refuse_places_of(project.path, path, kind)
    with export_gate.leaving(project, "memos", terms, quotes=True, private=private) as gate:
        report = gather(gate.reading, private=private)
        withheld = sum(is_withheld(gate.reading, entry.quote) for entry in report.entries)
        if withheld:
            note = f"Passages whose words are withheld because their speaker did not agree to be quoted: {withheld}."
            report = replace(report, note=f"{report.note} {note}".strip())
        gate.holds(memos=len(report.entries))
        if kind is MARKDOWN:
            gate.put(as_markdown(report).encode(), path, kind)
        else:
            from interviewcoder.reports import docx_file

            docx_file.save(compose(report), path, gate.put, kind)
    return MemosReceipt(path, len(report.entries), report.left_out, gate.warnings)


def as_markdown(report: MemoReport) -> str:
    """The report in Markdown: sections and memos under headings, quotes as quotes; the memos' text as it is."""
    lines = [f"# {on_one_line(report.title)}", ""]
    if report.note:
        lines += [f"*{report.note}*", ""]
    for section, entries in groupby(report.entries, lambda entry: entry.section):
        lines += [f"## {on_one_line(section)}", ""]
        for entry in entries:
            lines += [f"### {on_one_line(entry.heading)}", "", f"*{on_one_line(entry.facts)}*", ""]
            lines += _quoted(entry.quote)
            lines += [*_paragraphs(entry.text), ""] if entry.text else []
            lines += ["Points to:", "", *(f"- {on_one_line(link)}" for link in entry.points_to), ""] * bool(
                entry.points_to
            )
    if not report.entries:
        lines += [NO_MEMOS, ""]
    return "\n".join(lines)


def compose(report: MemoReport) -> Document:
    """The report as a Word document, in the look of the codebook."""
    import docx

    from interviewcoder.reports import docx_styles
    from interviewcoder.reports.xml_text import printable

    document = docx.Document()
    docx_styles.dress(document)
    facts = document.core_properties
    facts.title, facts.subject, facts.revision = printable(report.title)[:255], "Memos", 1
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.created = facts.modified = datetime.datetime(1980, 1, 1)  # the same memos give the same bytes
    for style, text in _printed(report):
        _add(document, style, text)
    return document


def _printed(report: MemoReport) -> Iterator[tuple[str, str]]:
    yield "Title", report.title
    if report.note:
        yield "Note", report.note
    if not report.entries:
        yield "Normal", NO_MEMOS
    for section, entries in groupby(report.entries, lambda entry: entry.section):
        yield "Heading 1", section
        for entry in entries:
            yield "Heading 2", entry.heading
            yield "Code Path", entry.facts
            if entry.quote:
                yield "Quote", f"“{entry.quote}”"
            yield from (("Normal", part) for part in entry.text.split("\n\n") if part.strip())
            if entry.points_to:
                yield "Quotes Label", "Points to"
                yield from (("Quote", link) for link in entry.points_to)


def _add(document: Document, style: str, text: str) -> None:
    from interviewcoder.reports.docx_parts import add_text
    from interviewcoder.reports.docx_styles import style_id

    paragraph = document.add_paragraph()
    paragraph._p.style = style_id(style)
    add_text(paragraph, text)


def _entry(memo: MemoView, names: dict[int, str]) -> MemoEntry:
    thing = memo.about
    source_id = thing.source_id if thing.source_id is not None else thing.id
    kind = memos.kind_of(memo)
    section = _SECTIONS.get(kind) or names[source_id or 0]
    about = {
        "source": "the whole source",
        "case": f"“{memo.about_name}”",
        "code": f"the code “{memo.about_name}”",
        "coding": f"a coding under “{memo.about_name}”",
        "passage": "a passage",
    }.get(kind, "")
    facts = [about, memo.writer, memo.created_at[:10], "private" if memo.private else ""]
    links = tuple(f"“{_short(link.quote, link.span.length)}” ({link.source})" for link in memo.links)
    length = thing.span.length if thing.span is not None else 0
    heading = memo.heading or (memo.created_at[:10] if kind == JOURNAL else "Untitled")
    return MemoEntry(section, heading, " · ".join(filter(None, facts)), _short(memo.quote, length), memo.text, links)


def _short(quote: str, length: int) -> str:
    return quote.rstrip() + "…" if len(quote) < length else quote


def _quoted(quote: str) -> list[str]:
    return [*(f"> {line}" for line in quote.splitlines()), ""] if quote else []


def _paragraphs(text: str) -> list[str]:
    # Two spaces at its end break a line; a sharp at its beginning would make it a heading of ours.
    lines = [f"\\{line}" if line.startswith("#") else line for line in text.splitlines()]
    return [f"{line}  " if line and follow else line for line, follow in zip(lines, [*lines[1:], ""], strict=True)]
