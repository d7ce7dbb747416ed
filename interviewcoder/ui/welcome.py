"""What the window shows while no project is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from interviewcoder.settings import RecentProject
from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import tip

_WIDTH = 860
_LOGO = 56
_MOST_SHOWN = 6
_TITLE_WIDTH = 400
_CARD_MARGIN = 14


class Welcome(QScrollArea):
    """Ways to begin at the left, recent projects at the right, and what to do next below."""

    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    recent_asked = Signal(str)  # path
    forget_asked = Signal(str)  # path of one that is to be listed no longer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Welcome"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._recent_column = QVBoxLayout()
        self._recent_column.setSpacing(2)
        page = QFrame(self)
        page.setProperty("role", "sheet")
        outer = QHBoxLayout(page)
        outer.setContentsMargins(32, 24, 32, 24)
        content = QWidget(page)
        content.setMaximumWidth(_WIDTH)
        outer.addStretch(1)
        outer.addWidget(content, 20)
        outer.addStretch(1)
        # Before it is filled: a page that comes to another place is dressed anew with all that is on it.
        self.setWidget(page)
        self._lay_out(content)

    def _lay_out(self, content: QWidget) -> None:
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(48)
        grid.setVerticalSpacing(14)
        grid.setRowStretch(0, 2)
        grid.setRowStretch(6, 3)
        grid.addLayout(self._title(), 1, 0, 1, 2)
        grid.setRowMinimumHeight(2, 12)
        # No alignment to the top: a column that is aligned isn't asked how high its wrapped words are.
        grid.addLayout(self._ways_to_begin(), 3, 0)
        grid.addLayout(self._recent_column, 3, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        line = QFrame(content)
        line.setProperty("role", "line")
        grid.addWidget(line, 4, 0, 1, 2)
        grid.addLayout(self._road(), 5, 0, 1, 2)

    def _title(self) -> QHBoxLayout:
        logo = QLabel(self)
        logo.setPixmap(icons.drawn("interviewcoder", self.palette().color(QPalette.ColorRole.Link), _LOGO))
        name = QLabel(self.tr("InterviewCoder"), self)
        name.setProperty("role", "title")
        promise = parts.hint(self.tr("Transcribe, code and report interviews. Nothing leaves this machine."), self)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(promise)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(logo)
        row.addLayout(words, 1)
        return row

    def _ways_to_begin(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for text, drawing, signal, main in (
            (self.tr("New project…"), "new", self.new_asked, True),
            (self.tr("Open project…"), "folder", self.open_asked, False),
            (self.tr("Try the sample study"), "sample", self.sample_asked, False),
        ):
            button = QPushButton(text, self)
            button.setProperty("size", "large")
            button.setIconSize(QSize(18, 18))
            if main:
                self.setFocusProxy(button)
                parts.primary(button)
                button.setIcon(icons.icon(drawing, QPalette.ColorRole.HighlightedText, on_button=True))
            else:
                icons.dress(button, drawing)
            button.clicked.connect(lambda _=False, asked=signal: asked.emit())
            column.addWidget(button)
            self._last_way = button
        column.addWidget(
            parts.hint(self.tr("The sample study is fictional: four interviews, one with a recording."), self)
        )
        column.addStretch(1)
        return column

    def _road(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        steps = (
            (self.tr("1  Add"), self.tr("Recordings or transcripts go into one encrypted file.")),
            (self.tr("2  Transcribe"), self.tr("Whisper writes down who says what, on this machine.")),
            (self.tr("3  Code"), self.tr("Select words and give them a code. Hear them with a click.")),
            (self.tr("4  Report"), self.tr("The codebook comes out as a Word document, with quotes.")),
        )
        for place, (title, words) in enumerate(steps):
            grid.addWidget(parts.heading(title, self), 0, place)
            grid.addWidget(parts.hint(words, self), 1, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        return grid

    def show_recent(self, recent: Sequence[RecentProject]) -> None:
        """List the projects that were open before; one whose file is gone can be taken off the list."""
        while (item := self._recent_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._recent_buttons: list[QPushButton] = []
        title = parts.heading(self.tr("Recent projects"), self)
        title.setIndent(_CARD_MARGIN)
        self._recent_column.addWidget(title)
        for project in recent[:_MOST_SHOWN]:
            there = Path(project.path).exists()
            self._recent_column.addWidget(self._recent(project) if there else self._missing(project))
        # They come after all else is made, but the keyboard goes on to them.
        before: QWidget = self._last_way
        for button in self._recent_buttons:
            QWidget.setTabOrder(before, button)
            before = button
        if not recent:
            hint = self.tr(
                "The projects you open are listed here.\nBegin with a new one, or look around in the sample."
            )
            nothing = parts.hint(hint, self)
            nothing.setIndent(_CARD_MARGIN)
            self._recent_column.addWidget(nothing)
        self._recent_column.addStretch(1)

    def _recent(self, project: RecentProject) -> QPushButton:
        """A button with the project's title. Its path may name a person: it shows in the tooltip alone."""
        button = QPushButton(self)
        button.setProperty("role", "card")
        button.setAccessibleName(self.tr("Open {title}").format(title=project.title))
        button.setToolTip(tip(project.path))
        column = QVBoxLayout(button)
        column.setContentsMargins(_CARD_MARGIN, 7, _CARD_MARGIN, 7)
        column.setSpacing(1)
        opened = QDateTime.fromString(project.opened_at, Qt.DateFormat.ISODate)
        words = self.tr("Opened {day}").format(day=QLocale().toString(opened.date(), self.tr("d MMM yyyy")))
        day = words if opened.isValid() else ""
        for label in self._labels(project.title, day, button, room=_TITLE_WIDTH):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        self._recent_buttons.append(button)
        button.setMinimumHeight(column.sizeHint().height())
        button.clicked.connect(lambda: self.recent_asked.emit(project.path))
        return button

    def _missing(self, project: RecentProject) -> QFrame:
        """The project greyed, with a button that takes it off the list; a drive may only be unplugged."""
        frame = QFrame(self)
        frame.setToolTip(tip(project.path))
        forget = QPushButton(self.tr("Remove from list"), frame)
        forget.setAccessibleName(self.tr("Remove {title} from the list").format(title=project.title))
        self._recent_buttons.append(forget)
        forget.clicked.connect(lambda: self.forget_asked.emit(project.path))
        words = QVBoxLayout()
        words.setSpacing(1)
        for label in self._labels(
            project.title,
            self.tr("Not found at its place now"),
            frame,
            room=_TITLE_WIDTH - forget.sizeHint().width(),
        ):
            label.setEnabled(False)
            words.addWidget(label)
        row = QHBoxLayout(frame)
        row.setContentsMargins(_CARD_MARGIN, 7, _CARD_MARGIN, 7)
        row.addLayout(words, 1)
        row.addWidget(forget, 0, Qt.AlignmentFlag.AlignVCenter)
        return frame

    def _labels(self, title: str, words: str, parent: QWidget, *, room: int) -> tuple[QLabel, QLabel]:
        name, hint = QLabel(parent), parts.hint(words, parent)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setText(QFontMetrics(name.font()).elidedText(title, Qt.TextElideMode.ElideRight, room))
        hint.setWordWrap(False)
        return name, hint
