"""Very large studies to measure on: made once from a seed, encrypted, kept in a folder that is named."""

from __future__ import annotations

import random
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.study import PASSPHRASE

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

WORDS_A_SOURCE, CODINGS_A_SOURCE = 10_000, 1_000
THEMES, SUBTHEMES, CODES = 8, 4, 5  # 8 themes, 32 below them, 160 below those: 200 codes
LEAST_CASES = 21
FREQUENT_CODE = "Code 1.1.1"
"""The code with the most codings: 3 % of all."""
FREQUENT_WORD = "kamela"
"""Said several times in nearly every source."""
RARE_WORD = "ombudsman"
"""Said in one source of a hundred, once."""

_SOURCES_A_COMMIT = 20
_VERSION = 2
_ROLES = ("nurse", "physician", "family", "manager")
_SITES = ("North", "South", "East", "West", "Island")
_SYLLABLES = "ba be bo da de do fa fi ka ke ko la le lo ma me mi na ne no pa pe po ra re ro sa se so ta te ti to va"
_LENGTHS = (4, 9, 15, 25, 40, 80)


@dataclass(frozen=True, slots=True)
class LargeStudy:
    """Where a study lies and how much there is of it."""

    path: Path
    sources: int

    @property
    def words(self) -> int:
        """How many words its sources have."""
        return self.sources * WORDS_A_SOURCE

    @property
    def codings(self) -> int:
        """How many codings its sources have."""
        return self.sources * CODINGS_A_SOURCE


def large_study(folder: Path, sources: int, seed: int = 1) -> LargeStudy:
    """Give the study of so many sources that lies in a folder; make it where it doesn't."""
    from interviewcoder.project import file

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"large-{_VERSION}-{sources}.icproj"
    if path.exists():
        return LargeStudy(path, sources)
    begun = path.with_stem(path.stem + "-begun")
    begun.unlink(missing_ok=True)
    chance = random.Random(seed)
    with file.create(begun, title=f"{sources} interviews", passphrase=PASSPHRASE, coder="Researcher") as project:
        _fill(project, sources, chance)
    begun.rename(path)
    return LargeStudy(path, sources)


def _fill(project: Project, sources: int, chance: random.Random) -> None:
    from interviewcoder.analysis import word_index

    codes = _add_codes(project)
    _add_cases(project, max(LEAST_CASES, sources), chance)
    vocabulary = _Vocabulary(chance)
    for first in range(0, sources, _SOURCES_A_COMMIT):
        with project.quiet_write() as session:
            for number in range(first, min(first + _SOURCES_A_COMMIT, sources)):
                _add_source(session, number, codes, vocabulary, chance)
    # As it is once somebody has searched: what is indexed later is measured with the search itself.
    while word_index.bring_up_to_date(project, budget_s=5).left:
        pass


def _add_codes(project: Project) -> list[int]:
    """Add the codes as a person would; the most frequent one comes first in what is returned."""
    from interviewcoder.coding import codes

    lowest, upper = [], []
    with project.op("Make codes"):
        for theme in range(1, THEMES + 1):
            top = codes.add(project, f"Theme {theme}").id
            for subtheme in range(1, SUBTHEMES + 1):
                middle = codes.add(project, f"Subtheme {theme}.{subtheme}", parent_id=top).id
                upper += [middle]
                names = (f"Code {theme}.{subtheme}.{number}" for number in range(1, CODES + 1))
                lowest += [codes.add(project, name, parent_id=middle).id for name in names]
            upper += [top]
    return lowest + upper


def _add_cases(project: Project, count: int, chance: random.Random) -> None:
    from interviewcoder.cases import attributes
    from interviewcoder.project.schema import CaseRow, CaseValueRow

    ids = [attributes.add(project, name).id for name in ("role", "site", "years in practice")]
    with project.quiet_write() as session:
        cases = [{"id": n, "uuid": _uuid(chance), "name": f"P{n:04}", "position": n} for n in range(1, count + 1)]
        _insert(session, CaseRow, cases)
        values = []
        for number in range(1, count + 1):
            told = (_ROLES[number % 4], _SITES[number % 5], str(chance.randrange(1, 40)))
            values += [
                {"uuid": _uuid(chance), "case_id": number, "attribute_id": id_, "value": value}
                for id_, value in zip(ids, told, strict=True)
            ]
        _insert(session, CaseValueRow, values)


