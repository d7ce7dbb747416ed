"""A thousand steps, over restarts: all of them can be taken back and done again."""

from __future__ import annotations

from typing import Any

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


def test_a_thousand_steps_are_undone_and_redone_over_restarts_to_the_letter(project: Project) -> None:
    path = project.path
    for name in ("Fear", "Hope", "Trust"):
        codes.add(project, name)
    begun = _codes(project)
    _work(project, 0, 400)
    project.close()
    with file.open_project(path) as second:
        _work(second, 400, _STEPS)
        end = _codes(second)
        for _ in range(300):
            second.undo()
    with file.open_project(path) as third:
        for _ in range(_STEPS - 300):
            third.undo()
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
