"""Have projects open in processes of their own, for tests of what a second opener meets.

Started once, it forks a holder for each line of JSON that it reads: path and
passphrase. A holder says `open PROCESS` or why it isn't, and then does what
it is told, a line each: `code NAME`, `busy`, `close`. It says `done` or the
error. Where it ends, or is killed, `ended` is said in its place.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from interviewcoder.coding import codes
from interviewcoder.errors import InterviewCoderError
from interviewcoder.project import file
from interviewcoder.project.file import Project


def main() -> None:
    """Fork a holder for each order."""
    while line := sys.stdin.readline():
        holder = os.fork()
        if holder == 0:
            try:
                _hold(**json.loads(line))
            except InterviewCoderError as error:
                _say(f"refused {type(error).__name__}: {error.message}")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(holder, 0)
        _say("ended")


def _hold(path: str, passphrase: str | None) -> None:
    project = file.open_project(Path(path), passphrase=passphrase)
    _say(f"open {os.getpid()}")
    while words := sys.stdin.readline().split(maxsplit=1):
        try:
            if words[0] == "close":
                project.close()
                return
            _do(project, words)
            _say("done")
        except InterviewCoderError as error:
            _say(f"{type(error).__name__}: {error.message}")


def _do(project: Project, words: list[str]) -> None:
    if words[0] == "busy":
        # Many rows in each save, so that a reader often meets one that is under way.
        for number in range(30):
            with project.op("Add two"):
                codes.add(project, f"Left {number}", definition="x" * 3000)
                codes.add(project, f"Right {number}", definition="x" * 3000)
    else:
        codes.add(project, words[1].strip())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
