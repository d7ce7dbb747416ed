"""What is proposed, and decided, and how the codebook is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import codes, segments, versions
from interviewcoder.review import proposals, signoff
from interviewcoder.ui.project_signals import ProjectSignals
from interviewcoder.ui.review.approval_dialog import ApprovalDialog
from interviewcoder.ui.review.proposal_dialog import ProposalDialog
from interviewcoder.ui.review.proposals_page import ProposalsPage
from tests.ui.review.conftest import coding

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(reviewed: Project, prompts: FakePrompts, qtbot: QtBot) -> ProposalsPage:
    """The page, in a window of its own."""
    made = ProposalsPage(reviewed, ProjectSignals(reviewed), prompts)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_proposal_can_be_made_only_of_what_would_change_something(reviewed: Project, qtbot: QtBot) -> None:
    nodes = codes.tree(reviewed)
    fear, shared, team = nodes
    codes.move(reviewed, shared.id, parent_id=fear.id)
    nodes = codes.tree(reviewed)
    dialogs = {kind: ProposalDialog(kind, nodes[0], nodes) for kind in (*proposals.KINDS, "recode")}
    for dialog in dialogs.values():
        qtbot.addWidget(dialog)
    assert not dialogs["rename"]._accept.isEnabled()
    dialogs["rename"].name.setText("Dread")
    assert dialogs["rename"]._accept.isEnabled() and dialogs["rename"].wish().names == ("Dread",)
    dialogs["split"].names.setPlainText("Dread\n\n")
    assert not dialogs["split"]._accept.isEnabled()
    dialogs["split"].names.setPlainText("Dread\nWorry\n")
    assert dialogs["split"]._accept.isEnabled() and dialogs["split"].wish().names == ("Dread", "Worry")
    offered = {
        kind: [dialogs[kind].target.itemText(n).strip() for n in range(dialogs[kind].target.count())]
        for kind in ("merge", "move", "recode")
    }
    # Not below itself, and not where it stands already.
    assert offered == {"merge": ["Shared", "Team talk"], "move": ["Team talk"], "recode": ["Shared", "Team talk"]}
    # Nothing is proposed by chance: no code is chosen before somebody chooses it.
    assert not dialogs["move"]._accept.isEnabled()
    dialogs["move"].target.setCurrentIndex(0)
    assert dialogs["move"]._accept.isEnabled() and dialogs["move"].wish().target_id == team.id


def test_the_owner_accepts_which_does_it_or_rejects_with_a_note(reviewed: Project, page: ProposalsPage) -> None:
    fear = coding(reviewed, "Fear")
    assert page._stack.currentIndex() == 1
    proposals.rename(reviewed, fear.code_id, "Dread", reason="Their word.")
    proposals.recode(reviewed, fear.id, coding(reviewed, "Shared").code_id)
    told: list[str] = []
    page.told.connect(told.append)
    recoding, renaming = page._rows.proposals
    page.list.setCurrentIndex(page._rows.index(0))
    assert page.sheet.proposal is not None and page.sheet.proposal.id == recoding.id
    page.sheet.note.setText("Yes.")
    page.sheet.accept.click()
    done = proposals.view(reviewed, recoding.id)
    assert (done.state, done.decision_note) == ("accepted", "Yes.")
    assert segments.view(reviewed, fear.id).code_name == "Shared"
    assert told == ["Accepted and done: Code as “Shared” instead of “Fear”"]
    # The next one that waits is there to be decided on, without the note of the last.
    assert page.sheet.proposal.id == renaming.id and page.sheet.note.text() == ""
    assert page.sheet._why.text() == "Their word."
    page.sheet.note.setText("It is ours.")
    page.sheet.reject.click()
    assert proposals.view(reviewed, renaming.id).decision_note == "It is ours."
    assert "Fear" in [node.name for node in codes.tree(reviewed)] and not page.sheet.accept.isVisible()


def test_one_s_own_proposal_is_taken_away(reviewed: Project, page: ProposalsPage) -> None:
    proposals.rename(reviewed, coding(reviewed, "Fear").code_id, "Dread")
    page.sheet.withdraw.click()
    assert proposals.listing(reviewed) == [] and page._stack.currentIndex() == 1


def test_the_codebook_is_approved_as_it_is_and_a_change_makes_that_void(
    reviewed: Project, prompts: FakePrompts, qtbot: QtBot
) -> None:
    dialog = ApprovalDialog(reviewed, prompts)
    qtbot.addWidget(dialog)
    low = dialog.height()
    assert dialog.state.text() == "Nobody has approved the codebook yet." and not dialog.ask.isEnabled()
    dialog.name.setText("Round 1")
    dialog.note.setPlainText("Read with ten passages.")
    dialog.approve.click()
    assert [one.name for one in versions.listing(reviewed)] == ["Round 1"]
    assert dialog.state.text().startswith("Approved by Lindqvist on ")
    # The version and the word on it are one step.
    assert reviewed.undo_label == "Approve codebook version"
    codes.rename(reviewed, coding(reviewed, "Fear").code_id, "Dread")
    dialog.refresh()
    assert "the codebook has changed since, so that is void" in dialog.state.text()
    assert "Dread" in dialog.view.toPlainText()
    dialog._make_room()
    assert dialog.height() >= low + 100
    reviewed.undo()
    dialog.refresh()
    dialog.note.setPlainText("Define “Shared”.")
    dialog.ask.click()
    state = signoff.state(reviewed)
    assert state.kind == "changes" and state.holding[0].note == "Define “Shared”."
    dialog.back.click()
    assert signoff.state(reviewed).kind == "approved"
