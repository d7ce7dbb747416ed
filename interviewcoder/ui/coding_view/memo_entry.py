"""The pop-up in which the memo of a coding is written."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.popup_place import place_beside

_SIZE = QSize(380, 170)


class MemoEntry(QFrame):
    """A few lines about one coding. `written` carries its id and the memo when it is another than before.

    Whoever clicks elsewhere is done; Escape leaves the memo as it was.
    """

    written = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._segment_id: int | None = None
        self._before = ""
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("role", "popup")
        self.setAccessibleName(self.tr("Memo of the coding"))
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName(self.tr("Memo"))
        self._text.setPlaceholderText(self.tr("What about this passage?"))
        self._text.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._text, 1)
        column.addWidget(parts.hint(self.tr("Ctrl+Enter keeps · Esc leaves it as it was"), self))

    def open_at(self, anchor: QRect, segment_id: int, code_name: str, memo: str) -> None:
        """Open below a place on the screen, or above it where there is no room."""
        self._segment_id, self._before = segment_id, memo
        title = self.tr("Memo · {code}").format(code=code_name)
        width = _SIZE.width() - 24
        self._title.setText(self._title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, width))
        self._text.setPlainText(memo)
        self._text.moveCursor(self._text.textCursor().MoveOperation.End)
        self.resize(_SIZE)
        self.move(place_beside(anchor, _SIZE))
        self.show()
        self._text.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep what is written at Ctrl+Return, give it up at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._segment_id = None
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand over what was written, whichever way the pop-up went."""
        super().hideEvent(event)
        segment_id, self._segment_id = self._segment_id, None
        memo = self._text.toPlainText()
        if segment_id is not None and self._text.document().isModified() and memo.strip() != self._before.strip():
            self.written.emit(segment_id, memo)
