"""One door for every change, and the way back through it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes
from interviewcoder.errors import NothingToRedo, NothingToUndo
from interviewcoder.project import file
from interviewcoder.project.changes import Changes
from interviewcoder.project.file import Project
from interviewcoder.project.history import WriteOutsideOperation
from interviewcoder.project.schema import CaseRow, CodeRow, CoderRow


def test_undo_takes_the_last_operation_back_and_redo_does_it_again(project: Project) -> None:
    codes.add(project, "Fear")
    codes.add(project, "Hope")
    project.undo()
    assert [code.name for code in codes.tree(project)] == ["Fear"]
    project.redo()
    assert [code.name for code in codes.tree(project)] == ["Fear", "Hope"]


def test_the_labels_say_what_undo_and_redo_would_do(project: Project) -> None:
    assert (project.undo_label, project.redo_label) == (None, None)
    fear = codes.add(project, "Fear")
    codes.rename(project, fear.id, "Dread")
    project.undo()
    assert (project.undo_label, project.redo_label) == ("Add code", "Rename code")


def test_an_empty_history_has_nothing_to_undo_or_redo(project: Project) -> None:
    with pytest.raises(NothingToUndo):
        project.undo()
    with pytest.raises(NothingToRedo):
        project.redo()


def test_doing_something_else_gives_up_what_could_be_redone(project: Project) -> None:
    codes.add(project, "Fear")
    project.undo()
    codes.add(project, "Hope")
    with pytest.raises(NothingToRedo):
        project.redo()


def test_an_operation_that_fails_changes_nothing(project: Project) -> None:
    with pytest.raises(ZeroDivisionError), project.op("Fail"):
        codes.add(project, "Fear")
        raise ZeroDivisionError
    assert codes.tree(project) == []
    assert project.log() == []
    assert project.undo_label is None


def test_an_operation_inside_another_joins_it(project: Project) -> None:
    with project.op("Set up the codebook"):
        codes.add(project, "Fear")
        codes.add(project, "Hope")
    assert [entry.label for entry in project.log()] == ["Set up the codebook"]
    project.undo()
    assert codes.tree(project) == []


def test_an_operation_that_changes_nothing_leaves_no_step_and_no_entry(project: Project) -> None:
    fear = codes.add(project, "Fear")
    codes.rename(project, fear.id, "Fear")
    codes.move(project, fear.id, parent_id=None)
    with project.op("Look around"):
        pass
    assert [entry.label for entry in project.log()] == ["Add code"]


def test_a_write_outside_an_operation_is_a_fault_of_ours(project: Project) -> None:
    project.session.add(CaseRow(name="P01", position=0))
    with pytest.raises(WriteOutsideOperation):
        project.session.flush()
    project.session.rollback()


def test_the_history_survives_closing(project: Project) -> None:
    codes.add(project, "Fear")
    codes.add(project, "Hope")
    project.undo()
    project.close()
    with file.open_project(project.path) as again:
        assert (again.undo_label, again.redo_label) == ("Add code", "Add code")
        again.redo()
        again.undo()
        again.undo()
        assert codes.tree(again) == []


def test_what_must_not_come_back_ends_the_history(project: Project) -> None:
    codes.add(project, "Fear")
    with project.op("Withdraw", undoable=False) as session:
        session.delete(session.scalars(select(CodeRow)).one())
    assert (project.undo_label, project.redo_label) == (None, None)
    assert [entry.label for entry in project.log()] == ["Add code", "Withdraw"]


def test_listeners_hear_once_of_an_operation_and_of_its_undoing(project: Project) -> None:
    heard: list[Changes] = []
    end = project.subscribe(heard.append)
    with project.op("Set up", initiator="the test"):
        fear = codes.add(project, "Fear")
        case = cases.add(project, "P01")
    project.undo()
    end()
    project.redo()
    assert [change.label for change in heard] == ["Set up", "Set up"]
    assert heard[0].ids == heard[1].ids == {"code": {fear.id}, "case": {case.id}}
    assert heard[0].initiator == "the test"
    assert heard[0].concerns("case", "segment")
    assert not heard[0].concerns("segment")


def test_names_that_were_swapped_in_one_operation_are_swapped_back(project: Project) -> None:
    first, second = cases.add(project, "P01"), cases.add(project, "P02")
    with project.op("Swap names"):
        cases.rename(project, first.id, "on the way")
        cases.rename(project, second.id, "P01")
        cases.rename(project, first.id, "P02")
    project.undo()
    assert [case.name for case in cases.listing(project)] == ["P01", "P02"]
    project.redo()
    assert [case.name for case in cases.listing(project)] == ["P02", "P01"]


def test_a_name_that_a_removed_row_left_to_another_goes_back(project: Project) -> None:
    role = attributes.add(project, "role")
    site = attributes.add(project, "site")
    with project.op("Keep one"):
        attributes.rename(project, site.id, "place")
        attributes.delete(project, role.id)
        attributes.rename(project, site.id, "role")
    project.undo()
    assert [attribute.name for attribute in attributes.listing(project)] == ["role", "site"]
    project.redo()
    assert [attribute.name for attribute in attributes.listing(project)] == ["role"]


def test_a_row_that_comes_and_goes_in_one_operation_leaves_no_trace(project: Project) -> None:
    with project.op("Think again"):
        codes.delete(project, codes.add(project, "Fear").id)
    assert project.log() == []


def test_a_number_never_comes_back_for_another_row(project: Project) -> None:
    gone = codes.add(project, "Fear")
    project.undo()
    assert codes.add(project, "Hope").id > gone.id


def test_a_quiet_write_inside_an_operation_waits_for_its_end(project: Project) -> None:
    with pytest.raises(ZeroDivisionError), project.op("Fail"):
        codes.add(project, "Fear")
        with project.quiet_write() as session:
            session.execute(insert(CoderRow).values(name="Ada", colour="#4477aa"))
        raise ZeroDivisionError
    assert codes.tree(project) == []
    assert project.session.scalar(select(CoderRow.id).where(CoderRow.name == "Ada")) is None


def test_a_quiet_write_that_fails_changes_nothing(project: Project) -> None:
    with pytest.raises(ZeroDivisionError), project.quiet_write() as session:
        session.execute(insert(CoderRow).values(name="Ada", colour="#4477aa"))
        raise ZeroDivisionError
    codes.add(project, "Fear")
    assert project.session.scalar(select(CoderRow.id).where(CoderRow.name == "Ada")) is None


def test_many_rows_changed_at_once_are_one_step_like_any_other(project: Project) -> None:
    ids = [codes.add(project, name).id for name in ("Fear", "Hope", "Worry")]
    with project.op("Sort codes") as session:
        read = session.get_one(CodeRow, ids[0])
        assert read.brief == ""
        changes = [(id_, {"brief": ""}, {"brief": f"Sort {id_}"}) for id_ in ids]
        project.history.change_rows(CodeRow, changes)
        assert read.brief == f"Sort {ids[0]}"
        read.brief = "Sort anew"
    assert [code.brief for code in codes.tree(project)] == ["Sort anew", *(f"Sort {id_}" for id_ in ids[1:])]
    project.undo()
    assert [code.brief for code in codes.tree(project)] == ["", "", ""]
    project.redo()
    assert codes.tree(project)[0].brief == "Sort anew"


def test_many_rows_arent_changed_outside_an_operation(project: Project) -> None:
    fear = codes.add(project, "Fear")
    with pytest.raises(WriteOutsideOperation):
        project.history.change_rows(CodeRow, [(fear.id, {"brief": ""}, {"brief": "Dread"})])
    assert codes.tree(project)[0].brief == ""


def test_a_project_goes_to_any_point_of_its_history_in_one_change(project: Project) -> None:
    steps: list[int] = []
    for name in ("Fear", "Hope", "Trust"):
        codes.add(project, name)
        steps.append(project.raw_connection.execute("SELECT max(id) FROM step").fetchone()[0])
    heard: list[Changes] = []
    end = project.subscribe(heard.append)
    project.go_to(steps[0])
    assert [node.name for node in codes.tree(project)] == ["Fear"]
    project.go_to(None)
    assert codes.tree(project) == []
    project.go_to(steps[1])
    assert [node.name for node in codes.tree(project)] == ["Fear", "Hope"]
    assert project.go_to(steps[1]) is None
    end()
    assert [len(changes.ids["code"]) for changes in heard] == [2, 1, 2]
    assert (project.undo_label, project.redo_label) == ("Add code", "Add code")


def test_a_step_that_is_gone_cannot_be_gone_to(project: Project) -> None:
    codes.add(project, "Fear")
    step: int = project.raw_connection.execute("SELECT max(id) FROM step").fetchone()[0]
    project.undo()
    codes.add(project, "Hope")
    with pytest.raises(NothingToUndo, match="no longer in the history"):
        project.go_to(step)


def test_an_operation_says_what_it_is_about(project: Project) -> None:
    heard: list[Changes] = []
    end = project.subscribe(heard.append)
    with project.op("Merge codes"):
        codes.add(project, "Fear")
        project.tell(code="Fear", into="Legal risk", codings=14)
    project.undo()
    end()
    assert [dict(changes.about) for changes in heard] == [{"code": "Fear", "into": "Legal risk", "codings": 14}] * 2
    with pytest.raises(WriteOutsideOperation):
        project.tell(code="Fear")
