"""Colours under the words."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from interviewcoder.coding.palette import PALETTE
from interviewcoder.ui.coding_view.tints import Inks, contrast

GARISH = ("#ff0000", "#00ff00", "#0000ff", "#000000", "#ffffff", "#ffff00")


def palette(page: str, text: str) -> QPalette:
    colours = QPalette()
    colours.setColor(QPalette.ColorRole.Base, QColor(page))
    colours.setColor(QPalette.ColorRole.Text, QColor(text))
    return colours


THEMES = [("#ffffff", "#000000"), ("#fdf6e3", "#222222"), ("#1b1c1e", "#e6e6e6"), ("#000000", "#ffffff")]


@pytest.mark.parametrize("theme", THEMES)
def test_text_stays_readable_on_every_tint(qtbot: QtBot, theme: tuple[str, str]) -> None:
    inks = Inks(palette(*theme))
    for names in combinations_with_replacement((*PALETTE[:6], *GARISH), 3):
        for count in (1, 2, 3):
            tint = inks.tint([QColor(name) for name in names[:count]])
            assert contrast(inks.text, tint) >= 7
            assert contrast(inks.dim, tint) >= 4.4


@pytest.mark.parametrize("theme", THEMES)
def test_stripes_and_labels_stand_clear_of_the_page(qtbot: QtBot, theme: tuple[str, str]) -> None:
    inks = Inks(palette(*theme))
    for name in (*PALETTE, *GARISH):
        assert contrast(inks.mark(QColor(name)), inks.page) >= 3
        assert contrast(inks.speaker(QColor(name)), inks.page) >= 4.5


def test_a_fourth_code_changes_nothing(qtbot: QtBot) -> None:
    inks = Inks(palette(*THEMES[0]))
    colours = [QColor(name) for name in PALETTE[:4]]
    assert inks.tint(colours) == inks.tint(colours[:3])


def test_codes_of_the_palette_have_tints_that_differ_from_the_page(qtbot: QtBot) -> None:
    for theme in THEMES:
        inks = Inks(palette(*theme))
        for name in PALETTE:
            tint, page = inks.tint([QColor(name)]), inks.page
            distance = abs(tint.red() - page.red()) + abs(tint.green() - page.green()) + abs(tint.blue() - page.blue())
            assert distance > 18, (theme, name)
