"""What was understood of transcripts made elsewhere, before they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QStackedWidget, QWidget

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.import_page import ImportPage
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.sources.incoming import Incoming
    from interviewcoder.ui.dialogs.import_page import AskRecording

_LIST_WIDTH = 190
_ONE, _SEVERAL = (660, 560), (860, 580)


class ImportPreviewDialog(QDialog):
    """One page a transcript: its origin, speakers and first turns; several are listed at the left.

    Recordings that come alone need no look and are only counted.
    """

    def __init__(
        self, incoming: Sequence[Incoming], ask_recording: AskRecording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._incoming = list(incoming)
        transcripts = [source for source in incoming if source.read is not None]
        several = len(transcripts) > 1
        self.setWindowTitle(self.tr("Add transcripts") if several else self.tr("Add a transcript"))
        self.pages = [ImportPage(source, ask_recording, self) for source in transcripts]
        self._stack = QStackedWidget(self)
        self._same = QPushButton(self)
        self._same.setAutoDefault(False)
        self._same.clicked.connect(self.spread_speakers)
        for page in self.pages:
            self._stack.addWidget(page)
            page.speakers_mended.connect(self._offer_same)
        layout = parts.column(self)
        if several:
            heading = self.tr("{count} transcripts, as they were understood").format(count=len(transcripts))
            layout.addWidget(parts.heading(heading, self))
        row = QHBoxLayout()
        row.setSpacing(16)
        if several:
            row.addWidget(self._files(transcripts))
        row.addWidget(self._stack, 1)
        layout.addLayout(row, 1)
        if alone := len(incoming) - len(transcripts):
            words = (
                self.tr("1 recording is added with them.")
                if alone == 1
                else self.tr("{count} recordings are added with them.")
            )
            layout.addWidget(parts.hint(words.format(count=alone), self))
        box, add = parts.buttons(self, self.tr("Add"))
        foot = QHBoxLayout()
        foot.addWidget(self._same)
        foot.addWidget(box, 1)
        layout.addLayout(foot)
        self._stack.currentChanged.connect(lambda _: self._offer_same())
        self._offer_same()
        self.resize(*(_SEVERAL if several else _ONE))
        add.setFocus(Qt.FocusReason.OtherFocusReason)

    def choice(self) -> list[Incoming]:
        """Everything that is to be added, under the names that were chosen here."""
        chosen = iter([page.choice() for page in self.pages])
        return [source if source.read is None else next(chosen) for source in self._incoming]

    def spread_speakers(self) -> None:
        """Give the speakers of all other transcripts the names and ticks that the one in front has for their labels."""
        front = self._front()
        chosen = front.choice()
        for page in self.pages:
            if page is not front:
                page.mend_speakers(chosen.labels, chosen.interviewers or ())
        self._offer_same()

    def _offer_same(self) -> None:
        """Say for how many transcripts the speakers in front stand, where any other has the same labels."""
        labels = {row.label for row in self._front().rows}
        alike = [page for page in self.pages if labels & {row.label for row in page.rows}]
        self._same.setVisible(len(alike) > 1)
        words = self.tr("Same speakers in all {count}") if len(alike) == len(self.pages) else ""
        words = words or self.tr("Same speakers in {count} of them")
        self._same.setText(words.format(count=len(alike)))
        self._same.setToolTip(tip(self.tr("Takes the names and ticks above for the same labels of the others")))
        self._same.setEnabled(any(self._differs(page) for page in alike))

    def _differs(self, page: ImportPage) -> bool:
        front = {row.label: (row.name.text(), row.interviewer.isChecked()) for row in self._front().rows}
        own = {row.label: (row.name.text(), row.interviewer.isChecked()) for row in page.rows}
        return any(label in front and front[label] != shown for label, shown in own.items())

    def _front(self) -> ImportPage:
        return self.pages[max(self._stack.currentIndex(), 0)]

    def _files(self, transcripts: Sequence[Incoming]) -> QListWidget:
        files = QListWidget(self)
        files.setProperty("rows", "airy")
        files.setAccessibleName(self.tr("Transcripts"))
        files.setFixedWidth(_LIST_WIDTH)
        files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for source in transcripts:
            item = QListWidgetItem(source.path.name, files)
            item.setToolTip(tip(source.path.name))
        files.currentRowChanged.connect(self._stack.setCurrentIndex)
        files.setCurrentRow(0)
        return files
