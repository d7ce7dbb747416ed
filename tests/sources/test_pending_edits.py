"""Edits made one after the other are one correction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.sources.pending_edits import PendingEdits
from interviewcoder.sources.text import Edit, apply_edits

_texts = st.text("ab \n😨e\u0301", max_size=12)


def test_letters_typed_in_a_row_are_one_edit() -> None:
    typed = PendingEdits("I was afraid.")
    for at, letter in enumerate("very ", 6):
        typed.take(Edit(at, "", letter))
    assert typed.edits == [Edit(6, "", "very ")]
    typed.take(Edit(0, "I", "We"))
    typed.take(Edit(3, "was", "were"))
    assert typed.text == "We were very afraid."
    assert typed.edits == [Edit(0, "I", "We"), Edit(3, "as", "ere"), Edit(6, "", "very ")]


def test_what_is_taken_back_leaves_nothing() -> None:
    typed = PendingEdits("I was afraid.")
    typed.take(Edit(6, "afraid", ""))
    typed.take(Edit(6, "", "afraid"))
    assert typed.edits == []


@given(_texts, st.data())
def test_whatever_is_typed_the_edits_lead_to_the_text(base: str, data: st.DataObject) -> None:
    typed = PendingEdits(base)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(typed.text)))
        end = data.draw(st.integers(at, min(len(typed.text), at + 4)))
        typed.take(Edit(at, typed.text[at:end], data.draw(_texts)))
        assert apply_edits(base, typed.edits) == typed.text
