"""How often codes were used, read from the tally: over all, by source, by what is known of participants.

A number is of codings. Of a code with its subcodes, "sources" and
"participants" are each counted once. By attribute, a coding counts under
every value of the participants its source is tied to: a focus group with a
nurse and a physician counts under both. Who of them speaks is `retrieval`'s
to say, which reads the turns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from sqlalchemy import func, select

from interviewcoder.analysis.attribute_filter import in_order
from interviewcoder.cases import cases
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, SourceRow, SpeakerRow

Counting = Literal["codings", "participants"]
_Key = TypeVar("_Key", int, str)


@dataclass(frozen=True, slots=True)
class CodeFrequency:
    """How often a code was used, by itself and with all below it."""

    code_id: int
    codings: int
    sources: int
    codings_below: int
    sources_below: int


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """Codes by columns: `counts[code_id]` has a number for each of `columns`, which have `keys` of their own."""

    columns: tuple[str, ...]
    keys: tuple[int, ...]
    counts: Mapping[int, Sequence[int]]


def by_code(project: Project) -> list[CodeFrequency]:
    """How often each code was used, in the order of the tree."""
    tally = seeing.tally(project)
    counted = select(tally.code_id, func.sum(tally.codings), func.group_concat(tally.source_id, " "))
    codings: dict[int, int] = {}
    sources: dict[int, set[str]] = {}
    for code_id, count, used in project.session.execute(counted.group_by(tally.code_id)):
        codings[code_id], sources[code_id] = int(count), set(used.split())
    found = []
    for code_id, below in subtrees(project).items():
        all_sources = set[str]().union(*(sources.get(each, ()) for each in below))
        found.append(
            CodeFrequency(
                code_id,
                codings.get(code_id, 0),
                len(sources.get(code_id, ())),
                sum(codings.get(each, 0) for each in below),
                len(all_sources),
            )
        )
    return found


def by_source(project: Project, *, subcodes: bool) -> FrequencyTable:
    """The codings of each code in each source, in the order of the list."""
    session = project.session
    sources = session.execute(select(SourceRow.id, SourceRow.name).order_by(SourceRow.position, SourceRow.id)).all()
    place = {str(source_id): (number,) for number, (source_id, _) in enumerate(sources)}
    counts = {code_id: _placed(used, place, len(sources)) for code_id, used in _used(project)}
    if subcodes:
        counts = _summed(project, counts, len(sources))
    return FrequencyTable(tuple(name for _, name in sources), tuple(id_ for id_, _ in sources), counts)


def by_attribute(project: Project, attribute_id: int, *, subcodes: bool, counting: Counting) -> FrequencyTable:
    """The codings, or the participants with any, of each code by the values of an attribute.

    Values are in the order of the alphabet, numbers in theirs. `keys` are how
    many participants have each value. A participant is counted where a source
    that is theirs has the code.
    """
    values: dict[str, set[int]] = defaultdict(set)
    for case in cases.listing(project):
        if value := case.values.get(attribute_id, ""):
            values[value].add(case.id)
    columns = tuple(sorted(values, key=in_order))
    tied = _cases_by_source(project)
    value_of = {case_id: number for number, value in enumerate(columns) for case_id in values[value]}
    width = len(columns)
    if counting == "codings":
        places = {source: tuple({value_of[each] for each in whose & value_of.keys()}) for source, whose in tied.items()}
        counts = {code_id: _placed(used, places, width) for code_id, used in _used(project)}
        if subcodes:
            counts = _summed(project, counts, width)
    else:
        each_place = {case_id: (place,) for case_id, place in value_of.items()}
        heard = _cases_by_code(project, tied, subcodes=subcodes)
        counts = {
            code_id: _placed(((case, 1) for case in whose), each_place, width) for code_id, whose in heard.items()
        }
    return FrequencyTable(columns, tuple(len(values[value]) for value in columns), counts)


def subtrees(project: Project) -> dict[int, tuple[int, ...]]:
    """Each code, in the order of the tree, with the codes it stands for together with its subcodes: itself first."""
    children: dict[int | None, list[int]] = defaultdict(list)
    rows = select(CodeRow.id, CodeRow.parent_id).order_by(CodeRow.position, CodeRow.id)
    for code_id, parent_id in project.session.execute(rows):
        children[parent_id].append(code_id)
    found: dict[int, tuple[int, ...]] = {}

    def visit(code_id: int) -> tuple[int, ...]:
        found[code_id] = ()  # its place in the order
        below = tuple(each for child in children[code_id] for each in visit(child))
        found[code_id] = (code_id, *below)
        return found[code_id]

    for top in children[None]:
        visit(top)
    return found


def _used(project: Project) -> Iterator[tuple[int, Iterable[tuple[str, int]]]]:
    """Each code with the sources it was used in and how often. Sources' ids are text, as one row a code is read."""
    tally = seeing.tally(project)
    ids, counts = func.group_concat(tally.source_id, " "), func.group_concat(tally.codings, " ")
    rows = project.session.execute(select(tally.code_id, ids, counts).group_by(tally.code_id))
    return ((code_id, zip(used.split(), map(int, often.split()), strict=True)) for code_id, used, often in rows)


def _cases_by_source(project: Project) -> dict[str, set[int]]:
    """The participants of each source, by list and by voice."""
    tied: dict[str, set[int]] = defaultdict(set)
    for case in cases.listing(project):
        for source_id in case.source_ids:
            tied[str(source_id)].add(case.id)
    voices = select(SpeakerRow.source_id, SpeakerRow.case_id).where(SpeakerRow.case_id.is_not(None))
    for source_id, case_id in project.session.execute(voices):
        if case_id is not None:
            tied[str(source_id)].add(case_id)
    return tied


def _cases_by_code(project: Project, tied: Mapping[str, set[int]], *, subcodes: bool) -> dict[int, set[int]]:
    """The participants of the sources of each code."""
    tally = seeing.tally(project)
    used = select(tally.code_id, func.group_concat(tally.source_id, " ")).group_by(tally.code_id)
    own: dict[int, set[int]] = {}
    for code_id, sources in project.session.execute(used):
        own[code_id] = set().union(*[tied[source] for source in sources.split() if source in tied])
    if not subcodes:
        return own
    return {id_: set().union(*(own.get(each, ()) for each in below)) for id_, below in subtrees(project).items()}


def _placed(counted: Iterable[tuple[_Key, int]], places: Mapping[_Key, Sequence[int]], width: int) -> list[int]:
    """Add numbers up by the places they belong to."""
    row = [0] * width
    nowhere: Sequence[int] = ()
    of = places.get
    for key, count in counted:
        for place in of(key, nowhere):
            row[place] += count
    return row


def _summed(project: Project, counts: Mapping[int, Sequence[int]], width: int) -> dict[int, list[int]]:
    """Counts of codes with their subcodes."""
    none = [0] * width
    return {
        code_id: [sum(column) for column in zip(*(counts.get(each, none) for each in below), strict=True)]
        for code_id, below in subtrees(project).items()
    }
