"""A laid-out report as a Word document, written as it is read: styles by python-docx, the body by us.

python-docx builds a tree of the whole document and takes a second for some
thousand passages; here a passage is a line of XML and gone.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO

from interviewcoder.reports import docx_styles
from interviewcoder.reports.blocks import Cell, Contents, Layout, Paragraph, Run, Table
from interviewcoder.reports.docx_file import NO_TIME, package
from interviewcoder.reports.docx_styles import style_id
from interviewcoder.reports.wording import day_in_words
from interviewcoder.reports.xml_text import escaped, printable
from interviewcoder.sources.text import shortened

_BODY = "word/document.xml"
_TABLES = {
    "fields": docx_styles.FIELDS_TABLE,
    "overview": docx_styles.OVERVIEW_TABLE,
    "journal": docx_styles.JOURNAL_TABLE,
}
_RUNS = {
    "words": f'<w:rPr><w:rStyle w:val="{style_id(docx_styles.QUOTED_WORDS)}"/></w:rPr>',
    "who": f'<w:rPr><w:rStyle w:val="{style_id(docx_styles.IDENTIFIER)}"/></w:rPr>',
    "strong": "<w:rPr><w:b/></w:rPr>",
    "": "",
}
_INDENT_TWIPS = 200
_BORDER = re.compile(r"<w:sectPr\b")


def write(layout: Layout, file: BinaryIO, on_step: Callable[[int], object] = lambda steps: None) -> None:
    """Write a report as a Word document; `on_step` hears how many blocks and rows are done, and may raise to stop.

    The same report gives the same bytes. Contents are left out: Word makes
    them of the headings.
    """
    with zipfile.ZipFile(BytesIO(_shell(layout))) as shell, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in shell.namelist():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name != _BODY:
                target.writestr(entry, shell.read(name))
                continue
            head, _, tail = shell.read(name).decode("utf-8").partition("<w:body>")
            end = _BORDER.search(tail)
            assert end is not None
            with target.open(entry, "w") as body:
                body.write(f"{head}<w:body>".encode())
                for steps, piece in enumerate(_pieces(layout), 1):
                    body.write(piece.encode("utf-8"))
                    on_step(steps)
                body.write(tail[end.start() :].encode("utf-8"))


def _shell(layout: Layout) -> bytes:
    """The document without its body: styles, page, header and footer, what the file says of itself."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Inches

    from interviewcoder.reports.docx_parts import add_field, add_text

    document = docx.Document()
    docx_styles.dress(document)
    facts = document.core_properties
    facts.title, facts.subject = printable(layout.title)[:255], layout.subject
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.language = docx_styles.LANGUAGE
    facts.created = facts.modified = datetime.datetime.combine(layout.day, datetime.time())
    facts.revision = 1
    section = document.sections[0]
    section.different_first_page_header_footer = False
    width = Inches(6.5)
    if layout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        width = Inches(9)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (header, footer):
        paragraph._p.style = style_id("Header")
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    add_text(header, f"{shortened(layout.title, 80)}\t{layout.subject}")
    add_text(footer, f"{day_in_words(layout.day)}\tPage ")
    add_field(footer, "PAGE").text = "1"
    return package(document)


def _pieces(layout: Layout) -> Iterator[str]:
    after_table = False
    for block in layout.blocks:
        if isinstance(block, Table):
            yield from _table(block)
        elif isinstance(block, Paragraph):
            yield _paragraph(block)
        elif isinstance(block, Contents):
            continue
        after_table = isinstance(block, Table)
    if after_table:
        # A document ends in a paragraph.
        yield "<w:p/>"


def _paragraph(paragraph: Paragraph, indent: int = 0) -> str:
    more = "<w:pageBreakBefore/>" if paragraph.new_page else ""
    if paragraph.colour:
        colour = paragraph.colour.lstrip("#")
        more += f'<w:pBdr><w:left w:val="single" w:sz="72" w:space="6" w:color="{colour}"/></w:pBdr>'
    if indent:
        more += f'<w:ind w:left="{indent}"/>'
    properties = f'<w:pPr><w:pStyle w:val="{style_id(paragraph.style)}"/>{more}</w:pPr>'
    return f"<w:p>{properties}{''.join(map(_run, paragraph.runs))}</w:p>"


def _run(run: Run) -> str:
    parts = []
    for piece in re.split("([\n\t])", printable(run.text)):
        if piece == "\n":
            parts.append("<w:br/>")
        elif piece == "\t":
            parts.append("<w:tab/>")
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{escaped(piece)}</w:t>')
    return f"<w:r>{_RUNS[run.role]}{''.join(parts)}</w:r>"


def _table(table: Table) -> Iterator[str]:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in table.widths)
    look = (
        '<w:tblLook w:val="0080" w:firstColumn="1" w:firstRow="0" w:noHBand="1" w:noVBand="1"/>'
        if table.look == "fields"
        else '<w:tblLook w:val="0020" w:firstColumn="0" w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'
    )
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{_TABLES[table.look].replace(" ", "")}"/>'
        f'<w:tblW w:w="{sum(table.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
        f'<w:tblCaption w:val="{escaped(table.name)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    if table.head:
        cells = tuple(Cell((Paragraph("Column Head", (Run(name),)),)) for name in table.head)
        yield _row(cells, table.widths, "<w:cantSplit/><w:tblHeader/>")
    for row in table.rows:
        yield _row(row, table.widths, "<w:cantSplit/>")
    yield "</w:tbl>"


def _row(cells: tuple[Cell, ...], widths: tuple[int, ...], properties: str) -> str:
    made = []
    for cell, width in zip(cells, widths, strict=True):
        edge = ""
        if cell.colour:
            colour = cell.colour.lstrip("#")
            edge = f'<w:tcBorders><w:left w:val="single" w:sz="48" w:space="0" w:color="{colour}"/></w:tcBorders>'
        indent = _INDENT_TWIPS * cell.depth + (160 if cell.colour else 0)
        paragraphs = "".join(_paragraph(each, indent) for each in cell.paragraphs)
        made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}</w:tcPr>{paragraphs}</w:tc>')
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"
