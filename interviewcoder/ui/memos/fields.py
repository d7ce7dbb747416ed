"""Where a memo's words are written, and the passages that it points to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from interviewcoder.coding.memo_places import MemoLink
from interviewcoder.ui import icons
from interviewcoder.ui.stored_text import StoredText
from interviewcoder.ui.wording import tip

_LINK_ROLE = int(Qt.ItemDataRole.UserRole)
_LINKS_SHOWN = 4


class MemoText(StoredText):
    """The words, as many as it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(96)

    def sizeHint(self) -> QSize:
        """Ask for some lines; it gets the room that there is."""
        return QSize(200, 180)


class LinkList(QListWidget):
    """The passages that a memo points to. A click asks for one, Delete takes one off."""

    asked = Signal(int, object)  # source id, Span
    removal_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAccessibleName(self.tr("Passages that this memo points to"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(15, 15))
        self.setProperty("rows", "airy")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.itemClicked.connect(self._ask)
        self.itemActivated.connect(self._ask)

    def show_links(self, links: Sequence[MemoLink]) -> None:
        """Show these; without any the list takes no room."""
        self.clear()
        for link in links:
            words = " ".join(link.quote.split())
            said = f"“{words}”" if words else self.tr("its words are gone")
            item = QListWidgetItem(icons.icon("link"), f"{said}  ·  {link.source}", self)
            item.setToolTip(tip(f"{said}\n{link.source}"))
            item.setData(_LINK_ROLE, link)
        rows = self.sizeHintForRow(0) * min(len(links), _LINKS_SHOWN) if links else 0
        self.setFixedHeight(rows + 2 * self.frameWidth())
        self.setVisible(bool(links))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen link off at Delete."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None:
            self.removal_asked.emit(item.data(_LINK_ROLE).id)
        else:
            super().keyPressEvent(event)

    def _ask(self, item: QListWidgetItem) -> None:
        link: MemoLink = item.data(_LINK_ROLE)
        self.asked.emit(link.source_id, link.span)

    def _open_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        if item is None:
            return
        link: MemoLink = item.data(_LINK_ROLE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Go to the passage")).triggered.connect(
            lambda: self.asked.emit(link.source_id, link.span)
        )
        off = menu.addAction(icons.icon("delete"), self.tr("Remove link"))
        off.triggered.connect(lambda: self.removal_asked.emit(link.id))
        menu.popup(self.viewport().mapToGlobal(at))
