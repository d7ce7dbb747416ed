"""The menu of the text: the codings in this place, and ways to code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from interviewcoder.ui.coding_view.marks import Mark

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode

_CHIP = 12
_WIDEST_LINE = 320


class PassageMenu(QMenu):
    """Built for one place and gone when closed. Ids are of segments; `recent_asked` carries 1 to 9.

    `level_asked` carries “semantic”, “latent” or nothing, `code_asked` a code's id.
    """

    passage_asked = Signal(int)
    exemplar_asked = Signal(int)
    negative_asked = Signal(int)
    level_asked = Signal(int, str)
    memo_asked = Signal(int)
    recode_asked = Signal(int)
    removal_asked = Signal(int)
    entry_asked = Signal()
    turn_asked = Signal()
    code_asked = Signal(int)
    in_vivo_asked = Signal()
    recent_asked = Signal(int)
    copy_asked = Signal()
    pseudonym_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Passage"))
        self.setToolTipsVisible(True)

    def add_codings(
        self, marks: Sequence[Mark], may_edit: Callable[[Mark], bool], more: Callable[[QMenu, Mark], None]
    ) -> None:
        """Offer what can be done with codings, each in a menu; `more` adds to it what isn't offered here."""
        for mark in marks:
            title = _escaped(mark.segment.code_name) + (" ★" if mark.segment.exemplar else "")
            menu = self.addMenu(chip(mark.colour), title)
            _step(menu, self.tr("Select passage"), partial(self.passage_asked.emit, mark.id))
            if may_edit(mark):
                self._fill_coding(menu, mark)
            more(menu, mark)
            if may_edit(mark):
                menu.addSeparator()
                self._add_removal(menu, mark, self.tr("Remove coding"))
            self._add_told(menu, mark)
        if marks:
            self.addSeparator()

    def _fill_coding(self, menu: QMenu, mark: Mark) -> None:
        segment, id_ = mark.segment, mark.id
        menu.addSeparator()
        _tick(menu, self.tr("Exemplar"), segment.exemplar, lambda: self.exemplar_asked.emit(id_), "Ctrl+M")
        _tick(menu, self.tr("Negative case"), segment.negative, lambda: self.negative_asked.emit(id_), "Ctrl+Shift+N")
        for level, words in (("semantic", self.tr("Semantic")), ("latent", self.tr("Latent"))):
            # What is ticked already is taken back.
            wanted = "" if segment.level == level else level
            _tick(menu, words, segment.level == level, partial(self.level_asked.emit, id_, wanted))
        menu.addSeparator()
        memo = self.tr("Edit memo…") if segment.memo else self.tr("Add memo…")
        _step(menu, memo, lambda: self.memo_asked.emit(id_), "Shift+F2")
        _step(menu, self.tr("Change code…"), lambda: self.recode_asked.emit(id_), "F2")

    def _add_told(self, menu: QMenu, mark: Mark) -> None:
        """Say whose the coding is and what it came from; nothing to click."""
        segment = mark.segment
        menu.addSeparator()
        lines = [self.tr("Coded by {coder}").format(coder=segment.coder)]
        if segment.made_by:
            lines.append(segment.made_by)
        if segment.came_from:
            lines.append(self.tr("Came from {codes}").format(codes=", ".join(segment.came_from)))
        for line in lines:
            shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, _WIDEST_LINE)
            menu.addAction(_escaped(shown)).setEnabled(False)

    def add_removals(self, marks: Sequence[Mark]) -> None:
        """Ask which of several codings is to go."""
        for mark in marks:
            title = self.tr("Remove “{code}”").format(code=_escaped(mark.segment.code_name))
            self._add_removal(self, mark, title)

    def _add_removal(self, menu: QMenu, mark: Mark, title: str) -> None:
        removal = menu.addAction(chip(mark.colour), title) if menu is self else menu.addAction(title)
        if menu is not self:
            removal.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        removal.triggered.connect(lambda _=False: self.removal_asked.emit(mark.id))

    def add_coding(
        self,
        recent: Sequence[CodeNode],
        *,
        enabled: bool,
        chosen: tuple[int, str] | None = None,
        pseudonyms: bool = True,
    ) -> None:
        """Offer the ways to code what is selected; disabled without a selection.

        `chosen` is the code chosen in the tree, by id and name; `pseudonyms`
        whether words can be replaced by one.
        """
        ways = [_step(self, self.tr("Code…"), self.entry_asked.emit, "Return")]
        in_vivo = _step(self, self.tr("Code in vivo"), self.in_vivo_asked.emit, "Ctrl+I")
        in_vivo.setToolTip(self.tr("A new code, named by the selected words"))
        ways.append(in_vivo)
        if recent:
            again = self.tr("Code again as “{code}”").format(code=self._name(recent[0].name))
            ways.append(_step(self, again, lambda: self.recent_asked.emit(1), "."))
        if chosen is not None:
            code_id, name = chosen
            words = self.tr("Code as “{code}”, chosen in the tree").format(code=self._name(name))
            ways.append(_step(self, words, lambda: self.code_asked.emit(code_id), "Ctrl+Shift+K"))
        latest = self.addMenu(self.tr("Recent codes"))
        for place, code in enumerate(recent[:9], 1):
            action = latest.addAction(chip(QColor(code.colour)), _escaped(code.name))
            action.setShortcut(QKeySequence(str(place)))
            action.triggered.connect(lambda _=False, n=place: self.recent_asked.emit(n))
        turn = _step(self, self.tr("Code the whole turn…"), self.turn_asked.emit, "Ctrl+Shift+T")
        turn.setEnabled(enabled)
        self.addSeparator()
        if pseudonyms:
            ways.append(_step(self, self.tr("Replace by pseudonym…"), self.pseudonym_asked.emit, "Ctrl+D"))
        ways.append(_step(self, self.tr("Copy"), self.copy_asked.emit, QKeySequence.StandardKey.Copy))
        for action in ways:
            action.setEnabled(enabled)
        latest.setEnabled(enabled and bool(recent))

    def _name(self, name: str) -> str:
        return _escaped(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST_LINE // 2))


def _step(menu: QMenu, words: str, do: Callable[[], object], keys: str | QKeySequence.StandardKey = "") -> QAction:
    action = menu.addAction(words)
    if keys:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _=False: do())
    return action


def _tick(menu: QMenu, words: str, ticked: bool, do: Callable[[], object], keys: str = "") -> QAction:
    action = _step(menu, words, do, keys)
    action.setCheckable(True)
    action.setChecked(ticked)
    return action


def chip(colour: QColor) -> QIcon:
    """Give a small square of a code's colour."""
    picture = QPixmap(_CHIP * 2, _CHIP * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(0, 0, _CHIP, _CHIP, 3, 3)
    painter.end()
    return QIcon(picture)


def _escaped(title: str) -> str:
    # An ampersand in a menu underlines the next letter.
    return title.replace("&", "&&")
