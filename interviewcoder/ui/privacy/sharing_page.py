"""The sharing ledger: which files left the project, when, for whom, with their hashes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from interviewcoder.privacy.sharing import ORIGINAL, Shared
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import tip

_SIZE = QSize(940, 560)
_ROW_HEIGHT = 26
_SHORT_HASH = 12
_WHEN, _WHAT, _FILE, _FOR, _WORDING, _BY, _HASH = range(7)


class SharingDialog(QDialog):
    """Lists the ledger, the newest first, and tells below what is known of the line that is chosen.

    `export_asked` asks for the ledger as a file.
    """

    export_asked = Signal()

    def __init__(self, lines: Sequence[Shared], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sharing ledger"))
        self._lines = sorted(lines, key=lambda line: line.id, reverse=True)
        self.list = self._listed()
        self.detail = parts.hint("", self)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setMinimumHeight(4 * self.fontMetrics().lineSpacing())
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setAccessibleName(self.tr("What is known of this file"))
        self.detail.setVisible(bool(self._lines))
        column = parts.column(self)
        column.addWidget(parts.heading(self._summary(), self))
        column.addWidget(
            parts.hint(
                self.tr(
                    "Every file that was written out of this project. The hash (SHA-256) tells whether a file somebody "
                    "holds is this one. Copies made of a file later, and words copied by hand, are not known here."
                ),
                self,
            )
        )
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)
        column.addWidget(self._buttons())
        self.resize(_SIZE)
        self.list.currentItemChanged.connect(lambda *_: self._show_detail())
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self._show_detail()

    def copy_hash(self) -> None:
        """Put the whole hash of the chosen line on the clipboard."""
        if (line := self._current()) is not None:
            QGuiApplication.clipboard().setText(line.file.sha256)

    def _summary(self) -> str:
        if not self._lines:
            return self.tr("No file has left this project yet")
        if len(self._lines) == 1:
            return self.tr("1 file has left this project")
        return self.tr("{count} files have left this project").format(count=f"{len(self._lines):,}")

    def _listed(self) -> QTreeWidget:
        listed = QTreeWidget(self)
        listed.setAccessibleName(self.tr("Files that left the project"))
        listed.setRootIsDecorated(False)
        listed.setAllColumnsShowFocus(True)
        listed.setUniformRowHeights(True)
        listed.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        listed.setHeaderLabels(
            [
                *(self.tr("When"), self.tr("What"), self.tr("File"), self.tr("For")),
                *(self.tr("Names"), self.tr("By"), self.tr("Hash")),
            ]
        )
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for line in self._lines:
            item = QTreeWidgetItem(listed, self._cells(line))
            item.setFont(_HASH, fixed)
            item.setSizeHint(_WHEN, QSize(0, _ROW_HEIGHT))
            for place, words in ((_FILE, line.file.name), (_FOR, line.recipient), (_HASH, line.file.sha256)):
                item.setToolTip(place, tip(words))
        header = listed.header()
        for place, width in ((_WHEN, 130), (_WHAT, 110), (_FOR, 140), (_WORDING, 120), (_BY, 110), (_HASH, 130)):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(place, width)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_FILE, QHeaderView.ResizeMode.Stretch)
        return listed

    def _cells(self, line: Shared) -> list[str]:
        wording = self.tr("as said") if line.wording == ORIGINAL else self.tr("de-identified")
        if line.override is not None and line.wording != ORIGINAL:
            wording = self.tr("let go by name")
        when = line.at.astimezone().strftime("%Y-%m-%d %H:%M")
        return [when, line.what, line.file.name, line.recipient, wording, line.coder, line.file.sha256[:_SHORT_HASH]]

    def _buttons(self) -> QWidget:
        box = QDialogButtonBox(self)
        close = parts.primary(box.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole))
        close.setDefault(True)
        self.copy = box.addButton(self.tr("Copy hash"), QDialogButtonBox.ButtonRole.ActionRole)
        self.export = box.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.ActionRole)
        for button in (self.copy, self.export):
            button.setAutoDefault(False)
            button.setEnabled(bool(self._lines))
        self.copy.clicked.connect(self.copy_hash)
        self.export.clicked.connect(self.export_asked)
        box.rejected.connect(self.reject)
        return box

    def _current(self) -> Shared | None:
        chosen = self.list.currentItem()
        return None if chosen is None else self._lines[self.list.indexOfTopLevelItem(chosen)]

    def _show_detail(self) -> None:
        line = self._current()
        self.copy.setEnabled(line is not None)
        self.detail.setText("" if line is None else "\n".join(self._told(line)))

    def _told(self, line: Shared) -> list[str]:
        counts = ", ".join(f"{name} {number:,}" for name, number in line.manifest.counts.items() if number)
        held = self.tr("Sources: {sources}. Participants: {cases}.").format(
            sources=len(line.manifest.sources), cases=len(line.manifest.cases)
        )
        told = [" ".join(filter(None, (held, self.tr("In it: {counts}.").format(counts=counts) if counts else "")))]
        if line.purpose:
            told.append(self.tr("Purpose: {purpose}").format(purpose=line.purpose))
        if line.override is not None:
            words = self.tr("Let go by {name}: {because}")
            if line.override.residuals:
                words = self.tr("Let go by {name} with {count} identifiers that were found: {because}")
                if line.override.residuals == 1:
                    words = self.tr("Let go by {name} with one identifier that was found: {because}")
            told.append(
                words.format(name=line.override.name, because=line.override.because, count=line.override.residuals)
            )
        told.append(f"SHA-256 {line.file.sha256} · {line.file.size_bytes:,} bytes")
        return told
