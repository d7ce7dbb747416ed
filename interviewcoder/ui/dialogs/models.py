"""The Whisper models of this machine: which are here, what each can do, and others to be added."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.transcription import model_store, models
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.model_words import accuracy_of, facts_of
from interviewcoder.ui.jobs import Errand

if TYPE_CHECKING:
    from interviewcoder.transcription.models import ModelView


class Asks(Protocol):
    """What this dialog asks a person; `prompts` does it, which knows the dialogs and so can't be known here."""

    def confirm(self, title: str, message: str, *, yes: str, dangerous: bool = False) -> bool:
        """Ask whether to go on."""

    def choose_open_file(self, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Ask for a file."""

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Ask for a folder."""

    def show_error(self, error: InterviewCoderError) -> None:
        """Say what happened."""

    def show_note(self, title: str, message: str) -> None:
        """Say something."""

    def attempt(self, step: Callable[[], object]) -> bool:
        """Do a step and say what is wrong with it."""


class ModelsDialog(QDialog):
    """Lists the models; adds and removes them, and chooses the one that is offered first.

    `in_use` names the models with which something is being or will be transcribed.
    """

    default_chosen = Signal(str)

    _copied = Signal(float)

    def __init__(
        self, default: str, prompts: Asks, in_use: Collection[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Whisper models"))
        self._default, self._prompts, self._in_use = default, prompts, in_use
        self._views: list[ModelView] = []
        self._adding: Errand | None = None
        self._stop = Event()
        self._list = QListWidget(self)
        self._progress = QProgressBar(self)
        self._doing = parts.hint("", self)
        self._cancel = QPushButton(self.tr("Stop"), self)
        self._make_buttons()
        self._lay_out()
        self._copied.connect(self._on_copied, Qt.ConnectionType.QueuedConnection)
        self._list.currentRowChanged.connect(lambda _: self._show_state())
        self.refresh()
        self.resize(680, 440)

    # What is shown

    def refresh(self) -> None:
        """Read which models are here."""
        chosen = self.current_name() or self._default
        found: list[ModelView] = []
        self._prompts.attempt(lambda: found.extend(models.available()))
        self._views = found
        self._list.clear()
        for view in found:
            item = QListWidgetItem(self._list)
            row = self._row(view)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, view.name)
            item.setSizeHint(QSize(0, row.sizeHint().height()))
            self._list.setItemWidget(item, row)
        names = [view.name for view in found]
        self._list.setCurrentRow(names.index(chosen) if chosen in names else 0)
        self._show_state()

    def current_name(self) -> str:
        """The model that is chosen in the list; empty where none is."""
        row = self._list.currentRow()
        return self._views[row].name if 0 <= row < len(self._views) else ""

    def words_of(self, view: ModelView) -> tuple[str, str, str]:
        """What is said of a model: its name, its facts, and how well it hears."""
        title = view.name
        if view.name == self._default:
            title += "  ·  " + self.tr("used unless you choose another")
        return title, facts_of(view), accuracy_of(view)

    def _row(self, view: ModelView) -> QWidget:
        title, facts, accuracy = self.words_of(view)
        row = QWidget(self._list)
        column = QVBoxLayout(row)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(2)
        name = QLabel(title, row)
        name.setTextFormat(Qt.TextFormat.PlainText)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        column.addWidget(name)
        for words in (facts, accuracy):
            label = parts.hint(words, row)
            label.setWordWrap(False)
            label.setToolTip(words)
            column.addWidget(label)
        # The list has the clicks and the keys; the row only shows.
        row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return row

    def _make_buttons(self) -> None:
        self._add = QPushButton(self.tr("Add…"), self)
        menu = QMenu(self._add)
        menu.addAction(self.tr("From a &folder…")).triggered.connect(lambda: self._ask_folder())
        menu.addAction(self.tr("From a &file (.zip, .tar)…")).triggered.connect(lambda: self._ask_file())
        self._add.setMenu(menu)
        self._use = QPushButton(self.tr("Use by default"), self)
        self._remove = QPushButton(self.tr("Remove…"), self)
        self._open = QPushButton(self.tr("Open folder"), self)
        self._use.clicked.connect(lambda: self.use_current())
        self._remove.clicked.connect(lambda: self.remove_current())
        self._open.clicked.connect(lambda: self._open_folder())
        self._cancel.clicked.connect(lambda: self._stop.set())
        for button in (self._add, self._use, self._remove, self._open, self._cancel):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        self._list.setAccessibleName(self.tr("Whisper models"))
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._progress.setAccessibleName(self.tr("How much is copied"))
        steps = QHBoxLayout()
        steps.setSpacing(8)
        for button in (self._add, self._use, self._remove):
            steps.addWidget(button)
        steps.addStretch(1)
        steps.addWidget(self._open)
        work = QHBoxLayout()
        work.addWidget(self._progress, 1)
        work.addWidget(self._cancel)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Whisper models on this machine"), self))
        words = self.tr(
            "A larger model makes fewer errors and takes longer. Others are added from a folder or file in "
            "faster-whisper’s form that you bring to this machine; InterviewCoder itself fetches nothing."
        )
        layout.addWidget(parts.hint(words, self))
        layout.addWidget(self._list, 1)
        layout.addLayout(steps)
        layout.addWidget(self._doing)
        layout.addLayout(work)
        box, _ = parts.buttons(self, self.tr("Close"), cancel=False)
        layout.addWidget(box)

    def _show_choice(self) -> None:
        """Give the words of the chosen row the colour of what is chosen."""
        for number in range(self._list.count()):
            row = self._list.itemWidget(self._list.item(number))
            if row is not None:
                chosen = number == self._list.currentRow()
                row.setStyleSheet("QLabel { color: palette(highlighted-text); }" if chosen else "")

    def _show_state(self) -> None:
        self._show_choice()
        busy = self._adding is not None
        row = self._list.currentRow()
        view = self._views[row] if 0 <= row < len(self._views) else None
        self._use.setEnabled(view is not None and view.name != self._default and not busy)
        self._remove.setEnabled(view is not None and not view.built_in and not busy)
        built_in = view is not None and view.built_in
        self._remove.setToolTip(self.tr("It comes with the program and stays.") if built_in else "")
        self._add.setEnabled(not busy)
        for part in (self._progress, self._cancel, self._doing):
            part.setVisible(busy)

    # What can be done

    def use_current(self) -> None:
        """Make the chosen model the one that is offered first."""
        if name := self.current_name():
            self._default = name
            self.default_chosen.emit(name)
            self.refresh()

    def remove_current(self) -> None:
        """Delete the chosen model after asking."""
        name = self.current_name()
        question = self.tr("Remove the model “{name}”?").format(name=name)
        what = self.tr("Its files are deleted from this machine. Transcripts made with it stay as they are.")
        if name and self._prompts.confirm(question, what, yes=self.tr("Remove"), dangerous=True):
            self._prompts.attempt(lambda: model_store.remove(name, in_use=self._in_use))
            if name == self._default and name not in [folder.name for folder in models.installed_folders()]:
                self._default = "base"
                self.default_chosen.emit("base")
            self.refresh()

    def add(self, path: Path) -> None:
        """Copy a model to this machine in the background."""
        self._stop.clear()
        self._adding = Errand(lambda: model_store.add(path, on_progress=self._on_share), "Copying a model", self)
        self._adding.done.connect(self._on_added)
        self._adding.failed.connect(self._on_failed)
        self._progress.setValue(0)
        self._doing.setText(self.tr("Copying “{name}”…").format(name=path.name))
        self._show_state()
        self._adding.start()

    def _on_share(self, share: float) -> None:
        # On the copying thread.
        if self._stop.is_set():
            raise Cancelled("The copying was stopped.")
        self._copied.emit(share)

    def _on_copied(self, share: float) -> None:
        self._progress.setValue(round(share * 1000))
        if share >= 1:
            self._doing.setText(self.tr("Checking whether it is whole…"))

    def _on_added(self, view: ModelView) -> None:
        self._adding = None
        self.refresh()
        self._list.setCurrentRow([each.name for each in self._views].index(view.name))
        if not view.known:
            self._prompts.show_note(
                self.tr("“{name}” was added as an unknown model").format(name=view.name),
                self.tr("Its weights aren’t those of a published Whisper model. It can be used; trust it as far as "
                        "you trust where it comes from."),
            )  # fmt: skip

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._adding = None
        self._show_state()
        if not isinstance(error, Cancelled):
            self._prompts.show_error(error)

    def _ask_folder(self) -> None:
        folder = self._prompts.choose_folder(self.tr("The folder of a Whisper model"), Path.home())
        if folder is not None:
            self.add(folder)

    def _ask_file(self) -> None:
        kinds = self.tr("Packed models (*.zip *.tar *.tar.gz *.tgz *.tar.xz *.tar.bz2);;All files (*)")
        path = self._prompts.choose_open_file(self.tr("A Whisper model in one file"), kinds)
        if path is not None:
            self.add(path)

    def _open_folder(self) -> None:
        row = self._list.currentRow()
        folder = self._views[row].path if 0 <= row < len(self._views) else models.user_folder()
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def done(self, result: int) -> None:
        """Close; what is being copied is stopped and leaves nothing behind."""
        self._end_adding()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same from the frame's button."""
        self._end_adding()
        super().closeEvent(event)

    def _end_adding(self) -> None:
        if self._adding is not None:
            self._stop.set()
            self._adding.abandon()
            self._adding = None
