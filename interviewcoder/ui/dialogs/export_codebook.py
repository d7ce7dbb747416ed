"""Ask what of the codebook is exported and how, and show what will be in it before it is."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.errors import InterviewCoderError
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.reports.export_gate import cautions
from interviewcoder.reports.report_export import FORMATS, Report, ReportOptions, gather
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.terms_fields import TermsFields
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Wording
    from interviewcoder.project.file import Project
    from interviewcoder.reports.passages import CodedText

_PAUSE_MS = 120
_ROW_HEIGHT = 26
_LIST_ROWS = 4
_MOST_QUOTES = 9
_LONGEST = (100, 5000, 50)
_LEFT_WIDTH = 400
# Beyond this the choice of quotes takes seconds, and is made only when the report is written.
_MOST_SHOWN = 60_000
_BAR_BLOCKS = 14


@dataclass(frozen=True, slots=True)
class Theme:
    """A code at the top of the tree, by its UUID."""

    uuid: str
    name: str


class ExportCodebookDialog(QDialog):
    """What, how and of which version at the left; what will be in it, and what to look at before, at the right.

    `codings` says how many there are; of very many no preview is made. `versions` are ids with names, newest first.
    """

    def __init__(
        self,
        project: Project,
        options: ReportOptions,
        themes: Sequence[Theme],
        versions: Sequence[tuple[int, str]],
        codings: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export codebook"))
        self._project, self._codings = project, codings
        self._coded: dict[Wording, CodedText] = {}
        self._make_boxes(options, versions)
        self._make_numbers(options)
        self._list = self._theme_list(themes)
        self._look = QTextEdit(self)
        self._hint = parts.hint("", self)
        # One preview for several changes that come together.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.show_preview)
        self._accept = self._lay_out()
        self._connect()
        self._show_what_applies()

    def choice(self) -> ReportOptions:
        """What was chosen."""
        ticked = self._ticked()
        return ReportOptions(
            kind=self._kind.currentData(),
            format=self._format.currentData(),
            version_id=self._version.currentData() if self._of_codebook() else None,
            themes=None if len(ticked) == self._list.count() or not self._of_codebook() else frozenset(ticked),
            quotes=self._quotes.value(),
            longest=self._longest.value(),
            counted=self._counted.isChecked(),
            order=self._order.currentData(),
            clips=self._clips.isChecked() and self._may_play(),
            mark=self._mark.isChecked(),
        )

    def show_preview(self) -> None:
        """Show what the report will hold as things are chosen now."""
        from interviewcoder.reports.passages import coded_text

        self._soon.stop()
        if self._codings > _MOST_SHOWN:
            words = self.tr("There are {count} codings: which quotes are taken is worked out when you export.")
            self._look.setPlainText(words.format(count=f"{self._codings:,}"))
            return
        terms = self.terms.terms()
        try:
            with outgoing(self._project, terms.wording) as reading:
                if terms.wording not in self._coded:
                    self._coded[terms.wording] = coded_text(reading, timed=True)
                report = gather(reading, self.choice(), self._coded[terms.wording])
        except InterviewCoderError as error:
            self._look.setPlainText(f"{error.message}\n{error.hint}")
            return
        self._look.setHtml(self._as_html(report, cautions(self._project, terms, quotes=True)))

    def _make_boxes(self, options: ReportOptions, versions: Sequence[tuple[int, str]]) -> None:
        kinds = [
            (self.tr("Codebook"), "codebook"),
            (self.tr("Table 2 for a paper"), "table2"),
            (self.tr("All codings"), "codings"),
        ]
        self._kind = self._box(self.tr("What"), kinds, options.kind)
        names = {
            "docx": self.tr("Word document (.docx)"),
            "odt": self.tr("OpenDocument text (.odt)"),
            "html": self.tr("Web page (.html)"),
            "xlsx": self.tr("Excel workbook (.xlsx)"),
            "csv": self.tr("Table (.csv)"),
            "md": self.tr("Markdown (.md)"),
        }
        self._format = self._box(self.tr("Format"), [(names[each], each) for each in FORMATS], options.format)
        known: list[tuple[str, object]] = [(self.tr("As it is now"), None)]
        known += [(name, id_) for id_, name in versions]
        self._version = self._box(self.tr("Version"), known, None)
        orders = [(self.tr("By code"), "code"), (self.tr("By source"), "source")]
        self._order = self._box(self.tr("Order"), orders, options.order)

    def _make_numbers(self, options: ReportOptions) -> None:
        self._quotes = QSpinBox(self)
        self._quotes.setRange(1, _MOST_QUOTES)
        self._quotes.setValue(options.quotes)
        self._quotes.setAccessibleName(self.tr("Quotes offered to a code"))
        self._quotes.setToolTip(tip(self.tr("To codes without marked exemplars; marked ones are always all shown")))
        self._longest = QSpinBox(self)
        least, most, step = _LONGEST
        self._longest.setRange(least, most)
        self._longest.setSingleStep(step)
        self._longest.setValue(options.longest)
        self._longest.setSuffix(self.tr(" characters"))
        self._longest.setAccessibleName(self.tr("Longest quote"))
        self._longest.setToolTip(tip(self.tr("Longer passages aren’t offered; no quote is ever cut")))
        self._counted = QCheckBox(self.tr("Numbers of participants and references"), self)
        self._counted.setChecked(options.counted)
        self._counted.setToolTip(tip(self.tr("Reflexive thematic analysis does without them")))
        self._clips = QCheckBox(self.tr("Let quotes be heard: put their sound in"), self)
        self._mark = QCheckBox(self.tr("For Excel (begins with a byte-order mark)"), self)
        self._mark.setChecked(options.mark)

    def _box(self, name: str, entries: Sequence[tuple[str, object]], chosen: object) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        # A long name of a version must not make the dialog wide.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for text, value in entries:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _theme_list(self, themes: Sequence[Theme]) -> QListWidget:
        listed = QListWidget(self)
        listed.setAccessibleName(self.tr("Themes"))
        listed.setTextElideMode(Qt.TextElideMode.ElideRight)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for theme in themes:
            item = QListWidgetItem(theme.name, listed)
            item.setData(Qt.ItemDataRole.UserRole, theme.uuid)
            item.setToolTip(tip(theme.name))
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setCheckState(Qt.CheckState.Checked)
        listed.setFixedHeight(max(1, min(len(themes), _LIST_ROWS)) * _ROW_HEIGHT + 4)
        return listed

    def _lay_out(self) -> QPushButton:
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        asked = (self._kind, self._format, self._version, self._order, self._list, self._quotes, self._longest)
        for field in asked:
            form.addRow(field.accessibleName(), field)
        for tick in (self._counted, self._clips, self._mark, self._hint):
            form.addRow(tick)
        self.terms = TermsFields(form, self)
        for number in (self._quotes, self._longest):
            number.setMinimumHeight(self._kind.sizeHint().height())
        self._look.setReadOnly(True)
        self._look.setAccessibleName(self.tr("What will be in it"))
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        side = QWidget(self)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(_LEFT_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(parts.hint(self.tr("What will be in it"), self))
        right.addWidget(self._look, 1)
        halves = QHBoxLayout()
        halves.setSpacing(parts.MARGIN)
        halves.addWidget(side)
        halves.addLayout(right, 1)
        column = parts.column(self)
        column.addWidget(parts.heading(self.tr("Codebook, table or codings as a file"), self))
        column.addLayout(halves, 1)
        row, accept = parts.buttons(self, self.tr("Export…"))
        column.addWidget(row)
        self.resize(940, 580)
        return accept

    def _connect(self) -> None:
        for box in (self._kind, self._format, self._version, self._order):
            box.currentIndexChanged.connect(self._show_what_applies)
        for number in (self._quotes, self._longest):
            number.valueChanged.connect(self._soon.start)
        for tick in (self._counted, self._clips, self._mark):
            tick.toggled.connect(self._show_what_applies)
        self._list.itemChanged.connect(self._show_what_applies)
        self.terms.changed.connect(self._allow)
        self.terms.reworded.connect(self._show_what_applies)

    def _show_what_applies(self) -> None:
        """Show the fields that what was chosen so far has, then the preview."""
        of_codebook = self._of_codebook()
        for field in (self._version, self._list, self._quotes, self._longest):
            self._form.setRowVisible(field, of_codebook)
        self._form.setRowVisible(self._version, of_codebook and self._version.count() > 1)
        self._form.setRowVisible(self._list, of_codebook and self._list.count() > 1)
        self._form.setRowVisible(self._order, not of_codebook)
        self._form.setRowVisible(self._counted, self._kind.currentData() == "table2")
        self._form.setRowVisible(self._clips, self._may_play())
        self._form.setRowVisible(self._mark, self._format.currentData() == "csv")
        warning = self.tr("A voice identifies who speaks. Pass such a file on only to those who may hear it.")
        self._hint.setText(warning if self._clips.isChecked() and self._may_play() else "")
        self._form.setRowVisible(self._hint, bool(self._hint.text()))
        self._allow()
        self._soon.start()

    def _allow(self) -> None:
        anything = not self._of_codebook() or bool(self._ticked()) or not self._list.count()
        self._accept.setEnabled(anything and self.terms.is_complete)

    def _of_codebook(self) -> bool:
        return bool(self._kind.currentData() != "codings")

    def _may_play(self) -> bool:
        return bool(self._kind.currentData() == "codebook" and self._format.currentData() == "html")

    def _ticked(self) -> list[str]:
        items = [self._list.item(row) for row in range(self._list.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _as_html(self, report: Report, cautioned: Sequence[str]) -> str:
        grey = self._look.palette().placeholderText().color().name()
        told = [f"<p>{html.escape(line)}</p>" for line in self._counts_of(report)]
        warnings = [*report.warnings, *cautioned]
        if report.cuts.without:
            words = self.tr("Quotes without a recording, or without times of their words: {count}.")
            warnings.append(words.format(count=report.cuts.without))
        if warnings:
            listed = "".join(f"<li>{html.escape(each)}</li>" for each in warnings)
            told.append(f"<p><b>{html.escape(self.tr('To look at before'))}</b></p><ul>{listed}</ul>")
        if report.book is not None:
            told.append(self._voices(report, grey))
        return "".join(told)

    def _counts_of(self, report: Report) -> list[str]:
        count = len(report.quotes)
        if report.codings is not None:
            return [self.tr("{count} coded passages").format(count=f"{count:,}")]
        assert report.book is not None
        lines = [self.tr("{codes} codes, {quotes} quotes").format(codes=len(report.book.entries), quotes=count)]
        if offered := sum(not quote.marked for quote in report.quotes):
            words = self.tr("{count} of the quotes are offered, where no exemplar is marked.")
            lines.append(words.format(count=offered))
        if contrary := sum(quote.negative for quote in report.quotes):
            lines.append(self.tr("{count} are contrary quotes.").format(count=contrary))
        if report.options.plays:
            lines.append(self.tr("{count} of the quotes can be heard.").format(count=report.cuts.clips))
        return lines

    def _voices(self, report: Report, grey: str) -> str:
        """Who is quoted how often, as bars."""
        voices = Counter((quote.case or quote.source, quote.role) for quote in report.quotes if quote.participant)
        if not voices:
            return ""
        most = max(voices.values())
        rows = "".join(
            f'<tr><td style="padding-right:14px">{html.escape(name)}'
            f'<span style="color:{grey}">{html.escape(f", {role}" if role else "")}</span></td>'
            f'<td style="padding-right:8px" align="right">{count}</td>'
            f'<td style="color:{grey}">{"█" * max(1, round(count / most * _BAR_BLOCKS))}</td></tr>'
            for (name, role), count in sorted(voices.items())
        )
        head = html.escape(self.tr("Quotes of each participant"))
        return f'<p><b>{head}</b></p><table cellspacing="0" cellpadding="2">{rows}</table>'
