"""Disagreements are decided one by one, by a key each, with both codings on the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from interviewcoder.analysis.method_profile import choose_method
from interviewcoder.coding import blind, codes, segments
from interviewcoder.project import coders
from interviewcoder.project.file import Project
from interviewcoder.review import comments
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.project_signals import ProjectSignals
from interviewcoder.ui.team.disagreements.ends_dialog import EndsDialog
from interviewcoder.ui.team.disagreements.walk import Filter, Walk
from interviewcoder.ui.team.disagreements_page import DisagreementsPage
from tests.ui.conftest import FakePrompts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def code_as(project: Project, who: str, said: str, code_id: int) -> int:
    """Have somebody code words of the interview; gives the coding's id."""
    project.work_as(who)
    return segments.code_passage(project, 1, segments.find_passage(project, 1, said), code_id).id


def differ(project: Project) -> None:
    """Have two coders differ in four places: in extent, in code, at the ends, and in one that only one coded."""
    fear = codes.add(project, "Fear", use_when="Fear is named.", dont_use_when="It is anger.")
    team, talk = codes.add(project, "Team"), codes.add(project, "Talk")
    code_as(project, "Ana", "I was afraid of lawsuits, honestly.", fear.id)
    segments.set_memo(project, code_as(project, "Ben", "afraid of lawsuits", fear.id), "Only the words of fear.")
    code_as(project, "Ana", "We all were", team.id)
    code_as(project, "Ben", "We all were.", talk.id)
    code_as(project, "Ana", "sat down", talk.id)
    code_as(project, "Ana", "talked about it", talk.id)
    code_as(project, "Ben", "talked about it.", talk.id)


@pytest.fixture
def page(project: Project, interview_file: Path, prompts: FakePrompts, qtbot: QtBot) -> Iterator[DisagreementsPage]:
    """The page by itself, with two coders who differ in four places."""
    importing.add_files(project, [interview_file])
    differ(project)
    signals = ProjectSignals(project)
    home = QWidget()
    home.resize(800, 500)
    made = DisagreementsPage(project, signals, prompts, home)
    made.resize(home.size())
    home.show()
    made.list.setFocus()
    yield made
    signals.end()
    home.close()
    home.deleteLater()


def consensus(page: DisagreementsPage) -> list[tuple[str, str]]:
    """What was agreed on: words and code."""
    project = page._project
    held = [each for each in segments.in_source(project, 1) if each.coder == "Consensus"]
    return [(segments.quote(project, each.id), each.code_name) for each in held]


def press(page: DisagreementsPage, key: Qt.Key) -> None:
    """Press a key in the list."""
    QTest.keyClick(page.list, key)


def test_of_pairs_with_as_many_sources_in_common_those_who_coded_most_are_compared_first(
    project: Project, interview_file: Path
) -> None:
    importing.add_files(project, [interview_file])
    team, talk = codes.add(project, "Team"), codes.add(project, "Talk")
    code_as(project, "Ana", "afraid of lawsuits", team.id)
    code_as(project, "Ana", "sat down", talk.id)
    code_as(project, "Only once", "We all were", team.id)
    code_as(project, "Second", "sat down", talk.id)
    code_as(project, "Second", "talked about it", talk.id)
    walk = Walk(project)
    walk.read()
    assert walk.queue is not None
    assert [coder.name for coder in walk.queue.coders] == ["Ana", "Second"]


