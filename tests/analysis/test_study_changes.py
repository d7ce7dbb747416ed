"""What changed in a study since a moment, told in codes, codings, sources, participants and memos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewcoder.analysis.study_changes import CodingCounts, StudyChanges, ThingChange, study_changes, total
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos, merging, segments, versions
from interviewcoder.project import changes_since
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.text import Edit, Span

_SAID = "I: What happened?\nP: I was afraid of the lawyers and of the press, and nobody asked me.\n"


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Iterator[Project]:
    """A coded transcript."""
    path = tmp_path / "P01.txt"
    path.write_text(_SAID, encoding="utf-8")
    importing.add_files(project, [path])
    text = str(project.raw_connection.execute("SELECT text FROM source").fetchone()[0])
    for words in ("afraid", "press"):
        start = text.index(words)
        segments.code_with_name(project, 1, Span(start, start + len(words)), f"Emotions > {words.title()}")
    yield project


def _since(project: Project, entry: int) -> StudyChanges:
    return study_changes(project, entry)


def test_a_study_that_is_as_it_was_has_nothing_to_tell(study: Project) -> None:
    entry = changes_since.last_entry(study)
    codes.add(study, "Hope")
    study.undo()
    assert _since(study, entry).is_empty


def test_the_codebook_is_told_field_by_field_and_merges_as_merges(study: Project) -> None:
    entry = changes_since.last_entry(study)
    afraid, press = codes.by_name(study, "Afraid"), codes.by_name(study, "Press")
    codes.describe(study, afraid.id, definition="Being afraid")
    codes.rename(study, afraid.id, "Fear")
    merging.merge(study, [press.id], afraid.id, reason="the same")
    found = _since(study, entry)
    (change,) = found.codebook.changed
    assert (change.before.path, change.after.path) == ("Emotions > Afraid", "Emotions > Fear")
    assert "definition" in {field.field for field in change.redefined}
    assert [placed.code.name for placed in found.codebook.removed] == ["Press"]
    assert found.merged == {press.uuid: "Fear"}
    assert found.code_ids[afraid.uuid] == afraid.id
    (row,) = found.by_code
    assert (row.name, row.counts) == ("Fear", CodingCounts(recoded=1))


def test_codings_are_counted_by_code_and_by_source(study: Project) -> None:
    entry = changes_since.last_entry(study)
    first, second = segments.listing(study)
    segments.remove(study, first.id)
    segments.mark_exemplar(study, second.id)
    fear = codes.add(study, "Fear")
    segments.code_passage(study, 1, Span(2, 10), fear.id)
    segments.code_passage(study, 1, Span(3, 10), fear.id)
    found = _since(study, entry)
    assert {row.name: row.counts for row in found.by_code} == {
        "Afraid": CodingCounts(removed=1),
        "Fear": CodingCounts(added=2),
        "Press": CodingCounts(marked=1),
    }
    (source,) = found.by_source
    assert (source.name, source.counts) == ("P01", CodingCounts(added=2, removed=1, marked=1))
    assert total(found.by_code) == source.counts


def test_a_coding_that_only_moved_along_with_the_text_is_not_told(study: Project) -> None:
    entry = changes_since.last_entry(study)
    correcting.correct_text(study, 1, [Edit(0, "", "Well, now: ")])
    found = _since(study, entry)
    assert found.by_code == ()
    assert found.sources == (ThingChange("corrected", 1, "P01", count=2),)


def test_a_coding_whose_words_were_corrected_is_told_as_reworded_also_where_its_place_is_the_same(
    study: Project,
) -> None:
    entry = changes_since.last_entry(study)
    first, second = segments.listing(study)
    correcting.correct_text(study, 1, [Edit(first.span.start, "afraid", "scared")])
    correcting.correct_text(study, 1, [Edit(second.span.start, "press", "newspapers")])
    found = _since(study, entry)
    assert {row.name: row.counts.reworded for row in found.by_code} == {"Afraid": 1, "Press": 1}
    (source,) = found.sources
    assert (source.kind, source.count) == ("corrected", 2)


def test_sources_participants_memos_and_versions_are_told(study: Project, tmp_path: Path) -> None:
    memo = memos.add(study, title="Power", text="first thoughts")
    entry = changes_since.last_entry(study)
    catalogue.rename(study, 1, "P01 nurse")
    path = tmp_path / "P02.txt"
    path.write_text(_SAID, encoding="utf-8")
    importing.add_files(study, [path])
    nurse = cases.add(study, "P01")
    attributes.describe_case(study, nurse.id, {"role": "nurse"})
    memos.change(study, memo.key, text="second thoughts")
    versions.save(study, "Pilot")
    found = _since(study, entry)
    assert [(each.kind, each.name, each.before) for each in found.sources] == [
        ("renamed", "P01 nurse", "P01"),
        ("added", "P02", ""),
    ]
    assert found.participants == (ThingChange("added", nurse.id, "P01"),)
    (told,) = found.memos
    assert (told.kind, told.name, told.before, told.after) == ("changed", "Power", "first thoughts", "second thoughts")
    assert [(each.kind, each.name) for each in found.versions] == [("added", "Pilot")]


def test_a_deleted_source_takes_its_codings_along_and_has_nowhere_to_go_to(study: Project) -> None:
    entry = changes_since.last_entry(study)
    catalogue.delete(study, 1)
    found = _since(study, entry)
    assert found.sources == (ThingChange("removed", None, "P01"),)
    (row,) = found.by_source
    assert (row.id, row.name, row.counts.removed) == (None, "P01", 2)
