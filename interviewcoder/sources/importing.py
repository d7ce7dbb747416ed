"""Take recordings and transcripts into the project: all the files that were given, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import ImportFailed
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MediaRow, SourceRow
from interviewcoder.sources import catalogue, read_plain_transcript, read_recording
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.read_recording import RecordingFacts
from interviewcoder.sources.text import normalise
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
class _Read:
    """A file that was read through and is sound."""

    path: Path
    turns: list[SpokenTurn]
    facts: RecordingFacts | None


def add_files(project: Project, paths: Sequence[Path], *, on_progress: Progress | None = None) -> list[SourceView]:
    """Add recordings and typed transcripts as sources, named by their file names without ending.

    Every file is read through before the first is added. `on_progress` hears
    the name of the file at hand and the share done (0..1), and may raise to
    stop: then nothing is added.

    Raises:
        ImportFailed: names the file and the reason; nothing was added.
        StorageFailed: the disk is full; nothing was added.
    """
    report = on_progress or (lambda name, share: None)
    files = [_read_file(path, lambda name: report(name, 0.0)) for path in paths]
    total = sum(file.path.stat().st_size for file in files if file.facts) or 1
    stored: dict[Path, media.StoredAudio] = {}
    try:
        for file in files:
            if file.facts:
                heard = _share_heard(report, file.path.name, sum(a.size_bytes for a in stored.values()), total)
                stored[file.path] = media.store_audio(project, file.path, on_bytes=heard)
        added = _add_rows(project, files, stored)
    except BaseException:
        for audio in stored.values():
            media.discard_audio(project, audio.uuid)
        raise
    return [source for source in catalogue.listing(project) if source.id in added]


def _share_heard(report: Progress, name: str, before: int, total: int) -> Callable[[int], None]:
    return lambda size: report(name, (before + size) / total)


def _read_file(path: Path, begin: Callable[[str], None]) -> _Read:
    begin(path.name)
    suffix = path.suffix.lower()
    if not path.exists():
        raise ImportFailed(f"There is no file “{path}”.", "Check the name. Nothing was added.")
    if path.is_dir():
        raise ImportFailed(f"“{path.name}” is a folder.", "Choose the files in it. Nothing was added.")
    if path.stat().st_size == 0:
        raise ImportFailed(
            f"“{path.name}” is empty: it holds 0 bytes.",
            "The recording may not have been copied whole. Copy it again from the recorder. Nothing was added.",
        )
    if suffix in _NOT_YET:
        raise ImportFailed(
            f"“{path.name}” is {_NOT_YET[suffix]}, which can't be read yet.",
            "Save its text as .txt or .docx, with a label such as “I:” or “P01:” before each turn.",
        )
    if suffix in read_plain_transcript.SUFFIXES:
        return _Read(path, read_plain_transcript.read_plain_transcript(path), None)
    return _Read(path, [], read_recording.probe(path))


def _add_rows(project: Project, files: list[_Read], stored: dict[Path, media.StoredAudio]) -> set[int]:
    label = "Add recording" if any(file.facts for file in files) else "Add transcript"
    with project.op(label) as session:
        return {_add_row(session, file, stored.get(file.path)).id for file in files}


def _add_row(session: Session, file: _Read, audio: media.StoredAudio | None) -> SourceRow:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    last = session.scalar(select(func.max(SourceRow.position)))
    source = SourceRow(
        name=catalogue.unused_name(session, normalise(file.path.stem)),
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
