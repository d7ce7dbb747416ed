"""All keys on a sheet of paper, in two columns, and as Markdown for the manual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeySequence,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
)

from interviewcoder.ui.fixed_keys import fixed_keys

if TYPE_CHECKING:
    from interviewcoder.ui.key_bindings import KeyBindings

_MARGIN_MM = 14
_COLUMNS = 2
# The largest letters in which all keys go on one page; else the smallest, on two.
_TEXT_SIZES_PT = (8.5, 8.0, 7.5, 7.0)
_TITLE, _HEADING = 1.7, 1.1  # of the text's size
# Of a column: keys at the left, what they do at the right.
_KEYS_SHARE = 0.40
# Of a line's height.
_LEADING, _ABOVE_HEADING = 1.18, 0.7
_INK, _QUIET = QColor("#1f2328"), QColor("#63676d")
# Where paper is cut as in the United States (CLDR, territoryInfo).
_LETTER = {
    QLocale.Country.UnitedStates,
    QLocale.Country.Canada,
    QLocale.Country.Mexico,
    QLocale.Country.Philippines,
    QLocale.Country.Chile,
    QLocale.Country.Colombia,
}


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """What belongs together: keys as a person reads them, and what they do."""

    title: str
    rows: tuple[tuple[str, str], ...]


def key_groups(bindings: KeyBindings, *, portable: bool = False) -> list[KeyGroup]:
    """All keys as they are set now, the menus' first. What has no key is left out: Ctrl+K finds it.

    `portable` writes them in Qt's own words, the same on every system.
    """
    form = QKeySequence.SequenceFormat.PortableText if portable else QKeySequence.SequenceFormat.NativeText
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in bindings.actions:
        keys = ", ".join(key.toString(form) for key in bindings.sequences(action.id))
        if keys:
            groups.setdefault(action.group, []).append((keys, action.label))
    for title, fixed in fixed_keys().items():
        groups[title] = [
            (one.gesture or one.keys.replace("; ", ", ") if portable else one.shown(), one.words) for one in fixed
        ]
    return [KeyGroup(title, tuple(rows)) for title, rows in groups.items()]


def markdown(groups: Sequence[KeyGroup]) -> str:
    """The keys as a page of the manual."""
    lines = [f"# {_title()}", "", _first_words(), ""]
    for group in groups:
        lines += [f"## {group.title}", "", "| keys | |", "|---|---|"]
        lines += [f"| {keys.replace('|', chr(92) + '|')} | {words} |" for keys, words in group.rows]
        lines.append("")
    return "\n".join(lines)


def page_layout() -> QPageLayout:
    """A4, or Letter where that is in the drawer."""
    letter = QLocale.system().territory() in _LETTER
    size = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def paint_sheet(device: QPagedPaintDevice, groups: Sequence[KeyGroup]) -> int:
    """Paint the keys onto paper; gives the number of pages."""
    fits = (size for size in _TEXT_SIZES_PT if _Sheet(device, size, None).fill(groups) == 1)
    size = next(fits, _TEXT_SIZES_PT[-1])
    painter = QPainter(device)
    try:
        return _Sheet(device, size, painter).fill(groups)
    finally:
        painter.end()


class _Sheet:
    """A place on the paper that goes down its columns. Without a painter it only measures."""

    def __init__(self, device: QPagedPaintDevice, size_pt: float, painter: QPainter | None) -> None:
        self._device, self._painter, self._pages = device, painter, 1
        width, height = float(device.width()), float(device.height())
        family = QGuiApplication.font().family()
        self._text, self._bold, self._title = (QFont(family) for _ in range(3))
        for font, size in ((self._text, 1.0), (self._bold, _HEADING), (self._title, _TITLE)):
            font.setPointSizeF(size * size_pt)
        self._bold.setBold(True)
        self._title.setBold(True)
        self._line = self._metrics(self._text).height() * _LEADING
        self._gap = self._line * 1.6
        self._width, self._height = (width - self._gap * (_COLUMNS - 1)) / _COLUMNS, height
        self._top = self._paint_title(width)
        self._column, self._y = 0, self._top

    def fill(self, groups: Sequence[KeyGroup]) -> int:
        """Paint all groups; gives the number of pages."""
        for group in groups:
            self._add(group)
        return self._pages

    def _metrics(self, font: QFont) -> QFontMetricsF:
        return QFontMetricsF(font, self._device)

    def _paint_title(self, width: float) -> float:
        height = self._metrics(self._title).height()
        self._draw(QRectF(0, 0, width, height), _title(), self._title, _INK)
        words = _first_words()
        room = QRectF(0, height * 1.1, width, self._line * 2)
        self._draw(room, words, self._text, _QUIET)
        return height * 1.1 + self._line * 1.6

    def _add(self, group: KeyGroup) -> None:
        """Paint a group; its heading never stands alone at the foot of a column."""
        heading = self._metrics(self._bold).height() * _LEADING
        above = 0.0 if self._y == self._top else self._line * _ABOVE_HEADING
        first = self._height_of(group.rows[0])
        if self._y + above + heading + first > self._height:
            self._next_column()
            above = 0.0
        self._y += above
        self._draw(self._row(heading), group.title, self._bold, _INK)
        self._y += heading
        for row in group.rows:
            self._add_row(row)

    def _add_row(self, row: tuple[str, str]) -> None:
        height = self._height_of(row)
        if self._y + height > self._height:
            self._next_column()
        keys, words = self._cells(height)
        self._draw(keys, row[0], self._text, _INK)
        self._draw(words, row[1], self._text, _QUIET)
        self._y += height

    def _height_of(self, row: tuple[str, str]) -> float:
        metrics, wrap = self._metrics(self._text), int(Qt.TextFlag.TextWordWrap)
        heights = (metrics.boundingRect(c, wrap, text).height() for c, text in zip(self._cells(1e6), row, strict=True))
        return max(self._line, *(height + self._line - metrics.height() for height in heights))

    def _cells(self, height: float) -> tuple[QRectF, QRectF]:
        row = self._row(height)
        keys = self._width * _KEYS_SHARE
        return QRectF(row.left(), row.top(), keys - self._line / 2, height), row.adjusted(keys, 0, 0, 0)

    def _row(self, height: float) -> QRectF:
        return QRectF(self._column * (self._width + self._gap), self._y, self._width, height)

    def _next_column(self) -> None:
        self._column += 1
        if self._column == _COLUMNS:
            self._pages += 1
            if self._painter is not None:
                self._device.newPage()
            self._column, self._top = 0, 0.0
        self._y = self._top

    def _draw(self, place: QRectF, words: str, font: QFont, colour: QColor) -> None:
        if self._painter is not None:
            self._painter.setFont(font)
            self._painter.setPen(colour)
            self._painter.drawText(place, int(Qt.TextFlag.TextWordWrap), words)


def _title() -> str:
    return QCoreApplication.translate("Keys", "InterviewCoder: keys and shortcuts")


def _first_words() -> str:
    words = "Ctrl+K finds all that can be done, also what has no key. Edit › Keyboard and foot pedal… sets other keys."
    return QCoreApplication.translate("Keys", words)
