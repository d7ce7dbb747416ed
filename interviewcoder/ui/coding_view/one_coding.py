"""One coding among those on the page: which is meant, the way to the next, its ends, and what is asked for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import snap_to_words, trim
from interviewcoder.sources.word_tokens import tokens
from interviewcoder.ui.coding_view.margin import Margin
from interviewcoder.ui.coding_view.marks import Mark, mark_beside
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.selection import PassageSelection


class OneCoding(QObject):
    """The coding that was chosen, by its stripe or by keys. Signals carry segments' ids.

    `resized` carries the passage it is to have, `level_chosen` “semantic”,
    “latent” or nothing.
    """

    chosen = Signal(int)
    removed = Signal(int)
    exemplar_toggled = Signal(int)
    negative_toggled = Signal(int)
    level_chosen = Signal(int, str)
    memo_asked = Signal(int)
    recode_asked = Signal(int)
    resized = Signal(int, object)  # Span
    current_changed = Signal()

    def __init__(self, page: Page, margin: Margin, selection: PassageSelection) -> None:
        super().__init__(page)
        self._page, self._margin, self._selection = page, margin, selection
        self._current: int | None = None
        self._walked: int | None = None
        margin.marks_clicked.connect(lambda marks: self.walk(marks, self._current))

    @property
    def id(self) -> int | None:
        """The coding that is chosen."""
        return self._current

    def mark(self, segment_id: int | None) -> Mark | None:
        """A coding on the page by its id."""
        return next((mark for mark in self._page.marks if mark.id == segment_id), None)

    def current(self) -> Mark | None:
        """The coding that is chosen, if it is still on the page."""
        return self.mark(self._current) if self._current is not None else None

    def meant(self) -> list[Mark]:
        """Give the codings a key means: the chosen one, those just on the selection, or those at the caret."""
        current = self.current()
        if current is not None:
            return [current]
        selected = self._selection.span
        if selected is None:
            return self._page.marks_at_caret()
        start, end = self._page.offsets.positions(selected)
        around = self._page.marks_at(start)
        return [m for m in around if (m.start, m.end) == (start, end)] or [m for m in around if m.end >= end]

    def the_one_meant(self) -> Mark | None:
        """The coding a key means; the narrowest, where several lie there and none was chosen."""
        return next(iter(self.meant()), None)

    # Choosing

    def forget(self) -> None:
        """Mean none any longer."""
        self._set_current(None)

    def keep_if_there(self) -> None:
        """Go on meaning the coding that was chosen, unless it is gone; its passage may have changed."""
        mark = self.current()
        if mark is None:
            self._set_current(None)
        elif not self._selection.typing and self._selection.span != mark.segment.span:
            self._selection.select(mark.segment.span)

    def mean(self, mark: Mark) -> None:
        """Choose a coding where it is, without scrolling to its beginning."""
        self._selection.select(mark.segment.span)
        self._set_current(mark.id)
        self.chosen.emit(mark.id)

    def choose(self, mark: Mark) -> None:
        """Choose a coding and bring it into sight."""
        self.mean(mark)
        self._page.reveal(mark.start, mark.end)

    def step(self, step: int) -> None:
        """Choose the next coding (1) or the one before (-1); of those in one place each in turn."""
        mark = mark_beside(list(self._page.marks), self.current(), self._page.textCursor().position(), step)
        if mark is not None:
            self.choose(mark)

    def on_passage_changed(self, span: Span | None) -> None:
        """Let go of the coding when something else is selected."""
        current = self.current()
        if current is not None and current.segment.span != span:
            self._set_current(None)

    def _set_current(self, segment_id: int | None) -> None:
        if segment_id != self._current:
            self._current = segment_id
            self._margin.show_current(segment_id)
            self.current_changed.emit()

    def walk_on(self, marks: Sequence[Mark]) -> None:
        """Choose the next of the codings on words that are clicked; the click has let go of the one before."""
        self.walk(marks, self._walked)
        self._walked = self._current

    def walk(self, marks: Sequence[Mark], after: int | None) -> None:
        """Choose, of codings in one place, the one after another, by its id; the first where that isn't among them."""
        ids = [mark.id for mark in marks]
        place = (ids.index(after) + 1) % len(ids) if after in ids else 0
        # The page stays where it is: the next click in the same place is for the next coding.
        bar = self._page.verticalScrollBar()
        scrolled = bar.value()
        self.mean(marks[place])
        bar.setValue(scrolled)
        self._page.setFocus(Qt.FocusReason.MouseFocusReason)

    # Its ends

    def move_edge(self, *, at_start: bool, step: int) -> None:
        """Move one end of the coding by a word, forwards (1) or backwards (-1); it keeps a word at least.

        What is selected without being a coding grows or shrinks at its caret, letter by letter.
        """
        mark, selected = self.the_one_meant(), self._selection.span
        if selected is not None and (mark is None or mark.segment.span != selected):
            self._selection.move_letter(step)
        elif mark is not None:
            span = resized(self._page.text, mark.segment.span, at_start=at_start, step=step)
            if span != mark.segment.span:
                if self._current != mark.id:
                    self.mean(mark)
                self.resized.emit(mark.id, span)


def resized(text: str, span: Span, *, at_start: bool, step: int) -> Span:
    """Move one end of a passage to the next edge of a word; where there is none, it stays.

    The end that moves doesn't pass the other one.
    """
    at = span.start if at_start else span.end
    found = _edge_beside(text, at, of_starts=at_start, step=step)
    if found is None:
        return span
    moved = Span(found, span.end) if at_start else Span(span.start, found)
    kept = trim(text, moved.start, moved.end) if moved.length > 0 else None
    return Span(*kept) if kept else span


def _edge_beside(text: str, at: int, *, of_starts: bool, step: int) -> int | None:
    """Where the next word begins (`of_starts`) or ends, beyond a place; also in the next paragraph."""
    if step > 0:
        line_end = _line_end(text, at)
        while True:
            edges = (edge for edge in _edges(text, at, line_end, of_starts=of_starts) if edge > at)
            if (edge := next(edges, None)) is not None or line_end >= len(text):
                return edge
            line_end = _line_end(text, line_end + 1)
    line_start = text.rfind("\n", 0, at) + 1
    while True:
        edges_before = [edge for edge in _edges(text, line_start, at, of_starts=of_starts) if edge < at]
        if edges_before or line_start == 0:
            return edges_before[-1] if edges_before else None
        line_start = text.rfind("\n", 0, line_start - 1) + 1


def _edges(text: str, start: int, end: int, *, of_starts: bool) -> list[int]:
    """The beginnings or ends of a stretch's words; a sign that stands alone, an emoji for instance, counts as one."""
    pieces = (piece for piece in tokens(text[start:end], start) if not all(map(_divides, piece.text)))
    snapped = (snap_to_words(text, piece.start, piece.end) for piece in pieces)
    return [span[0] if of_starts else span[1] for span in snapped if span]


def _divides(char: str) -> bool:
    return char.isspace() or unicodedata.category(char).startswith("P")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
