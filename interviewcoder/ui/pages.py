"""Tabs whose pages are made when somebody first looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QToolButton, QVBoxLayout, QWidget

from interviewcoder.ui import icons

_LEFT_FOR_THE_TRANSCRIPT = 120


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page by its name in the code and its title in the window; `build` makes it.

    Tab comes to every page that is made within the window. One that is put
    together outside of it may keep a circle of its own, which Tab neither
    finds nor leaves.
    """

    name: str
    title: str
    build: Callable[[], QWidget]


class PageTabs(QTabWidget):
    """Pages by name. A page is made when it is first shown or asked for; `shown` tells its name."""

    shown = Signal(str)

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs: list[PageSpec] = []
        self._built: dict[str, QWidget] = {}
        self._holders: list[tuple[QWidget, QVBoxLayout]] = []
        self.setProperty("role", "side")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setAccessibleName(accessible_name)
        self.currentChanged.connect(self._on_current)

    def add_page(self, spec: PageSpec) -> None:
        """Add a page behind the others; the first is made at once."""
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._specs.append(spec)
        self._holders.append((holder, column))
        self.addTab(holder, spec.title)

    def show_tab(self, name: str, shown: bool) -> None:
        """Offer a page, or don't."""
        self.setTabVisible(self._place(name), shown)

    def page(self, name: str) -> QWidget:
        """A page; made now if nobody has looked at it yet."""
        if name not in self._built:
            place = self._place(name)
            page = self._built[name] = self._specs[place].build()
            holder, column = self._holders[place]
            column.addWidget(page)
            holder.setFocusProxy(page)
        return self._built[name]

    def names(self) -> list[str]:
        """The names of all pages, in the order of their tabs."""
        return [spec.name for spec in self._specs]

    def titles(self) -> dict[str, str]:
        """What each page is called in the window, by its name."""
        return {spec.name: spec.title for spec in self._specs}

    def built(self, name: str) -> QWidget | None:
        """A page, if it has been made."""
        return self._built.get(name)

    def show_page(self, name: str) -> QWidget:
        """Bring a page to the front, with the keyboard on it; also one that isn't offered now."""
        page = self.page(name)
        self.setTabVisible(self._place(name), True)
        self.setCurrentIndex(self._place(name))
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    @property
    def current_name(self) -> str:
        """The name of the page at the front; empty where there is none."""
        return self._specs[self.currentIndex()].name if self._specs else ""

    def _place(self, name: str) -> int:
        return next(place for place, spec in enumerate(self._specs) if spec.name == name)

    def _on_current(self, place: int) -> None:
        if 0 <= place < len(self._specs):
            page = self.page(self._specs[place].name)
            if self.isVisible():
                page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.shown.emit(self._specs[place].name)


class ResultTabs(PageTabs):
    """Pages below the transcript, hidden until one is asked for; Escape or the cross hides them. `closed` tells."""

    closed = Signal()

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(accessible_name, parent)
        close = QToolButton(self)
        close.setProperty("role", "quiet")
        icons.dress(close, "cancel")
        close.setToolTip(self.tr("Close (Esc)"))
        close.setAccessibleName(self.tr("Close the results"))
        close.clicked.connect(self.close_results)
        self.setCornerWidget(close)
        self.hide()

    def open_page(self, name: str, wanted_height: int = 0) -> QWidget:
        """Show the results with this page at the front, and so high at least (pixels) as the transcript leaves room."""
        self.show()
        page = self.show_page(name)
        column = self.parentWidget()
        if isinstance(column, QSplitter) and len(sizes := column.sizes()) == 2:
            place = column.indexOf(self)
            wanted = min(wanted_height, sum(sizes) - _LEFT_FOR_THE_TRANSCRIPT)
            if sizes[place] < wanted:
                sizes[place], sizes[1 - place] = wanted, sum(sizes) - wanted
                column.setSizes(sizes)
        return page

    def _on_current(self, place: int) -> None:
        # The first one comes to the front when the tabs are put together; nobody has asked for it yet.
        if not self.isHidden():
            super()._on_current(place)

    def close_results(self) -> None:
        """Hide the results; what they found stays."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hide at Escape, where no field wanted it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_results()
            return
        super().keyPressEvent(event)
