"""Withdraw a participant: choose, see what there is, confirm by typing the name, read the certificate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.errors import InterviewCoderError
from interviewcoder.privacy import certificate as certificates
from interviewcoder.privacy import consent, withdrawal
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.privacy.agreement_words import days_until, shown_day
from interviewcoder.ui.privacy.inventory_page import InventoryPage
from interviewcoder.ui.privacy.removal_pages import CertificatePage, RemovalProgress
from interviewcoder.ui.wording import moment_words

if TYPE_CHECKING:
    from interviewcoder.privacy.certificate import Certificate
    from interviewcoder.project.file import Project
    from interviewcoder.ui.deidentify.key_work import KeyWork
    from interviewcoder.ui.prompts import Prompts

_SIZE = QSize(760, 640)
_ROW_HEIGHT = 26
_ID = Qt.ItemDataRole.UserRole
_CHOOSE, _INVENTORY, _WORK, _CERTIFICATE, _EMPTY = range(5)


class WithdrawDialog(QDialog):
    """One page after the other. `certificate` is there when it was done; `keys` has the key, where it is open."""

    def __init__(self, project: Project, prompts: Prompts, keys: KeyWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Withdraw a participant"))
        self._project, self._prompts = project, prompts
        self.certificate: Certificate | None = None
        self.people = QListWidget(self)
        self.people.setAccessibleName(self.tr("Participants"))
        self.inventory = InventoryPage(project, prompts, keys, self._show_buttons, self)
        self.work = RemovalProgress(self)
        self.shown = CertificatePage(project, prompts, self)
        self._empty = EmptyPage(self)
        self.pages = QStackedWidget(self)
        self._lay_out()
        self._fill()

    def reject(self) -> None:
        """Close, or not while the work goes on."""
        if self.pages.currentIndex() != _WORK:
            super().reject()

    def _fill(self) -> None:
        for view in consent.listing(self._project):
            words = view.case
            if view.withdraw_by:
                said = self.tr("may withdraw until {day}")
                if days_until(view.withdraw_by) < 0:
                    said = self.tr("could withdraw until {day}")
                words += f"   –   {said.format(day=shown_day(view.withdraw_by))}"
            item = QListWidgetItem(words, self.people)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setData(_ID, view.case_id)
        self._go_to(_CHOOSE if self.people.count() else _EMPTY)
        if self.people.count():
            self.people.setCurrentRow(0)
            self.people.setFocus()

    def _go_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._show_buttons()

    def _show_buttons(self) -> None:
        page = self.pages.currentIndex()
        self.back.setVisible(page == _INVENTORY)
        self.earlier.setVisible(page in (_CHOOSE, _EMPTY) and bool(self._menu.actions()))
        self.onward.setVisible(page == _CHOOSE)
        self.onward.setEnabled(self.people.currentItem() is not None)
        self.withdraw.setVisible(page == _INVENTORY)
        self.withdraw.setEnabled(self.inventory.typed.fits())
        # Not hidden: a box whose buttons are all hidden stays so.
        self.close_button.setEnabled(page != _WORK)
        self.close_button.setText(self.tr("Cancel") if page in (_CHOOSE, _INVENTORY) else self.tr("Close"))

    def _on_chosen(self) -> None:
        item = self.people.currentItem()
        if item is not None:
            self.inventory.show_case(int(item.data(_ID)))
            if self.inventory.found is not None:
                self._go_to(_INVENTORY)
                self.inventory.typed.field.setFocus()

    def _on_withdraw(self) -> None:
        if self.inventory.typed.fits():
            self._go_to(_WORK)
            # When the page is painted.
            QTimer.singleShot(0, self._work)

    def _work(self) -> None:
        found, choices = self.inventory.found, self.inventory.choices()
        assert found is not None
        try:
            self.certificate = self.work.run(
                lambda say: withdrawal.withdraw(self._project, found.case_id, choices, key=self.inventory.key, say=say)
            )
        except InterviewCoderError as error:
            self._go_to(_INVENTORY)
            self._prompts.show_error(error)
            return
        self.shown.show_certificate(self.certificate)
        self._go_to(_CERTIFICATE)
        self.shown.save.setFocus()

    def _earlier_menu(self) -> QMenu:
        """The certificates that the project holds; they are without the names of who was withdrawn."""
        self._menu = QMenu(self)
        kinds = {"withdrawal": self.tr("Withdrawal"), "audio": self.tr("Recordings destroyed")}
        for certificate in reversed(certificates.listing(self._project)):
            moment = moment_words(QDateTime.fromString(certificate.at, Qt.DateFormat.ISODate).toLocalTime())
            action = self._menu.addAction(f"{moment}   {kinds[certificate.kind]}")
            action.triggered.connect(partial(self._show_earlier, certificate))
        return self._menu

    def _show_earlier(self, certificate: Certificate) -> None:
        self.shown.show_certificate(certificate)
        self._go_to(_CERTIFICATE)

    def _lay_out(self) -> None:
        layout = parts.column(self)
        choose = QWidget(self)
        column = QVBoxLayout(choose)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(parts.GAP)
        column.addWidget(parts.heading(self.tr("Who withdraws?"), choose))
        words = self.tr(
            "Next you see all that would be removed, in the project and in its backups. Nothing happens until you "
            "have typed the participant’s name there."
        )
        column.addWidget(parts.hint(words, choose))
        column.addWidget(self.people, 1)
        self._empty.show_state(
            "participants",
            self.tr("No participants yet"),
            self.tr("Who withdraws is chosen among the participants of the study. There are none in it."),
        )
        for page in (choose, self.inventory, self.work, self.shown, self._empty):
            self.pages.addWidget(page)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self._buttons())
        self.people.currentItemChanged.connect(lambda *_: self._show_buttons())
        self.people.itemActivated.connect(lambda _: self._on_chosen())
        self.resize(_SIZE)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.back = box.addButton(self.tr("Back"), role.ResetRole)
        self.earlier = box.addButton(self.tr("Certificates so far"), role.ResetRole)
        self.earlier.setMenu(self._earlier_menu())
        self.onward = parts.primary(box.addButton(self.tr("Show what there is"), role.ActionRole))
        self.withdraw = box.addButton(self.tr("Withdraw for good"), role.ActionRole)
        self.close_button = box.addButton(self.tr("Cancel"), role.RejectRole)
        parts.dangerous(self.withdraw)
        steps = (
            (self.back, lambda: self._go_to(_CHOOSE)),
            (self.onward, self._on_chosen),
            (self.withdraw, self._on_withdraw),
        )
        for button, step in steps:
            button.clicked.connect(lambda _=False, do=step: do())
        parts.no_default(self.back, self.earlier, self.onward, self.withdraw, self.close_button)
        box.rejected.connect(self.reject)
        return box
