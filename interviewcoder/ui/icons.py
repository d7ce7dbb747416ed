"""Our icons: line drawings of one set, in the colour of the text around them."""

from __future__ import annotations

from functools import lru_cache
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from interviewcoder.resources_path import resources

_WINDOW_SIZES = (16, 32, 48)
_dressed: WeakKeyDictionary[QAction | QAbstractButton, str] = WeakKeyDictionary()


class _LineDrawing(QIconEngine):
    """Draws an icon when it is painted, in the size and colour that are wanted: most are never seen."""

    def __init__(self, name: str, colours: dict[QIcon.Mode, QColor]) -> None:
        super().__init__()
        self._name, self._colours = name, colours

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """Give the picture for a screen of this ratio; `size` is in device-independent pixels."""
        return drawn(self._name, self._colours[mode], min(size.width(), size.height()), scale)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Give the picture for a screen of ratio 1."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint it into the middle of a place."""
        side = min(rect.width(), rect.height())
        picture = self.scaledPixmap(QSize(side, side), mode, state, painter.device().devicePixelRatioF())
        left, top = rect.left() + (rect.width() - side) // 2, rect.top() + (rect.height() - side) // 2
        painter.drawPixmap(left, top, picture)

    def clone(self) -> QIconEngine:
        """Give another of the same kind, as Qt wants before it changes an icon."""
        return _LineDrawing(self._name, self._colours)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.WindowText, *, on_button: bool = False) -> QIcon:
    """An icon by its file's name, in the palette's colour of now; a theme change calls for a new one.

    Active is how a menu paints what is under its highlight; a button has no
    highlight, but takes Active for its own while it has the keyboard.
    """
    palette = QGuiApplication.palette()
    own = palette.color(QPalette.ColorGroup.Active, role)
    highlighted = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText)
    colours = {
        QIcon.Mode.Normal: own,
        QIcon.Mode.Active: own if on_button else highlighted,
        QIcon.Mode.Selected: highlighted,
        QIcon.Mode.Disabled: palette.color(QPalette.ColorGroup.Disabled, role),
    }
    return QIcon(_LineDrawing(name, colours))


def window_icon() -> QIcon:
    """The program's icon, as task bars show it."""
    made = QIcon()
    for size in _WINDOW_SIZES:
        made.addPixmap(drawn("interviewcoder", QGuiApplication.palette().color(QPalette.ColorRole.WindowText), size))
    return made


def dress(target: QAction | QAbstractButton, name: str) -> None:
    """Give an action or a button an icon that follows the theme."""
    _dressed[target] = name
    _paint(target, name)


def retint() -> None:
    """Paint the icons of all that was dressed anew, after the palette changed."""
    for target, name in list(_dressed.items()):
        # Its window may be gone while Python still remembers it.
        if isValid(target):
            _paint(target, name)


def _paint(target: QAction | QAbstractButton, name: str) -> None:
    target.setIcon(icon(name, on_button=isinstance(target, QAbstractButton)))


def drawn(name: str, colour: QColor, size: int, pixel_ratio: float = 2.0) -> QPixmap:
    """One icon as a picture of `size` device-independent pixels; kept for who paints it again."""
    key = f"{name} {colour.name(QColor.NameFormat.HexArgb)} {size} {pixel_ratio}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(round(size * pixel_ratio), round(size * pixel_ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing = _source(name).replace("currentColor", colour.name(QColor.NameFormat.HexRgb))
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(pixel_ratio)
    QPixmapCache.insert(key, picture)
    return picture


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
