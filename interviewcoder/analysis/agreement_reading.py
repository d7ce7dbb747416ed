"""What of a project is compared: the codings of some coders, in the sources that all of them have coded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Row, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute

from interviewcoder.analysis.agreement_coefficients import Ints
from interviewcoder.analysis.agreement_values import LeftOut, Settings, Settled
from interviewcoder.coding import blind
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, CoderRow, SegmentRow, SourceRow

# Two numbers as one are half as long to write and to read; ids and places stay below it.
_PAIR = 1 << 31


class Codings(NamedTuple):
    """Codings, a column each: numbers of their source, code and coder in `Compared`; places in code points; ids."""

    source: Ints
    code: Ints
    coder: Ints
    start: Ints
    end: Ints
    id: Ints

    def some(self, which: Any) -> Codings:  # whatever numpy takes for an index
        """Those at these places, or where these are true."""
        return Codings(*(column[which] for column in self))


@dataclass(frozen=True, slots=True)
class Compared:
    """The sources and codes that are compared, each with its id, and the codings in them.

    `characters` are the lengths of the sources' texts in code points.
    """

    coders: tuple[tuple[int, str], ...]
    sources: tuple[tuple[int, str], ...]
    characters: Ints
    code_ids: tuple[int, ...]
    codings: Codings
    left_out: tuple[LeftOut, ...]


def read(
    project: Project,
    coder_ids: Sequence[int],
    settings: Settings,
    settled: Sequence[Settled] = (),
    *,
    ids: bool = False,
) -> Compared:
    """Read what is compared; with `ids` also those of the codings.

    A source counts where each coder gave any code, or said that they have
    finished coding it blind; a source that is being coded blind by one of
    them, or by who is at work, doesn't. In sources that are asked for, a
    coder without codings is taken to have read them and found nothing.

    Raises:
        NotAllowed: fewer than two coders, no source to compare, or one that is asked for is still coded blind.
        NotFound: a coder is gone.
    """
    coders = _coders(project, coder_ids)
    raw = _stored(project, [id_ for id_, _ in coders], settings.source_ids, ids=ids)
    sources, left_out = _sources(project, coders, raw, settings.source_ids)
    if not sources:
        raise _nothing(coders, left_out)
    number = {id_: index for index, (id_, _, _) in enumerate(sources)}
    raw = raw.some(np.isin(raw.source, list(number)))
    if settled:
        raw = _with_decisions(raw, settled, [id_ for id_, _ in coders], number)
    if settings.parents:
        raw = _with_parents(project, raw)
    if settings.code_ids is not None:
        raw = raw.some(np.isin(raw.code, list(settings.code_ids)))
    code_ids = _in_tree_order(project, np.unique(raw.code))
    codings = raw._replace(
        source=_numbers(raw.source, [id_ for id_, _, _ in sources]),
        code=_numbers(raw.code, code_ids),
        coder=_numbers(raw.coder, [id_ for id_, _ in coders]),
    )
    characters = np.array([length for _, _, length in sources], dtype=np.int64)
    named = tuple((id_, name) for id_, name, _ in sources)
    return Compared(coders, named, characters, tuple(code_ids), codings, left_out)


def coded_by(project: Project) -> dict[int, frozenset[int]]:
    """The coders that have codings, with their sources, as far as they may be seen."""
    rows = select(SegmentRow.coder_id, SegmentRow.source_id).where(SegmentRow.end > SegmentRow.start).distinct()
    found: dict[int, set[int]] = {}
    for coder_id, source_id in project.session.execute(rows):
        found.setdefault(coder_id, set()).add(source_id)
    return {coder_id: frozenset(source_ids) for coder_id, source_ids in found.items()}


def _coders(project: Project, coder_ids: Sequence[int]) -> tuple[tuple[int, str], ...]:
    names = dict(row._tuple() for row in project.session.execute(select(CoderRow.id, CoderRow.name)))
    wanted = list(dict.fromkeys(coder_ids))
    if missing := [id_ for id_ in wanted if id_ not in names]:
        raise NotFound("A coder is no longer in the project.", f"Choose the coders anew ({len(missing)} are gone).")
    if len(wanted) < 2:
        raise NotAllowed("Agreement takes two coders.", "Choose at least two who have coded the same sources.")
    return tuple((id_, names[id_]) for id_ in wanted)


def _stored(project: Project, coder_ids: Collection[int], source_ids: Collection[int] | None, *, ids: bool) -> Codings:
    """All codings of some coders that still have text; their own ids are 0 where those aren't asked for."""
    one = SegmentRow
    wanted = [one.code_id * _PAIR + one.coder_id, one.start * _PAIR + one.end, one.id][: 3 if ids else 2]
    rows = packed(one.source_id, wanted).where(one.coder_id.in_(coder_ids), one.end > one.start)
    if source_ids is not None:
        rows = rows.where(one.source_id.in_(source_ids))
    source, of, place, *id_ = unpacked(project.session.execute(rows), len(wanted))
    return Codings(source, of // _PAIR, of % _PAIR, place // _PAIR, place % _PAIR, *(id_ or [np.zeros_like(source)]))


def packed(key: InstrumentedAttribute[int], wanted: Sequence[SQLColumnExpression[int]]) -> Select[tuple[int, str]]:
    """Ask for whole numbers as one text for each key: a million rows as rows take four times as long."""
    return select(key, func.group_concat(func.concat_ws(" ", *wanted), " ")).group_by(key)


def unpacked(rows: Iterable[Row[tuple[int, str]]], width: int) -> list[Ints]:
    """The key and the numbers of what `packed` asked for, a column each."""
    keys, parts = [], [np.zeros((0, width), dtype=np.int64)]
    for key, text in rows:
        numbers = np.fromstring(text, dtype=np.int64, sep=" ").reshape(-1, width)
        keys.append(np.full(len(numbers), key))
        parts.append(numbers)
    columns = np.ascontiguousarray(np.concatenate(parts).T)
    return [np.concatenate([columns[0][:0], *keys]), *columns]


def _sources(
    project: Project, coders: Sequence[tuple[int, str]], raw: Codings, wanted: Collection[int] | None
) -> tuple[list[tuple[int, str, int]], tuple[LeftOut, ...]]:
    """The sources that count, with names and lengths, and those that don't though one of the coders coded them."""
    names = dict(coders)
    waiting, finished = _blind(project, names)
    coded = _coders_by_source(raw)
    for source_id, coder_ids in finished.items():
        coded.setdefault(source_id, set()).update(coder_ids)
    if wanted is not None and (still := sorted(set(wanted) & waiting.keys())):
        raise NotAllowed(
            "A source that was chosen is still being coded blind.",
            f"Agreement can be seen when {waiting[still[0]]} has finished it.",
        )
    rows = select(SourceRow.id, SourceRow.name).order_by(SourceRow.position, SourceRow.id)
    counted, left_out = [], []
    for id_, name in project.session.execute(rows):
        without = [who for each, who in names.items() if each not in coded.get(id_, ())]
        if id_ in waiting and id_ in coded:
            left_out.append(LeftOut(id_, name, f"It is still being coded blind by {waiting[id_]}."))
        elif id_ in wanted if wanted is not None else not without:
            counted.append((id_, name))
        elif wanted is None and id_ in coded:
            left_out.append(LeftOut(id_, name, f"{' and '.join(without)} gave no code in it."))
    # Lengths are counted over the texts, which are read for that: of no more than those that count.
    lengths = _lengths(project, [id_ for id_, _ in counted])
    return [(id_, name, lengths[id_]) for id_, name in counted if lengths[id_]], tuple(left_out)


def _blind(project: Project, coders: Collection[int]) -> tuple[dict[int, str], dict[int, set[int]]]:
    """The sources that a coder, or who is at work, codes blind, with who is waited for; and who finished which."""
    waiting: dict[int, str] = {}
    finished: dict[int, set[int]] = {}
    for each in blind.listing(project):
        known = {coder.coder_id for coder in each.coders}
        if each.is_open and not known.isdisjoint([*coders, project.coder.id]):
            waiting[each.source_id] = " and ".join(each.waiting_for)
        finished[each.source_id] = {
            coder.coder_id for coder in each.coders if coder.finished_at is not None and coder.coder_id in coders
        }
    return waiting, {source_id: coder_ids for source_id, coder_ids in finished.items() if coder_ids}


def _coders_by_source(raw: Codings) -> dict[int, set[int]]:
    coded: dict[int, set[int]] = {}
    for pair in np.unique(raw.source << 32 | raw.coder).tolist():
        coded.setdefault(pair >> 32, set()).add(pair & 0xFFFFFFFF)
    return coded


def _lengths(project: Project, source_ids: Collection[int]) -> dict[int, int]:
    counted = select(SourceRow.id, func.length(SourceRow.text)).where(SourceRow.id.in_(source_ids))
    return dict(row._tuple() for row in project.session.execute(counted))


def _nothing(coders: Sequence[tuple[int, str]], left_out: Sequence[LeftOut]) -> NotAllowed:
    names = " and ".join(name for _, name in coders)
    if any("blind" in each.why for each in left_out):
        return NotAllowed(
            f"All that {names} have coded is still being coded blind.", "Agreement can be seen when they have finished."
        )
    return NotAllowed(
        f"There is no source that {names} have all coded.",
        "Let them code the same source, or name the sources in which no coding means that a coder found nothing.",
    )


def _with_decisions(
    raw: Codings, settled: Sequence[Settled], coder_ids: Sequence[int], sources: Collection[int]
) -> Codings:
    """The codings as they would be if each coder had coded what was decided."""
    by_group: dict[tuple[int, int], list[Settled]] = {}
    for each in settled:
        if each.source_id in sources:
            by_group.setdefault((each.source_id, each.code_id), []).append(each)
    wanted = np.array([source << 32 | code for source, code in by_group], dtype=np.int64)
    touched = np.isin(raw.source << 32 | raw.code, wanted)
    rows: list[tuple[int, ...]] = []
    for source, code, coder, start, end, id_ in zip(*(each.tolist() for each in raw.some(touched)), strict=True):
        left = [(start, end)]
        for place in (each.span for each in by_group[source, code]):
            left = [
                part
                for a, b in left
                for part in ((a, min(b, place.start)), (max(a, place.end), b))
                if part[0] < part[1]
            ]
        rows += [(source, code, coder, a, b, id_) for a, b in left]
    for (source, code), places in by_group.items():
        for span in (span for place in places for span in place.spans):
            rows += [(source, code, coder, span.start, span.end, 0) for coder in coder_ids]
    fresh = np.array(rows, dtype=np.int64).reshape(-1, 6)
    return Codings(*(np.concatenate(both) for both in zip(raw.some(~touched), fresh.T, strict=True)))


def _with_parents(project: Project, raw: Codings) -> Codings:
    """Each coding once more for every code above its own."""
    parents = dict(row._tuple() for row in project.session.execute(select(CodeRow.id, CodeRow.parent_id)))
    parts = [raw]
    for code_id in np.unique(raw.code).tolist():
        own = raw.some(raw.code == code_id)
        above = parents.get(code_id)
        while above is not None:
            parts.append(own._replace(code=np.full_like(own.code, above)))
            above = parents.get(above)
    return Codings(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _in_tree_order(project: Project, code_ids: Ints) -> list[int]:
    children: dict[int | None, list[int]] = {}
    rows = select(CodeRow.id, CodeRow.parent_id).order_by(CodeRow.position, CodeRow.id)
    for code_id, parent_id in project.session.execute(rows):
        children.setdefault(parent_id, []).append(code_id)
    used, ordered = set(code_ids.tolist()), []
    waiting = children.get(None, [])[::-1]
    while waiting:
        code_id = waiting.pop()
        if code_id in used:
            ordered.append(code_id)
        waiting += children.get(code_id, [])[::-1]
    return ordered


def _numbers(ids: Ints, order: Sequence[int]) -> Ints:
    """The place of each id in a list that has them all."""
    known = np.array(order, dtype=np.int64)
    ascending = np.argsort(known)
    return ascending[np.searchsorted(known[ascending], ids)] if len(known) else ids
