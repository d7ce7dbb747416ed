"""Speech is found where it is, in any amount of audio."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from interviewcoder.transcription.decode import SAMPLE_RATE, decode
from interviewcoder.transcription.voice import FRAME, Stretch, speech_probabilities, speech_stretches


def test_batches_give_the_figures_of_one_pass(speech: Path) -> None:
    with (speech / "jfk.flac").open("rb") as stream:
        samples = np.tile(decode(stream, "jfk.flac"), 4)
    ours = speech_probabilities(samples)
    from faster_whisper.vad import get_vad_model  # type: ignore[import-untyped]

    theirs = get_vad_model()(np.pad(samples, (0, -len(samples) % FRAME))).reshape(-1)
    assert len(samples) > 1024 * FRAME
    # The wrapper blanks the end of the very last frame.
    np.testing.assert_allclose(ours[:-1], theirs[:-1], atol=1e-5)


def test_silence_is_no_speech() -> None:
    assert speech_probabilities(np.zeros(SAMPLE_RATE * 5, np.float32)).max() < 0.25
    assert len(speech_probabilities(np.zeros(0, np.float32))) == 0


def frames(*parts: tuple[float, int]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.concatenate([np.full(count, value, np.float32) for value, count in parts])


def test_short_pauses_dont_end_a_stretch() -> None:
    found = speech_stretches(frames((0, 10), (0.9, 20), (0.1, 5), (0.9, 20), (0.1, 40), (0.9, 10)), min_pause_ms=400)
    assert found == [Stretch(10 * FRAME, 55 * FRAME), Stretch(95 * FRAME, 105 * FRAME)]


def test_padding_never_makes_neighbours_overlap() -> None:
    found = speech_stretches(frames((0.9, 20), (0.1, 10), (0.9, 20)), min_pause_ms=100, pad_ms=1000)
    assert found == [Stretch(0, 25 * FRAME), Stretch(25 * FRAME, 50 * FRAME)]


def test_a_click_is_no_stretch() -> None:
    assert speech_stretches(frames((0, 10), (0.9, 1), (0, 40)), min_pause_ms=250) == []
