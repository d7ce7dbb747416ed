"""The page “Team report”, and the dialog that asks for a review summary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from interviewcoder.coding import blind, codes, segments, versions
from interviewcoder.project import coders, seeing
from interviewcoder.project.file import Project
from interviewcoder.review import verdicts
from interviewcoder.sources import importing
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.project_signals import ProjectSignals
from interviewcoder.ui.team.report.cells import CELL_ROLE, Shown
from interviewcoder.ui.team.review_summary_dialog import ReviewSummaryDialog
from interviewcoder.ui.team.team_report_page import TeamReportPage
from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def code_as(project: Project, who: str, said: str, code: str) -> int:
    project.work_as(who)
    span = segments.find_passage(project, 1, said)
    return segments.code_passage(project, 1, span, codes.find_or_add(project, code).id).id


@pytest.fixture
def page(project: Project, interview_file: Path, qtbot: QtBot) -> Iterator[TeamReportPage]:
    """The page by itself; nothing is coded yet."""
    importing.add_files(project, [interview_file])
    signals = ProjectSignals(project)
    home = QWidget()
    home.resize(900, 420)
    made = TeamReportPage(project, signals, home)
    made.resize(home.size())
    home.show()
    yield made
    signals.end()
    home.close()
    home.deleteLater()


def shown(page: TeamReportPage) -> list[list[Shown]]:
    """The cells of the table that is shown."""
    rows, columns = range(page.rows.rowCount()), range(page.rows.columnCount())
    return [[page.rows.index(row, column).data(CELL_ROLE) for column in columns] for row in rows]


def test_each_view_tells_of_what_was_coded(page: TeamReportPage, project: Project) -> None:
    for who, said in (("Ana", "I was afraid of lawsuits"), ("Ben", "afraid of lawsuits")):
        code_as(project, who, said, "Fear")
    versions.save(project, "First")
    page.refresh()
    QAbstractItemModelTester(page.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    ana = shown(page)[0]
    assert (ana[0].words, ana[1].words, ana[1].below) == ("Ana", "1", "in 1 source")
    assert ana[3].chart is not None and ana[3].chart.values == (1.0,)
    page.bar.buttons["sources"].click()
    (source,) = shown(page)
    assert source[2].words == "2 coders" and source[3].words.startswith("1 · ")
    page.bar.buttons["drift"].click()
    run, *measures = shown(page)
    assert run[0].words == "Ana · Ben" and run[1].chart is not None and 0 < (run[1].chart.values[0] or 0) < 1
    assert {row[0].below for row in measures} >= {"codings per 1,000 words", "codes first used", "codes made"}
    page.bar.buttons["codebook"].click()
    assert [row[1].words for row in shown(page)] == [
        "The codebook as it is now",
        "Version “First”",
        "Changes in this week",
    ]
    assert not page.table.grab().isNull()


def test_it_follows_the_project_while_it_is_looked_at(page: TeamReportPage, project: Project, qtbot: QtBot) -> None:
    page.refresh()
    with qtbot.waitSignal(page.rows.modelReset, timeout=3000):
        code_as(project, "Ana", "We all were", "Team")
    assert shown(page)[0][0].words == "Ana"


def test_an_empty_study_is_told_what_will_stand_here(page: TeamReportPage) -> None:
    page.refresh()
    assert page.empty._message.text() == "Nobody has coded yet"
    assert not page.bar.export.isVisibleTo(page)


def test_what_is_coded_blind_is_said_to_be_hidden(page: TeamReportPage, project: Project) -> None:
    for who in ("Ana", "Ben"):
        code_as(project, who, "We all were", "Team")
    blind.begin(project, [1], [coders.by_name(project, who).id for who in ("Ana", "Ben")])
    seeing.watch(project)
    page.refresh()
    page.bar.buttons["sources"].click()
    (source,) = shown(page)
    heads = [str(page.rows.headerData(column, Qt.Orientation.Horizontal)) for column in range(page.rows.columnCount())]
    told = {head: cell.words for head, cell in zip(heads, source, strict=True)}
    assert told["Coded by"] == "hidden" and told["Ana"] == "hidden" and told["Ben"].startswith("1 · ")
    assert "P07 nurse" in page.beside.told


def test_both_are_written_from_the_menu(study: MainWindow, prompts: FakePrompts, tmp_path: Path) -> None:
    project = study.at_work().project
    mine = code_as(project, "Ana", "We all were", "Team")
    study.at_work().team_report.write_summary()
    assert "which codings were agreed with or queried" in prompts.notes[0]
    project.work_as("Sup")
    verdicts.give(project, mine, "query", note="Who is we?")
    study.menus.action("team_report").trigger()
    page = study.at_work().team_report.show_page()
    assert isinstance(page, TeamReportPage)
    page.refresh()
    prompts.save_to = tmp_path / "team.html"
    page.bar.export_asked.emit("html")
    assert "Codings by week" in (tmp_path / "team.html").read_text(encoding="utf-8")
    asked: list[list[str]] = []

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, ReviewSummaryDialog)
        asked.append([dialog.reviewer.itemText(place) for place in range(dialog.reviewer.count())])
        dialog.format.setCurrentIndex(1)
        return True

    prompts.on_dialog, prompts.save_to = answer, tmp_path / "review.html"
    study.menus.action("review_summary").trigger()
    assert asked == [["Everybody", "Sup"]]
    assert "Who is we?" in (tmp_path / "review.html").read_text(encoding="utf-8")
