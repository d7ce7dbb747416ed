"""How the paragraphs of a page are set: the air between them, and those that step back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextLayout

_LEADING = 0.34  # of the font's height, between lines
_AIR = 0.95  # of the font's height, between turns
_AIR_BELOW = 3.0  # of the font's height, behind the last one
_SIDE = 8


def fill(document: QTextDocument, text: str, height: float, dim: Callable[[], None]) -> None:
    """Put a text into an empty document, set in a font of this height.

    The frame comes before it and `dim` with it, so that Qt lays out once.
    """
    frame = document.rootFrame()
    form = frame.frameFormat()
    form.setMargin(_SIDE)
    form.setTopMargin(round(height * _AIR))
    form.setBottomMargin(round(height * _AIR_BELOW))
    frame.setFrameFormat(form)
    paragraph = QTextBlockFormat()
    paragraph.setTopMargin(round(height * _AIR))
    paragraph.setLineHeight(round(height * _LEADING), QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(paragraph)
    cursor.insertText(text)
    dim()
    cursor.endEditBlock()


def dim_where(
    document: QTextDocument,
    start: int,
    end: int,
    steps_back: Callable[[int], bool],
    ink: QColor,
    *,
    anew: bool = False,
) -> None:
    """Write paragraphs that reach into a range of positions in a paler ink where, by their position, they step back.

    As a format of the layout, not of the document: a hundred times faster,
    and a change of theme (`anew`) needs no new text.
    """
    form = QTextLayout.FormatRange()
    form.format = QTextCharFormat()
    form.format.setForeground(ink)
    block = document.findBlock(start)
    while block.isValid() and (position := block.position()) <= end:
        # Without its end, so that an empty one has nothing to dim: Qt would take away its line.
        length = block.length() - 1 if steps_back(position) else 0
        # Set anew only where it isn't so already: Qt lays such a paragraph out again.
        layout = block.layout()
        if anew or length != sum(one.length for one in layout.formats()):
            form.start, form.length = 0, length
            layout.setFormats([form] if length else [])
        block = block.next()
