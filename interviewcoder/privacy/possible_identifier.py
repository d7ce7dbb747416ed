"""What a detector found in a text, before it is weighed against what the others found."""

from __future__ import annotations

from dataclasses import dataclass

from interviewcoder.sources.text import Span

CERTAIN = 0.9
"""From this score on, what is found stops an export (see `residual`)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A possible identifier; see `detection.Suggestion` for what the parts mean."""

    span: Span
    kind: str
    found_by: str
    score: float
    why: str
    proposed: int | None = None

    @property
    def certain(self) -> bool:
        """Whether it is sure enough to stop an export."""
        return self.score >= CERTAIN
