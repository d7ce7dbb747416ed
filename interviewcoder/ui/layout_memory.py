"""How a person left the window of a project: its columns, its pages, and where they were reading."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from interviewcoder.errors import StorageFailed
from interviewcoder.project.preferences import keep, preference

if TYPE_CHECKING:
    from interviewcoder.ui.workspace import Workspace

_LAYOUT = "window.layout"
_READING = "window.reading.{coder_id}"
_SIDES = (270, 320)
_RESULTS_HEIGHT = 300
# A side that was made wide on a large screen leaves most of a small one to the text; so does what lies below it.
_MOST_OF_WIDTH, _MOST_OF_HEIGHT = 0.32, 0.6
_LEAST_LEFT, _LEAST_RIGHT, _LEAST_HEIGHT = 180, 250, 120
# Less than this and the bars above the text and the results are cramped; a person may still want it so.
_TEXT_WIDTH = 500


class LayoutMemory(QObject):
    """Stores the layout in the project when it is closed, if it is another than before, and puts it back.

    Where somebody was reading is kept for each coder. None of this is a step
    of anybody's work: there is nothing to undo.
    """

    def __init__(self, workspace: Workspace, *, columns: QSplitter, rows: QSplitter, foot: QWidget) -> None:
        super().__init__(workspace)
        self._work, self._columns, self._rows, self._foot = workspace, columns, rows, foot
        left = columns.widget(0)
        assert left is not None
        self._left = left
        self._sides, self._height, self._width = list(_SIDES), _RESULTS_HEIGHT, 0
        self._before_reading: list[str] | None = None

    def panels(self) -> list[tuple[str, str, QWidget]]:
        """What can be hidden: its name in the file, its name in the window, and itself."""
        work = self._work
        return [
            ("left", self.tr("Sources and participants"), self._left),
            ("right", self.tr("Codes and other pages"), work.right),
            ("player", self.tr("Player"), self._foot),
            ("results", self.tr("Results"), work.results),
        ]

    def show_panel(self, name: str, shown: bool) -> None:
        """Show a panel, or hide it."""
        self._before_reading = None
        if name == "results" and shown:
            self._work.results.open_page(self._work.results.current_name)
        elif name == "results":
            self._work.results.close_results()
        else:
            self._panel(name).setVisible(shown)

    def is_shown(self, name: str) -> bool:
        """Whether a panel is shown."""
        return not self._panel(name).isHidden()

    def last_source(self) -> int | None:
        """The source that this coder was reading, by its id; None where nobody knows."""
        source_id = self._stored(self._reading_name()).get("source")
        return source_id if isinstance(source_id, int) else None

    def restore(self, width: int, height: int) -> None:
        """Lay the window out as it was left; `width` and `height` are the room there is, in pixels."""
        stored = self._stored(_LAYOUT)
        self._sides = _whole_numbers(stored.get("sides"), list(_SIDES))
        sizes = [stored.get("results_height"), stored.get("width")]
        self._height, self._width = _whole_numbers(sizes, [_RESULTS_HEIGHT, 0])
        self._lay_out(width, height)
        hidden = stored.get("hidden", [])
        for name, _, panel in self.panels():
            if name != "results":
                panel.setHidden(name in hidden)
        work = self._work
        if stored.get("side") == "cases":
            work.side.setCurrentWidget(work.cases)
        for tabs, page in ((work.right, stored.get("right")), (work.results, stored.get("results"))):
            if page and page in tabs.names():
                if tabs is work.results:
                    tabs.show()
                tabs.show_page(str(page))
        work.review.reviewing.settle(laid_out=True)

    def go_to_place(self) -> None:
        """Scroll to where this coder was reading, once the page has its size."""
        stored, source = self._stored(self._reading_name()), self._work.reading.source
        at, caret = _whole_numbers([stored.get("at"), stored.get("caret")], [0, 0])
        if source is None or source.id != stored.get("source") or not (at or caret):
            return
        page = self._work.reading.view.page
        length = len(page.text)
        cursor = page.textCursor()
        cursor.setPosition(page.offsets.to_qt(min(caret, length)))
        page.setTextCursor(cursor)
        page.verticalScrollBar().setValue(round(page.geometry_of_text.top_of(page.offsets.to_qt(min(at, length)))))

    def store(self) -> None:
        """Keep how it looks now; what is as it was isn't written again."""
        self.end_reading()
        # A full disk has been told of by then, and a layout is worth no dialog.
        with suppress(StorageFailed):
            keep(self._work.project, _LAYOUT, _written(self._layout()))
            if self._work.reading.source is not None:
                keep(self._work.project, self._reading_name(), _written(self._place()))

    def reset(self) -> None:
        """Lay the window out as for a new project."""
        self.end_reading()
        self._sides, self._height, self._width = list(_SIDES), _RESULTS_HEIGHT, 0
        for name, _, panel in self.panels():
            panel.setHidden(name == "results")
        self._lay_out(self._work.width(), self._work.height())
        self._work.side.setCurrentWidget(self._work.sources)
        self._work.right.show_page("codes")

    # Reading on a full screen

    def toggle_reading(self) -> bool:
        """Leave the text alone on a full screen, or bring everything back; True where it is alone now."""
        if self._before_reading is not None:
            self.end_reading()
            return False
        self._remember_sizes()
        self._before_reading = [name for name, _, _ in self.panels() if self.is_shown(name)]
        for _, _, panel in self.panels():
            panel.hide()
        window = self._work.window()
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self._work.reading.view.setFocus()
        return True

    def end_reading(self) -> None:
        """Bring back what was hidden to read."""
        if self._before_reading is None:
            return
        shown, self._before_reading = self._before_reading, None
        for name, _, panel in self.panels():
            panel.setHidden(name not in shown)
        window = self._work.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)

    # What is stored

    def _layout(self) -> dict[str, Any]:  # what JSON holds
        self._remember_sizes()
        work = self._work
        return {
            "sides": self._sides,
            "width": self._width,
            "results_height": self._height,
            "hidden": [name for name, _, _ in self.panels() if name != "results" and not self.is_shown(name)],
            "side": "cases" if work.side.currentWidget() is work.cases else "sources",
            "right": work.right.current_name,
            "results": work.results.current_name if self.is_shown("results") else "",
        }

    def _place(self) -> dict[str, int]:
        source, page = self._work.reading.source, self._work.reading.view.page
        assert source is not None
        at = page.offsets.to_code_point(page.visible_range()[0]) if page.scrolled and source.has_text else 0
        caret = page.offsets.to_code_point(page.textCursor().position()) if source.has_text else 0
        return {"source": source.id, "at": at, "caret": caret}

    def _remember_sizes(self) -> None:
        """Take over the sizes of what is in sight; what is hidden keeps those it had."""
        left, _, right = self._columns.sizes()
        if self._columns.width() > left + right > 0:
            self._sides, self._width = [left or self._sides[0], right or self._sides[1]], self._columns.width()
        self._height = self._rows.sizes()[1] or self._height

    def _lay_out(self, width: int, height: int) -> None:
        share = 1.0
        if not self._width or width < self._width:
            # Nobody chose these widths for a window of this size.
            share = min(1.0, max(0.0, width - _TEXT_WIDTH) / sum(self._sides))
        most = round(width * _MOST_OF_WIDTH)
        leasts = (_LEAST_LEFT, _LEAST_RIGHT)
        left, right = (
            max(least, min(round(side * share), most)) for side, least in zip(self._sides, leasts, strict=True)
        )
        self._columns.setSizes([left, max(0, width - left - right), right])
        below = min(max(_LEAST_HEIGHT, self._height), max(_LEAST_HEIGHT, round(height * _MOST_OF_HEIGHT)))
        self._rows.setSizes([max(_LEAST_HEIGHT, height - below), below])

    def _panel(self, name: str) -> QWidget:
        return next(panel for known, _, panel in self.panels() if known == name)

    def _reading_name(self) -> str:
        return _READING.format(coder_id=self._work.project.coder.id)

    def _stored(self, name: str) -> dict[str, Any]:  # what JSON holds
        try:
            found = json.loads(preference(self._work.project, name, "{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def _written(state: dict[str, Any]) -> str:  # what JSON holds
    return json.dumps(state, sort_keys=True)


def _whole_numbers(stored: object, default: list[int]) -> list[int]:
    """Take numbers that somebody may have written into the file; what is none has its default."""
    found = stored if isinstance(stored, list) and len(stored) == len(default) else default
    return [one if isinstance(one, int) and one >= 0 else usual for one, usual in zip(found, default, strict=True)]
