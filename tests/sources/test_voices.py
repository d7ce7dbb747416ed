"""Who says a passage."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.voices import Voice, voices_of


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """Two questions and their answers."""
    path = tmp_path / "Visit 3.txt"
    path.write_text("I: Who?\nAna: Me.\nI: And?\nBo: Me too.\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


def voice(project: Project, source: SourceView, words: str) -> Voice:
    start = transcript_of(project, source.id).text.index(words)
    return voices_of(project, [source.id])[source.id].voice_of(Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Who?", "I"),
        ("Who?\n", "I"),
        ("Who?\nMe", "Ana"),
        ("\nMe.", "Ana"),
        ("Me.\nAnd?\nMe too", "Ana"),
        ("And?\nMe too", "Bo"),
        ("Me too.", "Bo"),
    ],
)
def test_a_passage_is_the_first_participants_in_it(
    project: Project, interview: SourceView, words: str, label: str
) -> None:
    found = voice(project, interview, words)
    assert found.speaker is not None and found.speaker.label == label
    assert found.participant == ("" if label == "I" else f"source {interview.id}")


def test_the_only_case_of_a_source_says_what_no_tied_speaker_does(project: Project, interview: SourceView) -> None:
    first = cases.add(project, "P01").id
    cases.tie_source(project, first, interview.id)
    assert voice(project, interview, "Me too.").case_id == first
    assert voice(project, interview, "And?").case_id is None
    cases.tie_source(project, cases.add(project, "P02").id, interview.id)
    assert voice(project, interview, "Me too.").participant == f"source {interview.id}"


def test_of_no_sources_there_are_no_voices(project: Project) -> None:
    assert voices_of(project, []) == {}
