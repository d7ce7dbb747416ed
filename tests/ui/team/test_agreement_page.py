"""The page on agreement: figures by code, what they depend on, and the way to the disagreements."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from interviewcoder.analysis.method_profile import method_of
from interviewcoder.coding import blind, codes, segments
from interviewcoder.project import coders
from interviewcoder.project.file import Project
from interviewcoder.project.preferences import preference
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.project_signals import ProjectSignals
from interviewcoder.ui.team.agreement.choices import Choices
from interviewcoder.ui.team.agreement.explanation import ExplanationDialog
from interviewcoder.ui.team.agreement.rows import FigureRow
from interviewcoder.ui.team.agreement_page import AgreementPage
from interviewcoder.ui.team.disagreements_page import DisagreementsPage
from interviewcoder.ui.team.usual_coders import usual_group
from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def code_as(project: Project, who: str, said: str, code: str) -> None:
    project.work_as(who)
    span = segments.find_passage(project, 1, said)
    segments.code_passage(project, 1, span, codes.find_or_add(project, code).id)


def code_twice(project: Project) -> None:
    """Have two coders agree on one code, and differ on the bounds of another."""
    code_as(project, "Ana", "We all were", "Team")
    code_as(project, "Ben", "We all were", "Team")
    code_as(project, "Ana", "I was afraid of lawsuits, honestly.", "Fear")
    code_as(project, "Ben", "afraid of lawsuits", "Fear")


@pytest.fixture
def page(project: Project, interview_file: Path, prompts: FakePrompts, qtbot: QtBot) -> Iterator[AgreementPage]:
    """The page by itself; nothing is coded yet."""
    importing.add_files(project, [interview_file])
    signals = ProjectSignals(project)
    home = QWidget()
    home.resize(800, 400)
    made = AgreementPage(project, signals, prompts, home)
    made.resize(home.size())
    home.show()
    yield made
    signals.end()
    home.close()
    home.deleteLater()


def told(page: AgreementPage, row: int) -> list[str]:
    """What a row says, without its bar."""
    model = page.rows
    return [str(model.index(row, column).data()) for column in range(model.columnCount()) if column != 1]


def test_each_code_has_its_figures_below_those_of_all(page: AgreementPage, project: Project) -> None:
    code_twice(project)
    page.refresh()
    QAbstractItemModelTester(page.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [row.name for row in page.rows.rows] == ["Over all codes", "Team", "Fear"]
    assert told(page, 1) == ["Team", "100.0 %", "1.000", "1.000", "1.000", "1.000", "1.000", "0"]
    assert told(page, 2)[0] == "Fear" and told(page, 2)[-1] == "1"
    assert page.beside.told.startswith("by character · uncoded text counts as agreement")
    why = page.rows.index(2, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert "there is one source" in why


def test_what_is_undefined_is_said_to_be(page: AgreementPage, project: Project) -> None:
    code_twice(project)
    for who in ("Ana", "Ben"):
        project.work_as(who)
        whole = Span(0, len(transcript_of(project, 1).text))
        segments.code_passage(project, 1, whole, codes.find_or_add(project, "All").id)
    page.refresh()
    assert told(page, 3) == ["All", "100.0 %", *["undefined"] * 5, "0"]
    assert "all values are the same" in page.rows.index(3, 3).data(Qt.ItemDataRole.ToolTipRole)


def test_one_coder_is_told_what_is_missing(page: AgreementPage, project: Project) -> None:
    page.refresh()
    assert page.empty._message.text() == "Nobody has coded yet"
    code_as(project, "Ana", "We all were", "Team")
    page.refresh()
    assert page.empty._message.text() == "Only Ana has coded so far"
    assert page.found is None and not page.bar.export.isVisibleTo(page)


def test_a_supervisor_who_coded_one_source_leaves_the_others_compared(project: Project) -> None:
    coded = {1: frozenset({1, 2, 3}), 2: frozenset({1, 2, 3}), 3: frozenset({1}), 4: frozenset({1, 2, 3, 4})}
    assert usual_group(project, [1, 2, 3, 4], coded) == [1, 2, 4]
    assert usual_group(project, [1], coded) == [1]
    assert usual_group(project, [5, 6, 7], {5: frozenset({1}), 6: frozenset({2}), 7: frozenset({3})}) == [5, 6]


def test_nothing_is_shown_of_what_is_coded_blind(page: AgreementPage, project: Project) -> None:
    code_twice(project)
    who = [coders.by_name(project, name).id for name in ("Ana", "Ben")]
    blind.begin(project, [1], who)
    page.refresh()
    assert page.found is None
    assert "blind" in page.empty._message.text()


def test_reflexive_analysis_has_a_note_in_the_place_of_figures(page: AgreementPage, project: Project) -> None:
    code_twice(project)
    page.bar.method_chosen.emit("reflexive")
    assert method_of(project) == "reflexive"
    assert page.empty._message.text() == "Reflexive thematic analysis doesn’t go by agreement"
    assert page.coder_ids() == []
    page.empty.asked.emit()
    assert len(page.coder_ids()) == 2
    page.bar.method_chosen.emit("reflexive")
    assert page.coder_ids() == []
    page.bar.method_chosen.emit("codebook")
    assert len(page.coder_ids()) == 2


def test_unit_and_options_are_kept_in_the_project(page: AgreementPage, project: Project) -> None:
    code_twice(project)
    page.refresh()
    page.bar.unit.setCurrentIndex(2)
    page.bar.unit.activated.emit(2)
    assert page.found is not None and page.found.settings.unit == "segment"
    assert page.bar.threshold.isVisibleTo(page)
    assert told(page, 1) == ["Team", "100.0 %", "100.0 %", "0"]
    page.bar.threshold.setValue(40)
    assert page.found.settings.threshold == 0.4
    again = Choices(project)
    assert (again.settings.unit, again.settings.threshold) == ("segment", 0.4)
    assert '"unit": "segment"' in preference(project, "agreement")


def test_a_number_leads_to_its_disagreements(page: AgreementPage, project: Project) -> None:
    code_twice(project)
    page.refresh()
    asked: list[tuple[FigureRow, list[int]]] = []
    page.disagreements_asked.connect(lambda row, who: asked.append((row, who)))
    for row, column in ((1, page.rows.last_column), (2, 3), (2, page.rows.last_column)):
        page.table.clicked.emit(page.rows.index(row, column))
    assert [row.name for row, _ in asked] == ["Fear"]  # agreed ones lead nowhere, and other figures don't
    assert len(asked[0][1]) == 2


def test_the_window_leads_from_the_menu_to_the_decision(
    window: MainWindow, empty_project: Path, interview_file: Path, prompts: FakePrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "study.icproj"
    shutil.copy(empty_project, path)
    window.open_project(path)
    work = window.at_work()
    importing.add_files(work.project, [interview_file])
    code_twice(work.project)
    window.menus.actions_by_name["agreement"].trigger()
    shown = work.results.built("agreement")
    assert isinstance(shown, AgreementPage)
    qtbot.waitUntil(lambda: shown.found is not None)
    read: list[str] = []

    def look(dialog: QDialog) -> bool:
        assert isinstance(dialog, ExplanationDialog)
        read.append(dialog.text.toPlainText())
        return True

    prompts.on_dialog = look
    shown.bar.explain.click()
    assert "Unit: the character" in read[0] and "De Vries" in read[0]
    prompts.save_to = tmp_path / "agreement.csv"
    shown.bar.export_asked.emit("csv", False)
    assert prompts.save_to.read_text(encoding="utf-8-sig").startswith("Of,Name,Agreement (%)")
    shown.table.activated.emit(shown.rows.index(2, 0))
    disagreements = work.results.built("disagreements")
    assert isinstance(disagreements, DisagreementsPage)
    current = disagreements.current()
    assert current is not None and current.code_names == ("Fear",)
