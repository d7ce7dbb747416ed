"""Sources and participants: what the lists say and what can be done in them."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QListView, QListWidget, QPushButton, QTableView

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import segments
from interviewcoder.errors import NameTaken
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.recognised import Recognised
from interviewcoder.sources.transcript import store_recognised, transcript_of
from interviewcoder.ui.case_table import CaseTable
from interviewcoder.ui.dialogs.speakers import SpeakersDialog
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.source_list import ReadRows, SourceRow, SourceRows

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace
    from tests.ui.conftest import FakePrompts


@pytest.fixture
def workspace(study: MainWindow) -> Workspace:
    """The open project."""
    assert study.workspace is not None
    return study.workspace


def rows_of(workspace: Workspace) -> list[SourceRow]:
    view = workspace.sources.findChild(QListView)
    assert view is not None
    model = view.model()
    assert isinstance(model, SourceRows)
    return list(model.rows)


def table_of(workspace: Workspace) -> CaseTable:
    workspace.side.setCurrentWidget(workspace.cases)
    table = workspace.cases.findChild(QTableView)
    assert table is not None
    model = table.model()
    assert isinstance(model, CaseTable)
    return model


def test_a_row_says_whose_a_source_is_and_how_often_it_is_coded(workspace: Workspace) -> None:
    project, source = workspace.project, catalogue.listing(workspace.project)[0]
    case = cases.add(project, "P07")
    attributes.set_value(project, case.id, attributes.add(project, "role").id, "nurse")
    cases.tie_source(project, case.id, source.id)
    segments.code_in_vivo(project, source.id, segments.find_passage(project, source.id, "afraid"))
    view = workspace.sources.findChild(QListView)
    assert view is not None
    model, row = view.model(), rows_of(workspace)[0]
    assert (row.name, row.state, row.details) == ("P07 nurse", "text", "P07 nurse · text")
    assert isinstance(model, SourceRows) and model.codings(row.id) == 1
    workspace.project.undo()
    assert model.codings(row.id) == 0


def test_rows_are_read_when_they_come_into_sight_with_their_neighbours() -> None:
    asked: list[list[int]] = []

    def read(ids: Sequence[int]) -> list[SourceRow]:
        asked.append(list(ids))
        return [SourceRow(id_, f"P{id_}", "text", "") for id_ in ids]

    model = SourceRows(count=lambda ids: dict.fromkeys(ids, 2))
    model.show_rows(ReadRows(range(1, 1001), read))
    assert model.rowCount() == 1000 and model.id_at(999) == 1000 and asked == []
    assert model.data(model.index(500)) == "P501"
    assert [501 in ids and len(ids) < 50 for ids in asked] == [True]
    assert [row.name for row in model.rows[498:500]] == ["P499", "P500"] and len(asked) == 1
    assert model.codings(501) == 2
    assert model.rows[-1].name == "P1000"


def test_a_source_is_renamed_and_deleted_after_asking(workspace: Workspace, prompts: FakePrompts) -> None:
    prompts.text = "Interview 7"
    workspace.sources.rename_current()
    assert rows_of(workspace)[0].name == "Interview 7"
    prompts.yes = False
    workspace.sources.delete_current()
    assert len(catalogue.listing(workspace.project)) == 1
    prompts.yes = True
    workspace.sources.delete_current()
    assert catalogue.listing(workspace.project) == []
    assert workspace.reading.source is None
    workspace.project.undo()
    assert rows_of(workspace)[0].name == "Interview 7"


def test_participants_are_typed_into_the_table(workspace: Workspace, prompts: FakePrompts) -> None:
    prompts.text = "P07"
    workspace.cases.add_case()
    prompts.text = "role"
    workspace.cases.add_attribute()
    table = table_of(workspace)
    assert table.setData(table.index(0, 1), "nurse")
    assert table.data(table.index(0, 1)) == "nurse"
    assert [list(case.values.values()) for case in cases.listing(workspace.project)] == [["nurse"]]
    assert workspace.project.undo_label == "Describe participant"


def test_a_name_that_is_taken_is_refused_and_the_old_one_stays(workspace: Workspace, prompts: FakePrompts) -> None:
    for name in ("P07", "P08"):
        cases.add(workspace.project, name)
    table = table_of(workspace)
    table.setData(table.index(1, 0), "p07")
    assert isinstance(prompts.errors[0], NameTaken)
    assert table.data(table.index(1, 0)) == "P08"


def test_each_interview_is_given_a_participant_with_one_click(study: MainWindow, workspace: Workspace) -> None:
    workspace.side.setCurrentWidget(workspace.cases)
    page = workspace.cases.findChild(EmptyPage)
    assert page is not None
    button = page.findChild(QPushButton)
    assert button is not None and button.text() == "One for each interview"
    button.click()
    (source,) = catalogue.listing(workspace.project)
    assert [(case.name, case.source_ids) for case in cases.listing(workspace.project)] == [(source.name, (source.id,))]
    assert study.strip.message() == f"Added the participant {source.name}"
    study.menus.action("participants").trigger()
    assert study.strip.message() == "Every interview has a participant already."
    workspace.project.undo()
    assert cases.listing(workspace.project) == [] and button.isVisibleTo(workspace.cases)


def test_a_check_ties_a_participant_to_an_interview(workspace: Workspace) -> None:
    case = cases.add(workspace.project, "P07")
    workspace.side.setCurrentWidget(workspace.cases)
    ties = workspace.cases.findChild(QListWidget)
    assert ties is not None
    ties.item(0).setCheckState(Qt.CheckState.Checked)
    assert len(cases.by_name(workspace.project, "P07").source_ids) == 1
    source_id = catalogue.listing(workspace.project)[0].id
    # The only voice that isn't the interviewer's is theirs.
    assert case.id in [speaker.case_id for speaker in transcript_of(workspace.project, source_id).speakers]
    ties.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert cases.by_name(workspace.project, "P07").source_ids == ()


def test_speakers_are_described_in_one_step(workspace: Workspace) -> None:
    project = workspace.project
    source = catalogue.listing(project)[0]
    dialog = SpeakersDialog(project, source)
    interviewer, participant = dialog.rows
    interviewer.label.setText("Interviewer")
    participant.participant.setEditText("P12")
    place = segments.find_passage(project, source.id, "Talking about it")
    workspace.reading.view.select(place)
    dialog.apply()
    # Whoever was reading stays where they were.
    assert workspace.reading.view.selection() == place
    speakers = transcript_of(project, source.id).speakers
    assert [(speaker.label, speaker.interviewer) for speaker in speakers] == [("Interviewer", True), ("P07", False)]
    assert speakers[1].case_id == cases.by_name(project, "P12").id
    assert cases.by_name(project, "P12").source_ids == (source.id,)
    assert project.undo_label == "Describe speakers"
    project.undo()
    assert cases.listing(project) == []
    dialog.deleteLater()


def test_delete_is_a_key_of_the_list(workspace: Workspace) -> None:
    view = workspace.sources.findChild(QListView)
    assert view is not None
    keys = [action.shortcut().toString() for action in view.actions() if isinstance(action, QAction)]
    assert keys == ["F2", "Del"]


def test_the_models_keep_qts_rules(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    cases.add(workspace.project, "P07")
    attributes.add(workspace.project, "role")
    qtmodeltester.check(table_of(workspace))  # type: ignore[no-untyped-call]
    view = workspace.sources.findChild(QListView)
    assert view is not None
    qtmodeltester.check(view.model())  # type: ignore[no-untyped-call]


def test_a_recording_in_which_nobody_speaks_counts_as_transcribed(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "quiet.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(bytes(32_000))
    [quiet] = importing.add_files(workspace.project, [path])
    assert workspace.sources.untranscribed_ids() == [quiet.id]
    # The language was left to Whisper, and without words there is none.
    store_recognised(workspace.project, quiet.id, Recognised((), "", 1000, "base"))
    assert workspace.sources.untranscribed_ids() == []
    workspace.sources.choose(quiet.id)
    assert rows_of(workspace)[-1].state == "silent"
    assert "Nobody speaks here" in [label.text() for label in workspace.reading.findChildren(QLabel)]
