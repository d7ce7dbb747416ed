"""The calm layout: always in a review copy, in one's own project when one wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu

from interviewcoder.coding import codes, segments
from interviewcoder.project import coders, file
from interviewcoder.reports import review_copy_file
from interviewcoder.review import comments, proposals, verdicts
from interviewcoder.review.comments import About
from interviewcoder.sources import importing
from interviewcoder.ui.menus import plain_text
from interviewcoder.ui.review.proposal_dialog import ProposalDialog
from tests.ui.conftest import INTERVIEW
from tests.ui.review.conftest import CODED, coding, source_of

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PASSPHRASE = "four quiet words here"
EDITING = ("add", "replace", "merge_codes", "split_code", "transcribe", "correct", "speakers", "rename_project")


@pytest.fixture(scope="module")
def made_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review copy for Lindqvist of an interview that Okafor coded, with a comment in it."""
    folder = tmp_path_factory.mktemp("review copy")
    text = folder / "P07.txt"
    text.write_text(INTERVIEW, encoding="utf-8")
    with file.create(folder / "study.icproj", title="Study", passphrase=None, coder="Okafor") as project:
        (source,) = importing.add_files(project, [text])
        for words, name in CODED:
            span = segments.find_passage(project, source.id, words)
            made = segments.code_with_name(project, source.id, span, name)
        comments.add(project, About.coding(made.id), text="Enough of them?")
        path = folder / "for Lindqvist.icproj"
        until = date.today() + timedelta(days=30)
        review_copy_file.make(project, path, passphrase=PASSPHRASE, recipient="Lindqvist", expires_on=until)
    return path


@pytest.fixture
def copy(window: MainWindow, made_copy: Path, tmp_path: Path) -> Iterator[Workspace]:
    """That copy, open in the window."""
    path = tmp_path / made_copy.name
    path.write_bytes(made_copy.read_bytes())
    window.settings.coder_name = "Somebody else"
    window.open_project(path, passphrase=PASSPHRASE)
    assert window.workspace is not None
    yield window.workspace


def entries(window: MainWindow) -> set[str]:
    """What the menus offer now."""
    return {name for name, action in window.menus.actions_by_name.items() if action.isVisible()}


def test_a_review_copy_says_for_whom_it_is_until_when_and_what_to_do(window: MainWindow, copy: Workspace) -> None:
    reviewing = copy.review.reviewing
    assert reviewing.on and reviewing.banner.isVisible() and reviewing.bar.isVisible()
    assert reviewing.banner.words.told.startswith("for Lindqvist · opens until ")
    assert reviewing.banner.words.told.endswith("to read, comment, agree or query")
    assert copy.project.coder.name == "Lindqvist"
    assert reviewing._watermark.words == "Review copy · Lindqvist"
    assert reviewing.bar.told.text() == "0 of 3 reviewed"
    assert not copy.layout_memory.is_shown("player")
    assert copy.right.current_name in ("codes", "comments")


def test_what_edits_a_study_is_not_offered_in_a_review_copy(window: MainWindow, copy: Workspace) -> None:
    there = entries(window)
    assert not there & {*EDITING, "review_copy", "merge", "coder", "memos", "withdraw", "reviewing"}
    assert {"comment", "agree", "query", "proposals", "approve", "send_back", "code", "find", "lock_now"} <= there
    titles = [plain_text(action) for action in window.menus.actions() if action.isVisible()]
    assert "Transcribe" not in titles and "Memo" not in titles
    assert not copy.reading.header.correct.isVisible() and not copy.codes.bar.add.isVisible()
    copy.codes.choose(codes.tree(copy.project)[0].id)
    menu = copy.codes.context_menu()
    assert "Comment" in [plain_text(one) for one in menu.actions()]
    assert not {"Rename", "Delete", "Merge into"} & {plain_text(one) for one in menu.actions()}
    assert all(field.isReadOnly() for field in copy.codes.card.findChildren(QLineEdit))
    menu.deleteLater()


