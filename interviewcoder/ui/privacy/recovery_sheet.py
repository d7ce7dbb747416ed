"""The recovery sheet: shown once its passphrase was given, printed, or written where a person chooses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTextBrowser, QWidget

from interviewcoder.errors import StorageFailed
from interviewcoder.privacy import recovery_page
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.privacy.recovery_page import RecoverySheet
    from interviewcoder.ui.prompts import Prompts

_MARGIN_MM = 20
_DOTS_AN_INCH = 300


class RecoverySheetDialog(QDialog):
    """The page as it will be printed. Nothing is written to the disk unless the person chooses a file."""

    def __init__(self, sheet: RecoverySheet, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recovery sheet"))
        self._sheet, self._prompts = sheet, prompts
        self.page = QTextBrowser(self)
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(self.tr("The recovery sheet"))
        # Paper is white in any theme.
        self.page.setStyleSheet("QTextBrowser { background: #ffffff; color: #111111; border: 1px solid #c9c6bf; }")
        self.page.document().setDocumentMargin(24)
        self.page.setHtml(recovery_page.as_html(sheet))
        self.page.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        layout = parts.column(self)
        advice = self.tr("Print it and lock it away. Whoever has this sheet and the file can read everything in it.")
        layout.addWidget(parts.heading(advice, self))
        layout.addWidget(self.page, 1)
        box = QDialogButtonBox(self)
        box.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        printing = parts.primary(QPushButton(self.tr("Print…"), self))
        saving = QPushButton(self.tr("Save as PDF…"), self)
        box.addButton(printing, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(saving, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.reject)
        printing.clicked.connect(self._print)
        saving.clicked.connect(self._save)
        layout.addWidget(box)
        printing.setFocus()
        self.resize(700, 760)

    def _print(self) -> None:
        """Let the system's dialog ask for the printer; what a queue keeps of it is the system's."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.tr("Recovery sheet"))
        dialog = QPrintDialog(printer, self)
        if self._prompts.run(dialog):
            _put_on(printer, self._sheet)

    def _save(self) -> None:
        suggested = Path.home() / self.tr("Recovery sheet.pdf")
        path = self._prompts.choose_save_file(self.tr("Save the recovery sheet"), self.tr("PDF (*.pdf)"), suggested)
        if path is not None:
            self._prompts.attempt(lambda: write_pdf(self._sheet, path))


def write_pdf(sheet: RecoverySheet, path: Path) -> None:
    """Write the sheet as a page of PDF, for its owner only.

    Raises:
        StorageFailed: the place can't be written.
    """
    from interviewcoder.project.place import open_for_owner
    from interviewcoder.project.storage import as_file_error

    try:
        with open(open_for_owner(path), "wb"):  # noqa: PTH123  # of a descriptor
            pass
    except OSError as error:
        raise as_file_error(error, path.name) from error
    writer = QPdfWriter(str(path))
    writer.setResolution(_DOTS_AN_INCH)
    writer.setTitle(sheet.title)
    if not _put_on(writer, sheet):
        raise StorageFailed(f"“{path.name}” could not be written.", "Choose another place.")


def _put_on(device: QPagedPaintDevice, sheet: RecoverySheet) -> bool:
    """Lay the sheet out on a page of the device's paper, or A4 where it has none."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    if isinstance(device, QPdfWriter):
        device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setHtml(recovery_page.as_html(sheet))
    document.setPageSize(QSizeF(device.pageLayout().paintRectPixels(device.logicalDpiX()).size()))
    document.print_(device)
    return document.pageCount() == 1
