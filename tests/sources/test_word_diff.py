"""Old and new wordings, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.sources.word_diff import Piece, after_of, before_of, word_diff


def test_words_that_came_and_went_are_marked_between_those_that_stayed() -> None:
    assert word_diff("Being afraid of others", "Being very afraid of courts") == (
        Piece("Being "),
        Piece("very ", "new"),
        Piece("afraid of "),
        Piece("others", "gone"),
        Piece("courts", "new"),
    )


def test_two_texts_with_hardly_a_word_in_common_are_marked_as_wholes() -> None:
    assert [piece.mark for piece in word_diff("To be or not to be, that is it", "Something else, or so")] == [
        "gone",
        "new",
    ]
    assert word_diff("", "All new") == (Piece("All new", "new"),)
    assert word_diff("same", "same") == (Piece("same"),)


@given(st.text(alphabet="ab ,\n😨", max_size=40), st.text(alphabet="ab ,\n😨", max_size=40))
def test_the_pieces_make_up_both_texts_again(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(piece.text for piece in before_of(pieces)) == before
    assert "".join(piece.text for piece in after_of(pieces)) == after
