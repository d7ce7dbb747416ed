"""Splitting a code: its passages one after the other, each dealt to a code by a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import codes
from interviewcoder.coding.code_passages import CodedPassage, CodePassages
from interviewcoder.coding.palette import next_colour
from interviewcoder.ui.code_tree.dealing import KEYS, Dealing, Target
from interviewcoder.ui.code_tree.passage_pane import PassagePane
from interviewcoder.ui.code_tree.target_button import TargetButton
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_SIZE = (820, 600)
_AROUND = 420
_PAGE = 50


@dataclass(frozen=True, slots=True)
class SplitWish:
    """What was dealt to which code, whether new codes stand below the split one, and why."""

    dealt: Mapping[int, int | str]
    below: bool
    reason: str


class SplitDialog(QDialog):
    """Walks over the passages of a code. Nothing is written: whoever runs the dialog does that by its `wish`."""

    def __init__(self, project: Project, node: CodeNode, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node, self._prompts = node, prompts
        self._codes = codes.tree(project)
        self._colours = [code.colour for code in self._codes]
        self._passages = CodePassages(project, node.id)
        self._page: tuple[int, list[CodedPassage]] = (0, [])
        self.dealing = Dealing(len(self._passages))
        self.setWindowTitle(self.tr("Split code"))
        self._progress, self._bar = QLabel(self), QProgressBar(self)
        self._whose, self._went = parts.hint("", self), parts.hint("", self)
        self.pane = PassagePane(self)
        self.field, self._where = QLineEdit(self), QComboBox(self)
        self.reason = QLineEdit(self)
        self._buttons: list[TargetButton] = []
        self._back, self._skip = QPushButton(self.tr("Back"), self), QPushButton(self.tr("Leave it"), self)
        self._lay_out()
        self._connect()
        self.resize(*_SIZE)
        self._show()
        # There is no code to deal to yet: a name comes first.
        self.field.setFocus()

    def wish(self) -> SplitWish:
        """What the person dealt, and why."""
        return SplitWish(self.dealing.wish(), bool(self._where.currentData()), self.reason.text().strip())

    def add_target(self, name: str) -> None:
        """Add a code to deal to: one that is there, or a new one of this name."""
        name = " ".join(name.split())
        if not name or len(self.dealing.targets) >= len(KEYS):
            return
        wanted = name.casefold()
        paths = {codes.path_of(self._codes, code.id).casefold(): code for code in reversed(self._codes)}
        known = paths.get(wanted) or next((code for code in self._codes if code.name.casefold() == wanted), None)
        if known is not None and known.id == self._node.id:
            return
        if any(wanted == target.name.casefold() for target in self.dealing.targets):
            return
        colour = known.colour if known is not None else next_colour(self._colours)
        self._colours.append(colour)
        target = Target(known.name if known else name, colour, known.id if known else None)
        self.dealing.targets.append(target)
        self._add_button(target)
        self._show()

    def deal(self, place: int) -> None:
        """Deal the passage at hand to a target."""
        if not self.dealing.over and place < len(self.dealing.targets):
            self.dealing.deal(self._passage(self.dealing.at).segment_id, place)
            self._show()

    def reject(self) -> None:
        """Leave; what was dealt is asked about first."""
        if self.dealing.count:
            message = self.tr("{count} passages have been dealt out. Nothing of it is kept.")
            message = message.format(count=self.dealing.count)
            if not self._prompts.confirm(self.tr("Leave the split?"), message, yes=self.tr("Leave"), dangerous=True):
                return
        super().reject()

    # Made once

    def _lay_out(self) -> None:
        layout = parts.column(self)
        head = QHBoxLayout()
        head.addWidget(parts.heading(self.tr("Split “{name}”").format(name=self._node.name), self), 1)
        head.addWidget(self._progress)
        layout.addLayout(head)
        self._bar.setProperty("role", "slim")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, max(self.dealing.total, 1))
        self._bar.setAccessibleName(self.tr("How many passages have been looked at"))
        layout.addWidget(self._bar)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(self._left(), 3)
        body.addLayout(self._right(), 2)
        layout.addLayout(body, 1)
        foot = QHBoxLayout()
        label = parts.hint(self.tr("Reason"), self)
        label.setWordWrap(False)
        label.setBuddy(self.reason)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Why is it split? Kept in the memos and in the history."))
        foot.addWidget(label)
        foot.addWidget(self.reason, 1)
        layout.addLayout(foot)
        box, self._finish = parts.buttons(self, self.tr("Finish"))
        self._finish.setAutoDefault(False)
        self._finish.setDefault(False)
        layout.addWidget(box)

    def _left(self) -> QVBoxLayout:
        self.pane.setAccessibleName(self.tr("The passage at hand"))
        steps = QHBoxLayout()
        for button, keys in ((self._back, self.tr("Backspace")), (self._skip, self.tr("Space"))):
            button.setAutoDefault(False)
            button.setToolTip(keys)
            steps.addWidget(button)
        steps.addStretch(1)
        steps.addWidget(self._went)
        self._went.setWordWrap(False)
        column = QVBoxLayout()
        column.addWidget(self._whose)
        column.addWidget(self.pane, 1)
        column.addLayout(steps)
        return column

    def _right(self) -> QVBoxLayout:
        self.field.setPlaceholderText(self.tr("Name of a code, new or not"))
        self.field.setAccessibleName(self.tr("Add a code to deal to"))
        completer = QCompleter(self)
        paths = [codes.path_of(self._codes, code.id) for code in self._codes if code.id != self._node.id]
        completer.setModel(QStringListModel(paths, completer))
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        add = QPushButton(self.tr("Add"), self)
        add.setAutoDefault(False)
        add.clicked.connect(self._on_named)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(add)
        self._where.addItem(self.tr("New codes below “{name}”").format(name=self._node.name), True)
        self._where.addItem(self.tr("New codes beside “{name}”").format(name=self._node.name), False)
        self._where.setAccessibleName(self.tr("Where new codes stand"))
        self._where.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        holder = QWidget(self)
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        scroll.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        column = QVBoxLayout()
        keys = self.tr(
            "A code's key deals it the passage. Space leaves the passage with “{name}”, Backspace goes back, "
            "+ names another code."
        )
        column.addWidget(parts.hint(keys.format(name=self._node.name), self))
        column.addLayout(row)
        column.addWidget(self._where)
        column.addWidget(scroll, 1)
        return column

    def _connect(self) -> None:
        self.pane.dealt.connect(self._on_key)
        self.pane.skipped.connect(self._on_skipped)
        self.pane.back_asked.connect(self._on_back)
        self.pane.name_asked.connect(self.field.setFocus)
        self.field.returnPressed.connect(self._on_named)
        self._skip.clicked.connect(self._on_skipped)
        self._back.clicked.connect(self._on_back)

    def _add_button(self, target: Target) -> None:
        place = len(self._buttons)
        button = TargetButton(KEYS[place], target, self)
        button.clicked.connect(lambda: self._on_pressed(place))
        self._buttons.append(button)
        self._list.insertWidget(place, button)

    # What is shown

    def _passage(self, place: int) -> CodedPassage:
        first = place - place % _PAGE
        if self._page[0] != first or not self._page[1]:
            self._page = (first, self._passages.page(first, _PAGE, around=_AROUND))
        return self._page[1][place - first]

    def _show(self) -> None:
        dealing = self.dealing
        self._bar.setValue(dealing.at)
        if dealing.over:
            words = self.tr("All {total} looked at").format(total=dealing.total)
            self.pane.show_sentence(self.tr("That was the last passage. Finish, or go back with Backspace."))
            self._whose.setText("")
        else:
            words = self.tr("{number} of {total}").format(number=dealing.at + 1, total=dealing.total)
            passage = self._passage(dealing.at)
            self.pane.show_passage(passage, self._node.colour)
            self._whose.setText(" · ".join(part for part in (passage.source, passage.speaker) if part))
        self._progress.setText(words)
        self._show_state()

    def _show_state(self) -> None:
        dealing, went = self.dealing, self.dealing.target_of(self.dealing.at)
        self._went.setText(
            self.tr("Dealt to “{name}”").format(name=dealing.targets[went].name) if went is not None else ""
        )
        for button, share in zip(self._buttons, dealing.shares(), strict=True):
            button.show_count(share)
        self._finish.setEnabled(dealing.count > 0)
        self._finish.setText(
            self.tr("Finish: deal out {count}").format(count=dealing.count) if dealing.count else self.tr("Finish")
        )
        self._back.setEnabled(dealing.at > 0)
        self._skip.setEnabled(not dealing.over)

    # What is asked

    def _on_key(self, key: str) -> None:
        self.deal(KEYS.index(key))

    def _on_pressed(self, place: int) -> None:
        self.deal(place)
        self.pane.setFocus()

    def _on_skipped(self) -> None:
        self.dealing.skip()
        self._show()
        self.pane.setFocus()

    def _on_back(self) -> None:
        self.dealing.back()
        self._show()
        self.pane.setFocus()

    def _on_named(self) -> None:
        self.add_target(self.field.text())
        self.field.clear()
        self.pane.setFocus()
