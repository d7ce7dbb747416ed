"""The pop-up at the coder's name: who works, and who else may."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QActionGroup, QColor
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow


def who_menu(window: MainWindow) -> QMenu:
    """The coders to choose from, and the ways to another one."""
    from interviewcoder.project import coders
    from interviewcoder.ui.coding_view.menu import chip
    from interviewcoder.ui.team.role_words import coder_words

    project = window.at_work().project
    menu = QMenu(window)
    menu.setAccessibleName(_tr("Who works"))
    one_of = QActionGroup(menu)
    mark = project.review_mark
    for coder in coders.listing(project):
        if mark is not None and coder.uuid != mark.coder_uuid:
            continue  # a review copy is its reader's
        action = menu.addAction(chip(QColor(coder.colour)), coder_words(coder).replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(coder.id == project.coder.id)
        font = action.font()
        # A menu's icon stands where its tick would.
        font.setBold(action.isChecked())
        action.setFont(font)
        one_of.addAction(action)
        action.triggered.connect(partial(_work_as, window, coder.name))
    if mark is None:
        menu.addSeparator()
        menu.addActions([window.menus.action("coder"), window.menus.action("coders")])
    return menu


def show_who(window: MainWindow) -> None:
    """Open the pop-up above the coder's name."""
    menu = who_menu(window)
    place = window.strip.place_of_coder()
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(QPoint(place.left(), place.top() - menu.sizeHint().height()))


def _work_as(window: MainWindow, name: str, _: bool = True) -> None:
    window.work_as(name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Team", text)
