"""Brings corrections of texts into ours, and what follows from them: turns, speakers, the times of words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.project.changes import Values
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, TurnRow, WordsRow
from interviewcoder.review.ground import Ground
from interviewcoder.review.merge_items import Decision
from interviewcoder.review.planning import Work
from interviewcoder.review.row_changes import ANCHORED, span_of
from interviewcoder.review.row_writer import KINDS
from interviewcoder.review.snapshot import Snapshot
from interviewcoder.review.text_merge import Between
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.text import Span

Ids = Mapping[str, Mapping[str, int]]


def correct(project: Project, work: Work, settled: Mapping[str, Decision]) -> list[str]:
    """Correct our texts as was decided, inside an operation; gives the sources whose text is another now."""
    changed = []
    for source, text in work.texts.items():
        chosen = [n for n in range(len(text.clashes)) if settled.get(f"text:{source}:{n}") in ("accept", "theirs")]
        edits = text.with_theirs(chosen)
        if settled.get(f"text:{source}") not in ("accept", "theirs"):
            edits = [text.clashes[number].edit for number in chosen]
        if edits:
            correct_text(project, work.ours.ids["source"][source], edits)
            changed.append(source)
    return changed


def follow(project: Project, session: Session, work: Work, sources: Collection[str], ids: Ids, ground: Ground) -> None:
    """Give new turns their speakers, and where a text is theirs to the letter, its turns their UUIDs and its words
    their times."""
    session.flush()
    for source in sources:
        source_id = ids["source"][source]
        text = session.scalars(select(SourceRow.text).where(SourceRow.id == source_id)).one()
        if text != work.theirs.text(source):
            _follow_turns(project, session, work, source, ids, ground)
            continue
        _take_words(session, work, source, source_id)
        if _same_text(work.base, work.ours, source):
            _take_turns(project, session, work, source, ids)
            _take_places(project, work, source, ids)
    session.flush()


def _follow_turns(project: Project, session: Session, work: Work, source: str, ids: Ids, ground: Ground) -> None:
    """Let new turns, where they are found, have the speaker that they have there."""
    known = work.base.rows["turn"] if work.base else {}
    new = [row for uuid, row in work.theirs.of("turn", "source_id", source) if uuid not in known]
    rows = session.scalars(select(TurnRow).where(TurnRow.source_id == ids["source"][source])).all() if new else ()
    here = {row.start: row for row in rows if row.uuid not in work.ours.ids["turn"]}
    changes: list[tuple[int, Values, Values]] = []
    for theirs in new:
        turn = here.get(ground.place(source, Span(theirs["start"], theirs["end"])).span.start)
        speaker = ids["speaker"].get(theirs["speaker_id"]) if theirs["speaker_id"] else None
        if turn is not None and turn.speaker_id != speaker:
            changes.append((turn.id, {"speaker_id": turn.speaker_id}, {"speaker_id": speaker}))
    project.history.change_rows(TurnRow, changes)


def _take_turns(project: Project, session: Session, work: Work, source: str, ids: Ids) -> None:
    """Let the turns of a text that is theirs to the letter be theirs."""
    rows = session.scalars(select(TurnRow).where(TurnRow.source_id == ids["source"][source])).all()
    here = {row.uuid: row for row in rows}
    theirs = dict(work.theirs.of("turn", "source_id", source))
    changes: list[tuple[int, Values, Values]] = []
    for uuid, row in theirs.items():
        wanted: Values = {name: row[name] for name in ("start", "end", "start_ms", "end_ms")}
        speaker = ids["speaker"].get(row["speaker_id"]) if row["speaker_id"] else None
        turn = here.get(uuid)
        if turn is None:
            session.add(TurnRow(uuid=uuid, source_id=ids["source"][source], speaker_id=speaker, **wanted))
            continue
        before: dict[str, Any] = {name: getattr(turn, name) for name in wanted}
        other = {name: value for name, value in wanted.items() if before[name] != value}
        if other:
            changes.append((turn.id, {name: before[name] for name in other}, other))
    for uuid, turn in here.items():
        if uuid not in theirs:
            session.delete(turn)
    session.flush()
    project.history.change_rows(TurnRow, changes)


def _take_places(project: Project, work: Work, source: str, ids: Ids) -> None:
    """Where words are said more than once, comparing texts may take one for the other: they know what was typed."""
    assert work.base is not None
    between = Between(work.base.text(source), work.theirs.text(source))
    for table in sorted(ANCHORED):
        kind = KINDS[table]
        changes: list[tuple[int, Values, Values]] = []
        stored = select(kind.id, kind.uuid, kind.start, kind.end).where(
            kind.source_id == ids["source"][source], kind.start.is_not(None)
        )
        for id_, uuid, start, end in project.session.execute(stored).all():
            theirs, base, ours = (each.get(table, uuid) for each in (work.theirs, work.base, work.ours))
            if not (theirs and base and ours) or span_of(ours) != span_of(base) or theirs["source_id"] != source:
                continue
            there, was = span_of(theirs), span_of(base)
            if there is None or was is None or there == Span(start, end):
                continue
            # Where they put it on other words that is an item of its own.
            said = was.text_in(between.before), there.text_in(between.after)
            if said[0] == said[1] or between.span(was) == there:
                changes.append((id_, {"start": start, "end": end}, {"start": there.start, "end": there.end}))
        project.history.change_rows(kind, changes)


def _take_words(session: Session, work: Work, source: str, source_id: int) -> None:
    theirs, ours = work.theirs.get("words", source), work.ours.get("words", source)
    base = work.base.get("words", source) if work.base else None
    unchanged = ours == base or _same_text(work.base, work.ours, source)
    row = session.get(WordsRow, source_id)
    if theirs is not None and row is not None and unchanged and row.packed != theirs["packed"]:
        row.packed = theirs["packed"]


def _same_text(base: Snapshot | None, ours: Snapshot, source: str) -> bool:
    return base is not None and base.text(source) == ours.text(source)
