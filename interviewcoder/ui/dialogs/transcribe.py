"""How to transcribe recordings: by which model, in which language, how many speakers, by which rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.sources.conventions import INTELLIGENT_VERBATIM, NAMES, PRESETS, Conventions
from interviewcoder.sources.hearing import Hearing
from interviewcoder.transcription.estimate import estimate
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.model_words import accuracy_of, facts_of
from interviewcoder.ui.jobs import Errand
from interviewcoder.ui.wording import LANGUAGES, about_minutes, language_name

if TYPE_CHECKING:
    from interviewcoder.transcription.models import ModelView

_MOST_SPEAKERS = 8
UNKNOWN, CHANNELS = "unknown", "channels"
# What each preset does, in a line; what it is in full stands in `sources.conventions`.
_LINES = {
    "full_verbatim": "Every word with fillers (“um”), repetitions and pauses; overlapping speech is marked.",
    "intelligent_verbatim": "Fillers and repetitions are left out; nothing else is changed.",
    "dresing_pehl_simple": "Fillers and repetitions are left out, long pauses and times are marked; I and P speak.",
    "dresing_pehl_extended": "Every word with fillers and pauses; overlaps and times are marked; I and P speak.",
}


@dataclass(frozen=True, slots=True)
class TranscribeOffer:
    """What there is to choose from, and what is chosen to begin with.

    `speakers` is a number, UNKNOWN or CHANNELS, `rules` a preset's name.
    `stereo` says whether the recordings have two channels and may take a
    while; `manage` shows the models that are here and returns them anew.
    """

    names: Sequence[str]
    duration_ms: int
    models: Sequence[ModelView]
    model: str = "base"
    language: str = "auto"
    speakers: str = "2"
    rules: str = INTELLIGENT_VERBATIM.preset
    glossary: Sequence[str] = ()
    stereo: Callable[[], bool] = lambda: False
    manage: Callable[[], Sequence[ModelView]] | None = None


@dataclass(frozen=True, slots=True)
class TranscribeChoice:
    """What the recogniser is told, and the rules by which its words are written."""

    hearing: Hearing
    conventions: Conventions = field(default=INTELLIGENT_VERBATIM)


class TranscribeDialog(QDialog):
    """Asks how to transcribe, and says what that will take."""

    def __init__(self, offer: TranscribeOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Transcribe"))
        self._offer = offer
        self._views = {view.name: view for view in offer.models}
        self._model = self._box(self.tr("Model"))
        self._language = self._box(self.tr("Language"))
        self._speakers = self._box(self.tr("Speakers"))
        self._rules = self._box(self.tr("Rules"))
        self._glossary = QLineEdit(", ".join(offer.glossary), self)
        self._translate = QCheckBox(self.tr("Translate into English"), self)
        self._about_model, self._about_rules = parts.hint("", self), parts.hint("", self)
        self._about_speakers, self._expectation = parts.hint("", self), parts.hint("", self)
        self._fill()
        self._lay_out()
        self._connect()
        self._tell()
        parts.fit(self, 560)
        self._asking = Errand(offer.stereo, "Looking for two channels", self)
        self._asking.done.connect(lambda stereo: self._allow_channels(bool(stereo)))
        self._asking.failed.connect(lambda _: None)
        self._asking.start()

    def choice(self) -> TranscribeChoice:
        """What was chosen."""
        conventions = PRESETS[str(self._rules.currentData())]
        speakers = self._speakers.currentData()
        terms = dict.fromkeys(" ".join(term.split()) for term in self._glossary.text().split(","))
        hearing = Hearing(
            model=str(self._model.currentData()),
            language=str(self._language.currentData()),
            speakers=int(speakers) if speakers not in (UNKNOWN, CHANNELS) else None,
            by_channel=speakers == CHANNELS,
            verbatim=conventions.keep_fillers,
            glossary=tuple(filter(None, terms)),
            translate=self._translate.isChecked(),
        )
        return TranscribeChoice(hearing, conventions)

    def done(self, result: int) -> None:
        """Close, when nothing reads in the recordings any more."""
        self._asking.abandon()
        super().done(result)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _fill(self) -> None:
        offer = self._offer
        self._fill_models(offer.model)
        self._language.addItem(self.tr("Recognise it in each part of the recording"), "auto")
        for code in LANGUAGES:
            self._language.addItem(language_name(code), code)
        for count in range(1, _MOST_SPEAKERS + 1):
            self._speakers.addItem(str(count), str(count))
        self._speakers.addItem(self.tr("I don’t know"), UNKNOWN)
        self._speakers.addItem(self.tr("One on each channel"), CHANNELS)
        for name in PRESETS:
            self._rules.addItem(QCoreApplication.translate("Rules", NAMES[name]), name)
        self._allow_channels(False)
        # Two channels are chosen when it is known that there are two.
        speakers = "2" if offer.speakers == CHANNELS else offer.speakers
        for box, wanted, else_at in (
            (self._language, offer.language, 0),
            (self._speakers, speakers, 1),
            (self._rules, offer.rules, list(PRESETS).index(INTELLIGENT_VERBATIM.preset)),
        ):
            found = box.findData(wanted)
            box.setCurrentIndex(found if found >= 0 else else_at)
        self._glossary.setPlaceholderText(self.tr("such as Lindqvist, triage, Ward 7"))
        self._glossary.setAccessibleName(self.tr("Names and terms"))
        self._glossary.setToolTip(
            self.tr("Words that are likely to occur, with commas between them. They are kept in the project only.")
        )

    def _fill_models(self, chosen: str) -> None:
        self._model.clear()
        for name in self._views:
            self._model.addItem(name, name)
        self._model.setCurrentIndex(max(0, self._model.findData(chosen)))

    def _lay_out(self) -> None:
        names = self._offer.names
        what = (
            self.tr("Transcribe “{name}”").format(name=names[0])
            if len(names) == 1
            else self.tr("Transcribe {count} recordings").format(count=len(names))
        )
        models = QHBoxLayout()
        models.setSpacing(8)
        models.addWidget(self._model, 1)
        manage = QPushButton(self.tr("Models…"), self)
        manage.setAutoDefault(False)
        manage.setVisible(self._offer.manage is not None)
        manage.clicked.connect(lambda: self._manage())
        models.addWidget(manage)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, part, about in (
            (self.tr("Model"), models, self._about_model),
            (self.tr("Language"), self._language, None),
            (self.tr("Speakers"), self._speakers, self._about_speakers),
            (self.tr("Rules"), self._rules, self._about_rules),
            (self.tr("Names and terms"), self._glossary, None),
        ):
            field = QVBoxLayout()
            field.setSpacing(4)
            if isinstance(part, QHBoxLayout):
                field.addLayout(part)
            else:
                field.addWidget(part)
            if about is not None:
                field.addWidget(about)
            form.addRow(words, field)
        form.addRow("", self._translate)
        layout = parts.column(self)
        layout.addWidget(parts.heading(what, self))
        layout.addWidget(parts.hint(self.tr("Whisper runs on this machine; the recording doesn’t leave it."), self))
        layout.addLayout(form)
        layout.addWidget(self._expectation)
        box, self._accept = parts.buttons(self, self.tr("Transcribe"))
        layout.addWidget(box)

    def _connect(self) -> None:
        for box in (self._model, self._speakers, self._rules):
            box.currentIndexChanged.connect(lambda _: self._tell())

    def _allow_channels(self, stereo: bool) -> None:
        place = self._speakers.findData(CHANNELS)
        rows = self._speakers.model()
        assert isinstance(rows, QStandardItemModel)
        rows.item(place).setEnabled(stereo)
        tip = "" if stereo else self.tr("For recordings with two channels")
        rows.item(place).setToolTip(tip)
        if stereo and self._offer.speakers == CHANNELS:
            self._speakers.setCurrentIndex(place)

    def _manage(self) -> None:
        assert self._offer.manage is not None
        chosen = str(self._model.currentData())
        self._views = {view.name: view for view in self._offer.manage()}
        self._fill_models(chosen)
        self._tell()

    def _tell(self) -> None:
        """Say what the choices mean and take."""
        view = self._views.get(str(self._model.currentData()))
        self._accept.setEnabled(view is not None)
        english = view is not None and not view.multilingual
        if english:
            self._language.setCurrentIndex(self._language.findData("en"))
            self._translate.setChecked(False)
        self._language.setEnabled(not english)
        self._translate.setEnabled(not english)
        none_here = self.tr("There is no Whisper model on this machine.")
        self._about_model.setText(f"{facts_of(view)}\n{accuracy_of(view)}" if view else none_here)
        self._about_rules.setText(QCoreApplication.translate("Rules", _LINES[str(self._rules.currentData())]))
        speakers = self._speakers.currentData()
        self._about_speakers.setText(self._words_about(str(speakers)))
        self._about_speakers.setVisible(speakers in (UNKNOWN, CHANNELS))
        self._expectation.setText(
            expected_time(
                self._offer.duration_ms,
                view.name,
                1 if speakers in ("1", CHANNELS) else 2,
                size_bytes=view.size_bytes,
            )
            if view
            else ""
        )

    def _words_about(self, speakers: str) -> str:
        if speakers == CHANNELS:
            return self.tr("As calls are recorded, or two microphones: the louder channel tells who speaks.")
        return self.tr("Counting the speakers is weak: give their number where you can.")


def expected_time(duration_ms: int, model: str, speakers: int | None = 2, *, size_bytes: int | None = None) -> str:
    """Say roughly how long it takes on this machine; see `transcription.estimate`."""
    return about_minutes(estimate(duration_ms, model, speakers=speakers, size_bytes=size_bytes) / 60)
