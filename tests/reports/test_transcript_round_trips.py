"""A transcript that was exported comes back through the importer as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.errors import ExportFailed
from interviewcoder.reports.transcript_export import ExportOptions, TranscriptFormat, write_to, write_transcript
from interviewcoder.reports.transcript_sheet import SheetOptions
from interviewcoder.sources.read_transcript import read_transcript

if TYPE_CHECKING:
    from tests.reports.conftest import Study

PAGES: tuple[TranscriptFormat, ...] = ("docx", "txt", "rtf")
LAYOUTS = [SheetOptions(numbers=numbers, times_every=times) for numbers in ("none", "turns") for times in (0, 1)]
DIALOGUES = {
    "english": ["I: What happened?", "P07: I was afraid | of the press.", "I: Why?", "P07: Hard to say."],
    "somebody speaks once": ["I: Come in.", "P07: I was", "Nurse: Sorry!", "P07: afraid."],
    "hindi": ["साक्षात्कारकर्ता: आप कैसे हैं?", "प्रतिभागी: मैं ठीक हूँ।"] * 2,
    "thai": ["ผู้สัมภาษณ์: สบายดีไหม", "ผู้เข้าร่วม: สบายดีครับ"] * 2,
    "hebrew": ["מראיין: שלום?", 'ד"ר כהן: תודה.'] * 2,
    "japanese": ["聞き手: 元気ですか。", "山田: はい。"] * 2,
    "a long label": ["Interviewer (Dr. Anne-Marie Weber-Holm): Well?", "Nurse #3: Yes."] * 2,
}


def _turns(path: Path) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read_transcript(path).turns]


@pytest.mark.parametrize("dialogue", DIALOGUES.values(), ids=list(DIALOGUES))
@pytest.mark.parametrize("name", PAGES)
def test_turns_and_speakers_come_back_from_a_page_and_its_header_does_not(
    study: Study, tmp_path: Path, name: TranscriptFormat, dialogue: list[str]
) -> None:
    source, path = study.interview("P07", *dialogue), tmp_path / f"P07.{name}"
    turns = [(speaker, said) for speaker, _, said in (line.partition(": ") for line in dialogue)]
    for layout in LAYOUTS if dialogue is DIALOGUES["english"] else LAYOUTS[:1]:
        write_transcript(study.project, source.id, path, ExportOptions(name, layout))
        assert _turns(path) == turns
        assert read_transcript(path).origin.startswith("InterviewCoder")
        write_transcript(study.project, source.id, path, ExportOptions(name, replace(layout, header=False)))
        assert _turns(path) == turns


@pytest.mark.parametrize("name", PAGES)
def test_numbered_turns_of_nobody_come_back_without_their_numbers(
    study: Study, tmp_path: Path, name: TranscriptFormat
) -> None:
    source, path = study.interview("Notes", "The ward was full.", "Nobody came."), tmp_path / f"Notes.{name}"
    write_transcript(study.project, source.id, path, ExportOptions(name, SheetOptions(numbers="turns")))
    assert _turns(path) == [("", "The ward was full."), ("", "Nobody came.")]


@pytest.mark.parametrize("name", ["vtt", "srt", "eaf"])
def test_a_last_turn_of_which_only_the_beginning_is_known_is_not_lost(
    study: Study, tmp_path: Path, name: TranscriptFormat
) -> None:
    source, path = (
        study.interview("P07", "I: [0:05] What happened?", "P07: [0:09] I was afraid."),
        tmp_path / f"a.{name}",
    )
    receipt = write_transcript(study.project, source.id, path, ExportOptions(name))
    assert (receipt.turns, receipt.left_out) == (2, 0)
    turns = read_transcript(path).turns
    assert [(turn.text, turn.start_ms) for turn in turns] == [("What happened?", 5_000), ("I was afraid.", 9_000)]


@pytest.mark.parametrize("name", ["vtt", "srt", "eaf"])
def test_turns_without_a_time_that_are_left_out_are_counted(
    study: Study, tmp_path: Path, name: TranscriptFormat
) -> None:
    source = study.interview("P07", "A title", "I: [0:05] What happened?", "P07: [0:09] I was afraid.")
    receipt = write_transcript(study.project, source.id, tmp_path / f"a.{name}", ExportOptions(name))
    assert (receipt.turns, receipt.left_out) == (2, 1)
    assert "A title" not in (tmp_path / f"a.{name}").read_text(encoding="utf-8")


def test_a_file_s_name_that_doesn_t_fit_the_format_is_not_taken_for_a_folder(study: Study, tmp_path: Path) -> None:
    first, second = study.interview("P07", "I: Why?"), study.interview("P08", "I: Why?")
    with pytest.raises(ExportFailed, match=r"P07\.pdf is no name of a Word document"):
        write_to(study.project, [first.id], tmp_path / "P07.pdf", ExportOptions())
    with pytest.raises(ExportFailed, match=r"2 transcripts don't go into one file, all\.docx"):
        write_to(study.project, [first.id, second.id], tmp_path / "all.docx", ExportOptions())
    assert not list(tmp_path.glob("*.docx"))
