"""A question in words, so that what was asked stands above what was found."""

from __future__ import annotations

from collections.abc import Iterable

from interviewcoder.analysis.attribute_filter import AttributeFilter
from interviewcoder.analysis.expressions import (
    Both,
    Distance,
    Either,
    Expression,
    Filters,
    FollowedBy,
    Near,
    OfAnyCode,
    OfCode,
    Query,
    Within,
    Without,
)
from interviewcoder.analysis.vocabulary import Vocabulary, vocabulary
from interviewcoder.cases import cases
from interviewcoder.coding import codes
from interviewcoder.project.file import Project

_UNITS = {"words": "word", "turns": "turn", "paragraphs": "paragraph"}


def in_words(project: Project, query: Query) -> str:
    """Say what is asked: “Fear (with subcodes) near Anger, within 20 words; role: nurse or physician”."""
    nodes = codes.tree(project)
    parents = {node.parent_id for node in nodes}
    names = {node.id: codes.path_of(nodes, node.id) for node in nodes}
    words = [_expression(query.expression, names, parents, top=True)]
    known_cases = {case.id: case.name for case in cases.listing(project)} if query.filters.case_ids else {}
    words += _filters(query.filters, vocabulary(project), known_cases)
    return "; ".join(words)


def _expression(expression: Expression, names: dict[int, str], parents: set[int | None], *, top: bool) -> str:
    if isinstance(expression, OfAnyCode):
        return "any code"
    if isinstance(expression, OfCode):
        below = " with subcodes" if expression.subcodes and expression.code_id in parents else ""
        return f"“{names.get(expression.code_id, 'deleted code')}”{below}"
    left = _expression(expression.left, names, parents, top=False)
    right = _expression(expression.right, names, parents, top=False)
    told = f"{left} {_joined(expression, right)}"
    return told if top else f"({told})"


def _joined(expression: Expression, right: str) -> str:
    match expression:
        case Both(give="shared"):
            return f"and {right} (the words both cover)"
        case Both(give="whole"):
            return f"and {right} (from the first to the last word)"
        case Both():
            return f"overlapping {right}"
        case Either():
            return f"or {right}"
        case Without(distance=None):
            return f"not overlapping {right}"
        case Without(distance=Distance() as distance):
            return f"not near {right} ({_distance(distance)})"
        case Near(distance=distance):
            return f"near {right} ({_distance(distance)})"
        case Within():
            return f"inside {right}"
        case FollowedBy(turns=turns):
            return f"followed by {right} ({_distance(Distance(turns, 'turns'))})"
    raise AssertionError(expression)


def _distance(distance: Distance) -> str:
    unit = _UNITS[distance.unit]
    if distance.count == 0 and distance.unit != "words":
        return f"in the same {unit}"
    return f"at most {distance.count} {unit}{'' if distance.count == 1 else 's'} apart"


def _filters(filters: Filters, known: Vocabulary, known_cases: dict[int, str]) -> list[str]:
    told = [
        _attribute(each, known.attributes.get(each.attribute_id, "deleted attribute")) for each in filters.attributes
    ]
    if filters.case_ids:
        told.append(f"participant: {_or(known_cases.get(each, '?') for each in sorted(filters.case_ids))}")
    if filters.speaks != "anyone":
        told.append("participants speak" if filters.speaks == "participants" else "the interviewer speaks")
    if filters.source_ids:
        told.append(f"in {_or(known.sources.get(each, '?') for each in sorted(filters.source_ids))}")
    if filters.coder_ids:
        told.append(f"coded by {_or(known.coders.get(each, '?') for each in sorted(filters.coder_ids))}")
    for wanted, yes, no in (
        (filters.exemplar, "exemplars", "no exemplars"),
        (filters.negative, "negative cases", "no negative cases"),
        (filters.with_memo, "with a memo", "without a memo"),
    ):
        if wanted is not None:
            told.append(yes if wanted else no)
    if filters.levels:
        told.append(f"level: {_or(sorted(filters.levels))}")
    return told


def _attribute(condition: AttributeFilter, name: str) -> str:
    bounds = []
    if condition.least is not None:
        bounds.append(f"at least {condition.least:g}")
    if condition.most is not None:
        bounds.append(f"at most {condition.most:g}")
    return f"{name}: {' and '.join(filter(None, [_or(condition.values), *bounds]))}"


def _or(names: Iterable[str]) -> str:
    return " or ".join(names)
