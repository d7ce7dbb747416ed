"""The way of a file into the open project: chosen, opened, compared, decided, merged."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.errors import WrongPassphrase
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.read_only import SavedState
    from interviewcoder.review.merge_items import MergeReceipt
    from interviewcoder.ui.main_window import MainWindow


def choose_and_merge(window: MainWindow) -> bool:
    """Ask for a file and merge it as the person decides."""
    project = window.at_work().project
    kinds = _tr("Projects and review copies (*.icproj)")
    path = window.prompts.choose_open_file(_tr("Merge a project or review copy"), kinds, project.path.parent)
    return path is not None and merge_file(window, path)


def merge_file(window: MainWindow, path: Path) -> bool:
    """Compare a file with the open project and merge it as the person decides; True where it was merged."""
    workspace = window.at_work()
    if not workspace.save_pending():
        return False
    done: list[MergeReceipt] = []
    if not window.prompts.attempt(lambda: done.extend(_merge(window, workspace.project, path))) or not done:
        return False
    from interviewcoder.ui.merging import words

    window.prompts.show_note(_tr("“{name}” is merged").format(name=path.name), words.told(done[0]))
    return True


def _merge(window: MainWindow, project: Project, path: Path) -> list[MergeReceipt]:
    from interviewcoder.review import merging_in
    from interviewcoder.ui.merging.preview import MergePreview

    with ExitStack() as stack:
        other = _opened(window, path, stack)
        if other is None:
            return []
        with Waiting():
            plan = merging_in.plan(project, other)
        if not plan.items:
            nothing = _tr("All that is in “{name}” is in this project already, or was left out when it was merged.")
            window.prompts.show_note(_tr("Nothing new in this file"), nothing.format(name=path.name))
            return []
        preview = MergePreview(plan, window.prompts, window)
        if not window.prompts.run(preview):
            return []
        with Waiting():
            return [merging_in.carry_out(project, other, plan, preview.decisions)]


def _opened(window: MainWindow, path: Path, stack: ExitStack) -> SavedState | None:
    """The other file, to be read; None where the person doesn't know its passphrase."""
    from interviewcoder.review import other_file

    passphrase: str | None = None
    while True:
        try:
            with Waiting():
                return stack.enter_context(other_file.reading(path, passphrase=passphrase))
        except WrongPassphrase as error:
            refused = "" if passphrase is None else f"{error.message} {error.hint}".strip()
            passphrase = window.prompts.ask_passphrase(path.stem, refused=refused)
            if passphrase is None:
                return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Merging", text)
