"""A transcript as a Word document."""

from __future__ import annotations

import datetime
import textwrap

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from interviewcoder.reports import docx_file, docx_parts, docx_styles
from interviewcoder.reports.docx_parts import add_field, add_text, element
from interviewcoder.reports.docx_styles import ParagraphLook, style_id
from interviewcoder.reports.transcript_sheet import Sheet, SheetOptions, SheetTurn
from interviewcoder.reports.xml_text import printable

TURN = "Turn"
_LABEL, _MARK = "Speaker Label", "Time Mark"
# Word's own name for how it writes the numbers of lines.
_LINE = "line number"
_FACT_WIDTHS = (2200, 7160)
_LONGEST_IN_HEADER = 80
# Points: a bold letter of a label, the column of turn numbers, the narrowest and widest indent.
_LETTER, _NUMBER, _NARROWEST, _WIDEST = 6.4, 30.0, 34.0, 120.0
# No file is told apart by when it was written: the same transcript gives the same bytes.
_NO_TIME = datetime.datetime(1980, 1, 1)
_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ps", "sd", "ur", "yi"))


def as_docx(sheet: Sheet, options: SheetOptions) -> bytes:
    """The header, then turns with their labels in bold, the text hanging beside them.

    Lines are counted by Word itself, so the numbers hold on its pages. A
    character that no Word document can hold is printed as U+FFFD.
    """
    return docx_file.package(compose(sheet, options))


def compose(sheet: Sheet, options: SheetOptions) -> Document:
    """Lay the document out."""
    document = docx.Document()
    indent = _indent(sheet, options)
    after = 7 if options.spacing == "spaced" else 0
    docx_styles.dress(
        document, [ParagraphLook(TURN, docx_styles.SERIF, 11, 16, after=after, left=indent, hanging=indent)]
    )
    _add_styles(document, sheet, options, indent)
    _describe_file(document, sheet)
    _add_header_and_footer(document, sheet)
    if options.numbers == "lines":
        _count_lines(document)
    _add_facts(document, sheet, options)
    for turn in sheet.turns:
        _add_turn(document, turn, options, right_to_left=sheet.language in _RIGHT_TO_LEFT)
    return document


def _indent(sheet: Sheet, options: SheetOptions) -> float:
    longest = max((len(turn.label) for turn in sheet.turns), default=0)
    label = min(max(_NARROWEST, (longest + 2) * _LETTER), _WIDEST) if longest else 0
    return label + (_NUMBER if options.numbers == "turns" else 0)


def _add_styles(document: Document, sheet: Sheet, options: SheetOptions, indent: float) -> None:
    turn = document.styles[TURN]
    assert isinstance(turn, ParagraphStyle)
    if options.numbers == "turns" and indent > _NUMBER:
        turn.paragraph_format.tab_stops.add_tab_stop(Pt(_NUMBER))
    if sheet.language:
        # Word would mark every word of another language as misspelt.
        turn.element.get_or_add_rPr().append(element("lang", val=sheet.language))
    for name in (_LABEL, _MARK, _LINE):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=name == _LINE)
        assert isinstance(style, CharacterStyle)
        style.font.bold = name == _LABEL
        if name != _LABEL:
            style.font.size = Pt(8.5)
            style.font.color.rgb = RGBColor.from_string(docx_styles.GREY.upper())


def _describe_file(document: Document, sheet: Sheet) -> None:
    """Say in the file's properties what it is, and nothing of this machine or its user."""
    facts = document.core_properties
    facts.title = printable(sheet.name)[:255]
    facts.subject = "Transcript"
    facts.author = facts.last_modified_by = facts.comments = facts.keywords = ""
    facts.language = sheet.language or docx_styles.LANGUAGE
    facts.created = facts.modified = _NO_TIME
    facts.revision = 1


def _add_header_and_footer(document: Document, sheet: Sheet) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = False
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (header, footer):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(docx_styles.TEXT_WIDTH_TWIPS), WD_TAB_ALIGNMENT.RIGHT)
    add_text(header, f"{textwrap.shorten(sheet.name, _LONGEST_IN_HEADER, placeholder='…')}\tTranscript")
    add_text(footer, "\tPage ")
    add_field(footer, "PAGE").text = "1"
    add_text(footer, " of ")
    add_field(footer, "NUMPAGES").text = "1"


def _count_lines(document: Document) -> None:
    properties = document.sections[0]._sectPr
    counting = element("lnNumType", countBy="1", restart="continuous")
    margins = properties.find(qn("w:pgMar"))
    margins.addnext(counting)


def _add_facts(document: Document, sheet: Sheet, options: SheetOptions) -> None:
    if not options.header:
        return
    title = document.add_paragraph()
    title._p.style = style_id("TOC Heading")
    add_text(title, sheet.name)
    _uncounted(title)
    table = document.add_table(rows=len(sheet.facts), cols=2, style=docx_styles.FIELDS_TABLE)
    docx_parts.fix_widths(table, _FACT_WIDTHS)
    for row, (name, fact) in zip(table.rows, sheet.facts, strict=True):
        docx_parts.keep_whole(row)
        for cell, style, text in zip(row.cells, ("Field Label", "Field Text"), (name, fact), strict=True):
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style_id(style)
            add_text(paragraph, text)
    below = document.add_paragraph()
    below._p.style = style_id("Normal")
    _uncounted(below)


def _uncounted(paragraph: Paragraph) -> None:
    """Leave a paragraph out of the counted lines; in tables Word counts none anyway."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        element("suppressLineNumbers"), "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _add_turn(document: Document, turn: SheetTurn, options: SheetOptions, *, right_to_left: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph._p.style = style_id(TURN)
    if right_to_left:
        paragraph._p.get_or_add_pPr().append(element("bidi"))
    if options.numbers == "turns":
        add_text(paragraph, f"{turn.number}\t", style=style_id(_MARK))
    if turn.label:
        add_text(paragraph, f"{turn.label}:", style=style_id(_LABEL))
        add_text(paragraph, "\t")
    add_text(paragraph, turn.text)
    if turn.time_mark:
        add_text(paragraph, " ")
        add_text(paragraph, turn.time_mark, style=style_id(_MARK))
