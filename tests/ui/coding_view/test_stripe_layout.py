"""Names beside the stripes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.ui.coding_view.stripe_layout import Stripe, place_names

HEIGHT = 10.0


@st.composite
def stripes(draw: st.DrawFn) -> list[Stripe]:
    places = draw(st.lists(st.tuples(st.integers(0, 300), st.integers(5, 200)), max_size=30))
    return [Stripe(number, top, top + length, number) for number, (top, length) in enumerate(places)]


@given(stripes(), st.integers(0, 300))
def test_names_never_overlap(items: list[Stripe], window_top: int) -> None:
    tops = sorted(name.top for name in place_names(items, HEIGHT, window_top=window_top))
    assert all(after - before >= HEIGHT for before, after in pairwise(tops))


@given(stripes())
def test_every_stripe_is_named_or_counted(items: list[Stripe]) -> None:
    told = [id for name in place_names(items, HEIGHT, window_top=0) for id in (name.id, *name.more)]
    assert sorted(told) == [stripe.id for stripe in items]


def test_a_name_stands_beside_the_top_of_its_stripe() -> None:
    (name,) = place_names([Stripe(1, 30, 60, 0)], HEIGHT, window_top=0)
    assert name.top == 30


def test_what_comes_from_above_is_named_at_the_upper_edge() -> None:
    names = place_names([Stripe(1, 0, 500, 0), Stripe(2, 140, 160, 1)], HEIGHT, window_top=100)
    assert [(name.id, name.top) for name in names] == [(1, 100), (2, 140)]


def test_what_comes_from_above_gives_way_to_a_name_at_its_place() -> None:
    names = place_names([Stripe(1, 0, 500, 0), Stripe(2, 102, 160, 1)], HEIGHT, window_top=100)
    assert [name.id for name in names] == [2]
