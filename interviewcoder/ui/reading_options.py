"""How the transcript is read: which codings are looked at, and how the text is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from interviewcoder.ui.coding_view.focus import Focus, hidden_by, still_there
from interviewcoder.ui.coding_view.focus_menu import Choices, FocusMenu, Person
from interviewcoder.ui.transcript_looks import TranscriptLooks

if TYPE_CHECKING:
    from interviewcoder.coding.segments import SegmentView
    from interviewcoder.settings import Settings
    from interviewcoder.ui.workspace import Workspace


class ReadingOptions(QObject):
    """The focus and the looks of the transcript of an open project; neither changes the project.

    A focus on codes and coders goes along from source to source, one on
    speakers ends with theirs.
    """

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._reading, self._view = workspace.reading, workspace.reading.view
        self.looks = TranscriptLooks(workspace.reading, settings)
        self.focus = Focus()
        self._menu: FocusMenu | None = None
        self._coders: dict[int, str] = {}
        # Hears of the codings of the source that is open, each time they are shown.
        self.on_codings: Callable[[Sequence[SegmentView]], object] = lambda segments: None
        self._view.hidden = self._hidden
        self._view.all_asked.connect(self.show_all)
        self._reading.header.focus_asked.connect(self.open_menu)
        self._reading.focus_bar.change_asked.connect(self.open_menu)
        self._reading.focus_bar.clear_asked.connect(self.show_all)
        workspace.codes.focus_asked.connect(self.focus_on_codes)
        self._view.page.installEventFilter(self)

    def focus_on_codes(self, code_ids: Iterable[int]) -> None:
        """Look at the codings of these codes alone, with those of the codes below them."""
        self.set_focus(Focus(codes=frozenset(code_ids)))

    def show_all(self) -> None:
        """Look at all codings again."""
        self.set_focus(Focus(below=self.focus.below))

    def set_focus(self, focus: Focus) -> None:
        """Look at some codings."""
        if focus == self.focus or not self._reading.editor.save_pending():
            return
        self.focus = focus
        self._view.set_segments(self._view.segments)

    def open_menu(self) -> None:
        """Open the pop-up to choose what is looked at."""
        transcript = self._view.transcript
        if transcript is None:
            return
        if self._menu is None:
            self._menu = FocusMenu(self._reading)
            self._menu.chosen.connect(self.set_focus)
        segments = self._view.segments
        by_coder = Counter(segment.coder_id for segment in segments)
        speakers = [Person(one.id, one.label, self._said_by(one.id)) for one in transcript.speakers]
        coders = [Person(id_, self._coders[id_], by_coder[id_]) for id_ in sorted(self._coders, key=self._coders.get)]  # type: ignore[arg-type]  # every key has a name
        used = Counter(segment.code_id for segment in segments)
        mine = self._workspace.project.coder.id
        button = self._reading.header.focus
        place = button.rect().translated(button.mapToGlobal(button.rect().topLeft()))
        self._menu.open_at(place, Choices(self._view.codes, used, coders, speakers, mine), self.focus)

    def _said_by(self, speaker_id: int) -> int:
        transcript = self._view.transcript
        turns = transcript.turns if transcript is not None else ()
        alone = Focus(speakers=frozenset({speaker_id}))
        return len(self._view.segments) - len(hidden_by(alone, self._view.segments, (), turns))

    # What is seen of it

    def _hidden(self, segments: Sequence[SegmentView]) -> frozenset[int]:
        """Give the codings that aren't to be seen, and say so above the text."""
        transcript, nodes = self._view.transcript, self._view.codes
        if self.focus and transcript is not None:
            there = [speaker.id for speaker in transcript.speakers]
            codes = (node.id for node in nodes)
            self.focus = still_there(self.focus, codes=codes, coders=self.focus.coders, speakers=there)
        self._coders.update({segment.coder_id: segment.coder for segment in segments})
        turns = transcript.turns if transcript is not None else ()
        hidden = hidden_by(self.focus, segments, nodes, turns)
        self._view.page.let_step_back(self.focus.speakers or None)
        shown = len(segments) - len(hidden)
        bar, header = self._reading.focus_bar, self._reading.header
        if self.focus:
            bar.show_focus(shown, len(segments), self._words())
        else:
            bar.hide()
        header.show_focus(shown, len(segments), some=bool(self.focus))
        self.on_codings(segments)
        return hidden

    def _words(self) -> str:
        focus, transcript = self.focus, self._view.transcript
        names = [node.name for node in self._view.codes if node.id in focus.codes]
        told = [", ".join(names)] if names else []
        if transcript is not None and focus.speakers:
            labels = ", ".join(one.label for one in transcript.speakers if one.id in focus.speakers)
            told.append(self.tr("said by {speakers}").format(speakers=labels))
        if focus.coders:
            coders = ", ".join(sorted(self._coders.get(id_, "") or self._own_name(id_) for id_ in focus.coders))
            told.append(self.tr("coded by {coders}").format(coders=coders))
        if focus.exemplars:
            told.append(self.tr("exemplars"))
        return " · ".join(told)

    def _own_name(self, coder_id: int) -> str:
        coder = self._workspace.project.coder
        return coder.name if coder.id == coder_id else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Escape show everything again, where it has nothing else to let go of."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape or not self.focus:
            return False
        if self._reading.editor.active or self._view.page.selected() is not None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self.show_all()
            return True
        return False
