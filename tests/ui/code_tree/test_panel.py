"""The panel, used with real keys, mouse and drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.coding.codes import PALETTE
from interviewcoder.errors import NameTaken
from interviewcoder.project.file import Project
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.ui.code_tree import CodeTreePanel
from interviewcoder.ui.drag_formats import code_to_drag, dragged_code, passage_to_drag
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.project_signals import ProjectSignals

if TYPE_CHECKING:
    from tests.ui.code_tree.conftest import Codebook
    from tests.ui.conftest import FakePrompts

ALT, SHIFT, PLAIN = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


def press(panel: CodeTreePanel, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, key, modifier)


def filter_of(panel: CodeTreePanel) -> QLineEdit:
    return next(field for field in panel.findChildren(QLineEdit) if field.accessibleName() == "Filter codes")


def shown(panel: CodeTreePanel) -> list[str]:
    names = []
    index = panel.tree.model().index(0, 0)
    while index.isValid():
        names.append(str(index.data()))
        index = panel.tree.indexBelow(index)
    return names


def names(project: Project) -> list[tuple[str, int]]:
    return [(node.name, node.depth) for node in codes.tree(project)]


def chosen(panel: CodeTreePanel) -> str | None:
    node = panel.tree.current_node()
    return node.name if node else None


def drop(panel: CodeTreePanel, mime: QMimeData, place: QPoint) -> bool:
    """Drag something over a place of the tree and let go; tell whether it was taken."""
    viewport = panel.tree.viewport()
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    button = Qt.MouseButton.LeftButton
    QApplication.sendEvent(viewport, QDragEnterEvent(place, actions, mime, button, PLAIN))
    move = QDragMoveEvent(place, actions, mime, button, PLAIN)
    QApplication.sendEvent(viewport, move)
    if not move.isAccepted():
        return False
    event = QDropEvent(QPointF(place), actions, mime, button, PLAIN)
    QApplication.sendEvent(viewport, event)
    return event.isAccepted()


def middle_of(panel: CodeTreePanel, code_id: int) -> QPoint:
    panel.choose(code_id)
    return panel.tree.visualRect(panel.tree.currentIndex()).center()


def test_an_empty_codebook_says_how_to_begin(qtbot: QtBot, project: Project, prompts: FakePrompts) -> None:
    panel = CodeTreePanel(project, ProjectSignals(project), prompts)
    qtbot.addWidget(panel)
    panel.show()
    (page,) = panel.findChildren(EmptyPage)
    assert page.isVisible()
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "No codes yet" in words
    assert "Select words in the transcript and type a name." in words
    assert not panel.card.isVisible()


def test_f2_renames_where_the_name_stands(
    qtbot: QtBot, project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.pride)
    press(panel, Qt.Key.Key_F2)
    (editor,) = panel.tree.viewport().findChildren(QLineEdit)
    QTest.keyClicks(editor, "Honour")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: codes.node(project, codebook.pride).name == "Honour")
    assert chosen(panel) == "Honour"
    assert project.undo_label == "Rename code"


def test_a_name_that_is_taken_is_refused_calmly(
    qtbot: QtBot, project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    panel.choose(codebook.pride)
    press(panel, Qt.Key.Key_F2)
    (editor,) = panel.tree.viewport().findChildren(QLineEdit)
    QTest.keyClicks(editor, "fear")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [type(error) for error in prompts.errors] == [NameTaken])
    assert chosen(panel) == "Pride"


def test_insert_adds_a_sibling_and_with_shift_a_code_below(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    panel.choose(codebook.lawsuits)
    prompts.text = "Police"
    press(panel, Qt.Key.Key_Insert)
    assert codes.by_name(project, "Fear > Police").depth == 1
    assert chosen(panel) == "Police"
    prompts.text = "Fines"
    press(panel, Qt.Key.Key_Insert, SHIFT)
    assert codes.by_name(project, "Fear > Police > Fines").depth == 2


def test_the_button_adds_a_code(project: Project, panel: CodeTreePanel, prompts: FakePrompts) -> None:
    prompts.text = "Hope"
    button = next(button for button in panel.findChildren(QToolButton) if button.accessibleName() == "New code")
    button.click()
    assert names(project)[-1] == ("Hope", 0)
    assert chosen(panel) == "Hope"


@pytest.mark.usefixtures("coded")
def test_delete_asks_first_and_says_what_goes(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def refuse(title: str, message: str, **_: object) -> bool:
        said.append(message)
        return False

    monkeypatch.setattr(prompts, "confirm", refuse)
    panel.choose(codebook.lawsuits)
    press(panel, Qt.Key.Key_Delete)
    panel.choose(codebook.fear)
    press(panel, Qt.Key.Key_Delete)
    assert "“Lawsuits”" in said[0]
    assert "2 codings" in said[0]
    assert "The 2 codes below move up" in said[1]
    assert len(codes.tree(project)) == 6
    monkeypatch.undo()
    panel.choose(codebook.lawsuits)
    press(panel, Qt.Key.Key_Delete)
    assert codebook.lawsuits not in [node.id for node in codes.tree(project)]
    assert chosen(panel) == "Reputation"
    project.undo()
    assert len(segments.of_code(project, codebook.lawsuits)) == 2


def test_return_and_a_double_click_give_the_code_to_the_selection(
    qtbot: QtBot, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.pride)
    with qtbot.waitSignal(panel.code_activated) as activated:
        press(panel, Qt.Key.Key_Return)
    assert activated.args == [codebook.pride]
    place = middle_of(panel, codebook.trust)
    with qtbot.waitSignal(panel.code_activated) as activated:
        QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, PLAIN, place)
        QTest.mouseDClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, PLAIN, place)
    assert activated.args == [codebook.trust]


def test_alt_and_arrows_move_a_code_through_the_tree(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.trust)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right):
        press(panel, key, ALT)
        assert chosen(panel) == "Trust"
    assert codes.node(project, codebook.trust).parent_id == codebook.fear
    press(panel, Qt.Key.Key_Up, ALT)
    assert [name for name, depth in names(project) if depth == 1] == ["Lawsuits", "Trust", "Reputation"]
    press(panel, Qt.Key.Key_Left, ALT)
    assert [name for name, depth in names(project) if depth == 0] == ["Fear", "Trust", "Pride"]
    press(panel, Qt.Key.Key_Down, ALT)
    assert [name for name, depth in names(project) if depth == 0] == ["Fear", "Pride", "Trust"]


def test_a_code_dropped_on_a_row_goes_below_it(
    qtbot: QtBot, project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    assert drop(panel, code_to_drag(codebook.trust), middle_of(panel, codebook.pride))
    qtbot.waitUntil(lambda: codes.node(project, codebook.trust).parent_id == codebook.pride)
    assert chosen(panel) == "Trust"


def test_a_code_dropped_between_rows_goes_there(
    qtbot: QtBot, project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.pride)
    edge = panel.tree.visualRect(panel.tree.currentIndex())
    assert drop(panel, code_to_drag(codebook.trust), QPoint(edge.center().x(), edge.top() + 1))
    qtbot.waitUntil(lambda: [name for name, depth in names(project) if depth == 0] == ["Fear", "Trust", "Pride"])
    assert not drop(panel, code_to_drag(codebook.fear), middle_of(panel, codebook.family))


def test_a_passage_dropped_on_a_code_is_told(qtbot: QtBot, codebook: Codebook, panel: CodeTreePanel) -> None:
    place = middle_of(panel, codebook.family)
    edge = panel.tree.visualRect(panel.tree.currentIndex())
    for target in (place, QPoint(place.x(), edge.top() + 1), QPoint(place.x(), edge.bottom())):
        with qtbot.waitSignal(panel.passage_dropped) as dropped:
            assert drop(panel, passage_to_drag(Span(4, 19)), target)
        assert dropped.args == [Span(4, 19), codebook.family]
    assert not drop(panel, passage_to_drag(Span(4, 19)), QPoint(20, panel.tree.viewport().height() - 3))


def test_a_code_is_dragged_out_with_its_id(
    codebook: Codebook, panel: CodeTreePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[int | None] = []
    monkeypatch.setattr(
        "interviewcoder.ui.code_tree.tree_view.QDrag.exec",
        lambda drag, *_: carried.append(dragged_code(drag.mimeData())),
    )
    place = middle_of(panel, codebook.pride)
    QTest.mousePress(panel.tree.viewport(), Qt.MouseButton.LeftButton, PLAIN, place)
    for step in (10, 30):
        QTest.mouseMove(panel.tree.viewport(), place + QPoint(0, step))
    QTest.mouseRelease(panel.tree.viewport(), Qt.MouseButton.LeftButton, PLAIN, place)
    assert carried == [codebook.pride]


def test_the_filter_shows_answers_under_their_themes(panel: CodeTreePanel) -> None:
    QTest.keyClicks(filter_of(panel), "fam")
    assert shown(panel) == ["Fear", "Reputation", "Family"]
    QTest.keyClick(filter_of(panel), Qt.Key.Key_Return)
    assert chosen(panel) == "Family"
    assert panel.tree.hasFocus()
    filter_of(panel).setText("nothing of the kind")
    assert shown(panel) == []
    filter_of(panel).clear()
    assert len(shown(panel)) == 6
    assert chosen(panel) == "Family"


def test_what_was_closed_stays_closed_through_changes_and_filters(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.reputation)
    press(panel, Qt.Key.Key_Left)
    assert "Family" not in shown(panel)
    codes.add(project, "Hope")
    assert "Family" not in shown(panel)
    filter_of(panel).setText("fam")
    assert "Family" in shown(panel)
    filter_of(panel).clear()
    assert "Family" not in shown(panel)
    assert "Hope" in shown(panel)


def test_numbers_follow_the_coding_and_its_undoing(
    project: Project, codebook: Codebook, panel: CodeTreePanel, interview: SourceView
) -> None:
    def counted() -> int:
        node = next(node for node in [panel.tree.current_node()] if node)
        return node.references

    panel.choose(codebook.pride)
    segments.code_passage(project, interview.id, Span(0, 5), codebook.pride)
    assert counted() == 1
    project.undo()
    assert counted() == 0
    assert chosen(panel) == "Pride"


def test_the_place_that_was_scrolled_to_stays(qtbot: QtBot, project: Project, panel: CodeTreePanel) -> None:
    with project.op("Add codes"):
        for number in range(80):
            codes.add(project, f"Code {number}")
    bar = panel.tree.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 400)
    bar.setValue(400)
    codes.add(project, "One more")
    assert bar.value() == 400


def test_a_colour_is_chosen_from_the_palette(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.pride)
    menu = panel.context_menu()
    colour = PALETTE[9]
    assert codes.node(project, codebook.pride).colour != colour
    next(button for button in menu.findChildren(QToolButton) if button.accessibleName() == "olive").click()
    assert codes.node(project, codebook.pride).colour == colour
    assert project.undo_label == "Recolour code"
    menu.deleteLater()


def test_another_colour_is_asked_for(
    project: Project, codebook: Codebook, panel: CodeTreePanel, prompts: FakePrompts
) -> None:
    panel.choose(codebook.pride)
    prompts.text = "#123456"
    menu = panel.context_menu()
    colours = next(each for each in menu.findChildren(QMenu) if each.title() == "Colour")
    next(action for action in colours.actions() if action.text() == "Other…").trigger()
    assert codes.node(project, codebook.pride).colour == "#123456"
    menu.deleteLater()


def test_the_menu_moves_a_code_to_the_top(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.family)
    menu = panel.context_menu()
    next(action for action in menu.actions() if action.text() == "Move to the top level").trigger()
    assert names(project)[-1] == ("Family", 0)
    menu.deleteLater()


def test_codes_nested_deeply_stay_in_the_panel(project: Project, panel: CodeTreePanel) -> None:
    shallow = panel.tree.indentation()
    parent = codes.add(project, "Level 0").id
    for level in range(1, 31):
        parent = codes.add(project, f"Level {level}", parent_id=parent).id
    panel.choose(parent)
    row = panel.tree.visualRect(panel.tree.currentIndex())
    assert row.right() <= panel.tree.viewport().width()
    assert row.width() >= 100
    for _ in range(31):
        project.undo()
    assert panel.tree.indentation() == shallow


def test_a_code_that_is_chosen_stays_in_sight_when_its_card_opens(panel: CodeTreePanel, codebook: Codebook) -> None:
    tree = panel.tree
    panel.resize(300, 300)
    panel.bar.open_all_asked.emit()
    QApplication.processEvents()
    last = tree.model().index(0, 0)
    while (below := tree.indexBelow(last)).isValid() and tree.visualRect(below).bottom() < tree.viewport().height():
        last = below

    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(last).center())
    QApplication.processEvents()

    assert panel.card.isVisible()
    assert tree.currentIndex() == last
    assert tree.viewport().rect().contains(tree.visualRect(last).center())
    assert tree.visualRect(last).bottom() <= tree.viewport().height()
