"""Pieces that dialogs are put together from, so that all have one measure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

MARGIN = 20
GAP = 12


def column(dialog: QDialog) -> QVBoxLayout:
    """Give a dialog its column with our margins."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
    layout.setSpacing(GAP)
    return layout


def fit(dialog: QDialog, width: int) -> None:
    """Give a dialog its width and just the height that its wrapped words then need."""
    for part in dialog.findChildren(QWidget):
        part.ensurePolished()
    layout = dialog.layout()
    assert layout is not None
    layout.activate()
    dialog.setMinimumWidth(width)
    dialog.resize(width, layout.totalHeightForWidth(width))


def words(text: str, parent: QWidget | None = None, role: str = "") -> QLabel:
    """Words that are wrapped, and shown as they are whatever signs are in them."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """A line that says what this is about."""
    return words(text, parent, "heading")


def hint(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A quieter sentence that explains."""
    return words(text, parent, "hint")


def primary(button: QPushButton) -> QPushButton:
    """Mark the button that does what the window or page is there for."""
    _mark(button, "primary")
    return button


def dangerous(button: QPushButton) -> QPushButton:
    """Mark a button whose step can't be taken back."""
    _mark(button, "dangerous")
    return button


def no_default(*of: QPushButton) -> None:
    """Let Enter, typed into a field of the dialog, press none of these."""
    for button in of:
        button.setAutoDefault(False)
        button.setDefault(False)


def buttons(dialog: QDialog, yes: str, *, dangerous: bool = False, cancel: bool = True) -> tuple[QWidget, QPushButton]:
    """The row at a dialog's foot in the platform's order; returns it and the button that accepts.

    Where the step is dangerous, Enter cancels.
    """
    box = QDialogButtonBox(dialog)
    accept = box.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
    if cancel:
        refuse = box.addButton(QCoreApplication.translate("Dialogs", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        refuse.setDefault(dangerous)
        refuse.setAutoDefault(dangerous)
    accept.setDefault(not dangerous)
    accept.setAutoDefault(not dangerous)
    if dangerous:
        _mark(accept, "dangerous")
    else:
        primary(accept)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box, accept


def _mark(button: QPushButton, kind: str) -> None:
    button.setProperty(kind, True)
    # A button box has its buttons styled before we get them.
    button.style().unpolish(button)
    button.style().polish(button)
