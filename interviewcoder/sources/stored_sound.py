"""The outlines of recordings, in the project."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import SoundRow
from interviewcoder.sources.sound import Sound


def sound_of(project: Project, media_uuid: str) -> Sound | None:
    """The outline of a recording; None where it hasn't been made yet."""
    packed = project.session.scalar(select(SoundRow.packed).where(SoundRow.media_uuid == media_uuid))
    return None if packed is None else Sound.unpack(packed)


def store_sound(project: Project, media_uuid: str, sound: Sound) -> None:
    """Keep a recording's outline, in the place of an earlier one; no step of anybody's work."""
    store_packed_sound(project, media_uuid, sound.pack())


def store_packed_sound(project: Project, media_uuid: str, packed: bytes) -> None:
    """The same with an outline that `Sound.pack` made already: packing that of an hour takes a while."""
    with project.quiet_write() as session:
        session.execute(delete(SoundRow).where(SoundRow.media_uuid == media_uuid))
        session.execute(insert(SoundRow).values(media_uuid=media_uuid, packed=packed))
