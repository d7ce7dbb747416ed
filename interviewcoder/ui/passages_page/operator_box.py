"""How the next code is joined: a list whose entries explain themselves, shown closed by a short word."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from interviewcoder.ui.passages_page.conditions import OPERATORS, operator_name, operator_short

_LIST_WIDTH = 260
_LETTERS = 10


class OperatorBox(QComboBox):
    """The ways to join a code to what stands before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for operator in OPERATORS:
            self.addItem(operator_name(operator), operator)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.view().setMinimumWidth(_LIST_WIDTH)

    def shown_words(self) -> str:
        """What stands in the closed box."""
        return operator_short(self.currentData())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the short word, which has room, in the place of the entry's."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_words()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
