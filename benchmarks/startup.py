"""Start-up to the first picture, against a bare PySide6 window in the same run. Limit: under 2x.

    python -m benchmarks.startup [RUNS]

Both are started as new processes, in turn: from the process's birth to the
end of the first paint event, by the clock and in CPU seconds of the process.
Ours takes the way of `python -m interviewcoder`, for somebody who has used it
before: settings and recent projects are there. The medians are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 2.0
RUNS = 15

_REPORT = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.report)
        return False
    def report(self):
        print(time.monotonic(), time.process_time(), flush=True)
        QApplication.exit(0)
"""
BARE = f"""
from PySide6.QtWidgets import QApplication, QMainWindow
{_REPORT}
application = QApplication([])
window, watcher = QMainWindow(), FirstPaint()
window.installEventFilter(watcher)
window.show()
sys.exit(application.exec())
"""
OURS = f"""
from interviewcoder import __main__ as program
from interviewcoder import app
from PySide6.QtWidgets import QApplication
{_REPORT}
class Watched(app.MainWindow):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.watcher = FirstPaint()
        self.installEventFilter(self.watcher)
app.MainWindow = Watched
sys.exit(program.main())
"""
_SETTINGS = """
coder_name = "Researcher"
theme = "light"
[window]
columns = "AAAA/wAAAAEAAAADAAABDgAAAvgAAAFAAf////8BAAAAAQA="
"""
_RECENT = """
[[recent]]
path = "{path}"
title = "Study {number}"
opened_at = "2026-11-22T09:00:00"
"""


@dataclass(frozen=True, slots=True)
class Start:
    """How long a process took to its first picture."""

    wall_s: float
    cpu_s: float


def settle_in(home: Path) -> None:
    """Leave behind the settings of somebody with five recent projects."""
    folder = home / "interviewcoder"
    folder.mkdir()
    settings = _SETTINGS
    for number in range(5):
        project = home / f"study {number}.icproj"
        project.touch()
        settings += _RECENT.format(path=project.as_posix(), number=number)
    (folder / "settings.toml").write_text(settings, encoding="utf-8")


def first_paint(program: str, home: Path) -> Start:
    """Start a program; it ends itself after its first picture."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(home), "APPDATA": str(home)}
    # An installed program's modules are compiled; where that can't be stored beside them, it would be done each time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(home / "compiled")
    if "DISPLAY" not in environment and "WAYLAND_DISPLAY" not in environment:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    told, cpu_s = ended.stdout.split()[-2:]
    return Start(float(told) - began, float(cpu_s))


def main() -> int:
    """Print both medians and their ratio; 1 when the limit is passed."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settle_in(home)
        pairs = [(first_paint(BARE, home), first_paint(OURS, home)) for _ in range(runs + 1)]
    # The first pair compiles the modules and fills the disk's cache for the others.
    bare, ours = zip(*pairs[1:], strict=True)
    wall = [statistics.median(start.wall_s for start in starts) for starts in (bare, ours)]
    cpu = [statistics.median(start.cpu_s for start in starts) for starts in (bare, ours)]
    ratio = wall[1] / wall[0]
    print(
        f"first picture: bare PySide6 window {wall[0]:.3f} s, InterviewCoder {wall[1]:.3f} s: {ratio:.2f}x "
        f"(limit {LIMIT}x); CPU {cpu[0]:.3f} s, {cpu[1]:.3f} s: {cpu[1] / cpu[0]:.2f}x"
    )
    return 0 if ratio < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
