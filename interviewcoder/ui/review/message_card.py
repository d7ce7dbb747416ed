"""One thing that somebody said in a thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from interviewcoder.review.comments import CommentView
from interviewcoder.ui import icons
from interviewcoder.ui.review.words import short_moment, whole_moment

_DOT = 9
_MENU_HIGH = 18


class ColourDot(QWidget):
    """A coder's colour, as a dot."""

    def __init__(self, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = QColor(colour)
        self.setFixedSize(QSize(_DOT, _DOT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(QPointF(_DOT / 2, _DOT / 2), _DOT / 2, _DOT / 2)
        painter.end()


class MessageCard(QFrame):
    """Who, when and what; one's own has a menu to write it anew or delete it."""

    change_asked = Signal(object)  # CommentView
    deletion_asked = Signal(object)

    def __init__(self, comment: CommentView, parent: QWidget) -> None:
        super().__init__(parent)
        self.comment = comment
        name, when = QLabel(comment.coder, self), QLabel(self._moment(comment), self)
        for label in (name, when):
            label.setTextFormat(Qt.TextFormat.PlainText)
        name.setProperty("role", "name")
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name.setToolTip(comment.coder)
        when.setProperty("role", "hint")
        when.setToolTip(whole_moment(comment.changed_at))
        self.words = QLabel(comment.text, self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(ColourDot(comment.colour, self))
        head.addWidget(name, 1)
        head.addWidget(when)
        if comment.is_own:
            head.addWidget(self._menu_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.words)

    def _moment(self, comment: CommentView) -> str:
        if not comment.edited:
            return short_moment(comment.created_at)
        return self.tr("{when}, changed").format(when=short_moment(comment.changed_at))

    def _menu_button(self) -> QToolButton:
        button, menu = QToolButton(self), QMenu(self)
        change = menu.addAction(icons.icon("rename"), self.tr("Write anew"))
        change.triggered.connect(lambda: self.change_asked.emit(self.comment))
        delete = menu.addAction(icons.icon("delete"), self.tr("Delete"))
        delete.triggered.connect(lambda: self.deletion_asked.emit(self.comment))
        button.setProperty("role", "quiet")
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(self.tr("Change or delete your comment"))
        button.setToolTip(button.accessibleName())
        icons.dress(button, "more")
        button.setIconSize(QSize(14, 14))
        button.setFixedHeight(_MENU_HIGH)
        return button
