"""Look passages over before they are coded: tick them, go to them, code them in one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.coding import autocode, codes
from interviewcoder.coding.autocode import Around, Place
from interviewcoder.sources import catalogue
from interviewcoder.ui.autocode.around_box import AroundBox
from interviewcoder.ui.autocode.rows import PASSAGE, SOURCE, ProposedPainter, ProposedRows
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.workspace import Workspace

_NARROWEST_SOURCE, _WIDEST_SOURCE, _CODE_WIDTH = 90, 190, 150
_AIR_ABOVE = 40


class PassageTable(QTreeView):
    """The proposed passages. Space ticks what is selected; Return and a double click go there."""

    passage_asked = Signal(object)  # Place

    def __init__(self, rows: ProposedRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegateForColumn(PASSAGE, ProposedPainter(self))
        self.setAccessibleName(self.tr("Passages found"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setSectionsMovable(False)
        self.doubleClicked.connect(self._ask_passage)
        rows.modelReset.connect(self._fit_columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick at Space, go there at Return, before a dialog takes it for its button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._ask_passage()
        elif event.key() == Qt.Key.Key_Space:
            self._toggle()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        chosen = [self._rows.places[index.row()] for index in self.selectionModel().selectedRows()]
        if chosen:
            self._rows.tick(chosen, ticked=not all(map(self._rows.is_ticked, chosen)))

    def _ask_passage(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.passage_asked.emit(self._rows.places[index.row()])

    def _fit_columns(self) -> None:
        header = self.header()
        for column in range(self._rows.columnCount()):
            stretched = column == PASSAGE
            mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
        wanted = max(self.sizeHintForColumn(SOURCE), _NARROWEST_SOURCE) if self._rows.places else _NARROWEST_SOURCE
        header.resizeSection(SOURCE, min(wanted, _WIDEST_SOURCE, max(self.width() // 4, _NARROWEST_SOURCE)))
        if self._rows.columnCount() > PASSAGE + 1:
            header.resizeSection(PASSAGE + 1, _CODE_WIDTH)


class Proposal(QWidget):
    """Passages with the code they are to have, and the button that gives it to them. `applied` carries how many."""

    applied = Signal(int)
    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._project = workspace, workspace.project
        self._found: Sequence[Place] = ()
        self._left_out: set[Place] = set()
        self._note = ""
        self.made_by = ""
        self.rows = ProposedRows(lambda place: autocode.surroundings(self._project, place), self)
        self.table = PassageTable(self.rows, self)
        self.code = QLineEdit(self)
        self._count = parts.hint("", self)
        self.apply_button = parts.primary(QPushButton(self))
        self._close = QPushButton(self.tr("Close"), self)
        self._set_up()
        self._lay_out()
        self._fill_codes()
        self.show_places(())

    def _set_up(self) -> None:
        self.code.setAccessibleName(self.tr("Code"))
        self.code.setPlaceholderText(self.tr("Name of a code, old or new"))
        self.code.setClearButtonEnabled(True)
        self.code.textChanged.connect(self._sort_out)
        # A dialog's first button would be pressed by each Return.
        self._close.setAutoDefault(False)
        self.apply_button.setAutoDefault(False)
        # A shortcut of the button's own would go each time its words change.
        keys = QKeySequence("Ctrl+Return")
        QShortcut(keys, self).activated.connect(self.apply)
        self.apply_button.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))
        self.apply_button.clicked.connect(self.apply)
        self._close.clicked.connect(self.closed)
        self.rows.ticks_changed.connect(self._tell)
        self.table.passage_asked.connect(self._go_to)
        self._workspace.signals.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Code"), self)
        label.setBuddy(self.code)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(label)
        top.addWidget(self.code, 1)
        self._all = self._quiet(self.tr("Tick all"), ticked=True)
        self._none = self._quiet(self.tr("Tick none"), ticked=False)
        foot = QHBoxLayout()
        foot.addWidget(self._all)
        foot.addWidget(self._none)
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self.apply_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self._count)
        column.addLayout(foot)

    def _quiet(self, words: str, *, ticked: bool) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setText(words)
        button.clicked.connect(lambda: self.rows.tick(self.rows.places, ticked=ticked))
        return button

    def show_places(self, found: Sequence[Place], *, note: str = "") -> None:
        """Propose these passages; `note` is said where there are none, or what went wrong."""
        self._found, self._note = found, note
        self._sort_out()

    def say(self, note: str) -> None:
        """Propose nothing for now, and say why."""
        if self._found:
            self.show_places((), note=note)
        else:
            self._note = note
            self._tell()

    def chosen(self) -> list[Place]:
        """The passages that are ticked."""
        return self.rows.ticked()

    def apply(self) -> None:
        """Give the ticked passages their code, in one step."""
        shown = self.rows.places
        # What is being typed in the transcript may move the passages: then they have to be looked over again.
        if not self.apply_button.isEnabled() or not self._workspace.save_pending() or self.rows.places != shown:
            return
        chosen, made = self.chosen(), list[int]()

        def step() -> None:
            made.append(autocode.apply(self._project, chosen, code=self.code.text(), made_by=self.made_by))

        if self._workspace.autocode.prompts.attempt(step):
            self.applied.emit(made[0])

    def _sort_out(self) -> None:
        """Show what hasn't its code already."""
        self._left_out = autocode.coded_already(self._project, self._found, self.code.text())
        shown = [place for place in self._found if place not in self._left_out]
        if shown != list(self.rows.places):
            self.rows.show_places(shown, {source.id: source.name for source in catalogue.listing(self._project)})
        else:
            self._tell()

    def _tell(self) -> None:
        places, ticked = self.rows.places, self.chosen()
        told = self._note
        if places:
            told = self.tr("{ticked} of {count} ticked").format(ticked=f"{len(ticked):n}", count=f"{len(places):n}")
        if self._left_out:
            left = self.tr("{count} left out: they have this code already").format(count=f"{len(self._left_out):n}")
            told = f"{told} · {left}" if told else left
        self._count.setText(told)
        words = self.tr("Code {count} passages") if len(ticked) != 1 else self.tr("Code 1 passage")
        self.apply_button.setText(words.format(count=f"{len(ticked):n}") if ticked else self.tr("Code passages"))
        coded = bool(self.code.text().strip()) or all(place.code for place in ticked)
        self.apply_button.setEnabled(bool(ticked) and coded)
        self._all.setEnabled(len(ticked) < len(places))
        self._none.setEnabled(bool(ticked))

    def _fill_codes(self) -> None:
        nodes = codes.tree(self._project)
        completer = QCompleter([codes.path_of(nodes, node.id) for node in nodes], self.code)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.code.setCompleter(completer)

    def _go_to(self, place: Place) -> None:
        self._workspace.show_passage(place.source_id, place.span)
        uncover(self._workspace, self.window(), place.span)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("code"):
            self._fill_codes()
        if changes.concerns("code", "segment", "coder"):
            self._sort_out()


