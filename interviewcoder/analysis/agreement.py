"""Agreement of coders: how far they gave the same codes to the same places, and where they didn't.

The unit is a character of the sources' texts, a speaker's turn (a coder has
given a code to a turn when any of its characters has it: Campbell et al.
2013), or a segment: what a coder coded in one piece. Characters and turns
that nobody coded count as not coded by all. `agreement_coefficients` says
what the coefficients are and what "overall" means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from interviewcoder.analysis.agreement_coefficients import Ints
from interviewcoder.analysis.agreement_counts import Counter
from interviewcoder.analysis.agreement_line import Line
from interviewcoder.analysis.agreement_measuring import Measuring
from interviewcoder.analysis.agreement_reading import Codings, Compared, read
from interviewcoder.analysis.agreement_reading import coded_by as coded_by
from interviewcoder.analysis.agreement_sweep import keyed
from interviewcoder.analysis.agreement_values import UNITS as UNITS
from interviewcoder.analysis.agreement_values import (
    Agreement,
    CodeAgreement,
    Disagreement,
    PairAgreement,
    Settings,
    Settled,
    SourceAgreement,
)
from interviewcoder.coding.codes import path_of, tree
from interviewcoder.errors import NotAllowed
from interviewcoder.project.file import Project
from interviewcoder.sources.text import Span

_MOST_CODERS = 20


def measure(
    project: Project, coder_ids: Sequence[int], settings: Settings | None = None, settled: Sequence[Settled] = ()
) -> Agreement:
    """How far coders agree, by code, source and pair, and over all, with what belongs beside the figures.

    With `settled` it is the agreement as it would be if each of them had
    coded those places as was decided.

    Raises:
        NotAllowed: fewer than two coders, no source to compare, one that is still coded blind, no such threshold.
        NotFound: a coder is gone.
    """
    settings = settings or Settings()
    compared, line = _laid_out(project, coder_ids, settings, settled)
    overall, codes, sources, pairs = Measuring(compared, line, settings).all()
    nodes = {node.id: node for node in tree(project)}
    ordered = list(nodes.values())
    ids = [id_ for id_, _ in compared.coders]
    return Agreement(
        settings,
        compared.coders,
        overall,
        tuple(
            CodeAgreement(id_, nodes[id_].name, path_of(ordered, id_), nodes[id_].colour, measured)
            for id_, measured in zip(compared.code_ids, codes, strict=True)
        ),
        tuple(SourceAgreement(*source, measured) for source, measured in zip(compared.sources, sources, strict=True)),
        tuple(
            PairAgreement((ids[a], ids[b]), measured)
            for (a, b), measured in zip(Counter(compared, line, settings).pairs, pairs, strict=True)
        ),
        compared.left_out,
        line.paragraphs,
    )


def disagreements(project: Project, coder_ids: Sequence[int], settings: Settings | None = None) -> list[Disagreement]:
    """The places where coders differ about a code by the unit that is set, in the order of sources, texts and codes.

    A place is made of passages that overlap; what only adjoins is two
    places. What differs in uncounted text alone is none.

    Raises:
        NotAllowed, NotFound: as in `measure`.
    """
    settings = settings or Settings()
    compared, line = _laid_out(project, coder_ids, settings, (), ids=True)
    counter = Counter(compared, line, settings)
    found: list[Disagreement] = []
    for part in counter.portions():
        runs = counter.stretches(part)
        turns = counter.turns(part) if settings.unit == "turn" else None
        places, differs = counter.differing(part, runs, turns)
        begins = keyed(places.group, places.start)
        place = np.searchsorted(begins, keyed(counter.group(part), part.start), side="right") - 1
        mine = np.flatnonzero(differs[0][place])
        order = mine[np.lexsort((part.end[mine], part.start[mine], place[mine]))]
        found += _disagreements(compared, part.some(order), place[order], line.offsets)
    position = {id_: index for index, (id_, _) in enumerate(compared.sources)}
    code = {id_: index for index, id_ in enumerate(compared.code_ids)}
    return sorted(found, key=lambda each: (position[each.source_id], each.span, code[each.code_id]))


def _laid_out(
    project: Project, coder_ids: Sequence[int], settings: Settings, settled: Sequence[Settled], *, ids: bool = False
) -> tuple[Compared, Line]:
    if not 0 < settings.threshold <= 1:
        raise NotAllowed("The threshold is a share of the text.", "Give more than 0 % and at most 100 %.")
    if len(set(coder_ids)) > _MOST_CODERS:
        raise NotAllowed(f"At most {_MOST_CODERS} coders are compared at a time.", "Choose fewer of them.")
    compared = read(project, coder_ids, settings, settled, ids=ids)
    source_ids = [id_ for id_, _ in compared.sources]
    by_turn = settings.unit == "turn"
    return compared, Line(
        project, source_ids, compared.characters, turns=by_turn, interviewer=settings.interviewer_turns
    )


def _disagreements(compared: Compared, codings: Codings, place: Ints, offsets: Ints) -> Iterator[Disagreement]:
    """The places that codings lie in, each coding with the number of its own, in the order of places and starts."""
    coder_ids = tuple(id_ for id_, _ in compared.coders)
    local = codings._replace(start=codings.start - offsets[codings.source], end=codings.end - offsets[codings.source])
    rows = zip(place.tolist(), *(column.tolist() for column in local), strict=True)
    for _, group in groupby(rows, itemgetter(0)):
        spans: list[list[Span]] = [[] for _ in coder_ids]
        ids: list[list[int]] = [[] for _ in coder_ids]
        codings_here = list(group)
        for _, _, _, coder, start, end, id_ in codings_here:
            spans[coder].append(Span(start, end))
            ids[coder].append(id_)
        _, source, code, _, first, _, _ = codings_here[0]
        yield Disagreement(
            compared.sources[source][0],
            Span(first, max(each.end for own in spans for each in own)),
            compared.code_ids[code],
            coder_ids,
            tuple(_joined(each) for each in spans),
            tuple(tuple(dict.fromkeys(each)) for each in ids),
            "other bounds" if all(spans) else "not by all",
        )


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    if len(spans) < 2:
        return tuple(spans)
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
