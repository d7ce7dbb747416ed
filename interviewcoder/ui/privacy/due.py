"""What is due, told calmly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.privacy import retention
from interviewcoder.ui.privacy.agreement_words import action_names, class_names, left_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project


def due_words(project: Project) -> str:
    """What is due or will be within 30 days, the earliest with its day; empty where nothing is."""
    due = retention.due(project, date.today())
    if not due:
        return ""
    first = due[0]
    words = _tr("{data}: {action}. {when}.").format(
        data=class_names()[first.rule.data], action=action_names()[first.rule.then], when=left_words(first.days)
    )
    if len(due) == 1:
        return words
    if len(due) == 2:
        return words + " " + _tr("One more date is near or over.")
    return words + " " + _tr("{count} more dates are near or over.").format(count=f"{len(due) - 1:,}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Agreements", text)
