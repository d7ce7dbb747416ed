"""Selecting with the mouse in words that aren't plain letters from left to right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript, Turn
from interviewcoder.sources.words import Words
from interviewcoder.ui.coding_view import CodingView

TEXT = "We said 👩🏽‍⚕️👍🏽 yes. אני אוהב לקרוא ספרים. Cafe\u0301s naïve."
NO_KEY, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def mixed(view: CodingView) -> CodingView:
    """A view of one turn in several scripts."""
    view.show_transcript(Transcript(2, TEXT, (Turn(9, Span(0, len(TEXT)), None, None, None),), Words(), ()), [])
    return view


def point(view: CodingView, at: int, share: float) -> QPoint:
    """A place on a character, by its share of the way from where one begins to read it."""
    page = view.page
    (rect,) = page.rects(page.offsets.to_qt(at), page.offsets.to_qt(at + 1))
    from_right = "\u0590" <= TEXT[at] <= "\u05ff"
    x = rect.right() - rect.width() * share if from_right else rect.left() + rect.width() * share
    return QPoint(round(x), round(rect.center().y()))


def drag(view: CodingView, first: int, last: int, modifier: Qt.KeyboardModifier = NO_KEY) -> str:
    """Drag from the beginning of one character to the end of another, and give the words selected then."""
    viewport, left = view.page.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, modifier, point(view, first, 0.1))
    QTest.mouseMove(viewport, point(view, (first + last) // 2, 0.5))
    QTest.mouseMove(viewport, point(view, last, 0.9))
    QTest.mouseRelease(viewport, left, modifier, point(view, last, 0.9))
    span = view.selection()
    return span.text_in(TEXT) if span is not None else ""


def test_parts_of_words_written_from_the_right_become_the_words(mixed: CodingView) -> None:
    assert drag(mixed, TEXT.index("והב"), TEXT.index("קרוא")) == "אוהב לקרוא"


def test_with_alt_letters_written_from_the_right_are_taken_as_they_are(mixed: CodingView) -> None:
    start = TEXT.index("והב")
    assert drag(mixed, start, start + 1, ALT) == "וה"


def test_an_accent_of_its_own_is_never_cut_off(mixed: CodingView) -> None:
    at = TEXT.index("Cafe")
    assert drag(mixed, at + 1, at + 2) == "Cafe\u0301s"
    # Pressed where words are selected, the mouse would drag them away.
    mixed.page.select_positions(0, 0)
    assert drag(mixed, at, at + 4, ALT) == "Cafe\u0301"


def test_an_emoji_of_several_parts_is_taken_whole(mixed: CodingView) -> None:
    at = TEXT.index("👩")
    view = mixed
    view.select(Span(at - 5, at - 1))
    for _ in range(2):
        QTest.keyClick(view.page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier | ALT)
    span = view.selection()
    assert span is not None and span.text_in(TEXT) == "said 👩🏽‍⚕️"
