"""The transcript of an interview: turns of speakers, words with times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import (
    CaseRow,
    DeidentificationRow,
    FindingRow,
    IdentifierRow,
    SegmentRow,
    SourceRow,
    SpeakerRow,
    TranscriptRow,
    TurnRow,
    WordsRow,
)
from interviewcoder.sources import memo_anchors, review_anchors
from interviewcoder.sources.recognised import Recognised, RecognisedTurn
from interviewcoder.sources.text import Span, as_name
from interviewcoder.sources.words import Word, Words

_INTERVIEWER_LABELS = frozenset(
    {"i", "int", "interviewer", "interviewerin", "moderator", "moderatorin", "facilitator", "researcher", "q"}
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of one transcript, and the participant it is, where that is known."""

    id: int
    label: str
    interviewer: bool
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another does. Times are None where nobody measured them."""

    id: int
    span: Span
    speaker_id: int | None
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Transcript:
    r"""A source's text with its turns (joined by `\n`; labels are not part of the text), words and speakers."""

    source_id: int
    text: str
    turns: tuple[Turn, ...]
    words: Words
    speakers: tuple[Speaker, ...]

    def turn_at(self, code_point: int) -> Turn | None:
        """The turn that a place of the text is in; None before the first."""
        place = bisect_right(self.turns, code_point, key=lambda turn: turn.span.start) - 1
        return self.turns[place] if place >= 0 else None

    def speaker(self, speaker_id: int | None) -> Speaker | None:
        """A speaker by id."""
        return next((speaker for speaker in self.speakers if speaker.id == speaker_id), None)

    def time_at(self, code_point: int) -> int | None:
        """When the words at a place are said, in ms: the word's time, else its turn's."""
        if word := self.words.at_offset(code_point):
            return word.start_ms
        turn = self.turn_at(code_point)
        return turn.start_ms if turn else None


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word of a turn before it is stored: its place in the turn's text, in code points, and its time."""

    start: int
    end: int
    start_ms: int
    end_ms: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn before it is stored: who, what, and when if that is known; words in the order of the text."""

    speaker: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[TimedWord, ...] = ()


def transcript_of(project: Project, source_id: int) -> Transcript:
    """Read a source's transcript.

    Raises:
        NotFound: there is no such source.
    """
    session = project.session
    row = session.get(SourceRow, source_id)
    if row is None:
        raise NotFound("The source is no longer in the project.")
    packed = session.get(WordsRow, source_id)
    # As columns: rows as objects take five times as long.
    columns = (TurnRow.id, TurnRow.start, TurnRow.end, TurnRow.speaker_id, TurnRow.start_ms, TurnRow.end_ms)
    turns = session.execute(select(*columns).where(TurnRow.source_id == source_id).order_by(TurnRow.start))
    speakers = session.scalars(select(SpeakerRow).where(SpeakerRow.source_id == source_id).order_by(SpeakerRow.id))
    return Transcript(
        source_id,
        row.text,
        tuple(Turn(id_, Span(start, end), *others) for id_, start, end, *others in turns),
        Words.unpack(packed.packed) if packed else Words(),
        tuple(Speaker(s.id, s.label, s.interviewer, s.case_id) for s in speakers),
    )


def refuse_if_coded(project: Project, source_id: int) -> None:
    """Say before hours of work that their result couldn't be stored.

    Raises:
        NotAllowed: the source's present transcript is coded already.
        NotFound: there is no such source.
    """
    _uncoded_source(project.session, source_id)


def store_recognised(project: Project, source_id: int, recognised: Recognised) -> None:
    """Make what was recognised the transcript of a source, word for word, in one step.

    Raises:
        NotAllowed: the source's present transcript is coded already.
        NotFound: there is no such source.
    """
    turns = [spoken(turn) for turn in recognised.turns if turn.words]
    with project.op("Transcribe") as session:
        source = replace_transcript(session, source_id, turns, language=recognised.language, model=recognised.model)
        project.tell(source=source.name, name=recognised.model)


def replace_transcript(
    session: Session, source_id: int, turns: Sequence[SpokenTurn], *, language: str, model: str
) -> SourceRow:
    """Write these turns in the place of a source's present ones; the caller holds the operation open.

    Raises:
        NotAllowed, NotFound: as in `store_recognised`.
    """
    source = _uncoded_source(session, source_id)
    memo_anchors.let_go_of_passages(session, source_id)
    review_anchors.let_go_of_passages(session, source_id)
    _remove_transcript(session, source_id)
    source.language, source.model = language, model
    write_turns(session, source, turns)
    return source


def spoken(turn: RecognisedTurn) -> SpokenTurn:
    """Return a recognised turn as it is stored."""
    text = turn.text
    words = []
    within = 0
    for word in turn.words:
        within = text.index(word.text, within)
        end = within + len(word.text)
        words.append(TimedWord(within, end, word.start_ms, word.end_ms, word.confidence))
        within = end
    return SpokenTurn(turn.speaker, text, turn.start_ms, turn.end_ms, tuple(words))


def is_interviewer(label: str) -> bool:
    """Whether a speaker's label says that they interview: “I”, “Interviewer”, “Moderator 1”."""
    return label.casefold().rstrip(" 0123456789") in _INTERVIEWER_LABELS


