"""Pieces of Word's format that python-docx has no call for."""

from __future__ import annotations

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from interviewcoder.reports.xml_text import printable


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Make an element of the w namespace: `element("shd", fill="ffffff")`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_text(paragraph: Paragraph, text: str, style: str | None = None) -> Run:
    """Add a run that reads back exactly as `text` (`printable` apart): a line break per newline, tabs as tabs.

    `style` is a character style's key, see `docx_styles.style_id`.
    """
    run = paragraph.add_run()
    run._r.style = style
    for piece in re.split("([\n\t])", printable(text)):
        if piece == "\n":
            run._r.append(element("br"))
        elif piece == "\t":
            run._r.append(element("tab"))
        elif piece:
            words = element("t")
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            words.text = piece
            run._r.append(words)
    return run


def add_field(paragraph: Paragraph, instruction: str) -> Run:
    """Add a field; what is put into the run it gives is shown until Word works the field out."""
    begin_field(paragraph, instruction)
    shown = paragraph.add_run()
    end_field(paragraph)
    return shown


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Open a field; what follows, over any number of paragraphs, is its result."""
    _add_to_run(paragraph, element("fldChar", fldCharType="begin"))
    code = element("instrText")
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    code.text = f" {instruction} "
    _add_to_run(paragraph, code)
    _add_to_run(paragraph, element("fldChar", fldCharType="separate"))


def end_field(paragraph: Paragraph) -> None:
    """Close the field that is open."""
    _add_to_run(paragraph, element("fldChar", fldCharType="end"))


def link_from(paragraph: Paragraph, first_child: int, anchor: str) -> None:
    """Make a link to a bookmark of the paragraph's content from `first_child` on."""
    link = element("hyperlink", anchor=anchor, history="1")
    for child in list(paragraph._p)[first_child:]:
        link.append(child)
    paragraph._p.append(link)


def bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Mark the paragraph's content as a place that links and page references can name."""
    content = [child for child in paragraph._p if child.tag != qn("w:pPr")]
    content[0].addprevious(element("bookmarkStart", id=str(number), name=name))
    content[-1].addnext(element("bookmarkEnd", id=str(number)))


def colour_bar(paragraph: Paragraph, colour: str) -> None:
    """Draw a bar of a colour ("#rrggbb") left of the paragraph, in its indent."""
    border = element("pBdr")
    border.append(element("left", val="single", sz="72", space="6", color=colour.lstrip("#")))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def colour_edge(cell: _Cell, colour: str) -> None:
    """Draw a cell's left edge in a colour ("#rrggbb")."""
    borders = element("tcBorders")
    borders.append(element("left", val="single", sz="48", space="0", color=colour.lstrip("#")))
    cell._tc.get_or_add_tcPr().append(borders)


def keep_whole(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def repeat_on_each_page(row: _Row) -> None:
    """Make a row the table's head, shown again on each page."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def fix_widths(table: Table, widths_twips: tuple[int, ...]) -> None:
    """Give the columns fixed widths, in twentieths of a point, on the grid and on every cell."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths_twips, strict=True):
        column.set(qn("w:w"), str(width))
    total = element("tblW", w=str(sum(widths_twips)), type="dxa")
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.replace(old, total)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths_twips, strict=True):
            cell.get_or_add_tcPr().get_or_add_tcW().set(qn("w:type"), "dxa")
            cell.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), str(width))


def _add_to_run(paragraph: Paragraph, piece: BaseOxmlElement) -> None:
    paragraph.add_run()._r.append(piece)
