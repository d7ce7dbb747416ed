"""Going through the disagreements: which coders are compared, which disagreements are shown, which one is next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from interviewcoder.analysis import agreement
from interviewcoder.project import coders
from interviewcoder.project.preferences import keep, preference
from interviewcoder.review import adjudication
from interviewcoder.review.dispute_views import Dispute, Queue
from interviewcoder.ui.team.usual_coders import usual_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewcoder.project.file import CoderView, Project

_CODERS = "disagreements.coders"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which disagreements are shown; None and empty: all. `pair` are two coders who differ, by id."""

    code_id: int | None = None
    source_id: int | None = None
    kind: str = ""
    state: str = ""
    pair: tuple[int, int] | None = None

    def takes(self, dispute: Dispute) -> bool:
        """Whether one is shown."""
        return (
            (self.code_id is None or self.code_id in dispute.code_ids)
            and (self.source_id is None or self.source_id == dispute.source_id)
            and (not self.kind or self.kind == dispute.kind)
            and (not self.state or (self.state == "decided") == (dispute.decision is not None))
            and (self.pair is None or differ(dispute, self.pair))
        )


def differ(dispute: Dispute, pair: tuple[int, int]) -> bool:
    """Whether two coders have other codings in a place."""
    one, other = (next(side.places for side in dispute.sides if side.coder.id == id_) for id_ in pair)
    return one != other


class Walk:
    """The queue of some coders, as far as it is shown."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.chosen: tuple[int, ...] = ()
        self.queue: Queue | None = None
        self.filter = Filter()

    def people(self) -> list[CoderView]:
        """Those who can be compared: all but the consensus."""
        return [coder for coder in coders.listing(self._project) if coder.role != coders.CONSENSUS]

    def choose(self, coder_ids: Sequence[int]) -> None:
        """Compare these coders, now and when the project is opened next."""
        self.chosen = tuple(coder_ids)
        self.filter = Filter(state=self.filter.state, kind=self.filter.kind)
        by_id = {coder.id: coder.uuid for coder in self.people()}
        keep(self._project, _CODERS, " ".join(by_id[id_] for id_ in coder_ids if id_ in by_id))

    def read(self) -> None:
        """Read the queue anew; there is none where fewer than two coders can be compared.

        Raises:
            NotAllowed, NotFound: as in `adjudication.queue`.
        """
        there = {coder.id for coder in self.people()}
        if len(there & set(self.chosen)) < 2 or not there >= set(self.chosen):
            self.chosen = self._usual()
        self.queue = adjudication.queue(self._project, self.chosen) if len(self.chosen) >= 2 else None

    def shown(self) -> list[Dispute]:
        """The disagreements that the filter takes."""
        return [each for each in self.queue.disputes if self.filter.takes(each)] if self.queue is not None else []

    def pairs(self) -> list[tuple[CoderView, CoderView]]:
        """The pairs of those who are compared, where there are several."""
        who = self.queue.coders if self.queue is not None else ()
        return list(combinations(who, 2)) if len(who) > 2 else []

    def names(self) -> dict[str, str]:
        """The coders' names by UUID."""
        return {coder.uuid: coder.name for coder in coders.listing(self._project)}

    def _usual(self) -> tuple[int, ...]:
        """Those who were chosen last, else the two who have most sources in common, of several who coded most."""
        people = self.people()
        known = {coder.uuid: coder.id for coder in people}
        last = tuple(known[uuid] for uuid in preference(self._project, _CODERS).split() if uuid in known)
        if len(last) >= 2:
            return last
        return usual_pair(self._project, [coder.id for coder in people], agreement.coded_by(self._project)) or ()
