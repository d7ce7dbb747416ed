"""Cues of subtitles and rows of tables become turns: who speaks, joined while the same person goes on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from interviewcoder.sources.time_marks import Mark, joint, timed_turn
from interviewcoder.sources.transcript import SpokenTurn

# The same speaker begins a new turn after such a pause that follows a sentence, or after a longer one anywhere.
_PAUSE_MS = 2_000
_LONG_PAUSE_MS = 10_000
# Without speakers, and without pauses, a paragraph ends with the sentence that passes this length.
_PARAGRAPH_CHARACTERS = 1_200
_SENTENCE_END = re.compile(r"[.?!…。？！]['\"”’»)\]]*$")

# Vowel signs and other marks that stand within words but aren't letters to Python: Hindi and Thai don't do without.
WORD_MARKS = (
    r"\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u0e4e\u0e80-\u0ece\u0f18-\u0f84\u1000-\u1049\u1780-\u17d3\u200c\u200d"
)
_IN_BRACKETS = re.compile(r"^\[(?P<label>[^\]\n]{1,60})\](?P<colon>:)?(?:\s+(?=\S)|$)")
_WITH_COLON = re.compile(r"^(?:>>\s?|-\s)?(?P<label>[^\W_][^:：\n<>\[\]]{0,59}?)\s?(?::(?:\s+|$)|：\s*)")
# A label of words, each of which begins like a name: "John Doe", "Speaker 1", "SPEAKER_00", "Dr. O'Brien (ICU)".
_NAME = re.compile(
    rf"[^\W\d_a-z][\w{WORD_MARKS}.’'\"״&-]*|\d[\w.-]*|\([^)]*\)"
    r"|(?:von|van|de|der|den|da|di|du|la|le|el|al|bin)|[&|/-]|[@#]\w+"
)
_SHORT = 3
_FEW = 3
_KNOWN = frozenset({"interviewer", "moderator", "participant", "researcher", "respondent", "speaker", "patient"})
# In a file of which this share of cues has a label, what stands before a colon is one, whatever it looks like.
_SHARE_LABELLED = 0.8


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech with its time; `marks` are times within its text, where the file has any.

    Cues of one `group` are one turn, and those of different groups are not, where both have one.
    """

    text: str
    start_ms: int
    end_ms: int
    speaker: str = ""
    group: str = ""
    marks: tuple[Mark, ...] = ()


def with_labels(cues: Sequence[Cue]) -> list[Cue]:
    """Take speakers' labels (`Ada Lovelace: …`, `[SPEAKER_00]: …`) from the beginnings of cues.

    A label that returns is one when it looks like a name or when most cues
    have one. A cue without a label goes on with the speaker before it, unless
    it comes ahead of them all.
    """
    found = [None if cue.speaker else _label(cue.text) for cue in cues]
    seen = Counter(label for label, _ in filter(None, found))
    likely = sum(seen[label] > 1 or is_code(label) or is_name(label) for label, _ in filter(None, found))
    most = len(cues) > 1 and likely >= _SHARE_LABELLED * sum(bool(cue.text) for cue in cues)
    back = {label for label, count in seen.items() if count > 1 and (most or is_code(label) or is_name(label))}
    # Somebody who says one thing, among others who come back; in a few cues nobody needs to.
    sole = bool(back) or len(cues) <= _FEW
    once = {
        label for label in seen if is_role(label) or (sole and is_code(label)) or (sole and most and is_name(label))
    }
    accepted = back | once
    labelled: list[Cue] = []
    speaker = ""
    for cue, label in zip(cues, found, strict=True):
        if label and label[0] in accepted:
            speaker = label[0]
            cut = label[1]
            marks = tuple(replace(mark, offset=max(0, mark.offset - cut)) for mark in cue.marks)
            labelled.append(replace(cue, text=cue.text[cut:], speaker=speaker, marks=marks))
        else:
            speaker = cue.speaker or (speaker if accepted else "")
            labelled.append(replace(cue, speaker=speaker))
    return labelled


