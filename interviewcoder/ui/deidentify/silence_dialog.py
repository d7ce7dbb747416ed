"""Write a copy of a recording in which the replaced words are silent, or bleeped over."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.privacy import silenced_audio
from interviewcoder.privacy.sharing import Terms
from interviewcoder.reports import silenced_recording
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.jobs import Errand

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import WrittenFile
    from interviewcoder.project.file import Project
    from interviewcoder.reports.silenced_recording import SilenceOrder
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.prompts import Prompts

_WIDTH = 560


class SilenceDialog(QDialog):
    """Says what will be silenced and what stays, asks how, and writes it with progress.

    Raises:
        NotAllowed: there is no recording, or nothing in it is replaced.
    """

    _progress = Signal(float)

    def __init__(self, project: Project, source: SourceView, prompts: Prompts, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Silence names in a recording"))
        self._project, self._source, self._prompts = project, source, prompts
        self.plan = silenced_audio.plan(project, source.id)
        self._errand: Errand | None = None
        self._stop = Event()
        self._order: SilenceOrder | None = None
        self._how, self._place = QComboBox(self), QLineEdit(self)
        self._choose = QPushButton(self.tr("Choose…"), self)
        self._recipient, self._purpose = QLineEdit(self), QLineEdit(self)
        self._untimed = QCheckBox(self.tr("Write it although these places are still heard"), self)
        self._bar = QProgressBar(self)
        self._lay_out()
        self._progress.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        self._choose.clicked.connect(self._choose_place)
        self._place.textChanged.connect(self._review)
        self._untimed.toggled.connect(self._review)
        self._review()
        parts.fit(self, _WIDTH)

    def _lay_out(self) -> None:
        self._how.addItems([self.tr("Silence"), self.tr("A tone of 1 kHz")])
        for field, name in (
            (self._how, self.tr("In the place of the words")),
            (self._place, self.tr("File")),
            (self._recipient, self.tr("For whom")),
            (self._purpose, self.tr("What for")),
        ):
            field.setAccessibleName(name)
        suggested = self._project.path.with_name(self.tr("{source} silenced.flac").format(source=self._source.name))
        self._place.setText(str(suggested))
        self._choose.setAutoDefault(False)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._place, 1)
        place.addWidget(self._choose)
        self._recipient.setPlaceholderText(self.tr("Stands in the sharing ledger"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Instead"), self._how)
        form.addRow(self.tr("File"), place)
        form.addRow(self.tr("For whom"), self._recipient)
        form.addRow(self.tr("What for"), self._purpose)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("A copy of “{name}”").format(name=self.plan.name), self))
        layout.addWidget(parts.hint("\n".join(self._sentences()), self))
        layout.addLayout(form)
        self._untimed.setVisible(bool(self.plan.untimed))
        layout.addWidget(self._untimed)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far it is"))
        layout.addWidget(self._bar)
        self._bar.hide()
        box, self._accept = parts.buttons(self, self.tr("Write the copy"))
        layout.addWidget(box)

    def _sentences(self) -> list[str]:
        """What is silenced, what isn't, and that the voice stays."""
        plan = self.plan
        words = self.tr("{count} replaced passages, together {seconds} s with a margin on either side.")
        if plan.places - len(plan.untimed) == 1:
            words = self.tr("1 replaced passage, {seconds} s with a margin on either side.")
        seconds = f"{plan.silenced_ms / 1000:.1f}"
        told = [words.format(count=f"{plan.places - len(plan.untimed):n}", seconds=seconds)]
        if plan.whole_turns:
            whole = self.tr("In {count} of them words have no times: there the whole turn goes.")
            told.append(whole.format(count=f"{plan.whole_turns:n}"))
        if plan.untimed:
            heard = self.tr("{count} have no time at all: what is said there is still heard.")
            told.append(heard.format(count=f"{len(plan.untimed):n}"))
        told.append(self.tr("The voice stays identifying: whoever knows the person recognises them."))
        return told

    def _choose_place(self) -> None:
        kinds = self.tr("FLAC (*.flac);;WAV (*.wav);;Opus (*.opus)")
        path = self._prompts.choose_save_file(self.tr("Where to write the copy"), kinds, Path(self._place.text()))
        if path is not None:
            self._place.setText(str(path))

    def _review(self) -> None:
        held = bool(self.plan.untimed) and not self._untimed.isChecked()
        self._accept.setEnabled(bool(self._place.text().strip()) and not held and self._errand is None)

    # Writing

    def accept(self) -> None:
        """Begin to write; the dialog closes when the copy is there."""
        if self._errand is not None:
            return
        path, bleep = Path(self._place.text().strip()).expanduser(), self._how.currentIndex() == 1
        made: list[SilenceOrder] = []
        if not self._prompts.attempt(
            lambda: made.append(
                silenced_recording.ordered(
                    self._project, self._source.id, path, bleep=bleep, leave_untimed=self._untimed.isChecked()
                )
            )
        ):
            return
        order = self._order = made[0]
        self._stop.clear()
        self._errand = Errand(
            lambda: silenced_recording.write(order, on_progress=self._on_share), "Silencing a recording", self
        )
        self._errand.done.connect(self._on_written)
        self._errand.failed.connect(self._on_failed)
        self._bar.show()
        self._review()
        self._errand.start()

    def reject(self) -> None:
        """Stop writing, or close."""
        if self._errand is None:
            super().reject()
        else:
            self._stop.set()

    def _on_share(self, share: float) -> None:
        # On the thread that writes.
        if self._stop.is_set():
            raise Cancelled("Nothing was written.")
        self._progress.emit(share)

    def _on_progress(self, share: float) -> None:
        self._bar.setValue(round(share * 1000))

    def _on_written(self, written: WrittenFile) -> None:
        self._errand = None
        order = self._order
        assert order is not None
        terms = Terms(recipient=self._recipient.text(), purpose=self._purpose.text())
        if self._prompts.attempt(lambda: silenced_recording.recorded(self._project, order, written, terms)):
            super().accept()
            self._prompts.file_written(self.tr("The copy is written"), "\n".join(self._sentences()), order.path)

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._errand = None
        self._bar.hide()
        self._review()
        if not isinstance(error, Cancelled):
            self._prompts.show_error(error)

    def done(self, result: int) -> None:
        """Let go of the thread, whatever closes the dialog."""
        if self._errand is not None:
            self._stop.set()
            self._errand.abandon()
        super().done(result)
