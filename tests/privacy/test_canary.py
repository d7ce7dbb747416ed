"""A word that stands nowhere but in the study is looked for in every byte that the program left on the disk."""

from __future__ import annotations

import base64
import os
import runpy
import signal
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = Path(__file__).with_name("canary_session.py")
_CANARY: str = runpy.run_path(str(_SCRIPT))["CANARY"]
_PLACES = (".cache", ".config", ".local/share", ".local/state")


@dataclass(frozen=True, slots=True)
class Disk:
    """Where a session may write, and what it was given to read (which isn't looked through)."""

    places: Path
    given: Path

    @property
    def project(self) -> Path:
        return self.places / "projects" / "study.icproj"

    @property
    def journal(self) -> Path:
        return self.project.with_name("study.icproj-journal")

    def files_with_the_canary(self) -> list[str]:
        """The files that hold it in their bytes, in any way it may be written, or bear it in their name."""
        found = []
        for path in sorted(self.places.rglob("*")):
            name = str(path.relative_to(self.places))
            content = path.read_bytes() if path.is_file() else b""
            # Base 64 minds capitals: it is looked for as it is.
            spelt = any(spelling in content.lower() for spelling in _spellings())
            if spelt or _CANARY in name.lower() or any(spelling in content for spelling in _in_base64()):
                found.append(name)
        return found


def _spellings() -> list[bytes]:
    return [_CANARY.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]


def _in_base64() -> list[bytes]:
    """The word within a longer text in base 64: three ways, by where it begins."""
    return [base64.b64encode(b"x" * shift + _CANARY.encode())[4:-4] for shift in range(3)]


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """Folders for everything that a program can be told to write to, and a recording and a transcript."""
    disk = Disk(tmp_path / "places", tmp_path / "given")
    for folder in (disk.given, disk.project.parent, disk.places / "tmp", disk.places / "run"):
        folder.mkdir(parents=True)
    for place in _PLACES:
        (disk.places / "home" / place).mkdir(parents=True)
    with wave.open(str(disk.given / f"{_CANARY} at home.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    words = f"I: What is it?\nP: It is {_CANARY}, of course.\n" * 30
    (disk.given / f"P {_CANARY}.txt").write_text(words, encoding="utf-8")
    return disk


@pytest.fixture
def begin(disk: Disk) -> Iterator[Callable[[str | None], subprocess.Popen[str]]]:
    """Starts a session with or without a passphrase."""
    begun: list[subprocess.Popen[str]] = []

    def start(passphrase: str | None) -> subprocess.Popen[str]:
        home = disk.places / "home"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "INTERVIEWCODER_"))}
        names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        own = {name: str(home / place) for name, place in zip(names, _PLACES, strict=True)}
        own |= {"HOME": str(home), "TMPDIR": str(disk.places / "tmp"), "XDG_RUNTIME_DIR": str(disk.places / "run")}
        own |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
        own |= {"INTERVIEWCODER_PASSPHRASE": passphrase} if passphrase is not None else {}
        recording, transcript = sorted(disk.given.iterdir(), key=lambda path: path.suffix, reverse=True)
        words = [str(_SCRIPT), str(disk.project), str(recording), str(transcript), "yes" if passphrase else "no"]
        with (disk.places / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=kept | own,
                cwd=disk.places / "tmp",
                text=True,
            )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def _reach(process: subprocess.Popen[str], word: str) -> None:
    """Let the session go on until it says a word; what its verbs print is passed over."""
    stdin: IO[str] | None = process.stdin
    assert stdin is not None
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"the session ended before it was “{word}”")


def _go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_of_an_encrypted_study_no_word_lies_anywhere_on_the_disk(
    disk: Disk, begin: Callable[[str | None], subprocess.Popen[str]], passphrase: str
) -> None:
    process = begin(passphrase)
    _reach(process, "saving")
    # In the middle of a save, with the journal beside the file.
    assert disk.journal.stat().st_size > 4096
    assert disk.files_with_the_canary() == []
    _go_on(process)
    _reach(process, "open")
    assert list(disk.project.parent.glob("study-backups/*.icproj"))
    assert (disk.places / "home/.config/interviewcoder/settings.toml").exists()
    assert disk.files_with_the_canary() == []
    _go_on(process)
    _reach(process, "closed")
    assert disk.files_with_the_canary() == []
    _go_on(process)
    _reach(process, "saving")
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert disk.journal.exists()
    assert disk.files_with_the_canary() == []


def test_of_a_study_without_passphrase_the_same_search_finds_it(
    disk: Disk, begin: Callable[[str | None], subprocess.Popen[str]]
) -> None:
    process = begin(None)
    _reach(process, "saving")
    found = disk.files_with_the_canary()
    assert "projects/study.icproj" in found
    assert "projects/study.icproj-journal" in found
    # Even so it lies nowhere but in the project, its backups and, as a title, in the list of recent ones.
    elsewhere = [name for name in found if not name.startswith("projects/")]
    assert elsewhere == ["home/.config/interviewcoder/settings.toml"]
    assert any(name.startswith("projects/study-backups/") for name in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_search_finds_every_spelling(disk: Disk, encoding: str) -> None:
    (disk.places / "tmp" / "left").write_bytes(b"\x01\x02" + f"Our {_CANARY.title()} here".encode(encoding) + b"\x03")
    assert disk.files_with_the_canary() == ["tmp/left"]


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_the_search_finds_it_in_base_64(disk: Disk, shift: int) -> None:
    (disk.places / "tmp" / "left").write_bytes(base64.b64encode(b"abcdef"[: 3 + shift] + _CANARY.encode() + b"..."))
    assert disk.files_with_the_canary() == ["tmp/left"]
