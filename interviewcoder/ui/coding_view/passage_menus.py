"""Opens the menu of the text: on a passage, on a stripe, or to ask which of several codings is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import word_around
from interviewcoder.ui.coding_view.marks import Mark
from interviewcoder.ui.coding_view.menu import PassageMenu

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.view import CodingView

_MOST_IN_MENU = 8


class PassageMenus(QObject):
    """The menus of one coding view."""

    def __init__(self, view: CodingView) -> None:
        super().__init__(view)
        self._view = view
        # What others add for a coding, or the selected passage; whether a coding, or (None) the text, may be edited.
        self.more_on_coding: Callable[[QMenu, Mark], None] = lambda menu, mark: None
        self.more_on_passage: Callable[[QMenu], None] = lambda menu: None
        self.may_edit: Callable[[Mark | None], bool] = lambda mark: True

    def open(self, marks: Sequence[Mark], at: QPoint) -> None:
        """Offer what can be done with these codings and with what is selected."""
        view, one = self._view, self._view.coding
        menu = PassageMenu(view)
        menu.add_codings(marks[:_MOST_IN_MENU], self.may_edit, self.more_on_coding)
        edits, there = self.may_edit(None), view.selection() is not None
        menu.add_coding(view.recent, enabled=there, chosen=view.chosen_code(), pseudonyms=edits)
        self.more_on_passage(menu)
        menu.passage_asked.connect(view.choose_segment)
        menu.exemplar_asked.connect(one.exemplar_toggled)
        menu.negative_asked.connect(one.negative_toggled)
        menu.level_asked.connect(one.level_chosen)
        menu.memo_asked.connect(one.memo_asked)
        menu.recode_asked.connect(one.recode_asked)
        menu.removal_asked.connect(one.removed)
        menu.entry_asked.connect(view.open_entry)
        menu.turn_asked.connect(view.code_turn)
        menu.in_vivo_asked.connect(view.ask_in_vivo)
        menu.recent_asked.connect(view.ask_recent)
        menu.code_asked.connect(view.give_code)
        menu.copy_asked.connect(view.copy_passage)
        menu.pseudonym_asked.connect(view.pseudonym_asked)
        menu.popup(at)

    def open_of_margin(self, marks: Sequence[Mark], at: QPoint) -> None:
        """Offer what can be done with the codings whose stripe or name it is."""
        if marks and self._view.coding.id not in [mark.id for mark in marks]:
            self._view.coding.mean(marks[0])
        self.open(marks, at)

    def open_at_caret(self) -> None:
        """Offer what can be done where the keyboard is."""
        self.open(self._view.coding.meant(), self._below_caret())

    def open_on_text(self, position: int | None, at: QPoint) -> None:
        """Offer what can be done at a position under the pointer; None beside the text."""
        marks = self._view.page.marks_at(position) if position is not None else []
        if position is not None:
            self._aim_at(position, marks)
        self.open(marks, at)

    def ask_removal(self) -> None:
        """Take off the coding that is meant; where there are several, ask which."""
        marks = self._view.coding.meant()
        if len(marks) == 1:
            self._view.coding.removed.emit(marks[0].id)
        elif marks:
            menu = PassageMenu(self._view)
            menu.add_removals(marks)
            menu.removal_asked.connect(self._view.coding.removed)
            menu.popup(self._below_caret())

    def _below_caret(self) -> QPoint:
        page = self._view.page
        return page.viewport().mapToGlobal(page.cursorRect().bottomLeft())

    def _aim_at(self, position: int, marks: Sequence[Mark]) -> None:
        """Let a menu that opens beside the selection act on what it was opened on: a coding's passage, or a word."""
        page = self._view.page
        selected = page.selected()
        if selected is not None and selected[0] <= position < selected[1]:
            return
        if marks:
            self._view.coding.mean(marks[0])
            return
        word = word_around(page.text, page.offsets.to_code_point(position))
        if word is not None:
            self._view.select_here(Span(*word))
