"""Hear a passage again with other settings, and put what is heard in its place if it is better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.media import MediaView
from interviewcoder.project.schema import WordsRow
from interviewcoder.sources.conventions import INTELLIGENT_VERBATIM, spoken_turns
from interviewcoder.sources.correcting import Receipt, correct_text
from interviewcoder.sources.findings import Finding
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.sources.speech_time import Stretch
from interviewcoder.sources.stored_sound import sound_of
from interviewcoder.sources.text import Edit, Span, shortened
from interviewcoder.sources.transcript import SpokenTurn, TimedWord, Transcript, transcript_of
from interviewcoder.sources.transcript_record import record_of
from interviewcoder.sources.words import Word, Words
from interviewcoder.transcription.runner import HeardSoFar, TranscriptionRequest

# Whisper hears a word better among others: so much is heard on both sides, and only looked at to find the joint.
_BESIDE_MS = 1500


@dataclass(frozen=True, slots=True)
class NewWords:
    """What takes the place of `span`, a passage within one turn; `words` have their places in `text`."""

    span: Span
    text: str
    words: tuple[TimedWord, ...]


@dataclass(frozen=True, slots=True)
class Reheard:
    """A passage as it is written and as it was heard again; `parts` are what changes, one for each turn."""

    source_id: int
    span: Span
    old: str
    new: str
    parts: tuple[NewWords, ...]

    @property
    def is_same(self) -> bool:
        """Whether the same words were heard."""
        return self.old == self.new


@dataclass(frozen=True, slots=True)
class _Said:
    """A word that was heard, and what is written between it and the word before."""

    gap: str
    text: str
    word: TimedWord

    @property
    def middle_ms(self) -> int:
        return (self.word.start_ms + self.word.end_ms) // 2


def heard_with(project: Project, source_id: int) -> Hearing:
    """How a source's recording was heard, or what is usual in its language; to be changed by a person."""
    record = record_of(project, source_id)
    return record.hearing or Hearing()


def refuse_without_recording(project: Project, source_id: int) -> None:
    """Say before anybody is asked that there is nothing to hear.

    Raises:
        NotFound: the source has no recording.
    """
    _recording(project, source_id)


def written_at(project: Project, finding: Finding) -> str:
    """The words that are written at a doubtful place; empty where there are none."""
    return finding.span.text_in(transcript_of(project, finding.source_id).text)


def rehear_request(
    project: Project, source_id: int, start_ms: int, end_ms: int, hearing: Hearing
) -> TranscriptionRequest:
    """Return what has to be recognised to hear a passage again, carefully; call on the project's thread.

    Raises:
        NotFound: there is no such source, or it has no recording.
    """
    recording = _recording(project, source_id)
    stream = media.open_stream(project, recording.id)
    stretch = (max(0, start_ms - _BESIDE_MS), min(recording.duration_ms, end_ms + _BESIDE_MS))
    # One speaker: who speaks is the turns' to say.
    careful = replace(hearing, careful=True, speakers=1, by_channel=False)
    return TranscriptionRequest(lambda: stream, recording.name, careful, _known(project, recording), stretch)


def replace_stretch(project: Project, source_id: int, start_ms: int, end_ms: int, recognised: Recognised) -> Reheard:
    """Say what a passage would become; nothing is changed until `accept`.

    Raises:
        NotFound: there is no such source.
    """
    transcript = transcript_of(project, source_id)
    rules = record_of(project, source_id).conventions or INTELLIGENT_VERBATIM
    new = [said for turn in spoken_turns(recognised, rules) for said in _said(turn)]
    old = _old_words(transcript, start_ms, end_ms)
    first, beyond, new = _joint(transcript.text, old, (start_ms, end_ms), new)
    parts = tuple(_parts(transcript, old[first:beyond], start_ms, new))
    meant = [part.span for part in parts] or [word.span for word in old[first:beyond]]
    if not meant:
        return Reheard(source_id, Span(0, 0), "", "", ())
    span = Span(meant[0].start, meant[-1].end)
    before = span.text_in(transcript.text)
    after, done = "", span.start
    for part in parts:
        after += transcript.text[done : part.span.start] + part.text
        done = part.span.end
    return Reheard(source_id, span, before, after + transcript.text[done : span.end], parts)


def accept(project: Project, reheard: Reheard) -> Receipt:
    """Put what was heard in the place of what was written, with its times, in one step; codings stay.

    Raises:
        NotAllowed: the passage was changed meanwhile.
        NotFound: there is no such source.
    """
    text = transcript_of(project, reheard.source_id).text
    if reheard.span.text_in(text) != reheard.old:
        raise NotAllowed("The passage was changed while it was heard.", "Hear it once more.")
    edits = [Edit(part.span.start, part.span.text_in(text), part.text) for part in reheard.parts]
    with project.op("Hear passage again") as session:
        receipt = correct_text(project, reheard.source_id, edits)
        project.tell(before=shortened(reheard.old), after=shortened(reheard.new), count=1)
        row = session.get(WordsRow, reheard.source_id)
        words = Words.unpack(row.packed) if row is not None else Words()
        shift = 0
        for part in reheard.parts:
            at = part.span.start + shift
            words = _with_times(words, Span(at, at + len(part.text)), part.words)
            shift += len(part.text) - part.span.length
        if row is not None:
            row.packed = words.pack()
        else:
            session.add(WordsRow(source_id=reheard.source_id, packed=words.pack()))
    return receipt


