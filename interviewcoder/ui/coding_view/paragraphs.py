"""How the paragraphs of a page are set: the air between them, and those that step back."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextLayout

if TYPE_CHECKING:
    from interviewcoder.sources.transcript import Turn

_AIR = 0.95  # of the font's height, between turns
_AIR_BELOW = 3.0  # of the font's height, behind the last one
_SIDE = 8


class SteppingBack:
    """Whose turns step back: an interviewer's, unless that isn't wanted, and those of `all_but` some speakers."""

    def __init__(self) -> None:
        self.interviewers: AbstractSet[int] = frozenset()
        self.dims_interviewers = True
        self.all_but: AbstractSet[int] | None = None

    def does(self, turn: Turn) -> bool:
        """Whether a turn steps back."""
        if self.all_but is not None:
            return turn.speaker_id not in self.all_but
        return self.dims_interviewers and turn.speaker_id in self.interviewers


def fill(document: QTextDocument, text: str, height: float, leading: float, dim: Callable[[], None]) -> None:
    """Put a text into an empty document, set in a font of this height, with so many heights between lines.

    The frame comes before it and `dim` with it, so that Qt lays out once.
    """
    _set_frame(document, height)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(_paragraph(height, leading))
    cursor.insertText(text)
    dim()
    cursor.endEditBlock()


def set_apart(document: QTextDocument, height: float, leading: float) -> None:
    """Set the paragraphs that are there for a font of this height, or other air between lines."""
    # No step that a person could take back while they type.
    undo = document.isUndoRedoEnabled()
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    _set_frame(document, height)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.setBlockFormat(_paragraph(height, leading))
    cursor.endEditBlock()
    document.setUndoRedoEnabled(undo)


def _set_frame(document: QTextDocument, height: float) -> None:
    frame = document.rootFrame()
    form = frame.frameFormat()
    form.setMargin(_SIDE)
    form.setTopMargin(round(height * _AIR))
    form.setBottomMargin(round(height * _AIR_BELOW))
    frame.setFrameFormat(form)


def _paragraph(height: float, leading: float) -> QTextBlockFormat:
    paragraph = QTextBlockFormat()
    paragraph.setTopMargin(round(height * _AIR))
    paragraph.setLineHeight(round(height * leading), QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    return paragraph


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
