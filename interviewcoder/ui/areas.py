"""The areas of the window as the keyboard goes through them: sources, transcript, codes, results, player."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from interviewcoder.ui.workspace import Workspace

# The area's name, and the panel that it lies in; the transcript is always there.
AREAS = {"sources": "left", "transcript": "", "beside": "right", "results": "results", "player": "player"}
_OTHER = Qt.FocusReason.OtherFocusReason


def go_to_area(workspace: Workspace, name: str) -> None:
    """Give the keyboard to an area, showing it where it is hidden."""
    panel, area = AREAS[name], _areas(workspace)[name]
    if panel and not workspace.layout_memory.is_shown(panel):
        workspace.layout_memory.show_panel(panel, True)
    _focus_within(area)


def next_area(workspace: Workspace, step: int) -> None:
    """Give the keyboard to the next (+1) or last (-1) area that is shown and has something to press or type into."""
    focus = QApplication.focusWidget()
    areas = _areas(workspace)
    names = list(areas)
    here = next((place for place, name in enumerate(names) if focus and _holds(areas[name], focus)), 0)
    for far in range(1, len(names)):
        area = areas[names[(here + step * far) % len(names)]]
        if area.isVisible() and _focus_within(area):
            return


def _areas(workspace: Workspace) -> dict[str, QWidget]:
    return {
        "sources": workspace.side,
        "transcript": workspace.reading,
        "beside": workspace.right,
        "results": workspace.results,
        "player": workspace.player,
    }


def _holds(area: QWidget, focus: QWidget) -> bool:
    return area is focus or area.isAncestorOf(focus)


def _focus_within(area: QWidget) -> bool:
    """Give the keyboard to what an area is there for, else to the first thing in it that takes it."""
    for wanted in (getattr(area, "currentWidget", lambda: None)(), getattr(area, "view", None), area):
        end = wanted
        while end is not None and end.focusProxy() is not None:
            end = end.focusProxy()
        if end is not None and _takes_keys(end):
            end.setFocus(_OTHER)
            return True
    first = next((part for part in area.findChildren(QWidget) if _takes_keys(part)), None)
    if first is not None:
        first.setFocus(_OTHER)
    return first is not None


def _takes_keys(part: QWidget) -> bool:
    return part.isVisible() and part.isEnabled() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
