"""Which entries of the menus change a project: not to be had where it is only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.ui.menus import Menus

# Reports are among them: what leaves a project has a line in its ledger, and a view has nowhere to write one.
CHANGING = frozenset(
    (
        *("add", "codebook", "transcripts", "back_up", "restore", "undo", "redo", "rename_project", "coder"),
        *("replace", "replace_everywhere", "code", "in_vivo", "code_again", "code_chosen", "code_turn"),
        *("pseudonymise", "autocode", "negative", "semantic", "latent", "coding_memo", "change_code"),
        *("merge_codes", "split_code", "exemplar", "remove", "new_memo", "journal", "link_memo", "export_memos"),
        *("transcribe", "transcribe_all", "correct", "speakers", "participants", "opus", "withdraw", "destroy_audio"),
        *("silence", "change_passphrase", "recovery_sheet", "statement", "blind", "blind_done", "review_copy", "merge"),
        *("comment", "agree", "query", "verdict_back", "propose_code", "approve"),
    )
)


def leave_reading(menus: Menus) -> None:
    """Disable what would change the project."""
    for name in CHANGING & menus.actions_by_name.keys():
        menus.action(name).setEnabled(False)
    menus.recent_codes.setEnabled(False)
