"""The agreement of coders, compared with counting letter by letter and passage by passage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_ratings import of_ratings
from interviewcoder.analysis.agreement_values import Settings
from interviewcoder.coding.segments import code_passage
from interviewcoder.project.file import Project
from interviewcoder.sources.text import Span
from tests.analysis.coding_team import Team


@pytest.fixture
def team(project: Project, tmp_path: Path) -> Team:
    return Team(project, tmp_path)


_PASSAGES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 2), st.integers(0, 28), st.integers(1, 12)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=_PASSAGES)
def test_sweeps_find_what_counting_each_letter_finds(team: Team, drawn: list[tuple[int, int, int, int, int]]) -> None:
    names = ("Ann", "Ben", "Cem")
    for name in ("P01", "P02"):
        if name not in team.sources:
            team.add(name, 30)
    who = team.ids(*names)
    passages = {(s, c, who[w], a, min(a + length, 30)) for s, c, w, a, length in drawn}
    wanted = Settings(source_ids=frozenset(team.sources.values()), resamples=0)
    sources = list(team.sources.values())
    with team.project.op("Code") as _:
        for s, c, coder, a, b in passages:
            team.project.work_as(names[who.index(coder)])
            code_passage(team.project, sources[s], Span(a, b), team.code_id(f"C{c}"))
    found = agreement.measure(team.project, who, wanted)
    for code in found.codes:
        units = [
            ["yes" if any(p[:3] == (s, int(code.name[1]), coder) and p[3] <= at < p[4] for p in passages) else "no"
             for coder in who]
            for s in range(2) for at in range(30)
        ]  # fmt: skip
        expected = of_ratings(units, resamples=0)
        for name, figure in expected.items():
            assert code.measured.figures[name].value == pytest.approx(figure.value), (code.name, name)
    assert found.overall.disagreements == len(_places(passages, who))
    assert len(agreement.disagreements(team.project, who, wanted)) == found.overall.disagreements
    team.project.undo()


def _places(passages: set[tuple[int, int, int, int, int]], who: Sequence[int]) -> list[object]:
    """The places where coders differ, found by growing each from the letters that are coded in one piece."""
    found = []
    for s in range(2):
        for c in range(2):
            here = [p for p in passages if p[:2] == (s, c)]
            while here:
                place = [here.pop()]
                while near := [p for p in here if any(p[3] < q[4] and q[3] < p[4] for q in place)]:
                    place += near
                    here = [p for p in here if p not in near]
                letters = [{at for p in place if p[2] == w for at in range(p[3], p[4])} for w in who]
                if any(a != b for a, b in combinations(letters, 2)):
                    found.append(place)
    return list(found)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=_PASSAGES, percent=st.sampled_from([20, 50, 51, 100]))
def test_segments_match_as_they_do_one_by_one(
    team: Team, drawn: list[tuple[int, int, int, int, int]], percent: int
) -> None:
    if "P01" not in team.sources:
        team.add("P01", 40)
    who = team.ids("Ann", "Ben")
    with team.project.op("Code"):
        for _, c, w, a, length in drawn:
            team.code("P01", {("Ann", "Ben")[w % 2]: [(f"C{c}", a, min(a + length, 40))]})
    wanted = Settings("segment", threshold=percent / 100, source_ids=frozenset(team.sources.values()), resamples=0)
    found = agreement.measure(team.project, who, wanted)
    for code in found.codes:
        own = [
            _joined([(a, min(a + n, 40)) for _, c, w, a, n in drawn if f"C{c}" == code.name and w % 2 == one])
            for one in range(2)
        ]
        matched = [
            any(_shared(x, y) * 100 >= percent * (x[1] - x[0] + y[1] - y[0] - _shared(x, y)) for y in other)
            for mine, other in (own, own[::-1])
            for x in mine
        ]
        assert code.measured.figures["percent"].value == pytest.approx(sum(matched) / len(matched))
        letters = [{at for a, b in mine for at in range(a, b)} for mine in own]
        overlap = len(letters[0] & letters[1]) / len(letters[0] | letters[1])
        assert code.measured.figures["overlap"].value == pytest.approx(overlap)
    team.project.undo()


def _joined(passages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Passages that overlap as one; those that only adjoin stay two."""
    joined: list[tuple[int, int]] = []
    for a, b in sorted(passages):
        if joined and a < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return joined


def _shared(x: tuple[int, int], y: tuple[int, int]) -> int:
    return max(0, min(x[1], y[1]) - max(x[0], y[0]))
