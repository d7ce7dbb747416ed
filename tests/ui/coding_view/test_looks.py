"""The text larger and smaller, its lines nearer and farther, and what stands beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontDatabase

from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript
from interviewcoder.ui.coding_view import CodingView
from interviewcoder.ui.coding_view.looks import FONTS, SPACINGS, TextLooks, family_of

USUAL = TextLooks()
LOOKS = st.builds(
    TextLooks,
    larger_pt=st.integers(-5, 24),
    spacing=st.sampled_from(SPACINGS),
    font=st.sampled_from(FONTS),
    numbers=st.booleans(),
    speakers=st.booleans(),
    times=st.booleans(),
    interviewers_dimmed=st.booleans(),
)


@given(LOOKS)
def test_what_is_stored_is_read_again(looks: TextLooks) -> None:
    assert TextLooks.read(looks.stored()) == looks


@pytest.mark.parametrize("stored", [{"larger_pt": "huge"}, {"spacing": "3"}, {"font": "Comic"}, {"numbers": "perhaps"}])
def test_what_cant_be_understood_is_as_usual(stored: dict[str, str]) -> None:
    assert TextLooks.read(stored) == USUAL


def line_distance(view: CodingView) -> float:
    """From the first line of the second turn to its second one."""
    layout = view.page.document().findBlockByNumber(1).layout()
    return layout.lineAt(1).y() - layout.lineAt(0).y()


def test_lines_stand_as_far_apart_as_is_chosen(view: CodingView) -> None:
    view.resize(620, 640)
    height = view.page.fontMetrics().height()
    distances = []
    for spacing in SPACINGS:
        view.show_looks(replace(USUAL, spacing=spacing))
        distances.append(line_distance(view))
    assert distances == sorted(distances)
    assert distances[0] == pytest.approx(height, abs=1)
    assert distances[-1] == pytest.approx(2 * height, abs=2)


def test_the_text_grows_alone_and_what_is_selected_stays(view: CodingView, interview: Transcript) -> None:
    span = Span(interview.text.index("afraid"), interview.text.index("afraid") + 6)
    view.select(span)
    beside, text = view.gutter.wanted_width(), view.page.font().pointSizeF()
    view.show_looks(replace(USUAL, larger_pt=6))
    assert view.page.font().pointSizeF() == text + 6
    assert view.font().pointSizeF() < text
    assert view.gutter.wanted_width() == beside
    assert view.selection() == span and view.page.toPlainText() == view.page.text


def test_letters_are_of_a_typeface_that_is_there(view: CodingView) -> None:
    family = family_of("serif")
    if family is None:
        pytest.skip("this machine has no typeface with serifs")
    view.show_looks(replace(USUAL, font="serif"))
    assert view.page.font().families()[0] == family and family in QFontDatabase.families()


def test_numbers_speakers_and_times_can_go_and_the_gutter_with_them(view: CodingView) -> None:
    widths = []
    for looks in (USUAL, TextLooks(speakers=False), TextLooks(speakers=False, times=False)):
        view.show_looks(looks)
        widths.append(view.gutter.wanted_width())
    assert widths[0] > widths[1] > widths[2]
    view.show_looks(replace(USUAL, times=False, speakers=False, numbers=False))
    page = view.page.inks.page.name()
    picture = view.gutter.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(0, picture.height(), 2)}
    assert seen == {page}


def dimmed(view: CodingView) -> list[bool]:
    """Of each turn whether it steps back."""
    document = view.page.document()
    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    return [bool(block.layout().formats()) for block in blocks]


def test_the_interviewer_steps_back_unless_that_isnt_wanted(view: CodingView) -> None:
    assert dimmed(view) == [True, False, True, False]
    view.show_looks(replace(USUAL, interviewers_dimmed=False))
    assert dimmed(view) == [False] * 4
    view.show_looks(USUAL)
    assert dimmed(view) == [True, False, True, False]


def test_a_focus_on_a_speaker_lets_the_others_step_back(view: CodingView, interview: Transcript) -> None:
    view.page.let_step_back(frozenset({1}))
    assert dimmed(view) == [False, True, False, True]
    view.show_looks(replace(USUAL, larger_pt=3, spacing="2"))
    assert dimmed(view) == [False, True, False, True]
    view.page.let_step_back(None)
    assert dimmed(view) == [True, False, True, False]
