"""The program as a person starts it, in a process that also says what it shows; see conftest.

It reads questions from standard input, one JSON object a line, and answers in kind. It never
does anything to the window: whatever happens there comes from the display's mouse and keyboard.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from interviewcoder.privacy import network_lock

network_lock.engage()


from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPoint, QRect, QSocketNotifier, Qt  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from interviewcoder import app  # noqa: E402
from interviewcoder.coding import codes, segments  # noqa: E402
from interviewcoder.sources import catalogue  # noqa: E402
from interviewcoder.sources.transcript import Transcript, transcript_of  # noqa: E402
from interviewcoder.ui.code_tree.tree_view import CodeTreeView  # noqa: E402
from interviewcoder.ui.coding_view.margin import Margin  # noqa: E402
from interviewcoder.ui.coding_view.page import Page  # noqa: E402
from interviewcoder.ui.coding_view.view import CodingView  # noqa: E402
from interviewcoder.ui.main_window import MainWindow  # noqa: E402
from interviewcoder.ui.workspace import Workspace  # noqa: E402

_READ_BYTES = 65536
_Part = TypeVar("_Part", bound=QWidget)


class Witness(QObject):
    """Answers questions about a window. Places are in pixels of the screen, as x, y."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._unread = b""
        self._heard: list[int] = []
        self._watched: QObject | None = None
        self._questions: dict[str, Callable[..., Any]] = {
            "state": self.state,
            "words": self.words,
            "code": self.code,
            "stripe": self.stripe,
            "entry": self.entry,
            "handle": self.handle,
            "seen": self.seen,
            "part": self.part,
            "brief": self.brief,
            "in_sight": self.in_sight,
            "ends": self.ends,
            "row": self.row,
            "text_of": self.text_of,
            "tab": self.tab,
            "rows_of": self.rows_of,
        }
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_question)

    def _on_question(self) -> None:
        read = os.read(sys.stdin.fileno(), _READ_BYTES)
        if not read:
            self._notifier.setEnabled(False)
            return
        *lines, self._unread = (self._unread + read).split(b"\n")
        for line in lines:
            question = json.loads(line)
            answer = self._questions[question.pop("ask")](**question)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    def state(self) -> dict[str, Any]:
        """What can be seen and heard now."""
        modal, popup = QApplication.activeModalWidget(), QApplication.activePopupWidget()
        focus = QApplication.focusWidget()
        seen: dict[str, Any] = {
            "title": self._window.windowTitle(),
            "active": self._window.isActiveWindow(),
            "dialog": modal.windowTitle() if modal else "",
            "told_below": self._window.strip.message(),
            "told": [label.text() for label in modal.findChildren(QLabel)] if modal else [],
            "popup": popup.accessibleName() or type(popup).__name__ if popup else "",
            "focus": focus.accessibleName() or type(focus).__name__ if focus else "",
        }
        return seen | self._state_of_project()

    def _state_of_project(self) -> dict[str, Any]:
        workspace = self._window.workspace
        if workspace is None:
            return {}
        if self._watched is not workspace:
            self._watched, self._heard = workspace, []
            workspace.player.position_changed.connect(self._on_position)
        project, view = workspace.project, workspace.reading.view
        span, page = view.selection(), view.findChild(Page)
        # All texts at once: to ask for each quote by itself takes long where there are hundreds.
        texts = dict(project.raw_connection.execute("SELECT id, text FROM source"))
        return {
            "source": workspace.reading.source.name if workspace.reading.source else "",
            "selection": page.text[span.start : span.end] if page and span else "",
            "codings": [
                [segment.span.text_in(texts[segment.source_id]), segment.code_name, segment.exemplar]
                for segment in segments.listing(project)
            ],
            "said": [
                [(read.speaker(turn.speaker_id) or read.speakers[0]).label, turn.span.text_in(read.text)]
                for read in self._transcripts(workspace)
                for turn in read.turns
            ],
            "correcting": workspace.reading.editor.active,
            "codes": [node.name for node in codes.tree(project)],
            "playing": workspace.player.playing,
            "heard_ms": self._heard,
            "recording": workspace.player.play_action.isEnabled(),
        }

    @staticmethod
    def _transcripts(workspace: Workspace) -> list[Transcript]:
        source = workspace.reading.source
        return [transcript_of(workspace.project, source.id)] if source and source.has_text else []

    def _on_position(self, position_ms: int) -> None:
        workspace = self._window.workspace
        if workspace is not None and workspace is self._watched and workspace.player.playing:
            self._heard.append(position_ms)

    def words(self, said: str) -> list[list[int]]:
        """Where each of some words is that follow one another in the transcript: its middle."""
        page = _part(self._window, Page)
        at = page.text.index(said)
        places = []
        for word in said.split():
            at = page.text.index(word, at)
            first, last = (page.offsets.to_qt(place) for place in (at, at + len(word)))
            places.append(_place(page.viewport(), page.rects(first, last)[0].center().toPoint()))
            at += len(word)
        return places

    def code(self, name: str) -> list[int]:
        """Where a code stands in the tree."""
        tree = _part(self._window, CodeTreeView)
        index = _index_of(tree.model(), name, QModelIndex())
        assert index is not None, name
        return _place(tree.viewport(), tree.visualRect(index).center())

    def stripe(self, name: str) -> list[int] | None:
        """Where a code's name or stripe stands in the margin; None where it isn't painted."""
        margin = _part(self._window, Margin)
        for y in range(0, margin.height(), 3):
            for x in range(0, margin.width(), 2):
                marks = margin.marks_under(QPoint(x, y).toPointF())
                if marks and marks[0].segment.code_name == name:
                    return _place(margin, QPoint(x + 2, y + 3))
        return None

    def handle(self, opens: bool) -> list[int]:
        """Where the handle at the beginning, or the end, of the chosen coding is."""
        view = _part(self._window, CodingView)
        lines = dict(view.handles.edges_in_sight())
        return _place(view.page.viewport(), lines[opens].center().toPoint())

    def seen(self) -> str:
        """What is seen as selected, also while the mouse is at it."""
        page = _part(self._window, Page)
        stretch = page.selected()
        return page.span_of(*stretch).text_in(page.text) if stretch else ""

    def entry(self, text: str) -> list[int]:
        """Where an entry of a menu is, that of the menu bar included."""
        menu = QApplication.activePopupWidget()
        bar = menu if isinstance(menu, QMenu) else self._window.menus
        for action in bar.actions():
            if action.text().replace("&", "").startswith(text):
                return _place(bar, bar.actionGeometry(action).center())
        raise AssertionError(text)

    def part(self, name: str) -> list[int] | None:
        """Where a widget in front is that screen readers call so, or a tab of this name; None where it isn't shown."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        for widget in front.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QTabBar):
                for place in range(widget.count()):
                    if widget.tabText(place).replace("&", "") == name:
                        return _place(widget, widget.tabRect(place).center())
            text = widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""
            if name in (widget.accessibleName(), text):
                return _place(widget, widget.rect().center())
        return None

    def brief(self) -> dict[str, Any]:
        """What is told soon, also of a large study: counts, and what undo and redo would do."""
        popup, workspace = QApplication.activePopupWidget(), self._window.workspace
        assert workspace is not None
        project = workspace.project
        return {
            "popup": popup.accessibleName() if popup else "",
            "codings": sum(catalogue.codings_in(project, list(catalogue.names(project))).values()),
            "undo": project.undo_label,
            "redo": project.redo_label,
        }

    def in_sight(self) -> dict[str, Any]:
        """The text, and those of its words that are in sight: where each begins and ends in it, and how far down."""
        page = _part(self._window, Page)
        whole, seen = page.viewport().rect(), []
        for word in re.finditer(r"[\w’']+", page.text):
            rects = _rects(page, word.start(), word.end())
            if rects and rects[0].top() > whole.bottom():
                break
            if rects and all(whole.contains(rect) for rect in rects):
                seen.append([word.start(), word.end(), rects[0].top()])
        return {"text": page.text, "words": seen}

    def ends(self, start: int, end: int) -> list[list[int]]:
        """Where a passage of one line, given by its places in the text, begins and ends on the screen."""
        page = _part(self._window, Page)
        (rect,) = _rects(page, start, end)
        view, middle = page.viewport(), rect.center().y()
        return [_place(view, QPoint(x, middle)) for x in (rect.left(), rect.right())]

    def row(self, listed: str, name: str) -> list[Any]:
        """Where a row of a list or tree is, whether it is above (-1), in (0) or below (1) what is shown, and where
        the list itself is.
        """
        for view in self._window.findChildren(QAbstractItemView):
            if view.accessibleName() == listed and view.isVisible():
                index = _index_of(view.model(), name, QModelIndex())
                assert index is not None, name
                seen = view.visualRect(index)
                beyond = -1 if seen.top() < 0 else 1 if seen.bottom() > view.viewport().height() else 0
                middle = _place(view.viewport(), view.viewport().rect().center())
                return [_place(view.viewport(), seen.center()), beyond, middle]
        raise AssertionError(listed)

    def tab(self, name: str) -> list[int]:
        """Where a tab of this name is."""
        for bar in self._window.findChildren(QTabBar):
            for place in range(bar.count() if bar.isVisible() else 0):
                if bar.tabText(place).replace("&", "") == name:
                    return _place(bar, bar.tabRect(place).center())
        raise AssertionError(name)

    def text_of(self, name: str) -> str | None:
        """What stands in the field beside a label of the dialog in front; None where it isn't there."""
        front = QApplication.activeModalWidget()
        for label in front.findChildren(QLabel) if front else []:
            field = label.buddy()
            if label.text() == name and isinstance(field, QLineEdit):
                return field.text()
        return None

    def rows_of(self, tables: list[str]) -> dict[str, list[str]]:
        """All rows of tables of the project, in words."""
        workspace = self._window.workspace
        assert workspace is not None
        read = workspace.project.raw_connection.execute
        return {name: sorted(map(repr, read(f"SELECT * FROM {name}"))) for name in tables}


def _part(window: MainWindow, kind: type[_Part]) -> _Part:
    found = window.findChild(kind)
    assert found is not None, kind
    return found


def _rects(page: Page, start: int, end: int) -> list[QRect]:
    first, last = page.offsets.to_qt(start), page.offsets.to_qt(end)
    return [rect.toRect() for rect in page.rects(first, last)]


def _place(widget: QWidget, point: QPoint) -> list[int]:
    place = widget.mapToGlobal(point)
    return [place.x(), place.y()]


def _index_of(model: QAbstractItemModel, name: str, parent: QModelIndex) -> QModelIndex | None:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data(Qt.ItemDataRole.EditRole) == name:
            return index
        if (below := _index_of(model, name, index)) is not None:
            return below
    return None


class WatchedWindow(MainWindow):
    """The window with somebody beside it who answers."""

    def __init__(self, *arguments: Any) -> None:  # handed on as they are
        super().__init__(*arguments)
        self.witness = Witness(self)


if __name__ == "__main__":
    # A class by this name is all that `run` asks for.
    vars(app)["MainWindow"] = WatchedWindow
    sys.exit(app.run(Path(sys.argv[1]) if len(sys.argv) > 1 else None, sys.argv[:1]))
