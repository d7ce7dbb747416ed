"""The table of consent: who agreed to what, on which day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.privacy import consent
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.privacy.agreement_words import answer_of, kind_names, stored_day
from interviewcoder.ui.privacy.consent_table import DEADLINE, NAME, ConsentTable
from interviewcoder.ui.rows import dress_cells

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_DAY_CHARACTERS = 12
_ROW_AIR = 10
_LEAST_WIDTH = 118
# Behind yes comes no, behind no nothing, behind nothing yes.
_NEXT: dict[bool | None, bool | None] = {None: True, True: False, False: None}


class ConsentView(QTableView):
    """The cells. `cycled`, and `answered` with yes, no or None, say which key was pressed on the chosen ones."""

    cycled = Signal()
    answered = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Space, Y, N and Delete for answers; figures begin a day."""
        keys: dict[int, bool | None] = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False, Qt.Key.Key_Delete: None}
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() == Qt.Key.Key_Space:
            self.cycled.emit()
        elif plain and event.key() in keys:
            self.answered.emit(keys[event.key()])
        else:
            super().keyPressEvent(event)


class ConsentTab(QWidget):
    """All participants with what they agreed to; changes are made at once, each one step."""

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self.model = ConsentTable(self)
        self.model.typed.connect(self._on_typed)
        self.view = ConsentView(self)
        self._dress_view()
        self.view.cycled.connect(self.cycle)
        self.view.answered.connect(self.answer)
        self._told = parts.hint("", self)
        self._empty = EmptyPage(self)
        self._lay_out()
        self.show_project()

    def show_project(self) -> None:
        """Read the project anew."""
        first = not self.model.views
        self.model.show_views(consent.listing(self._project))
        there = bool(self.model.views)
        self._stack.setCurrentIndex(0 if there else 1)
        if there and first:
            self.view.setCurrentIndex(self.model.index(0, 1))
        self._told.setText(self._summary())

    def cycle(self) -> None:
        """Give the chosen cells the answer after that of the current one: yes, no, not recorded."""
        current = self.view.currentIndex()
        if current.isValid() and NAME < current.column() < DEADLINE:
            answer = self.model.views[current.row()].answers.get(consent.KINDS[current.column() - 1])
            self.answer(_NEXT[answer.given if answer is not None else None])

    def answer(self, given: bool | None) -> None:
        """Give all chosen cells an answer, on the day in the field; chosen days to withdraw are emptied or set."""
        self._prompts.attempt(lambda: self._answer(given))

    def _answer(self, given: bool | None) -> None:
        day = stored_day(self.day.text())
        cells = [(index.row(), index.column()) for index in self.view.selectedIndexes()]
        answers = [(row, column) for row, column in cells if NAME < column < DEADLINE]
        days = [row for row, column in cells if column == DEADLINE]
        if answers:
            with self._project.op("Record consent"):
                for row, column in answers:
                    view, kind = self.model.views[row], consent.KINDS[column - 1]
                    note = view.answers[kind].note if kind in view.answers else ""
                    on = day if given is not None else ""
                    consent.record(self._project, view.case_id, kind, given, on, note if given is not None else "")
                if len(answers) > 1:
                    self._project.tell(count=len(answers))
        elif days and given is not False:
            with self._project.op("Set withdrawal deadline"):
                for row in days:
                    consent.set_deadline(self._project, self.model.views[row].case_id, day if given else "")
                if len(days) > 1:
                    self._project.tell(count=len(days))

    def ask_note(self) -> None:
        """Ask for a note on the answer that is chosen."""
        index = self.view.currentIndex()
        if not NAME < index.column() < DEADLINE:
            return
        view, kind = self.model.views[index.row()], consent.KINDS[index.column() - 1]
        answer = view.answers.get(kind)
        if answer is None:
            self._prompts.show_note(self.tr("Nothing is recorded here yet"), self.tr("Record a yes or a no first."))
            return
        label = self.tr("{case}, {kind}").format(case=view.case, kind=kind_names()[kind])
        text = self._prompts.ask_text(self.tr("Note on consent"), label, text=answer.note)
        if text is not None and text != answer.note:
            self._prompts.attempt(
                lambda: consent.record(self._project, view.case_id, kind, answer.given, answer.given_on, text)
            )

    def _on_typed(self, case_id: int, column: int, text: str) -> None:
        view = next(view for view in self.model.views if view.case_id == case_id)
        if column == DEADLINE:
            self._prompts.attempt(lambda: consent.set_deadline(self._project, case_id, stored_day(text)))
            return
        kind = consent.KINDS[column - 1]
        before = view.answers.get(kind)

        def record() -> None:
            given, day = answer_of(text, before)
            note = before.note if before is not None and given is not None else ""
            consent.record(self._project, case_id, kind, given, day, note)

        self._prompts.attempt(record)

    def _summary(self) -> str:
        may = consent.may_quote(self._project)
        if may is None:
            return self.tr(
                "No consent is recorded yet: exports quote everybody and say so. As soon as one answer is recorded, "
                "only who has a yes to quotes is quoted."
            )
        return self.tr(
            "{yes} of {all} participants may be quoted; in exports, quotes of the others are withheld."
        ).format(yes=f"{sum(may.values()):,}", all=f"{len(may):,}")

    def _dress_view(self) -> None:
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("What participants agreed to"))
        dress_cells(self.view, _ROW_AIR)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.view.horizontalHeader()
        header.setMinimumSectionSize(_LEAST_WIDTH)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        self._stack = QStackedLayout(self)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, parts.GAP, 0, 0)
        column.setSpacing(parts.GAP)
        words = self.tr(
            "Choose cells; a click on a column’s head chooses all participants. Space goes through yes, no and not "
            "recorded; Y and N answer; type a day, such as 2026-03-31, to change it."
        )
        column.addWidget(parts.hint(words, page))
        column.addLayout(self._answers(page))
        column.addWidget(self.view, 1)
        column.addWidget(self._told)
        self._empty.show_state(
            "participants",
            self.tr("No participants yet"),
            self.tr(
                "Consent is recorded for participants. “A participant for each interview”, in the menu Transcribe, "
                "adds them."
            ),
        )
        self._stack.addWidget(page)
        self._stack.addWidget(self._empty)

    def _answers(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        label = QLabel(self.tr("&Given on"), page)
        self.day = QLineEdit(QDate.currentDate().toString(Qt.DateFormat.ISODate), page)
        self.day.setAccessibleName(self.tr("The day on which consent was given"))
        self.day.setPlaceholderText(self.tr("not known"))
        self.day.setFixedWidth(_DAY_CHARACTERS * self.fontMetrics().averageCharWidth() + 24)
        label.setBuddy(self.day)
        row.addWidget(label)
        row.addWidget(self.day)
        row.addSpacing(8)
        choices: tuple[tuple[str, bool | None], ...] = (
            (self.tr("&Yes"), True),
            (self.tr("&No"), False),
            (self.tr("Not &recorded"), None),
        )
        for words, given in choices:
            row.addWidget(self._button(words, partial(self.answer, given)))
        row.addStretch(1)
        self.note = self._button(self.tr("No&te…"), self.ask_note)
        self.note.setToolTip(self.tr("A note on the chosen answer, such as where the form lies"))
        row.addWidget(self.note)
        return row

    def _button(self, words: str, step: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: step())
        return button
