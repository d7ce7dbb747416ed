"""Another file of the study is looked at item by item and merged in one step."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from interviewcoder.coding import blind, codes, segments
from interviewcoder.errors import NotAllowed
from interviewcoder.project import coders, file, seeing
from interviewcoder.project.file import Project
from interviewcoder.review import comments, merging_in, other_file
from interviewcoder.review.merge_items import MergeItem, MergePlan, MergeReceipt
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.text import Edit
from interviewcoder.ui.merging import steps, words
from interviewcoder.ui.merging.preview import MergePreview
from interviewcoder.ui.merging.progress import MergeProgress
from interviewcoder.ui.merging.receipt import ReceiptDialog
from interviewcoder.ui.merging.rows import MergeRows
from tests.ui.test_accessibility import faults_of

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts

SAID = "I: And then?\nP: I was afraid of the lawyers, and the team talked about it.\n"
ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
GONE = "the team talked about it"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A study, and a copy of it in which Ben coded, commented, renamed a code that was renamed here, and deleted one.

    Made once: no test changes these very files.
    """
    folder = tmp_path_factory.mktemp("merging")
    mine, copy, text = folder / "study.icproj", folder / "copy of ben.icproj", folder / "P07.txt"
    text.write_text(SAID, encoding="utf-8")
    with file.create(mine, title="Study", passphrase=None, coder="Ada") as ours:
        (source,) = importing.add_files(ours, [text])
        for name in ("Fear", "Team", "Law"):
            codes.add(ours, name)
        law = codes.tree(ours)[2]
        segments.code_passage(ours, source.id, segments.find_passage(ours, source.id, "lawyers"), law.id)
        copy.write_bytes(b"".join(ours.blocks()))
        codes.rename(ours, codes.tree(ours)[1].id, "Our team")
        codes.describe(ours, law.id, brief="What lawyers do")
        _cut(ours, source.id, f", and {GONE}")
    with file.open_project(copy) as theirs:
        theirs.work_as("Ben")
        fear, team, law = codes.tree(theirs)
        span = segments.find_passage(theirs, source.id, "afraid of the lawyers")
        segments.code_passage(theirs, source.id, span, fear.id)
        segments.code_with_name(theirs, source.id, segments.find_passage(theirs, source.id, "I was"), "Talk")
        comments.add(theirs, comments.About.passage(source.id, span), text="Is it fear?")
        lost = segments.find_passage(theirs, source.id, GONE)
        comments.add(theirs, comments.About.passage(source.id, lost), text="Who was it?")
        codes.rename(theirs, team.id, "The team")
        codes.delete(theirs, law.id)
    return mine, copy


def _cut(project: Project, source: int, said: str) -> None:
    span = segments.find_passage(project, source, said)
    correct_text(project, source, [Edit(span.start, said, "")])


@pytest.fixture
def ours(files: tuple[Path, Path], tmp_path: Path) -> Path:
    """The study, to be worked in; Ben's copy lies beside it."""
    for path in files:
        shutil.copy(path, tmp_path)
    return tmp_path / files[0].name


@pytest.fixture
def bens(ours: Path, files: tuple[Path, Path]) -> Path:
    """Ben's copy."""
    return ours.with_name(files[1].name)


@pytest.fixture(scope="module")
def plan(files: tuple[Path, Path]) -> MergePlan:
    """What Ben's copy would bring."""
    with file.open_project(files[0]) as project, other_file.reading(files[1]) as theirs:
        return merging_in.plan(project, theirs)


@pytest.fixture
def preview(plan: MergePlan, prompts: FakePrompts, qtbot: QtBot) -> MergePreview:
    """The preview of that, shown."""
    shown = MergePreview(plan, prompts)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def one(plan: MergePlan, kind: str, name: str) -> MergeItem:
    (found,) = [item for item in plan.items if item.kind == kind and name in f"{item.name} {item.detail}"]
    return found


def stand_on(preview: MergePreview, item: MergeItem) -> None:
    preview.tree.setCurrentIndex(preview.rows.index_of(item.key))


