"""What a merge did, with the way back and the way to what found no place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.merging import words

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import MergeReceipt

_WIDTH = 540
_MOST_LEFT_OUT = 6


class ReceiptDialog(QDialog):
    """Rejected as it closes; `wish` says what the person wants next: "undo", "comments" or nothing."""

    def __init__(self, name: str, receipt: MergeReceipt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merged"))
        self.wish = ""
        column = parts.column(self)
        column.addWidget(parts.heading(self.tr("“{name}” is merged").format(name=name), self))
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(6)
        table.setColumnStretch(1, 1)
        for row, (what, how_much) in enumerate(words.told(receipt)):
            table.addWidget(parts.hint(what, self), row, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(self._words(how_much), row, 1)
        column.addLayout(table)
        if receipt.left_out:
            column.addWidget(parts.heading(self.tr("What couldn’t be taken"), self))
            for line in receipt.left_out[:_MOST_LEFT_OUT]:
                column.addWidget(self._words(line))
            if (more := len(receipt.left_out) - _MOST_LEFT_OUT) > 0:
                column.addWidget(parts.hint(self.tr("… and {count} more").format(count=f"{more:,}"), self))
        column.addWidget(parts.hint(self.tr("It is one step of the history: undo takes all of it back."), self))
        column.addSpacing(4)
        box, self.done_button = parts.buttons(self, self.tr("Done"), cancel=False)
        assert isinstance(box, QDialogButtonBox)
        self.undo = box.addButton(self.tr("&Undo the merge"), QDialogButtonBox.ButtonRole.ActionRole)
        self.comments = box.addButton(
            self.tr("&Show the comments without a place"), QDialogButtonBox.ButtonRole.ActionRole
        )
        parts.no_default(self.undo, self.comments)
        self.undo.clicked.connect(lambda: self._want("undo"))
        self.comments.clicked.connect(lambda: self._want("comments"))
        self.comments.setVisible(bool(receipt.unplaced))
        column.addWidget(box)
        self.done_button.setFocus()
        parts.fit(self, _WIDTH)

    def told(self) -> str:
        """All that stands in it, a line each."""
        return "\n".join(label.text() for label in self.findChildren(QLabel))

    def _words(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _want(self, wish: str) -> None:
        self.wish = wish
        self.accept()
