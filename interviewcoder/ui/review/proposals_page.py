"""The page of proposals: what was proposed, by whom and why, and where it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QSplitter, QStackedLayout, QStyleOptionViewItem, QWidget

from interviewcoder.review import proposals, review_copy
from interviewcoder.review.proposals import ACCEPTED, OPEN, REJECTED, ProposalView
from interviewcoder.ui import icons
from interviewcoder.ui.empty_page import EmptyPage
from interviewcoder.ui.review.proposal_sheet import ProposalSheet, proposal_words, state_words
from interviewcoder.ui.review.words import short_moment
from interviewcoder.ui.rows import NOWHERE, AnyIndex, RowPainter, inks, is_chosen
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts

PROPOSAL_ROLE = int(Qt.ItemDataRole.UserRole)
_SIDE, _ICON, _AIR, _GAP = 12, 18, 7, 10
_DRAWINGS = {OPEN: "proposal", ACCEPTED: "done", REJECTED: "cancel"}
_LIST, _SHEET = 420, 360


class ProposalRows(QAbstractListModel):
    """Proposals in the order they are given: open ones first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.proposals: Sequence[ProposalView] = ()

    def show_proposals(self, found: Sequence[ProposalView]) -> None:
        """Show others."""
        self.beginResetModel()
        self.proposals = found
        self.endResetModel()

    def place_of(self, proposal_id: int | None) -> QModelIndex:
        """Where one is; an invalid index where it isn't."""
        place = next((place for place, one in enumerate(self.proposals) if one.id == proposal_id), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many there are."""
        return 0 if parent.isValid() else len(self.proposals)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what is proposed, all of it as a tooltip, or the proposal to who paints it."""
        if not index.isValid():
            return None
        proposal = self.proposals[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return proposal_words(proposal)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = "\n\n".join(filter(None, (proposal_words(proposal), proposal.reason, state_words(proposal))))
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return proposal if role == PROPOSAL_ROLE else None


class ProposalPainter(RowPainter):
    """Paints how it stands as an icon, what is proposed, and quietly who, when and why."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Give every row one height."""
        return QSize(120, round(2 * QFontMetricsF(option.font).height() + 2 * _AIR + 2))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one proposal."""
        proposal: ProposalView = index.data(PROPOSAL_ROLE)
        ink, quiet = inks(option)
        accent = ink if is_chosen(option) else option.palette.color(QPalette.ColorRole.Link)
        box = QRectF(option.rect).adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        drawing = icons.drawn(
            _DRAWINGS[proposal.state],
            accent if proposal.is_open else quiet,
            _ICON,
            painter.device().devicePixelRatioF(),
        )
        painter.drawPixmap(round(box.left()), round(box.center().y() - _ICON / 2), drawing)
        box.setLeft(box.left() + _ICON + _GAP)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if proposal.is_open else QFont.Weight.Normal)
        told = [proposal.coder, short_moment(proposal.created_at)]
        told += [state_words(proposal)] if not proposal.is_open else []
        told += [" ".join(proposal.reason.split())] if proposal.reason else []
        half = box.height() / 2
        for line, words, face, colour in (
            (box.adjusted(0, 0, 0, -half), proposal_words(proposal), font, ink if proposal.is_open else quiet),
            (box.adjusted(0, half, 0, 0), " · ".join(told), option.font, quiet),
        ):
            painter.setFont(face)
            painter.setPen(colour)
            shown = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class ProposalsPage(QWidget):
    """Lists the proposals; the chosen one is accepted or rejected beside it."""

    coding_asked = Signal(int)
    code_asked = Signal(int)
    told = Signal(str)

    def __init__(
        self, project: Project, signals: ProjectSignals, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._stale = project, False
        self._rows = ProposalRows(self)
        self.list = QListView(self)
        may_decide = review_copy.this_copy(project) is None
        self.sheet = ProposalSheet(project, prompts, self, may_decide=may_decide)
        self._empty = EmptyPage(self)
        self._lay_out()
        signals.changed.connect(self._on_changed)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.sheet.decided.connect(self._on_decided)
        self.sheet.coding_asked.connect(self.coding_asked)
        self.sheet.code_asked.connect(self.code_asked)
        self.refresh()

    def refresh(self) -> None:
        """Read the proposals again; the chosen one stays."""
        self._stale = False
        chosen = self.sheet.proposal
        found = proposals.listing(self._project)
        self._rows.show_proposals(found)
        self._stack.setCurrentIndex(0 if found else 1)
        place = self._rows.place_of(chosen.id if chosen else None)
        if not place.isValid() and found:
            place = self._rows.index(0)
        self.list.setCurrentIndex(place)
        self.sheet.show_proposal(place.data(PROPOSAL_ROLE) if place.isValid() else None)

    def _on_chosen(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.sheet.show_proposal(current.data(PROPOSAL_ROLE))

    def _on_decided(self, words: str) -> None:
        self.told.emit(words)
        waiting = next((one for one in self._rows.proposals if one.is_open), None)
        if waiting is not None:
            self.list.setCurrentIndex(self._rows.place_of(waiting.id))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns("proposal", "code", "coder"):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _lay_out(self) -> None:
        self.list.setProperty("role", "side")
        self.list.setAccessibleName(self.tr("Proposals"))
        self.list.setModel(self._rows)
        self.list.setItemDelegate(ProposalPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty.show_state(
            "proposal",
            self.tr("No proposals yet"),
            self.tr(
                "A right click on a code or a coding proposes another name, to merge, split or move it, or to recode."
            ),
        )
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.sheet)
        split.setSizes([_LIST, _SHEET])
        body = QFrame(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(split)
        self._stack.addWidget(self._empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(body)
        self.setFocusProxy(self.list)
