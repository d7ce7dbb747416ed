"""Small notes beside the text, where a passage has a memo or one points to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QToolTip, QWidget

from interviewcoder.coding import memos
from interviewcoder.coding.memo_places import MemoKey, MemoPassage
from interviewcoder.ui import icons
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.coding_view.page import Page

_SIZE = 14
_ROOM = 18


class MemoMarks(QWidget):
    """Lies between gutter and text and takes no room from either. A click asks for the memo."""

    asked = Signal(object)  # MemoKey

    def __init__(self, project: Project, page: Page) -> None:
        super().__init__(page)
        self._project, self._page = project, page
        self._source_id: int | None = None
        self._passages: list[MemoPassage] = []
        self._places: list[tuple[QRect, MemoPassage]] = []
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Memos beside the text"))
        self.hide()
        # The page says that it moves before its lines are laid out anew.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._place)
        page.moved.connect(self._on_moved)

    def show_source(self, source_id: int | None) -> None:
        """Mark the memos of a source; of none."""
        self._source_id = source_id
        self.refresh()

    def refresh(self) -> None:
        """Read again which passages have memos."""
        self._passages = memos.passages_in(self._project, self._source_id) if self._source_id is not None else []
        self._place()

    def told(self) -> list[str]:
        """What the marks in sight say, from the top."""
        return [passage.heading for _, passage in self._places]

    def _on_moved(self) -> None:
        if self._passages:
            self._place()
            self._settled.start(0)

    def _place(self) -> None:
        """Put a mark at the first line of each passage in sight; several on one line lie on each other."""
        self._places = []
        if self._passages:
            gutter = self._page.gutter_rect()
            self.setGeometry(QRect(gutter.right() - _ROOM + 1, gutter.top(), _ROOM, gutter.height()))
            first, last = self._page.visible_range()
            high = self._page.fontMetrics().height()
            for passage in self._passages:
                at = self._page.offsets.to_qt(passage.span.start)
                if first <= at <= last:
                    top = self._page.geometry_of_text.top_of(at) - self._page.scrolled
                    place = QPoint((_ROOM - _SIZE) // 2, round(top + (high - _SIZE) / 2))
                    self._places.append((QRect(place.x(), place.y(), _SIZE, _SIZE), passage))
        # Beside the marks the gutter and the text have the mouse to themselves.
        region = QRegion()
        for rect, _ in self._places:
            region += QRegion(rect.adjusted(-2, -2, 2, 2))
        self.setVisible(bool(self._places))
        if self._places:
            self.setMask(region)
            self.raise_()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.inks.page)
        picture = icons.drawn("memo", self._page.inks.dim, _SIZE, self.devicePixelRatioF())
        for rect, _ in self._places:
            painter.drawPixmap(rect.topLeft(), picture)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the memo under the mouse."""
        found = self._under(event.position().toPoint())
        if found and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(MemoKey("memo", found[0].memo_id))

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what the memos here are called."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            headings = [passage.heading or self.tr("Untitled memo") for passage in self._under(event.pos())]
            QToolTip.showText(event.globalPos(), tip("\n".join(dict.fromkeys(headings))), self)
            return True
        return super().event(event)

    def _under(self, at: QPoint) -> list[MemoPassage]:
        return [passage for rect, passage in self._places if rect.adjusted(-2, -2, 2, 2).contains(at)]
