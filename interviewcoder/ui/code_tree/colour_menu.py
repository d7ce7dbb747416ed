"""The colours a code can have, as a small grid in the menu."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget, QWidgetAction

from interviewcoder.coding.codes import PALETTE

_COLUMNS = 6
_SWATCH = 18
# Tol's own names for the palette's colours.
_NAMES = (
    QT_TRANSLATE_NOOP("ColourMenu", "blue"),
    QT_TRANSLATE_NOOP("ColourMenu", "red"),
    QT_TRANSLATE_NOOP("ColourMenu", "green"),
    QT_TRANSLATE_NOOP("ColourMenu", "yellow"),
    QT_TRANSLATE_NOOP("ColourMenu", "cyan"),
    QT_TRANSLATE_NOOP("ColourMenu", "purple"),
    QT_TRANSLATE_NOOP("ColourMenu", "indigo"),
    QT_TRANSLATE_NOOP("ColourMenu", "sand"),
    QT_TRANSLATE_NOOP("ColourMenu", "dark green"),
    QT_TRANSLATE_NOOP("ColourMenu", "rose"),
    QT_TRANSLATE_NOOP("ColourMenu", "teal"),
    QT_TRANSLATE_NOOP("ColourMenu", "olive"),
)


class ColourMenu(QMenu):
    """Offers the palette and “Other…”; `chosen` carries "#rrggbb"."""

    chosen = Signal(str)
    other_asked = Signal()

    def __init__(self, current: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Colour"))
        grid = QWidget(self)
        squares = QGridLayout(grid)
        squares.setContentsMargins(6, 4, 6, 4)
        squares.setSpacing(2)
        for place, colour in enumerate(PALETTE):
            squares.addWidget(self._swatch(colour, current, grid), place // _COLUMNS, place % _COLUMNS)
        action = QWidgetAction(self)
        action.setDefaultWidget(grid)
        self.addAction(action)
        self.addSeparator()
        self.addAction(self.tr("Other…")).triggered.connect(self.other_asked)

    def _swatch(self, colour: str, current: str, parent: QWidget) -> QToolButton:
        button = QToolButton(parent)
        button.setProperty("role", "quiet")
        name = colour_name(colour)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setIconSize(QSize(_SWATCH, _SWATCH))
        button.setIcon(QIcon(swatch(colour, self.palette(), ticked=colour == current.lower())))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._choose(colour))
        return button

    def _choose(self, colour: str) -> None:
        self.chosen.emit(colour)
        # The menu that this one hangs on stays open otherwise: no entry of it was chosen.
        above: QWidget | None = self
        while isinstance(above, QMenu):
            above.close()
            above = above.parentWidget()


def colour_name(colour: str) -> str:
    """A palette's colour in words, any other as it is written."""
    if colour.lower() in PALETTE:
        return QCoreApplication.translate("ColourMenu", str(_NAMES[PALETTE.index(colour.lower())]))
    return colour


def swatch(colour: str, palette: QPalette, *, ticked: bool = False) -> QPixmap:
    """A disc of a colour; the one that is in use has a ring."""
    picture = QPixmap(_SWATCH * 2, _SWATCH * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = palette.color(QPalette.ColorRole.Text)
    if ticked:
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(1, 1, _SWATCH - 2, _SWATCH - 2)
    edge.setAlphaF(0.35)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(3, 3, _SWATCH - 6, _SWATCH - 6)
    painter.end()
    return picture
