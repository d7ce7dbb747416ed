"""Proposing changes of the codebook or of a coding, and deciding on what was proposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from interviewcoder.coding import codes, segments
from interviewcoder.review import proposals
from interviewcoder.ui import icons

if TYPE_CHECKING:
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.review.proposal_dialog import Wish
    from interviewcoder.ui.review.proposals_page import ProposalsPage
    from interviewcoder.ui.workspace import Workspace

NAME = "proposals"


class Proposing(QObject):
    """Asks for proposals and stores them; leads to their page, where they are decided on."""

    def __init__(self, work: Workspace, prompts: Prompts) -> None:
        super().__init__(work)
        self._work, self._prompts = work, prompts

    def build_page(self) -> ProposalsPage:
        """Make the page, when somebody first looks at it."""
        from interviewcoder.ui.review.proposals_page import ProposalsPage

        page = ProposalsPage(self._work.project, self._work.signals, self._prompts, self._work)
        page.coding_asked.connect(lambda segment_id: self._work.review.go_to_coding(segment_id))
        page.code_asked.connect(self._show_code)
        page.told.connect(lambda words: self._work.review.tell(words))
        return page

    def show_page(self) -> None:
        """Bring the proposals to the front."""
        cast("ProposalsPage", self._work.results.open_page(NAME))

    def propose(self, kind: str, code_id: int) -> None:
        """Ask for a proposal about a code, one of `proposals.KINDS` but "recode"."""
        steps: dict[str, Callable[[Wish], object]] = {
            "rename": lambda wish: proposals.rename(self._work.project, code_id, wish.names[0], reason=wish.reason),
            "merge": lambda wish: proposals.merge(
                self._work.project, code_id, cast("int", wish.target_id), reason=wish.reason
            ),
            "split": lambda wish: proposals.split(self._work.project, code_id, wish.names, reason=wish.reason),
            "move": lambda wish: proposals.move(self._work.project, code_id, wish.target_id, reason=wish.reason),
        }
        self._ask(kind, code_id, steps[kind])

    def propose_recoding(self, segment_id: int | None = None) -> None:
        """Ask for another code to propose for a coding, or for the one one stands on."""
        mark = self._work.reading.view.coding.the_one_meant()
        if segment_id is None and mark is None:
            words = self.tr("Put the caret into a coded passage, or click its stripe beside the text.")
            self._work.review.tell(words)
            return
        wanted = segment_id if segment_id is not None else mark.id  # type: ignore[union-attr]  # looked at above

        def step(wish: Wish) -> None:
            proposals.recode(self._work.project, wanted, cast("int", wish.target_id), reason=wish.reason)

        self._ask("recode", segments.view(self._work.project, wanted).code_id, step)

    def fill_menu(self, menu: QMenu, code_id: int) -> None:
        """Offer what can be proposed for a code."""
        for kind, words, drawing in (
            ("rename", self.tr("Another name…"), "rename"),
            ("merge", self.tr("To merge it…"), "merge"),
            ("split", self.tr("To split it…"), "split"),
            ("move", self.tr("To move it…"), ""),
        ):
            action = menu.addAction(words)
            if drawing:
                icons.dress(action, drawing)
            action.triggered.connect(lambda _=False, k=kind: self.propose(k, code_id))

    def _ask(self, kind: str, code_id: int, step: Callable[[Wish], object]) -> None:
        from interviewcoder.ui.review.proposal_dialog import ProposalDialog  # seldom needed

        nodes = codes.tree(self._work.project)
        code = next(node for node in nodes if node.id == code_id)
        dialog = ProposalDialog(kind, code, nodes, self._work.window())
        if self._work.save_pending() and self._prompts.run(dialog):
            wish = dialog.wish()
            if self._prompts.attempt(lambda: step(wish)):
                self._work.review.tell(self.tr("Proposed. It stands under “Proposals”."))

    def _show_code(self, code_id: int) -> None:
        self._work.right.show_page("codes")
        self._work.codes.choose(code_id)
