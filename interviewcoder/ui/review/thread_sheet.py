"""The thread that is read: what was said, how it stands, and where one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from interviewcoder.errors import NotFound
from interviewcoder.project import coders
from interviewcoder.review import comments
from interviewcoder.review.comments import About, CommentView, ThreadView
from interviewcoder.ui import icons
from interviewcoder.ui.review import drafts
from interviewcoder.ui.review.composer import Composer
from interviewcoder.ui.review.drafts import Draft
from interviewcoder.ui.review.message_card import MessageCard
from interviewcoder.ui.review.thread_bar import DayDialog, ThreadBar
from interviewcoder.ui.review.words import about_words, drawing_of, state_words, thread_about
from interviewcoder.ui.shortened_label import show_shortened
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_SIDE = 12


class ThreadSheet(QFrame):
    """Shows a thread, or lets one be begun. What is half written stays, whatever is looked at meanwhile.

    `begun` carries the id of a thread that was just begun, `go_asked` what a
    thread is about; `left` says that the keyboard should go back to the text.
    """

    begun = Signal(int)
    go_asked = Signal(object)  # About
    left = Signal()
    closed = Signal()

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self.shown: ThreadView | None = None
        self._about_text = ""
        self.setProperty("role", "sheet")
        self.setAccessibleName(self.tr("Thread"))
        self._about = QToolButton(self)
        self._state = QLabel(self)
        self.messages = QScrollArea(self)
        self.bar = ThreadBar(self)
        self.composer = Composer(project, prompts, self)
        self._lay_out()
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether there is a thread to read, or one to begin."""
        return self.shown is not None or self.composer.draft is not None

    @property
    def key(self) -> str:
        """The thread's UUID, or the key of the new comment; empty where there is neither."""
        if self.shown is not None:
            return self.shown.uuid
        draft = self.composer.draft
        return draft.key if draft is not None else ""

    # What is shown

    def show_thread(self, thread: ThreadView | None) -> None:
        """Show a thread, or none; what is being written on another is kept."""
        before, self.shown = self.shown, thread
        if thread is None:
            self.composer.end()
            self.hide()
            return
        self._show_about(thread_about(thread), thread.about)
        self._show_state(thread)
        same = before is not None and before.uuid == thread.uuid
        if not same or before is None or before.comments != thread.comments:
            self._show_messages(thread, to_end=same)
        self.bar.show_thread(thread, coders.listing(self._project), self._project.coder.id)
        writing = self.composer.draft
        known = {thread.uuid, *(comment.uuid for comment in thread.comments)}
        if writing is None or writing.of not in known:
            self.composer.begin(Draft("answer", thread.uuid))
        self.messages.show()
        self.bar.show()
        self.show()

    def begin(self, draft: Draft) -> None:
        """Let a new comment be written."""
        self.shown = None
        about = draft.about or About()
        name, quote = comments.named(self._project, about)
        self._show_about(about_words(about, name, quote or draft.quote), about)
        self._state.hide()
        self.messages.hide()
        self.bar.hide()
        self.composer.begin(draft)
        self.show()
        self.composer.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_pending(self) -> bool:
        """Keep what is being written."""
        return self.composer.keep()

    def _show_about(self, words: str, about: About) -> None:
        self._about_text = words
        icons.dress(self._about, drawing_of(about.kind))
        leads = about.kind != "project"
        self._about.setEnabled(leads)
        self._about.setToolTip(tip(words) if leads else "")
        self._about.setAccessibleName(self.tr("Go to what this is about"))
        self._about.setAccessibleDescription(words)
        self._elide()

    def _show_state(self, thread: ThreadView) -> None:
        # Of an open one the buttons say how it stands.
        self._state.setText(state_words(thread))
        self._state.setVisible(not thread.is_open)

    def _show_messages(self, thread: ThreadView, *, to_end: bool) -> None:
        body = QWidget(self.messages)
        column = QVBoxLayout(body)
        column.setContentsMargins(_SIDE, 0, _SIDE, 4)
        column.setSpacing(2)
        for comment in thread.comments:
            card = MessageCard(comment, body)
            card.change_asked.connect(self._begin_change)
            card.deletion_asked.connect(self._delete)
            column.addWidget(card)
        column.addStretch(1)
        self.messages.setWidget(body)
        body.setAutoFillBackground(False)
        if to_end:
            QTimer.singleShot(0, self, self._show_last)

    def _show_last(self) -> None:
        bar = self.messages.verticalScrollBar()
        bar.setValue(bar.maximum())

    # What is done

    def follow(self) -> None:
        """Read the thread again; one that is gone is shown no longer."""
        if self.shown is None:
            return
        try:
            self.show_thread(comments.thread(self._project, self.shown.id))
        except NotFound:
            self.show_thread(None)
            self.closed.emit()

    def _on_sent(self, draft: Draft) -> None:
        if draft.kind == "new":
            self._begin_thread(draft)
            return
        if self.shown is None:
            return
        thread_id = self.shown.id
        ids = {comment.uuid: comment.id for comment in self.shown.comments}

        def send() -> None:
            if draft.kind == "change":
                comments.change(self._project, ids[draft.of], draft.text)
            else:
                comments.reply(self._project, thread_id, draft.text)

        if self._prompts.attempt(send):
            self.composer.done()
            self.follow()

    def _begin_thread(self, draft: Draft) -> None:
        begun: list[ThreadView] = []

        def send() -> None:
            there = drafts.placed(self._project, draft)
            begun.append(comments.add(self._project, there.about, text=there.text))

        if self._prompts.attempt(send):
            self.composer.done()
            self.show_thread(begun[0])
            self.begun.emit(begun[0].id)

    def _begin_change(self, comment: CommentView) -> None:
        self.composer.begin(Draft("change", comment.uuid, text=comment.text))
        self.composer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_given_up(self) -> None:
        if self.shown is not None:
            self.composer.begin(Draft("answer", self.shown.uuid))
        else:
            self.hide()
            self.closed.emit()
        self.left.emit()

    def _delete(self, comment: CommentView) -> None:
        question = self.tr("Delete your comment?")
        if self._prompts.confirm(question, self.tr("Undo brings it back."), yes=self.tr("Delete")):
            self._prompts.attempt(lambda: comments.delete(self._project, comment.id))

    def toggle_resolved(self) -> None:
        """Settle the thread, or open it again."""
        thread = self.shown
        if thread is not None:
            step = comments.resolve if thread.is_open else comments.reopen
            self._prompts.attempt(lambda: step(self._project, thread.id))

    def _assign(self, coder_id: int | None) -> None:
        thread = self.shown
        if thread is not None:
            self._prompts.attempt(lambda: comments.assign(self._project, thread.id, coder_id))

    def _set_due(self, day: str) -> None:
        thread = self.shown
        if thread is not None:
            self._prompts.attempt(lambda: comments.set_due(self._project, thread.id, day))

    def _ask_day(self) -> None:
        if self.shown is not None:
            dialog = DayDialog(self.shown.due, self)
            if self._prompts.run(dialog):
                self._set_due(dialog.day())

    def _on_about(self) -> None:
        draft = self.composer.draft
        about = self.shown.about if self.shown is not None else draft.about if draft is not None else None
        if about is not None:
            self.go_asked.emit(about)

    # Made once

    def _lay_out(self) -> None:
        self._about.setProperty("role", "quiet")
        self._about.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._state.setProperty("role", "hint")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self.messages.setFrameShape(QFrame.Shape.NoFrame)
        self.messages.setWidgetResizable(True)
        self.messages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.messages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.messages.setAccessibleName(self.tr("What was said"))
        self.messages.viewport().setAutoFillBackground(False)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE - 6, 6, _SIDE - 6, 0)
        head.addWidget(self._about, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(_SIDE, 0, _SIDE, 10)
        foot.setSpacing(6)
        foot.addWidget(self.bar)
        foot.addWidget(self.composer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._state)
        column.addWidget(self.messages, 1)
        column.addLayout(foot)
        column.addStretch(0)
        self.setFocusProxy(self.composer)

    def _connect(self) -> None:
        self._about.clicked.connect(lambda: self._on_about())
        self.composer.sent.connect(self._on_sent)
        self.composer.escaped.connect(self.left)
        self.composer.given_up.connect(self._on_given_up)
        self.bar.resolved_toggled.connect(self.toggle_resolved)
        self.bar.assigned.connect(self._assign)
        self.bar.due_set.connect(self._set_due)
        self.bar.day_asked.connect(self._ask_day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what it is about instead of growing."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - 2 * _SIDE - self._about.iconSize().width() - 18
        show_shortened(self._about, self._about_text, room)
