"""Speak the script of an interview and keep it as an Ogg Opus recording.

Used once, while the sample study was written; the product never calls it. It runs in an
environment of its own that holds `piper-tts` and numpy, with `sox` and `ffmpeg` on the path:

    python make_recording.py sample_study/scripts/P02.txt sample_study/recordings/P02.opus --voice en_US-joe-medium.onnx

Both speakers come from one synthetic voice. Each is spoken at another pace and then played
faster or slower until the pace is natural again: that moves pitch and formants together, as a
smaller or larger vocal tract would, so that a listener and a diariser hear two people. Piper
draws new noise for every run, so two runs differ in intonation but not in words.
"""

import argparse
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

SAMPLE_RATE_HZ = 24_000
SPEECH_LEVEL_DBFS = -20.0
ROOM_TONE_DBFS = -62.0
# Below full scale, so that the codec's own ripple has somewhere to go.
PEAK = 0.8
PAUSE_S = (0.5, 1.2)
LEAD_IN_S = 0.8
SENTENCE_PAUSE_S = 0.32
BIT_RATE = "24k"
# The pauses and the room are the same in every run; only the voice's own intonation varies.
SEED = 20_240_611


@dataclass(frozen=True, slots=True)
class Voice:
    """How one speaker sounds: `size` above 1 is a higher, smaller voice; `pace` above 1 speaks faster."""

    size: float
    pace: float


INTERVIEWER = Voice(size=1.25, pace=1.0)
PARTICIPANT = Voice(size=0.92, pace=0.97)


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one speaker says before the other answers."""

    label: str
    words: str


def read_script(path: Path) -> Iterator[SpokenTurn]:
    """Yield the turns of a script whose paragraphs each begin with `I:` or a participant's label."""
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        label, _, words = paragraph.strip().partition(": ")
        yield SpokenTurn(label, words)


def speak(turn: SpokenTurn, model: Path, workshop: Path) -> Samples:
    """Synthesise one turn and return it as mono samples between -1 and 1 at `SAMPLE_RATE_HZ`."""
    voice = INTERVIEWER if turn.label == "I" else PARTICIPANT
    text, plain, shaped = workshop / "turn.txt", workshop / "plain.wav", workshop / "shaped.wav"
    text.write_text(turn.words + "\n", encoding="utf-8")
    _run(
        *(sys.executable, "-m", "piper", "--model", model, "--input-file", text, "--output-file", plain),
        *("--length-scale", voice.size / voice.pace, "--sentence-silence", SENTENCE_PAUSE_S * voice.size),
    )
    # Down by 6 dB first: resampling overshoots, and the level is set afterwards anyway.
    _run("sox", plain, "-r", SAMPLE_RATE_HZ, shaped, "gain", -6, "speed", voice.size)
    with wave.open(str(shaped), "rb") as recording:
        pcm = np.frombuffer(recording.readframes(recording.getnframes()), dtype="<i2")
    return at_level(pcm / 32_768, SPEECH_LEVEL_DBFS)


def at_level(samples: Samples, level_dbfs: float) -> Samples:
    """Scale samples to a root-mean-square level in dB below full scale."""
    rms = float(np.sqrt(np.mean(samples**2)))
    return samples * (10 ** (level_dbfs / 20) / rms)


def room_tone(length: int, dice: np.random.Generator) -> Samples:
    """Make the faint hum of a quiet room: noise that loses 3 dB per octave above 60 Hz."""
    spectrum = np.fft.rfft(dice.standard_normal(length))
    frequency_hz = np.fft.rfftfreq(length, 1 / SAMPLE_RATE_HZ)
    shaped = np.fft.irfft(spectrum / np.sqrt(np.maximum(frequency_hz, 60.0)), length)
    return at_level(shaped, ROOM_TONE_DBFS)


def assemble(spoken: list[Samples]) -> Samples:
    """Join turns with pauses of natural length and lay the room under them."""
    dice = np.random.default_rng(SEED)
    pieces = [np.zeros(round(LEAD_IN_S * SAMPLE_RATE_HZ))]
    for turn in spoken:
        pieces += [turn, np.zeros(round(dice.uniform(*PAUSE_S) * SAMPLE_RATE_HZ))]
    speech = np.concatenate(pieces)
    return np.clip(speech + room_tone(len(speech), dice), -PEAK, PEAK)


def encode(samples: Samples, wav: Path, out: Path) -> None:
    """Write samples as mono Ogg Opus, by way of a temporary WAV file."""
    with wave.open(str(wav), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(SAMPLE_RATE_HZ)
        recording.writeframes((samples * 32_767).astype("<i2").tobytes())
    _run(
        *("ffmpeg", "-loglevel", "error", "-y", "-i", wav, "-map_metadata", "-1"),
        *("-c:a", "libopus", "-b:a", BIT_RATE, "-application", "voip", out),
    )


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def main() -> None:
    """Read the paths from the command line and make the recording."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("script", type=Path, help="turns as 'I: …' and 'P02: …', a blank line between them")
    parser.add_argument("out", type=Path, help="the .opus file to write")
    parser.add_argument("--voice", type=Path, required=True, help="a Piper voice (.onnx, its .onnx.json beside it)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        workshop = Path(name)
        spoken = [speak(turn, asked.voice, workshop) for turn in read_script(asked.script)]
        encode(assemble(spoken), workshop / "whole.wav", asked.out)


if __name__ == "__main__":
    main()