class CodeHitsDialog(QDialog):
    """Code all hits of a search, those that a person ticks. Shown beside the window, which stays usable.

    `hits` are passages by source, in the order of the sources and their texts;
    `what` is what found them (“search: nurse”) and is kept with the codings.
    """

    def __init__(self, workspace: Workspace, hits: Sequence[tuple[int, Span]], what: str) -> None:
        super().__init__(workspace)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Code all hits"))
        self._workspace, self._hits = workspace, list(hits)
        self._words = self._words_of_hits()
        self.proposal = Proposal(workspace, self)
        self.proposal.made_by = what
        self.around = AroundBox(self)
        self._lay_out(what)
        self.around.chosen.connect(self._show)
        self.proposal.applied.connect(self._on_applied)
        self.proposal.closed.connect(self.close)
        workspace.signals.changed.connect(self._on_changed)
        workspace.installEventFilter(self)
        self._show(self.around.around())
        self.setGeometry(beside_transcript(workspace, self.size()))
        self.proposal.code.setFocus()

    def _lay_out(self, what: str) -> None:
        column = parts.column(self)
        top = QHBoxLayout()
        top.addWidget(parts.heading(what, self), 1)
        top.addWidget(QLabel(self.tr("What is coded"), self))
        top.addWidget(self.around)
        column.addLayout(top)
        column.addWidget(self.proposal, 1)
        self.resize(820, 400)

    def _show(self, around: Around) -> None:
        found = autocode.around_hits(self._workspace.project, self._hits, around)
        self.proposal.show_places(found, note=self.tr("No hits."))

    def _words_of_hits(self) -> list[str]:
        return autocode.words_of(self._workspace.project, self._hits)

    def _on_applied(self, made: int) -> None:
        tell_coded(self._workspace, made)
        self.close()

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("source") and self._hits and self._words_of_hits() != self._words:
            # Where the hits were there are other words now.
            self._hits, self._words = [], []
            self.proposal.show_places((), note=self.tr("The transcripts have changed. Search again."))
        elif changes.concerns("source", "turn") and self._hits:
            # Their sentences and turns may be others now.
            self._show(self.around.around())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go when the project goes."""
        if event.type() == QEvent.Type.Hide:
            self.close()
        return False


def tell_coded(workspace: Workspace, made: int) -> None:
    """Say how many passages were coded."""
    words = workspace.tr("Coded {count} passages") if made != 1 else workspace.tr("Coded 1 passage")
    workspace.reading.told.emit(words.format(count=f"{made:n}"))


def uncover(workspace: Workspace, dialog: QWidget, span: Span) -> None:
    """Let a passage that was gone to be seen beside a dialog: scroll it up, else move the dialog out of its way."""
    page = workspace.reading.view.page
    stretch = page.offsets.to_qt(span.start), page.offsets.to_qt(span.end)
    if not dialog.frameGeometry().intersects(page.place_on_screen(*stretch)):
        return
    page.verticalScrollBar().setValue(round(page.geometry_of_text.top_of(stretch[0])) - _AIR_ABOVE)
    covered = page.place_on_screen(*stretch)
    if dialog.frameGeometry().intersects(covered):
        window = workspace.window().geometry()
        above = window.top() if covered.center().y() > window.center().y() else covered.bottom() + _AIR_ABOVE
        dialog.move(dialog.x(), max(above, workspace.screen().availableGeometry().top()))


def beside_transcript(workspace: Workspace, wanted: QSize) -> QRect:
    """Give a place low in the window, so that the passages one goes to are seen above it."""
    window = workspace.window().frameGeometry()
    screen = workspace.screen().availableGeometry()
    width, height = min(wanted.width(), screen.width()), min(wanted.height(), screen.height())
    left = window.left() + (window.width() - width) // 2
    top = window.bottom() - height - 40
    left = max(screen.left(), min(left, screen.right() - width))
    return QRect(left, max(screen.top(), min(top, screen.bottom() - height)), width, height)
