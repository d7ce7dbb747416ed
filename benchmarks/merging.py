"""Merging a second coder's copy of a large study. Limit: 30 s of one core; where nothing is new: 8 s.

    python -m benchmarks.merging [INTERVIEWS]

21 interviews of 12,000 words. Ours has 20,000 codings of them; in theirs somebody
made 2,000 codings of each, corrected a word of each on both sides, and
everything is in an encrypted file. Timed are the reading of that file, the
plan, carrying it out, undoing it, and the plan once nothing is new.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.review import merging_in, other_file
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import SpokenTurn, write_turns

INTERVIEWS, CODINGS, OURS, CODES = 21, 2_000, 20_000, 60
LIMIT_S, AGAIN_LIMIT_S = 30.0, 8.0
_WORDS = ("we", "waited", "for", "the", "doctor", "and", "nobody", "said", "anything", "about", "it", "then", "I")
_SECRET = "a large study of words"
Result = TypeVar("Result")


def _interview(project: Project, number: int, chance: random.Random) -> int:
    turns = [
        SpokenTurn("I" if turn % 2 else "P", " ".join(chance.choices(_WORDS, k=60)) + f" {number}-{turn}.")
        for turn in range(200)
    ]
    with project.op("Add interview") as session:
        row = SourceRow(name=f"P{number:02}", kind="transcript", position=number, added_at="")
        session.add(row)
        session.flush()
        write_turns(session, row, turns)
        return row.id


def _code(project: Project, sources: list[int], each: int, chance: random.Random) -> None:
    names = [codes.find_or_add(project, f"Code {number}").id for number in range(CODES)]
    texts = dict(project.session.query(SourceRow.id, SourceRow.text).tuples())
    for code_id in names:
        passages = []
        for source in sources:
            for _ in range(each // CODES + 1):
                start = chance.randrange(len(texts[source]) - 400)
                passages.append((source, Span(start, start + chance.randrange(20, 400))))
        segments.code_passages(project, passages, code_id)


def _correct(project: Project, sources: list[int], place: int, word: str) -> None:
    for source in sources:
        text = project.session.query(SourceRow.text).filter(SourceRow.id == source).scalar()
        at = text.index(" ", len(text) * place // 10)
        correct_text(project, source, [Edit(at, "", f" {word}")])


def _timed(name: str, work: Callable[[], Result]) -> tuple[Result, float]:
    begin, began = time.process_time(), time.perf_counter()
    result = work()
    took = time.process_time() - begin
    print(f"{name}: {took:.1f} s of one core ({time.perf_counter() - began:.1f} s by the clock)")
    return result, took


def main() -> int:
    """Print the figures; 1 when a limit is passed."""
    interviews = int(sys.argv[1]) if len(sys.argv) > 1 else INTERVIEWS
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "study.icproj", Path(folder) / "theirs.icproj"
        ours = file.create(path, title="Large", passphrase=_SECRET, coder="Ada")
        sources = [_interview(ours, number, chance) for number in range(interviews)]
        _code(ours, sources, OURS // INTERVIEWS, chance)
        other.write_bytes(b"".join(ours.blocks()))
        with file.open_project(other, passphrase=_SECRET) as theirs:
            theirs.work_as("Ben")
            _code(theirs, sources, CODINGS, chance)
            _correct(theirs, sources, 3, "really")
        _correct(ours, sources, 6, "truly")
        with ours:
            return _measured(ours, other)


def _measured(ours: Project, other: Path) -> int:
    reading, read = _timed("reading the other file", lambda: other_file.opened(other, passphrase=_SECRET))
    with reading:
        planned, plan = _timed("planning", lambda: merging_in.plan(ours, reading))
        print(f"  {len(planned.items):,} items, {len(planned.conflicts)} conflicts")
        receipt, carried = _timed("carrying out", lambda: merging_in.carry_out(ours, reading, planned, {}))
        print(f"  {receipt.taken:,} taken")
        again, nothing = _timed("planning again", lambda: merging_in.plan(ours, reading))
        print(f"  {len(again.items)} items")
        _timed("undoing it", ours.undo)
    within = read + plan + carried < LIMIT_S and nothing < AGAIN_LIMIT_S and not again.items
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