def test_a_key_decides_and_leads_on_until_all_is_decided(page: DisagreementsPage) -> None:
    QAbstractItemModelTester(page.rows)
    assert page.bar.progress.text() == "0 of 4 decided"
    assert page.kind.told == "Different extents · P07 nurse, turn 2"
    assert page.sides.told == [
        "Ana: “I was afraid of lawsuits, honestly.”",
        "Ben: “afraid of lawsuits” – Only the words of fear.",
    ]
    assert page.definition.told == ["Fear", "Fear is named.", "It is anger."]
    press(page, Qt.Key.Key_R)
    QTest.keyClicks(page.foot.reason, "As the codebook has it")
    left = QSignalSpy(page.foot.left)
    QTest.keyClick(page.foot.reason, Qt.Key.Key_Return)
    assert left.count() == 1
    press(page, Qt.Key.Key_2)
    assert consensus(page) == [("afraid of lawsuits", "Fear")]
    assert page.bar.progress.text() == "1 of 4 decided" and page.foot.written() == ""
    assert page.foot.reason.itemText(0) == "As the codebook has it"
    assert page.kind.told.startswith("Different codes on the same words")
    assert page.sides.told == ["Ana: Team: “We all were”", "Ben: Talk: “We all were.”"]
    press(page, Qt.Key.Key_B)
    assert page.kind.told.startswith("Only Ana coded this")
    assert not page.foot.buttons["all"].isEnabled() and page.sides.told[1] == "Ben: did not code this"
    press(page, Qt.Key.Key_N)
    press(page, Qt.Key.Key_C)
    agreed = [("We all were", "Team"), ("We all were.", "Talk"), ("talked about it", "Talk")]
    assert consensus(page) == [("afraid of lawsuits", "Fear"), *agreed]
    assert page.bar.progress.text() == "4 of 4 decided"
    page._show_figures()
    assert page.bar.figures.text().endswith("→ 100 %") and "→ 1.00" in page.bar.figures.text()
    choose_method(page._project, "reflexive")
    page._show_figures()
    assert page.bar.figures.text() == ""


def test_each_coder_has_a_line_of_their_colour_under_their_words(page: DisagreementsPage) -> None:
    current = page.current()
    assert current is not None
    picture = page.passage.viewport().grab().toImage()
    lengths = {}
    for side in current.sides:
        colour = page.passage.inks.mark(QColor(side.coder.colour)).rgb()
        rows = [sum(picture.pixel(x, y) == colour for x in range(picture.width())) for y in range(picture.height())]
        lengths[side.coder.name] = max(rows)
    # Ana has coded about twice the words that Ben has, on one line of text.
    assert lengths["Ben"] > 40 and 1.5 * lengths["Ben"] < lengths["Ana"]


def test_selected_words_hold_and_backspace_takes_the_last_back(page: DisagreementsPage) -> None:
    press(page, Qt.Key.Key_E)
    assert consensus(page) == []
    text = transcript_of(page._project, 1).text
    start = text.index("was afraid")
    # Half a word is selected; the whole one holds.
    page.passage.select(Span(start, start + len("was afra")))
    assert page.foot.buttons["own"].isEnabled()
    QTest.keyClick(page.passage, Qt.Key.Key_E)
    assert consensus(page) == [("was afraid", "Fear")]
    press(page, Qt.Key.Key_Backspace)
    assert consensus(page) == [] and page.bar.progress.text() == "0 of 4 decided"
    assert page.list.currentIndex().row() == 0
    page.go_to(1)
    page.passage.select(Span(text.index("all were"), text.index("all were") + len("all were")))
    page.deciding.do("own")
    (menu,) = [each for each in page.findChildren(QMenu) if each.isVisible()]
    assert [each.text() for each in menu.actions()] == ["Team", "Talk", "Both codes"]
    menu.actions()[1].trigger()
    menu.close()
    assert consensus(page) == [("all were", "Talk")]


def test_undo_opens_again_and_a_changed_coding_says_what_was_decided(page: DisagreementsPage, project: Project) -> None:
    page.foot.reason.setEditText("Shorter")
    press(page, Qt.Key.Key_2)
    project.undo()
    assert page.bar.progress.text() == "0 of 4 decided"
    project.redo()
    assert page.bar.progress.text() == "1 of 4 decided"
    page.go_to(0)
    assert page.sides.told[-1].startswith("Decided: as Ben coded") and page.sides.told[-1].endswith("Shorter")
    current = page.current()
    assert current is not None
    text = transcript_of(page._project, 1).text
    segments.resize(page._project, current.sides[1].codings[0].id, Span(text.index("afraid"), text.index(" of law")))
    assert page.bar.progress.text() == "0 of 4 decided"
    page.go_to(0)
    assert page.sides.told[-1].startswith("Open again: codings here were changed")


