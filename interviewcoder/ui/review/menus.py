"""What reviewing adds to the menus of a right click: on codings and passages, on codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from interviewcoder.review.comments import About
from interviewcoder.review.verdicts import AGREE, QUERY
from interviewcoder.ui import icons

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.ui.coding_view.marks import Mark
    from interviewcoder.ui.review.work import ReviewWork
    from interviewcoder.ui.workspace import Workspace


class ReviewMenus(QObject):
    """Fills its part of each menu when that opens."""

    def __init__(self, work: Workspace, review: ReviewWork) -> None:
        super().__init__(review)
        self._work, self._review = work, review
        menus = work.reading.view.menus
        menus.more_on_coding = self._on_coding
        menus.more_on_passage = self._on_passage
        menus.may_edit = self._may_edit
        work.reading.view.handles.may_resize = self._may_edit
        work.codes.actions_of_codes.more_on_code = self._on_code

    def _may_edit(self, mark: Mark | None) -> bool:
        """Whether what edits is offered: while one reviews, for one's own codings alone."""
        if not self._review.reviewing.on:
            return True
        return mark is not None and self._review.verdicts.is_own_coding(mark)

    def _on_coding(self, menu: QMenu, mark: Mark) -> None:
        verdicts, review, id_ = self._review.verdicts, self._review, mark.id
        menu.addSeparator()
        if not verdicts.is_own_coding(mark):
            own = verdicts.own(id_)
            given = own.verdict if own is not None else ""
            agree = menu.addAction(self.tr("Agree"))
            agree.setShortcut(QKeySequence("+"))
            agree.triggered.connect(lambda: verdicts.agree(id_))
            query = menu.addAction(self.tr("Query…"))
            query.setShortcut(QKeySequence("?"))
            query.triggered.connect(lambda: verdicts.query(id_))
            for action, verdict in ((agree, AGREE), (query, QUERY)):
                action.setCheckable(True)
                action.setChecked(given == verdict)
            if given:
                menu.addAction(self.tr("Note beside the verdict…")).triggered.connect(lambda: verdicts.note(id_))
                menu.addAction(self.tr("Take the verdict back")).triggered.connect(lambda: verdicts.take_back(id_))
        propose = menu.addAction(icons.icon("proposal"), self.tr("Propose another code…"))
        propose.triggered.connect(lambda: review.proposing.propose_recoding(id_))
        comment = menu.addAction(icons.icon("comment"), self.tr("Comment…"))
        comment.setShortcut(QKeySequence("Ctrl+Shift+C"))
        comment.triggered.connect(lambda: review.begin(About.coding(id_)))

    def _on_passage(self, menu: QMenu) -> None:
        source, span = self._work.reading.source, self._work.reading.view.selection()
        action = menu.addAction(icons.icon("comment"), self.tr("Comment on the passage…"))
        action.setEnabled(source is not None and span is not None)
        if source is not None and span is not None:
            action.triggered.connect(lambda: self._review.begin(About.passage(source.id, span)))

    def _on_code(self, menu: QMenu, node: CodeNode) -> None:
        menu.addSeparator()
        comment = menu.addAction(icons.icon("comment"), self.tr("Comment…"))
        comment.triggered.connect(lambda: self._review.begin(About.code(node.id)))
        propose = QMenu(self.tr("Propose"), menu)
        propose.setIcon(icons.icon("proposal"))
        menu.addMenu(propose)
        self._review.proposing.fill_menu(propose, node.id)
