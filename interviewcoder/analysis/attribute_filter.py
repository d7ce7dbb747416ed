"""Which participants are meant, by what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interviewcoder.cases.cases import CaseView


@dataclass(frozen=True, slots=True)
class AttributeFilter:
    """A condition on one attribute: any of `values` (upper and lower case alike), or a number from `least` to `most`.

    Both bounds are included; None leaves that side open. A value that is no
    number lies in no range. A decimal comma counts as a point.
    """

    attribute_id: int
    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    def accepts(self, value: str) -> bool:
        """Whether what is known of a participant fulfils it; an empty value never does."""
        if self.values and value.casefold() not in {wanted.casefold() for wanted in self.values}:
            return False
        if self.least is None and self.most is None:
            return bool(value)
        number = as_number(value)
        return (
            number is not None
            and (self.least is None or number >= self.least)
            and (self.most is None or number <= self.most)
        )


def as_number(value: str) -> float | None:
    """A value as a number; None where it is none."""
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        return None
    return number if number - number == 0 else None  # "nan" and "inf" are words here


def in_order(value: str) -> tuple[int, float, str]:
    """Sort values with it: numbers in their order, then words in that of the alphabet."""
    number = as_number(value)
    return (1, 0.0, value.casefold()) if number is None else (0, number, value)


def accepted(known: Iterable[CaseView], filters: Iterable[AttributeFilter]) -> set[int]:
    """The participants that fulfil all of these conditions."""
    wanted = list(filters)
    return {case.id for case in known if all(each.accepts(case.values.get(each.attribute_id, "")) for each in wanted)}
