"""Files become sources of the project, or the recording of one, while the window goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.project import media
from interviewcoder.ui import adding_parts, import_steps
from interviewcoder.ui.dropping import PROJECT_SUFFIX
from interviewcoder.ui.jobs import FileAdding

if TYPE_CHECKING:
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip, WorkInHand
    from interviewcoder.ui.workspace import Workspace


class SourceAdding(QObject):
    """Adds files in the background, one errand at a time. `project_dropped` tells of a project among them."""

    project_dropped = Signal(Path)

    def __init__(self, workspace: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
        super().__init__(workspace)
        self._workspace, self._prompts, self._strip = workspace, prompts, strip
        self._adding: FileAdding | None = None
        self._work: WorkInHand | None = None
        self._files_from = workspace.project.path.parent

    @property
    def is_busy(self) -> bool:
        """Whether files are being added."""
        return self._adding is not None

    def close(self) -> None:
        """Give up what is being added."""
        if self._adding is not None:
            self._adding.abandon()
            self._end_adding()

    def ask_files(self) -> None:
        """Ask which files to add."""
        from interviewcoder.ui.file_kinds import kinds_of_source

        title = self.tr("Add recordings or transcripts")
        paths = self._prompts.choose_open_files(title, kinds_of_source(), self._files_from)
        if paths:
            self._files_from = paths[0].parent
            self.add_files(paths)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add files as sources, in the background; a project among them is asked to be opened instead."""
        if projects := [path for path in paths if path.suffix.lower() == PROJECT_SUFFIX]:
            self.project_dropped.emit(projects[0])
            return
        if self._adding is not None:
            self._strip.tell(self.tr("Other files are being added. Try again in a moment."))
            return
        review = partial(import_steps.review_and_add, self._workspace.project, self._prompts)
        adding = adding_parts.adding_for(self._workspace.project, paths, self._prompts, self, review)
        if adding is not None:
            self._add(adding)

    def attach_recording(self, source_id: int) -> None:
        """Ask for the recording of a source that has a transcript alone, and attach it in the background."""
        from interviewcoder.ui.file_kinds import kinds_of_recording

        if self._adding is not None:
            self._strip.tell(self.tr("Other files are being added. Try again in a moment."))
            return
        path = self._prompts.choose_open_file(self.tr("Attach the recording"), kinds_of_recording(), self._files_from)
        if path is not None:
            self._files_from = path.parent
            attach = partial(import_steps.attach, self._workspace.project, source_id)
            self._add(FileAdding(self._workspace.project, [path], self, begin=attach))

    def _add(self, adding: FileAdding) -> None:
        self._adding = adding
        self._adding.progressed.connect(self._on_adding)
        self._adding.finished.connect(self._on_added)
        self._adding.failed.connect(self._on_not_added)
        self._adding.start()

    def _on_adding(self, name: str, share: float | None) -> None:
        words = self.tr("Reading {name}") if share is None else self.tr("Adding {name}")
        assert self._adding is not None
        if self._work is None:
            self._work = self._strip.begin_work()
        self._work.on_cancel = self._adding.cancel
        self._work.show_progress(words.format(name=name), share)

    def _on_added(self, added: list[SourceView]) -> None:
        self._end_adding()
        words = self.tr("Added “{name}”").format(name=added[0].name) if len(added) == 1 else ""
        self._strip.tell(words or self.tr("Added {count} sources").format(count=len(added)))
        self._workspace.side.setCurrentWidget(self._workspace.sources)
        self._workspace.sources.choose(added[0].id)
        self._tell_warnings(added)

    def _tell_warnings(self, added: Sequence[SourceView]) -> None:
        for source in added:
            recording = media.media_of_source(self._workspace.project, source.id)
            if recording is not None and recording.warning:
                self._prompts.show_note(
                    self.tr("“{name}” can be used, but").format(name=source.name), recording.warning
                )

    def _on_not_added(self, error: InterviewCoderError) -> None:
        self._end_adding()
        if isinstance(error, Cancelled):
            self._strip.tell(self.tr("Stopped. Nothing was added."))
        else:
            self._prompts.show_error(error)

    def _end_adding(self) -> None:
        if self._work is not None:
            self._strip.end_work(self._work)
            self._work = None
        if self._adding is not None:
            self._adding.deleteLater()
            self._adding = None
