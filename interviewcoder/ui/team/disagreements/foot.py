"""The foot of the queue: the reason, and what can be decided, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from interviewcoder.ui.passages_page.flow import FlowLayout
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.review.dispute_views import Dispute

_LONGEST_NAME = 18
_BESIDE_THE_REASON = ("ask", "back")


class Foot(QFrame):
    """Says and offers. `wished` carries what is asked for; `left` that the reason is written."""

    wished = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.reason = QComboBox(self)
        self.buttons: dict[str, QPushButton] = {}
        self._people: list[str] = []
        self._flow = FlowLayout()
        self._lay_out()
        self.show_dispute(None, selected=False, common=False)

    def written(self) -> str:
        """The reason as it stands there."""
        return self.reason.currentText().strip()

    def offer_reasons(self, reasons: Sequence[str]) -> None:
        """Offer what was given as a reason last; what is being written stays."""
        written = self.reason.currentText()
        self.reason.blockSignals(True)
        self.reason.clear()
        self.reason.addItems([" ".join(each.split()) for each in reasons])
        self.reason.setCurrentIndex(-1)
        self.reason.setEditText(written)
        self.reason.blockSignals(False)

    def show_dispute(self, dispute: Dispute | None, *, selected: bool, common: bool) -> None:
        """Offer what can be decided: `selected` whether words are, `common` whether codings share some."""
        names = [side.coder.name for side in dispute.sides[:9]] if dispute is not None else self._people
        if names != self._people:
            self._show_people(names)
        for wish, button in self.buttons.items():
            button.setEnabled(dispute is not None or wish == "back")
        if dispute is None:
            return
        several = sum(bool(side.codings) for side in dispute.sides) > 1
        self.buttons["all"].setEnabled(several)
        two = len(dispute.sides) == 2
        self.buttons["all"].setText(self._named(self.tr("Both") if two else self.tr("All"), "B"))
        self.buttons["none"].setText(self._named(self.tr("Neither") if two else self.tr("None"), "N"))
        self.buttons["common"].setEnabled(common and dispute.kind == "other bounds")
        self.buttons["own"].setEnabled(selected)

    def _lay_out(self) -> None:
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setMinimumContentsLength(12)
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line = self.reason.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("Why (R; arrow down: the last reasons)"))
        line.setAccessibleName(self.tr("Reason"))
        # The box has the keyboard; it hands on to its line what it doesn't want itself.
        self.reason.installEventFilter(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = QLabel(self.tr("Reason"), self)
        label.setProperty("role", "hint")
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        for wish, words, key, why in self._offers():
            self._add(wish, words, key, why)
            if wish in _BESIDE_THE_REASON:
                row.addWidget(self.buttons[wish])
            else:
                self._flow.addWidget(self.buttons[wish])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(6)
        column.addLayout(row)
        column.addLayout(self._flow)

    def _offers(self) -> tuple[tuple[str, str, str, str], ...]:
        return (
            ("all", self.tr("Both"), "B", self.tr("All that was coded holds")),
            ("none", self.tr("Neither"), "N", self.tr("No coding holds here")),
            ("common", self.tr("In common"), "C", self.tr("The words that all have coded")),
            ("own", self.tr("As selected"), "E", self.tr("Select words of the passage above; they will hold")),
            ("skip", self.tr("Next"), "S", self.tr("The next one that is to be decided")),
            ("ask", self.tr("Ask…"), "Q", self.tr("Write a comment on this place")),
            ("back", self.tr("Take back"), "⌫", self.tr("Open what was decided last here, or this one, again")),
        )

    def _show_people(self, names: Sequence[str]) -> None:
        for number in range(len(self._people)):
            button = self.buttons.pop(str(number + 1))
            self._flow.removeWidget(button)
            button.deleteLater()
        self._people = list(names)
        for number, name in enumerate(names, 1):
            short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
            self._add(str(number), short, str(number), self.tr("As {name} coded").format(name=name), number - 1)

    def _add(self, wish: str, words: str, key: str, why: str, place: int | None = None) -> None:
        button = QPushButton(self._named(words, key), self)
        button.setAccessibleName(why if wish.isdigit() else words)
        button.setToolTip(tip(why))
        # In the list its keys do the same; by Tab one gets here all the same.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._on_clicked, wish))
        self.buttons[wish] = button
        if place is not None:
            self._flow.insert(place, button)

    def _on_clicked(self, wish: str) -> None:
        self.wished.emit(wish)

    @staticmethod
    def _named(words: str, key: str) -> str:
        return f"{words.replace('&', '&&')}  {key}"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead back to the queue at Enter and Escape in the reason."""
        if watched is self.reason and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Down and self.reason.count():
                self.reason.showPopup()
                return True
        return super().eventFilter(watched, event)
