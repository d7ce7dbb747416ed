"""A pop-up to type into: a line, and below it the list of what answers."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from interviewcoder.ui.popup_place import place_beside
from interviewcoder.ui.rows import RowPainter

_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class TypedChoice(QFrame):
    """The arrows walk the list while the line keeps the letters; Enter and a click `decide`.

    The list is as wide as the pop-up and shows `page` rows at the most.
    """

    def __init__(self, rows: QAbstractListModel, page: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        rows.setParent(self)
        self._model, self._page = rows, page
        self._line = QLineEdit(self)
        self._list = QListView(self)

    def put_together(self, painter: RowPainter, hint: QWidget) -> None:
        """Lay out the line, the list with its rows so painted, and a hint at the foot."""
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("role", "popup")
        self._line.setClearButtonEnabled(True)
        self._line.textChanged.connect(self.fill)
        self._line.installEventFilter(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(painter)
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        for part in (self._line, self._list, hint):
            column.addWidget(part)

    def small_hint(self, words: str) -> QLabel:
        """A quiet line for the foot, such as which keys do what."""
        hint = QLabel(words, self)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        small = hint.font()
        small.setPointSizeF(small.pointSizeF() - 1.0)
        hint.setFont(small)
        return hint

    def fit_beside(self, anchor: QRect, width: int) -> None:
        """Grow as high as the rows need, below a place on the screen, or above it where there is no room (pixels)."""
        shown = max(1, min(self._model.rowCount(), self._page))
        self._list.setFixedHeight(shown * max(self._list.sizeHintForRow(0), 1) + 4)
        self._list.setVisible(self._model.rowCount() > 0)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(place_beside(anchor, QSize(width, self.height())))

    @abstractmethod
    def fill(self, typed: str) -> None:
        """Show what answers to what is typed."""

    @abstractmethod
    def decide(self, *, as_new: bool) -> None:
        """Do what is chosen; `as_new` at Shift+Enter."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the line keeps the letters."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.decide(as_new=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if event.key() in _LIST_KEYS:
            self._walk(Qt.Key(event.key()))
            return True
        return False

    def _walk(self, key: Qt.Key) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -self._page}.get(key, self._page)
        count, at = self._model.rowCount(), self._list.currentIndex().row()
        if not count:
            return
        # Single steps go round, so that the last row is one key up from the first.
        goal = (at + step) % count if abs(step) == 1 else max(0, min(count - 1, at + step))
        self._list.setCurrentIndex(self._model.index(goal))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._list.setCurrentIndex(index)
        self.decide(as_new=False)
