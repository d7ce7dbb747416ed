"""The texts that are compared, laid one behind the other: how many units lie between two places of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from interviewcoder.analysis.agreement_coefficients import Ints
from interviewcoder.analysis.agreement_reading import packed, unpacked
from interviewcoder.analysis.agreement_sweep import Covered
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, SpeakerRow, TurnRow

Bools = NDArray[np.bool_]


class Line:
    """The sources' texts as one line. `paragraphs` says how many sources have no turns, so that paragraphs are theirs.

    Places of the line are code points; between two texts is a gap of one.
    """

    def __init__(
        self, project: Project, source_ids: Sequence[int], characters: Ints, *, turns: bool, interviewer: bool
    ) -> None:
        self.offsets = np.cumsum(characters + 1) - (characters + 1)
        self.paragraphs = 0
        nothing = np.zeros(0, dtype=np.int64)
        self._starts, self._ends, asked = nothing, nothing, np.zeros(0, dtype=np.bool_)
        if turns or not interviewer:
            self._starts, self._ends, asked = self._read_turns(project, source_ids, paragraphs=turns)
        self._excluded = Covered(self._starts[asked], self._ends[asked])
        if not interviewer:
            self._starts, self._ends = self._starts[~asked], self._ends[~asked]
        beyond = self.offsets + characters
        if turns:
            self.units = np.searchsorted(self._starts, beyond) - np.searchsorted(self._starts, self.offsets)
        else:
            self.units = self.before(beyond) - self.before(self.offsets)

    def before(self, at: Ints) -> Ints:
        """How many characters that are counted lie before places of the line, the gaps among them."""
        return at - self._excluded.before(at)

    def first_turns(self, starts: Ints) -> Ints:
        """The numbers of the turns in which passages begin, of those that are counted."""
        return np.searchsorted(self._ends, starts, side="right")

    def beyond_turns(self, ends: Ints) -> Ints:
        """The numbers of the turns behind those in which passages end."""
        return np.searchsorted(self._starts, ends, side="left")

    def _read_turns(self, project: Project, source_ids: Sequence[int], *, paragraphs: bool) -> tuple[Ints, Ints, Bools]:
        """Where turns begin and end on the line, in their order, and whether the interviewer speaks."""
        place = dict(zip(source_ids, self.offsets.tolist(), strict=True))
        asking = project.session.scalars(select(SpeakerRow.id).where(SpeakerRow.interviewer.is_(True))).all()
        one = TurnRow
        rows = packed(one.source_id, [one.start, one.end, func.ifnull(one.speaker_id, 0)]).where(one.end > one.start)
        source, start, end, speaker = unpacked(project.session.execute(rows), 3)
        here = np.isin(source, source_ids)
        at = np.array([place.get(each, 0) for each in source[here].tolist()], dtype=np.int64)
        found = [(start[here] + at, end[here] + at, np.isin(speaker[here], asking))]
        if paragraphs:
            for source_id in sorted(place.keys() - set(source.tolist())):
                self.paragraphs += 1
                found.append(_paragraphs(project, source_id, place[source_id]))
        starts, ends, asked = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.argsort(starts, kind="stable")
        return starts[order], ends[order], asked[order]


def _paragraphs(project: Project, source_id: int, offset: int) -> tuple[Ints, Ints, Bools]:
    text = project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
    found, start = [], offset
    for line in text.split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    starts, ends = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return starts, ends, np.zeros(len(starts), dtype=np.bool_)
