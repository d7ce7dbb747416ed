"""The dialog before a transcription says what each choice means, and gives what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.conventions import DRESING_PEHL_EXTENDED, INTELLIGENT_VERBATIM
from interviewcoder.sources.hearing import Hearing
from interviewcoder.transcription.models import ModelView
from interviewcoder.ui.dialogs.transcribe import CHANNELS, TranscribeDialog, TranscribeOffer

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

BASE = ModelView("base", Path("base"), 145_217_532, known=True, sha256_ok=True)
ENGLISH = ModelView("tiny.en", Path("tiny.en"), 75_537_502, known=True, sha256_ok=True, multilingual=False)
HOUR_MS = 60 * 60_000
Show = Callable[..., TranscribeDialog]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Make dialogs that are closed afterwards."""
    made: list[TranscribeDialog] = []

    def shown(*, models: Sequence[ModelView] = (ENGLISH, BASE), **offered: object) -> TranscribeDialog:
        dialog = TranscribeDialog(TranscribeOffer(["P02"], HOUR_MS, models, **offered))  # type: ignore[arg-type]
        made.append(dialog)
        return dialog

    yield shown
    for dialog in made:
        dialog.reject()
        dialog.deleteLater()


def box(dialog: TranscribeDialog, name: str) -> QComboBox:
    return next(each for each in dialog.findChildren(QComboBox) if each.accessibleName() == name)


def pick(dialog: TranscribeDialog, name: str, words: str) -> None:
    chosen = box(dialog, name)
    chosen.setCurrentIndex(chosen.findText(words))


def words(dialog: TranscribeDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if not label.isHidden())


def button(dialog: TranscribeDialog, text: str) -> QAbstractButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


def test_without_a_choice_it_is_two_speakers_by_the_intelligent_rules(show: Show) -> None:
    choice = show(model="base", language="de").choice()
    assert choice.hearing == Hearing("base", "de", 2)
    assert choice.conventions == INTELLIGENT_VERBATIM


def test_model_and_estimate_are_told_in_words(show: Show) -> None:
    dialog = show(model="base")
    assert "145.2 MB" in words(dialog) and "some 100 languages" in words(dialog)
    assert "1 to 5 words in 100 are wrong" in words(dialog)
    assert "about 3 minutes on this machine" in words(dialog)


def test_a_model_for_english_hears_english_and_translates_nothing(show: Show) -> None:
    dialog = show(model="base", language="de")
    dialog.findChildren(QCheckBox)[0].setChecked(True)
    assert dialog.choice().hearing.translate
    pick(dialog, "Model", "tiny.en")
    assert not box(dialog, "Language").isEnabled() and "English only" in words(dialog)
    assert dialog.choice().hearing == Hearing("tiny.en", "en", 2)


def test_rules_that_keep_fillers_have_them_heard(show: Show) -> None:
    dialog = show()
    assert "Fillers and repetitions are left out" in words(dialog)
    pick(dialog, "Rules", "Dresing & Pehl, extended rules")
    assert "Every word with fillers" in words(dialog)
    choice = dialog.choice()
    assert choice.conventions == DRESING_PEHL_EXTENDED and choice.hearing.verbatim


def test_an_unknown_number_of_speakers_is_called_weak(show: Show) -> None:
    dialog = show()
    assert "weak" not in words(dialog)
    pick(dialog, "Speakers", "I don’t know")
    assert "weak" in words(dialog)
    assert dialog.choice().hearing.speakers is None and not dialog.choice().hearing.by_channel


def test_a_speaker_on_each_channel_is_for_two_channels(show: Show, qtbot: QtBot) -> None:
    def one_channel() -> bool:
        return False

    def broken() -> bool:
        raise ImportFailed("“P02” is no sound.", "Add it again.")

    for stereo in (one_channel, broken):
        dialog = show(stereo=stereo, speakers=CHANNELS)
        ended = dialog._asking.done if stereo is one_channel else dialog._asking.failed
        with qtbot.waitSignal(ended):
            pass
        assert dialog.choice().hearing == Hearing("base", "auto", 2)
    dialog = show(stereo=lambda: True, speakers=CHANNELS)
    qtbot.waitUntil(lambda: dialog.choice().hearing.by_channel)
    assert dialog.choice().hearing.speakers is None
    assert "louder channel" in words(dialog)


def test_names_and_terms_are_read_between_commas(show: Show) -> None:
    dialog = show(glossary=("Lindqvist", "Ward 7"))
    (line,) = dialog.findChildren(QLineEdit)
    assert line.text() == "Lindqvist, Ward 7"
    line.setText(" Lindqvist,, triage , Ward   7,triage")
    assert dialog.choice().hearing.glossary == ("Lindqvist", "triage", "Ward 7")


def test_a_model_that_was_added_from_here_can_be_chosen(show: Show) -> None:
    dialog = show(models=(), manage=lambda: (ENGLISH, BASE))
    assert not button(dialog, "Transcribe").isEnabled()
    assert "There is no Whisper model on this machine." in words(dialog)
    button(dialog, "Models…").click()
    pick(dialog, "Model", "base")
    assert button(dialog, "Transcribe").isEnabled() and dialog.choice().hearing.model == "base"
