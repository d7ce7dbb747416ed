"""What is looked for: words, a list of terms, speakers, or the answers to a question; a page for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding.autocode import QuestionRule, Rule, SpeakerRule, TermRule, WordRule
from interviewcoder.coding.speaker_groups import SpeakerGroup
from interviewcoder.ui.autocode.around_box import AroundBox
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.wording import tip

_ROW_HEIGHT = 26


class RulePage(QWidget):
    """A page that makes a rule. `changed` tells that it is another."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 12, 0, 0)
        self._column.setSpacing(8)

    def rule(self) -> Rule | None:
        """What is to be found; None as long as nothing is written."""
        raise NotImplementedError

    def _tick(self, words: str, *, ticked: bool = False) -> QCheckBox:
        box = QCheckBox(words, self)
        box.setChecked(ticked)
        box.toggled.connect(self.changed)
        self._column.addWidget(box)
        return box

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setClearButtonEnabled(True)
        line.textChanged.connect(self.changed)
        self._column.addWidget(line)
        self.setFocusProxy(line)
        return line

    def _around_box(self) -> AroundBox:
        box = AroundBox(self)
        box.chosen.connect(self.changed)
        label = QLabel(box.accessibleName(), self)
        label.setBuddy(box)
        self._column.addSpacing(4)
        self._column.addWidget(label)
        self._column.addWidget(box)
        return box


class WordPage(RulePage):
    """Every hit of a search."""

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Words")
        self.words = self._line(self.tr("Words to look for"), self.tr("nurse"))
        self.whole = self._tick(self.tr("Whole words only"), ticked=True)
        self.case = self._tick(self.tr("Upper and lower case as written"))
        self.expression = self._tick(self.tr("Regular expression"))
        self.expression.toggled.connect(self.whole.setDisabled)
        self.around = self._around_box()
        self._column.addStretch(1)

    def rule(self) -> WordRule | None:
        """The search."""
        if not self.words.text().strip():
            return None
        return WordRule(
            self.words.text(),
            self.whole.isChecked(),
            self.case.isChecked(),
            self.expression.isChecked(),
            self.around.around(),
        )


class TermPage(RulePage):
    """A list of terms."""

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Terms")
        self.lines = QPlainTextEdit(self)
        self.lines.setAccessibleName(self.tr("Terms, one line each"))
        self.lines.setPlaceholderText(self.tr("lawsuit, sue, court => Fear of lawsuits\nnurs* => Nursing\nhandover"))
        self.lines.setTabChangesFocus(True)
        self.lines.textChanged.connect(self.changed)
        self._column.addWidget(self.lines, 1)
        self._column.addWidget(parts.hint(self.tr("A star stands for any letters. Behind => is the code."), self))
        self.case = self._tick(self.tr("Upper and lower case as written"))
        self.around = self._around_box()
        self.setFocusProxy(self.lines)

    def rule(self) -> TermRule | None:
        """The list."""
        if not self.lines.toPlainText().strip():
            return None
        return TermRule(self.lines.toPlainText(), self.case.isChecked(), self.around.around())


class SpeakerPage(RulePage):
    """All turns of speakers."""

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Speakers")
        self.groups = QListWidget(self)
        self.groups.setAccessibleName(self.tr("Whose turns"))
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.groups.itemChanged.connect(lambda _: self.changed.emit())
        self._column.addWidget(parts.hint(self.tr("All turns of those who are ticked."), self))
        self._column.addWidget(self.groups, 1)
        self.setFocusProxy(self.groups)

    def show_groups(self, groups: Sequence[tuple[SpeakerGroup, int]]) -> None:
        """Offer these, with the number of sources in which each speaks; what was ticked stays so."""
        ticked = self._ticked()
        self.groups.blockSignals(True)
        self.groups.clear()
        for group, count in groups:
            item = QListWidgetItem(self._words(group, count), self.groups)
            item.setData(Qt.ItemDataRole.UserRole, group)
            item.setToolTip(tip(item.text()))
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setCheckState(Qt.CheckState.Checked if group in ticked else Qt.CheckState.Unchecked)
        self.groups.blockSignals(False)

    def _words(self, group: SpeakerGroup, count: int) -> str:
        name = {"interviewers": self.tr("Interviewers"), "participants": self.tr("Participants")}.get(group.kind)
        if group.kind == "label":
            name = self.tr("Speaker {label}").format(label=group.name)
        where = self.tr("1 source") if count == 1 else self.tr("{count} sources").format(count=count)
        return f"{name or group.name} · {where}"

    def _ticked(self) -> frozenset[SpeakerGroup]:
        items = [self.groups.item(row) for row in range(self.groups.count())]
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return frozenset(item.data(Qt.ItemDataRole.UserRole) for item in ticked)

    def rule(self) -> SpeakerRule | None:
        """Those who are ticked."""
        return SpeakerRule(self._ticked()) if self._ticked() else None


class QuestionPage(RulePage):
    """The answers to a question."""

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Answers")
        self.words = self._line(self.tr("Words of the question"), self.tr("what came to mind"))
        self.case = self._tick(self.tr("Upper and lower case as written"))
        self.expression = self._tick(self.tr("Regular expression"))
        told = self.tr(
            "Where the interviewer’s turn has these words, what follows is found, turn by turn, up to the next"
            " question. An interviewer’s “mhm” or “I see” doesn’t end an answer."
        )
        self._column.addWidget(parts.hint(told, self))
        self._column.addStretch(1)

    def rule(self) -> QuestionRule | None:
        """The question."""
        if not self.words.text().strip():
            return None
        return QuestionRule(self.words.text(), self.expression.isChecked(), self.case.isChecked())
