"""The queue at the foot of the left column: what is transcribed, what waits, what failed and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.transcription_panel.resume_bar import ResumeBar
from interviewcoder.ui.transcription_panel.rows import QueueRowPainter, QueueRows
from interviewcoder.ui.transcription_panel.words import remove_asking, words_of_all

if TYPE_CHECKING:
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.queue_item import QueueItem
    from interviewcoder.ui.transcription_queue import TranscriptionQueue

_MOST_ROWS = 3


class TranscriptionPanel(QWidget):
    """Lists the queue; orders, pauses, goes on with and removes what is in it; hidden while that is nothing.

    `opened` carries the source that a person wants to see.
    """

    opened = Signal(int)

    def __init__(self, queue: TranscriptionQueue, prompts: Prompts) -> None:
        super().__init__()
        self._queue, self._prompts = queue, prompts
        self._later = False
        self._rows = QueueRows(self)
        self.resume = ResumeBar(self)
        self.list = QListView(self)
        self._title = QLabel(self)
        self._reason = parts.hint("", self)
        self._set_up_list()
        self._make_actions()
        self._lay_out()
        self._connect()
        self.refresh()

    def _set_up_list(self) -> None:
        view = self.list
        view.setProperty("role", "side")
        view.setAccessibleName(self.tr("Recordings to transcribe"))
        view.setModel(self._rows)
        view.setItemDelegate(QueueRowPainter(view))
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setDragDropOverwriteMode(False)
        view.setDropIndicatorShown(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _make_actions(self) -> None:
        self.pause = self._action("pause", QKeySequence(Qt.Key.Key_Space), self._pause_or_go_on)
        self.up = self._action("up", QKeySequence("Alt+Up"), lambda: self._move(-1))
        self.down = self._action("down", QKeySequence("Alt+Down"), lambda: self._move(1))
        self.remove = self._action("delete", QKeySequence(QKeySequence.StandardKey.Delete), self._remove)
        self._dress(self.up, "up", self.tr("Move up"))
        self._dress(self.down, "down", self.tr("Move down"))
        self._dress(self.remove, "delete", self.tr("Take out of the queue…"))
        self.all = QAction(self)
        self._dress(self.all, "pause", self.tr("Pause all"))
        self._dress(self.pause, "pause", self.tr("Pause"))
        self.all.triggered.connect(lambda: self._pause_or_go_on_all())

    def _action(self, drawing: str, keys: QKeySequence, do: object) -> QAction:
        action = QAction(self)
        icons.dress(action, drawing)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        self.list.addAction(action)
        return action

    def _lay_out(self) -> None:
        bar = QFrame(self)
        bar.setProperty("role", "foot")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("role", "hint")
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 4, 6, 4)
        head.setSpacing(0)
        head.addWidget(self._title, 1)
        head.addWidget(self._button(self.all, bar))
        tools = QFrame(self)
        tools.setProperty("role", "foot")
        row = QHBoxLayout(tools)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(2)
        for action in (self.pause, self.up, self.down):
            row.addWidget(self._button(action, tools))
        row.addStretch(1)
        row.addWidget(self._button(self.remove, tools))
        below = QFrame(self)
        below.setProperty("role", "foot")
        reason = QVBoxLayout(below)
        reason.setContentsMargins(12, 8, 12, 8)
        reason.addWidget(self._reason)
        self._below = below
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.resume, bar, self.list, below, tools):
            column.addWidget(part)

    def _button(self, action: QAction, parent: QWidget) -> QToolButton:
        button = QToolButton(parent)
        button.setProperty("role", "quiet")
        button.setDefaultAction(action)
        return button

    def _connect(self) -> None:
        self._queue.changed.connect(self.refresh)
        self._queue.progressed.connect(lambda *_: self.refresh())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_state())
        self.list.activated.connect(self._on_activated)
        self._rows.modelReset.connect(self._show_state)
        self._rows.moved.connect(lambda source_id, place: self._attempt_move(source_id, place))
        self.resume.go_on_asked.connect(lambda: self._prompts.attempt(self._queue.go_on_all))
        self.resume.later_asked.connect(self._put_off)

    # What is shown

    def refresh(self) -> None:
        """Read the queue again."""
        current = self.current()
        items = self._queue.items()
        self._rows.show_items(items)
        self.setVisible(bool(items))
        if not items:
            return
        if current is not None and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._rows.place_of(current.source_id))
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._rows.index(0))
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * min(len(items), _MOST_ROWS) + 2)
        self._title.setText(words_of_all(items, self._queue.seconds_left()))
        self._show_state()

    def current(self) -> QueueItem | None:
        """The recording that is chosen."""
        place = self.list.currentIndex().row()
        return self._rows.items[place] if 0 <= place < len(self._rows.items) else None

    def choose(self, source_id: int) -> None:
        """Choose a recording."""
        self.list.setCurrentIndex(self._rows.place_of(source_id))

    def reason(self) -> str:
        """Why the chosen recording failed, as it is shown; empty where it didn't."""
        return self._reason.text() if not self._below.isHidden() else ""

    def sizeHint(self) -> QSize:
        """As narrow as the column likes."""
        return QSize(120, super().sizeHint().height())

    def _show_state(self) -> None:
        item, items = self.current(), self._rows.items
        left = [each for each in items if each.state == "left"]
        self.resume.setVisible(bool(left) and not self._later)
        if left:
            self.resume.show_left(left)
        going = any(each.state in ("running", "waiting") for each in items)
        self._dress(
            self.all, "pause" if going else "play", self.tr("Pause all") if going else self.tr("Go on with all")
        )
        self.all.setEnabled(going or any(each.state in ("paused", "left") for each in items))
        goes = item is not None and item.state in ("running", "waiting")
        words = self.tr("Pause") if goes else self.tr("Go on")
        if item is not None and item.state == "failed":
            words = self.tr("Try again")
        self._dress(self.pause, "pause" if goes else "play", words)
        place = self.list.currentIndex().row()
        for action, possible in (
            (self.pause, item is not None),
            (self.up, place > 0),
            (self.down, 0 <= place < len(items) - 1),
            (self.remove, item is not None),
        ):
            action.setEnabled(possible)
        error = item.error if item is not None and item.state == "failed" else None
        self._below.setVisible(error is not None)
        self._reason.setText(" ".join(filter(None, (error.message, error.hint))) if error is not None else "")

    def _dress(self, action: QAction, drawing: str, words: str) -> None:
        if action.text() != words:
            icons.dress(action, drawing)
            action.setText(words)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{words} ({keys})" if keys else words)

    # What is done

    def _pause_or_go_on(self) -> None:
        item = self.current()
        if item is not None:
            step = self._queue.pause if item.state in ("running", "waiting") else self._queue.go_on
            self._prompts.attempt(lambda: step(item.source_id))

    def _pause_or_go_on_all(self) -> None:
        going = any(item.state in ("running", "waiting") for item in self._rows.items)
        self._prompts.attempt(self._queue.pause_all if going else self._queue.go_on_all)

    def _move(self, by: int) -> None:
        item, place = self.current(), self.list.currentIndex().row() + by
        if item is not None and 0 <= place < len(self._rows.items):
            self._attempt_move(item.source_id, place)

    def _attempt_move(self, source_id: int, place: int) -> None:
        if self._prompts.attempt(lambda: self._queue.move(source_id, place)):
            self.choose(source_id)

    def _remove(self) -> None:
        if (item := self.current()) is not None:
            remove_asking(self._queue, self._prompts, item.source_id)

    def _put_off(self) -> None:
        self._later = True
        self._show_state()

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._rows.items[index.row()].source_id)
