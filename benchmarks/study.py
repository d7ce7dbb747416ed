"""A study to measure on: made from a seed, encrypted, and opened in the real window."""

from __future__ import annotations

import multiprocessing
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.privacy import network_lock

network_lock.engage()

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: E402  # as all imports: behind the lock
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.recognised import Recognised, RecognisedTurn
    from interviewcoder.sources.sound import Sound
    from interviewcoder.ui.main_window import MainWindow

PASSPHRASE = "a passphrase for a benchmark"
CODES, CODINGS = 60, 500
_SAMPLE_RATE = 16_000
_PACKETS_PER_S = 50
# So long after a picture no other has followed: it was the last.
_QUIET_MS = 80

_VOCABULARY = """
    I we you they it the a this that ward patient nurse story comment post shift morning night family manager page
    reply worry name hospital phone policy meeting colleague answer read wrote asked told felt thought heard knew
    wanted waited called kept stopped began and but so because when after before with without about from of in on
    never often really maybe honestly still always again perhaps angry careful tired public private open afraid
    proud alone ready different difficult small long new first last own other whole good hard late quiet
""".split()  # noqa: SIM905  # as a list it would take a line for each word


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of an interview."""

    minutes: int
    turns: int
    words: int
    codings: int


INTERVIEW = Size(90, 600, 14_000, CODINGS)


def make_study(path: Path, sizes: Sequence[Size], seed: int = 1) -> None:
    """Make an encrypted project of interviews with recordings and their outlines, coded with 60 codes."""
    from interviewcoder.coding import codes
    from interviewcoder.project import file

    chance = random.Random(seed)
    project = file.create(path, title="Benchmark", passphrase=PASSPHRASE, coder="Researcher")
    with project.op("Make codes"):
        themes = [codes.add(project, f"Theme {number}").id for number in range(CODES // 6)]
        ids = [codes.add(project, f"Code {theme}.{n}", parent_id=theme).id for theme in themes for n in range(5)]
    for number, size in enumerate(sizes, 1):
        recording = path.parent / f"Interview {number:02}.ogg"
        write_recording(recording, size.minutes)
        _add_interview(project, recording, size, themes + ids * 3, chance)
        recording.unlink()
    project.close()


def _add_interview(project: Project, recording: Path, size: Size, codes: Sequence[int], chance: random.Random) -> None:
    from interviewcoder.coding import segments
    from interviewcoder.project import media
    from interviewcoder.sources import importing, stored_sound, transcript
    from interviewcoder.sources.text import Span

    source = importing.add_files(project, [recording])[0]
    transcript.store_recognised(project, source.id, spoken(size, chance))
    stored = media.media_of_source(project, source.id)
    assert stored is not None
    stored_sound.store_sound(project, stored.uuid, _outline(size.minutes, chance))
    words = transcript.transcript_of(project, source.id).words
    with project.op("Code the interview"):
        for _ in range(size.codings):
            first = chance.randrange(len(words) - 80)
            last = first + chance.choice((4, 9, 15, 25, 40, 80)) - 1
            span = Span(words[first].span.start, words[last].span.end)
            segments.code_passage(project, source.id, span, chance.choice(codes))


def _outline(minutes: int, chance: random.Random) -> Sound:
    """Make the outline that a recording has once it was transcribed or looked at."""
    from interviewcoder.sources.sound import PEAK_MS, SPEECH_MS, Sound

    length_ms = minutes * 60_000
    return Sound(chance.randbytes(length_ms // PEAK_MS), chance.randbytes(length_ms // SPEECH_MS))


def spoken(size: Size, chance: random.Random) -> Recognised:
    """Make a recognised interview: two voices in turn, each word with its time."""
    from interviewcoder.sources.recognised import Recognised

    cuts = sorted(chance.sample(range(1, size.words), size.turns - 1))
    bounds = list(zip([0, *cuts], [*cuts, size.words], strict=True))
    word_ms = size.minutes * 60_000 // size.words
    turns = tuple(_turn(chance, f"S{1 + number % 2}", *bound, word_ms) for number, bound in enumerate(bounds))
    return Recognised(turns, "en", size.minutes * 60_000, "base")


def _turn(chance: random.Random, speaker: str, start: int, end: int, word_ms: int) -> RecognisedTurn:
    from interviewcoder.sources.recognised import RecognisedTurn, RecognisedWord

    words: list[RecognisedWord] = []
    for number in range(start, end):
        text = chance.choice(_VOCABULARY)
        opens = number == start or words[-1].text.endswith(".")
        text = text.capitalize() if opens else text
        text += "." if number == end - 1 or chance.random() < 0.08 else ""
        words.append(RecognisedWord(text, number * word_ms, (number + 1) * word_ms - 20, chance.uniform(0.4, 1.0)))
    return RecognisedTurn(speaker, tuple(words))


def write_recording(path: Path, minutes: int) -> None:
    """Write minutes of a quiet tone as Opus: one second is encoded, and its packets written again and again."""
    from fractions import Fraction

    import av
    import numpy as np

    moments = np.arange(_SAMPLE_RATE) / _SAMPLE_RATE
    tone = (np.sin(moments * 440 * 2 * np.pi) * 3000).astype(np.int16).reshape(1, -1)
    with av.open(path, "w") as container:
        stream = container.add_stream("libopus", rate=_SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate = _SAMPLE_RATE
        packets = [bytes(packet) for packet in (*stream.encode(frame), *stream.encode(None))]
        step = _SAMPLE_RATE // _PACKETS_PER_S
        for number in range(minutes * 60 * _PACKETS_PER_S):
            packet = av.Packet(packets[number % len(packets)])
            packet.stream, packet.time_base = stream, Fraction(1, _SAMPLE_RATE)
            packet.pts = packet.dts = number * step
            packet.duration = step
            container.mux(packet)


@contextmanager
def window_with(folder: Path, sizes: Sequence[Size]) -> Iterator[MainWindow]:
    """Make a study in a folder and open it in the window, as `interviewcoder PROJECT` does."""
    os.environ["XDG_CONFIG_HOME"] = os.environ["APPDATA"] = str(folder)
    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    path = folder / "benchmark.icproj"
    # In a process of its own: what it takes to make a study is no part of what it takes to work on it.
    making = multiprocessing.get_context("spawn").Process(target=make_study, args=(path, sizes))
    making.start()
    making.join()
    assert making.exitcode == 0, "the study could not be made"
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)

    from interviewcoder import app
    from interviewcoder.settings import Settings
    from interviewcoder.ui import theme
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.prompts import QtPrompts

    theme.apply("light")
    # A backup may come in between by the clock; what it costs is not measured here.
    window = MainWindow(Settings(backup_every_minutes=0), QtPrompts(), app.open_sample)
    window.resize(1500, 940)
    window.show()
    window.open_project(path, passphrase=PASSPHRASE)
    settle(window)
    try:
        yield window
    finally:
        window.close()
        application.closeAllWindows()


class _LastPicture(QObject):
    """Notes when the window, or one part of it, was last painted to the end."""

    def __init__(self, window: QWidget, part: QWidget | None = None) -> None:
        super().__init__(window)
        self._part = part
        self._loop = QEventLoop(self)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._loop.quit)
        self._done = QTimer(self)
        self._done.setSingleShot(True)
        self._done.timeout.connect(self._note)
        self.at = 0.0
        self.cpu_at = 0.0

    def wait(self) -> None:
        """Return when nothing has been painted for a while."""
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self._note()
        self._loop.exec()
        application.removeEventFilter(self)

    def _note(self) -> None:
        self.at, self.cpu_at = time.perf_counter(), time.process_time()
        self._quiet.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See each paint event; its end is when the event loop comes round again."""
        if event.type() == QEvent.Type.Paint and (
            watched is self._part if self._part else isinstance(watched, QWidget)
        ):
            self._done.start(0)
        return False


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took to the end of the last picture, in ms by the clock and of the processor."""

    wall_ms: float
    cpu_ms: float


def settle(window: QWidget) -> None:
    """Wait until all that is to be painted is."""
    _LastPicture(window).wait()


def timed(window: QWidget, step: Callable[[], object], *, part: QWidget | None = None) -> Took:
    """Do what a person does, and wait for the picture of it: of the whole window, or of one part."""
    picture = _LastPicture(window, part)
    began, cpu_began = time.perf_counter(), time.process_time()
    step()
    picture.wait()
    return Took((picture.at - began) * 1e3, (picture.cpu_at - cpu_began) * 1e3)


def told(name: str, taken: Sequence[Took]) -> str:
    """Median and 95th percentile, and the CPU's median."""
    wall = [took.wall_ms for took in taken]
    cpu = statistics.median(took.cpu_ms for took in taken)
    return f"{name}: median {statistics.median(wall):.1f} ms, 95 % within {percentile(wall):.1f} ms, CPU {cpu:.1f} ms"


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The value that this share doesn't exceed: the nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, -int(-share * len(ranked) // 1) - 1))]


def asked(default: int) -> int:
    """How often to measure: the first argument, if there is one."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else default
