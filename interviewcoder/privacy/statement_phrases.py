"""Phrases of the statement for readers who have never seen the program: what there is, by its plain name, and no zeros.

In English whatever the window speaks: a statement is read by others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from interviewcoder.privacy.consent import Answer
from interviewcoder.privacy.retention import RetentionView
from interviewcoder.privacy.statement import count, day_words

CONSENT_NAMES: Mapping[str, str] = {
    "audio": "audio recording",
    "transcription": "automatic transcription",
    "quotes": "being quoted",
    "retention": "keeping the data for later use",
    "recontact": "being asked again",
}
"""What consent is recorded for, by `consent.KINDS`."""

CLASS_NAMES: Mapping[str, str] = {
    "audio": "recordings",
    "transcripts": "transcripts",
    "key": "key of the pseudonyms",
    "consent": "consent forms and records",
    "backups": "backups",
    "project": "the whole project",
}
"""What is kept until a date, by `retention.CLASSES`."""

_THEN: Mapping[str, str] = {"destroy": "to be destroyed", "review": "to be decided anew", "archive": "to be archived"}
_ROLE = re.compile(r"(?i)role|profession|job|position|specialty|discipline")
_PLACE = re.compile(r"(?i)site|hospital|clinic|ward|region|place")


def none_or_count(number: int, one: str, many: str = "") -> str:
    """A number of things where none is a word: no exports, 1 export, 3 exports."""
    return count(number, one, many) if number else f"no {many or one + 's'}"


def held(*things: tuple[int, str]) -> str:
    """What there is of some things, behind commas; what there is none of goes unsaid."""
    return ", ".join(count(number, one) for number, one in things if number) or "nothing"


def all_of(number: int, whole: int, one: str) -> str:
    """How many of a whole: all 4 participants, 3 of 4 participants, none of 4 participants, the one participant."""
    if number == whole:
        return f"the one {one}" if whole == 1 else f"all {count(whole, one)}"
    return f"{number or 'none'} of {count(whole, one)}"


def days(iso: Sequence[str]) -> str:
    """From the first to the last of some ISO dates: 14 May 2024, 14 May to 11 Jun 2024; empty without any."""
    if not iso:
        return ""
    first, last = date.fromisoformat(min(iso)), date.fromisoformat(max(iso))
    if first == last:
        return day_words(first)
    begins = day_words(first).removesuffix(f" {last.year}")
    return f"{begins} to {day_words(last)}"


def answered(answers: Sequence[Answer | None]) -> str:
    """Answers as they are told: 3 yes (14 May to 11 Jun 2024), 1 no (2 Jun 2024), 1 not recorded."""
    told = []
    for given, word in ((True, "yes"), (False, "no")):
        some = [answer for answer in answers if answer is not None and answer.given is given]
        if some:
            dated = [answer.given_on for answer in some if answer.given_on]
            undated = f"{len(some) - len(dated)} without a date" if dated else "no date recorded"
            when = "; ".join(filter(None, (days(dated), undated if len(dated) < len(some) else "")))
            told.append(f"{len(some)} {word} ({when})")
    if unknown := sum(answer is None for answer in answers):
        told.append(f"{unknown} not recorded")
    return ", ".join(told)


def rule_words(rule: RetentionView) -> str:
    """Until when a class of data is kept, what happens then, and what was noted about it."""
    told = f"{CLASS_NAMES[rule.data]}: until {days([rule.until])}, then {_THEN[rule.then]}"
    told += f" (done {days([rule.done_on])})" if rule.done_on else ""
    note = " ".join(rule.note.split()).rstrip(".")
    return f"{told} (“{note}”)" if note else told


def group_words(one: tuple[str, str], other: tuple[str, str]) -> str:
    """Two details, each with its name, that some people share: nurse at Hospital B; nurse, setting “day clinic”."""
    first, second = sorted((one, other), key=lambda detail: not _ROLE.search(detail[0]))
    told = _detail(*second)
    return f"{_detail(*first)}{' ' if told.startswith('at ') else ', '}{told}"


def _detail(name: str, value: str) -> str:
    if _ROLE.search(name):
        return value
    return f"at {value}" if _PLACE.search(name) else f"{name.replace('_', ' ')} “{value}”"


def in_sentence(name: str) -> str:
    """A name as it stands within a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def first_up(text: str) -> str:
    """A text that begins a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
