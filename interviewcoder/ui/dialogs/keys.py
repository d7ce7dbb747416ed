"""See and set the keys of the menus, of a transcript and of its recording, a foot pedal's too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.fixed_keys import kept_by_the_text
from interviewcoder.ui.key_bindings import KeyBindings, sequences_of, text_of, types_text

_NATIVE = QKeySequence.SequenceFormat.NativeText
_ROW_AIR = 8
_KEY_CHARACTERS = 18
_ID = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """All actions with their keys; the chosen one takes what is pressed. `apply` makes it so.

    `save_list` writes the keys down to be printed.
    """

    def __init__(
        self,
        bindings: KeyBindings,
        save_list: Callable[[KeyBindings], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard and foot pedal"))
        self._bindings, self._fixed = bindings, kept_by_the_text()
        self._save_list = save_list
        # What is chosen here becomes so only when it is saved.
        self._draft = bindings.draft()
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._make_list()
        self._make_field()
        self._lay_out()
        self._draft.changed.connect(self._show_keys)
        self._list.currentItemChanged.connect(self._on_chosen)
        self._field.keySequenceChanged.connect(self._review)
        self._show_keys()
        self._list.setCurrentItem(self._rows[self._draft.actions[0].id])

    def apply(self) -> None:
        """Make the keys what was chosen."""
        self._bindings.set_all({action.id: self._draft.sequences(action.id) for action in self._draft.actions})

    def _make_list(self) -> None:
        self._filter = QLineEdit(self)
        self._filter.setAccessibleName(self.tr("Filter by words"))
        self._filter.setPlaceholderText(self.tr("Filter: what you want to do, or a key"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._on_filter)
        self._list = QTreeWidget(self)
        self._list.setAccessibleName(self.tr("What keys do"))
        self._list.setColumnCount(2)
        self._list.setHeaderLabels([self.tr("To do"), self.tr("Keys")])
        self._list.setRootIsDecorated(False)
        self._list.setItemsExpandable(False)
        self._list.setIndentation(14)
        self._list.setUniformRowHeights(True)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.header().setMinimumSectionSize(170)
        for action in self._draft.actions:
            if action.group not in self._groups:
                self._groups[action.group] = self._group(action.group)
            row = self._rows[action.id] = QTreeWidgetItem(self._groups[action.group], [action.label, ""])
            row.setData(0, _ID, action.id)
        self._list.expandAll()

    def _group(self, name: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self._list, [name])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        # Rows are of one height: the first says which.
        group.setSizeHint(0, QSize(0, self.fontMetrics().lineSpacing() + _ROW_AIR))
        font = self._list.font()
        font.setBold(True)
        group.setFont(0, font)
        return group

    def _on_filter(self, typed: str) -> None:
        wanted = typed.casefold().split()
        for row in self._rows.values():
            words = f"{row.text(0)} {row.text(1)}".casefold()
            row.setHidden(not all(word in words for word in wanted))
        for title, group in self._groups.items():
            group.setHidden(all(self._rows[one.id].isHidden() for one in self._draft.actions if one.group == title))

    def _make_field(self) -> None:
        self._field = QKeySequenceEdit(self)
        self._field.setAccessibleName(self.tr("The key or pedal that you press"))
        self._field.setMaximumSequenceLength(1)
        self._field.setClearButtonEnabled(True)
        self._field.setMinimumWidth(_KEY_CHARACTERS * self.fontMetrics().averageCharWidth())
        self._told = parts.hint("", self)
        # Two lines of room: the window doesn't jump when there is something to say.
        self._told.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 4)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._set = self._button(self.tr("Use this key"), self._on_set)
        self._add = self._button(self.tr("Use it too"), self._on_add)
        self._clear = self._button(self.tr("No key"), self._on_clear)
        self._first = self._button(self.tr("First key again"), self._on_first)

    def _button(self, text: str, step: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(step)
        return button

    def _lay_out(self) -> None:
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Keyboard and foot pedal"), self))
        words = self.tr(
            "Choose a line, click into the field below, and press the key, or step on the pedal. "
            "A pedal works where it sends keys; most can be set to send F13 to F24."
        )
        layout.addWidget(parts.hint(words, self))
        layout.addWidget(self._filter)
        layout.addWidget(self._list, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(self._field, 0, 0)
        for place, button in enumerate((self._set, self._add, self._clear, self._first), 1):
            grid.addWidget(button, 0, place)
        grid.setColumnStretch(0, 1)
        layout.addLayout(grid)
        layout.addWidget(self._told)
        box, _ = parts.buttons(self, self.tr("Save"))
        assert isinstance(box, QDialogButtonBox)
        steps = (
            (self.tr("All as at first"), self._draft.reset),
            (self.tr("Save as PDF…"), lambda: self._save_list(self._draft)),
        )
        for text, step in steps:
            button = box.addButton(text, QDialogButtonBox.ButtonRole.ResetRole)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=step: do())
        layout.addWidget(box)
        self.resize(680, 620)

    def _chosen(self) -> str | None:
        item = self._list.currentItem()
        chosen = item.data(0, _ID) if item is not None else None
        return None if chosen is None else str(chosen)

    def _show_keys(self) -> None:
        for action_id, row in self._rows.items():
            shown = [sequence.toString(_NATIVE) for sequence in self._draft.sequences(action_id)]
            row.setText(1, self.tr(" or ").join(shown) or "–")
        self._review()

    def _on_chosen(self) -> None:
        self._field.clear()
        self._review()

    def _review(self) -> None:
        """Say what pressing a button would mean, and enable those that may be pressed."""
        chosen, pressed = self._chosen(), self._field.keySequence()
        self._told.setText("")
        usable = chosen is not None and not pressed.isEmpty() and self._may_be(pressed)
        self._set.setEnabled(usable)
        self._add.setEnabled(usable and bool(chosen and self._draft.sequences(chosen)))
        self._clear.setEnabled(chosen is not None and bool(self._draft.sequences(chosen)))
        self._first.setEnabled(
            chosen is not None
            and text_of(self._draft.sequences(chosen)) != text_of(sequences_of(self._draft.action(chosen).default))
        )

    def _may_be(self, pressed: QKeySequence) -> bool:
        key = pressed.toString(_NATIVE)
        if types_text(pressed):
            self._told.setText(
                self.tr(
                    "{key} is for writing. Press it together with Ctrl or Alt, or choose a function key; "
                    "a pedal that sends letters can be set to send F13 to F24 in its own program."
                ).format(key=key)
            )
            return False
        if (of_text := self._fixed.get(text_of([pressed]))) is not None:
            self._told.setText(
                self.tr("{key} is “{what}” in the transcript and stays that.").format(key=key, what=of_text)
            )
            return False
        holder = next((action for action in self._draft.actions if pressed in self._draft.sequences(action.id)), None)
        if holder is not None and holder.id == self._chosen():
            self._told.setText(self.tr("{key} does this already.").format(key=key))
        elif holder is not None:
            words = self.tr("{key} is “{what}” now. If you use it here, it is taken from there.")
            self._told.setText(words.format(key=key, what=holder.label))
        return True

    def _on_set(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._draft.set_sequences(chosen, [self._field.keySequence()])
            self._field.clear()

    def _on_add(self) -> None:
        if (chosen := self._chosen()) is not None:
            pressed = self._field.keySequence()
            others = [one for one in self._draft.sequences(chosen) if one != pressed]
            self._draft.set_sequences(chosen, [*others, pressed])
            self._field.clear()

    def _on_clear(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._draft.set_sequences(chosen, [])

    def _on_first(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._draft.set_sequences(chosen, sequences_of(self._draft.action(chosen).default))
