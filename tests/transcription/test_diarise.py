"""Words go to who said them, and turns change where people change turns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription import models
from interviewcoder.transcription.clustering import voices
from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.diarise import assign_speakers, most_likely_speakers, paragraphs, turns
from interviewcoder.transcription.heard import Prints
from interviewcoder.transcription.speaker_prints import VoicePrinter
from interviewcoder.transcription.voice import Stretch, speech_probabilities, speech_stretches


def spoken(text: str, *, start_ms: int = 0, pause_ms: int = 0) -> list[RecognisedWord]:
    """Return words of 300 ms each; a bar in the text is a pause."""
    words, at = [], start_ms
    for part in text.split():
        if part == "|":
            at += pause_ms
            continue
        words.append(RecognisedWord(part, at, at + 300, 0.9))
        at += 300
    return words


def leaning(labels: str, strength: float = 0.2) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return the scores of two voices for words of 300 ms: A or B clearly, ? neither."""
    rows = {"A": (0.7, 0.7 - strength), "B": (0.7 - strength, 0.7), "?": (0.6, 0.6), "a": (0.62, 0.6), "b": (0.6, 0.62)}
    return np.array([rows[label] for label in labels], np.float32) * np.float32(0.3)


def prints_of(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Prints:
    speech = speech_stretches(speech_probabilities(samples), min_pause_ms=250, pad_ms=60)
    return VoicePrinter(models.speaker_model_path(), threads=2).take(samples, speech)


def test_a_change_moves_to_the_end_of_the_sentence() -> None:
    words = spoken("How are you? I am fine.")
    assert most_likely_speakers(words, leaning("AA?bBB")) == [0, 0, 0, 1, 1, 1]


def test_one_doubtful_word_doesnt_change_the_speaker() -> None:
    words = spoken("I think it was last Tuesday")
    assert most_likely_speakers(words, leaning("BBaBBB")) == [1] * 6


def test_a_short_answer_keeps_its_own_speaker() -> None:
    words = spoken("Is this the first call? | Yes. | Okay, thank you.", pause_ms=800)
    assert most_likely_speakers(words, leaning("AAAAABAAA")) == [0] * 5 + [1] + [0] * 3


def test_speakers_are_numbered_as_they_come_in() -> None:
    made = turns(spoken("one two three four"), [3, 3, 1, 3])
    assert [(turn.speaker, turn.text) for turn in made] == [("S1", "one two"), ("S2", "three"), ("S1", "four")]


def test_one_speakers_words_become_paragraphs_at_long_pauses_after_sentences() -> None:
    words = spoken("It began. | Then a | long pause. It ended.", pause_ms=2500)
    assert [turn.text for turn in paragraphs(words)] == ["It began.", "Then a long pause. It ended."]


def test_no_words_make_no_turns() -> None:
    assert assign_speakers([], Prints(), speakers=2) == ()


@pytest.mark.parametrize("speakers", [2, None])
def test_prints_of_two_voices_fall_into_two(speakers: int | None) -> None:
    random = np.random.default_rng(3)
    one, two = random.normal(size=(2, 192))
    prints = np.vstack([centre + 0.4 * random.normal(size=(40, 192)) for centre in (one, two)]).astype(np.float32)
    prints /= np.linalg.norm(prints, axis=1, keepdims=True)
    labels = (prints @ voices(prints, speakers).T).argmax(axis=1)
    assert len(set(labels[:40])) == len(set(labels[40:])) == 1
    assert labels[0] != labels[40]


def test_more_speakers_than_prints_is_no_fault() -> None:
    prints = np.eye(192, dtype=np.float32)[:5]
    assert len(voices(prints, 8)) == 5


def test_three_readers_in_turn_are_told_apart(speech: Path) -> None:
    readers = ["libri_01_spk1089", "libri_03_spk121", "libri_07_spk1580", "libri_01_spk1089"]
    pieces, words, at = [], [], 0
    for reader in readers:
        with (speech / f"{reader}.flac").open("rb") as stream:
            pieces.append(decode(stream, reader))
        # Words of 300 ms throughout what is read, as a recogniser would place them.
        count = len(pieces[-1]) // (SAMPLE_RATE * 3 // 10)
        words += spoken(" ".join([reader] * count) + ".", start_ms=at * 1000 // SAMPLE_RATE)
        at += len(pieces[-1])
    samples = np.concatenate(pieces)
    made = assign_speakers(words, prints_of(samples), speakers=3)
    assert [turn.speaker for turn in made] == ["S1", "S2", "S3", "S1"]
    wrong = sum(not word.text.startswith(readers[index]) for index, turn in enumerate(made) for word in turn.words)
    assert wrong <= 2


def heard_as_one(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bool:
    """Whether a recording in which two people were looked for is taken for one person's."""
    count = len(samples) // (SAMPLE_RATE * 3 // 10)
    made = assign_speakers(spoken("word " * count), prints_of(samples), speakers=2)
    return len({turn.speaker for turn in made}) == 1


def raised(
    samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]], factor: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Play a voice faster: somebody who sounds much alike."""
    places = np.arange(int(len(samples) / factor)) * factor
    return np.asarray(np.interp(places, np.arange(len(samples)), samples), np.float32)


def test_two_much_alike_who_take_turns_stay_two_and_one_alone_stays_one(speech: Path) -> None:
    alone = []
    for name in ("ps_0870", "ps_0890", "ps_0920", "ps_0930"):  # one reader
        with (speech / f"{name}.flac").open("rb") as stream:
            alone.append(decode(stream, name))
    alike = [raised(piece, 1.12) if turn % 2 else piece for turn, piece in enumerate(alone)]
    assert heard_as_one(np.concatenate(alone))
    assert not heard_as_one(np.concatenate(alike))


def made_prints(*groups: tuple[int, int], spread: float = 0.4) -> Prints:
    """Return prints of voices as unlike as any: a voice's number and how many prints of it, in the order spoken."""
    random = np.random.default_rng(5)
    centres = random.normal(size=(4, 192))
    vectors = np.vstack([centres[voice] + spread * random.normal(size=(count, 192)) for voice, count in groups])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    windows = tuple(Stretch(at * 24_000, (at + 1) * 24_000) for at in range(len(vectors)))
    return Prints(windows, vectors.astype(np.float32))


def speakers_of(prints: Prints, speakers: int | None) -> list[str]:
    count = prints.windows[-1].end // SAMPLE_RATE * 1000 // 300
    return [turn.speaker for turn in assign_speakers(spoken("so " * count), prints, speakers=speakers)]


def test_an_interviewer_who_hardly_speaks_is_a_second_speaker() -> None:
    prints = made_prints((0, 2), (1, 150), (0, 1), (1, 40), (0, 1))
    assert speakers_of(prints, 2) == ["S1", "S2", "S1", "S2", "S1"]


def test_a_single_noise_is_no_second_speaker() -> None:
    assert set(speakers_of(made_prints((1, 100), (0, 1), (1, 60)), 2)) == {"S1"}


def test_three_that_somebody_has_counted_stay_three() -> None:
    prints = made_prints((0, 12), (1, 12), (2, 12), (0, 12), spread=1.2)
    assert len(set(speakers_of(prints, 3))) == 3


@pytest.mark.parametrize("people", [1, 2, 3, 4])
def test_how_many_speak_is_estimated(people: int) -> None:
    prints = made_prints(*[(voice, 15) for voice in range(people)] * 2)
    assert len(set(speakers_of(prints, None))) == people


@pytest.mark.parametrize("name", ["jfk", "libri_01_spk1089", "libri_03_spk121", "libri_09_spk2094", "ps_0870"])
def test_somebody_who_speaks_alone_isnt_cut_in_two(speech: Path, name: str) -> None:
    with (speech / f"{name}.flac").open("rb") as stream:
        assert heard_as_one(decode(stream, name))


def test_two_on_the_telephone_stay_two(speech: Path) -> None:
    with (speech / "phone_call.flac").open("rb") as stream:
        assert not heard_as_one(decode(stream, "phone_call.flac")[: 90 * SAMPLE_RATE])


def test_the_two_of_the_sample_study_stay_two() -> None:
    recording = Path(__file__).resolve().parents[2] / "projects/sample_study/recordings/P02.opus"
    with recording.open("rb") as stream:
        assert not heard_as_one(decode(stream, recording.name)[: 90 * SAMPLE_RATE])
