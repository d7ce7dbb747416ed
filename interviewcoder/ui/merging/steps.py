"""The way of a file into the open project: chosen, opened, compared, decided, merged."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication

from interviewcoder.errors import NotAllowed, WrongPassphrase
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.read_only import SavedState
    from interviewcoder.review.comments import ThreadView
    from interviewcoder.review.merge_items import Decisions, MergePlan, MergeReceipt, Progress, Tell
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.merging.progress import Pieces

# Merging takes longer than a moment from here on.
_LARGE_BYTES, _LARGE_ITEMS = 1_500_000, 1_500


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that was done, with the threads that came of what found no place."""

    receipt: MergeReceipt
    without_place: list[int]


def choose_and_merge(window: MainWindow) -> bool:
    """Ask for a file and merge it as the person decides."""
    project = window.at_work().project
    if not window.prompts.attempt(lambda: refuse_to_change(project)):
        return False
    kinds = _tr("Projects and review copies (*.icproj)")
    path = window.prompts.choose_open_file(_tr("Merge a project or review copy"), kinds, project.path.parent)
    return path is not None and merge_file(window, path)


def merge_file(window: MainWindow, path: Path) -> bool:
    """Compare a file with the open project and merge it as the person decides; True where it was merged."""
    workspace = window.at_work()
    if not workspace.save_pending():
        return False
    done: list[Merged] = []
    if not window.prompts.attempt(lambda: done.extend(_merge(window, workspace.project, path))) or not done:
        return False
    return _receive(window, path.name, done[0])


def refuse_to_change(project: Project) -> None:
    """Refuse where nothing can be merged, whatever the file.

    Raises:
        NotAllowed: it is a review copy, or a read-only view.
        InterviewCoderError: as `Project.check_writable`.
    """
    if project.review_mark is not None:
        raise NotAllowed(
            "This is a review copy: nothing is merged into it.", "Open the project itself and merge the copy there."
        )
    project.check_writable()


def _merge(window: MainWindow, project: Project, path: Path) -> list[Merged]:
    from interviewcoder.review import merging_in
    from interviewcoder.ui.merging.preview import MergePreview

    refuse_to_change(project)
    merging_in.refuse(project, path)
    with ExitStack() as stack:
        other = _opened(window, path, stack)
        plan = None if other is None else _planned(window, project, other)
        if other is None or plan is None:
            return []
        if not plan.items:
            nothing = _tr("All that is in “{name}” is in this project already, or was left out when it was merged.")
            window.prompts.show_note(_tr("Nothing new in this file"), nothing.format(name=path.name))
            return []
        preview = MergePreview(plan, window.prompts, window)
        if not window.prompts.run(preview):
            return []
        return _carried_out(window, (project, other), plan, preview.decisions)


def _planned(window: MainWindow, project: Project, other: SavedState) -> MergePlan | None:
    """What the merge would bring; None where the person didn't wait for it."""
    from interviewcoder.review import merging_in

    if other.path.stat().st_size < _LARGE_BYTES:
        with Waiting():
            return merging_in.plan(project, other)
    title = _tr("Comparing “{name}”").format(name=other.path.name)
    return cast("MergePlan | None", _shown(window, title, lambda _: merging_in.planning(project, other)))


def _carried_out(
    window: MainWindow, files: tuple[Project, SavedState], plan: MergePlan, decisions: Decisions
) -> list[Merged]:
    from interviewcoder.review import merging_in

    project, other = files

    def work(tell: Tell) -> Generator[Progress, None, MergeReceipt]:
        # In one piece: nothing may come between the changes of one step.
        yield "backup", 0.0
        return merging_in.carry_out(project, other, plan, decisions, tell)

    known = {thread.id for thread in _without_place(project)}
    if len(plan.items) < _LARGE_ITEMS:
        with Waiting():
            receipt = merging_in.carry_out(project, other, plan, decisions)
    else:
        title = _tr("Merging “{name}”").format(name=other.path.name)
        receipt = cast("MergeReceipt", _shown(window, title, work))
    return [Merged(receipt, [thread.id for thread in _without_place(project) if thread.id not in known])]


def _shown(window: MainWindow, title: str, work: Callable[[Tell], Pieces]) -> object:
    """Do work while a dialog shows how far it is; None where the person stopped it."""
    from interviewcoder.ui.merging.progress import MergeProgress

    dialog = MergeProgress(title, work, window)
    window.prompts.run(dialog)
    if dialog.error is not None:
        raise dialog.error
    return dialog.outcome


def _without_place(project: Project) -> list[ThreadView]:
    """The open comments whose thing, or whose words, are gone."""
    from interviewcoder.review import comments

    return [thread for thread in comments.listing(project, is_open=True) if thread.was_about]


def _receive(window: MainWindow, name: str, done: Merged) -> bool:
    """Say what was done; False where the person takes it back at once."""
    from interviewcoder.ui.merging.receipt import ReceiptDialog

    dialog = ReceiptDialog(name, done.receipt, window)
    # What is said in the dialog is gone with it.
    window.prompts.run(dialog)
    workspace = window.at_work()
    if dialog.wish == "undo":
        window.menus.action("undo").trigger()
        return False
    if dialog.wish == "comments":
        workspace.review.show_page()
        if done.without_place:
            workspace.review.show_thread(done.without_place[0])
    return True


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
