"""Correct a transcript: its words, its turns, who speaks them. What is anchored to the text stays on its words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow, SpeakerRow, TurnRow, WordsRow
from interviewcoder.sources.anchored import (
    Moved,
    Places,
    keep_codings,
    keep_findings,
    keep_identifiers,
    keep_memos,
    keep_reviews,
)
from interviewcoder.sources.rewording import in_whole_words
from interviewcoder.sources.text import Edit, Span, apply_edits, as_name, normalise, shortened
from interviewcoder.sources.turn_breaks import time_of, turns_after
from interviewcoder.sources.word_times import Retimed, retimed
from interviewcoder.sources.words import Words


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a correction meant for the codings of its source.

    `changed` are the ids of those whose words are others now. `to_look_at`
    are the ids of those whose words are all gone: they stay, empty, in the
    place where the words were, until somebody decides. `memos_changed` and
    `memos_to_look_at` are the memos on such passages, or pointing to one.
    """

    unchanged: int
    changed: tuple[int, ...] = ()
    to_look_at: tuple[int, ...] = ()
    memos_changed: tuple[int, ...] = ()
    memos_to_look_at: tuple[int, ...] = ()

    def followed_by(self, later: Receipt) -> Receipt:
        """The receipt of this correction and a later one together."""
        changed, kept = _together((self.changed, self.to_look_at), (later.changed, later.to_look_at))
        total = later.unchanged + len(later.changed) + len(later.to_look_at)
        memos = _together((self.memos_changed, self.memos_to_look_at), (later.memos_changed, later.memos_to_look_at))
        return Receipt(total - len(changed) - len(kept), changed, kept, *memos)


