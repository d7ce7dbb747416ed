"""Above the figures of agreement: whose, by which unit, of what, and where to write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QSpinBox, QToolButton, QWidget

from interviewcoder.analysis.agreement_values import UNITS, Settings
from interviewcoder.analysis.method_profile import METHODS, Method
from interviewcoder.ui import icons
from interviewcoder.ui.team.coder_choice import CoderChoice

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView

KINDS = ("code", "source", "pair")


class Bar(QFrame):
    """What is asked for. `coders_chosen` carries coders, `changed` says that something else was chosen."""

    coders_chosen = Signal(object)
    changed = Signal()
    rows_chosen = Signal()
    method_chosen = Signal(str)
    export_asked = Signal(str, bool)  # a kind of file, and whether it lists disagreements
    explanation_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.who = CoderChoice(self)
        self.unit = QComboBox(self)
        self.threshold = QSpinBox(self)
        self.kind = QComboBox(self)
        self.options = _button(self, self.tr("Options"), "")
        self.explain = _button(self, self.tr("What the figures depend on"), "question")
        self.export = _button(self, self.tr("Export"), "codebook")
        self._settings = Settings()
        self._fill()
        self._add_options()
        self._add_exports()
        self._lay_out()

    def show_people(self, people: Sequence[CoderView], chosen: Sequence[CoderView]) -> None:
        """Show who can be compared and who is."""
        self.who.show_people(people, [coder.id for coder in chosen])
        self.who.setVisible(bool(people))

    def show_settings(self, settings: Settings, *, every_source: bool) -> None:
        """Show how it is measured."""
        self._settings = settings
        for part in (self.unit, self.threshold):
            part.blockSignals(True)
        self.unit.setCurrentIndex(UNITS.index(settings.unit))
        self.threshold.setValue(round(settings.threshold * 100))
        for part in (self.unit, self.threshold):
            part.blockSignals(False)
        self.threshold.setVisible(settings.unit == "segment")
        self._interviewer.setChecked(settings.interviewer_turns)
        self._parents.setChecked(settings.parents)
        self._every_source.setChecked(every_source)

    def show_method(self, method: Method) -> None:
        """Show by which method the study works."""
        self._methods[method].setChecked(True)

    def show_figures_parts(self, shown: bool, *, pairs: bool) -> None:
        """Offer what only makes sense with figures, or don't."""
        for part in (self.unit, self.kind, self.explain, self.export):
            part.setVisible(shown)
        self.threshold.setVisible(shown and self._settings.unit == "segment")
        if pairs and self.kind.count() < len(KINDS):
            self.kind.addItem(self.tr("Pairs of coders"))
        elif not pairs and self.kind.count() == len(KINDS):
            self.kind.removeItem(KINDS.index("pair"))

    def settings(self) -> Settings:
        """How it is to be measured, as is chosen."""
        return replace(
            self._settings,
            unit=UNITS[self.unit.currentIndex()],
            threshold=self.threshold.value() / 100,
            interviewer_turns=self._interviewer.isChecked(),
            parents=self._parents.isChecked(),
        )

    @property
    def every_source(self) -> bool:
        """Whether sources count that not all have coded."""
        return self._every_source.isChecked()

    def _fill(self) -> None:
        names = (self.tr("By character"), self.tr("By turn"), self.tr("By segment"))
        for box in (self.unit, self.kind):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.unit.addItems(names)
        self.unit.setAccessibleName(self.tr("Unit"))
        self.unit.setToolTip(self.tr("What is compared: each character, each speaker’s turn, or what was coded"))
        self.unit.activated.connect(lambda _: self.changed.emit())
        self.threshold.setRange(1, 100)
        self.threshold.setSuffix(self.tr(" % shared"))
        self.threshold.setAccessibleName(self.tr("How much two segments must share"))
        self.threshold.setToolTip(self.tr("Two segments match that share so much of the text they cover together"))
        self.threshold.setKeyboardTracking(False)
        self.threshold.valueChanged.connect(lambda _: self.changed.emit())
        self.kind.addItems([self.tr("Codes"), self.tr("Sources")])
        self.kind.setAccessibleName(self.tr("What the rows are"))
        self.kind.activated.connect(lambda _: self.rows_chosen.emit())
        self.who.chosen.connect(self.coders_chosen)
        self.explain.clicked.connect(lambda: self.explanation_asked.emit())

    def _add_options(self) -> None:
        menu = QMenu(self.options)
        self._interviewer = self._check(menu, self.tr("Count the &interviewer’s turns"))
        self._parents = self._check(menu, self.tr("Codings also count for the codes &above"))
        self._every_source = self._check(menu, self.tr("Also sources that not &all have coded"))
        menu.addSeparator()
        methods = menu.addMenu(self.tr("The study’s &method"))
        group = QActionGroup(methods)
        self._methods: dict[Method, QAction] = {}
        for method, name in METHODS.items():
            action = self._methods[method] = QAction(name[:1].upper() + name[1:], methods)
            action.setCheckable(True)
            group.addAction(action)
            methods.addAction(action)
            action.triggered.connect(partial(self._on_method, method))
        self.options.setMenu(menu)
        self.options.setText(self.tr("Options"))

    def _check(self, menu: QMenu, words: str) -> QAction:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.triggered.connect(lambda _: self.changed.emit())
        menu.addAction(action)
        return action

    def _add_exports(self) -> None:
        menu = QMenu(self.export)
        for words, kind, places in (
            (self.tr("&Report as a Word document…"), "docx", True),
            (self.tr("Report as a &web page…"), "html", True),
            (self.tr("&Figures as a table (CSV)…"), "csv", False),
            (self.tr("&Disagreements as a table (CSV)…"), "csv", True),
        ):
            action = QAction(words, menu)
            action.triggered.connect(partial(self._on_export, kind, places))
            menu.addAction(action)
        self.export.setMenu(menu)
        self.export.setText(self.tr("Export"))
        self.explain.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self.explain.setToolTip(self.explain.accessibleName())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 6, 4)
        row.setSpacing(8)
        for part in (self.who, self.unit, self.threshold, self.kind, self.options):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.explain, self.export):
            row.addWidget(part)

    def _on_method(self, method: Method, _: bool = True) -> None:
        self.method_chosen.emit(method)

    def _on_export(self, kind: str, places: bool, _: bool = True) -> None:
        self.export_asked.emit(kind, places)


def _button(parent: QWidget, name: str, icon: str) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("role", "quiet")
    button.setAccessibleName(name)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if icon:
        icons.dress(button, icon)
    return button
