"""Sharing out the width of the window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.ui.coding_view.columns import columns


@given(st.integers(0, 4000), st.floats(4, 20), st.integers(40, 200), st.integers(40, 150))
def test_the_columns_fit_and_the_text_is_never_wider_than_reads_well(
    available: int, character: float, gutter: int, lanes: int
) -> None:
    shared = columns(available, character=character, gutter=gutter, lanes=lanes)
    assert min(shared.lead, shared.text, shared.names) >= 0 or available < gutter + lanes
    assert shared.text <= 88 * character + 1
    if available >= gutter + lanes:
        assert shared.lead * 2 + gutter + shared.text + lanes + shared.names <= available + 3


def test_a_wide_window_has_the_page_in_its_middle() -> None:
    shared = columns(2400, character=8, gutter=120, lanes=52)
    used = shared.gutter + shared.text + shared.lanes + shared.names
    assert abs(2 * shared.lead + used - 2400) <= 2


@given(st.integers(500, 1100))
def test_a_lane_more_breaks_no_line_anew(available: int) -> None:
    texts = {columns(available, character=7, gutter=50, lanes=lanes).text for lanes in range(20, 60, 8)}
    assert len(texts) == 1
