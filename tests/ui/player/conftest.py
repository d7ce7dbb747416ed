"""Recordings whose pitch tells the time, inside an encrypted project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.media import MediaView
from interviewcoder.sources import importing
from interviewcoder.ui.player import PlayerBar
from interviewcoder.ui.player.playback import Playback
from interviewcoder.ui.player.sound_stream import Form

LENGTH_S = 60
# Shorter pieces have no pitch that can be told.
SHORTEST_HEARD = 256
# The tone rises steadily: its pitch says when it was played.
LOWEST_HZ, HZ_A_SECOND = 300.0, 80.0
ENCODINGS = {
    "wav": ("pcm_s16le", 16000),
    "flac": ("flac", 16000),
    "mp3": ("libmp3lame", 44100),
    "m4a": ("aac", 44100),
    "opus": ("libopus", 48000),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of sound that left the player: when it says it is from, and when its pitch says so."""

    start_ms: float
    pitch_ms: float
    loudest: int


class Ear(QObject):
    """Listens to what a player plays."""

    def __init__(self, playback: Playback) -> None:
        super().__init__(playback)
        self.heard: list[Heard] = []
        playback.handed_out.connect(self._on_sound)

    def _on_sound(self, start_ms: float, content: bytes) -> None:
        samples = np.frombuffer(content, dtype=np.int16)[:: Form().channels]
        if len(samples) >= SHORTEST_HEARD:
            middle = (pitch_of(samples) - LOWEST_HZ) / HZ_A_SECOND * 1000
            self.heard.append(Heard(start_ms, middle, int(np.abs(samples.astype(int)).max())))


def pitch_of(samples: NDArray[np.int16]) -> float:
    """The loudest frequency of some sound, in Hz."""
    padded = 1 << 17
    spectrum = np.abs(np.fft.rfft(samples.astype(np.float64) * np.hanning(len(samples)), padded))
    return float(spectrum.argmax() * Form().rate / padded)


def write_tone(path: Path) -> None:
    """Write a minute of rising tone in the format of the path's ending."""
    codec, rate = ENCODINGS[path.suffix.removeprefix(".")]
    times = np.arange(LENGTH_S * rate) / rate
    tone = 0.5 * np.sin(2 * np.pi * (LOWEST_HZ * times + HZ_A_SECOND / 2 * times**2))
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        convert = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
        for start in range(0, len(tone), 4096):
            frame = av.AudioFrame.from_ndarray(tone[None, start : start + 4096].astype(np.float32), "flt", "mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            for converted in convert.resample(frame):
                container.mux(stream.encode(converted))
        container.mux(stream.encode(None))


def add_recording(project: Project, path: Path) -> MediaView:
    """Take a recording into a project."""
    (source,) = importing.add_files(project, [path])
    found = media.media_of_source(project, source.id)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def tones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The rising tone in every format, by ending."""
    folder = tmp_path_factory.mktemp("tones")
    paths = {ending: folder / f"tone.{ending}" for ending in ENCODINGS}
    for path in paths.values():
        write_tone(path)
    return paths


@pytest.fixture
def recording(encrypted_project: Project, tones: dict[str, Path]) -> MediaView:
    """A minute of rising tone in the project."""
    return add_recording(encrypted_project, tones["opus"])


@pytest.fixture
def take_in(encrypted_project: Project) -> Callable[[Path], MediaView]:
    """Take a recording into the encrypted project."""
    return partial(add_recording, encrypted_project)


@pytest.fixture
def listen() -> Callable[[PlayerBar], Ear]:
    """Listen to a bar that has loaded something."""

    def to(bar: PlayerBar) -> Ear:
        playback = bar.findChild(Playback)
        assert playback is not None
        return Ear(playback)

    return to


@pytest.fixture
def bar(qtbot: QtBot, encrypted_project: Project) -> Iterator[PlayerBar]:
    """A player bar on the screen, which lets go of the project before that is closed."""
    made = PlayerBar()
    qtbot.addWidget(made)
    made.resize(900, 40)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.load(None)


@pytest.fixture
def choose_speed() -> Callable[[PlayerBar, float], None]:
    """Choose a speed as a person does."""

    def choose(bar: PlayerBar, speed: float) -> None:
        box = next(box for box in bar.findChildren(QComboBox) if box.accessibleName() == "Speed")
        box.setCurrentIndex(box.findData(speed))

    return choose
