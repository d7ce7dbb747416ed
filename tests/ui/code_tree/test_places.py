"""Where a step, a drop or a filter takes codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import codes
from interviewcoder.project.file import Project
from interviewcoder.ui.code_tree.places import Place, Step, answering, below, between, stepped, with_ancestors

if TYPE_CHECKING:
    from tests.ui.code_tree.conftest import Codebook


def test_steps_go_as_far_as_the_tree(project: Project, codebook: Codebook) -> None:
    nodes = codes.tree(project)
    assert stepped(nodes, codebook.fear, Step.UP) is None
    assert stepped(nodes, codebook.fear, Step.DOWN) == Place(None, 1)
    assert stepped(nodes, codebook.trust, Step.DOWN) is None
    assert stepped(nodes, codebook.trust, Step.IN) == Place(codebook.pride, None)
    assert stepped(nodes, codebook.lawsuits, Step.IN) is None
    assert stepped(nodes, codebook.family, Step.OUT) == Place(codebook.fear, 2)
    assert stepped(nodes, codebook.pride, Step.OUT) is None


@pytest.mark.parametrize("row", [0, 1, 2, 3])
@pytest.mark.parametrize("name", ["Fear", "Pride", "Trust"])
def test_a_gap_between_rows_is_where_the_code_ends_up(
    project: Project, codebook: Codebook, name: str, row: int
) -> None:
    top = [node for node in codes.tree(project) if node.parent_id is None]
    (code,) = (node for node in top if node.name == name)
    expected = [node.name for node in top if node is not code]
    expected.insert(row - (1 if code.position < row else 0), name)
    place = between([code], None, top, row)
    codes.move(project, code.id, parent_id=place.parent_id, position=place.position)
    assert [node.name for node in codes.tree(project) if node.parent_id is None] == expected


def test_a_gap_beside_a_filtered_sibling_counts_the_hidden_ones(project: Project, codebook: Codebook) -> None:
    nodes = {node.id: node for node in codes.tree(project)}
    # Only Trust is shown at the top: above it is behind Pride.
    assert between([nodes[codebook.family]], None, [nodes[codebook.trust]], 0) == Place(None, 2)


def test_a_filter_keeps_what_answers_and_what_it_stands_below(project: Project, codebook: Codebook) -> None:
    nodes = codes.tree(project)
    found = answering(nodes, "fam")
    assert found == {codebook.family}
    assert [node.name for node in with_ancestors(nodes, found)] == ["Fear", "Reputation", "Family"]
    assert answering(nodes, "  ") is None


def test_below_a_code_are_itself_and_all_its_descendants(project: Project, codebook: Codebook) -> None:
    assert below(codes.tree(project), codebook.fear) == {
        codebook.fear,
        codebook.lawsuits,
        codebook.reputation,
        codebook.family,
    }
