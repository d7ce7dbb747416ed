"""Shows the code tree on the display it is given and has a code dragged onto another by a pointer; see test_drag."""

from __future__ import annotations

import sys
from pathlib import Path

from interviewcoder.privacy import network_lock

network_lock.engage()


from PySide6.QtCore import QProcess, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from interviewcoder.coding import codes  # noqa: E402
from interviewcoder.project import file  # noqa: E402
from interviewcoder.ui.code_tree import CodeTreePanel  # noqa: E402
from interviewcoder.ui.project_signals import ProjectSignals  # noqa: E402
from interviewcoder.ui.prompts import QtPrompts  # noqa: E402

LONGEST_MS = 15_000


def middle_of(panel: CodeTreePanel, code_id: int) -> tuple[str, str]:
    """Where on the screen a code's row is."""
    panel.choose(code_id)
    viewport = panel.tree.viewport()
    place = viewport.mapToGlobal(panel.tree.visualRect(panel.tree.currentIndex()).center())
    return str(place.x()), str(place.y())


def main(folder: Path) -> int:
    """Drag “Pride” onto “Fear”; 0 where it went below it."""
    application = QApplication([])
    with file.create(folder / "study.icproj", title="Study", passphrase=None) as project:
        fear, pride = codes.add(project, "Fear").id, codes.add(project, "Pride").id
        signals = ProjectSignals(project)
        panel = CodeTreePanel(project, signals, QtPrompts())
        panel.setGeometry(20, 20, 300, 600)
        panel.show()
        hand = QProcess()

        def drag() -> None:
            end, start = middle_of(panel, fear), middle_of(panel, pride)
            there = ["mousemove", "--sync", *start, "mousedown", "1", "sleep", "0.2"]
            way = [word for step in range(1, 6) for word in ("mousemove_relative", "--", "3", "-1", "sleep", "0.05")]
            hand.start("xdotool", [*there, *way, "mousemove", "--sync", *end, "sleep", "0.4", "mouseup", "1"])

        signals.changed.connect(application.quit)
        QTimer.singleShot(500, drag)
        QTimer.singleShot(LONGEST_MS, application.quit)
        application.exec()
        hand.waitForFinished()
        signals.end()
        panel.close()
        return 0 if codes.node(project, pride).parent_id == fear else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
