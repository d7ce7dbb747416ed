"""Work on a project by the command line and in a real window, and halt where somebody looks at the disk.

Started with a folder, the file of a recording and one of a transcript; the passphrase is in the environment, where
there is one. It says a word at each halt, and goes on when it reads a line.
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from interviewcoder.privacy import network_lock

network_lock.engage()

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtGui import QGuiApplication  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from interviewcoder import app, cli  # noqa: E402
from interviewcoder.analysis.find_query import Query  # noqa: E402
from interviewcoder.coding import codes, memos, segments  # noqa: E402
from interviewcoder.coding.memo_places import About  # noqa: E402
from interviewcoder.crash_report import report_of, write_to_stderr  # noqa: E402
from interviewcoder.project.file import Project  # noqa: E402
from interviewcoder.ui.find_page.page import FindPage  # noqa: E402
from interviewcoder.ui.main_window import MainWindow  # noqa: E402
from interviewcoder.ui.workspace import Workspace  # noqa: E402

CANARY = "zwetschgendatschi"


def halt(word: str) -> None:
    """Say where it is, and wait."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def by_command_line(path: Path, recording: Path, transcript: Path, *, encrypted: bool) -> None:
    """Make the project and put the canary into it."""
    new = ["new", str(path), "--title", f"Study of {CANARY}", *([] if encrypted else ["--no-passphrase"])]
    add = ["add", str(path), str(recording), str(transcript), "--case", f"Person {CANARY}"]
    code = ["code", str(path), transcript.stem, "--quote", CANARY, "--code", f"Code {CANARY}"]
    # What a verb says on the terminal is for the person; what the window says there is looked through.
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere), redirect_stdout(nowhere):  # noqa: PTH123
        for words in (new, add, code, ["find", str(path), CANARY]):
            assert cli.main(words) == cli.EXIT_DONE


def in_window(window: MainWindow, work: Workspace) -> None:
    """Read, search, write and copy as a person does."""
    project = work.project
    segment = segments.listing(project)[0]
    segments.set_memo(project, segment.id, f"A comment on {CANARY}")
    memos.add(project, About(), title=CANARY, text=f"A memo on {CANARY}")
    codes.describe(project, segment.code_id, definition=f"Where {CANARY} is meant")
    project.undo()
    project.redo()
    for page in ("memos", "history", "check"):
        work.right.show_page(page)
    work.finding.show_page()
    find = work.findChild(FindPage)
    assert find is not None
    find.look_for(Query(CANARY))
    work.passages.show_passages()
    work.reading.view.page.selectAll()
    work.reading.view.copy_passage()
    QGuiApplication.clipboard().setText(CANARY)
    QTest.qWait(200)
    write_to_stderr(report_of(ValueError(f"a fault of ours about {CANARY}")))
    window.save_settings()
    project.back_up()


def in_the_middle_of_a_save(project: Project) -> None:
    """Halt where rows are written and the journal lies beside the file, and take it all back."""
    try:
        with project.op("Fail") as session:
            for number in range(40):
                codes.add(project, f"{CANARY} {number}", definition=CANARY * 40)
            session.flush()
            halt("saving")
            raise ZeroDivisionError
    except ZeroDivisionError:
        return


def session(window: MainWindow, path: Path) -> None:
    """Open, work, save, close and open again."""
    window.open_project(path, passphrase=os.environ.get("INTERVIEWCODER_PASSPHRASE"))
    work = window.workspace
    assert work is not None
    in_window(window, work)
    in_the_middle_of_a_save(work.project)
    halt("open")
    window.close_project()
    halt("closed")
    window.open_project(path, passphrase=os.environ.get("INTERVIEWCODER_PASSPHRASE"))
    work = window.workspace
    assert work is not None
    codes.add(work.project, f"Last {CANARY}")
    in_the_middle_of_a_save(work.project)
    QApplication.exit(1)


def main(path: Path, recording: Path, transcript: Path, encrypted: str) -> int:
    """The command line first, then the window as the program makes it."""
    by_command_line(path, recording, transcript, encrypted=encrypted == "yes")

    def begin() -> None:
        window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
        session(window, path)

    QTimer.singleShot(0, begin)
    return app.run(None)


if __name__ == "__main__":
    _path, _recording, _transcript = map(Path, sys.argv[1:4])
    sys.exit(main(_path, _recording, _transcript, sys.argv[4]))
