"""The dialog of codebook versions: save one, compare any two, bring one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import version_restore, versions
from interviewcoder.coding.codebook_comparison import Comparison, compare
from interviewcoder.ui import icons
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.versions.change_words import comparison_sections
from interviewcoder.ui.versions.marked_view import MarkedView
from interviewcoder.ui.versions.plan_words import plan_words
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.coding.versions import CodebookVersion
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_SHORT = 10
_VERSION = int(Qt.ItemDataRole.UserRole)
_SIZE = QSize(980, 600)


class VersionsDialog(QDialog):
    """Saves, lists, compares and brings back. What is done here is done at once and can be undone."""

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self.setWindowTitle(self.tr("Codebook versions"))
        self.name, self.note = QLineEdit(self), QLineEdit(self)
        self.save = QPushButton(self.tr("Save version"), self)
        self.list = QListWidget(self)
        self.hash = QLineEdit(self)
        self.copy = QToolButton(self)
        self.other = QComboBox(self)
        self._told = QLabel(self)
        self.view = MarkedView(self.tr("What is other in the second codebook"), self)
        self.reason = QLineEdit(self)
        self.restore = QPushButton(self.tr("Bring back…"), self)
        self.delete = QPushButton(self.tr("Delete"), self)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self, chosen_id: int | None = None) -> None:
        """Read the versions again; that one, or the chosen one, is chosen."""
        chosen = self.current()
        wanted = chosen_id or (chosen.id if chosen is not None else None)
        self.list.clear()
        for version in versions.listing(self._project):
            item = QListWidgetItem(f"{version.name}\n{self._details(version)}", self.list)
            item.setData(_VERSION, version)
            item.setToolTip(tip(version.note or version.name))
            if version.id == wanted:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self._fill_other()
        self._show()

    def current(self) -> CodebookVersion | None:
        """The chosen version."""
        item = self.list.currentItem()
        version: CodebookVersion | None = item.data(_VERSION) if item is not None else None
        return version

    def save_version(self) -> None:
        """Keep the codebook as it is now."""
        made: list[CodebookVersion] = []
        name, note = self.name.text(), self.note.text()
        if self._prompts.attempt(lambda: made.append(versions.save(self._project, name, note))):
            self.name.clear()
            self.note.clear()
            self.refresh(made[0].id)

    def bring_back(self) -> None:
        """Say what it means, ask, and bring the chosen version back."""
        version = self.current()
        plans: list[version_restore.RestorePlan] = []
        if version is None:
            return
        id_, reason = version.id, self.reason.text()
        if not self._prompts.attempt(lambda: plans.append(version_restore.plan(self._project, id_))):
            return
        title = self.tr("Bring “{name}” back?").format(name=version.name)
        if self._prompts.confirm(title, plan_words(plans[0]), yes=self.tr("Bring back")):
            self._prompts.attempt(lambda: version_restore.restore(self._project, id_, reason))
            self.reason.clear()
            self.refresh()

    def delete_version(self) -> None:
        """Delete the chosen version after asking; the codebook stays."""
        version = self.current()
        if version is None:
            return
        title = self.tr("Delete the version “{name}”?").format(name=version.name)
        message = self.tr("The codebook stays as it is. Undo brings the version back.")
        if self._prompts.confirm(title, message, yes=self.tr("Delete")):
            self._prompts.attempt(lambda: versions.delete(self._project, version.id))
            self.refresh()

    # What is shown

    def _details(self, version: CodebookVersion) -> str:
        count = self.tr("damaged") if version.codes is None else self.tr("{count} codes").format(count=version.codes)
        count = self.tr("1 code") if version.codes == 1 else count
        at = f"{version.created_at.astimezone():%Y-%m-%d %H:%M}"
        return " · ".join((at, version.coder, count, version.sha256[:_SHORT]))

    def _fill_other(self) -> None:
        chosen, version = self.other.currentData(), self.current()
        blocked = self.other.blockSignals(True)
        self.other.clear()
        self.other.addItem(self.tr("the codebook as it is now"), None)
        for other in versions.listing(self._project):
            if version is None or other.id != version.id:
                self.other.addItem(other.name, other.id)
        self.other.setCurrentIndex(max(0, self.other.findData(chosen) if chosen is not None else 0))
        self.other.blockSignals(blocked)

    def _show(self) -> None:
        version = self.current()
        for part in (self.restore, self.delete, self.copy, self.other, self.reason):
            part.setEnabled(version is not None)
        self.hash.setText(version.sha256 if version is not None else "")
        self.hash.setCursorPosition(0)
        self._told.setText(version.note if version is not None else "")
        self._told.setVisible(bool(version is not None and version.note))
        if version is None:
            words = self.tr("Save the codebook under a name, for instance before a round of coding or for a paper.")
            self.view.show_sections((), empty=words)
            return
        found: list[Comparison] = []
        if not self._prompts.attempt(lambda: found.append(self._comparison(version.id))):
            self.restore.setEnabled(False)
            self.view.show_sections((), empty=self.tr("This version can’t be read."))
            return
        self.view.show_sections(
            comparison_sections(found[0]), empty=self.tr("Both codebooks are the same, to the letter.")
        )

    def _comparison(self, version_id: int) -> Comparison:
        other: int | None = self.other.currentData()
        older_first = other is None or other > version_id
        return compare(self._project, *((version_id, other) if older_first else (other, version_id)))

    def _copy_hash(self) -> None:
        QGuiApplication.clipboard().setText(self.hash.text())

    # Made once

    def _lay_out(self) -> None:
        split = QHBoxLayout()
        split.setSpacing(16)
        split.addLayout(self._left(), 2)
        split.addLayout(self._right(), 3)
        layout = parts.column(self)
        layout.addLayout(split, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.delete)
        foot.addStretch(1)
        foot.addWidget(QLabel(self.tr("Reason"), self))
        self.reason.setAccessibleName(self.tr("Why the version is brought back"))
        self.reason.setPlaceholderText(self.tr("Kept in the history"))
        self.reason.setMinimumWidth(200)
        foot.addWidget(self.reason)
        foot.addWidget(self.restore)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.accept)
        foot.addSpacing(12)
        foot.addWidget(close)
        layout.addLayout(foot)
        for button in (self.save, self.restore, self.delete, close):
            button.setAutoDefault(False)
        parts.primary(self.save)
        self.resize(_SIZE)

    def _left(self) -> QVBoxLayout:
        self.name.setPlaceholderText(self.tr("After the first five interviews"))
        self.note.setPlaceholderText(self.tr("What it is for (optional)"))
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("No&te"), self.note)
        self.list.setAccessibleName(self.tr("Codebook versions, newest first"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        column = QVBoxLayout()
        column.addLayout(form)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        return column

    def _right(self) -> QVBoxLayout:
        self.hash.setReadOnly(True)
        self.hash.setAccessibleName(self.tr("SHA-256 of the codebook in this version"))
        self.copy.setProperty("role", "quiet")
        self.copy.setText(self.tr("Copy"))
        self.copy.setAccessibleName(self.tr("Copy the hash"))
        icons.dress(self.copy, "text")
        self.copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self.other.setAccessibleName(self.tr("What the version is compared with"))
        hashed = QHBoxLayout()
        hashed.addWidget(QLabel(self.tr("SHA-256"), self))
        hashed.addWidget(self.hash, 1)
        hashed.addWidget(self.copy)
        compared = QHBoxLayout()
        compared.addWidget(QLabel(self.tr("Compared with"), self))
        compared.addWidget(self.other, 1)
        column = QVBoxLayout()
        column.addLayout(hashed)
        column.addWidget(self._told)
        column.addLayout(compared)
        column.addWidget(self.view, 1)
        return column

    def _connect(self) -> None:
        self.save.clicked.connect(self.save_version)
        self.name.returnPressed.connect(self.save_version)
        self.list.currentItemChanged.connect(lambda *_: self._on_chosen())
        self.other.currentIndexChanged.connect(lambda _: self._show())
        self.copy.clicked.connect(self._copy_hash)
        self.restore.clicked.connect(self.bring_back)
        self.delete.clicked.connect(self.delete_version)

    def _on_chosen(self) -> None:
        if self.current() is not None:
            self._fill_other()
            self._show()
