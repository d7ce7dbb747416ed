"""Everything that stops and asks a person goes through here, so that a test can answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSettings, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QColorDialog, QDialog, QFileDialog, QWidget

from interviewcoder.errors import InterviewCoderError

if TYPE_CHECKING:
    from interviewcoder.errors import ProjectLocked
    from interviewcoder.project.backup import Backup
    from interviewcoder.sources.incoming import Incoming, ReadFile
    from interviewcoder.ui.dialogs.new_project import NewProject
    from interviewcoder.ui.dialogs.transcribe import TranscribeChoice, TranscribeOffer
    from interviewcoder.ui.shared_folder.held_dialog import HeldChoice


# What a window's title and edges take, where nobody knows yet.
_FRAME = QSize(8, 40)


class Prompts(Protocol):
    """Questions to the person. None, False or an empty list is the answer of somebody who cancelled."""

    def ask_text(self, title: str, label: str, *, text: str = "") -> str | None:
        """Ask for a line of text; `text` stands there to begin with."""

    def confirm(self, title: str, message: str, *, yes: str, dangerous: bool = False) -> bool:
        """Ask whether to go on; `yes` is the words on the button. Enter doesn't choose what is dangerous."""

    def choose_colour(self, title: str, colour: str) -> str | None:
        """Ask for a colour as "#rrggbb"."""

    def choose_open_files(self, title: str, kinds: str, folder: Path | None = None) -> list[Path]:
        """Ask for files that are there; `kinds` is Qt's filter."""

    def choose_open_file(self, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Ask for one file that is there."""

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Ask for a folder that is there; `folder` is shown to begin with."""

    def choose_save_file(self, title: str, kinds: str, suggested: Path) -> Path | None:
        """Ask where to write; replacing a file is asked too."""

    def show_error(self, error: InterviewCoderError) -> None:
        """Say what happened and what to do next."""

    def attempt(self, step: Callable[[], object]) -> bool:
        """Do a step; where it can't be done, say so. True where it was done."""

    def show_note(self, title: str, message: str) -> None:
        """Say something that needs no answer."""

    def new_project(self, folder: Path, coder: str) -> NewProject | None:
        """Ask for a new project's title, place and passphrase."""

    def ask_passphrase(self, project_name: str, *, refused: str = "") -> str | None:
        """Ask for a project's passphrase; `refused` says why the last one didn't do."""

    def project_locked(self, error: ProjectLocked) -> HeldChoice | None:
        """Say who has a project, and ask what to do meanwhile; taking it over is offered where they may."""

    def choose_backup(self, project_title: str, backups: Sequence[Backup]) -> Backup | None:
        """Ask which backup to restore."""

    def transcribe_options(self, offer: TranscribeOffer) -> TranscribeChoice | None:
        """Ask for model, language and number of speakers."""

    def review_import(self, incoming: Sequence[Incoming]) -> list[Incoming] | None:
        """Show what was understood of transcripts; gives what is to be added, as the person mended it."""

    def file_written(self, title: str, message: str, path: Path) -> None:
        """Say that a file was written and offer to open it or its folder."""

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog of ours that does its own work; True where it was accepted."""


class QtPrompts(QObject):
    """The questions as dialogs over the window that is in front."""

    def __init__(self) -> None:
        super().__init__()
        # Qt's own file dialog writes the folders visited into QtProject.conf, and a folder may bear a
        # participant's name: here it finds nowhere to write. Our settings don't go through QSettings.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)

    def ask_text(self, title: str, label: str, *, text: str = "") -> str | None:
        """Ask for a line of text."""
        from interviewcoder.ui.dialogs.line import LineDialog

        dialog = LineDialog(title, label, text, _window())
        return dialog.answer() if self.run(dialog) else None

    def confirm(self, title: str, message: str, *, yes: str, dangerous: bool = False) -> bool:
        """Ask whether to go on."""
        from interviewcoder.ui.dialogs.message import confirmation

        return self.run(confirmation(_window(), title, message, yes=yes, dangerous=dangerous))

    def choose_colour(self, title: str, colour: str) -> str | None:
        """Ask for a colour in the system's dialog."""
        chosen = QColorDialog.getColor(QColor(colour), _window(), title)
        return chosen.name() if chosen.isValid() else None

    def choose_open_files(self, title: str, kinds: str, folder: Path | None = None) -> list[Path]:
        """Ask for files in the system's dialog."""
        names, _ = QFileDialog.getOpenFileNames(_window(), title, str(folder or ""), kinds)
        return [Path(name) for name in names]

    def choose_open_file(self, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Ask for a file in the system's dialog."""
        name, _ = QFileDialog.getOpenFileName(_window(), title, str(folder or ""), kinds)
        return Path(name) if name else None

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Ask for a folder in the system's dialog."""
        name = QFileDialog.getExistingDirectory(_window(), title, str(folder))
        return Path(name) if name else None

    def choose_save_file(self, title: str, kinds: str, suggested: Path) -> Path | None:
        """Ask where to write in the system's dialog, then whether to replace what is there."""
        place = suggested
        while True:
            dialog = _save_dialog(title, kinds, place)
            if not self.run(dialog):
                return None
            place = _with_suffix(Path(dialog.selectedFiles()[0]), suggested.suffix)
            if not os.path.lexists(place) or self._may_replace(place):
                return place

    def _may_replace(self, place: Path) -> bool:
        message = self.tr("“{name}” is there already. What it holds now would be gone.").format(name=place.name)
        return self.confirm(self.tr("Replace the file?"), message, yes=self.tr("Replace"), dangerous=True)

    def show_error(self, error: InterviewCoderError) -> None:
        """Say what happened, calmly."""
        from interviewcoder.ui.dialogs.message import error_message

        self.run(error_message(_window(), error))

    def attempt(self, step: Callable[[], object]) -> bool:
        """Do a step and say what is wrong with it."""
        try:
            step()
        except InterviewCoderError as error:
            self.show_error(error)
            return False
        return True

    def show_note(self, title: str, message: str) -> None:
        """Say something."""
        from interviewcoder.ui.dialogs.message import note

        self.run(note(_window(), title, message))

    def new_project(self, folder: Path, coder: str) -> NewProject | None:
        """Ask for a new project."""
        from interviewcoder.ui.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(folder, coder, _window())
        return dialog.choice() if self.run(dialog) else None

    def ask_passphrase(self, project_name: str, *, refused: str = "") -> str | None:
        """Ask for a passphrase."""
        from interviewcoder.ui.dialogs.passphrase import PassphraseDialog

        dialog = PassphraseDialog(project_name, refused, _window())
        return dialog.passphrase() if self.run(dialog) else None

    def project_locked(self, error: ProjectLocked) -> HeldChoice | None:
        """Say who has the project."""
        from interviewcoder.ui.shared_folder.held_dialog import HeldDialog

        dialog = HeldDialog(error, _window())
        return dialog.choice if self.run(dialog) else None

    def choose_backup(self, project_title: str, backups: Sequence[Backup]) -> Backup | None:
        """Ask which backup to restore."""
        from interviewcoder.ui.dialogs.restore import RestoreDialog

        dialog = RestoreDialog(project_title, backups, _window())
        return dialog.choice() if self.run(dialog) else None

    def transcribe_options(self, offer: TranscribeOffer) -> TranscribeChoice | None:
        """Ask how to transcribe."""
        from interviewcoder.ui.dialogs.transcribe import TranscribeDialog

        dialog = TranscribeDialog(offer, _window())
        return dialog.choice() if self.run(dialog) else None

    def review_import(self, incoming: Sequence[Incoming]) -> list[Incoming] | None:
        """Show what was understood."""
        from interviewcoder.ui.dialogs.import_preview import ImportPreviewDialog

        dialog = ImportPreviewDialog(incoming, self._ask_recording, _window())
        return dialog.choice() if self.run(dialog) else None

    def _ask_recording(self, folder: Path) -> ReadFile | None:
        """Ask for a recording and read it through."""
        from interviewcoder.sources.incoming import read_recording_file
        from interviewcoder.ui.file_kinds import kinds_of_recording
        from interviewcoder.ui.waiting import Waiting

        path = self.choose_open_file(self.tr("Attach the recording"), kinds_of_recording(), folder)
        if path is None:
            return None
        try:
            with Waiting():
                return read_recording_file(path)
        except InterviewCoderError as error:
            self.show_error(error)
            return None

    def file_written(self, title: str, message: str, path: Path) -> None:
        """Say that a file was written."""
        from interviewcoder.ui.dialogs.file_written import FileWrittenDialog

        self.run(FileWrittenDialog(title, message, path, _window()))

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog and wait for its end; it is gone afterwards."""
        _keep_on_screen(dialog)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return accepted


def _keep_on_screen(dialog: QDialog) -> None:
    """Let a dialog be no larger than its screen: at twice the usual scale many a screen is small."""
    window = dialog.parentWidget() or dialog
    room = window.screen().availableGeometry().size()
    frame = dialog.frameGeometry().size() - dialog.size() if dialog.isVisible() else _FRAME
    dialog.resize(dialog.size().boundedTo(room - frame))


def _window() -> QWidget | None:
    window = QApplication.activeModalWidget() or QApplication.activeWindow()
    # A dialog that was answered just now may still count as active: what it carried would go with it.
    while window is not None and not window.isVisible():
        window = window.parentWidget()
    return window


def _save_dialog(title: str, kinds: str, place: Path) -> QFileDialog:
    dialog = QFileDialog(_window(), title, str(place.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(place.suffix.removeprefix("."))
    # Some systems' dialogs ask about the name as it was typed, before it gets its suffix: we ask about the file.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.selectFile(place.name)
    return dialog


def _with_suffix(place: Path, suffix: str) -> Path:
    """Put the suffix behind a name that doesn't end with it; “v1.2” has none of ours."""
    return place if place.suffix.casefold() == suffix.casefold() else place.with_name(place.name + suffix)
