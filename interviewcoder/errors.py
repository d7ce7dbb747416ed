"""The errors a user can meet, each with what happened and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class InterviewCoderError(Exception):
    """Something a person can understand and act on.

    `message` says what happened, `hint` what to do next (may be empty).
    Anything that is raised and is not one of these is a fault of ours.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotAProject(InterviewCoderError):
    """The file is no InterviewCoder project, or is damaged."""


class ProjectLocked(InterviewCoderError):
    """Somebody else has the project open; `holder` says who, where that is known."""

    def __init__(self, message: str, hint: str = "", *, holder: str = "", may_take_over: bool = False) -> None:
        super().__init__(message, hint)
        self.holder = holder
        self.may_take_over = may_take_over


class ProjectTooNew(InterviewCoderError):
    """The file was written by a later version of the program."""


class WrongPassphrase(InterviewCoderError):
    """The passphrase doesn't open the project."""


class StorageFailed(InterviewCoderError):
    """The disk is full, or the place can't be written."""


class TakenOver(ProjectLocked, StorageFailed):
    """Another machine has opened the project while it was open here: nothing is stored any more."""


class ReadOnlyPlace(StorageFailed):
    """The project's file, its folder or its disk is read-only: it can be read there, not worked in."""


class ImportFailed(InterviewCoderError):
    """A file can't be taken in; the message names it and the reason."""


class ExportFailed(InterviewCoderError):
    """A report can't be written."""


class ResidualIdentifiers(InterviewCoderError):
    """A file that was about to leave the project holds what identifies somebody; nothing was written.

    `found` are the finds (`privacy.residual.Residual`), with the words: for the window alone.
    """

    def __init__(self, message: str, hint: str = "", *, found: Sequence[object] = ()) -> None:
        super().__init__(message, hint)
        self.found = tuple(found)


class NetworkLocked(InterviewCoderError):
    """Something tried to reach the network and was refused."""


class CheckFailed(InterviewCoderError):
    """Something that was to be proved was looked into and is not so."""


class Cancelled(InterviewCoderError):
    """The person stopped the work."""


class EmptySpan(InterviewCoderError):
    """The passage holds no text."""


class NotFound(InterviewCoderError):
    """Nothing in the project has that name."""


class NameTaken(InterviewCoderError):
    """The name is empty, or something else has it already."""


class NotAllowed(InterviewCoderError):
    """The project can't be changed in that way."""


class NothingToUndo(InterviewCoderError):
    """There is no step to take back."""


class NothingToRedo(InterviewCoderError):
    """There is no step to do again."""


class ModelMissing(InterviewCoderError):
    """The Whisper or speaker model isn't on this machine."""


class ModelDamaged(InterviewCoderError):
    """A model's file isn't the published one."""


class TranscriptionFailed(InterviewCoderError):
    """The transcription stopped; the project is as it was."""
