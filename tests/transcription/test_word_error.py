"""The word error rate counts what a reader would call a wrong word."""

from __future__ import annotations

import pytest

from interviewcoder.transcription.word_error import normalised_words, word_error_rate


def test_case_punctuation_and_apostrophes_are_no_errors() -> None:
    assert word_error_rate("don’t go there, Mary", "Don't go there! MARY.") == 0


@pytest.mark.parametrize(
    ("heard", "rate"),
    [
        ("the cat sat on the mat", 0),
        ("the cat sat on a mat", 1 / 6),
        ("the cat sat on mat", 1 / 6),
        ("so the cat sat on the mat", 1 / 6),
        ("", 1),
        ("a dog ran", 1),
    ],
)
def test_each_substitution_deletion_and_insertion_counts_once(heard: str, rate: float) -> None:
    assert word_error_rate("the cat sat on the mat", heard) == pytest.approx(rate)


def test_inventions_may_exceed_one() -> None:
    assert word_error_rate("yes", "thank you very much") == 4
    assert word_error_rate("", "thank you") == 2
    assert word_error_rate("", "") == 0


def test_hyphens_divide_words() -> None:
    assert normalised_words("V-I-O, twenty-one 'quoted'") == ["v", "i", "o", "twenty", "one", "quoted"]
