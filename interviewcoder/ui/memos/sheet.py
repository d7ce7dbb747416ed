"""The memo that is read or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from interviewcoder.coding import memos
from interviewcoder.coding.memo_places import JOURNAL, About, MemoKey, MemoLink, MemoView
from interviewcoder.sources.text import as_name, normalise
from interviewcoder.ui import icons
from interviewcoder.ui.code_tree.card_fields import LineField
from interviewcoder.ui.memos import drafts
from interviewcoder.ui.memos.drafts import Draft
from interviewcoder.ui.memos.fields import LinkList, MemoText
from interviewcoder.ui.memos.words import about_words, drawing_of, writer_words
from interviewcoder.ui.shortened_label import show_shortened
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

PAUSE_MS = 2000
_TEXT_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class MemoSheet(QFrame):
    """Shows a memo and lets a person write it: what is written until it is left is one step of undo.

    `stored` carries the key of a memo that was just written down for the first time.
    """

    stored = Signal(object)
    go_asked = Signal(object)  # About
    passage_asked = Signal(int, object)  # source id, Span
    link_asked = Signal()
    deletion_asked = Signal()

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._memo: MemoView | None = None
        self._new: Draft | None = None
        self._storing = False
        self._about_text = ""
        self.setProperty("role", "sheet")
        self.setAccessibleName(self.tr("Memo"))
        self._about = self._button("", self.tr("Go to what this memo is about"))
        self._private = self._button("unlocked", self.tr("Private: goes into no report and no copy for others"))
        self._delete = self._button("delete", self.tr("Delete this memo"))
        self.title = LineField(self)
        self.text = MemoText(self)
        self.links = LinkList(self)
        self._writer = QLabel(self)
        self._points_to = QLabel(self.tr("Points to"), self)
        self._link = self._button("link", self.tr("Let this memo point to the selected passage (Ctrl+Shift+L)"))
        self._leaving, self._pause = QTimer(self), QTimer(self)
        self._draft_kept = False
        self._lay_out()
        self._connect()

    @property
    def key(self) -> MemoKey | None:
        """The memo that is shown; None for a new one, or where there is none."""
        return self._memo.key if self._memo is not None else None

    @property
    def is_open(self) -> bool:
        """Whether there is a memo to read or write, an old or a new one."""
        return self._memo is not None or self._new is not None

    # What is shown

    def show_memo(self, memo: MemoView | None) -> None:
        """Show a memo; what was written on another is stored first."""
        if self._memo is None or memo is None or memo.key != self._memo.key:
            self.save_pending()
            self._new = None
        same = self._memo is not None and memo is not None and memo.key == self._memo.key
        self._memo = memo
        self.setVisible(memo is not None)
        if memo is None:
            return
        self._show_about(memo.kind, memo.about, memo.about_name, memo.quote)
        self._show_field(self.title, memo.title, same=same)
        self._show_field(self.text, memo.text, same=same)
        self._show_marks(memo.key.stands_alone, private=memo.private)
        self._show_links(memo.links, stands_alone=memo.key.stands_alone)
        self._writer.setText(writer_words(memo))
        self._delete.setEnabled(True)

    def begin(self, kind: str, about: About) -> None:
        """Begin a new memo; it is stored when something is written."""
        self.save_pending()
        self._memo = None
        self._new = Draft(None, kind, about, "", "", private=kind == JOURNAL)
        self._show_about(kind, about, *memos.named(self._project, about))
        self.title.show_stored("")
        self.text.show_stored("")
        self._show_marks(True, private=self._new.private)
        self._show_links((), stands_alone=True)
        self._writer.setText(self._project.coder.name)
        self._delete.setEnabled(False)
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_new(self) -> None:
        """Give up a new memo on which nothing is written."""
        if self._new is not None and not self._is_changed():
            self._new = None
            self.hide()

    def set_passage_there(self, there: bool) -> None:
        """Say whether a passage is selected that the memo could point to."""
        self._link.setEnabled(there)

    def _show_field(self, field: LineField | MemoText, text: str, *, same: bool) -> None:
        # What somebody is writing isn't taken from under their hands.
        if not same or field.written() == field.stored():
            field.show_stored(text)

    def _show_about(self, kind: str, about: About, name: str, quote: str) -> None:
        self._about_text = about_words(kind, about, name, quote)
        icons.dress(self._about, drawing_of(JOURNAL if kind == JOURNAL else about.kind))
        leads = kind != JOURNAL and about.kind != "project"
        self._about.setEnabled(leads)
        self._about.setToolTip(tip(self._about_text) if leads else "")
        self._about.setAccessibleDescription(self._about_text)
        self._elide()

    def _show_links(self, links: Sequence[MemoLink], *, stands_alone: bool) -> None:
        self.links.show_links(links)
        self._points_to.setText(self.tr("Points to") if links else "")
        self._points_to.setVisible(stands_alone)

    def _show_marks(self, stands_alone: bool, *, private: bool) -> None:
        for part in (self.title, self._private, self._link):
            part.setVisible(stands_alone)
        self._private.setChecked(private)
        self._draw_private(private)

    def _draw_private(self, private: bool) -> None:
        icons.dress(self._private, "locked" if private else "unlocked")
        self._private.setText(self.tr("Private") if private else "")
        style = _TEXT_BESIDE if private else Qt.ToolButtonStyle.ToolButtonIconOnly
        self._private.setToolButtonStyle(style)
        self._elide()

    # What is written

    def save_pending(self) -> bool:
        """Store what was written; False where that failed, and it is still there."""
        self._pause.stop()
        if self._storing or not self.is_open:
            return True
        if self._is_changed():
            return self._store(self._draft())
        if self._draft_kept:
            # What was written and taken back is nobody's memo at the next start.
            self._on_restored()
        return True

    def store_new(self) -> bool:
        """Store a new memo even if nothing is written on it yet, so that it can point to a passage."""
        return self.save_pending() if self._new is None else self._store(self._draft())

    def _store(self, draft: Draft) -> bool:
        before = self.title.stored(), self.text.stored()
        done: list[MemoKey] = []
        self._storing = True
        # What comes back from the project is shown, even while the cursor is still in the field.
        self.title.show_stored(draft.title)
        self.text.show_stored(draft.text)
        try:
            saved = self._prompts.attempt(lambda: done.append(drafts.store(self._project, draft)))
        finally:
            self._storing = False
        if not saved:
            self._mark_unsaved(*before)
            return False
        self._draft_kept = False
        if draft.key is None:
            self._new, self._memo = None, memos.view(self._project, done[0])
            self.stored.emit(done[0])
        return True

    def _mark_unsaved(self, title: str, text: str) -> None:
        for field, stored in ((self.title, title), (self.text, text)):
            written = field.written()
            field.show_stored(stored)
            if isinstance(field, MemoText):
                field.setPlainText(written)
                field.document().setModified(True)
            else:
                field.setText(written)

    def _draft(self) -> Draft:
        title, text = as_name(self.title.written()), normalise(self.text.written()).strip()
        if self._new is not None:
            return replace(self._new, title=title, text=text)
        assert self._memo is not None
        return Draft(self._memo.key, self._memo.kind, self._memo.about, title, text)

    def _is_changed(self) -> bool:
        draft = self._draft()
        return (draft.title, draft.text) != (self.title.stored(), self.text.stored())

    def _on_written(self) -> None:
        if not self._storing and self.is_open:
            self._pause.start(PAUSE_MS)

    def _on_pause(self) -> None:
        if self.is_open and self._is_changed():
            self._draft_kept = True
            self._prompts.attempt(lambda: drafts.keep_draft(self._project, self._draft()))
        else:
            self._on_restored()

    def _on_restored(self) -> None:
        self._pause.stop()
        self._draft_kept = False
        self._prompts.attempt(lambda: drafts.forget_draft(self._project))

    def _on_left(self) -> None:
        if not (self.title.hasFocus() or self.text.hasFocus()):
            self.save_pending()

    def _on_private(self, private: bool) -> None:
        self._draw_private(private)
        if self._new is not None:
            self._new = replace(self._new, private=private)
        elif self._memo is not None:
            key = self._memo.key
            self._prompts.attempt(lambda: memos.set_private(self._project, key, private))

    def _on_about(self) -> None:
        thing = self._memo.about if self._memo is not None else self._new.about if self._new is not None else None
        if thing is not None:
            self.go_asked.emit(thing)

    def _remove_link(self, link_id: int) -> None:
        self._prompts.attempt(lambda: memos.unlink(self._project, link_id))

    # Made once

    def _button(self, drawing: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setToolTip(words)
        button.setAccessibleName(words)
        if drawing:
            icons.dress(button, drawing)
        return button

    def _lay_out(self) -> None:
        self._about.setToolButtonStyle(_TEXT_BESIDE)
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._private.setCheckable(True)
        self._link.setText(self.tr("Link passage"))
        self._link.setToolButtonStyle(_TEXT_BESIDE)
        self._link.setEnabled(False)
        self.title.setPlaceholderText(self.tr("Title"))
        self.title.setAccessibleName(self.tr("Title"))
        self.text.setPlaceholderText(self.tr("What comes to mind?"))
        self.text.setAccessibleName(self.tr("Text of the memo"))
        self._writer.setProperty("role", "hint")
        self._writer.setTextFormat(Qt.TextFormat.PlainText)
        self._writer.setWordWrap(True)
        self._writer.setContentsMargins(6, 0, 6, 0)
        self._points_to.setProperty("role", "hint")
        self._points_to.setContentsMargins(6, 0, 0, 0)
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setSpacing(4)
        for part in (self._about, self._private, self._delete):
            head.addWidget(part, 1 if part is self._about else 0)
        foot.addWidget(self._points_to, 1)
        foot.addWidget(self._link)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.title)
        column.addWidget(self.text, 1)
        column.addLayout(foot)
        column.addWidget(self.links)
        column.addWidget(self._writer)
        self.setFocusProxy(self.text)

    def _connect(self) -> None:
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self._on_left)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._on_pause)
        # Who goes from the title to the text is still at it.
        self.title.done.connect(lambda: self._leaving.start(0))
        self.text.done.connect(lambda: self._leaving.start(0))
        self.title.returnPressed.connect(lambda: self.text.setFocus(Qt.FocusReason.TabFocusReason))
        self.title.textEdited.connect(self._on_written)
        self.text.textChanged.connect(self._on_written)
        self.text.restored.connect(self._on_restored)
        self.text.confirmed.connect(self.save_pending)
        self._about.clicked.connect(self._on_about)
        self._private.clicked.connect(self._on_private)
        self._delete.clicked.connect(lambda: self.deletion_asked.emit())
        self._link.clicked.connect(lambda: self.link_asked.emit())
        self.links.asked.connect(self.passage_asked)
        self.links.removal_asked.connect(self._remove_link)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what the memo is about instead of growing."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        beside = sum(button.sizeHint().width() + 4 for button in (self._private, self._delete) if not button.isHidden())
        room = self.width() - beside - 16 - self._about.iconSize().width() - 18
        show_shortened(self._about, self._about_text, room)
