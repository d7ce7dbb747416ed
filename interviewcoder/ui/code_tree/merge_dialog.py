"""Which code is left of several, what it is called, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from interviewcoder.coding.codes import CodeNode, path_of
from interviewcoder.ui.code_tree.colour_menu import swatch
from interviewcoder.ui.dialogs import parts

_WIDTH = 480
_LISTED = 8


@dataclass(frozen=True, slots=True)
class MergeWish:
    """What a person wants merged, into what, under which name and why."""

    code_ids: tuple[int, ...]
    into_id: int
    name: str
    reason: str


class MergeDialog(QDialog):
    """Asks how to merge codes: `code_ids` those that are chosen, `into_id` where they go, if that is known.

    With one code alone any other can be what it is merged into.
    """

    def __init__(
        self, nodes: Sequence[CodeNode], code_ids: Sequence[int], into_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._nodes = list(nodes)
        self._known = {node.id: node for node in nodes}
        wanted = set(code_ids) | ({into_id} if into_id is not None else set())
        self._chosen = [node for node in nodes if node.id in wanted]
        self._named = False
        self.setWindowTitle(self.tr("Merge codes"))
        self._heading, self._list = parts.heading("", self), parts.hint("", self)
        self.into, self.name = QComboBox(self), QLineEdit(self)
        self.reason = QPlainTextEdit(self)
        self._lay_out()
        self._fill(into_id)
        self.into.currentIndexChanged.connect(self._show)
        self.name.textEdited.connect(self._on_named)
        self.name.textChanged.connect(self._show_state)
        self._show()
        parts.fit(self, _WIDTH)

    def wish(self) -> MergeWish:
        """What the person chose."""
        into = self._into()
        leaving = tuple(node.id for node in self._leaving())
        return MergeWish(leaving, into, self.name.text().strip(), self.reason.toPlainText().strip())

    def _lay_out(self) -> None:
        self.into.setAccessibleName(self.tr("Merge into"))
        self.into.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.into.setMaxVisibleItems(18)
        self.name.setAccessibleName(self.tr("Name afterwards"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Why are they one? It is kept in the memo and in the history."))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 16)
        layout = parts.column(self)
        layout.addWidget(self._heading)
        layout.addWidget(self._list)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.addRow(self.tr("Into"), self.into)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Reason"), self.reason)
        layout.addLayout(form)
        note = self.tr(
            "Each coding keeps which code it came from. What was written of the codes goes into the memo of the one "
            "that is left; codes below them move below it. One step of undo brings all of it back."
        )
        layout.addWidget(parts.hint(note, self))
        box, self._accept = parts.buttons(self, self.tr("Merge"))
        layout.addWidget(box)

    def _fill(self, into_id: int | None) -> None:
        for node in self._chosen if len(self._chosen) > 1 else []:
            self._offer(node)
        if len(self._chosen) > 1:
            self.into.insertSeparator(self.into.count())
        chosen = {node.id for node in self._chosen}
        for node in self._nodes:
            if node.id not in chosen:
                self._offer(node)
        if into_id is None and len(self._chosen) > 1:
            # The one that is used most is the likeliest to stay.
            into_id = max(self._chosen, key=lambda node: node.references).id
        # One code alone gives no hint where to: none is proposed, so that no careless Enter merges it.
        self.into.setPlaceholderText(self.tr("Choose a code"))
        self.into.setCurrentIndex(self.into.findData(into_id) if into_id is not None else -1)

    def _offer(self, node: CodeNode) -> None:
        self.into.addItem(QIcon(swatch(node.colour, self.palette())), path_of(self._nodes, node.id), node.id)

    def _into(self) -> int:
        return int(self.into.currentData() or 0)

    def _leaving(self) -> list[CodeNode]:
        return [node for node in self._chosen if node.id != self._into()]

    def _on_named(self) -> None:
        self._named = True

    def _show(self) -> None:
        leaving, into = self._leaving(), self._known.get(self._into())
        target = into.name if into else ""
        if into is None and leaving:
            words = self.tr("Merge “{name}” into another code").format(name=leaving[0].name)
        elif len(leaving) == 1:
            words = self.tr("Merge “{name}” into “{target}”").format(name=leaving[0].name, target=target)
        else:
            words = self.tr("Merge {count} codes into “{target}”").format(count=len(leaving), target=target)
        self._heading.setText(words)
        lines = [self._line(node) for node in leaving[:_LISTED]]
        if len(leaving) > _LISTED:
            lines.append(self.tr("and {count} more").format(count=len(leaving) - _LISTED))
        self._list.setText("\n".join(lines))
        if not self._named:
            self.name.setText(target)
        self._show_state()

    def _line(self, node: CodeNode) -> str:
        if node.references == 1:
            return self.tr("{name}: 1 coding").format(name=node.name)
        return self.tr("{name}: {count} codings").format(name=node.name, count=node.references)

    def _show_state(self) -> None:
        self._accept.setEnabled(bool(self._into() and self._leaving() and self.name.text().strip()))
