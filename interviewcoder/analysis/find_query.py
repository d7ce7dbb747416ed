"""What is looked for, and where in a text it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from interviewcoder.analysis.folding import Folding
from interviewcoder.analysis.word_index import expression_for
from interviewcoder.errors import InterviewCoderError
from interviewcoder.sources.text import Span

if TYPE_CHECKING:
    import regex

How = Literal["words", "part", "pattern"]
Together = Literal["turn", "source"]

# For one turn. A pattern that runs longer goes through ever more ways to fit it, and would for hours.
MOST_PER_TURN_S = 0.5

_LETTER = r"[\w\p{M}]"
_NOT_BEHIND, _NOT_BEFORE = rf"(?<!{_LETTER})", rf"(?!{_LETTER})"
_BETWEEN_WORDS = r"[^\w\p{M}\n]+"
# Signs that stand beside words without being part of what is looked for.
_SIGNS = ".,;:!?…()[]"
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


class BadPattern(InterviewCoderError):
    """What is looked for can't be understood; `at` is the place of it where that shows, -1 where there is none."""

    def __init__(self, message: str, hint: str = "", *, at: int = -1) -> None:
        super().__init__(message, hint)
        self.at = at


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

    @property
    def pattern(self) -> str:
        return _BETWEEN_WORDS.join(_word_pattern(word) for word in self.words)


class Matcher:
    """Finds one query in texts, one after the other.

    Raises:
        BadPattern: there is nothing to look for, or the regular expression is none.
    """

    def __init__(self, query: Query) -> None:
        self.query = query
        self._folding = Folding(case=query.match_case, accents=query.match_accents)
        self._terms = self._read_terms() if query.how == "words" else ()
        self._pattern = self._compile()

    def spans(self, text: str) -> list[Span]:
        """Where the query is in a text: passages that don't overlap, in code points.

        Raises:
            BadPattern: the pattern takes too long.
        """
        if self.query.how == "pattern":
            return list(self._pattern_spans(text))
        folded = self._folding.folded(text)
        found = [match.span() for match in self._pattern.finditer(folded.text)]
        if len(self._terms) > 1:
            found = self._with_all(folded.text, found)
        return _apart(folded.span(start, end) for start, end in found)

    @property
    def index_expression(self) -> str | None:
        """What the word index is asked for, so that it rules out no source with a hit; None where it can't be."""
        return expression_for([term.words for term in self._terms])

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

    def _with_all(self, text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of the hits that are in a turn, or a text, with hits of all terms."""
        if self.query.together == "source":
            return found if all(term.search(text) for term in self._each_term) else []
        kept: list[tuple[int, int]] = []
        line_end, complete = -1, False
        for start, end in found:
            if start > line_end:
                line_start = text.rfind("\n", 0, start) + 1
                line_end = text.find("\n", start)
                line_end = len(text) if line_end < 0 else line_end
                complete = all(term.search(text, line_start, line_end) for term in self._each_term)
            if complete:
                kept.append((start, end))
        return kept

    def _pattern_spans(self, text: str) -> Iterator[Span]:
        at = 0
        for line in text.split("\n"):
            try:
                for match in self._pattern.finditer(line, timeout=MOST_PER_TURN_S):
                    if match.end() > match.start():
                        yield Span(at + match.start(), at + match.end())
            except TimeoutError:
                raise BadPattern(
                    f"The pattern “{self.query.text}” takes too long: it can fit the text in too many ways.",
                    "Most often that is a repetition within a repetition, such as (a+)+. Write it with fewer of them.",
                ) from None
            at += len(line) + 1

    def _read_terms(self) -> tuple[_Term, ...]:
        terms = []
        # Quotation marks of any kind are the straight ones here; so are apostrophes.
        for quoted, bare in _TERM.findall(self._folding.fold(self.query.text)):
            words = tuple(word.strip(_SIGNS) or word for word in (quoted or bare).split())
            if any(char.isalnum() for word in words for char in word):
                terms.append(_Term(words))
        return tuple(dict.fromkeys(terms))

    def _compile(self) -> regex.Pattern[str]:
        import regex  # 60 ms that only who searches waits for

        query = self.query
        pattern, flags = self._literal(), 0
        if query.how == "pattern":
            pattern, flags = query.text, regex.IGNORECASE if not query.match_case else 0
        if not pattern or not query.text.strip():
            raise BadPattern("There is nothing to look for yet.", "Type a word.")
        try:
            compiled: regex.Pattern[str] = regex.compile(pattern, flags)
        except regex.error as error:
            at = -1 if error.pos is None else error.pos
            raise BadPattern(
                f"This is no regular expression: {error.msg}{f' at character {at + 1}' if at >= 0 else ''}.",
                "A sign such as ( [ * + ? . \\ that is meant as itself is written with a \\ before it.",
                at=at,
            ) from None
        if query.whole_words and query.how != "words":
            compiled = regex.compile(f"{_NOT_BEHIND}(?:{pattern}){_NOT_BEFORE}", flags)
        return compiled

    def _literal(self) -> str:
        if self.query.how == "words":
            # The longest first: of two that begin at one place the longer is the hit.
            terms = sorted(self._terms, key=lambda term: -sum(map(len, term.words)))
            return "|".join(_at_edges(term.pattern, term.words[0][0], term.words[-1][-1]) for term in terms)
        wanted = self._folding.fold(self.query.text)
        parts = wanted.split()
        pattern = r"[^\S\n]+".join(re.escape(part) for part in parts)
        if wanted[:1].isspace() and parts:
            pattern = r"[^\S\n]" + pattern
        if wanted[-1:].isspace() and parts:
            pattern += r"[^\S\n]"
        # With accents minded, a letter before one of its accents is another letter.
        return pattern + r"(?!\p{Mn})" if parts and self.query.match_accents else pattern

    @cached_property
    def _each_term(self) -> list[regex.Pattern[str]]:
        import regex

        return [regex.compile(_at_edges(term.pattern, term.words[0][0], term.words[-1][-1])) for term in self._terms]


def _word_pattern(word: str) -> str:
    return rf"{_LETTER}*".join(re.escape(part) for part in word.split("*"))


def _at_edges(pattern: str, first: str, last: str) -> str:
    """Let a pattern begin and end where words do, unless it does so with a sign: “C++”."""
    before = _NOT_BEHIND if first.isalnum() else ""
    behind = _NOT_BEFORE if last.isalnum() or last == "*" else ""
    return f"{before}{pattern}{behind}"


def _apart(spans: Iterator[Span]) -> list[Span]:
    """Passages without those that share a character with the one before: both halves of an “ß” are one “ß”."""
    found: list[Span] = []
    for span in spans:
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found
