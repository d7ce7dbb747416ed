"""The menu of the text: the codings in this place, and ways to code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from interviewcoder.ui.coding_view.marks import Mark

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode

_CHIP = 12


class PassageMenu(QMenu):
    """Built for one place and gone when closed. Ids are of segments; `recent_asked` carries 1 to 9."""

    passage_asked = Signal(int)
    exemplar_asked = Signal(int)
    removal_asked = Signal(int)
    entry_asked = Signal()
    in_vivo_asked = Signal()
    recent_asked = Signal(int)
    copy_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Passage"))
        self.setToolTipsVisible(True)

    def add_codings(self, marks: Sequence[Mark]) -> None:
        """Offer what can be done with codings: one in place, several in a menu each."""
        for mark in marks:
            title = _escaped(mark.segment.code_name) + (" ★" if mark.segment.exemplar else "")
            menu = self.addMenu(chip(mark.colour), title)
            select = menu.addAction(self.tr("Select passage"))
            select.triggered.connect(lambda _=False, id=mark.id: self.passage_asked.emit(id))
            exemplar = menu.addAction(self.tr("Exemplar"))
            exemplar.setCheckable(True)
            exemplar.setChecked(mark.segment.exemplar)
            exemplar.triggered.connect(lambda _=False, id=mark.id: self.exemplar_asked.emit(id))
            menu.addSeparator()
            self._add_removal(menu, mark, self.tr("Remove coding"))
        if marks:
            self.addSeparator()

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

    def add_coding(self, recent: Sequence[CodeNode], *, enabled: bool) -> None:
        """Offer the ways to code what is selected; disabled without a selection."""
        entry = self.addAction(self.tr("Code…"))
        entry.setShortcut(QKeySequence(Qt.Key.Key_Return))
        entry.triggered.connect(lambda: self.entry_asked.emit())
        in_vivo = self.addAction(self.tr("Code in vivo"))
        in_vivo.setShortcut(QKeySequence("Ctrl+I"))
        in_vivo.setToolTip(self.tr("A new code, named by the selected words"))
        in_vivo.triggered.connect(lambda: self.in_vivo_asked.emit())
        latest = self.addMenu(self.tr("Recent codes"))
        for place, code in enumerate(recent[:9], 1):
            action = latest.addAction(chip(QColor(code.colour)), _escaped(code.name))
            action.setShortcut(QKeySequence(str(place)))
            action.triggered.connect(lambda _=False, n=place: self.recent_asked.emit(n))
        self.addSeparator()
        copy = self.addAction(self.tr("Copy"))
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(lambda: self.copy_asked.emit())
        for action in (entry, in_vivo, copy):
            action.setEnabled(enabled)
        latest.setEnabled(enabled and bool(recent))


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
