"""Numbers, addresses and dates that are one person's are suggested, written or said."""

from __future__ import annotations

import pytest

from interviewcoder.privacy.detect_numbers import luhn
from interviewcoder.privacy.detection import suggest_text
from interviewcoder.privacy.residual import scan_text


def told(text: str) -> list[tuple[str, str]]:
    """The words and the kind of each suggestion."""
    return [(each.span.text_in(text), each.kind) for each in suggest_text(text)]


@pytest.mark.parametrize(
    ("digits", "right"), [("046454286", True), ("046454287", False), ("1234567897", True), ("4242424242424242", True)]
)
def test_a_check_digit_is_told_from_a_wrong_one(digits: str, right: bool) -> None:
    assert luhn(digits) is right


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("so it's 416-555-0142 there", "416-555-0142", "phone"),
        ("so it's (905) 555 0199 there", "(905) 555 0199", "phone"),
        (
            "so four one six, five five five, oh one four two is it",
            "four one six, five five five, oh one four two",
            "phone",
        ),
        (
            "call four one six five fifty-five zero one forty two",
            "four one six five fifty-five zero one forty two",
            "phone",
        ),
        ("area 416, uh, 555 0142 I think", "416, uh, 555 0142", "phone"),
        ("triple five, oh one four two", "triple five, oh one four two", "phone"),
        ("our fax is 519 555 0133 there", "519 555 0133", "fax"),
        ("it's 046 454 286 on the card", "046 454 286", "sin"),
        ("my SIN is zero four six four five four two eight six", "zero four six four five four two eight six", "sin"),
        ("OHIP is 1234 567 897 AB okay", "1234 567 897 AB", "health card"),
        ("health card one two three four five six seven eight nine seven", None, "health card"),
        ("registration number 0743 8812 yes", "0743 8812", "licence"),
        ("chart number 448812 was lost", "448812", "record"),
        ("extension 4412 rings", "4412", "phone"),
        ("plate is BKXJ 482 now", "BKXJ 482", "vehicle"),
        ("card 4242 4242 4242 4242 was", "4242 4242 4242 4242", "account"),
        ("mail t.okoye@example.ca please", "t.okoye@example.ca", "email"),
        ("it's maria dot k at nightshift dot ca okay", "maria dot k at nightshift dot ca", "email"),
        ("see www.example.org/page for it", "www.example.org/page", "web"),
        ("the page @rants_of_ward7 has it", "@rants_of_ward7", "web"),
        ("from 192.168.2.14 they said", "192.168.2.14", "ip"),
        ("at M5G 2C4 downtown", "M5G 2C4", "place"),
        ("it's n zero h two t zero there", "n zero h two t zero", "place"),
        ("on 2019-03-04 we", "2019-03-04", "date"),
        ("on March 3rd, 2019 we", "March 3rd, 2019", "date"),
        ("the third of march we", "third of march", "date"),
        ("on june fourteenth nineteen eighty-five we", "june fourteenth nineteen eighty-five", "date"),
        ("back in June 2019 we", "June 2019", "date"),
        ("she was born in 1961, so", "1961", "date"),
        ("she turned ninety-three then", "ninety-three", "age"),
        ("a 101 year old man", "101", "age"),
    ],
)
def test_a_number_is_found_with_its_kind(text: str, words: str | None, kind: str) -> None:
    ((said, found),) = told(text)
    assert found == kind
    assert words is None or said == words


@pytest.mark.parametrize(
    "text",
    [
        "It was 300 patients, 1,200 people and $250,000, about 95 percent.",
        "At 6:45 in the morning, for twelve hours, on bed eleven, room 214.",
        "In 2019, 2020 and twenty twenty-one it was the same.",
        "She's sixty-five and he was 89 years old.",
        "One or two of them, maybe three, four, five.",
        "Version 1.2.3 of it. May first ask. It may second that.",
    ],
)
def test_amounts_times_and_years_raise_no_alarm(text: str) -> None:
    assert told(text) == []


def test_a_number_split_over_two_turns_is_found_in_both_without_the_turn_between() -> None:
    text = "It's 416 555\nMm-hm.\n0142, call me."
    assert told(text) == [("416 555", "phone"), ("0142", "phone")]


@pytest.mark.parametrize("text", ["see questions 7, 8, 18, 23, 24 and 25.", "Ages: 23, 24, 25, 31, 42."])
def test_a_list_of_small_numbers_is_nobodys_telephone(text: str) -> None:
    assert "phone" not in [kind for _, kind in told(text)]
    assert not any(each.certain for each in scan_text([], text))
    assert any(each.certain for each in scan_text([], f"Call {text.rpartition(':')[2]}"))
