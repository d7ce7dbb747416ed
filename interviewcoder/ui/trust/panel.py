"""The panel of checking: how far it is, the doubtful places, and what can be done with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.sources.findings import KINDS, Finding
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.trust.header import CheckHeader
from interviewcoder.ui.trust.kinds import kind_name
from interviewcoder.ui.trust.rows import FindingPainter, Row, Rows

if TYPE_CHECKING:
    from interviewcoder.ui.key_bindings import KeyBindings


class CheckPanel(QWidget):
    """Shows what is doubtful in the source that is open. Findings in signals are those of the rows.

    `gone_to` also says whether to leave the keyboard with the list.
    """

    gone_to = Signal(object, bool)
    confirm_asked = Signal()
    hear_asked = Signal()
    look_asked = Signal()
    seen = Signal()

    def __init__(self, keys: KeyBindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._all: list[Row] = []
        self.header = CheckHeader(self)
        self.rows = Rows(self)
        self.list = QListView(self)
        self._kinds = QComboBox(self)
        self._done = QCheckBox(self.tr("Done, too"), self)
        self._count = parts.hint("", self)
        self._empty = EmptyPage(self)
        self.confirm = QPushButton(self.tr("Right as it is"), self)
        self.hear = QPushButton(self.tr("Hear again…"), self)
        self.look = QToolButton(self)
        self._set_up()
        self._lay_out()
        self._connect()
        self.show_nothing(self.tr("Choose a transcript to check."), "")

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Checking"))
        self.list.setProperty("role", "side")
        self.list.setAccessibleName(self.tr("Doubtful places"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(FindingPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.installEventFilter(self)
        self.setFocusProxy(self.list)
        self._kinds.setAccessibleName(self.tr("What kind of places to show"))
        self._kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._done.setToolTip(self.tr("Show places that are confirmed or corrected, too"))
        self.look.setText(self.tr("Look again"))
        self.look.setProperty("role", "quiet")
        self.look.setToolTip(self.tr("Look for doubtful places in the transcript as it is now"))
        self.hear.setToolTip(self.tr("Let Whisper hear this place again, with other settings"))
        self._show_keys()

    def _lay_out(self) -> None:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        filters = QHBoxLayout(bar)
        filters.setContentsMargins(12, 6, 12, 6)
        filters.setSpacing(10)
        filters.addWidget(self._kinds, 1)
        filters.addWidget(self._done)
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        foot = QFrame(self)
        foot.setProperty("role", "foot")
        steps = QHBoxLayout()
        steps.setSpacing(6)
        for button in (self.confirm, self.hear):
            # They ask for more room than they need: the panel may be narrow.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            steps.addWidget(button, 1)
        counted = QHBoxLayout()
        counted.addWidget(self._count, 1)
        counted.addWidget(self.look)
        below = QVBoxLayout(foot)
        below.setContentsMargins(12, 8, 12, 8)
        below.setSpacing(6)
        below.addLayout(counted)
        below.addLayout(steps)
        below.addWidget(parts.hint(self.tr("Words that aren’t marked can be wrong as well."), self))
        self._bar, self._foot = bar, foot
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in (self.header, bar, body, foot):
            column.addWidget(row, 1 if row is body else 0)

    def _connect(self) -> None:
        self._kinds.currentIndexChanged.connect(lambda _: self._show_rows())
        self._done.toggled.connect(lambda _: self._show_rows())
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.clicked.connect(self._on_clicked)
        self.confirm.clicked.connect(lambda: self.confirm_asked.emit())
        self.hear.clicked.connect(lambda: self.hear_asked.emit())
        self.look.clicked.connect(lambda: self.look_asked.emit())
        self._empty.asked.connect(self.look_asked)
        self._keys.changed.connect(self._show_keys)

    # What is shown

    def show_nothing(self, message: str, hint: str, button: str = "") -> None:
        """Say why there is no list, and offer to look where that can be done."""
        self._all = []
        self.rows.show([])
        self._empty.show_state("see", message, hint, button)
        self._stack.setCurrentWidget(self._empty)
        for part in (self._bar, self._foot):
            part.hide()

    def show_rows(self, rows: Sequence[Row], current_id: int | None) -> None:
        """Show the places of a source, the one at hand chosen."""
        self._all = list(rows)
        for part in (self._bar, self._foot):
            part.show()
        self._fill_kinds()
        self._show_rows()
        self.choose(current_id)

    def choose(self, finding_id: int | None) -> None:
        """Mark the place at hand in the list, without going there."""
        place = self.rows.place_of(finding_id)
        with QSignalBlocker(self.list.selectionModel()):
            self.list.setCurrentIndex(place)
        if place.isValid():
            self.list.scrollTo(place)
        self.list.viewport().update()
        there = finding_id is not None and any(row.finding.id == finding_id for row in self._all)
        self.confirm.setEnabled(there)
        self.hear.setEnabled(there)

    def is_chosen(self, finding: Finding) -> bool:
        """Whether a place is of the kind that is to be gone through."""
        kind = self._kinds.currentData()
        return kind in (None, "", finding.kind)

    def _show_rows(self) -> None:
        chosen = [row for row in self._all if self.is_chosen(row.finding)]
        done = sum(row.finding.state != "open" for row in chosen)
        self._count.setText(self.tr("{done} of {total} done").format(done=done, total=len(chosen)))
        shown = [row for row in chosen if self._done.isChecked() or row.finding.state == "open"]
        current = self.rows.finding_at(self.list.currentIndex())
        with QSignalBlocker(self.list.selectionModel()):
            self.rows.show(shown)
        self.choose(current.id if current else None)
        if shown:
            self._stack.setCurrentWidget(self.list)
        else:
            self._stack.setCurrentWidget(self._empty)
            done_words = (
                self.tr("All of these places are done.") if chosen else self.tr("No doubtful place is known here.")
            )
            hint = self.tr("That doesn’t make the rest right: only listening does.")
            self._empty.show_state("done", done_words, hint)

    def _fill_kinds(self) -> None:
        chosen = self._kinds.currentData()
        counts = Counter(row.finding.kind for row in self._all)
        with QSignalBlocker(self._kinds):
            self._kinds.clear()
            self._kinds.addItem(self.tr("All kinds ({count})").format(count=len(self._all)), "")
            for kind in KINDS:
                if counts[kind]:
                    self._kinds.addItem(f"{kind_name(kind)} ({counts[kind]})", kind)
            self._kinds.setCurrentIndex(max(0, self._kinds.findData(chosen)))

    def _show_keys(self) -> None:
        key = self._keys.words("confirm")
        words = self.tr("Confirm that it is right, and go to the next")
        self.confirm.setToolTip(f"{words} ({key})" if key else words)
        self.header.show_key(self._keys.words("verified"))

    # What is done

    def _on_current(self, index: QModelIndex) -> None:
        finding = self.rows.finding_at(index)
        if finding is not None and self.list.hasFocus():
            self.gone_to.emit(finding, True)

    def _on_clicked(self, index: QModelIndex) -> None:
        finding = self.rows.finding_at(index)
        if finding is not None:
            self.gone_to.emit(finding, False)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter in the list confirm."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm_asked.emit()
            return True
        return False
