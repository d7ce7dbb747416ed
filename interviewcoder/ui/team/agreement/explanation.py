"""All that the figures of agreement depend on, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QTextEdit, QWidget

from interviewcoder.ui.dialogs import parts

_WIDTH, _HEIGHT, _GAP, _MARGIN = 640, 480, 7, 10


class ExplanationDialog(QDialog):
    """The sentences one below the other; they can be copied into a paper."""

    def __init__(self, sentences: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What the figures depend on"))
        self.text = QTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.windowTitle())
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(_MARGIN)
        column = parts.column(self)
        column.addWidget(parts.hint(self.tr("Name this beside the figures wherever they are reported."), self))
        column.addWidget(self.text, 1)
        box, _ = parts.buttons(self, self.tr("Close"), cancel=False)
        self.copy = QPushButton(self.tr("Copy"), self)
        parts.no_default(self.copy)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(sentences)))
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addWidget(box, 1)
        column.addLayout(foot)
        self._write(sentences)
        self.resize(_WIDTH, _HEIGHT)

    def _write(self, sentences: Sequence[str]) -> None:
        cursor = QTextCursor(self.text.document())
        shape = QTextBlockFormat()
        shape.setBottomMargin(_GAP)
        for number, sentence in enumerate(sentences):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(shape)
            cursor.insertText(sentence)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
