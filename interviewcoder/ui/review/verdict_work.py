"""Agreeing with codings and querying them, one after the other, by single keys."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from interviewcoder.review import verdicts
from interviewcoder.review.verdicts import AGREE, QUERY, Progress, VerdictView
from interviewcoder.ui.review.note_entry import NoteEntry

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.coding_view.marks import Mark
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.review.work import ReviewWork
    from interviewcoder.ui.workspace import Workspace

_SIGNS = {AGREE: "agree", QUERY: "question"}
_KEYS = {"+": AGREE, "?": QUERY}
# What changes a coding in the transcript: while one reviews, the others' codings stay as they are.
_CHANGING = (Qt.Key.Key_Delete, Qt.Key.Key_F2)
_MOVING = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class VerdictWork(QObject):
    """Gives verdicts on the coding one stands on, shows them beside the text, and leads to the next coding.

    `changed` tells that a verdict or the coding one stands on is another.
    """

    changed = Signal()

    def __init__(self, work: Workspace, prompts: Prompts, review: ReviewWork) -> None:
        super().__init__(review)
        self._work, self._prompts, self._review = work, prompts, review
        self._view = work.reading.view
        self._given: dict[int, list[VerdictView]] = {}
        self._source_id: int | None = None
        # Counted once, until a verdict or a coding is another: the caret moves often.
        self._progress: Progress | None = None
        self._entry = NoteEntry(self._view)
        self._entry.written.connect(self._on_written)
        self._view.margin.more_signs = self._signs
        self._view.margin.also_told = self._told
        self._view.page.installEventFilter(self)
        self._view.page.cursorPositionChanged.connect(self.changed)
        self._view.coding.current_changed.connect(self.changed)
        # A click moves the caret before it lets go of what was selected, which still means the coding there.
        self._view.passage_selected.connect(lambda _: self.changed.emit())
        work.signals.changed.connect(self._on_changed)

    def show_source(self, source_id: int | None) -> None:
        """Read the verdicts on the codings of the source that is shown."""
        self._source_id = source_id
        self._given = verdicts.in_source(self._work.project, source_id) if source_id is not None else {}
        self._view.margin.update()
        self.changed.emit()

    # What there is

    def mark(self) -> Mark | None:
        """The coding one stands on."""
        return self._view.coding.the_one_meant() if self._view.transcript is not None else None

    def own(self, segment_id: int) -> VerdictView | None:
        """One's own verdict on a coding of the shown source."""
        return next((one for one in self._given.get(segment_id, ()) if one.is_own), None)

    def others(self, segment_id: int) -> list[VerdictView]:
        """The others' verdicts on a coding of the shown source."""
        return [one for one in self._given.get(segment_id, ()) if not one.is_own]

    def progress(self) -> Progress:
        """How far one has come, in all sources."""
        if self._progress is None:
            self._progress = verdicts.progress(self._work.project)
        return self._progress

    def is_own_coding(self, mark: Mark) -> bool:
        """Whether it is one's own, on which one gives no verdict."""
        return mark.segment.coder_id == self._work.project.coder.id

    # What is done

    def agree(self, segment_id: int | None = None) -> None:
        """Agree with a coding, or the one one stands on, and go to the next that waits."""
        mark = self._asked(segment_id)
        if mark is not None and self._give(mark.id, AGREE, None):
            self._go_on(mark, self.tr("Agreed with “{code}”"))

    def query(self, segment_id: int | None = None) -> None:
        """Query a coding, or the one one stands on, asking for a note."""
        mark = self._asked(segment_id)
        if mark is not None:
            self._open_entry(mark, QUERY)

    def note(self, segment_id: int | None = None) -> None:
        """Ask for the note beside the verdict that one gave."""
        mark = self._asked(segment_id)
        if mark is not None:
            own = self.own(mark.id)
            self._open_entry(mark, own.verdict if own is not None else AGREE)

    def take_back(self, segment_id: int | None = None) -> None:
        """Take one's verdict back."""
        mark = self._asked(segment_id)
        if mark is None:
            return
        if self.own(mark.id) is None:
            self._review.tell(self.tr("You gave no verdict on “{code}”.").format(code=mark.segment.code_name))
        elif self._prompts.attempt(lambda: verdicts.take_back(self._work.project, mark.id)):
            words = self.tr("Verdict on “{code}” taken back").format(code=mark.segment.code_name)
            self._review.tell(words)

    def next_unreviewed(self) -> None:
        """Go to the next coding without a verdict of one's own; behind the last one from the beginning again."""
        mark = self.mark()
        found = verdicts.next_to_review(self._work.project, mark.id if mark is not None else self._before_caret())
        if found is not None:
            self._review.go_to_coding(found)
            return
        progress = self.progress()
        done = self.tr("You have reviewed all {count} codings.").format(count=f"{progress.codings:,}")
        self._review.tell(done if progress.codings else self.tr("There are no codings of others to review."))

    def _asked(self, segment_id: int | None) -> Mark | None:
        if not self._work.reading.editor.save_pending():
            return None
        mark = self.mark() if segment_id is None else self._view.coding.mark(segment_id)
        if mark is None:
            self._review.tell(self.tr("Put the caret into a coded passage, or click its stripe beside the text."))
        elif self.is_own_coding(mark):
            self._review.tell(self.tr("“{code}” is your own coding here.").format(code=mark.segment.code_name))
            return None
        return mark

    def _before_caret(self) -> int | None:
        """The last coding that begins before the caret, behind which one goes on; None where there is none."""
        at = self._view.page.textCursor().position()
        before = [mark for mark in self._view.page.marks if mark.start < at]
        return before[-1].id if before else None

    def _open_entry(self, mark: Mark, verdict: str) -> None:
        self._view.coding.mean(mark)
        own = self.own(mark.id)
        title = self.tr("Query · {code}") if verdict == QUERY else self.tr("Agree · {code}")
        placeholder = self.tr("What is in question? (optional)") if verdict == QUERY else self.tr("Note (optional)")
        place = self._view.page.place_on_screen(mark.start, mark.end)
        note = own.note if own is not None else ""
        title = title.format(code=mark.segment.code_name)
        self._entry.open_at(place, mark.id, verdict, title, note, placeholder)

    def _on_written(self, segment_id: int, verdict: str, note: str) -> None:
        mark = self._view.coding.mark(segment_id)
        before = self.own(segment_id)
        if before is not None and (before.verdict, before.note) == (verdict, note.strip()):
            return
        if self._give(segment_id, verdict, note) and mark is not None:
            words = self.tr("Queried “{code}”") if verdict == QUERY else self.tr("Agreed with “{code}”")
            self._go_on(mark, words)

    def _give(self, segment_id: int, verdict: str, note: str | None) -> bool:
        before = self.own(segment_id)
        if before is not None and before.verdict == verdict and note is None:
            return True
        if note is None and before is not None:
            # What was queried is no reason to agree.
            note = ""
        return self._prompts.attempt(lambda: verdicts.give(self._work.project, segment_id, verdict, note=note))

    def _go_on(self, mark: Mark, words: str) -> None:
        """Say what was done, and go to the next coding that waits; from the last one nowhere."""
        found = verdicts.next_to_review(self._work.project, mark.id)
        progress = self.progress()
        done, there = f"{progress.codings - progress.left:,}", f"{progress.codings:,}"
        told = words.format(code=mark.segment.code_name)
        if found is not None:
            self._review.go_to_coding(found)
        count = self.tr("{done} of {there} codings reviewed").format(done=done, there=there)
        self._review.tell(f"{told} · {count}")

    # What is seen

    def _signs(self, segment_id: int) -> list[str]:
        """The signs behind a coding's name: one's own verdict, and each that another gave."""
        given = [one.verdict for one in self._given.get(segment_id, ())]
        return [_SIGNS[verdict] for verdict in (AGREE, QUERY) if verdict in given]

    def _told(self, segment_id: int) -> list[str]:
        """The verdicts on a coding, each in a line of rich text."""
        lines = []
        for one in self._given.get(segment_id, ()):
            words = self.tr("{name} agrees") if one.verdict == AGREE else self.tr("{name} queries this")
            if one.is_own:
                words = self.tr("You agree") if one.verdict == AGREE else self.tr("You query this")
            told = words.format(name=one.coder) + (f": {one.note}" if one.note else "")
            lines.append(escape(told).replace("\n", "<br>"))
        return lines

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("verdict", "source", "coder", "blind") or (changes.concerns("segment") and self._given):
            self._progress = None
            self.show_source(self._source_id)
        elif changes.concerns("segment"):
            self._progress = None
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Listen to the keys, where a coding is under them and nobody types."""
        if not isinstance(event, QKeyEvent) or self._work.reading.editor.active:
            return False
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if self._kept_from(event):
            return True
        verdict = _KEYS.get(event.text())
        if verdict is None or event.modifiers() & _COMMANDS or self._view.transcript is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.agree() if verdict == AGREE else self.query()
        return True

    def _kept_from(self, event: QKeyEvent) -> bool:
        """Keep a key from changing somebody else's coding while one reviews; F2 proposes another code instead."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if not self._review.reviewing.on or not (event.key() in _CHANGING or (alt and event.key() in _MOVING)):
            return False
        mark = self.mark()
        if mark is None or self.is_own_coding(mark):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_F2 and not event.modifiers():
                self._review.proposing.propose_recoding(mark.id)
            else:
                self._review.tell(self.tr("While you review, others’ codings stay. F2 proposes another code."))
        return True
