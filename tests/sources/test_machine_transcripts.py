"""What recognisers, transcript editors and linguists' tools write: one fictional exchange in everybody's form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewcoder.errors import ImportFailed
from interviewcoder.project.file import Project
from interviewcoder.reports.transcript_files import as_entry
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.read_transcript import read_transcript
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.transcript_file import ReadTranscript

SAMPLES = Path(__file__).parent / "transcripts"
_ASKED, _SAID = "What happened, Ada?", "I lost the key."
_BARE = ("What happened Ada", "I lost the key")


def _read(name: str) -> ReadTranscript:
    return read_transcript(SAMPLES / name)


def _told(read: ReadTranscript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read.turns]


def _words(read: ReadTranscript) -> list[str]:
    return [turn.text[word.start : word.end] for turn in read.turns for word in turn.words]


@pytest.mark.parametrize(
    ("name", "origin", "language", "turns"),
    [
        ("whisper.json", "Whisper (JSON)", "en", [("", f"{_ASKED} {_SAID}")]),
        ("whisper_api.json", "Whisper (JSON)", "en", [("", f"{_ASKED} {_SAID}")]),
        ("faster_whisper.json", "Whisper (JSON)", "", [("", f"{_ASKED} {_SAID}")]),
        ("whisper_cpp.json", "whisper.cpp (JSON)", "en", [("", f"{_ASKED} {_SAID}")]),
        ("vosk.json", "Vosk (JSON)", "", [("", "what happened ada i lost the key")]),
        ("kaldi.json", "Kaldi (JSON)", "", [("F_S0", _ASKED), ("M_S1", _SAID)]),
        ("aws.json", "AWS Transcribe (JSON)", "en", [("spk_0", _ASKED), ("spk_1", _SAID)]),
        ("google.json", "Google Speech-to-Text (JSON)", "en", [("S1", _ASKED), ("S2", _SAID)]),
        ("google_untold.json", "Google Speech-to-Text (JSON)", "", [("", _BARE[0])]),
        ("ibm.json", "IBM Watson (JSON)", "", [("S0", _BARE[0]), ("S1", _BARE[1])]),
        ("speechmatics.json", "Speechmatics (JSON)", "en", [("F1", _BARE[0]), ("M1", _SAID)]),
        ("speechmatics_2.json", "Speechmatics (JSON)", "en", [("S1", _ASKED), ("S2", _SAID)]),
        ("assembly_ai.json", "AssemblyAI (JSON)", "en", [("A", _ASKED), ("B", _SAID)]),
        ("deepgram.json", "Deepgram (JSON)", "en", [("S0", _ASKED), ("S1", _SAID)]),
        ("rev_ai.json", "Rev AI (JSON)", "", [("S0", _ASKED), ("S1", _SAID)]),
        ("autoedit.json", "autoEdit 2 (JSON)", "en", [("Ben", _ASKED), ("Ada", _SAID)]),
        ("paper_edit.json", "digital-paper-edit (JSON)", "", [("Ben", _ASKED), ("Ada", _SAID)]),
        ("draft_js.json", "react-transcript-editor (JSON)", "", [("Ben", _ASKED), ("Ada", _SAID)]),
    ],
)
def test_words_of_recognisers_keep_their_times(
    name: str, origin: str, language: str, turns: list[tuple[str, str]]
) -> None:
    read = _read(name)
    assert (read.origin, read.language, read.notes) == (origin, language, ())
    assert _told(read) == turns
    times = {text.strip(",.?").lower(): word for text, word in zip(_words(read), _all_words(read), strict=True)}
    assert (times["what"].start_ms, times["what"].end_ms) == (500, 800)
    assert (times["ada"].start_ms, times["ada"].end_ms) in [(1400, 1900), (1400, 1800)]
    if "key" in times and name != "whisper_cpp.json":
        assert (times["key"].start_ms, times["key"].end_ms) == (3200, 3800)
    # Punctuation belongs to the word it is written onto.
    assert _words(read) == " ".join(text for _, text in turns).split()


def _all_words(read: ReadTranscript) -> list[Any]:
    return [word for turn in read.turns for word in turn.words]


@pytest.mark.parametrize(
    "name", ["whisper.json", "kaldi.json", "aws.json", "ibm.json", "speechmatics.json", "draft_js.json"]
)
def test_how_sure_the_recogniser_was_is_kept(name: str) -> None:
    read = _read(name)
    confidence = dict(zip(_words(read), (word.confidence for word in _all_words(read)), strict=True))
    assert confidence["lost"] == 0.4
    assert confidence["What"] == 0.9


def test_channels_become_speakers_in_the_order_of_time(tmp_path: Path) -> None:
    content = json.loads((SAMPLES / "deepgram.json").read_text(encoding="utf-8"))
    words = content["results"]["channels"][0]["alternatives"][0]["words"]
    # The one who asks speaks again after the answer.
    later = [{**word, "start": word["start"] + 10, "end": word["end"] + 10} for word in words[:3]]
    channels = [{"alternatives": [{"words": said}]} for said in ([*words[:3], *later], words[3:])]
    path = tmp_path / "channels.json"
    path.write_text(json.dumps({"results": {"channels": channels}}), encoding="utf-8")
    assert _told(read_transcript(path)) == [("Channel 1", _ASKED), ("Channel 2", _SAID), ("Channel 1", _ASKED)]


def test_a_word_without_a_time_gets_one_between_its_neighbours_and_is_doubtful() -> None:
    read = _read("whisperx.json")
    assert _told(read) == [("SPEAKER_00", _ASKED), ("SPEAKER_01", "I lost 2 keys.")]
    two = read.turns[1].words[2]
    assert (two.start_ms, two.end_ms, two.confidence) == (3100, 3300, 0.3)
    assert read.notes == ("1 time was missing or wrong and is estimated",)


def test_passages_without_word_times_share_their_time_among_their_words() -> None:
    read = _read("transformers.json")
    assert _words(read) == _ASKED.split()
    assert [(word.start_ms, word.end_ms) for word in read.turns[0].words][::2] == [(500, 795), (1605, 1900)]


@pytest.mark.parametrize("values", [[0.5, -1, 1.4], [0.5, 0.1, 1.4], [0.5, "9999", 1.4], [0.5, None, 1.4]])
def test_times_that_run_backwards_are_mended_and_told(values: list[Any], tmp_path: Path) -> None:
    words = [
        {"word": f" {text}", "start": start, "end": None}
        for text, start in zip(["one", "two", "three"], values, strict=True)
    ]
    content = {"segments": [{"start": 0.5, "end": 2.0, "text": " one two three", "words": words}]}
    path = tmp_path / "words.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    read = read_transcript(path)
    starts = [word.start_ms for word in read.turns[0].words]
    assert starts == sorted(starts)
    assert (starts[0] in (100, 500), starts[-1]) == (True, 1400)
    assert [word.confidence for word in read.turns[0].words].count(0.3) == 1
    assert read.notes == ("1 time was missing or wrong and is estimated",)


def test_languages_without_spaces_stay_without(tmp_path: Path) -> None:
    words = [
        {"word": text, "start": number, "end": number + 1} for number, text in enumerate(["鍵を", "なくし", "ました。"])
    ]
    segment = {"start": 0, "end": 3, "text": "鍵をなくしました。", "words": words}
    path = tmp_path / "ja.json"
    for content in ({"language": "ja", "segments": [segment]}, {"words": words, "paragraphs": []}):
        for word in words:
            word["text"] = word["word"]
        path.write_text(json.dumps(content), encoding="utf-8")
        read = read_transcript(path)
        assert [turn.text.replace(" ", "") for turn in read.turns] == ["鍵をなくしました。"]
        if "language" in content:
            assert _words(read) == ["鍵を", "なくし", "ました。"]
            assert read.turns[0].text == "鍵をなくしました。"


def test_a_loop_of_the_recogniser_comes_in_as_it_is(tmp_path: Path) -> None:
    segments = [{"start": n, "end": n + 1, "text": " I'm sorry.", "words": []} for n in range(40)]
    path = tmp_path / "loop.json"
    path.write_text(json.dumps({"segments": segments}), encoding="utf-8")
    read = read_transcript(path)
    assert " ".join(turn.text for turn in read.turns) == " ".join(["I'm sorry."] * 40)


def test_without_speakers_a_pause_begins_a_paragraph(tmp_path: Path) -> None:
    segments = [{"start": s, "end": s + 1, "text": f" Sentence {s}."} for s in (0, 1, 5, 6)]
    path = tmp_path / "pauses.json"
    path.write_text(json.dumps({"segments": segments}), encoding="utf-8")
    assert [turn.text for turn in read_transcript(path).turns] == ["Sentence 0. Sentence 1.", "Sentence 5. Sentence 6."]


def test_our_own_export_comes_back_whole(project: Project, tmp_path: Path) -> None:
    (source,) = add_files(project, [SAMPLES / "whisperx.json"])
    before = transcript_of(project, source.id)
    path = tmp_path / "again.json"
    path.write_text(json.dumps(as_entry(source.name, before), ensure_ascii=False), encoding="utf-8")
    (again,) = add_files(project, [path])
    after = transcript_of(project, again.id)
    assert (after.text, list(after.words)) == (before.text, list(before.words))
    assert [s.label for s in after.speakers] == [s.label for s in before.speakers]
    assert [(t.span, t.start_ms, t.end_ms) for t in after.turns] == [
        (t.span, t.start_ms, t.end_ms) for t in before.turns
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "it is empty"),
        ("[]", "it is empty"),
        ("3", "a list or a value without names"),
        ('{"name": "x", "version": 1}', "it holds “name”, “version”"),
        ('{"segmentation": {"segments": []}}', "who speaks when, but not what"),
        ('{"words": [{"x": 1}]}', "it holds “words”"),
        ('{"results": [{"alternatives": 3}]}', "it holds “results”"),
    ],
)
def test_json_without_a_transcript_is_refused_with_what_it_holds(content: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFailed, match="this JSON holds no transcript that we know") as refused:
        read_transcript(path)
    assert reason in refused.value.message


@pytest.mark.parametrize(
    "content", ["{", "[" * 100_000, '{"a": 1' + "0" * 5000 + "}", '{"segments": [{"text": "\\ud800"']
)
def test_broken_json_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFailed, match="is not JSON, or is damaged"):
        read_transcript(path)


def test_a_recogniser_that_heard_nothing_is_told_apart_from_an_unknown_file(tmp_path: Path) -> None:
    path = tmp_path / "silence.json"
    path.write_text('{"text": "", "segments": [], "language": "en"}', encoding="utf-8")
    with pytest.raises(ImportFailed, match="is of Whisper, but there is no word in it"):
        read_transcript(path)


@pytest.mark.parametrize("value", [None, [None], 1e300, -1])
def test_wrong_kinds_of_values_never_break_the_reader(value: Any, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    for sample in sorted(SAMPLES.glob("*.json")):
        content = json.loads(sample.read_text(encoding="utf-8"))
        for odd in _with_each_value_replaced(content, value):
            path.write_text(json.dumps(odd), encoding="utf-8")
            try:
                read = read_transcript(path)
            except ImportFailed:
                continue
            for turn in read.turns:
                assert "\n" not in turn.text
                assert all(0 <= w.start < w.end <= len(turn.text) and 0 <= w.start_ms <= w.end_ms for w in turn.words)


def _with_each_value_replaced(content: Any, value: Any) -> list[Any]:
    """The content with the first member of each name, at any depth, replaced by a value."""
    names: set[str] = set()

    def collect(part: Any) -> None:
        for name, inner in (
            part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        ):
            if isinstance(name, str):
                names.add(name)
            collect(inner)

    collect(content)

    def replaced(part: Any, target: str) -> Any:
        if isinstance(part, dict):
            return {name: value if name == target else replaced(inner, target) for name, inner in part.items()}
        return [replaced(inner, target) for inner in part] if isinstance(part, list) else part

    return [replaced(content, name) for name in sorted(names)]
