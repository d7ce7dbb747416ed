"""Find words in the transcript that is open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from interviewcoder.errors import InterviewCoderError
from interviewcoder.sources.text import Span
from interviewcoder.ui import icons
from interviewcoder.ui.wording import tip


class FindBar(QFrame):
    """A line to type in; Return goes on, Shift+Return goes back, Escape closes.

    `found` carries a `Span` to go to; `marked` all of them, in the order of
    the text, to be shown: none when the bar closes. `code_asked` carries all
    that were found, and the words.
    """

    found = Signal(object)
    code_asked = Signal(list, str)
    marked = Signal(object)  # Sequence[Span]
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._text = ""
        self._spans: list[Span] = []
        self._at = -1
        self._reason = ""
        # Where in the text somebody is: from there the first hit is looked for.
        self.place: Callable[[], int] = lambda: 0
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(self.tr("Find in this transcript"))
        self._line.setAccessibleName(self._line.placeholderText())
        self._line.setClearButtonEnabled(True)
        self._line.textChanged.connect(lambda _: self._search())
        self.case = self._toggle("Aa", self.tr("Capitals count"))
        self.whole = self._toggle("|ab|", self.tr("Whole words only"))
        self.pattern = self._toggle(".*", self.tr("Regular expression"))
        self._count = QLabel(self)
        self._count.setProperty("role", "hint")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setAccessibleName(self.tr("How often it is found"))
        self._code = QPushButton(self.tr("Code all hits…"), self)
        self._code.clicked.connect(lambda: self.code_asked.emit(self._spans, self._line.text()))
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.addWidget(self._line, 1)
        for toggle in (self.case, self.whole, self.pattern):
            row.addWidget(toggle)
        row.addWidget(self._count)
        row.addWidget(self._code)
        for drawing, name, do in (
            ("up", self.tr("Previous (Shift+Enter)"), lambda: self.step(-1)),
            ("down", self.tr("Next (Enter)"), lambda: self.step(1)),
            ("cancel", self.tr("Close (Esc)"), self.close_bar),
        ):
            button = QToolButton(self)
            button.setProperty("role", "quiet")
            button.setToolTip(name)
            button.setAccessibleName(name)
            icons.dress(button, drawing)
            button.clicked.connect(lambda _=False, act=do: act())
            row.addWidget(button)

    def _toggle(self, sign: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setText(sign)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.toggled.connect(lambda _: self._search())
        return button

    @property
    def hits(self) -> list[Span]:
        """What is found, in the order of the text."""
        return self._spans

    def set_text(self, text: str) -> None:
        """Say which text is searched."""
        self._text = text
        if self.isVisible():
            self._search()

    def open(self) -> None:
        """Show the bar with the line ready to be typed over."""
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the one before (-1), round and round; the first is the one nearest ahead."""
        if not self._spans:
            return
        if self._at >= 0:
            self._at = (self._at + by) % len(self._spans)
        else:
            ahead = bisect_left(self._spans, Span(self.place(), 0))
            self._at = (ahead if by > 0 else ahead - 1) % len(self._spans)
        self._tell()
        self.found.emit(self._spans[self._at])

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the marks along, whatever hides the bar."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._spans, self._at = [], -1
            self.marked.emit([])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, back, or away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _search(self) -> None:
        self._spans, self._at, self._reason = [], -1, ""
        wanted = self._line.text()
        if wanted.strip():
            from interviewcoder.analysis.find_query import Matcher, Query

            how = "pattern" if self.pattern.isChecked() else "part"
            query = Query(wanted, how, match_case=self.case.isChecked(), whole_words=self.whole.isChecked())  # type: ignore[arg-type]  # one of two
            try:
                self._spans = Matcher(query).spans(self._text)
            except InterviewCoderError as error:
                self._reason = error.message
        self._tell()
        self.marked.emit(self._spans)

    def _tell(self) -> None:
        self._code.setEnabled(bool(self._spans))
        self._count.setToolTip(tip(self._reason))
        if self._reason:
            self._count.setText(self.tr("not a pattern") if self.pattern.isChecked() else self.tr("nowhere"))
        elif not self._line.text().strip():
            self._count.clear()
        elif not self._spans:
            self._count.setText(self.tr("nowhere"))
        elif self._at < 0:
            often = self.tr("once") if len(self._spans) == 1 else self.tr("{count} times")
            self._count.setText(often.format(count=len(self._spans)))
        else:
            self._count.setText(self.tr("{place} of {count}").format(place=self._at + 1, count=len(self._spans)))
