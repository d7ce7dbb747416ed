"""Who speaks in an interview: names, the interviewer, and which participant it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from interviewcoder.cases import cases
from interviewcoder.sources import transcript
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.cases.cases import CaseView
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.sources.transcript import Speaker, Transcript

_SAMPLE_WIDTH = 460


@dataclass(frozen=True, slots=True)
class SpeakerFields:
    """The fields of one voice."""

    speaker: Speaker
    label: QLineEdit
    interviewer: QCheckBox
    participant: QComboBox


class SpeakersDialog(QDialog):
    """One row a voice; for a text without speakers, only whose it is. `apply` writes it in one step."""

    def __init__(self, project: Project, source: SourceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Participant and speakers"))
        self._project, self._source = project, source
        self._cases = cases.listing(project)
        self.rows: list[SpeakerFields] = []
        self._whose: QComboBox | None = None
        text = transcript.transcript_of(project, source.id)
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Who speaks in “{name}”?").format(name=source.name), self))
        layout.addWidget(parts.hint(self.tr("Choose a participant, or type a new label such as P04 to add one."), self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        layout.addLayout(grid)
        if text.speakers:
            self._add_speakers(grid, text)
        else:
            self._add_whose(grid)
        layout.addSpacing(6)
        box, _ = parts.buttons(self, self.tr("Save"))
        layout.addWidget(box)
        parts.fit(self, 540)

    def apply(self) -> None:
        """Write what was chosen.

        Raises:
            NameTaken: a name is empty.
        """
        with self._project.op("Describe speakers"):
            for row in self.rows:
                self._apply_row(row)
            if self._whose is not None:
                self._apply_whose(self._whose.currentText().strip())
            self._project.tell(source=self._source.name)

    def _add_speakers(self, grid: QGridLayout, text: Transcript) -> None:
        for place, title in enumerate((self.tr("Name in the transcript"), "", self.tr("Participant"))):
            grid.addWidget(parts.hint(title, self), 0, place)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        for number, speaker in enumerate(text.speakers):
            label = QLineEdit(speaker.label, self)
            label.setAccessibleName(self.tr("Name of speaker {label}").format(label=speaker.label))
            interviewer = QCheckBox(self.tr("interviewer"), self)
            interviewer.setChecked(speaker.interviewer)
            participant = self._case_box(speaker.case_id)
            participant.setEnabled(not speaker.interviewer)
            interviewer.toggled.connect(participant.setDisabled)
            for place, part in enumerate((label, interviewer, participant)):
                grid.addWidget(part, 1 + 2 * number, place)
            grid.addWidget(self._sample(text, speaker), 2 + 2 * number, 0, 1, 3)
            self.rows.append(SpeakerFields(speaker, label, interviewer, participant))

    def _add_whose(self, grid: QGridLayout) -> None:
        self._whose = self._case_box(self._source.case_ids[0] if self._source.case_ids else None)
        grid.addWidget(parts.hint(self.tr("Participant"), self), 0, 0)
        grid.addWidget(self._whose, 0, 1)
        grid.setColumnStretch(1, 1)

    def _case_box(self, case_id: int | None) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setAccessibleName(self.tr("Participant"))
        box.addItem("", None)
        for case in self._cases:
            box.addItem(case.name, case.id)
        box.setCurrentIndex(max(0, box.findData(case_id)) if case_id is not None else 0)
        return box

    def _sample(self, text: Transcript, speaker: Speaker) -> QWidget:
        """What the voice says first, so that a person knows whom they are naming."""
        turns = [turn for turn in text.turns if turn.speaker_id == speaker.id]
        longest = max(turns[:6], key=lambda turn: turn.span.length, default=None)
        words = longest.span.text_in(text.text) if longest else ""
        shown = parts.hint("", self)
        shown.setWordWrap(False)
        shown.setText(QFontMetrics(shown.font()).elidedText(f"“{words}”", Qt.TextElideMode.ElideRight, _SAMPLE_WIDTH))
        shown.setContentsMargins(2, 0, 0, 8)
        return shown

    def _apply_row(self, row: SpeakerFields) -> None:
        if row.label.text().strip() != row.speaker.label:
            transcript.rename_speaker(self._project, row.speaker.id, row.label.text())
        interviewer = row.interviewer.isChecked()
        if interviewer != row.speaker.interviewer:
            transcript.mark_interviewer(self._project, row.speaker.id, interviewer)
        name = "" if interviewer else row.participant.currentText().strip()
        case = self._case(name) if name else None
        if (case.id if case else None) != row.speaker.case_id:
            transcript.tie_speaker(self._project, row.speaker.id, case.id if case else None)
        if case is not None and self._source.id not in case.source_ids:
            cases.tie_source(self._project, case.id, self._source.id)

    def _apply_whose(self, name: str) -> None:
        wanted = self._case(name) if name else None
        for case_id in self._source.case_ids:
            if wanted is None or case_id != wanted.id:
                cases.untie_source(self._project, case_id, self._source.id)
        if wanted is not None and wanted.id not in self._source.case_ids:
            cases.tie_source(self._project, wanted.id, self._source.id)

    def _case(self, name: str) -> CaseView:
        known = {case.name.casefold(): case for case in cases.listing(self._project)}
        return known.get(name.casefold()) or cases.add(self._project, name)
