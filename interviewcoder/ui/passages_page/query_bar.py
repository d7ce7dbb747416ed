"""The question, as chips: codes and how they are joined in one line, what else must hold behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QMenu, QToolButton, QWidget

from interviewcoder.analysis.expressions import Filters, Query
from interviewcoder.ui import icons
from interviewcoder.ui.passages_page import filter_menu
from interviewcoder.ui.passages_page.chips import Chip, ConditionChip
from interviewcoder.ui.passages_page.code_line import CodeLine
from interviewcoder.ui.passages_page.conditions import (
    Condition,
    Operator,
    conditions_of,
    expression_of,
    with_operator,
)
from interviewcoder.ui.passages_page.filter_menu import Known
from interviewcoder.ui.passages_page.flow import FlowLayout
from interviewcoder.ui.passages_page.operator_box import OperatorBox

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.ui.prompts import Prompts

_NOTHING_KNOWN = Known({}, {}, {}, {})


class QueryBar(QFrame):
    """Where the question is put together. `changed` carries the `Query`."""

    changed = Signal(object)

    def __init__(self, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._conditions: list[Condition] = []
        self._filters = Filters()
        self._codes: dict[int, CodeNode] = {}
        self._known = _NOTHING_KNOWN
        self._chips: list[Chip] = []
        self.line = CodeLine(self)
        self.operator = OperatorBox(self)
        self.where = QToolButton(self)
        self.subcodes = QCheckBox(self.tr("With subcodes"), self)
        self._flow = FlowLayout(self)
        self._set_up()
        self._show_chips()

    def _set_up(self) -> None:
        self.setProperty("role", "bar")
        self.setAccessibleName(self.tr("What is looked for"))
        self.setFocusProxy(self.line)
        self._flow.setContentsMargins(10, 6, 10, 6)
        self.operator.setAccessibleName(self.tr("How the next code is joined"))
        self.operator.setToolTip(self.tr("How the next code is joined to what stands before it"))
        self.subcodes.setChecked(True)
        self.subcodes.setToolTip(self.tr("A code stands for all codes below it, too"))
        self.where.setText(self.tr("Where…"))
        self.where.setProperty("role", "quiet")
        self.where.setToolTip(self.tr("Participants, speakers, coders, marks"))
        self.where.setAccessibleName(self.where.toolTip())
        self.where.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.where.setMenu(QMenu(self.where))
        self.where.menu().aboutToShow.connect(self.fill_where)
        icons.dress(self.where, "attribute")
        self.where.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for part in (self.operator, self.line, self.where, self.subcodes):
            self._flow.addWidget(part)
        self.line.chosen.connect(self._on_code)
        self.line.emptied.connect(lambda: self._remove(len(self._conditions) - 1))
        self.subcodes.toggled.connect(lambda _: self._tell())

    # What is shown

    def set_codes(self, nodes: Sequence[CodeNode]) -> None:
        """Offer these codes; what is asked for keeps its names true."""
        self._codes = {node.id: node for node in nodes}
        self.line.set_codes(nodes)
        self._show_chips()

    def set_known(self, known: Known) -> None:
        """Offer these attributes, coders and sources."""
        self._known = known
        self._show_chips()

    def query(self) -> Query:
        """The question as it stands."""
        return Query(expression_of(self._conditions, subcodes=self.subcodes.isChecked()), self._filters)

    def show_query(self, query: Query) -> bool:
        """Show a question; False, and nothing changed, where chips can't say it."""
        row = conditions_of(query.expression)
        if row is None:
            return False
        self._conditions, self._filters = row[0], query.filters
        self.subcodes.blockSignals(True)
        self.subcodes.setChecked(row[1])
        self.subcodes.blockSignals(False)
        self._show_chips()
        self._tell()
        return True

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self._conditions and self._filters == Filters()

    def fill_where(self) -> None:
        """Fill the menu of what else must hold."""
        filter_menu.fill(self.where.menu(), self._filters, self._known, self.set_filters, self._ask_range)

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for place, condition in enumerate(self._conditions):
            chip = self._condition_chip(place, condition)
            self._flow.insert(place, chip)
            self._chips.append(chip)
        for words in filter_menu.in_words(self._filters, self._known):
            chip = Chip(words.words, parent=self)
            chip.removed.connect(lambda without=words.without: self.set_filters(without))
            self._flow.insert(self._flow.count() - 2, chip)
            self._chips.append(chip)
        for chip in self._chips:
            chip.show()
        self.operator.setVisible(bool(self._conditions))
        self._order_by_the_eye()
        self.updateGeometry()

    def _condition_chip(self, place: int, condition: Condition) -> ConditionChip:
        node = self._codes.get(condition.code_id)
        name = node.name if node else self.tr("deleted code")
        chip = ConditionChip(
            condition, name, node.colour if node else "", first=place == 0, ask=self._ask_count, parent=self
        )
        chip.removed.connect(lambda: self._remove(place))
        chip.changed.connect(lambda changed: self._replace(place, changed))
        return chip

    def _order_by_the_eye(self) -> None:
        parts = [self._flow.itemAt(place) for place in range(self._flow.count())]
        widgets = [widget for part in parts if part is not None and (widget := part.widget()) is not None]
        for before, after in pairwise(widgets):
            QWidget.setTabOrder(before, after)

    # What is asked

    def set_filters(self, filters: Filters) -> None:
        """Ask for something else beside the codes."""
        self._filters = filters
        self._show_chips()
        self._tell()

    def _on_code(self, code_id: int) -> None:
        operator: Operator = self.operator.currentData()
        self._conditions.append(with_operator(Condition(code_id), operator))
        self._show_chips()
        self._tell()

    def _remove(self, place: int) -> None:
        if 0 <= place < len(self._conditions):
            del self._conditions[place]
            self._show_chips()
            self.line.setFocus()
            self._tell()

    def _replace(self, place: int, condition: Condition) -> None:
        self._conditions[place] = condition
        self._show_chips()
        self._tell()

    def _ask_count(self, title: str, label: str, now: int) -> int | None:
        text = self._prompts.ask_text(title, label, text=str(now))
        return int(text) if text and text.strip().isdecimal() else None

    def _ask_range(self, name: str) -> tuple[float | None, float | None] | None:
        text = self._prompts.ask_text(name, self.tr("From – to, such as 5-10, 5- or -10"))
        return filter_menu.range_of(text) if text else None

    def _tell(self) -> None:
        self.changed.emit(self.query())
