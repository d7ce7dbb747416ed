"""What was looked for lately in a project: kept in its file and nowhere else."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from interviewcoder.analysis.find_query import Query
from interviewcoder.project import preferences

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

_NAME = "find.recent"
_MOST = 15


def recent(project: Project) -> list[Query]:
    """The last searches, the newest first."""
    try:
        return [Query(**entry) for entry in json.loads(preferences.preference(project, _NAME, "[]"))]
    except (ValueError, TypeError):  # of another version, or by another hand
        return []


def remember(project: Project, query: Query) -> list[Query]:
    """Put a search before the others and return them all.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    found = [query, *(other for other in recent(project) if other != query)][:_MOST]
    preferences.keep(project, _NAME, json.dumps([asdict(each) for each in found], ensure_ascii=False))
    return found


def forget(project: Project) -> None:
    """Keep no search any longer.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    preferences.keep(project, _NAME, "[]")
