"""The data handling statement in the window: every question looked into; answers to read, to complete, to save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QBrush, QCloseEvent, QColor, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.privacy import statement as statements
from interviewcoder.privacy.statement import Line, Statement, Status
from interviewcoder.privacy.statement_questions import QUESTIONS
from interviewcoder.reports import statement_words
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.reports.data_statement import Gathering
    from interviewcoder.ui.prompts import Prompts

_SIZE = QSize(1040, 660)
# Pixels around a line of the list and around the answer.
_AIR, _MARGIN = 5, 10
_NUMBER, _QUESTION, _STATUS = range(3)
# A sign as well as a word: nobody should need the colours.
_SIGNS: dict[Status, str] = {"proved": "✓", "declared": "✎", "not verifiable": "–", "failed": "✗"}
_LIGHT: dict[Status, str] = {"proved": "#1c5a3c", "declared": "#1d3c61", "failed": "#a3211b"}
_DARK: dict[Status, str] = {"proved": "#7fd1a4", "declared": "#9cc3ee", "failed": "#ff9d94"}


class StatementDialog(QDialog):
    """Looks into one question after the other while it shows how far it is; then the answers can be read.

    `make` begins a new look, `save` asks where a finished statement goes and
    writes it.
    """

    def __init__(
        self,
        project: Project,
        prompts: Prompts,
        make: Callable[[], Gathering],
        save: Callable[[Statement], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Data handling statement"))
        self._project, self._prompts = project, prompts
        self._make, self._save = make, save
        self._gathering: Gathering | None = None
        self._steps: Iterator[int] = iter(())
        self.statement: Statement | None = None
        self.verdict = parts.heading("", self)
        self.progress = QProgressBar(self)
        self.list = self._listed()
        self.detail = QTextBrowser(self)
        self.answer = QPlainTextEdit(self)
        self.declare = QPushButton(self.tr("&Declare in my name"), self)
        self.save = parts.primary(QPushButton(self.tr("&Save as…"), self))
        self.again = QPushButton(self.tr("Check a&gain"), self)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        self._lay_out()
        self.list.currentItemChanged.connect(lambda *_: self._show_line())
        self.declare.clicked.connect(self.declare_answer)
        self.save.clicked.connect(lambda: self._save(self.statement) if self.statement is not None else None)
        self.again.clicked.connect(self.begin)
        self.begin()

    def begin(self) -> None:
        """Look into all questions anew."""
        self.statement = None
        self._gathering = self._make()
        self._steps = self._gathering.steps()
        for button in (self.save, self.again, self.declare):
            button.setEnabled(False)
        self.verdict.setText(self.tr("Looking into the questions of an ethics board…"))
        self.progress.setValue(0)
        self.progress.show()
        self._timer.start()

    def declare_answer(self) -> None:
        """Keep what is written as the researcher's declaration on the chosen question; nothing takes it back."""
        line, text = self._current(), self.answer.toPlainText()
        if line is None or self._gathering is None:
            return
        if self._prompts.attempt(lambda: statements.declare(self._project, line.n, text)):
            self.statement = self._gathering.statement()
            self._show_all()

    def done(self, result: int) -> None:
        """Stop looking when the dialog goes."""
        self._timer.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop looking when the window is closed by its frame."""
        self._timer.stop()
        super().closeEvent(event)

    def _step(self) -> None:
        number = next(self._steps, None)
        if number is not None:
            self.progress.setValue(number)
            self.progress.setFormat(self.tr("Question {number} of {all}").format(number=number, all=len(QUESTIONS)))
            return
        self._timer.stop()
        self.progress.hide()
        assert self._gathering is not None
        self.statement = self._gathering.statement()
        for button in (self.save, self.again):
            button.setEnabled(True)
        self._show_all()

    def _show_all(self) -> None:
        assert self.statement is not None
        self.verdict.setText(statement_words.verdict(self.statement))
        for place, line in enumerate(self.statement.lines):
            item = self.list.topLevelItem(place)
            assert item is not None
            item.setText(_STATUS, f"{_SIGNS[line.status]} {statement_words.STATUS_WORDS[line.status]}")
            item.setForeground(_STATUS, QBrush(self._colour(line.status)))
        first = self.list.topLevelItem(self._first_to_see())
        if not self.list.selectedItems() and first is not None:
            self.list.setCurrentItem(first)
        self._show_line()

    def _first_to_see(self) -> int:
        """Where somebody is needed first: a check that failed, else the first question."""
        assert self.statement is not None
        failed = self.statement.failed
        return failed[0].n - 1 if failed else 0

    def _colour(self, status: Status) -> QColor:
        palette = self.palette()
        dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
        named = (_DARK if dark else _LIGHT).get(status)
        return QColor(named) if named else palette.color(QPalette.ColorRole.Text)

    def _current(self) -> Line | None:
        item = self.list.currentItem()
        if self.statement is None or item is None:
            return None
        return self.statement.lines[self.list.indexOfTopLevelItem(item)]

    def _show_line(self) -> None:
        line = self._current()
        self.declare.setEnabled(line is not None)
        self.answer.setEnabled(line is not None)
        if line is None:
            self.detail.clear()
            self.answer.clear()
            return
        told = [
            f"<h3>{line.n}. {escape(line.question.text)}</h3>",
            f"<p><b style='color:{self._colour(line.status).name()}'>"
            f"{_SIGNS[line.status]} {statement_words.STATUS_WORDS[line.status]}</b></p>",
        ]
        hint = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        for text, quiet in (
            (line.result, False),
            (line.declared_words, False),
            (self.tr("Limits: {limits}").format(limits=line.limits) if line.limits else "", True),
            (line.checked_by, True),
            (self.tr("To find out for yourself: {how}").format(how=line.question.check), True),
        ):
            if text:
                told.append(f"<p style='color:{hint}'>{escape(text)}</p>" if quiet else f"<p>{escape(text)}</p>")
        self.detail.setHtml("".join(told))
        self.answer.setPlainText(line.declared.answer if line.declared is not None else "")

    def _listed(self) -> QTreeWidget:
        listed = QTreeWidget(self)
        listed.setAccessibleName(self.tr("Questions of an ethics board and their answers"))
        listed.setRootIsDecorated(False)
        listed.setAllColumnsShowFocus(True)
        listed.setUniformRowHeights(True)
        listed.setHeaderLabels([self.tr("No."), self.tr("Question"), self.tr("Answer")])
        for question in QUESTIONS:
            item = QTreeWidgetItem(listed, [str(question.n), question.text, ""])
            item.setToolTip(_QUESTION, question.text)
            item.setSizeHint(_NUMBER, QSize(0, self.fontMetrics().lineSpacing() + _AIR))
            item.setTextAlignment(_NUMBER, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = listed.header()
        header.setStretchLastSection(False)
        for place, mode in (
            (_NUMBER, QHeaderView.ResizeMode.ResizeToContents),
            (_QUESTION, QHeaderView.ResizeMode.Stretch),
        ):
            header.setSectionResizeMode(place, mode)
        header.resizeSection(_STATUS, 130)
        return listed

    def _lay_out(self) -> None:
        self.detail.setAccessibleName(self.tr("The answer to the chosen question"))
        self.detail.setOpenLinks(False)
        self.detail.document().setDocumentMargin(_MARGIN)
        self.answer.setAccessibleName(self.tr("Your declaration on the chosen question"))
        self.answer.setPlaceholderText(
            self.tr("What no program can know: your answer, kept with your name and today’s date.")
        )
        self.answer.setTabChangesFocus(True)
        self.answer.setMaximumHeight(5 * self.fontMetrics().lineSpacing())
        self.progress.setRange(0, len(QUESTIONS))
        self.progress.setAccessibleName(self.tr("How far the check is"))
        label = QLabel(self.tr("&Your declaration"), self)
        label.setBuddy(self.answer)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.detail, 1)
        column.addWidget(label)
        column.addWidget(self.answer)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.declare)
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([560, 440])
        whole = parts.column(self)
        whole.addWidget(self.verdict)
        whole.addWidget(self.progress)
        whole.addWidget(split, 1)
        whole.addLayout(self._foot())
        self.resize(_SIZE)

    def _foot(self) -> QHBoxLayout:
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.again)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.save)
        for button in (self.again, close, self.save, self.declare):
            button.setAutoDefault(False)
        return foot
