"""How somebody left the window of a project: kept in its file, but no step of anybody's work."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import PreferenceRow


def preference(project: Project, name: str, default: str = "") -> str:
    """What was kept under a name; `default` where nothing was."""
    found = project.session.scalar(select(PreferenceRow.value).where(PreferenceRow.name == name))
    return default if found is None else found


def keep(project: Project, name: str, value: str) -> None:
    """Keep a value; one that is kept already isn't written again, so that looking changes no file.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    if preference(project, name) == value:
        return
    with project.quiet_write() as session:
        session.execute(delete(PreferenceRow).where(PreferenceRow.name == name))
        session.execute(insert(PreferenceRow).values(name=name, value=value))
