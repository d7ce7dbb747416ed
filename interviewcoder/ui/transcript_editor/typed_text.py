"""From what Qt says of a document that is typed into to edits of the stored text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from interviewcoder.sources.pending_edits import PendingEdits
from interviewcoder.sources.rewording import edits_between
from interviewcoder.sources.text import Edit, Remapping, Span, normalise
from interviewcoder.ui.text_offsets import shown_text
from interviewcoder.ui.transcript_editor.page_text import BesideText, take_edit

if TYPE_CHECKING:
    from interviewcoder.ui.coding_view.page import Page


class TypedText(QObject):
    """Watches a page's document while it is typed into.

    The stored text is never read back out of the document: each change is
    taken over where it was made, and what stands there unchanged stays as it
    is stored, even where the document shows something else for it.
    """

    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._pending = PendingEdits("")
        self._watching = False
        # What stood beside the text before anything was typed.
        self._beside = BesideText.of(page)
        page.document().contentsChange.connect(self._on_contents_change)

    @property
    def edits(self) -> list[Edit]:
        """What was typed since `begin`, as edits of the text that the page showed then."""
        return self._pending.edits

    @property
    def base(self) -> str:
        """The text that the page showed at `begin`."""
        return self._pending.base

    def begin(self) -> None:
        """Watch from now on; what the page shows is what is stored."""
        self._pending = PendingEdits(self._page.text)
        self._watching = True

    def end(self) -> None:
        """Watch no longer."""
        self._watching = False

    def now(self, span: Span) -> Span | None:
        """Where a passage of the stored text is on the page now; None where nothing is left of it."""
        return Remapping(self.edits).span(span) if self.edits else span

    def checked(self) -> list[Edit]:
        """The edits, once more held against what is shown; the page has the last word."""
        shown = _document_text(self._page, 0, self._page.document().characterCount() - 1)
        if shown_text(self._pending.text) == shown:
            return self.edits
        # Not seen to happen. If Qt left a change unsaid, what a person sees is what they wrote.
        base = self._pending.base
        found = edits_between(shown_text(base), shown)
        return [Edit(edit.at, base[edit.at : edit.end], edit.inserted) for edit in found]

    def _on_contents_change(self, position: int, removed: int, added: int) -> None:
        if not self._watching or (not removed and not added):
            return
        page = self._page
        start = page.offsets.to_code_point(position)
        end = min(page.offsets.to_code_point(position + removed), len(page.text))
        old = page.text[start:end]
        # Qt counts the end of the last paragraph, which is no part of the text.
        new = _document_text(page, position, min(position + added, page.document().characterCount() - 1))
        edit = _difference(start, old, new, self._caret_within(position, position + added))
        if edit is None:
            return
        if not self._pending.edits:
            self._beside = BesideText.of(page)
        self._pending.take(edit)
        take_edit(page, edit, self._pending.text, self._pending.edits)
        if not self._pending.edits:
            # A coding whose words were taken out and put back is on all of them again.
            self._beside.put_back(page)
        self.changed.emit()

    def _caret_within(self, start: int, end: int) -> int | None:
        """How many of our characters of a range stand before the caret; None where the caret isn't in it."""
        caret = self._page.textCursor().position()
        return len(_document_text(self._page, start, caret)) if start <= caret <= end else None


def _document_text(page: Page, start: int, end: int) -> str:
    """What a range of the document shows, in our characters."""
    if end <= start:
        return ""
    cursor = QTextCursor(page.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    # One after the other: `translate` takes two hundred times as long, and this is read whenever it is stored.
    return normalise(cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))


def _difference(start: int, old: str, new: str, caret: int | None) -> Edit | None:
    """What is new in a stretch of text; what is shown by a stand-in counts as the same.

    Of what comes by an input method – an accent, Chinese, dictation – Qt says
    no more than that its paragraph is another. Where equal letters stand side
    by side, the two texts alone don't tell which came or went: it is those
    before the caret, for what is behind it was there before.
    """
    shown = shown_text(old)
    if shown == new:
        return None
    behind = 0 if caret is None else len(new) - caret
    if shown[max(0, len(shown) - behind) :] != new[len(new) - behind :]:
        behind = 0
    most = min(len(old), len(new)) - behind
    head = next((n for n in range(most) if shown[n] != new[n]), most)
    most -= head
    tail = next((n for n in range(most) if shown[-1 - behind - n] != new[-1 - behind - n]), most) + behind
    return Edit(start + head, old[head : len(old) - tail], new[head : len(new) - tail])
