"""A fault of ours: said plainly, with a report that holds nothing of the study."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from interviewcoder import __version__
from interviewcoder.ui.dialogs import parts

_PACKAGE = Path(__file__).resolve().parents[2]


def report_of(error: BaseException) -> str:
    """What happened, without a word of the study: kinds of errors, our lines, versions.

    Messages and values are left out, since either may hold what a participant said.
    """
    lines = [f"InterviewCoder {__version__}", f"Python {platform.python_version()}, PySide6 {pyside_version}"]
    lines += [f"{platform.system()} {platform.release()}, {platform.machine()}", ""]
    current: BaseException | None = error
    while current is not None:
        lines.append(_name_of(type(current)))
        lines += _frames(current.__traceback__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        if current is not None:
            lines.append("caused by")
    return "\n".join(lines)


def _name_of(kind: type[BaseException]) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _frames(trace: TracebackType | None) -> list[str]:
    shown = []
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_PACKAGE):
            place = path.relative_to(_PACKAGE.parent).as_posix()
            shown.append(f"  {place}:{line} in {frame.f_code.co_name}")
        else:
            # Others' code: its module's name is enough, its path would name the person's folders.
            shown.append(f"  ({frame.f_globals.get('__name__', '?')})")
    return shown


class CrashDialog(QDialog):
    """Says that it was our fault, that the project is whole, and offers the report to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("A fault in InterviewCoder"))
        self.setMinimumSize(620, 420)
        self._report = report
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Something went wrong, and it is our fault."), self))
        words = self.tr(
            "The step you asked for was not done; all steps before it are saved. You can go on working. "
            "The report below names our lines of code and versions only, nothing of your study: "
            "copy it into a message to us if you like."
        )
        layout.addWidget(parts.hint(words, self))
        text = QPlainTextEdit(report, self)
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("Report"))
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        layout.addWidget(text, 1)
        box, _ = parts.buttons(self, self.tr("Go on"), cancel=False)
        assert isinstance(box, QDialogButtonBox)
        copy = box.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy_report)
        layout.addWidget(box)

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)


def write_to_stderr(report: str) -> None:
    """Leave the report where a terminal shows it."""
    sys.stderr.write(report + "\n")
