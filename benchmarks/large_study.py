"""A very large study in the window: 10, 100 and 1,000 interviews of 10,000 words and 1,000 codings each.

    python -m benchmarks.large_study FOLDER [SOURCES ...] [--picture docs/large_study.svg]

Limits at 1,000 interviews (10 million words, 1 million codings, 200 codes in
three levels): open to the first transcript 1 s; code frequencies, the first
screen of all passages of a code, a word found, 0.1 s each; a coding, from the
key to the last repaint, 50 ms. Each study is measured in a fresh process, in
the real window, encrypted; it is opened from the welcome page, once what a
project needs is loaded behind it. Studies are made once and kept in FOLDER: the
largest has 270 MB and takes a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.large_study_made import FREQUENT_CODE, FREQUENT_WORD, RARE_WORD, LargeStudy, large_study
from benchmarks.lines import Line, draw
from benchmarks.study import PASSPHRASE, settle, timed

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow

SIZES = (10, 100, 1000)
_TIMES = 5
_CODINGS = 12
_DRAWN = (
    "open to the first transcript",
    "frequencies of codes",
    "frequencies by role",
    "find a frequent word, first 50 hits",
    "all passages of a code, first screen in the window",
    "code a passage",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What something took in a study, and may take; in s by the clock and of the processor, or in MB."""

    name: str
    sources: int
    value: float
    cpu: float
    limit: float
    unit: str = "s"

    @property
    def told(self) -> str:
        """The figure beside its limit."""
        if self.unit == "MB":
            return f"{self.sources:5,} interviews  {self.name}: {self.value:.0f} MB"
        value, cpu = self.value * 1e3, self.cpu * 1e3
        ratio = self.value / self.limit
        return (
            f"{self.sources:5,} interviews  {self.name}: {value:.1f} ms, CPU {cpu:.1f} ms"
            f" (limit {self.limit * 1e3:.0f} ms: {ratio:.2f}x)"
        )


def measure(study: LargeStudy) -> list[Figure]:
    """Open a study in the window and do in it what the limits are about."""
    from interviewcoder.ui import theme

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    from interviewcoder import app
    from interviewcoder.settings import Settings
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.prompts import QtPrompts

    theme.apply("light")
    window = MainWindow(Settings(backup_every_minutes=0), QtPrompts(), app.open_sample)
    window.resize(1500, 940)
    window.show()
    settle(window)
    # Choosing a project and typing its passphrase takes longer than what is loaded meanwhile.
    for thread in threading.enumerate():
        if thread.name == "preloading":
            thread.join()
    of = partial(Figure, sources=study.sources)
    opened = timed(window, lambda: window.open_project(study.path, passphrase=PASSPHRASE))
    figures = [of("open to the first transcript", value=opened.wall_ms / 1e3, cpu=opened.cpu_ms / 1e3, limit=1.0)]
    figures.append(of("memory once it is open", value=_memory_mb(), cpu=0, limit=1000, unit="MB"))
    assert window.workspace is not None
    for name, (wall, cpu) in _questions(window.workspace.project).items():
        figures.append(of(name, value=wall, cpu=cpu, limit=0.1))
    wall, cpu = _first_screen(window)
    figures.append(of("all passages of a code, first screen in the window", value=wall, cpu=cpu, limit=0.1))
    window.workspace.results.close_results()
    settle(window)
    for name, (wall, cpu) in zip(("code a passage", "undo it"), _code_and_undo(window), strict=True):
        figures.append(of(name, value=wall, cpu=cpu, limit=0.05))
    figures.append(of("memory at the end", value=_memory_mb(), cpu=0, limit=1000, unit="MB"))
    # Nothing was changed in the end: the study is measured again and again, and no backup of it is wanted.
    window.workspace.backups.close = lambda: None  # type: ignore[method-assign]  # as the sentence before says
    window.close()
    return figures


def _questions(project: Project) -> dict[str, tuple[float, float]]:
    """What analyses take without a window: the first time, and the median of some more."""
    from interviewcoder.analysis import frequencies
    from interviewcoder.cases import attributes

    role = attributes.listing(project)[0].id
    asked: dict[str, Callable[[], object]] = {
        "frequencies of codes": lambda: frequencies.by_code(project),
        "frequencies by source": lambda: frequencies.by_source(project, subcodes=False),
        "frequencies by role": lambda: frequencies.by_attribute(project, role, subcodes=True, counting="codings"),
        "find a rare word, all hits": lambda: _find(project, RARE_WORD, 1000),
        "find a frequent word, first 50 hits": lambda: _find(project, FREQUENT_WORD, 50),
        "all passages of a code, first screen": lambda: _screen(project),
    }
    return {name: _median(step) for name, step in asked.items()}


def _find(project: Project, word: str, most: int) -> None:
    from interviewcoder.analysis.find import Finder
    from interviewcoder.analysis.find_query import Matcher, Query

    finder = Finder(project, Matcher(Query(word)))
    finder.counts_at_once()
    found = 0
    for batch in finder:
        found += len(batch.spans)
        if found >= most:
            break
    assert found


