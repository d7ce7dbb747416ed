"""What the disk says, in a person's words."""

from __future__ import annotations

import errno

from interviewcoder.errors import InterviewCoderError, NotAProject, StorageFailed

_FULL = StorageFailed(
    "The disk is full, so the last change could not be saved.",
    "Everything up to it is safe. Make room on the disk and do it again.",
)


def as_storage_error(error: BaseException | None) -> InterviewCoderError | None:
    """The user's error behind what the database driver raised; None when the fault is ours."""
    text = str(error).lower()
    if "is full" in text:
        return StorageFailed(_FULL.message, _FULL.hint)
    if "malformed" in text:
        return NotAProject(
            "The project file is damaged: a part of it can't be read.",
            "Close it and restore a backup; they lie in the folder beside it.",
        )
    if "readonly" in text or "unable to open database file" in text:
        return StorageFailed(
            "The project file can't be written: its folder or the file is read-only.",
            "Nothing was changed. Move the project to a folder of your own.",
        )
    if "disk i/o error" in text:
        return StorageFailed(
            "The disk reported an error while saving; the last change was not kept.",
            "Everything up to it is safe. Check that the disk or stick is still attached and has room.",
        )
    return None


def as_file_error(error: OSError, what: str) -> StorageFailed:
    """The user's error behind a failed write of `what` (a file's name)."""
    if error.errno == errno.ENOSPC:
        return StorageFailed(
            f"The disk is full: “{what}” could not be written.", "Make room on the disk and try again."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageFailed(f"“{what}” can't be written: the place is read-only.", "Choose a folder of your own.")
    return StorageFailed(f"“{what}” could not be written: {error.strerror}.", "Check the disk and try again.")
