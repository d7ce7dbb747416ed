"""The look of a report in OpenDocument: the styles of `docx_styles`, said in its language."""

from __future__ import annotations

from collections.abc import Iterator

from interviewcoder.reports import docx_styles
from interviewcoder.reports.blocks import Layout
from interviewcoder.reports.docx_styles import GREY, HAIRLINE, IDENTIFIER, INK, LOOKS, QUOTED_WORDS, ParagraphLook
from interviewcoder.reports.wording import day_in_words
from interviewcoder.reports.xml_text import escaped

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)
VERSION = 'office:version="1.3"'
_SHORTENED = 80
_NO_BREAK = {"Heading 1", "Heading 2", "Heading 3"}


def styles_xml(layout: Layout) -> str:
    """The file of styles: paragraphs, characters, the page with its header and footer."""
    width, height = ("11in", "8.5in") if layout.landscape else ("8.5in", "11in")
    orientation = "landscape" if layout.landscape else "portrait"
    tab = "9in" if layout.landscape else "6.5in"
    title = layout.title
    title = title if len(title) <= _SHORTENED else title[: _SHORTENED - 1] + "…"
    page = (
        f'<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{width}" '
        f'fo:page-height="{height}" style:print-orientation="{orientation}" fo:margin-top="0.5in" '
        'fo:margin-bottom="0.5in" fo:margin-left="1in" fo:margin-right="1in"/>'
        '<style:header-style><style:header-footer-properties fo:min-height="0.5in" fo:margin-bottom="0.25in"/>'
        '</style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.5in" '
        'fo:margin-top="0.25in"/></style:footer-style></style:page-layout>'
    )
    header = f'<text:p text:style-name="Header">{escaped(title)}<text:tab/>{escaped(layout.subject)}</text:p>'
    footer = (
        f'<text:p text:style-name="Header">{day_in_words(layout.day)}<text:tab/>Page '
        '<text:page-number text:select-page="current">1</text:page-number> of '
        "<text:page-count>1</text:page-count></text:p>"
    )
    # The title page bears neither, as in Word; what has no title page bears them from the first page on.
    first = (
        ""
        if layout.landscape
        else ('<style:master-page style:name="First" style:page-layout-name="page" style:next-style-name="Standard"/>')
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {SPACES} {VERSION}>'
        f"<office:font-face-decls>{_font(docx_styles.SERIF, 'roman')}{_font(docx_styles.SANS, 'swiss')}"
        f"</office:font-face-decls><office:styles>{''.join(_styles(tab))}</office:styles>"
        f"<office:automatic-styles>{page}</office:automatic-styles><office:master-styles>{first}"
        f'<style:master-page style:name="Standard" style:page-layout-name="page"><style:header>{header}</style:header>'
        f"<style:footer>{footer}</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def style_name(name: str) -> str:
    """The key under which the file's XML names a style."""
    return name.replace(" ", "_20_")


def _font(name: str, family: str) -> str:
    return (
        f'<style:font-face style:name="{name}" svg:font-family="&apos;{name}&apos;" '
        f'style:font-family-generic="{family}" style:font-pitch="variable"/>'
    )


def _styles(tab: str) -> Iterator[str]:
    language, country = docx_styles.LANGUAGE.split("-")
    yield (
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'style:font-name="{docx_styles.SERIF}" fo:font-size="11pt" fo:language="{language}" '
        f'fo:country="{country}"/></style:default-style>'
        '<style:default-style style:family="table"><style:table-properties/></style:default-style>'
    )
    for look in LOOKS.values():
        yield _paragraph_style(look, tab)
    quoted = style_name(QUOTED_WORDS)
    yield f'<style:style style:name="{quoted}" style:display-name="{QUOTED_WORDS}" style:family="text"/>'
    yield (
        f'<style:style style:name="{style_name(IDENTIFIER)}" style:display-name="{IDENTIFIER}" style:family="text">'
        f'<style:text-properties style:font-name="{docx_styles.SANS}" fo:font-size="{docx_styles.IDENTIFIER_SIZE}pt" '
        f'fo:font-style="normal" fo:color="#{GREY}"/></style:style>'
    )
    # A line of the contents looks like one, and not like a link.
    yield '<style:style style:name="Contents" style:family="text"/>'
    yield (
        '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/>'
        "</style:style>"
    )


def _paragraph_style(look: ParagraphLook, tab: str) -> str:
    outline = f' style:default-outline-level="{look.name[-1]}"' if look.name in _NO_BREAK else ""
    shape = (
        f'fo:margin-top="{look.before}pt" fo:margin-bottom="{look.after}pt" fo:margin-left="{look.left}pt" '
        f'fo:margin-right="{look.right}pt" fo:text-indent="{-look.hanging}pt" fo:line-height="{look.line}pt" '
        f'fo:widows="2" fo:orphans="2"'
    )
    if look.keep_with_next:
        shape += ' fo:keep-with-next="always"'
    if look.keep_together:
        shape += ' fo:keep-together="always"'
    if look.flush_right:
        shape += ' fo:text-align="end"'
    stops = ""
    if look.page_number:
        stops = _tab(f"{468 - look.left}pt", leader=True)
    elif look.name in ("Header", "Footer"):
        stops = _tab(tab)
    shown = "Standard" if look.name == "Normal" else look.name
    weight, slant = "bold" if look.bold else "normal", "italic" if look.italic else "normal"
    return (
        f'<style:style style:name="{style_name(shown)}" style:display-name="{shown}" style:family="paragraph"{outline}>'
        f"<style:paragraph-properties {shape}>{stops}</style:paragraph-properties>"
        f'<style:text-properties style:font-name="{look.font}" fo:font-size="{look.size}pt" '
        f'fo:color="#{look.colour}" fo:font-weight="{weight}" fo:font-style="{slant}"/></style:style>'
    )


def _tab(place: str, *, leader: bool = False) -> str:
    dots = ' style:leader-style="dotted" style:leader-text="."' if leader else ""
    return f'<style:tab-stops><style:tab-stop style:position="{place}" style:type="right"{dots}/></style:tab-stops>'


def cell_styles() -> str:
    """The automatic styles of cells: hairlines between rows, the head's rule, a journal's three rules."""
    head, rule = f"1pt solid #{GREY}", f"1pt solid #{INK}"
    return (
        cell_style("cell-line")
        + cell_style("cell-head", bottom=head)
        + cell_style("cell-journal", top="none", bottom="none")
        + cell_style("cell-journalhead", top=rule, bottom=rule)
        + cell_style("cell-journalend", top="none", bottom=rule)
    )


def cell_style(name: str, *, top: str = "", bottom: str = "", edge: str = "") -> str:
    """The style of a cell with its rules; `edge` is a colour ("#rrggbb") at its left."""
    hairline = f"0.5pt solid #{HAIRLINE}"
    left = f"6pt solid {edge}" if edge else "none"
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
        f'fo:border-top="{top or hairline}" fo:border-bottom="{bottom or hairline}" fo:border-left="{left}" '
        'fo:border-right="none" fo:padding-top="2pt" fo:padding-bottom="2.5pt" fo:padding-left="0pt" '
        'fo:padding-right="8pt"/></style:style>'
    )
