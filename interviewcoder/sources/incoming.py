"""What is about to be added: files that were read through, and which of them belong together."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISDIR

from interviewcoder.errors import ImportFailed
from interviewcoder.project.file import SUFFIX, is_open_here
from interviewcoder.sources import read_recording, read_transcript
from interviewcoder.sources.read_recording import RecordingFacts
from interviewcoder.sources.text import as_name
from interviewcoder.sources.transcript import SpokenTurn, is_interviewer
from interviewcoder.sources.transcript_file import ReadTranscript, decode

# Whisper's programs name a transcript by the recording's whole name: “P03.mp3.vtt”.
_RECORDINGS = frozenset(
    {".mp3", ".wav", ".m4a", ".mp4", ".flac", ".ogg", ".opus", ".aac", ".wma", ".mov", ".mkv", ".webm"}
)
# Endings that say nothing of what a file is; of such a one, this much is looked at (bytes).
_UNTOLD = frozenset({"", ".text", ".log"})
_BEGINNING = 4000
# What a person may offer but this program doesn't read: said plainly, before FFmpeg has its guess.
_NOT_READ = {".doc": "an old Word document", ".pages": "a Pages document", ".wps": "a Works document"}


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read through and is sound: a recording or a transcript."""

    path: Path
    transcript: ReadTranscript | None
    facts: RecordingFacts | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A source to be: a transcript, a recording, or a transcript with its recording.

    `labels` gives speakers other names than the file does; `interviewers` are
    the file's labels of who interviews, None where that is left to the labels.
    """

    transcript: ReadFile | None = None
    recording: ReadFile | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    interviewers: frozenset[str] | None = None

    @property
    def path(self) -> Path:
        """The file that the source is named by."""
        file = self.transcript or self.recording
        assert file is not None
        return file.path

    @property
    def read(self) -> ReadTranscript | None:
        """What the transcript's reader made of it."""
        return self.transcript.transcript if self.transcript else None

    @property
    def speakers(self) -> dict[str, int]:
        """The labels in the file with the number of their turns, in the order in which they come."""
        turns = self.read.turns if self.read else []
        return dict(Counter(turn.speaker for turn in turns if turn.speaker))

    def interviews(self, label: str) -> bool:
        """Whether a label of the file is an interviewer's, as far as is known."""
        return is_interviewer(label) if self.interviewers is None else label in self.interviewers

    def turns(self) -> list[SpokenTurn]:
        """The turns as they will be stored, under the names that were chosen."""
        turns = self.read.turns if self.read else []
        return [replace(turn, speaker=self.labels.get(turn.speaker, turn.speaker)) for turn in turns]

    def understood(self) -> str:
        """In one line: what kind of file it is, how many turns of whom, until when, and what was left out."""
        read = self.read
        if read is None:
            return "a recording"
        who = ", ".join(self.labels.get(label, label) for label in self.speakers) or "no speakers"
        count = len(read.turns)
        parts = [read.origin, f"{count:,} {'turn' if count == 1 else 'turns'}", who, _until(read.turns), *read.notes]
        if self.recording:
            parts.append(f"with its recording {self.recording.path.name}")
        return "; ".join(parts)


def read_files(paths: Sequence[Path], *, on_file: Callable[[str], None] | None = None) -> list[ReadFile]:
    """Read files through without a project; may be called on any thread.

    `on_file` hears the name of each before it is read, and may raise to stop.

    Raises:
        ImportFailed: names the file and the reason.
    """
    files = []
    for path in dict.fromkeys(paths):
        if on_file:
            on_file(path.name)
        files.append(_read_file(path))
    return files


def paired(files: Sequence[ReadFile]) -> list[Incoming]:
    """Make sources of files: a transcript and a recording of one name become one.

    Of several transcripts of a name, the first that has times gets the
    recording; recordings that are left over are sources of their own.
    """
    recordings: dict[str, list[ReadFile]] = {}
    for file in files:
        if file.facts:
            recordings.setdefault(_key(file), []).append(file)
    order = sorted(range(len(files)), key=lambda place: not _has_times(files[place]))
    match: dict[Path, ReadFile] = {}
    for place in order:
        file = files[place]
        if file.transcript and recordings.get(_key(file)):
            match[file.path] = recordings[_key(file)].pop(0)
    taken = {recording.path for recording in match.values()}
    return [
        Incoming(file, match.get(file.path)) if file.transcript else Incoming(recording=file)
        for file in files
        if file.path not in taken
    ]


def read_recording_file(path: Path) -> ReadFile:
    """Read a recording through.

    Raises:
        ImportFailed: it is none, or can't be read.
    """
    file = _read_file(path)
    refuse_if_no_recording(file)
    return file


def refuse_if_no_recording(file: ReadFile) -> None:
    """Say that a file can't be attached as the recording of a transcript.

    Raises:
        ImportFailed: it is a transcript itself.
    """
    if file.facts is None:
        raise ImportFailed(f"“{file.path.name}” is a transcript, no recording.", "Choose the sound or video file.")


def _read_file(path: Path) -> ReadFile:
    suffix = path.suffix.lower()
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise ImportFailed(f"There is no file “{path}”.", "Check the name. Nothing was added.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ImportFailed(
            f"“{path.name}” can't be read: {reason}.", "Check its name and its folder. Nothing was added."
        ) from error
    if S_ISDIR(facts.st_mode):
        raise ImportFailed(f"“{path.name}” is a folder.", "Choose the files in it. Nothing was added.")
    if suffix == SUFFIX or is_open_here(path):
        raise ImportFailed(f"“{path.name}” is a project, no interview.", "Open it instead. Nothing was added.")
    if facts.st_size == 0:
        raise ImportFailed(
            f"“{path.name}” is empty: it holds 0 bytes.",
            "It may not have been copied whole. Copy it again from where it comes. Nothing was added.",
        )
    if suffix in _NOT_READ:
        raise ImportFailed(
            f"“{path.name}” is {_NOT_READ[suffix]}, which can't be read.",
            "Save it as .docx or .txt, with a label such as “I:” or “P01:” before each turn.",
        )
    if suffix in read_transcript.SUFFIXES:
        return ReadFile(path, read_transcript.read_transcript(path), None)
    if suffix in _UNTOLD and _is_text(path):
        raise ImportFailed(
            f"“{path.name}” is text, but its name doesn't say which kind of transcript it is.",
            "Give it an ending such as .txt, .vtt or .csv. Nothing was added.",
        )
    return ReadFile(path, None, read_recording.probe(path))


def _is_text(path: Path) -> bool:
    """Whether a file begins as text; what can't be read is left to the reader of recordings."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
        decode(beginning, path.name)
    except (OSError, ImportFailed):
        return False
    return b"\0" not in beginning


def _key(file: ReadFile) -> str:
    """What two files of one interview have in common: their names without endings, as a person sees them."""
    stem = file.path.stem
    if file.transcript and Path(stem).suffix.lower() in _RECORDINGS:
        stem = Path(stem).stem
    return unicodedata.normalize("NFC", as_name(stem)).casefold()


def _has_times(file: ReadFile) -> bool:
    return file.transcript is not None and any(turn.start_ms is not None for turn in file.transcript.turns)


def _until(turns: Sequence[SpokenTurn]) -> str:
    times = [time for turn in turns for time in (turn.start_ms, turn.end_ms) if time is not None]
    if not times:
        return "no times"
    minutes, seconds = divmod(max(times) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"times to {hours}:{minutes:02}:{seconds:02}"
