"""What the entries of the menu “Team” do.

The entries are declared in `ui/menus.py`, in their order; one that has no
line in `STEPS` isn't shown. Each step takes the window and imports what it
shows when it is asked for it: nobody waits for dialogs when the window starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow


def _coders(window: MainWindow) -> None:
    from interviewcoder.ui.team.coders_dialog import CodersDialog

    window.prompts.run(CodersDialog(window.at_work().project, window.prompts, window.work_as, window))


def _blind(window: MainWindow) -> None:
    from interviewcoder.ui.team.blind_dialog import BlindDialog

    workspace = window.at_work()
    if workspace.save_pending():
        source = workspace.reading.source
        window.prompts.run(BlindDialog(workspace.project, window.prompts, source.id if source else None, window))


def _review_copy(window: MainWindow) -> None:
    from interviewcoder.ui.team.review_copy_steps import make_review_copy

    make_review_copy(window.at_work(), window.prompts)


def _merge(window: MainWindow) -> None:
    from interviewcoder.ui.merging.steps import choose_and_merge

    choose_and_merge(window)


def _merge_file(window: MainWindow, path: Path) -> bool:
    from interviewcoder.ui.merging.steps import merge_file

    return merge_file(window, path)


STEPS: Mapping[str, Callable[[MainWindow], object]] = {
    "agreement": lambda window: window.at_work().agreement.show_page(),
    "blind": _blind,
    "blind_done": lambda window: window.at_work().team.finish_source(),
    "coder": lambda window: window.change_coder(),
    "comments": lambda window: window.at_work().review.show_page(),
    "coders": _coders,
    "disagreements": lambda window: window.at_work().disagreements.show_page(),
    "merge": _merge,
    "review_copy": _review_copy,
    "review_summary": lambda window: window.at_work().team_report.write_summary(),
    "team_report": lambda window: window.at_work().team_report.show_page(),
}

# Compares a file with the open project and merges it as the person decides; True where it was merged. Copies in
# conflict go this way, too (`ui/shared_folder/merging.py`); None where there is no such way.
MERGE_FILE: Callable[[MainWindow, Path], bool] | None = _merge_file
