"""Ask of whom and how a review summary is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QWidget

from interviewcoder.reports.review_summary import KINDS
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.team.role_words import coder_words
from interviewcoder.ui.terms_fields import TermsFields

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView

_WIDTH = 440


class ReviewSummaryDialog(QDialog):
    """Whose review it is, the kind of file, and for whom it is."""

    def __init__(self, reviewers: Sequence[CoderView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Review summary"))
        self.reviewer = QComboBox(self)
        self.reviewer.setAccessibleName(self.tr("Of whom"))
        self.reviewer.addItem(self.tr("Everybody"), None)
        for coder in reviewers:
            self.reviewer.addItem(coder_words(coder), coder.id)
        self.format = QComboBox(self)
        self.format.setAccessibleName(self.tr("Format"))
        names = {".docx": self.tr("Word document"), ".html": self.tr("Web page")}
        for kind in KINDS.values():
            self.format.addItem(names[kind.suffix], kind)
        words = self.tr(
            "What was checked, found, decided and approved, with the passages it is about and a line to sign on."
        )
        column = parts.column(self)
        column.addWidget(parts.heading(self.tr("The review as a document"), self))
        column.addWidget(parts.hint(words, self))
        form = QFormLayout()
        form.addRow(self.reviewer.accessibleName(), self.reviewer)
        form.addRow(self.format.accessibleName(), self.format)
        self.terms = TermsFields(form, self)
        column.addLayout(form)
        row, accept = parts.buttons(self, self.tr("Export…"))
        column.addWidget(row)
        self.terms.changed.connect(lambda: accept.setEnabled(self.terms.is_complete))
        self.terms.reworded.connect(lambda: parts.fit(self, _WIDTH))
        parts.fit(self, _WIDTH)

    def choice(self) -> tuple[FileKind, int | None]:
        """The kind of file, and whose review it is; None: everybody's."""
        kind: FileKind = self.format.currentData()
        reviewer_id: int | None = self.reviewer.currentData()
        return kind, reviewer_id
