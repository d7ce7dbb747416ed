"""Read a transcript made elsewhere: which reader takes which file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_chat import read_chat
from interviewcoder.sources.read_elan import read_elan
from interviewcoder.sources.read_exmaralda import read_exmaralda
from interviewcoder.sources.read_html import read_html
from interviewcoder.sources.read_odt import read_odt
from interviewcoder.sources.read_otranscribe import read_otranscribe
from interviewcoder.sources.read_pdf import read_pdf
from interviewcoder.sources.read_plain_transcript import read_text
from interviewcoder.sources.read_recogniser_json import read_recogniser_json
from interviewcoder.sources.read_rtf import read_rtf
from interviewcoder.sources.read_subtitles import read_subtitles
from interviewcoder.sources.read_tables import read_table
from interviewcoder.sources.read_textgrid import read_textgrid
from interviewcoder.sources.read_ttml import read_xml_transcript
from interviewcoder.sources.read_word import read_word
from interviewcoder.sources.time_marks import cut_long
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile, open_file

__all__ = ["SUFFIXES", "ReadTranscript", "Reader", "read_transcript"]

# A reader looks at the file and returns None when it is not of its kind; it raises ImportFailed when it is, but broken.
Reader = Callable[[TranscriptFile], ReadTranscript | None]

# By ending, the readers in the order in which they are asked: the particular before the general.
_READERS: Mapping[str, tuple[Reader, ...]] = {
    ".txt": (read_subtitles, read_text),
    ".md": (read_text,),
    ".vtt": (read_subtitles,),
    ".srt": (read_subtitles,),
    ".csv": (read_table,),
    ".tsv": (read_table,),
    ".docx": (read_word,),
    ".odt": (read_odt,),
    ".rtf": (read_rtf,),
    ".html": (read_html,),
    ".htm": (read_html,),
    ".pdf": (read_pdf,),
    ".json": (read_recogniser_json,),
    ".otr": (read_otranscribe,),
    ".eaf": (read_elan,),
    ".textgrid": (read_textgrid,),
    ".exb": (read_exmaralda,),
    ".cha": (read_chat,),
    ".xml": (read_xml_transcript,),
    ".ttml": (read_xml_transcript,),
    ".dfxp": (read_xml_transcript,),
}

SUFFIXES = frozenset(_READERS)


def read_transcript(path: Path) -> ReadTranscript:
    """Read the turns of a transcript, by its ending and by what is in it.

    Raises:
        ImportFailed: the file holds no text, can't be read, or is of no known kind.
    """
    file = open_file(path)
    read = next(filter(None, (reader(file) for reader in _READERS.get(file.suffix, ()))), None)
    if read is None:
        raise ImportFailed(
            f"“{file.name}” is no transcript of a known kind.",
            "Save its text as .txt or .docx, with a label such as “I:” or “P01:” before each turn.",
        )
    turns = [part for turn in read.turns if turn.text for part in cut_long(turn)]
    if not turns:
        raise ImportFailed(f"“{file.name}” holds no text.", "Nothing was added. Check that it is the right file.")
    return replace(read, turns=turns)
