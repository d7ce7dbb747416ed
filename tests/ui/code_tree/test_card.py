"""The code card: written into, left, and only then saved."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from interviewcoder.coding import codes, merging, segments
from interviewcoder.errors import NameTaken
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow
from interviewcoder.sources import importing
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


def choice(panel: CodeTreePanel, name: str) -> QComboBox:
    return next(box for box in panel.card.findChildren(QComboBox) if box.accessibleName() == name)


def passages_of(panel: CodeTreePanel) -> QListView:
    """Bring the passages to the front."""
    panel.card.show_passages()
    return panel.card.passages.list


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
    box = choice(panel, "Where it comes from")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert codes.node(project, codebook.pride).provenance == "deductive"


def test_the_card_says_where_the_code_stands(codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.family)
    assert "Fear > Reputation > Family" in words_on(panel)
    passages_of(panel)
    assert "Not used yet" in words_on(panel)


def test_all_passages_are_shown_in_context_and_asked_for(
    qtbot: QtBot, codebook: Codebook, interview: SourceView, coded: list[Span], panel: CodeTreePanel
) -> None:
    panel.choose(codebook.lawsuits)
    listed = passages_of(panel)
    assert "2 codings in 1 source" in words_on(panel)
    rows = panel.card.passages.rows
    assert [rows.index(row).data() for row in range(rows.rowCount())] == ["afraid of lawsuits", "Nobody asked us"]
    first = rows.passage(0)
    assert first is not None
    assert (first.before[-6:], first.after[:8]) == ("I was ", ". Nobody")
    with qtbot.waitSignal(panel.passage_asked) as asked:
        place = listed.visualRect(rows.index(1)).center()
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert asked.args == [interview.id, coded[1]]
    listed.setFocus()
    with qtbot.waitSignal(panel.passage_asked) as asked:
        QTest.keyClick(listed, Qt.Key.Key_Up)
        QTest.keyClick(listed, Qt.Key.Key_Return)
    assert asked.args == [interview.id, coded[0]]


def test_passages_are_shown_of_one_source_alone(
    project: Project, codebook: Codebook, interview: SourceView, coded: list[Span], panel: CodeTreePanel, tmp_path: Path
) -> None:
    (tmp_path / "Second.txt").write_text("P: Nobody came.", encoding="utf-8")
    (second,) = importing.add_files(project, [tmp_path / "Second.txt"])
    segments.code_passage(project, second.id, Span(0, 6), codebook.lawsuits)
    panel.choose(codebook.lawsuits)
    passages_of(panel)
    box, rows = panel.card.passages.source, panel.card.passages.rows
    assert [box.itemText(row) for row in range(box.count())] == [
        "All sources (3)",
        "P03 physician (2)",
        "Second (1)",
    ]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert [rows.index(row).data() for row in range(rows.rowCount())] == ["Nobody"]
    segments.code_passage(project, second.id, Span(7, 12), codebook.lawsuits)
    assert rows.rowCount() == 2
    panel.choose(codebook.family)
    assert box.currentIndex() == 0


def test_thirty_thousand_passages_open_in_a_moment(
    project: Project, codebook: Codebook, interview: SourceView, panel: CodeTreePanel, qtbot: QtBot
) -> None:
    same = {"source_id": interview.id, "code_id": codebook.pride, "coder_id": project.coder.id, "created_at": "2026"}
    with project.op("Import") as session:
        rows = [{**same, "start": number % 50, "end": 51 + number % 9} for number in range(30_000)]
        session.execute(insert(SegmentRow), rows)
    # What goes in by the thousand isn't told to the window.
    panel.refresh(all_anew=True)
    panel.choose(codebook.trust)
    passages_of(panel)
    begun = time.process_time()
    panel.choose(codebook.pride)
    panel.card.passages.list.viewport().repaint()
    took = time.process_time() - begun
    assert panel.card.passages.rows.rowCount() == 30_000
    # Of the processor's time: a machine that has other work in hand makes nobody fail.
    assert took < 0.1
    # Who speaks is found out while the window goes on; the words say it then, behind a dot.
    qtbot.waitUntil(lambda: any(words.startswith("30000 codings in 1 source") for words in words_on(panel)))
    panel.card.passages.list.scrollToBottom()
    assert panel.card.passages.rows.passage(29_999) is not None


def test_marks_of_a_passage_are_said(
    project: Project, codebook: Codebook, coded: list[Span], panel: CodeTreePanel
) -> None:
    (segment,) = segments.of_code(project, codebook.family)
    segments.mark_exemplar(project, segment.id)
    segments.mark_negative(project, segment.id)
    segments.set_level(project, segment.id, "latent")
    panel.choose(codebook.family)
    passages_of(panel)
    said = panel.card.passages.rows.index(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said.endswith("exemplar · negative case · latent")
    merging.merge(project, [codebook.family], codebook.reputation)
    panel.choose(codebook.reputation)
    said = panel.card.passages.rows.index(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said.endswith("latent · before: “Family”")


def test_the_rows_of_passages_keep_qts_rules(
    project: Project, codebook: Codebook, coded: list[Span], panel: CodeTreePanel
) -> None:
    rows = panel.card.passages.rows
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Warning, rows)
    panel.choose(codebook.lawsuits)
    passages_of(panel)
    assert rows.rowCount() == 2
    project.undo()
    panel.choose(codebook.trust)
    assert rows.rowCount() == 0


def test_examples_and_status_are_written_on_the_card(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.pride)
    for name, column in (
        ("Typical example", "typical"),
        ("Atypical example", "atypical"),
        ("Close, but no", "close_but_no"),
    ):
        write(panel, name, f"See {name}")
        panel.tree.setFocus()
        assert getattr(codes.node(project, codebook.pride), column) == f"See {name}"
    box = choice(panel, "Status")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert codes.node(project, codebook.pride).status == "final"
    assert project.undo_label == "Define code"


def test_the_card_tells_what_was_done_to_the_code(project: Project, codebook: Codebook, panel: CodeTreePanel) -> None:
    codes.rename(project, codebook.pride, "Honour")
    merging.merge(project, [codebook.trust], codebook.pride, reason="one thing")
    panel.choose(codebook.pride)
    pages = panel.card.findChild(QTabWidget)
    assert isinstance(pages, QTabWidget)
    pages.setCurrentWidget(panel.card.history)
    told = [label.text() for label in panel.card.history.findChildren(QLabel)]
    assert told[0] == "Merged “Trust” into “Honour”: one thing"
    assert "Renamed the code “Pride” to “Honour”" in told
    assert told[-2] == "Added the code “Pride”"
    codes.describe(project, codebook.pride, brief="Short")
    assert "Described the code “Honour”" in [label.text() for label in panel.card.history.findChildren(QLabel)]


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
    for kind in (QLineEdit, QPlainTextEdit, QComboBox, QToolButton, QTabBar):
        used += panel.card.findChildren(kind)
    used += [panel.card.passages.list, panel.card.history]
    assert [type(widget).__name__ for widget in used if not widget.accessibleName()] == []


def test_the_wheel_over_the_provenance_changes_nothing(
    project: Project, codebook: Codebook, panel: CodeTreePanel
) -> None:
    panel.choose(codebook.lawsuits)
    before = codes.node(project, codebook.lawsuits).provenance
    box = choice(panel, "Where it comes from")
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
    box = choice(panel, "Where it comes from")
    box.setFocus()
    QTest.keyClicks(box, "deductive")
    assert codes.node(project, codebook.lawsuits).provenance == "inductive"
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert codes.node(project, codebook.lawsuits).provenance == "deductive"


def test_tab_goes_down_the_card_as_the_eye_does(codebook: Codebook, panel: CodeTreePanel) -> None:
    panel.choose(codebook.lawsuits)
    field(panel, "Name").setFocus()
    visited = []
    for _ in range(12):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        visited.append(now.accessibleName())
    assert visited == [
        "Pages of the code card",
        "In brief",
        "Definition",
        "Use when",
        "Don't use when",
        "Typical example",
        "Atypical example",
        "Close, but no",
        "Status",
        "Where it comes from",
        "Note on where it comes from",
        "Memo",
    ]
