"""One end of a passage that is pulled elsewhere."""

from __future__ import annotations

from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import snap_to_words, trim


def pulled(text: str, span: Span, to: int, *, at_start: bool, exact: bool = False) -> Span:
    """Let a passage begin, or end, at another place of the text.

    To whole words, unless it is meant to the character (`exact`). The other
    end stays; the one that is pulled stops in front of it, so that something
    is left. Where there is nothing but white space the passage stays as it was.
    """
    if at_start:
        start, end = min(max(to, 0), span.end - 1), span.end
    else:
        start, end = span.start, max(min(to, len(text)), span.start + 1)
    found = (trim if exact else snap_to_words)(text, start, end)
    if found is None:
        return span
    moved = Span(found[0], span.end) if at_start else Span(span.start, found[1])
    return moved if moved.length > 0 else span
