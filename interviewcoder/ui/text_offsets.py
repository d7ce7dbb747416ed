"""The one place where offsets of ours become offsets of Qt, and back.

We count Unicode code points; Qt counts UTF-16 units, in which every character
above U+FFFF (an emoji, say) is two.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from interviewcoder.sources.text import Span

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

# Qt turns some of these into paragraph ends and drops others, which would shift
# all that follows. They have no shape, so a stand-in of the same length will do.
_UNSAFE_FOR_QT = {
    ord("\r"): " ",
    ord("\u2028"): " ",
    ord("\u2029"): " ",
    ord("\ufeff"): "\u200b",
    ord("\ufdd0"): " ",
    ord("\ufdd1"): " ",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_NEEDS_STAND_IN = re.compile("[\r\u2028\u2029\ufeff\ufdd0\ufdd1\ud800-\udfff]")


class TextOffsets:
    """Convert offsets of one text between code points and Qt's UTF-16 units.

    Costs O(log k) for k characters above U+FFFF; nothing where there is none.
    """

    __slots__ = ("_code_points", "_qt_positions")

    def __init__(self, text: str) -> None:
        # Counted first: it is asked for with each key that is typed, and looking for them takes three times as long.
        beyond = not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
        self._code_points = [match.start() for match in _ASTRAL.finditer(text)] if beyond else []
        self._qt_positions = [at + earlier for earlier, at in enumerate(self._code_points)]

    def to_qt(self, code_point: int) -> int:
        """Give the position in UTF-16 units of a code-point offset."""
        return code_point + bisect_left(self._code_points, code_point)

    def to_code_point(self, qt_position: int) -> int:
        """Give the code-point offset of a position in UTF-16 units.

        A position between the two halves of a character gives that character's start.
        """
        return qt_position - bisect_left(self._qt_positions, qt_position)

    def positions(self, span: Span) -> tuple[int, int]:
        """Give a passage in UTF-16 units."""
        return self.to_qt(span.start), self.to_qt(span.end)

    def span(self, start: int, end: int) -> Span:
        """Give the passage between two positions in UTF-16 units."""
        return Span(self.to_code_point(start), self.to_code_point(end))


def shown_text(text: str) -> str:
    """Give the text to put into a Qt document: of equal length in Qt's units, one paragraph per line.

    For showing only. What is stored, copied or exported comes from the stored text.
    """
    return text.translate(_UNSAFE_FOR_QT) if _NEEDS_STAND_IN.search(text) else text
