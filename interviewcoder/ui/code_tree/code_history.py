"""The steps of the history that touched a code, as its card tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime

from interviewcoder.project import steps
from interviewcoder.ui.step_words import reason_of, step_words
from interviewcoder.ui.wording import moment_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

_MOST = 100


def lines_about(project: Project, code_id: int) -> list[tuple[str, str]]:
    """What was done to a code, the newest first, and when and by whom. Codings aren't told one by one."""
    lines = []
    for step in steps.touching(project, "code", code_id, limit=_MOST):
        what, reason = step_words(step.label, step.about, step.ids), reason_of(step.about)
        if reason and reason not in what:
            what += f": {reason}"
        at = QDateTime.fromSecsSinceEpoch(int(step.at.timestamp()))
        when = moment_words(at)
        lines.append((what, " · ".join(part for part in (when, step.coder) if part)))
    return lines
