"""Sentences of the steps of working together: comments, verdicts, proposals, approvals; see `step_words`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def review_sentences() -> dict[str, tuple[str, ...]]:
    """Of each label the ways to say it, fullest first."""
    return {
        **_comments(),
        **_verdicts(),
        **_proposals(),
        **_approvals(),
        **_blind_rounds(),
        **_disagreements(),
        **_merges(),
    }


def _comments() -> dict[str, tuple[str, ...]]:
    return {
        "Add comment": (
            _tr("Commented on “{code}”: “{words}”"),
            _tr("Commented on {source}: “{words}”"),
            _tr("Commented on the codebook version “{name}”: “{words}”"),
            _tr("Commented: “{words}”"),
        ),
        "Answer comment": (
            _tr("Answered a comment on “{code}”: “{words}”"),
            _tr("Answered a comment on {source}: “{words}”"),
            _tr("Answered a comment: “{words}”"),
        ),
        "Change comment": (_tr("Wrote a comment anew: “{words}”"),),
        "Delete comment": (_tr("Deleted the comment “{words}”"),),
        "Resolve comment": (_tr("Resolved the comment “{words}”"),),
        "Reopen comment": (_tr("Reopened the comment “{words}”"),),
        "Assign comment": (_tr("Gave {into} the task “{words}”"),),
        "Assign comment to nobody": (_tr("Took the task “{words}” off its coder"),),
        "Set day of comment": (_tr("Said that “{words}” is due on {after}"),),
        "Take day off comment": (_tr("Took the day off “{words}”"),),
    }


def _merges() -> dict[str, tuple[str, ...]]:
    return {
        "Merge project": (_tr("Merged “{name}”: {many} items were taken"), _tr("Merged “{name}”")),
        "Merge review copy": (
            _tr("Merged the review copy of {name}: {many} items were taken"),
            _tr("Merged the review copy of {name}"),
        ),
    }


def _verdicts() -> dict[str, tuple[str, ...]]:
    return {
        "Agree with coding": (
            _tr("Agreed with “{code}”: “{words}” in {source}"),
            _tr("Agreed with “{code}” in {source}"),
        ),
        "Query coding": (_tr("Queried “{code}”: “{words}” in {source}"), _tr("Queried “{code}” in {source}")),
        "Take verdict back": (
            _tr("Took a verdict back on “{code}”: “{words}” in {source}"),
            _tr("Took a verdict back on “{code}” in {source}"),
        ),
    }


def _proposals() -> dict[str, tuple[str, ...]]:
    return {
        "Propose change": (_tr("Proposed: {name}"),),
        "Accept proposal": (_tr("Accepted the proposal: {name}"),),
        "Reject proposal": (_tr("Rejected the proposal: {name}"),),
        "Withdraw proposal": (_tr("Withdrew the proposal: {name}"),),
    }


def _approvals() -> dict[str, tuple[str, ...]]:
    return {
        "Approve codebook version": (_tr("Approved the codebook version “{name}”"),),
        "Ask for changes of codebook version": (_tr("Asked for changes of the codebook version “{name}”"),),
        "Take approval back": (_tr("Took back what was said of the codebook version “{name}”"),),
    }


def _blind_rounds() -> dict[str, tuple[str, ...]]:
    return {
        "Begin blind coding": (
            _tr("Let {coders} code {source} blind"),
            _tr("Let {coders} code {sources} sources blind"),
        ),
        "Finish blind coding": (_tr("Finished the blind coding of {source}"),),
        "End blind coding": (
            _tr("Ended the blind coding of {source}"),
            _tr("Ended the blind coding of {sources} sources"),
        ),
    }


def _disagreements() -> dict[str, tuple[str, ...]]:
    decided = (
        _tr("Decided {many} disagreements"),
        _tr("Decided a disagreement on “{code}” in {source} for {name}"),
        _tr("Decided a disagreement on “{code}” in {source}"),
    )
    reopened = (_tr("Reopened {many} disagreements"), _tr("Reopened a disagreement on “{code}” in {source}"))
    return {
        "Decide disagreement": decided,
        "Decide disagreements": decided,
        "Reopen disagreement": reopened,
        "Reopen disagreements": reopened,
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)
