"""Where the data lie, and which files were written since the program started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.privacy import session_files, storage_audit
from interviewcoder.privacy.session_files import Session, Snapshot
from interviewcoder.privacy.storage_audit import Place
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.jobs import Errand
from interviewcoder.ui.privacy import storage_words
from interviewcoder.ui.wording import tip

# At leisure: somebody waits for the list, but the window goes on.
_BUDGET_S = 2.0
_MOST_FILES = 300_000
_SIZE = QSize(820, 620)


class _Findings(NamedTuple):
    places: Sequence[Place]
    session: Session


class StorageDialog(QDialog):
    """Lists the places with what the system says of them, and a session's files with whose they are.

    `exports` are the files of the sharing ledger, by name and size in bytes.
    `before` is what was there when the program started. Before that is known,
    and in other folders than it read, the times that the system notes tell
    what is newer than `started_ns`.
    """

    listed = Signal(object)  # Session

    def __init__(
        self,
        project: Path | None,
        *,
        key: Path | None = None,
        models: Path | None = None,
        exports: frozenset[tuple[str, int]] = frozenset(),
        before: Snapshot | None = None,
        started_ns: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Where the data lie"))
        self._project, self._key, self._models, self._exports = project, key, models, exports
        self._before, self._started_ns = before, started_ns
        self.findings: _Findings | None = None
        self._places = QVBoxLayout()
        self._places.setSpacing(8)
        self._counted = parts.hint(self.tr("Looking at what was written…"), self)
        self._files = QTreeWidget(self)
        self._others = QCheckBox(self.tr("Show the files of other programs, too"), self)
        self._make_list()
        layout = parts.column(self)
        layout.addLayout(self._places)
        layout.addWidget(parts.heading(self.tr("What was written in this session"), self))
        layout.addWidget(self._counted)
        layout.addWidget(self._files, 1)
        layout.addWidget(self._others)
        layout.addWidget(self._buttons())
        self.resize(_SIZE)
        self._errand: Errand | None = None
        self._stop = Event()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look."""
        super().showEvent(event)
        if self._errand is None and self.findings is None:
            self._errand = Errand(self._look, "Looking where the data lie", self)
            self._errand.done.connect(self._on_done)
            self._errand.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no further."""
        super().hideEvent(event)
        self._stop.set()
        if self._errand is not None:
            self._errand.abandon()

    def copy_text(self) -> None:
        """Put all of it on the clipboard, for whoever asks."""
        if self.findings is not None:
            QGuiApplication.clipboard().setText(storage_words.as_text(*self.findings))

    def file_rows(self) -> list[list[str]]:
        """What the list of files says, row by row."""
        rows = (self._files.topLevelItem(number) for number in range(self._files.topLevelItemCount()))
        return [[row.text(column) for column in range(3)] for row in rows if row is not None]

    def _look(self) -> _Findings:
        more = {"models": self._models} if self._models is not None else {}
        places = storage_audit.audit(self._project, key_path=self._key, more=more)
        roots = session_files.roots(self._project)
        before = self._before or Snapshot(self._started_ns, {}, ())
        # The project's own folder wasn't known then.
        before = replace(before, unread=tuple(roots) if not before.files else (*before.unread, *roots[:1]))
        now = session_files.snapshot(roots, budget_s=_BUDGET_S, most=_MOST_FILES, stopped=self._stop.is_set)
        own = session_files.own_places(self._project, key=self._key, exports=self._exports)
        session = session_files.difference(before, now, own)
        return _Findings(places, replace(session, unread=now.unread))

    def _make_list(self) -> None:
        self._files.setHeaderLabels([self.tr("File"), self.tr("What happened"), self.tr("Whose it is")])
        self._files.setRootIsDecorated(False)
        self._files.setUniformRowHeights(True)
        self._files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._files.setAccessibleName(self.tr("Files written in this session"))
        header = self._files.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self._others.toggled.connect(lambda _: self._fill_list())

    def _buttons(self) -> QWidget:
        box, _ = parts.buttons(self, self.tr("Close"), cancel=False)
        assert isinstance(box, QDialogButtonBox)
        copy = box.addButton(self.tr("Copy as text"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy_text)
        return box

    def _on_done(self, findings: _Findings) -> None:
        self._errand = None
        self.findings = findings
        for place in findings.places:
            self._places.addWidget(self._row(place))
        # The notes that came with findings only now have their width.
        self._counted.setText(storage_words.session_words(findings.session))
        self._fill_list()
        self.listed.emit(findings.session)

    def _row(self, place: Place) -> QWidget:
        frame = QFrame(self)
        if place.danger is not None:
            frame.setProperty("role", "chip")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*((10, 6, 10, 7) if place.danger is not None else (0, 0, 0, 0)))
        column.setSpacing(1)
        name = QLabel(frame)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        path = f"{storage_words.what_words(place.what)}:  {place.path}"
        name.setText(name.fontMetrics().elidedText(path, Qt.TextElideMode.ElideMiddle, _SIZE.width() - 70))
        name.setToolTip(tip(str(place.path)))
        column.addWidget(name)
        words = parts.hint(storage_words.facts(place), frame)
        words.setToolTip(tip(storage_words.evidence(place)))
        column.addWidget(words)
        return frame

    def _fill_list(self) -> None:
        self._files.clear()
        if self.findings is None:
            return
        for each in self.findings.session.differences:
            if each.whose != "other" or self._others.isChecked():
                words = [str(each.path), storage_words.happened_words(each), storage_words.whose_words(each)]
                QTreeWidgetItem(self._files, words).setToolTip(0, tip(str(each.path)))
