"""The page “Passages” with real keys and mouse: building a question, walking through what answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from interviewcoder.analysis.attribute_filter import AttributeFilter
from interviewcoder.analysis.expressions import Distance, Either, Filters, Near, OfCode, Query, Within, Without
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, segments
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span
from interviewcoder.ui.passages_page.chips import ConditionChip
from interviewcoder.ui.passages_page.conditions import Condition, conditions_of, expression_of
from interviewcoder.ui.passages_page.filter_menu import range_of
from interviewcoder.ui.passages_page.frequencies_page import FrequenciesPage
from interviewcoder.ui.passages_page.page import PassagesPage

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts

SECOND = "I: And you?\nP02: I was never afraid. We talked about it at once."
PAGE = "passages"
# Of the list that a line offers; what a window system does with it the platform of the tests doesn't.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagateSizeHints)")


@pytest.fixture
def workspace(window: MainWindow, project: Project, interview_file: Path, tmp_path: Path) -> Workspace:
    """A window with two coded interviews of a nurse and a physician."""
    second = tmp_path / "P02 physician.txt"
    second.write_text(SECOND, encoding="utf-8")
    sources = [source.id for source in importing.add_files(project, [interview_file, second])]
    with project.op("Make a study"):
        role = attributes.add(project, "role").id
        for name, source_id, value in zip(("P07", "P02"), sources, ("nurse", "physician"), strict=True):
            case = cases.add(project, name)
            cases.tie_source(project, case.id, source_id)
            attributes.set_value(project, case.id, role, value)
        fear, talk = codes.add(project, "Fear").id, codes.add(project, "Talking").id
        for source_id, words, code_id in (
            (sources[0], "afraid of lawsuits", fear),
            (sources[0], "We all were", fear),
            (sources[0], "Talking about it", talk),
            (sources[1], "never afraid", fear),
            (sources[1], "We talked about it", talk),
        ):
            segments.code_passage(project, source_id, segments.find_passage(project, source_id, words), code_id)
    path = project.path
    project.close()
    window.open_project(path)
    assert window.workspace is not None
    return window.workspace


@pytest.fixture
def page(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> PassagesPage:
    """The page, opened by its menu entry."""
    window.menus.action("passages").trigger()
    found = workspace.results.page(PAGE)
    assert isinstance(found, PassagesPage)
    qtbot.waitUntil(found.isVisible)
    return found


def add_code(page: PassagesPage, typed: str, operator: int | None = None) -> None:
    """Type a code's name as a person does; `operator` is a place in the list of ways to join."""
    if operator is not None:
        page.bar.operator.setCurrentIndex(operator)
    QTest.keyClicks(page.bar.line, typed)
    QTest.keyClick(page.bar.line, Qt.Key.Key_Return)


def words(page: PassagesPage) -> list[str]:
    """What the list shows."""
    return [page.list.rows.row_at(place).passage.words for place in range(page.list.rows.rowCount())]


def chips(page: PassagesPage) -> list[ConditionChip]:
    """The conditions on codes, from left to right."""
    return [chip for chip in page.bar.findChildren(ConditionChip) if not chip.isHidden()]


