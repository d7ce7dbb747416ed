"""A passage heard again takes the place of its words alone; codings, speakers and times are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.sources import findings, importing
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.findings import Found
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import SpokenTurn, TimedWord, transcript_of, write_turns
from interviewcoder.transcription.rehearing import accept, rehear_request, replace_stretch

SAID = (("I", "What came to mind?"), ("P07", "I was afraid of law suits honestly. We all were."), ("I", "And then?"))


@pytest.fixture
def source_id(project: Project) -> int:
    """Three turns; the words are half a second apart and 400 ms long."""
    turns, clock_ms = [], 0
    for speaker, text in SAID:
        words, at, begins_ms = [], 0, clock_ms
        for word in text.split():
            at = text.index(word, at)
            words.append(TimedWord(at, at + len(word), clock_ms, clock_ms + 400, 0.4))
            at, clock_ms = at + len(word), clock_ms + 500
        turns.append(SpokenTurn(speaker, text, begins_ms, clock_ms, tuple(words)))
    with project.op("Add interview") as session:
        source = SourceRow(name="P07", kind="transcript", position=0, added_at="")
        session.add(source)
        session.flush()
        write_turns(session, source, turns)
        return source.id


def heard(text: str, from_ms: int, step_ms: int = 500) -> Recognised:
    words = tuple(
        RecognisedWord(word, from_ms + number * step_ms, from_ms + number * step_ms + 400, 0.9)
        for number, word in enumerate(text.split())
    )
    return Recognised((RecognisedTurn("", words),), "en", 20_000, "base")


def times(project: Project, source_id: int) -> list[tuple[str, int, float]]:
    transcript = transcript_of(project, source_id)
    return [(w.span.text_in(transcript.text), w.start_ms, w.confidence) for w in transcript.words]


def test_old_and_new_are_shown_and_nothing_is_changed_before_somebody_accepts(project: Project, source_id: int) -> None:
    before = transcript_of(project, source_id)
    # “law suits” is said from 4000 to 4900 ms; a second around it is heard too.
    reheard = replace_stretch(project, source_id, 4000, 4900, heard("was afraid of lawsuits, honestly. We", 2500))
    assert (reheard.old, reheard.new, reheard.is_same) == ("law suits", "lawsuits,", False)
    assert transcript_of(project, source_id) == before


def test_accepting_is_one_step_and_keeps_coding_speaker_and_the_times_around(project: Project, source_id: int) -> None:
    fear = codes.add(project, "Fear")
    whole = transcript_of(project, source_id).text
    start = whole.index("afraid")
    segments.code_passage(project, source_id, Span(start, whole.index("honestly") - 1), fear.id)
    again = heard("was afraid of lawsuits, honestly. We", 2490)
    accept(project, replace_stretch(project, source_id, 4000, 4900, again))
    transcript = transcript_of(project, source_id)
    assert "I was afraid of lawsuits, honestly." in transcript.text
    (coded,) = segments.of_code(project, fear.id)
    assert coded.span.text_in(transcript.text) == "afraid of lawsuits,"
    assert [transcript.speaker(turn.speaker_id).label for turn in transcript.turns] == ["I", "P07", "I"]  # type: ignore[union-attr]
    said = times(project, source_id)
    assert ("of", 3500, 0.4) in said and ("honestly.", 5000, 0.4) in said
    assert ("lawsuits,", 3990, 0.9) in said and len(said) == 15
    project.undo()
    assert transcript_of(project, source_id).text == whole


def test_a_passage_over_two_turns_leaves_each_to_its_speaker(project: Project, source_id: int) -> None:
    # From “We all were.” (5500 ms) to “And then?” (7000 ms).
    reheard = replace_stretch(project, source_id, 5500, 7900, heard("honestly we all did. And now?", 5000))
    assert reheard.new == "we all did.\nAnd now?"
    accept(project, reheard)
    assert transcript_of(project, source_id).text.splitlines()[2] == "And now?"
    assert len(transcript_of(project, source_id).turns) == 3


def test_words_come_where_nothing_was_written(project: Project, source_id: int) -> None:
    with project.op("Transcribe") as session:
        findings.write(session, source_id, [Found("no_text", Span(86, 86), 8000, 12_000, {"ms": 4000})])
    reheard = replace_stretch(project, source_id, 8000, 12_000, heard("I left that night.", 8200))
    assert (reheard.old, reheard.new) == ("", " I left that night.")
    accept(project, reheard)
    assert transcript_of(project, source_id).text.endswith("And then? I left that night.")
    assert times(project, source_id)[-1] == ("night.", 9700, 0.9)


def test_the_same_words_are_the_same(project: Project, source_id: int) -> None:
    reheard = replace_stretch(project, source_id, 4000, 4900, heard("afraid of law suits honestly.", 3000))
    assert reheard.is_same and reheard.old == "law suits"


def test_fillers_that_the_rules_leave_out_dont_come_back(project: Project, source_id: int) -> None:
    reheard = replace_stretch(project, source_id, 4000, 4900, heard("afraid of um lawsuits honestly.", 3000, 400))
    assert reheard.new == "lawsuits"


def test_a_passage_that_was_changed_meanwhile_stays_as_it_is(project: Project, source_id: int) -> None:
    reheard = replace_stretch(project, source_id, 4000, 4900, heard("was afraid of lawsuits, honestly.", 2500))
    at = transcript_of(project, source_id).text.index("law")
    correct_text(project, source_id, [Edit(at, "law", "new")])
    with pytest.raises(NotAllowed):
        accept(project, reheard)


def test_without_a_recording_there_is_nothing_to_hear(project: Project, source_id: int) -> None:
    with pytest.raises(NotFound):
        rehear_request(project, source_id, 4000, 4900, Hearing())


def test_whisper_hears_a_passage_again_between_the_words_around_it(
    project: Project, speech: Path, run_job: Callable[..., Any]
) -> None:
    from interviewcoder.sources.conventions import FULL_VERBATIM
    from interviewcoder.transcription.checking import outline_of
    from interviewcoder.transcription.storing import store_transcription

    (source,) = importing.add_files(project, [speech / "jfk.flac"])
    text = "And so my fellow Americans ask what your country can do for you"
    wrong = heard(text, 300, 700)
    store_transcription(project, source.id, wrong, Hearing("tiny.en"), FULL_VERBATIM)
    # With its outline known, the recording isn't listened through for a passage of it.
    outline_of(project, source.id)
    request = rehear_request(project, source.id, 3200, 7600, Hearing("tiny.en", "en"))
    assert request.so_far.plan is not None and request.stretch_ms == (1700, 9100)
    recognised, _ = run_job(request)
    assert isinstance(recognised, Recognised)
    reheard = replace_stretch(project, source.id, 3200, 7600, recognised)
    assert "ask not" in reheard.new and "ask not" not in reheard.old
    accept(project, reheard)
    assert "ask not" in transcript_of(project, source.id).text
