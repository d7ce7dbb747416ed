"""How the transcript is set and what stands in its gutter, as a person chose it in the View menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QActionGroup, QWheelEvent
from PySide6.QtWidgets import QMenu

from interviewcoder.ui.coding_view.looks import FONTS, SPACINGS, TextLooks, family_of

if TYPE_CHECKING:
    from interviewcoder.settings import Settings
    from interviewcoder.ui.reading_pane import ReadingPane

# A wheel turns by as much for each step; touchpads by less, many times.
_WHEEL_STEP = 120
_MOST_SMALLER_PT, _MOST_LARGER_PT = -5, 24


class TranscriptLooks(QObject):
    """Dresses a reading pane by the settings, and keeps there what is changed."""

    def __init__(self, reading: ReadingPane, settings: Settings) -> None:
        super().__init__(reading)
        self._view, self._stored = reading.view, settings.transcript
        self._looks = TextLooks.read(self._stored)
        self._turned = 0
        self._view.show_looks(self._looks)
        self._view.page.viewport().installEventFilter(self)
        reading.header.looks.aboutToShow.connect(lambda: self.fill_menu(reading.header.looks))

    @property
    def looks(self) -> TextLooks:
        """What is chosen."""
        return self._looks

    def set_looks(self, looks: TextLooks) -> None:
        """Set the transcript so from now on."""
        if looks != self._looks:
            self._looks = looks
            self._stored.clear()
            self._stored.update(looks.stored())
            self._view.show_looks(looks)

    def enlarge(self, by_pt: int) -> None:
        """Write the transcript larger or smaller, apart from the rest of the window; 0: as usual."""
        larger = self._looks.larger_pt + by_pt if by_pt else 0
        self.set_looks(replace(self._looks, larger_pt=min(max(larger, _MOST_SMALLER_PT), _MOST_LARGER_PT)))

    def fill_menu(self, menu: QMenu) -> None:
        """Offer what can be chosen, with what is."""
        menu.clear()
        menu.addAction(self.tr("&Larger text")).triggered.connect(lambda: self.enlarge(1))
        menu.addAction(self.tr("&Smaller text")).triggered.connect(lambda: self.enlarge(-1))
        usual = menu.addAction(self.tr("&Usual size"))
        usual.triggered.connect(lambda: self.enlarge(0))
        usual.setEnabled(self._looks.larger_pt != 0)
        menu.addSeparator()
        spacings = menu.addMenu(self.tr("Line s&pacing"))
        words = {"1": self.tr("Single"), "1.34": self.tr("Usual (1.3)"), "2": self.tr("Double")}
        of_lines = [(spacing, words.get(spacing, spacing)) for spacing in SPACINGS]
        _fill_one_of(spacings, of_lines, self._looks.spacing, self._set_spacing)
        kinds = {
            "": self.tr("As in the window"),
            "serif": self.tr("With serifs"),
            "sans": self.tr("Without serifs"),
            "easy": self.tr("Made to be easy to read"),
        }
        # What isn't installed isn't offered.
        fonts = [(font, kinds[font]) for font in FONTS if not font or family_of(font)]
        _fill_one_of(menu.addMenu(self.tr("L&etters")), fonts, self._looks.font, self._set_font)
        menu.addSeparator()
        for name, title in (
            ("speakers", self.tr("Spea&kers")),
            ("numbers", self.tr("Turn &numbers")),
            ("times", self.tr("&Times")),
            ("interviewers_dimmed", self.tr("&Interviewer’s turns dimmed")),
        ):
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(getattr(self._looks, name))
            action.toggled.connect(lambda on, name=name: self.set_looks(replace(self._looks, **{name: on})))

    def _set_spacing(self, spacing: str) -> None:
        self.set_looks(replace(self._looks, spacing=spacing))

    def _set_font(self, font: str) -> None:
        self.set_looks(replace(self._looks, font=font))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel change the size of the text while Ctrl is held."""
        if not isinstance(event, QWheelEvent) or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _WHEEL_STEP)
        if steps:
            self._turned -= steps * _WHEEL_STEP
            self.enlarge(steps)
        return True


def _fill_one_of(menu: QMenu, entries: list[tuple[str, str]], chosen: str, take: Callable[[str], None]) -> None:
    group = QActionGroup(menu)
    for value, title in entries:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.triggered.connect(lambda _=False, value=value: take(value))
        group.addAction(action)
