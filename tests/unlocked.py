"""Run programs that aren't locked, for tests that are.

The lock can't be taken off again, and every child inherits it. What has to
be shown of a program that locks itself, or of one that doesn't, is started by
this process: the first `conftest.py` starts it before it locks itself.

    python unlocked.py DESCRIPTOR

The descriptor is the socket to listen on. It ends when its standard input does.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

PLACE = "TEST_UNLOCKED_PLACE"


_running: list[subprocess.Popen[bytes]] = []


def start(place: Path) -> None:
    """Start the process, which ends with this one; to be called before the lock goes on."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(place))
        door.listen()
        command = [sys.executable, "-I", __file__, str(door.fileno())]
        # The system closes our end of the pipe when this process is gone, however that comes about.
        _running.append(subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[door.fileno()]))
    os.environ[PLACE] = str(place)


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a program without the lock and wait for its end."""
    words = [str(word) for word in command]
    order = {"command": words, "env": dict(env or os.environ), "cwd": str(Path.cwd())}
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(timeout)
        line.connect(os.environ[PLACE])
        with line.makefile("rw", encoding="utf-8") as talk:
            talk.write(json.dumps(order) + "\n")
            talk.flush()
            told = json.loads(talk.readline())
    return subprocess.CompletedProcess(words, told["returncode"], told["stdout"], told["stderr"])


def _serve(door: socket.socket) -> None:
    while True:
        line, _ = door.accept()
        threading.Thread(target=_answer, args=(line,), daemon=True).start()


def _answer(line: socket.socket) -> None:
    with line, line.makefile("rw", encoding="utf-8") as talk:
        order = json.loads(talk.readline())
        done = subprocess.run(
            order["command"],
            env=order["env"],
            cwd=order["cwd"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
        )
        told = {"returncode": done.returncode, "stdout": done.stdout, "stderr": done.stderr}
        talk.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    listening = socket.socket(fileno=int(sys.argv[1]))
    threading.Thread(target=_serve, args=(listening,), daemon=True).start()
    sys.stdin.buffer.read()
