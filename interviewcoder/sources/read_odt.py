"""Read an OpenDocument text (LibreOffice): its paragraphs, headings, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from interviewcoder.sources.packed_file import part_of, xml_part
from interviewcoder.sources.read_plain_transcript import read_lines
from interviewcoder.sources.safe_xml import local_name
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

_KIND = "an OpenDocument text"
_HINT = "Open it in LibreOffice and save it again, without a password."
# What a reader of the page doesn't see in the text: notes, comments, what tracked changes took away.
_PASSED_OVER = frozenset(
    {"note", "annotation", "tracked-changes", "sequence-decls", "forms", "ruby-text", "title", "desc"}
)
_MOST_SPACES = 1000


def read_odt(file: TranscriptFile) -> ReadTranscript:
    """Read the text; in a table each row is a line, its first cell the label. See `read_plain_transcript.read_lines`.

    Raises:
        ImportFailed: it is no OpenDocument text, damaged, or has a password.
    """
    if b"encryption-data" in (part_of(file, "META-INF/manifest.xml", _KIND) or b""):
        raise file.damaged(f"{_KIND} that can be read: it has a password", _HINT)
    document = xml_part(file, "content.xml", _KIND)
    text = next((element for element in document.iter() if local_name(element) == "text" and _is_office(element)), None)
    if text is None:
        raise file.damaged(_KIND, _HINT)
    names = {local_name(element) for element in text.iter()}
    read = read_lines("\n".join(_lines(text)), "OpenDocument text", "ODT")
    return read.with_notes(
        "tracked changes accepted" if "tracked-changes" in names else "",
        "footnotes left out" if "note" in names else "",
        "comments left out" if "annotation" in names else "",
    )


def _lines(parent: Element) -> Iterator[str]:
    for element in parent:
        name = local_name(element)
        if name in ("p", "h"):
            yield from _inline(element).split("\n")
        elif name == "table-row":
            cells = [" ".join(" ".join(_lines(cell)).split()) for cell in element if local_name(cell) == "table-cell"]
            label, *others = [text for text in cells if text] or [""]
            yield f"{label.removesuffix(':')}: {' '.join(others)}" if others else label
        elif name not in _PASSED_OVER:
            yield from _lines(element)


def _inline(parent: Element) -> str:
    """The words of a paragraph. Line ends in the XML are blanks; those of the text have elements of their own."""
    text = _blanks(parent.text)
    for element in parent:
        name = local_name(element)
        if name == "line-break":
            text += "\n"
        elif name == "tab":
            text += "\t"
        elif name == "s":
            count = next((value for key, value in element.items() if key.endswith("}c")), "1")
            text += " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
        elif name not in _PASSED_OVER:
            text += _inline(element)
        text += _blanks(element.tail)
    return text


def _blanks(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ")


def _is_office(element: Element) -> bool:
    return element.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:office:")
