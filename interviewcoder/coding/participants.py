"""How many participants speak under a code, by the rule of `sources.voices`."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.voices import Voices, voices_of

_CODED = select(SegmentRow.code_id, SegmentRow.source_id, SegmentRow.start, SegmentRow.end)


SPEAKING = ("source", "turn", "speaker", "case", "case_source")
"""The kinds of things whose changes may change who says a passage."""


def participants_of(project: Project, code_id: int, *, known: dict[int, Voices] | None = None) -> int:
    """Count the participants with a passage under a code itself; the interviewer is none of them.

    `known` keeps the voices of each source that was read, so that they are
    read once; empty it when something of the kinds `SPEAKING` changes.
    """
    coded = _CODED.where(SegmentRow.code_id == code_id)
    return _counted(project, coded, {} if known is None else known).get(code_id, 0)


def people_of(
    project: Project, code_id: int, source_ids: Collection[int], *, known: dict[int, Voices] | None = None
) -> set[str]:
    """Who says a code's passages in these sources, so that many sources can be gone through a few at a time.

    Gives `Voice.participant` of each, but for the interviewer.
    """
    coded = _CODED.where(SegmentRow.code_id == code_id, SegmentRow.source_id.in_(list(source_ids)))
    return _people(project, coded, {} if known is None else known).get(code_id, set())


def participants_by_code(project: Project) -> dict[int, int]:
    """Count the participants of every code that has passages."""
    return _counted(project, _CODED, {})


def _counted(project: Project, coded: Select[tuple[int, int, int, int]], known: dict[int, Voices]) -> dict[int, int]:
    return {code_id: len(people) for code_id, people in _people(project, coded, known).items()}


def _people(
    project: Project, coded: Select[tuple[int, int, int, int]], known: dict[int, Voices]
) -> dict[int, set[str]]:
    rows = project.session.execute(coded).all()
    known |= voices_of(project, {source_id for _, source_id, _, _ in rows} - known.keys())
    heard: dict[int, set[str]] = {}
    for code_id, source_id, start, end in rows:
        heard.setdefault(code_id, set()).add(known[source_id].voice_of(Span(start, end)).participant)
    return {code_id: people - {""} for code_id, people in heard.items()}
