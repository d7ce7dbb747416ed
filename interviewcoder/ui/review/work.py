"""Comments, verdicts and proposals in an open project, tied to the rest of its window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from interviewcoder.coding import segments
from interviewcoder.review import comments
from interviewcoder.review.comments import About, ThreadView
from interviewcoder.sources.text import shortened
from interviewcoder.ui import icons
from interviewcoder.ui.review.approving import Approving
from interviewcoder.ui.review.drafts import Draft
from interviewcoder.ui.review.marks import CommentMarks
from interviewcoder.ui.review.menus import ReviewMenus
from interviewcoder.ui.review.proposing import Proposing
from interviewcoder.ui.review.reviewing import Reviewing
from interviewcoder.ui.review.verdict_work import VerdictWork
from interviewcoder.ui.review.words import drawing_of

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.review.page import CommentsPage
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.workspace import Workspace

NAME = "comments"
_LONGEST_NAME = 40
# What moves or hides the passages that are marked.
_MARKED = ("comment", "source", "coder", "blind")


class ReviewWork(QObject):
    """Ties the comments beside the text and their page to the window; verdicts, proposals and the layout have parts."""

    def __init__(self, work: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
        super().__init__(work)
        self._work, self.prompts, self._strip = work, prompts, strip
        self.marks = CommentMarks(work.project, work.reading.view)
        self.marks.asked.connect(self.show_thread)
        self.verdicts: VerdictWork = VerdictWork(work, prompts, self)
        self.proposing: Proposing = Proposing(work, prompts)
        self.approving: Approving = Approving(work, prompts)
        self.reviewing: Reviewing = Reviewing(work, self)
        self.menus = ReviewMenus(work, self)
        work.codes.card.open_comments = lambda code_id: len(self._open_about(About.code(code_id)))
        work.codes.card.comments_asked.connect(lambda code_id: self.begin(About.code(code_id)))
        work.codes.card.show_comments()
        work.signals.changed.connect(self._on_changed)
        work.signals.ended.connect(self._on_ended)

    def build_page(self) -> CommentsPage:
        """Make the page, when somebody first looks at it."""
        from interviewcoder.ui.review.page import CommentsPage

        # Within the window from the start: Tab doesn't come to what was put together outside.
        page = CommentsPage(self._work.project, self._work.signals, self.prompts, self.fill_menu, self._work)
        page.go_asked.connect(self.go_to)
        page.new_asked.connect(lambda: self.ask_new(page.mapToGlobal(page.rect().center())))
        page.chosen.connect(self.marks.show_current)
        page.left.connect(self._work.reading.view.setFocus)
        return page

    def save_pending(self) -> bool:
        """Keep what is half written; it isn't sent by that."""
        page = self._built()
        return page is None or page.save_pending()

    def show_source(self, source_id: int | None) -> None:
        """Mark the comments beside the text of the source that is shown."""
        self.marks.show_source(source_id)
        self.verdicts.show_source(source_id)

    # New ones

    def comment(self) -> None:
        """Comment on what one is at: a code, a coding, the selected passage; where there is none, ask about what."""
        about = self._at_hand()
        if about is not None:
            self.begin(about)
        else:
            view = self._work.reading.view
            self.ask_new(view.mapToGlobal(view.rect().center()))

    def begin(self, about: About) -> None:
        """Begin a comment on something; where something open was said of just that, answer there."""
        # Places of the text are those of the stored one.
        if not self._work.save_pending():
            return
        there = self._open_about(about)
        if there and about.kind != "project":
            self.show_thread(there[-1].id)
            self._page().sheet.setFocus()
            return
        quote = ""
        source = self._work.reading.source
        if about.span is not None and source is not None and about.source_id == source.id:
            # As it is stored: it is looked for there, should the transcript be corrected meanwhile.
            quote = about.span.text_in(self._work.signals.transcript_of(source.id).text)
        self._page().begin(Draft("new", about=about, quote=quote))

    def _open_about(self, about: About) -> list[ThreadView]:
        return [thread for thread in comments.about(self._work.project, about) if thread.is_open]

    def ask_new(self, at: QPoint) -> None:
        """Ask at a place of the screen what a new comment is to be about; the likeliest is chosen already."""
        menu = QMenu(self._work)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill_menu(menu)
        menu.popup(at, menu.actions()[0])
        menu.setActiveAction(menu.actions()[0])

    def fill_menu(self, menu: QMenu) -> None:
        """Offer what a new comment can be about."""
        menu.clear()
        menu.setAccessibleName(self.tr("New comment"))
        for words, about in self.things():
            action = menu.addAction(icons.icon(drawing_of(about.kind)), words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, thing=about: self.begin(thing))

    def things(self) -> list[tuple[str, About]]:
        """What a new comment can be about now, the likeliest first, each in words."""
        work = self._work
        source, span = work.reading.source, work.reading.view.selection()
        found: list[tuple[str, About]] = []
        mark = work.reading.view.coding.current()
        if mark is not None:
            words = self.tr("On the coding “{name}”").format(name=_short(mark.segment.code_name))
            found.append((words, About.coding(mark.id)))
        if source is not None and span is not None:
            found.append((self.tr("On the selected passage"), About.passage(source.id, span)))
        on_code = []
        if (code := work.codes.tree.current_node()) is not None:
            on_code = [(self.tr("On the code “{name}”").format(name=_short(code.name)), About.code(code.id))]
        if self._in_tree():
            found = [*on_code, *found]
        if source is not None:
            found.append((self.tr("On the source “{name}”").format(name=_short(source.name)), About.source(source.id)))
        found += [one for one in on_code if one not in found]
        return [*found, (self.tr("On the project"), About())]

    def _at_hand(self) -> About | None:
        """What somebody is at: the code in the tree, the coding they chose or stand on, the selected passage."""
        work = self._work
        if self._in_tree() and (code := work.codes.tree.current_node()) is not None:
            return About.code(code.id)
        view, source = work.reading.view, work.reading.source
        if source is None or view.transcript is None:
            return None
        span, mark = view.selection(), view.coding.the_one_meant()
        if mark is not None and (span is None or mark.segment.span == span):
            return About.coding(mark.id)
        return About.passage(source.id, span) if span is not None else None

    def _in_tree(self) -> bool:
        focus = self._work.window().focusWidget()
        return focus is not None and (focus is self._work.codes or self._work.codes.isAncestorOf(focus))

    # Going to

    def show_page(self) -> None:
        """Bring the page of comments to the front."""
        self._page()

    def show_thread(self, thread_id: int) -> None:
        """Show what was said in a thread, beside the text."""
        self.prompts.attempt(lambda: self._page().show_thread(thread_id))

    def step(self, step: int) -> None:
        """Go to the next (1) or last (-1) comment of the source, and show it."""
        page = self._work.reading.view.page
        at = page.offsets.to_code_point(page.textCursor().position())
        thread_id = self.marks.beside(at, step)
        if thread_id is None:
            words = (
                self.tr("No further comment in this source.") if step > 0 else self.tr("No comment before this one.")
            )
            self._strip.tell(words if self.marks.passages else self.tr("This source has no comments yet."))
            return
        self.go_to(comments.thread(self._work.project, thread_id).about)
        self.show_thread(thread_id)

    def go_to(self, about: About) -> None:
        """Go to what a comment is about."""
        work = self._work
        if about.kind == "coding" and about.id is not None:
            self.go_to_coding(about.id)
        elif about.span is not None and about.source_id is not None:
            work.show_passage(about.source_id, about.span)
        elif about.kind == "source" and about.id is not None:
            work.side.setCurrentWidget(work.sources)
            work.sources.choose(about.id)
        elif about.kind == "code" and about.id is not None:
            work.right.show_page("codes")
            work.codes.choose(about.id)
        elif about.kind == "version":
            work.history.show_versions()

    def go_to_coding(self, segment_id: int) -> None:
        """Go to a coding and choose it, in whichever source it is."""

        def go() -> None:
            segment = segments.view(self._work.project, segment_id)
            source = self._work.reading.source
            if source is None or source.id != segment.source_id:
                self._work.sources.choose(segment.source_id)
            self._work.reading.go_to_segment(segment_id)

        self.prompts.attempt(go)

    def tell(self, words: str) -> None:
        """Say what was done that isn't seen."""
        self._strip.tell(words)

    def _page(self) -> CommentsPage:
        return cast("CommentsPage", self._work.right.show_page(NAME))

    def _built(self) -> CommentsPage | None:
        return cast("CommentsPage | None", self._work.right.built(NAME))

    def _on_ended(self) -> None:
        """Ask nothing of the project any more: what is in the window outlives it by a moment."""
        self.reviewing.end()
        page = self._built()
        if page is not None:
            page.sheet.composer.shut()

    def _on_changed(self, changes: Changes) -> None:
        # Codings change all the time, and seldom one that something is said on.
        if changes.concerns(*_MARKED) or (changes.concerns("segment") and self.marks.on_codings):
            self.marks.refresh()
        if changes.concerns("comment"):
            self._work.codes.card.show_comments()


def _short(name: str) -> str:
    return shortened(name, _LONGEST_NAME)
