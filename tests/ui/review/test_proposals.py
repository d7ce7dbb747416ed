"""What is proposed from the window, and decided in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QDialog

from interviewcoder.coding import codes, versions
from interviewcoder.review import proposals, signoff
from interviewcoder.ui.review.approval_dialog import ApprovalDialog
from interviewcoder.ui.review.proposal_dialog import ProposalDialog
from interviewcoder.ui.review.proposals_page import ProposalsPage
from tests.ui.review.conftest import coding

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts


def answer(prompts: FakePrompts, fill: Callable[[ProposalDialog], object]) -> None:
    """Fill the dialog in and press its button, if it may be pressed."""

    def on_dialog(dialog: QDialog) -> bool:
        assert isinstance(dialog, ProposalDialog)
        fill(dialog)
        dialog.reason.setPlainText("Clearer.")
        return dialog._accept.isEnabled()

    prompts.on_dialog = on_dialog


def choose(dialog: ProposalDialog, name: str) -> None:
    words = [dialog.target.itemText(n).strip() for n in range(dialog.target.count())]
    dialog.target.setCurrentIndex(words.index(name))


def test_each_kind_of_change_of_a_code_is_proposed_from_its_menu(workspace: Workspace, prompts: FakePrompts) -> None:
    fear = coding(workspace, "Fear").code_id
    workspace.codes.choose(fear)
    menu = workspace.codes.context_menu()
    propose = next(one.menu() for one in menu.actions() if one.text() == "Propose")
    assert propose is not None
    rename, merge, split, move = propose.actions()  # type: ignore[attr-defined]  # a menu
    answer(prompts, lambda dialog: dialog.name.setText("Dread"))
    rename.trigger()
    answer(prompts, lambda dialog: choose(dialog, "Shared"))
    merge.trigger()
    answer(prompts, lambda dialog: dialog.names.setPlainText("Dread\nWorry\n"))
    split.trigger()
    answer(prompts, lambda dialog: choose(dialog, "Team talk"))
    move.trigger()
    assert [(one.what, one.reason) for one in reversed(proposals.listing(workspace.project))] == [
        ("Rename “Fear” to “Dread”", "Clearer."),
        ("Merge “Fear” into “Shared”", "Clearer."),
        ("Split “Fear” into “Dread”, “Worry”", "Clearer."),
        ("Move “Fear” under “Team talk”", "Clearer."),
    ]
    assert [node.name for node in codes.tree(workspace.project)] == ["Fear", "Shared", "Team talk"]
    menu.deleteLater()


def test_nothing_can_be_proposed_that_changes_nothing(workspace: Workspace, prompts: FakePrompts) -> None:
    fear = coding(workspace, "Fear").code_id
    answer(prompts, lambda dialog: dialog.name.setText("Fear"))
    workspace.review.proposing.propose("rename", fear)
    answer(prompts, lambda dialog: dialog.names.setPlainText("Only one"))
    workspace.review.proposing.propose("split", fear)
    assert proposals.listing(workspace.project) == []


def test_another_code_is_proposed_for_the_coding_and_the_owner_accepts_it(
    study: MainWindow, workspace: Workspace, prompts: FakePrompts
) -> None:
    fear = coding(workspace, "Fear")
    workspace.reading.go_to_segment(fear.id)
    answer(prompts, lambda dialog: choose(dialog, "Shared"))
    study.menus.action("propose_code").trigger()
    study.menus.action("proposals").trigger()
    page = cast("ProposalsPage", workspace.results.page("proposals"))
    page.sheet.note.setText("Yes.")
    page.sheet.note.textEdited.emit("Yes.")
    page.sheet.accept.click()
    (done,) = proposals.listing(workspace.project)
    assert (done.state, done.decision_note) == ("accepted", "Yes.")
    assert study.strip.message() == "Accepted and done: Code as “Shared” instead of “Fear”"
    assert fear.id in [one.id for one in workspace.reading.view.segments if one.code_name == "Shared"]
    assert not page.sheet.accept.isVisible()


def test_a_rejected_proposal_keeps_its_note_and_the_codebook_stays(workspace: Workspace) -> None:
    proposals.rename(workspace.project, coding(workspace, "Fear").code_id, "Dread")
    proposals.rename(workspace.project, coding(workspace, "Shared").code_id, "Together")
    workspace.review.proposing.show_page()
    page = cast("ProposalsPage", workspace.results.page("proposals"))
    first = page.sheet.proposal
    assert first is not None
    page.sheet.note.setText("It is their word.")
    page.sheet.reject.click()
    done = proposals.view(workspace.project, first.id)
    assert (done.state, done.decision_note) == ("rejected", "It is their word.")
    # The next one that waits is there to be decided on, without the note of the last.
    assert page.sheet.proposal is not None and page.sheet.proposal.is_open and page.sheet.note.text() == ""


def test_one_s_own_proposal_is_taken_away(workspace: Workspace) -> None:
    proposals.rename(workspace.project, coding(workspace, "Fear").code_id, "Dread")
    workspace.review.proposing.show_page()
    page = cast("ProposalsPage", workspace.results.page("proposals"))
    page.sheet.withdraw.click()
    assert proposals.listing(workspace.project) == [] and page._stack.currentIndex() == 1


def test_the_codebook_is_approved_as_it_is_and_a_change_makes_that_void(
    workspace: Workspace, prompts: FakePrompts
) -> None:
    project = workspace.project
    dialog = ApprovalDialog(project, prompts)
    assert dialog.state.text() == "Nobody has approved the codebook yet."
    assert not dialog.ask.isEnabled()
    dialog.name.setText("Round 1")
    dialog.note.setPlainText("Read with ten passages.")
    dialog.approve.click()
    (version,) = versions.listing(project)
    assert version.name == "Round 1" and signoff.state(project).kind == "approved"
    assert dialog.state.text().startswith("Approved by Lindqvist on ")
    assert project.undo_label == "Approve codebook version"
    codes.rename(project, coding(workspace, "Fear").code_id, "Dread")
    dialog.refresh()
    assert "the codebook has changed since, so that is void" in dialog.state.text()
    assert "Dread" in dialog.view.toPlainText()
    dialog.deleteLater()


def test_changes_of_the_codebook_are_asked_for_with_a_word_and_taken_back(
    workspace: Workspace, prompts: FakePrompts
) -> None:
    versions.save(workspace.project, "Round 1")
    dialog = ApprovalDialog(workspace.project, prompts)
    dialog.note.setPlainText("Define “Shared”.")
    dialog.ask.click()
    state = signoff.state(workspace.project)
    assert state.kind == "changes" and state.holding[0].note == "Define “Shared”."
    dialog.back.click()
    assert signoff.state(workspace.project).kind == "not asked"
    dialog.deleteLater()
