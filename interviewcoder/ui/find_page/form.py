"""The line in which is typed what to look for, and how."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from interviewcoder.analysis.find_query import How, Query, Together

# So long nobody types: then it is looked for.
_PAUSE_MS = 300
_LEAST_LETTERS = 2
# What the field and the way to look for it need, in letters.
_LEAST_FIELD_CHARACTERS, _LEAST_HOW_CHARACTERS = 22, 9


class _Field(QComboBox):
    """A field with earlier searches behind it; `picked` when one was taken from the list.

    Qt's own `activated` also comes when somebody leaves the field and what they typed is in the list.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._open = False
        self.activated.connect(self._on_activated)

    def showPopup(self) -> None:
        """Show the list."""
        self._open = True
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave what is typed alone."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget that the list was open."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._open = False
        super().focusOutEvent(event)

    def _on_activated(self, number: int) -> None:
        if self._open:
            self._open = False
            self.picked.emit(number)


class FindForm(QWidget):
    """Says what to look for: `typed` while somebody types, `entered` at Enter, `left_down` to go to the hits."""

    typed = Signal()
    entered = Signal()
    left_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = _Field(self)
        self.line = QLineEdit(self.field)
        self.how = QComboBox(self)
        self._recent: list[Query] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.typed)
        self.case = self._toggle("Aa", self.tr("Capitals count"))
        self.accents = self._toggle("é", self.tr("Accents count"))
        self.whole = self._toggle("|ab|", self.tr("Whole words only"))
        self._set_up()
        self._lay_out()

    def _set_up(self) -> None:
        field = self.field
        field.setEditable(True)
        field.setLineEdit(self.line)
        field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # A completer would add to what is typed.
        field.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none; the stub doesn't know
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setAccessibleName(self.tr("What to look for"))
        # In a narrow window the way to look for it gives way to what is looked for.
        field.setMinimumWidth(_LEAST_FIELD_CHARACTERS * self.fontMetrics().averageCharWidth())
        self.how.setMinimumContentsLength(5)
        self.how.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.how.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.how.setMinimumWidth(_LEAST_HOW_CHARACTERS * self.fontMetrics().averageCharWidth())
        line = self.line
        line.setPlaceholderText(self.tr("Find in all sources, memos and codes"))
        line.setAccessibleName(self.tr("What to look for"))
        line.setClearButtonEnabled(True)
        line.textEdited.connect(lambda _: self._pause.start())
        line.textChanged.connect(lambda text: self._pause.start() if not text else None)
        field.installEventFilter(self)
        field.picked.connect(self._on_recent)
        self.setFocusProxy(field)
        for words, name in (
            (self.tr("Words, all in one turn"), "words turn"),
            (self.tr("Words, all in one source"), "words source"),
            (self.tr("Parts of words"), "part"),
            (self.tr("Regular expression"), "pattern"),
        ):
            self.how.addItem(words, name)
        self.how.setAccessibleName(self.tr("How to look for it"))
        self.how.setToolTip(
            self.tr("Words: nurs* stands for any ending, “the whole team” in quotation marks for just these words.")
        )
        self.how.currentIndexChanged.connect(lambda _: self._on_how())
        self._on_how(quietly=True)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.how)
        for button in (self.case, self.accents, self.whole):
            row.addWidget(button)

    def _toggle(self, sign: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setText(sign)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.toggled.connect(lambda _: self.typed.emit())
        return button

    # What is said

    @property
    def text(self) -> str:
        """What is typed."""
        return self.field.currentText()

    @property
    def is_too_short(self) -> bool:
        """Whether so little is typed that nobody means it yet."""
        return len(self.text.strip()) < _LEAST_LETTERS

    def query(self) -> Query:
        """What is looked for."""
        how, _, together = str(self.how.currentData()).partition(" ")
        hows: dict[str, How] = {"words": "words", "part": "part", "pattern": "pattern"}
        where: Together = "source" if together == "source" else "turn"
        return Query(
            self.text,
            hows[how],
            match_case=self.case.isChecked(),
            match_accents=self.accents.isChecked() and self.accents.isEnabled(),
            whole_words=self.whole.isChecked() and self.whole.isEnabled(),
            together=where,
        )

    def show_query(self, query: Query) -> None:
        """Put a search into the fields, without looking for it."""
        name = f"words {query.together}" if query.how == "words" else query.how
        with QSignalBlocker(self.how):
            self.how.setCurrentIndex(self.how.findData(name))
        flags = (query.match_case, query.match_accents, query.whole_words)
        for button, on in zip((self.case, self.accents, self.whole), flags, strict=True):
            with QSignalBlocker(button):
                button.setChecked(on)
        self._on_how(quietly=True)
        self.field.setEditText(query.text)
        self._pause.stop()

    def show_recent(self, recent: Sequence[Query]) -> None:
        """Offer earlier searches."""
        text = self.text
        self._recent = list(recent)
        with QSignalBlocker(self.field), QSignalBlocker(self.line):
            self.field.clear()
            self.field.addItems([query.text for query in recent])
            self.field.setCurrentIndex(-1)
            self.field.setEditText(text)

    def select_all(self) -> None:
        """Let what is typed now take the place of what stands there."""
        self.line.selectAll()

    # What is done

    def _on_recent(self, number: int) -> None:
        if 0 <= number < len(self._recent):
            self.show_query(self._recent[number])
            self.entered.emit()

    def _on_how(self, *, quietly: bool = False) -> None:
        name = self.how.currentData()
        self.whole.setEnabled(name in ("part", "pattern"))
        self.accents.setEnabled(name != "pattern")
        if not quietly:
            self.typed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter search, and Down go to the hits."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pause.stop()
            self.entered.emit()
            return True
        if event.key() == Qt.Key.Key_Down and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.left_down.emit()
            return True
        return False
