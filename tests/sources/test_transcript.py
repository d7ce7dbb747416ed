"""Turns, speakers and words of an interview."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewcoder.cases import cases
from interviewcoder.coding import segments
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing, transcript
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Span


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A source whose transcript is to be replaced."""
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP01: I was afraid.\nI: Of what?\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


def _said(speaker: str, *words: str, at_ms: int = 0, space: bool = True) -> RecognisedTurn:
    times = [(at_ms + 400 * n, at_ms + 400 * n + 300) for n in range(len(words))]
    return RecognisedTurn(
        speaker,
        tuple(RecognisedWord(word, *time, 0.9, space) for word, time in zip(words, times, strict=True)),
    )


def _recognised(*turns: RecognisedTurn) -> Recognised:
    return Recognised(turns, "en", 60_000, "base")


def test_turns_join_to_a_text_without_labels(project: Project, interview: SourceView) -> None:
    read = transcript.transcript_of(project, interview.id)
    assert read.text == "What happened?\nI was afraid.\nOf what?"
    assert [turn.span.text_in(read.text) for turn in read.turns] == read.text.split("\n")
    assert [(speaker.label, speaker.interviewer) for speaker in read.speakers] == [("I", True), ("P01", False)]
    assert [read.speaker(turn.speaker_id) for turn in read.turns] == [*read.speakers, read.speakers[0]]
    assert read.time_at(3) is None


def test_a_place_belongs_to_its_turn(project: Project, interview: SourceView) -> None:
    read = transcript.transcript_of(project, interview.id)
    first, second, third = read.turns
    places = (0, 13, 14, 15, 28, len(read.text) + 9)
    assert [read.turn_at(place) for place in places] == [first, first, first, second, second, third]
    assert read.turn_at(-1) is None
    assert read.speaker(None) is None


def test_what_was_recognised_becomes_the_transcript_with_times(project: Project, interview: SourceView) -> None:
    said = _recognised(_said("S1", "What", "is", "it?"), _said("S2"), _said("S2", "It", "is", "it.", at_ms=5000))
    transcript.store_recognised(project, interview.id, said)
    read = transcript.transcript_of(project, interview.id)
    assert read.text == "What is it?\nIt is it."
    assert [speaker.label for speaker in read.speakers] == ["S1", "S2"]
    assert [(turn.start_ms, turn.end_ms) for turn in read.turns] == [(0, 1100), (5000, 6100)]
    assert [word.span.text_in(read.text) for word in read.words] == ["What", "is", "it?", "It", "is", "it."]
    assert read.time_at(read.text.rindex("it.")) == 5800
    assert catalogue.by_name(project, "P01").language == "en"


def test_a_transcription_is_one_step(project: Project, interview: SourceView) -> None:
    before = transcript.transcript_of(project, interview.id)
    transcript.store_recognised(project, interview.id, _recognised(_said("S1", "Hello")))
    after = transcript.transcript_of(project, interview.id)
    transcript.store_recognised(project, interview.id, _recognised(_said("S1", "Goodbye", "now")))
    project.undo()
    assert transcript.transcript_of(project, interview.id) == after
    project.undo()
    assert transcript.transcript_of(project, interview.id) == before
    project.redo()
    assert transcript.transcript_of(project, interview.id) == after


_word = st.text(st.sampled_from("ab😨é.שé日"), min_size=1, max_size=4)


@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.lists(_word, max_size=6), st.booleans()), max_size=4))
def test_each_word_stands_where_it_says(
    project: Project, interview: SourceView, turns: list[tuple[list[str], bool]]
) -> None:
    said = _recognised(*(_said("", *words, space=space) for words, space in turns))
    transcript.store_recognised(project, interview.id, said)
    read = transcript.transcript_of(project, interview.id)
    assert [word.span.text_in(read.text) for word in read.words] == [word for words, _ in turns for word in words]
    assert read.text == "\n".join((" " if space else "").join(words) for words, space in turns if words)
    assert [turn.span.text_in(read.text) for turn in read.turns] == [line for line in read.text.split("\n") if line]
    assert read.speakers == ()


def test_silence_is_an_empty_transcript(project: Project, interview: SourceView) -> None:
    transcript.store_recognised(project, interview.id, _recognised())
    read = transcript.transcript_of(project, interview.id)
    assert (read.text, read.turns, len(read.words)) == ("", (), 0)
    assert not catalogue.by_name(project, "P01").has_text


def test_a_coded_transcript_is_kept(project: Project, interview: SourceView) -> None:
    segments.code_with_name(project, interview.id, Span(0, 4), "Fear")
    with pytest.raises(NotAllowed, match="P01"):
        transcript.store_recognised(project, interview.id, _recognised(_said("S1", "Hello")))
    assert transcript.transcript_of(project, interview.id).text.startswith("What happened?")


def test_what_is_gone_is_said_to_be_gone(project: Project) -> None:
    with pytest.raises(NotFound):
        transcript.transcript_of(project, 99)
    with pytest.raises(NotFound):
        transcript.store_recognised(project, 99, _recognised())
    with pytest.raises(NotFound):
        transcript.rename_speaker(project, 99, "I")
    with pytest.raises(NotFound):
        transcript.mark_interviewer(project, 99, True)


def test_a_voice_is_named_and_tied_to_a_participant(project: Project, interview: SourceView) -> None:
    case = cases.add(project, "Nurse")
    voice = transcript.transcript_of(project, interview.id).speakers[1]
    transcript.rename_speaker(project, voice.id, " P07 ")
    transcript.mark_interviewer(project, voice.id, True)
    transcript.tie_speaker(project, voice.id, case.id)
    now = transcript.transcript_of(project, interview.id).speakers[1]
    assert (now.label, now.interviewer, now.case_id) == ("P07", True, case.id)
    transcript.tie_speaker(project, voice.id, None)
    assert transcript.transcript_of(project, interview.id).speakers[1].case_id is None
    with pytest.raises(NameTaken):
        transcript.rename_speaker(project, voice.id, "  ")
    with pytest.raises(NotFound):
        transcript.tie_speaker(project, voice.id, 99)
