"""A window with real parts; only the person's answers are made up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from interviewcoder.errors import InterviewCoderError, ProjectLocked
from interviewcoder.settings import Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.backup import Backup
    from interviewcoder.project.file import Project
    from interviewcoder.sources.incoming import Incoming
    from interviewcoder.ui.dialogs.new_project import NewProject
    from interviewcoder.ui.dialogs.transcribe import TranscribeChoice, TranscribeOffer
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.shared_folder.held_dialog import HeldChoice

INTERVIEW = """I: What came to mind when you read it?
P07: I was afraid of lawsuits, honestly. We all were.
I: And what helped?
P07: Talking about it. We sat down, the whole team, and talked about it."""


@dataclass
class FakePrompts:
    """Answers as a test says, and remembers what was asked. An answer that is missing means: cancelled."""

    text: str | None = None
    passphrases: list[str] = field(default_factory=list)
    yes: bool = True
    held: list[HeldChoice] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    save_to: Path | None = None
    project: NewProject | None = None
    backup_number: int | None = 0
    transcribe: TranscribeChoice | None = None
    on_dialog: Callable[[QDialog], bool] = lambda dialog: False
    asked: list[str] = field(default_factory=list)
    errors: list[InterviewCoderError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    offers: list[TranscribeOffer] = field(default_factory=list)
    reviewed: list[list[Incoming]] = field(default_factory=list)

    def ask_text(self, title: str, label: str, *, text: str = "") -> str | None:
        """Give the text."""
        self.asked.append(title)
        return self.text

    def confirm(self, title: str, message: str, *, yes: str, dangerous: bool = False) -> bool:
        """Give yes or no."""
        self.asked.append(title)
        return self.yes

    def choose_colour(self, title: str, colour: str) -> str | None:
        """Give the text as a colour."""
        return self.text

    def choose_open_files(self, title: str, kinds: str, folder: Path | None = None) -> list[Path]:
        """Give the files."""
        return self.files

    def choose_open_file(self, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Give the first of the files."""
        return self.files[0] if self.files else None

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Give the place."""
        self.asked.append(title)
        return self.save_to

    def choose_save_file(self, title: str, kinds: str, suggested: Path) -> Path | None:
        """Give the place."""
        return self.save_to

    def show_error(self, error: InterviewCoderError) -> None:
        """Remember the error."""
        self.errors.append(error)

    def attempt(self, step: Callable[[], object]) -> bool:
        """Do a step and remember what was wrong with it."""
        try:
            step()
        except InterviewCoderError as error:
            self.show_error(error)
            return False
        return True

    def show_note(self, title: str, message: str) -> None:
        """Remember the note."""
        self.notes.append(f"{title}: {message}")

    def new_project(self, folder: Path, coder: str) -> NewProject | None:
        """Give the project."""
        return self.project

    def ask_passphrase(self, project_name: str, *, refused: str = "") -> str | None:
        """Give one passphrase after the other."""
        self.asked.append(refused)
        return self.passphrases.pop(0) if self.passphrases else None

    def project_locked(self, error: ProjectLocked) -> HeldChoice | None:
        """Give one choice after the other."""
        self.errors.append(error)
        return self.held.pop(0) if self.held else None

    def choose_backup(self, project_title: str, backups: Sequence[Backup]) -> Backup | None:
        """Give the backup of that number."""
        return None if self.backup_number is None else backups[self.backup_number]

    def transcribe_options(self, offer: TranscribeOffer) -> TranscribeChoice | None:
        """Give the choice."""
        self.offers.append(offer)
        return self.transcribe

    def review_import(self, incoming: Sequence[Incoming]) -> list[Incoming] | None:
        """Remember what was shown, and add it if yes."""
        self.reviewed.append(list(incoming))
        return list(incoming) if self.yes else None

    def file_written(self, title: str, message: str, path: Path) -> None:
        """Remember the message."""
        self.notes.append(message)

    def run(self, dialog: QDialog) -> bool:
        """Let the test handle the dialog."""
        accepted = self.on_dialog(dialog)
        dialog.deleteLater()
        return accepted


@pytest.fixture
def prompts() -> FakePrompts:
    """A person who says yes and cancels the rest, until the test says more."""
    return FakePrompts()


@pytest.fixture
def interview_file(tmp_path: Path) -> Path:
    """A typed transcript of four turns."""
    path = tmp_path / "P07 nurse.txt"
    path.write_text(INTERVIEW, encoding="utf-8")
    return path


def undress() -> None:
    """Take the theme off the application again: it outlives the test."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if application.styleSheet():
        application.setStyleSheet("")
        application.setPalette(application.style().standardPalette())


@pytest.fixture
def window(qtbot: QtBot, prompts: FakePrompts) -> Iterator[MainWindow]:
    """The window with nothing open; no timed backups."""
    from interviewcoder.ui.main_window import MainWindow

    def no_sample(folder: Path) -> Project:
        raise AssertionError("the test wants no sample study")

    shown = MainWindow(Settings(backup_every_minutes=0), prompts, no_sample)
    shown.resize(1280, 760)
    shown.show()
    yield shown
    shown.close_project()
    shown.close()
    shown.deleteLater()
    undress()


@pytest.fixture(scope="session")
def interview_project(tmp_path_factory: pytest.TempPathFactory, empty_project: Path) -> Path:
    """The file of a project that holds one transcript, made once: to copy it is quicker than to add the transcript."""
    from interviewcoder.project import file
    from interviewcoder.sources import importing

    folder = tmp_path_factory.mktemp("interview")
    interview = folder / "P07 nurse.txt"
    interview.write_text(INTERVIEW, encoding="utf-8")
    path = folder / "study.icproj"
    shutil.copy(empty_project, path)
    with file.open_project(path) as project:
        importing.add_files(project, [interview])
    return path


@pytest.fixture
def study(window: MainWindow, project: Project, interview_file: Path, interview_project: Path) -> MainWindow:
    """The window with a project open in it that holds one transcript, that of `interview_file`."""
    path = project.path
    project.close()
    shutil.copy(interview_project, path)
    window.open_project(path)
    return window
