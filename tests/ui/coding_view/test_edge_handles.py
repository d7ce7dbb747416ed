"""The ends of the chosen coding, pulled with the mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Speaker, Transcript, Turn
from interviewcoder.sources.words import Words
from interviewcoder.ui.coding_view import CodingView

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def end_of(view: CodingView, span: Span, *, opens: bool) -> QPoint:
    """The middle of the handle at one end of a passage."""
    at = view.page.offsets.to_qt(span.start if opens else span.end)
    line = view.page.geometry_of_text.end_of_range(at, opens=opens).translated(0, -view.page.scrolled)
    return line.center().toPoint()


def middle_of(view: CodingView, span: Span) -> QPoint:
    start, end = view.page.offsets.to_qt(span.start), view.page.offsets.to_qt(span.end)
    return view.page.rects(start, end)[0].center().toPoint()


def move(view: CodingView, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Move the mouse with the left button down."""
    viewport = view.page.viewport()
    place = QPointF(viewport.mapToGlobal(point))
    event = QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(point), place, Qt.MouseButton.NoButton, LEFT, modifiers)
    QApplication.sendEvent(viewport, event)


def pull(view: CodingView, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(view.page.viewport(), LEFT, modifiers, start)
    move(view, end, modifiers)
    QTest.mouseRelease(view.page.viewport(), LEFT, modifiers, end)


@pytest.fixture
def chosen(view: CodingView, coded: Code) -> CodingView:
    """The view with “afraid, because we” coded and chosen."""
    view.set_segments([coded("afraid, because we", 1)])
    view.choose_segment(1)
    return view


def test_pulling_an_end_asks_once_for_whole_words(qtbot: QtBot, chosen: CodingView, span_of: SpanOf) -> None:
    asked: list[Span] = []
    chosen.coding.resized.connect(lambda _, span: asked.append(span))
    passage = span_of("afraid, because we")
    pull(chosen, end_of(chosen, passage, opens=False), middle_of(chosen, span_of("policy")))
    assert asked == [span_of("afraid, because we don't have a well-written policy")]
    pull(chosen, end_of(chosen, passage, opens=True), middle_of(chosen, span_of("was")))
    assert asked[1:] == [span_of("was afraid, because we")]


def test_a_coding_reaches_over_turns_and_shrinks_to_a_word_but_no_further(
    qtbot: QtBot, chosen: CodingView, span_of: SpanOf
) -> None:
    passage = span_of("afraid, because we")
    with qtbot.waitSignal(chosen.coding.resized) as asked:
        pull(chosen, end_of(chosen, passage, opens=False), middle_of(chosen, span_of("handover")))
    words = "afraid, because we don't have a well-written policy. Nobody told us what we may answer.\nAnd then?\n"
    assert asked.args[1] == span_of(words + "Then we changed the handover")
    with qtbot.waitSignal(chosen.coding.resized) as asked:
        pull(chosen, end_of(chosen, passage, opens=False), middle_of(chosen, span_of("How did")))
    assert asked.args[1] == span_of("afraid")


def test_with_alt_it_is_the_letter(qtbot: QtBot, chosen: CodingView, span_of: SpanOf) -> None:
    passage = span_of("afraid, because we")
    to = end_of(chosen, span_of("afraid, because"), opens=False)
    with qtbot.waitSignal(chosen.coding.resized) as asked:
        pull(chosen, end_of(chosen, passage, opens=False), to - QPoint(12, 0), Qt.KeyboardModifier.AltModifier)
    assert span_of("afraid,").end < asked.args[1].end < span_of("afraid, because").end


def test_what_it_would_be_is_seen_on_the_way_and_escape_leaves_it(
    qtbot: QtBot, chosen: CodingView, span_of: SpanOf
) -> None:
    page, passage = chosen.page, span_of("afraid, because we")
    with qtbot.assertNotEmitted(chosen.coding.resized), qtbot.assertNotEmitted(chosen.passage_selected):
        QTest.mousePress(page.viewport(), LEFT, NONE, end_of(chosen, passage, opens=False))
        move(chosen, middle_of(chosen, span_of("policy")))
        seen = page.selected()
        assert seen is not None
        assert page.span_of(*seen) == span_of("afraid, because we don't have a well-written policy")
        QTest.keyClick(page, Qt.Key.Key_Escape)
        move(chosen, middle_of(chosen, span_of("Nobody")))
        QTest.mouseRelease(page.viewport(), LEFT, NONE, middle_of(chosen, span_of("Nobody")))
    seen = page.selected()
    assert seen is not None and page.span_of(*seen) == passage
    assert chosen.coding.id == 1 and chosen.selection() == passage


def test_the_mouse_says_where_an_end_can_be_taken(chosen: CodingView, span_of: SpanOf) -> None:
    viewport, passage = chosen.page.viewport(), span_of("afraid, because we")
    QTest.mouseMove(viewport, end_of(chosen, passage, opens=True))
    assert viewport.cursor().shape() == Qt.CursorShape.SizeHorCursor
    QTest.mouseMove(viewport, middle_of(chosen, span_of("handover")))
    assert viewport.cursor().shape() == Qt.CursorShape.IBeamCursor


def test_beside_a_coding_that_isnt_chosen_the_mouse_selects(
    qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf
) -> None:
    view.set_segments([coded("afraid, because we", 1)])
    with qtbot.assertNotEmitted(view.coding.resized):
        pull(view, end_of(view, span_of("afraid"), opens=True), middle_of(view, span_of("policy")))
    assert view.selection() == span_of("afraid, because we don't have a well-written policy")


def test_while_the_text_is_corrected_there_are_no_handles(qtbot: QtBot, chosen: CodingView, span_of: SpanOf) -> None:
    chosen.set_typing(True)
    with qtbot.assertNotEmitted(chosen.coding.resized):
        pull(chosen, end_of(chosen, span_of("afraid, because we"), opens=False), middle_of(chosen, span_of("policy")))


def test_the_page_scrolls_while_an_end_is_held_at_its_edge(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    said = [f"Turn{number} " + "and more words to wrap " * 12 for number in range(40)]
    starts = [sum(len(words) + 1 for words in said[:number]) for number in range(40)]
    turns = tuple(Turn(n, Span(at, at + len(said[n])), 2, None, None) for n, at in enumerate(starts))
    segment = coded("afraid", 1)
    here = {name: getattr(segment, name) for name in segment.__slots__} | {"span": Span(0, 9)}
    text = "\n".join(said)
    view.show_transcript(Transcript(2, text, turns, Words(), (Speaker(2, "P02", False, None),)), [])
    view.set_segments([SegmentView(**here)])
    view.choose_segment(1)
    asked: list[Span] = []
    view.coding.resized.connect(lambda _, span: asked.append(span))
    viewport = view.page.viewport()
    below = QPoint(200, viewport.height() - 2)
    QTest.mousePress(viewport, LEFT, NONE, end_of(view, Span(0, 9), opens=False))
    move(view, below)
    qtbot.waitUntil(lambda: view.page.scrolled > viewport.height())
    QTest.mouseRelease(viewport, LEFT, NONE, below)
    (span,) = asked
    first, last = view.page.visible_range()
    assert span.start == 0 and first < span.end <= last


def test_hebrew_is_pulled_to_the_left(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    text = "She said שלום לכולם היום and left."
    turn = Turn(1, Span(0, len(text)), 2, 0, 900)
    view.show_transcript(Transcript(3, text, (turn,), Words(), (Speaker(2, "P02", False, None),)), [])
    first, third = text.index("שלום"), text.index("היום")
    segment = coded("afraid", 1)
    passage = Span(first, first + 4)
    view.set_segments([SegmentView(**{name: getattr(segment, name) for name in segment.__slots__} | {"span": passage})])
    view.choose_segment(1)
    start, end = end_of(view, passage, opens=True), end_of(view, passage, opens=False)
    assert end.x() < start.x()
    with qtbot.waitSignal(view.coding.resized) as asked:
        pull(view, end, middle_of(view, Span(third, third + 4)))
    assert asked.args[1] == Span(first, third + 4)
