"""How long a passphrase lasts: honest about words, strict about names, and a suggestion that is really by chance."""

from __future__ import annotations

import pytest

from interviewcoder.privacy.passphrase_strength import Concern, Strength, Unit, judge, suggest


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("", Strength.NONE),
        ("  ", Strength.NONE),
        ("password", Strength.WEAK),
        ("aaaaaaaaaaaaaaaaaaaa", Strength.WEAK),
        ("summer2024!", Strength.WEAK),
        ("qwertzuiopasdf", Strength.WEAK),
        ("To be or not to be", Strength.WEAK),
        ("seven quiet rivers", Strength.WEAK),
        ("seven quiet rivers running north tomorrow", Strength.FAIR),
        ("x7#Kq9!mZ2$vB", Strength.STRONG),
    ],
)
def test_a_passphrase_is_judged_without_flattery(passphrase: str, strength: Strength) -> None:
    assert judge(passphrase).strength is strength


def test_words_between_blanks_are_counted_as_words_not_as_letters() -> None:
    four, five = judge("echo coral nest urban"), judge("echo coral nest urban velvet")
    assert 2000.0**4 > four.guesses > 100.0**4
    assert four.guesses * 2048 >= five.guesses > four.guesses * 50
    assert judge("coral coral coral coral coral").guesses == judge("coral coral").guesses


def test_a_time_is_told_as_people_say_it() -> None:
    assert judge("seven quiet rivers").time == (0, Unit.MOMENT)
    assert judge("seven quiet rivers running").time[1] is Unit.HOURS
    assert judge("x7#Kq9!mZ2$vB").time[1] is Unit.THOUSANDS


@pytest.mark.parametrize(
    ("passphrase", "concern"),
    [
        ("brxlq9", Concern.SHORT),
        ("password123", Concern.COMMON),
        ("Amelungsen on the hill", Concern.KNOWN),
        ("nurses2026amelungsen", Concern.KNOWN),
        ("copper lantern meadow", None),
    ],
)
def test_short_common_and_known_words_are_named(passphrase: str, concern: Concern | None) -> None:
    judged = judge(passphrase, known=["Amelungsen", "P07 interview with nurses"])
    assert judged.concern is concern
    if concern is not None:
        assert judged.strength is Strength.WEAK


def test_a_suggestion_is_strong_and_another_one_each_time() -> None:
    suggested = {suggest() for _ in range(20)}
    assert len(suggested) == 20
    assert all(len(each.split()) == 6 for each in suggested)
    assert {judge(each).strength for each in suggested} <= {Strength.STRONG, Strength.FAIR}
