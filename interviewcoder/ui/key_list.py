"""Asking for the keys, showing them, and writing or printing the sheet to keep beside the keyboard."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QCoreApplication
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QWidget

from interviewcoder.errors import StorageFailed
from interviewcoder.ui.dialogs.keys import KeysDialog
from interviewcoder.ui.key_sheet import key_groups, page_layout, paint_sheet

if TYPE_CHECKING:
    from interviewcoder.ui.key_bindings import KeyBindings
    from interviewcoder.ui.prompts import Prompts


def ask_keys(bindings: KeyBindings, prompts: Prompts, parent: QWidget) -> bool:
    """Let a person set the keys. True where something may have changed."""
    dialog = KeysDialog(bindings, partial(save_key_list, prompts=prompts), parent)
    if not prompts.run(dialog):
        return False
    dialog.apply()
    return True


def show_keys(bindings: KeyBindings, prompts: Prompts, parent: QWidget) -> bool:
    """Show all keys, to be read, printed or saved. True where the person wants to set others."""
    from interviewcoder.ui.dialogs.shortcuts import ShortcutsDialog

    dialog = ShortcutsDialog(key_groups(bindings), parent)
    dialog.print_asked.connect(lambda: print_keys(bindings, prompts, dialog))
    dialog.save_asked.connect(lambda: save_key_list(bindings, prompts))
    return prompts.run(dialog)


def print_keys(bindings: KeyBindings, prompts: Prompts, parent: QWidget) -> None:
    """Ask for a printer and print the sheet."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_tr("InterviewCoder keys"))
    printer.setPageLayout(page_layout())
    if prompts.run(QPrintDialog(printer, parent)):
        paint_sheet(printer, key_groups(bindings))


def save_key_list(bindings: KeyBindings, prompts: Prompts) -> None:
    """Ask where to write the keys, and write them."""
    suggested = Path.home() / _tr("InterviewCoder keys.pdf")
    path = prompts.choose_save_file(_tr("Save the list of keys"), _tr("PDF (*.pdf)"), suggested)
    if path is None:
        return

    def write() -> None:
        try:
            write_key_list(bindings, path)
        except OSError as error:
            message = _tr("“{name}” can't be written: {reason}.")
            raise StorageFailed(
                message.format(name=path.name, reason=error.strerror or str(error)),
                _tr("Choose another folder."),
            ) from error

    if prompts.attempt(write):
        prompts.file_written(_tr("Keys"), _tr("The list of keys is written."), path)


def write_key_list(bindings: KeyBindings, path: Path) -> int:
    """Write the keys as a PDF of A4 or Letter pages; gives their number.

    Raises:
        OSError: the file can't be written.
    """
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_tr("InterviewCoder keys"))
    writer.setPageLayout(page_layout())
    pages = paint_sheet(writer, key_groups(bindings))
    del writer  # it writes the end of the file when it goes
    path.write_bytes(buffer.data().data())
    return pages


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)
