"""The history as it is read: steps, newest first, a page at a time."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, text

from interviewcoder.coding import codes
from interviewcoder.project import file, steps
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, StepRow
from interviewcoder.project.steps import Extent

_MANY = 100_000


def test_steps_are_told_newest_first_with_coder_moment_and_what_they_are_about(project: Project) -> None:
    project.work_as("Ana")
    with project.op("Set up the codebook"):
        fear = codes.add(project, "Fear")
        project.tell(count=1, name="Start")
    project.work_as("Ben")
    codes.rename(project, fear.id, "Dread")
    newest, oldest = steps.page(project)
    assert (newest.label, newest.coder, newest.ids) == ("Rename code", "Ben", {"code": (fear.id,)})
    assert (oldest.label, oldest.coder) == ("Set up the codebook", "Ana")
    assert oldest.about["name"] == "Start"
    assert abs((datetime.now(UTC) - newest.at).total_seconds()) < 60


def test_an_undone_step_stays_told_until_other_work_takes_its_place(project: Project) -> None:
    codes.add(project, "Fear")
    codes.add(project, "Hope")
    project.undo()
    assert [step.undone for step in steps.page(project)] == [True, False]
    assert steps.extent(project) == Extent(oldest=1, newest=2, now=1)
    codes.add(project, "Trust")
    assert [(step.id, step.undone) for step in steps.page(project)] == [(3, False), (1, False)]
    assert steps.extent(project) == Extent(oldest=1, newest=3, now=3)


def test_an_empty_history_has_no_extent(project: Project) -> None:
    assert steps.page(project) == []
    assert steps.extent(project) == Extent(None, None, None)


def test_what_cannot_be_undone_leaves_no_steps(project: Project) -> None:
    codes.add(project, "Fear")
    with project.op("Withdraw", undoable=False):
        codes.add(project, "Hope")
    assert steps.page(project) == []


def test_pages_follow_one_another_without_gap_or_overlap(project: Project) -> None:
    for number in range(7):
        codes.add(project, f"Code {number}")
    first = steps.page(project, limit=3)
    second = steps.page(project, before=first[-1].id, limit=3)
    third = steps.page(project, before=second[-1].id, limit=3)
    assert [step.id for step in (*first, *second, *third)] == [7, 6, 5, 4, 3, 2, 1]
    assert [step.id for step in steps.page(project, after=5)] == [7, 6]


def test_steps_are_found_by_coder_and_by_label(project: Project) -> None:
    project.work_as("Ana")
    fear = codes.add(project, "Fear")
    project.work_as("Ben")
    codes.rename(project, fear.id, "Dread")
    assert [step.label for step in steps.page(project, coder="Ana")] == ["Add code"]
    assert [step.coder for step in steps.page(project, labels=["Rename code", "Move code"])] == ["Ben"]


def test_the_steps_of_one_thing_are_found_without_those_undone(project: Project) -> None:
    fear = codes.add(project, "Fear")
    hope = codes.add(project, "Hope")
    codes.rename(project, fear.id, "Dread")
    codes.recolour(project, fear.id, "#123456")
    project.undo()
    assert [step.label for step in steps.touching(project, "code", fear.id)] == ["Rename code", "Add code"]
    assert [step.label for step in steps.touching(project, "code", hope.id)] == ["Add code"]
    assert steps.touching(project, "case", fear.id) == []


def test_how_far_it_is_to_a_step_is_told_in_both_directions(project: Project) -> None:
    for name in ("Fear", "Hope", "Trust"):
        codes.add(project, name)
    project.undo()
    assert steps.between(project, None) == (2, 0)
    assert steps.between(project, 1) == (1, 0)
    assert steps.between(project, 2) == (0, 0)
    assert steps.between(project, 3) == (0, 1)
    project.work_as("Ana")
    assert "Ana" in steps.coders(project)


def test_a_step_is_read_by_its_number(project: Project) -> None:
    codes.add(project, "Fear")
    step = steps.step(project, 1)
    assert step is not None
    assert step.label == "Add code"
    assert steps.step(project, 2) is None


def test_steps_are_read_after_a_restart(project: Project) -> None:
    codes.add(project, "Fear")
    before = steps.page(project)
    project.close()
    with file.open_project(project.path) as again:
        assert steps.page(again) == before


@pytest.fixture
def long_history(project: Project) -> Project:
    """100,000 steps, 300 bytes of images each, by two coders in turns."""
    project.work_as("Ben")
    coders = [str(row[0]) for row in project.session.execute(text("SELECT uuid FROM coder ORDER BY id"))]
    numbers = range(1, _MANY + 1)
    about = '{"code": "Fear", "source": "P07", "words": "afraid of lawsuits"}'
    made = [
        {"id": n, "label": "Code passage", "undone": n > 99_000, "images": bytes(300), "about": about} for n in numbers
    ]
    log = {
        "at": "2026-03-02T10:00:00+00:00",
        "label": "Code passage",
        "kind": "do",
        "content_digest": "",
        "chain_hash": "",
    }
    rows = [log | {"coder_uuid": coders[n % 2], "step_id": n, "ids": f'{{"segment": [{n}]}}'} for n in numbers]
    with project.quiet_write() as session:
        session.execute(insert(StepRow), made)
        session.execute(insert(ActivityRow), rows)
    return project


def test_any_page_and_the_extent_of_100_000_steps_are_read_within_20_ms(long_history: Project) -> None:
    def took_ms(**where: int | str) -> float:
        begun = time.perf_counter()
        assert len(steps.page(long_history, limit=100, **where)) == 100  # type: ignore[arg-type]
        return 1000 * (time.perf_counter() - begun)

    took_ms()  # statements are compiled once
    assert min(took_ms() for _ in range(5)) < 20
    assert min(took_ms(before=50_000) for _ in range(5)) < 20
    assert min(took_ms(before=50_000, coder="Ben") for _ in range(5)) < 20

    begun = time.perf_counter()
    assert steps.extent(long_history) == Extent(1, _MANY, 99_000)
    assert time.perf_counter() - begun < 0.02
