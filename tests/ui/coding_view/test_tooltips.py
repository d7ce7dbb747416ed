"""What is told when the pointer rests on a coding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QToolTip

from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.marks import marks_of
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.tooltips import told_about
from interviewcoder.ui.text_offsets import TextOffsets

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]
# What a screen that only exists in memory can't do for a pop-up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def plain(rich: str) -> str:
    document = QTextDocument()
    document.setHtml(rich)
    return document.toPlainText()


def test_a_tooltip_tells_code_coder_star_and_memo(view: CodingView, coded: Code) -> None:
    segment = coded("afraid", 1, exemplar=True, memo="is it <guilt> & shame?")
    told = plain(told_about(marks_of([segment], "", TextOffsets(""))))
    assert told.splitlines() == [
        "■ Fear ★",
        "coded by Karin",
        "Exemplar: quoted in the codebook",
        "is it <guilt> & shame?",
    ]


def test_many_codings_are_summed_up(view: CodingView, coded: Code) -> None:
    segments = [coded("afraid", 1) for _ in range(11)]
    assert plain(told_about(marks_of(segments, "", TextOffsets("")))).endswith("and 3 more")


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