def time_mark(position_ms: int) -> str:
    """A moment of the recording as transcripts write it down: `#00:12:03-4#`, the last figure being tenths."""
    seconds, rest = divmod(position_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"#{hours:02d}:{minutes:02d}:{seconds:02d}-{rest // 100}#"


def correct_text(project: Project, source_id: int, edits: Sequence[Edit], *, label: str = "Correct text") -> Receipt:
    r"""Carry edits of a source's text out, as one step. Codings, turns, words and findings stay on their words.

    A `\n` that is typed divides a turn, one that is taken away joins two.

    Raises:
        NotAllowed: the edits don't fit the text that is stored.
        NotFound: there is no such source.
    """
    edits = [Edit(edit.at, edit.removed, normalise(edit.inserted)) for edit in edits]
    # Written once, at the end: each query in between would write what has changed by then.
    with project.op(label) as session, session.no_autoflush:
        session.flush()  # in a larger operation, what came before
        source = _source(session, source_id)
        before, after = source.text, apply_edits(source.text, edits)
        whole = in_whole_words(before, edits)
        if apply_edits(before, whole) != after:
            raise AssertionError("edits of whole words lead to another text")
        source.text = after
        _tell_edits(project, source.name, whole)
        words = _correct_words(session, source_id, whole, before, after)
        _correct_turns(project, source_id, whole, words, after)
        places = Places.of(before, after, typed=edits, whole=whole)
        keep_findings(project, source_id, places)
        keep_identifiers(project, source_id, places)
        keep_reviews(project, source_id, places)
        memos, codings = keep_memos(project, source_id, places), keep_codings(project, source_id, places)
        return Receipt(*codings, memos.changed, memos.gone)


def split_turn(project: Project, source_id: int, at: int) -> Receipt:
    """Let a new turn of the same speaker begin at a place; the space around it goes.

    Raises:
        NotAllowed: one of the two turns would have no words.
        NotFound: there is no such source.
    """
    text = _source(project.session, source_id).text
    start = len(text[:at].rstrip(" \t\u00a0"))
    end = len(text) - len(text[at:].lstrip(" \t\u00a0"))
    if start == 0 or end >= len(text) or "\n" in (text[start - 1], text[end]):
        raise NotAllowed("A turn begins or ends here already.", "Put the caret between two words of a turn.")
    return correct_text(project, source_id, [Edit(start, text[start:end], "\n")], label="Divide turn")


def join_turns(project: Project, source_id: int, turn_id: int) -> Receipt:
    """Join a turn to the one before, whose speaker says all of it from then on.

    Raises:
        NotAllowed: it is the first.
        NotFound: there is no such source or turn.
    """
    text = _source(project.session, source_id).text
    (turn,) = _turns(project.session, source_id, [turn_id])
    if turn.start == 0:
        raise NotAllowed("There is no turn before this one.")
    bare = turn.start == 1 or text[turn.start - 2].isspace() or turn.start == turn.end
    edit = Edit(turn.start - 1, "\n", "" if bare else " ")
    return correct_text(project, source_id, [edit], label="Join turns")


def insert_time_mark(project: Project, source_id: int, at: int, position_ms: int) -> Receipt:
    """Write a moment of the recording into the text, with space between it and the words around it.

    Raises:
        NotAllowed, NotFound: as in `correct_text`.
    """
    text = _source(project.session, source_id).text
    edit = Edit(at, "", spaced(time_mark(position_ms), text[at - 1 : at] if at else "", text[at : at + 1]))
    return correct_text(project, source_id, [edit], label="Write time mark")


def spaced(mark: str, before: str, after: str) -> str:
    """A mark as it is put between two characters (either may be none): with space where there is none."""
    head = " " if before and not before.isspace() else ""
    tail = " " if after and not after.isspace() and after not in ".,;:!?…" else ""
    return f"{head}{mark}{tail}"


def set_speaker(project: Project, source_id: int, turn_ids: Collection[int], speaker_id: int | None) -> None:
    """Say who speaks turns; None where nobody knows. Neighbouring turns of one speaker stay two.

    Raises:
        NotFound: one of the turns, or the speaker, is not of this source.
    """
    with project.op("Set speaker") as session:
        _speakers(session, source_id, [speaker_id] if speaker_id is not None else [])
        speaker = session.get_one(SpeakerRow, speaker_id).label if speaker_id is not None else ""
        project.tell(source=_source(session, source_id).name, name=speaker, count=len(turn_ids))
        for turn in _turns(session, source_id, turn_ids):
            turn.speaker_id = speaker_id


def swap_speakers(
    project: Project, source_id: int, first: int, second: int, turn_ids: Collection[int] | None = None
) -> int:
    """Let each of two speakers say what the other said, in these turns or in all; returns in how many that was.

    Raises:
        NotFound: one of the turns, or of the speakers, is not of this source.
    """
    other = {first: second, second: first}
    with project.op("Swap speakers") as session:
        _speakers(session, source_id, [first, second])
        swapped = 0
        for turn in _turns(session, source_id, turn_ids):
            if turn.speaker_id is not None and turn.speaker_id in other:
                turn.speaker_id = other[turn.speaker_id]
                swapped += 1
        labels = [session.get_one(SpeakerRow, each).label for each in (first, second)]
        project.tell(source=_source(session, source_id).name, name=labels[0], into=labels[1], count=swapped)
    return swapped


def add_speaker(project: Project, source_id: int, label: str) -> int:
    """Add a voice to a source; returns its id.

    Raises:
        NameTaken: the label is empty, or another voice of the source has it.
        NotFound: there is no such source.
    """
    label = as_name(label)
    with project.op("Add speaker") as session:
        _source(session, source_id)
        taken = session.scalars(select(SpeakerRow.label).where(SpeakerRow.source_id == source_id))
        if not label or label.casefold() in {name.casefold() for name in taken}:
            message = f"Another speaker is called “{label}”." if label else "A speaker needs a name."
            raise NameTaken(message, "Write a label such as “I” or “P07”.")
        row = SpeakerRow(source_id=source_id, label=label)
        session.add(row)
        session.flush()
        project.tell(source=_source(session, source_id).name, name=label)
        return row.id


def _tell_edits(project: Project, source: str, edits: Sequence[Edit]) -> None:
    """Say what was corrected: the words themselves where it was in one place, else in how many places."""
    project.tell(source=source, count=len(edits))
    if len(edits) == 1:
        project.tell(before=shortened(edits[0].removed), after=shortened(edits[0].inserted))


def _correct_words(session: Session, source_id: int, edits: Sequence[Edit], before: str, after: str) -> Retimed:
    row = session.get(WordsRow, source_id)
    if row is None:
        return Retimed(Words(), ())
    found = retimed(Words.unpack(row.packed), edits, before, after)
    row.packed = found.packed(row.packed)
    return found


def _correct_turns(project: Project, source_id: int, edits: Sequence[Edit], found: Retimed, after: str) -> None:
    columns = (TurnRow.id, TurnRow.speaker_id, TurnRow.start, TurnRow.end, TurnRow.start_ms, TurnRow.end_ms)
    query = select(*columns).where(TurnRow.source_id == source_id).order_by(TurnRow.start)
    old = [_StoredTurn(*row) for row in project.session.execute(query)]
    plans = turns_after([Span(turn.start, turn.end) for turn in old], edits, len(after))
    for gone in sorted(set(range(len(old))) - {plan.old for plan in plans}):
        project.session.delete(project.session.get_one(TurnRow, old[gone].id))
    moved = Moved(TurnRow)
    # Asked for where a turn was divided alone: to move fifty thousand words takes time.
    words = found.words() if any(plan.old is None for plan in plans) else Words()
    for number, plan in enumerate(plans):
        divided = number + 1 < len(plans) and plans[number + 1].old is None
        start_ms, end_ms = time_of(words, plan.span) if divided or plan.old is None else (None, None)
        if not divided:
            end_ms = old[plan.until].end_ms
        start, end = plan.span.start, plan.span.end
        if plan.old is None:
            turn = TurnRow(source_id=source_id, speaker_id=old[plan.of].speaker_id)
            turn.start, turn.end, turn.start_ms, turn.end_ms = start, end, start_ms, end_ms
            project.session.add(turn)
        else:
            was = old[plan.old]
            if end_ms == was.end_ms and start != was.start and end != was.end:
                moved.move(was.id, Span(was.start, was.end), plan.span)
                continue
            moved.take(was.id, start=(was.start, start), end=(was.end, end), end_ms=(was.end_ms, end_ms))
    moved.store(project)


def _together(
    earlier: tuple[tuple[int, ...], tuple[int, ...]], later: tuple[tuple[int, ...], tuple[int, ...]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What was changed and what is to look at after two corrections; words that came back aren't missing."""
    filled = set(later[0])
    gone = dict.fromkeys((*earlier[1], *later[1]))
    kept = tuple(id_ for id_ in gone if id_ not in filled or id_ in later[1])
    return tuple(id_ for id_ in dict.fromkeys((*earlier[0], *later[0])) if id_ not in kept), kept


class _StoredTurn(NamedTuple):
    id: int
    speaker_id: int | None
    start: int
    end: int
    start_ms: int | None
    end_ms: int | None


def _source(session: Session, source_id: int) -> SourceRow:
    row = session.get(SourceRow, source_id)
    if row is None:
        raise NotFound("The source is no longer in the project.")
    return row


def _turns(session: Session, source_id: int, turn_ids: Collection[int] | None) -> list[TurnRow]:
    rows = list(session.scalars(select(TurnRow).where(TurnRow.source_id == source_id).order_by(TurnRow.start)))
    if turn_ids is None:
        return rows
    wanted = set(turn_ids)
    found = [row for row in rows if row.id in wanted]
    if len(found) < len(wanted):
        raise NotFound("The turn is no longer in the transcript.")
    return found


def _speakers(session: Session, source_id: int, speaker_ids: Collection[int]) -> None:
    for speaker_id in speaker_ids:
        row = session.get(SpeakerRow, speaker_id)
        if row is None or row.source_id != source_id:
            raise NotFound("The speaker is no longer in the transcript.")
