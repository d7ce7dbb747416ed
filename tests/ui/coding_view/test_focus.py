"""What is in focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewcoder.coding.codes import CodeNode
from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.transcript import Transcript
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.focus import Focus, hidden_by, still_there

Code = Callable[..., SegmentView]


@pytest.fixture
def codings(coded: Code) -> list[SegmentView]:
    """Fear, an exemplar of Policy, Fear of lawsuits (below Fear) by another coder, and Pride over two turns."""
    fear, policy, lawsuits = coded("afraid", 1), coded("policy", 3, exemplar=True), coded("Nobody told", 4)
    values = {name: getattr(lawsuits, name) for name in lawsuits.__slots__}
    return [fear, policy, SegmentView(**values | {"coder_id": 2, "coder": "Ahmed"}), coded("then?\nThen we", 2)]


def seen(focus: Focus, codings: list[SegmentView], codes: list[CodeNode], interview: Transcript) -> list[int]:
    hidden = hidden_by(focus, codings, codes, interview.turns)
    return [coding.id for coding in codings if coding.id not in hidden]


@pytest.mark.parametrize(
    ("focus", "ids"),
    [
        (Focus(), [1, 2, 3, 4]),
        (Focus(codes=frozenset({1})), [1, 3]),
        (Focus(codes=frozenset({1}), below=False), [1]),
        (Focus(codes=frozenset({1, 2})), [1, 3, 4]),
        (Focus(coders=frozenset({2})), [3]),
        (Focus(exemplars=True), [2]),
        (Focus(speakers=frozenset({1})), [4]),
        (Focus(speakers=frozenset({2})), [1, 2, 3, 4]),
        (Focus(codes=frozenset({1}), coders=frozenset({1})), [1]),
    ],
)
def test_codings_in_focus_are_seen(
    focus: Focus, ids: list[int], codings: list[SegmentView], codes: list[CodeNode], interview: Transcript
) -> None:
    assert seen(focus, codings, codes, interview) == ids


def test_what_is_gone_from_the_project_is_gone_from_the_focus() -> None:
    focus = Focus(codes=frozenset({1, 2}), speakers=frozenset({5}), exemplars=True)
    left = still_there(focus, codes=[2, 3], coders=[], speakers=[])
    assert left == Focus(codes=frozenset({2}), exemplars=True)
    assert not still_there(Focus(codes=frozenset({1})), codes=[], coders=[], speakers=[])


def test_what_is_out_of_focus_is_off_the_page_and_comes_back_in_its_lane(view: CodingView, coded: Code) -> None:
    segments = [coded("I was afraid", 1), coded("was afraid, because", 2), coded("afraid", 3)]
    view.set_segments(segments)
    lanes = dict(view.page.lanes)
    view.hidden = lambda codings: frozenset(coding.id for coding in codings if coding.code_id != 3)
    view.set_segments(segments)
    assert [mark.id for mark in view.page.marks] == [3]
    assert view.page.lanes == lanes
    view.hidden = lambda codings: frozenset()
    view.set_segments(segments)
    assert [mark.id for mark in view.page.marks] == [1, 2, 3]


def test_a_coding_that_is_taken_off_and_put_back_has_its_lane_again(view: CodingView, coded: Code) -> None:
    outer, middle, inner = coded("I was afraid, because", 1), coded("was afraid, because", 2), coded("afraid", 3)
    view.set_segments([outer, middle, inner])
    lanes = dict(view.page.lanes)
    assert sorted(lanes.values()) == [0, 1, 2]
    view.set_segments([outer, inner])
    assert view.page.lanes == {outer.id: lanes[outer.id], inner.id: lanes[inner.id]}
    view.set_segments([outer, middle, inner])
    assert view.page.lanes == lanes


def test_who_asks_for_a_hidden_coding_asks_for_all(view: CodingView, coded: Code) -> None:
    view.hidden = lambda codings: frozenset({1})
    view.set_segments([coded("afraid", 1)])

    def show_all() -> None:
        view.hidden = lambda codings: frozenset()
        view.set_segments(view.segments)

    view.all_asked.connect(show_all)
    view.choose_segment(1)
    assert view.coding.id == 1
