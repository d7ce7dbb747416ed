"""Parts of an interview, Opus and the models, in the window."""

from __future__ import annotations

import shutil
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog

from interviewcoder.project import media
from interviewcoder.settings import Settings
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.adding_recordings import parts_of_source
from interviewcoder.transcription import estimate, models
from interviewcoder.ui.adding_parts import look_like_one_interview
from interviewcoder.ui.dialogs.models import ModelsDialog
from interviewcoder.ui.dialogs.one_interview import OneInterviewDialog
from interviewcoder.ui.dialogs.store_as_opus import StoreAsOpusDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.project.file import Project
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


def hum(path: Path, seconds: int = 3) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        sound.writeframes((5000 * np.sin(np.arange(seconds * 16_000) * 0.1)).astype("<i2").tobytes())
    return path


@pytest.mark.parametrize(("together", "names"), [(True, ["P03"]), (False, ["P03_1", "P03_2"])])
def test_files_that_look_like_parts_are_joined_if_the_person_says_so(
    study: MainWindow, prompts: FakePrompts, qtbot: QtBot, tmp_path: Path, together: bool, names: list[str]
) -> None:
    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, OneInterviewDialog)
        (dialog._one if together else dialog._several).setChecked(True)
        assert dialog.choice() == (together, False)
        return True

    prompts.on_dialog = answer
    at_work = study.workspace
    assert at_work is not None
    at_work.adding.add_files([hum(tmp_path / "P03_2.wav"), hum(tmp_path / "P03_1.wav")])
    qtbot.waitUntil(lambda: not at_work.is_busy, timeout=10_000)
    added = [source for source in catalogue.listing(at_work.project) if source.media_id]
    assert sorted(source.name for source in added) == names
    if together:
        assert [part.name for part in parts_of_source(at_work.project, added[0].id)] == ["P03_1.wav", "P03_2.wav"]
    assert prompts.errors == []


def test_cancelling_the_question_adds_nothing(study: MainWindow, prompts: FakePrompts, tmp_path: Path) -> None:
    at_work = study.workspace
    assert at_work is not None
    at_work.adding.add_files([hum(tmp_path / "P03_1.wav"), hum(tmp_path / "P03_2.wav")])
    assert not at_work.is_busy
    assert len(catalogue.listing(at_work.project)) == 1


def test_a_recording_is_stored_as_opus_after_a_backup(project: Project, qtbot: QtBot, tmp_path: Path) -> None:
    [source] = importing.add_files(project, [hum(tmp_path / "P05.wav", 10)])
    recording = media.media_of_source(project, source.id)
    assert recording is not None
    dialog = StoreAsOpusDialog(project, source.id, recording)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        dialog.accept()
    assert dialog.sizes is not None and dialog.sizes[1] < dialog.sizes[0]
    smaller = media.media_of_source(project, source.id)
    assert smaller is not None and smaller.codec == "opus"
    assert list(tmp_path.glob("study-backups/*"))


@pytest.fixture
def dialog(prompts: FakePrompts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelsDialog:
    """The models of a machine that has base only."""
    base = models.find("base").path
    place = tmp_path / "resources" / "models"
    place.mkdir(parents=True)
    (place / "whisper-base").symlink_to(base)
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(models, "_package_folder", lambda package: None)
    shown = ModelsDialog("base", prompts, in_use=())
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_the_dialog_says_what_a_model_can_do_and_what_it_takes(dialog: ModelsDialog) -> None:
    [view] = models.available()
    title, facts, accuracy = dialog.words_of(view)
    assert title.startswith("base") and "used unless" in title
    assert "about 3 minutes" in facts or "about" in facts
    assert "some 100 languages" in facts and "1 to 5 words in 100" in accuracy
    estimate.learn("base", 3_600_000, 1200.0)
    assert "20 minutes for an hour, measured here" in dialog.words_of(view)[1]
    assert not dialog._remove.isEnabled()


def test_a_model_is_added_chosen_and_removed(
    dialog: ModelsDialog, prompts: FakePrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    incoming = tmp_path / "faster-whisper-base"
    shutil.copytree(models.find("base").path, incoming, copy_function=shutil.copyfile)
    incoming = incoming.rename(tmp_path / "second")
    dialog.add(incoming)
    qtbot.waitUntil(lambda: bool(prompts.errors) or dialog._adding is None, timeout=10_000)
    # It is the base model under another name: that one is here already.
    assert "“base” is here already" in prompts.errors[0].message


def test_a_pickled_model_is_refused_in_words(
    dialog: ModelsDialog, prompts: FakePrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "small.pt").write_bytes(b"\x80\x02")
    dialog.add(tmp_path / "small.pt")
    qtbot.waitUntil(lambda: bool(prompts.errors), timeout=5_000)
    assert "runs any program" in prompts.errors[0].message
    assert dialog._add.isEnabled() and not dialog._progress.isVisible()


def test_another_model_is_used_by_default_and_its_removal_goes_back_to_base(
    dialog: ModelsDialog, prompts: FakePrompts, qtbot: QtBot
) -> None:
    folder = models.user_folder() / "whisper-dialect"
    shutil.copytree(models.find("base").path, folder, copy_function=shutil.copyfile)
    with (folder / "model.bin").open("ab") as weights:
        weights.write(b"trained further")
    dialog.refresh()
    dialog._list.setCurrentRow([view.name for view in dialog._views].index("dialect"))
    with qtbot.waitSignal(dialog.default_chosen) as chosen:
        dialog.use_current()
    assert chosen.args == ["dialect"]
    with qtbot.waitSignal(dialog.default_chosen) as chosen:
        dialog.remove_current()
    assert chosen.args == ["base"]
    assert not folder.exists() and "dialect" in prompts.asked[0]


def test_the_menu_opens_the_models_without_a_project(window: MainWindow, prompts: FakePrompts) -> None:
    opened: list[QDialog] = []

    def look(shown: QDialog) -> bool:
        opened.append(shown)
        return False

    prompts.on_dialog = look
    window.menus.action("models").trigger()
    assert isinstance(opened[0], ModelsDialog)
    assert isinstance(window.settings, Settings)


@pytest.mark.parametrize(
    ("ending", "asked"), [("wav", True), ("m4a", True), ("eaf", False), ("tsv", False), ("vtt", False)]
)
def test_transcripts_are_never_taken_for_parts_to_be_joined(ending: str, asked: bool) -> None:
    assert look_like_one_interview([Path(f"P03_1.{ending}"), Path(f"P03_2.{ending}")]) is asked
