"""The page on which disagreements of coders are decided one by one, a keystroke each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from interviewcoder.analysis.method_profile import method_of, rejects_agreement
from interviewcoder.coding import codes
from interviewcoder.errors import InterviewCoderError
from interviewcoder.review import adjudication
from interviewcoder.review.dispute_views import Dispute, common
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.shortened_label import ShortenedLabel
from interviewcoder.ui.team.disagreements import figures, words
from interviewcoder.ui.team.disagreements.bar import Bar
from interviewcoder.ui.team.disagreements.deciding import Deciding
from interviewcoder.ui.team.disagreements.definition import DefinitionView
from interviewcoder.ui.team.disagreements.foot import Foot
from interviewcoder.ui.team.disagreements.list_view import DisputeList
from interviewcoder.ui.team.disagreements.passage_view import PassageView
from interviewcoder.ui.team.disagreements.rows import DisputeRows
from interviewcoder.ui.team.disagreements.sides_view import SidesView
from interviewcoder.ui.team.disagreements.walk import Filter, Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

_CONCERNED = ("segment", "adjudication", "code", "source", "turn", "speaker", "blind", "coder")
# Figures come when the hand rests: on a large study they take a moment, and so are waited for longer.
_FIGURES_AFTER_MS, _TIMES_AS_LONG = 120, 4
_LIST_WIDTH, _DEFINITION_WIDTH = 220, 220
_NARROW = 620
_SHARE_OF_SIDES = 0.48


class DisagreementsPage(QWidget):
    """A queue of disagreements. `told` says what was done, `passage_asked` where one wants to be led."""

    told = Signal(str)
    passage_asked = Signal(int, object)  # source, Span
    export_asked = Signal()
    coders_asked = Signal()

    def __init__(self, project: Project, signals: ProjectSignals, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self._project, self._signals, self._prompts = project, signals, prompts
        self.walk = Walk(project)
        self.bar = Bar(self)
        self.notice = ShortenedLabel(self)
        self.rows = DisputeRows(self)
        self.list = DisputeList(self.rows, self)
        self.kind = ShortenedLabel(self)
        self.passage = PassageView(self)
        self.sides = SidesView(self)
        self.definition = DefinitionView(self)
        self.foot = Foot(self)
        self.empty = EmptyPage(self)
        self._codes: dict[int, CodeNode] = {}
        self.deciding = Deciding(self, project, prompts)
        self._stale, self._trouble = True, ""
        self._figures = QTimer(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("Disagreements"))
        self.setFocusProxy(self.bar.who)
        self.kind.setProperty("role", "name")
        self.notice.setProperty("role", "hint")
        self.notice.setContentsMargins(12, 4, 12, 4)
        self._middle = QFrame(self)
        self._middle.setProperty("role", "sheet")
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.kind.setContentsMargins(14, 8, 8, 0)
        column.addWidget(self.kind)
        column.addWidget(self.passage, 1)
        line = QFrame(self)
        line.setProperty("role", "line")
        column.addWidget(line)
        column.addWidget(self.sides)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setHandleWidth(1)
        for part, width in ((self.list, 120), (self._middle, 220), (self.definition, 120)):
            part.setMinimumWidth(width)
            self._split.addWidget(part)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([_LIST_WIDTH, 400, _DEFINITION_WIDTH])
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._split)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.bar, self.notice):
            whole.addWidget(part)
        whole.addWidget(body, 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        self._figures.setSingleShot(True)
        self._figures.setInterval(_FIGURES_AFTER_MS)
        self._figures.timeout.connect(self._show_figures)
        self.bar.coders_chosen.connect(self.choose_coders)
        self.bar.filtered.connect(self.show_only)
        self.bar.ends_asked.connect(self.deciding.decide_ends)
        self.bar.export_asked.connect(self.export_asked)
        for part in (self.list, self.passage, self.foot):
            part.wished.connect(self.deciding.do)
        self.foot.left.connect(self.list.setFocus)
        self.passage.words_selected.connect(self._show_offers)
        self._split.splitterMoved.connect(lambda *_: self._fit_sides())
        self.list.doubleClicked.connect(lambda _: self.deciding.do("show"))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.empty.asked.connect(self._on_empty)
        self._signals.changed.connect(self._on_changed)
        self._signals.ended.connect(self._figures.stop)

    # What is shown

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.read_again()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Take the keyboard where something is to be decided."""
        (self.list if self.rows.disputes else self.bar.who).setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the definition out where there is no room for three columns."""
        super().resizeEvent(event)
        self.definition.setVisible(self.width() >= _NARROW)
        self._fit_sides()

    def _fit_sides(self) -> None:
        """Give what coders did the room it needs, as long as the passage has as much."""
        self.sides.setFixedHeight(min(self.sides.wanted_height(), round(self._middle.height() * _SHARE_OF_SIDES)))

    def read_again(self) -> None:
        """Read the queue; where one stood is kept."""
        before, row = self.current(), self.list.currentIndex().row()
        self._trouble, self._stale = "", False
        try:
            self.walk.read()
        except InterviewCoderError as error:
            self.walk.queue, self._trouble = None, f"{error.message} {error.hint}"
        self._codes = {node.id: node for node in codes.tree(self._project)}
        queue = self.walk.queue
        self.bar.show_people(self.walk.people(), self.walk.chosen)
        self.bar.show_choices(queue.disputes if queue is not None else (), self.walk.pairs(), self.walk.filter)
        self.bar.show_progress(len(queue.decided) if queue is not None else 0, queue.total if queue is not None else 0)
        self.foot.offer_reasons(adjudication.reasons(self._project))
        self._show_rows(before, row)
        self._figures.start()

    def show_only(self, chosen: Filter) -> None:
        """Show those that a filter takes."""
        self.walk.filter = chosen
        queue = self.walk.queue
        self.bar.show_choices(queue.disputes if queue is not None else (), self.walk.pairs(), chosen)
        self._show_rows(self.current(), self.list.currentIndex().row())

    def choose_coders(self, coder_ids: Sequence[int]) -> None:
        """Compare other coders; two at least."""
        if len(coder_ids) >= 2:
            self._prompts.attempt(lambda: self.walk.choose(coder_ids))
            self.deciding.forget()
        else:
            self.told.emit(self.tr("Disagreements need two coders."))
        self.read_again()

    def current(self) -> Dispute | None:
        """The disagreement that is looked at."""
        row = self.list.currentIndex().row()
        return self.rows.disputes[row] if 0 <= row < len(self.rows.disputes) else None

    def _show_rows(self, before: Dispute | None, row: int) -> None:
        shown = self.walk.shown()
        colours = {id_: node.colour for id_, node in self._codes.items()}
        self.rows.show_disputes(shown, colours)
        self._show_notice()
        self.foot.setVisible(bool(shown))
        if not shown:
            self._show_empty()
            self._show_one(None)
            return
        self._stack.setCurrentWidget(self._split)
        self.go_to(_place_of(before, shown, row))

    def _show_notice(self) -> None:
        queue = self.walk.queue
        names = queue.blind if queue is not None else ()
        told = self.tr("Not shown, since blind coding isn’t finished there: {names}").format(names=", ".join(names))
        self.notice.show_words(told if names else "")
        self.notice.setVisible(bool(names) and bool(queue and queue.total))

    def _show_empty(self) -> None:
        self._stack.setCurrentWidget(self.empty)
        queue = self.walk.queue
        names = words.listed([coder.name for coder in queue.coders]) if queue is not None else ""
        if queue is None:
            self.empty.show_state(
                "participants",
                self.tr("Disagreements need two coders"),
                self._trouble
                or self.tr("Let a second coder code the same interviews, here or in a copy that is merged."),
                self.tr("Coders and roles…"),
            )
        elif queue.total:
            self.empty.show_state("filter", self.tr("None is like that"), "", self.tr("Show all"))
        elif queue.blind:
            told = self.tr("Until everybody has finished, nothing is shown of {names}.")
            self.empty.show_state(
                "hidden", self.tr("Blind coding isn’t finished"), told.format(names=words.listed(queue.blind))
            )
        elif not queue.sources:
            told = self.tr("{names} have no source in common").format(names=names)
            hint = self.tr("Compare coders who have coded the same interviews: choose them above.")
            self.empty.show_state("coder", told, hint)
        else:
            told = self.tr("{names} agree everywhere").format(names=names)
            self.empty.show_state("done", told, self.tr("In each source they both coded there is nothing to decide."))

    def _on_empty(self) -> None:
        if self.walk.queue is None:
            self.coders_asked.emit()
        else:
            self.show_only(Filter())

    def _show_one(self, dispute: Dispute | None) -> None:
        transcript = self._transcript(dispute)
        self.passage.show_place(dispute, transcript)
        self.sides.show_sides(dispute, transcript, self.walk.names() if dispute is not None else {})
        self._fit_sides()
        nodes = [self._codes[id_] for id_ in dispute.code_ids if id_ in self._codes] if dispute is not None else []
        self.definition.show_codes(nodes)
        self.kind.show_words(self._head(dispute, transcript) if dispute is not None else "")
        self._show_offers()

    def _head(self, dispute: Dispute, transcript: Transcript | None) -> str:
        place = dispute.source
        if transcript is not None:
            numbers = [
                number for number, turn in enumerate(transcript.turns, 1) if turn.span.start <= dispute.span.start
            ]
            place = self.tr("{source}, turn {number}").format(source=place, number=numbers[-1]) if numbers else place
        return f"{words.kind_words(dispute)} · {place}"

    def _show_offers(self) -> None:
        dispute = self.current()
        selected = self.passage.selected() if dispute is not None else None
        touches = selected is not None and dispute is not None and selected.overlaps(dispute.span)
        self.foot.show_dispute(dispute, selected=touches, common=bool(dispute and common(dispute.sides)))

    def _transcript(self, dispute: Dispute | None) -> Transcript | None:
        return self._signals.transcript_of(dispute.source_id) if dispute is not None else None

    def text_of(self, source_id: int) -> str:
        """The words of a source."""
        return self._signals.transcript_of(source_id).text

    def _show_figures(self) -> None:
        queue, told, why = self.walk.queue, "", ""
        # A method that doesn't go by agreement has no use for figures; the places are worth talking about all the same.
        if queue is not None and self.isVisible() and not rejects_agreement(method_of(self._project)):
            begun = time.monotonic()
            try:
                found = adjudication.before_and_after(self._project, queue)
            except InterviewCoderError as error:
                why, found = error.message, None
            took_ms = round((time.monotonic() - begun) * 1000)
            self._figures.setInterval(max(_FIGURES_AFTER_MS, _TIMES_AS_LONG * took_ms))
            if found is not None:
                told, why = figures.figures_words(*found), figures.figures_note(found[0])
        self.bar.show_figures(told, why)

    # Where one is

    def now(self, dispute: Dispute) -> Dispute | None:
        """A disagreement as it is now; None where codings in it are others, or there is none any more."""
        disputes = self.walk.queue.disputes if self.walk.queue is not None else ()
        return next((each for each in disputes if each.key == dispute.key), None)

    def go_to_open(self, start: int) -> None:
        """Go to the first that is to be decided from a row on, and from the beginning after the end."""
        shown = self.rows.disputes
        around = [*range(start, len(shown)), *range(min(start, len(shown)))]
        place = next((each for each in around if shown[each].decision is None), None)
        if place is not None:
            self.go_to(place)
        elif shown:
            self.told.emit(self.tr("All that is shown is decided."))

    def go_to(self, row: int) -> None:
        """Look at the disagreement of a row."""
        index = self.rows.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._show_one(self.current())

    def go_to_place_of(self, dispute: Dispute) -> None:
        """Look at what is now in the place of a disagreement, where anything is shown."""
        if self.rows.disputes:
            self.go_to(_place_of(dispute, self.rows.disputes, self.list.currentIndex().row()))

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.row() != before.row():
            self._show_one(self.current())

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns(*_CONCERNED):
            return
        if self.isVisible():
            self.read_again()
        else:
            self._stale = True


def _place_of(before: Dispute | None, shown: Sequence[Dispute], row: int) -> int:
    """Where the one is that was looked at; else what is in its place now, else the first that is open."""
    if before is None:
        return next((place for place, each in enumerate(shown) if each.decision is None), 0)
    for place, each in enumerate(shown):
        if each.key == before.key:
            return place
    for place, each in enumerate(shown):
        same_code = each.source_id == before.source_id and set(each.code_ids) & set(before.code_ids)
        if same_code and each.span.overlaps(before.span):
            return place
    return min(max(row, 0), len(shown) - 1)
