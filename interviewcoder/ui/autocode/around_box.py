"""The choice of how much around a hit is coded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from interviewcoder.coding.autocode import Around

_AROUND: tuple[Around, ...] = ("hit", "sentence", "turn")


class AroundBox(QComboBox):
    """The hit alone, its sentence or its turn. `chosen` carries which."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What is coded"))
        self.addItems([self.tr("The words found"), self.tr("Their sentence"), self.tr("Their turn or paragraph")])
        self.currentIndexChanged.connect(lambda _: self.chosen.emit(self.around()))

    def around(self) -> Around:
        """What is chosen."""
        return _AROUND[self.currentIndex()]
