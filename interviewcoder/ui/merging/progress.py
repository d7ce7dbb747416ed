"""How far a merge is. The work has the project, and so the thread of the window: nothing else can be done meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from interviewcoder.errors import InterviewCoderError
from interviewcoder.review.merge_items import Progress, Tell
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.first_paint import AfterFirstPaint
from interviewcoder.ui.waiting import Waiting

Pieces = Generator[Progress, None, object]
_WIDTH = 420


class MergeProgress(QDialog):
    """Does work in pieces once it is on the screen, and closes by itself: accepted with `outcome`.

    Between the pieces it answers, and can be stopped; within one `tell`,
    which `work` is given, shows how far it is. Rejected it has `error` where
    the work failed, and none where the person stopped it.
    """

    def __init__(self, title: str, work: Callable[[Tell], Pieces], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.outcome: object = None
        self.error: InterviewCoderError | None = None
        self._pieces = work(self.tell)
        self._waiting = ExitStack()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._go_on)
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
        parts.no_default(self.stop)
        column.addWidget(row)
        parts.fit(self, _WIDTH)
        AfterFirstPaint(self, self._begin)

    def tell(self, stage: str, share: float) -> None:
        """Show a stage of the work and how much of the whole is done (0 to 1), and paint it at once."""
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
        self.stop.setEnabled(stage not in ("backup", "write", "keep"))
        self.repaint()

    def accept(self) -> None:
        """Stop, where the work can be stopped."""
        self.reject()

    def reject(self) -> None:
        """Stop, where the work can be stopped."""
        if self.stop.isEnabled():
            self._pieces.close()
            self.done(QDialog.DialogCode.Rejected)

    def done(self, result: int) -> None:
        """Close, without the hourglass."""
        self._next.stop()
        self._waiting.close()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape stop it, and Enter, which may still be held from the dialog before, do nothing."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _begin(self) -> None:
        self._waiting.enter_context(Waiting())
        self._go_on()

    def _go_on(self) -> None:
        try:
            self.tell(*next(self._pieces))
        except StopIteration as end:
            self.outcome = end.value
            self.done(QDialog.DialogCode.Accepted)
        except InterviewCoderError as error:
            self.error = error
            self.done(QDialog.DialogCode.Rejected)
        except BaseException:
            # No dialog without work may stand before the window.
            self.done(QDialog.DialogCode.Rejected)
            raise
        else:
            self._next.start()
