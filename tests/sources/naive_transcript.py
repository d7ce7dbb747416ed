"""A transcript as a list of characters, each with a name of its own: what the engine is measured against.

It knows nothing of words, remapping or edits that are joined. A character that
is typed gets a new name; one that stays keeps its own, wherever it goes to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from interviewcoder.project.file import Project
from interviewcoder.sources.correcting import Receipt
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import Transcript, transcript_of

_names = count(1)
_PASSAGES = {
    "coding": "SELECT id, start, end FROM segment WHERE source_id = ?",
    "memo": "SELECT id, start, end FROM memo WHERE source_id = ? AND start IS NOT NULL",
    "comment": "SELECT id, start, end FROM comment WHERE source_id = ? AND start IS NOT NULL",
    "decision": "SELECT id, start, end FROM adjudication WHERE source_id = ?",
    "link": "SELECT id, start, end FROM memo_link WHERE source_id = ?",
    "finding": "SELECT id, start, end FROM finding WHERE source_id = ?",
}
# Where a person types over words, the engine may see that some of them are the same; the reference doesn't ask which.
Named = tuple[int, ...]
Timed = tuple[int, int, float]


@dataclass(frozen=True)
class Naive:
    """Each character's name and sign; whose passage it is in; the words' times; which turn a paragraph end opens."""

    names: Named
    signs: str
    passages: dict[tuple[str, int], Named]
    words: dict[Named, Timed]
    # By the name of the paragraph end before the turn; 0 before the first.
    turns: dict[int, tuple[int, int | None]]

    @classmethod
    def read(cls, project: Project, source_id: int, names: Sequence[int] = ()) -> Naive:
        """Read what is stored; the characters get these names, or new ones."""
        read = transcript_of(project, source_id)
        named = tuple(names or (next(_names) for _ in read.text))
        assert len(named) == len(read.text)
        _tiles(read)
        passages = {
            (kind, id_): named[start:end]
            for kind, query in _PASSAGES.items()
            for id_, start, end in _rows_within(project, query, source_id, len(named))
        }
        words = {named[w.span.start : w.span.end]: (w.start_ms, w.end_ms, w.confidence) for w in read.words}
        openings = (named[turn.span.start - 1] if turn.span.start else 0 for turn in read.turns)
        turns = {name: (turn.id, turn.speaker_id) for name, turn in zip(openings, read.turns, strict=True)}
        return cls(named, read.text, passages, words, turns)

    def edited(self, edits: Sequence[Edit]) -> Naive:
        """The characters after edits: those taken out are gone, those typed are new. All else is left as it was."""
        names, signs = list(self.names), list(self.signs)
        for edit in reversed(edits):
            assert "".join(signs[edit.at : edit.end]) == edit.removed
            names[edit.at : edit.end] = [next(_names) for _ in edit.inserted]
            signs[edit.at : edit.end] = edit.inserted
        return replace(self, names=tuple(names), signs="".join(signs))

    def sign_of(self) -> dict[int, str]:
        """The sign of each character by its name."""
        return dict(zip(self.names, self.signs, strict=True))

    def chunks(self) -> set[Named]:
        """What stands between white space."""
        found: list[list[int]] = [[]]
        for name, sign in zip(self.names, self.signs, strict=True):
            if sign.isspace():
                found.append([])
            else:
                found[-1].append(name)
        return {tuple(chunk) for chunk in found if chunk}

    def quote(self, key: tuple[str, int]) -> str:
        """The words of a passage."""
        sign_of = self.sign_of()
        return "".join(sign_of[name] for name in self.passages[key])


def check(was: Naive, now: Naive, edits: Sequence[Edit], receipt: Receipt) -> None:
    """Hold what is stored after edits against what was before them, character by character."""
    check_passages(was, now)
    _check_retyped(was, now, edits)
    _check_receipt(was, now, receipt)
    _check_words(was, now)
    _check_turns(was, now)


def check_passages(was: Naive, now: Naive) -> None:
    """Hold the passages alone: whatever was done, each character that stayed is in those that it was in."""
    assert was.passages.keys() == now.passages.keys()
    stayed = set(was.names) & set(now.names)
    signs = was.sign_of()
    for key, before in was.passages.items():
        _check_passage(key, before, now.passages[key], stayed, signs)


def _check_passage(key: tuple[str, int], before: Named, after: Named, stayed: set[int], signs: dict[int, str]) -> None:
    """Every character that stayed is in the passages that it was in, and in no other."""
    own, there = set(before), set(after) & stayed
    assert there <= own, (key, "takes in what it wasn't on", [signs[name] for name in there - own])
    lost = [signs[name] for name in (own & stayed) - there]
    # White space that comes to stand at the end of a passage is let go.
    assert not "".join(lost).strip(), (key, "lost what stayed", lost)


def _check_retyped(was: Naive, now: Naive, edits: Sequence[Edit]) -> None:
    """A passage whose words are retyped keeps its coding on the new words.

    Said of a passage that one edit takes out whole, with nothing but it and
    space: it is then on all that was typed in its place, unless words of it
    were typed again, of which nobody can say whether they are the old ones.
    """
    place = {name: at for at, name in enumerate(was.names)}
    shift = 0
    for edit in edits:
        new = now.names[edit.at + shift : edit.at + shift + len(edit.inserted)]
        shift += edit.shift
        if not edit.inserted.strip() or set(edit.removed.split()) & set(edit.inserted.split()):
            continue
        for key, before in was.passages.items():
            if not before:
                continue
            start, end = place[before[0]], place[before[-1]] + 1
            covered = edit.at <= start and end <= edit.end and was.signs[start:end].strip() == edit.removed.strip()
            apart = all(other is edit or other.end < edit.at or other.at > edit.end for other in edits)
            if covered and apart and edit.removed.strip():
                words = {name for name, sign in zip(new, edit.inserted, strict=True) if not sign.isspace()}
                assert words <= set(now.passages[key]), (key, "isn't on what was typed over it", edit)


def _check_receipt(was: Naive, now: Naive, receipt: Receipt) -> None:
    """Each coding is told once: as it was, on other words, or on none."""
    codings = [key for key in was.passages if key[0] == "coding"]
    quotes = {id_: (was.quote(("coding", id_)), now.quote(("coding", id_))) for _, id_ in codings}
    assert set(receipt.to_look_at) == {id_ for id_, (before, after) in quotes.items() if before and not after}
    changed = {id_ for id_, (before, after) in quotes.items() if before != after and after}
    assert set(receipt.changed) == changed
    assert receipt.unchanged == len(quotes) - len(receipt.changed) - len(receipt.to_look_at)
    for kind in ("memo",):
        for key, before in was.passages.items():
            if key[0] == kind and before and not now.passages[key]:
                assert key[1] in receipt.memos_to_look_at


def _check_words(was: Naive, now: Naive) -> None:
    """What stands between white space and had none of it touched has its words, and they their times."""
    for chunk in was.chunks() & now.chunks():
        names = set(chunk)
        before = {word: time for word, time in was.words.items() if names & set(word)}
        after = {word: time for word, time in now.words.items() if names & set(word)}
        signs = now.sign_of()
        assert before.items() <= after.items(), ("".join(signs[name] for name in chunk), before, after)


def _check_turns(was: Naive, now: Naive) -> None:
    """A paragraph end that stayed opens the turn that it opened, of the same speaker; one that came divides a turn."""
    gone = set(was.turns) - set(now.names) - {0}
    for opening, turn in was.turns.items():
        if opening not in gone:
            assert now.turns[opening] == turn
    if not gone:
        speaker = None
        for opening, (_, who) in now.turns.items():
            assert opening in was.turns or who == speaker
            speaker = who


def _tiles(read: Transcript) -> None:
    spans, at = [], 0
    for line in read.text.split("\n"):
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    assert [turn.span for turn in read.turns] == spans
    at = 0
    for word in read.words:
        assert at <= word.span.start < word.span.end and word.start_ms <= word.end_ms
        at = word.span.end
    assert at <= len(read.text)


def _rows_within(project: Project, query: str, source_id: int, length: int) -> list[tuple[int, int, int]]:
    rows: list[tuple[int, int, int]] = project.raw_connection.execute(query, (source_id,)).fetchall()
    assert all(0 <= start <= end <= length for _, start, end in rows)
    return rows
