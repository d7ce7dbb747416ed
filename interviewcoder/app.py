"""Put the window together: the only place that knows all of its parts."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from interviewcoder import __version__, settings
from interviewcoder.crash_report import report_of, write_to_stderr
from interviewcoder.errors import InterviewCoderError, NotFound
from interviewcoder.ui import icons, theme
from interviewcoder.ui.first_paint import AfterFirstPaint
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.prompts import QtPrompts

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts


def run(project_path: Path | None, argv: Sequence[str] | None = None, *, passphrase: str | None = None) -> int:
    """Open the window, and a project in it; returns when the person quits.

    `passphrase` is tried first where the project is encrypted.

    Raises:
        NotFound: there is no screen.
    """
    refuse_without_screen()
    # Before there is an application, so that it makes no other style first.
    QApplication.setStyle("Fusion")
    application = QApplication(list(argv if argv is not None else sys.argv[:1]))
    application.setApplicationName("InterviewCoder")
    application.setApplicationDisplayName("InterviewCoder")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("interviewcoder")
    chosen = settings.load()
    theme.apply(chosen.theme, chosen.text_size_pt)
    application.setWindowIcon(icons.window_icon())
    prompts = QtPrompts()
    faults = Faults(prompts)
    faults.watch()
    window = MainWindow(chosen, prompts, open_sample)
    # Until then the command line has put it off.
    AfterFirstPaint(window, gc.enable)
    AfterFirstPaint(window, window.written.begin)
    if project_path is not None:
        # Shown first: what it takes to open a project is imported behind the first picture.
        AfterFirstPaint(window, lambda: window.open_project(project_path, passphrase=passphrase))
    window.show()
    try:
        return application.exec()
    finally:
        faults.end()


def refuse_without_screen() -> None:
    """Say what Qt would end the process over.

    Raises:
        NotFound: there is no screen.
    """
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in screens):
        raise NotFound(
            "There is no screen to open the window on.",
            "Start it in a desktop session, or use a verb (`interviewcoder --help` lists them; demo: --no-window).",
        )


def open_sample(folder: Path) -> Project:
    """Open the sample study of a folder; made there if it isn't yet.

    Raises:
        NotFound: the program was installed without it.
    """
    from interviewcoder import demo
    from interviewcoder.privacy import tombstones
    from interviewcoder.project import file

    path = folder / demo.PROJECT_NAME
    if path.exists():
        project = file.open_project(path, passphrase=demo.PASSPHRASE)
        tombstones.settle(project)
        return project
    folder.mkdir(parents=True, exist_ok=True)
    return demo.make_sample_project(folder)


class Faults(QObject):
    """Turns what nobody caught into a dialog; the program goes on."""

    def __init__(self, prompts: Prompts) -> None:
        super().__init__()
        self._prompts = prompts
        self._showing = False

    def watch(self) -> None:
        """Take what Python would print."""
        sys.excepthook = self.on_error
        threading.excepthook = lambda told: self._say_on_stderr(told.exc_value)

    def end(self) -> None:
        """Give Python its own ways back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show what went wrong; one dialog at a time."""
        if isinstance(error, InterviewCoderError):
            self._prompts.show_error(error)
            return
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        self._say_on_stderr(error)
        if self._showing:
            return
        from interviewcoder.ui.dialogs.crash import CrashDialog

        self._showing = True
        try:
            self._prompts.run(CrashDialog(report_of(error), QApplication.activeWindow()))
        finally:
            self._showing = False

    def _say_on_stderr(self, error: BaseException | None) -> None:
        if error is not None:
            write_to_stderr(report_of(error))
