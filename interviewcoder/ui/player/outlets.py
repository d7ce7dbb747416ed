"""Where the sound goes: to the ear, or, on a computer without one, nowhere at the same pace."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QIODevice, QObject, Qt, QTimer, Signal

from interviewcoder.ui.player.sound_stream import Form, Piece

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink

    from interviewcoder.ui.player.pump import Pump

# How much lies ready in the device: longer than the window is ever busy, short enough to begin at once.
_BUFFER_MS = 250
_TICK_MS = 15
_MORE_THAN_ASKED_FOR = 1 << 20


class Feed(QIODevice):
    """Hands out what a pump decodes, and remembers which moment each byte is from.

    Where the pump is late it hands out silence: a sink that gets nothing may
    stop for good. `handed_out` tells of each piece: its moment in ms, its samples.
    """

    handed_out = Signal(float, bytes)

    def __init__(self, pump: Pump, form: Form, speed: float, parent: QObject) -> None:
        super().__init__(parent)
        self._pump, self._form, self._speed = pump, form, speed
        self._bytes_out = 0
        # After so many bytes comes this moment; and whether it goes on from there or is silence.
        self._places: list[int] = [0]
        self._moments: list[tuple[float, bool]] = []
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def begin(self, moment_ms: float) -> None:
        """Say at which moment it starts."""
        self._places, self._moments, self._bytes_out = [0], [(moment_ms, True)], 0

    def moment_ms(self, played_ms: float) -> float:
        """The moment of the recording that is heard after so much listening."""
        played = played_ms / 1000 * self._form.rate * self._form.frame_bytes
        place = bisect_right(self._places, min(played, self._bytes_out)) - 1
        moment, goes_on = self._moments[place]
        if not goes_on:
            return moment
        return moment + self._ms(min(played, self._bytes_out) - self._places[place])

    def is_over(self, played_ms: float) -> bool:
        """Whether all up to the recording's end was heard."""
        if not self._pump.exhausted:
            return False
        goes_on = self._moments[-1][1]
        end = self._bytes_out if goes_on else self._places[-1]
        return played_ms / 1000 * self._form.rate * self._form.frame_bytes >= end

    def isSequential(self) -> bool:
        """Always: it goes on and on."""
        return True

    def bytesAvailable(self) -> int:
        """More than anybody asks for: what isn't there is silence."""
        return _MORE_THAN_ASKED_FOR

    def readData(self, maxlen: int) -> bytes:
        """Sound for so many bytes."""
        wanted = maxlen - maxlen % self._form.frame_bytes
        pieces = self._pump.take(wanted)
        for piece in pieces:
            self._note(piece)
        content = b"".join(piece.content for piece in pieces)
        if len(content) < wanted:
            self._note_silence()
            missing = wanted - len(content)
            self._bytes_out += missing
            content += (b"\x80" if self._form.kind == "u8" else b"\0") * missing
        return content

    def writeData(self, data: bytes | bytearray | memoryview, len: int) -> int:
        """Refuse."""
        return -1

    def _ms(self, size: float) -> float:
        return size / self._form.frame_bytes / self._form.rate * 1000 * self._speed

    def _note(self, piece: Piece) -> None:
        moment, goes_on = self._moments[-1]
        expected = moment + self._ms(self._bytes_out - self._places[-1])
        # A millisecond is rounding; more is a loop's beginning.
        if not goes_on or abs(piece.start_ms - expected) > 1:
            self._places.append(self._bytes_out)
            self._moments.append((piece.start_ms, True))
        self._bytes_out += len(piece.content)
        self.handed_out.emit(piece.start_ms, piece.content)

    def _note_silence(self) -> None:
        moment, goes_on = self._moments[-1]
        if goes_on:
            self._moments.append((moment + self._ms(self._bytes_out - self._places[-1]), False))
            self._places.append(self._bytes_out)


class SilentOutlet(QObject):
    """Lets time pass where there is nothing to hear with."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form = Form()
        self._feed: Feed | None = None
        self._clock = QElapsedTimer()
        self._taken = 0
        self._ticks = QTimer(self)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._take)

    def start(self, feed: Feed) -> None:
        """Begin to take."""
        self._feed, self._taken = feed, 0
        self._clock.start()
        self._ticks.start()

    def stop(self) -> None:
        """Take no more."""
        self._ticks.stop()
        self._feed = None

    @property
    def is_broken(self) -> bool:
        """Never: nothing can be."""
        return False

    def played_ms(self) -> float:
        """How long it has been running."""
        return self._clock.elapsed() if self._feed is not None else 0.0

    def set_volume(self, volume: float) -> None:
        """Do nothing: it is silent."""

    def _take(self) -> None:
        assert self._feed is not None
        due = int(self._clock.elapsed() * self.form.rate / 1000) * self.form.frame_bytes
        if due > self._taken:
            self._feed.read(due - self._taken)
            self._taken = due


class AudibleOutlet(QObject):
    """A device of this computer."""

    def __init__(self, device: QAudioDevice, parent: QObject | None = None) -> None:
        from PySide6.QtMultimedia import QAudioSink

        super().__init__(parent)
        format_, self.form = _format_for(device)
        self._sink: QAudioSink = QAudioSink(device, format_, self)
        self._sink.setBufferSize(format_.bytesForDuration(_BUFFER_MS * 1000))

    def start(self, feed: Feed) -> None:
        """Begin to take."""
        self._sink.start(feed)

    def stop(self) -> None:
        """Take no more."""
        self._sink.reset()

    @property
    def is_broken(self) -> bool:
        """Whether the device takes no sound: it was unplugged, or another program has it for itself."""
        from PySide6.QtMultimedia import QtAudio

        return self._sink.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)

    def played_ms(self) -> float:
        """How much the device has played."""
        return self._sink.processedUSecs() / 1000

    def set_volume(self, volume: float) -> None:
        """Set how loud it is."""
        from PySide6.QtMultimedia import QtAudio

        scale = QtAudio.VolumeScale
        self._sink.setVolume(QtAudio.convertVolume(volume, scale.LogarithmicVolumeScale, scale.LinearVolumeScale))


def _format_for(device: QAudioDevice) -> tuple[QAudioFormat, Form]:
    """Our own form of samples, or the device's where it takes no other."""
    from PySide6.QtMultimedia import QAudioFormat

    kinds = QAudioFormat.SampleFormat
    ours = QAudioFormat()
    ours.setSampleRate(Form().rate)
    ours.setChannelCount(Form().channels)
    ours.setSampleFormat(kinds.Int16)
    if device.isFormatSupported(ours):
        return ours, Form()
    theirs = device.preferredFormat()
    theirs.setChannelCount(min(theirs.channelCount(), 2))
    names = {kinds.UInt8: "u8", kinds.Int16: "s16", kinds.Int32: "s32", kinds.Float: "flt"}
    return theirs, Form(theirs.sampleRate(), theirs.channelCount(), names.get(theirs.sampleFormat(), "s16"))
