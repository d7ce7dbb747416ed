"""How to transcribe a recording: which model, which language, how many speakers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QWidget

from interviewcoder.transcription.estimate import estimate
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import LANGUAGES, about_minutes, language_name

_MOST_SPEAKERS = 8


@dataclass(frozen=True, slots=True)
class TranscribeOffer:
    """What there is to choose from. `models` are names that are on this machine."""

    names: Sequence[str]
    duration_ms: int
    models: Sequence[str]
    model: str
    language: str


@dataclass(frozen=True, slots=True)
class TranscribeChoice:
    """What was chosen; `language` is a code or "auto", `speakers` None is to be estimated."""

    model: str
    language: str
    speakers: int | None


class TranscribeDialog(QDialog):
    """Three choices and what they will take."""

    def __init__(self, offer: TranscribeOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Transcribe"))
        self._offer = offer
        self._model = self._box(self.tr("Model"))
        for name in offer.models:
            self._model.addItem(name, name)
        self._model.setCurrentIndex(max(0, self._model.findData(offer.model)))
        self._language = self._box(self.tr("Language"))
        self._language.addItem(self.tr("Recognise it"), "auto")
        for code in LANGUAGES:
            self._language.addItem(language_name(code), code)
        self._language.setCurrentIndex(max(0, self._language.findData(offer.language)))
        self._speakers = self._box(self.tr("Speakers"))
        for count in range(1, _MOST_SPEAKERS + 1):
            self._speakers.addItem(str(count), count)
        self._speakers.addItem(self.tr("I don’t know"), None)
        self._speakers.setCurrentIndex(1)
        self._expectation = parts.hint("", self)
        self._lay_out()
        for box in (self._model, self._speakers):
            box.currentIndexChanged.connect(self._tell_expectation)
        self._tell_expectation()
        parts.fit(self, 460)

    def choice(self) -> TranscribeChoice:
        """What was chosen."""
        speakers = self._speakers.currentData()
        return TranscribeChoice(str(self._model.currentData()), str(self._language.currentData()), speakers)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        return box

    def _lay_out(self) -> None:
        names = self._offer.names
        what = (
            self.tr("Transcribe “{name}”").format(name=names[0])
            if len(names) == 1
            else self.tr("Transcribe {count} recordings").format(count=len(names))
        )
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Model"), self._model)
        form.addRow(self.tr("Language"), self._language)
        form.addRow(self.tr("Speakers"), self._speakers)
        layout = parts.column(self)
        layout.addWidget(parts.heading(what, self))
        layout.addWidget(parts.hint(self.tr("Whisper runs on this machine; the recording doesn’t leave it."), self))
        layout.addLayout(form)
        layout.addWidget(self._expectation)
        box, accept = parts.buttons(self, self.tr("Transcribe"))
        accept.setEnabled(bool(self._offer.models))
        layout.addWidget(box)

    def _tell_expectation(self) -> None:
        told = expected_time(self._offer.duration_ms, str(self._model.currentData()), self._speakers.currentData())
        if self._speakers.currentData() is None:
            told += " " + self.tr("Counting the speakers is weak: give their number where you can.")
        self._expectation.setText(told)


def expected_time(duration_ms: int, model: str, speakers: int | None = 2) -> str:
    """Say roughly how long it takes on this machine; see `transcription.estimate`."""
    return about_minutes(estimate(duration_ms, model, speakers=speakers) / 60)
