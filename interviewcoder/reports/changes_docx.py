"""What changed, as a Word document: sections of lines, with old and new wordings word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewcoder.reports.xml_text import printable
from interviewcoder.sources.word_diff import Piece


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


def write(project_path: Path, path: Path, title: str, hints: Sequence[str], sections: Sequence[MarkedSection]) -> None:
    """Write sections; what is gone is struck through, what is new underlined, so that it shows without colour.

    Raises:
        ExportFailed: the name is one that no document may take.
        StorageFailed: the disk is full, or the place can't be written.
    """
    from docx import Document

    from interviewcoder.reports import docx_file, whole_file
    from interviewcoder.reports.docx_parts import add_text

    whole_file.refuse_places_of(project_path, path, docx_file.CODEBOOK)
    document = Document()
    document.core_properties.title = printable(title)
    document.core_properties.author = ""
    add_text(document.add_heading(level=1), title)
    for hint in hints:
        add_text(document.add_paragraph(), hint)
    for section in sections:
        add_text(document.add_heading(level=2), section.title)
        for line in section.lines:
            add_text(document.add_paragraph(style="List Bullet"), line.words)
            for field in line.fields:
                paragraph = document.add_paragraph(style="List Continue")
                add_text(paragraph, f"{field.name}: ").italic = True
                for piece in field.pieces:
                    run = add_text(paragraph, piece.text)
                    run.font.strike = piece.mark == "gone" or None
                    run.font.underline = piece.mark == "new" or None
    docx_file.save(document, path)
