"""The card of a code: what it means, where it was used, what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QToolButton, QVBoxLayout, QWidget

from interviewcoder.coding import codes
from interviewcoder.sources.text import normalise
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.card_fields import LineField
from interviewcoder.ui.code_tree.card_history import CardHistory
from interviewcoder.ui.code_tree.card_passages import CardPassages
from interviewcoder.ui.code_tree.card_sheet import CardSheet, show_text
from interviewcoder.ui.code_tree.code_history import lines_about
from interviewcoder.ui.code_tree.colour_menu import colour_name, swatch

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_UNBOUNDED = 16777215  # Qt's QWIDGETSIZE_MAX


class CodeCard(QFrame):
    """Shows a code and lets a person write into it: each field left is one step of undo.

    `colour_asked` carries where on the screen the colours should open.
    """

    passage_asked = Signal(int, object)  # source id, Span
    comments_asked = Signal(int)  # the code's id
    colour_asked = Signal(QPoint)

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._node: CodeNode | None = None
        self.setAccessibleName(self.tr("Code card"))
        # How much was said of a code and isn't settled.
        self.open_comments: Callable[[int], int] = lambda code_id: 0
        self._fold = QToolButton(self)
        self._comments = QToolButton(self)
        self._colour = QToolButton(self)
        self._name = LineField(self)
        self._pages = QTabWidget(self)
        self.sheet = CardSheet(project, prompts, self._pages)
        self.passages = CardPassages(project, self._pages)
        self.history = CardHistory(self._pages)
        self._lay_out()
        self._connect()

    def show_code(self, node: CodeNode | None, path: str) -> None:
        """Show a code; what was being written on another is saved first."""
        if self._node is not None and (node is None or node.id != self._node.id):
            self._leave(self._node)
        same = self._node is not None and node is not None and self._node.id == node.id
        self._node = node
        if node is None:
            # Before it hides: the field that loses the keyboard by that would be saved.
            self.sheet.let_go()
        self.setVisible(node is not None)
        if node is None:
            return
        self._colour.setIcon(QIcon(swatch(node.colour, self.palette())))
        self._colour.setAccessibleDescription(colour_name(node.colour))
        show_text(self._name, node.name, same=same)
        self.sheet.show_code(node, path)
        self._pages.setTabText(1, self.tr("Passages ({count})").format(count=node.references))
        self.passages.show_code(node)
        self._read_history()
        self.show_comments()

    def show_comments(self) -> None:
        """Say how many open comments there are on the code; nothing without any."""
        count = self.open_comments(self._node.id) if self._node is not None else 0
        self._comments.setVisible(count > 0)
        words = self.tr("{count} open comments on this code").format(count=count)
        words = self.tr("1 open comment on this code") if count == 1 else words
        self._comments.setText(str(count))
        self._comments.setToolTip(words)
        self._comments.setAccessibleName(words)

    def show_history(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show what was done to the code: each line what, and when and by whom; the newest first."""
        self.history.show_lines(lines)

    def show_passages(self) -> None:
        """Bring the passages to the front."""
        self._fold.setChecked(True)
        self._pages.setCurrentWidget(self.passages)

    def forget_voices(self) -> None:
        """Ask anew who says the passages, when a code is shown next."""
        self.passages.forget_voices()

    def save_pending(self) -> None:
        """Save what is still being written."""
        self._save_name()
        self.sheet.save_pending()

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be written into the card, or let it."""
        self._name.setReadOnly(read_only)
        self._colour.setEnabled(not read_only)
        self.sheet.set_read_only(read_only)

    def begin_definition(self) -> None:
        """Put the cursor where the definition is written."""
        if self._node is not None:
            self._fold.setChecked(True)
            self._pages.setCurrentWidget(self.sheet)
            self.sheet.begin_definition()

    # Made once

    def _lay_out(self) -> None:
        self._fold.setCheckable(True)
        self._fold.setChecked(True)
        self._fold.setProperty("role", "quiet")
        self._fold.setAccessibleName(self.tr("Show the code card"))
        self._fold.setToolTip(self.tr("Fold or unfold the code card"))
        icons.dress(self._fold, "down")
        self._comments.setProperty("role", "quiet")
        self._comments.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(self._comments, "comment")
        self._comments.hide()
        self._colour.setProperty("role", "quiet")
        self._colour.setIconSize(QSize(18, 18))
        self._colour.setToolTip(self.tr("Colour"))
        self._colour.setAccessibleName(self.tr("Colour"))
        self._name.setAccessibleName(self.tr("Name"))
        head = QHBoxLayout()
        head.setContentsMargins(7, 6, 6, 2)
        head.setSpacing(3)
        head.addWidget(self._colour)
        head.addWidget(self._name, 1)
        head.addWidget(self._comments)
        head.addWidget(self._fold)
        self._pages.setAccessibleName(self.tr("Code card"))
        self._pages.setProperty("role", "side")
        self._pages.setDocumentMode(True)
        self._pages.tabBar().setDrawBase(False)
        self._pages.tabBar().setAccessibleName(self.tr("Pages of the code card"))
        self._pages.addTab(self.sheet, self.tr("Meaning"))
        self._pages.addTab(self.passages, self.tr("Passages"))
        self._pages.addTab(self.history, self.tr("History"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        # Only the fold, at the right of the name, comes before it.
        for before, after in pairwise((self._comments, self._fold, self._colour, self._name, self._pages.tabBar())):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._fold.toggled.connect(self._on_folded)
        self._colour.clicked.connect(self._on_colour_pressed)
        self._comments.clicked.connect(self._on_comments_pressed)
        self._name.done.connect(self._save_name)
        self.passages.asked.connect(self.passage_asked)
        self._pages.currentChanged.connect(self._read_history)

    # What is written and read

    def _leave(self, node: CodeNode) -> None:
        """Save what is pending on a code, unless the code is gone."""
        if any(code.id == node.id for code in codes.tree(self._project)):
            self.save_pending()

    def _save_name(self) -> None:
        """Store the name, if it is other than before."""
        if self._node is None:
            return
        text, before, code_id = normalise(self._name.written()).strip(), self._name.stored(), self._node.id
        # What comes back from the project is shown, even while the cursor is still in the field.
        self._name.show_stored(text)
        if text == before:
            return
        saved = self._prompts.attempt(lambda: codes.rename(self._project, code_id, text))
        if not saved and self._node is not None and self._node.id == code_id:
            self._name.show_stored(before)

    def _read_history(self) -> None:
        """Read the history of the code, while somebody looks at it."""
        if self._node is not None and self._pages.currentWidget() is self.history:
            self.show_history(lines_about(self._project, self._node.id))

    def _on_comments_pressed(self) -> None:
        if self._node is not None:
            self.comments_asked.emit(self._node.id)

    def _on_colour_pressed(self) -> None:
        self.colour_asked.emit(self._colour.mapToGlobal(QPoint(0, self._colour.height())))

    def _on_folded(self, open_: bool) -> None:
        icons.dress(self._fold, "down" if open_ else "right")
        self._pages.setVisible(open_)
        self.setMaximumHeight(_UNBOUNDED if open_ else self.sizeHint().height())
