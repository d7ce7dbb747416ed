"""Killed at any moment, a project loses nothing that was acknowledged."""

from __future__ import annotations

import json
import os
import random
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import IO, Any

import pytest

from interviewcoder.coding import codes
from interviewcoder.privacy import tombstones
from interviewcoder.project import activity, backup, file, media
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing

_SCRIPT = Path(__file__).with_name("killed_session.py")
# How many die in the middle of an operation; who had just finished it doesn't count.
_KILLS = int(os.environ.get("TEST_KILLS", "30"))
_TRIES_A_KILL = 8
_KILLS_A_FILE = 9
_KINDS = ("import", "code", "undo", "backup", "merge", "correct", "transcribe", "deidentify", "withdraw", "rekey")
# What can't be undone, and so isn't taken back to be compared.
_FOR_GOOD = {"withdraw", "rekey"}
_script = runpy.run_path(str(_SCRIPT))


class Killed:
    """What a worker had acknowledged, and what it was at, when it was killed."""

    def __init__(self) -> None:
        self.at = ""
        self.entries = 0
        self.digest = ""
        # What is there once somebody has withdrawn.
        self.without = ""

    def hear(self, line: str) -> None:
        kind, *words = line.split()
        if kind == "begin":
            self.at = words[0]
        elif kind == "without":
            self.without = words[0]
        elif kind == "ok":
            self.at, self.entries, self.digest = "", int(words[0]), words[1]


@pytest.fixture
def workers() -> Iterator[subprocess.Popen[str]]:
    """The process that forks a worker for each order."""
    command = [sys.executable, str(_SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what a killed process has written is written there too."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as name:
        yield Path(name)


@pytest.mark.long
def test_killed_at_random_moments_a_project_keeps_all_that_was_acknowledged(
    folder: Path, workers: subprocess.Popen[str]
) -> None:
    chance = random.Random(20261122)
    short, long = _recording(folder / "short.wav", 1), _recording(folder / "long.wav", 17)
    (folder / "leaving.txt").write_text("I: And you?\nP: I would rather not have said that.\n" * 50)
    met = dict.fromkeys(_KINDS, 0)
    number = 0
    while sum(met.values()) < _KILLS:
        assert number < _KILLS * _TRIES_A_KILL, f"hardly any died in the middle: {met}"
        # Each kind of work in its turn, until it was killed in the middle of it as often as the others.
        kind = min(_KINDS, key=met.__getitem__)
        encrypted = kind == "rekey" or number // _KILLS_A_FILE % 5 == 4
        passphrase = "seven quiet rivers" if encrypted else None
        path = folder / f"study {number // _KILLS_A_FILE}{' encrypted' * encrypted}.icproj"
        if not path.exists():
            _begin(path, passphrase, folder)
        order = {
            "path": str(path),
            "passphrase": passphrase,
            # The last in a file take two saves to store.
            "recording": str(long if number % _KILLS_A_FILE >= 8 else short),
            "kind": kind,
            "seed": number,
        }
        killed = _kill_one(workers, order, chance)
        if killed.at:
            met[killed.at] += 1
        with file.open_project(path, passphrase=passphrase) as project:
            tombstones.reapply(project)
            _check(project, killed)
        assert not path.with_name(f"{path.name}-journal").exists()
        number += 1
    assert min(met.values()) > 0


def _kill_one(process: subprocess.Popen[str], order: dict[str, Any], chance: random.Random) -> Killed:
    """Start a worker, see how long an operation of the kind takes it, and kill it at a random moment of the next."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order) + "\n")
    pid = int(process.stdout.readline().split()[1])
    killed = Killed()
    _hear_until(process.stdout, killed, "begin", order["kind"])
    began = monotonic()
    _hear_until(process.stdout, killed, "ok")
    lasted_s = monotonic() - began
    _hear_until(process.stdout, killed, "begin", order["kind"])
    # Nothing but the end of the operation is heard meanwhile.
    select.select([process.stdout], [], [], chance.random() * lasted_s)
    os.kill(pid, signal.SIGKILL)
    while (line := process.stdout.readline()) != "ended\n":
        killed.hear(line)
    return killed


def _hear_until(answers: IO[str], killed: Killed, *words: str) -> None:
    while True:
        line = answers.readline()
        assert line != "ended\n", f"the worker failed at: {killed.at or 'beginning'}"
        killed.hear(line)
        if line.split()[: len(words)] == [*words]:
            return


def _check(project: Project, killed: Killed) -> None:
    """All that was acknowledged is there, and at most the one operation that was under way."""
    more = _script["entries_of"](project) - killed.entries
    assert more in (0, 1)
    _check_recordings(project)
    assert activity.first_broken(project.session) is None
    assert project.raw_connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    for copy in backup.backups(project.path)[:1]:
        assert copy.size_bytes >= 4096
    if killed.at in _FOR_GOOD:
        assert _script["digest_of"](project) in {killed.digest, killed.without}
        return
    if more == 0:
        assert _script["digest_of"](project) == killed.digest
        return
    assert killed.at != "backup"
    if project.log()[-1].kind == "undo":
        project.redo()
    else:
        project.undo()
    assert _script["digest_of"](project) == killed.digest


def _check_recordings(project: Project) -> None:
    """Each recording is there to its last byte, and no byte of a recording that isn't."""
    wanted = {source.media_id for source in catalogue.listing(project) if source.media_id is not None}
    for media_id in wanted:
        view = media.view(project, media_id)
        with media.open_stream(project, media_id) as stream:
            stream.seek(-1, os.SEEK_END)
            assert len(stream.read()) == 1
        count = "SELECT sum(length(content)) FROM media_chunk WHERE media_uuid = ?"
        assert project.raw_connection.execute(count, (view.uuid,)).fetchone()[0] == view.size_bytes
    known = " ".join(row[0] for row in project.raw_connection.execute("SELECT media_uuids FROM step").fetchall())
    known += " ".join(row[0] for row in project.raw_connection.execute("SELECT uuid FROM media").fetchall())
    held = project.raw_connection.execute("SELECT DISTINCT media_uuid FROM media_chunk").fetchall()
    assert [uuid for (uuid,) in held if uuid not in known] == []


def _begin(path: Path, passphrase: str | None, folder: Path) -> None:
    transcript = folder / "P01.txt"
    transcript.write_text("I: What happened?\nP: I was afraid of the lawyers and of the press.\n" * 100)
    with file.create(path, title="Study", passphrase=passphrase) as project:
        importing.add_files(project, [transcript])
        codes.add(project, "Fear")


def _recording(path: Path, mebibytes: int) -> Path:
    noise = random.Random(7).randbytes(1024 * 1024)
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, 48_000, 0, "NONE", ""))
        for _ in range(mebibytes):
            out.writeframes(noise)
    return path
