"""Take recordings and transcripts into the project: all the files that were given, or none."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MediaRow, SourceRow, SpeakerRow, TranscriptRow
from interviewcoder.sources import catalogue
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.incoming import (
    Incoming,
    ReadFile,
    paired,
    read_files,
    read_recording_file,
    refuse_if_no_recording,
)
from interviewcoder.sources.text import as_name, normalise
from interviewcoder.sources.transcript import write_turns

__all__ = ["Incoming", "ReadFile", "paired", "read_files", "refuse_if_no_recording"]

Progress = Callable[[str, float], None]


def add_files(
    project: Project,
    paths: Sequence[Path],
    *,
    on_progress: Progress | None = None,
    also: Callable[[Sequence[int]], None] | None = None,
) -> list[SourceView]:
    """Add recordings and transcripts as sources, named by their file names without ending.

    A transcript and a recording of one name become one source. Every file is
    read through before the first is added. `on_progress` hears the name of
    the file at hand and the share done (0..1), and may raise to stop: then
    nothing is added. `also` gets the new sources' ids inside the same
    operation, for what belongs to the same step.

    Raises:
        ImportFailed: names the file and the reason; nothing was added.
        StorageFailed: the disk is full; nothing was added.
    """
    report = on_progress or (lambda name, share: None)
    files = read_files(paths, on_file=lambda name: report(name, 0.0))
    return add_read(project, paired(files), on_progress=on_progress, also=also)


def add_read(
    project: Project,
    incoming: Sequence[Incoming],
    *,
    on_progress: Progress | None = None,
    also: Callable[[Sequence[int]], None] | None = None,
) -> list[SourceView]:
    """Add what was read; `on_progress`, `also` and errors as in `add_files`."""
    report = on_progress or (lambda name, share: None)
    steps = adding_files(project, incoming, also=also)
    try:
        while True:
            report(*next(steps))
    except StopIteration as end:
        added: list[SourceView] = end.value
        return added
    finally:
        steps.close()


def adding_files(
    project: Project, incoming: Sequence[Incoming], *, also: Callable[[Sequence[int]], None] | None = None
) -> Generator[tuple[str, float], None, list[SourceView]]:
    """Add what was read in short steps, for a window that stays awake between them.

    Yields the name of the file at hand and the share done (0..1), and returns
    the new sources. A generator that is closed early adds nothing. `also` as
    in `add_files`.

    Raises:
        ImportFailed, StorageFailed: as in `add_files`.
    """
    recordings = [source.recording.path for source in incoming if source.recording]
    stored: dict[Path, media.StoredAudio] = {}
    try:
        yield from storing(project, recordings, stored)
        label = "Add recording" if recordings else "Add transcript"
        with project.op(label) as session:
            rows = [_add_row(session, source, stored) for source in incoming]
            added = [row.id for row in rows]
            project.tell(source=rows[0].name if rows else "", count=len(rows))
            if also:
                also(added)
    except BaseException:
        for audio in stored.values():
            media.discard_audio(project, audio.uuid)
        raise
    return [source for source in catalogue.listing(project) if source.id in added]


def attach_recording(
    project: Project, source_id: int, path: Path, *, on_progress: Progress | None = None
) -> SourceView:
    """Give a source that has a transcript alone its recording; `on_progress` as in `add_files`.

    Raises:
        ImportFailed: names the file and the reason.
        NotAllowed: the source has a recording already.
        NotFound: there is no such source.
        StorageFailed: the disk is full; nothing was added.
    """
    refuse_if_recorded(project, source_id)
    steps = attaching(project, source_id, read_recording_file(path))
    try:
        while True:
            name, share = next(steps)
            if on_progress:
                on_progress(name, share)
    except StopIteration as end:
        (attached,) = end.value
        source: SourceView = attached
        return source
    finally:
        steps.close()


def attaching(
    project: Project, source_id: int, recording: ReadFile
) -> Generator[tuple[str, float], None, list[SourceView]]:
    """Attach a recording that was read in short steps; as `adding_files`, it returns the source in a list.

    Raises:
        NotAllowed, NotFound, StorageFailed: as in `attach_recording`.
    """
    stored: dict[Path, media.StoredAudio] = {}
    try:
        yield from storing(project, [recording.path], stored)
        refuse_if_recorded(project, source_id)
        with project.op("Attach recording") as session:
            row = _recording_row(session, recording, stored[recording.path])
            source = session.get_one(SourceRow, source_id)
            source.media_id = row.id
            project.tell(source=source.name, name=row.name)
    except BaseException:
        for audio in stored.values():
            media.discard_audio(project, audio.uuid)
        raise
    return [source for source in catalogue.listing(project) if source.id == source_id]


def refuse_if_recorded(project: Project, source_id: int) -> None:
    """Say before a file is read that it couldn't be attached.

    Raises:
        NotAllowed: the source has a recording already.
        NotFound: there is no such source.
    """
    source = project.session.get(SourceRow, source_id)
    if source is None:
        raise NotFound("The source is no longer in the project.")
    if source.media_id is not None:
        raise NotAllowed(f"“{source.name}” has a recording already.", "Add the file as a source of its own.")


def storing(
    project: Project, paths: Sequence[Path], stored: dict[Path, media.StoredAudio]
) -> Generator[tuple[str, float], None, None]:
    """Store recordings' bytes in short steps; yields the name of the one at hand and the share done (0..1).

    `stored` fills with what is there, for the caller to keep or discard.
    """
    total = sum(path.stat().st_size for path in paths) or 1
    before = 0
    for path in paths:
        steps = media.storing_audio(project, path)
        try:
            while True:
                yield path.name, (before + next(steps)) / total
        except StopIteration as end:
            stored[path] = end.value
        finally:
            steps.close()
        before += stored[path].size_bytes


def _add_row(session: Session, incoming: Incoming, stored: Mapping[Path, media.StoredAudio]) -> SourceRow:
    last = session.scalar(select(func.max(SourceRow.position)))
    read = incoming.read
    source = SourceRow(
        name=catalogue.unused_name(session, as_name(incoming.path.stem) or "untitled"),
        kind="transcript",
        position=0 if last is None else last + 1,
        language=read.language if read else "",
        added_at=_now(),
    )
    if incoming.recording:
        source.media_id = _recording_row(session, incoming.recording, stored[incoming.recording.path]).id
    session.add(source)
    session.flush()
    if read:
        write_turns(session, source, incoming.turns())
        session.flush()
        _mark_interviewers(session, source, incoming)
        session.add(TranscriptRow(source_id=source.id, origin=read.origin))
        session.flush()
    return source


def _mark_interviewers(session: Session, source: SourceRow, incoming: Incoming) -> None:
    """Mark who interviews, where a person has said so; two labels may have become one speaker."""
    if incoming.interviewers is None:
        return
    names = {incoming.labels.get(label, label) for label in incoming.interviewers}
    for speaker in session.scalars(select(SpeakerRow).where(SpeakerRow.source_id == source.id)).all():
        speaker.interviewer = speaker.label in names


def _recording_row(session: Session, file: ReadFile, audio: media.StoredAudio) -> MediaRow:
    assert file.facts is not None
    row = MediaRow(
        uuid=audio.uuid,
        name=normalise(file.path.name),
        container=file.facts.container,
        codec=file.facts.codec,
        size_bytes=audio.size_bytes,
        duration_ms=file.facts.duration_ms,
        sha256=audio.sha256,
        added_at=_now(),
        warning=file.facts.warning or "",
    )
    session.add(row)
    session.flush()
    return row


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