def test_a_reviewer_reads_comments_and_agrees_by_keys_alone(window: MainWindow, copy: Workspace) -> None:
    bar, page = copy.review.reviewing.bar, copy.reading.view.page
    page.setFocus()
    bar.next.click()
    assert "“Fear”, coded by Okafor · not reviewed yet" in bar.standing.told
    QTest.keyClicks(page, "+")
    bar.query.click()
    QTest.keyClick(copy.review.verdicts._entry.text, Qt.Key.Key_Return)
    assert [one.verdict for one in verdicts.listing(copy.project)] == ["agree", "query"]
    assert bar.told.text() == "2 of 3 reviewed"
    copy.reading.go_to_segment(coding(copy, "Fear").id)
    assert bar.agree.isChecked() and not bar.query.isChecked()
    copy.review.begin(About.coding(coding(copy, "Fear").id))
    sheet = copy.right.page("comments").sheet  # type: ignore[attr-defined]  # by its name
    QTest.keyClicks(sheet.composer.field, "Whose fear?")
    QTest.keyClick(sheet.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert {one.first.text for one in comments.listing(copy.project)} == {"Enough of them?", "Whose fear?"}


def test_keys_that_change_a_coding_propose_instead(window: MainWindow, copy: Workspace, prompts: FakePrompts) -> None:
    fear, page = coding(copy, "Fear"), copy.reading.view.page
    copy.reading.go_to_segment(fear.id)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Delete)
    assert coding(copy, "Fear") == fear and prompts.errors == []
    assert window.strip.message() == "While you review, others’ codings stay. F2 proposes another code."

    def accept(dialog: QDialog) -> bool:
        assert isinstance(dialog, ProposalDialog)
        dialog.target.setCurrentIndex(dialog.target.findText("Shared"))
        return True

    prompts.on_dialog = accept
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert [one.what for one in proposals.listing(copy.project)] == ["Code as “Shared” instead of “Fear”"]
    assert copy.reading.view.handles.edges_in_sight() == []


def test_a_second_coder_codes_in_the_copy_and_takes_their_own_coding_off(window: MainWindow, copy: Workspace) -> None:
    span = segments.find_passage(copy.project, source_of(copy.project), "what helped")
    copy.reading.view.select(span)
    copy.reading.apply_code(coding(copy, "Team talk").code_id)
    (own,) = [one for one in segments.listing(copy.project) if one.coder == "Lindqvist"]
    copy.reading.go_to_segment(own.id)
    assert "your own coding" in copy.review.reviewing.bar.standing.told
    copy.reading.view.page.setFocus()
    QTest.keyClick(copy.reading.view.page, Qt.Key.Key_Delete)
    assert not [one for one in segments.listing(copy.project) if one.coder == "Lindqvist"]


def test_the_way_back_says_what_was_done_and_which_file_to_send(
    window: MainWindow, copy: Workspace, prompts: FakePrompts
) -> None:
    comments.add(copy.project, text="Thank you.")
    verdicts.give(copy.project, coding(copy, "Fear").id, "agree")
    shown: list[str] = []

    def read(dialog: QDialog) -> bool:
        shown.extend(field.text() for field in dialog.findChildren(QLineEdit))
        return True

    prompts.on_dialog = read
    copy.review.reviewing.banner.way_back.click()
    assert shown == [str(copy.project.path)]
    assert copy.review.reviewing._done() == "So far: 1 codings reviewed, 1 comments and answers."


def test_one_s_own_project_goes_into_the_layout_and_back(study: MainWindow, workspace: Workspace) -> None:
    before, tabs = entries(study), [workspace.right.isTabVisible(n) for n in range(workspace.right.count())]
    study.menus.action("reviewing").trigger()
    assert workspace.review.reviewing.banner.isVisible() and not entries(study) & set(EDITING)
    assert not workspace.review.reviewing.banner.way_back.isVisible()
    # What the others need stays: it is one's own project.
    assert {"coder", "merge", "memos"} & before <= entries(study)
    menu = workspace.codes.context_menu()
    assert isinstance(menu, QMenu)
    workspace.review.reviewing.banner.leave.click()
    assert entries(study) == before
    assert [workspace.right.isTabVisible(n) for n in range(workspace.right.count())] == tabs
    assert study.menus.action("autocode").isEnabled() and workspace.codes.bar.add.isVisible()
    menu.deleteLater()


def test_the_banner_says_how_it_stands_with_the_codebook(study: MainWindow, workspace: Workspace) -> None:
    from interviewcoder.coding import versions
    from interviewcoder.review import signoff

    workspace.review.reviewing.set_on(True)
    banner = workspace.review.reviewing.banner
    assert banner.codebook.text() == "Codebook: not approved yet"
    signoff.approve(workspace.project, versions.save(workspace.project, "Round 1").id)
    assert banner.codebook.text() == "Codebook: approved by Lindqvist"
    codes.rename(workspace.project, coding(workspace, "Fear").code_id, "Dread")
    assert banner.codebook.text() == "Codebook: approval void, it changed"
    assert coders.listing(workspace.project)[-1].name == "Lindqvist"
