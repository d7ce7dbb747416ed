"""Views that show the same transcript read it once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotFound
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.text import Edit, Span
from interviewcoder.ui.project_signals import ProjectSignals

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project


@pytest.fixture
def source_id(project: Project, interview_file: Path) -> int:
    return importing.add_files(project, [interview_file])[0].id


def test_a_transcript_is_read_once_until_its_words_change(qtbot: QtBot, project: Project, source_id: int) -> None:
    signals = ProjectSignals(project)
    shown = signals.transcript_of(source_id)
    segments.code_passage(project, source_id, Span(0, 4), codes.add(project, "Fear").id)
    assert signals.transcript_of(source_id) is shown
    correcting.correct_text(project, source_id, [Edit(0, "", "So ")])
    assert signals.transcript_of(source_id).text == "So " + shown.text
    project.undo()
    assert signals.transcript_of(source_id).text == shown.text
    signals.end()


def test_views_that_hear_of_a_change_read_what_it_left(qtbot: QtBot, project: Project, source_id: int) -> None:
    signals = ProjectSignals(project)
    before = signals.transcript_of(source_id).text
    read: list[str] = []
    signals.changed.connect(lambda _: read.append(signals.transcript_of(source_id).text))
    correcting.correct_text(project, source_id, [Edit(0, "", "So ")])
    assert read == ["So " + before]
    signals.end()


def test_a_source_that_is_gone_isn_t_given_from_memory(qtbot: QtBot, project: Project, source_id: int) -> None:
    signals = ProjectSignals(project)
    signals.transcript_of(source_id)
    catalogue.delete(project, source_id)
    with pytest.raises(NotFound):
        signals.transcript_of(source_id)
    signals.end()
