"""A laid-out report as an OpenDocument text, written as it is read (docs/decisions/009 says why by us)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from interviewcoder.reports.blocks import Cell, Contents, Layout, Paragraph, Run, Table
from interviewcoder.reports.codebook_fields import COUNT_HEADS
from interviewcoder.reports.docx_file import NO_TIME
from interviewcoder.reports.docx_styles import IDENTIFIER, LANGUAGE, LOOKS, QUOTED_WORDS
from interviewcoder.reports.odt_styles import SPACES, VERSION, cell_style, cell_styles, style_name, styles_xml
from interviewcoder.reports.xml_text import escaped, printable

MIMETYPE = "application/vnd.oasis.opendocument.text"
# Spaces beside another one, a break or the run's end are said by number.
_PIECES = re.compile("(\n|\t| {2,}|(?<![^\n\t]) | (?![^\n\t]))")
_RUN_STYLES = {"words": style_name(QUOTED_WORDS), "who": style_name(IDENTIFIER), "strong": "Strong"}
_LONGEST_ON_ONE_PAGE = 900
_BAR_POINTS = 9


def write(layout: Layout, file: BinaryIO, on_step: Callable[[int], object] = lambda steps: None) -> None:
    """Write a report as an OpenDocument text; `on_step` hears how many pieces are done, and may raise to stop.

    The same report gives the same bytes.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        # First and not compressed: by this the kind of file is known.
        package.writestr(zipfile.ZipInfo("mimetype", NO_TIME), MIMETYPE, zipfile.ZIP_STORED)
        for name, text in (
            ("META-INF/manifest.xml", _MANIFEST),
            ("meta.xml", _meta(layout)),
            ("styles.xml", styles_xml(layout)),
            ("settings.xml", _SETTINGS),
        ):
            package.writestr(zipfile.ZipInfo(name, NO_TIME), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
        entry = zipfile.ZipInfo("content.xml", NO_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with package.open(entry, "w") as content:
            for piece in _Content(layout).pieces(on_step):
                content.write(piece.encode("utf-8"))


_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml", "settings.xml")
    )
    + "</manifest:manifest>"
)


# Of two neighbours' spaces the larger one counts, as in Word.
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-settings '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    f'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" {VERSION}><office:settings>'
    '<config:config-item-set config:name="ooo:configuration-settings">'
    '<config:config-item config:name="AddParaTableSpacing" config:type="boolean">false</config:config-item>'
    '<config:config-item config:name="AddParaTableSpacingAtStart" config:type="boolean">true</config:config-item>'
    "</config:config-item-set></office:settings></office:document-settings>"
)


def _meta(layout: Layout) -> str:
    """What the file says of itself: nothing of this machine or its user."""
    day = f"{layout.day.isoformat()}T00:00:00"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {SPACES} {VERSION}><office:meta>'
        f"<dc:title>{escaped(layout.title[:255])}</dc:title><dc:subject>{escaped(layout.subject)}</dc:subject>"
        f"<dc:language>{LANGUAGE}</dc:language><meta:creation-date>{day}</meta:creation-date>"
        f"<dc:date>{day}</dc:date></office:meta></office:document-meta>"
    )


# A paragraph's own style: the named one, whether it opens a page, its colour, its indent in points, whether it is long.
_Style = tuple[str, bool, str, int, bool]


