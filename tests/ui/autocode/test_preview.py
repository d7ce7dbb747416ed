"""Hits of a search are looked over and coded in one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from interviewcoder.coding import codes, segments
from interviewcoder.coding.autocode import WordRule, places
from interviewcoder.sources import correcting
from interviewcoder.sources.text import Edit, Span
from interviewcoder.ui.autocode.preview import CodeHitsDialog
from interviewcoder.ui.autocode.rows import SOURCE
from interviewcoder.ui.main_window import MainWindow

CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def code_hits(study: MainWindow) -> Callable[[str], CodeHitsDialog]:
    """Open the dialog on all hits of a word."""

    def open_dialog(word: str) -> CodeHitsDialog:
        workspace = study.at_work()
        found = next(places(workspace.project, WordRule(word), [workspace.sources.current_id() or 0]))
        return workspace.autocode.code_hits([(place.source_id, place.span) for place in found], f"search: {word}")

    return open_dialog


def quotes(window: MainWindow) -> list[tuple[str, str, str]]:
    project = window.at_work().project
    return [(segments.quote(project, s.id), s.code_name, s.made_by) for s in segments.listing(project)]


def test_the_ticked_hits_are_coded_in_one_step_that_says_what_chose_them(
    study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]
) -> None:
    dialog = code_hits("we")
    table, proposal = dialog.proposal.table, dialog.proposal
    assert not proposal.apply_button.isEnabled(), "there is no code yet"
    QTest.keyClicks(proposal.code, "Togetherness")
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, SOURCE))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert proposal.apply_button.text() == "Code 1 passage"
    proposal.apply_button.click()
    assert quotes(study) == [("We", "Togetherness", "search: we")]
    project = study.at_work().project
    project.undo()
    assert not segments.listing(project) and not codes.tree(project)


def test_a_tick_is_set_by_the_mouse_and_by_the_buttons(code_hits: Callable[[str], CodeHitsDialog]) -> None:
    rows = code_hits("we").proposal.rows
    rows.setData(rows.index(0, SOURCE), Qt.CheckState.Unchecked.value, CHECK)
    assert [rows.is_ticked(place) for place in rows.places] == [False, True]
    rows.tick(rows.places, ticked=True)
    assert len(rows.ticked()) == 2


def test_passages_that_have_the_code_are_left_out_and_told(
    study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]
) -> None:
    project = study.at_work().project
    dialog = code_hits("talked")
    (place,) = dialog.proposal.rows.places
    segments.code_with_name(project, place.source_id, Span(place.span.start - 4, place.span.end), "Talk")
    dialog.proposal.code.setText("Talk")
    assert not dialog.proposal.rows.places
    assert not dialog.proposal.apply_button.isEnabled()
    dialog.proposal.code.setText("Talking")
    assert len(dialog.proposal.rows.places) == 1


def test_return_goes_to_the_passage_and_codes_nothing(
    study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]
) -> None:
    dialog = code_hits("team")
    dialog.proposal.code.setText("Team")
    table = dialog.proposal.table
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    span = study.at_work().reading.view.selection()
    assert span is not None and not segments.listing(study.at_work().project)
    assert dialog.isVisible()


def test_a_passage_that_is_gone_to_is_not_under_the_dialog(
    study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]
) -> None:
    dialog = code_hits("team")
    page = study.at_work().reading.view.page
    dialog.move(page.viewport().mapToGlobal(page.viewport().rect().topLeft()))
    dialog.proposal.table.passage_asked.emit(dialog.proposal.rows.places[0])
    selected = page.selected()
    assert selected is not None
    assert not dialog.frameGeometry().intersects(page.place_on_screen(*selected))


def test_what_is_coded_can_be_the_sentence(study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]) -> None:
    dialog = code_hits("team")
    dialog.around.setCurrentIndex(1)
    dialog.proposal.code.setText("Team")
    dialog.proposal.apply()
    assert [quote for quote, _, _ in quotes(study)] == ["We sat down, the whole team, and talked about it."]


def test_hits_of_words_that_are_gone_are_not_coded(
    study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]
) -> None:
    dialog = code_hits("team")
    project, source_id = study.at_work().project, dialog.proposal.rows.places[0].source_id
    correcting.correct_text(project, source_id, [Edit(0, "What", "Whatever")])
    assert not dialog.proposal.rows.places and not dialog.proposal.apply_button.isEnabled()


def test_a_sentence_that_is_corrected_meanwhile_is_coded_as_it_is_then(
    study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]
) -> None:
    dialog = code_hits("team")
    dialog.around.setCurrentIndex(1)
    project, place = study.at_work().project, dialog.proposal.rows.places[0]
    correcting.correct_text(project, place.source_id, [Edit(place.span.end - 3, "it.", "all of it.")])
    dialog.proposal.code.setText("Team")
    dialog.proposal.apply()
    assert [quote for quote, _, _ in quotes(study)] == ["We sat down, the whole team, and talked about all of it."]


def test_the_dialog_goes_with_its_project(study: MainWindow, code_hits: Callable[[str], CodeHitsDialog]) -> None:
    dialog = code_hits("team")
    study.close_project()
    assert not dialog.isVisible()