def test_its_keys_open_the_page_with_the_keyboard_in_the_line(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    found = workspace.results.page(PAGE)
    assert isinstance(found, PassagesPage)
    qtbot.waitUntil(found.bar.line.hasFocus)
    QTest.keyClick(found.bar.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(workspace.results.isHidden)


def test_a_code_is_named_by_some_letters_and_return(page: PassagesPage, qtbot: QtBot) -> None:
    add_code(page, "fea")
    qtbot.waitUntil(lambda: page.counts.text() == "3 passages · 2 sources · 2 participants")
    assert words(page) == ["afraid of lawsuits", "We all were", "never afraid"]
    assert page.bar.line.text() == ""
    first = page.list.rows.row_at(0)
    assert (first.group, first.count) == ("P07 nurse", 2)
    assert page.list.rows.row_at(1).count is None


def test_a_code_that_is_made_while_the_page_is_open_can_be_asked_for(
    workspace: Workspace, page: PassagesPage, qtbot: QtBot
) -> None:
    pride = codes.add(workspace.project, "Pride").id
    source_id = segments.listing(workspace.project)[0].source_id
    passage = segments.find_passage(workspace.project, source_id, "We all were")
    segments.code_passage(workspace.project, source_id, passage, pride)
    QTest.keyClicks(page.bar.line, "pri")
    QTest.keyClick(page.bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.counts.text().startswith("1 passage"))


def test_a_second_code_is_joined_and_its_way_can_be_changed(page: PassagesPage, qtbot: QtBot) -> None:
    add_code(page, "Fear")
    add_code(page, "Talking", operator=4)
    assert page.query().expression == Near(OfCode(1), OfCode(2), Distance(20))
    qtbot.waitUntil(lambda: not page.search.running)
    assert len(words(page)) == 3
    menu = chips(page)[1].operator.menu()
    menu.aboutToShow.emit()
    near = next(action.menu() for action in menu.actions() if action.text() == "near")
    assert isinstance(near, QMenu)
    next(action for action in near.actions() if action.text() == "same turn").trigger()
    qtbot.waitUntil(lambda: words(page) == ["never afraid"])
    assert chips(page)[1].operator.text() == "near, same turn"


def test_the_way_to_join_has_room_in_the_box_and_is_explained_in_its_list(page: PassagesPage) -> None:
    box = page.bar.operator
    for place in range(box.count()):
        box.setCurrentIndex(place)
        room = box.width() - 2 * box.fontMetrics().height()
        assert box.fontMetrics().horizontalAdvance(box.shown_words()) <= room, box.shown_words()
    assert box.itemText(0) == "and (the words both cover)"
    assert box.grab().toImage().width() == round(box.width() * box.devicePixelRatioF())


def test_another_distance_is_asked_for(page: PassagesPage, prompts: FakePrompts, qtbot: QtBot) -> None:
    add_code(page, "Fear")
    add_code(page, "Talking", operator=4)
    prompts.text = "3"
    menu = chips(page)[1].operator.menu()
    menu.aboutToShow.emit()
    near = next(action.menu() for action in menu.actions() if action.text() == "near")
    assert isinstance(near, QMenu)
    next(action for action in near.actions() if action.text() == "Other number of words…").trigger()
    assert page.query().expression == Near(OfCode(1), OfCode(2), Distance(3))


def test_backspace_in_the_empty_line_and_delete_on_a_chip_take_conditions_away(page: PassagesPage) -> None:
    add_code(page, "Fear")
    add_code(page, "Talking", operator=3)
    assert isinstance(page.query().expression, Without)
    QTest.qWait(1)
    QTest.keyClick(page.bar.line, Qt.Key.Key_Backspace)
    assert page.query().expression == OfCode(1)
    QTest.keyClick(chips(page)[0], Qt.Key.Key_Delete)
    assert page.bar.is_empty and words(page) == []


def test_up_and_down_walk_and_the_transcript_follows(
    workspace: Workspace, page: PassagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    add_code(page, "Fear")
    window.activateWindow()
    # The list of names that has just closed still gives the keyboard back to its line.
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None and page.bar.line.hasFocus())
    QApplication.processEvents()
    page.list.setFocus()
    qtbot.waitUntil(page.list.hasFocus)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: workspace.reading.source is not None and workspace.reading.source.name == "P02 physician")
    project = workspace.project
    source_id = workspace.sources.current_id()
    assert source_id is not None
    expected = segments.find_passage(project, source_id, "never afraid")
    assert workspace.reading.view.selection() == expected
    qtbot.waitUntil(page.list.hasFocus)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.list.hasFocus())


def test_participants_are_filtered_by_the_menu_and_the_chip_takes_it_back(page: PassagesPage, qtbot: QtBot) -> None:
    add_code(page, "Fear")
    page.bar.fill_where()
    role = next(action.menu() for action in page.bar.where.menu().actions() if action.text() == "role")
    assert isinstance(role, QMenu)
    next(action for action in role.actions() if action.text() == "physician").trigger()
    qtbot.waitUntil(lambda: words(page) == ["never afraid"])
    assert page.query().filters == Filters(attributes=(AttributeFilter(1, ("physician",)),))
    chip = next(label for label in page.bar.findChildren(QLabel) if label.text() == "role: physician").parentWidget()
    assert chip is not None
    cross = chip.findChild(QToolButton)
    assert isinstance(cross, QToolButton)
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert page.query().filters == Filters()


def test_passages_are_grouped_by_participant_or_code_and_the_chosen_one_stays(page: PassagesPage, qtbot: QtBot) -> None:
    add_code(page, "Talking")
    add_code(page, "Fear", operator=2)
    qtbot.waitUntil(lambda: not page.search.running)
    page.list.setCurrentIndex(page.list.rows.index(4))
    page.grouping.setCurrentIndex(2)
    rows = [page.list.rows.row_at(place) for place in range(5)]
    assert [(row.group, row.count) for row in rows if row.count] == [("Fear", 3), ("Talking", 2)]
    chosen = page.list.current_hit()
    assert chosen is not None and chosen.code_ids == (2,)
    page.grouping.setCurrentIndex(1)
    assert [page.list.rows.row_at(place).group for place in (0, 4)] == ["P07, nurse", "P02, physician"]


def test_nothing_asked_and_nothing_found_are_said(page: PassagesPage, qtbot: QtBot) -> None:
    assert page.findChild(QLabel, "") is not None and not page.list.isVisible()
    add_code(page, "Fear")
    add_code(page, "Talking")
    qtbot.waitUntil(lambda: page.counts.text() == "Nothing found")
    assert any(label.text() == "No passage answers to this" for label in page.findChildren(QLabel) if label.isVisible())


