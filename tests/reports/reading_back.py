"""Readers of report files, each by a way of its own: what any other program finds in them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import docx

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def quotes_in(path: Path) -> list[str]:
    """The quotes of a report file, in its order."""
    readers = {
        ".docx": _of_docx,
        ".odt": _of_odt,
        ".html": _of_html,
        ".xlsx": _of_xlsx,
        ".csv": _of_csv,
        ".md": _of_markdown,
    }
    return readers[path.suffix](path)


def cells_of_xlsx(path: Path, sheet: int = 1) -> list[list[str]]:
    """The cells of a workbook's sheet, with what stands in them as text; none may be a formula."""
    with zipfile.ZipFile(path) as package:
        strings = [
            "".join(each.text or "" for each in item.iter(f"{_MAIN}t"))
            for item in ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
        ]
        page = ElementTree.fromstring(package.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert not list(page.iter(f"{_MAIN}f"))
    rows = []
    for row in page.iter(f"{_MAIN}row"):
        cells = {}
        for cell in row:
            value = cell.findtext(f"{_MAIN}v") or ""
            place = re.sub("[0-9]", "", cell.get("r") or "")
            cells[place] = _unescaped(strings[int(value)]) if cell.get("t") == "s" else value
        rows.append([cells[place] for place in sorted(cells, key=lambda place: (len(place), place))])
    return rows


def cells_of_csv(path: Path) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def words_of_odt(path: Path, style: str = "Quoted_20_Words") -> list[str]:
    """The texts of an OpenDocument file in a character style, spaces and breaks as they are meant."""
    with zipfile.ZipFile(path) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
    return [
        "".join(_odt_text(span)) for span in content.iter(f"{_TEXT}span") if span.get(f"{_TEXT}style-name") == style
    ]


def _unescaped(text: str) -> str:
    """Excel's way to write what XML can't: _x0041_ is an A."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _odt_text(node: ElementTree.Element) -> Iterator[str]:
    # White space as it stands collapses; what counts is said by elements.
    yield re.sub("[ \t\n\r]+", " ", node.text or "")
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c") or 1)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        yield re.sub("[ \t\n\r]+", " ", child.tail or "")


def _of_docx(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    runs = (run for paragraph in paragraphs for run in paragraph.runs)
    return [run.text for run in runs if run.style is not None and run.style.name == "Quoted Words"]


def _of_odt(path: Path) -> list[str]:
    return words_of_odt(path)


class _Spans(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span" and ("class", "words") in attrs:
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _of_html(path: Path) -> list[str]:
    parser = _Spans()
    parser.feed(path.read_bytes().decode("utf-8"))
    return parser.found


def _of_xlsx(path: Path) -> list[str]:
    return _in_marks(cells_of_xlsx(path))


def _of_csv(path: Path) -> list[str]:
    return _in_marks(cells_of_csv(path))


def _in_marks(rows: list[list[str]]) -> list[str]:
    cells = [cell for row in rows[1:] for cell in row]
    return [cell[1:-1] for cell in cells if cell.startswith("“") and cell.endswith("”")]


def _of_markdown(path: Path) -> list[str]:
    """What CommonMark makes of the file: block quotes and cells that hold “…” with who says it behind."""
    from markdown_it import MarkdownIt

    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8")):
        if token.type == "inline":
            parts = [
                "\n" if child.type in ("hardbreak", "softbreak") or child.content == "<br>" else child.content
                for child in token.children or ()
            ]
            found += re.findall(r"“(.*?)” \([^()]*\)(?:\n|$)", "".join(parts), re.DOTALL)
    return found
