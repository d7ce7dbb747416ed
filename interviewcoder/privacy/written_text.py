"""The words of a file that was written, read back as a reader gets them.

Markup is taken out so that words it divides are whole, and ends of paragraphs
stay ends of lines. What a file is, its content tells: it may not have its final
name yet. Sound and pictures are passed over.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from interviewcoder.errors import ExportFailed

_MOST_BYTES = 400_000_000
_DEEPEST = 3
# What marks words up inside a line, in Word, OpenDocument, Excel and HTML; any other tag ends the line.
_INLINE = re.compile(
    r"</?(?:w:(?!(?:p|tr|tc|br|cr|tab)\b)|text:(?!(?:p|h|s|tab|line-break|list|list-item)\b)"
    r"|(?:a|abbr|b|bdi|cite|code|em|font|i|mark|q|r|s|small|span|strong|sub|sup|t|time|tt|u|wbr)(?=[\s/>]))"
    r"[^<>]*>"
)
_SPACES = re.compile(r"<(?:w:tab|text:tab|text:s)\b[^<>]*>")
_EMPTY_LINES = re.compile(r"\s*\n\s*")
_TAG = re.compile(r"<[!?/]?[A-Za-z!?-][^<>]*>")
_NOT_READ = re.compile(
    r"<style\b.*?</style>|<svg\b.*?</svg>|<rPr>.*?</rPr>|<w:instrText\b.*?</w:instrText>", re.IGNORECASE | re.DOTALL
)
# Words that a tag itself holds: whose comment it is, what a picture shows, and all that program-to-program XML says.
_SAID_IN_TAGS = re.compile(
    r"\s(?:w:author|w:initials|descr|title|alt|aria-label|name|label|value|content|author|participant|annotator|speaker"
    r"|creatinguser|code|placeholder|tier_id|(?:relative_)?media_url|data-\w+)=(?:\"([^\"<>]*)\"|'([^'<>]*)')",
    re.I,
)
_LOUD = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*<")
# A transcript may begin with “<laughs>”: of a file that is no part of another this is asked.
_PAGE = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|html)\b", re.IGNORECASE)
_BASE64 = re.compile(r"data:[\w/+.;=-]*;base64,[A-Za-z0-9+/=\s]*|[A-Za-z0-9+/]{400,}={0,2}")
_IN_ZIPS = (".xml", ".rels", ".qde", ".txt", ".html", ".htm", ".json", ".csv", ".md", ".rtf", ".docx", ".odt", ".xlsx")
# Parts of a document that hold no words of anybody's.
_WITHOUT_WORDS = re.compile(
    r"(?:^|/)(?:theme\d*|fonttable|styles|stylewitheffects|(?:web)?settings|numbering|manifest|\[content_types\])\.xml$"
    r"|(?:^|/)_rels/"
)
_NUMBERED = re.compile(r"^(?:word|xl/worksheets)/(header|footer|sheet)(\d+)\.xml$")
_PART_NAMES = {
    "word/document.xml": "text",
    "content.xml": "text",
    "word/comments.xml": "comments",
    "word/footnotes.xml": "footnotes",
    "xl/sharedstrings.xml": "cells",
    "xl/workbook.xml": "names of sheets",
    "docprops/core.xml": "properties",
    "docprops/app.xml": "properties",
    "meta.xml": "properties",
}


def written_text(path: Path) -> list[tuple[str, str]]:
    """The parts of a file with their words; the name of the part is empty where there is but one.

    A file of sound, of pictures, or an encrypted one has no part.

    Raises:
        ExportFailed: the file can't be read back.
    """
    try:
        if path.stat().st_size > _MOST_BYTES and not zipfile.is_zipfile(path):
            return []
        return list(_parts(path.read_bytes(), 0))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise ExportFailed(
            "The file can't be read back to look for names in it.",
            "Nothing was put in its place. Check the disk and export once more.",
        ) from error


def _parts(content: bytes, depth: int) -> Iterator[tuple[str, str]]:
    if content.startswith(b"PK\x03\x04"):
        if depth < _DEEPEST:
            yield from _zipped(content, depth)
        return
    if content.startswith(b"{\\rtf"):
        from striprtf.striprtf import rtf_to_text  # what only who reads RTF waits for

        yield "", str(rtf_to_text(content.decode("cp1252", errors="replace"), errors="replace"))
        return
    text = _decoded(content)
    if text is None:
        return
    yield "", without_markup(text) if (_LOUD if depth else _PAGE).match(content[:200]) else _BASE64.sub(" ", text)


def _zipped(content: bytes, depth: int) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            small = member.filename.lower()
            if not small.endswith(_IN_ZIPS) or _WITHOUT_WORDS.search(small):
                continue
            name = _PART_NAMES.get(small) or _NUMBERED.sub(r"\1 \2", member.filename)
            for inner, text in _parts(archive.read(member), depth + 1):
                yield f"{name}, {inner}" if inner else name, text


def _decoded(content: bytes) -> str | None:
    """Bytes as text; None where they are none."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:4096]:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Sound and encrypted files are noise; a text in another encoding has mostly plain letters.
        text = content.decode("cp1252", errors="replace")
        plain = sum(char.isalnum() or char.isspace() for char in text[:2000])
        return text if plain > 0.7 * len(text[:2000]) else None


def without_markup(text: str) -> str:
    """The words of HTML or XML, with what its tags say behind them."""
    text = _BASE64.sub(" ", text)
    said = [first or second for first, second in _SAID_IN_TAGS.findall(text)]
    text = _NOT_READ.sub("", text)
    text = _TAG.sub("\n", _INLINE.sub("", _SPACES.sub(" ", text)))
    # Lines are told to people: those that hold nothing don't count.
    text = _EMPTY_LINES.sub("\n", text).strip()
    return html.unescape("\n".join((text, *dict.fromkeys(each for each in said if each.strip()))))
