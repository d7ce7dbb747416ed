"""A fault of ours: said plainly, with a report that holds nothing of the study."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from interviewcoder.ui.dialogs import parts


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
