"""What a code means, on its card: each field left is one step of undo."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from interviewcoder.coding import codes
from interviewcoder.coding.code_nodes import WRITTEN
from interviewcoder.coding.codes import PROVENANCES, STATUSES, CodeNode
from interviewcoder.sources.text import normalise
from interviewcoder.ui.code_tree.card_fields import ChoiceField, LineField, TextField

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_ONE_LINE = ("brief", "provenance_note")


class CardSheet(QScrollArea):
    """The fields of a code, saved one by one when they are left."""

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._node: CodeNode | None = None
        self._sheet = QFrame(self)
        self._path = QLabel(self._sheet)
        self._status, self._provenance = ChoiceField(self._sheet), ChoiceField(self._sheet)
        self._fields: dict[str, LineField | TextField] = {
            column: LineField(self._sheet) if column in _ONE_LINE else TextField(self._sheet) for column in WRITTEN
        }
        self._lay_out()
        self._order_by_the_eye()
        for column, field in self._fields.items():
            field.done.connect(lambda column=column: self._save(column))
        self._provenance.activated.connect(self._on_provenance)
        self._status.activated.connect(self._on_status)

    def show_code(self, node: CodeNode, path: str) -> None:
        """Show a code; what a person is writing on the same one stays."""
        same = self._node is not None and self._node.id == node.id
        self._node = node
        self._path.setText(path)
        self._path.setVisible(node.parent_id is not None)
        self._status.setCurrentIndex(STATUSES.index(node.status) if node.status in STATUSES else 0)
        self._provenance.setCurrentIndex(PROVENANCES.index(node.provenance))
        for column, field in self._fields.items():
            show_text(field, str(getattr(node, column)), same=same)

    def let_go(self) -> None:
        """Show no code any more: what is written from now on is no one's."""
        self._node = None

    def save_pending(self) -> None:
        """Save what is still being written."""
        for column in self._fields:
            self._save(column)

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be written or chosen, or let it."""
        for field in self._fields.values():
            field.setReadOnly(read_only)
        for box in (self._status, self._provenance):
            box.setEnabled(not read_only)

    def begin_definition(self) -> None:
        """Put the cursor where the definition is written."""
        field = self._fields["definition"]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(field)

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._path.setProperty("role", "hint")
        self._path.setWordWrap(True)
        self._path.setTextFormat(Qt.TextFormat.PlainText)
        for provenance in PROVENANCES:
            self._provenance.addItem(_provenance_words(provenance), provenance)
        self._status.addItem(self.tr("Candidate"), "candidate")
        self._status.addItem(self.tr("Final"), "final")
        for box in (self._provenance, self._status):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        form = QFormLayout(self._sheet)
        form.setContentsMargins(12, 6, 12, 12)
        form.setVerticalSpacing(3)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._path)
        widgets: dict[str, QWidget] = {**self._fields, "status": self._status, "provenance": self._provenance}
        for column, (name, placeholder) in self._names().items():
            self._add_row(form, widgets[column], name, placeholder)
        self.setWidget(self._sheet)
        # The card's own ground shows through.
        self.viewport().setAutoFillBackground(False)
        self._sheet.setAutoFillBackground(False)

    def _names(self) -> dict[str, tuple[str, str]]:
        """Each field's name and what stands in it while it is empty, as the eye goes down."""
        return {
            "brief": (self.tr("In brief"), self.tr("One line")),
            "definition": (self.tr("Definition"), self.tr("What the code means")),
            "use_when": (self.tr("Use when"), ""),
            "dont_use_when": (self.tr("Don't use when"), ""),
            "typical": (self.tr("Typical example"), self.tr("What the code is for")),
            "atypical": (self.tr("Atypical example"), self.tr("What it just about covers")),
            "close_but_no": (self.tr("Close, but no"), self.tr("What seems to be it and isn't")),
            "status": (self.tr("Status"), ""),
            "provenance": (self.tr("Where it comes from"), ""),
            "provenance_note": ("", self.tr("From which theory, study or words")),
            "memo": (self.tr("Memo"), ""),
        }

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
        """Let Tab go down the sheet."""
        widgets: dict[str, QWidget] = {**self._fields, "status": self._status, "provenance": self._provenance}
        for before, after in pairwise(widgets[column] for column in self._names()):
            QWidget.setTabOrder(before, after)

    def _save(self, column: str) -> None:
        """Store one field, if anything in it is other than before."""
        if self._node is None:
            return
        field, code_id = self._fields[column], self._node.id
        text = normalise(field.written()).strip()
        before = field.stored()
        # What comes back from the project is shown, even while the cursor is still in the field.
        field.show_stored(text)
        if text == before:
            return
        saved = self._prompts.attempt(lambda: codes.describe(self._project, code_id, **{column: text}))
        if not saved and self._node is not None and self._node.id == code_id:
            field.show_stored(before)

    def _on_provenance(self) -> None:
        node, chosen = self._node, str(self._provenance.currentData())
        if node is not None and chosen != node.provenance:
            self._prompts.attempt(lambda: codes.describe(self._project, node.id, provenance=chosen))

    def _on_status(self) -> None:
        node, chosen = self._node, str(self._status.currentData())
        if node is not None and chosen != node.status:
            self._prompts.attempt(lambda: codes.describe(self._project, node.id, status=chosen))


def show_text(field: LineField | TextField, text: str, *, same: bool) -> None:
    """Show a text, but never over what a person is writing."""
    writing = same and field.hasFocus() and normalise(field.written()).strip() != field.stored()
    if not writing:
        field.show_stored(text)


def _provenance_words(provenance: str) -> str:
    words = {
        "inductive": QCoreApplication.translate("CodeCard", "Inductive: found in the data"),
        "deductive": QCoreApplication.translate("CodeCard", "Deductive: brought to the data"),
        "in vivo": QCoreApplication.translate("CodeCard", "In vivo: a participant's own words"),
    }
    return words[provenance]
