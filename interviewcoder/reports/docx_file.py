"""Put a finished Word document on disk: whole or not at all, and the same bytes for the same content."""

from __future__ import annotations

import errno
import io
import os
import secrets
import zipfile
from contextlib import suppress
from pathlib import Path

from docx.document import Document

from interviewcoder.errors import ExportFailed, InterviewCoderError, StorageFailed

_NO_PLACE = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "the disk doesn't take a file of that size",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
}
# The first moment that a ZIP archive can express.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def save(document: Document, path: Path) -> None:
    """Write the document beside its place first, then put it there in one step.

    A file of that name is replaced; where anything fails it stays as it was.

    Raises:
        ExportFailed: the folder doesn't exist, or the name is a folder's or a device's.
        StorageFailed: the disk is full, or the place can't be written.
    """
    content = _package(document)
    part = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        _refuse_wrong_places(path)
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise _as_ours(error, path) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _refuse_wrong_places(path: Path) -> None:
    if not path.parent.is_dir():
        raise ExportFailed(f"The folder {path.parent} doesn't exist.", "Choose a folder that does, or make it first.")
    if path.is_dir():
        raise ExportFailed(f"{path} is a folder.", "Give the document a file name of its own.")
    # Put in the place of a device or a pipe, a document would take it from everybody on the machine.
    if path.exists() and not path.is_file():
        raise ExportFailed(f"{path} is no ordinary file.", "Give the document a file name of its own.")


def _package(document: Document) -> bytes:
    """Pack the document, with no time of writing on its parts."""
    packed = io.BytesIO()
    document.save(packed)
    stamped = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _NO_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return stamped.getvalue()


def _as_ours(error: OSError, path: Path) -> InterviewCoderError:
    reason = _NO_PLACE.get(error.errno or 0)
    if reason is None:
        return ExportFailed(f"{path} could not be written: {error.strerror}.", "Try another folder or another name.")
    hint = "Choose another folder. If the document is open in Word, close it there first."
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        hint = "Make room, or choose another disk."
    return StorageFailed(f"{path} could not be written: {reason}.", hint)
