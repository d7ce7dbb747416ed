"""The card of a code: what it means, when to use it, and where it was used."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import codes, segments
from interviewcoder.coding.codes import PROVENANCES, CodeNode
from interviewcoder.coding.participants import participants_of
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import normalise
from interviewcoder.sources.voices import Voices
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.card_fields import ChoiceField, LineField, TextField
from interviewcoder.ui.code_tree.colour_menu import colour_name, swatch
from interviewcoder.ui.code_tree.passage_list import SHOWN, Passage, PassageList

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_NAME = "name"
_TEXTS = ("brief", "definition", "use_when", "dont_use_when", "provenance_note", "memo")
_ONE_LINE = ("brief", "provenance_note")


class CodeCard(QFrame):
    """Shows a code and lets a person write into it: each field left is one step of undo.

    `colour_asked` carries where on the screen the colours should open.
    """

    passage_asked = Signal(int, object)  # source id, Span
    colour_asked = Signal(QPoint)

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._node: CodeNode | None = None
        # Read once: a code's passages may lie in every source, and it is shown again with each coding.
        self._voices: dict[int, Voices] = {}
        self.setAccessibleName(self.tr("Code card"))
        self._fold = QToolButton(self)
        self._colour = QToolButton(self)
        self._name = LineField(self)
        self._path = QLabel(self)
        self._provenance = ChoiceField(self)
        self._fields: dict[str, LineField | TextField] = {
            column: LineField(self) if column in _ONE_LINE else TextField(self) for column in _TEXTS
        }
        self._passages = PassageList(self)
        self._body = QScrollArea(self)
        self._sheet = QFrame(self._body)
        self._lay_out()
        self._order_by_the_eye()
        self._connect()

    def show_code(self, node: CodeNode | None, path: str) -> None:
        """Show a code; what was being written on another is saved first."""
        if self._node is not None and (node is None or node.id != self._node.id):
            self._leave(self._node)
        same = self._node is not None and node is not None and self._node.id == node.id
        self._node = node
        self.setVisible(node is not None)
        if node is None:
            return
        self._colour.setIcon(QIcon(swatch(node.colour, self.palette())))
        self._colour.setAccessibleDescription(colour_name(node.colour))
        self._path.setText(path)
        self._path.setVisible(node.parent_id is not None)
        self._provenance.setCurrentIndex(PROVENANCES.index(node.provenance))
        self._show_text(self._name, node.name, same=same)
        for column, field in self._fields.items():
            self._show_text(field, str(getattr(node, column)), same=same)
        self._show_passages(node)

    def forget_voices(self) -> None:
        """Ask anew who says the passages, when a code is shown next."""
        self._voices.clear()

    def save_pending(self) -> None:
        """Save what is still being written."""
        self._save(_NAME)
        for column in self._fields:
            self._save(column)

    def begin_definition(self) -> None:
        """Put the cursor where the definition is written."""
        if self._node is not None:
            self._fold.setChecked(True)
            field = self._fields["definition"]
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._body.ensureWidgetVisible(field)

    # Made once

    def _lay_out(self) -> None:
        self._fold.setCheckable(True)
        self._fold.setChecked(True)
        self._fold.setProperty("role", "quiet")
        self._fold.setAccessibleName(self.tr("Show the code card"))
        self._fold.setToolTip(self.tr("Fold or unfold the code card"))
        icons.dress(self._fold, "down")
        self._colour.setProperty("role", "quiet")
        self._colour.setIconSize(QSize(18, 18))
        self._colour.setToolTip(self.tr("Colour"))
        self._colour.setAccessibleName(self.tr("Colour"))
        self._name.setAccessibleName(self.tr("Name"))
        head = QHBoxLayout()
        head.setContentsMargins(7, 6, 6, 4)
        head.setSpacing(3)
        head.addWidget(self._colour)
        head.addWidget(self._name, 1)
        head.addWidget(self._fold)
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill_sheet()
        self._body.setWidget(self._sheet)
        # The card's own ground shows through.
        self._body.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body, 1)

    def _fill_sheet(self) -> None:
        self._path.setProperty("role", "hint")
        self._path.setWordWrap(True)
        self._path.setTextFormat(Qt.TextFormat.PlainText)
        for provenance in PROVENANCES:
            self._provenance.addItem(_provenance_words(provenance), provenance)
        self._provenance.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        form = QFormLayout(self._sheet)
        form.setContentsMargins(12, 2, 12, 12)
        form.setVerticalSpacing(3)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._path)
        names = {
            "brief": (self.tr("In brief"), self.tr("One line")),
            "definition": (self.tr("Definition"), self.tr("What the code means")),
            "use_when": (self.tr("Use when"), ""),
            "dont_use_when": (self.tr("Don't use when"), ""),
            "provenance": (self.tr("Where it comes from"), ""),
            "provenance_note": ("", self.tr("From which theory, study or words")),
            "memo": (self.tr("Memo"), ""),
        }
        widgets = {**self._fields, "provenance": self._provenance}
        for column, (name, placeholder) in names.items():
            self._add_row(form, widgets[column], name, placeholder)
        form.addRow(_spaced(self._passages))

    def _add_row(self, form: QFormLayout, field: QWidget, name: str, placeholder: str) -> None:
        field.setAccessibleName(name or self.tr("Note on where it comes from"))
        if isinstance(field, LineField | TextField):
            field.setPlaceholderText(placeholder)
        if not name:
            form.addRow(field)
            return
        label = QLabel(name, field.parentWidget())
        label.setProperty("role", "hint")
        label.setContentsMargins(0, 6, 0, 0)
        label.setBuddy(field)
        form.addRow(label, field)

    def _order_by_the_eye(self) -> None:
        """Let Tab go down the card; only the fold, at the right of the name, comes before it."""
        texts = dict(self._fields)
        note, memo = texts.pop("provenance_note"), texts.pop("memo")
        order = [self._fold, self._colour, self._name, *texts.values(), self._provenance, note, memo, self._passages]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._fold.toggled.connect(self._on_folded)
        self._colour.clicked.connect(self._on_colour_pressed)
        self._name.done.connect(lambda: self._save(_NAME))
        for column, field in self._fields.items():
            field.done.connect(lambda column=column: self._save(column))
        self._provenance.activated.connect(self._on_provenance_chosen)
        self._passages.asked.connect(self.passage_asked)

    # What is written

    def _leave(self, node: CodeNode) -> None:
        """Save what is pending on a code, unless the code is gone."""
        if any(code.id == node.id for code in codes.tree(self._project)):
            self.save_pending()

    def _save(self, column: str) -> None:
        """Store one field, if anything in it is other than before."""
        if self._node is None:
            return
        field = self._name if column == _NAME else self._fields[column]
        text = normalise(field.written()).strip()
        if text == field.stored():
            field.show_stored(text)
            return
        code_id, before = self._node.id, field.stored()
        # What comes back from the project is shown, even while the cursor is still in the field.
        field.show_stored(text)
        if column == _NAME:
            saved = self._prompts.attempt(lambda: codes.rename(self._project, code_id, text))
        else:
            saved = self._prompts.attempt(lambda: codes.describe(self._project, code_id, **{column: text}))
        if not saved and self._node is not None and self._node.id == code_id:
            field.show_stored(before)

    def _on_provenance_chosen(self) -> None:
        node, chosen = self._node, str(self._provenance.currentData())
        if node is not None and chosen != node.provenance:
            self._prompts.attempt(lambda: codes.describe(self._project, node.id, provenance=chosen))

    def _on_colour_pressed(self) -> None:
        self.colour_asked.emit(self._colour.mapToGlobal(QPoint(0, self._colour.height())))

    def _on_folded(self, open_: bool) -> None:
        icons.dress(self._fold, "down" if open_ else "right")
        self._body.setVisible(open_)
        self.setMaximumHeight(16777215 if open_ else self.sizeHint().height())

    # What is shown

    def _show_text(self, field: LineField | TextField, text: str, *, same: bool) -> None:
        """Show a text, but never over what a person is writing."""
        writing = same and field.hasFocus() and normalise(field.written()).strip() != field.stored()
        if not writing:
            field.show_stored(text)

    def _show_passages(self, node: CodeNode) -> None:
        found = segments.of_code(self._project, node.id)
        names = {source.id: source.name for source in catalogue.listing(self._project)} if found else {}
        passages = [
            Passage(
                segment.source_id,
                names.get(segment.source_id, ""),
                segment.span,
                " ".join(segments.quote(self._project, segment.id).split()),
                segment.exemplar,
            )
            for segment in found[:SHOWN]
        ]
        heard = participants_of(self._project, node.id, known=self._voices)
        self._passages.show_passages(passages, len(found), node.sources, heard)


def _provenance_words(provenance: str) -> str:
    words = {
        "inductive": QCoreApplication.translate("CodeCard", "Inductive: found in the data"),
        "deductive": QCoreApplication.translate("CodeCard", "Deductive: brought to the data"),
        "in vivo": QCoreApplication.translate("CodeCard", "In vivo: a participant's own words"),
    }
    return words[provenance]


def _spaced(widget: QWidget) -> QWidget:
    widget.setContentsMargins(0, 10, 0, 0)
    return widget
