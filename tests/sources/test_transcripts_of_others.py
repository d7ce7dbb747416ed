"""Every machine transcript that others wrote imports as expected, or is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_transcript import read_transcript

# By file: turns, speakers, words with times, when the first begins and the last ends in ms.
_EXPECTED = {
    "bbc_stt/NathanielGleicher-aws-dpe.sample.json": (200, 0, 5714, 1370, 1803085),
    "bbc_stt/alignement-result.sample.json": (200, 0, 5478, 1370, 1803085),
    "bbc_stt/amazonTranscribe.sample.json": (15, 0, 1791, 13030, 705995),
    "bbc_stt/autoEdit2TedTalkTranscript.sample.json": (13, 0, 1721, 13050, 704330),
    "bbc_stt/bbc-kaldi.json": (11, 0, 1712, 13020, 704340),
    "bbc_stt/bbcKaldiTranscriptWithSpeakerSegments.sample.json": (10, 2, 1712, 13020, 704340),
    "bbc_stt/digitalPaperEdit.sample.json": (22, 2, 1454, 13020, 701370),
    "bbc_stt/draftJs.sample.json": (25, 2, 1710, 13020, 704340),
    "bbc_stt/gcpStt.sample.json": (16, 0, 1767, 12900, 706000),
    "bbc_stt/gcpSttPunctuation.sample.json": (16, 0, 1767, 12900, 706000),
    "bbc_stt/gcpSttSpeakerDiarization.sample.json": (5, 2, 1766, 12900, 706000),
    "bbc_stt/ibmTedTalkTranscript.sample.json": (16, 1, 1780, 13040, 705940),
    "bbc_stt/kaldiTedTalkTranscript.sample.json": (11, 0, 1712, 13020, 704340),
    "bbc_stt/speechmaticsTedTalkTranscript.sample.json": (11, 3, 1791, 13050, 705920),
    "bbc_stt/test-premiere.sample.xml": (7, 0, 1454, 13020, 662250),
    "bbc_stt/test.sample.json": (6, 0, 1454, 13020, 662250),
    "bbc_stt/todayinfocus.sample.json": (8, 2, 725, 5240, 301363),
    "bbc_stt/todayinfocuswords.sample.json": (3, 2, 4, 8650, 9760),
    "bbc_stt/words-list-2.sample.json": (257, 2, 5480, 1580, 1803085),
    "bbc_stt/words-list.sample.json": (22, 2, 1454, 13020, 701370),
    "whisper_json/accurate.tiny_apollo11.mp3.words.json": (6, 0, 116, 600, 86860),
    "whisper_json/arabic.mp3.words.json": (2, 0, 26, 1800, 41300),
    "whisper_json/bonjour.wav.words.json": (1, 0, 1, 140, 940),
    "whisper_json/bonjour_vous_allez_bien.mp3.words.json": (2, 0, 12, 420, 35860),
    "whisper_json/empty.mp3.words.json": (1, 0, 3, 0, 2520),
    "whisper_json/gaenswein15.mp3.words.json": (1, 0, 33, 840, 15480),
    "whisper_json/gloria.mp3.words.json": (1, 0, 48, 1400, 19260),
    "whisper_json/issue24_empty.wav.words.json": (1, 0, 58, 0, 29320),
    "whisper_json/large-v2.accurate_gloria.mp3.words.json": (1, 0, 53, 0, 20120),
    "whisper_json/large-v2.efficient_gloria.mp3.words.json": (1, 0, 54, 0, 20600),
    "whisper_json/large_apollo11.mp3.words.json": (5, 0, 146, 360, 78480),
    "whisper_json/laugh1.mp3.words.json": (1, 0, 1, 320, 1580),
    "whisper_json/laugh2.mp3.words.json": (1, 0, 1, 220, 640),
    "whisper_json/medium.accurate_gloria.mp3.words.json": (1, 0, 49, 1320, 19520),
    "whisper_json/medium.efficient_gloria.mp3.words.json": (1, 0, 48, 1400, 19260),
    "whisper_json/no_punctuations.mp3.words.json": (1, 0, 5, 400, 2340),
    "whisper_json/nocond.random_music.mp4.words.json": (2, 0, 296, 2240, 199440),
    "whisper_json/nocond_music.mp4.words.json": (5, 0, 285, 2240, 199380),
    "whisper_json/punctuations.mp3.words.json": (1, 0, 5, 380, 2760),
    "whisper_json/radio_short.mp3.words.json": (2, 0, 61, 40, 120860),
    "whisper_json/random.nocond_apollo11.mp3.words.json": (4, 0, 199, 520, 88820),
    "whisper_json/random_apollo11.mp3.words.json": (5, 0, 189, 520, 78240),
    "whisper_json/smartphone.mp3.words.json": (3, 0, 555, 380, 177420),
    "whisper_json/smartphone.mp3.words~1.json": (3, 0, 554, 400, 177380),
    "whisper_json/stucked_lm_apollo11.mp3.words.json": (3, 0, 496, 520, 115000),
    "whisper_json/yes_punctuations.mp3.words.json": (1, 0, 5, 400, 2340),
}
# The same in text, subtitles and tables: words, and when the first begins and the last ends in ms.
_EXPECTED_TEXTS = {
    "bbc_stt/test-presegment.sample.txt": (1454, None, None),
    "bbc_stt/test.sample.csv": (1454, 13020, 662250),
    "bbc_stt/test.sample.txt": (1454, None, None),
    "whisper_json/bonjour.wav.csv": (2, 140, 940),
    "whisper_json/bonjour.wav.srt": (2, 140, 940),
    "whisper_json/bonjour.wav.tsv": (2, 140, 940),
    "whisper_json/bonjour.wav.txt": (2, None, None),
    "whisper_json/bonjour.wav.vtt": (2, 140, 940),
    "whisper_json/bonjour.wav.words.csv": (1, 140, 940),
    "whisper_json/bonjour.wav.words.srt": (1, 140, 940),
    "whisper_json/bonjour.wav.words.tsv": (1, 140, 940),
    "whisper_json/bonjour.wav.words.vtt": (1, 140, 940),
    "whisper_json/bonjour.wav.words~1.csv": (2, 140, 940),
    "whisper_json/bonjour.wav.words~1.srt": (2, 140, 940),
    "whisper_json/bonjour.wav.words~1.tsv": (2, 140, 940),
    "whisper_json/bonjour.wav.words~1.vtt": (2, 140, 940),
    "whisper_json/smartphone.mp3_20.srt": (555, 380, 177420),
    "whisper_json/smartphone.mp3_20.vtt": (555, 380, 177420),
    "whisper_json/smartphone.mp3_50.srt": (555, 380, 177420),
    "whisper_json/smartphone.mp3_50.vtt": (555, 380, 177420),
    "whisper_json/smartphone.mp3_6.srt": (555, 380, 177420),
    "whisper_json/smartphone.mp3_6.vtt": (555, 380, 177420),
}
_REFUSED = {
    "bbc_stt/bbcKaldiSpeakerSegments.sample.json": "it says who speaks when, but not what",
    "exmaralda/dulko-template.exb": "an EXMARaLDA file without speech: a template",
}
_KINDS = (".json", ".xml", ".exb")


def test_each_text_and_table_reads_as_expected(shared_data: Path) -> None:
    folder = shared_data / "formats"
    found = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix not in _KINDS):
        turns = read_transcript(path).turns
        times = [(word.start_ms, word.end_ms) for turn in turns for word in turn.words]
        first, last = (times[0][0], max(end for _, end in times)) if times else (None, None)
        found[path.relative_to(folder).as_posix()] = (sum(len(turn.text.split()) for turn in turns), first, last)
    assert found == _EXPECTED_TEXTS


def test_each_file_reads_as_expected(shared_data: Path) -> None:
    folder = shared_data / "formats"
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in _KINDS and name not in _REFUSED:
            turns = read_transcript(path).turns
            words = [word for turn in turns for word in turn.words]
            speakers = {turn.speaker for turn in turns if turn.speaker}
            found[name] = (len(turns), len(speakers), len(words), words[0].start_ms, max(w.end_ms for w in words))
            for turn in turns:
                assert turn.text == turn.text.strip() and "\n" not in turn.text
                ends = [0, *(word.end for word in turn.words)]
                assert all(end <= word.start < word.end for end, word in zip(ends, turn.words, strict=False))
                assert all(0 <= word.start_ms <= word.end_ms for word in turn.words)
    assert found == _EXPECTED


@pytest.mark.parametrize(("name", "reason"), _REFUSED.items())
def test_what_holds_no_speech_is_refused(name: str, reason: str, shared_data: Path) -> None:
    with pytest.raises(ImportFailed) as refused:
        read_transcript(shared_data / "formats" / name)
    assert reason in refused.value.message


def test_nothing_of_a_whispers_text_is_lost(shared_data: Path) -> None:
    import json

    for path in sorted((shared_data / "formats/whisper_json").glob("*.json")):
        said = " ".join(turn.text for turn in read_transcript(path).turns)
        assert "".join(said.split()) == "".join(json.loads(path.read_text(encoding="utf-8"))["text"].split()), path.name
