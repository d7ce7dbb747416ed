"""A question about coded passages as a small tree: codes, what joins them, and what else must hold.

The unit is the passage: a stretch of one source, given once however many
codings lie on it. A code alone gives the passages it was given to. What joins
two answers is said below, and is carried out in `coded_places`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from interviewcoder.analysis.attribute_filter import AttributeFilter
from interviewcoder.errors import NotFound

Unit = Literal["words", "turns", "paragraphs"]
Give = Literal["first", "shared", "whole"]
Speaks = Literal["anyone", "participants", "interviewer"]
UNITS: tuple[Unit, ...] = ("words", "turns", "paragraphs")


@dataclass(frozen=True, slots=True)
class Distance:
    """How far apart two passages may be, from the end of the earlier to the beginning of the later.

    "words": the words that begin between them; 0 means that they touch or
    overlap. "turns" and "paragraphs": how many changes of speaker, or ends of
    line, lie between them; 0 means the same turn, the same paragraph. In a
    source without turns its paragraphs count as turns.
    """

    count: int
    unit: Unit = "words"


@dataclass(frozen=True, slots=True)
class OfCode:
    """The passages of a code; with its subcodes those of all codes below it, too."""

    code_id: int
    subcodes: bool = True


@dataclass(frozen=True, slots=True)
class OfAnyCode:
    """Every passage that has a code."""


@dataclass(frozen=True, slots=True)
class Either:
    """What `left` or `right` give; a passage that both give is there once."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Both:
    """Where a passage of `left` and one of `right` share at least one character.

    `give` says what of them: "shared", the stretch that both cover; "whole",
    from where the first of them begins to where the last ends; "first", the
    passage of `left`.
    """

    left: Expression
    right: Expression
    give: Give = "shared"


@dataclass(frozen=True, slots=True)
class Without:
    """The passages of `left` that share no character with any of `right`.

    With a distance: that have none of `right` as near as that.
    """

    left: Expression
    right: Expression
    distance: Distance | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """The passages of `left` that have one of `right` as near as `distance`, before or behind; overlapping is near.

    `give` "first" gives the passage of `left`, once; "whole" the stretch from
    one to the other, for each pair.
    """

    left: Expression
    right: Expression
    distance: Distance = field(default_factory=lambda: Distance(20))
    give: Give = "first"


@dataclass(frozen=True, slots=True)
class Within:
    """The passages of `left` that lie wholly inside one of `right`; their edges may be the same."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class FollowedBy:
    """The passages of `left` after whose end, `turns` turns later at most, a passage of `right` begins.

    It is the next of `right` in the same source that counts. `give` "whole"
    gives the stretch from one to the other, "first" the passage of `left`.
    """

    left: Expression
    right: Expression
    turns: int = 1
    give: Give = "whole"


Expression = OfCode | OfAnyCode | Either | Both | Without | Near | Within | FollowedBy
Joined = Either | Both | Without | Near | Within | FollowedBy


@dataclass(frozen=True, slots=True)
class Filters:
    """What must hold beside the codes; an empty set, or None, asks nothing.

    `coder_ids` says whose codings are looked at at all, those behind `Without`
    included. The rest is asked of what is found: of its source, of who says it
    (by `sources.voices`: the participant, their attributes), and of its
    codings, one of which must have all the marks that are asked for.
    """

    source_ids: frozenset[int] = frozenset()
    case_ids: frozenset[int] = frozenset()
    attributes: tuple[AttributeFilter, ...] = ()
    speaks: Speaks = "anyone"
    coder_ids: frozenset[int] = frozenset()
    exemplar: bool | None = None
    negative: bool | None = None
    levels: frozenset[str] = frozenset()
    with_memo: bool | None = None

    @property
    def of_marks(self) -> bool:
        """Whether a coding has to have marks."""
        return bool(self.levels) or (self.exemplar, self.negative, self.with_memo) != (None, None, None)

    @property
    def of_people(self) -> bool:
        """Whether it matters who speaks."""
        return bool(self.case_ids or self.attributes) or self.speaks != "anyone"


@dataclass(frozen=True, slots=True)
class Query:
    """A question: which codes, and what else must hold."""

    expression: Expression = field(default_factory=OfAnyCode)
    filters: Filters = field(default_factory=Filters)


_KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (OfCode, OfAnyCode, Either, Both, Without, Near, Within, FollowedBy)
}


def leaves(expression: Expression) -> list[OfCode | OfAnyCode]:
    """The codes an expression names, from left to right."""
    if isinstance(expression, OfCode | OfAnyCode):
        return [expression]
    return leaves(expression.left) + leaves(expression.right)


def as_json(query: Query) -> str:
    """Write a query so that `from_json` gives it back."""
    filters = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in ((name, getattr(query.filters, name)) for name in Filters.__slots__)
        if value not in (frozenset(), (), None, "anyone")
    }
    if "attributes" in filters:
        filters["attributes"] = [
            [each.attribute_id, list(each.values), each.least, each.most] for each in query.filters.attributes
        ]
    return json.dumps({"find": _plain(query.expression), "where": filters}, ensure_ascii=False)


def from_json(text: str) -> Query:
    """Read what `as_json` wrote.

    Raises:
        NotFound: it is none of ours.
    """
    try:
        stored = json.loads(text)
        where = dict(stored["where"])
        for name in ("source_ids", "case_ids", "coder_ids", "levels"):
            if name in where:
                where[name] = frozenset(where[name])
        if "attributes" in where:
            where["attributes"] = tuple(
                AttributeFilter(id_, tuple(values), least, most) for id_, values, least, most in where["attributes"]
            )
        return Query(_expression(stored["find"]), Filters(**where))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotFound("The stored question can't be read.", "Put it together anew and store it again.") from error


def _plain(expression: Expression) -> dict[str, Any]:  # JSON
    plain: dict[str, Any] = {"kind": type(expression).__name__}
    for name in type(expression).__slots__:
        value = getattr(expression, name)
        if name in ("left", "right"):
            plain[name] = _plain(value)
        elif isinstance(value, Distance):
            plain[name] = [value.count, value.unit]
        else:
            plain[name] = value
    return plain


def _expression(plain: Mapping[str, Any]) -> Expression:
    values = {name: value for name, value in plain.items() if name != "kind"}
    for name in ("left", "right"):
        if name in values:
            values[name] = _expression(values[name])
    if values.get("distance") is not None:
        count, unit = values["distance"]
        if unit not in UNITS:
            raise ValueError(unit)
        values["distance"] = Distance(int(count), unit)
    made: Expression = _KINDS[plain["kind"]](**values)
    return made
