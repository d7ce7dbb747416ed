"""Coding blind: who sees whose codings, until all have finished."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.coding import blind, code_passages, codes, segments
from interviewcoder.errors import NotAllowed
from interviewcoder.project import coders, seeing
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def two(project: Project, tmp_path: Path) -> Project:
    """Two interviews, both coded with Fear by Ada and by Ben; Ada is at work and codes the first one blind with Ben."""
    for name in ("P01", "P02"):
        path = tmp_path / f"{name}.txt"
        path.write_text("I was afraid of lawsuits. We all were.", encoding="utf-8")
        importing.add_files(project, [path])
    coders.rename(project, project.coder.id, "Ada")
    fear = codes.add(project, "Fear").id
    for coder, start in (("Ada", 0), ("Ben", 6)):
        project.work_as(coder)
        for source_id in (1, 2):
            segments.code_passage(project, source_id, Span(start, 12), fear)
    project.work_as("Ada")
    seeing.watch(project)
    blind.begin(project, [1], [1, 2])
    return project


def whose(project: Project) -> list[tuple[int, str]]:
    return [(coding.source_id, coding.coder) for coding in segments.listing(project)]


def test_who_codes_blind_sees_no_coding_of_the_other_in_that_source(two: Project) -> None:
    assert whose(two) == [(1, "Ada"), (2, "Ada"), (2, "Ben")]
    assert blind.hidden(two) == {(1, 2)}
    fear = codes.by_name(two, "Fear")
    assert (fear.references, codes.usage(two)) == (3, {fear.id: {1: 1, 2: 2}})
    assert [(each.source_id, each.coder) for each in code_passages.CodePassages(two, fear.id).page(0, 9)] == whose(two)
    assert coders.work(two)[2].codings == 1
    two.work_as("Ben")
    assert whose(two) == [(1, "Ben"), (2, "Ada"), (2, "Ben")]
    two.work_as("Cleo")
    assert len(whose(two)) == 4, "who takes no part sees all"


def test_all_become_visible_when_the_last_one_has_finished(two: Project) -> None:
    assert blind.finish(two, 1).waiting_for == ("Ben",)
    assert whose(two) == [(1, "Ada"), (2, "Ada"), (2, "Ben")], "Ben is still at it"
    two.work_as("Ben")
    assert not blind.finish(two, 1).is_open
    assert len(whose(two)) == 4
    two.work_as("Ada")
    assert len(whose(two)) == 4
    assert codes.by_name(two, "Fear").references == 4
    with pytest.raises(NotAllowed, match="finished this source already"):
        blind.finish(two, 1)


def test_to_have_finished_can_be_taken_back_and_all_of_it_ended(two: Project) -> None:
    blind.finish(two, 1)
    two.work_as("Ben")
    blind.finish(two, 1)
    two.undo()
    assert len(whose(two)) == 3
    blind.end(two, [1])
    assert len(whose(two)) == 4
    assert blind.listing(two) == []


def test_beginning_anew_asks_those_who_finished_again_and_lets_go_of_who_is_not_named(two: Project) -> None:
    blind.finish(two, 1)
    blind.begin(two, [1, 2], [1])
    found = blind.listing(two)
    assert [(each.source, each.waiting_for) for each in found] == [("P01", ("Ada",)), ("P02", ("Ada",))]
    assert whose(two) == [(1, "Ada"), (2, "Ada")]
    with pytest.raises(NotAllowed, match="don't code this source blind"):
        two.work_as("Ben")
        blind.finish(two, 1)


def test_what_changes_the_project_sees_all(two: Project) -> None:
    with seeing.everything(two):
        assert len(whose(two)) == 4
    fear = codes.by_name(two, "Fear").id
    codes.delete(two, fear)
    with seeing.everything(two):
        assert whose(two) == [], "the hidden coding went with its code"
    two.undo()
    with seeing.everything(two):
        assert len(whose(two)) == 4


def test_a_project_that_nobody_looks_at_hides_nothing(two: Project) -> None:
    path = two.path
    two.close()
    from interviewcoder.project.file import open_project

    with open_project(path) as again:
        assert len(whose(again)) == 4
        assert blind.hidden(again) == {(1, 2)}
