"""The row of conditions as a person builds it: codes from left to right, each joined to all before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from PySide6.QtCore import QCoreApplication

from interviewcoder.analysis.expressions import (
    Both,
    Distance,
    Either,
    Expression,
    FollowedBy,
    Near,
    OfAnyCode,
    OfCode,
    Within,
    Without,
)

Operator = Literal["and", "whole", "or", "not", "near", "within", "followed"]
OPERATORS: tuple[Operator, ...] = ("and", "whole", "or", "not", "near", "within", "followed")
WITH_DISTANCE: tuple[Operator, ...] = ("near", "followed")


@dataclass(frozen=True, slots=True)
class Condition:
    """A code and how it is joined to what stands before it; of the first one only the code counts.

    "followed" counts the turns of `distance`, whatever its unit.
    """

    code_id: int
    operator: Operator = "and"
    distance: Distance = field(default_factory=lambda: Distance(20))


def expression_of(conditions: Sequence[Condition], *, subcodes: bool) -> Expression:
    """What a row of conditions means: (((first) second) third); without any, every coded passage."""
    if not conditions:
        return OfAnyCode()
    made: Expression = OfCode(conditions[0].code_id, subcodes)
    for condition in conditions[1:]:
        made = _joined(made, OfCode(condition.code_id, subcodes), condition)
    return made


def _joined(left: Expression, right: Expression, condition: Condition) -> Expression:
    match condition.operator:
        case "and":
            return Both(left, right)
        case "whole":
            return Both(left, right, "whole")
        case "or":
            return Either(left, right)
        case "not":
            return Without(left, right)
        case "near":
            return Near(left, right, condition.distance)
        case "within":
            return Within(left, right)
        case "followed":
            return FollowedBy(left, right, condition.distance.count)


def conditions_of(expression: Expression) -> tuple[list[Condition], bool] | None:
    """The row that means an expression, and whether it is with subcodes; None where no row does."""
    if isinstance(expression, OfAnyCode):
        return [], True
    row: list[Condition] = []
    meant = expression
    while not isinstance(expression, OfCode):
        if isinstance(expression, OfAnyCode) or not isinstance(expression.right, OfCode):
            return None
        row.append(_condition(expression, expression.right.code_id))
        expression = expression.left
    row.append(Condition(expression.code_id))
    row.reverse()
    return (row, expression.subcodes) if expression_of(row, subcodes=expression.subcodes) == meant else None


def _condition(expression: Expression, code_id: int) -> Condition:
    match expression:
        case Both(give=give):
            return Condition(code_id, "whole" if give == "whole" else "and")
        case Either():
            return Condition(code_id, "or")
        case Without():
            return Condition(code_id, "not")
        case Near(distance=distance):
            return Condition(code_id, "near", distance)
        case FollowedBy(turns=turns):
            return Condition(code_id, "followed", Distance(turns, "turns"))
    return Condition(code_id, "within")


def with_operator(condition: Condition, operator: Operator) -> Condition:
    """A condition joined in another way, at the distance that is usual for it."""
    if operator == "followed":
        return replace(condition, operator=operator, distance=Distance(1, "turns"))
    if operator == "near" and condition.operator != "near":
        return replace(condition, operator=operator, distance=Distance(20))
    return replace(condition, operator=operator)


def operator_name(operator: Operator) -> str:
    """How a way to join is called in a list."""
    return {
        "and": _tr("and (the words both cover)"),
        "whole": _tr("and (from the first to the last word)"),
        "or": _tr("or"),
        "not": _tr("not"),
        "near": _tr("near"),
        "within": _tr("inside"),
        "followed": _tr("followed by"),
    }[operator]


def operator_words(condition: Condition) -> str:
    """How a way to join is written on a condition: “near, 20 words”."""
    distance = condition.distance
    if condition.operator == "near":
        return _tr("near, {distance}").format(distance=distance_words(distance))
    if condition.operator == "followed":
        return _tr("followed by, {distance}").format(distance=distance_words(Distance(distance.count, "turns")))
    return operator_short(condition.operator)


def operator_short(operator: Operator) -> str:
    """How a way to join is called where there is little room: “and, whole”."""
    short = {"and": _tr("and"), "whole": _tr("and, whole"), "within": _tr("inside")}
    return short.get(operator) or operator_name(operator)


def distance_words(distance: Distance) -> str:
    """A distance as people say it."""
    count, unit = distance.count, distance.unit
    if unit == "words":
        return _tr("1 word") if count == 1 else _tr("{count} words").format(count=count)
    if unit == "turns":
        one = _tr("1 turn") if count == 1 else _tr("{count} turns").format(count=count)
        return _tr("same turn") if count == 0 else one
    one = _tr("1 paragraph") if count == 1 else _tr("{count} paragraphs").format(count=count)
    return _tr("same paragraph") if count == 0 else one


def _tr(text: str) -> str:
    return QCoreApplication.translate("Conditions", text)
