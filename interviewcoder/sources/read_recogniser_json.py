"""Read the JSON of a speech recogniser or transcript editor: which of them wrote it, told by what is in it."""

from __future__ import annotations

import json
from collections.abc import Callable

from interviewcoder.errors import ImportFailed
from interviewcoder.sources import recogniser_editors as editors
from interviewcoder.sources import recogniser_platforms as platforms
from interviewcoder.sources import recogniser_services as services
from interviewcoder.sources import recogniser_whisper as whisper
from interviewcoder.sources.heard import turns_of
from interviewcoder.sources.json_values import Json, mapping, members
from interviewcoder.sources.language_codes import language_code
from interviewcoder.sources.recogniser_file import Heard
from interviewcoder.sources.recogniser_kaldi import kaldi, vosk
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

# Each looks at the whole content and returns None when it isn't of its kind; the particular before the general.
_KINDS: tuple[Callable[[Json], Heard | None], ...] = (
    editors.own_export,
    editors.draft_js,
    editors.auto_edit,
    whisper.whisper_cpp,
    whisper.whisper,
    whisper.transformers,
    platforms.deepgram,
    platforms.assembly_ai,
    platforms.rev_ai,
    services.aws,
    services.speechmatics_2,
    services.ibm,
    services.google,
    services.speechmatics,
    editors.paper_edit,
    kaldi,
    vosk,
    whisper.subtitles,
)
_HINT = (
    "Known are the files of Whisper and its kin, Kaldi, Vosk, AWS, Google, IBM, Speechmatics, AssemblyAI, Deepgram, "
    "Rev AI, autoEdit, digital-paper-edit and InterviewCoder. Nothing was added."
)
_MEMBERS_NAMED = 5


def read_recogniser_json(file: TranscriptFile) -> ReadTranscript:
    """Read turns, speakers, word times and confidences.

    Raises:
        ImportFailed: it is no JSON, holds no transcript of a known kind, or nobody says anything in it.
    """
    try:
        content = json.loads(file.text)
    except (ValueError, RecursionError) as error:
        raise file.damaged("JSON") from error
    heard = next((heard for kind in _KINDS if (heard := kind(content)) is not None), None)
    if heard is None:
        raise ImportFailed(f"“{file.name}”: this JSON holds no transcript that we know: {_reason(content)}.", _HINT)
    language = language_code(heard.language)
    turns, mended = turns_of(heard.stretches, language=language)
    if not turns:
        raise ImportFailed(
            f"“{file.name}” is of {heard.origin.removesuffix(' (JSON)')}, but there is no word in it.",
            "Nobody spoke, or the recogniser found nothing. Nothing was added.",
        )
    return ReadTranscript(turns, heard.origin, language, (*heard.notes, *mended))


def _reason(content: Json) -> str:
    if "segmentation" in mapping(content):
        return "it says who speaks when, but not what"
    names = [f"“{name[:40]}”" for name in members(content)]
    if not names:
        return "it is empty" if content in ({}, [], "", None) else "it is a list or a value without names"
    return f"it holds {', '.join(names[:_MEMBERS_NAMED])}{' …' if len(names) > _MEMBERS_NAMED else ''}"
