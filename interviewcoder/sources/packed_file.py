"""Word and OpenDocument files are ZIP archives of XML: how a part is taken out without trusting it."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element

from interviewcoder.sources.safe_xml import read_xml
from interviewcoder.sources.transcript_file import TranscriptFile

# A book's text is some megabytes of XML.
_LARGEST_PART = 64 * 1024 * 1024
_HINT = "Open it where it was made and save it again, without a password."


def part_of(file: TranscriptFile, name: str, kind: str) -> bytes | None:
    """Take a part out of the archive, in memory; None when there is none of that name.

    Raises:
        ImportFailed: the archive is damaged or protected, or the part unpacks to more than 64 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            if name not in archive.namelist():
                return None
            # What an archive says of a part's size may be wrong, so what comes out of it is counted.
            with archive.open(name) as stream:
                content = stream.read(_LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise file.damaged(kind, _HINT) from error
    if len(content) > _LARGEST_PART:
        raise file.damaged(f"{kind}: its text unpacks to more than {_LARGEST_PART // 1024**2} MB", _HINT)
    return content


def xml_part(file: TranscriptFile, name: str, kind: str) -> Element:
    """Parse a part of the archive.

    Raises:
        ImportFailed: as `part_of` and `safe_xml.read_xml`, or there is no such part.
    """
    content = part_of(file, name, kind)
    if content is None:
        raise file.damaged(kind, _HINT)
    return read_xml(TranscriptFile(file.path, content), kind)
