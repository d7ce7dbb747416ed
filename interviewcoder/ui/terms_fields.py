"""For whom an export is and in which wording: a quiet pair of fields in each dialog that exports."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from interviewcoder.privacy.sharing import DE_IDENTIFIED, ORIGINAL, Terms
from interviewcoder.ui.wording import tip


class TermsFields(QObject):
    """Puts its rows into a form. Who answers, and why, is asked only for the original wording.

    `changed` says that something was typed or chosen, `reworded` that the wording is another.
    """

    changed = Signal()
    reworded = Signal()

    def __init__(self, form: QFormLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        self.recipient = self._line(parent, self.tr("For"), self.tr("who gets it; kept in the ledger"))
        self.wording = QComboBox(parent)
        self.wording.setAccessibleName(self.tr("Names"))
        self.wording.addItem(self.tr("De-identified"), DE_IDENTIFIED)
        self.wording.addItem(self.tr("As they were said"), ORIGINAL)
        self.wording.setToolTip(tip(self.tr("De-identified: pseudonyms stand where somebody put them, in all texts")))
        self.name = self._line(parent, self.tr("Answered for by"), self.tr("your name"))
        self.because = self._line(parent, self.tr("Because"), self.tr("why names may be in it"))
        for field in (self.recipient, self.wording, self.name, self.because):
            form.addRow(field.accessibleName(), field)
        self.wording.currentIndexChanged.connect(self._on_reworded)
        self._show_what_applies()

    def terms(self) -> Terms:
        """What was typed and chosen."""
        if self.wording.currentData() != ORIGINAL:
            return Terms(recipient=self.recipient.text().strip())
        return Terms(
            recipient=self.recipient.text().strip(),
            wording=ORIGINAL,
            name=self.name.text().strip(),
            because=self.because.text().strip(),
        )

    @property
    def is_complete(self) -> bool:
        """Whether somebody answers for it where that is asked."""
        terms = self.terms()
        return terms.wording == DE_IDENTIFIED or bool(terms.name and terms.because)

    def _on_reworded(self) -> None:
        self._show_what_applies()
        if self.wording.currentData() == ORIGINAL:
            self.name.setFocus()
        self.reworded.emit()
        self.changed.emit()

    def _show_what_applies(self) -> None:
        original = self.wording.currentData() == ORIGINAL
        for field in (self.name, self.because):
            self._form.setRowVisible(field, original)

    def _line(self, parent: QWidget, name: str, placeholder: str) -> QLineEdit:
        line = QLineEdit(parent)
        line.setAccessibleName(name)
        line.setPlaceholderText(placeholder)
        line.textEdited.connect(self.changed)
        return line
