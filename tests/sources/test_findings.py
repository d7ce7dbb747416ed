"""Doubtful places are kept with their transcript, and so is what somebody did about them."""

from __future__ import annotations

import pytest

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MediaRow, SourceRow
from interviewcoder.sources import findings, verification
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.findings import Found
from interviewcoder.sources.sound import PEAK_MS, SPEECH_MS, Sound
from interviewcoder.sources.speech_time import coverage, speech_stretches, times_of
from interviewcoder.sources.stored_sound import store_sound
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import SpokenTurn, TimedWord, transcript_of, write_turns
from interviewcoder.sources.transcript_record import describe, record_of
from interviewcoder.sources.words import Word

TEXT = "I was afraid of lawsuits"


@pytest.fixture
def source_id(project: Project) -> int:
    """Five words in 5 s of speech, in a recording of 10 s with speech from 0 to 8 s."""
    words, at = [], 0
    for number, word in enumerate(TEXT.split()):
        at = TEXT.index(word, at)
        words.append(TimedWord(at, at + len(word), number * 1000, number * 1000 + 900, 0.9))
    with project.op("Add interview") as session:
        recording = MediaRow(
            name="P07.wav",
            container="wav",
            codec="pcm",
            size_bytes=1,
            duration_ms=10_000,
            sha256="",
            added_at="",
        )
        session.add(recording)
        session.flush()
        source = SourceRow(name="P07", kind="transcript", position=0, media_id=recording.id, added_at="")
        session.add(source)
        session.flush()
        write_turns(session, source, [SpokenTurn("P07", TEXT, 0, 5000, tuple(words))])
        media_uuid, made_id = recording.uuid, source.id
    chances = bytes(250 if moment < 8000 else 5 for moment in range(0, 10_000, SPEECH_MS))
    store_sound(project, media_uuid, Sound(bytes([90]) * (10_000 // PEAK_MS), chances))
    return made_id


def put(project: Project, source_id: int, *found: Found) -> list[findings.Finding]:
    with project.op("Transcribe") as session:
        findings.write(session, source_id, found)
    return findings.listing(project, source_id)


UNSURE = Found("low_confidence", Span(6, 12), 2000, 2900, {"lowest": 0.2})
BARE = Found("no_text", Span(24, 24), 5000, 8000, {"ms": 3000})


def test_places_come_in_the_order_of_the_recording_with_all_that_is_known(project: Project, source_id: int) -> None:
    first, second = put(project, source_id, BARE, UNSURE)
    assert (first.kind, first.span, first.start_ms, first.detail) == (
        "low_confidence",
        Span(6, 12),
        2000,
        {"lowest": 0.2},
    )
    assert (second.kind, second.span, second.state) == ("no_text", Span(24, 24), "open")


def test_a_place_is_confirmed_corrected_and_opened_again_each_a_step_of_its_own(
    project: Project, source_id: int
) -> None:
    (place,) = put(project, source_id, UNSURE)
    findings.confirm(project, place.id)
    findings.mark_corrected(project, place.id)
    findings.reopen(project, place.id)
    project.undo()
    assert findings.listing(project, source_id)[0].state == "corrected"
    project.undo()
    assert findings.listing(project, source_id)[0].state == "confirmed"


def test_typing_in_a_place_corrects_it_and_the_others_move_along(project: Project, source_id: int) -> None:
    put(project, source_id, UNSURE, BARE)
    correct_text(project, source_id, [Edit(6, "afraid", "terrified")])
    first, second = findings.listing(project, source_id)
    assert (first.state, first.span.text_in(transcript_of(project, source_id).text)) == ("corrected", "terrified")
    assert (second.state, second.span) == ("open", Span(27, 27))


def test_a_letter_keeps_its_place_though_its_word_is_pasted_into_itself(project: Project, source_id: int) -> None:
    word = "x" * 20
    correct_text(project, source_id, [Edit(0, TEXT, f"{word} x")])
    put(project, source_id, Found("low_confidence", Span(0, 1), 0, 900, {"lowest": 0.2}))
    correct_text(project, source_id, [Edit(7, "", f"so {word}\nso ")])
    assert findings.listing(project, source_id)[-1].span == Span(0, 1)


def test_looking_again_keeps_what_was_done(project: Project, source_id: int) -> None:
    one, two = put(project, source_id, UNSURE, BARE)
    findings.confirm(project, one.id)
    again = Found("low_confidence", Span(6, 15), 2000, 3900, {"lowest": 0.1})
    new = Found("silence", Span(0, 1), 0, 900)
    with project.op("Look again") as session:
        findings.renew(session, source_id, [again, new], frozenset({"low_confidence", "silence", "no_text"}))
    found = findings.listing(project, source_id)
    assert [(each.kind, each.state, each.span) for each in found] == [
        ("silence", "open", Span(0, 1)),
        ("low_confidence", "confirmed", Span(6, 15)),
    ]
    assert found[1].id == one.id and two.id not in {each.id for each in found}


def test_a_place_that_is_gone_is_said_to_be(project: Project, source_id: int) -> None:
    with pytest.raises(NotFound):
        findings.confirm(project, 99)


def test_how_far_it_is_verified_is_a_step_with_a_name(project: Project, source_id: int) -> None:
    project.work_as("Rana")
    verification.verify_to(project, source_id, 4000)
    known = verification.verification_of(project, source_id)
    assert (known.verified_ms, known.verifier, known.share) == (4000, "Rana", 0.5)
    project.undo()
    assert verification.verification_of(project, source_id).verified_ms == 0


def test_nothing_is_verified_beyond_the_end_or_without_a_recording(project: Project, source_id: int) -> None:
    verification.verify_to(project, source_id, 99_000)
    assert record_of(project, source_id).verified_ms == 10_000
    with project.op("Add text") as session:
        session.add(SourceRow(name="typed", kind="transcript", position=1, added_at=""))
    with pytest.raises(NotAllowed):
        verification.verify_to(project, source_id + 1, 1000)


def test_time_spent_is_no_step_that_undo_takes_back(project: Project, source_id: int) -> None:
    assert not verification.add_spent(project, source_id, 5000)
    describe(project, source_id, origin="typed")
    assert verification.add_spent(project, source_id, 5000)
    assert verification.add_spent(project, source_id, 2000)
    verification.verify_to(project, source_id, 4000)
    project.undo()
    assert (record_of(project, source_id).spent_ms, project.undo_label) == (7000, "Describe transcript")


def test_five_of_eight_seconds_of_speech_have_words(project: Project, source_id: int) -> None:
    covered = verification.verification_of(project, source_id).coverage
    assert covered is not None and covered.speech_ms == 8000
    # The last word ends at 4.9 s and covers 0.3 s more.
    assert covered.covered_ms == 5200 and covered.share == 0.65


def test_a_short_pause_ends_no_speech_and_a_cough_is_none() -> None:
    def frames(*runs: tuple[int, int]) -> bytes:
        return b"".join(bytes([chance]) * count for chance, count in runs)

    heard = Sound(b"", frames((5, 10), (250, 20), (5, 8), (250, 20), (5, 20), (250, 3), (5, 20)))
    assert speech_stretches(heard) == [(320, 58 * 32)]


def test_where_nobody_speaks_there_is_no_share() -> None:
    assert coverage([], []).share is None


def test_of_a_word_that_lasts_too_long_only_the_ends_count() -> None:
    words = [Word(Span(0, 4), 0, 900, 1.0), Word(Span(5, 10), 1000, 11_000, 1.0)]
    assert times_of(words) == [(0, 900), (1000, 2750), (9250, 11_000)]
