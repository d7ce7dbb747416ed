"""Selections snap to whole words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.sources.word_edges import snap_to_words, trim, word_around


def snapped(text: str, part: str) -> str | None:
    start = text.index(part)
    found = snap_to_words(text, start, start + len(part))
    return text[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("the nurse answered", "urs", "nurse"),
        ("the nurse answered", "e nurse a", "the nurse answered"),
        ("we don't know", "on", "don't"),
        ("we don’t know", "t", "don’t"),
        ("rock 'n' roll", "roll", "roll"),
        ("the well-being of all", "being", "well-being"),
        ("a - b", "a", "a"),
        ("yes, of course.", "cours", "course"),
        ("it cost 1,500.75 euros", "5", "1,500.75"),
        ("at 14:30 sharp", "30", "14:30"),
        ("a naïve idea", "na", "naïve"),
        ("cafe\u0301s closed", "caf", "cafe\u0301s"),
        ("cafe\u0301s closed", "e", "cafe\u0301s"),
        ("so 👩‍👩‍👧 there", "👩", "👩‍👩‍👧"),
        ("so 👍🏽 there", "👍", "👍🏽"),
        ("so ❤️ there", "❤", "❤️"),
        ("🇩🇪🇫🇷 both", "🇩", "🇩🇪"),
        ("🇩🇪🇫🇷 both", "🇷", "🇫🇷"),
        ("אני אוהב לקרוא", "והב", "אוהב"),
        ("ד״ר כהן", "ר", "ד״ר"),
        ("مرحبا بالعالم", "رح", "مرحبا"),
        ("私は学生です", "学", "学"),
        ("snake_case here", "case", "snake_case"),
        ("co\u00adoperate now", "op", "co\u00adoperate"),
    ],
)
def test_a_part_of_a_word_becomes_the_word(text: str, part: str, whole: str) -> None:
    assert snapped(text, part) == whole


def test_white_space_around_a_selection_falls_off() -> None:
    assert snap_to_words("one  two\n three", 3, 10) == (5, 8)


def test_a_selection_of_nothing_but_space_is_none() -> None:
    assert snap_to_words("one \n\u00a0 two", 3, 7) is None
    assert trim("one  two", 3, 5) is None


def test_turns_are_never_joined_into_one_word() -> None:
    assert snap_to_words("yes\nno", 0, 2) == (0, 3)


def test_the_word_around_a_letter_is_found_and_none_around_a_space() -> None:
    assert word_around("we don't", 4) == (3, 8)
    assert word_around("we don't", 2) is None
    assert word_around("we", 2) is None


@given(st.text(st.sampled_from("ab'’- 😀👍🏽\u200d\u0301\ufe0f🇩🇪ש学\n."), max_size=30), st.data())
def test_snapping_only_widens_what_is_left_and_does_it_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    trimmed = trim(text, start, end)
    found = snap_to_words(text, start, end)
    if trimmed is None:
        assert found is None
        return
    assert found is not None
    assert found[0] <= trimmed[0] and found[1] >= trimmed[1]
    assert snap_to_words(text, *found) == found
    assert "\n" not in text[found[0] : trimmed[0]] + text[trimmed[1] : found[1]]
