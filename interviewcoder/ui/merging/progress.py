"""How far a merge is. The work has the project, and so the thread of the window: nothing else can be done meanwhile."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QWidget

from interviewcoder.errors import Cancelled
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from types import TracebackType

# Most merges are done before anybody wonders.
_SHOWN_AFTER_S = 0.4
# How long the system may take to show it the first time.
_EXPOSED_WITHIN_S = 0.3
_WIDTH = 420


class MergeProgress(QDialog):
    """Shows itself once the work takes longer than a moment, with an hourglass; used as a `with` block.

    `at_once` shows it from the start: of large files.

    It can be stopped as long as nothing is written: `tell` then raises `Cancelled`.
    """

    def __init__(self, title: str, parent: QWidget, *, at_once: bool = False) -> None:
        super().__init__(parent)
        self._at_once = at_once
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._began = perf_counter()
        self._stopped = False
        self._waiting = Waiting()
        self._stage = parts.hint("", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("How much is done"))
        column = parts.column(self)
        column.addWidget(parts.heading(title, self))
        column.addWidget(self._stage)
        column.addWidget(self._bar)
        row, self.stop = parts.buttons(self, self.tr("Stop"), cancel=False)
        # Enter, still pressed from the dialog before, must not stop it.
        parts.no_default(self.stop)
        column.addWidget(row)
        parts.fit(self, _WIDTH)

    def __enter__(self) -> MergeProgress:
        self._waiting.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.__exit__()
        self.hide()
        self.deleteLater()

    def tell(self, stage: str, share: float) -> None:
        """Show a stage of the work and how much of the whole is done (0 to 1).

        Raises:
            Cancelled: the person stopped it.
        """
        writes = stage in ("write", "keep")
        stages = {
            "read": self.tr("Reading both files …"),
            "compare": self.tr("Comparing them …"),
            "items": self.tr("Finding the places in the texts …"),
            "backup": self.tr("Making a backup …"),
            "write": self.tr("Writing what was taken …"),
            "keep": self.tr("Keeping it …"),
        }
        self._stage.setText(stages.get(stage, stage))
        self._bar.setValue(round(1000 * share))
        self.stop.setEnabled(not writes)
        if not (self.isVisible() or self._at_once or perf_counter() - self._began > _SHOWN_AFTER_S):
            return
        if writes:
            # Nothing may come between the changes of one step.
            self.repaint()
            return
        self._come_up()
        if self._stopped:
            raise Cancelled("The merge was stopped: nothing was changed.")

    def _come_up(self) -> None:
        """Be on the screen before the next piece of work, and hear whether somebody wants it stopped."""
        self.show()
        until = perf_counter() + _EXPOSED_WITHIN_S
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeSocketNotifiers)
        while not self.windowHandle().isExposed() and perf_counter() < until:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeSocketNotifiers, 10)

    def accept(self) -> None:
        """Stop; the work ends when it next tells how far it is."""
        self.reject()

    def reject(self) -> None:
        """Stop; the work ends when it next tells how far it is."""
        self._stopped = True
        self._stage.setText(self.tr("Stopping …"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape stop it, and Enter do nothing."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self.stop.hasFocus():
            super().keyPressEvent(event)
