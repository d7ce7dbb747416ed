"""The times of words after a correction: who stays keeps its time, who comes gets one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.word_tokens import Token
from interviewcoder.sources.word_tokens import words as words_in
from interviewcoder.sources.words import Run, Word, Words

_HEARD_BY_A_PERSON = 1.0
# Code points that tell whether a word goes on; longer ones are taken to.
_LOOK_AROUND = 24


def retimed(words: Words, edits: Sequence[Edit], text: str, new_text: str) -> Retimed:
    """The words of a text after edits of whole words (see `rewording.in_whole_words`).

    A word that no edit touches keeps its time. Words that replace others have
    their time, one by one where there are as many, else they share it; words
    that are new get the gap between their neighbours. What a person wrote is
    certain.
    """
    if not len(words) or not edits:
        return Retimed(words, ())
    runs: list[Run] = []
    for stretch in _stretches(words, edits, new_text):
        before_ms = words[stretch.first - 1].end_ms if stretch.first else None
        after_ms = words[stretch.beyond].start_ms if stretch.beyond < len(words) else None
        old = [(word, word.span.text_in(text)) for word in words[stretch.first : stretch.beyond]]
        new = words_in(new_text[stretch.new_start : stretch.new_end], stretch.new_start)
        aligned = _aligned(old, new, before_ms, after_ms)
        runs.append(Run(stretch.first, stretch.beyond, tuple(aligned), stretch.shift))
    return Retimed(words, runs)


class Retimed:
    """Words after a correction: those of before, and the runs of them that are others now."""

    def __init__(self, words: Words, runs: Sequence[Run]) -> None:
        self._before, self._runs = words, runs

    def words(self) -> Words:
        """All of them."""
        if not self._runs:
            return self._before
        parts: list[Words] = []
        done, shift = 0, 0
        for run in self._runs:
            parts += (self._before.moved(done, run.first, shift), Words(run.words))
            done, shift = run.beyond, run.shift
        return Words.joined([*parts, self._before.moved(done, len(self._before), shift)])

    def packed(self, packed: bytes) -> bytes:
        """All of them as they are stored; `packed` is how those of before are."""
        return self._before.repacked(packed, self._runs) if self._runs else packed


@dataclass(slots=True)
class _Stretch:
    """Words that edits touch, and what stands there now: places of `words`, of the text before and of the new text."""

    first: int
    beyond: int
    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def shift(self) -> int:
        return self.new_end - self.end


def _stretches(words: Words, edits: Sequence[Edit], new_text: str) -> Iterator[_Stretch]:
    """Yield the touched words edit by edit; edits that touch the same word together."""
    starts, ends = words.starts, words.ends
    open_: _Stretch | None = None
    shift = 0
    for edit in edits:
        new_at = edit.at + shift
        shift += edit.shift
        new_end = edit.end + shift
        first, beyond = bisect_right(ends, edit.at), bisect_left(starts, edit.end)
        beyond = max(first, beyond)
        if first and ends[first - 1] == edit.at and _runs_on(new_text, new_at):
            first -= 1
        if beyond < len(words) and starts[beyond] == edit.end and _runs_on(new_text, new_end):
            beyond += 1
        start = min(edit.at, starts[first]) if first < beyond else edit.at
        end = max(edit.end, ends[beyond - 1]) if first < beyond else edit.end
        if open_ is not None and (first < open_.beyond or start < open_.end):
            open_.beyond, open_.end = max(open_.beyond, beyond), max(open_.end, end)
        else:
            if open_ is not None:
                yield open_
            open_ = _Stretch(first, beyond, start, end, new_at - (edit.at - start), 0)
        open_.new_end = open_.end + shift
    if open_ is not None:
        yield open_


def _runs_on(text: str, at: int) -> bool:
    """Whether one word goes on across a place, with what is written onto it."""
    start = max(0, at - _LOOK_AROUND)
    return any(word.start < at < word.end for word in words_in(text[start : at + _LOOK_AROUND], start))


def _aligned(
    old: Sequence[tuple[Word, str]], new: Sequence[Token], before_ms: int | None, after_ms: int | None
) -> list[Word]:
    """Give times to the new words of a stretch: each its own, its predecessors' or the gap around it."""
    found: list[Word] = []
    matcher = SequenceMatcher(None, [_key(text) for _, text in old], [_key(word.text) for word in new], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            for (word, text), token in zip(old[i:j], new[k:m], strict=True):
                confidence = word.confidence if text == token.text else _HEARD_BY_A_PERSON
                found.append(Word(Span(token.start, token.end), word.start_ms, word.end_ms, confidence))
            continue
        fresh = [token for token in new[k:m] if token.is_word]
        times = [(word.start_ms, word.end_ms) for word, _ in old[i:j]]
        if len(times) != len(fresh) or not times:
            last_ms = found[-1].end_ms if found else before_ms
            next_ms = old[j][0].start_ms if j < len(old) else after_ms
            times = list(_shared(fresh, _outer(times) or _gap(last_ms, next_ms)))
        found += (
            Word(Span(token.start, token.end), *time, _HEARD_BY_A_PERSON)
            for token, time in zip(fresh, times, strict=True)
        )
    return found


def _outer(times: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return (min(start for start, _ in times), max(end for _, end in times)) if times else None


def _gap(last_ms: int | None, next_ms: int | None) -> tuple[int, int]:
    if last_ms is None:
        return (next_ms or 0,) * 2
    return last_ms, max(last_ms, next_ms if next_ms is not None else last_ms)


def _shared(tokens: Sequence[Token], time: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Share a time out, more to the longer words."""
    start_ms, end_ms = time
    letters = sum(len(token.text) for token in tokens)
    done = 0
    for token in tokens:
        begin = start_ms + (end_ms - start_ms) * done // letters
        done += len(token.text)
        yield begin, start_ms + (end_ms - start_ms) * done // letters


def _key(text: str) -> str:
    """What makes two writings the same word: neither its signs nor its case."""
    return "".join(char for char in text if char.isalnum()).casefold() or text
