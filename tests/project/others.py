"""Somebody else who has a project open: a process of this machine, or the note of another one."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewcoder.project import lock

ROOT = Path(__file__).resolve().parents[2]


def write_note(path: Path, **fields: object) -> None:
    """Leave a note beside a project; what isn't said is this machine's."""
    known = {"user": "ada", "host": socket.gethostname(), "process": 1, "since": "2026-01-01 10:00"}
    lock.note_path(path).write_text(json.dumps({**known, **fields}), encoding="utf-8")


class Others:
    """The process that holds projects open; see `holding.py`."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.project.holding"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    @contextmanager
    def holding(self, path: Path, passphrase: str | None = None) -> Iterator[Other]:
        """Have a project open in another process for the block."""
        self.say(json.dumps({"path": str(path), "passphrase": passphrase}))
        other = Other(self, self.hear())
        try:
            yield other
        finally:
            other.close()

    def say(self, line: str) -> None:
        """Tell it a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        """What it says next."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """Let it go."""
        self._process.communicate()


class Other:
    """One holder; `first` is what it said when it had opened the project, or couldn't."""

    def __init__(self, others: Others, first: str) -> None:
        self._others, self.first = others, first
        self.process = int(first.removeprefix("open ")) if first.startswith("open ") else 0
        self._ended = False

    def begin(self, what: str) -> None:
        """Let it do something, and don't wait for it."""
        self._others.say(what)

    def does(self, what: str) -> str:
        """Let it do something, and wait; “done” or its error."""
        self.begin(what)
        return self._others.hear()

    def answer(self) -> str:
        """What it says to what it has begun."""
        return self._others.hear()

    def kill(self) -> None:
        """End it by `kill -9`: its note stays."""
        os.kill(self.process, signal.SIGKILL)
        self._end()

    def close(self) -> None:
        """Let it close the project."""
        if not self._ended:
            if self.process:
                self._others.say("close")
            self._end()

    def _end(self) -> None:
        self._ended = True
        while self._others.hear() != "ended":
            continue
