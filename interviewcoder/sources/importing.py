"""Take recordings and transcripts into the project: all the files that were given, or none."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import ImportFailed
from interviewcoder.project import media
from interviewcoder.project.file import SUFFIX, Project, is_open_here
from interviewcoder.project.schema import MediaRow, SourceRow
from interviewcoder.sources import catalogue, read_recording, read_transcript
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.read_recording import RecordingFacts
from interviewcoder.sources.text import as_name, normalise
from interviewcoder.sources.transcript import SpokenTurn, write_turns

# What a person may offer but this program doesn't read: said plainly, before FFmpeg has its guess.
_NOT_YET = {
    ".pdf": "a PDF",
    ".doc": "an old Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "a rich text",
    ".srt": "a subtitle file",
    ".vtt": "a subtitle file",
}

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read through and is sound."""

    path: Path
    turns: list[SpokenTurn]
    facts: RecordingFacts | None


def add_files(
    project: Project,
    paths: Sequence[Path],
    *,
    on_progress: Progress | None = None,
    also: Callable[[Sequence[int]], None] | None = None,
) -> list[SourceView]:
    """Add recordings and typed transcripts as sources, named by their file names without ending.

    Every file is read through before the first is added. `on_progress` hears
    the name of the file at hand and the share done (0..1), and may raise to
    stop: then nothing is added. `also` gets the new sources' ids inside the
    same operation, for what belongs to the same step.

    Raises:
        ImportFailed: names the file and the reason; nothing was added.
        StorageFailed: the disk is full; nothing was added.
    """
    report = on_progress or (lambda name, share: None)
    steps = adding_files(project, read_files(paths, on_file=lambda name: report(name, 0.0)), also=also)
    try:
        while True:
            report(*next(steps))
    except StopIteration as end:
        added: list[SourceView] = end.value
        return added
    finally:
        steps.close()


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


def adding_files(
    project: Project, files: Sequence[ReadFile], *, also: Callable[[Sequence[int]], None] | None = None
) -> Generator[tuple[str, float], None, list[SourceView]]:
    """Add what was read in short steps, for a window that stays awake between them.

    Yields the name of the file at hand and the share done (0..1), and returns
    the new sources. A generator that is closed early adds nothing. `also` as
    in `add_files`.

    Raises:
        ImportFailed, StorageFailed: as in `add_files`.
    """
    recordings = [file for file in files if file.facts]
    total = sum(file.path.stat().st_size for file in recordings) or 1
    stored: dict[Path, media.StoredAudio] = {}
    before = 0
    try:
        for file in recordings:
            steps = media.storing_audio(project, file.path)
            try:
                while True:
                    yield file.path.name, (before + next(steps)) / total
            except StopIteration as end:
                stored[file.path] = end.value
            finally:
                steps.close()
            before += stored[file.path].size_bytes
        label = "Add recording" if recordings else "Add transcript"
        with project.op(label) as session:
            added = [_add_row(session, file, stored.get(file.path)).id for file in files]
            if also:
                also(added)
    except BaseException:
        for audio in stored.values():
            media.discard_audio(project, audio.uuid)
        raise
    return [source for source in catalogue.listing(project) if source.id in added]


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
    if suffix in _NOT_YET:
        raise ImportFailed(
            f"“{path.name}” is {_NOT_YET[suffix]}, which can't be read yet.",
            "Save its text as .txt or .docx, with a label such as “I:” or “P01:” before each turn.",
        )
    if suffix in read_transcript.SUFFIXES:
        return ReadFile(path, read_transcript.read_transcript(path).turns, None)
    return ReadFile(path, [], read_recording.probe(path))


def _add_row(session: Session, file: ReadFile, audio: media.StoredAudio | None) -> SourceRow:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    last = session.scalar(select(func.max(SourceRow.position)))
    source = SourceRow(
        name=catalogue.unused_name(session, as_name(file.path.stem) or "untitled"),
        kind="transcript",
        position=0 if last is None else last + 1,
        added_at=now,
    )
    if file.facts and audio:
        recording = MediaRow(
            uuid=audio.uuid,
            name=normalise(file.path.name),
            container=file.facts.container,
            codec=file.facts.codec,
            size_bytes=audio.size_bytes,
            duration_ms=file.facts.duration_ms,
            sha256=audio.sha256,
            added_at=now,
            warning=file.facts.warning or "",
        )
        session.add(recording)
        session.flush()
        source.media_id = recording.id
    session.add(source)
    session.flush()
    if file.turns:
        write_turns(session, source, file.turns)
        session.flush()
    return source
