"""The dialogs of de-identifying: the key, its names, and a silenced copy of a recording."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QDialogButtonBox
from pytestqt.qtbot import QtBot

from interviewcoder.privacy import key_file, pseudonyms, sharing, silenced_audio
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import store_recognised
from interviewcoder.ui.deidentify.key_dialog import NewKeyDialog
from interviewcoder.ui.deidentify.names_dialog import NamesDialog
from interviewcoder.ui.deidentify.read_dialog import ReadDialog
from interviewcoder.ui.deidentify.silence_dialog import SilenceDialog
from tests.ui.conftest import FakePrompts
from tests.ui.test_accessibility import faults_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def spoken(project: Project, tmp_path: Path) -> int:
    """A recording of three seconds in which the second word is replaced; gives its source."""
    path = tmp_path / "P07.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x40\x20" * 24_000)
    source = importing.add_files(project, [path])[0]
    words = tuple(RecognisedWord(word, 1000 * n, 1000 * n + 900, 0.9) for n, word in enumerate(("I", "am", "Amara")))
    store_recognised(project, source.id, Recognised((RecognisedTurn("P", words),), "en", 3000, "base"))
    pseudonyms.decide(project, [(source.id, Span(5, 10))], pseudonyms.add(project, "name").id)
    return source.id


def accept_of(dialog: QDialog) -> bool:
    """Whether the button that accepts can be pressed."""
    (box,) = dialog.findChildren(QDialogButtonBox)
    accept = next(b for b in box.buttons() if box.buttonRole(b) is QDialogButtonBox.ButtonRole.AcceptRole)
    return accept.isEnabled()


def test_all_of_them_can_be_used_blind(
    qtbot: QtBot, project: Project, spoken: int, prompts: FakePrompts, tmp_path: Path
) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    source = catalogue.by_id(project, spoken)
    assert source is not None
    with key_file.create(project, place / "study.ickey", "nine slow lanterns") as key:
        for dialog in (
            NewKeyDialog(project, prompts, None),
            NamesDialog(key, prompts, None),
            ReadDialog(project, source, 2, None),
            SilenceDialog(project, source, prompts, None),
        ):
            qtbot.addWidget(dialog)
            dialog.show()
            assert faults_of(dialog) == [], type(dialog).__name__
            dialog.hide()


def test_a_key_beside_the_project_is_warned_of_and_one_passphrase_must_be_typed_twice(
    qtbot: QtBot, project: Project, prompts: FakePrompts
) -> None:
    dialog = NewKeyDialog(project, prompts, None)
    qtbot.addWidget(dialog)
    dialog._place.setText(str(project.path.with_suffix(".ickey")))
    assert "same folder as the project" in dialog._warned.text() and not accept_of(dialog)
    dialog._first.setText("nine slow lanterns")
    dialog._second.setText("nine slow lantern")
    assert not accept_of(dialog)
    dialog._second.setText("nine slow lanterns")
    assert accept_of(dialog)
    dialog._place.setText(str(project.path.with_suffix(".txt")))
    assert "plain list of names" in dialog._why_not.text() and not accept_of(dialog)


def test_names_are_pasted_a_line_each_and_taken_off_again(
    qtbot: QtBot, project: Project, prompts: FakePrompts, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    with key_file.create(project, tmp_path / "elsewhere" / "study.ickey", "nine slow lanterns") as key:
        dialog = NamesDialog(key, prompts, None)
        qtbot.addWidget(dialog)
        dialog.field.setPlainText("Amara Osei\n\nSue Perkins\n")
        dialog.add.click()
        assert [name.words for name in key.name_list()] == ["Amara Osei", "Sue Perkins"]
        dialog.list.setCurrentRow(0)
        dialog.remove.click()
        assert [name.words for name in key.name_list()] == ["Sue Perkins"]


def test_a_silenced_copy_is_written_beside_the_window(
    qtbot: QtBot, project: Project, spoken: int, prompts: FakePrompts, tmp_path: Path
) -> None:
    source = catalogue.by_id(project, spoken)
    assert source is not None
    dialog = SilenceDialog(project, source, prompts, None)
    qtbot.addWidget(dialog)
    dialog._place.setText(str(tmp_path / "for others.wav"))
    dialog._recipient.setText("Second coder")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    with wave.open(str(tmp_path / "for others.wav"), "rb") as sound:
        content = sound.readframes(sound.getnframes())
    # The third word, from 2 s to 2.9 s, with what is around it.
    silent = slice((2000 - silenced_audio.AROUND_MS) * 16, 3000 * 16)
    assert not any(content[silent]) and all(content[: silent.start : 2])
    assert "voice stays identifying" in prompts.notes[-1]
    assert [line.recipient for line in sharing.ledger(project)] == ["Second coder"]
