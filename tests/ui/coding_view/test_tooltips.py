"""What is told when the pointer rests on a coding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QToolTip

from interviewcoder.coding.codes import CodeNode
from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.marks import marks_of
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.tooltips import themes_above, told_about
from interviewcoder.ui.text_offsets import TextOffsets

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]
# What a screen that only exists in memory can't do for a pop-up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def plain(rich: str) -> str:
    document = QTextDocument()
    document.setHtml(rich)
    return document.toPlainText()


def told(*segments: SegmentView, themes: str = "") -> list[str]:
    """The lines of a tooltip."""
    rich = told_about(marks_of(segments, "", TextOffsets("")), lambda code_id: themes)
    return [line for line in plain(rich).splitlines() if line]


def changed(segment: SegmentView, **values: Any) -> SegmentView:
    return SegmentView(**{name: getattr(segment, name) for name in segment.__slots__} | values)


def test_a_tooltip_tells_code_coder_star_and_memo(view: CodingView, coded: Code) -> None:
    segment = coded("afraid", 1, exemplar=True, memo="is it <guilt> & shame?")
    assert told(segment) == ["■", "Fear ★", "coded by Karin · exemplar", "is it <guilt> & shame?"]


def test_a_tooltip_tells_themes_level_and_where_a_coding_came_from(view: CodingView, coded: Code) -> None:
    marks = {"negative": True, "level": "latent", "came_from": ("Dread", "<Worry>"), "made_by": "search: a & b"}
    assert told(changed(coded("afraid", 1), **marks), themes="Feelings › Of the law") == [
        "■",
        "Feelings › Of the law ›",
        "Fear",
        "coded by Karin · negative case · latent",
        "came from Dread, <Worry>",
        "not by hand: search: a & b",
    ]


def test_a_long_memo_is_cut_in_a_tooltip(view: CodingView, coded: Code) -> None:
    memo = "She hesitates. " * 60
    assert 250 < len(told(coded("afraid", 1, memo=memo))[-1]) < 330
    several = [coded("afraid", 1, memo=memo) for _ in range(4)]
    assert len(told(*several)[-1]) < 100


def test_many_codings_are_summed_up(view: CodingView, coded: Code) -> None:
    segments = [coded("afraid", 1) for _ in range(11)]
    assert told(*segments)[-1] == "and 3 more"


def test_what_a_code_stands_below_is_told_from_the_top(codes: list[CodeNode]) -> None:
    assert themes_above(codes) == {1: "", 2: "", 3: "", 4: "Fear"}


def test_resting_on_coded_words_shows_the_tooltip(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("afraid", 1)])
    page = view.findChildren(Page)[0]
    start = page.offsets.to_qt(span_of("afraid").start)
    place = page.rects(start, start + 1)[0].center().toPoint()
    help_event = QHelpEvent(QHelpEvent.Type.ToolTip, place, page.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.viewport(), help_event)
    assert "Fear" in QToolTip.text()
    QToolTip.hideText()
    elsewhere = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(1, 1), page.viewport().mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(page.viewport(), elsewhere)
    QToolTip.hideText()
