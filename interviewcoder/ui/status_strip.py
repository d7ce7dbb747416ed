"""The strip at the foot of the window: what just happened, what is going on, and what holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.privacy.padlock import Padlock
from interviewcoder.ui.wording import tip

_MESSAGE_MS = 8000
_WAY_MS = 30_000
_BAR_WIDTH = 120
_WORDS_WIDTH = 380
_TEXT_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class WorkInHand(QWidget):
    """A long piece of work: its name, how far it is, and a way to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on_cancel: Callable[[], object] = lambda: None
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setProperty("role", "slim")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        stop = QToolButton(self)
        stop.setProperty("role", "quiet")
        stop.setToolTip(self.tr("Stop"))
        stop.setAccessibleName(self.tr("Stop this work"))
        icons.dress(stop, "cancel")
        stop.clicked.connect(lambda: self.on_cancel())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._words, self._bar, stop):
            row.addWidget(part)

    def show_progress(self, words: str, share: float | None) -> None:
        """Say how far it is; without a share (0 to 1) the bar only moves."""
        # A label asks for the room of all its words: a long file name would keep the window wide.
        self._words.setText(self._words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _WORDS_WIDTH))
        self._words.setToolTip(tip(words))
        self._bar.setAccessibleName(words)
        if share is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(share * 1000))


class StatusStrip(QFrame):
    """One line. Messages fade after some seconds; work stays until it is done."""

    coder_clicked = Signal()
    lock_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self._message = QLabel(self)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setAccessibleName(self.tr("Last step"))
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._way = self._button()
        self._way.clicked.connect(lambda: self._on_way())
        self._on_way: Callable[[], object] = lambda: None
        self._saved = QLabel(self)
        self._saved.setProperty("role", "hint")
        self._coder = self._button()
        icons.dress(self._coder, "coder")
        self._coder.setToolTip(self.tr("Who works here; click to change"))
        self._coder.clicked.connect(lambda: self.coder_clicked.emit())
        self._lock = Padlock(self)
        self._lock.clicked.connect(lambda: self.lock_clicked.emit())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 2, 8, 2)
        self._row.setSpacing(14)
        self._row.addWidget(self._message, 1)
        self._row.addWidget(self._way)
        self._row.addStretch(0)
        icons.dress(self._way, "right")
        self._way.setToolButtonStyle(_TEXT_BESIDE)
        self._show_way(False)
        for part in (self._saved, self._coder, self._lock):
            self._row.addWidget(part)
        self._last_backup, self._unsaved, self._pending = "", "", False
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.timeout.connect(self._fade)
        self.show_project(None)

    def place_of_coder(self) -> QRect:
        """Where the coder's name stands on the screen."""
        return QRect(self._coder.mapToGlobal(self._coder.rect().topLeft()), self._coder.size())

    def add_sign(self, sign: QWidget) -> None:
        """Add something that stands beside the padlock until it is deleted."""
        self._row.insertWidget(self._row.indexOf(self._coder), sign)

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        return button

    def tell(self, message: str) -> None:
        """Say what just happened."""
        self._message.setText(message)
        self._show_way(False)
        self._fading.start(_MESSAGE_MS)

    def tell_with_way(self, message: str, words: str, step: Callable[[], object]) -> None:
        """Say what just happened, with a button that leads on; it stays a little longer."""
        self.tell(message)
        self._way.setText(words)
        self._on_way = step
        self._show_way(True)
        self._fading.start(_WAY_MS)

    def _fade(self) -> None:
        self._message.clear()
        self._show_way(False)

    def _show_way(self, shown: bool) -> None:
        """Let the button stand right behind the words; without it they have all the room, and shrink with it."""
        self._way.setVisible(shown)
        policy = QSizePolicy.Policy.Maximum if shown else QSizePolicy.Policy.Ignored
        self._message.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        way = self._row.indexOf(self._way)
        self._row.setStretch(self._row.indexOf(self._message), 0 if shown else 1)
        self._row.setStretch(way + 1, 1 if shown else 0)

    def message(self) -> str:
        """What is said now."""
        return self._message.text()

    def begin_work(self) -> WorkInHand:
        """Make room for a long piece of work."""
        work = WorkInHand(self)
        self._row.insertWidget(self._row.indexOf(self._way) + 2, work)
        return work

    def end_work(self, work: WorkInHand) -> None:
        """Take the work off the strip."""
        self._row.removeWidget(work)
        work.hide()
        work.deleteLater()

    def show_project(self, coder: str | None) -> None:
        """Say who codes; None where no project is open."""
        for part in (self._saved, self._coder):
            part.setVisible(coder is not None)
        if coder is not None:
            self._coder.setText(coder)
            self._coder.setToolButtonStyle(_TEXT_BESIDE)
            self._coder.setAccessibleName(self.tr("Coder: {name}").format(name=coder))
            self._pending = False
            self.show_saved("")
        else:
            self._unsaved = ""

    def show_saved(self, last_backup: str) -> None:
        """Say that all is saved, and when the last backup was made."""
        self._last_backup = last_backup
        self._saved.setText(self.tr("Not saved yet…") if self._pending else self.tr("All changes saved"))
        if self._unsaved:
            self._saved.setText(self._unsaved)
            self._saved.setToolTip(self._unsaved)
            return
        backup = (
            self.tr("Last backup: {time}.").format(time=last_backup)
            if last_backup
            else self.tr("No backup in this session yet.")
        )
        when = self.tr("Every step is written to the project file at once.")
        if self._pending:
            when = self.tr("What is being typed is written to the project file when you pause.")
        self._saved.setToolTip(when + "\n" + backup)

    def show_unsaved(self, words: str) -> None:
        """Say in the place of that all is saved why nothing is; empty where it is as usual."""
        self._unsaved = words
        self.show_saved(self._last_backup)

    def show_pending(self, pending: bool) -> None:
        """Say whether something is typed that isn't in the project file yet."""
        self._pending = pending
        self.show_saved(self._last_backup)
