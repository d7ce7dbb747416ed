"""Asking for the keys, and the keys as a page to print and keep beside the keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QCoreApplication, QMarginsF
from PySide6.QtGui import QKeySequence, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from interviewcoder.errors import StorageFailed
from interviewcoder.ui.dialogs.keys import KeysDialog
from interviewcoder.ui.key_bindings import KeyBindings

if TYPE_CHECKING:
    from interviewcoder.ui.prompts import Prompts

_MARGIN_MM = 18


def key_list(bindings: KeyBindings) -> str:
    """The keys as HTML, group by group."""
    rows: list[str] = []
    group = ""
    for action in bindings.actions:
        if action.group != group:
            group = action.group
            rows.append(f"<tr><td colspan='2'><h3>{escape(group)}</h3></td></tr>")
        keys = [sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in bindings.sequences(action.id)]
        shown = ", ".join(keys) or "–"
        rows.append(f"<tr><td width='38%'><b>{escape(shown)}</b></td><td>{escape(action.label)}</td></tr>")
    title = QCoreApplication.translate("Keys", "InterviewCoder: keys and pedals")
    return f"<h2>{escape(title)}</h2><table width='100%' cellpadding='2'>{''.join(rows)}</table>"


def ask_keys(bindings: KeyBindings, fixed: Mapping[str, str], prompts: Prompts, parent: QWidget) -> bool:
    """Let a person set the keys; `fixed` are those of the menus. True where something may have changed."""
    dialog = KeysDialog(bindings, fixed, partial(save_key_list, prompts=prompts), parent)
    if not prompts.run(dialog):
        return False
    dialog.apply()
    return True


def save_key_list(bindings: KeyBindings, prompts: Prompts) -> None:
    """Ask where to write the keys, and write them."""
    words = QCoreApplication.translate
    suggested = Path.home() / words("Keys", "InterviewCoder keys.pdf")
    path = prompts.choose_save_file(words("Keys", "Save the list of keys"), words("Keys", "PDF (*.pdf)"), suggested)
    if path is None:
        return

    def write() -> None:
        try:
            write_key_list(bindings, path)
        except OSError as error:
            message = words("Keys", "“{name}” can't be written: {reason}.")
            raise StorageFailed(
                message.format(name=path.name, reason=error.strerror or str(error)),
                words("Keys", "Choose another folder."),
            ) from error

    if prompts.attempt(write):
        prompts.file_written(words("Keys", "Keys"), words("Keys", "The list of keys is written."), path)


def write_key_list(bindings: KeyBindings, path: Path) -> None:
    """Write the keys as a PDF of A4 pages.

    Raises:
        OSError: the file can't be written.
    """
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(key_list(bindings))
    document.print_(writer)
    del writer  # it writes the end of the file when it goes
    path.write_bytes(buffer.data().data())