class _Content:
    """The pieces of content.xml: before the text the styles that its paragraphs turned out to need.

    OpenDocument wants these first, so the text's pieces are kept until they are known.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._own: dict[_Style, str] = {}
        self._edges: dict[str, str] = {}
        self._widths: dict[str, int] = {}
        self._tables = 0

    def pieces(self, on_step: Callable[[int], object]) -> Iterator[str]:
        body = []
        for steps, piece in enumerate(self._body(), 1):
            body.append(piece)
            on_step(steps)
        automatic = "".join(self._paragraph_style(name, key) for key, name in self._own.items())
        yield (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {SPACES} {VERSION}>'
            f"<office:automatic-styles>{automatic}{cell_styles()}{''.join(self._table_styles())}"
            "</office:automatic-styles><office:body><office:text>"
        )
        yield from body
        yield "</office:text></office:body></office:document-content>"

    def _body(self) -> Iterator[str]:
        for number, block in enumerate(self._layout.blocks):
            if isinstance(block, Table):
                yield from self._table(block)
            elif isinstance(block, Contents):
                yield from self._contents(block)
            else:
                yield self._paragraph(block, first=number == 0)

    def _paragraph(self, paragraph: Paragraph, *, first: bool = False, indent: int = 0) -> str:
        style = self._style(paragraph, first=first, indent=indent)
        runs = "".join(map(_run, paragraph.runs))
        if paragraph.anchor:
            name = f'text:name="{paragraph.anchor}"'
            runs = f"<text:bookmark-start {name}/>{runs}<text:bookmark-end {name}/>"
        if paragraph.style.startswith("Heading "):
            level = paragraph.style[-1]
            return f'<text:h text:style-name="{style}" text:outline-level="{level}">{runs}</text:h>'
        return f'<text:p text:style-name="{style}">{runs}</text:p>'

    def _style(self, paragraph: Paragraph, *, first: bool, indent: int) -> str:
        long = LOOKS[paragraph.style].keep_together and sum(len(r.text) for r in paragraph.runs) > _LONGEST_ON_ONE_PAGE
        key = (paragraph.style, paragraph.new_page, paragraph.colour, indent, long)
        if first and not self._layout.landscape:
            key = (paragraph.style, False, "first", 0, False)
        if not any(key[1:]):
            return "Standard" if paragraph.style == "Normal" else style_name(paragraph.style)
        return self._own.setdefault(key, f"P{len(self._own) + 1}")

    def _paragraph_style(self, name: str, key: _Style) -> str:
        style, new_page, colour, indent, long = key
        parent = "Standard" if style == "Normal" else style_name(style)
        if colour == "first":
            return (
                f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}" '
                'style:master-page-name="First"/>'
            )
        look = LOOKS[style]
        left = 0 if colour or style.startswith("Heading ") else indent or look.left
        # All four margins: LibreOffice takes those that aren't said here for none.
        shape = (
            f'fo:margin-top="{0 if new_page else look.before}pt" fo:margin-bottom="{look.after}pt" '
            f'fo:margin-left="{left}pt" fo:margin-right="{look.right}pt" '
        )
        if new_page:
            shape += 'fo:break-before="page" '
        if colour:
            shape += (
                f'fo:border-left="{_BAR_POINTS}pt solid {colour}" fo:border-right="none" fo:border-top="none" '
                'fo:border-bottom="none" fo:padding-left="7pt" style:join-border="false" '
            )
        if long:
            shape += 'fo:keep-together="auto" '
        return (
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
            f"<style:paragraph-properties {shape}/></style:style>"
        )

    def _contents(self, contents: Contents) -> Iterator[str]:
        yield (
            '<text:table-of-content text:name="Contents" text:protected="true">'
            '<text:table-of-content-source text:outline-level="3"/><text:index-body>'
        )
        for name, level, anchor in contents.lines:
            link = f'xlink:type="simple" xlink:href="#{anchor}"'
            look = 'text:style-name="Contents" text:visited-style-name="Contents"'
            page = f'<text:bookmark-ref text:reference-format="page" text:ref-name="{anchor}">1</text:bookmark-ref>'
            said = f"{escaped(name)}<text:tab/>{page}"
            yield f'<text:p text:style-name="toc_20_{level}"><text:a {link} {look}>{said}</text:a></text:p>'
        yield "</text:index-body></text:table-of-content>"

    def _table(self, table: Table) -> Iterator[str]:
        self._tables += 1
        name = escaped(f"{table.name} ({self._tables})")
        yield f'<table:table table:name="{name}" table:style-name="{table.look}">'
        self._widths[table.look] = sum(table.widths)
        for width in table.widths:
            self._widths[f"column-{width}"] = width
            yield f'<table:table-column table:style-name="column-{width}"/>'
        journal = table.look == "journal"
        if table.head:
            cells = tuple(Cell((Paragraph(_head_style(name), (Run(name),)),)) for name in table.head)
            head = self._row(cells, "journalhead" if journal else "head")
            yield f"<table:table-header-rows>{head}</table:table-header-rows>"
        before: tuple[Cell, ...] | None = None
        # One row behind: the last one bears a rule of its own.
        for row in table.rows:
            if before is not None:
                yield self._row(before, "journal" if journal else "line")
            before = row
        if before is not None:
            yield self._row(before, "journalend" if journal else "line")
        yield "</table:table>"

    def _row(self, cells: tuple[Cell, ...], style: str) -> str:
        made = []
        for cell in cells:
            look = self._edges.setdefault(cell.colour, f"edge-{len(self._edges)}") if cell.colour else f"cell-{style}"
            indent = 10 * cell.depth + (8 if cell.colour else 0)
            paragraphs = "".join(self._paragraph(each, indent=indent) for each in cell.paragraphs)
            start = f'<table:table-cell table:style-name="{look}" office:value-type="string">'
            made.append(f"{start}{paragraphs}</table:table-cell>")
        return f'<table:table-row table:style-name="row">{"".join(made)}</table:table-row>'

    def _table_styles(self) -> Iterator[str]:
        yield (
            '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
            'fo:keep-together="always"/></style:style>'
        )
        for name, width in self._widths.items():
            points = f"{width / 20:g}pt"
            if not name.startswith("column-"):
                # A code's own table stays on one page, as in Word.
                whole = "false" if name == "fields" else "true"
                look = (
                    f'<style:table-properties style:width="{points}" table:align="left" '
                    f'style:may-break-between-rows="{whole}"/>'
                )
                yield f'<style:style style:name="{name}" style:family="table">{look}</style:style>'
            else:
                look = f'<style:table-column-properties style:column-width="{points}"/>'
                yield f'<style:style style:name="{name}" style:family="table-column">{look}</style:style>'
        for colour, name in self._edges.items():
            yield cell_style(name, edge=colour)


def _head_style(name: str) -> str:
    return "Count Head" if name in COUNT_HEADS else "Column Head"


def _run(run: Run) -> str:
    """Text as OpenDocument has it: it takes several spaces for one, and none at a paragraph's ends."""
    parts = []
    for piece in _PIECES.split(printable(run.text)):
        if piece == "\n":
            parts.append("<text:line-break/>")
        elif piece == "\t":
            parts.append("<text:tab/>")
        elif piece and not piece.strip(" "):
            parts.append(f'<text:s text:c="{len(piece)}"/>')
        elif piece:
            parts.append(escaped(piece))
    said = "".join(parts)
    style = _RUN_STYLES.get(run.role)
    return f'<text:span text:style-name="{style}">{said}</text:span>' if style else said
