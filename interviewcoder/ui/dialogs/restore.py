"""Choose a backup to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import size_words

if TYPE_CHECKING:
    from interviewcoder.project.backup import Backup


class RestoreDialog(QDialog):
    """The backups of a project, newest first."""

    def __init__(self, project_title: str, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Restore a backup"))
        self.setMinimumSize(480, 420)
        self._backups = backups
        self._list = QListWidget(self)
        self._list.setProperty("rows", "airy")
        self._list.setAccessibleName(self.tr("Backups, newest first"))
        for backup in backups:
            moment = QDateTime.fromSecsSinceEpoch(round(backup.at.timestamp()))
            when = QLocale().toString(moment, self.tr("dddd, d MMMM yyyy, HH:mm"))
            item = QListWidgetItem(f"{when}    {size_words(backup.size_bytes)}", self._list)
            item.setToolTip(str(backup.path))
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(lambda _: self.accept())
        layout = parts.column(self)
        layout.addWidget(parts.heading(self.tr("Go back to an earlier state of “{title}”").format(title=project_title)))
        layout.addWidget(
            parts.hint(
                self.tr(
                    "The project as it is now is kept as one more backup, so this can be taken back. "
                    "A backup opens with the passphrase it was made under."
                )
            )
        )
        layout.addWidget(self._list, 1)
        box, _ = parts.buttons(self, self.tr("Restore"))
        layout.addWidget(box)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def choice(self) -> Backup:
        """The backup that is chosen."""
        return self._backups[self._list.currentRow()]
