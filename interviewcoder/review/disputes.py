"""The queue of disagreements: where coders differ now, what of it is decided, and what was before it changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_values import Disagreement, Settings
from interviewcoder.coding import blind, codes, segments
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project import coders
from interviewcoder.project.file import CoderView, Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.review import decisions
from interviewcoder.review.changed_codings import CodingChanges
from interviewcoder.review.decisions import made_together, together
from interviewcoder.review.dispute_views import Decision, Dispute, Kind, Queue, Side, State
from interviewcoder.sources.text import Span

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _Found:
    """A disagreement about one code, with what was decided on it, and what had been."""

    what: Disagreement
    decision: Decision | None
    earlier: Decision | None


def queue(
    project: Project,
    coder_ids: Sequence[int],
    *,
    source_ids: frozenset[int] | None = None,
    code_ids: frozenset[int] | None = None,
) -> Queue:
    """See `adjudication.queue`."""
    who = compared(project, coder_ids)
    waiting = _coded_blind(project, source_ids)
    reading = _Reading(project, who)
    sources = reading.common_sources(source_ids) - waiting.keys()
    settings = Settings(source_ids=frozenset(sources), code_ids=code_ids, resamples=0)
    found = agreement.disagreements(project, coder_ids, settings) if sources else []
    there = [_Found(each, *reading.decided(each)) for each in found]
    disputes = sorted((reading.dispute(group) for group in reading.paired(there)), key=reading.order)
    return Queue(who, tuple(disputes), frozenset(sources), tuple(waiting.values()))


def compared(project: Project, coder_ids: Sequence[int]) -> tuple[CoderView, ...]:
    """The coders who are compared.

    Raises:
        NotAllowed, NotFound: see `adjudication.queue`.
    """
    there = {coder.id: coder for coder in coders.listing(project)}
    if len(set(coder_ids)) < 2:
        raise NotAllowed("Disagreements need two coders.", "Choose those whose codings are to be compared.")
    if missing := [id_ for id_ in coder_ids if id_ not in there]:
        raise NotFound(f"There is no coder number {missing[0]}.", "Choose among those in the project.")
    if any(there[id_].role == coders.CONSENSUS for id_ in coder_ids):
        raise NotAllowed(
            "What was decided can't disagree with what it was decided on.",
            "Choose coders other than the one who stands for the consensus.",
        )
    return tuple(there[id_] for id_ in dict.fromkeys(coder_ids))


def states(project: Project) -> dict[int, State]:
    """What became of each decision, by the id of its row; those in sources that somebody codes blind are left out."""
    waiting = _coded_blind(project, None)
    there = {coder.uuid: coder for coder in coders.listing(project)}
    groups: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
    for each in decisions.single(project):
        if each.source_id not in waiting:
            groups[each.coder_uuids].append(each)
    found: dict[int, State] = {}
    for who, some in groups.items():
        found |= {each.row_ids[0]: "agreed" for each in some}
        compared_ids = [there[uuid].id for uuid in who if uuid in there and there[uuid].role != coders.CONSENSUS]
        if len(compared_ids) < 2:
            continue
        now = queue(project, compared_ids, source_ids=frozenset(each.source_id for each in some))
        found |= {id_: "changed" for each in now.open if each.earlier for id_ in each.earlier.row_ids}
        found |= {id_: "holds" for each in now.decided if each.decision for id_ in each.decision.row_ids}
    return found


def _coded_blind(project: Project, source_ids: frozenset[int] | None) -> dict[int, str]:
    """The sources that somebody still codes without seeing the others' codings, by id."""
    open_ = [each for each in blind.listing(project) if each.is_open]
    return {each.source_id: each.source for each in open_ if source_ids is None or each.source_id in source_ids}