def turns_of_cues(cues: Iterable[Cue]) -> list[SpokenTurn]:
    """Join the cues of one speaker into turns, in the order of their times; cues without text are passed over.

    The words of a cue share its time by their length, between such times
    within it as the file has.
    """
    said = sorted((cue for cue in cues if cue.text), key=lambda cue: cue.start_ms)
    groups: list[list[Cue]] = []
    length = 0
    for before, cue in pairwise([None, *said]):
        assert cue is not None
        if before is None or _begins_turn(before, cue, length):
            groups.append([])
            length = 0
        groups[-1].append(cue)
        length += len(cue.text) + 1
    return [_joined(group) for group in groups]


def empty_cues(cues: Sequence[Cue]) -> str:
    """A note of how many cues have no text; empty where all have."""
    count = sum(not cue.text for cue in cues)
    return f"{count:,} {'cue' if count == 1 else 'cues'} without text left out" if count else ""


def _begins_turn(before: Cue, cue: Cue, length: int) -> bool:
    if cue.speaker != before.speaker:
        return True
    if cue.group and before.group:
        return cue.group != before.group
    pause_ms = cue.start_ms - before.end_ms
    if not _SENTENCE_END.search(before.text):
        return pause_ms > _LONG_PAUSE_MS
    return pause_ms > _PAUSE_MS or (not cue.speaker and length > _PARAGRAPH_CHARACTERS)


def _joined(cues: Sequence[Cue]) -> SpokenTurn:
    text = ""
    marks: list[Mark] = []
    for number, cue in enumerate(cues):
        text += joint(text, cue.text)
        start = len(text)
        text += cue.text
        # Where cues overlap, the next one's beginning ends this one's words.
        end_ms = max(cue.start_ms, min([cue.end_ms, *(later.start_ms for later in cues[number + 1 : number + 2])]))
        within = (Mark(start + mark.offset, mark.time_ms) for mark in cue.marks if mark.time_ms <= end_ms)
        marks += [Mark(start, cue.start_ms), *within, Mark(len(text), end_ms)]
    turn = timed_turn(cues[0].speaker, text, marks)
    return replace(turn, end_ms=max(cue.end_ms for cue in cues))


def _label(text: str) -> tuple[str, int] | None:
    """What a cue begins with that may be a label, and where what is said begins."""
    # Without a colon what stands in brackets may be a sound.
    if (found := _IN_BRACKETS.match(text)) and (found["colon"] or is_role(found["label"])):
        return found["label"], found.end()
    if found := _WITH_COLON.match(text):
        return found["label"], found.end()
    return None


def is_code(label: str) -> bool:
    """Whether a label is an abbreviation: “I”, “P07”, “M2”. “So” is a word; without capitals none can be told."""
    return len(label) <= _SHORT and label == label.upper() and (label != label.lower() or label.isdecimal())


def is_name(label: str) -> bool:
    """Whether a label is written like a name: “John Doe”, “Speaker 1”, “Dr. O'Brien (ICU)”."""
    return all(_NAME.fullmatch(word) for word in label.split())


def is_role(label: str) -> bool:
    """Whether a label says what somebody is in an interview: “Interviewer”, “Participant 2”."""
    return label.casefold().rstrip(" _0123456789") in _KNOWN


def voices(parts: Iterable[tuple[str, str]], cue: Cue) -> Iterator[Cue]:
    """Cut a cue in which several people speak, (speaker, text) each; its time is shared by the words' length."""
    pieces = [(speaker, text) for speaker, text in parts if text]
    total = sum(len(text) for _, text in pieces) or 1
    before = 0
    for speaker, text in pieces:
        after = before + len(text)
        span_ms = cue.end_ms - cue.start_ms
        start_ms = cue.start_ms + span_ms * before // total
        yield replace(
            cue, speaker=speaker, text=text, start_ms=start_ms, end_ms=cue.start_ms + span_ms * after // total, marks=()
        )
        before = after
