"""Work on projects in processes that somebody kills, and say what was acknowledged.

Started once, it forks a worker for each line of JSON that it reads: path,
passphrase, recording, kind of work, seed. A worker says `begin KIND` before
each operation and `ok ENTRIES DIGEST` when it has returned, until it is killed; `without DIGEST` is what is there
once somebody has withdrawn.
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
from interviewcoder.coding import codes, merging, segments, versions
from interviewcoder.privacy import consent, decisions, pseudonyms, withdrawal
from interviewcoder.project import file, rekey
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import store_recognised

_CONTENT = (
    *("project", "coder", "media", "source", "words", "speaker", "turn", "code", "segment", "participant"),
    *("codebook_version", "pseudonym", "identifier", "consent"),
)


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
    work = Work(Path(path), passphrase, Path(recording), chance)
    _say(f"ok {entries_of(work.project)} {digest_of(work.project)}")
    for now in chain([chance.choice(["code", "undo"])], repeat(kind)):
        work.prepare(now)
        _say(f"begin {now}")
        work.do(now)
        _say(f"ok {entries_of(work.project)} {digest_of(work.project)}")


class Work:
    """One person's work in one project."""

    def __init__(self, path: Path, passphrase: str | None, recording: Path, chance: random.Random) -> None:
        self._path = path
        self._passphrase = passphrase
        self._recording = recording
        self._chance = chance
        self._leaving = 0
        self.project = file.open_project(path, passphrase=passphrase)

    def prepare(self, kind: str) -> None:
        """Do and acknowledge what the operation needs."""
        if kind == "withdraw":
            # Somebody who comes and goes again: the study is then what it was.
            _say(f"without {digest_of(self.project)}")
            with self.project.op("Add a participant"):
                (source,) = importing.add_files(self.project, [self._recording.with_name("leaving.txt")])
                self._leaving = cases.add(self.project, f"P{self._chance.random()}").id
                cases.tie_source(self.project, self._leaving, source.id)
            for start in range(0, 200, 20):
                segments.code_with_name(self.project, source.id, Span(start, start + 15), "Fear")
            self.project.back_up()
            _say(f"ok {entries_of(self.project)} {digest_of(self.project)}")
        if kind == "transcribe":
            importing.add_files(self.project, [self._recording])
            _say(f"ok {entries_of(self.project)} {digest_of(self.project)}")

    def do(self, kind: str) -> None:
        """Do it."""
        if kind == "rekey":
            self.project.close()
            # To the passphrase it has: the salt, and so every byte of the file, is another.
            rekey.change_passphrase(self._path, self._passphrase or "", self._passphrase or "")
            self.project = file.open_project(self._path, passphrase=self._passphrase)
        else:
            getattr(self, f"_{kind}")()

    def _import(self) -> None:
        importing.add_files(self.project, [self._recording])

    def _backup(self) -> None:
        self.project.back_up()

    def _code(self) -> None:
        project, chance = self.project, self._chance
        source_id = self._text()
        start = chance.randrange(catalogue.characters(project, source_id) - 20)
        with project.op("Code much"):
            for number in range(chance.randrange(1, 30)):
                name = f"Code {chance.random()} {number}"
                segments.code_with_name(project, source_id, Span(start, start + 15), name)
            cases.add(project, f"P{chance.random()}")

    def _undo(self) -> None:
        project = self.project
        if project.redo_label and self._chance.random() < 0.5:
            project.redo()
        elif project.undo_label and len(codes.tree(project)) > 1:
            project.undo()

    def _merge(self) -> None:
        with self.project.op("Code and merge"):
            self._code()
            some = [code.id for code in codes.tree(self.project)][-5:]
            if len(some) > 1:
                merging.merge(self.project, some[1:], some[0], reason="the same")
            versions.save(self.project, f"Version {self._chance.random()}")

    def _correct(self) -> None:
        at = self._chance.randrange(20)
        correcting.correct_text(self.project, self._text(), [Edit(at, "", "well, ")])

    def _transcribe(self) -> None:
        words = tuple(RecognisedWord(f"word{n}", n * 100, n * 100 + 90, 0.9) for n in range(3000))
        recognised = Recognised((RecognisedTurn("S1", words),), "en", 300_000, "tiny.en")
        untold = [s.id for s in catalogue.listing(self.project) if s.media_id is not None and not s.has_text]
        store_recognised(self.project, untold[-1], recognised)

    def _deidentify(self) -> None:
        with self.project.op("Replace and ask"):
            pseudonym = pseudonyms.add(self.project, "name", f"[Person {self._chance.random()}]")
            decisions.decide(self.project, [(self._text(), Span(3, 7))], pseudonym.id)
            case = cases.add(self.project, f"P{self._chance.random()}")
            consent.record(self.project, case.id, "quotes", True, "2026-11-22")

    def _withdraw(self) -> None:
        withdrawal.withdraw(self.project, self._leaving)

    def _text(self) -> int:
        return next(source.id for source in catalogue.listing(self.project) if source.has_text)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
