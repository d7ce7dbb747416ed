"""The passages of a code as rows: read as they come into sight, painted with the words around them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.coding.code_passages import CodedPassage, CodePassages
from interviewcoder.ui import icons
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks
from interviewcoder.ui.wording import tip

PASSAGE_ROLE = int(Qt.ItemDataRole.UserRole)
_PAGE = 40
_MOST_PAGES = 40
_AIR = 5
_SIDE = 12
_MARK = 12
_LINES = 3
# So much of what came before is shown: the passage itself should begin in the first line.
_BEFORE = 34
_LONGEST = 260
_TIP = 900


class PassageRows(QAbstractListModel):
    """A row a passage. Only the pages that somebody looks at are read, and the last of them kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._passages: CodePassages | None = None
        self._pages: dict[int, list[CodedPassage]] = {}

    def show_passages(self, passages: CodePassages | None) -> None:
        """Show the passages of another code or source, or the same read anew."""
        self.beginResetModel()
        self._passages = passages
        self._pages = {}
        self.endResetModel()

    def passage(self, row: int) -> CodedPassage | None:
        """The passage of a row."""
        first = row - row % _PAGE
        if first not in self._pages:
            if self._passages is None:
                return None
            if len(self._pages) >= _MOST_PAGES:
                del self._pages[next(iter(self._pages))]
            self._pages[first] = self._passages.page(first, _PAGE)
        page = self._pages[first]
        return page[row - first] if row - first < len(page) else None

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many passages there are."""
        return 0 if parent.isValid() or self._passages is None else len(self._passages)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a passage's words, what a screen reader says of it, or the passage itself to who paints it."""
        passage = self.passage(index.row()) if index.isValid() else None
        if passage is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(passage.words.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n\n".join(part for part in (passage.words[:_TIP], self.words(passage), passage.memo) if part))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.words(passage)
        return passage if role == PASSAGE_ROLE else None

    def words(self, passage: CodedPassage) -> str:
        """Where a passage is, whose, and its marks."""
        parts = [passage.source, passage.speaker, passage.coder]
        parts += [self.tr("exemplar")] if passage.exemplar else []
        parts += [self.tr("negative case")] if passage.negative else []
        parts += [_level_words(self, passage.level)] if passage.level else []
        if passage.came_from:
            before = ", ".join(f"“{name}”" for name in passage.came_from)
            parts.append(self.tr("before: {names}").format(names=before))
        return " · ".join(part for part in parts if part)


class PassagePainter(RowPainter):
    """Paints whose a passage is with its marks, and below it the words, quieter those before and after."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row the same room."""
        return QSize(60, round((_LINES + 1) * QFontMetricsF(option.font).lineSpacing()) + 2 * _AIR + 2)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one passage."""
        passage: CodedPassage | None = index.data(PASSAGE_ROLE)
        if passage is None:
            return
        ink, quiet = inks(option)
        box = QRectF(option.rect).adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        painter.setFont(option.font)
        self._paint_head(painter, QRectF(box), quiet, passage)
        box.setTop(box.top() + QFontMetricsF(option.font).lineSpacing() + 2)
        _paint_words(painter, box, option, (ink, quiet), passage)

    def _paint_head(self, painter: QPainter, box: QRectF, quiet: QColor, passage: CodedPassage) -> None:
        metrics = QFontMetricsF(painter.font())
        line = QRectF(box.left(), box.top(), box.width(), metrics.lineSpacing())
        ratio = painter.device().devicePixelRatioF()
        marks = [name for name, on in (("star_filled", passage.exemplar), ("negative", passage.negative)) if on]
        for name in marks:
            picture = icons.drawn(name, quiet, _MARK, ratio)
            line.setRight(line.right() - _MARK)
            painter.drawPixmap(QPointF(line.right(), line.center().y() - _MARK / 2), picture)
            line.setRight(line.right() - 4)
        said = " · ".join(part for part in (passage.source, passage.speaker) if part)
        if passage.level:
            said += " · " + _level_words(self, passage.level)
        painter.setPen(quiet)
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_words(
    painter: QPainter, box: QRectF, row: QStyleOptionViewItem, inks: tuple[QColor, QColor], passage: CodedPassage
) -> None:
    """Flow the passage and what is around it over a few lines; what is too long ends in dots."""
    before, words, after = _pieces(passage)
    layout = QTextLayout(before + words + after, row.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    # In Qt's units, as it counts them.
    starts = (0, _units(before), _units(before + words))
    lengths = (_units(before), _units(words), _units(after))
    looks = []
    for start, length, ink in zip(starts, lengths, (inks[1], inks[0], inks[1]), strict=True):
        look = QTextLayout.FormatRange()
        look.start, look.length, look.format = start, length, QTextCharFormat()
        look.format.setForeground(ink)
        looks.append(look)
    layout.setFormats(looks)
    layout.beginLayout()
    top = 0.0
    for _ in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        line.setPosition(QPointF(0, top))
        top += QFontMetricsF(row.font).lineSpacing()
    layout.endLayout()
    layout.draw(painter, box.topLeft())


def _pieces(passage: CodedPassage) -> tuple[str, str, str]:
    before = " ".join(passage.before.split())
    if len(before) > _BEFORE:
        before = "…" + before[-_BEFORE:].partition(" ")[2]
    words = " ".join(passage.words.split())
    if len(words) > _LONGEST:
        words = words[: _LONGEST // 2].rpartition(" ")[0] + " […] " + words[-_LONGEST // 3 :].partition(" ")[2]
    gap_before = " " if passage.before[-1:].isspace() else ""
    gap_after = " " if passage.after[:1].isspace() else ""
    return before + gap_before, words, gap_after + " ".join(passage.after.split())


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _level_words(speaks: QObject, level: str) -> str:
    return {"semantic": speaks.tr("semantic"), "latent": speaks.tr("latent")}.get(level, level)
