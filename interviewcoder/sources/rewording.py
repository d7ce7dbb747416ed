"""From one wording of a text to another, in whole words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from interviewcoder.sources.text import Edit, apply_edits
from interviewcoder.sources.word_tokens import Token, is_gap, tokens


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """The edits, word by word, that turn one text into another."""
    if old == new:
        return ()
    return tuple(edit for part in _changed_paragraphs(old, new) for edit in _by_words(part))


def in_whole_words(text: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The same change of a text as edits of whole words: a letter added to a word replaces the word.

    What was edited in one go is compared word by word, so that what stayed the
    same in it is no part of an edit.

    Raises:
        NotAllowed: the edits don't fit the text.
    """
    apply_edits(text, edits)
    return tuple(edit for chunk in _chunks(text, edits) for edit in chunk.by_words(text))


@dataclass(slots=True)
class _Chunk:
    """Neighbouring edits with the words around them that they touch."""

    start: int
    end: int
    last: str
    edits: list[Edit]

    def by_words(self, text: str) -> Iterator[Edit]:
        old = text[self.start : self.end]
        within = [Edit(edit.at - self.start, edit.removed, edit.inserted) for edit in self.edits]
        for edit in edits_between(old, apply_edits(old, within)):
            yield Edit(self.start + edit.at, edit.removed, edit.inserted)


def _chunks(text: str, edits: Sequence[Edit]) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    for edit in edits:
        first = (edit.inserted or text[edit.end : edit.end + 1])[:1]
        last = (edit.inserted or text[max(edit.at - 1, 0) : edit.at])[-1:]
        start, end = edit.at, edit.end
        if _runs_on(text[max(start - 1, 0) : start], text[start : start + 1], first):
            start = _word_before(text, start)
        if _runs_on(text[end : end + 1], text[max(end - 1, 0) : end], last):
            end = _word_behind(text, end)
        if chunks and (start < chunks[-1].end or (start == chunks[-1].end and _runs_on(first, chunks[-1].last))):
            chunks[-1].end = max(end, chunks[-1].end)
            chunks[-1].edits.append(edit)
            chunks[-1].last = last
        else:
            chunks.append(_Chunk(start, end, last, [edit]))
    return chunks


def _runs_on(char: str, *neighbours: str) -> bool:
    """Whether a character makes one word with one of its neighbours, of before or of now."""
    pairs = (char + neighbour for neighbour in neighbours if char and neighbour)
    return any(len(tokens(pair)) == 1 and bool(pair.strip()) for pair in pairs)


def _word_before(text: str, at: int) -> int:
    """Where the word begins that a place cuts or ends."""
    found = (token.start for token in _paragraph_at(text, at) if token.start < at <= token.end and token.text.strip())
    return next(found, at)


def _word_behind(text: str, at: int) -> int:
    """Where the word ends that a place cuts or begins."""
    found = (token.end for token in _paragraph_at(text, at) if token.start <= at < token.end and token.text.strip())
    return next(found, at)


def _paragraph_at(text: str, at: int) -> list[Token]:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return tokens(text[start : end if end >= 0 else len(text)], start)


def _changed_paragraphs(old: str, new: str) -> Iterator[Edit]:
    """Edits of whole paragraphs, which are cheap to find; one for each where as many went as came."""
    before, after = _paragraphs(old), _paragraphs(new)
    starts = [0, *accumulate(map(len, before))]
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if j - i == m - k:
            for number, inserted in enumerate(after[k:m], i):
                yield Edit(starts[number], before[number], inserted)
        else:
            yield Edit(starts[i], "".join(before[i:j]), "".join(after[k:m]))


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each with the end that it has."""
    *whole, last = text.split("\n")
    return [*(paragraph + "\n" for paragraph in whole), last]


def _by_words(edit: Edit) -> Iterator[Edit]:
    old, new = tokens(edit.removed), tokens(edit.inserted)
    # As junk, a space is never what two wordings have in common unless words beside it are.
    matcher = SequenceMatcher(is_gap, [token.text for token in old], [token.text for token in new], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            at = old[i].start if i < len(old) else len(edit.removed)
            removed, inserted = ("".join(token.text for token in part) for part in (old[i:j], new[k:m]))
            yield Edit(edit.at + at, removed, inserted)
