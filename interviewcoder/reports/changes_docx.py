"""What changed, as a Word document: sections of lines, with old and new wordings word by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.privacy.outgoing import worded
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.reports.xml_text import printable
from interviewcoder.sources.word_diff import Piece

if TYPE_CHECKING:
    from docx.document import Document

    from interviewcoder.project.file import Project


@dataclass(frozen=True, slots=True)
class MarkedField:
    """A text that was reworded, under its name."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of a report of changes. `target` is a kind of thing and its id, where one can go to it."""

    words: str
    target: tuple[str, int] | None = None
    fields: tuple[MarkedField, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSection:
    """Lines under a title."""

    title: str
    lines: tuple[MarkedLine, ...]


def write(
    project: Project,
    path: Path,
    title: str,
    hints: Sequence[str],
    sections: Sequence[MarkedSection],
    terms: Terms = AS_USUAL,
) -> tuple[str, ...]:
    """Write sections; what is gone is struck through, what is new underlined, so that it shows without colour.

    Known names are replaced in them. Returns warnings about what was written.

    Raises:
        ExportFailed: the name is one that no document may take.
        NotAllowed, ResidualIdentifiers: nobody answers for what the document would hold.
        StorageFailed: the disk is full, or the place can't be written.
    """
    from interviewcoder.reports import docx_file, export_gate, whole_file

    whole_file.refuse_places_of(project.path, path, docx_file.CODEBOOK)
    with export_gate.leaving(project, "changes", terms, quotes=True) as gate:
        document = compose(title, hints, sections, lambda text: worded(gate.reading, text))
        docx_file.save(document, path, gate.put)
    return gate.warnings


def compose(
    title: str, hints: Sequence[str], sections: Sequence[MarkedSection], said: Callable[[str], str]
) -> Document:
    """Lay sections out; `said` is how each text is put."""
    import docx

    from interviewcoder.reports.docx_parts import add_text

    document = docx.Document()
    document.core_properties.title = printable(said(title))
    document.core_properties.author = ""
    add_text(document.add_heading(level=1), said(title))
    for hint in hints:
        add_text(document.add_paragraph(), said(hint))
    for section in sections:
        add_text(document.add_heading(level=2), said(section.title))
        for line in section.lines:
            add_text(document.add_paragraph(style="List Bullet"), said(line.words))
            for field in line.fields:
                paragraph = document.add_paragraph(style="List Continue")
                add_text(paragraph, f"{field.name}: ").italic = True
                for piece in field.pieces:
                    run = add_text(paragraph, said(piece.text))
                    run.font.strike = piece.mark == "gone" or None
                    run.font.underline = piece.mark == "new" or None
    return document
