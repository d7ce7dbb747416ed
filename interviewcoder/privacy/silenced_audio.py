"""A recording with the replaced words silenced or bleeped over, as a new file. The voice stays identifying.

What is silenced follows the times of the words, with a margin on either side.
The recording is read in pieces straight out of the project and written anew:
nothing is decrypted to disk, and no more than a moment of it is in memory.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO, Literal

from sqlalchemy import select

from interviewcoder.errors import NotAllowed
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import IdentifierRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcode import Kind, SoundFile, refuse_for_opus, timed_frames
from interviewcoder.sources.transcript import Transcript, transcript_of
from interviewcoder.sources.word_tokens import words

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from numpy.typing import NDArray

    from interviewcoder.project.media import MediaStream

AROUND_MS = 150
"""What is silenced before and after each word: the times of words are that sure."""
VOICE_STAYS = "The voice stays identifying: whoever knows the person recognises them."
BLEEP_HZ = 1000
_BLEEP_SHARE = 0.1
# A bleep that begins at once clicks.
_RAMP_SECONDS = 0.005
# Of these codecs more than 16 bits a sample are kept.
_FINE_FORMATS = frozenset({"s32", "s32p", "s64", "s64p", "flt", "dbl"})

Progress = Callable[[float], object]
"""Hears which share is done, 0 to 1; may raise `Cancelled` to stop."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A part of a recording, in ms."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class SilencePlan:
    """What of a recording is to be silenced.

    `places` is how many passages are replaced, `stretches` the parts of the
    recording they are said in, merged where they meet. In `whole_turns` of
    the places a word has no time, so that the turn goes as a whole.
    `untimed` are places whose turn has no time either: there words stay
    audible.
    """

    source_id: int
    media_id: int
    name: str
    duration_ms: int
    stretches: tuple[Stretch, ...]
    places: int
    whole_turns: int
    untimed: tuple[Span, ...]

    @property
    def silenced_ms(self) -> int:
        """How much is silenced, in ms."""
        return sum(max(0, min(each.end_ms, self.duration_ms) - each.start_ms) for each in self.stretches)