def test_a_change_of_the_project_is_followed_and_the_place_is_kept(
    workspace: Workspace, page: PassagesPage, qtbot: QtBot
) -> None:
    add_code(page, "Fear")
    page.list.setCurrentIndex(page.list.rows.index(1))
    source_id = workspace.sources.first_id()
    assert source_id is not None
    segments.code_passage(workspace.project, source_id, Span(0, 4), 1)
    qtbot.waitUntil(lambda: len(words(page)) == 4)
    chosen = page.list.current_hit()
    assert chosen is not None and page.list.rows.row_at(page.list.currentIndex().row()).passage.words == "We all were"
    workspace.project.undo()
    qtbot.waitUntil(lambda: len(words(page)) == 3)


def test_a_question_is_stored_under_a_name_and_asked_again(
    page: PassagesPage, prompts: FakePrompts, qtbot: QtBot
) -> None:
    add_code(page, "Fear")
    add_code(page, "Talking", operator=2)
    stored = page.query()
    prompts.text = "Fear or talk"
    page.fill_saved()
    page.saved.menu().actions()[0].trigger()
    page.ask(Query(OfCode(2)))
    page.fill_saved()
    next(action for action in page.saved.menu().actions() if action.text() == "Fear or talk").trigger()
    assert page.query() == stored
    page.fill_saved()
    forgetting = page.saved.menu().actions()[-1].menu()
    assert isinstance(forgetting, QMenu)
    forgetting.actions()[0].trigger()
    page.fill_saved()
    assert [action.text() for action in page.saved.menu().actions() if action.text()][-1] == "None stored yet"


def test_passages_are_exported_with_the_question(page: PassagesPage, prompts: FakePrompts, tmp_path: Path) -> None:
    add_code(page, "Fear")
    prompts.save_to = tmp_path / "fear.csv"
    page.export_asked.emit("csv")
    text = prompts.save_to.read_text(encoding="utf-8-sig")
    assert text.startswith("Question,“Fear”") and "afraid of lawsuits" in text
    (note,) = prompts.notes
    assert note.startswith("3 passages are in the file.") and prompts.errors == []


def test_the_frequencies_page_counts_and_leads_to_the_passages(
    window: MainWindow, workspace: Workspace, prompts: FakePrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    window.menus.action("frequencies").trigger()
    page = workspace.results.page("frequencies")
    assert isinstance(page, FrequenciesPage)
    model = page.rows
    assert [model.data(model.index(0, column)) for column in range(5)] == ["Fear", "3", "2", "2", "1"]
    page.columns.setCurrentIndex(1)
    page.counting.setCurrentIndex(1)
    assert model.columns == ("nurse", "physician") and list(model.rows[0].counts) == [1, 1]
    page.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row.name for row in model.rows] == ["Talking", "Fear"]
    prompts.save_to = tmp_path / "table.csv"
    page.export_asked.emit()
    assert prompts.save_to.read_text(encoding="utf-8-sig").splitlines()[1] == "Talking,2,2,1,1"
    page.table.activated.emit(model.index(1, 0))
    found = workspace.results.page(PAGE)
    assert isinstance(found, PassagesPage)
    qtbot.waitUntil(lambda: len(words(found)) == 3)


def test_the_menu_of_a_code_lists_all_its_passages(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.codes.choose(1)
    menu = workspace.codes.context_menu()
    next(action for action in menu.actions() if action.text() == "List all passages").trigger()
    found = workspace.results.page(PAGE)
    assert isinstance(found, PassagesPage)
    qtbot.waitUntil(lambda: len(words(found)) == 3)
    assert found.query().expression == OfCode(1)
    menu.deleteLater()


def test_the_models_keep_what_qt_asks_of_them(
    page: PassagesPage, workspace: Workspace, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    qtmodeltester.check(page.list.rows)  # type: ignore[no-untyped-call]  # of a library without types
    add_code(page, "Fear")
    qtbot.waitUntil(lambda: not page.search.running)
    workspace.passages.show_frequencies()
    page.grouping.setCurrentIndex(1)


@pytest.mark.parametrize(
    "row",
    [
        [],
        [Condition(1)],
        [Condition(1), Condition(2, "or"), Condition(3, "near", Distance(2, "turns")), Condition(4, "not")],
        [Condition(1), Condition(2, "whole"), Condition(3, "within"), Condition(4, "followed", Distance(3, "turns"))],
    ],
)
def test_a_row_of_conditions_is_read_back_from_what_it_means(row: list[Condition]) -> None:
    assert conditions_of(expression_of(row, subcodes=False)) == (row, False) or row == []


def test_what_a_row_cannot_say_is_not_shown_as_one() -> None:
    assert conditions_of(Within(OfCode(1), Either(OfCode(2), OfCode(3)))) is None
    assert conditions_of(Either(OfCode(1, True), OfCode(2, False))) is None


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("5-10", (5, 10)), ("5–10", (5, 10)), ("5-", (5, None)), ("-10", (None, 10)), ("7", (7, 7)), ("a-b", None)],
)
def test_a_range_is_read_as_it_is_typed(text: str, bounds: tuple[float | None, float | None] | None) -> None:
    assert range_of(text) == bounds
