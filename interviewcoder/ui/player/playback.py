"""Playing a recording out of the project file, without the buttons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from interviewcoder.errors import InterviewCoderError
from interviewcoder.project import media as recordings
from interviewcoder.ui.player.backend import output_device
from interviewcoder.ui.player.outlets import AudibleOutlet, Feed, SilentOutlet
from interviewcoder.ui.player.pump import Course, Pump
from interviewcoder.ui.player.sound_stream import LOUDEST_GAIN_DB, Form, Treatment
from interviewcoder.ui.player.stored_audio import StoredBytes

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QMediaDevices

    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView

DEFAULT_REWIND_MS = 2000
SLOWEST, FASTEST = 0.5, 2.0
# How often the position is told while it plays, and how soon sound is asked for that is being decoded.
_TICK_MS = 25
_SOON_MS = 5


class Playback(QObject):
    """Plays one recording at a time; of a video its sound.

    FFmpeg and QtMultimedia are loaded with the first recording. Without
    anything to hear with, time passes all the same. `release()` before the
    project is closed.
    """

    position_changed = Signal(int)  # ms
    duration_changed = Signal(int)  # ms
    playing_changed = Signal(bool)
    output_changed = Signal(bool)
    loop_changed = Signal(object)  # (start, end) in ms, or None
    failed = Signal(str)
    handed_out = Signal(float, bytes)  # what goes to the ear: its moment in ms, its samples

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rewind_ms = DEFAULT_REWIND_MS
        self._treatment = Treatment()
        self._volume = 1.0
        self._outlet: AudibleOutlet | SilentOutlet | None = None
        self._devices: QMediaDevices | None = None
        self._pump: Pump | None = None
        self._feed: Feed | None = None
        self._duration_ms = 0
        self._position_ms = 0.0
        self._loop: tuple[int, int] | None = None
        self._wants_to_play = False
        self._ticks = QTimer(self)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._on_tick)

    @property
    def loaded(self) -> bool:
        """Whether there is a recording to play."""
        return self._pump is not None

    @property
    def playing(self) -> bool:
        """Whether it is being played, or will be once it is open."""
        return self._wants_to_play

    @property
    def duration_ms(self) -> int:
        """How long the recording is."""
        return self._duration_ms

    @property
    def position_ms(self) -> int:
        """Where in the recording we are."""
        return min(round(self._place()), self._duration_ms)

    @property
    def treatment(self) -> Treatment:
        """How fast it is played and what is done to the sound."""
        return self._treatment

    @property
    def loop(self) -> tuple[int, int] | None:
        """The passage that is played again and again, in ms."""
        return self._loop

    def load(self, project: Project, media: MediaView) -> None:
        """Open a recording, paused at its beginning; the one before is released.

        Raises:
            NotFound: it is no longer in the project.
        """
        self.release()
        stored = StoredBytes(recordings.open_stream(project, media.id))
        if self._outlet is None:
            self._watch_outputs()
            self._make_outlet(output_device())
        self._position_ms = 0.0
        # The ending helps to tell MP3 from noise; the name itself is nobody's business.
        name = f"recording{PurePath(media.name).suffix.lower()}"
        self._pump = Pump(stored, name, media.duration_ms)
        # A player that is deleted unreleased takes its thread along.
        self.destroyed.connect(self._pump.stop)
        self._pump.go_to(self._course())
        self._set_duration(media.duration_ms)
        self.position_changed.emit(0)
        self._ticks.start(_TICK_MS)

    def release(self) -> None:
        """Stop, and let go of the project: no thread reads from it any more."""
        pump, self._pump = self._pump, None
        if pump is None:
            return
        self._silence()
        self._ticks.stop()
        self.destroyed.disconnect(pump.stop)
        pump.stop()
        pump.wait()
        self._wants_to_play, self._position_ms = False, 0.0
        self.set_loop(None)
        self._set_duration(0)
        self.position_changed.emit(0)
        self.playing_changed.emit(False)

    def play(self) -> None:
        """Play on from where we are; from the beginning when we are at the end."""
        if self._pump is None or self._wants_to_play:
            return
        self._wants_to_play = True
        if self._position_ms >= self._duration_ms:
            self._go_to(0.0)
        self._ticks.start(_SOON_MS)
        self._on_tick()
        self.playing_changed.emit(True)

    def play_from(self, position_ms: int) -> None:
        """Play from a moment on."""
        self.seek(position_ms)
        self.play()

    def pause(self) -> None:
        """Pause, and go back a little, so that going on begins with what was heard last."""
        if self._pump is None or not self._wants_to_play:
            return
        self._wants_to_play = False
        self.seek(self.position_ms - self.rewind_ms)
        self._ticks.start(_TICK_MS)
        self.playing_changed.emit(False)

    def seek(self, position_ms: int) -> None:
        """Go to a moment, playing or not."""
        if self._pump is not None:
            self._go_to(float(min(max(position_ms, 0), self._duration_ms)))
            self.position_changed.emit(self.position_ms)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Play a passage again and again, from the next time that its end is reached; None ends that."""
        if loop is not None:
            start, end = (min(max(moment, 0), self._duration_ms) for moment in sorted(loop))
            loop = (start, end)
        if loop != self._loop:
            self._loop = loop
            self._go_to(self._place())
            self.loop_changed.emit(loop)

    def set_speed(self, speed: float) -> None:
        """Play slower or faster (1.0 is as spoken, 0.5 to 2); voices keep their pitch."""
        self.set_treatment(replace(self._treatment, speed=min(max(speed, SLOWEST), FASTEST)))

    def set_treatment(self, treatment: Treatment) -> None:
        """Say how it is played from now on; a gain beyond 20 dB is 20 dB."""
        treatment = replace(treatment, gain_db=min(max(treatment.gain_db, 0), LOUDEST_GAIN_DB))
        if treatment != self._treatment:
            place = self._place()
            self._treatment = treatment
            self._go_to(place)

    def set_volume(self, volume: float) -> None:
        """Set how loud it is, 0 to 1 as the ear has it."""
        self._volume = volume
        if self._outlet is not None:
            self._outlet.set_volume(volume)

    def _place(self) -> float:
        if self._feed is None or self._outlet is None:
            return self._position_ms
        return self._feed.moment_ms(self._outlet.played_ms())

    def _course(self) -> Course:
        form = self._outlet.form if self._outlet is not None else Form()
        return Course(self._position_ms, self._treatment, self._loop, form)

    def _go_to(self, position_ms: float) -> None:
        """Be at a moment; where it plays, it plays on from there as soon as that is decoded."""
        self._silence()
        self._position_ms = position_ms
        if self._pump is not None:
            self._pump.go_to(self._course())
            if self._wants_to_play:
                self._ticks.start(_SOON_MS)

    def _silence(self) -> None:
        if self._feed is None or self._outlet is None:
            return
        self._outlet.stop()
        self._feed.close()
        self._feed.deleteLater()
        self._feed = None

    def _on_tick(self) -> None:
        if self._pump is None:
            return
        if self._pump.failure is not None:
            self._on_failure(self._pump)
        elif self._feed is not None:
            self._on_played()
        elif self._wants_to_play and self._pump.ready:
            self._sound()

    def _sound(self) -> None:
        assert self._pump is not None
        outlet = self._outlet
        assert outlet is not None
        self._feed = Feed(self._pump, outlet.form, self._treatment.speed, self)
        self._feed.handed_out.connect(self.handed_out)
        self._feed.begin(self._position_ms)
        outlet.start(self._feed)
        self._ticks.start(_TICK_MS)

    def _on_played(self) -> None:
        assert self._feed is not None and self._outlet is not None
        if self._outlet.is_broken:
            self._use(None)
            return
        if self._feed.is_over(self._outlet.played_ms()):
            self._silence()
            self._position_ms, self._wants_to_play = float(self._duration_ms), False
            self.position_changed.emit(self._duration_ms)
            self.playing_changed.emit(False)
            return
        self.position_changed.emit(self.position_ms)

    def _on_failure(self, pump: Pump) -> None:
        import av

        self.release()
        if pump.unreadable:
            self.failed.emit(self.tr("A part of the recording can't be read: the project file may be damaged."))
        elif isinstance(pump.failure, InterviewCoderError):
            self.failed.emit(pump.failure.message)
        elif isinstance(pump.failure, av.FFmpegError):
            self.failed.emit(self.tr("The recording can't be played."))
        elif pump.failure is not None:
            raise pump.failure

    def _set_duration(self, duration_ms: int) -> None:
        self._duration_ms = duration_ms
        self.duration_changed.emit(duration_ms)

    def _watch_outputs(self) -> None:
        output_device()  # loads QtMultimedia without a word on stderr
        from PySide6.QtMultimedia import QMediaDevices

        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(lambda: self._use(output_device()))

    def _make_outlet(self, device: QAudioDevice | None) -> None:
        outlet = SilentOutlet(self) if device is None else AudibleOutlet(device, self)
        outlet.set_volume(self._volume)
        self._outlet = outlet
        self.output_changed.emit(device is not None)

    def _use(self, device: QAudioDevice | None) -> None:
        """Go over to another device, such as headphones that were plugged in, or to silence; it plays on from here."""
        place = self._place()
        self._silence()
        before = self._outlet
        self._make_outlet(device)
        if before is not None:
            before.deleteLater()
        self._go_to(place)
