"""The look of a report in Word: its styles, its page, and what the file says of itself.

Every line has an exact height, and the two typefaces have metric twins on each system (Liberation
on Linux), so a page holds the same lines in Word and in LibreOffice.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor, Twips
from docx.styles.style import CharacterStyle, ParagraphStyle

from interviewcoder.reports.docx_parts import element

SERIF = "Times New Roman"
SANS = "Arial"
INK = "1f2933"
GREY = "5f6b76"
HAIRLINE = "cfd6dc"
LANGUAGE = "en-CA"
TEXT_WIDTH_TWIPS = 9360
"""Letter paper with margins of one inch."""
PAGE_HEIGHT = 648.0
"""Points between the margins."""
CELL_TOP, CELL_BOTTOM, CELL_RIGHT = 2.0, 2.5, 8.0
"""Points around a table cell's text; none on its left, so that it stands flush with the paragraphs."""
IDENTIFIER_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A paragraph style in points: size over line, space before and after, indents."""

    name: str
    font: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    bold: bool = False
    italic: bool = False
    colour: str = INK
    keep_with_next: bool = False
    keep_together: bool = False
    flush_right: bool = False
    page_number: bool = False
    """Ends in a page number, behind dots, beyond the right indent."""


LOOKS = {
    look.name: look
    for look in (
        ParagraphLook("Normal", SERIF, 11, 15, after=6),
        ParagraphLook("Title", SANS, 28, 34, after=14, bold=True),
        ParagraphLook("Subtitle", SANS, 14, 18, before=150, after=10, colour=GREY),
        ParagraphLook("Title Facts", SANS, 10.5, 17, colour=GREY),
        ParagraphLook("TOC Heading", SANS, 18, 24, after=14, bold=True, keep_with_next=True),
        ParagraphLook("toc 1", SANS, 10.5, 16, before=6, bold=True, right=40, page_number=True),
        ParagraphLook("toc 2", SANS, 10, 15, left=14, right=40, page_number=True),
        ParagraphLook("toc 3", SANS, 9.5, 14, left=28, colour=GREY, right=40, page_number=True),
        ParagraphLook("Heading 1", SANS, 18, 24, before=26, after=6, left=16, bold=True, keep_with_next=True),
        ParagraphLook("Heading 2", SANS, 13, 18, before=24, after=4, left=16, bold=True, keep_with_next=True),
        ParagraphLook("Heading 3", SANS, 11, 16, before=22, after=4, left=16, bold=True, keep_with_next=True),
        ParagraphLook("Code Path", SANS, 8.5, 12, after=6, left=16, colour=GREY, keep_with_next=True),
        ParagraphLook("Field Label", SANS, 8.5, 14, bold=True, colour=GREY, keep_with_next=True),
        ParagraphLook("Field Text", SERIF, 10.5, 14),
        ParagraphLook("Column Head", SANS, 8.5, 12, bold=True, colour=GREY, keep_with_next=True),
        ParagraphLook("Count Head", SANS, 8.5, 12, bold=True, colour=GREY, keep_with_next=True, flush_right=True),
        ParagraphLook("Table Code", SANS, 9, 13),
        ParagraphLook("Table Text", SERIF, 10, 13),
        ParagraphLook("Table Count", SERIF, 10, 13, flush_right=True),
        ParagraphLook("Quotes Label", SANS, 8.5, 14, before=10, after=2, bold=True, colour=GREY, keep_with_next=True),
        ParagraphLook("Offered Note", SERIF, 10, 14, after=4, italic=True, colour=GREY, keep_with_next=True),
        ParagraphLook("Quote", SERIF, 11, 15, after=7, left=16, right=24, keep_together=True),
        ParagraphLook("Note", SERIF, 10, 14, after=10, colour=GREY),
        ParagraphLook("Header", SANS, 8, 11, colour=GREY),
        ParagraphLook("Footer", SANS, 8, 11, colour=GREY),
    )
}
QUOTED_WORDS = "Quoted Words"
"""Character style of a quote's own words: its runs hold the passage and nothing else."""
IDENTIFIER = "Quote Identifier"
FIELDS_TABLE = "Codebook Fields"
OVERVIEW_TABLE = "Codebook Overview"


