"""Ask for whom a review copy is, what is in it and until when it opens; say what will be in it and what won't."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.dialogs.passphrase import hidden_line, wipe_lines
from interviewcoder.ui.strength_words import strength_words, suggest_button
from interviewcoder.ui.team.review_copy_words import ContentsLabel
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.review.copy_contents import CopyContents
    from interviewcoder.sources.catalogue import SourceView

_ID = Qt.ItemDataRole.UserRole
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_ROW_HEIGHT = 26
_LIST_ROWS = 5
_WEEKS = 4
# What will be in it is worked out when the hands rest.
_PAUSE_MS = 150
_FORM_WIDTH, _TOLD_WIDTH = 430, 400


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """What a person chose; `sources` None where all are ticked, `save_version` to have a version to be approved."""

    recipient: str
    sources: tuple[int, ...] | None
    blind: bool
    expires_on: date | None
    passphrase: str
    save_version: bool

    def __repr__(self) -> str:
        return f"CopyChoice({self.recipient!r}, …)"


@dataclass(frozen=True, slots=True)
class CopyOffer:
    """What can be chosen from: sources with a text, coders by name, and what anybody knows of the study.

    `contents` says what would be in a copy for a reader, of these sources, blind or not. `unsaved` tells that the
    codebook as it is now is no saved version, so that there would be none to approve.
    """

    sources: Sequence[SourceView]
    readers: Sequence[str]
    known: Sequence[str]
    contents: Callable[[str, Sequence[int], bool], CopyContents]
    unsaved: bool


class ReviewCopyDialog(QDialog):
    """What is asked at the left, what will be in the copy at the right."""

    def __init__(self, offer: CopyOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Make a review copy"))
        self._offer = offer
        self.reader = self._reader_box()
        self.sources = self._source_list()
        self.all = QPushButton(self.tr("Tick none"), self)
        self.codings = QComboBox(self)
        self.until = QLineEdit(self)
        self.version = QCheckBox(self.tr("Save the codebook as a version, to be approved"), self)
        self.first = hidden_line(self.tr("Passphrase of the copy"), self)
        self.second = hidden_line(self.tr("The same again"), self)
        self._strength, self._problem = parts.hint("", self), parts.hint("", self)
        self.told = ContentsLabel(self)
        self._suggest = suggest_button((self.first, self.second), self, then=self._review)
        self._timer = QTimer(self)
        self._set_up()
        self._lay_out()
        self._connect()
        self.show_contents()
        self._review()
        self.reader.setFocus()
        self.resize(_FORM_WIDTH + _TOLD_WIDTH + 3 * parts.MARGIN, self.sizeHint().height())

    def choice(self) -> CopyChoice:
        """What was chosen; the lines are emptied, so it is asked once."""
        ticked, passphrase = self._ticked(), self.first.text()
        everything = len(ticked) == self.sources.count()
        choice = CopyChoice(
            self.reader.currentText().strip(),
            None if everything else tuple(ticked),
            self._blind(),
            self._day(),
            passphrase,
            self.version.isChecked() and self._offer.unsaved,
        )
        wipe_lines(self)
        return choice

    def show_contents(self) -> None:
        """Say what will be in it and what won't."""
        self._timer.stop()
        ticked = self._ticked()
        if ticked:
            self.told.tell(self._offer.contents(self.reader.currentText().strip(), ticked, self._blind()))
        else:
            self.told.tell(None)

    def reject(self) -> None:
        """Leave nothing typed behind."""
        wipe_lines(self)
        super().reject()

    def _reader_box(self) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.setAccessibleName(self.tr("For"))
        box.addItems(list(self._offer.readers))
        box.setCurrentIndex(-1)
        line = box.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("the name of who reads it"))
        return box

    def _source_list(self) -> QListWidget:
        listed = QListWidget(self)
        listed.setAccessibleName(self.tr("Sources"))
        listed.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for source in self._offer.sources:
            item = QListWidgetItem(source.name, listed)
            item.setData(_ID, source.id)
            item.setToolTip(tip(source.name))
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setCheckState(_CHECKED)
        listed.setFixedHeight(min(max(len(self._offer.sources), 2), _LIST_ROWS) * _ROW_HEIGHT + 4)
        return listed

    def _set_up(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self.all.setAutoDefault(False)
        self.all.setVisible(len(self._offer.sources) > 2)
        self.codings.setAccessibleName(self.tr("Codings"))
        self.codings.addItem(self.tr("With all codings, to be reviewed"), False)
        self.codings.addItem(self.tr("Blind: without the others’, to code anew"), True)
        self.until.setAccessibleName(self.tr("Opens until"))
        self.until.setPlaceholderText(self.tr("a day such as {day}; empty: without an end").format(day="2027-03-31"))
        self.until.setText((date.today() + timedelta(weeks=_WEEKS)).isoformat())
        self.version.setChecked(self._offer.unsaved)
        self.version.setVisible(self._offer.unsaved)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.reader.accessibleName(), self.reader)
        sources = QVBoxLayout()
        sources.setSpacing(6)
        sources.addWidget(self.sources)
        sources.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.sources.accessibleName(), sources)
        form.addRow(self.codings.accessibleName(), self.codings)
        form.addRow(self.until.accessibleName(), self.until)
        if self._offer.unsaved:
            form.addRow("", self.version)
        new = QHBoxLayout()
        new.setSpacing(8)
        new.addWidget(self.first, 1)
        new.addWidget(self._suggest)
        form.addRow(self.tr("Passphrase"), new)
        form.addRow("", self.second)
        form.addRow("", self._strength)
        form.addRow("", self._problem)
        halves = QHBoxLayout()
        halves.setSpacing(parts.MARGIN)
        halves.addLayout(form, 1)
        self.told.setFixedWidth(_TOLD_WIDTH)
        halves.addWidget(self.told, 0)
        column = parts.column(self)
        column.addWidget(parts.heading(self.tr("One encrypted file for one reader"), self))
        column.addWidget(parts.hint(self._what_it_is(), self))
        column.addLayout(halves, 1)
        box, self._accept = parts.buttons(self, self.tr("Make it…"))
        column.addWidget(box)
        # Room for the longest sentence, so that typing doesn't make the dialog jump.
        for label, lines in ((self._strength, 2), (self._problem, 1)):
            label.setMinimumHeight(label.fontMetrics().lineSpacing() * lines + 6)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _what_it_is(self) -> str:
        return self.tr(
            "It opens in this program: the reader comments, agrees or queries, proposes and codes. What comes back is"
            " merged item by item, as you decide."
        )

    def _connect(self) -> None:
        self._timer.timeout.connect(self.show_contents)
        self.all.clicked.connect(self._tick_all)
        self.sources.itemChanged.connect(lambda _: self._on_changed())
        self.codings.currentIndexChanged.connect(lambda _: self._on_changed())
        self.reader.currentTextChanged.connect(lambda _: self._on_changed())
        for line in (self.until, self.first, self.second):
            line.textChanged.connect(lambda _: self._review())

    def _on_changed(self) -> None:
        self._timer.start()
        self._name_all()
        self._review()

    def _tick_all(self) -> None:
        state = _UNCHECKED if len(self._ticked()) == self.sources.count() else _CHECKED
        for row in range(self.sources.count()):
            self.sources.item(row).setCheckState(state)

    def _name_all(self) -> None:
        every = len(self._ticked()) == self.sources.count()
        self.all.setText(self.tr("Tick none") if every else self.tr("Tick all"))

    def _ticked(self) -> list[int]:
        items = [self.sources.item(row) for row in range(self.sources.count())]
        return [item.data(_ID) for item in items if item.checkState() == _CHECKED]

    def _blind(self) -> bool:
        return bool(self.codings.currentData())

    def _day(self) -> date | None:
        typed = self.until.text().strip()
        return date.fromisoformat(typed) if typed else None

    def _review(self) -> None:
        """Allow what is complete; say what isn't right, but nothing of what just wasn't typed yet."""
        reader = self.reader.currentText().strip()
        self._strength.setText(strength_words(self.first.text(), [*self._offer.known, reader]))
        problem = self._slip()
        self._problem.setText(problem)
        first = self.first.text()
        complete = bool(reader and self._ticked() and first.strip() and first == self.second.text())
        self._accept.setEnabled(complete and not problem)

    def _slip(self) -> str:
        try:
            day = self._day()
        except ValueError:
            return self.tr("“{day}” is no day. Write it as in 2027-03-31.").format(day=self.until.text().strip())
        if day is not None and day < date.today():
            return self.tr("That day is over already.")
        if self.second.text() and not self.first.text().startswith(self.second.text()):
            return self.tr("The two passphrases differ.")
        return ""
