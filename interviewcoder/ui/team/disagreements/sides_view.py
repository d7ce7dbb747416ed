"""What each coder did in a disputed place: their key, their colour, their words and memo; and what was decided."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from interviewcoder.sources.text import shortened
from interviewcoder.ui.coding_view.tints import Inks
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.team.disagreements import words

if TYPE_CHECKING:
    from interviewcoder.review.dispute_views import Dispute, Side
    from interviewcoder.sources.transcript import Transcript

_MOST = 160
_SIGN_WIDTH, _LINE = 22, 3.0


class SidesView(QScrollArea):
    """A row for each coder, below it what was decided or had been."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What each coder did"))
        self.told: list[str] = []
        self.show_sides(None, None, {})

    def show_sides(self, dispute: Dispute | None, transcript: Transcript | None, names: dict[str, str]) -> None:
        """Show what coders did; `names` are theirs by UUID."""
        sheet = QFrame(self)
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(6)
        self.told = []
        if dispute is not None and transcript is not None:
            grid = QGridLayout()
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(5)
            grid.setColumnStretch(1, 1)
            for number, side in enumerate(dispute.sides):
                self._add_side(grid, sheet, number, side, dispute, transcript)
            column.addLayout(grid)
            self._add_decision(column, sheet, dispute, names)
        column.addStretch(1)
        self.setWidget(sheet)

    def wanted_height(self) -> int:
        """How high it is where nothing has to be scrolled."""
        sheet = self.widget()
        layout = sheet.layout() if sheet is not None else None
        if layout is None or not self.told:
            return 0
        return max(layout.totalHeightForWidth(self.viewport().width()), 0)

    def _add_side(
        self, grid: QGridLayout, sheet: QWidget, number: int, side: Side, dispute: Dispute, transcript: Transcript
    ) -> None:
        said = [shortened(coding.span.text_in(transcript.text), _MOST) for coding in side.codings]
        told = words.side_words(side, dispute, said)
        grid.addWidget(_Sign(side.coder.colour, bool(side.codings), sheet), 2 * number, 0, Qt.AlignmentFlag.AlignTop)
        coded = parts.words("", sheet)
        coded.setTextFormat(Qt.TextFormat.RichText)
        coded.setText(f"<b>{number + 1}&nbsp;&nbsp;{escape(side.coder.name)}</b>&nbsp;&nbsp;{escape(told)}")
        grid.addWidget(coded, 2 * number, 1)
        memos = [coding.memo for coding in side.codings if coding.memo]
        if memos:
            noted = self.tr("Memo: {words}").format(words="\n".join(memos))
            grid.addWidget(parts.words(noted, sheet, "hint"), 2 * number + 1, 1)
        self.told.append(f"{side.coder.name}: {told}" + "".join(f" – {memo}" for memo in memos))

    def _add_decision(self, column: QVBoxLayout, sheet: QWidget, dispute: Dispute, names: dict[str, str]) -> None:
        told = ""
        if dispute.decision is not None:
            told = words.decided_words(dispute.decision, names)
        elif dispute.earlier is not None:
            told = words.reopened_words(dispute.earlier, names)
        if told:
            line = QFrame(sheet)
            line.setProperty("role", "line")
            column.addWidget(line)
            column.addWidget(parts.words(told, sheet, "hint"))
            self.told.append(told)


class _Sign(QWidget):
    """A piece of the line that is under a coder's words; an empty one where they have none."""

    def __init__(self, colour: str, coded: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour, self._coded = QColor(colour), coded
        self.setFixedSize(_SIGN_WIDTH, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = Inks(self.palette()).mark(self._colour)
        middle = QRectF(0, (self.height() - _LINE) / 2 + 1, self.width(), _LINE)
        if self._coded:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        else:
            painter.setPen(colour)
        painter.drawRoundedRect(middle.adjusted(0.5, 0, -0.5, 0), _LINE / 2, _LINE / 2)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Paint it anew in another theme."""
        super().changeEvent(event)
        self.update()
