"""Note in the activity log that somebody opened the project: no step of work, and nothing that undo would see."""

from __future__ import annotations

from contextlib import suppress

from interviewcoder.errors import StorageFailed
from interviewcoder.project import activity
from interviewcoder.project.file import Project

OPENED = "Open project"


def note_opening(project: Project) -> None:
    """Note that the coder at work opened the project; on a full disk it goes unsaid, and the project opens.

    Who only looks at what is saved leaves no trace in the file.
    """
    if project.is_view:
        return
    with suppress(StorageFailed), project.quiet_write() as session:
        activity.note(session, project.coder.uuid, OPENED, {})
