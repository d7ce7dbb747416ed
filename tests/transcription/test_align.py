"""A typed transcript gets the times of its recording, word for word."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.coding import codes, segments
from interviewcoder.errors import InterviewCoderError, NotAllowed, NotFound, TranscriptionFailed
from interviewcoder.project.file import Project
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import SpokenTurn, transcript_of
from interviewcoder.sources.transcript_file import decode
from interviewcoder.transcription import word_matching
from interviewcoder.transcription.align import Aligned, align
from interviewcoder.transcription.aligned_source import request_for, store_alignment, turns_to_align
from interviewcoder.transcription.protocol import Progress
from interviewcoder.transcription.runner import TranscriptionRequest
from interviewcoder.transcription.word_matching import matched

RunJob = Callable[[TranscriptionRequest], tuple[Recognised | InterviewCoderError, list[Progress]]]
_STEP_MS, _WORD_MS = 300, 250


def heard(words: Iterable[str]) -> Recognised:
    """Words that were recognised one every 300 ms, each 250 ms long."""
    timed = [
        RecognisedWord(word, number * _STEP_MS, number * _STEP_MS + _WORD_MS, 0.5) for number, word in enumerate(words)
    ]
    return Recognised((RecognisedTurn("", tuple(timed)),), "en", len(timed) * _STEP_MS, "tiny.en")


def times(aligned: Aligned) -> list[tuple[str, int, float]]:
    """Each word with its beginning and how sure its time is."""
    return [
        (turn.text[word.start : word.end], word.start_ms, word.confidence)
        for turn in aligned.turns
        for word in turn.words
    ]


def test_words_are_found_whatever_their_case_signs_and_apostrophes() -> None:
    turns = [SpokenTurn("I", "What happened — “then”?"), SpokenTurn("P01", "I don’t know, V-I-O.")]
    aligned = align(turns, heard(["what", "happened,", "then", "I", "don't", "know", "V", "I", "O"]))
    assert [turn.text for turn in aligned.turns] == [turn.text for turn in turns]
    assert [word for word, _, _ in times(aligned)] == ["What", "happened", "“then”?", "I", "don’t", "know,", "V-I-O."]
    assert [start for _, start, _ in times(aligned)] == [0, 300, 600, 900, 1200, 1500, 1800]
    assert [(turn.start_ms, turn.end_ms) for turn in aligned.turns] == [(0, 850), (900, 2650)]
    assert (aligned.found, aligned.total) == (7, 7)


def test_words_that_were_not_heard_share_the_room_between_their_neighbours() -> None:
    said = ["we", "sat", "down", "with", "the", "whole", "team", "and", "talked", "about", "it"]
    aligned = align([SpokenTurn("", " ".join([*said[:5], "entire", *said[6:]]))], heard([*said[:5], "home", *said[6:]]))
    assert times(aligned)[4:7] == [("the", 1200, 1.0), ("entire", 1450, 0.3), ("team", 1800, 1.0)]
    assert (aligned.found, aligned.total) == (10, 11)


def test_another_spelling_counts_as_found_but_is_less_certain() -> None:
    said = ["it", "was", "the", "colour", "of", "the", "old", "door", "that", "I", "saw"]
    aligned = align([SpokenTurn("", " ".join(said))], heard([word.replace("colour", "color") for word in said]))
    assert times(aligned)[3] == ("colour", 900, 0.7)
    assert aligned.share == 1


def test_notes_of_the_transcriber_are_not_looked_for() -> None:
    turns = [SpokenTurn("", "(laughs) I was afraid (3 sec) of the press [door closes]"), SpokenTurn("", "((coughs))")]
    aligned = align(turns, heard(["I", "was", "afraid", "of", "the", "press"]))
    assert (aligned.found, aligned.total) == (6, 6)
    assert [word for word, _, _ in times(aligned)] == ["I", "was", "afraid", "of", "the", "press"]
    assert (aligned.turns[1].start_ms, aligned.turns[1].words) == (None, ())


def test_a_doubtful_word_in_brackets_that_was_heard_has_its_time() -> None:
    aligned = align(
        [SpokenTurn("", "I was (afraid?) of the press")], heard(["I", "was", "afraid", "of", "the", "press"])
    )
    assert times(aligned)[2][1:] == (600, 1.0)


def test_scripts_without_spaces_are_aligned_sign_by_sign() -> None:
    aligned = align([SpokenTurn("", "鍵をなくしました。")], heard(["鍵を", "なくし", "ました"]))
    assert aligned.share == 1
    assert times(aligned)[:3] == [("鍵", 0, 1.0), ("を", 125, 1.0), ("な", 300, 1.0)]


def test_words_of_people_who_talk_at_once_are_matched_in_the_order_of_time() -> None:
    first = RecognisedTurn(
        "S1", tuple(RecognisedWord(w, t, t + 200, 0.9) for w, t in [("and", 0), ("then", 300), ("home", 900)])
    )
    second = RecognisedTurn("S2", (RecognisedWord("really", 600, 800, 0.9),))
    aligned = align([SpokenTurn("", "and then really home")], Recognised((first, second), "en", 2000, "base"))
    assert [start for _, start, _ in times(aligned)] == [0, 300, 600, 900]


def _interviews(shared_data: Path) -> list[str]:
    return [decode(path.read_bytes(), path.name) for path in sorted((shared_data / "transcripts/osce").glob("*.txt"))]


def test_another_recording_is_refused(shared_data: Path) -> None:
    texts = [
        decode(path.read_bytes(), path.name) for path in sorted((shared_data / "transcripts/osce").glob("*.txt"))[:6]
    ]
    for text, other in pairwise(texts):
        with pytest.raises(TranscriptionFailed, match=r"isn't the recording of this transcript: only \d+ %"):
            align([SpokenTurn("", " ".join(text.split()))], heard(other.split()))


def test_silence_is_refused() -> None:
    with pytest.raises(TranscriptionFailed, match="only 0 %"):
        align([SpokenTurn("", "Hello there")], Recognised((), "en", 5000, "base"))


def _garbled(words: Sequence[str], errors: float, dice: random.Random) -> tuple[list[str], list[int | None]]:
    """What a recogniser may hear: some words replaced, left out or added; with each word's place in it."""
    said: list[str] = []
    places: list[int | None] = []
    for word in words:
        chance = dice.random() / errors if errors else 1.0
        if chance < 0.4:
            said.append(dice.choice(words))
        elif chance < 0.7:
            places.append(None)
            continue
        elif chance < 1:
            said += [dice.choice(words), word]
        else:
            said.append(word)
        places.append(len(said) - 1)
    return said, places