def plan(project: Project, source_id: int) -> SilencePlan:
    """Find in a source's recording where the words are said that pseudonyms replace.

    Raises:
        NotFound: there is no such source.
        NotAllowed: it has no recording, or nothing in it is replaced.
    """
    transcript = transcript_of(project, source_id)
    recording = media.media_of_source(project, source_id)
    if recording is None:
        raise NotAllowed("The source has no recording.", "Choose one that has.")
    replaced = _replaced(project, source_id)
    if not replaced:
        raise NotAllowed("Nothing in the transcript is replaced by a pseudonym yet.", "De-identify it first.")
    found: list[Stretch] = []
    whole_turns, untimed = 0, []
    for span in replaced:
        stretches, known_by = _stretches(transcript, span, recording.duration_ms)
        found += stretches
        whole_turns += known_by == "turns"
        if known_by == "nothing":
            untimed.append(span)
    return SilencePlan(
        source_id,
        recording.id,
        recording.name,
        recording.duration_ms,
        merged(found),
        len(replaced),
        whole_turns,
        tuple(untimed),
    )


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Stretches in their order, with those that meet or overlap as one."""
    kept: list[Stretch] = []
    for each in sorted(stretches):
        if kept and each.start_ms <= kept[-1].end_ms:
            kept[-1] = Stretch(kept[-1].start_ms, max(kept[-1].end_ms, each.end_ms))
        else:
            kept.append(each)
    return tuple(kept)


def write(
    stream: MediaStream,
    plan: SilencePlan,
    file: BinaryIO,
    kind: Kind,
    *,
    bleep: bool = False,
    on_progress: Progress = lambda share: None,
) -> None:
    """Write the recording into an open, seekable file with the stretches silenced, on any one thread.

    `stream` is the recording's (`media.open_stream`). Outside of the
    stretches samples stay what they were, as far as the kind keeps them: WAV
    and FLAC to the bit, unless they are finer than 24 bits.

    Raises:
        ImportFailed: the recording can't be decoded, or has too many channels for Opus.
        Cancelled: `on_progress` stopped it.
    """
    sound: SoundFile | None = None
    for frame, gap in timed_frames(stream, plan.name):  # type: ignore[arg-type]  # all that it reads
        if sound is None:
            sound = _begun(file, kind, frame, plan.name)
            sound.touch = Muffler(plan.stretches, sound.rate, bleep=bleep).touch
        sound.add(frame, gap)
        on_progress(min(1.0, sound.seconds * 1000 / max(1, plan.duration_ms)))
    if sound is not None:
        sound.finish()
    on_progress(1.0)


class Muffler:
    """Silences stretches of sound that comes frame by frame, packed, 16 or 32 bits a sample."""

    def __init__(self, stretches: Sequence[Stretch], rate: int, *, bleep: bool) -> None:
        self._starts = [each.start_ms * rate // 1000 for each in stretches]
        # Rounded outwards: half a sample of a name is too much.
        self._ends = [-(-each.end_ms * rate // 1000) for each in stretches]
        self._rate, self._bleep = rate, bleep

    def touch(self, frame: AudioFrame, first: int) -> None:
        """Silence what of a frame lies in a stretch; `first` is the number of its first sample in the recording."""
        place = bisect_right(self._ends, first)
        if place == len(self._starts) or self._starts[place] >= first + frame.samples:
            return
        import numpy as np

        kind = np.int16 if frame.format.name == "s16" else np.int32
        channels = len(frame.layout.channels)
        plane = frame.planes[0]
        samples = np.frombuffer(bytearray(plane), dtype=kind)
        rows = samples[: frame.samples * channels].reshape(frame.samples, channels)
        while place < len(self._starts) and self._starts[place] < first + frame.samples:
            start, end = max(self._starts[place], first), min(self._ends[place], first + frame.samples)
            rows[start - first : end - first] = self._sound(place, start, end, np.iinfo(kind).max)[:, None]
            place += 1
        plane.update(samples.tobytes())

    def _sound(self, place: int, start: int, end: int, loudest: int) -> NDArray[np.float64]:
        import numpy as np

        if not self._bleep:
            return np.zeros(end - start)
        at = np.arange(start, end)
        ramp = max(1, round(self._rate * _RAMP_SECONDS))
        edge = np.minimum(at - self._starts[place], self._ends[place] - 1 - at)
        tone = np.sin(2 * np.pi * BLEEP_HZ * (at - self._starts[place]) / self._rate)
        return np.round(tone * np.clip(edge / ramp, 0, 1) * _BLEEP_SHARE * loudest)


def _begun(file: BinaryIO, kind: Kind, frame: AudioFrame, name: str) -> SoundFile:
    channels = len(frame.layout.channels)
    if kind == "opus":
        refuse_for_opus(name, channels)
    fine = kind != "opus" and frame.format.name in _FINE_FORMATS
    return SoundFile(file, kind, rate=frame.sample_rate, channels=channels, fine=fine)


def _replaced(project: Project, source_id: int) -> list[Span]:
    places = (
        select(IdentifierRow.start, IdentifierRow.end)
        .where(IdentifierRow.source_id == source_id, IdentifierRow.pseudonym_id.is_not(None))
        .order_by(IdentifierRow.start)
    )
    return [Span(start, end) for start, end in project.session.execute(places)]


def _stretches(
    transcript: Transcript, span: Span, duration_ms: int
) -> tuple[list[Stretch], Literal["words", "turns", "nothing"]]:
    """Where a passage is said, and what tells: the times of its words, or of its turns where one has none."""
    timed = transcript.words
    said = timed[bisect_right(timed.ends, span.start) : bisect_left(timed.starts, span.end)]
    # Also what is between them: nobody says anything else in the middle of a name.
    found = [_around(min(w.start_ms for w in said), max(w.end_ms for w in said))] if said else []
    spoken = [token for token in words(span.text_in(transcript.text), span.start) if token.is_word]
    if said and all(any(w.span.start < token.end and token.start < w.span.end for w in said) for token in spoken):
        return found, "words"
    turns = [turn for turn in transcript.turns if turn.span.overlaps(span)]
    times = _times_of_turns(transcript, duration_ms)
    found += [times[turn.id] for turn in turns if turn.id in times]
    return found, "turns" if turns and all(turn.id in times for turn in turns) else "nothing"


def _around(start_ms: int, end_ms: int) -> Stretch:
    start_ms, end_ms = min(start_ms, end_ms), max(start_ms, end_ms)
    return Stretch(max(0, start_ms - AROUND_MS), end_ms + AROUND_MS)


def _times_of_turns(transcript: Transcript, duration_ms: int) -> dict[int, Stretch]:
    """When each turn is said, as far as it is known; one that has only a beginning lasts until the next one's."""
    timed = [turn for turn in transcript.turns if turn.start_ms is not None]
    following = {turn.id: later.start_ms for turn, later in pairwise(timed)}
    found = {}
    for turn in timed:
        assert turn.start_ms is not None
        end_ms = turn.end_ms if turn.end_ms is not None else following.get(turn.id)
        found[turn.id] = _around(turn.start_ms, end_ms if end_ms is not None else duration_ms)
    return found
