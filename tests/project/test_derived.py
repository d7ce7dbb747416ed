"""What the file works out by itself is right whatever way rows are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotAProject
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.text import Edit, Span


@pytest.fixture
def source_id(project: Project, tmp_path: Path) -> int:
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP: I was afraid of the lawyers.\n", encoding="utf-8")
    return importing.add_files(project, [path])[0].id


def _tally(project: Project) -> list[tuple[int, int, int]]:
    return list(project.raw_connection.execute("SELECT code_id, source_id, codings FROM tally ORDER BY 1, 2"))


def _stale(project: Project) -> list[int]:
    return [row[0] for row in project.raw_connection.execute("SELECT source_id FROM stale_source")]


def test_codings_are_counted_by_code_and_source_through_undo_and_redo(project: Project, source_id: int) -> None:
    fear = codes.add(project, "Fear")
    segments.code_passage(project, source_id, Span(0, 4), fear.id)
    second = segments.code_passage(project, source_id, Span(5, 13), fear.id)
    assert _tally(project) == [(fear.id, source_id, 2)]
    segments.remove(project, second.id)
    assert _tally(project) == [(fear.id, source_id, 1)]
    project.undo()
    assert _tally(project) == [(fear.id, source_id, 2)]
    codes.delete(project, fear.id)
    assert _tally(project) == []


def test_a_text_that_changes_is_to_be_indexed_anew(project: Project, source_id: int) -> None:
    assert _stale(project) == [source_id]
    project.raw_connection.execute("DELETE FROM stale_source")
    project.raw_connection.commit()
    catalogue.rename(project, source_id, "P02")
    assert _stale(project) == []
    correcting.correct_text(project, source_id, [Edit(0, "", "So. ")])
    assert _stale(project) == [source_id]
    project.raw_connection.execute("DELETE FROM stale_source")
    project.raw_connection.commit()
    project.undo()
    assert _stale(project) == [source_id]


def test_a_file_without_its_triggers_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "study.icproj"
    with file.create(path, title="", passphrase=None) as project:
        project.raw_connection.execute("DROP TRIGGER segment_added")
        project.raw_connection.commit()
    with pytest.raises(NotAProject, match="damaged"):
        file.open_project(path)
