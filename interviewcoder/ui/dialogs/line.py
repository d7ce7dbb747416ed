"""Ask for a line of text: a name, a title."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from interviewcoder.ui.dialogs import parts

_WIDTH = 420


class LineDialog(QDialog):
    """A line below what it is for. Nothing but white space is no answer."""

    def __init__(self, title: str, label: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._line = QLineEdit(text, self)
        self._line.setAccessibleName(label)
        self._line.selectAll()
        above: QLabel = parts.hint(label, self)
        above.setBuddy(self._line)
        layout = parts.column(self)
        layout.addWidget(parts.heading(title, self))
        layout.addWidget(above)
        layout.addWidget(self._line)
        layout.addSpacing(4)
        box, self._accept = parts.buttons(self, self.tr("OK"))
        layout.addWidget(box)
        self._line.textChanged.connect(self._review)
        self._review()
        parts.fit(self, _WIDTH)
        self._line.setFocus()

    def answer(self) -> str:
        """What was typed, without white space around it."""
        return self._line.text().strip()

    def _review(self) -> None:
        self._accept.setEnabled(bool(self.answer()))
