"""The activity log as evidence: what somebody did to it is located, entry by entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from interviewcoder.coding import codes
from interviewcoder.errors import NotAllowed
from interviewcoder.privacy import log_check
from interviewcoder.project import activity, file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow


@pytest.fixture
def five(project: Project) -> Project:
    """A project whose log has five entries."""
    for name in ("Fear", "Hope", "Trust", "Anger", "Joy"):
        codes.add(project, name)
    return project


def faults(project: Project) -> list[tuple[str, int, int]]:
    return [(fault.kind, fault.first, fault.last) for fault in log_check.check(project).faults]


def change(project: Project, entry: int, **values: object) -> None:
    with project.quiet_write() as session:
        session.execute(update(ActivityRow).where(ActivityRow.id == entry).values(**values))


def test_an_untouched_log_is_whole_and_its_head_is_the_last_hash(five: Project) -> None:
    found = log_check.check(five)
    assert (found.entries, found.is_whole) == (5, True)
    assert log_check.entry_with(five, found.head) == 5


def test_an_empty_log_is_whole(project: Project) -> None:
    found = log_check.check(project)
    assert (found.entries, found.head, found.faults) == (0, "", ())


@pytest.mark.parametrize("values", [{"label": "Delete code"}, {"at": "2001-01-01T00:00:00+00:00"}, {"step_id": 77}])
def test_a_changed_entry_is_located(five: Project, values: dict[str, object]) -> None:
    change(five, 3, **values)
    assert ("changed", 3, 3) in faults(five)
    assert not [fault for fault in faults(five) if fault[0] not in ("changed", "unlogged")]


def test_an_entry_of_which_one_letter_of_the_hash_is_other_is_located(five: Project) -> None:
    head = log_check.check(five).head
    change(five, 5, chain_hash=("0" if head[0] != "0" else "1") + head[1:])
    assert faults(five) == [("changed", 5, 5)]


def test_an_inner_entrys_changed_hash_is_told_from_a_changed_entry(five: Project) -> None:
    change(five, 3, chain_hash="ab" * 32)
    assert faults(five) == [("hash", 3, 3)]


def test_entries_that_were_taken_out_are_counted(five: Project) -> None:
    with five.quiet_write() as session:
        session.execute(delete(ActivityRow).where(ActivityRow.id.in_((2, 3))))
    assert ("missing", 2, 3) in faults(five)


def test_the_first_entry_is_missed(five: Project) -> None:
    with five.quiet_write() as session:
        session.execute(delete(ActivityRow).where(ActivityRow.id == 1))
    assert ("missing", 1, 1) in faults(five)


def test_a_tail_that_was_cut_off_is_missed_though_the_rest_fits(five: Project) -> None:
    with five.quiet_write() as session:
        session.execute(delete(ActivityRow).where(ActivityRow.id > 3))
    assert ("cut off", 4, 5) in faults(five)


def test_a_log_that_was_emptied_is_missed(five: Project) -> None:
    with five.quiet_write() as session:
        session.execute(delete(ActivityRow))
    assert ("cut off", 1, 5) in faults(five)


def test_steps_without_an_entry_are_told(five: Project) -> None:
    with five.quiet_write() as session:
        session.execute(delete(ActivityRow).where(ActivityRow.id > 3))
        # Somebody who knows of it takes the count back as well.
        session.connection().exec_driver_sql("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'activity'")
    assert faults(five) == [("unlogged", 4, 5)]


def test_two_entries_that_changed_places_are_told(five: Project) -> None:
    with five.quiet_write() as session:
        for before, after in ((2, 99), (4, 2), (99, 4)):
            session.execute(update(ActivityRow).where(ActivityRow.id == before).values(id=after))
        session.connection().exec_driver_sql("UPDATE sqlite_sequence SET seq = 5 WHERE name = 'activity'")
    moved = [fault for fault in log_check.check(five).faults if fault.kind == "moved"]
    assert (moved[0].first, moved[0].words) == (2, "Entry 2 was moved: it belongs behind entry 3.")


def test_a_chain_worked_out_anew_is_betrayed_by_a_head_on_paper_alone(five: Project) -> None:
    head = log_check.check(five).head
    with five.quiet_write() as session:
        session.execute(update(ActivityRow).where(ActivityRow.id == 2).values(label="Nothing"))
    hashes, previous = {}, activity.NO_HASH
    for row in five.session.query(ActivityRow).order_by(ActivityRow.id).all():
        hashes[row.id] = previous = activity.chain_hash(previous, row)
    for entry, made in hashes.items():
        change(five, entry, chain_hash=made)
    assert log_check.check(five).is_whole
    assert log_check.entry_with(five, head) is None


def test_a_head_stays_in_the_chain_as_work_goes_on(five: Project, tmp_path: Path) -> None:
    head = log_check.check(five).head
    codes.add(five, "Relief")
    five.close()
    with file.open_project(tmp_path / "study.icproj") as again:
        assert log_check.entry_with(again, head[:12].upper()) == 5


@pytest.mark.parametrize("head", ["", "abc", "not a hash at all", "g" * 64, "a" * 65])
def test_what_is_no_hash_is_said_to_be_none(five: Project, head: str) -> None:
    with pytest.raises(NotAllowed, match="no hash"):
        log_check.entry_with(five, head)


@pytest.mark.parametrize("statement", ["DELETE FROM sqlite_sequence", "UPDATE sqlite_sequence SET seq = 1"])
def test_a_count_of_entries_that_was_changed_is_told(five: Project, statement: str) -> None:
    five.session.execute(text(statement))
    (found,) = (fault for fault in log_check.check(five).faults if fault.kind == "cut off")
    assert "was changed outside" in found.words
