"""What is painted: looked at pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.qtbot import QtBot

from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Speaker, Transcript, Turn
from interviewcoder.sources.words import Words
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.margin import Margin
from interviewcoder.ui.coding_view.page import Page

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]


def page_of(view: CodingView) -> Page:
    return view.findChildren(Page)[0]


def colours_behind(view: CodingView, span: Span) -> set[str]:
    """The colours along the upper edge of some words, where no letter reaches."""
    page = page_of(view)
    image = page.viewport().grab().toImage()
    rects = page.rects(page.offsets.to_qt(span.start), page.offsets.to_qt(span.end))
    return {
        image.pixelColor(x, round(rect.top())).name()
        for rect in rects
        for x in range(round(rect.left()) + 3, round(rect.right()) - 3)
    }


def painted(margin: Margin) -> QImage:
    return margin.grab().toImage()


def test_a_coded_word_has_a_tint_and_the_next_has_none(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("afraid", 1)])
    inks = page_of(view).inks
    assert colours_behind(view, span_of("afraid")) == {inks.tint([QColor("#cc6677")]).name()}
    assert colours_behind(view, span_of("was")) == {inks.page.name()}


def test_two_codings_blend_the_narrower_one_leading(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("I was afraid", 1), coded("afraid", 3)])
    both = page_of(view).inks.tint([QColor("#4477aa"), QColor("#cc6677")]).name()
    assert colours_behind(view, span_of("afraid")) == {both}


def test_taking_a_coding_away_takes_its_tint(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("afraid", 1)])
    view.set_segments([])
    assert colours_behind(view, span_of("afraid")) == {page_of(view).inks.page.name()}


def test_a_coding_over_two_turns_leaves_no_gap_in_its_stripe(view: CodingView, coded: Code) -> None:
    view.set_segments([coded("what we may answer.\nAnd then?\nThen we changed", 2)])
    margin, page = view.findChildren(Margin)[0], page_of(view)
    image, stripe = painted(margin), page.inks.mark(QColor("#228833")).name()
    columns = [[y for y in range(image.height()) if image.pixelColor(x, y).name() == stripe] for x in range(60)]
    longest = max(columns, key=len)
    assert len(longest) > 60
    assert longest == list(range(longest[0], longest[-1] + 1))


def test_the_spoken_word_lights_up_and_goes_out(view: CodingView, span_of: SpanOf) -> None:
    page = page_of(view).inks.page.name()
    view.set_spoken(span_of("handover"))
    assert page not in colours_behind(view, span_of("handover"))
    view.set_spoken(None)
    assert colours_behind(view, span_of("handover")) == {page}


def test_an_exemplar_has_a_star(view: CodingView, coded: Code) -> None:
    view.set_segments([coded("afraid", 1)])
    plain = painted(view.findChildren(Margin)[0])
    view.set_segments([coded("afraid", 1, exemplar=True)])
    assert painted(view.findChildren(Margin)[0]) != plain


def test_a_negative_case_and_a_memo_have_signs_of_their_own(view: CodingView, coded: Code) -> None:
    margin, plain = view.findChildren(Margin)[0], coded("afraid", 1)
    values = {name: getattr(plain, name) for name in plain.__slots__}
    pictures: list[QImage] = []
    for signs in ({}, {"negative": True}, {"memo": "She hesitates."}, {"negative": True, "exemplar": True}):
        view.set_segments([SegmentView(**values | signs)])
        picture = painted(margin)
        assert all(picture != other for other in pictures), signs
        pictures.append(picture)


def test_more_codings_than_a_tint_can_tell_have_a_fine_line(view: CodingView, coded: Code, span_of: SpanOf) -> None:
    def line_below(words: str) -> bool:
        page, span = page_of(view), span_of(words)
        rect = page.rects(page.offsets.to_qt(span.start), page.offsets.to_qt(span.end))[0]
        image, faint = page.viewport().grab().toImage(), page.inks.faint.name()
        return any(
            all(image.pixelColor(x, y).name() == faint for x in range(round(rect.left()) + 2, round(rect.right()) - 2))
            for y in range(round(rect.bottom()) - 2, round(rect.bottom()) + 3)
        )

    three = [coded("I was afraid", 1), coded("was afraid", 2), coded("afraid", 3)]
    view.set_segments(three)
    assert not line_below("afraid")
    view.set_segments([*three, coded("afraid, because", 4)])
    assert line_below("afraid") and not line_below("was")


def test_names_stand_still_while_the_page_scrolls(view: CodingView, coded: Code) -> None:
    view.resize(1000, 130)
    words = ("How did", "did you", "you feel", "afraid", "was afraid", "because we", "policy", "Nobody told", "told us")
    view.set_segments([coded(passage, number % 4 + 1) for number, passage in enumerate(words)])
    margin, bar = view.findChildren(Margin)[0], page_of(view).verticalScrollBar()
    assert bar.maximum() > 60
    places: dict[int, float] = {}
    for scrolled in range(0, 60, 6):
        bar.setValue(scrolled)
        margin.grab()
        for rect, marks in margin.names:
            # What begins above is named at the upper edge.
            if rect.top() > 0:
                assert places.setdefault(marks[0].id, rect.top() + scrolled) == rect.top() + scrolled
    told = [mark for _, marks in margin.names for mark in marks]
    assert len(places) > 5 and len(told) > 5


def test_a_dark_theme_is_followed(qtbot: QtBot, view: CodingView, coded: Code, span_of: SpanOf) -> None:
    view.set_segments([coded("afraid", 1)])
    dark = QPalette(view.palette())
    dark.setColor(QPalette.ColorRole.Base, QColor("#1b1c1e"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#e6e6e6"))
    view.setPalette(dark)
    assert colours_behind(view, span_of("was")) == {"#1b1c1e"}
    (tint,) = colours_behind(view, span_of("afraid"))
    assert tint != "#1b1c1e" and QColor(tint).lightness() < 110


@pytest.mark.parametrize("width", [420, 700, 1000, 1600])
def test_gutter_text_and_margin_never_overlap(view: CodingView, coded: Code, width: int) -> None:
    view.set_segments([coded("afraid", 1)])
    view.resize(width, 500)
    page = page_of(view)
    gutter, text, margin = page.gutter_rect(), page.viewport().geometry(), page.margin_rect()
    assert gutter.right() < text.left() <= text.right() < margin.left()
    assert margin.right() <= page.width()
    assert text.width() > 120


def long_transcript(turns: int, repeats: int = 20) -> Transcript:
    said = [f"Turn {number} " + "and more words to wrap " * repeats for number in range(turns)]
    ends = list(accumulate(said, lambda end, words: end + 1 + len(words), initial=-1))
    spans = [Span(before + 1, end) for before, end in pairwise(ends)]
    turn_list = tuple(Turn(number, span, 1, None, None) for number, span in enumerate(spans))
    return Transcript(2, "\n".join(said), turn_list, Words(), (Speaker(1, "P01", False, None),))


def test_the_first_line_stays_when_the_window_gets_narrower(view: CodingView) -> None:
    view.show_transcript(long_transcript(60), [])
    page = page_of(view)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum() // 2)
    before = page.cursorForPosition(QPoint(0, 4)).block().blockNumber()
    view.resize(700, 640)
    assert abs(page.cursorForPosition(QPoint(0, 4)).block().blockNumber() - before) <= 1


@pytest.mark.parametrize("bottom", [0, 90, 300, 640, 5000])
def test_only_what_is_in_sight_is_measured_right_after_opening(view: CodingView, bottom: int) -> None:
    view.show_transcript(long_transcript(2000, repeats=3), [])
    geometry = page_of(view).geometry_of_text
    start, end = geometry.range_between(max(0, bottom - 300), bottom)
    air = 24  # An edge may lie between two turns.
    assert geometry.top_of(start) <= max(bottom - 300, 0) + air
    assert bottom <= geometry.extent(start, end)[1] + air
    assert end - start < 3000


def test_hebrew_words_are_tinted_where_they_stand(view: CodingView, coded: Code) -> None:
    text = "She said שלום לכולם and left."
    turn = Turn(1, Span(0, len(text)), 2, 0, 900)
    view.show_transcript(Transcript(3, text, (turn,), Words(), (Speaker(2, "P02", False, None),)), [])
    page = page_of(view)
    first, second = text.index("שלום"), text.index("לכולם")
    (first_rect,) = page.rects(first, first + 4)
    (second_rect,) = page.rects(second, second + 5)
    assert second_rect.right() <= first_rect.left() + 1
    (both,) = page.rects(first, second + 5)
    assert both.left() == pytest.approx(second_rect.left(), abs=1)
    assert both.right() == pytest.approx(first_rect.right(), abs=1)


def test_the_paragraphs_of_any_band_are_found_from_wherever_one_was_before(view: CodingView) -> None:
    view.show_transcript(long_transcript(120), [])
    page = page_of(view)
    layout, last = page.document().documentLayout(), page.document().lastBlock()
    height = int(layout.blockBoundingRect(last).bottom())
    for top in (height - 5, 0, height // 2, height // 2 + 40, 3, height + 500, height // 3):
        first, end = page.geometry_of_text.range_between(top, top + 300)
        block = page.document().begin()
        while layout.blockBoundingRect(block).bottom() <= top and block.next().isValid():
            block = block.next()
        assert first == block.position()
        while layout.blockBoundingRect(block).bottom() < top + 300 and block.next().isValid():
            block = block.next()
        assert end == block.position() + block.length()
