"""Fields of the code card: they say when a person is done with them, and grow with what they hold."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from interviewcoder.ui.stored_text import StoredText

_MOST_LINES = 9


class ChoiceField(QComboBox):
    """A choice that wheel and letters pass by: who scrolls the card, or types on, changes no code."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the card."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the arrows and the list alone; space opens it."""
        if event.key() == Qt.Key.Key_Space or not event.text().isprintable() or not event.text():
            super().keyPressEvent(event)


class LineField(QLineEdit):
    """One line. `done` when it is left, or at Return; Escape brings the stored text back."""

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = ""
        # In line with the fields of several lines.
        self.setTextMargins(2, 0, 2, 0)
        self.returnPressed.connect(self.done)

    def stored(self) -> str:
        """What was shown last, before anybody wrote."""
        return self._stored

    def written(self) -> str:
        """What stands there now."""
        return self.text()

    def show_stored(self, text: str) -> None:
        """Show a text of the project; its beginning, where it is too long."""
        self._stored = text
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Listen to Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._stored)
            return
        super().keyPressEvent(event)


class TextField(StoredText):
    """Several lines, as high as they need. `done` when it is left, or at Ctrl+Return."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.confirmed.connect(self.done)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height that the lines need at this width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def sizeHint(self) -> QSize:
        """As high as what it holds, up to a limit."""
        return QSize(120, self.height())

    def _fit(self) -> None:
        # A plain text's layout counts its height in lines.
        needed = max(round(self.document().size().height()), 1)
        lines = min(needed, _MOST_LINES)
        policy = Qt.ScrollBarPolicy
        # As needed, it would come and go while the height follows the lines.
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if needed == lines else policy.ScrollBarAsNeeded)
        around = self.height() - self.viewport().height() + 2 * self.document().documentMargin()
        # Qt keeps one pixel to itself when it asks whether all lines are to be seen.
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing() + around) + 1)