class _Vocabulary:
    """Words of a made-up language, some far more frequent than others, as in any."""

    def __init__(self, chance: random.Random) -> None:
        syllables = _SYLLABLES.split()
        made = dict.fromkeys("".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 4)))) for _ in range(9000))
        self.words = [FREQUENT_WORD, *(word for word in made if word != FREQUENT_WORD)]
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))


def _add_source(session: Any, number: int, codes: list[int], vocabulary: _Vocabulary, chance: random.Random) -> None:
    from interviewcoder.project.schema import CaseSourceRow, SegmentRow, SourceRow, SpeakerRow, TurnRow

    source_id = number + 1
    text, turns, starts, ends = _spoken(number, vocabulary, chance)
    source = {"id": source_id, "uuid": _uuid(chance), "name": f"Interview {source_id:04}", "kind": "interview"}
    source |= {"position": number, "text": text, "added_at": "2026-01-01T09:00:00+00:00", "language": "en"}
    _insert(session, SourceRow, [source])
    voices = (("I", True, None), (f"P{source_id:04}", False, source_id))
    _insert(session, SpeakerRow, [
        {"id": 2 * number + place, "uuid": _uuid(chance), "source_id": source_id,
         "label": label, "interviewer": interviewer, "case_id": case_id}
        for place, (label, interviewer, case_id) in enumerate(voices, 1)
    ])  # fmt: skip
    _insert(session, TurnRow, [
        {"uuid": _uuid(chance), "source_id": source_id, "speaker_id": 2 * number + 1 + place % 2,
         "start": start, "end": end, "start_ms": start * 60, "end_ms": end * 60}
        for place, (start, end) in enumerate(turns)
    ])  # fmt: skip
    _insert(session, CaseSourceRow, [{"uuid": _uuid(chance), "case_id": source_id, "source_id": source_id}])
    _insert(session, SegmentRow, list(_codings(source_id, codes, starts, ends, chance)))


def _spoken(
    number: int, vocabulary: _Vocabulary, chance: random.Random
) -> tuple[str, list[tuple[int, int]], array[int], array[int]]:
    """Make a text of two voices in turn: questions of some words, answers of a hundred. Also where words stand."""
    words = chance.choices(vocabulary.words, cum_weights=vocabulary.weights, k=WORDS_A_SOURCE)
    if number % 100 == 0:
        words[WORDS_A_SOURCE // 2] = RARE_WORD
    turns: list[tuple[int, int]] = []
    starts, ends = array("i"), array("i")
    pieces: list[str] = []
    at = taken = 0
    while taken < WORDS_A_SOURCE:
        size = chance.randrange(4, 25) if len(turns) % 2 == 0 else chance.randrange(20, 180)
        said = words[taken : taken + size]
        taken += size
        begin = at
        for word in said:
            starts.append(at)
            at += len(word)
            ends.append(at)
            at += 1
        turns.append((begin, at - 1))
        pieces.append(" ".join(said))
    return "\n".join(pieces), turns, starts, ends


def _codings(
    source_id: int, codes: list[int], starts: array[int], ends: array[int], chance: random.Random
) -> Iterator[dict[str, object]]:
    # The first code has 3 % of all codings; the others fewer and fewer.
    weights = list(accumulate([3.9, *(1 / (rank / 40 + 1) * 1.9 for rank in range(len(codes) - 1))]))
    for _ in range(CODINGS_A_SOURCE):
        first = chance.randrange(len(starts) - 80)
        code = codes[bisect_right(weights, chance.random() * weights[-1], hi=len(codes) - 1)]
        yield {
            "uuid": _uuid(chance),
            "source_id": source_id,
            "start": starts[first],
            "end": ends[first + chance.choice(_LENGTHS) - 1],
            "code_id": code,
            "coder_id": 1,
            "exemplar": chance.random() < 0.01,
            "created_at": "2026-01-02T09:00:00+00:00",
        }


def _insert(session: Any, kind: Any, rows: list[dict[str, Any]]) -> None:  # a Session; lower layers are imported late
    from sqlalchemy import insert

    session.execute(insert(kind.__table__), rows)


def _uuid(chance: random.Random) -> str:
    hexed = f"{chance.getrandbits(128):032x}"
    return f"{hexed[:8]}-{hexed[8:12]}-4{hexed[13:16]}-a{hexed[17:20]}-{hexed[20:]}"
