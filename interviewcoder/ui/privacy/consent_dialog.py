"""Consent and retention: what participants agreed to, and until when data are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.privacy.consent_tab import ConsentTab
from interviewcoder.ui.privacy.retention_tab import RetentionTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_SIZE = QSize(1040, 600)
_STEPS = ("Record consent", "Set withdrawal deadline", "Set retention", "Mark retention as done")
_SHOWN = ("consent", "retention", "case")


class ConsentDialog(QDialog):
    """Two tables, each change a step that can be taken back here too, as long as it was made here."""

    def __init__(
        self, project: Project, prompts: Prompts, parent: QWidget | None = None, *, retention: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Consent and retention"))
        self._project, self._prompts = project, prompts
        self._done = self._undone = 0
        self._travelling = False
        self.consent = ConsentTab(project, prompts, self)
        self.retention = RetentionTab(project, prompts, self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Consent and retention"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.consent, self.tr("&Consent"))
        self.tabs.addTab(self.retention, self.tr("&Retention"))
        self.tabs.setCurrentIndex(1 if retention else 0)
        self._lay_out()
        self._forget: Callable[[], None] | None = project.subscribe(self._on_changed)
        self._show_buttons()
        (self.retention if retention else self.consent).view.setFocus()

    def undo(self) -> None:
        """Take the last step back that was made here."""
        if self._done and self._travel(self._project.undo):
            self._done, self._undone = self._done - 1, self._undone + 1
        self._show_buttons()

    def redo(self) -> None:
        """Do the last step again that was taken back here."""
        if self._undone and self._travel(self._project.redo):
            self._done, self._undone = self._done + 1, self._undone - 1
        self._show_buttons()

    def done(self, result: int) -> None:
        """Close; the project isn't listened to any more."""
        if self._forget is not None:
            self._forget()
            self._forget = None
        super().done(result)

    def _travel(self, step: Callable[[], object]) -> bool:
        self._travelling = True
        try:
            return self._prompts.attempt(step)
        finally:
            self._travelling = False

    def _on_changed(self, changes: Changes) -> None:
        if not self._travelling:
            # What a transcription stores meanwhile lies above our steps: they can't be taken back from here then.
            self._done, self._undone = self._done + 1 if changes.label in _STEPS else 0, 0
        if changes.concerns(*_SHOWN) or changes.concerns("participant"):
            self.consent.show_project()
            self.retention.show_project()
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._undo.setEnabled(self._done > 0)
        self._redo.setEnabled(self._undone > 0)

    def _lay_out(self) -> None:
        layout = parts.column(self)
        layout.addWidget(self.tabs, 1)
        box, _ = parts.buttons(self, self.tr("Close"), cancel=False)
        assert isinstance(box, QDialogButtonBox)
        self._undo = box.addButton(self.tr("Undo"), QDialogButtonBox.ButtonRole.ResetRole)
        self._redo = box.addButton(self.tr("Redo"), QDialogButtonBox.ButtonRole.ResetRole)
        steps = (
            (self._undo, "undo", self.undo, QKeySequence.StandardKey.Undo),
            (self._redo, "redo", self.redo, QKeySequence.StandardKey.Redo),
        )
        for button, drawing, step, keys in steps:
            icons.dress(button, drawing)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=step: do())
            QShortcut(QKeySequence(keys), self).activated.connect(step)
        layout.addWidget(box)
        self.resize(_SIZE)
