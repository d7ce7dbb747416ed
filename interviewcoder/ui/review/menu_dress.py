"""Which entries of the window's menus are there while somebody reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from interviewcoder.ui.menus import Menus
    from interviewcoder.ui.workspace import Workspace

# What edits the study.
_EDITING = (
    *("add", "replace", "replace_everywhere", "rename_project", "autocode", "pseudonymise", "merge_codes"),
    *("split_code", "without_words", "versions", "transcribe", "transcribe_all", "correct", "speakers"),
    *("participants", "opus", "deidentify", "pseudonyms", "silence", "exemplar", "negative", "semantic", "latent"),
    "coding_memo",
)
# What only the project itself can do, or what a review copy holds nothing for.
_OF_THE_PROJECT = (
    *("transcripts", "codebook", "restore", "coder", "coders", "blind", "blind_done", "review_copy", "merge"),
    *("agreement", "disagreements", "team_report", "review_summary", "new_memo", "journal", "link_memo", "memos"),
    *("export_memos", "statement", "consent", "withdraw", "destroy_audio", "sharing", "activity_log", "wording"),
    *("changes", "history"),
)


def dress(menus: Menus, workspace: Workspace | None) -> None:
    """Show or hide entries, as an open project is shown; a menu with nothing left in it goes, too."""
    layout = workspace.review.reviewing if workspace is not None else None
    reviewing, is_copy = layout is not None and layout.on, layout is not None and layout.is_copy
    hidden = {*(_EDITING if reviewing else ()), *(_OF_THE_PROJECT if is_copy else ())}
    hidden |= {"reviewing"} if is_copy else {"send_back"}
    if workspace is None:
        menus.show_state(set())
        menus.show_history(None, None)
    for name, action in menus.actions_by_name.items():
        # An entry that is made visible is enabled by that: what can't be done now stays so.
        if action.isVisible() == (name in hidden):
            enabled = action.isEnabled()
            action.setVisible(name not in hidden)
            action.setEnabled(enabled and name not in hidden)
    for action in menus.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            action.setVisible(any(one.isVisible() and not one.isSeparator() for one in menu.actions()))
    menus.transcribe_menu.menuAction().setVisible(not reviewing)
    reviewing_entry = menus.action("reviewing")
    reviewing_entry.setCheckable(True)
    reviewing_entry.setChecked(reviewing)
