"""Recording consent and retention in the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from interviewcoder.cases import cases
from interviewcoder.errors import NotAllowed
from interviewcoder.privacy import consent, retention
from interviewcoder.privacy.consent import Answer
from interviewcoder.project.file import Project
from interviewcoder.ui.privacy import agreement_words
from interviewcoder.ui.privacy.consent_dialog import ConsentDialog
from interviewcoder.ui.privacy.consent_table import DEADLINE, NAME
from interviewcoder.ui.privacy.due import due_words
from interviewcoder.ui.privacy.retention_table import STATE, THEN, UNTIL

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


@pytest.fixture
def dialog(project: Project, prompts: FakePrompts, qtbot: QtBot) -> Iterator[ConsentDialog]:
    """The dialog over two participants, its day the 10th of March."""
    for name in ("P07", "P08"):
        cases.add(project, name)
    shown = ConsentDialog(project, prompts)
    qtbot.addWidget(shown)
    shown.show()
    shown.consent.day.setText("2026-03-10")
    yield shown
    shown.reject()


def choose(dialog: ConsentDialog, row: int, column: int) -> None:
    view = dialog.consent.view
    view.setCurrentIndex(dialog.consent.model.index(row, column))
    view.setFocus()


def column_of(kind: str) -> int:
    return consent.KINDS.index(kind) + 1


def words(dialog: ConsentDialog, row: int, column: int) -> str:
    return str(dialog.consent.model.index(row, column).data())


def type_into(dialog: ConsentDialog, text: str, qtbot: QtBot) -> None:
    """Type into the chosen cell, as a person does: the first key opens it."""
    view = dialog.consent.view
    QTest.keyClicks(view, text[0])
    # One that was closed just now may still be there.
    field = view.findChildren(QLineEdit)[-1]
    QTest.keyClicks(field, text[1:])
    with qtbot.waitSignal(view.itemDelegate().closeEditor):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_space_goes_through_yes_no_and_not_recorded(dialog: ConsentDialog) -> None:
    quotes = column_of("quotes")
    choose(dialog, 0, quotes)
    shown = []
    for _ in range(3):
        QTest.keyClick(dialog.consent.view, Qt.Key.Key_Space)
        shown.append(words(dialog, 0, quotes))
    assert shown == ["Yes, 2026-03-10", "No, 2026-03-10", "–"]


def test_a_column_is_answered_for_all_participants_in_one_step(dialog: ConsentDialog, project: Project) -> None:
    choose(dialog, 0, column_of("audio"))
    dialog.consent.view.selectColumn(column_of("audio"))
    QTest.keyClick(dialog.consent.view, Qt.Key.Key_Y)
    assert [view.answers["audio"] for view in consent.listing(project)] == [Answer(True, "2026-03-10", "")] * 2
    dialog.undo()
    assert [view.answers for view in consent.listing(project)] == [{}, {}]
    dialog.redo()
    assert [words(dialog, row, column_of("audio")) for row in (0, 1)] == ["Yes, 2026-03-10"] * 2


def test_only_steps_made_here_are_taken_back(dialog: ConsentDialog, project: Project) -> None:
    dialog.undo()
    assert [case.name for case in cases.listing(project)] == ["P07", "P08"]
    dialog.consent.answer(True)
    cases.add(project, "P09")
    dialog.undo()
    assert [case.name for case in cases.listing(project)] == ["P07", "P08", "P09"]
    dialog.consent.answer(False)
    dialog.undo()
    assert consent.listing(project)[0].answers["audio"].given


def test_a_day_is_typed_into_a_cell_and_keeps_the_answer(dialog: ConsentDialog, project: Project, qtbot: QtBot) -> None:
    consent.record(project, 1, "quotes", False, "2026-01-01", "only summaries")
    choose(dialog, 0, column_of("quotes"))
    type_into(dialog, "2026-02-28", qtbot)
    assert consent.listing(project)[0].answers["quotes"] == Answer(False, "2026-02-28", "only summaries")
    choose(dialog, 1, DEADLINE)
    type_into(dialog, "2027-01-31", qtbot)
    assert consent.listing(project)[1].withdraw_by == "2027-01-31"


def test_an_answer_has_a_note(dialog: ConsentDialog, project: Project, prompts: FakePrompts) -> None:
    choose(dialog, 0, column_of("quotes"))
    prompts.text = "form in the blue binder"
    dialog.consent.ask_note()
    assert prompts.notes == ["Nothing is recorded here yet: Record a yes or a no first."]
    dialog.consent.answer(True)
    dialog.consent.ask_note()
    assert consent.listing(project)[0].answers["quotes"] == Answer(True, "2026-03-10", "form in the blue binder")
    dialog.consent.answer(False)
    assert consent.listing(project)[0].answers["quotes"].note == "form in the blue binder"


def test_what_is_no_day_is_told_and_changes_nothing(
    dialog: ConsentDialog, project: Project, prompts: FakePrompts, qtbot: QtBot
) -> None:
    choose(dialog, 0, DEADLINE)
    type_into(dialog, "31st", qtbot)
    assert [error.message for error in prompts.errors] == ["“31st” is no day."]
    assert consent.listing(project)[0].withdraw_by == ""


def test_who_may_be_quoted_is_told(dialog: ConsentDialog, project: Project) -> None:
    assert "No consent is recorded yet" in dialog.consent._told.text()
    consent.record(project, 1, "quotes", True)
    assert dialog.consent._told.text().startswith("1 of 2 participants may be quoted")


def test_the_names_of_participants_are_not_changed_here(dialog: ConsentDialog) -> None:
    index = dialog.consent.model.index(0, NAME)
    assert not dialog.consent.model.flags(index) & Qt.ItemFlag.ItemIsEditable


@pytest.mark.parametrize(
    ("typed", "before", "answer"),
    [
        ("yes", None, (True, "")),
        ("No 2026-03-01", None, (False, "2026-03-01")),
        ("y, 2026-03-01", None, (True, "2026-03-01")),
        ("2026-03-01", Answer(False, "", ""), (False, "2026-03-01")),
        ("2026-03-01", None, (True, "2026-03-01")),
        ("", Answer(True, "", ""), (None, "")),
    ],
)
def test_answers_are_read_as_people_type_them(
    typed: str, before: Answer | None, answer: tuple[bool | None, str]
) -> None:
    assert agreement_words.answer_of(typed, before) == answer


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(NotAllowed, match="perhaps"):
        agreement_words.answer_of("perhaps", None)


def test_without_participants_the_way_to_some_is_told(project: Project, prompts: FakePrompts, qtbot: QtBot) -> None:
    dialog = ConsentDialog(project, prompts)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.consent.view.isVisible()
    dialog.consent.answer(True)
    assert prompts.errors == []
    dialog.reject()


def test_dates_of_retention_are_laid_down_and_marked_as_done(dialog: ConsentDialog, project: Project) -> None:
    model, tab = dialog.retention.model, dialog.retention
    assert model.setData(model.index(0, UNTIL), "2020-01-31")
    assert model.setData(model.index(0, THEN), "destroy")
    assert str(model.index(0, STATE).data()).startswith("Overdue by")
    assert retention.listing(project)[0].then == "destroy"
    tab.view.setCurrentIndex(model.index(0, UNTIL))
    assert tab.done.isEnabled()
    tab.done.click()
    assert retention.listing(project)[0].done_on == date.today().isoformat()
    assert str(model.index(0, STATE).data()).startswith("Done on")
    tab.reopen.click()
    dialog.undo()
    assert retention.listing(project)[0].done_on == date.today().isoformat()


def test_both_tables_are_models_as_qt_wants_them(dialog: ConsentDialog, project: Project) -> None:
    modes = QAbstractItemModelTester.FailureReportingMode.Warning
    testers = [QAbstractItemModelTester(model, modes) for model in (dialog.consent.model, dialog.retention.model)]
    consent.record(project, 1, "quotes", True)
    cases.add(project, "P09")
    retention.lay_down(project, "audio", until="2030-01-01")
    assert dialog.consent.model.rowCount(QModelIndex()) == 3 and len(testers) == 2


def test_what_is_due_is_told_calmly_when_the_project_is_opened(
    window: MainWindow, project: Project, prompts: FakePrompts
) -> None:
    assert due_words(project) == ""
    retention.lay_down(project, "audio", until=(date.today() - timedelta(days=3)).isoformat(), then="destroy")
    retention.lay_down(project, "key", until=(date.today() + timedelta(days=3)).isoformat())
    project.close()
    seen: list[int] = []

    def look(dialog: object) -> bool:
        seen.append(cast(ConsentDialog, dialog).tabs.currentIndex())
        return False

    prompts.on_dialog = look
    window.open_project(project.path)
    told = window.strip.message()
    assert told == "Recordings: Destroy. Overdue by 3 days. One more date is near or over."
    assert seen == [] and QApplication.activeModalWidget() is None
    window.strip._way.click()
    assert seen == [1]
