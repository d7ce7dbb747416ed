"""Above the queue: who is compared, how far one has come, the agreement before and after, and what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from interviewcoder.ui import icons
from interviewcoder.ui.passages_page.flow import FlowLayout
from interviewcoder.ui.team.coder_choice import CoderChoice
from interviewcoder.ui.team.disagreements.walk import Filter
from interviewcoder.ui.team.disagreements.words import kind_names
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView
    from interviewcoder.review.dispute_views import Dispute

_Value = TypeVar("_Value", int, str, tuple[int, int])
_WIDEST_BOX = 190
_LONGEST = 34


class Bar(QFrame):
    """`coders_chosen` carries ids, `filtered` a `Filter`; the others are what the menu offers."""

    coders_chosen = Signal(object)
    filtered = Signal(object)
    ends_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.who = CoderChoice(self)
        self.who.chosen.connect(lambda people: self.coders_chosen.emit([coder.id for coder in people]))
        self.progress = QLabel(self)
        self.figures = QLabel(self)
        self.filter = QToolButton(self)
        self.more = QToolButton(self)
        self.boxes = {name: QComboBox(self) for name in ("state", "code", "source", "kind", "pair")}
        self._choices: dict[str, list[object]] = {}
        self._name_parts()
        self._lay_out()

    def show_people(self, people: Sequence[CoderView], chosen: Sequence[int]) -> None:
        """Show who can be compared and who is."""
        self.who.show_people(people, chosen)

    def show_choices(
        self, disputes: Sequence[Dispute], pairs: Sequence[tuple[CoderView, CoderView]], chosen: Filter
    ) -> None:
        """Offer what there is to choose among."""
        codes = {id_: name for each in disputes for id_, name in zip(each.code_ids, each.code_names, strict=True)}
        sources = {each.source_id: each.source for each in disputes}
        states = {"open": self.tr("To be decided"), "decided": self.tr("Decided")}
        both = {(a.id, b.id): self.tr("{one} and {other}").format(one=a.name, other=b.name) for a, b in pairs}
        alike = sorted(codes.items(), key=lambda item: item[1].casefold())
        self._fill("state", self.tr("All"), states, chosen.state)
        self._fill("code", self.tr("All codes"), dict(alike), chosen.code_id)
        self._fill("source", self.tr("All sources"), sources, chosen.source_id)
        self._fill("kind", self.tr("All kinds"), kind_names(), chosen.kind)
        self._fill("pair", self.tr("All pairs"), both, chosen.pair)
        self.boxes["pair"].setVisible(bool(pairs))
        if chosen != Filter():
            self.filter.setChecked(True)

    def show_progress(self, decided: int, total: int) -> None:
        """Say how many of how many are decided."""
        self.progress.setText(
            self.tr("{decided} of {total} decided").format(decided=f"{decided:n}", total=f"{total:n}")
        )

    def show_figures(self, told: str, why: str) -> None:
        """Show the agreement before and after; `why` says what it is reckoned on."""
        self.figures.setText(told)
        self.figures.setToolTip(tip(why))
        self.figures.setAccessibleName(told)

    def chosen(self) -> Filter:
        """What is to be shown, as the boxes say."""
        values = {name: self._choices[name][box.currentIndex()] for name, box in self.boxes.items()}
        code_id, source_id, pair = values["code"], values["source"], values["pair"]
        return Filter(
            code_id if isinstance(code_id, int) else None,
            source_id if isinstance(source_id, int) else None,
            str(values["kind"] or ""),
            str(values["state"] or ""),
            pair if isinstance(pair, tuple) else None,
        )

    def _name_parts(self) -> None:
        self.progress.setProperty("role", "name")
        self.progress.setAccessibleName(self.tr("How many are decided"))
        self.figures.setProperty("role", "hint")
        self.filter.setProperty("role", "quiet")
        self.filter.setCheckable(True)
        self.filter.setText(self.tr("Filter"))
        self.filter.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.filter.setToolTip(self.tr("Show those of one code, source, kind or pair of coders"))
        self.filter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.filter.toggled.connect(self._on_filter)
        icons.dress(self.filter, "filter")
        self.more.setProperty("role", "quiet")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setAccessibleName(self.tr("More"))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.dress(self.more, "more")
        menu = QMenu(self.more)
        ends = QAction(self.tr("Decide those that only differ at their ends…"), menu)
        ends.triggered.connect(lambda: self.ends_asked.emit())
        export = QAction(self.tr("Export the decisions…"), menu)
        export.triggered.connect(lambda: self.export_asked.emit())
        menu.addActions([ends, export])
        self.more.setMenu(menu)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.who)
        head.addWidget(self.progress)
        head.addStretch(1)
        head.addWidget(self.figures)
        head.addWidget(self.filter)
        head.addWidget(self.more)
        self._chooser = QWidget(self)
        self._chooser.hide()
        flow = FlowLayout(self._chooser)
        flow.setContentsMargins(0, 0, 0, 2)
        names = {
            "state": self.tr("Open or decided"),
            "code": self.tr("Code"),
            "source": self.tr("Source"),
            "kind": self.tr("Kind"),
            "pair": self.tr("Coders who differ"),
        }
        for name, box in self.boxes.items():
            box.setAccessibleName(names[name])
            box.setMaximumWidth(_WIDEST_BOX)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _: self.filtered.emit(self.chosen()))
            flow.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 5)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._chooser)

    def _on_filter(self, shown: bool) -> None:
        self._chooser.setVisible(shown)
        if not shown and self._choices and self.chosen() != Filter():
            # What isn't seen doesn't hide anything.
            self.filtered.emit(Filter())

    def _fill(self, name: str, all_words: str, choices: Mapping[_Value, str], chosen: object) -> None:
        box = self.boxes[name]
        values: list[object] = [None, *choices]
        shown = [all_words, *(_short(words) for words in choices.values())]
        self._choices[name] = values
        if [box.itemText(place) for place in range(box.count())] != shown:
            box.clear()
            box.addItems(shown)
        box.setCurrentIndex(values.index(chosen) if chosen in values else 0)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
