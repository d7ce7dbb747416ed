"""Add recordings that are made of several files, or smaller than they come."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MediaRow, SourceRow
from interviewcoder.sources import catalogue, joining, read_recording
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.joining import Joined, Part, StoredPart
from interviewcoder.sources.read_recording import RecordingFacts
from interviewcoder.sources.stored_sound import sound_of, store_sound
from interviewcoder.sources.text import as_name, normalise

_ENDINGS = {"matroska": ".mka", "flac": ".flac", "ogg": ".opus"}
OPUS_LOSS = (
    "Opus keeps speech as one hears it, at 32 kb/s a channel, but not every detail of the sound: for acoustic "
    "measurements keep the original."
)

Progress = Callable[[str, float], None]
Also = Callable[[Sequence[int]], None]


def add_recordings(
    project: Project,
    interviews: Sequence[Sequence[Path]],
    *,
    opus: bool = False,
    on_progress: Progress | None = None,
    also: Also | None = None,
) -> list[SourceView]:
    """Add interviews, each of one or more files in their order; all of them, or none.

    `on_progress` and `also` as in `importing.add_files`.

    Raises:
        ImportFailed: names the file and the reason; nothing was added.
        StorageFailed: the disk is full; nothing was added.
    """
    report = on_progress or (lambda name, share: None)
    steps = adding_recordings(project, read_interviews(interviews, lambda n: report(n, 0.0)), opus=opus, also=also)
    try:
        while True:
            report(*next(steps))
    except StopIteration as end:
        added: list[SourceView] = end.value
        return added
    finally:
        steps.close()


def read_interviews(
    interviews: Sequence[Sequence[Path]], on_file: Callable[[str], None] | None = None
) -> list[list[Part]]:
    """Read the files of interviews through without a project; may be called on any thread.

    Raises:
        ImportFailed: names the file and the reason.
    """
    read = []
    for paths in interviews:
        parts = []
        for path in dict.fromkeys(paths):
            if on_file:
                on_file(path.name)
            parts.append(joining.read_part(path))
        read.append(parts)
    return read


def adding_recordings(
    project: Project, interviews: Sequence[Sequence[Part]], *, opus: bool = False, also: Also | None = None
) -> Generator[tuple[str, float], None, list[SourceView]]:
    """Add what was read in short steps; yields the interview at hand and the share done (0..1).

    A generator that is closed early adds nothing.

    Raises:
        ImportFailed, StorageFailed: as in `add_recordings`.
    """
    made: list[tuple[str, Joined]] = []
    total = sum(part.facts.duration_ms for parts in interviews for part in parts) or 1
    before = 0
    try:
        for parts in interviews:
            name, length = name_of_parts([part.path for part in parts]), sum(p.facts.duration_ms for p in parts)
            steps = joining.joining(project, parts, opus=opus)
            try:
                while True:
                    yield name, (before + next(steps) * length) / total
            except StopIteration as end:
                made.append((name, end.value))
            finally:
                steps.close()
            before += length
        with project.op("Add recording") as session:
            rows = [_add_row(session, name, joined) for name, joined in made]
            added = [row.id for row in rows]
            project.tell(source=rows[0].name if rows else "", count=len(rows))
            if also:
                also(added)
    except BaseException:
        for _, joined in made:
            media.discard_audio(project, joined.audio.uuid)
        raise
    return [source for source in catalogue.listing(project) if source.id in added]


def name_of_parts(paths: Sequence[Path]) -> str:
    """What the parts of an interview have in common: “P03” of P03_1 and P03_2."""
    stems = [path.stem for path in paths]
    if len(stems) == 1:
        return as_name(stems[0]) or "untitled"
    common = stems[0]
    while not all(stem.startswith(common) for stem in stems):
        common = common[:-1]
    common = re.sub(r"[ _\-.(]*(part|teil)?[ _\-.(0]*$", "", common, flags=re.IGNORECASE)
    return as_name(common) or as_name(stems[0]) or "untitled"


def parts_of_source(project: Project, source_id: int) -> list[StoredPart]:
    """The files that a source's recording was made of; none where it is one file, as it was added."""
    stored = project.session.scalar(
        select(MediaRow.parts).join(SourceRow, SourceRow.media_id == MediaRow.id).where(SourceRow.id == source_id)
    )
    return joining.parts_of(stored or "")


def size_of_source(project: Project, source_id: int) -> int:
    """The bytes of a source's recording; 0 where it has none."""
    recording = media.media_of_source(project, source_id)
    return recording.size_bytes if recording else 0


