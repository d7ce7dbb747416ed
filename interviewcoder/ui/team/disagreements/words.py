"""Disagreements and decisions in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, Qt

from interviewcoder.review.dispute_views import OUTCOMES
from interviewcoder.ui.wording import moment_words

if TYPE_CHECKING:
    from interviewcoder.review.dispute_views import Choice, Decision, Dispute, Side


def kind_words(dispute: Dispute) -> str:
    """How coders differ in a place: “Only Ana coded this”."""
    if dispute.kind == "other codes":
        return _tr("Different codes on the same words")
    if dispute.kind == "other bounds":
        return _tr("Different extents")
    having = [side.coder.name for side in dispute.sides if side.codings]
    if len(having) == 1:
        return _tr("Only {name} coded this").format(name=having[0])
    missing = [side.coder.name for side in dispute.sides if not side.codings]
    return _tr("Not coded by {names}").format(names=listed(missing))


def short_kind_words(dispute: Dispute) -> str:
    """How coders differ, for a narrow list: “only Ana”."""
    if dispute.kind == "other codes":
        return _tr("other codes")
    if dispute.kind == "other bounds":
        return _tr("other extent")
    having = [side.coder.name for side in dispute.sides if side.codings]
    if len(having) == 1:
        return _tr("only {name}").format(name=having[0])
    return _tr("not {names}").format(names=", ".join(side.coder.name for side in dispute.sides if not side.codings))


def kind_names() -> dict[str, str]:
    """What the kinds are called when one chooses among them."""
    return {
        "not by all": _tr("Not coded by all"),
        "other bounds": _tr("Different extents"),
        "other codes": _tr("Different codes"),
    }


def side_words(side: Side, dispute: Dispute, words: Sequence[str]) -> str:
    """What one coder did in a place; `words` are those of each of their codings."""
    if not side.codings:
        return _tr("did not code this")
    said = [f"“{each}”" for each in words]
    if len(dispute.code_ids) > 1:
        coded = [f"{coding.code_name}: {each}" for coding, each in zip(side.codings, said, strict=True)]
        return " · ".join(coded)
    return " · ".join(said)


def decision_words(decision: Decision, names: dict[str, str]) -> str:
    """What was decided: “as Ana coded”. `names` are the coders' by UUID."""
    if decision.outcome in OUTCOMES:
        return _tr("as {name} coded").format(name=names.get(decision.holder, "?"))
    if decision.outcome == "all":
        return _tr("all that was coded holds")
    if decision.outcome == "none":
        return _tr("no coding holds")
    return _tr("an extent of its own")


def decision_words_of(choice: Choice) -> str:
    """What would be decided: “as Ana coded”."""
    if choice.outcome in OUTCOMES:
        side = choice.dispute.sides[OUTCOMES.index(choice.outcome)]
        return _tr("as {name} coded").format(name=side.coder.name)
    return _tr("all that was coded") if choice.outcome == "all" else _tr("in common")


def decided_words(decision: Decision, names: dict[str, str]) -> str:
    """Who decided what when, and why."""
    at = QDateTime.fromString(decision.decided_at, Qt.DateFormat.ISODate).toLocalTime()
    told = _tr("Decided: {what} ({name}, {day})").format(
        what=decision_words(decision, names), name=decision.decided_by, day=moment_words(at)
    )
    return f"{told}\n{decision.reason}" if decision.reason else told


def reopened_words(decision: Decision, names: dict[str, str]) -> str:
    """That a place is open again, and what had been decided."""
    told = _tr("Open again: codings here were changed since it was decided. Before: {what}.")
    told = told.format(what=decision_words(decision, names))
    return f"{told}\n{decision.reason}" if decision.reason else told


def listed(names: Sequence[str]) -> str:
    """Names as one says them: “Ana, Ben and Cem”."""
    if len(names) < 2:
        return "".join(names)
    return _tr("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Disagreements", text)
