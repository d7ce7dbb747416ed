"""Ask how transcripts are exported, and show how that looks."""

from __future__ import annotations

import html
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.privacy.sharing import AS_USUAL, Terms, Wording
from interviewcoder.reports.subtitles import untimed
from interviewcoder.reports.transcript_export import LAID_OUT, TIMED, ExportOptions, TranscriptFormat, text_of
from interviewcoder.reports.transcript_sheet import Sheet, SheetOptions, opening_of, sheet_of
from interviewcoder.sources.transcript_record import describe, record_of
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.terms_fields import TermsFields
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView

_SHOWN_TURNS = 12
_EVERY = (0, 1, 5, 10, 20)
_LIST_ROWS = 5
# Pixels: the boxes to tick need more than a line of small text.
_ROW_HEIGHT = 26


@dataclass(frozen=True, slots=True)
class TranscriptChoice:
    """What was chosen: which sources, and how."""

    source_ids: tuple[int, ...]
    options: ExportOptions
    terms: Terms = AS_USUAL


class ExportTranscriptDialog(QDialog):
    """Format and layout at the left, the first turns as they will be at the right.

    `sources` are those with a transcript; `chosen_id` is ticked to begin with.
    """

    def __init__(
        self,
        project: Project,
        sources: Sequence[SourceView],
        chosen_id: int | None,
        options: ExportOptions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export transcripts"))
        self._project = project
        self._list = self._source_list(sources, chosen_id)
        self._make_boxes(options)
        self._date, self._verifier = self._line(self.tr("Date of recording")), self._line(self.tr("Verified by"))
        self._date.setPlaceholderText("2026-03-14")
        self._look = QTextEdit(self)
        self._hint = parts.hint("", self)
        self._described: int | None = None
        self._readings: dict[Wording, Project] = {}
        self._kept = ExitStack()
        self.finished.connect(self._let_go)
        self._accept = self._lay_out(alone=len(sources) == 1)
        self._connect()
        self._show()

    def choice(self) -> TranscriptChoice:
        """What was chosen."""
        return TranscriptChoice(tuple(self._ticked()), self._options(), self._terms.terms())

    def _let_go(self) -> None:
        self._readings.clear()
        self._kept.close()

    def apply(self) -> None:
        """Write down what was said about the one transcript: when it was recorded, who verified it.

        Raises:
            NotAllowed: the date is none.
        """
        if self._described is not None and (self._date.isModified() or self._verifier.isModified()):
            describe(
                self._project, self._described, recorded_on=self._date.text(), verifier=self._verifier.text().strip()
            )

    def _make_boxes(self, options: ExportOptions) -> None:
        layout = options.layout
        self._format = self._box(self.tr("Format"), self._formats(), options.format)
        self._labels = self._box(
            self.tr("Speakers"),
            [(self.tr("As in the transcript"), "numbered"), (self.tr("I and P, no names"), "roles")],
            layout.labels,
        )
        self._numbers = self._box(
            self.tr("Numbers"),
            [(self.tr("None"), "none"), (self.tr("Of turns"), "turns"), (self.tr("Of lines"), "lines")],
            layout.numbers,
        )
        self._times = self._box(
            self.tr("Time marks"), [(self._every(count), count) for count in _EVERY], layout.times_every
        )
        self._header = QCheckBox(self.tr("Header: what is known of it"), self)
        self._header.setChecked(layout.header)
        self._spaced = QCheckBox(self.tr("Space between turns"), self)
        self._spaced.setChecked(layout.spacing == "spaced")

    def _formats(self) -> list[tuple[str, TranscriptFormat]]:
        return [
            (self.tr("Word document (.docx)"), "docx"),
            (self.tr("RTF, also for f4 (.rtf)"), "rtf"),
            (self.tr("Text (.txt)"), "txt"),
            (self.tr("Subtitles, WebVTT (.vtt)"), "vtt"),
            (self.tr("Subtitles, SubRip (.srt)"), "srt"),
            (self.tr("ELAN (.eaf)"), "eaf"),
            (self.tr("JSON with word times (.json)"), "json"),
        ]

    def _every(self, count: int) -> str:
        if count == 0:
            return self.tr("None")
        if count == 1:
            return self.tr("At the end of each turn")
        return self.tr("At every {count}th turn").format(count=count)

    def _box(self, name: str, entries: Sequence[tuple[str, object]], chosen: object) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        for text, value in entries:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        return line

    def _source_list(self, sources: Sequence[SourceView], chosen_id: int | None) -> QListWidget:
        listed = QListWidget(self)
        listed.setAccessibleName(self.tr("Transcripts"))
        listed.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for source in sources:
            item = QListWidgetItem(source.name, listed)
            item.setData(Qt.ItemDataRole.UserRole, source.id)
            item.setToolTip(tip(source.name))
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            ticked = source.id == chosen_id or (chosen_id is None and source is sources[0])
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if ticked:
                listed.setCurrentItem(item)
        rows = min(len(sources), _LIST_ROWS)
        listed.setFixedHeight(rows * _ROW_HEIGHT + 4)
        return listed

    def _lay_out(self, *, alone: bool) -> QPushButton:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for asked in (self._format, self._labels, self._numbers, self._times):
            form.addRow(asked.accessibleName(), asked)
        form.addRow("", self._spaced)
        form.addRow("", self._header)
        for line in (self._date, self._verifier):
            form.addRow(line.accessibleName(), line)
        self._terms = TermsFields(form, self)
        self._look.setReadOnly(True)
        self._look.setAccessibleName(self.tr("The first turns, as they will be"))
        self._all = QPushButton(self.tr("Tick all"), self)
        self._all.setAutoDefault(False)
        left = QVBoxLayout()
        left.setSpacing(parts.GAP)
        if not alone:
            left.addWidget(self._list)
            left.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.setVisible(not alone)
        self._all.setVisible(not alone)
        left.addLayout(form)
        left.addWidget(self._hint)
        left.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(parts.MARGIN)
        halves.addLayout(left, 0)
        halves.addWidget(self._look, 1)
        column = parts.column(self)
        column.addWidget(self._title())
        column.addLayout(halves, 1)
        box, accept = parts.buttons(self, self.tr("Export…"))
        column.addWidget(box)
        self._hint.setFixedWidth(340)
        self.resize(960, 600)
        return accept

    def _title(self) -> QLabel:
        self._heading = parts.heading("", self)
        return self._heading

    def _connect(self) -> None:
        for box in (self._format, self._labels, self._numbers, self._times):
            box.currentIndexChanged.connect(self._show)
        for tick in (self._header, self._spaced):
            tick.toggled.connect(self._show)
        self._list.itemChanged.connect(self._show)
        self._list.currentItemChanged.connect(self._show)
        for line in (self._date, self._verifier):
            line.textEdited.connect(self._show)
        self._all.clicked.connect(self._tick_all)
        self._terms.changed.connect(self._allow)
        self._terms.reworded.connect(self._show)

    def _tick_all(self) -> None:
        for row in range(self._list.count()):
            self._list.item(row).setCheckState(Qt.CheckState.Checked)

    def _ticked(self) -> list[int]:
        items = [self._list.item(row) for row in range(self._list.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _options(self) -> ExportOptions:
        layout = SheetOptions(
            labels=self._labels.currentData(),
            numbers=self._numbers.currentData(),
            times_every=self._times.currentData(),
            header=self._header.isChecked(),
            spacing="spaced" if self._spaced.isChecked() else "close",
        )
        return ExportOptions(cast("TranscriptFormat", self._format.currentData()), layout)

    def _show(self) -> None:
        """Show what goes with the format, and the first turns in it."""
        ticked, options = self._ticked(), self._options()
        laid_out = options.format in LAID_OUT
        for widget in (self._numbers, self._times, self._spaced):
            widget.setEnabled(laid_out)
        self._header.setEnabled(laid_out or options.format == "json")
        told = len(ticked) == 1 and self._header.isEnabled() and self._header.isChecked()
        for line in (self._date, self._verifier):
            line.setEnabled(told)
        self._allow()
        self._show_description(ticked[0] if len(ticked) == 1 else None)
        self._heading.setText(
            self.tr("Export {count} transcripts").format(count=len(ticked))
            if len(ticked) != 1
            else self.tr("Export “{name}”").format(name=self._name_of(ticked[0]))
        )
        current = self._list.currentItem()
        shown = current.data(Qt.ItemDataRole.UserRole) if current else None
        self._show_turns(ticked[0] if len(ticked) == 1 else shown, options)

    def _allow(self) -> None:
        self._accept.setEnabled(bool(self._ticked()) and self._terms.is_complete)

    def _name_of(self, source_id: int) -> str:
        items = [self._list.item(row) for row in range(self._list.count())]
        return next(item.text() for item in items if item.data(Qt.ItemDataRole.UserRole) == source_id)

    def _show_description(self, source_id: int | None) -> None:
        if source_id == self._described:
            return
        self._described = source_id
        record = record_of(self._project, source_id) if source_id is not None else None
        self._date.setText(record.recorded_on if record else "")
        self._verifier.setText(record.verifier if record else "")

    def _show_turns(self, source_id: int | None, options: ExportOptions) -> None:
        self._hint.setText(self._hint_for(options))
        if source_id is None:
            self._look.clear()
            return
        record = record_of(self._project, source_id)
        if source_id == self._described:
            record = replace(record, recorded_on=self._date.text().strip(), verifier=self._verifier.text().strip())
        wording = self._terms.terms().wording
        whole = sheet_of(self._reading(wording), source_id, options.layout, record=record, wording=wording)
        sheet = opening_of(whole, _SHOWN_TURNS)
        if options.format in ("docx", "rtf"):
            self._look.setHtml(_as_html(sheet, options.layout, self._look.palette().placeholderText().color().name()))
            return
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        try:
            shown = text_of(sheet, options)
        except ExportFailed as error:
            shown = ""
            # Times may begin further down, behind a title for instance.
            if untimed(whole.transcript) == len(whole.turns):
                self._accept.setEnabled(False)
                self._hint.setText(f"{error.message} {error.hint}")
        if options.format in TIMED and self._accept.isEnabled() and (count := untimed(whole.transcript)):
            self._hint.setText(self.tr("Turns without a time, which will be left out: {count}.").format(count=count))
        self._look.setHtml(
            f"<pre style=\"white-space: pre-wrap; font-family: '{fixed.family()}'\">{html.escape(shown)}</pre>"
        )

    def _reading(self, wording: Wording) -> Project:
        """What would leave the project, made once for all looks at it: of a large study that takes a while."""
        if wording not in self._readings:
            reading = self._kept.enter_context(outgoing(self._project, wording, quotes=False))
            self._readings[wording] = reading
        return self._readings[wording]

    def _hint_for(self, options: ExportOptions) -> str:
        if options.format not in LAID_OUT:
            return {
                "json": self.tr("Turns and words with times and confidence, for programs."),
                "eaf": self.tr("A tier for each speaker. ELAN looks for the recording beside the file."),
            }.get(options.format, self.tr("Cut into cues that can be read while they are said."))
        if options.layout.numbers == "lines" and options.format != "txt":
            return self.tr("The lines are numbered on the page, by Word itself.")
        return self.tr(
            "What nobody wrote down stays blank. Names stay where no pseudonym was put: read before you share."
        )


def _as_html(sheet: Sheet, options: SheetOptions, grey: str) -> str:
    """Show a laid-out transcript about as it will look on its page."""
    facts = "".join(
        f'<tr><td style="color:{grey}; padding-right:16px">{html.escape(name)}</td><td>{html.escape(fact)}</td></tr>'
        for name, fact in sheet.facts
    )
    after = 8 if options.spacing == "spaced" else 1
    rows = []
    for turn in sheet.turns:
        number = (
            f'<td style="color:{grey}; padding-right:10px">{turn.number}</td>' if options.numbers == "turns" else ""
        )
        label = f"<b>{html.escape(turn.label)}:</b>" if turn.label else ""
        mark = f' <span style="color:{grey}">{turn.time_mark}</span>' if turn.time_mark else ""
        said = html.escape(turn.text).replace("\n", "<br>")
        rows.append(
            f'<tr>{number}<td style="padding-right:12px; white-space:pre">{label}</td>'
            f'<td style="padding-bottom:{after}px">{said}{mark}</td></tr>'
        )
    head = f'<table cellspacing="0" cellpadding="1">{facts}</table><p></p>' if facts else ""
    return f'{head}<table cellspacing="0" cellpadding="0">{"".join(rows)}</table>'
