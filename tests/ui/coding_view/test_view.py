"""Reading and coding with mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.following import Following
from interviewcoder.ui.coding_view.gutter import Gutter
from interviewcoder.ui.coding_view.margin import Margin
from interviewcoder.ui.coding_view.page import Page

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]
# What a screen that only exists in memory can't do for a pop-up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


def page_of(view: CodingView) -> Page:
    return view.findChildren(Page)[0]


def point_of(view: CodingView, at: int, *, share: float = 0.5) -> QPoint:
    """Where the character at a code point stands; `share` 0 is its left edge."""
    page = page_of(view)
    (rect,) = page.rects(page.offsets.to_qt(at), page.offsets.to_qt(at + 1))
    return QPointF(rect.left() + rect.width() * share, rect.center().y()).toPoint()


def popup() -> QWidget:
    widget = QApplication.activePopupWidget()
    assert widget is not None
    return widget


def drag_over(view: CodingView, span: Span, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    viewport = page_of(view).viewport()
    QTest.mousePress(viewport, LEFT, modifier, point_of(view, span.start, share=0.1))
    for at in range(span.start, span.end, 3):
        QTest.mouseMove(viewport, point_of(view, at))
    QTest.mouseMove(viewport, point_of(view, span.end - 1, share=0.9))
    QTest.mouseRelease(viewport, LEFT, modifier, point_of(view, span.end - 1, share=0.9))


def shown_selection(view: CodingView) -> Span | None:
    page = page_of(view)
    selected = page.selected()
    return page.span_of(*selected) if selected else None


def test_a_click_on_a_word_asks_to_hear_it(
    qtbot: QtBot, view: CodingView, interview: Transcript, span_of: SpanOf
) -> None:
    afraid = span_of("afraid")
    with qtbot.waitSignal(view.word_clicked) as heard:
        QTest.mouseClick(page_of(view).viewport(), LEFT, NO_KEY, point_of(view, afraid.start + 2))
    word = interview.words.at_offset(heard.args[0])
    assert word is not None and word.span.start == afraid.start
    assert view.selection() is None


def test_a_click_beside_the_text_plays_nothing(qtbot: QtBot, view: CodingView) -> None:
    with qtbot.assertNotEmitted(view.word_clicked):
        viewport = page_of(view).viewport()
        QTest.mouseClick(viewport, LEFT, NO_KEY, QPoint(viewport.width() - 4, viewport.height() - 4))


def test_dragging_over_parts_of_words_selects_the_words(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    whole = span_of("don't have a well-written policy")
    with qtbot.waitSignal(view.passage_selected) as told, qtbot.assertNotEmitted(view.word_clicked):
        drag_over(view, Span(whole.start + 2, whole.end - 3))
    assert told.args == [whole]
    assert view.selection() == shown_selection(view) == whole


def test_dragging_with_alt_selects_to_the_character(view: CodingView, span_of: SpanOf) -> None:
    part = span_of("ritten pol")
    drag_over(view, part, ALT)
    assert view.selection() == part


def test_an_emoji_before_the_passage_does_not_move_it(view: CodingView, span_of: SpanOf) -> None:
    drag_over(view, span_of("I was afraid"))
    assert view.selection() == span_of("I was afraid")


def test_a_double_click_selects_the_word(view: CodingView, span_of: SpanOf) -> None:
    viewport, place = page_of(view).viewport(), point_of(view, span_of("don't").start + 1)
    QTest.mouseClick(viewport, LEFT, NO_KEY, place)
    QTest.mouseDClick(viewport, LEFT, NO_KEY, place)
    QTest.mouseRelease(viewport, LEFT, NO_KEY, place)
    assert view.selection() == span_of("don't")


def test_a_click_into_the_selection_lets_go_of_it(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    drag_over(view, span_of("afraid, because"))
    QTest.mouseClick(page_of(view).viewport(), LEFT, NO_KEY, point_of(view, span_of("because").start + 2))
    assert view.selection() is None


def test_shift_and_arrows_select_whole_words_once_shift_is_let_go(view: CodingView, span_of: SpanOf) -> None:
    view.select(Span(span_of("changed").start, span_of("changed").start + 1))
    page = page_of(view)
    QTest.keyPress(page, Qt.Key.Key_Shift)
    QTest.keyClick(page, Qt.Key.Key_Right, SHIFT)
    assert view.selection() == span_of("changed")
    QTest.keyRelease(page, Qt.Key.Key_Shift)
    assert shown_selection(view) == span_of("changed")


def test_words_are_added_one_by_one_though_shift_is_let_go_in_between(view: CodingView, span_of: SpanOf) -> None:
    page = page_of(view)
    caret = page.textCursor()
    caret.setPosition(page.offsets.to_qt(span_of("I was afraid").start))
    page.setTextCursor(caret)
    for _ in range(3):
        QTest.keyPress(page, Qt.Key.Key_Shift)
        QTest.keyClick(page, Qt.Key.Key_Right, SHIFT | Qt.KeyboardModifier.ControlModifier)
        QTest.keyRelease(page, Qt.Key.Key_Shift)
    assert view.selection() == span_of("I was afraid")


def test_larger_letters_leave_the_reader_where_they_were(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    view.resize(view.width(), 160)
    view.select(span_of("proud of the whole team"))
    page = page_of(view)
    before = page.visible_range()[0]
    assert before > 0
    font = view.font()
    font.setPointSizeF(font.pointSizeF() + 2)
    letters = page.font().pointSizeF()
    view.setFont(font)
    qtbot.waitUntil(lambda: page.font().pointSizeF() == letters + 2)
    assert view.selection() == span_of("proud of the whole team")
    assert page.visible_range()[0] == before


def test_a_selection_of_white_space_is_no_passage(view: CodingView, span_of: SpanOf) -> None:
    drag_over(view, Span(span_of("I was").start + 1, span_of("I was").start + 2), ALT)
    assert shown_selection(view) is not None
    assert view.selection() is None


def test_a_letter_opens_the_entry_with_it_and_enter_codes(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("I was afraid"))
    QTest.keyClicks(page_of(view), "f")
    entry = popup()
    QTest.keyClicks(entry.focusWidget(), "ear")
    with qtbot.waitSignal(view.code_chosen) as chosen:
        QTest.keyClick(entry.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == [span_of("I was afraid"), 1]
    assert not entry.isVisible()
    assert view.selection() == span_of("I was afraid")


def test_letters_without_a_passage_open_nothing(view: CodingView) -> None:
    QTest.keyClicks(page_of(view), "f")
    assert QApplication.activePopupWidget() is None


def test_return_opens_the_entry_and_a_new_name_makes_a_code(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("whole team"))
    QTest.keyClick(page_of(view), Qt.Key.Key_Return)
    entry = popup()
    QTest.keyClicks(entry.focusWidget(), "Team spirit")
    with qtbot.waitSignal(view.code_named) as named:
        QTest.keyClick(entry.focusWidget(), Qt.Key.Key_Return)
    assert named.args == [span_of("whole team"), "Team spirit"]


def test_keys_one_to_nine_ask_for_a_recent_code(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("proud"))
    with qtbot.waitSignal(view.recent_asked) as asked:
        QTest.keyClick(page_of(view), Qt.Key.Key_2)
    assert asked.args == [span_of("proud"), 2]


def test_control_i_asks_for_a_code_in_vivo(qtbot: QtBot, view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("the whole team"))
    with qtbot.waitSignal(view.in_vivo_asked) as asked:
        QTest.keyClick(page_of(view), Qt.Key.Key_I, CONTROL)
    assert asked.args == [span_of("the whole team")]


def test_copying_gives_the_stored_words(qtbot: QtBot, view: CodingView, interview: Transcript) -> None:
    odd = Transcript(1, "It\u00a0cost 5\u00a0€\u2028then 😕", interview.turns[:1], interview.words, interview.speakers)
    view.show_transcript(odd, [])
    view.select(Span(0, len(odd.text)))
    QTest.keyClick(page_of(view), Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == odd.text


def test_no_words_leave_by_selecting_or_dragging(view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("I was afraid"))
    mime = page_of(view).createMimeDataFromSelection()
    assert mime.formats() == ["application/x-interviewcoder-passage"]
    assert bytes(mime.data("application/x-interviewcoder-passage").data()).decode() == "{0.start}:{0.end}".format(
        span_of("I was afraid")
    )


def test_delete_asks_to_remove_the_coding_at_the_caret(
    qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf
) -> None:
    fear, pride = coded("I was afraid", 1), coded("proud", 2)
    view.set_segments([fear, pride])
    QTest.mouseClick(page_of(view).viewport(), LEFT, NO_KEY, point_of(view, span_of("proud").start + 2))
    with qtbot.waitSignal(view.segment_removed) as removed:
        QTest.keyClick(page_of(view), Qt.Key.Key_Delete)
    assert removed.args == [pride.id]


def test_delete_over_several_codings_asks_which(qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf) -> None:
    wide, narrow = coded("I was afraid, because", 1), coded("afraid", 3)
    view.set_segments([wide, narrow])
    QTest.mouseClick(page_of(view).viewport(), LEFT, NO_KEY, point_of(view, span_of("afraid").start + 2))
    with qtbot.assertNotEmitted(view.segment_removed):
        QTest.keyClick(page_of(view), Qt.Key.Key_Delete)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Remove “Policy”", "Remove “Fear”"]
    with qtbot.waitSignal(view.segment_removed) as removed:
        menu.actions()[1].trigger()
    menu.close()
    assert removed.args == [wide.id]


def test_alt_and_arrows_walk_from_coding_to_coding(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    segments = [coded("I was afraid", 1), coded("afraid, because", 3), coded("proud", 2)]
    view.set_segments(segments)
    walked: list[int] = []
    view.segment_clicked.connect(walked.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(page_of(view), key, ALT)
    assert walked == [segments[0].id, segments[1].id, segments[2].id, segments[1].id]
    assert view.selection() == segments[1].span


def test_clicks_on_a_stripe_select_passages_one_after_the_other(qtbot: QtBot, view: CodingView, coded: Code) -> None:
    segments = [coded("I was afraid, because we don't have", 1), coded("we don't have", 3)]
    view.set_segments(segments)
    margin = view.findChildren(Margin)[0]
    margin.repaint()
    page = page_of(view)
    # The names stand one below the other; stripes of one line stand side by side.
    chosen: list[int] = []
    view.segment_clicked.connect(chosen.append)
    tops = page.rects(page.offsets.to_qt(segments[0].span.start), page.offsets.to_qt(segments[0].span.start + 1))
    for x in range(margin.width()):
        place = QPoint(x, round(tops[0].center().y()))
        if {mark.id for mark in margin.marks_under(QPointF(place))} == {1, 2}:
            QTest.mouseClick(margin, LEFT, NO_KEY, place)
            QTest.mouseClick(margin, LEFT, NO_KEY, place)
            break
    else:
        pytest.fail("no place touches both stripes")
    assert sorted(chosen) == [1, 2]
    assert view.selection() == next(segment.span for segment in segments if segment.id == chosen[-1])


def test_names_without_room_are_reached_through_the_name_that_counts_them(view: CodingView, coded: Code) -> None:
    segments = [coded("And then?", 1 + number % 4) for number in range(14)]
    view.set_segments(segments)
    margin = view.findChildren(Margin)[0]
    margin.repaint()
    x = margin.width() - 30
    told = [{mark.id for mark in margin.marks_under(QPointF(x, y))} for y in range(margin.height())]
    assert set().union(*told) == {segment.id for segment in segments}
    assert max(len(ids) for ids in told) > 1


def test_a_click_on_a_speaker_selects_the_turn(view: CodingView, interview: Transcript) -> None:
    gutter, page = view.findChildren(Gutter)[0], page_of(view)
    turn = interview.turns[1]
    line = page.geometry_of_text.first_line(page.offsets.to_qt(turn.span.start))
    QTest.mouseClick(gutter, LEFT, NO_KEY, QPoint(40, round(line.center().y())))
    assert view.selection() == turn.span


def test_the_menu_offers_the_codings_of_the_place(qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("I was afraid", 1, exemplar=True)])
    view.select(span_of("afraid"))
    place = page_of(view).cursorRect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, page_of(view).mapToGlobal(place))
    QApplication.sendEvent(page_of(view), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles == [
        "Fear ★",
        "Code…",
        "Code in vivo",
        "Code again as “Policy”",
        "Recent codes",
        "Code the whole turn…",
        "Replace by pseudonym…",
        "Copy",
    ]
    coding = menu.actions()[0].menu()
    assert isinstance(coding, QMenu)
    exemplar = next(action for action in coding.actions() if action.text() == "Exemplar")
    assert exemplar.isChecked()
    with qtbot.waitSignal(view.exemplar_toggled) as toggled:
        exemplar.trigger()
    assert toggled.args == [1]
    menu.close()


def menu_at(view: CodingView, at: int) -> QMenu:
    viewport = page_of(view).viewport()
    point = point_of(view, at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)
    menu = popup()
    assert isinstance(menu, QMenu)
    return menu


def test_a_menu_opened_on_a_coding_acts_on_its_passage(
    qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf
) -> None:
    view.set_segments([coded("afraid", 1)])
    view.select(span_of("the whole team"))
    menu = menu_at(view, span_of("afraid").start + 2)
    with qtbot.waitSignal(view.in_vivo_asked) as asked:
        next(action for action in menu.actions() if action.text() == "Code in vivo").trigger()
    assert asked.args == [span_of("afraid")]
    menu.close()


def test_a_menu_opened_beside_the_selection_acts_on_the_word_under_it(view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("the whole team"))
    menu_at(view, span_of("handover").start + 3).close()
    assert view.selection() == span_of("handover")
    view.select(span_of("the whole team"))
    menu_at(view, span_of("whole").start).close()
    assert view.selection() == span_of("the whole team")


def test_a_menu_opened_on_a_stripe_acts_on_its_passage(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    segment = coded("we changed the handover", 2)
    view.set_segments([segment])
    view.select(span_of("afraid"))
    margin = view.findChildren(Margin)[0]
    margin.menu_asked.emit(list(page_of(view).marks), QPoint(10, 10))
    popup().close()
    assert view.selection() == segment.span


def in_sight(view: CodingView, span: Span) -> bool:
    page = page_of(view)
    first, last = page.visible_range()
    return first <= page.offsets.to_qt(span.start) and page.offsets.to_qt(span.end) <= last


def test_the_spoken_word_is_kept_in_sight_unless_a_hand_is_on_the_page(
    qtbot: QtBot, view: CodingView, span_of: SpanOf
) -> None:
    view.resize(620, 130)
    page, last = page_of(view), span_of("everyone who had helped")
    view.set_spoken(last)
    assert not in_sight(view, last)
    view.set_spoken(last, follow=True)
    assert in_sight(view, last)
    following = view.findChildren(Following)[0]
    following.set_pause_ms(50)
    QTest.keyClick(page, Qt.Key.Key_Home, CONTROL)
    page.verticalScrollBar().setValue(0)
    view.set_spoken(last, follow=True)
    assert not in_sight(view, last)
    qtbot.waitUntil(lambda: following.follows)
    view.set_spoken(last, follow=True)
    assert in_sight(view, last)


@pytest.mark.parametrize("hand", ["wheel", "bar", "selection"])
def test_wheel_scroll_bar_and_selecting_stop_the_following(view: CodingView, span_of: SpanOf, hand: str) -> None:
    view.resize(620, 130)
    page, following = page_of(view), view.findChildren(Following)[0]
    assert following.follows
    if hand == "wheel":
        middle = QPointF(page.viewport().rect().center())
        at, none = page.viewport().mapToGlobal(middle), Qt.MouseButton.NoButton
        phase = Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(middle, at, QPoint(), QPoint(0, -120), none, NO_KEY, phase, False)
        QApplication.sendEvent(page.viewport(), wheel)
    elif hand == "bar":
        page.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
    else:
        view.select(span_of("afraid"))
    assert not following.follows


def test_of_several_passages_one_in_sight_is_enough(view: CodingView, span_of: SpanOf) -> None:
    view.resize(620, 130)
    first, last = span_of("How did you feel"), span_of("everyone who had helped")
    view.scroll_to_one_of([last, first])
    assert in_sight(view, first)
    view.scroll_to_one_of([last])
    assert in_sight(view, last)


def test_without_a_transcript_a_sentence_says_what_to_do(view: CodingView, span_of: SpanOf) -> None:
    view.select(span_of("proud"))
    view.show_empty("Add a recording to begin.")
    assert view.selection() is None
    assert page_of(view).toPlainText() == ""
    label = next(label for label in view.findChildren(QLabel) if label.text() == "Add a recording to begin.")
    assert label.isVisible()


def test_scrolling_to_a_passage_brings_it_into_sight(view: CodingView, span_of: SpanOf) -> None:
    view.resize(520, 160)
    view.scroll_to(span_of("helped with it"))
    page = page_of(view)
    rects = page.rects(*(page.offsets.to_qt(at) for at in (span_of("helped").start, span_of("helped").end)))
    assert all(rect.top() >= 0 and rect.bottom() <= page.viewport().height() for rect in rects)


def test_a_screen_reader_hears_turn_speaker_and_codes(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("I was afraid", 1)])
    QTest.mouseClick(page_of(view).viewport(), LEFT, NO_KEY, point_of(view, span_of("afraid").start))
    assert page_of(view).accessibleDescription() == "Turn 2, P02, 0:03; coded Fear"


def test_every_part_has_a_name(view: CodingView) -> None:
    parts = [view, *view.findChildren(Page), *view.findChildren(Gutter), *view.findChildren(Margin)]
    assert all(part.accessibleName() for part in parts)
    focusable = [w for w in view.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    unnamed = [type(w).__name__ for w in focusable if not w.accessibleName()]
    assert unnamed == []
