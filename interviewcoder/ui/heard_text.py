"""What was heard of a recording so far, in its order, growing while the transcription goes on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from interviewcoder.transcription.heard_text import HeardLine, lines_of
from interviewcoder.ui.jobs import Errand

if TYPE_CHECKING:
    from collections.abc import Sequence


class HeardText(QObject):
    """Lines by the moment at which they begin; blocks are heard side by side, so that they come out of order.

    What an earlier attempt had kept is read on a thread of its own and comes
    with `refilled`; a line that is heard now with `grown`, which carries its place.
    """

    grown = Signal(int)
    refilled = Signal()

    def __init__(self, blocks: Mapping[int, bytes], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[HeardLine] = []
        self._errand: Errand | None = None
        if blocks:
            self._errand = Errand(partial(lines_of, blocks), "Reading what was heard", self)
            self._errand.done.connect(self._on_read)
            self._errand.start()

    @property
    def lines(self) -> Sequence[HeardLine]:
        """All lines, in the order of the recording."""
        return self._lines

    def add(self, at_ms: int, text: str) -> None:
        """Take a line that was heard just now."""
        text = " ".join(text.split())
        if not text:
            return
        place = bisect_left(self._lines, at_ms, key=lambda line: line.at_ms)
        self._lines.insert(place, HeardLine(at_ms, text))
        self.grown.emit(place)

    def close(self) -> None:
        """Wait for what is being read; no more is said."""
        if self._errand is not None:
            self._errand.abandon()
            self._errand = None

    def _on_read(self, lines: object) -> None:
        self._errand = None
        self._lines = sorted([*self._lines, *cast(list[HeardLine], lines)], key=lambda line: line.at_ms)
        self.refilled.emit()
