"""One transcript that is about to be added: what it is, who speaks, how it begins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.sources.incoming import Incoming, ReadFile
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import clock_words, language_name, tip

if TYPE_CHECKING:
    from interviewcoder.sources.transcript_file import ReadTranscript

# Gives the recording that the person chose, looking in a folder first; None where they chose none.
AskRecording = Callable[[Path], ReadFile | None]

_TURNS_SHOWN = 8
_CHARACTERS_SHOWN = 180
_SPEAKERS_IN_SIGHT = 4


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """The fields of one label of the file."""

    label: str
    name: QLineEdit
    interviewer: QCheckBox


class ImportPage(QWidget):
    """Shows what a reader made of a file; names, interviewers and the recording can be mended here.

    `speakers_mended` tells that a person changed a name or a tick.
    """

    speakers_mended = Signal()

    def __init__(self, incoming: Incoming, ask_recording: AskRecording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert incoming.read is not None
        self._incoming, self._ask = incoming, ask_recording
        self._read: ReadTranscript = incoming.read
        self.recording: ReadFile | None = incoming.recording
        self.rows: list[SpeakerRow] = []
        self.turns = QTableWidget(self)
        self._attached = QLabel(self)
        self.attach = QPushButton(self)
        self.detach = QPushButton(self.tr("Leave out"), self)
        self._set_up()

    def choice(self) -> Incoming:
        """The source under the names that were chosen here; an emptied name stays as the file has it."""
        labels = {row.label: name for row in self.rows if (name := " ".join(row.name.text().split()))}
        return replace(
            self._incoming,
            recording=self.recording,
            labels=labels,
            interviewers=frozenset(row.label for row in self.rows if row.interviewer.isChecked()),
        )

    def mend_speakers(self, names: Mapping[str, str], interviewers: Collection[str]) -> None:
        """Give the labels that this file has, too, the names and ticks of another one."""
        for row in self.rows:
            if row.label in names:
                row.name.setText(names[row.label])
                row.interviewer.setChecked(row.label in interviewers)

    def ask_recording(self) -> None:
        """Ask for the recording's file; what was attached stays where the person gives none."""
        self.recording = self._ask(self._incoming.path.parent) or self.recording
        self._show_recording()

    def _set_up(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        name = parts.heading(self._incoming.path.name, self)
        # A name without blanks can't be wrapped, and would widen the dialog.
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name.setToolTip(tip(self._incoming.path.name))
        column.addWidget(name)
        facts = QLabel(" · ".join(self._facts()), self)
        facts.setWordWrap(True)
        facts.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(facts)
        if self._read.notes:
            notes = "; ".join(self._read.notes)
            column.addWidget(parts.hint(f"{notes[:1].upper()}{notes[1:]}.", self))
        column.addSpacing(4)
        column.addWidget(self._speakers())
        column.addSpacing(4)
        self._fill_turns()
        column.addWidget(self.turns, 1)
        column.addLayout(self._recording_row())
        self._show_recording()

    def _facts(self) -> Iterator[str]:
        turns = self._read.turns
        yield self._read.origin
        yield self.tr("1 turn") if len(turns) == 1 else self.tr("{count} turns").format(count=f"{len(turns):,}")
        times = [time for turn in turns for time in (turn.start_ms, turn.end_ms) if time is not None]
        yield self.tr("times to {time}").format(time=clock_words(max(times))) if times else self.tr("no times")
        if self._read.language:
            yield language_name(self._read.language)

    # Speakers

    def _speakers(self) -> QWidget:
        counts = self._incoming.speakers
        if not counts:
            words = self.tr("No speakers were found: each paragraph becomes a turn of nobody's.")
            return parts.hint(words, self)
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(3, 1)
        for number, (label, count) in enumerate(counts.items()):
            row = self._speaker(label)
            words = self.tr("1 turn") if count == 1 else self.tr("{count} turns").format(count=f"{count:,}")
            said = parts.hint(words, body)
            said.setWordWrap(False)
            for place, part in enumerate((row.name, row.interviewer, said)):
                grid.addWidget(part, number, place)
            self.rows.append(row)
        return body if len(counts) <= _SPEAKERS_IN_SIGHT else self._scrolled(body)

    def _speaker(self, label: str) -> SpeakerRow:
        name = QLineEdit(self._incoming.labels.get(label, label), self)
        name.setAccessibleName(self.tr("Name of speaker {label}").format(label=label))
        name.setPlaceholderText(label)
        name.setCursorPosition(0)
        name.textChanged.connect(self._fill_turns)
        name.textEdited.connect(lambda _: self.speakers_mended.emit())
        interviewer = QCheckBox(self.tr("interviewer"), self)
        interviewer.setAccessibleName(self.tr("{label} is an interviewer").format(label=label))
        interviewer.setChecked(self._incoming.interviews(label))
        interviewer.clicked.connect(lambda _: self.speakers_mended.emit())
        return SpeakerRow(label, name, interviewer)

    def _scrolled(self, body: QWidget) -> QScrollArea:
        """A few rows of many."""
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        height = self.rows[0].name.sizeHint().height() + 4
        # Half a row more says that there are more.
        area.setFixedHeight(round(height * (_SPEAKERS_IN_SIGHT + 0.5)))
        return area

    # Turns

    def _fill_turns(self) -> None:
        table = self.turns
        if not table.columnCount():
            self._dress_turns()
        names = {row.label: row.name.text().strip() or row.label for row in self.rows}
        shown = self._read.turns[:_TURNS_SHOWN]
        table.setRowCount(len(shown))
        for number, turn in enumerate(shown):
            time = "" if turn.start_ms is None else clock_words(turn.start_ms)
            text = turn.text if len(turn.text) <= _CHARACTERS_SHOWN else f"{turn.text[:_CHARACTERS_SHOWN]}…"
            for place, words in enumerate((time, names.get(turn.speaker, turn.speaker), text)):
                item = QTableWidgetItem(words)
                item.setToolTip(tip(words) if place else "")
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignTop | (Qt.AlignmentFlag.AlignLeft if place else Qt.AlignmentFlag.AlignRight)
                )
                table.setItem(number, place, item)

    def _dress_turns(self) -> None:
        table = self.turns
        table.setColumnCount(3)
        table.setHorizontalHeaderLabels([self.tr("Time"), self.tr("Speaker"), self.tr("How it begins")])
        table.setAccessibleName(self.tr("The first turns"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        # Space around the words, which the rows' heights are measured with.
        table.setStyleSheet("QTableWidget::item { padding: 3px 6px; }")
        table.setWordWrap(True)
        table.verticalHeader().hide()
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        wide = table.fontMetrics().averageCharWidth()
        table.setColumnWidth(0, wide * 9)
        table.setColumnWidth(1, wide * 16)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    # The recording

    def _recording_row(self) -> QHBoxLayout:
        self._attached.setTextFormat(Qt.TextFormat.PlainText)
        self.attach.clicked.connect(lambda: self.ask_recording())
        self.detach.clicked.connect(self._leave_out)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._attached, 1)
        row.addWidget(self.detach)
        row.addWidget(self.attach)
        return row

    def _leave_out(self) -> None:
        self.recording = None
        self._show_recording()

    def _show_recording(self) -> None:
        attached = self.recording
        self.detach.setVisible(attached is not None)
        self.attach.setText(self.tr("Attach recording…") if attached is None else self.tr("Another…"))
        if attached is None or attached.facts is None:
            self._attached.setText(self.tr("Without a recording"))
            return
        length = clock_words(attached.facts.duration_ms)
        words = self.tr("With its recording {name} ({length})").format(name=attached.path.name, length=length)
        self._attached.setText(words)
        self._attached.setToolTip(tip(attached.facts.warning or ""))
