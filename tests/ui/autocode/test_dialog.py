"""A rule finds passages in the dialog, and what is ticked is coded."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from interviewcoder.coding import segments
from interviewcoder.sources import correcting, importing
from interviewcoder.sources.text import Edit
from interviewcoder.ui.autocode.dialog import AutocodeDialog
from interviewcoder.ui.autocode.preview import CodeHitsDialog
from interviewcoder.ui.main_window import MainWindow

SECOND = """I: What came to mind when you read it?
P08: That nobody talked to us.
I: Mhm.
P08: Talking helps, they say.
I: Would you talk about it now?
P08: Yes."""


@pytest.fixture
def dialog(study: MainWindow, tmp_path: Path) -> AutocodeDialog:
    """The dialog over two interviews, the first one open."""
    path = tmp_path / "P08.txt"
    path.write_text(SECOND, encoding="utf-8")
    importing.add_files(study.at_work().project, [path])
    study.menus.action("autocode").trigger()
    found = study.at_work().findChild(AutocodeDialog)
    assert found is not None
    return found


def found_by(qtbot: QtBot, dialog: AutocodeDialog) -> list[str]:
    """Wait for the search and give the passages, as they are shown."""
    # A change is searched for after a short pause; `found` comes with the result.
    with qtbot.waitSignal(dialog.finding.found):
        dialog._find()
    rows = dialog.proposal.rows
    return [str(rows.index(row, 1).data()) for row in range(rows.rowCount())]


def test_words_are_looked_for_here_and_everywhere(qtbot: QtBot, dialog: AutocodeDialog) -> None:
    QTest.keyClicks(dialog.words.words, "talk")
    dialog.words.whole.setChecked(False)
    assert len(found_by(qtbot, dialog)) == 2
    dialog.scope.box.setCurrentIndex(2)
    assert len(found_by(qtbot, dialog)) == 5


def test_nothing_is_coded_where_words_were_before_a_correction(
    qtbot: QtBot, study: MainWindow, dialog: AutocodeDialog
) -> None:
    QTest.keyClicks(dialog.words.words, "talked")
    dialog.proposal.code.setText("Talk")
    found_by(qtbot, dialog)
    project, place = study.at_work().project, dialog.proposal.rows.places[0]
    with qtbot.waitSignal(dialog.finding.found):
        correcting.correct_text(project, place.source_id, [Edit(0, "", "Well. ")])
        dialog.proposal.apply()
        assert not segments.listing(project), "it isn't known yet where the words are now"
    dialog.proposal.apply()
    assert {segments.quote(project, coding.id) for coding in segments.listing(project)} == {"talked"}


def test_chosen_sources_alone_are_searched(qtbot: QtBot, dialog: AutocodeDialog) -> None:
    dialog.words.words.setText("talked")
    dialog.scope.box.setCurrentIndex(1)
    dialog.scope.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.scope.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert found_by(qtbot, dialog) == ["That nobody talked to us."]


def test_answers_go_on_over_mhm_and_end_at_the_next_question(
    qtbot: QtBot, study: MainWindow, dialog: AutocodeDialog
) -> None:
    dialog.pages.setCurrentWidget(dialog.question)
    dialog.scope.box.setCurrentIndex(2)
    QTest.keyClicks(dialog.question.words, "came to mind")
    assert found_by(qtbot, dialog) == [
        "I was afraid of lawsuits, honestly. We all were.",
        "That nobody talked to us.",
        "Talking helps, they say.",
    ]
    dialog.proposal.code.setText("First thoughts")
    dialog.proposal.apply_button.click()
    made = segments.listing(study.at_work().project)
    assert {segment.made_by for segment in made} == {"answers to: came to mind"}
    assert len(made) == 3
    assert not dialog.proposal.rows.places, "what is coded is proposed no longer"


def test_terms_bring_their_codes_and_need_no_other(qtbot: QtBot, study: MainWindow, dialog: AutocodeDialog) -> None:
    dialog.pages.setCurrentWidget(dialog.terms)
    dialog.scope.box.setCurrentIndex(2)
    dialog.terms.lines.setPlainText("lawsuit* => Fear\ntalk*, team => Talk > Team talk")
    found_by(qtbot, dialog)
    assert dialog.proposal.apply_button.isEnabled()
    dialog.proposal.apply_button.click()
    project = study.at_work().project
    coded = [(segments.quote(project, s.id), s.code_name) for s in segments.listing(project)]
    assert ("lawsuits", "Fear") in coded and ("Talking", "Team talk") in coded
    project.undo()
    assert not segments.listing(project)


def test_all_turns_of_a_speaker_are_found(qtbot: QtBot, dialog: AutocodeDialog) -> None:
    dialog.pages.setCurrentWidget(dialog.speakers)
    groups = dialog.speakers.groups
    assert [groups.item(row).text() for row in range(2)] == ["Interviewers · 2 sources", "Participants · 2 sources"]
    groups.item(0).setCheckState(Qt.CheckState.Checked)
    assert found_by(qtbot, dialog) == ["What came to mind when you read it?", "And what helped?"]


def test_a_pattern_that_cannot_be_asked_for_is_refused_in_words(qtbot: QtBot, dialog: AutocodeDialog) -> None:
    dialog.words.expression.setChecked(True)
    with qtbot.waitSignal(dialog.finding.failed) as failed:
        dialog.words.words.setText("nurse(?=s)")
    assert "before or behind" in failed.args[0].message
    assert not dialog.proposal.apply_button.isEnabled()


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_asking_again_brings_the_same_dialog_to_the_front(study: MainWindow, dialog: AutocodeDialog) -> None:
    study.menus.action("autocode").trigger()
    assert study.at_work().findChildren(AutocodeDialog) == [dialog]


def test_the_find_bar_offers_to_code_all_hits(study: MainWindow) -> None:
    bar = study.at_work().reading.find_bar
    bar.open()
    button, line = bar.findChild(QPushButton), bar.findChild(QLineEdit)
    assert button is not None and line is not None and not button.isEnabled()
    QTest.keyClicks(line, "talk")
    button.click()
    dialog = study.at_work().findChild(CodeHitsDialog)
    assert dialog is not None
    dialog.proposal.code.setText("Talk")
    dialog.proposal.apply()
    project = study.at_work().project
    made = [(segments.quote(project, s.id), s.made_by) for s in segments.listing(project)]
    assert made == [("Talking", "search: talk"), ("talked", "search: talk")]
