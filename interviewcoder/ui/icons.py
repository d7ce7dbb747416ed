"""Our icons: line drawings of one set, in the colour of the text around them."""

from __future__ import annotations

from functools import lru_cache
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from interviewcoder.resources_path import resources

# Of menus, of buttons, and for menus on a screen of ratio 3. Each one more is paid for at start-up.
_SIZES = (16, 20, 24)
_WINDOW_SIZES = (16, 32, 48)
_dressed: WeakKeyDictionary[QAction | QAbstractButton, str] = WeakKeyDictionary()


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.WindowText, *, on_button: bool = False) -> QIcon:
    """An icon by its file's name, in the palette's colour of now; a theme change calls for a new one.

    Active is how a menu paints what is under its highlight; a button has no
    highlight, but takes Active for its own while it has the keyboard.
    """
    palette = QGuiApplication.palette()
    made = QIcon()
    for group, mode in (
        (QPalette.ColorGroup.Active, QIcon.Mode.Normal),
        (QPalette.ColorGroup.Active, QIcon.Mode.Active),
        (QPalette.ColorGroup.Active, QIcon.Mode.Selected),
        (QPalette.ColorGroup.Disabled, QIcon.Mode.Disabled),
    ):
        highlighted = mode is QIcon.Mode.Selected or (mode is QIcon.Mode.Active and not on_button)
        of_role = QPalette.ColorRole.HighlightedText if highlighted else role
        colour = palette.color(group, of_role)
        for size in _SIZES:
            made.addPixmap(drawn(name, colour, size), mode)
    return made


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
