"""Steps of de-identifying, each one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewcoder.privacy import pseudonyms

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.text import Span

SAME_WORDS = "same words"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pseudonym somebody wants: one that is there by its id, or a new one of a kind with its text."""

    text: str
    kind: str
    pseudonym_id: int | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """What replacing did: by which pseudonym, made for it or not, the decisions, in how many sources."""

    pseudonym_id: int
    made: bool
    ids: tuple[int, ...]
    sources: int = 1


def replace_by(project: Project, places: Sequence[tuple[int, Span]], chosen: Chosen, found_by: str) -> Replaced:
    """Replace passages by a pseudonym that is there, or is made for it.

    Raises:
        EmptySpan, NotFound: as in `pseudonyms.decide`.
    """
    with project.op("Replace identifiers"):
        id_, made = chosen.pseudonym_id, False
        if id_ is None:
            same = pseudonyms.by_text(project, chosen.text)
            made = same is None
            id_ = same.id if same is not None else pseudonyms.add(project, chosen.kind, chosen.text).id
        decided = pseudonyms.decide(project, places, id_, found_by)
    return Replaced(id_, made, decided.ids)


def replace_everywhere(
    project: Project, place: tuple[int, Span], chosen: Chosen, words: str, found_by: str
) -> Replaced:
    """Replace a passage, and the same words wherever nobody has decided about them, in one step."""
    with project.op("Replace identifiers"):
        first = replace_by(project, [place], chosen, found_by)
        found = [(one.source_id, one.span) for one in pseudonyms.everywhere(project, words)]
        ids = first.ids
        if found:
            ids += pseudonyms.decide(project, found, first.pseudonym_id, SAME_WORDS).ids
            project.tell(count=len(ids))
    return Replaced(first.pseudonym_id, first.made, ids, len({source_id for source_id, _ in [place, *found]}))


def elsewhere(project: Project, pseudonym_id: int) -> list[tuple[int, Span]]:
    """Where else the words stand that a pseudonym replaces."""
    return [(one.source_id, one.span) for one in pseudonyms.everywhere(project, pseudonym_id)]


def replace_elsewhere(project: Project, pseudonym_id: int) -> int:
    """Replace the words of a pseudonym wherever nobody has decided about them; returns in how many places."""
    found = elsewhere(project, pseudonym_id)
    if found:
        pseudonyms.decide(project, found, pseudonym_id, SAME_WORDS)
    return len(found)


def take_back(project: Project, ids: Sequence[int], made_id: int | None) -> None:
    """Take decisions back, and with them a pseudonym that was made for them and stands for nothing else."""
    with project.op("Take decisions back"):
        pseudonyms.undecide(project, ids)
        made = pseudonyms.by_id(project, made_id) if made_id is not None else None
        if made is not None and not made.uses:
            pseudonyms.delete(project, made.id)
