"""A thousand steps, over restarts: all of them can be taken back and done again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interviewcoder.coding import codes
from interviewcoder.project import file, steps
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, StepRow

_STEPS = 1_000


def _codes(project: Project) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = project.raw_connection.execute("SELECT * FROM code ORDER BY id").fetchall()
    return rows


def _work(project: Project, first: int, beyond: int) -> None:
    for number in range(first, beyond):
        with project.op("Define code") as session:
            row = session.get_one(CodeRow, 1 + number % 3)
            row.definition = f"{'What it means, at length. ' * 6}Round {number}."
            project.tell(code=row.name, count=number)


@pytest.fixture
def path() -> Iterator[Path]:
    """Where a project is written to at once: what takes time here is not the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder) / "study.icproj"


def test_a_thousand_steps_are_undone_and_redone_over_restarts_to_the_letter(path: Path) -> None:
    with file.create(path, title="Study", passphrase=None) as first:
        for name in ("Fear", "Hope", "Trust"):
            codes.add(first, name)
        begun = _codes(first)
        _work(first, 0, 400)
    with file.open_project(path) as second:
        _work(second, 400, _STEPS)
        end = _codes(second)
        for _ in range(50):
            second.undo()
    with file.open_project(path) as third:
        for _ in range(50):
            third.undo()
        # The third code is added by step 3.
        third.go_to(3)
        assert _codes(third) == begun
    with file.open_project(path) as fourth:
        middle = steps.page(fourth, limit=500)[-1]
        fourth.go_to(middle.id)
        round_ = int(middle.about["count"])
        code = codes.node(fourth, 1 + round_ % 3)
        assert code.name == middle.about["code"]
        assert code.definition.endswith(f" Round {round_}.")
        assert steps.extent(fourth).now == middle.id
    with file.open_project(path) as last:
        last.go_to(steps.extent(last).newest)
        assert _codes(last) == end
        # A long text of which a word changed is kept as that word.
        largest = last.session.query(StepRow).order_by(StepRow.id.desc()).first()
        assert largest is not None
        assert len(largest.images) < 200
