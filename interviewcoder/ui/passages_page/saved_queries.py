"""Questions under names, stored in the project."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.analysis.expressions import Query, as_json, from_json
from interviewcoder.project.preferences import keep, preference

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_NAME = "passages.questions"


def stored(project: Project) -> dict[str, str]:
    """The stored questions by name, as JSON."""
    found = json.loads(preference(project, _NAME) or "{}")
    return {str(name): str(text) for name, text in found.items()}


def store(project: Project, name: str, query: Query) -> None:
    """Store a question; one of that name is replaced."""
    keep(project, _NAME, json.dumps({**stored(project), name: as_json(query)}, ensure_ascii=False))


def forget(project: Project, name: str) -> None:
    """Take a question from the list."""
    rest = {other: text for other, text in stored(project).items() if other != name}
    keep(project, _NAME, json.dumps(rest, ensure_ascii=False))


def fill(menu: QMenu, project: Project, prompts: Prompts, now: Query, ask: Callable[[Query], object]) -> None:
    """Fill a menu: store what is asked, ask what was stored, forget it."""
    menu.clear()
    menu.addAction(_tr("Store this question…")).triggered.connect(lambda: _store(project, prompts, now))
    menu.addSeparator()
    questions = stored(project)
    for name, text in questions.items():
        action = menu.addAction(name.replace("&", "&&"))
        action.triggered.connect(lambda _=False, t=text: prompts.attempt(lambda: ask(from_json(t))))
    if not questions:
        menu.addAction(_tr("None stored yet")).setEnabled(False)
        return
    menu.addSeparator()
    forgetting = menu.addMenu(_tr("Forget"))
    for name in questions:
        action = forgetting.addAction(name.replace("&", "&&"))
        action.triggered.connect(lambda _=False, n=name: prompts.attempt(lambda: forget(project, n)))


def _store(project: Project, prompts: Prompts, query: Query) -> None:
    name = prompts.ask_text(_tr("Store question"), _tr("Name"))
    if name and name.strip():
        prompts.attempt(lambda: store(project, name.strip(), query))


def _tr(text: str) -> str:
    return QCoreApplication.translate("SavedQuestions", text)
