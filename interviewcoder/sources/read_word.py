"""Read a Word file: its paragraphs and tables, as the text reads with all tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from interviewcoder.sources.packed_file import part_of, xml_part
from interviewcoder.sources.read_plain_transcript import read_lines
from interviewcoder.sources.safe_xml import local_name
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

_KIND = "a Word document"
# What is taken away when changes are accepted, or is written a second time for older programs.
_PASSED_OVER = frozenset({"del", "moveFrom", "Fallback", "delText", "instrText", "footnotePr", "pPr", "rPr"})
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"


def read_word(file: TranscriptFile) -> ReadTranscript:
    """Read the text; in a table each row is a line, its first cell the label. See `read_plain_transcript.read_lines`.

    Raises:
        ImportFailed: it is no Word document, or damaged.
    """
    document = xml_part(file, _main_part(file), _KIND)
    names = {local_name(element) for element in document.iter()}
    body = next((element for element in document if local_name(element) == "body"), None)
    if body is None:
        raise file.damaged(_KIND, "Open it in Word and save it again.")
    read = read_lines("\n".join(_lines(body)), "Word document", "Word")
    return read.with_notes(
        "tracked changes accepted" if names & {"ins", "del", "moveFrom", "moveTo"} else "",
        "footnotes left out" if names & {"footnoteReference", "endnoteReference"} else "",
        "comments left out" if "commentReference" in names else "",
    )


def _main_part(file: TranscriptFile) -> str:
    """Where in the archive the text is; almost always in one place, but another may be named."""
    if part_of(file, _RELATIONS, _KIND) is not None:
        for relation in xml_part(file, _RELATIONS, _KIND):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", _MAIN).lstrip("/")
    return _MAIN


def _lines(parent: Element) -> Iterator[str]:
    for element in parent:
        name = local_name(element)
        if name == "p":
            yield from _paragraph(element).split("\n")
        elif name == "tbl":
            yield from _rows(element)
        elif name not in _PASSED_OVER:
            yield from _lines(element)


def _rows(table: Element) -> Iterator[str]:
    for row in _children(table, "tr"):
        cells = [" ".join(" ".join(_lines(cell)).split()) for cell in _children(row, "tc")]
        label, *others = [text for text in cells if text] or [""]
        yield f"{label.removesuffix(':')}: {' '.join(others)}" if others else label


def _children(parent: Element, name: str) -> Iterator[Element]:
    """The rows or cells, also those inside a content control."""
    for element in parent:
        if local_name(element) == name:
            yield element
        elif local_name(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _children(element, name)


def _paragraph(paragraph: Element) -> str:
    text = ""
    for element in paragraph:
        name = local_name(element)
        if name == "t":
            text += element.text or ""
        elif name in _WRITTEN:
            text += _WRITTEN[name]
        elif name in ("p", "tbl"):
            # A text box hangs in a paragraph but says something of its own.
            text += "\n" + "\n".join(_lines(paragraph))
            break
        elif name not in _PASSED_OVER:
            text += _paragraph(element)
    return text
