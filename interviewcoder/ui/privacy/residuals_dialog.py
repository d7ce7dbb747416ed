"""What would identify somebody in a file that was about to be written, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from interviewcoder.sources.text import Span
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import tip

_SIZE = QSize(820, 480)
_ROW_HEIGHT = 26


@dataclass(frozen=True, slots=True)
class Remains:
    """Words that were found: of which kind, in how many places of the file, and where they stand in the study.

    `context` are the words around the first such place, empty where they stand in no transcript.
    """

    words: str
    kind: str
    times: int
    where: str
    context: str = ""
    place: tuple[int, Span] | None = None


class ResidualsDialog(QDialog):
    """Lists what was found. Accepted where it is to go out all the same, under a name.

    `wants_replacing` says that the person would rather replace it, `wanted`
    which passage they want to see; it is rejected then.
    """

    def __init__(self, message: str, found: Sequence[Remains], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Names are left in it"))
        self.wants_replacing = False
        self.wanted: tuple[int, Span] | None = None
        self._found = found
        self.list = self._listed(found)
        self.name, self.because = QLineEdit(self), QLineEdit(self)
        self.name.setAccessibleName(self.tr("Your name"))
        self.because.setAccessibleName(self.tr("Because"))
        self.because.setPlaceholderText(self.tr("why this may be in the file"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for line in (self.name, self.because):
            form.addRow(line.accessibleName(), line)
            line.textEdited.connect(self._on_typed)
        column = parts.column(self)
        column.addWidget(parts.heading(message, self))
        column.addWidget(
            parts.hint(
                self.tr(
                    "Nothing was written. A double click goes to the passage. To let the file go all the same, say who "
                    "answers for it: name, reason and the number of finds go into the sharing ledger."
                ),
                self,
            )
        )
        column.addWidget(self.list, 1)
        column.addLayout(form)
        column.addWidget(self._buttons())
        self.resize(_SIZE)
        self.list.setFocus()

    def answer(self) -> tuple[str, str]:
        """Who lets it go, and why."""
        return self.name.text().strip(), self.because.text().strip()

    def _listed(self, found: Sequence[Remains]) -> QTreeWidget:
        listed = QTreeWidget(self)
        listed.setAccessibleName(self.tr("What identifies somebody"))
        listed.setRootIsDecorated(False)
        listed.setAllColumnsShowFocus(True)
        listed.setTextElideMode(Qt.TextElideMode.ElideRight)
        listed.setHeaderLabels([self.tr("Words"), self.tr("Kind"), self.tr("Times"), self.tr("In the study")])
        for each in found:
            shown = " ".join(each.context.split()) if each.context else each.where
            item = QTreeWidgetItem(listed, [each.words, each.kind, f"{each.times:,}", shown])
            item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
            item.setToolTip(0, tip(each.words))
            item.setToolTip(3, tip(f"{shown}\n{each.where}" if each.context else shown))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = listed.header()
        for column, width in ((0, 170), (1, 150), (2, 60)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        if (first := listed.topLevelItem(0)) is not None:
            listed.setCurrentItem(first)
        listed.itemActivated.connect(lambda item, _: self._go(listed.indexOfTopLevelItem(item)))
        return listed

    def _buttons(self) -> QWidget:
        box = QDialogButtonBox(self)
        self.replace = parts.primary(box.addButton(self.tr("Replace now…"), QDialogButtonBox.ButtonRole.ActionRole))
        self.replace.setDefault(True)
        self.replace.clicked.connect(self._on_replace)
        self.let_go: QPushButton = box.addButton(
            self.tr("Export all the same"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.let_go.setProperty("dangerous", True)
        self.let_go.setEnabled(False)
        self.let_go.setAutoDefault(False)
        self.let_go.clicked.connect(self.accept)
        cancel = box.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        box.rejected.connect(self.reject)
        return box

    def _on_typed(self) -> None:
        self.let_go.setEnabled(all(self.answer()))

    def _on_replace(self) -> None:
        self.wants_replacing = True
        chosen = self.list.currentItem()
        if chosen is not None:
            self._go(self.list.indexOfTopLevelItem(chosen))
        self.reject()

    def _go(self, row: int) -> None:
        if row < len(self._found) and (place := self._found[row].place) is not None:
            self.wanted = place
            self.reject()
