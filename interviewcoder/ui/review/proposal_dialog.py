"""Asks what is to be proposed for a code or a coding, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from interviewcoder.coding.codes import CodeNode, path_of
from interviewcoder.ui.code_tree.colour_menu import swatch
from interviewcoder.ui.dialogs import parts

_WIDTH = 460
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody proposes: names, or a code's id (None: the top), and the reason."""

    names: tuple[str, ...]
    target_id: int | None
    reason: str


class ProposalDialog(QDialog):
    """One dialog for each kind of proposal, with the fields that it needs.

    `code` is the code that it is about, or the one that a coding has now.
    """

    def __init__(self, kind: str, code: CodeNode, nodes: Sequence[CodeNode], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._code, self._nodes = kind, code, list(nodes)
        self.setWindowTitle(self.tr("Propose a change"))
        self.name = QLineEdit(self)
        self.names = QPlainTextEdit(self)
        self.target = QComboBox(self)
        self.reason = QPlainTextEdit(self)
        self._lay_out()
        self._fill()
        self._show_state()
        self.name.textChanged.connect(self._show_state)
        self.names.textChanged.connect(self._show_state)
        self.target.currentIndexChanged.connect(self._show_state)
        parts.fit(self, _WIDTH)

    def wish(self) -> Wish:
        """What the person wrote and chose."""
        names: tuple[str, ...] = ()
        if self.kind == "rename":
            names = (self.name.text().strip(),)
        elif self.kind == "split":
            names = tuple(line.strip() for line in self.names.toPlainText().splitlines() if line.strip())
        target = self.target.currentData() if self.kind in ("merge", "move", "recode") else None
        return Wish(names, target, self.reason.toPlainText().strip())

    def _heading(self) -> str:
        words = {
            "rename": self.tr("Another name for “{code}”"),
            "merge": self.tr("Merge “{code}” into another code"),
            "split": self.tr("Split “{code}” into several codes"),
            "move": self.tr("Move “{code}” to another place"),
            "recode": self.tr("Another code in the place of “{code}”"),
        }
        return words[self.kind].format(code=self._code.name)

    def _lay_out(self) -> None:
        line = self.fontMetrics().lineSpacing()
        self.reason.setPlaceholderText(self.tr("Why? Whoever decides reads it."))
        for text, name, lines in (
            (self.names, self.tr("Names, one on a line"), 4),
            (self.reason, self.tr("Reason"), 3),
        ):
            text.setAccessibleName(name)
            text.setTabChangesFocus(True)
            text.setFixedHeight(lines * line + 16)
        self.name.setAccessibleName(self.tr("Name"))
        self.target.setAccessibleName(self.tr("Code"))
        self.target.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.target.setMaxVisibleItems(18)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self._heading(), self))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label, field = {
            "rename": (self.tr("Name"), self.name),
            "split": (self.tr("Into"), self.names),
            "merge": (self.tr("Into"), self.target),
            "move": (self.tr("Under"), self.target),
            "recode": (self.tr("Code"), self.target),
        }[self.kind]
        for other in (self.name, self.names, self.target):
            other.setVisible(other is field)
        form.addRow(label, field)
        form.addRow(self.tr("Reason"), self.reason)
        layout.addLayout(form)
        note = self.tr("Nothing changes by that: it stands under “Proposals” until somebody accepts or rejects it.")
        layout.addWidget(parts.hint(note, self))
        box, self._accept = parts.buttons(self, self.tr("Propose"))
        layout.addWidget(box)
        field.setFocus()

    def _fill(self) -> None:
        self.name.setText(self._code.name if self.kind == "rename" else "")
        self.name.selectAll()
        self.names.setPlaceholderText(self.tr("One name on a line"))
        below = self._below() if self.kind == "move" else {self._code.id}
        if self.kind == "move" and self._code.parent_id is not None:
            self.target.addItem(self.tr("(at the top)"), None)
        for node in self._nodes:
            if node.id in below or (self.kind == "move" and node.id == self._code.parent_id):
                continue
            self.target.addItem(QIcon(swatch(node.colour, self.palette())), _INDENT * node.depth + node.name, node.id)
            self.target.setItemData(self.target.count() - 1, path_of(self._nodes, node.id), Qt.ItemDataRole.ToolTipRole)
        # Which code it is to be is what is proposed: none stands there by chance.
        self.target.setPlaceholderText(self.tr("Choose one"))
        self.target.setCurrentIndex(-1)

    def _below(self) -> set[int]:
        """The code and all that stand below it: it can't be moved there."""
        found = {self._code.id}
        for node in self._nodes:
            # In the order of the tree: a code stands behind its theme.
            if node.parent_id in found:
                found.add(node.id)
        return found

    def _show_state(self) -> None:
        wish = self.wish()
        if self.kind == "rename":
            ready = bool(wish.names[0]) and wish.names[0] != self._code.name
        elif self.kind == "split":
            ready = len(wish.names) > 1
        else:
            ready = self.target.currentIndex() >= 0
        self._accept.setEnabled(ready)