def test_filters_show_some_and_one_key_asks_about_a_place(page: DisagreementsPage, prompts: FakePrompts) -> None:
    box = page.bar.boxes["kind"]
    page.bar.filter.setChecked(True)
    box.setCurrentIndex(box.findText("Not coded by all"))
    box.activated.emit(box.currentIndex())
    assert [each.kind for each in page.rows.disputes] == ["not by all"]
    prompts.text = "Is sitting down talk?"
    press(page, Qt.Key.Key_Q)
    (thread,) = comments.listing(page._project)
    current = page.current()
    assert current is not None and (thread.about.source_id, thread.about.span) == (1, current.span)
    page.show_only(Filter(state="decided"))
    assert page.rows.disputes == [] and page.empty.isVisible()
    page.empty.asked.emit()
    assert len(page.rows.disputes) == 4 and page.walk.filter == Filter()


def test_those_that_only_differ_at_their_ends_are_previewed_and_decided_in_one_step(
    page: DisagreementsPage, prompts: FakePrompts
) -> None:
    shown: list[str] = []

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, EndsDialog)
        dialog.take.setCurrentIndex(dialog.take.findData("common"))
        for row in range(dialog.table.rowCount()):
            item = dialog.table.item(row, 2)
            shown.append(item.text() if item is not None else "")
        dialog.reason.setText("A full stop")
        return True

    prompts.on_dialog = answer
    page.bar.ends_asked.emit()
    assert shown == ["“talked about it”"] and consensus(page) == [("talked about it", "Talk")]
    assert page._project.undo_label == "Decide disagreement"


def test_the_menu_leads_to_the_page_and_its_decisions_are_exported(
    study: MainWindow, prompts: FakePrompts, tmp_path: Path
) -> None:
    differ(study.at_work().project)
    study.menus.actions_by_name["disagreements"].trigger()
    page = study.at_work().results.page("disagreements")
    assert isinstance(page, DisagreementsPage) and page.isVisible() and page.height() > 300
    press(page, Qt.Key.Key_1)
    prompts.save_to = tmp_path / "decisions.csv"
    page.export_asked.emit()
    assert "as Ana coded" in prompts.save_to.read_text("utf-8-sig")
    assert prompts.notes[0].startswith("One decision is in the file")
    press(page, Qt.Key.Key_T)
    assert study.at_work().reading.view.selection() is not None


def test_the_empty_page_says_why_it_is_empty(project: Project, page: DisagreementsPage) -> None:
    who = [coders.by_name(project, name).id for name in ("Ana", "Ben")]
    blind.begin(project, [1], who)
    assert page.empty.isVisible() and "Blind coding isn’t finished" in page.empty._message.text()
    assert page.current() is None and page.passage.toPlainText() == "" and page.sides.told == []
    blind.end(project, [1])
    assert len(page.rows.disputes) == 4
    coders.add(project, "Cem")
    page.choose_coders([who[0], coders.by_name(project, "Cem").id])
    assert "have no source in common" in page.empty._message.text()
    page.choose_coders(who)
    for each in segments.in_source(project, 1):
        segments.remove(project, each.id)
    code_as(project, "Ana", "honestly", 1)
    code_as(project, "Ben", "honestly", 1)
    assert page.empty._message.text() == "Ana and Ben agree everywhere"


def test_a_third_coder_is_compared_when_chosen_and_pairs_can_be_filtered(
    project: Project, page: DisagreementsPage
) -> None:
    code_as(project, "Cem", "afraid of lawsuits", 1)
    page.choose_coders([coders.by_name(project, name).id for name in ("Ana", "Ben", "Cem")])
    assert [each.text() for key, each in sorted(page.foot.buttons.items()) if key.isdigit()] == [
        "Ana  1",
        "Ben  2",
        "Cem  3",
    ]
    pair = (coders.by_name(project, "Ben").id, coders.by_name(project, "Cem").id)
    page.show_only(Filter(pair=pair))
    assert all(each.code_names != ("Fear",) for each in page.rows.disputes) and page.rows.disputes
