"""Which passage is selected: whole words, unless a person insists on the character."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import snap_to_words, trim
from interviewcoder.ui.coding_view.keys import PassageKeys
from interviewcoder.ui.coding_view.mouse import PassageMouse
from interviewcoder.ui.coding_view.page import Page


class PassageSelection(QObject):
    """The passage that would be coded now. `changed` carries a Span or None.

    While the mouse drags or Shift is held, Qt's selection runs free; letting go
    snaps it. The passage itself is whole words at any moment.
    """

    changed = Signal(object)

    def __init__(self, page: Page, mouse: PassageMouse, keys: PassageKeys) -> None:
        super().__init__(page)
        self._page = page
        self._mouse = mouse
        self._exact = False
        self._placing = False
        # While the text is typed into, what is seen as selected stays as it was made.
        self.typing = False
        self.span: Span | None = None
        page.selectionChanged.connect(self._on_selection_changed)
        mouse.settled.connect(self._on_settled)
        keys.shift_released.connect(self._widen)

    def select(self, span: Span) -> None:
        """Select exactly this passage."""
        self._exact = True
        self._place(span, caret_first=False)
        self._take(span)

    def clear(self) -> None:
        """Select nothing; the caret stays."""
        cursor = self._page.textCursor()
        cursor.clearSelection()
        self._page.setTextCursor(cursor)

    def snap(self) -> None:
        """Make what is seen as selected the passage that would be coded."""
        if self.span is not None and self._page.selected() is not None:
            self._place(self.span, caret_first=self._caret_first())

    def move_letter(self, step: int) -> None:
        """Move the end of the selection where the caret is by what reads as one letter; words aren't completed."""
        cursor = self._page.textCursor()
        way = QTextCursor.MoveOperation.NextCharacter if step > 0 else QTextCursor.MoveOperation.PreviousCharacter
        cursor.movePosition(way, QTextCursor.MoveMode.KeepAnchor)
        self._placing = True
        self._page.setTextCursor(cursor)
        self._placing = False
        self._exact = True
        self._read()

    def _widen(self) -> None:
        """Let what is seen cover whole words.

        White space at its ends stays: a caret put back before it would never get past it, one word at a time.
        """
        selected = self._page.selected()
        if self.span is not None and selected is not None:
            seen = self._page.span_of(*selected)
            whole = Span(min(seen.start, self.span.start), max(seen.end, self.span.end))
            self._place(whole, caret_first=self._caret_first())

    def _on_settled(self, exact: bool) -> None:
        self._exact = exact or self.typing
        self._read()
        if not self.typing:
            self.snap()

    def _on_selection_changed(self) -> None:
        if self._placing or self._mouse.selecting:
            return
        self._exact = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        self._read()

    def _read(self) -> None:
        selected = self._page.selected()
        if selected is None:
            self._take(None)
            return
        raw = self._page.span_of(*selected)
        found = (trim if self._exact else snap_to_words)(self._page.text, raw.start, raw.end)
        self._take(Span(*found) if found else None)

    def _take(self, span: Span | None) -> None:
        if span != self.span:
            self.span = span
            self.changed.emit(span)

    def _place(self, span: Span, *, caret_first: bool) -> None:
        start, end = self._page.offsets.positions(span)
        if self._page.selected() == (start, end):
            return
        self._placing = True
        self._page.select_positions(start, end, caret_first=caret_first)
        self._placing = False

    def _caret_first(self) -> bool:
        cursor = self._page.textCursor()
        return cursor.position() < cursor.anchor()
