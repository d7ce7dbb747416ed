"""Opening a 90-minute transcript with 500 codings. Limit: 100 ms, the median.

    python -m benchmarks.open_transcript [OPENINGS]

In a real encrypted project and the real window: from the click on the source
to the end of the last repaint, with its recording loaded into the player. Two
such sources are opened in turn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from benchmarks.study import INTERVIEW, Took, asked, timed, told, window_with

LIMIT_MS = 100.0
OPENINGS = 20


def open_in_turn(folder: Path, openings: int) -> list[Took]:
    """Click on two sources in turn; the first opening of each is left out."""
    with window_with(folder, [INTERVIEW] * 2) as window:
        assert window.workspace is not None
        sources = window.workspace.sources.findChild(QListView)
        assert isinstance(sources, QListView)
        taken = []
        for number in range(openings + 2):
            place = sources.visualRect(sources.model().index((number + 1) % 2, 0)).center()
            click = partial(QTest.mouseClick, sources.viewport(), Qt.MouseButton.LeftButton, pos=place)
            taken.append(timed(window, click))
        return taken[2:]


def main() -> int:
    """Print the figures; 1 when the limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        taken = open_in_turn(Path(folder), asked(OPENINGS))
    print(f"{told('opening a 90-minute transcript with 500 codings', taken)} (limit {LIMIT_MS:.0f} ms)")
    return 0 if statistics.median(took.wall_ms for took in taken) < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
