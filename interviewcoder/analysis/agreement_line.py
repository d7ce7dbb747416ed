"""The texts that are compared, laid one behind the other: how many units lie between two places of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import select

from interviewcoder.analysis.agreement_coefficients import Ints
from interviewcoder.analysis.agreement_sweep import Covered
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, SpeakerRow, TurnRow

# As many as a question may name.
_SOURCES_AT_ONCE = 500


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

    def _read_turns(
        self, project: Project, source_ids: Sequence[int], *, paragraphs: bool
    ) -> tuple[Ints, Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        """Where turns begin and end on the line, in their order, and whether the interviewer speaks."""
        place = dict(zip(source_ids, self.offsets.tolist(), strict=True))
        asking = set(project.session.scalars(select(SpeakerRow.id).where(SpeakerRow.interviewer.is_(True))))
        found: list[tuple[int, int, bool]] = []
        with_turns: set[int] = set()
        for at in range(0, len(source_ids), _SOURCES_AT_ONCE):
            wanted = source_ids[at : at + _SOURCES_AT_ONCE]
            rows = select(TurnRow.source_id, TurnRow.start, TurnRow.end, TurnRow.speaker_id)
            for source_id, start, end, speaker_id in project.session.execute(
                rows.where(TurnRow.source_id.in_(wanted), TurnRow.end > TurnRow.start)
            ):
                with_turns.add(source_id)
                found.append((place[source_id] + start, place[source_id] + end, speaker_id in asking))
        for source_id in source_ids if paragraphs else ():
            if source_id not in with_turns:
                self.paragraphs += 1
                found += _paragraphs(project, source_id, place[source_id])
        found.sort()
        columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return columns[0].copy(), columns[1].copy(), columns[2].astype(np.bool_)


def _paragraphs(project: Project, source_id: int, offset: int) -> list[tuple[int, int, bool]]:
    text = project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((offset + start, offset + start + len(line), False))
        start += len(line) + 1
    return found
