"""The card, the command line and the codebook count the same participants under a code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from interviewcoder import cli
from interviewcoder.cases import cases
from interviewcoder.coding import codes, segments
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.reports.codebook import codebook as codebook_of
from interviewcoder.sources import importing
from interviewcoder.sources.transcript import mark_interviewer, tie_speaker, transcript_of
from interviewcoder.ui.code_tree import CodeTreePanel
from interviewcoder.ui.code_tree.card import CodeCard

if TYPE_CHECKING:
    from tests.ui.code_tree.conftest import Codebook
    from tests.ui.conftest import FakePrompts

# Code, the passages it is given, and how many participants say them.
PASSAGES = {
    "Asked": (("Group", "Who was afraid?"), ("P01", "How was it?")),
    "Both of the group": (("Group", "I was afraid."), ("Group", "I was not.")),
    "One of the group": (("Group", "I was not."), ("Group", "And you?")),
    "Everybody": (("Group", "I was afraid."), ("Group", "I was not."), ("P01", "It was long."), ("Loose", "Long.")),
    "Unused": (),
}
HEARD = {"Asked": 0, "Both of the group": 2, "One of the group": 1, "Everybody": 3, "Unused": 0}
SAID = {
    "Asked": "2 codings in 2 sources · only the interviewer speaks",
    "Both of the group": "2 codings in 1 source · 2 participants",
    "One of the group": "2 codings in 1 source",
    "Everybody": "4 codings in 3 sources · 2 participants and 1 source without one",
    "Unused": "Not used yet",
}
INTERVIEWS = {
    "Group": "I: Who was afraid?\nAna: I was afraid.\nI: And you?\nBo: I was not.\n",
    "P01": "I: How was it?\nP01: It was long.\n",
    "Loose": "I: How long?\nS: Long.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """P01 is Ana of the group, P02 is Bo; the source Loose is tied to nobody."""
    for name, text in INTERVIEWS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "study.icproj"
    with file.create(path, title="Study", passphrase=None) as project:
        files = [tmp_path / f"{name}.txt" for name in INTERVIEWS]
        sources = {source.name: source.id for source in importing.add_files(project, files)}
        voices = {speaker.label: speaker.id for speaker in transcript_of(project, sources["Group"]).speakers}
        for name, label in (("P01", "Ana"), ("P02", "Bo")):
            case = cases.add(project, name)
            cases.tie_source(project, case.id, sources["Group"])
            tie_speaker(project, voices[label], case.id)
        cases.tie_source(project, cases.by_name(project, "P01").id, sources["P01"])
        for code, passages in PASSAGES.items():
            code_id = codes.add(project, code).id
            for source, words in passages:
                span = segments.find_passage(project, sources[source], words)
                segments.code_passage(project, sources[source], span, code_id)
    return path


def on_card(card: CodeCard) -> set[str]:
    return {label.text() for label in card.findChildren(QLabel)}


def test_card_codebook_and_listing_agree(
    qtbot: QtBot, study: Path, prompts: FakePrompts, capsys: pytest.CaptureFixture[str]
) -> None:
    with file.open_project(study) as project:
        assert {entry.name: entry.counts.participants for entry in codebook_of(project).entries} == HEARD
        card = CodeCard(project, prompts)
        qtbot.addWidget(card)
        card.show()
        card.show_passages()
        for node in codes.tree(project):
            card.show_code(node, node.name)
            assert SAID[node.name] in on_card(card)
    capsys.readouterr()
    assert cli.main(["codes", str(study), "--json"]) == 0
    assert {code["name"]: code["participants"] for code in json.loads(capsys.readouterr().out)} == HEARD


def test_the_card_hears_that_a_speaker_is_the_interviewer(
    project: Project, panel: CodeTreePanel, codebook: Codebook, coded: object
) -> None:
    panel.choose(codebook.lawsuits)
    panel.card.show_passages()
    assert "2 codings in 1 source" in on_card(panel.card)
    (source,) = {segment.source_id for segment in segments.of_code(project, codebook.lawsuits)}
    speaker = transcript_of(project, source).speakers[-1]
    mark_interviewer(project, speaker.id, True)
    assert "2 codings in 1 source · only the interviewer speaks" in on_card(panel.card)
    project.undo()
    assert "2 codings in 1 source" in on_card(panel.card)
