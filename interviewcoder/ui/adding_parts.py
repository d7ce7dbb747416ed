"""Adding files that may be the parts of one interview."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from interviewcoder.sources import adding_recordings, joining
from interviewcoder.ui.jobs import FileAdding

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.sources.importing import ReadFile
    from interviewcoder.sources.joining import Part
    from interviewcoder.ui.prompts import Prompts

    Begin = Callable[[list[ReadFile]], Generator[tuple[str, float], None, list[SourceView]]]


class InterviewAdding(FileAdding):
    """Joins the parts of one interview without holding the window up."""

    def __init__(self, project: Project, paths: Sequence[Path], parent: QObject, *, opus: bool) -> None:
        self._interviews: list[list[Part]] = []
        super().__init__(
            project,
            paths,
            parent,
            begin=lambda _: adding_recordings.adding_recordings(project, self._interviews, opus=opus),
        )

    def _read(self) -> list[ReadFile]:
        self._interviews = adding_recordings.read_interviews([self._paths], self._on_file)
        return []


def look_like_one_interview(paths: Sequence[Path]) -> bool:
    """Whether to ask if files are the parts of one interview; transcripts are never joined."""
    from interviewcoder.sources.read_transcript import SUFFIXES

    return joining.look_like_parts(paths) and not any(path.suffix.lower() in SUFFIXES for path in paths)


def ask_parts(paths: Sequence[Path], prompts: Prompts) -> tuple[list[Path], bool, bool] | None:
    """Ask whether files are one interview; returns them in order, whether they are, and whether as Opus.

    None where the person cancelled.
    """
    from interviewcoder.ui.dialogs.one_interview import OneInterviewDialog

    ordered = joining.in_order(paths)
    dialog = OneInterviewDialog(adding_recordings.name_of_parts(ordered), ordered)
    if not prompts.run(dialog):
        return None
    return ordered, *dialog.choice()


def adding_for(
    project: Project, paths: Sequence[Path], prompts: Prompts, parent: QObject, begin: Begin
) -> FileAdding | None:
    """Make what adds files: joined, where the person says that they are the parts of one interview.

    None where the person cancelled.
    """
    if look_like_one_interview(paths):
        asked = ask_parts(paths, prompts)
        if asked is None:
            return None
        ordered, together, opus = asked
        if together:
            return InterviewAdding(project, ordered, parent, opus=opus)
    return FileAdding(project, paths, parent, begin=begin)
