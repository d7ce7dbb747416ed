"""Start-up to the first paint, against a bare PySide6 window in the same run. Limit: under 2x.

    python benchmarks/startup.py [RUNS]

Both are started as new processes, in turn; times are from the process's
birth to the end of its first paint event. The median of each is compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 2.0

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
        print(time.monotonic(), flush=True)
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
from interviewcoder.privacy import network_lock
network_lock.engage()
from interviewcoder import app
from PySide6.QtWidgets import QApplication
{_REPORT}
class Watched(app.MainWindow):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.watcher = FirstPaint()
        self.installEventFilter(self.watcher)
app.MainWindow = Watched
sys.exit(app.run(None))
"""


def first_paint_s(program: str, home: Path) -> float:
    """Seconds from a process's start to the end of its first paint."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    if "DISPLAY" not in environment and "WAYLAND_DISPLAY" not in environment:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return float(ended.stdout.split()[0]) - began


def main() -> int:
    """Print both medians and their ratio; 1 when the limit is passed."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as home:
        pairs = [(first_paint_s(BARE, Path(home)), first_paint_s(OURS, Path(home))) for _ in range(runs + 1)]
    # The first pair fills the disk's cache for the others.
    bare, ours = (statistics.median(times) for times in zip(*pairs[1:], strict=True))
    print(f"bare PySide6 window {bare:.3f} s, InterviewCoder {ours:.3f} s: {ours / bare:.2f}x (limit {LIMIT}x)")
    return 0 if ours / bare < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
