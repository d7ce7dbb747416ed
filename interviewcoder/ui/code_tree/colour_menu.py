"""The colours a code can have, as a small grid in the menu."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget, QWidgetAction

from interviewcoder.coding.codes import PALETTE
from interviewcoder.coding.palette import deeper, paler

_SWATCH = 18
_NAMES = (
    QT_TRANSLATE_NOOP("ColourMenu", "blue"),
    QT_TRANSLATE_NOOP("ColourMenu", "sand"),
    QT_TRANSLATE_NOOP("ColourMenu", "maroon"),
    QT_TRANSLATE_NOOP("ColourMenu", "ice blue"),
    QT_TRANSLATE_NOOP("ColourMenu", "ochre"),
    QT_TRANSLATE_NOOP("ColourMenu", "coral"),
    QT_TRANSLATE_NOOP("ColourMenu", "grey"),
    QT_TRANSLATE_NOOP("ColourMenu", "plum"),
    QT_TRANSLATE_NOOP("ColourMenu", "sky"),
    QT_TRANSLATE_NOOP("ColourMenu", "olive"),
    QT_TRANSLATE_NOOP("ColourMenu", "moss"),
    QT_TRANSLATE_NOOP("ColourMenu", "petrol"),
)
# A column a tone: paler, as it is, deeper.
_VARIANTS = (
    (QT_TRANSLATE_NOOP("ColourMenu", "pale {colour}"), {paler(colour): colour for colour in PALETTE}),
    ("{colour}", {colour: colour for colour in PALETTE}),
    (QT_TRANSLATE_NOOP("ColourMenu", "deep {colour}"), {deeper(colour): colour for colour in PALETTE}),
)


class ColourMenu(QMenu):
    """Offers the palette, “Other…” and, for a theme, its shades to what is below; `chosen` carries "#rrggbb"."""

    chosen = Signal(str)
    other_asked = Signal()
    shades_asked = Signal()

    def __init__(self, current: str, parent: QWidget | None = None, *, theme: bool = False) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Colour"))
        grid = QWidget(self)
        squares = QGridLayout(grid)
        squares.setContentsMargins(6, 4, 6, 4)
        squares.setSpacing(1)
        for row, (_, colours) in enumerate(_VARIANTS):
            for column, colour in enumerate(colours):
                squares.addWidget(self._swatch(colour, current, grid), row, column)
        action = QWidgetAction(self)
        action.setDefaultWidget(grid)
        self.addAction(action)
        self.addSeparator()
        self.addAction(self.tr("Other…")).triggered.connect(self.other_asked)
        if theme:
            words = self.tr("Give the codes below shades of this colour")
            self.addAction(words).triggered.connect(self.shades_asked)

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
    """A colour of the palette or a variant of one in words, any other as it is written."""
    for words, colours in _VARIANTS:
        if (tone := colours.get(colour.lower())) is not None:
            name = QCoreApplication.translate("ColourMenu", str(_NAMES[PALETTE.index(tone)]))
            return QCoreApplication.translate("ColourMenu", str(words)).format(colour=name)
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
