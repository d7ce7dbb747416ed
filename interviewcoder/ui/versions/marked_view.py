"""Shows what changed: lines that lead to what they tell of, old and new wordings side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QTextBrowser, QWidget

from interviewcoder.sources.word_diff import Piece, after_of, before_of

if TYPE_CHECKING:
    from interviewcoder.reports.changes_docx import MarkedField, MarkedLine, MarkedSection

# A code's whole history can be long; what is beyond stands in the exported document.
_LINES = 2_000
_TINT = 0.22
_GONE, _NEW = "#c9605a", "#3f9a5f"


class MarkedView(QTextBrowser):
    """A page of sections. `asked` tells the kind and id of what a clicked line is about."""

    asked = Signal(str, int)

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(14)
        self.anchorClicked.connect(self._on_clicked)
        self._shown: tuple[Sequence[MarkedSection], Sequence[str], str] = ((), (), "")

    def show_sections(self, sections: Sequence[MarkedSection], hints: Sequence[str] = (), *, empty: str = "") -> None:
        """Show sections below hints; `empty` is said where there is no section."""
        self._shown = (sections, hints, empty)
        self.setHtml(self._as_html())

    def changeEvent(self, event: QEvent) -> None:
        """Write anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and any(self._shown):
            self.setHtml(self._as_html())

    def _as_html(self) -> str:
        sections, hints, empty = self._shown
        parts = [f"<p><i>{escape(hint)}</i></p>" for hint in hints]
        if not sections and empty:
            parts.append(f'<p style="color:{self._colour(QPalette.ColorRole.PlaceholderText)}">{escape(empty)}</p>')
        left = _LINES
        for section in sections:
            parts.append(f'<h4 style="margin-top:12px; margin-bottom:2px">{escape(section.title)}</h4>')
            parts += (self._line(line) for line in section.lines[:left])
            if len(section.lines) > left:
                words = self.tr("and {count} more: export them to read them all")
                parts.append(f"<p>{escape(words.format(count=len(section.lines) - left))}</p>")
            left = max(0, left - len(section.lines))
        return "".join(parts)

    def _line(self, line: MarkedLine) -> str:
        words = escape(line.words)
        if line.target is not None:
            words = f'<a href="go:{line.target[0]}/{line.target[1]}" style="text-decoration:none">{words}</a>'
        fields = "".join(self._field(field) for field in line.fields)
        table = f'<table width="100%" cellpadding="4" cellspacing="0">{fields}</table>' if fields else ""
        return f'<p style="margin-top:2px; margin-bottom:2px; margin-left:10px">{words}</p>{table}'

    def _field(self, field: MarkedField) -> str:
        quiet = self._colour(QPalette.ColorRole.PlaceholderText)
        first, second = self._pieces(before_of(field.pieces)), self._pieces(after_of(field.pieces))
        name = f'<td width="18%" style="color:{quiet}; padding-left:20px">{escape(field.name)}</td>'
        return f'<tr>{name}<td width="41%">{first}</td><td width="41%">{second}</td></tr>'

    def _pieces(self, pieces: Iterable[Piece]) -> str:
        return "".join(self._piece(piece) for piece in pieces) or "–"

    def _piece(self, piece: Piece) -> str:
        words = escape(piece.text).replace("\n", "<br>")
        # Marked without colour as well: struck through, underlined.
        if piece.mark == "gone":
            return f'<s style="background-color:{self._tint(_GONE)}">{words}</s>'
        if piece.mark == "new":
            return f'<u style="background-color:{self._tint(_NEW)}">{words}</u>'
        return words

    def _colour(self, role: QPalette.ColorRole) -> str:
        return self.palette().color(role).name()

    def _tint(self, colour: str) -> str:
        """A colour laid thinly on the page's."""
        base, tint = self.palette().color(QPalette.ColorRole.Base), QColor(colour)
        mixed = (
            round(under * (1 - _TINT) + over * _TINT)
            for under, over in zip(base.getRgb()[:3], tint.getRgb()[:3], strict=True)  # type: ignore[index]
        )
        return QColor(*mixed).name()

    def _on_clicked(self, url: QUrl) -> None:
        kind, _, number = url.path().partition("/")
        if number.isdigit():
            self.asked.emit(kind, int(number))