def store_as_opus(project: Project, source_id: int, *, on_progress: Progress | None = None) -> tuple[int, int]:
    """Store a source's recording as Opus in the place of the original; returns its bytes before and after.

    Times stay as they are. It can't be undone, nor can anything before it:
    the original is gone. Back the project up first.

    Raises:
        NotFound: the source has no recording.
        NotAllowed: it is Opus already, or would not become smaller.
        ImportFailed: it has more than two channels.
        StorageFailed: the disk is full; nothing changed.
    """
    steps = storing_as_opus(project, source_id)
    try:
        while True:
            name, share = next(steps)
            if on_progress:
                on_progress(name, share)
    except StopIteration as end:
        sizes: tuple[int, int] = end.value
        return sizes
    finally:
        steps.close()


def storing_as_opus(project: Project, source_id: int) -> Generator[tuple[str, float], None, tuple[int, int]]:
    """The same in short steps; a generator that is closed early changes nothing."""
    recording = media.media_of_source(project, source_id)
    if recording is None:
        raise NotFound("This source has no recording.", "Add the sound or video file first.")
    if recording.codec == "opus":
        raise NotAllowed(f"“{recording.name}” is stored as Opus already.", "Nothing was changed.")
    facts = _facts_of(project, recording)
    steps = joining.storing_opus(project, lambda: _stream(project, recording.id), recording.name, facts)
    try:
        while True:
            yield recording.name, next(steps)
    except StopIteration as end:
        audio, made = end.value
    finally:
        steps.close()
    before, after = recording.size_bytes, audio.size_bytes
    if after >= before:
        media.discard_audio(project, audio.uuid)
        raise NotAllowed(f"“{recording.name}” would not become smaller as Opus.", "It stays as it is.")
    outline = sound_of(project, recording.uuid)
    if outline is not None:
        store_sound(project, audio.uuid, outline)
    _replace(project, source_id, audio, made)
    media.discard_audio(project, recording.uuid)
    return before, after


def _replace(project: Project, source_id: int, audio: media.StoredAudio, facts: RecordingFacts) -> None:
    # The original's bytes go: no step before this one may bring its row back.
    with project.op("Store as Opus", undoable=False) as session:
        source = session.get(SourceRow, source_id)
        old = session.get(MediaRow, source.media_id) if source else None
        if source is None or old is None:
            media.discard_audio(project, audio.uuid)
            raise NotFound("The recording is no longer in the project.")
        original = StoredPart(old.name, old.sha256, 0, old.duration_ms)
        parts = old.parts or Joined(audio, facts, [original]).parts_json()
        row = _media_row(Path(old.name).stem, audio, facts, parts)
        session.add(row)
        session.flush()
        source.media_id = row.id
        project.tell(source=source.name)
        session.flush()
        session.delete(old)


def _facts_of(project: Project, recording: media.MediaView) -> RecordingFacts:
    with _stream(project, recording.id) as stream, read_recording.open_recording(stream, recording.name) as container:
        codec = read_recording.sound_of(container, recording.name).codec_context
        return RecordingFacts(
            recording.container,
            recording.codec,
            recording.duration_ms,
            codec.sample_rate,
            codec.channels,
            recording.warning or None,
        )


def _stream(project: Project, media_id: int) -> BinaryIO:
    return media.open_stream(project, media_id)  # type: ignore[return-value]  # it does all that is asked of a file


def _add_row(session: Session, name: str, joined: Joined) -> SourceRow:
    last = session.scalar(select(func.max(SourceRow.position)))
    recording = _media_row(name, joined.audio, joined.facts, joined.parts_json())
    session.add(recording)
    session.flush()
    source = SourceRow(
        name=catalogue.unused_name(session, name),
        kind="transcript",
        position=0 if last is None else last + 1,
        added_at=recording.added_at,
        media_id=recording.id,
    )
    session.add(source)
    session.flush()
    return source


def _media_row(stem: str, audio: media.StoredAudio, facts: RecordingFacts, parts: str) -> MediaRow:
    return MediaRow(
        uuid=audio.uuid,
        name=normalise(stem + _ENDINGS[facts.container]),
        container=facts.container,
        codec=facts.codec,
        size_bytes=audio.size_bytes,
        duration_ms=facts.duration_ms,
        sha256=audio.sha256,
        added_at=datetime.now(UTC).isoformat(timespec="seconds"),
        warning=facts.warning or "",
        parts=parts,
    )