class _Reading:
    """What is read once for a whole queue."""

    def __init__(self, project: Project, who: Sequence[CoderView]) -> None:
        self._project, self._who = project, who
        self._uuids = frozenset(coder.uuid for coder in who)
        self._codes = {node.id: (place, node.name) for place, node in enumerate(codes.tree(project))}
        columns = (SourceRow.id, SourceRow.position, SourceRow.name)
        self._sources = {id_: (at, name) for id_, at, name in project.session.execute(select(*columns))}
        self._decisions: dict[decisions.Place, list[Decision]] = defaultdict(list)
        for each in decisions.single(project):
            if self._uuids <= set(each.coder_uuids):
                self._decisions[each.source_id, each.code_ids[0]].append(each)
        rows = [each.row_ids[0] for some in self._decisions.values() for each in some]
        self._changes = CodingChanges(project, rows)
        self._segments: dict[int, Mapping[int, segments.SegmentView]] = {}
        self._texts: dict[int, str] = {}

    def common_sources(self, among: frozenset[int] | None) -> set[int]:
        """The sources that each coder coded or read without finding anything, and those of earlier decisions."""
        coded = {id_: set(some) for id_, some in agreement.coded_by(self._project).items()}
        for each in blind.listing(self._project):
            for coder in each.coders:
                if coder.finished_at is not None:
                    coded.setdefault(coder.coder_id, set()).add(each.source_id)
        found = set[int].intersection(*(coded.get(coder.id, set()) for coder in self._who))
        found |= {source_id for source_id, _ in self._decisions}
        return found if among is None else found & among

    def decided(self, what: Disagreement) -> tuple[Decision | None, Decision | None]:
        """What was decided on a disagreement; or what had been, before codings in its place were changed."""
        near = self._decisions.get((what.source_id, what.code_id), ())
        latest = next((each for each in near if each.span.overlaps(what.span)), None)
        if latest is None:
            return None, None
        return (latest, None) if self._holds(latest, what) else (None, latest)

    def _holds(self, decision: Decision, what: Disagreement) -> bool:
        changed = self._changes.since(decision.row_ids[0])
        if changed is None:
            # Nobody knows what was changed since then. The place at least is to be the same, or part of one decided
            # for more coders.
            among_more = set(decision.coder_uuids) > self._uuids
            inside = decision.span.start <= what.span.start and what.span.end <= decision.span.end
            return decision.span == what.span or (among_more and inside)
        return not any(
            each.source_id == what.source_id
            and each.code_id == what.code_id
            and each.coder_id in what.coder_ids
            and (each.span.overlaps(what.span) or each.span.overlaps(decision.span))
            for each in changed
        )

    def paired(self, found: Sequence[_Found]) -> Iterator[tuple[_Found, ...]]:
        """Disagreements one by one; where coders gave the same words different codes, those of both codes together."""
        places: dict[tuple[int, Span], list[_Found]] = defaultdict(list)
        for each in found:
            words = self._words(each.what)
            if words is None:
                yield (each,)
            else:
                places[each.what.source_id, words].append(each)
        for alike in places.values():
            alike.sort(key=lambda each: self._codes[each.what.code_id][0])
            while alike:
                first = alike.pop(0)
                other = next((each for each in alike if _belong_together(first, each)), None)
                if other is None:
                    yield (first,)
                else:
                    alike.remove(other)
                    yield first, other

    def _words(self, what: Disagreement) -> Span | None:
        """From the first word to the last where all who have the code in a place have it on the same words."""
        spans = {self._trimmed(what.source_id, span) for some in what.spans for span in some}
        return spans.pop() if what.kind == "not by all" and len(spans) == 1 else None

    def _trimmed(self, source_id: int, span: Span) -> Span:
        if source_id not in self._texts:
            text = self._project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id))
            self._texts[source_id] = text or ""
        words = span.text_in(self._texts[source_id])
        first, last = _WORD.search(words), _WORD.search(words[::-1])
        return Span(span.start + first.start(), span.end - last.start()) if first and last else span

    def dispute(self, group: tuple[_Found, ...]) -> Dispute:
        """What is shown of a disagreement, or of two about the same words."""
        whats = [each.what for each in group]
        source_id, code_ids = whats[0].source_id, tuple(what.code_id for what in whats)
        kind: Kind = "other codes" if len(group) > 1 else whats[0].kind
        decided = [each.decision for each in group if each.decision]
        earlier = [each.earlier for each in group if each.earlier]
        sides = tuple(self._side(coder, number, whats) for number, coder in enumerate(self._who))
        return Dispute(
            source_id,
            self._sources[source_id][1],
            Span(min(what.span.start for what in whats), max(what.span.end for what in whats)),
            code_ids,
            tuple(self._codes[id_][1] for id_ in code_ids),
            kind,
            sides,
            together(decided) if decided else None,
            together(earlier) if earlier else None,
        )

    def _side(self, coder: CoderView, number: int, whats: Sequence[Disagreement]) -> Side:
        source_id = whats[0].source_id
        if source_id not in self._segments:
            there = segments.in_source(self._project, source_id)
            self._segments[source_id] = {segment.id: segment for segment in there}
        mine = [self._segments[source_id][id_] for what in whats for id_ in what.coding_ids[number]]
        return Side(coder, tuple(sorted(mine, key=lambda each: (each.span, each.code_id))))

    def order(self, dispute: Dispute) -> tuple[int, int, Span, int]:
        """By source, place and code."""
        place = self._sources[dispute.source_id][0]
        return place, dispute.source_id, dispute.span, self._codes[dispute.code_ids[0]][0]


def _belong_together(one: _Found, other: _Found) -> bool:
    """Whether no coder has both codes, and both are open or were decided together."""
    both = any(here and there for here, there in zip(one.what.spans, other.what.spans, strict=True))
    if both or one.what.code_id == other.what.code_id:
        return False
    if one.decision is None or other.decision is None:
        return one.decision is other.decision
    return made_together(one.decision, other.decision)
