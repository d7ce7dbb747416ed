"""Approving the codebook: how it stands, what changed since, and the buttons that say yes or not yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from interviewcoder.coding import versions
from interviewcoder.review import review_copy, signoff
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.review.approval_words import state_words
from interviewcoder.ui.review.words import day_of
from interviewcoder.ui.versions.change_words import comparison_sections
from interviewcoder.ui.versions.marked_view import MarkedView

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.review.signoff import ApprovalView
    from interviewcoder.ui.prompts import Prompts

_SIZE = QSize(620, 540)
_SHORT = 10


class ApprovalDialog(QDialog):
    """Says a word on a version of the codebook. What is done here is done at once and can be undone.

    A codebook that isn't a version yet becomes one by being approved; not in
    a review copy, whose codebook is the project's.
    """

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._in_copy = review_copy.this_copy(project) is not None
        self.setWindowTitle(self.tr("Approve the codebook"))
        self._own: ApprovalView | None = None
        self.state = parts.heading("", self)
        self._said = QLabel(self)
        self.view = MarkedView(self.tr("What changed since it was approved"), self)
        self.version, self.name = QComboBox(self), QLineEdit(self)
        self.note = QPlainTextEdit(self)
        self.approve = parts.primary(QPushButton(self.tr("Approve"), self))
        self.ask = QPushButton(self.tr("Ask for changes"), self)
        self.back = QPushButton(self.tr("Take my word back"), self)
        self._lay_out()
        self.version.currentIndexChanged.connect(lambda _: self._show_version())
        self.note.textChanged.connect(self._show_buttons)
        self.approve.clicked.connect(lambda: self._say(approved=True))
        self.ask.clicked.connect(lambda: self._say(approved=False))
        self.back.clicked.connect(lambda: self._take_back())
        self.refresh()
        parts.fit(self, _SIZE.width())
        self._make_room()

    def refresh(self) -> None:
        """Read again how it stands."""
        state = signoff.state(self._project)
        self.state.setText(state_words(state))
        since = comparison_sections(state.since) if state.since is not None else ()
        self.view.show_sections(since, empty=self.tr("What was approved can’t be compared any more."))
        self.view.setVisible(state.kind == "void")
        self._show_said(signoff.listing(self._project))
        self._fill_versions()

    def _show_said(self, said: list[ApprovalView]) -> None:
        self._own = next((one for one in said if one.is_own), None)
        self.back.setVisible(self._own is not None)
        lines = []
        for one in said[:5]:
            words = self.tr("{name} approved “{version}”, {day}")
            if not one.approved:
                words = self.tr("{name} asked for changes of “{version}”, {day}")
            version = one.version or self.tr("a version that is deleted")
            told = words.format(name=one.coder, version=version, day=day_of(one.given_at))
            lines.append(f"{told}: {' '.join(one.note.split())}" if one.note else told)
        self._said.setText("\n".join(lines))
        self._said.setVisible(bool(lines))

    def _fill_versions(self) -> None:
        now, chosen = signoff.version_of_now(self._project), self.version.currentData()
        blocked = self.version.blockSignals(True)
        self.version.clear()
        if now is None and not self._in_copy:
            self.version.addItem(self.tr("The codebook as it is now"), None)
        for one in versions.listing(self._project):
            words = self.tr("{name}, as it is now") if now is not None and one.id == now.id else "{name}"
            self.version.addItem(f"{words.format(name=one.name)} · {one.sha256[:_SHORT]}", one.id)
        wanted = chosen if chosen is not None else now.id if now is not None else None
        self.version.setCurrentIndex(max(0, self.version.findData(wanted) if wanted is not None else 0))
        self.version.blockSignals(blocked)
        self._show_version()

    def _show_version(self) -> None:
        fresh = self.version.count() > 0 and self.version.currentData() is None
        self._form.setRowVisible(self.name, fresh)
        if fresh and not self.name.text():
            self.name.setText(self.tr("For approval, {day}").format(day=date.today().isoformat()))
        self._show_buttons()

    def _show_buttons(self) -> None:
        there = self.version.count() > 0
        self.approve.setEnabled(there)
        self.ask.setEnabled(there and bool(self.note.toPlainText().strip()))
        self.ask.setToolTip(self.tr("Write what is to be changed first") if not self.ask.isEnabled() else "")

    def _say(self, *, approved: bool) -> None:
        note, name = self.note.toPlainText().strip(), self.name.text().strip()
        version_id: int | None = self.version.currentData()

        def say() -> None:
            with self._project.op("Approve codebook version" if approved else "Ask for changes of codebook version"):
                id_ = version_id if version_id is not None else versions.save(self._project, name).id
                if approved:
                    signoff.approve(self._project, id_, note=note)
                else:
                    signoff.ask_for_changes(self._project, id_, note=note)

        if self._prompts.attempt(say):
            self.note.clear()
            self.refresh()
            self._make_room()

    def _take_back(self) -> None:
        own = self._own
        if own is not None and self._prompts.attempt(lambda: signoff.take_back(self._project, own.id)):
            self.refresh()

    def _make_room(self) -> None:
        """Grow to what is shown now: what changed since needs more."""
        layout = self.layout()
        assert layout is not None
        wanted = layout.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), wanted, 0 if self.view.isHidden() else _SIZE.height()))

    def _lay_out(self) -> None:
        self._said.setProperty("role", "hint")
        self._said.setWordWrap(True)
        self.version.setAccessibleName(self.tr("Version"))
        self.version.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.version.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name.setAccessibleName(self.tr("Name of the version"))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("What you looked at, or what is to be changed"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 16)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setVerticalSpacing(8)
        self._form.addRow(self.tr("Version"), self.version)
        self._form.addRow(self.tr("Name"), self.name)
        self._form.addRow(self.tr("Note"), self.note)
        words = self.tr(
            "An approval holds for exactly this wording of the codebook. Whoever changes a code afterwards makes it "
            "void, and is told so. A role and a name are labels, no signature."
        )
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        for button in (close, self.ask, self.approve):
            foot.addWidget(button)
        parts.no_default(close, self.ask, self.approve, self.back)
        layout = parts.column(self)
        layout.addWidget(self.state)
        layout.addWidget(self._said)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._form)
        layout.addWidget(parts.hint(words, self))
        layout.addSpacing(4)
        layout.addLayout(foot)
