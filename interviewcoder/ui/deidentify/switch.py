"""The switch between the original and the de-identified text of what is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal

from interviewcoder.privacy import pseudonyms
from interviewcoder.privacy.replaced_words import ReplacedWords, one_each
from interviewcoder.ui.coding_view.worded import stretches
from interviewcoder.ui.deidentify.worded_bar import WordedBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from interviewcoder.privacy.deidentified_text import DeidentifiedText
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.coding_view.page import Page
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.workspace import Workspace

_BELOW_HEADER = 1


@dataclass(frozen=True, slots=True)
class _Place:
    """How a page stands: source, size, how far it is scrolled, the two ends of what is selected."""

    source_id: int
    size: QSize
    scrolled: int
    anchor: int
    caret: int

    def bring_back(self, page: Page) -> None:
        """Let it stand so again."""
        page.select_positions(self.anchor, self.caret)
        page.verticalScrollBar().setValue(self.scrolled)


@dataclass(frozen=True, slots=True)
class _Left:
    """How the original was left, and how the de-identified text stood then."""

    before: _Place
    then: _Place


class WordingSwitch(QObject):
    """Lets transcripts be read de-identified, and marks in the original what is replaced. `switched` tells which.

    The de-identified text is for reading: codings are seen in their places,
    and none is made or changed. Whoever begins to correct gets the original.
    """

    switched = Signal(bool)

    def __init__(self, workspace: Workspace, strip: StatusStrip) -> None:
        super().__init__(workspace)
        self._project, self._reading, self._strip = workspace.project, workspace.reading, strip
        self.on = False
        self._left: _Left | None = None
        # Counted with each change of the decisions, so that nothing is read twice for the same.
        self._version = 0
        self._marked: object = None
        self._known: tuple[int, ReplacedWords] | None = None
        self.bar = WordedBar(self._reading)
        layout: QVBoxLayout = self._reading.layout()  # type: ignore[assignment]  # the stub knows layouts in general
        layout.insertWidget(_BELOW_HEADER, self.bar)
        self._reading.worded, self._reading.said = self._worded, self._said
        self._reading.view.may_code = self._may_code
        self._reading.editor.about_to_begin = lambda: self.set_on(False)
        self._reading.editor.toggled.connect(lambda _: self._show_state())
        self._reading.header.wording_toggled.connect(self.set_on)
        self.bar.original_asked.connect(lambda: self.set_on(False))
        workspace.state_changed.connect(self._show_state)
        workspace.signals.changed.connect(self._on_changed)

    def toggle(self) -> None:
        """Show the other of the two texts."""
        self.set_on(not self.on)

    def set_on(self, on: bool) -> None:
        """Show the de-identified text, or the original; what is read stays in place."""
        if on == self.on:
            return
        if on and not self._reading.editor.set_active(False):
            self._show_state()
            return
        left, now = self._left, self._place()
        self.on = on
        self._reading.show_anew()
        # Who only had a look at the other text is back where they were, to the line.
        if not on and left is not None and now == left.then:
            left.before.bring_back(self._reading.view.page)
        after = self._place()
        self._left = _Left(now, after) if on and now is not None and after is not None else None
        self._show_state()
        self.switched.emit(on)

    def _place(self) -> _Place | None:
        source, page = self._reading.source, self._reading.view.page
        if source is None:
            return None
        cursor = page.textCursor()
        return _Place(source.id, page.size(), page.scrolled, cursor.anchor(), cursor.position())

    # What the reading pane asks

    def _worded(self, source_id: int) -> DeidentifiedText | None:
        return pseudonyms.deidentified(self._project, source_id) if self.on else None

    def _said(self, words: str) -> str:
        return self._replaced_words().in_text(words) if self.on else words

    def _replaced_words(self) -> ReplacedWords:
        if self._known is None or self._known[0] != self._version:
            texts = {view.id: view.text for view in pseudonyms.listing(self._project)}
            forms = pseudonyms.known_forms(self._project).items()
            known = ReplacedWords(one_each((form, texts[id_]) for id_, said in forms for form in said))
            self._known = self._version, known
        return self._known[1]

    def _may_code(self) -> bool:
        if self.on:
            told = self.tr("The de-identified text is for reading. Codings are made in the original.")
            self._strip.tell_with_way(told, self.tr("Show the original"), lambda: self.set_on(False))
        return not self.on

    # What is to be seen

    def _on_changed(self, changes: Changes) -> None:
        if not changes.concerns("identifier", "pseudonym", "source", "deidentification"):
            return
        self._version += 1
        if self.on and changes.concerns("identifier", "pseudonym"):
            self._reading.show_anew()
        self._show_state()

    def _show_state(self) -> None:
        source, page = self._reading.source, self._reading.view.page
        state = (source and source.id, self._version, self.on, self._reading.editor.active, page.offsets)
        if state == self._marked:
            return
        self._marked = state
        shown = source is not None and source.has_text and bool(page.text)
        spans = []
        if source is not None and shown and not self._reading.editor.active:
            decided = pseudonyms.decisions(self._project, source.id)
            spans = [one.span for one in decided if one.pseudonym_id is not None]
        page.replaced = stretches(page.offsets, spans)
        page.viewport().update()
        offered = self.on or (shown and bool(pseudonyms.listing(self._project)))
        self._reading.header.show_wording(offered=bool(offered and shown), deidentified=self.on)
        if self.on and source is not None and shown:
            self.bar.show_words(self._told(source.id, len(spans)))
        else:
            self.bar.hide()

    def _told(self, source_id: int, count: int) -> str:
        words = self.tr("{count} passages replaced") if count != 1 else self.tr("1 passage replaced")
        told = [self.tr("De-identified text, for reading"), words.format(count=f"{count:n}")]
        reading = pseudonyms.reading_of(self._project, source_id)
        if reading is None:
            told.append(self.tr("nobody has read it through yet"))
        elif not reading.holds:
            told.append(self.tr("corrected since {coder} read it through").format(coder=reading.coder))
        else:
            told.append(self.tr("read through by {coder}").format(coder=reading.coder))
        return " · ".join(told)
