"""What a code means, beside the place where coders differ about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from interviewcoder.ui.coding_view.tints import Inks
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode


class DefinitionView(QScrollArea):
    """The definitions of one code or two."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What the code means"))
        self.told: list[str] = []
        self._shown: Sequence[CodeNode] | None = None
        self.show_codes(())

    def show_codes(self, nodes: Sequence[CodeNode]) -> None:
        """Show what codes mean; what is shown already stays as it is scrolled."""
        if nodes == self._shown:
            return
        self._shown = nodes
        sheet = QFrame(self)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(3)
        self.told = []
        for place, node in enumerate(nodes):
            if place:
                column.addSpacing(10)
            self._add(column, sheet, node)
        column.addStretch(1)
        self.setWidget(sheet)

    def _add(self, column: QVBoxLayout, sheet: QWidget, node: CodeNode) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        dot = QLabel("●", sheet)
        dot.setStyleSheet(f"color: {Inks(self.palette()).mark(QColor(node.colour)).name()}")
        name = parts.words(node.name, sheet, "name")
        head.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(name, 1)
        column.addLayout(head)
        self.told.append(node.name)
        rows = (
            ("", node.brief),
            (self.tr("Definition"), node.definition),
            (self.tr("Use when"), node.use_when),
            (self.tr("Don't use when"), node.dont_use_when),
            (self.tr("Typical example"), node.typical),
            (self.tr("Close, but no"), node.close_but_no),
        )
        said = [(title, text) for title, text in rows if text.strip()]
        for title, text in said or [("", self.tr("The codebook doesn’t say yet what this code means."))]:
            if title:
                column.addSpacing(4)
                column.addWidget(parts.words(title, sheet, "hint"))
            column.addWidget(parts.words(text, sheet, "" if said else "hint"))
            self.told.append(text)