def write_turns(session: Session, source: SourceRow, turns: Sequence[SpokenTurn]) -> None:
    """Write a source's text, speakers, turns and words; the caller holds the operation open."""
    source.text, words = laid_out(turns)
    labels = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    speakers = {
        label: SpeakerRow(source_id=source.id, label=label, interviewer=is_interviewer(label)) for label in labels
    }
    session.add_all(speakers.values())
    session.flush()
    start = 0
    for turn in turns:
        end = start + len(turn.text)
        speaker = speakers.get(turn.speaker)
        session.add(
            TurnRow(
                source_id=source.id,
                speaker_id=speaker.id if speaker else None,
                start=start,
                end=end,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
            )
        )
        start = end + 1
    if len(words):
        session.add(WordsRow(source_id=source.id, packed=words.pack()))


def laid_out(turns: Sequence[SpokenTurn]) -> tuple[str, Words]:
    """Return turns as one text, as it is stored, and their words with their places in it."""
    words: list[Word] = []
    start = 0
    for turn in turns:
        words += [
            Word(Span(start + word.start, start + word.end), word.start_ms, word.end_ms, word.confidence)
            for word in turn.words
        ]
        start += len(turn.text) + 1
    return "\n".join(turn.text for turn in turns), Words(words)


def rename_speaker(project: Project, speaker_id: int, label: str) -> None:
    """Call a voice by another name.

    Raises:
        NameTaken: the name is empty.
    """
    label = as_name(label)
    if not label:
        raise NameTaken("A speaker needs a name.", "Write a label such as “I” or “P07”.")
    with project.op("Rename speaker") as session:
        row = _speaker(session, speaker_id)
        project.tell(source=session.get_one(SourceRow, row.source_id).name, before=row.label, after=label)
        row.label = label


def mark_interviewer(project: Project, speaker_id: int, interviewer: bool) -> None:
    """Say whether a voice is the interviewer's."""
    with project.op("Mark interviewer") as session:
        row = _speaker(session, speaker_id)
        project.tell(source=session.get_one(SourceRow, row.source_id).name, name=row.label)
        row.interviewer = interviewer


def tie_speaker(project: Project, speaker_id: int, case_id: int | None) -> None:
    """Say which participant a voice is, or that it is none.

    Raises:
        NotFound: there is no such speaker or participant.
    """
    with project.op("Tie speaker to participant") as session:
        case = session.get(CaseRow, case_id) if case_id is not None else None
        if case_id is not None and case is None:
            raise NotFound("The participant is no longer in the project.")
        row = _speaker(session, speaker_id)
        project.tell(name=row.label, case=case.name if case else "")
        row.case_id = case_id


def _speaker(session: Session, speaker_id: int) -> SpeakerRow:
    row = session.get(SpeakerRow, speaker_id)
    if row is None:
        raise NotFound("The speaker is no longer in the project.")
    return row


def _uncoded_source(session: Session, source_id: int) -> SourceRow:
    source = session.get(SourceRow, source_id)
    if source is None:
        raise NotFound("The recording is no longer in the project.")
    if session.scalar(select(exists().where(SegmentRow.source_id == source_id))):
        raise NotAllowed(
            f"“{source.name}” is coded already, so its transcript is kept.",
            "Add the recording a second time to transcribe it anew.",
        )
    return source


def _remove_transcript(session: Session, source_id: int) -> None:
    for kind in (FindingRow, IdentifierRow):
        for row in session.scalars(select(kind).where(kind.__table__.c["source_id"] == source_id)).all():
            session.delete(row)
    if review := session.get(DeidentificationRow, source_id):
        session.delete(review)
    if record := session.get(TranscriptRow, source_id):
        session.delete(record)
    for turn in session.scalars(select(TurnRow).where(TurnRow.source_id == source_id)).all():
        session.delete(turn)
    session.flush()
    for speaker in session.scalars(select(SpeakerRow).where(SpeakerRow.source_id == source_id)).all():
        session.delete(speaker)
    if words := session.get(WordsRow, source_id):
        session.delete(words)
    session.flush()