@pytest.mark.parametrize(("errors", "median_ms", "high_ms"), [(0.0, 0, 0), (0.1, 0, 50), (0.25, 0, 300)])
def test_an_hour_and_a_half_is_aligned_in_seconds(
    errors: float, median_ms: int, high_ms: int, shared_data: Path
) -> None:
    texts = _interviews(shared_data)
    words = " ".join(texts).split()[:15_000]
    said, places = _garbled(words, errors, random.Random(7))
    began = time.perf_counter()
    aligned = align([SpokenTurn("", " ".join(words))], heard(said))
    assert time.perf_counter() - began < 8
    starts = {word.start: word.start_ms for word in aligned.turns[0].words}
    offsets = np.cumsum([0, *(len(word) + 1 for word in words)])
    wrong = [
        abs(starts[int(offset)] - place * _STEP_MS)
        for offset, place in zip(offsets, places, strict=False)
        if place is not None and int(offset) in starts
    ]
    assert np.percentile(wrong, 50) <= median_ms
    assert np.percentile(wrong, 95) <= high_ms
    assert aligned.share >= 1 - 1.2 * errors


def test_repeated_phrases_fall_on_their_own_places() -> None:
    phrase = ["I", "don't", "know"]
    said = [*phrase, "maybe", *phrase, "well", *phrase, "perhaps", *phrase]
    aligned = align([SpokenTurn("", " ".join(said))], heard(said))
    assert [start for _, start, _ in times(aligned)] == [number * _STEP_MS for number in range(len(said))]


