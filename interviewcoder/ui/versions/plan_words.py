"""What bringing a codebook version back would mean, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.coding.version_restore import RestorePlan

_NAMED = 4


def plan_words(plan: RestorePlan) -> str:
    """Tell it before it is done."""
    if plan.is_empty:
        return _tr("The codebook is as it was in this version already.")
    told = [
        (plan.changed, _tr("Brought to what they were: {codes}.")),
        (plan.made_again, _tr("Made again, without codings: {codes}.")),
        (plan.removed, _tr("Removed, as they aren’t in the version and aren’t used: {codes}.")),
        (plan.set_aside, _tr("Put below “{theme}” with their codings, as they aren’t in the version: {codes}.")),
    ]
    lines = [words.format(codes=_names(names), theme=plan.theme) for names, words in told if names]
    return "\n\n".join([*lines, _tr("No coding is lost, and undo takes it back in one step.")])


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_NAMED])
    if len(names) <= _NAMED:
        return shown
    return _tr("{codes} and {count} more").format(codes=shown, count=len(names) - _NAMED)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Versions", text)
