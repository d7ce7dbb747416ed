"""Playing a recording out of the project file, without the buttons."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal

from interviewcoder.project import media as recordings
from interviewcoder.ui.player.backend import has_output
from interviewcoder.ui.player.stored_audio import StoredAudioDevice

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView

DEFAULT_REWIND_MS = 2000


class Playback(QObject):
    """Plays one recording at a time.

    QtMultimedia is loaded with the first recording. Without anything to hear
    with, time passes all the same. `release()` before the project is closed.
    """

    position_changed = Signal(int)  # ms
    duration_changed = Signal(int)  # ms
    playing_changed = Signal(bool)
    output_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rewind_ms = DEFAULT_REWIND_MS
        self._speed = 1.0
        self._volume = 1.0
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._devices: QMediaDevices | None = None
        self._device: StoredAudioDevice | None = None
        self._duration_ms = 0
        # What was asked for while the recording was still being opened.
        self._wanted_ms: int | None = None
        self._wants_to_play = False

    @property
    def loaded(self) -> bool:
        """Whether there is a recording to play."""
        return self._device is not None

    @property
    def playing(self) -> bool:
        """Whether it is being played, or will be once it is open."""
        return self._player is not None and (self._wants_to_play or self._player.isPlaying())

    @property
    def duration_ms(self) -> int:
        """How long the recording is."""
        return self._duration_ms

    @property
    def position_ms(self) -> int:
        """Where in the recording we are."""
        if self._wanted_ms is not None:
            return self._wanted_ms
        return self._player.position() if self._player is not None else 0

    def load(self, project: Project, media: MediaView) -> None:
        """Open a recording, paused at its beginning; the one before is released.

        Raises:
            NotFound: it is no longer in the project.
        """
        self.release()
        stream = recordings.open_stream(project, media.id)
        player = self._player or self._make_player()
        self._wanted_ms = 0
        # A child of the player: if all is torn down unreleased, the player goes first.
        self._device = StoredAudioDevice(stream, player)
        self._device.unreadable.connect(self._on_unreadable)
        self._set_duration(media.duration_ms)
        self.position_changed.emit(0)
        # The ending helps to tell MP3 from noise; the name itself is nobody's business.
        player.setSourceDevice(self._device, QUrl(f"recording{PurePath(media.name).suffix.lower()}"))

    def release(self) -> None:
        """Stop, and let go of the project: no thread reads from it any more."""
        if self._player is None or self._device is None:
            return
        device, self._device = self._device, None
        self._wanted_ms, self._wants_to_play = None, False
        self._player.stop()
        # Waits for the threads that read.
        self._player.setSource(QUrl())
        device.close()
        device.deleteLater()
        self._set_duration(0)
        self.position_changed.emit(0)
        self.playing_changed.emit(False)

    def play(self) -> None:
        """Play on from where we are; from the beginning when we are at the end."""
        if self._player is None or self._device is None:
            return
        if self._opening():
            self._wants_to_play = True
            self.playing_changed.emit(True)
        else:
            self._player.play()

    def play_from(self, position_ms: int) -> None:
        """Play from a moment on."""
        self.seek(position_ms)
        self.play()

    def pause(self) -> None:
        """Pause, and go back a little, so that going on begins with what was heard last."""
        if self._player is None or not self.playing:
            return
        self._wants_to_play = False
        self._player.pause()
        self.seek(self.position_ms - self.rewind_ms)
        self.playing_changed.emit(False)

    def seek(self, position_ms: int) -> None:
        """Go to a moment, playing or not."""
        if self._player is None or self._device is None:
            return
        position_ms = min(max(position_ms, 0), self._duration_ms)
        if self._opening():
            self._wanted_ms = position_ms
            self.position_changed.emit(position_ms)
        else:
            self._player.setPosition(position_ms)

    def set_speed(self, speed: float) -> None:
        """Play slower or faster (1.0 is as spoken); voices keep their pitch."""
        self._speed = speed
        if self._player is not None:
            self._player.setPlaybackRate(speed)

    def set_volume(self, volume: float) -> None:
        """Set how loud it is, 0 to 1 as the ear has it."""
        self._volume = volume
        if self._output is not None:
            from PySide6.QtMultimedia import QtAudio

            scale = QtAudio.VolumeScale
            self._output.setVolume(QtAudio.convertVolume(volume, scale.LogarithmicVolumeScale, scale.LinearVolumeScale))

    def _make_player(self) -> QMediaPlayer:
        audible = has_output()
        from PySide6.QtMultimedia import QMediaDevices, QMediaPlayer

        player = self._player = QMediaPlayer(self)
        player.setPitchCompensation(True)
        player.setPlaybackRate(self._speed)
        player.mediaStatusChanged.connect(self._on_status_changed)
        player.positionChanged.connect(self._on_position_changed)
        player.durationChanged.connect(self._on_duration_changed)
        player.playbackStateChanged.connect(self._on_state_changed)
        player.errorOccurred.connect(self._on_error)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._on_outputs_changed)
        self._use_output(audible)
        return player

    def _opening(self) -> bool:
        return self._wanted_ms is not None

    def _set_duration(self, duration_ms: int) -> None:
        self._duration_ms = duration_ms
        self.duration_changed.emit(duration_ms)

    def _use_output(self, audible: bool) -> None:
        from PySide6.QtMultimedia import QAudioBufferOutput, QAudioOutput

        assert self._player is not None
        if audible and self._output is None:
            self._output = QAudioOutput(self)
            self._player.setAudioOutput(self._output)
            self.set_volume(self._volume)
        elif not audible and self._output is not None:
            self._player.setAudioOutput(None)  # type: ignore[arg-type]  # the stub forgets that none is allowed
            self._output.deleteLater()
            self._output = None
        if not audible and self._player.audioBufferOutput() is None:
            # Somebody has to take the sound: else nothing is read, and the end is never reached. It stays
            # for good: one that was taken off a player touches it once more when it goes (Qt 6.11).
            self._player.setAudioBufferOutput(QAudioBufferOutput(self))
        self.output_changed.emit(audible)

    def _on_outputs_changed(self) -> None:
        from PySide6.QtMultimedia import QMediaDevices

        self._use_output(has_output())
        if self._output is not None:
            self._output.setDevice(QMediaDevices.defaultAudioOutput())

    def _on_status_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        assert self._player is not None
        if status == self._player.MediaStatus.LoadedMedia and self._wanted_ms is not None:
            wanted, self._wanted_ms = self._wanted_ms, None
            if wanted:
                self._player.setPosition(wanted)
            if self._wants_to_play:
                self._wants_to_play = False
                self._player.play()

    def _on_position_changed(self, position_ms: int) -> None:
        if self._device is not None and not self._opening():
            self.position_changed.emit(position_ms)

    def _on_duration_changed(self, duration_ms: int) -> None:
        # Some containers don't say; what was measured on import stands then.
        if self._device is not None and duration_ms > 0:
            self._set_duration(duration_ms)

    def _on_state_changed(self) -> None:
        if self._device is not None:
            self.playing_changed.emit(self.playing)

    def _on_unreadable(self) -> None:
        # Heard a moment later than it was said: another recording may be open by now.
        if self._device is not None and self.sender() is self._device:
            self.release()
            self.failed.emit(self.tr("A part of the recording can't be read: the project file may be damaged."))

    def _on_error(self, error: QMediaPlayer.Error, text: str) -> None:
        if self._device is None:
            return
        self._wants_to_play = False
        self.playing_changed.emit(False)
        self.failed.emit(text or self.tr("The recording can't be played."))
