"""Pack a finished Word document: the same bytes for the same content, whole on disk or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from docx.document import Document

from interviewcoder.reports.whole_file import FileKind

Put = Callable[[bytes, Path, FileKind], object]
"""What puts a file in its place: the gate's `put`, through which everything leaves the project."""
CODEBOOK = FileKind("Word document", ".docx", "codebook.docx", b"PK\x03\x04")
NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP archive can express."""


def save(document: Document, path: Path, put: Put, kind: FileKind = CODEBOOK) -> None:
    """Pack the document and have it put in its place.

    Raises:
        ExportFailed, StorageFailed, ResidualIdentifiers: as `put` does.
    """
    put(package(document), path, kind)


def package(document: Document) -> bytes:
    """Pack the document, with no time of writing on its parts."""
    packed = io.BytesIO()
    document.save(packed)
    stamped = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, NO_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return stamped.getvalue()
