"""Find in other texts what somebody is called and what they said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.privacy.belongings import Belongings, words_of
from interviewcoder.project.schema import CaseRow, IdentifierRow, MediaRow, PseudonymRow, SourceRow, SpeakerRow
from interviewcoder.sources.text import Span

QUOTE_WORDS = 5
"""From so many words on, one after the other, a text quotes."""

REMOVED = "[withdrawn]"
"""What stands where words of theirs were."""

# An accent may be a character of its own behind its letter.
_LETTER = r"[^\W_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['’\-](?:{_LETTER})+)*")
_APOSTROPHES = re.compile("['’]")
_LEAST_NAME = 2
# What sources, files and voices are called that says nothing of anybody.
_NOBODY = frozenset(
    [
        "audio",
        "file",
        "group",
        "i",
        "interview",
        "interviewee",
        "interviewer",
        "p",
        "participant",
        "recording",
        "respondent",
        "source",
        "speaker",
        "study",
        "transcript",
        "video",
        "voice",
    ]
)


class Phrases:
    """The names of one participant, and everything they say in a row of some words."""

    def __init__(self, names: Iterable[str], stretches: Iterable[str], *, perhaps: Iterable[str] = ()) -> None:
        self.names = _ordered(names)
        # Words that may mean them and may mean something else: “Nurse”, as a voice is called.
        self.perhaps = tuple(name for name in _ordered(perhaps) if name not in self.names)
        self._pattern, self._perhaps = _any_of(self.names), _any_of(self.perhaps)
        self._said: set[int] = set()
        self._in_a_row: list[str] = []
        for stretch in stretches:
            words = [_as_said(match.group()) for match in _WORD.finditer(stretch)]
            self._in_a_row.append(f" {' '.join(words)} ")
            self._said.update(hash(row) for row in _rows(words))

    def and_those_of(self, other: Phrases) -> Phrases:
        """These and another copy's: a text may quote what only the other copy still has."""
        both = Phrases((*self.names, *other.names), (), perhaps=(*self.perhaps, *other.perhaps))
        both._said = self._said | other._said
        both._in_a_row = [*self._in_a_row, *other._in_a_row]
        return both

    def found_in(self, text: str) -> list[Span]:
        """The passages of a text that name them or quote them, in its order, none touching another."""
        spans = [Span(*match.span()) for match in self._pattern.finditer(text)] if self._pattern else []
        places = list(_WORD.finditer(text))
        words = [_as_said(match.group()) for match in places]
        for number, row in enumerate(_rows(words)):
            if hash(row) in self._said:
                spans.append(Span(places[number].start(), places[number + QUOTE_WORDS - 1].end()))
        return _joined(spans)

    def name_in(self, text: str) -> list[Span]:
        """The passages of a text that name them."""
        return _joined([Span(*match.span()) for match in self._pattern.finditer(text)] if self._pattern else [])

    def perhaps_in(self, text: str) -> list[Span]:
        """The passages of a text that may mean them."""
        return _joined([Span(*match.span()) for match in self._perhaps.finditer(text)] if self._perhaps else [])

    def says(self, text: str) -> bool:
        """Whether they say exactly these words somewhere, however few."""
        words = " ".join(_as_said(match.group()) for match in _WORD.finditer(text))
        return bool(words) and any(f" {words} " in stretch for stretch in self._in_a_row)


def of(session: Session, mine: Belongings, also: Sequence[str] = ()) -> Phrases:
    """Gather what a participant is called in the project, and what they say. `also` are further names of theirs."""
    own = [*also, *session.scalars(select(CaseRow.name).where(CaseRow.id == mine.case_id))]
    names = list(session.scalars(select(SourceRow.name).where(SourceRow.id.in_(mine.whole))))
    for name in session.scalars(select(MediaRow.name).where(MediaRow.id.in_(_own_media(session, mine)))):
        names += [name, name.rpartition(".")[0]]
    labels = select(SpeakerRow.label).where(SpeakerRow.id.in_(mine.speakers))
    elsewhere = set(session.scalars(select(SpeakerRow.label).where(SpeakerRow.id.not_in(mine.speakers))))
    names += [label for label in session.scalars(labels) if label not in elsewhere]
    sure = [name for name in names if _is_sure(name)]
    perhaps = [*(name for name in names if not _is_sure(name)), *_replaced_there(session, mine)]
    return Phrases([*own, *sure], words_of(session, mine), perhaps=perhaps)


def without(text: str, spans: Sequence[Span], mark: str = REMOVED) -> str:
    """A text with a mark where passages of it were."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], mark]
        at = span.end
    return "".join((*parts, text[at:]))


def _replaced_there(session: Session, mine: Belongings) -> list[str]:
    """The names that were replaced in their sources alone: theirs, or of people whom they told of."""
    row = IdentifierRow
    elsewhere = select(row.pseudonym_id).where(row.source_id.not_in(mine.sources), row.pseudonym_id.is_not(None))
    query = (
        select(row.source_id, row.start, row.end)
        .join(PseudonymRow, PseudonymRow.id == row.pseudonym_id)
        .where(PseudonymRow.kind == "name", row.source_id.in_(mine.sources), PseudonymRow.id.not_in(elsewhere))
    )
    places = [each._tuple() for each in session.execute(query)]
    rows = select(SourceRow.id, SourceRow.text).where(SourceRow.id.in_({source_id for source_id, *_ in places}))
    texts = dict(each._tuple() for each in session.execute(rows))
    return list(dict.fromkeys(texts[source_id][start:end] for source_id, start, end in places))


def _own_media(session: Session, mine: Belongings) -> list[int]:
    found = session.scalars(select(SourceRow.media_id).where(SourceRow.id.in_(mine.whole))).all()
    return [media_id for media_id in found if media_id is not None]


def _as_said(word: str) -> str:
    """A word whatever its capitals, and however its accents and apostrophes are encoded."""
    return unicodedata.normalize("NFC", word.casefold()).replace("’", "'")


def _tells(name: str) -> bool:
    """Whether a name means somebody, and isn't “Interview” or “I”."""
    words = {match.group().casefold() for match in _WORD.finditer(name)}
    return len(name) >= _LEAST_NAME and bool(words - _NOBODY) and not name.isdecimal()


def _is_sure(name: str) -> bool:
    """Whether the name of a source or a voice can hardly mean anything else: two words, or a number in it."""
    return len(name.split()) > 1 or any(char.isdigit() for char in name)


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    """Names that tell something, the longest first."""
    wanted = {" ".join(name.split()) for name in names}
    return tuple(sorted((name for name in wanted if _tells(name)), key=len, reverse=True))


def _any_of(names: Sequence[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    encoded = dict.fromkeys(unicodedata.normalize(form, name) for name in names for form in ("NFC", "NFD"))
    each = (_APOSTROPHES.sub("['’]", r"\s+".join(map(re.escape, name.split()))) for name in encoded)
    # “Annas Kinder”: in some languages what is somebody's has no apostrophe.
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})s?(?!\w)", re.IGNORECASE)


def _rows(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + QUOTE_WORDS]) for at in range(len(words) - QUOTE_WORDS + 1)]


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
