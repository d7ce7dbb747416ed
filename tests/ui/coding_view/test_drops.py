"""Dragging codes in and passages out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.drag_formats import (
    CODE_FORMAT,
    PASSAGE_FORMAT,
    code_to_drag,
    dragged_code,
    dragged_passage,
    passage_to_drag,
)

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]
EVENTS = (Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def drop(view: CodingView, mime: QMimeData, at: int) -> bool:
    """Drag something over the character at a code point and let go; tell whether it was taken."""
    page = view.findChildren(Page)[0]
    viewport = page.viewport()
    place = page.rects(page.offsets.to_qt(at), page.offsets.to_qt(at + 1))[0].center()
    action, button, keys = EVENTS
    enter = QDragEnterEvent(place.toPoint(), action, mime, button, keys)
    QApplication.sendEvent(viewport, enter)
    move = QDragMoveEvent(place.toPoint(), action, mime, button, keys)
    QApplication.sendEvent(viewport, move)
    if not move.isAccepted():
        return False
    event = QDropEvent(QPointF(place), action, mime, button, keys)
    QApplication.sendEvent(viewport, event)
    return event.isAccepted()


def test_a_code_dropped_on_the_selection_codes_it(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("I was afraid"))
    with qtbot.waitSignal(view.code_dropped) as dropped:
        assert drop(view, code_to_drag(3), span_of("afraid").start)
    assert dropped.args == [span_of("I was afraid"), 3]


def test_a_code_dropped_elsewhere_codes_the_turn(
    qtbot: QtBot, view: CodingView, interview: Transcript, span_of: SpanOf
) -> None:
    view.select(span_of("I was afraid"))
    with qtbot.waitSignal(view.code_dropped) as dropped:
        assert drop(view, code_to_drag(3), span_of("handover").start)
    assert dropped.args == [interview.turns[3].span, 3]


@pytest.mark.parametrize("foreign", ["text/plain", PASSAGE_FORMAT])
def test_anything_else_is_refused(qtbot: QtBot, view: CodingView, span_of: SpanOf, foreign: str) -> None:
    mime = QMimeData()
    mime.setData(foreign, b"1:2")
    with qtbot.assertNotEmitted(view.code_dropped):
        assert not drop(view, mime, span_of("afraid").start)


def test_what_is_dragged_comes_out_as_it_went_in() -> None:
    assert dragged_code(code_to_drag(41)) == 41
    assert dragged_passage(passage_to_drag(Span(3, 90))) == Span(3, 90)
    assert code_to_drag(41).formats() == [CODE_FORMAT]


@pytest.mark.parametrize("payload", [b"", b"x", b"-1", b"3:", b"9:3", b"1:2:3", b"\xff\xfe", b"1.5"])
def test_a_payload_that_is_not_ours_gives_nothing(payload: bytes) -> None:
    mime = QMimeData()
    mime.setData(CODE_FORMAT, payload)
    mime.setData(PASSAGE_FORMAT, payload)
    assert dragged_code(mime) is None
    assert dragged_passage(mime) is None
