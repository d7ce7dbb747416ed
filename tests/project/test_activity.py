"""The log: who did what, and whether somebody tampered with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from interviewcoder.cases import cases
from interviewcoder.coding import codes
from interviewcoder.project import activity, file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow


def test_an_entry_says_who_did_what_to_what_and_when(project: Project) -> None:
    project.work_as("Ada")
    fear = codes.add(project, "Fear")
    (entry,) = project.log()
    assert (entry.coder, entry.label, entry.kind, entry.undone) == ("Ada", "Add code", "do", False)
    assert entry.ids == {"code": (fear.id,)}
    assert timedelta(0) <= datetime.now(UTC) - entry.at < timedelta(minutes=1)


def test_undoing_is_itself_logged_and_marks_what_was_done(project: Project) -> None:
    codes.add(project, "Fear")
    project.undo()
    assert [(e.kind, e.undone) for e in project.log()] == [("do", True), ("undo", False)]
    project.redo()
    assert [(e.kind, e.undone) for e in project.log()] == [("do", False), ("undo", False), ("redo", False)]


def test_the_chain_of_an_untouched_log_is_whole(project: Project) -> None:
    for name in ("Fear", "Hope", "Trust"):
        codes.add(project, name)
    project.undo()
    assert activity.first_broken(project.session) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2001-01-01T00:00:00+00:00"),
        ("coder_uuid", "somebody"),
        ("label", "Delete code"),
        ("kind", "undo"),
        ("step_id", 99),
        ("ids", "{}"),
        ("content_digest", "0" * 64),
    ],
)
def test_a_changed_entry_is_found(project: Project, column: str, value: object) -> None:
    for name in ("Fear", "Hope", "Trust"):
        codes.add(project, name)
    second = project.log()[1].id
    with project.quiet_write() as session:
        session.execute(update(ActivityRow).where(ActivityRow.id == second).values({column: value}))
    assert activity.first_broken(project.session) == second


def test_a_removed_entry_is_found_at_the_one_behind_it(project: Project) -> None:
    for name in ("Fear", "Hope", "Trust"):
        codes.add(project, name)
    _, second, third = (entry.id for entry in project.log())
    with project.quiet_write() as session:
        session.connection().exec_driver_sql("DELETE FROM activity WHERE id = ?", (second,))
    assert activity.first_broken(project.session) == third


def test_the_log_holds_no_text_of_the_study(tmp_path: Path) -> None:
    with file.create(tmp_path / "study.icproj", title="Study", passphrase=None) as project:
        cases.add(project, "Wilhelmina")
        fear = codes.add(project, "Quetzalcoatl", definition="xylophone")
        codes.rename(project, fear.id, "Popocatepetl")
        project.undo()
        rows = project.session.connection().exec_driver_sql("SELECT * FROM activity").fetchall()
    said = repr(rows)
    assert not [word for word in ("Wilhelmina", "Quetzalcoatl", "xylophone", "Popocatepetl") if word in said]
