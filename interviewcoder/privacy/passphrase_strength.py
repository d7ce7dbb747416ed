"""How long a passphrase keeps somebody out who has the file: counted in guesses, said as a time.

Whoever has the file tries passphrases on hardware of their own, the likeliest first. A project's key costs
256,000 rounds of PBKDF2-HMAC-SHA512 a try. A large graphics card of 2024 computes some 7.5 thousand million SHA-512
a second; a round takes two, so it tries fewer than 15,000 passphrases a second. We count with a hundred of them.

How many tries a passphrase takes is estimated with zxcvbn (Wheeler 2016: leaked passwords, words and names, years,
rows of keys), and once more as a row of words that are guessed one by one; the lower of both counts. zxcvbn by
itself takes words with blanks between them for far better than they are. Its words are English: in other languages
it is too kind. A quotation, a song, or what was used elsewhere nobody can tell from a good one.
"""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from interviewcoder.resources_path import resources

GUESSES_A_SECOND_AND_CARD = 15_000
CARDS = 100
SUGGESTED_WORDS = 6

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0
_YEAR = 365.25 * _DAY
_FAIR_S = _YEAR
_STRONG_S = 1000 * _YEAR
_SHORTEST = 10
# zxcvbn refuses more; what comes after it is a gift.
_LONGEST = 72
# A list with the words of many languages; whoever guesses words has one.
_WORDS_OF_THE_WORLD = 300_000.0
# What zxcvbn finds no pattern in it counts as ten possibilities a character, as if it were digits.
_A_MIXED_CHARACTER = 30.0
_KNOWN_WORD = 20.0
_LEAST_KNOWN = 3
_RUN = re.compile(r"[^\W_]+")
_JOINED_WORDS = re.compile(r"[^\W_]+(?:[\s\-_.,:;/+]+[^\W_]+)+")


class Strength(Enum):
    """A judgement in a word."""

    NONE = "none"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


class Concern(Enum):
    """What is wrong with a passphrase, whatever its length."""

    SHORT = "short"
    KNOWN = "known"  # it holds the study's title, its file's name, the coder's or a participant's name
    COMMON = "common"  # it is among the passwords that were leaked most often


class Unit(Enum):
    """What a time is told in."""

    MOMENT = "moment"  # less than a minute
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    THOUSANDS = "thousands of years"
    ENDLESS = "millions of years"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a passphrase is worth. `guesses` is how many tries find it; on an average half of them do."""

    strength: Strength
    guesses: float
    concern: Concern | None = None
    known: str = ""

    @property
    def seconds(self) -> float:
        """How long somebody with the file and 100 large graphics cards needs on an average."""
        return self.guesses / 2 / (GUESSES_A_SECOND_AND_CARD * CARDS)

    @property
    def time(self) -> tuple[int, Unit]:
        """That time as people say it: how many and of what; 0 where the unit says it all."""
        return _told(self.seconds)


def judge(passphrase: str, known: Iterable[str] = ()) -> Judgement:
    """Judge a passphrase for a project.

    `known` is what somebody who wants in knows anyhow: title, file name, coder, names of participants.
    """
    if not passphrase.strip():
        return Judgement(Strength.NONE, 0)
    names = _names(known)
    guesses, common = _guesses(passphrase[:_LONGEST], names)
    runs = [run.casefold() for run in _RUN.findall(passphrase)]
    named = next((name for name in names if name in runs or (len(name) > 4 and name in passphrase.casefold())), "")
    strength = _strength_of(guesses / 2 / (GUESSES_A_SECOND_AND_CARD * CARDS))
    if len(passphrase.strip()) < _SHORTEST:
        return Judgement(Strength.WEAK, guesses, Concern.SHORT)
    if common:
        return Judgement(Strength.WEAK, guesses, Concern.COMMON)
    # Among enough other words a name does no harm.
    if named and strength is not Strength.STRONG:
        return Judgement(Strength.WEAK, guesses, Concern.KNOWN, named)
    return Judgement(strength, guesses)


def suggest(words: int = SUGGESTED_WORDS) -> str:
    """Make a passphrase of words drawn by the system's own source of chance; each is worth 11 bits.

    A draw that happens to be easy to guess, of the commonest words or one word twice, is drawn anew.
    """
    while True:
        drawn = " ".join(secrets.choice(_word_list()) for _ in range(words))
        if words < SUGGESTED_WORDS or judge(drawn).strength in (Strength.FAIR, Strength.STRONG):
            return drawn


@cache
def _word_list() -> tuple[str, ...]:
    return tuple((resources() / "words" / "english.txt").read_text(encoding="ascii").split())


def _names(known: Iterable[str]) -> list[str]:
    found = (run.casefold() for name in known for run in _RUN.findall(name))
    return sorted({name for name in found if len(name) >= _LEAST_KNOWN and not name.isdigit()}, key=len, reverse=True)


def _guesses(passphrase: str, names: list[str]) -> tuple[float, bool]:
    """How many tries it takes, and whether it is a common password as it stands."""
    from zxcvbn import zxcvbn  # its lists take their time to load

    found = zxcvbn(passphrase, user_inputs=names)
    guesses = float(found["guesses"])
    first = found["sequence"][0] if len(found["sequence"]) == 1 else {}
    common = first.get("dictionary_name") == "passwords"
    if first.get("pattern") == "bruteforce" and _kinds_of_characters(passphrase) >= 3:
        guesses = max(guesses, _A_MIXED_CHARACTER ** len(passphrase))
    if _JOINED_WORDS.fullmatch(passphrase.strip()):
        guesses = min(guesses, _guesses_by_words(passphrase, frozenset(names)))
    return guesses, common


def _guesses_by_words(passphrase: str, names: frozenset[str]) -> float:
    """The tries of somebody who puts words together; a word that comes again costs nothing."""
    from zxcvbn import zxcvbn

    listed = frozenset(_word_list())
    total = 1.0
    for run in dict.fromkeys(_RUN.findall(passphrase.casefold())):
        alone = min(float(zxcvbn(run)["guesses"]), _WORDS_OF_THE_WORLD if run.isalpha() else math.inf)
        if run in names:
            alone = min(alone, _KNOWN_WORD)
        # Rarer words are worth no more than those that everybody knows: the list of our own suggestions is public.
        total *= min(alone, len(listed)) if run in listed else alone
    return total


def _kinds_of_characters(passphrase: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
    return sum(any(map(kind, passphrase)) for kind in kinds)


def _strength_of(seconds: float) -> Strength:
    if seconds < _FAIR_S:
        return Strength.WEAK
    return Strength.FAIR if seconds < _STRONG_S else Strength.STRONG


def _told(seconds: float) -> tuple[int, Unit]:
    scale = (
        (_MINUTE, 1.0, Unit.MOMENT),
        (_HOUR, _MINUTE, Unit.MINUTES),
        (_DAY, _HOUR, Unit.HOURS),
        (60 * _DAY, _DAY, Unit.DAYS),
        (_YEAR, _YEAR / 12, Unit.MONTHS),
        (1000 * _YEAR, _YEAR, Unit.YEARS),
        (1e6 * _YEAR, 1000 * _YEAR, Unit.THOUSANDS),
    )
    for below, measure, unit in scale:
        if seconds < below:
            return (0 if unit is Unit.MOMENT else max(1, round(seconds / measure))), unit
    return 0, Unit.ENDLESS
