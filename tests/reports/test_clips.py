"""The sound of quotes: cut where their words are said, and played by any browser."""

from __future__ import annotations

import base64
import io
import math
import re
import wave
from array import array
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import Cancelled
from interviewcoder.reports import clips
from interviewcoder.reports.codebook import codebook
from interviewcoder.reports.report_export import ReportOptions, write_report
from interviewcoder.sources import transcript
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord

if TYPE_CHECKING:
    from tests.reports.conftest import Study

RATE = 16_000
# Each second of the recording sounds at a pitch of its own, in Hz.
PITCHES = (400, 800, 1200, 1600, 2000, 2400)
SAID = ("one", "two", "three", "four", "five", "six")


@pytest.fixture
def heard(study: Study, tmp_path: Path) -> SourceView:
    """A recording of six seconds, a word a second: each from 200 to 800 ms of it."""
    path = tmp_path / "P07.wav"
    samples = array(
        "h",
        (round(9000 * math.sin(2 * math.pi * PITCHES[at // RATE] * at / RATE)) for at in range(6 * RATE)),
    )
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    source = add_files(study.project, [path])[0]
    words = tuple(RecognisedWord(word, 1000 * n + 200, 1000 * n + 800, 0.9) for n, word in enumerate(SAID))
    transcript.store_recognised(study.project, source.id, Recognised((RecognisedTurn("P", words),), "en", 6000, "base"))
    return source


def sound_of(address: str) -> tuple[float, list[float]]:
    """How long a clip is, in seconds, and the pitch of each tenth of a second in Hz, by its zero crossings."""
    head, _, body = address.partition(",")
    assert head == "data:audio/webm;codecs=opus;base64"
    with av.open(io.BytesIO(base64.b64decode(body)), "r") as container:
        assert container.streams.audio[0].codec_context.name == "opus"
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        frames = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
    samples = array("h", b"".join(bytes(frame.planes[0])[: frame.samples * 2] for frame in frames))
    step = RATE // 10
    pitches = []
    for start in range(0, len(samples) - step + 1, step):
        part = samples[start : start + step]
        pitches.append(sum((a < 0) != (b < 0) for a, b in pairwise(part)) * 5.0)
    return len(samples) / RATE, pitches


def test_a_clip_holds_the_words_and_a_breath_around_them(study: Study, heard: SourceView) -> None:
    (code,) = study.codes("Counting")
    coded = study.code(heard, "three four", code, exemplar=True)
    quotes = codebook(study.project).entries[0].quotes
    found, failed = clips.cut(clips.cut_list(study.project, quotes))
    seconds, pitches = sound_of(found[coded.id])
    # From 2200 - 150 to 3800 + 150 ms.
    assert failed == () and seconds == pytest.approx(1.9, abs=0.03)
    assert pitches[2:8] == pytest.approx([1200] * 6, rel=0.05)
    assert pitches[12:17] == pytest.approx([1600] * 5, rel=0.05)


def test_many_clips_of_one_recording_are_each_their_own(study: Study, heard: SourceView) -> None:
    ids = study.codes(*(word.title() for word in SAID))
    coded = [study.code(heard, word, code, exemplar=True) for word, code in zip(SAID, ids, strict=True)]
    quotes = [quote for entry in codebook(study.project).entries for quote in entry.quotes]
    told: list[int] = []
    found, _ = clips.cut(clips.cut_list(study.project, list(reversed(quotes))), told.append)
    middles = [sound_of(found[each.id])[1][4] for each in coded]
    assert middles == pytest.approx(list(PITCHES), rel=0.05)
    assert told == [1, 2, 3, 4, 5, 6]


def test_a_web_page_plays_its_quotes_only_where_that_is_wanted(study: Study, heard: SourceView, tmp_path: Path) -> None:
    fear, quiet = study.codes("Fear", "Quiet")
    study.code(heard, "two", fear, exemplar=True)
    typed = study.interview("P08", "P08: I was quiet.")
    study.code(typed, "quiet", quiet, exemplar=True)
    place = tmp_path / "out.html"
    assert write_report(study.project, place, ReportOptions(format="html")).clips == 0
    assert "<audio" not in place.read_text(encoding="utf-8")
    receipt = write_report(study.project, place, ReportOptions(format="html", clips=True))
    assert receipt.clips == 1
    assert "Quotes without a recording, or without times of their words: 1." in receipt.warnings
    (played,) = re.findall(r"<audio [^>]*>", place.read_text(encoding="utf-8"))
    assert 'controls preload="none" aria-label="Recording of the quote (P07' in played
    assert sound_of(re.findall(r'src="([^"]*)"', played)[0])[0] == pytest.approx(0.9, abs=0.03)


def test_the_same_passage_gives_the_same_bytes(study: Study, heard: SourceView) -> None:
    (code,) = study.codes("Counting")
    study.code(heard, "five", code, exemplar=True)
    quotes = codebook(study.project).entries[0].quotes
    first, second = (clips.cut(clips.cut_list(study.project, quotes))[0] for _ in range(2))
    assert first == second


def test_cutting_can_be_stopped(study: Study, heard: SourceView, tmp_path: Path) -> None:
    (code,) = study.codes("Counting")
    study.code(heard, "five", code, exemplar=True)

    def stop(stage: str, share: float) -> None:
        if stage == "clips" and share:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        write_report(study.project, tmp_path / "out.html", ReportOptions(format="html", clips=True), stop)
    assert list(tmp_path.glob("*.html")) == []
    assert codes.tree(study.project) and segments.listing(study.project)
