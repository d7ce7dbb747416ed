"""A long transcript on the workbench: opening, typing, leaving the edit, scrolling, and the memory it takes.

    python -m benchmarks.workbench [KEYSTROKES]

In a real encrypted project and the real window: one transcript of 50,000
words with their times, 2,000 codings and 60 codes; then, for scrolling, one
of 200,000 words and 5,000 codings. Each figure is printed with its ratio to
the limit; beside them what QualCoder's project says of itself, for scale. It
was measured on another machine, on a text without times.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from benchmarks.study import Size, Took, asked, percentile, settle, timed, window_with

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page
    from interviewcoder.ui.main_window import MainWindow

LONG = Size(minutes=330, turns=2_100, words=50_000, codings=2_000)
VAST = Size(minutes=1_320, turns=8_400, words=200_000, codings=5_000)
SHORT = Size(minutes=5, turns=40, words=800, codings=30)

OPEN_MS, KEYSTROKE_MS, LEAVE_MS, SCROLL_MS, MEMORY_MB = 150.0, 16.0, 200.0, 16.0, 260.0
KEYSTROKES = 60
_OPENINGS, _EDITS, _SCROLLS = 7, 5, 60
_WORDS_TYPED = "and then"
_REST_MS = 3000


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in ms or MB, the limit, and what QualCoder publishes."""

    name: str
    value: float
    limit: float
    unit: str = "ms"
    peer: str = ""
    cpu_ms: float | None = None

    @property
    def told(self) -> str:
        """A line of the report."""
        cpu = "" if self.cpu_ms is None else f", CPU {self.cpu_ms:.1f} ms"
        peer = f"; QualCoder {self.peer}" if self.peer else ""
        ratio = f"{self.value / self.limit:.2f}x of {self.limit:.0f} {self.unit}{peer}"
        return f"{self.name}: {self.value:.1f} {self.unit}{cpu}: {ratio}"


def on_a_long_transcript(folder: Path, keystrokes: int) -> Iterator[Figure]:
    """Open, type, leave, on 50,000 words."""
    with window_with(folder, [LONG, SHORT]) as window:
        yield _middle("open", _open_in_turn(window), OPEN_MS, peer="3.0 to 3.6 s")
        yield Figure("memory with it open", _resident_mb(), MEMORY_MB, "MB", "530 MB")
        typed, left = _edit(window, keystrokes)
        peer = "0.27 to 0.31 s"
        yield _middle("a keystroke, median", typed, KEYSTROKE_MS, peer=peer)
        within = percentile([took.wall_ms for took in typed])
        cpu_ms = percentile([took.cpu_ms for took in typed])
        yield Figure("a keystroke, 95 % within", within, KEYSTROKE_MS, peer=peer, cpu_ms=cpu_ms)
        yield _middle("leave the edit", left, LEAVE_MS, peer="12 to 16 s")
        yield Figure("memory after editing", _resident_mb(), MEMORY_MB, "MB", "530 MB")


def on_a_vast_transcript(folder: Path) -> Iterator[Figure]:
    """Scroll through 200,000 words."""
    with window_with(folder, [VAST, SHORT]) as window:
        yield _middle("200,000 words: open", _open_in_turn(window), 4 * OPEN_MS)
        page = _page(window)
        for name, step in (
            ("a step of the wheel", partial(_turn_wheel, page)),
            ("a page down", partial(QTest.keyClick, page, Qt.Key.Key_PageDown)),
            ("a jump with the bar", partial(_jump, page, random.Random(3))),
        ):
            settle(window)
            taken = [timed(window, step) for _ in range(_SCROLLS)]
            yield _middle(f"200,000 words: {name}, median", taken, SCROLL_MS)
            within = percentile([took.wall_ms for took in taken])
            cpu_ms = percentile([took.cpu_ms for took in taken])
            yield Figure(f"200,000 words: {name}, 95 % within", within, SCROLL_MS, cpu_ms=cpu_ms)


def _open_in_turn(window: MainWindow) -> list[Took]:
    """Click on a short source and the long one in turn; the first opening is left out."""
    assert window.workspace is not None
    sources = window.workspace.sources.findChild(QListView)
    assert isinstance(sources, QListView)

    def click(row: int) -> Callable[[], object]:
        place = sources.visualRect(sources.model().index(row, 0)).center()
        return partial(QTest.mouseClick, sources.viewport(), Qt.MouseButton.LeftButton, pos=place)

    taken = []
    for _ in range(_OPENINGS + 1):
        timed(window, click(1))
        taken.append(timed(window, click(0), part=_page(window).viewport()))
        settle(window)
    return taken[1:]


def _edit(window: MainWindow, keystrokes: int) -> tuple[list[Took], list[Took]]:
    """Type into the middle, and leave; the last thing typed is stored when the edit is left."""
    assert window.workspace is not None
    reading, page, chance = window.workspace.reading, _page(window), random.Random(4)
    typed: list[Took] = []
    left: list[Took] = []
    for _ in range(_EDITS):
        reading.toggle_correcting()
        # A caret that blinks is painted after the letter.
        QApplication.setCursorFlashTime(0)
        # What is stored in between by the clock is not measured here: it would be no keystroke.
        reading.editor.pause_ms = 60_000
        page.setTextCursor(_somewhere(page, chance))
        page.ensureCursorVisible()
        settle(window)
        # The first letter of an edit is a keystroke like the others.
        letters = (_WORDS_TYPED * keystrokes)[: max(1, keystrokes // _EDITS)]
        typed += [timed(window, partial(QTest.keyClicks, page, letter)) for letter in letters]
        left.append(timed(window, partial(QTest.keyClick, page, Qt.Key.Key_Escape)))
        settle(window)
    return typed, left


def _somewhere(page: Page, chance: random.Random) -> QTextCursor:
    cursor = page.textCursor()
    cursor.setPosition(chance.randrange(page.document().characterCount()))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord)
    return cursor


def _turn_wheel(page: Page) -> None:
    at = QPointF(page.viewport().rect().center())
    place = QPointF(page.viewport().mapToGlobal(at.toPoint()))
    no_button, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    turned = QWheelEvent(at, place, QPoint(), QPoint(0, -120), no_button, none, phase, False)
    QApplication.sendEvent(page.viewport(), turned)


def _jump(page: Page, chance: random.Random) -> None:
    bar = page.verticalScrollBar()
    bar.setValue(chance.randrange(bar.maximum()))


def _page(window: MainWindow) -> Page:
    assert window.workspace is not None
    return window.workspace.reading.view.page


def _middle(name: str, taken: Sequence[Took], limit: float, *, peer: str = "") -> Figure:
    wall, cpu = (percentile([value(took) for took in taken], 0.5) for value in (_wall, _cpu))
    return Figure(name, wall, limit, peer=peer, cpu_ms=cpu)


def _wall(took: Took) -> float:
    return took.wall_ms


def _cpu(took: Took) -> float:
    return took.cpu_ms


def _resident_mb() -> float:
    """What the whole process has in memory when nobody has done anything for a while."""
    QTest.qWait(_REST_MS)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def main() -> int:
    """Print the figures; 1 when a limit is passed."""
    within = True
    parts: tuple[Callable[[Path], Iterator[Figure]], ...] = (
        partial(on_a_long_transcript, keystrokes=asked(KEYSTROKES)),
        on_a_vast_transcript,
    )
    for part in parts:
        with tempfile.TemporaryDirectory() as folder:
            for figure in part(Path(folder)):
                print(figure.told, flush=True)
                within &= figure.value <= figure.limit
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