def test_the_tree_keeps_to_the_rules_of_its_kind(plan: MergePlan, qtmodeltester: ModelTester) -> None:
    rows = MergeRows(plan)
    qtmodeltester.check(rows)  # type: ignore[no-untyped-call]  # of a library without types
    assert rows.rowCount() >= 3
    rows.group_by("source")
    qtmodeltester.check(rows)  # type: ignore[no-untyped-call]  # of a library without types
    headings = [rows.data(rows.index(row, 0)) for row in range(rows.rowCount())]
    assert [heading.rstrip("0123456789 ") for heading in headings] == ["Codebook and study", "P"]
    rows.show_only("conflicts")
    qtmodeltester.check(rows)  # type: ignore[no-untyped-call]  # of a library without types
    assert {item.kind for item in rows.items_below(rows.index(0, 0))} == {"code"}


def test_a_code_that_is_left_leaves_its_coding_and_a_coding_that_is_taken_takes_its_code(plan: MergePlan) -> None:
    rows = MergeRows(plan)
    talk = one(plan, "code", "Talk")
    coding = next(item for item in plan.items if item.kind == "coding" and talk.key in item.depends_on)
    assert rows.setData(rows.index_of(talk.key), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert not rows.is_taken(coding)
    rows.decide([coding], take=True)
    assert rows.is_taken(talk)


def test_codings_removed_with_a_code_stay_where_the_code_stays(plan: MergePlan) -> None:
    rows = MergeRows(plan)
    law, coding = one(plan, "code", "Law"), one(plan, "coding", "Law")
    assert (law.action, coding.action, coding.parent) == ("remove", "remove", law.key)
    assert not rows.is_taken(law) and not rows.is_taken(coding)
    rows.decide([law], take=True)
    assert rows.is_taken(coding)


def test_a_conflict_says_what_its_sides_do_and_keys_choose_one(preview: MergePreview, qtbot: QtBot) -> None:
    QTest.keyClick(preview.tree, Qt.Key.Key_N)
    assert preview.choice.isVisible()
    team = one(preview.rows.plan, "code", "team")
    stand_on(preview, team)
    assert preview.choice.ours.accessibleName() == "Keep ours: “Our team”"
    assert preview.choice.theirs.accessibleName() == "Take theirs: “The team”"
    assert not preview.rows.is_taken(team)
    QTest.keyClick(preview.tree, Qt.Key.Key_T)
    assert preview.rows.is_taken(team) and preview.choice.theirs.isChecked()
    QTest.keyClick(preview.tree, Qt.Key.Key_O)
    assert not preview.rows.is_taken(team) and preview.choice.ours.isChecked()
    stand_on(preview, one(preview.rows.plan, "code", "Law"))
    assert (preview.choice.ours.accessibleName(), preview.choice.theirs.accessibleName()) == (
        "Keep the code",
        "Remove it as there",
    )
    stand_on(preview, one(preview.rows.plan, "comment", "Is it fear?"))
    assert not preview.choice.isVisible()


def test_what_is_here_is_not_said_to_be_theirs(plan: MergePlan) -> None:
    assert words.made_by(one(plan, "code", "team")) == "first made by Ada"
    assert words.made_by(one(plan, "comment", "Is it fear?")) == "there by Ben"


def test_keys_tick_all_and_none_but_no_conflict_and_enter_merges_nothing(preview: MergePreview, qtbot: QtBot) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    conflicts = len(preview.rows.plan.conflicts)
    QTest.keyClick(preview.tree, Qt.Key.Key_A, control | shift)
    assert preview.rows.taken == 0 and not preview.merge.isEnabled()
    preview.accept()
    assert preview.result() == QDialog.DialogCode.Rejected and preview.isVisible()
    QTest.keyClick(preview.tree, Qt.Key.Key_A, control)
    along = sum(item.action == "remove" and not item.conflict for item in preview.rows.plan.items)
    assert preview.rows.taken == len(preview.rows.plan.items) - conflicts
    assert along == 1
    for at in (preview.tree, preview.words, preview.show_what):
        QTest.keyClick(at, Qt.Key.Key_Return)
    assert preview.isVisible()
    QTest.mouseDClick(preview.tree.viewport(), Qt.MouseButton.LeftButton, pos=preview.tree.rect().center())
    assert preview.isVisible()


def test_filters_follow_what_is_decided_and_say_when_nothing_answers(preview: MergePreview, qtbot: QtBot) -> None:
    preview.show_what.setCurrentIndex(preview.show_what.findData("left"))
    before = preview.rows.shown
    team = one(preview.rows.plan, "code", "team")
    stand_on(preview, team)
    QTest.keyClick(preview.tree, Qt.Key.Key_T)
    assert preview.rows.shown == before - 1 and not preview.rows.index_of(team.key).isValid()
    preview.words.setText("no such words")
    assert not preview.tree.isVisible()
    preview._show_all()
    assert preview.tree.isVisible() and preview.rows.shown == len(preview.rows.plan.items)
    preview.words.setText("IS IT FEAR")
    assert preview.rows.shown == 1
    preview.words.clear()
    preview.coders.setCurrentIndex(preview.coders.findData("Ben"))
    assert {item.coder for item in preview.rows.plan.items if preview.rows.index_of(item.key).isValid()} == {"Ben"}


def test_conflicts_nobody_looked_at_are_asked_about_before_anything_is_merged(
    preview: MergePreview, prompts: FakePrompts
) -> None:
    prompts.yes = False
    preview.rows.looked_at.clear()
    preview.accept()
    assert preview.result() != QDialog.DialogCode.Accepted
    assert preview.rows.only == "conflicts"
    assert preview.choice.isVisible()


def test_thousands_of_items_are_decided_in_a_moment(plan: MergePlan, qtbot: QtBot) -> None:
    coding, talk = one(plan, "coding", "Talk"), one(plan, "code", "Talk")
    many = [replace(coding, key=f"coding:{number}") for number in range(5_000)]
    rows = MergeRows(replace(plan, items=(talk, *many)))
    rows.decide_shown(False)
    assert rows.taken == 0
    rows.decide(many, True)
    assert rows.taken == 5_001
    assert rows.data(rows.index(1, 0)) == "Codings 5,000"


def test_what_is_ticked_comes_and_the_receipt_takes_it_back_or_leads_on(
    window: MainWindow, ours: Path, bens: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    window.open_project(ours)
    told: list[str] = []
    wish = "undo"

    def on_dialog(dialog: QDialog) -> bool:
        if isinstance(dialog, ReceiptDialog):
            told.append(dialog.told())
            (dialog.undo if wish == "undo" else dialog.comments).click()
            return dialog.result() == QDialog.DialogCode.Accepted
        assert isinstance(dialog, MergePreview)
        dialog.rows.decide([one(dialog.rows.plan, "code", "team")], True)
        dialog.rows.looked_at.update(item.key for item in dialog.rows.plan.items)
        dialog.accept()
        return dialog.result() == QDialog.DialogCode.Accepted

    prompts.on_dialog, prompts.files = on_dialog, [bens]
    window.menus.action("merge").trigger()
    merged = window.at_work().project
    assert prompts.errors == []
    assert "1, each now an open comment" in told[0] and "study " in told[0]
    assert {node.name for node in codes.tree(merged)} == {"Fear", "Our team", "Law"}
    wish = "comments"
    window.menus.action("merge").trigger()
    assert {node.name for node in codes.tree(merged)} == {"Fear", "The team", "Law", "Talk"}
    assert {coding.coder for coding in segments.listing(merged)} == {"Ada", "Ben"}
    (lost,) = [thread for thread in comments.listing(merged) if thread.was_about]
    assert (lost.first.text, GONE in lost.was_about) == ("Who was it?", True)
    shown = window.at_work().review._page().sheet.shown
    assert shown is not None and shown.id == lost.id
    window.menus.action("merge").trigger()
    assert "Nothing new" in prompts.notes[-1]


def test_what_cannot_be_merged_is_refused_before_anything_is_asked(
    window: MainWindow, ours: Path, bens: Path, prompts: FakePrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ours.with_name("broken.icproj")
    broken.write_bytes(b"no project " * 600)
    window.open_project(ours)
    for path, said in ((ours, "into itself"), (broken, "broken.icproj")):
        prompts.files = [path]
        window.menus.action("merge").trigger()
        assert said in prompts.errors[-1].message
    link = ours.with_name("link.icproj")
    link.symlink_to(ours)
    with pytest.raises(NotAllowed, match="into itself"):
        merging_in.refuse(window.at_work().project, link)
    assert len(prompts.errors) == 2 and prompts.asked == []


def test_the_way_is_closed_in_a_read_only_view(ours: Path, bens: Path) -> None:
    with other_file.reading(ours) as view, other_file.reading(bens) as theirs:
        planned = merging_in.plan(view, theirs)
        with pytest.raises(NotAllowed, match="read-only view"):
            merging_in.carry_out(view, theirs, planned, {})


def test_who_codes_blind_is_told_that_codings_come_but_not_which(ours: Path, bens: Path) -> None:
    with file.open_project(ours) as project, other_file.reading(bens) as theirs:
        seeing.watch(project)
        (source,) = catalogue.listing(project)
        blind.begin(project, [source.id], [project.coder.id, coders.add(project, "Ben").id])
        planned = merging_in.plan(project, theirs)
    sealed = [item for item in planned.items if item.sealed]
    assert {item.kind for item in sealed} >= {"coding"}
    for item in sealed:
        assert "afraid" not in " ".join((*words.row_of(item), item.title, item.detail, item.quote, *item.context))
    assert "code blind" in words.summary_of(planned)


def test_comparing_shows_how_far_it_is_and_can_be_stopped(
    ours: Path, bens: Path, window: MainWindow, qtbot: QtBot
) -> None:
    with file.open_project(ours) as project, other_file.reading(bens) as theirs:
        whole = MergeProgress("Comparing “x”", lambda _: merging_in.planning(project, theirs), window)
        with qtbot.waitSignal(whole.accepted):
            whole.show()
        assert whole.outcome == merging_in.plan(project, theirs)
        stopped = MergeProgress("Comparing “x”", lambda _: merging_in.planning(project, theirs), window)
        with qtbot.waitSignal(stopped.rejected):
            stopped.show()
            QTest.keyClick(stopped, Qt.Key.Key_Return)
            assert stopped.isVisible()
            QTest.keyClick(stopped, Qt.Key.Key_Escape)
        assert (stopped.outcome, stopped.error) == (None, None)
        stopped.tell("write", 0.5)
        assert not stopped.stop.isEnabled()


def test_large_merges_are_done_while_a_dialog_shows_how_far_they_are(
    window: MainWindow, ours: Path, bens: Path, prompts: FakePrompts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_LARGE_BYTES", 0)
    monkeypatch.setattr(steps, "_LARGE_ITEMS", 0)
    seen: list[str] = []

    def on_dialog(dialog: QDialog) -> bool:
        seen.append(type(dialog).__name__)
        if isinstance(dialog, MergeProgress):
            with qtbot.waitSignal(dialog.finished):
                dialog.show()
        elif isinstance(dialog, MergePreview):
            dialog.rows.looked_at.update(item.key for item in dialog.rows.plan.items)
            dialog.accept()
        return dialog.result() == QDialog.DialogCode.Accepted

    window.open_project(ours)
    prompts.on_dialog = on_dialog
    assert steps.merge_file(window, bens)
    assert seen == ["MergeProgress", "MergePreview", "MergeProgress", "ReceiptDialog"]
    assert {coding.coder for coding in segments.listing(window.at_work().project)} == {"Ada", "Ben"}


def test_the_dialogs_of_a_merge_can_be_used_blind(preview: MergePreview, window: MainWindow, qtbot: QtBot) -> None:
    stand_on(preview, one(preview.rows.plan, "code", "team"))
    receipt = ReceiptDialog("copy.icproj", MergeReceipt(3, 1, 1, 1, {"code": 3}, ("It needs more.",), "x"), window)
    receipt.show()
    assert faults_of(preview) == []
    assert faults_of(receipt) == []
    assert "Both sides changed it" in preview.rows.data(preview.tree.currentIndex(), ACCESSIBLE)
    receipt.close()
