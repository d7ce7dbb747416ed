"""The page “What changed”: what is other now than at a moment, line by line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.analysis.study_changes import StudyChanges, study_changes, total
from interviewcoder.project import changes_since
from interviewcoder.ui import icons
from interviewcoder.ui.versions.change_words import count_words, hints_of, sections_of
from interviewcoder.ui.versions.marked_view import MarkedView
from interviewcoder.ui.versions.moments import Moment, moments
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals

# Somebody codes while the page is open: it is read again in a pause.
_PAUSE_MS = 400


class ChangesPage(QWidget):
    """Asks since when, and tells. `asked` is a kind of thing and its id to go to; `export_asked` wants a document."""

    asked = Signal(str, int)
    export_asked = Signal()

    def __init__(self, project: Project, signals: ProjectSignals) -> None:
        super().__init__()
        self._project = project
        self._stale = True
        self.changes: StudyChanges | None = None
        self.since = QComboBox(self)
        self.moment = QDateTimeEdit(self)
        self.export = QPushButton(self.tr("Export…"), self)
        self._sum = QLabel(self)
        self.view = MarkedView(self.tr("What changed"), self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._lay_out()
        self._fill()
        signals.changed.connect(self._on_changed)
        self.since.currentIndexChanged.connect(self._on_chosen)
        self.moment.dateTimeChanged.connect(lambda _: self._pause.start())
        self.export.clicked.connect(self.export_asked)
        self.view.asked.connect(self.asked)

    def show_since(self, name: str) -> None:
        """Choose a moment by its name in `moments`."""
        self._fill()
        self.since.setCurrentIndex(next(n for n in range(self.since.count()) if self._at(n).name == name))

    def refresh(self) -> None:
        """Work out again what changed."""
        self._pause.stop()
        self._stale = False
        with Waiting():
            self.changes = found = study_changes(self._project, self._entry())
        self.view.show_sections(
            sections_of(found), hints_of(found), empty=self.tr("Nothing is other now than it was then.")
        )
        counts = count_words(total(found.by_code))
        done = len(found.since.done) + len(found.since.taken_back)
        steps = self.tr("1 step") if done == 1 else self.tr("{count} steps").format(count=f"{done:,}")
        self._sum.setText(f"{steps} · {self.tr('codings: {counts}').format(counts=counts)}" if counts else steps)
        self.export.setEnabled(not found.is_empty)

    def title(self) -> str:
        """What the page tells, as a title."""
        return self.tr("What changed since {moment}").format(moment=self.moment_words())

    def moment_words(self) -> str:
        """The moment that is chosen, in words."""
        chosen = self._chosen()
        return chosen.words if chosen.entry is not None else f"{self._date():%Y-%m-%d %H:%M}"

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._fill()
            self.refresh()

    def _entry(self) -> int:
        entry = self._chosen().entry
        return changes_since.entry_at(self._project, self._date()) if entry is None else entry

    def _date(self) -> datetime:
        return datetime.fromtimestamp(self.moment.dateTime().toSecsSinceEpoch()).astimezone()

    def _chosen(self) -> Moment:
        return self._at(self.since.currentIndex())

    def _at(self, place: int) -> Moment:
        moment: Moment = self.since.itemData(place)
        return moment

    def _fill(self) -> None:
        """List the moments there are now; the chosen one stays."""
        chosen = self._chosen().name if self.since.count() else ""
        blocked = self.since.blockSignals(True)
        self.since.clear()
        for moment in moments(self._project):
            self.since.addItem(moment.words, moment)
        names = [self._at(place).name for place in range(self.since.count())]
        self.since.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        self.since.blockSignals(blocked)
        self.moment.setVisible(self._chosen().entry is None)

    def _on_chosen(self) -> None:
        self.moment.setVisible(self._chosen().entry is None)
        self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            if changes.concerns("codebook_version"):
                self._fill()
            self._pause.start()

    def _lay_out(self) -> None:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        label = QLabel(self.tr("&Since"), bar)
        label.setBuddy(self.since)
        self.since.setAccessibleName(self.tr("Since when"))
        self.since.setMinimumContentsLength(24)
        self.moment.setAccessibleName(self.tr("Day and time"))
        self.moment.setCalendarPopup(True)
        self.moment.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.moment.setDateTime(QDateTime.currentDateTime().addDays(-1))
        self.moment.hide()
        self._sum.setProperty("role", "hint")
        self.export.setIcon(icons.icon("text"))
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        for part in (label, self.since, self.moment):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self._sum, 1)
        row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.since)
