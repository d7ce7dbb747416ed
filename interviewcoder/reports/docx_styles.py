"""The look of a report in Word: its styles, its page, and what the file says of itself.

Every line has an exact height, and the two typefaces have metric twins on each system (Liberation
on Linux), so a page holds the same lines in Word and in LibreOffice.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    """A paragraph style in points: size over line, space before and after, indents.

    The first line begins `hanging` left of the others.
    """

    name: str
    font: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    bold: bool = False
    italic: bool = False
    colour: str = INK
    keep_with_next: bool = False
    keep_together: bool = False
    flush_right: bool = False
    page_number: bool = False
    """Ends in a page number, behind dots."""


LOOKS = {
    look.name: look
    for look in (
        ParagraphLook("Normal", SERIF, 11, 15, after=6),
        ParagraphLook("Title", SANS, 28, 34, after=14, bold=True),
        ParagraphLook("Subtitle", SANS, 14, 18, before=150, after=10, colour=GREY),
        ParagraphLook("Title Facts", SANS, 10.5, 17, colour=GREY),
        ParagraphLook("TOC Heading", SANS, 18, 24, after=14, bold=True, keep_with_next=True),
        ParagraphLook("toc 1", SANS, 10.5, 16, before=6, bold=True, page_number=True),
        ParagraphLook("toc 2", SANS, 10, 15, left=14, page_number=True),
        ParagraphLook("toc 3", SANS, 9.5, 14, left=28, colour=GREY, page_number=True),
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
        ParagraphLook("Coded Passage", SERIF, 11, 15, before=8, after=2, left=16, right=24),
        ParagraphLook("Passage Facts", SANS, 8.5, 12, after=4, left=16, colour=GREY),
        ParagraphLook("Passage Memo", SERIF, 10, 14, after=6, left=32, italic=True),
        ParagraphLook("Table Title", SANS, 11, 16, after=2, bold=True, keep_with_next=True),
        ParagraphLook("Table Caption", SERIF, 10.5, 14, after=6, italic=True, keep_with_next=True),
        ParagraphLook("Table Quote", SERIF, 10, 13, after=3, italic=True),
        ParagraphLook("Table Note", SERIF, 9, 12, before=4, colour=GREY),
        ParagraphLook("Header", SANS, 8, 11, colour=GREY),
        ParagraphLook("Footer", SANS, 8, 11, colour=GREY),
    )
}
_WORDS_OWN = {"Title", "Subtitle", "Quote", "TOC Heading", "Header", "Footer"}
_WORDS_OWN |= {f"{kind} {level}" for kind in ("Heading", "toc") for level in (1, 2, 3)}
_OWN_IDS = {f"toc {level}": f"TOC{level}" for level in (1, 2, 3)}
_KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
_TEMPLATE_PARTS = {"thumbnail", "customXml", "numbering", "stylesWithEffects", "webSettings", "fontTable"}
# It says which program wrote the file, and the template's speaks of another one.
_TEMPLATE_PARTS |= {"extended-properties"}
QUOTED_WORDS = "Quoted Words"
"""Character style of a quote's own words: its runs hold the passage and nothing else."""
IDENTIFIER = "Quote Identifier"
FIELDS_TABLE = "Codebook Fields"
OVERVIEW_TABLE = "Codebook Overview"
JOURNAL_TABLE = "Journal Table"
"""Three rules: above and below the head, and at the end."""


def dress(document: Document, more: Iterable[ParagraphLook] = ()) -> None:
    """Give a new document the styles, the page and the settings of a report, and take the template's away.

    `more` are styles that this report alone has.
    """
    _drop_template_parts(document)
    _set_defaults(document)
    for look in (*LOOKS.values(), *more):
        _add_paragraph_style(document, look)
    for name in (QUOTED_WORDS, IDENTIFIER):
        document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    identifier = document.styles[IDENTIFIER]
    assert isinstance(identifier, CharacterStyle)
    _set_font(identifier, SANS)
    identifier.font.size = Pt(IDENTIFIER_SIZE)
    identifier.font.color.rgb = RGBColor.from_string(GREY.upper())
    _add_table_styles(document)
    _add_journal_style(document)
    _set_page(document)
    _tidy_settings(document)


def style_id(name: str) -> str:
    """The key under which the document's XML names a style of `LOOKS` or a character style."""
    return _OWN_IDS.get(name) or name.replace(" ", "")


def _drop_template_parts(document: Document) -> None:
    """Leave python-docx's thumbnail, its lists and its 160 styles out of the file."""
    for part in (document.part, document.part.package):
        for key, relationship in list(part.rels.items()):
            if relationship.reltype.rpartition("/")[2] in _TEMPLATE_PARTS:
                del part.rels[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(style)


def _add_paragraph_style(document: Document, look: ParagraphLook) -> None:
    if look.name == "Normal":
        style = document.styles["Normal"]
    else:
        style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name in _WORDS_OWN)
        style.base_style = document.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    style.element.styleId = style_id(look.name)
    style.quick_style = True
    _set_font(style, look.font)
    style.font.size = Pt(look.size)
    style.font.bold = look.bold
    style.font.italic = look.italic
    style.font.color.rgb = RGBColor.from_string(look.colour.upper())
    _shape(style, look)


def _shape(style: ParagraphStyle, look: ParagraphLook) -> None:
    shape = style.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(look.line)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.left_indent, shape.right_indent = Pt(look.left), Pt(look.right)
    if look.hanging:
        shape.first_line_indent = Pt(-look.hanging)
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


def _set_defaults(document: Document) -> None:
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


def _add_journal_style(document: Document) -> None:
    rule = f'w:val="single" w:space="0" w:sz="8" w:color="{INK}"'
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{JOURNAL_TABLE.replace(" ", "")}">'
            f'<w:name w:val="{JOURNAL_TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders><w:top {rule}/><w:bottom {rule}/></w:tblBorders><w:tblCellMar>{_margin('top', 3)}"
            f"{_margin('left', 0)}{_margin('bottom', 3)}{_margin('right', 10)}</w:tblCellMar></w:tblPr>"
            f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom {rule}/>'
            "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
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
