"""What is looked for, and where in a text it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from interviewcoder.analysis.word_index import expression_for
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.pattern_letters import class_of, is_word_character
from interviewcoder.sources.patterns import BadPattern, Expression
from interviewcoder.sources.text import Span, normalise

How = Literal["words", "part", "pattern"]
Together = Literal["turn", "source"]

# Finds passages of a folded text, none overlapping another.
_Finder = Callable[[str], list[Span]]

_SPACE = r"[^\S\n]"
# Signs that stand beside words without being part of what is looked for.
_SIGNS = ".,;:!?…()[]"
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    `how`: "words" (whole words, `*` for any end, phrases in quotation marks; all of them, in one turn or one source
    as `together` says), "part" (these characters, also within words) or "pattern" (a regular expression). With
    `whole_words` a hit of the latter two begins and ends where words do. A pattern always minds accents.
    """

    text: str
    how: How = "words"
    match_case: bool = False
    match_accents: bool = False
    whole_words: bool = False
    together: Together = "turn"


@dataclass(frozen=True, slots=True)
class _Term:
    """Words one behind the other, folded; `*` stands for any letters."""

    words: tuple[str, ...]

    def finder(self) -> _Finder:
        first, last = self.words[0][0], self.words[-1][-1]
        if not any("*" in word for word in self.words):
            words = [re.escape(word) for word in self.words]
            before, behind = is_word_character(first), is_word_character(last)
            return _literal(words, f"[^\\n{_letters()}]+", before=before, behind=behind)
        words = [r"\w*".join(re.escape(part) for part in word.split("*")) for word in self.words]
        edges = [r"\b" if is_word_character(sign) else "" for sign in (first, last)]
        return Expression(edges[0] + r"\W+".join(words) + edges[1], match_case=True).spans_in


class Matcher:
    """Finds one query in texts, one after the other.

    Raises:
        BadPattern: there is nothing to look for, or the regular expression is none.
    """

    def __init__(self, query: Query) -> None:
        # What no text can hold, as texts hold it.
        query = self.query = replace(query, text=normalise(query.text))
        self._folding = Folding(case=query.match_case, accents=query.match_accents)
        if not query.text.strip():
            raise _nothing()
        self._terms = self._read_terms(self._folding) if query.how == "words" else ()
        self._finders = self._make_finders()

    def spans(self, text: str) -> list[Span]:
        """Where the query is in a text: passages that don't overlap, in code points.

        Raises:
            BadPattern: the pattern takes too long.
        """
        if self.query.how == "pattern":
            return self._finders[0](text)
        folded = self._folding.folded(text)
        found = [find(folded.text) for find in self._finders]
        hits = self._with_all(folded.text, found) if len(found) > 1 else found[0]
        return _apart(folded.span(hit.start, hit.end) for hit in hits)

    @property
    def index_expression(self) -> str | None:
        """What the word index is asked for, so that it rules out no source with a hit; None where it can't be."""
        # The index knows words in one spelling, also where the query minds capitals and accents.
        terms = self._read_terms(Folding()) if self._terms else ()
        return expression_for([term.words for term in terms])

    @property
    def single_word(self) -> str | None:
        """The folded word, where one whole word is all that is looked for in any spelling: the index counts those."""
        if len(self._terms) != 1 or len(self._terms[0].words) != 1:
            return None
        word = self._terms[0].words[0]
        plain = word.isascii() and word.isalnum()
        return word if plain and not self.query.match_case and not self.query.match_accents else None

    @property
    def folded_words(self) -> tuple[str, ...]:
        """The words that are looked for, folded; none of a part or a pattern."""
        return tuple(word for term in self._terms for word in term.words)

    def _with_all(self, text: str, found: list[list[Span]]) -> list[Span]:
        """Those of the hits that are in a turn, or a text, with hits of all terms."""
        if self.query.together == "source":
            return _in_order(found) if all(found) else []
        kept: list[Span] = []
        line_end, complete = -1, False
        for hit in _in_order(found):
            if hit.start > line_end:
                line_start = text.rfind("\n", 0, hit.start) + 1
                line_end = text.find("\n", hit.start)
                line_end = len(text) if line_end < 0 else line_end
                complete = all(_any_between(spans, line_start, line_end) for spans in found)
            if complete:
                kept.append(hit)
        return kept

    def _read_terms(self, folding: Folding) -> tuple[_Term, ...]:
        terms = []
        # Quotation marks of any kind are the straight ones here; so are apostrophes.
        for quoted, bare in _TERM.findall(folding.fold(self.query.text)):
            words = tuple(word.strip(_SIGNS) or word for word in (quoted or bare).split())
            if any(char.isalnum() for word in words for char in word):
                terms.append(_Term(words))
        return tuple(dict.fromkeys(terms))

    def _make_finders(self) -> list[_Finder]:
        query = self.query
        if query.how == "pattern":
            return [Expression(query.text, match_case=query.match_case, whole_words=query.whole_words).spans_in]
        if query.how == "words":
            if not self._terms:
                raise _nothing()
            # The longest first: of two that begin at one place the longer is the hit.
            terms = sorted(self._terms, key=lambda term: -sum(map(len, term.words)))
            return [term.finder() for term in terms]
        wanted = self._folding.fold(query.text)
        if not wanted.strip():
            raise _nothing()
        whole = query.whole_words
        parts = [re.escape(part) for part in wanted.split()]
        # A space before or behind what is looked for is looked for, too.
        parts[0] = (_SPACE if wanted[0].isspace() else "") + parts[0]
        parts[-1] += _SPACE if wanted[-1].isspace() else ""
        return [_literal(parts, _SPACE + "+", before=whole, behind=whole, unaccented=query.match_accents)]


def _literal(parts: Sequence[str], between: str, *, before: bool, behind: bool, unaccented: bool = False) -> _Finder:
    """Look for words (expressions of a fixed length); with `before` and `behind` no letter may be there.

    `unaccented`: nor an accent behind, where accents are minded: a letter before one is another letter.
    """
    first, *others = parts
    # Words come first, where `re` can leap from one to the next. What is before them is looked at last.
    pattern = first + (f"(?<![{_letters()}]{first})" if before else "")
    pattern += "".join(between + part for part in others)
    pattern += f"(?![{_letters()}])" if behind else f"(?![{class_of('Mn')}])" if unaccented else ""
    found = re.compile(pattern).finditer
    return lambda text: [Span(*match.span()) for match in found(text)]


@cache
def _letters() -> str:
    return rf"\w{class_of('M')}"


def _nothing() -> BadPattern:
    return BadPattern("There is nothing to look for yet.", "Type a word.")


def _in_order(found: Sequence[Sequence[Span]]) -> list[Span]:
    """The hits of all terms, without those that share a character with one before; of two at one place the first's."""
    hits = sorted((span.start, number, span) for number, spans in enumerate(found) for span in spans)
    return _apart(span for _, _, span in hits)


def _any_between(spans: Sequence[Span], start: int, end: int) -> bool:
    place = bisect_left(spans, start, key=lambda span: span.start)
    return place < len(spans) and spans[place].end <= end


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Passages without those that share a character with the one before: both halves of an “ß” are one “ß”."""
    found: list[Span] = []
    for span in spans:
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found
