"""The codebook's content: each code with its definition, its counts and the quotes that stand for it."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewcoder.coding import codes
from interviewcoder.coding.codes import CodeNode
from interviewcoder.project.file import Project
from interviewcoder.reports.passages import Passage, coded_text
from interviewcoder.reports.quotes import Quote, choose

LARGEST_SHARE = 0.25
"""One participant who supplies more of the quotes than this is named in a warning (COREQ, item 29)."""
UNEVEN = 1.5
"""... unless so few were interviewed that nobody supplies this many times an even share."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a code reaches: people with at least one passage under it, and passages.

    A passage that two coders gave the same code is two references.
    """

    participants: int
    references: int


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """One code as the codebook prints it; a text that isn't known is empty.

    `counts` are of the code itself, `with_subcodes` also of every code below
    it (the same numbers where there is none; `has_subcodes` tells).
    `offered` says that no passage is marked and the quotes are the tool's choice.
    """

    path: str
    name: str
    depth: int
    colour: str
    brief: str
    definition: str
    use_when: str
    dont_use_when: str
    provenance: str
    provenance_note: str
    counts: Counts
    with_subcodes: Counts
    has_subcodes: bool
    quotes: tuple[Quote, ...]
    offered: bool


@dataclass(frozen=True, slots=True)
class Codebook:
    """A study's codebook on one day, its entries in tree order."""

    title: str
    date: datetime.date
    coders: tuple[str, ...]
    sources: int
    participants: int
    codes: int
    codings: int
    entries: tuple[CodebookEntry, ...]
    warnings: tuple[str, ...]


def codebook(project: Project) -> Codebook:
    """Gather the codebook of a project.

    The date is that of the last change, so that an untouched project gives
    the same codebook tomorrow. The participants are the cases, or the
    sources of a project without cases.
    """
    nodes = codes.tree(project)
    coded = coded_text(project)
    entries = _entries(nodes, coded.passages)
    return Codebook(
        title=project.title,
        date=_last_change(project),
        coders=tuple(sorted({passage.coder for passage in coded.passages}, key=str.casefold)),
        sources=len(coded.sources),
        participants=len(coded.participants) or len(coded.sources),
        codes=len(nodes),
        codings=len(coded.passages),
        entries=entries,
        warnings=warnings_about(entries, coded.interviewed),
    )


def warnings_about(entries: Sequence[CodebookEntry], expected: Sequence[str]) -> tuple[str, ...]:
    """Say whose voice is too loud among the quotes, and whose is missing.

    `expected` are the names of the participants who were interviewed. Too loud
    is who supplies over `LARGEST_SHARE` of the participants' quotes and over
    `UNEVEN` times an even share among those interviewed: of three, each
    supplies a third. The interviewer's quotes are nobody's.
    """
    quotes = [quote for entry in entries for quote in entry.quotes if quote.participant]
    voices = Counter(quote.participant for quote in quotes)
    names = {quote.participant: quote.case or quote.source for quote in quotes}
    people = {*expected, *names.values()}
    limit = max(LARGEST_SHARE, UNEVEN / len(people)) if people else 1
    said = [
        f"{names[voice]} supplies {count} of the participants' {len(quotes)} quotes "
        f"({count / len(quotes):.0%}), over a quarter."
        for voice, count in voices.most_common()
        if count / len(quotes) > limit
    ]
    unheard = [name for name in expected if name not in {quote.case for quote in quotes}]
    if unheard:
        said.append(f"Never quoted: {', '.join(unheard)}.")
    return tuple(said)


def _entries(nodes: Sequence[CodeNode], coded: Sequence[Passage]) -> tuple[CodebookEntry, ...]:
    own: defaultdict[int, list[Quote]] = defaultdict(list)
    for passage in coded:
        own[passage.code_id].append(passage.quote)
    below = _with_subcodes(nodes, own)
    parents = {node.parent_id for node in nodes}
    entries = []
    for node in nodes:
        quotes = choose(own[node.id])
        entries.append(
            CodebookEntry(
                path=codes.path_of(nodes, node.id),
                name=node.name,
                depth=node.depth,
                colour=node.colour,
                brief=node.brief,
                definition=node.definition,
                use_when=node.use_when,
                dont_use_when=node.dont_use_when,
                provenance=node.provenance,
                provenance_note=node.provenance_note,
                counts=_counts(own[node.id]),
                with_subcodes=_counts(below[node.id]),
                has_subcodes=node.id in parents,
                quotes=quotes,
                offered=bool(quotes) and not any(quote.marked for quote in quotes),
            )
        )
    return tuple(entries)


def _with_subcodes(nodes: Sequence[CodeNode], own: Mapping[int, Sequence[Quote]]) -> dict[int, list[Quote]]:
    """Give each code the passages of itself and of every code below it."""
    below = {node.id: list(own.get(node.id, ())) for node in nodes}
    # Depth first, backwards: a code's children have gathered theirs before it hands them on.
    for node in reversed(nodes):
        if node.parent_id is not None:
            below[node.parent_id].extend(below[node.id])
    return below


def _counts(quotes: Sequence[Quote]) -> Counts:
    people = {quote.participant for quote in quotes if quote.participant}
    return Counts(participants=len(people), references=len(quotes))


def _last_change(project: Project) -> datetime.date:
    """The day of the last change in this machine's time; today for a project with an empty log."""
    log = project.log()
    return log[-1].at.astimezone().date() if log else datetime.datetime.now().astimezone().date()
