"""Quotes: words as they were said, and who said them. Which ones stand for a code is `exemplars`' to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interviewcoder.reports.wording import on_one_line
from interviewcoder.sources.text import Span

OFFERED_PER_CODE = 2
LONGEST_OFFERED = 600
"""Code points: about 100 words, six lines of a page. A longer passage is read in the transcript."""

IDENTIFYING_ATTRIBUTES = ("role", "profession", "occupation")
"""Attributes that say who speaks beside the participant's name, best first; case doesn't matter."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A coded passage with what is needed to print it.

    `text` is the source's passage, character for character. `case` is the
    participant's name, empty where none is tied to the words; `role` is what
    the identifier says after it; `speaker` is the transcript's own label.
    `participant` tells people apart (the case, or the source where there is
    none) and is empty where only the interviewer speaks. `marked`: an
    exemplar; `negative`: it speaks against its code, or for the contrary;
    `withheld`: nobody agreed to have it quoted, and its words aren't there.
    """

    segment_id: int
    source_id: int
    source: str
    span: Span
    text: str
    case: str
    role: str
    speaker: str
    participant: str
    marked: bool
    negative: bool = False
    withheld: bool = False

    @property
    def identifier(self) -> str:
        """Say who speaks: "(P07, nurse)", or the source and its speaker where no case is tied.

        The interviewer's words are "(interviewer in Interview 7)": a source may
        be named as its participant is, who would seem to say them.
        """
        if not self.participant:
            return f"(interviewer in {on_one_line(self.source)})"
        known = (self.case, self.role) if self.case else (self.source, self.speaker)
        return f"({', '.join(on_one_line(part) for part in known if part.strip())})"


def role_of(values: Iterable[tuple[str, str]]) -> str:
    """Choose, from a case's (attribute, value) pairs, the value its identifier shows; empty if none is known."""
    known = {name.strip().casefold(): value.strip() for name, value in values}
    return next((known[name] for name in IDENTIFYING_ATTRIBUTES if known.get(name)), "")
