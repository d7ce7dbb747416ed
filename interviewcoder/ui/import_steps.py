"""What is done with files that were read: shown to the person and added, or attached to a source."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from interviewcoder.errors import Cancelled
from interviewcoder.sources import importing

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.sources.incoming import Incoming, ReadFile
    from interviewcoder.ui.prompts import Prompts

Steps = Generator[tuple[str, float], None, "list[SourceView]"]


def review_and_add(project: Project, prompts: Prompts, files: Sequence[ReadFile]) -> Steps:
    """Let the person see what was understood of transcripts, then add; recordings alone need no look.

    Raises:
        Cancelled: the person didn't want it.
    """
    incoming: list[Incoming] | None = importing.paired(files)
    if any(source.read is not None for source in incoming or ()):
        incoming = prompts.review_import(incoming or [])
    if incoming is None:
        raise Cancelled("Nothing was added.")
    return importing.adding_files(project, incoming)


def attach(project: Project, source_id: int, files: Sequence[ReadFile]) -> Steps:
    """Attach the one file that was read to a source.

    Raises:
        ImportFailed: it is no recording.
        NotAllowed, NotFound: as in `importing.attach_recording`.
    """
    importing.refuse_if_recorded(project, source_id)
    importing.refuse_if_no_recording(files[0])
    return importing.attaching(project, source_id, files[0])
