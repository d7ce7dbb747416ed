"""Decodes a recording ahead of the ear, on a thread of its own."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Condition, Thread
from typing import TYPE_CHECKING

from interviewcoder.ui.player.sound_stream import UNTREATED, USUAL_FORM, Form, Piece, SoundStream, Treatment

if TYPE_CHECKING:
    from interviewcoder.ui.player.stored_audio import StoredBytes

# So much is decoded ahead, in seconds of listening; a jump throws it away.
_AHEAD_SECONDS = 1.0
# With this much in store playing can begin.
_ENOUGH_SECONDS = 0.1
_SHORTEST_LOOP_MS = 100


@dataclass(frozen=True, slots=True)
class Course:
    """From where to play and how; within `loop` (start and end in ms) it begins anew at its end."""

    start_ms: float
    treatment: Treatment = UNTREATED
    loop: tuple[int, int] | None = None
    form: Form = USUAL_FORM

    def bytes_of(self, seconds: float) -> int:
        """How many bytes so many seconds of listening are."""
        return int(seconds * self.form.rate) * self.form.frame_bytes

    def heard_ms(self, size: int) -> float:
        """How much of the recording so many bytes are, in ms."""
        return size / self.form.frame_bytes / self.form.rate * 1000 * self.treatment.speed

    @property
    def loops(self) -> bool:
        """Whether it comes to a loop's end; from behind it the recording is played to its own."""
        if self.loop is None:
            return False
        start_ms, end_ms = self.loop
        return end_ms - start_ms >= _SHORTEST_LOOP_MS and self.start_ms < end_ms


class Pump:
    """Holds the next second of sound ready. All but the decoding may be asked of it from the window's thread.

    `failure` is None until the recording can't be opened or read further.
    """

    def __init__(self, stored: StoredBytes, name: str, duration_ms: int) -> None:
        self._stored, self._name, self._duration_ms = stored, name, duration_ms
        self.failure: Exception | None = None
        self._changed = Condition()
        self._course = Course(0)
        self._taken_up = False
        self._pieces: deque[Piece] = deque()
        self._bytes = 0
        self._ended = False
        self._stopped = False
        self._thread = Thread(target=self._run, name="Player", daemon=True)
        self._thread.start()

    @property
    def unreadable(self) -> bool:
        """Whether it was the project file that couldn't be read."""
        return self._stored.unreadable

    @property
    def ready(self) -> bool:
        """Whether enough is decoded of the last course to play on at once."""
        with self._changed:
            return self._taken_up and (self._ended or self._bytes >= self._course.bytes_of(_ENOUGH_SECONDS))

    @property
    def exhausted(self) -> bool:
        """Whether all up to the end was taken."""
        with self._changed:
            return self._taken_up and self._ended and not self._pieces

    def go_to(self, course: Course) -> None:
        """Hold ready what is heard on another course; what was decoded ahead is forgotten."""
        with self._changed:
            self._course, self._taken_up = course, False
            self._pieces.clear()
            self._bytes = 0
            self._ended = False
            self._changed.notify_all()

    def take(self, size: int) -> list[Piece]:
        """Up to `size` bytes of what comes next; nothing where nothing is ready."""
        taken = []
        with self._changed:
            while size > 0 and self._pieces:
                piece = self._pieces.popleft()
                if len(piece.content) > size:
                    piece, rest = self._cut(piece, size)
                    self._pieces.appendleft(rest)
                taken.append(piece)
                size -= len(piece.content)
                self._bytes -= len(piece.content)
            self._changed.notify_all()
        return taken

    def stop(self) -> None:
        """Have the thread end; returns at once."""
        self._stored.stop()
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until the thread has ended; then nothing reads from the project any more."""
        self._thread.join()

    def _cut(self, piece: Piece, size: int) -> tuple[Piece, Piece]:
        later_ms = self._course.heard_ms(size)
        return Piece(piece.start_ms, piece.content[:size]), Piece(piece.start_ms + later_ms, piece.content[size:])

    def _run(self) -> None:
        sound: SoundStream | None = None
        try:
            sound = SoundStream(self._stored, self._name, self._duration_ms)
            self._decode(sound)
        except Exception as failure:  # noqa: BLE001  # told, or raised again, on the window's thread
            self.failure = failure
        finally:
            if sound is not None:
                sound.close()

    def _decode(self, sound: SoundStream) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._has_work)
                if self._stopped:
                    return
                course, is_new = self._course, not self._taken_up
                self._taken_up = True
            if is_new:
                sound.go_to(course.start_ms, course.treatment, course.form)
            pieces = sound.read()
            if self._stored.unreadable:
                raise OSError("a part of the recording can't be read")
            ended = not pieces
            if course.loop is not None and course.loops and _reach(pieces, course, course.loop[1]):
                pieces, ended = _up_to(pieces, course, course.loop[1]), False
                sound.go_to(course.loop[0], course.treatment, course.form)
            self._give(course, pieces, ended=ended)

    def _has_work(self) -> bool:
        full = self._bytes >= self._course.bytes_of(_AHEAD_SECONDS)
        return self._stopped or not self._taken_up or not (full or self._ended)

    def _give(self, course: Course, pieces: list[Piece], *, ended: bool) -> None:
        with self._changed:
            # Another course may have been asked for meanwhile.
            if self._course is course and self._taken_up:
                self._pieces.extend(pieces)
                self._bytes += sum(len(piece.content) for piece in pieces)
                self._ended = ended


def _reach(pieces: list[Piece], course: Course, end_ms: float) -> bool:
    """Whether a moment is in these pieces, or the recording ends before it."""
    return not pieces or pieces[-1].start_ms + course.heard_ms(len(pieces[-1].content)) >= end_ms


def _up_to(pieces: list[Piece], course: Course, end_ms: float) -> list[Piece]:
    kept = []
    for piece in pieces:
        size = course.bytes_of(max(0.0, end_ms - piece.start_ms) / 1000 / course.treatment.speed)
        if size:
            kept.append(Piece(piece.start_ms, piece.content[:size]))
    return kept
