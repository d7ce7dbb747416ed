"""The tree as Qt sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes
from interviewcoder.project.file import Project
from interviewcoder.sources.text import Span
from interviewcoder.ui.code_tree.model import FADED_ROLE, TOTAL_ROLE, CodeTreeModel
from interviewcoder.ui.code_tree.places import Place, with_ancestors
from interviewcoder.ui.drag_formats import code_to_drag, dragged_code, passage_to_drag

if TYPE_CHECKING:
    from tests.ui.code_tree.conftest import Codebook

MOVE = Qt.DropAction.MoveAction


@pytest.fixture
def model(project: Project, codebook: Codebook) -> CodeTreeModel:
    """The codebook as a model."""
    made = CodeTreeModel()
    made.show_nodes(codes.tree(project))
    return made


def test_the_model_keeps_qts_rules_through_every_change(
    project: Project, codebook: Codebook, model: CodeTreeModel
) -> None:
    # Looks at every signal; what is wrong is a warning of Qt's, which fails the test.
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    codes.move(project, codebook.family, parent_id=codebook.trust)
    assert model.show_nodes(codes.tree(project))
    codes.rename(project, codebook.family, "Relatives")
    assert not model.show_nodes(codes.tree(project))
    nodes = codes.tree(project)
    assert model.show_nodes(nodes, with_ancestors(nodes, {codebook.family}), {codebook.family})
    assert model.show_nodes([])
    assert model.rowCount() == 0


def test_rows_stand_in_the_order_of_the_tree(codebook: Codebook, model: CodeTreeModel) -> None:
    top = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert top == ["Fear", "Pride", "Trust"]
    reputation = model.place_of(codebook.reputation)
    assert reputation.parent() == model.place_of(codebook.fear)
    assert (model.rowCount(reputation), model.index(0, 0, reputation).data()) == (1, "Family")
    assert not model.index(7, 0).isValid()
    assert not model.place_of(4711).isValid()


@pytest.mark.usefixtures("coded")
def test_a_theme_sums_up_what_is_below_it(project: Project, codebook: Codebook) -> None:
    model = CodeTreeModel()
    model.show_nodes(codes.tree(project))
    assert [model.place_of(code).data(TOTAL_ROLE) for code in (codebook.fear, codebook.reputation)] == [3, 1]


def test_what_only_leads_to_an_answer_is_faded(project: Project, codebook: Codebook, model: CodeTreeModel) -> None:
    nodes = codes.tree(project)
    model.show_nodes(nodes, with_ancestors(nodes, {codebook.family}), {codebook.family})
    assert [model.place_of(code).data(FADED_ROLE) for code in (codebook.fear, codebook.family)] == [True, False]


def test_an_edited_name_is_asked_for_unless_it_is_the_old_one(
    qtbot: QtBot, codebook: Codebook, model: CodeTreeModel
) -> None:
    with qtbot.waitSignal(model.rename_asked) as asked:
        assert model.setData(model.place_of(codebook.pride), " Honour ")
    assert asked.args == [codebook.pride, "Honour"]
    with qtbot.assertNotEmitted(model.rename_asked):
        assert not model.setData(model.place_of(codebook.pride), "Pride ")


def test_a_code_is_dropped_onto_another_and_between_others(
    qtbot: QtBot, codebook: Codebook, model: CodeTreeModel
) -> None:
    trust = code_to_drag(codebook.trust)
    with qtbot.waitSignal(model.move_asked) as asked:
        assert model.dropMimeData(trust, MOVE, -1, -1, model.place_of(codebook.pride))
    assert asked.args == [[codebook.trust], Place(codebook.pride, None)]
    with qtbot.waitSignal(model.move_asked) as asked:
        assert model.dropMimeData(trust, MOVE, 1, 0, QModelIndex())
    assert asked.args == [[codebook.trust], Place(None, 1)]
    with qtbot.waitSignal(model.move_asked) as asked:
        assert model.dropMimeData(trust, MOVE, -1, -1, QModelIndex())
    assert asked.args == [[codebook.trust], Place(None, None)]


def test_a_code_is_never_dropped_below_itself(qtbot: QtBot, codebook: Codebook, model: CodeTreeModel) -> None:
    fear = code_to_drag(codebook.fear)
    for below in (codebook.fear, codebook.family):
        assert not model.canDropMimeData(fear, MOVE, -1, -1, model.place_of(below))
        with qtbot.assertNotEmitted(model.move_asked):
            assert not model.dropMimeData(fear, MOVE, -1, -1, model.place_of(below))
    assert not model.canDropMimeData(code_to_drag(4711), MOVE, -1, -1, QModelIndex())


def test_a_passage_is_dropped_onto_a_code_only(qtbot: QtBot, codebook: Codebook, model: CodeTreeModel) -> None:
    passage = passage_to_drag(Span(4, 19))
    with qtbot.waitSignal(model.passage_dropped) as dropped:
        assert model.dropMimeData(passage, Qt.DropAction.CopyAction, -1, -1, model.place_of(codebook.family))
    assert dropped.args == [Span(4, 19), codebook.family]
    assert not model.canDropMimeData(passage, MOVE, -1, -1, QModelIndex())
    assert not model.canDropMimeData(passage, MOVE, 0, 0, model.place_of(codebook.fear))


def test_a_dragged_code_is_its_id_and_no_words(codebook: Codebook, model: CodeTreeModel) -> None:
    mime = model.mimeData([model.place_of(codebook.pride)])
    assert dragged_code(mime) == codebook.pride
    assert not mime.hasText()
