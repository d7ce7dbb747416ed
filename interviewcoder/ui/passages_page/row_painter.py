"""Paints a passage: its group at the left, its words with what stands around them, and who says them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyleOptionViewItem

from interviewcoder.ui import icons
from interviewcoder.ui.passages_page.rows import ROW_ROLE, PassageRow, PassageRows
from interviewcoder.ui.rows import AnyIndex, RowPainter, inks
from interviewcoder.ui.text_offsets import TextOffsets, shown_text

_SIDE, _AIR, _GAP, _BAR = 12, 5, 16, 4
_LEFT_SHARE, _LEFT_MOST = 0.24, 210
_LINES, _LINES_WITH_CONTEXT = 2, 6
_STAR = 12


class PassagePainter(RowPainter):
    """With `context` a row shows more lines, and the words before and after the passage in a quieter colour."""

    context = False

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        line = QFontMetricsF(option.font).lineSpacing()
        lines = (_LINES_WITH_CONTEXT if self.context else _LINES) + 1
        return QSize(200, round(lines * line + 2 * _AIR + 4))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint whose passage it is at the left, its codes as bars, its words and where it is."""
        row: PassageRow = index.data(ROW_ROLE)
        painter.setClipRect(option.rect)
        ink, quiet = inks(option)
        whole = QRectF(option.rect)
        if row.count is not None and index.row():
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Mid), 1))
            painter.drawLine(whole.topLeft(), whole.topRight())
        box = whole.adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        left = QRectF(box)
        left.setWidth(min(_LEFT_MOST, box.width() * _LEFT_SHARE))
        if row.count is not None:
            self._paint_group(painter, left, option.font, ink, quiet, row)
        right = box.adjusted(left.width() + _GAP, 0, 0, 0)
        self._paint_bars(painter, QRectF(right.left() - _GAP / 2 - 2, right.top() + 1, _BAR, right.height() - 2), row)
        line = QFontMetricsF(option.font).lineSpacing()
        words = right.adjusted(0, 0, 0, -line - 2)
        self._paint_words(painter, words, option.font, ink, quiet, row)
        foot = QRectF(right.left(), right.bottom() - line, right.width(), line)
        if row.passage.exemplar:
            star = icons.drawn("star_filled", quiet, _STAR, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(foot.left(), foot.center().y() - _STAR / 2), star)
            foot.setLeft(foot.left() + _STAR + 4)
        model = index.model()
        assert isinstance(model, PassageRows)
        _write(painter, foot, option.font, quiet, model.facts(row.passage))

    def _paint_group(
        self, painter: QPainter, box: QRectF, font: QFont, ink: QColor, quiet: QColor, row: PassageRow
    ) -> None:
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        line = QFontMetricsF(font).lineSpacing()
        _write(painter, QRectF(box.left(), box.top(), box.width(), line), bold, ink, row.group)
        one, many = self.tr("1 passage"), self.tr("{count} passages").format(count=f"{row.count:,}")
        below = QRectF(box.left(), box.top() + line, box.width(), line)
        _write(painter, below, font, quiet, one if row.count == 1 else many)

    def _paint_bars(self, painter: QPainter, box: QRectF, row: PassageRow) -> None:
        """The codes' colours, one below the other, at the words' edge."""
        colours = [code.colour for code in row.passage.codes] or ["#888888"]
        height = box.height() / len(colours)
        for place, colour in enumerate(colours):
            painter.fillRect(QRectF(box.left(), box.top() + place * height, box.width(), height), QColor(colour))

    def _paint_words(
        self, painter: QPainter, box: QRectF, font: QFont, ink: QColor, quiet: QColor, row: PassageRow
    ) -> None:
        metrics = QFontMetricsF(font)
        lines = max(1, int(box.height() / metrics.lineSpacing() + 0.3))
        words = " ".join(row.passage.words.split())
        before = after = ""
        if self.context:
            # About a line and a half before it, so that the passage itself is always in sight.
            room = int(box.width() / max(metrics.averageCharWidth(), 1) * 1.5)
            before = _from_a_word(" ".join(row.passage.before.split()), room)
            before += " " if before and row.passage.before[-1:].isspace() else ""
            after = (" " if row.passage.after[:1].isspace() else "") + " ".join(row.passage.after.split())
        # No more than can be seen is laid out.
        most = int(lines * box.width() / max(metrics.averageCharWidth() * 0.6, 1))
        text = shown_text((before + words + after)[:most])
        length = TextOffsets(text).to_qt(len(text))
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(_formats(text, before, words, ink, quiet))
        layout.beginLayout()
        at = 0.0
        for number in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(box.width())
            if number == lines - 1 and line.textStart() + line.textLength() < length:
                line.setLineWidth(box.width() - metrics.horizontalAdvance(" …"))
                width = line.naturalTextWidth()
                painter.setPen(quiet)
                painter.setFont(font)
                painter.drawText(QPointF(box.left() + width, box.top() + at + metrics.ascent()), "…")
            line.setPosition(QPointF(0, at))
            at += metrics.lineSpacing()
        layout.endLayout()
        painter.setPen(ink)
        layout.draw(painter, box.topLeft())


def _formats(text: str, before: str, words: str, ink: QColor, quiet: QColor) -> list[QTextLayout.FormatRange]:
    offsets = TextOffsets(text)
    begin, end = offsets.to_qt(len(before)), offsets.to_qt(len(before) + len(words))
    made = []
    for start, stop, colour in ((0, begin, quiet), (begin, end, ink), (end, offsets.to_qt(len(text)), quiet)):
        part = QTextLayout.FormatRange()
        part.start, part.length = start, stop - start
        look = QTextCharFormat()
        look.setForeground(colour)
        part.format = look
        made.append(part)
    return made


def _from_a_word(words: str, room: int) -> str:
    """The end of a text, from the beginning of a word on, with what shows that it isn't its beginning."""
    if len(words) <= room:
        return f"…{words}" if words else ""
    return "…" + words[-room:].partition(" ")[2]


def _write(painter: QPainter, box: QRectF, font: QFont, ink: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
