"""Destroy recordings, for good; their transcripts stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.errors import InterviewCoderError
from interviewcoder.privacy import withdrawal
from interviewcoder.privacy.inventory import backup_states
from interviewcoder.sources import catalogue
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.privacy.removal_pages import CertificatePage, RemovalProgress, TypedConsent
from interviewcoder.ui.wording import clock_words

if TYPE_CHECKING:
    from interviewcoder.privacy.certificate import Certificate
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.prompts import Prompts

_SIZE = QSize(680, 600)
_ROW_HEIGHT = 26
_ID = Qt.ItemDataRole.UserRole
_CHOOSE, _WORK, _CERTIFICATE, _EMPTY = range(4)


class DestroyAudioDialog(QDialog):
    """Choose recordings, type the word, read the certificate. `certificate` is there when it was done."""

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Destroy recordings"))
        self._project, self._prompts = project, prompts
        self.certificate: Certificate | None = None
        self.recordings = QListWidget(self)
        self.recordings.setAccessibleName(self.tr("Recordings"))
        self._told = parts.hint("", self)
        self.leave_backups = QCheckBox(self.tr("Leave backups that can’t be cleaned; else they are deleted"), self)
        self.leave_backups.setVisible(any(each.why_not for each in backup_states(project)))
        self.typed = TypedConsent(self._show_state, self)
        self.work = RemovalProgress(self)
        self.shown = CertificatePage(project, prompts, self)
        self._empty = EmptyPage(self)
        self.pages = QStackedWidget(self)
        self._lay_out()
        self._fill([source for source in catalogue.listing(project) if source.media_id is not None])

    def chosen(self) -> list[int]:
        """The sources whose recordings are to go."""
        items = [self.recordings.item(row) for row in range(self.recordings.count())]
        return [int(item.data(_ID)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def reject(self) -> None:
        """Close, or not while the work goes on."""
        if self.pages.currentIndex() != _WORK:
            super().reject()

    def _fill(self, sources: list[SourceView]) -> None:
        for source in sources:
            words = f"{source.name}   –   {clock_words(source.duration_ms or 0)}"
            item = QListWidgetItem(words, self.recordings)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(_ID, source.id)
        self.recordings.itemChanged.connect(lambda _: self._show_state())
        self.typed.ask(self.tr("destroy"))
        self._go_to(_CHOOSE if sources else _EMPTY)
        if sources:
            self.recordings.setCurrentRow(0)
            self.recordings.setFocus()

    def _go_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._show_state()

    def _show_state(self) -> None:
        page, count = self.pages.currentIndex(), len(self.chosen())
        if not count:
            self._told.setText(self.tr("No recording is chosen."))
        elif count == 1:
            self._told.setText(self.tr("One recording is chosen. It is taken out of the project and its backups."))
        else:
            words = self.tr("{count} recordings are chosen. They are taken out of the project and its backups.")
            self._told.setText(words.format(count=f"{count:,}"))
        for button in (self.all, self.destroy_button):
            button.setVisible(page == _CHOOSE)
        self.destroy_button.setEnabled(count > 0 and self.typed.fits())
        # Not hidden: a box whose buttons are all hidden stays so.
        self.close_button.setEnabled(page != _WORK)
        self.close_button.setText(self.tr("Cancel") if page == _CHOOSE else self.tr("Close"))

    def _on_all(self) -> None:
        whole = len(self.chosen()) == self.recordings.count()
        for row in range(self.recordings.count()):
            self.recordings.item(row).setCheckState(Qt.CheckState.Unchecked if whole else Qt.CheckState.Checked)

    def _on_destroy(self) -> None:
        if self.chosen() and self.typed.fits():
            self._go_to(_WORK)
            # When the page is painted.
            QTimer.singleShot(0, self._work)

    def _work(self) -> None:
        leave = self.leave_backups.isChecked()
        try:
            self.certificate = self.work.run(
                lambda say: withdrawal.destroy_audio(
                    self._project, source_ids=self.chosen(), leave_backups=leave, say=say
                )
            )
        except InterviewCoderError as error:
            self._go_to(_CHOOSE)
            self._prompts.show_error(error)
            return
        self.shown.show_certificate(self.certificate)
        self._go_to(_CERTIFICATE)
        self.shown.save.setFocus()

    def _lay_out(self) -> None:
        layout = parts.column(self)
        choose = QWidget(self)
        column = QVBoxLayout(choose)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(parts.GAP)
        column.addWidget(parts.heading(self.tr("Which recordings are destroyed?"), choose))
        words = self.tr(
            "Transcripts, words’ times, codings and memos stay; what was heard can’t be checked any more. This can’t "
            "be undone, nor can what was done before it. Not every protocol asks for it: see what yours says."
        )
        column.addWidget(parts.hint(words, choose))
        column.addWidget(self.recordings, 1)
        for part in (self._told, self.leave_backups, self.typed):
            column.addWidget(part)
        self._empty.show_state(
            "recording",
            self.tr("No recordings here"),
            self.tr("This project has none, or they were destroyed before. Transcripts aren’t touched."),
        )
        for page in (choose, self.work, self.shown, self._empty):
            self.pages.addWidget(page)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self._buttons())
        self.resize(_SIZE)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.all = box.addButton(self.tr("All or none"), role.ResetRole)
        self.destroy_button = parts.dangerous(box.addButton(self.tr("Destroy for good"), role.ActionRole))
        self.close_button = box.addButton(self.tr("Cancel"), role.RejectRole)
        self.all.clicked.connect(lambda _=False: self._on_all())
        self.destroy_button.clicked.connect(lambda _=False: self._on_destroy())
        parts.no_default(self.all, self.destroy_button, self.close_button)
        box.rejected.connect(self.reject)
        return box
