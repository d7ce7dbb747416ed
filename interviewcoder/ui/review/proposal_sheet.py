"""One proposal: what it is about and why, and the buttons that decide on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.review import proposals
from interviewcoder.review.proposals import ACCEPTED, ProposalView
from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.review.words import short_moment, whole_moment
from interviewcoder.ui.shortened_label import ShortenedLabel

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts


class ProposalSheet(QFrame):
    """Shows a proposal; who may decide accepts or rejects it, with a note; who made it may take it away.

    `decided` says in words what was done.
    """

    decided = Signal(str)
    coding_asked = Signal(int)
    code_asked = Signal(int)

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget, *, may_decide: bool) -> None:
        super().__init__(parent)
        self._project, self._prompts, self._may_decide = project, prompts, may_decide
        self.proposal: ProposalView | None = None
        # Notes that are half written, by the proposal's UUID.
        self._notes: dict[str, str] = {}
        self.setProperty("role", "sheet")
        self.setAccessibleName(self.tr("Proposal"))
        self._what = parts.heading("", self)
        self._who, self._why, self._state = parts.hint("", self), parts.heading("", self), parts.hint("", self)
        self._why.setProperty("role", "")
        self._place = ShortenedLabel(self)
        self._go = QToolButton(self)
        self.note = QLineEdit(self)
        self.accept = parts.primary(QPushButton(self.tr("Accept"), self))
        self.reject = QPushButton(self.tr("Reject"), self)
        self.withdraw = QPushButton(self.tr("Take away"), self)
        self._lay_out()
        self._go.clicked.connect(lambda: self._on_go())
        self.note.textEdited.connect(self._on_note)
        self.accept.clicked.connect(lambda: self._accept())
        self.reject.clicked.connect(lambda: self._reject())
        self.withdraw.clicked.connect(lambda: self._withdraw())

    def show_proposal(self, proposal: ProposalView | None) -> None:
        """Show one, or none."""
        self.proposal = proposal
        self._body.setVisible(proposal is not None)
        self._foot.setVisible(proposal is not None)
        if proposal is None:
            return
        self._what.setText(proposal_words(proposal))
        self._who.setText(f"{proposal.coder} · {whole_moment(proposal.created_at)}")
        self._why.setText(proposal.reason)
        self._why.setVisible(bool(proposal.reason))
        quote = " ".join(proposal.quote.split())
        self._place.show_words(f"“{quote}” · {proposal.source}" if quote else "")
        self._place.setVisible(bool(quote))
        self._go.setText(self.tr("Go to the coding") if proposal.segment_id is not None else self.tr("Show the code"))
        self._go.setVisible(proposal.segment_id is not None or proposal.code_id is not None)
        state = state_words(proposal)
        if proposal.is_open and not proposal.can_be_done:
            state = self.tr("What it is about is gone: it can only be rejected.")
        elif proposal.can_be_done and proposal.kind == "split":
            state = self.tr("Accepting makes the codes below it; its passages are dealt out with “Split…” afterwards.")
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self.note.setText(self._notes.get(proposal.uuid, ""))
        for part in (self.note, self.accept, self.reject):
            part.setVisible(proposal.is_open and self._may_decide)
        self.accept.setEnabled(proposal.can_be_done)
        self.withdraw.setVisible(proposal.is_open and proposal.is_own)

    def _on_note(self, text: str) -> None:
        if self.proposal is not None:
            self._notes[self.proposal.uuid] = text

    def _accept(self) -> None:
        proposal, note = self.proposal, self.note.text().strip()
        if proposal is not None and self._prompts.attempt(
            lambda: proposals.accept(self._project, proposal.id, note=note)
        ):
            self.decided.emit(self.tr("Accepted and done: {what}").format(what=proposal_words(proposal)))

    def _reject(self) -> None:
        proposal, note = self.proposal, self.note.text().strip()
        if proposal is not None and self._prompts.attempt(
            lambda: proposals.reject(self._project, proposal.id, note=note)
        ):
            self.decided.emit(self.tr("Rejected: {what}").format(what=proposal_words(proposal)))

    def _withdraw(self) -> None:
        proposal = self.proposal
        if proposal is not None and self._prompts.attempt(lambda: proposals.withdraw(self._project, proposal.id)):
            self.decided.emit(self.tr("Taken away: {what}").format(what=proposal_words(proposal)))

    def _on_go(self) -> None:
        proposal = self.proposal
        if proposal is not None and proposal.segment_id is not None:
            self.coding_asked.emit(proposal.segment_id)
        elif proposal is not None and proposal.code_id is not None:
            self.code_asked.emit(proposal.code_id)

    def _lay_out(self) -> None:
        self._go.setProperty("role", "quiet")
        self._go.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(self._go, "right")
        self.note.setPlaceholderText(self.tr("Note on the decision (optional)"))
        self.note.setAccessibleName(self.tr("Note on the decision"))
        self.accept.setToolTip(self.tr("Do it now, in one step, with the reason"))
        self._body = QScrollArea(self)
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self._body)
        words = QVBoxLayout(inside)
        words.setContentsMargins(16, 12, 16, 8)
        words.setSpacing(6)
        for part in (self._what, self._who, self._why, self._place, self._state):
            words.addWidget(part)
        words.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        self._body.setWidget(inside)
        self._body.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._foot = QWidget(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.withdraw)
        buttons.addStretch(1)
        buttons.addWidget(self.reject)
        buttons.addWidget(self.accept)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 0, 16, 12)
        foot.addWidget(self.note)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._body, 1)
        column.addWidget(self._foot)


def proposal_words(proposal: ProposalView) -> str:
    """What is proposed, in one sentence of the window's language."""
    if proposal.was_about:
        return proposal.was_about
    ways = {
        "rename": _tr("Rename “{code}” to “{names}”"),
        "merge": _tr("Merge “{code}” into “{target}”"),
        "split": _tr("Split “{code}” into {names}"),
        "move": _tr("Move “{code}” under “{target}”") if proposal.target else _tr("Move “{code}” to the top"),
        "recode": _tr("Code as “{target}” instead of “{code}”"),
    }
    names = ", ".join(f"“{name}”" for name in proposal.names) if proposal.kind == "split" else "".join(proposal.names)
    return ways[proposal.kind].format(code=proposal.code, target=proposal.target, names=names)


def state_words(proposal: ProposalView) -> str:
    """What was decided, by whom and when; empty while it is open."""
    if proposal.is_open:
        return ""
    words = _tr("accepted by {name}, {when}") if proposal.state == ACCEPTED else _tr("rejected by {name}, {when}")
    told = words.format(name=proposal.decider, when=short_moment(proposal.decided_at))
    return f"{told}: {' '.join(proposal.decision_note.split())}" if proposal.decision_note else told


def _tr(text: str) -> str:
    return QCoreApplication.translate("Proposals", text)
