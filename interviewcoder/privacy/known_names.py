"""The names a project knows already: those of its list, of its participants, and all words somebody has replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, IdentifierRow, PseudonymRow, SourceRow
from interviewcoder.sources.folding import fold
from interviewcoder.sources.text import as_name

# “P07”, “Nurse 3”, “Interviewer”: labels that a study gives, not names that people have.
_LABEL = re.compile(
    r"(?i)(?:.*\d.*|(?:the\s+)?(?:interviewer|interviewee|participant|respondent|researcher|nurse|physician|doctor|"
    r"patient|manager|moderator|speaker|unknown|pilot|test)(?:\s+\w)?|\w)"
)
_MOST_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class KnownName:
    """Words that identify somebody, as a person gave them or replaced them.

    `kind` is one of `identifier_kinds`; `pseudonym_id` what already stands
    for them, None where nothing does yet. `origin` is "list" (the key's names
    and its name list), "participant" (what a participant is called in the
    project, which may be a pseudonym), "replaced", "kept" (somebody decided
    that the words stay) or "pseudonym" (what stands for others).
    """

    words: str
    kind: str = "name"
    pseudonym_id: int | None = None
    origin: str = "list"

    @property
    def identifies(self) -> bool:
        """Whether the words are somebody's, rather than said to be harmless."""
        return self.origin not in ("kept", "pseudonym")


def known_names(project: Project, listed: Iterable[KnownName | str] = ()) -> tuple[KnownName, ...]:
    """All names that are known: `listed` from the key, the participants', the forms that have a pseudonym.

    Each once, whatever its capitals and accents; one with a pseudonym goes
    before the same one without. Labels (“P07”) are no names.
    """
    session = project.session
    found = [name if isinstance(name, KnownName) else KnownName(name) for name in listed]
    called = session.scalars(select(CaseRow.name).order_by(CaseRow.id))
    found += [KnownName(name, origin="participant") for name in called if not _LABEL.fullmatch(name.strip())]
    found += _decided_forms(project)
    stand_ins = session.execute(select(PseudonymRow.text, PseudonymRow.kind, PseudonymRow.id)).all()
    found += [KnownName(text, kind, id_, "pseudonym") for text, kind, id_ in stand_ins]
    return unique(found)


def unique(names: Iterable[KnownName]) -> tuple[KnownName, ...]:
    """Each name once, on one line: what identifies before what doesn't, with a pseudonym before without."""
    kept: dict[str, KnownName] = {}
    for name in names:
        words = as_name(name.words)
        key = fold(words)
        if words and (key not in kept or _weight(name) > _weight(kept[key])):
            kept[key] = replace(name, words=words)
    return tuple(kept.values())


def _weight(name: KnownName) -> tuple[bool, bool, bool]:
    return name.identifies, name.origin != "participant", name.pseudonym_id is not None


def _decided_forms(project: Project) -> list[KnownName]:
    """The distinct words under decisions, with the pseudonym they got, or kept."""
    session = project.session
    places = (
        select(IdentifierRow.source_id, IdentifierRow.start, IdentifierRow.end, PseudonymRow.kind, PseudonymRow.id)
        .join(PseudonymRow, PseudonymRow.id == IdentifierRow.pseudonym_id, isouter=True)
        .order_by(IdentifierRow.source_id, IdentifierRow.start)
    )
    found: dict[tuple[str, int | None], KnownName] = {}
    source, text = None, ""
    for source_id, start, end, kind, pseudonym_id in session.execute(places):
        if source_id != source:
            source, text = source_id, session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
        words = text[start:end]
        if words and len(words) <= _MOST_AT_ONCE:
            origin = "kept" if pseudonym_id is None else "replaced"
            found[words, pseudonym_id] = KnownName(words, kind or "name", pseudonym_id, origin)
    return list(found.values())