@given(st.lists(st.sampled_from("abc"), max_size=14), st.lists(st.sampled_from("abc"), max_size=14))
def test_no_other_pairs_would_agree_better_however_the_table_is_cut(first: list[str], second: list[str]) -> None:
    best = [[-row - column for column in range(len(second) + 1)] for row in range(len(first) + 1)]
    for i, word in enumerate(first):
        for j, other in enumerate(second):
            agrees = 2 if word == other else -1
            best[i + 1][j + 1] = max(best[i][j] + agrees, best[i][j + 1] - 1, best[i + 1][j] - 1)
    for cells in (4, 4_000_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(word_matching, "_MOST_CELLS", cells)
            # Anchors are certain by their nature, not by the score.
            patch.setattr(word_matching, "_ANCHOR_WORDS", 100)
            pairs = matched(first, second)
        score = sum(2 if first[i] == second[j] else -1 for i, j in pairs) - len(first) - len(second) + 2 * len(pairs)
        assert score == best[-1][-1]
        assert all(a < b and c < d for (a, c), (b, d) in pairwise(pairs))


def test_long_passages_without_a_landmark_are_matched_as_a_whole() -> None:
    words = ["yes", "no"] * 2000
    pairs = matched(words, words[51:])
    assert len(pairs) >= len(words) - 60
    assert all(a < b and c < d for (a, c), (b, d) in pairwise(pairs))


# In the project


@pytest.fixture
def source(project: Project, tmp_path: Path) -> SourceView:
    """A typed transcript."""
    path = tmp_path / "P07.txt"
    path.write_text("I: What came to mind then?\nP07: I was afraid of lawsuits.\nI: (nods)\n", encoding="utf-8")
    return add_files(project, [path])[0]


_HEARD = ["what", "came", "to", "mind", "then", "I", "was", "afraid", "of", "lawsuits"]


def test_alignment_is_one_step_that_leaves_the_text_and_its_codings(project: Project, source: SourceView) -> None:
    text = transcript_of(project, source.id).text
    fear = codes.add(project, "Fear")
    at = text.index("afraid")
    segments.code_passage(project, source.id, Span(at, at + 6), fear.id)
    store_alignment(project, source.id, align(turns_to_align(project, source.id), heard(_HEARD)))
    after = transcript_of(project, source.id)
    assert after.text == text
    assert after.time_at(at) == 7 * _STEP_MS
    assert [(turn.start_ms, turn.end_ms) for turn in after.turns] == [(0, 1450), (1500, 2950), (None, None)]
    assert [segment.span.text_in(text) for segment in segments.listing(project)] == ["afraid"]
    assert project.undo_label == "Align with recording"
    project.undo()
    assert len(transcript_of(project, source.id).words) == 0
    project.redo()
    assert transcript_of(project, source.id) == after


def test_aligning_again_replaces_the_times(project: Project, source: SourceView) -> None:
    turns = turns_to_align(project, source.id)
    store_alignment(project, source.id, align(turns, heard(_HEARD)))
    store_alignment(project, source.id, align(turns, heard(["well", *_HEARD])))
    assert transcript_of(project, source.id).turns[0].start_ms == _STEP_MS


def test_a_text_that_was_changed_meanwhile_is_not_given_old_times(project: Project, source: SourceView) -> None:
    turns = turns_to_align(project, source.id)
    aligned = align(
        [SpokenTurn("", turns[0].text + " Tell me."), *turns[1:]], heard([*_HEARD[:5], "tell", "me", *_HEARD[5:]])
    )
    with pytest.raises(NotAllowed, match="was changed while it was aligned"):
        store_alignment(project, source.id, aligned)


def test_what_has_no_recording_or_no_text_cant_be_aligned(project: Project, source: SourceView) -> None:
    with pytest.raises(NotFound, match="no recording to align with"):
        request_for(project, source.id, model="tiny.en")
    with pytest.raises(NotFound, match="no longer in the project"):
        turns_to_align(project, 999)
    with pytest.raises(NotAllowed, match="no language that Whisper knows"):
        request_for(project, source.id, model="tiny.en", language="elvish")


def test_a_real_call_is_aligned_with_its_recording(speech: Path, tmp_path: Path, run_job: RunJob) -> None:
    clip = tmp_path / "call.wav"
    _cut(speech / "phone_call.flac", clip, 30)
    recognised, _ = run_job(TranscriptionRequest(lambda: clip.open("rb"), "call.wav", Hearing("tiny.en", "en", 1)))
    assert isinstance(recognised, Recognised)
    # What is said up to second 30, in three turns; it ends in the middle of the third.
    text = (speech / "phone_call.txt").read_text(encoding="utf-8")
    greeting, rest = text[: (cut := text.index("Hello, my name"))], text[cut:]
    story, answer = rest[: (cut := rest.index("Okay, it may"))], rest[cut : rest.index("Yes, my name")]
    aligned = align([SpokenTurn(w, t.strip()) for w, t in (("A", greeting), ("C", story), ("A", answer))], recognised)
    assert aligned.share > 0.9
    begins = [float(line.split()[3]) * 1000 for line in (speech / "phone_call.rttm").read_text().splitlines()[:3]]
    wrong = [abs((turn.start_ms or 0) - begin) for turn, begin in zip(aligned.turns, begins, strict=True)]
    assert max(wrong) < 300


def _cut(path: Path, to: Path, seconds: int) -> None:
    """Write the first seconds of a recording as WAV."""
    with av.open(str(path)) as recording, av.open(str(to), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=16_000, layout="mono")
        resampler = av.AudioResampler("s16", "mono", 16_000)
        for frame in recording.decode(audio=0):
            if frame.time is not None and frame.time >= seconds:
                break
            for part in resampler.resample(frame):
                out.mux(stream.encode(part))
        out.mux(stream.encode(None))
