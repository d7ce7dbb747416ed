"""The keys as a page to print and keep beside the keyboard."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QMarginsF
from PySide6.QtGui import QKeySequence, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from interviewcoder.ui.key_bindings import KeyBindings

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
