"""The pop-up for the note beside a verdict on a coding."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.popup_place import place_beside

_SIZE = QSize(380, 150)
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Field(QPlainTextEdit):
    """Return ends it; with Shift it begins a new line."""

    done = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Listen to Return and Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in _RETURN and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.done.emit()
        else:
            super().keyPressEvent(event)


class NoteEntry(QFrame):
    """A line or two. `written` carries the coding's id, the verdict and the note.

    Return or a click elsewhere gives the verdict, Escape doesn't: what was
    written stands there again when the same coding is asked for.
    """

    written = Signal(int, str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._asked: tuple[int, str] | None = None
        # What was written and not given, by the coding's id.
        self._left: dict[int, str] = {}
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("role", "popup")
        self.setAccessibleName(self.tr("Note beside the verdict"))
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.text = _Field(self)
        self.text.setAccessibleName(self.tr("Note"))
        self.text.setTabChangesFocus(True)
        self.text.done.connect(self.close)
        self.text.given_up.connect(self._on_given_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.text, 1)
        column.addWidget(parts.hint(self.tr("Enter keeps, also without a note · Esc doesn’t"), self))

    def open_at(self, anchor: QRect, segment_id: int, verdict: str, title: str, note: str, placeholder: str) -> None:
        """Open below a place on the screen, or above it where there is no room."""
        self._asked = segment_id, verdict
        self._title.setText(
            self._title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, _SIZE.width() - 24)
        )
        self.text.setPlaceholderText(placeholder)
        self.text.setPlainText(self._left.pop(segment_id, note))
        self.text.selectAll()
        self.resize(_SIZE)
        self.move(place_beside(anchor, _SIZE))
        self.show()
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand over what was written, whichever way the pop-up went."""
        super().hideEvent(event)
        asked, self._asked = self._asked, None
        if asked is not None:
            self.written.emit(*asked, self.text.toPlainText())

    def _on_given_up(self) -> None:
        if self._asked is not None and self.text.toPlainText().strip():
            self._left[self._asked[0]] = self.text.toPlainText()
        self._asked = None
        self.close()