def _recording(project: Project, source_id: int) -> MediaView:
    recording = media.media_of_source(project, source_id)
    if recording is None:
        raise NotFound("This source has no recording to hear again.", "Attach its recording first.")
    return recording


def _known(project: Project, recording: MediaView) -> HeardSoFar:
    """What spares the recogniser listening through the whole recording for a passage of it: how it sounds."""
    sound = sound_of(project, recording.uuid)
    if sound is None:
        return HeardSoFar()
    from interviewcoder.transcription.plan import known_by_sound  # brings numpy along

    return HeardSoFar(known_by_sound(sound).to_bytes())


def _said(turn: SpokenTurn) -> Iterator[_Said]:
    done = 0
    for number, word in enumerate(turn.words):
        gap = turn.text[done : word.start] if number else " "
        yield _Said(gap, turn.text[word.start : word.end], word)
        done = word.end


def _old_words(transcript: Transcript, start_ms: int, end_ms: int) -> list[Word]:
    return [w for w in transcript.words if w.end_ms > start_ms - _BESIDE_MS and w.start_ms < end_ms + _BESIDE_MS]


def _joint(text: str, old: Sequence[Word], stretch: Stretch, new: Sequence[_Said]) -> tuple[int, int, list[_Said]]:
    """Find which old words go, from one place to another, and which new ones come.

    They are those between the last word that both have before the stretch and
    the first behind it; where there is none, the time decides.
    """
    start_ms, end_ms = stretch
    inside = [n for n, word in enumerate(old) if word.end_ms > start_ms and word.start_ms < end_ms]
    first = inside[0] if inside else sum(word.end_ms <= start_ms for word in old)
    beyond = inside[-1] + 1 if inside else first
    matcher = SequenceMatcher(
        None, [_key(word.span.text_in(text)) for word in old], [_key(said.text) for said in new], autojunk=False
    )
    pairs = [(m.a + n, m.b + n) for m in matcher.get_matching_blocks() for n in range(m.size)]
    before = [pair for pair in pairs if pair[0] < first]
    within = [pair for pair in pairs if first <= pair[0] < beyond]
    behind = [pair for pair in pairs if pair[0] >= beyond]
    comes = [n for n, said in enumerate(new) if start_ms <= said.middle_ms < end_ms]
    head, tail = (comes[0], comes[-1] + 1) if comes else (len(new), 0)
    if within:
        # Times of one recognition are not those of another: no word that both have falls out at the ends.
        head = min(head, max(0, within[0][1] - (within[0][0] - first)))
        tail = max(tail, min(len(new), within[-1][1] + (beyond - within[-1][0])))
    if before:
        first, head = before[-1][0] + 1, before[-1][1] + 1
    if behind:
        beyond, tail = behind[0]
    return first, max(first, beyond), list(new[head : max(head, tail)])


def _parts(transcript: Transcript, old: Sequence[Word], start_ms: int, new: Sequence[_Said]) -> Iterator[NewWords]:
    """Yield what changes, turn by turn: who speaks stays who speaks."""
    if not old:
        if new:
            yield _inserted(transcript, start_ms, new)
        return
    turns: dict[int, list[Word]] = {}
    for word in old:
        turn = transcript.turn_at(word.span.start)
        turns.setdefault(turn.span.start if turn else 0, []).append(word)
    begins = [words[0].start_ms for words in turns.values()]
    for number, words in enumerate(turns.values()):
        earliest = begins[number] if number else 0
        latest = begins[number + 1] if number + 1 < len(begins) else None
        theirs = [said for said in new if earliest <= said.middle_ms and (latest is None or said.middle_ms < latest)]
        # A turn of which nothing is heard this time stays: a person takes it out, if it is to go.
        if theirs or len(turns) == 1:
            yield _laid_out(Span(words[0].span.start, words[-1].span.end), theirs)


def _inserted(transcript: Transcript, start_ms: int, new: Sequence[_Said]) -> NewWords:
    """Put words where none were: behind the last that is said before."""
    at = max((word.span.end for word in transcript.words if word.start_ms <= start_ms), default=0)
    text = transcript.text
    head = " " if at and not text[at - 1].isspace() else ""
    tail = " " if at < len(text) and not text[at].isspace() else ""
    return _laid_out(Span(at, at), new, head, tail)


def _laid_out(span: Span, new: Sequence[_Said], head: str = "", tail: str = "") -> NewWords:
    text = head
    words = []
    for number, said in enumerate(new):
        text += said.gap if number else ""
        words.append(replace(said.word, start=len(text), end=len(text) + len(said.text)))
        text += said.text
    return NewWords(span, text + tail if words else "", tuple(words))


def _with_times(words: Words, span: Span, new: Sequence[TimedWord]) -> Words:
    """Give the words of a passage the times that were heard."""
    kept = [word for word in words if not word.span.overlaps(span)]
    heard = (Word(Span(span.start + w.start, span.start + w.end), w.start_ms, w.end_ms, w.confidence) for w in new)
    return Words(sorted([*kept, *heard], key=lambda word: word.span))


def _key(word: str) -> str:
    return "".join(char for char in word if char.isalnum()).casefold() or word
