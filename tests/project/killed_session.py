"""Work on projects in processes that somebody kills, and say what was acknowledged.

Started once, it forks a worker for each line of JSON that it reads: path,
passphrase, recording, kind of work, seed. A worker says `begin KIND` before
each operation and `ok ENTRIES DIGEST` when it has returned, until it is killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from itertools import chain, repeat
from pathlib import Path

from interviewcoder.cases import cases
from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.text import Span

_CONTENT = ("project", "coder", "media", "source", "words", "speaker", "turn", "code", "segment", "participant")


def entries_of(project: Project) -> int:
    """How many operations the log knows."""
    return int(project.raw_connection.execute("SELECT count(*) FROM activity").fetchone()[0])


def digest_of(project: Project) -> str:
    """What the study holds, as a hash."""
    read = project.raw_connection.execute
    rows = [read(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in _CONTENT]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def main() -> None:
    """Fork a worker for each order; its process id is the first thing it says."""
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            _work(**json.loads(line))
        os.waitpid(worker, 0)
        _say("ended")


def _work(path: str, passphrase: str | None, recording: str, kind: str, seed: int) -> None:
    _say(f"worker {os.getpid()}")
    chance = random.Random(seed)
    with file.open_project(Path(path), passphrase=passphrase) as project:
        _say(f"ok {entries_of(project)} {digest_of(project)}")
        for now in chain([chance.choice(["code", "undo"])], repeat(kind)):
            _say(f"begin {now}")
            _do(project, now, Path(recording), chance)
            _say(f"ok {entries_of(project)} {digest_of(project)}")


def _do(project: Project, kind: str, recording: Path, chance: random.Random) -> None:
    if kind == "import":
        importing.add_files(project, [recording])
    elif kind == "backup":
        project.back_up()
    elif kind == "code":
        source = next(source for source in catalogue.listing(project) if source.has_text)
        start = chance.randrange(catalogue.characters(project, source.id) - 20)
        with project.op("Code much"):
            for number in range(chance.randrange(1, 30)):
                name = f"Code {chance.random()} {number}"
                segments.code_with_name(project, source.id, Span(start, start + 15), name)
            cases.add(project, f"P{chance.random()}")
    elif project.redo_label and chance.random() < 0.5:
        project.redo()
    elif project.undo_label and len(codes.tree(project)) > 1:
        project.undo()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
