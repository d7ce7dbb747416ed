"""The line of a recording: a click goes exactly there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

STEP_MS = 1000
PAGE_MS = 10_000


class SeekSlider(QSlider):
    """A slider in ms. Where it is pressed it goes, and it follows the pointer until it is let go.

    Whatever a person does with it, mouse, wheel or keys, is told by
    `actionTriggered`; then `sliderPosition()` is where they want to be.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSingleStep(STEP_MS)
        self.setPageStep(PAGE_MS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where it was pressed."""
        if event.button() != Qt.MouseButton.LeftButton or self.maximum() == self.minimum():
            event.ignore()
            return
        event.accept()
        self.setSliderDown(True)
        self._go_to(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            event.accept()
            self._go_to(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay there."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.setSliderDown(False)

    def value_at(self, place: QPoint) -> int:
        """What a place on the slider stands for."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl
        groove = self.style().subControlRect(control, option, part.SC_SliderGroove, self)
        handle = self.style().subControlRect(control, option, part.SC_SliderHandle, self)
        room = groove.width() - handle.width()
        x = place.x() - groove.x() - handle.width() // 2
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), x, room, option.upsideDown)

    def _go_to(self, place: QPoint) -> None:
        self.setSliderPosition(self.value_at(place))
        self.triggerAction(QSlider.SliderAction.SliderMove)
