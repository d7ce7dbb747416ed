"""Two codebooks side by side: what was added, removed, renamed, moved, reordered, redefined."""

from __future__ import annotations

from interviewcoder.coding import codes, versions
from interviewcoder.coding.code_order import move_all
from interviewcoder.coding.codebook_comparison import Comparison, FieldChange, compare
from interviewcoder.project.file import Project


def _compared_with_now(project: Project) -> Comparison:
    (version,) = versions.listing(project)
    return compare(project, version.id, None)


def test_two_codebooks_that_are_the_same_have_nothing_to_tell(project: Project) -> None:
    codes.find_or_add(project, "Emotions > Fear")
    versions.save(project, "v1")
    assert _compared_with_now(project).is_same
    assert _compared_with_now(project).unchanged == 2


def test_codes_that_came_and_went_are_told_in_the_order_of_the_tree(project: Project) -> None:
    old = codes.find_or_add(project, "Emotions > Fear")
    codes.add(project, "Trust")
    versions.save(project, "v1")
    codes.delete(project, old.id)
    codes.find_or_add(project, "Emotions > Hope")
    codes.find_or_add(project, "Anger > At the press")
    found = _compared_with_now(project)
    assert [placed.path for placed in found.added] == ["Emotions > Hope", "Anger", "Anger > At the press"]
    assert [placed.path for placed in found.removed] == ["Emotions > Fear"]
    assert (found.changed, found.unchanged) == ((), 2)


def test_a_redefinition_is_told_field_by_field_with_both_wordings(project: Project) -> None:
    fear = codes.add(project, "Fear", definition="Being afraid", brief="Fear")
    versions.save(project, "v1")
    codes.describe(project, fear.id, definition="Being afraid of others", status="final")
    codes.rename(project, fear.id, "Dread")
    (change,) = _compared_with_now(project).changed
    assert change.renamed
    assert (change.before.path, change.after.path) == ("Fear", "Dread")
    assert change.redefined == (
        FieldChange("definition", "Being afraid", "Being afraid of others"),
        FieldChange("status", "candidate", "final"),
    )


def test_a_code_below_another_one_has_moved_and_its_old_siblings_have_not(project: Project) -> None:
    fear, hope, _ = (codes.add(project, name) for name in ("Fear", "Hope", "Trust"))
    versions.save(project, "v1")
    move_all(project, [fear.id], parent_id=hope.id)
    (change,) = _compared_with_now(project).changed
    assert (change.before.path, change.after.path) == ("Fear", "Hope > Fear")
    assert (change.moved, change.reordered, change.renamed) == (True, False, False)


def test_of_siblings_in_another_order_as_few_as_possible_are_told(project: Project) -> None:
    ids = [codes.add(project, name).id for name in ("Fear", "Hope", "Trust", "Anger")]
    versions.save(project, "v1")
    move_all(project, [ids[0]], parent_id=None, position=3)
    (change,) = _compared_with_now(project).changed
    assert (change.after.code.name, change.reordered, change.moved) == ("Fear", True, False)


def test_two_versions_are_compared_without_the_codebook_of_today(project: Project) -> None:
    fear = codes.add(project, "Fear")
    first = versions.save(project, "v1")
    codes.rename(project, fear.id, "Dread")
    second = versions.save(project, "v2")
    codes.delete(project, fear.id)
    (change,) = compare(project, first.id, second.id).changed
    assert (change.before.code.name, change.after.code.name) == ("Fear", "Dread")
