"""What a project says of its changes, as one Qt signal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from interviewcoder.sources.transcript import transcript_of

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.sources.transcript import Transcript

# After these somebody sees other codings, or other names beside them: all that shows codings is read again.
_SEEN_OTHERWISE = ("blind", "coder")
# Numbers that no row has: it isn't known which ones are seen otherwise.
_ANY = {kind: frozenset({0, -1}) for kind in ("segment", "code", "memo", "comment", "verdict", "proposal")}
# What a transcript is made of.
_OF_TRANSCRIPTS = ("source", "turn", "speaker", "words")


class ProjectSignals(QObject):
    """Re-emits each `Changes` of a project. A view asks `changes.concerns(...)` and reads again what it shows.

    `end` stops listening and says `ended`; after it nothing is emitted any more. Reading a long
    transcript takes as long as all the rest that a change means: views that
    show the same one get it here, read once.
    """

    changed = Signal(object)  # Changes
    ended = Signal()

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._transcript: Transcript | None = None
        self._unsubscribe = project.subscribe(self._announce)

    def end(self) -> None:
        """Stop listening; the project is about to close."""
        self._unsubscribe()
        self._transcript = None
        self.ended.emit()

    def transcript_of(self, source_id: int) -> Transcript:
        """A source's transcript as it is now. Of the one that was asked for last nothing is read a second time.

        Raises:
            NotFound: there is no such source.
        """
        if self._transcript is None or self._transcript.source_id != source_id:
            self._transcript = transcript_of(self._project, source_id)
        return self._transcript

    def _announce(self, changes: Changes) -> None:
        if changes.concerns(*_OF_TRANSCRIPTS):
            self._transcript = None
        if changes.concerns(*_SEEN_OTHERWISE):
            changes = replace(changes, ids={**_ANY, **changes.ids})
        self.changed.emit(changes)
