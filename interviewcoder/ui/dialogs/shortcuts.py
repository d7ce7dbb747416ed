"""All keys on one page, to be read, printed or saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.key_sheet import KeyGroup

_COLUMNS = 2
_SIZE = (900, 640)
_KEYS_WIDTH = 150
# Of lines, what a heading and the air above it take.
_HEADING_LINES = 2


class ShortcutsDialog(QDialog):
    """The keys in two columns, narrowed by what is typed above. Accepted where the person wants to set others."""

    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and shortcuts"))
        self._groups = groups
        self._filter = QLineEdit(self)
        self._filter.setAccessibleName(self.tr("Filter the keys by words"))
        self._filter.setPlaceholderText(self.tr("Filter: what you want to do, or a key"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._fill)
        self._scroll = QScrollArea(self)
        self._scroll.setAccessibleName(self.tr("Keys and what they do"))
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        layout = parts.column(self)
        layout.addWidget(self._filter)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._buttons())
        self._fill("")
        self.resize(*_SIZE)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        close = box.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        for text, step in (
            (self.tr("Set keys…"), self.accept),
            (self.tr("Save as PDF…"), self.save_asked.emit),
            (self.tr("Print…"), self.print_asked.emit),
        ):
            button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=step: do())
        box.rejected.connect(self.reject)
        return box

    def _fill(self, typed: str) -> None:
        wanted = typed.casefold().split()
        shown = [
            KeyGroup(group.title, rows)
            for group in self._groups
            if (rows := tuple(row for row in group.rows if _answers(row, group.title, wanted)))
        ]
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(32)
        for groups in _shared_out(shown):
            row.addLayout(self._column(groups, page), 1)
        if not shown:
            row.addWidget(parts.hint(self.tr("No key does that. Ctrl+K finds what has no key."), page))
        self._scroll.setWidget(page)

    def _column(self, groups: Sequence[KeyGroup], page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        for group in groups:
            column.addWidget(parts.heading(group.title, page))
            grid = QGridLayout()
            grid.setHorizontalSpacing(14)
            grid.setVerticalSpacing(3)
            grid.setColumnStretch(1, 1)
            for place, (keys, words) in enumerate(group.rows):
                key = QLabel(keys, page)
                key.setTextFormat(Qt.TextFormat.PlainText)
                key.setWordWrap(True)
                key.setFixedWidth(_KEYS_WIDTH)
                grid.addWidget(key, place, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(parts.hint(words, page), place, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(grid)
            column.addSpacing(10)
        column.addStretch(1)
        return column


def _answers(row: tuple[str, str], title: str, wanted: Sequence[str]) -> bool:
    words = f"{title} {row[0]} {row[1]}".casefold()
    return all(word in words for word in wanted)


def _shared_out(groups: Sequence[KeyGroup]) -> list[list[KeyGroup]]:
    """Deal the groups to columns of about one height, in their order."""
    heights = [len(group.rows) + _HEADING_LINES for group in groups]
    columns: list[list[KeyGroup]] = [[] for _ in range(_COLUMNS)]
    so_far, half = 0, sum(heights) / _COLUMNS
    for group, height in zip(groups, heights, strict=True):
        columns[min(_COLUMNS - 1, int((so_far + height / 2) // half))].append(group)
        so_far += height
    return columns
