"""Ask how memos are exported."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QWidget

from interviewcoder.reports.memos import KINDS
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.terms_fields import TermsFields

_WIDTH = 440


class ExportMemosDialog(QDialog):
    """The kind of file, and whether private memos go into it."""

    def __init__(self, private: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export memos"))
        self.format = QComboBox(self)
        for kind in KINDS:
            self.format.addItem(self._name_of(kind), kind)
        self.format.setAccessibleName(self.tr("Format"))
        self.private = QCheckBox(self.tr("Also the private ones ({count})").format(count=private), self)
        self.private.setVisible(private > 0)
        words = self.tr("All memos are written in the order of the study, with the words that they are about.")
        if private:
            words += " " + self.tr("Private memos and journal entries are left out unless you ask for them here.")
        column = parts.column(self)
        column.addWidget(parts.heading(self.tr("Memos as a document"), self))
        column.addWidget(parts.hint(words, self))
        form = QFormLayout()
        form.addRow(self.tr("Format"), self.format)
        self.terms = TermsFields(form, self)
        column.addLayout(form)
        column.addWidget(self.private)
        row, accept = parts.buttons(self, self.tr("Export…"))
        column.addWidget(row)
        self.terms.changed.connect(lambda: accept.setEnabled(self.terms.is_complete))
        self.terms.reworded.connect(lambda: parts.fit(self, _WIDTH))
        parts.fit(self, _WIDTH)

    def choice(self) -> tuple[FileKind, bool]:
        """The kind of file, and whether private memos go into it."""
        kind: FileKind = self.format.currentData()
        return kind, self.private.isChecked()

    def _name_of(self, kind: FileKind) -> str:
        names = {".docx": self.tr("Word document"), ".md": self.tr("Markdown")}
        return names[kind.suffix]
