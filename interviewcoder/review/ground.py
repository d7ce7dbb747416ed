"""Where passages of the other file are in ours: through the corrections of both, and through pseudonyms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from interviewcoder.privacy.deidentified_text import DeidentifiedText
from interviewcoder.review.merge_items import Placement
from interviewcoder.review.snapshot import Snapshot
from interviewcoder.review.text_merge import Between
from interviewcoder.sources.text import Span

_AROUND = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage is, and how well its words are kept; where they are lost, the point at which they were."""

    span: Span
    placement: Placement


class Ground:
    """The texts of both files, and how they were when they were one; by the UUID of their source.

    `wording` gives how our text reads in the copies that leave us, where the
    other file is such a copy; None where it has the words as they were said.
    """

    def __init__(
        self,
        base: Snapshot | None,
        theirs: Snapshot,
        texts: Mapping[str, str],
        wording: Callable[[str], DeidentifiedText] | None = None,
    ) -> None:
        self._base, self._theirs, self._texts, self._wording = base, theirs, texts, wording
        self._known: dict[tuple[str, str], Between] = {}
        self._worded: dict[str, DeidentifiedText] = {}
        self._places: dict[tuple[str, Span], Place] = {}

    def has(self, source: str | None) -> bool:
        """Whether our file has a source."""
        return source in self._texts

    def text(self, source: str) -> str:
        """Our text."""
        return self._texts.get(source, "")

    def words(self, source: str, span: Span) -> str:
        """Words of our text."""
        return span.text_in(self.text(source))

    def context(self, source: str, span: Span) -> tuple[str, str]:
        """What stands before and behind a passage of our text."""
        text = self.text(source)
        return text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]

    def their_words(self, source: str, span: Span) -> str:
        """Words of their text."""
        return span.text_in(self._theirs.text(source))

    def base_words(self, source: str, span: Span) -> str:
        """Words of the text as it was when the two were one."""
        return span.text_in(self._base.text(source)) if self._base else ""

    def stayed(self, source: str, before: Span, now: Span) -> bool:
        """Whether a passage of theirs is where it was when the two were one, but for corrections of the text."""
        if before == now and self._base and self._base.text(source) == self._theirs.text(source):
            return True
        if self.base_words(source, before) == self.their_words(source, now):
            return True
        return self._between("base", source).span(before) == now

    def stayed_here(self, source: str, before: Span, now: Span) -> bool:
        """Whether a passage of ours is where it was when the two were one, but for corrections of the text."""
        if self._wording is not None:
            return self.place(source, before).span == now
        if self._base and self._base.text(source) == self.text(source):
            return before == now
        if self.base_words(source, before) == self.words(source, now):
            return True
        return self._between("ours", source).span(before) == now

    def place(self, source: str, span: Span) -> Place:
        """Where a passage of theirs is in our text."""
        # Asked for again and again: whether it is lost, what its words are, where to write it.
        if (source, span) not in self._places:
            self._places[source, span] = self._placed(source, span)
        return self._places[source, span]

    def _placed(self, source: str, span: Span) -> Place:
        if self._wording is not None:
            return self._through_pseudonyms(source, span)
        between = self._between("theirs", source)
        there = between.span(span)
        if there is None or (there.length == 0 and span.length):
            at = between.point(span.start)
            return Place(Span(at, at), "lost")
        same = self.their_words(source, span) == self.words(source, there)
        return Place(there, "exact" if same else "changed")

    def _through_pseudonyms(self, source: str, span: Span) -> Place:
        worded, between = self._worded_text(source), self._between("worded", source)
        there = between.span(span)
        if there is None or (there.length == 0 and span.length):
            at = worded.original(Span(between.point(span.start), between.point(span.start))).start
            return Place(Span(at, at), "lost")
        here = worded.original(there)
        theirs = self.their_words(source, span)
        same = theirs == there.text_in(worded.text) or _reads_as(worded, here, theirs)
        return Place(here, "exact" if same else "changed")

    def _worded_text(self, source: str) -> DeidentifiedText:
        assert self._wording is not None
        if source not in self._worded:
            self._worded[source] = self._wording(source)
        return self._worded[source]

    def _between(self, kind: str, source: str) -> Between:
        if (kind, source) not in self._known:
            base = self._base.text(source) if self._base else ""
            theirs, ours = self._theirs.text(source), self.text(source)
            pairs = {"base": (base, theirs), "ours": (base, ours), "theirs": (theirs, ours)}
            pair = (theirs, self._worded_text(source).text) if kind == "worded" else pairs[kind]
            self._known[kind, source] = Between(*pair)
        return self._known[kind, source]


def _reads_as(worded: DeidentifiedText, span: Span, words: str) -> bool:
    """Whether a passage reads so where some of the names in it, or none, are replaced: pseudonyms that came later."""
    parts, done = [], span.start
    for each in worded.replacements:
        if span.start <= each.span.start and each.span.end <= span.end:
            parts.append(re.escape(worded.source[done : each.span.start]))
            parts.append(f"(?:{re.escape(each.span.text_in(worded.source))}|{re.escape(each.text)})")
            done = each.span.end
    parts.append(re.escape(worded.source[done : span.end]))
    return re.fullmatch("".join(parts), words) is not None
