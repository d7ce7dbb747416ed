"""What roles of coders are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView


def role_words(role: str) -> str:
    """A role as the window says it; one that is empty is empty."""
    known = {
        "coder": _tr("coder"),
        "supervisor": _tr("supervisor"),
        "reader": _tr("reader"),
        "consensus": _tr("consensus"),
    }
    return known.get(role, role)


def coder_words(coder: CoderView) -> str:
    """A coder with their role, where they have one: “Ada · supervisor”."""
    return " · ".join(filter(None, (coder.name, role_words(coder.role))))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Team", text)
