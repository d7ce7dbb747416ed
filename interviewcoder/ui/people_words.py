"""How many people say passages, in words; apart from `wording`, which is there before any project's parts are."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from interviewcoder.sources.voices import told_apart


def people_words(voices: Collection[str]) -> str:
    """How many people say passages, from what tells them apart (`Voice.participant`).

    “2 participants”; “1 participant and 3 sources without one”; “3 sources” where nobody is tied to any.
    Empty where only the interviewer speaks.
    """
    people, sources = told_apart(voices)
    who = _tr("1 participant") if people == 1 else _tr("{count} participants").format(count=f"{people:,}")
    where = _tr("1 source") if sources == 1 else _tr("{count} sources").format(count=f"{sources:,}")
    if people and sources:
        return _tr("{who} and {where} without one").format(who=who, where=where)
    return who if people else where if sources else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("People", text)
