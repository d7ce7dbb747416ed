"""What both themes owe to the reader."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from interviewcoder.ui import icons, theme
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.empty_page import EmptyPage

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow

# WCAG 2.2, 1.4.3.
LEAST_CONTRAST = 4.5
# The same, 1.4.11: of what is no text.
LEAST_CONTRAST_OF_SIGNS = 3.0


@pytest.fixture
def undressed() -> Iterator[None]:
    """Take the theme off again: the application outlives the test."""
    yield
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyleSheet("")
    application.setPalette(application.style().standardPalette())


def contrast(widget: QWidget) -> float:
    """The contrast between the lightest and the darkest pixel of a widget."""
    picture = widget.grab().toImage()
    lights = [
        luminance(picture.pixelColor(x, y))
        for y in range(4, picture.height() - 4)
        for x in range(4, picture.width() - 4)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def luminance(colour: QColor) -> float:
    """How light a colour is (WCAG 2.2, relative luminance)."""
    shares = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_menu_s_icons_can_be_seen_under_the_highlight(qtbot: QtBot, undressed: None, name: str) -> None:
    theme.apply(name)
    menu = QMenu()
    qtbot.addWidget(menu)
    # Without a word, so that the icon alone stands out.
    icons.dress(action := menu.addAction(""), "delete")
    with qtbot.waitExposed(menu):
        menu.popup(QPoint(40, 40))
    menu.setActiveAction(action)
    picture = menu.grab(menu.actionGeometry(action).adjusted(8, 3, -8, -3)).toImage()
    ground = luminance(menu.palette().color(QPalette.ColorRole.Highlight))
    lights = [luminance(picture.pixelColor(x, y)) for y in range(picture.height()) for x in range(picture.width())]
    assert (max(lights) + 0.05) / (ground + 0.05) > LEAST_CONTRAST
    menu.close()


def test_a_button_s_icon_keeps_its_colour_under_the_pointer(qtbot: QtBot, undressed: None) -> None:
    theme.apply("light")
    button = QToolButton()
    qtbot.addWidget(button)
    icons.dress(button, "delete")
    pictures = [button.icon().pixmap(16, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Active)]
    assert pictures[0] == pictures[1]


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_tooltips_can_be_read(qtbot: QtBot, undressed: None, name: str) -> None:
    theme.apply(name)
    QToolTip.showText(QPoint(40, 40), "Fear of lawsuits: 4 codings")
    (tip,) = [widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "qtooltip_label"]
    try:
        assert contrast(tip) > LEAST_CONTRAST
    finally:
        QToolTip.hideText()
        tip.close()


def test_the_transcript_grows_with_the_text_and_keeps_its_size_in_the_other_theme(
    qtbot: QtBot, study: MainWindow
) -> None:
    page = study.findChild(Page)
    assert page is not None
    theme.apply("light", 10)
    for change in (partial(study.set_text_size, 14), partial(study.set_theme, "dark")):
        change()
        qtbot.waitUntil(lambda: page.font().pointSizeF() > 14 and page.rects(0, 1)[0].height() > 20)
    theme.apply("light")


def test_the_theme_changes_after_a_window_with_icons_has_gone(qtbot: QtBot, undressed: None) -> None:
    button = QToolButton()
    icons.dress(button, "undo")
    shiboken6.delete(button)
    theme.apply("dark")
    assert not shiboken6.isValid(button)


def test_an_icon_is_as_sharp_as_the_screen_and_pale_where_it_can_t_be_used(qtbot: QtBot, undressed: None) -> None:
    theme.apply("light")
    drawing = icons.icon("delete")
    sharp = drawing.pixmap(QSize(20, 20), 2.0)
    assert (sharp.size(), sharp.devicePixelRatio()) == (QSize(40, 40), 2.0)
    pale = drawing.pixmap(QSize(20, 20), 2.0, QIcon.Mode.Disabled).toImage()
    inks = [
        max((image.pixelColor(x, y).alpha(), image.pixelColor(x, y).lightness()) for x in range(40) for y in range(40))
        for image in (sharp.toImage(), pale)
    ]
    assert inks[0] < inks[1]


def test_the_arrow_of_a_chosen_theme_in_the_tree_can_be_seen(study: MainWindow) -> None:
    from interviewcoder.coding import codes

    assert study.workspace is not None
    theme.apply("light")
    workspace = study.workspace
    legal = codes.add(workspace.project, "Legal risk")
    codes.add(workspace.project, "Fear", parent_id=legal.id)
    tree = workspace.codes.tree
    workspace.codes.choose(legal.id)
    row = tree.visualRect(tree.currentIndex())
    picture = tree.viewport().grab().toImage()
    ratio = round(picture.devicePixelRatio())
    lights = [
        luminance(picture.pixelColor(x * ratio, y * ratio))
        for x in range(row.left())
        for y in range(row.top() + 2, row.bottom() - 2)
    ]
    ground = luminance(tree.palette().color(QPalette.ColorRole.Highlight))
    assert (max(lights) + 0.05) / (ground + 0.05) > LEAST_CONTRAST_OF_SIGNS


def test_an_empty_page_leaves_its_picture_out_where_the_words_need_the_room(qtbot: QtBot) -> None:
    page = EmptyPage()
    qtbot.addWidget(page)
    page.show_state("search", "Find words in every source at once", "A star stands for any ending. " * 4)
    page.resize(460, 400)
    page.show()
    picture, *words = page.findChildren(QLabel)
    assert picture.isVisible()
    page.resize(460, 130)
    assert not picture.isVisible()
    qtbot.waitUntil(lambda: all(label.height() >= label.heightForWidth(label.width()) for label in words))
