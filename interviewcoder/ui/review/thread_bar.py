"""How a thread stands: resolved or not, whose task it is, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDialog, QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from interviewcoder.review.comments import ThreadView
from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.review.words import due_words, today

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView


class ThreadBar(QFrame):
    """Three buttons. `assigned` carries a coder's id or None, `due_set` an ISO date or nothing."""

    resolved_toggled = Signal()
    assigned = Signal(object)
    due_set = Signal(str)
    day_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._coders: Sequence[CoderView] = ()
        self._mine = 0
        self._thread: ThreadView | None = None
        self.assignee, self.due = self._menu_button("coder"), self._menu_button("due")
        self.resolve = self._button("agree")
        self.resolve.clicked.connect(lambda: self.resolved_toggled.emit())
        self.assignee.menu().aboutToShow.connect(self._fill_coders)
        self.due.menu().aboutToShow.connect(self._fill_days)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self.resolve, self.assignee, self.due):
            row.addWidget(button)
        row.addStretch(1)

    def show_thread(self, thread: ThreadView, coders: Sequence[CoderView], mine: int) -> None:
        """Show how a thread stands; `mine` is the id of the coder of now."""
        self._thread, self._coders, self._mine = thread, coders, mine
        self.resolve.setText(self.tr("Resolve") if thread.is_open else self.tr("Reopen"))
        icons.dress(self.resolve, "agree" if thread.is_open else "undo")
        tip = self.tr("Settled: it leaves the list of open comments") if thread.is_open else self.tr("Not settled yet")
        self.resolve.setToolTip(tip)
        for button, words, empty, what in (
            (self.assignee, thread.assignee, self.tr("For…"), self.tr("Whose task it is")),
            (self.due, due_words(thread.due) if thread.due else "", self.tr("Until…"), self.tr("Until when")),
        ):
            button.setText(self.fontMetrics().elidedText(words or empty, Qt.TextElideMode.ElideRight, 110))
            button.setAccessibleName(f"{what}: {words}" if words else what)
            button.setToolTip(button.accessibleName())
        late = thread.is_overdue(today())
        icons.dress(self.due, "warning" if late else "due")
        if late:
            self.due.setAccessibleName(self.tr("Overdue since {day}").format(day=due_words(thread.due)))
            self.due.setToolTip(self.due.accessibleName())

    def _fill_coders(self) -> None:
        menu, thread = self.assignee.menu(), self._thread
        menu.clear()
        if thread is None:
            return
        # Oneself first: most tasks are one's own.
        for coder in sorted(self._coders, key=lambda one: (one.id != self._mine, one.name.casefold())):
            words = self.tr("{name} (you)").format(name=coder.name) if coder.id == self._mine else coder.name
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(coder.id == thread.assigned_to)
            action.triggered.connect(lambda _=False, id_=coder.id: self.assigned.emit(id_))
        menu.addSeparator()
        nobody = menu.addAction(self.tr("Nobody"))
        nobody.setEnabled(thread.assigned_to is not None)
        nobody.triggered.connect(lambda: self.assigned.emit(None))

    def _fill_days(self) -> None:
        menu, now = self.due.menu(), date.today()
        menu.clear()
        for words, days in (
            (self.tr("Tomorrow"), 1),
            (self.tr("In a week"), 7),
            (self.tr("In two weeks"), 14),
        ):
            day = (now + timedelta(days=days)).isoformat()
            menu.addAction(f"{words}\t{due_words(day)}").triggered.connect(lambda _=False, d=day: self.due_set.emit(d))
        menu.addAction(self.tr("Another day…")).triggered.connect(lambda: self.day_asked.emit())
        menu.addSeparator()
        none = menu.addAction(self.tr("No day"))
        none.setEnabled(self._thread is not None and bool(self._thread.due))
        none.triggered.connect(lambda: self.due_set.emit(""))

    def _menu_button(self, drawing: str) -> QToolButton:
        button = self._button(drawing)
        button.setMenu(QMenu(button))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _button(self, drawing: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(button, drawing)
        return button


class DayDialog(QDialog):
    """Asks for a day from today on; `due` is the one that is chosen to begin with, as an ISO date, or nothing."""

    def __init__(self, due: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Until when"))
        self.days = QCalendarWidget(self)
        self.days.setAccessibleName(self.tr("Day"))
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        # Days off are days like others: red would say that something is wrong with them.
        plain = QTextCharFormat()
        plain.setForeground(self.palette().color(QPalette.ColorRole.Text))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.days.setWeekdayTextFormat(day, plain)
        self.days.setMinimumDate(QDate.currentDate())
        if due:
            self.days.setSelectedDate(max(QDate.fromString(due, Qt.DateFormat.ISODate), QDate.currentDate()))
        self.days.activated.connect(lambda _: self.accept())
        layout = parts.column(self)
        layout.addWidget(self.days)
        box, _ = parts.buttons(self, self.tr("Set"))
        layout.addWidget(box)

    def day(self) -> str:
        """The chosen day, as an ISO date."""
        return str(self.days.selectedDate().toString(Qt.DateFormat.ISODate))