def dress(document: Document) -> None:
    """Give a new document the styles, the page and the settings of a report."""
    _set_language_and_defaults(document)
    for look in LOOKS.values():
        _apply(document, look)
    for name in (QUOTED_WORDS, IDENTIFIER):
        document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    identifier = document.styles[IDENTIFIER]
    assert isinstance(identifier, CharacterStyle)
    _set_font(identifier, SANS)
    identifier.font.size = Pt(IDENTIFIER_SIZE)
    identifier.font.color.rgb = RGBColor.from_string(GREY.upper())
    _add_table_styles(document)
    _set_page(document)
    _tidy_settings(document)


def _apply(document: Document, look: ParagraphLook) -> None:
    names = {style.name for style in document.styles}
    style = (
        document.styles[look.name]
        if look.name in names
        else document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    )
    assert isinstance(style, ParagraphStyle)
    # The template's own looks go, and the character styles that mirror them.
    for tag in ("w:rPr", "w:pPr", "w:link"):
        for old in style.element.findall(qn(tag)):
            style.element.remove(old)
    if look.name != "Normal":
        style.base_style = document.styles["Normal"]
    style.hidden = False
    style.quick_style = True
    style.unhide_when_used = False
    _set_font(style, look.font)
    style.font.size = Pt(look.size)
    style.font.bold = look.bold
    style.font.italic = look.italic
    style.font.color.rgb = RGBColor.from_string(look.colour.upper())
    shape = style.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(look.line)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.left_indent, shape.right_indent = Pt(look.left), Pt(look.right)
    shape.keep_with_next, shape.keep_together = look.keep_with_next, look.keep_together
    shape.widow_control = True
    if look.flush_right:
        shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if look.page_number:
        shape.tab_stops.add_tab_stop(Twips(TEXT_WIDTH_TWIPS), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if look.name.startswith("Heading "):
        style.element.get_or_add_pPr().append(element("outlineLvl", val=str(int(look.name[-1]) - 1)))


def _set_font(style: ParagraphStyle | CharacterStyle, font: str) -> None:
    """Name the font for every script: a theme's font, where one is named, would win over it."""
    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _set_language_and_defaults(document: Document) -> None:
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    new = parse_xml(
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{SERIF}" w:hAnsi="{SERIF}" w:cs="{SERIF}" w:eastAsia="{SERIF}"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    styles.replace(defaults, new)


def _add_table_styles(document: Document) -> None:
    edge = f'w:val="single" w:space="0" w:color="{HAIRLINE}"'
    head = f'w:val="single" w:space="0" w:sz="8" w:color="{GREY}"'
    for name, first in ((FIELDS_TABLE, "firstCol"), (OVERVIEW_TABLE, "firstRow")):
        ruled = f"<w:tcPr><w:tcBorders><w:bottom {head}/></w:tcBorders></w:tcPr>" if first == "firstRow" else ""
        document.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
                f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
                f'<w:tblPr><w:tblBorders><w:top {edge} w:sz="4"/><w:bottom {edge} w:sz="4"/>'
                f'<w:insideH {edge} w:sz="4"/></w:tblBorders><w:tblCellMar>{_margin("top", CELL_TOP)}'
                f"{_margin('left', 0)}{_margin('bottom', CELL_BOTTOM)}{_margin('right', CELL_RIGHT)}"
                f'</w:tblCellMar></w:tblPr><w:tblStylePr w:type="{first}"><w:rPr><w:b/></w:rPr>{ruled}</w:tblStylePr>'
                "</w:style>"
            )
        )


def _margin(side: str, points: float) -> str:
    return f'<w:{side} w:w="{points * 20:.0f}" w:type="dxa"/>'


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(1)
    section.header_distance = section.footer_distance = Inches(0.5)
    section.different_first_page_header_footer = True


def _tidy_settings(document: Document) -> None:
    """Ask for today's Word layout, and leave out what the template says of other machines and languages."""
    settings = document.settings.element
    for tag in ("w:savePreviewPicture", "w:rsids", "w:themeFontLang", "w:proofState"):
        for old in settings.findall(qn(tag)):
            settings.remove(old)
    compat = settings.find(qn("w:compat"))
    for old in compat.findall(qn("w:useFELayout")):
        compat.remove(old)
    for setting in compat.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    zoom = settings.find(qn("w:zoom"))
    zoom.attrib.clear()
    zoom.set(qn("w:percent"), "100")
