"""The code card: written into, left, and only then saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.errors import NameTaken
from interviewcoder.project.file import Project
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.ui.code_tree import CodeTreePanel
from interviewcoder.ui.code_tree.card_fields import LineField, TextField

if TYPE_CHECKING:
    from tests.ui.code_tree.conftest import Codebook
    from tests.ui.conftest import FakePrompts

CONTROL = Qt.KeyboardModifier.ControlModifier


def field(panel: CodeTreePanel, name: str) -> LineField | TextField:
    fields: list[LineField | TextField] = [*panel.card.findChildren(LineField)]
    fields += panel.card.findChildren(TextField)
    return next(field for field in fields if field.accessibleName() == name)


def write(panel: CodeTreePanel, name: str, text: str) -> LineField | TextField:
    """Write into a field without leaving it."""
    found = field(panel, name)
    found.setFocus()
    found.selectAll()
    QTest.keyClicks(found, text)
    return found


def words_on(panel: CodeTreePanel) -> list[str]:
    return [label.text() for label in panel.card.findChildren(QLabel) if label.isVisibleTo(panel)]


def steps(project: Project) -> list[str]:
    return [entry.label for entry in project.log()]


def test_a_field_is_saved_when_it_is_left_and_only_it(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.lawsuits)
    before = steps(project)
    write(panel, "Definition", "Legal consequences.")
    assert codes.node(project, codebook.lawsuits).definition == ""
    panel.tree.setFocus()
    assert codes.node(project, codebook.lawsuits).definition == "Legal consequences."
    assert steps(project) == [*before, "Define code"]
    for name in ("Definition", "Use when", "Memo", "In brief"):
        field(panel, name).setFocus()
    panel.tree.setFocus()
    assert steps(project) == [*before, "Define code"]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("In brief", "brief"),
        ("Definition", "definition"),
        ("Use when", "use_when"),
        ("Don't use when", "dont_use_when"),
        ("Note on where it comes from", "provenance_note"),
        ("Memo", "memo"),
    ],
)
def test_ctrl_return_saves_and_stays(
    project: Project, codebook: Codebook, panel: CodeTreePanel, name: str, column: str
) -> None:
    panel.choose(codebook.pride)
    written = write(panel, name, "Some words")
    QTest.keyClick(written, Qt.Key.Key_Return, CONTROL)
    assert getattr(codes.node(project, codebook.pride), column) == "Some words"
    assert written.hasFocus()


def test_escape_brings_the_stored_text_back(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    codes.describe(project, codebook.pride, definition="As it was", brief="Short")
    panel.choose(codebook.pride)
    for name in ("Definition", "In brief"):
        QTest.keyClick(write(panel, name, "Nonsense"), Qt.Key.Key_Escape)
    panel.tree.setFocus()
    assert codes.node(project, codebook.pride).definition == "As it was"
    assert codes.node(project, codebook.pride).brief == "Short"


def test_what_is_pending_is_saved_on_its_own_code_when_another_is_chosen(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.pride)
    write(panel, "Memo", "About pride")
    panel.choose(codebook.trust)
    assert codes.node(project, codebook.pride).memo == "About pride"
    assert codes.node(project, codebook.trust).memo == ""
    assert field(panel, "Memo").written() == ""


def test_what_is_pending_can_be_saved_from_outside(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    write(panel, "Memo", "Nearly lost")
    panel.save_pending()
    assert codes.node(project, codebook.pride).memo == "Nearly lost"


def test_a_change_elsewhere_doesnt_disturb_who_is_writing(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.pride)
    writing = write(panel, "Definition", "Half a sen")
    codes.describe(project, codebook.pride, memo="From elsewhere")
    codes.add(project, "Hope")
    assert writing.written() == "Half a sen"
    assert field(panel, "Memo").written() == "From elsewhere"


def test_a_code_that_is_gone_takes_what_was_pending_with_it(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    panel.choose(codebook.pride)
    write(panel, "Memo", "Too late")
    codes.delete(project, codebook.pride)
    assert prompts.errors == []
    assert not panel.card.isVisible()


def test_undo_shows_on_the_card(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    write(panel, "Definition", "New")
    panel.tree.setFocus()
    project.undo()
    assert field(panel, "Definition").written() == ""


def test_a_name_that_is_taken_is_refused_and_the_old_one_comes_back(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    panel.choose(codebook.pride)
    QTest.keyClick(write(panel, "Name", "Fear"), Qt.Key.Key_Return)
    assert [type(error) for error in prompts.errors] == [NameTaken]
    assert field(panel, "Name").written() == "Pride"
    QTest.keyClick(write(panel, "Name", "Honour"), Qt.Key.Key_Return)
    assert codes.node(project, codebook.pride).name == "Honour"


def test_a_text_that_qt_would_rewrite_stays_as_it_is(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    codes.describe(project, codebook.pride, definition="10\u00a0000 words\u2028and more")
    before = steps(project)
    panel.choose(codebook.pride)
    field(panel, "Definition").setFocus()
    panel.tree.setFocus()
    assert steps(project) == before


def test_where_a_code_comes_from_is_a_choice(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    (box,) = panel.card.findChildren(QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert codes.node(project, codebook.pride).provenance == "deductive"


def test_the_card_says_where_the_code_stands(codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.family)
    assert "Fear > Reputation > Family" in words_on(panel)
    assert "Not used yet" in words_on(panel)


def test_the_first_passages_are_shown_and_asked_for(
    qtbot: QtBot, codebook: Codebook, interview: SourceView, coded: list[Span], panel: CodeTreePanel
) -> None:
    panel.choose(codebook.lawsuits)
    assert "2 codings in 1 source" in words_on(panel)
    (listed,) = panel.card.findChildren(QListWidget)
    assert [listed.item(row).text() for row in range(listed.count())] == ["afraid of lawsuits", "Nobody asked us"]
    with qtbot.waitSignal(panel.passage_asked) as asked:
        place = listed.visualItemRect(listed.item(1)).center()
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert asked.args == [interview.id, coded[1]]


def test_of_many_passages_only_the_first_are_shown(
    project: Project, codebook: Codebook, interview: SourceView, panel: CodeTreePanel
) -> None:
    with project.op("Code passages"):
        for start in range(12):
            segments.code_passage(project, interview.id, Span(start, start + 20), codebook.pride)
    panel.choose(codebook.pride)
    assert "12 codings in 1 source" in words_on(panel)
    assert "and 4 more" in words_on(panel)


def test_the_card_folds_to_its_head(qtbot: QtBot, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    fold = next(button for button in panel.card.findChildren(QToolButton) if button.isCheckable())
    before = panel.card.height()
    fold.click()
    qtbot.waitUntil(lambda: panel.card.height() < 60)
    fold.click()
    qtbot.waitUntil(lambda: panel.card.height() == pytest.approx(before, abs=40))


def test_define_puts_the_cursor_into_the_definition(codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    next(action for action in panel.tree.actions() if action.text() == "Define…").trigger()
    assert field(panel, "Definition").hasFocus()


def test_fields_grow_with_their_text(qtbot: QtBot, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    definition = field(panel, "Definition")
    one_line = definition.height()
    write(panel, "Definition", "A long definition that will need some lines at this width. " * 4)
    assert isinstance(definition, TextField)
    qtbot.waitUntil(lambda: definition.height() > 3 * one_line // 2)
    qtbot.waitUntil(lambda: definition.verticalScrollBar().maximum() == 0)


def test_everything_on_the_card_has_a_name(codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    used: list[QWidget] = []
    for kind in (QLineEdit, QPlainTextEdit, QComboBox, QToolButton, QListWidget):
        used += panel.card.findChildren(kind)
    assert [type(widget).__name__ for widget in used if not widget.accessibleName()] == []


def test_the_wheel_over_the_provenance_changes_nothing(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.lawsuits)
    before = codes.node(project, codebook.lawsuits).provenance
    box = panel.card.findChildren(QComboBox)[0]
    middle = box.rect().center().toPointF()
    for turn in (-120, 120):
        wheel = QWheelEvent(
            middle,
            box.mapToGlobal(middle),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, wheel)
        assert codes.node(project, codebook.lawsuits).provenance == before


def test_letters_over_the_provenance_change_nothing(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.lawsuits)
    box = panel.card.findChildren(QComboBox)[0]
    box.setFocus()
    QTest.keyClicks(box, "deductive")
    assert codes.node(project, codebook.lawsuits).provenance == "inductive"
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert codes.node(project, codebook.lawsuits).provenance == "deductive"


def test_tab_goes_down_the_card_as_the_eye_does(codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.lawsuits)
    field(panel, "Name").setFocus()
    visited = []
    for _ in range(7):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        visited.append(now.accessibleName())
    assert visited == [
        "In brief",
        "Definition",
        "Use when",
        "Don't use when",
        "Where it comes from",
        "Note on where it comes from",
        "Memo",
    ]
