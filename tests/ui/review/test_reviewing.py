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

from interviewcoder.coding import codes, segments, versions
from interviewcoder.project import cipher, file
from interviewcoder.reports import review_copy_file
from interviewcoder.review import comments, proposals, signoff, verdicts
from interviewcoder.review.comments import About
from interviewcoder.sources import importing
from interviewcoder.ui.menus import plain_text
from interviewcoder.ui.review import drafts
from interviewcoder.ui.review.drafts import Draft
from interviewcoder.ui.review.proposal_dialog import ProposalDialog
from tests.ui.conftest import INTERVIEW
from tests.ui.review.conftest import CODED, coding, source_of

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PASSPHRASE = "four quiet words here"
EDITING = {"add", "replace", "merge_codes", "split_code", "transcribe", "correct", "speakers", "rename_project"}


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> Iterator[None]:
    """Keys of few rounds: how slowly a passphrase is tried is shown elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "KDF_ITERATIONS", 1000)
        yield


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
def copy(window: MainWindow, made_copy: Path, tmp_path: Path) -> Workspace:
    """That copy, open in the window of somebody who is called otherwise on this machine."""
    path = tmp_path / made_copy.name
    path.write_bytes(made_copy.read_bytes())
    window.settings.coder_name = "Somebody else"
    window.open_project(path, passphrase=PASSPHRASE)
    assert window.workspace is not None
    return window.workspace


def entries(window: MainWindow) -> set[str]:
    """What the menus offer now."""
    return {name for name, action in window.menus.actions_by_name.items() if action.isVisible()}


def words_of(menu: QMenu) -> set[str]:
    return {plain_text(action) for action in menu.actions()}


def test_a_review_copy_says_what_it_is_and_offers_nothing_that_edits_the_study(
    window: MainWindow, copy: Workspace
) -> None:
    reviewing = copy.review.reviewing
    assert reviewing.banner.isVisible() and reviewing.bar.isVisible() and copy.project.coder.name == "Lindqvist"
    assert reviewing.banner.words.told.startswith("for Lindqvist · opens until ")
    assert reviewing.banner.words.told.endswith("to read, comment, agree or query")
    assert reviewing._watermark.words == "Review copy · Lindqvist"
    assert reviewing.bar.told.text() == "0 of 3 reviewed" and reviewing.bar.told.isVisible()
    reviewing.bar.resize(reviewing.bar.agree.sizeHint().width() * 4, reviewing.bar.height())
    assert not reviewing.bar.told.isVisible() and reviewing.bar.next.isVisible()
    assert not copy.layout_memory.is_shown("player") and copy.right.current_name in ("codes", "comments")
    there = entries(window)
    assert not there & {*EDITING, "review_copy", "merge", "coder", "memos", "withdraw", "reviewing"}
    assert {"comment", "agree", "query", "proposals", "approve", "send_back", "code", "find", "lock_now"} <= there
    titles = {plain_text(action) for action in window.menus.actions() if action.isVisible()}
    assert not titles & {"Transcribe", "Memo"}
    assert not copy.reading.header.correct.isVisible() and not copy.codes.bar.add.isVisible()
    copy.codes.choose(codes.tree(copy.project)[0].id)
    menu = copy.codes.context_menu()
    assert {"Comment", "Propose"} <= words_of(menu) and not {"Rename", "Delete", "Merge into"} & words_of(menu)
    assert all(field.isReadOnly() for field in copy.codes.card.findChildren(QLineEdit))
    menu.deleteLater()


def test_a_reviewer_agrees_comments_and_proposes_and_is_told_the_way_back(
    window: MainWindow, copy: Workspace, prompts: FakePrompts
) -> None:
    bar, page, project = copy.review.reviewing.bar, copy.reading.view.page, copy.project
    bar.next.click()
    assert "“Fear”, coded by Okafor · not reviewed yet" in bar.standing.told
    page.setFocus()
    QTest.keyClicks(page, "+")
    bar.query.click()
    QTest.keyClick(copy.review.verdicts._entry.text, Qt.Key.Key_Return)
    assert [one.verdict for one in verdicts.listing(project)] == ["agree", "query"]
    assert bar.told.text() == "2 of 3 reviewed"
    fear = coding(project, "Fear")
    copy.reading.go_to_segment(fear.id)
    assert bar.agree.isChecked() and not bar.query.isChecked()
    # Keys that would change the coding don't; F2 proposes.
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Delete)
    assert coding(project, "Fear") == fear and copy.reading.view.handles.edges_in_sight() == []
    assert window.strip.message() == "While you review, others’ codings stay. F2 proposes another code."
    shown: list[str] = []

    def answer(dialog: QDialog) -> bool:
        if isinstance(dialog, ProposalDialog):
            dialog.target.setCurrentIndex(dialog.target.findText("Shared"))
        shown.extend(field.text() for field in dialog.findChildren(QLineEdit) if field.isReadOnly())
        return True

    prompts.on_dialog = answer
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert [one.what for one in proposals.listing(project)] == ["Code as “Shared” instead of “Fear”"]
    copy.review.begin(About.coding(fear.id))
    field = copy.right.page("comments").sheet.composer.field  # type: ignore[attr-defined]  # by its name
    QTest.keyClicks(field, "Whose fear?")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert {one.first.text for one in comments.listing(project)} == {"Enough of them?", "Whose fear?"}
    copy.review.reviewing.banner.way_back.click()
    assert shown == [str(project.path)] and prompts.errors == []
    assert copy.review.reviewing._done() == "So far: 2 codings reviewed, 1 comment or answer, 1 proposal."
    drafts.keep_draft(project, Draft("new", about=About.coding(fear.id), text="And what if"))
    assert copy.review.reviewing._done().endswith(
        "1 proposal. A comment isn’t sent yet: it doesn’t go along unless you send it."
    )


def test_a_second_coder_codes_in_the_copy_and_takes_their_own_coding_off(copy: Workspace) -> None:
    project, view = copy.project, copy.reading.view
    view.select(segments.find_passage(project, source_of(project), "what helped"))
    copy.reading.apply_code(coding(project, "Team talk").code_id)
    (own,) = [one for one in segments.listing(project) if one.coder == "Lindqvist"]
    copy.reading.go_to_segment(own.id)
    assert copy.review.reviewing.bar.standing.told == "“Team talk”, your own coding"
    fear = view.coding.mark(coding(project, "Fear").id)
    assert fear is not None
    (place, *_) = view.page.rects(fear.start + 1, fear.start + 2)
    QTest.mouseClick(view.page.viewport(), Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert copy.review.reviewing.bar.standing.told == "“Fear”, coded by Okafor · not reviewed yet"
    copy.reading.go_to_segment(own.id)
    view.page.setFocus()
    QTest.keyClick(view.page, Qt.Key.Key_Delete)
    assert {one.coder for one in segments.listing(project)} == {"Okafor"}


def test_one_s_own_project_goes_into_the_layout_and_back(window: MainWindow, workspace: Workspace) -> None:
    before, tabs = entries(window), [workspace.right.isTabVisible(n) for n in range(workspace.right.count())]
    window.menus.action("reviewing").trigger()
    banner = workspace.review.reviewing.banner
    assert banner.isVisible() and not banner.way_back.isVisible() and not entries(window) & EDITING
    # What the others need stays: it is one's own project.
    assert {"coder", "memos"} <= entries(window)
    assert banner.codebook.text() == "Codebook: not approved yet"
    signoff.approve(workspace.project, versions.save(workspace.project, "Round 1").id)
    assert banner.codebook.text() == "Codebook: approved by Lindqvist"
    codes.rename(workspace.project, coding(workspace.project, "Fear").code_id, "Dread")
    assert banner.codebook.text() == "Codebook: approval void, it changed"
    banner.leave.click()
    assert entries(window) == before and workspace.codes.bar.add.isVisible()
    assert [workspace.right.isTabVisible(n) for n in range(workspace.right.count())] == tabs
    assert window.menus.action("autocode").isEnabled()
    workspace.codes.choose(coding(workspace.project, "Dread").code_id)
    menu = workspace.codes.context_menu()
    assert {"Rename", "Delete", "Comment", "Propose"} <= words_of(menu)
    menu.deleteLater()
