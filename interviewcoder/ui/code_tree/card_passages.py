"""All passages of a code, in context, to go to: of all sources or of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QListView, QVBoxLayout, QWidget

from interviewcoder.coding.code_passages import CodePassages, SourceShare
from interviewcoder.coding.participants import people_of
from interviewcoder.sources.voices import Voices, told_apart
from interviewcoder.ui.code_tree.passage_rows import PassagePainter, PassageRows
from interviewcoder.ui.people_words import people_words

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.project.file import Project

# Who speaks is found out so many sources and codings at a time, so that the window goes on.
_SOURCES_AT_ONCE = 20
_CODINGS_AT_ONCE = 1000
_KNOWN_SOURCES = 200


class CardPassages(QWidget):
    """Says how many passages there are and shows them; a click or Return asks for one.

    They are read while somebody looks: who has another page open waits for nothing.
    """

    asked = Signal(int, object)  # source id, Span

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._node: CodeNode | None = None
        self._stale = False
        # Read once: a code's passages may lie in every source, and it is shown again with each coding.
        self._voices: dict[int, Voices] = {}
        self._people: set[str] = set()
        self._to_hear: list[SourceShare] = []
        self._count = QLabel(self)
        self._count.setProperty("role", "hint")
        self._count.setWordWrap(True)
        self.source = QComboBox(self)
        self.source.setAccessibleName(self.tr("Passages of which source"))
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rows = PassageRows(self)
        self.list = QListView(self)
        self._hearing = QTimer(self)
        self._hearing.setInterval(0)
        self._lay_out()
        self.source.activated.connect(self._on_source)
        self.list.clicked.connect(self._on_asked)
        self.list.activated.connect(self._on_asked)
        self._hearing.timeout.connect(self._hear_some)

    def show_code(self, node: CodeNode) -> None:
        """Show the passages of a code; of another one, those of all sources, from the first on."""
        if self._node is None or self._node.id != node.id:
            self.source.clear()
            self.list.scrollToTop()
        self._node = node
        self._stale = True
        if self.isVisible():
            self._read()

    def forget_voices(self) -> None:
        """Ask anew who says the passages, when a code is shown next."""
        self._voices.clear()

    def showEvent(self, event: object) -> None:
        """Read what was chosen while nobody looked."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event, handed on as it came
        if self._stale:
            self._read()

    def _lay_out(self) -> None:
        self.list.setProperty("role", "side")
        self.list.setAccessibleName(self.tr("Passages of this code"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(PassagePainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        inset = QVBoxLayout()
        inset.setContentsMargins(12, 0, 12, 0)
        inset.setSpacing(4)
        inset.addWidget(self._count)
        inset.addWidget(self.source)
        column.addLayout(inset)
        column.addWidget(self.list, 1)
        # Holds the words up where there is no list below them.
        column.addStretch(0)

    def _read(self) -> None:
        node = self._node
        if node is None:
            return
        self._stale = False
        wanted = self.source.currentData()
        passages = CodePassages(self._project, node.id)
        self._offer(passages.sources, wanted)
        if self.source.currentData() is not None:
            passages = CodePassages(self._project, node.id, self.source.currentData())
        scrolled = self.list.verticalScrollBar().value()
        self.rows.show_passages(passages)
        self.list.setVisible(len(passages) > 0)
        self.list.verticalScrollBar().setValue(scrolled)
        self._people = set()
        self._to_hear = list(passages.sources)
        if sum(share.codings for share in self._to_hear[:_SOURCES_AT_ONCE]) <= _CODINGS_AT_ONCE:
            # The few of most codes are heard at once; nothing flickers then.
            self._hear_some()
        else:
            self._count.setText(self._words(node))
        if self._to_hear:
            self._hearing.start()

    def _offer(self, shares: list[SourceShare], wanted: int | None) -> None:
        """Offer the sources that have the code."""
        total = sum(share.codings for share in shares)
        self.source.clear()
        self.source.addItem(self.tr("All sources ({count})").format(count=total), None)
        for share in shares:
            self.source.addItem(f"{share.name} ({share.codings})", share.id)
        self.source.setCurrentIndex(max(self.source.findData(wanted), 0) if wanted is not None else 0)
        self.source.setVisible(len(shares) > 1)

    def _hear_some(self) -> None:
        node, now, codings = self._node, list[SourceShare](), 0
        while self._to_hear and len(now) < _SOURCES_AT_ONCE and codings < _CODINGS_AT_ONCE:
            now.append(self._to_hear.pop(0))
            codings += now[-1].codings
        if node is not None and now:
            if len(self._voices) > _KNOWN_SOURCES:
                self._voices.clear()
            self._people |= people_of(self._project, node.id, [share.id for share in now], known=self._voices)
        if not self._to_hear:
            self._hearing.stop()
        if node is not None:
            self._count.setText(self._words(node))

    def _words(self, node: CodeNode) -> str:
        total, sources = node.references, node.sources
        if not total:
            return self.tr("Not used yet")
        if total == 1:
            words = self.tr("1 coding")
        elif sources == 1:
            words = self.tr("{count} codings in 1 source").format(count=total)
        else:
            words = self.tr("{count} codings in {sources} sources").format(count=total, sources=sources)
        if self._to_hear:
            return words
        if not self._people:
            return words + " · " + self.tr("only the interviewer speaks")
        # Sources that stand in for people are told already.
        if len(self._people) > 1 and told_apart(self._people)[0]:
            return words + " · " + people_words(self._people)
        return words

    def _on_source(self) -> None:
        self._read()
        self.list.scrollToTop()

    def _on_asked(self, index: QModelIndex) -> None:
        passage = self.rows.passage(index.row())
        if passage is not None:
            self.asked.emit(passage.source_id, passage.span)
