"""Coding a passage of a 90-minute transcript, and undoing it. Limit: 50 ms each.

    python -m benchmarks.coding [TIMES]

In a real encrypted project and the real window: from the key that gives the
code (1, the code used last), and from Undo, to the end of the last repaint.
The commit with its fsync is in between. The transcript has 500 codings, and
they are all of the project: median and 95th percentile keep the limit. Then
nine more such interviews are in it, with 5,000 codings: the median does.
"""

from __future__ import annotations

import random
import sys
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks.study import CODINGS, INTERVIEW, Took, asked, percentile, settle, timed, told, window_with
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span

LIMIT_MS = 50.0
TIMES = 40
_WARMING = 3


def code_and_undo(folder: Path, sources: int, times: int) -> tuple[list[Took], list[Took]]:
    """Code passages all over the transcript, and take each coding back."""
    chance = random.Random(2)
    with window_with(folder, [INTERVIEW] * sources) as window:
        assert window.workspace is not None
        view = window.workspace.reading.view
        page = view.focusProxy()
        source = window.workspace.reading.source
        assert page is not None and source is not None
        characters = catalogue.characters(window.workspace.project, source.id)
        coded, undone = [], []
        for _ in range(_WARMING + times):
            start = chance.randrange(characters - 400)
            view.select(Span(start, start + chance.randrange(20, 400)))
            settle(window)
            coded.append(timed(window, partial(QTest.keyClick, page, Qt.Key.Key_1)))
            undone.append(timed(window, window.menus.action("undo").trigger))
        return coded[_WARMING:], undone[_WARMING:]


def main() -> int:
    """Print the figures; 1 when the limit is passed."""
    within = True
    for sources in (1, 10):
        with tempfile.TemporaryDirectory() as folder:
            both = code_and_undo(Path(folder), sources, asked(TIMES))
        for name, taken in zip(("coding a passage", "undoing it"), both, strict=True):
            print(f"{told(f'{name}, {CODINGS * sources:,} codings', taken)} (limit {LIMIT_MS:.0f} ms)")
            within &= percentile([took.wall_ms for took in taken], 0.95 if sources == 1 else 0.5) < LIMIT_MS
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
