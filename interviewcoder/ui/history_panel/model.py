"""The steps of the history as rows: newest on top, by day, read as far as somebody has scrolled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
)

from interviewcoder.project import seeing, steps
from interviewcoder.ui.rows import NOWHERE, AnyIndex
from interviewcoder.ui.step_words import labels_of, reason_of, step_words
from interviewcoder.ui.wording import day_words, tip

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.steps import StepView

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
# A filter that few steps pass is read for until about a screen of them is found, in pieces that nobody notices.
_ENOUGH = 60
_LAID_OUT = 5_000


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of the history: a "step", the "day" above steps, "now" above the newest that holds, or the "start"."""

    kind: str
    words: str
    step: StepView | None = None
    day: date | None = None


class HistoryModel(QAbstractListModel):
    """The rows. `refresh` follows a change by reading what is new; `searching` says that more is being looked for."""

    searching = Signal(bool)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._coder, self._kind, self._text = "", "", ""
        self._rows: list[HistoryRow] = []
        self._steps: list[StepView] = []
        self._read_to: int | None = None
        self._whole = False
        self._more = QTimer(self)
        self._more.setInterval(0)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._read_on)
        self.extent = steps.Extent(None, None, None)
        self._told_to: tuple[object, ...] = ()
        self._read_anew()

    # What is shown

    def choose(self, *, coder: str = "", kind: str = "", text: str = "") -> None:
        """Show the steps of one coder, one of `step_words.KINDS`, and those whose words hold a text; empty: all."""
        chosen = (coder, kind, text.strip().casefold())
        if chosen != (self._coder, self._kind, self._text):
            self._coder, self._kind, self._text = chosen
            self._read_anew()

    @property
    def is_filtered(self) -> bool:
        """Whether steps may be left out."""
        return bool(self._coder or self._kind or self._text)

    @property
    def is_whole(self) -> bool:
        """Whether all was read there is."""
        return self._whole

    def row(self, place: int) -> HistoryRow:
        """One row."""
        return self._rows[place]

    def step_count(self) -> int:
        """How many steps are shown so far."""
        return len(self._steps)

    def place_of(self, step_id: int) -> QModelIndex:
        """Where a step is; an invalid index where it isn't, or isn't read yet."""
        found = (n for n, row in enumerate(self._rows) if row.step is not None and row.step.id == step_id)
        return self.index(next(found, -1))

    def place_of_now(self) -> QModelIndex:
        """Where the line between what holds and what was taken back is; invalid where it isn't read yet."""
        return self.index(next((n for n, row in enumerate(self._rows) if row.kind == "now"), -1))

    def is_undone(self, row: HistoryRow) -> bool:
        """Whether a row is of what was taken back."""
        return row.step is not None and row.step.id > (self.extent.now or 0)

    # Following changes

    def refresh(self, *, at_top: bool = False) -> None:
        """Read what was done since; rows below it stay as they are.

        Where somebody looks `at_top`, what was read far below is let go of: Qt lays every row out anew.
        """
        before, self.extent = self.extent, steps.extent(self._project)
        if self._told_to != _told_to(self._project):
            self._read_anew()
            return
        if self.extent == before:
            return
        many = (self.extent.newest or 0) - (before.now or 0) > steps.PAGE and self.extent.newest != before.newest
        many |= at_top and len(self._steps) > _LAID_OUT
        if self.extent.oldest != before.oldest or before.now is None or many:
            self._read_anew()
            return
        if self.extent.newest != before.newest:
            # Other work was done: what had been taken back is gone.
            held = [step for step in self._steps if step.id <= before.now]
            self._steps = [*self._read(after=before.now), *held]
        self._renew_head(min(before.now, self.extent.now or 0))

    def _renew_head(self, until: int) -> None:
        """Lay out anew the rows of the steps after one; those before stay."""
        kept = next((n for n, row in enumerate(self._rows) if row.step is not None and row.step.id <= until), None)
        if kept is None:
            kept = len(self._rows)
        below = self._rows[kept:]
        first = below[0].step if below else None
        head = [step for step in self._steps if first is None or step.id > first.id]
        rows = list(self._laid_out(head, None, with_start=not below and self._whole))
        if first is not None:
            # What `first` needs above it: its day, and the present moment if that is right there.
            rows = list(self._laid_out([*head, first], None))[:-1]
        if kept:
            self.beginRemoveRows(QModelIndex(), 0, kept - 1)
            del self._rows[:kept]
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self._rows[:0] = rows
            self.endInsertRows()

    def _read_anew(self) -> None:
        self._more.stop()
        self._told_to = _told_to(self._project)
        self.extent = steps.extent(self._project)
        self.beginResetModel()
        self._rows, self._steps, self._read_to, self._whole = [], [], None, False
        self._append_page()
        self.endResetModel()
        self._ask_for_more()

    # Reading

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether there are older steps."""
        return not parent.isValid() and not self._whole

    def fetchMore(self, parent: AnyIndex) -> None:
        """Read older steps."""
        self._read_on()

    def _read_on(self) -> None:
        if self._whole:
            self.searching.emit(False)
            return
        before = len(self._rows)
        found, whole = self._older()
        rows = list(self._laid_out(found, self._rows[-1] if self._rows else None, with_start=whole))
        if rows:
            self.beginInsertRows(QModelIndex(), before, before + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()
        self._ask_for_more()

    def _append_page(self) -> None:
        found, whole = self._older()
        self._rows += self._laid_out(found, None, with_start=whole)

    def _ask_for_more(self) -> None:
        searching = bool(self._text) and not self._whole and len(self._steps) < _ENOUGH
        if searching:
            self._more.start()
        self.searching.emit(searching)

    def _older(self) -> tuple[list[StepView], bool]:
        page = self._page(before=self._read_to)
        if page:
            self._read_to = page[-1].id
        self._whole = len(page) < steps.PAGE
        found = [step for step in page if self._passes(step)]
        self._steps += found
        return found, self._whole

    def _read(self, *, after: int) -> list[StepView]:
        return [step for step in self._page(after=after) if self._passes(step)]

    def _page(self, *, before: int | None = None, after: int = 0) -> list[StepView]:
        labels = labels_of(self._kind) if self._kind else ()
        return steps.page(self._project, before=before, after=after, labels=labels, coder=self._coder, limit=steps.PAGE)

    def _passes(self, step: StepView) -> bool:
        return not self._text or self._text in _words(step).casefold() or self._text in reason_of(step.about).casefold()

    # Rows

    def _laid_out(
        self, found: Sequence[StepView], above: HistoryRow | None, *, with_start: bool = False
    ) -> Iterator[HistoryRow]:
        """Rows of steps, below a row, with the lines between them."""
        now_told = any(row.kind == "now" for row in self._rows) if above is not None else False
        day = above.day if above is not None else None
        for step in found:
            if not now_told and step.id <= (self.extent.now or 0):
                now_told = True
                yield HistoryRow("now", self.tr("Now"))
            its_day = step.at.astimezone().date()
            if its_day != day:
                day = its_day
                yield HistoryRow("day", self._day_words(day), day=day)
            yield HistoryRow("step", _words(step), step, day)
        if with_start:
            if not now_told:
                yield HistoryRow("now", self.tr("Now"))
            yield HistoryRow("start", self.tr("Beginning of the history"))

    def _day_words(self, day: date) -> str:
        today = date.today()
        if day == today:
            return self.tr("Today")
        if day == today - timedelta(days=1):
            return self.tr("Yesterday")
        return QLocale().toString(_qdate(day), QLocale.FormatType.LongFormat)

    # Qt's side

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """Say how many rows are read."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let steps and the beginning be chosen; the lines between are only passed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if self._rows[index.row()].kind in ("step", "start"):
            flags |= Qt.ItemFlag.ItemIsSelectable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the words, all that is known of a step, or the row itself to who paints it."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.words, *self._details(row)) if part)
        if role == Qt.ItemDataRole.ToolTipRole and row.step is not None:
            return tip("\n".join(part for part in (row.words, *self._details(row)) if part))
        return None

    def _details(self, row: HistoryRow) -> tuple[str, ...]:
        if row.step is None:
            return ()
        reason = reason_of(row.step.about)
        return (
            self.tr("Reason: {reason}").format(reason=reason) if reason else "",
            moment_words(row.step),
            row.step.coder,
            self.tr("Taken back") if self.is_undone(row) else "",
        )


def time_words(step: StepView) -> str:
    """When in the day a step was done, on this machine's clock."""
    at = step.at.astimezone()
    return f"{at:%H:%M}"


def moment_words(step: StepView) -> str:
    """When a step was done, with its day."""
    day = day_words(_qdate(step.at.astimezone().date()))
    return f"{day} {time_words(step)}"


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _told_to(project: Project) -> tuple[object, ...]:
    """What the words of steps depend on besides the steps: who reads them, what they may see, coders' names."""
    return project.coder.id, seeing.hidden_sources(project), tuple(steps.coders(project))


def _words(step: StepView) -> str:
    return step_words(step.label, step.about, step.ids)
