"""Dealing a code's passages out, one by one: which has gone where, and where the walk is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

KEYS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Target:
    """A code that passages are dealt to; one that is to be made has no id."""

    name: str
    colour: str
    code_id: int | None = None

    @property
    def wanted(self) -> int | str:
        """What `merging.split` is told."""
        return self.name if self.code_id is None else self.code_id


@dataclass(slots=True)
class Dealing:
    """Where a walk over `total` passages is, and what was dealt to which target; nothing is written."""

    total: int
    at: int = 0
    targets: list[Target] = field(default_factory=list)
    # By the passage's number in the walk: its coding's id and the number of the target.
    _dealt: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether all passages have been looked at."""
        return self.at >= self.total

    @property
    def count(self) -> int:
        """How many passages have been dealt."""
        return len(self._dealt)

    def deal(self, segment_id: int, target: int) -> None:
        """Deal the passage at hand to a target, and go on."""
        self._dealt[self.at] = (segment_id, target)
        self.at += 1

    def skip(self) -> None:
        """Let the passage at hand stay with its code, and go on."""
        if not self.over:
            self._dealt.pop(self.at, None)
            self.at += 1

    def back(self) -> None:
        """Go to the passage before; what it was dealt to stays until it is dealt again or skipped."""
        self.at = max(self.at - 1, 0)

    def target_of(self, place: int) -> int | None:
        """Which target a passage was dealt to; None where it stays."""
        return self._dealt[place][1] if place in self._dealt else None

    def shares(self) -> Sequence[int]:
        """How many passages each target has been dealt."""
        shares = [0] * len(self.targets)
        for _, target in self._dealt.values():
            shares[target] += 1
        return shares

    def wish(self) -> Mapping[int, int | str]:
        """By coding's id, the code that it goes to."""
        return {segment_id: self.targets[target].wanted for segment_id, target in self._dealt.values()}
