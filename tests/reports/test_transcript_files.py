from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewcoder.errors import ExportFailed
from interviewcoder.reports import transcript_files
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.transcript import store_recognised, transcript_of

if TYPE_CHECKING:
    from tests.reports.conftest import Study


def test_a_timed_transcript_has_a_cue_for_each_sentence(study: Study) -> None:
    source = study.interview("P01", "P01: To be replaced.")
    said = ("I", 0, 200), ("waited.", 200, 700), ("Too", 900, 1100), ("long.", 1100, 1500)
    words = tuple(RecognisedWord(text, start_ms, end_ms, 0.9) for text, start_ms, end_ms in said)
    store_recognised(study.project, source.id, Recognised((RecognisedTurn("S1", words),), "en", 2000, "base"))
    assert transcript_files.as_vtt(transcript_of(study.project, source.id)).split("\n\n") == [
        "WEBVTT",
        "00:00:00.000 --> 00:00:00.700\n<v S1>I waited.",
        "00:00:00.900 --> 00:00:01.500\n<v S1>Too long.",
    ]


def test_a_transcript_that_nobody_timed_is_no_webvtt(study: Study) -> None:
    source = study.interview("P01", "I: How was it?", "P01: Long.")
    with pytest.raises(ExportFailed, match="has no times") as refused:
        transcript_files.as_vtt(transcript_of(study.project, source.id))
    assert "JSON" in refused.value.hint
