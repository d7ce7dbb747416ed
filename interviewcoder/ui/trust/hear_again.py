"""A passage heard again with other settings: what is written, what is heard now, and which of the two shall stand."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.errors import Cancelled, InterviewCoderError
from interviewcoder.transcription import models, rehearing
from interviewcoder.ui.coding_view.clock import as_clock
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.jobs import TranscriptionBridge
from interviewcoder.ui.trust.kinds import words_of
from interviewcoder.ui.wording import LANGUAGES, language_name

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.findings import Finding
    from interviewcoder.sources.hearing import Hearing
    from interviewcoder.sources.recognised import Recognised
    from interviewcoder.transcription.rehearing import Reheard
    from interviewcoder.transcription.runner import Progress

_WIDTH = 560


class HearAgain(QDialog):
    """Hears a doubtful place again, in the background, as often as a person likes.

    `outcome` is what was heard last, once the dialog was accepted: it is to
    stand in the text.

    Raises (when made):
        NotFound: the source has no recording.
    """

    def __init__(self, project: Project, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Hear again"))
        self._project, self._finding = project, finding
        self.outcome: Reheard | None = None
        self._heard: Reheard | None = None
        self._bridge: TranscriptionBridge | None = None
        self._hearing = rehearing.heard_with(project, finding.source_id)
        rehearing.refuse_without_recording(project, finding.source_id)
        self.model, self.language = QComboBox(self), QComboBox(self)
        self.terms = QLineEdit(", ".join(self._hearing.glossary), self)
        self._progress = QProgressBar(self)
        self._told = parts.hint("", self)
        self._old, self._new = self._text_box(), self._text_box()
        self.listen = parts.primary(QPushButton(self.tr("Hear again"), self))
        self.take = QPushButton(self.tr("Take what was heard"), self)
        self.keep = QPushButton(self.tr("Keep what is written"), self)
        self._fill()
        self._lay_out()
        self._connect()
        self._show_busy(busy=False)
        self._show_texts()
        parts.fit(self, _WIDTH)

    def _text_box(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setMargin(8)
        label.setMinimumHeight(3 * label.fontMetrics().lineSpacing())
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _fill(self) -> None:
        for view in models.available():
            self.model.addItem(view.name, view.name)
        self.language.addItem(self.tr("Recognise it"), "auto")
        for code in LANGUAGES:
            self.language.addItem(language_name(code), code)
        # The largest hears best, and a passage is short.
        self.model.setCurrentIndex(self.model.count() - 1)
        wanted = self._finding.detail.get("language") or self._hearing.language
        self.language.setCurrentIndex(max(0, self.language.findData(wanted)))
        self.model.setAccessibleName(self.tr("Model"))
        self.language.setAccessibleName(self.tr("Language"))
        self.terms.setAccessibleName(self.tr("Names and terms"))
        self.terms.setPlaceholderText(self.tr("such as Lindqvist, triage, Ward 7"))
        self._progress.setProperty("role", "slim")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._progress.hide()

    def _lay_out(self) -> None:
        finding = self._finding
        column = parts.column(self)
        place = f"{as_clock(finding.start_ms)}–{as_clock(finding.end_ms)}"
        column.addWidget(parts.heading(f"{place}  ·  {words_of(finding)}", self))
        fields = QFormLayout()
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        fields.addRow(self.tr("Model"), self.model)
        fields.addRow(self.tr("Language"), self.language)
        fields.addRow(self.tr("Names and terms"), self.terms)
        column.addLayout(fields)
        texts = QHBoxLayout()
        texts.setSpacing(parts.GAP)
        for title, label in ((self.tr("Written"), self._old), (self.tr("Heard this time"), self._new)):
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(parts.hint(title, self))
            sheet = QFrame(self)
            sheet.setProperty("role", "sheet")
            inside = QVBoxLayout(sheet)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(label)
            side.addWidget(sheet, 1)
            texts.addLayout(side, 1)
        column.addLayout(texts, 1)
        column.addWidget(self._progress)
        column.addWidget(self._told)
        row = QHBoxLayout()
        row.addWidget(self.listen)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.take)
        column.addLayout(row)

    def _connect(self) -> None:
        self.listen.clicked.connect(self._on_listen)
        self.take.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)

    # Hearing

    def _on_listen(self) -> None:
        if self._bridge is not None:
            self._bridge.cancel()
            return
        finding = self._finding
        request = rehearing.rehear_request(
            self._project, finding.source_id, finding.start_ms, finding.end_ms, self._asked()
        )
        self._bridge = TranscriptionBridge(request, self)
        self._bridge.progressed.connect(self._on_progressed)
        self._bridge.finished.connect(self._on_heard)
        self._bridge.failed.connect(self._on_failed)
        self._show_busy(busy=True)
        self._bridge.start()

    def _asked(self) -> Hearing:
        terms = dict.fromkeys(" ".join(term.split()) for term in self.terms.text().split(","))
        return replace(
            self._hearing,
            model=str(self.model.currentData()),
            language=str(self.language.currentData()),
            glossary=tuple(filter(None, terms)),
        )

    def _on_progressed(self, progress: Progress) -> None:
        self._progress.setValue(round(progress.share * 1000))

    def _on_heard(self, recognised: Recognised) -> None:
        finding = self._finding
        self._heard = rehearing.replace_stretch(
            self._project, finding.source_id, finding.start_ms, finding.end_ms, recognised
        )
        self._end()
        self._show_texts()

    def _on_failed(self, error: InterviewCoderError) -> None:
        self._end()
        stopped = isinstance(error, Cancelled)
        self._told.setText(self.tr("Stopped.") if stopped else f"{error.message} {error.hint}")

    def _end(self) -> None:
        if self._bridge is not None:
            self._bridge.deleteLater()
            self._bridge = None
        self._show_busy(busy=False)

    def _show_busy(self, *, busy: bool) -> None:
        self._progress.setValue(0)
        self._progress.setVisible(busy)
        self.listen.setText(self.tr("Stop") if busy else self.tr("Hear again"))
        for part in (self.model, self.language, self.terms):
            part.setEnabled(not busy)
        self.take.setEnabled(not busy and self._heard is not None and bool(self._heard.parts))
        if busy:
            self._told.setText(self.tr("Listening. Nothing is changed yet."))

    def _show_texts(self) -> None:
        heard = self._heard
        old = heard.old if heard is not None else rehearing.written_at(self._project, self._finding)
        self._old.setText(_marked(old, heard.new if heard is not None else old))
        self._new.setText(_marked(heard.new, heard.old) if heard is not None else "")
        self.take.setText(self.tr("Right as it is") if heard and heard.is_same else self.tr("Take what was heard"))
        if heard is None:
            words = self.tr(
                "The passage is searched more widely, without what was said before. The text stays as it is."
            )
        elif not heard.new.strip():
            words = self.tr("No words were heard here. To take that is to take out what is written.")
        elif heard.is_same:
            words = self.tr("The same words were heard.")
        else:
            words = self.tr("Codings stay on the passage; undo takes it back.")
        self._told.setText(words)

    def accept(self) -> None:
        """Take what was heard."""
        self.outcome = self._heard
        super().accept()

    def done(self, result: int) -> None:
        """Close, when nothing is heard any more."""
        if self._bridge is not None:
            self._bridge.abandon()
            self._bridge = None
        super().done(result)


def _marked(text: str, other: str) -> str:
    """A text as rich text, with the words that the other doesn't have in bold."""
    words, others = text.split(), other.split()
    shown: list[str] = []
    for kind, start, end, *_ in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        part = escape(" ".join(words[start:end]))
        if part:
            shown.append(part if kind == "equal" else f"<b>{part}</b>")
    return " ".join(shown)
