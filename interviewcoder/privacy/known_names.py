"""The names a project knows already: those of its list, of its participants, and all words somebody has replaced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, IdentifierRow, PseudonymRow, SourceRow
from interviewcoder.sources.folding import fold
from interviewcoder.sources.text import as_name


@dataclass(frozen=True, slots=True)
class KnownName:
    """Words that identify somebody, as a person gave them or replaced them.

    `kind` is one of `identifier_kinds`; `pseudonym_id` what already stands
    for them, None where nothing does yet.
    """

    words: str
    kind: str = "name"
    pseudonym_id: int | None = None


def known_names(project: Project, listed: Iterable[KnownName | str] = ()) -> tuple[KnownName, ...]:
    """All names that are known: `listed` from the key, the participants', the forms that have a pseudonym.

    Each once, whatever its capitals and accents; one with a pseudonym goes
    before the same one without.
    """
    session = project.session
    found = [name if isinstance(name, KnownName) else KnownName(name) for name in listed]
    found += [KnownName(name) for name in session.scalars(select(CaseRow.name).order_by(CaseRow.id))]
    replaced = (
        select(SourceRow.text, IdentifierRow.start, IdentifierRow.end, PseudonymRow.kind, PseudonymRow.id)
        .join(IdentifierRow, IdentifierRow.source_id == SourceRow.id)
        .join(PseudonymRow, PseudonymRow.id == IdentifierRow.pseudonym_id)
        .order_by(PseudonymRow.id, IdentifierRow.source_id, IdentifierRow.start)
    )
    for text, start, end, kind, pseudonym_id in session.execute(replaced):
        found.append(KnownName(text[start:end], kind, pseudonym_id))
    return unique(found)


def unique(names: Iterable[KnownName]) -> tuple[KnownName, ...]:
    """Each name once, on one line; the one with a pseudonym where there are two."""
    kept: dict[str, KnownName] = {}
    for name in names:
        words = as_name(name.words)
        key = fold(words)
        if words and (key not in kept or (kept[key].pseudonym_id is None and name.pseudonym_id is not None)):
            kept[key] = KnownName(words, name.kind, name.pseudonym_id)
    return tuple(kept.values())