def _screen(project: Project) -> None:
    from interviewcoder.analysis.expressions import OfCode, Query
    from interviewcoder.analysis.passages import PassageReader
    from interviewcoder.analysis.retrieval import Retrieval
    from interviewcoder.coding import codes

    code = next(node for node in codes.tree(project) if node.name == FREQUENT_CODE)
    retrieval = Retrieval(project, Query(OfCode(code.id)))
    hits = next(retrieval.portions()).hits
    assert retrieval.count() and len(list(PassageReader(project).read_all(hits[:40]))) == 40


def _first_screen(window: MainWindow) -> tuple[float, float]:
    """From asking for a code's passages to their picture; others may still be looked for."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject

    from interviewcoder.coding import codes
    from interviewcoder.ui.passages_page.page import PassagesPage

    work = window.workspace
    assert work is not None
    code = next(node for node in codes.tree(work.project) if node.name == FREQUENT_CODE)
    page = work.results.open_page("passages")
    assert isinstance(page, PassagesPage)
    settle(window)

    class Painted(QObject):
        loop = QEventLoop()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and rows.rowCount():
                self.loop.quit()
            return False

    viewport, rows = page.list.viewport(), page.list.rows
    watcher = Painted()
    taken = []
    for _ in range(_TIMES):
        page.bar.show_query(page.query().__class__())
        settle(window)
        viewport.installEventFilter(watcher)
        began, cpu = time.perf_counter(), time.process_time()
        page.ask_code(code.id)
        Painted.loop.exec()
        taken.append((time.perf_counter() - began, time.process_time() - cpu))
        viewport.removeEventFilter(watcher)
        page.stop_looking()
    wall, cpu_s = zip(*taken, strict=True)
    return statistics.median(wall), statistics.median(cpu_s)


def _code_and_undo(window: MainWindow) -> list[tuple[float, float]]:
    import random

    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from interviewcoder.sources.text import Span

    chance = random.Random(2)
    assert window.workspace is not None
    view = window.workspace.reading.view
    page = view.focusProxy()
    assert page is not None
    coded, undone = [], []
    for _ in range(_CODINGS + 3):
        start = chance.randrange(40_000)
        view.select(Span(start, start + chance.randrange(20, 400)))
        settle(window)
        coded.append(timed(window, partial(QTest.keyClick, page, Qt.Key.Key_1)))
        # Else what made the study would be undone.
        assert window.workspace.project.undo_label == "Code passage"
        undone.append(timed(window, window.menus.action("undo").trigger))
    return [
        (statistics.median(t.wall_ms for t in took[3:]) / 1e3, statistics.median(t.cpu_ms for t in took[3:]) / 1e3)
        for took in (coded, undone)
    ]


def _median(step: Callable[[], object]) -> tuple[float, float]:
    taken = []
    for _ in range(_TIMES):
        began, cpu = time.perf_counter(), time.process_time()
        step()
        taken.append((time.perf_counter() - began, time.process_time() - cpu))
    wall, cpu_s = zip(*taken, strict=True)
    return statistics.median(wall), statistics.median(cpu_s)


def _memory_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def _in_fresh_process(study: LargeStudy) -> list[Figure]:
    command = [sys.executable, "-m", "benchmarks.large_study", "--measure", str(study.path), str(study.sources)]
    environment = {**os.environ, "XDG_CONFIG_HOME": str(study.path.parent), "APPDATA": str(study.path.parent)}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return [Figure(**figure) for figure in json.loads(done.stdout.splitlines()[-1])]


def picture(figures: list[Figure]) -> str:
    """Draw how each figure grows with the study: the processor's time, which other work of the machine changes less."""
    names = [name for name in _DRAWN if any(figure.name == name for figure in figures)]
    lines = [
        Line(name, [(f.sources, f.cpu * 1e3) for f in figures if f.name == name], limit * 1e3)
        for name in names
        for limit in {f.limit for f in figures if f.name == name}
    ]
    return draw("Processor time, by the size of the study", "interviews of 10,000 words, 1,000 codings each", lines)


def main() -> int:
    """Print the figures; 1 when a limit is passed in the largest study."""
    if sys.argv[1:2] == ["--measure"]:
        figures = measure(LargeStudy(Path(sys.argv[2]), int(sys.argv[3])))
        print(json.dumps([asdict(figure) for figure in figures]))
        return 0
    reader = argparse.ArgumentParser(description="Measure very large studies.")
    reader.add_argument("folder", type=Path)
    reader.add_argument("sources", type=int, nargs="*", default=list(SIZES))
    reader.add_argument("--picture", type=Path)
    asked = reader.parse_args()
    figures = []
    for sources in asked.sources:
        for figure in _in_fresh_process(large_study(asked.folder, sources)):
            figures.append(figure)
            print(figure.told, flush=True)
    if asked.picture is not None:
        asked.picture.write_text(picture(figures), encoding="utf-8")
    return 0 if all(figure.value <= figure.limit for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
