"""Shows the code tree on the display it is given and has a code dragged onto another by a pointer; see test_drag.

With "ctrl" as the second word the code is dragged with Ctrl, while another code is the one that is chosen.
"""

from __future__ import annotations

import sys
from pathlib import Path

from interviewcoder.privacy import network_lock

network_lock.engage()


from PySide6.QtCore import QProcess, Qt, QTimer  # noqa: E402
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


def main(folder: Path, with_ctrl: bool) -> int:
    """Drag “Pride” onto “Fear”; 0 where it went below it, or with Ctrl where Pride alone was to be merged into it."""
    application = QApplication([])
    with file.create(folder / "study.icproj", title="Study", passphrase=None) as project:
        fear, pride = codes.add(project, "Fear").id, codes.add(project, "Pride").id
        trust = codes.add(project, "Trust").id
        signals = ProjectSignals(project)
        panel = CodeTreePanel(project, signals, QtPrompts())
        panel.setGeometry(20, 20, 300, 600)
        panel.show()
        hand = QProcess()
        merged: list[tuple[list[int], int]] = []

        def drag() -> None:
            end, start = middle_of(panel, fear), middle_of(panel, pride)
            panel.choose(trust)
            held, freed = (["keydown", "ctrl"], ["keyup", "ctrl"]) if with_ctrl else ([], [])
            there = ["mousemove", "--sync", *start, *held, "mousedown", "1", "sleep", "0.2"]
            way = [word for step in range(1, 6) for word in ("mousemove_relative", "--", "3", "-1", "sleep", "0.05")]
            hand.start("xdotool", [*there, *way, "mousemove", "--sync", *end, "sleep", "0.4", "mouseup", "1", *freed])

        if with_ctrl:
            # The dialog that asks for the reason is another test's.
            panel.model.merge_asked.disconnect()
            panel.model.merge_asked.connect(lambda code_ids, into: merged.append((code_ids, into)))
            # Once the drop has ended.
            panel.model.merge_asked.connect(application.quit, Qt.ConnectionType.QueuedConnection)
        signals.changed.connect(application.quit)
        QTimer.singleShot(500, drag)
        QTimer.singleShot(LONGEST_MS, application.quit)
        application.exec()
        hand.waitForFinished()
        signals.end()
        panel.close()
        if with_ctrl:
            return 0 if merged == [([pride], fear)] else 1
        return 0 if codes.node(project, pride).parent_id == fear else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "ctrl" in sys.argv[2:]))
