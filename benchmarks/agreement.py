"""The agreement of three coders on 60 codes in interviews of 100 million characters.

    python -m benchmarks.agreement FOLDER [MILLION_CHARACTERS ...]

Limit: ten seconds from the open, encrypted project to every figure with its
interval (1,000 resamples of the sources), by code, by source, by pair and
over all; by character, by turn and by segment, with and without the
interviewer's turns. Beside it: how much memory it takes, and how long the
list of disagreements does. The project is made in the folder from a seed.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.study import PASSPHRASE

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

LIMIT_S = 10.0
CHARACTERS, CODINGS = 62_500, 300
"""Of an interview of about an hour, and of each coder in it."""
CODERS = ("Ann", "Ben", "Cem")

_VERSION = 1
_THEMES, _CODES = 12, 4  # 12 themes with 4 codes each: 60 codes
_SOURCES_A_COMMIT = 50
_TURN = 250
_WORDS = "and then we talked about what it was like to be on call all night without anybody to ask "


def study(folder: Path, sources: int, seed: int = 1) -> Path:
    """Give the project of so many interviews that lies in a folder; make it where it doesn't."""
    from interviewcoder.project import file

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"agreement-{_VERSION}-{sources}.icproj"
    if path.exists():
        return path
    begun = path.with_stem(path.stem + "-begun")
    begun.unlink(missing_ok=True)
    chance = random.Random(seed)
    with file.create(begun, title="Agreement", passphrase=PASSPHRASE, coder=CODERS[0]) as project:
        coders = [project.work_as(name).id for name in CODERS]
        codes = _add_codes(project)
        for first in range(0, sources, _SOURCES_A_COMMIT):
            with project.quiet_write() as session:
                for number in range(first, min(first + _SOURCES_A_COMMIT, sources)):
                    _add_source(session, number, codes, coders, chance)
    begun.rename(path)
    return path


def _add_codes(project: Project) -> list[int]:
    from interviewcoder.coding import codes

    found = []
    with project.op("Make codes"):
        for theme in range(_THEMES):
            top = codes.add(project, f"Theme {theme}").id
            found += [top, *(codes.add(project, f"Code {theme}.{each}", parent_id=top).id for each in range(_CODES))]
    return found


def _add_source(session: Any, number: int, codes: list[int], coders: list[int], chance: random.Random) -> None:
    from interviewcoder.project.schema import SegmentRow, SourceRow, SpeakerRow, TurnRow

    source_id = number + 1
    turns = range(0, CHARACTERS, _TURN)
    line = (_WORDS * (_TURN // len(_WORDS) + 1))[: _TURN - 1]
    text = "\n".join([line] * len(turns)) + "\n"
    source = {"id": source_id, "uuid": _uuid(chance), "name": f"Interview {source_id:04}", "kind": "interview"}
    source |= {"position": number, "text": text, "added_at": "2026-01-01T09:00:00+00:00", "language": "en"}
    _insert(session, SourceRow, [source])
    voices = [{"id": 2 * number + place, "uuid": _uuid(chance), "source_id": source_id, "label": label,
               "interviewer": label == "I"} for place, label in enumerate(("I", "P"), 1)]  # fmt: skip
    _insert(session, SpeakerRow, voices)
    _insert(session, TurnRow, [
        {"uuid": _uuid(chance), "source_id": source_id, "speaker_id": 2 * number + 1 + place % 2,
         "start": start, "end": start + _TURN - 1} for place, start in enumerate(turns)
    ])  # fmt: skip
    _insert(session, SegmentRow, list(_codings(source_id, codes, coders, chance)))


def _codings(source_id: int, codes: list[int], coders: list[int], chance: random.Random) -> Iterator[dict[str, object]]:
    """What coders do: mostly the same passage with the same code, from about the same place on."""
    for _ in range(CODINGS):
        start, length, code = chance.randrange(CHARACTERS - 900), chance.randrange(40, 600), chance.choice(codes)
        for coder in coders:
            moved = chance.choice((0, 0, 0, 12, 90))
            yield {
                "uuid": _uuid(chance),
                "source_id": source_id,
                "start": start + moved,
                "end": start + length + chance.choice((0, 0, 25, 200)) + moved,
                "code_id": code if chance.random() < 0.8 else chance.choice(codes),
                "coder_id": coder,
                "exemplar": False,
                "created_at": "2026-01-02T09:00:00+00:00",
            }


def _insert(session: Any, kind: Any, rows: list[dict[str, Any]]) -> None:  # a Session; lower layers are imported late
    from sqlalchemy import insert

    session.execute(insert(kind.__table__), rows)


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def memory_mb() -> float:
    """The most memory this process has taken."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(path: Path, sources: int) -> float:
    """Measure one study; give the longest time, as a share of the limit."""
    from interviewcoder.analysis import agreement
    from interviewcoder.analysis.agreement_values import UNITS, Settings
    from interviewcoder.project import coders, file

    worst = 0.0
    with file.open_project(path, passphrase=PASSPHRASE) as project:
        who = [coder.id for coder in coders.listing(project)]
        print(f"{sources * CHARACTERS:,} characters, {sources:,} interviews, {sources * CODINGS * 3:,} codings")
        print(f"  memory with the project open: {memory_mb():.0f} MB")
        for unit in UNITS:
            for interviewer in (True, False):
                begun, cpu = time.perf_counter(), time.process_time()
                found = agreement.measure(project, who, Settings(unit, interviewer_turns=interviewer))
                taken, cpu = time.perf_counter() - begun, time.process_time() - cpu
                worst = max(worst, taken / LIMIT_S)
                alpha = found.overall.figures["krippendorff_alpha"].value
                told = f"alpha {alpha:.4f}" if alpha is not None else "no alpha"
                print(
                    f"  by {unit}, interviewer {'in' if interviewer else 'out'}: {taken:.2f} s (CPU {cpu:.2f} s), "
                    f"{taken / LIMIT_S:.2f} of the limit; {told}, {found.overall.disagreements:,} disagreements; "
                    f"memory at most {memory_mb():.0f} MB",
                    flush=True,
                )
        begun = time.perf_counter()
        places = agreement.disagreements(project, who)
        print(f"  the list of {len(places):,} disagreements: {time.perf_counter() - begun:.2f} s")
    return worst


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("millions", type=float, nargs="*", default=[100.0])
    options = parser.parse_args()
    worst = 0.0
    for millions in options.millions:
        sources = max(2, round(millions * 1_000_000 / CHARACTERS))
        worst = max(worst, measure(study(options.folder, sources), sources))
    sys.exit(worst > 1)


if __name__ == "__main__":
    main()
