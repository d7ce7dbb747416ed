"""One real window on a real display, driven by a mouse and a keyboard from outside."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.transcript import store_recognised

ROOT = Path(__file__).resolve().parents[2]
SCREEN = "1366x768"
# Everything is waited for by what is seen; this long only where nothing comes.
PATIENCE_S = float(os.environ.get("TEST_GRACE_S", "30"))
WORD_MS = 400
_DESKTOP = ("XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "WAYLAND_DISPLAY")
RECORDING_S = 20

INTERVIEW = """I: What came to mind when you read it?
P07: I was afraid of lawsuits, honestly. We all were. Nobody dared to answer in public.
I: And what helped?
P07: Talking about it. We sat down, the whole team, and talked it through over a long afternoon."""
SPOKEN = (
    ("S1", "How did your patients hear about you before the internet came along"),
    ("S2", "Word of mouth mostly and then suddenly strangers were rating us with little yellow stars"),
)


# What was said, the code's name, whether it is an exemplar.
Coding = tuple[str, str, bool]


class Hand:
    """A mouse and a keyboard on a display."""

    def __init__(self, display: str) -> None:
        # No desktop around, so that Qt shows file dialogs of its own.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_DESKTOP)}
        self.environment = {**kept, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}

    def do(self, *words: object) -> str:
        """Have xdotool do something."""
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as ctrl+z."""
        self.do("key", "--delay", 30, *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        # A sign that no key has is lent one for as long as the delay: a busy window must have read it by then.
        self.do("type", "--delay", 15 if text.isascii() else 400, text)

    def click(self, place: list[int], button: int = 1) -> None:
        """Click somewhere."""
        self.do("mousemove", *place, "sleep", 0.05, "click", button)

    def window(self, title: str) -> str:
        """The id of a window by its title, once it is there."""
        return self.do("search", "--sync", "--onlyvisible", "--name", title).split()[0]

    def focus(self, title: str) -> None:
        """Give the keyboard to a window, as a window manager would."""
        self.do("windowfocus", "--sync", self.window(title))

    def drag(self, start: list[int], end: list[int]) -> None:
        """Press somewhere, go somewhere else and let go there."""
        steps = [
            (start[0] + (end[0] - start[0]) * n // 8, start[1] + (end[1] - start[1]) * n // 8) for n in range(1, 8)
        ]
        # A drag begins a few pixels off, and what it hovers over needs a moment to answer.
        near = (start[0] + 6 if end[0] >= start[0] else start[0] - 6, start[1])
        self.do("mousemove", *start, "sleep", 0.05, "mousedown", 1, "sleep", 0.05, "mousemove", *near, "sleep", 0.1)
        for step in steps:
            self.do("mousemove", *step, "sleep", 0.04)
        self.do("mousemove", *end, "sleep", 0.1, "mousemove_relative", 1, 0, "sleep", 0.2, "mouseup", 1)


class Program:
    """The program in a process of its own, with a project open in it."""

    def __init__(self, arguments: list[str], project: Path, hand: Hand) -> None:
        self.hand = hand
        self._project = project
        self._process = subprocess.Popen(
            # One that isn't there yet is begun in the window.
            [sys.executable, *arguments, *([str(project)] if project.exists() else [])],
            env=hand.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def quit(self) -> list[Coding]:
        """Leave the program by its shortcut; gives the codings that are in the project afterwards."""
        self.hand.press("ctrl+q")
        return self.left()

    def left(self) -> list[Coding]:
        """Wait for the program's end, asked for by a person, and give the codings that are in the project then."""
        _, said = self._process.communicate(timeout=PATIENCE_S)
        assert self._process.returncode == 0, said.decode()
        # Qt may have something to say about the display; what Python says is ours.
        assert "Traceback" not in said.decode(), said.decode()
        with file.open_project(self._project) as project:
            return [
                (segments.quote(project, segment.id), segment.code_name, segment.exemplar)
                for segment in segments.listing(project)
            ]

    def stop(self) -> None:
        """End the program, however it is."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


class Watched(Program):
    """The program, and what it says it shows."""

    def __init__(self, project: Path, hand: Hand) -> None:
        super().__init__([str(Path(__file__).with_name("watched_window.py"))], project, hand)

    def ask(self, question: str, **details: object) -> Any:  # what JSON holds
        """Ask the program about itself."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"ask": question, **details}).encode() + b"\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_S)
        line = self._process.stdout.readline() if ready else b""
        assert line, f"no answer to {question}"
        return json.loads(line)

    def until(self, seen: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Wait until the window shows something."""
        give_up = time.monotonic() + PATIENCE_S
        while True:
            state: dict[str, Any] = self.ask("state")
            if seen(state):
                return state
            if time.monotonic() > give_up:
                pytest.fail(f"the window still shows {json.dumps(state)}")
            time.sleep(0.05)

    def until_brief(self, seen: Callable[[dict[str, Any]], object]) -> None:
        """Wait until a large study is so; its state would take long to tell."""
        give_up = time.monotonic() + PATIENCE_S
        while not seen(brief := self.ask("brief")):
            assert time.monotonic() < give_up, brief
            time.sleep(0.01)

    def part(self, name: str) -> list[int]:
        """Where a widget is, once it is there."""
        give_up = time.monotonic() + PATIENCE_S
        while (place := self.ask("part", name=name)) is None:
            assert time.monotonic() < give_up, name
            time.sleep(0.05)
        found: list[int] = place
        return found

    def word(self, said: str) -> list[int]:
        """Where a word of the transcript is."""
        (place,) = self.ask("words", said=said)
        found: list[int] = place
        return found

    def select(self, passage: str) -> None:
        """Drag over a passage, from the middle of its first word to the middle of its last."""
        places = self.ask("words", said=passage)
        self.hand.drag(places[0], places[-1])
        self.until(lambda state: state["selection"] == passage)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A display with nothing on it, not even a window manager."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("Xvfb and xdotool aren't here")
    ours, theirs = os.pipe()
    # Xvfb finds a free number itself and says which.
    screen = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{SCREEN}x24", "-nolisten", "tcp"]
    with subprocess.Popen(screen, pass_fds=[theirs], stderr=subprocess.DEVNULL) as server:
        os.close(theirs)
        with os.fdopen(ours) as said:
            number = said.readline().strip()
        yield f":{number}"
        server.terminate()


@pytest.fixture
def hand(display: str) -> Hand:
    """A mouse and a keyboard."""
    return Hand(display)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A project with a typed interview, nothing coded, two codes in the codebook."""
    interview = tmp_path / "P07.txt"
    interview.write_text(INTERVIEW, encoding="utf-8")
    path = tmp_path / "study.icproj"
    with file.create(path, title="Study", passphrase=None) as project:
        importing.add_files(project, [interview])
        codes.add(project, "Relief")
        codes.add(project, "Team talk")
    return path


@pytest.fixture
def word_ms() -> int:
    """How far apart the words of `recorded_study` begin."""
    return WORD_MS


@pytest.fixture
def recorded_study(tmp_path: Path) -> Path:
    """A project with a recording whose words are `WORD_MS` apart, the first at nothing."""
    recording = tmp_path / "P02.wav"
    with wave.open(str(recording), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(b"\0\10\0\370" * 8000 * RECORDING_S)
    words = iter(range(0, RECORDING_S * 1000, WORD_MS))
    turns = tuple(
        RecognisedTurn(
            speaker,
            tuple(RecognisedWord(word, at := next(words), at + WORD_MS - 50, 0.9) for word in said.split()),
        )
        for speaker, said in SPOKEN
    )
    path = tmp_path / "recorded.icproj"
    with file.create(path, title="Recorded", passphrase=None) as project:
        (source,) = importing.add_files(project, [recording])
        store_recognised(project, source.id, Recognised(turns, "en", RECORDING_S * 1000, "base"))
        assert catalogue.listing(project)[0].has_text
    return path


@pytest.fixture
def start(hand: Hand) -> Iterator[Callable[[Path], Watched]]:
    """Start the program with a project, and give its window the keyboard."""
    running: list[Watched] = []

    def open_window(project: Path) -> Watched:
        begun = project.exists()
        watched = Watched(project, hand)
        running.append(watched)
        watched.until(lambda state: "codes" in state or not begun)
        # No window manager does it for us.
        hand.focus("InterviewCoder")
        watched.until(lambda state: state["active"])
        return watched

    yield open_window
    for watched in running:
        watched.stop()


@pytest.fixture
def start_plain(hand: Hand) -> Iterator[Callable[[Path], Program]]:
    """Start the program as a terminal does, with nobody watching."""
    running: list[Program] = []

    def open_window(project: Path) -> Program:
        running.append(Program(["-m", "interviewcoder"], project, hand))
        return running[-1]

    yield open_window
    for program in running:
        program.stop()
