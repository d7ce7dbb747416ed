"""Correct a transcript where it is read and coded: what is typed is stored as one goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from interviewcoder.sources import correcting, receipts
from interviewcoder.sources.text import Span
from interviewcoder.ui.transcript_editor.page_text import follow_text
from interviewcoder.ui.transcript_editor.receipt_words import receipt_words
from interviewcoder.ui.transcript_editor.speakers import SpeakerWork
from interviewcoder.ui.transcript_editor.typed_text import TypedText
from interviewcoder.ui.transcript_editor.typing_keys import TypingKeys

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.correcting import Receipt
    from interviewcoder.sources.receipts import Snapshot
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.coding_view.view import CodingView
    from interviewcoder.ui.key_bindings import KeyBindings
    from interviewcoder.ui.prompts import Prompts

PAUSE_MS = 2000
# Who types on and on doesn't lose more than this, should the machine stop.
_LONGEST_MS = 10_000
UNSURE_BELOW = 0.5
_LEAD_IN_MS = 1000


class TranscriptEditor(QObject):
    """Lets the page of a view be typed into, and stores what is typed in steps that undo can take back.

    `receipt_made` says in words what the corrections meant for the codings,
    and carries the `Receipt`, `memos_lost` the ids of memos whose passages
    have no words left; `time_asked` is a moment in ms. `pending_changed` tells
    whether something is typed that isn't stored yet.
    """

    toggled = Signal(bool)
    told = Signal(str)
    receipt_made = Signal(str, object)
    memos_lost = Signal(str, object)
    time_asked = Signal(int)
    pending_changed = Signal(bool)

    def __init__(
        self, project: Project, view: CodingView, prompts: Prompts, keys: KeyBindings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._view, self._prompts = project, view, prompts
        self._transcript: Transcript | None = None
        # What was on which words before anything was corrected; of the last correcting once that has ended.
        self.before: Snapshot | None = None
        self._stored = self._said_pending = False
        self._storing = False
        self.active = False
        self.marks_unsure = True
        # The places that are open to be checked; None where nobody has looked for them.
        self.doubtful: Sequence[Span] | None = None
        # So long after the last key what is typed is stored.
        self.pause_ms = PAUSE_MS
        # Where the recording is, in ms; the player says it.
        self.position_ms: Callable[[], int] = lambda: 0
        # What is done before correcting begins: the page must show what is stored.
        self.about_to_begin: Callable[[], object] = lambda: None
        # What the key of the next doubtful place does while one corrects.
        self.next_doubt: Callable[[], object] = self.next_unsure
        self._typed = TypedText(view.page)
        self.keys = TypingKeys(view.page, keys)
        self.speakers = SpeakerWork(project, view, prompts, keys, self)
        self._since_first = QElapsedTimer()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.save_pending)
        self._paragraph = -1
        self._connect()

    def _connect(self) -> None:
        self._typed.changed.connect(self._on_typed)
        self._view.page.cursorPositionChanged.connect(self._on_caret_moved)
        self.keys.left.connect(self.save_pending)
        self.keys.wished.connect(self._on_wish)
        self.keys.speaker_asked.connect(self.speakers.set_numbered)
        self.speakers.about_to_change.connect(self.save_pending)
        self.speakers.told.connect(self.told)
        self._view.gutter.menu_asked.connect(self.speakers.open_menu)
        self._view.page.unsure = self._unsure

    @property
    def pending(self) -> bool:
        """Whether something is typed that isn't stored yet."""
        return self.active and bool(self._typed.edits)

    # The transcript

    def show_transcript(self, transcript: Transcript | None) -> None:
        """Take over that another transcript is shown; correcting ends with the one before.

        Who would keep what is typed has ended it before: what the one before
        is gone for can't be stored in it.
        """
        if self.active and not self.set_active(False):
            self._switch(False)
        self._transcript = transcript
        self.speakers.transcript = transcript

    def follow(self, transcript: Transcript) -> None:
        """Take over a transcript of the same source whose words or turns were changed; carets stay in place."""
        self._typed.end()
        follow_text(self._view.page, transcript)
        self._transcript = self.speakers.transcript = transcript
        if self.active:
            self._view.page.document().clearUndoRedoStacks()
            self._typed.begin()
        self._tell_pending()

    def now(self, span: Span) -> Span | None:
        """Where a passage of the stored text is on the page, given what is typed since."""
        return self._typed.now(span) if self.active else span

    # Correcting

    def set_active(self, active: bool) -> bool:
        """Begin or end correcting; what is typed is stored at the end.

        False where that failed: correcting goes on, so that nothing typed is lost.
        """
        if active == self.active or (active and self._transcript is None):
            return True
        if not active and not self.save_pending():
            self.told.emit(self.tr("What you typed isn’t stored yet, so the transcript stays open."))
            # Whoever asked for the end by a button that stays down sees that it didn't come.
            self.toggled.emit(True)
            return False
        if active:
            self.about_to_begin()
        self._switch(active)
        return True

    def _switch(self, active: bool) -> None:
        if not active:
            self._pause.stop()
            self._typed.end()
        self.active = self.keys.active = self.speakers.on_click = active
        self._view.set_typing(active)
        if active and self._transcript is not None:
            self.before, self._stored = receipts.snapshot(self._project, self._transcript.source_id), False
            self._typed.begin()
            self._view.setFocus()
        self._view.page.viewport().update()
        self.toggled.emit(active)
        self._tell_pending()
        if not active and self._stored and self.before is not None:
            self._tell_receipt(receipts.receipt_since(self._project, self.before))

    def _tell_receipt(self, receipt: Receipt) -> None:
        words = receipt_words(receipt)
        self.receipt_made.emit(words, receipt)
        if receipt.memos_to_look_at and not receipt.to_look_at:
            self.memos_lost.emit(words, receipt.memos_to_look_at)

    def _tell_pending(self) -> None:
        if self.pending != self._said_pending:
            self._said_pending = self.pending
            self.pending_changed.emit(self.pending)

    def set_marks_unsure(self, on: bool) -> None:
        """Draw dots under the words that the recogniser wasn't sure of, or don't."""
        self.marks_unsure = on
        self._view.page.viewport().update()

    def save_pending(self) -> bool:
        """Store what is typed; False where that failed, and it is still there to be stored."""
        if not self.pending or self._storing or self._transcript is None:
            return True
        self._pause.stop()
        source_id, edits = self._transcript.source_id, self._typed.checked()
        self._storing = True
        try:
            done = self._prompts.attempt(lambda: correcting.correct_text(self._project, source_id, edits))
        finally:
            self._storing = False
        self._stored |= done
        self._tell_pending()
        return done

    def take_stored(self) -> None:
        """Take it that the text was corrected here by other means than typing: it belongs to the receipt."""
        self._stored = True

    def undo_typing(self, *, undo: bool) -> bool:
        """Take back, or do again, what was typed since the last storing; False where there is nothing of that."""
        document = self._view.page.document()
        if not self.active or not (document.isUndoAvailable() if undo else document.isRedoAvailable()):
            return False
        if undo:
            document.undo()
        else:
            document.redo()
        return True

    def next_unsure(self) -> None:
        """Go to the next word that the recogniser wasn't sure of, select it and play it."""
        self.save_pending()
        if self._transcript is None:
            return
        at = self._view.page.offsets.to_code_point(self._view.page.textCursor().selectionEnd())
        word = self._transcript.words.next_unsure(at - 1 if at == 0 else at, UNSURE_BELOW)
        if word is None:
            self.told.emit(self.tr("No unsure word comes after this place."))
            return
        self._view.select(word.span)
        self.time_asked.emit(max(0, word.start_ms - _LEAD_IN_MS))

    # What happens

    def _on_typed(self) -> None:
        self._tell_pending()
        if not self._pause.isActive():
            self._since_first.start()
        self._pause.start(0 if self._since_first.elapsed() > _LONGEST_MS else self.pause_ms)
        block = self._view.page.textCursor().blockNumber()
        if "\n" in "".join(edit.inserted + edit.removed for edit in self._typed.edits):
            # Turns are divided or joined: who speaks them is told by what is stored.
            self._pause.start(0)
        self._paragraph = block

    def _on_caret_moved(self) -> None:
        block = self._view.page.textCursor().blockNumber()
        if self.pending and block != self._paragraph:
            self._pause.start(0)
        self._paragraph = block

    def _on_wish(self, wish: str) -> None:
        wishes: dict[str, Callable[[], object]] = {
            "leave": lambda: self.set_active(False),
            "time_mark": lambda: self._write(correcting.time_mark(self.position_ms())),
            "inaudible": lambda: self._write(f"[inaudible {correcting.time_mark(self.position_ms())[1:-3]}]"),
            "split_turn": self.keys.split,
            "join_turn": self.keys.join,
            "next_doubt": lambda: self.next_doubt(),
            "swap_speakers": self.speakers.swap,
        }
        wishes[wish]()

    def _write(self, mark: str) -> None:
        cursor = self._view.page.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        text, at = cursor.block().text(), cursor.positionInBlock()
        # Positions count UTF-16 units, and so does what Qt hands out below.
        document, first = self._view.page.document(), cursor.block().position()
        before = document.characterAt(first + at - 1) if at else ""
        after = document.characterAt(first + at) if at < cursor.block().length() - 1 and text else ""
        cursor.insertText(correcting.spaced(mark, str(before), str(after)))
        cursor.endEditBlock()
        self._view.page.setTextCursor(cursor)

    def _unsure(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the positions of the unsure words between two positions."""
        if not (self.active and self.marks_unsure) or self._transcript is None:
            return
        page = self._view.page
        drift = sum(abs(edit.shift) for edit in self._typed.edits)
        shown = page.span_of(start, min(end, page.document().characterCount() - 1))
        edits, near = self._typed.edits, Span(shown.start - drift, shown.end + drift)
        for span in self._unsure_spans(near):
            there = self._typed.now(span) if edits else span
            if there is not None:
                yield page.offsets.to_qt(there.start), page.offsets.to_qt(there.end)

    def _unsure_spans(self, near: Span) -> Iterator[Span]:
        if self.doubtful is not None:
            yield from (span for span in self.doubtful if span.overlaps(near))
        elif self._transcript is not None:
            words = self._transcript.words.within(near)
            yield from (word.span for word in words if word.confidence < UNSURE_BELOW)
