"""The calm layout to review in: a review copy is always shown in it, one's own project when somebody wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from interviewcoder.review import review_copy
from interviewcoder.review.verdicts import AGREE
from interviewcoder.ui.review.approval_words import short_state
from interviewcoder.ui.review.banner import ReviewBanner
from interviewcoder.ui.review.review_bar import ReviewBar, Standing
from interviewcoder.ui.review.watermark import Watermark
from interviewcoder.ui.review.words import long_day_words

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.review.work import ReviewWork
    from interviewcoder.ui.workspace import Workspace

# Pages beside the text that stay: codes to read, comments to write.
_KEPT_PAGES = ("codes", "comments")


class Reviewing(QObject):
    """Puts what edits a study away, and what a reviewer does into reach. `toggled` tells the window's menus.

    `copy` is what the open file says of itself as a review copy.
    """

    toggled = Signal(bool)

    def __init__(self, work: Workspace, review: ReviewWork) -> None:
        super().__init__(review)
        self._work, self._review = work, review
        self.copy = review_copy.this_copy(work.project)
        self.on = self._laid_out = False
        self.banner, self.bar = ReviewBanner(work), ReviewBar(work.reading)
        self._watermark = Watermark(work.reading.view.page)
        self.banner.approval_asked.connect(review.approving.show_dialog)
        self.banner.way_back_asked.connect(self.show_way_back)
        self.banner.left.connect(lambda: self.set_on(False))
        self.bar.agree_asked.connect(lambda: self._verdict(agree=True))
        self.bar.query_asked.connect(lambda: self._verdict(agree=False))
        self.bar.comment_asked.connect(self._comment)
        self.bar.next_asked.connect(review.verdicts.next_unreviewed)
        review.verdicts.changed.connect(self._on_moved)
        work.signals.changed.connect(self._on_changed)

    @property
    def is_copy(self) -> bool:
        """Whether the open file is a review copy."""
        return self.copy is not None

    def begin(self) -> None:
        """Put the layout's parts into the window; a review copy is shown in it from the start."""
        for holder, part, place in ((self._work, self.banner, 0), (self._work.reading, self.bar, -1)):
            column = holder.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(place, part)
        if self.copy is not None:
            words = self.tr("Review copy · {name}").format(name=self.copy.recipient)
            self._watermark.show_words(words)
            self.set_on(True)

    def toggle(self) -> None:
        """Go into the layout or leave it; a review copy has no other."""
        if not self.is_copy:
            self.set_on(not self.on)

    def set_on(self, on: bool) -> None:
        """Lay the window out to review, or to work."""
        if on == self.on or (on and not self._work.save_pending()):
            return
        if on:
            self._work.reading.editor.set_active(False)
        self.on = on
        work = self._work
        work.reading.header.show_reviewing(on)
        work.sources.show_reviewing(on)
        work.codes.show_reviewing(on)
        work.side.setTabVisible(work.side.indexOf(work.cases), not on)
        for name in work.right.names():
            work.right.show_tab(name, not on or name in _KEPT_PAGES)
        self.settle()
        self.banner.setVisible(on)
        self.bar.setVisible(on)
        self._tell()
        self._on_moved()
        self.toggled.emit(on)
        work.state_changed.emit()

    def settle(self, *, laid_out: bool = False) -> None:
        """Leave out of the window what isn't there to review; `laid_out` once it is as somebody left it."""
        self._laid_out |= laid_out
        if self.on and self._work.right.current_name not in _KEPT_PAGES:
            self._work.right.show_page("codes")
        if self.is_copy and self._laid_out:
            # There is no recording in it.
            self._work.layout_memory.show_panel("player", False)

    def end(self) -> None:
        """Say nothing any more: the project is about to close."""
        self.on = False

    def show_way_back(self) -> None:
        """Say how a review copy goes back."""
        from interviewcoder.ui.review.way_back import WayBackDialog  # seldom needed

        if self.copy is not None and self._work.save_pending():
            self._review.prompts.run(WayBackDialog(self._work.project.path, self._done(), self._work.window()))

    # What is said

    def _tell(self) -> None:
        from interviewcoder.review import signoff  # only while somebody reviews

        if not self.on:
            return
        self.banner.show_codebook(short_state(signoff.state(self._work.project)))
        can = self.tr("read, comment, agree or query")
        if self.copy is None:
            self.banner.show_words(
                self.tr("Reviewing"),
                self.tr("To {can}. What edits the study is put away.").format(can=can),
                is_copy=False,
            )
            return
        told = [self.tr("for {name}").format(name=self.copy.recipient)]
        if self.copy.expires_on is not None:
            day = long_day_words(self.copy.expires_on.isoformat())
            told.append(self.tr("opens until {day}").format(day=day))
        if self.copy.blind:
            told.append(self.tr("others’ codings are left out: code as you see it"))
        else:
            told.append(self.tr("to {can}").format(can=can))
        self.banner.show_words(self.tr("Review copy"), " · ".join(told), is_copy=True)

    def _done(self) -> str:
        """What was done in a copy so far, in one sentence."""
        from interviewcoder.coding import segments  # a second coder's work
        from interviewcoder.review import comments, proposals
        from interviewcoder.ui.review import drafts

        project = self._work.project
        mine = project.coder.id
        progress = self._review.verdicts.progress()
        said = sum(one.is_own for thread in comments.listing(project) for one in thread.comments)
        made = sum(one.is_own for one in proposals.listing(project))
        coded = sum(one.coder_id == mine for one in segments.listing(project))
        told = [
            (one if count == 1 else many).format(count=f"{count:,}")
            for one, many, count in (
                (self.tr("1 coding reviewed"), self.tr("{count} codings reviewed"), progress.codings - progress.left),
                (self.tr("1 comment or answer"), self.tr("{count} comments and answers"), said),
                (self.tr("1 proposal"), self.tr("{count} proposals"), made),
                (self.tr("1 coding of your own"), self.tr("{count} codings of your own"), coded),
            )
            if count
        ]
        done = self.tr("So far: {what}.").format(what=", ".join(told)) if told else ""
        unsent = len(drafts.kept(project))
        if not unsent:
            return done
        many = self.tr("{count} comments aren’t sent yet: they don’t go along unless you send them.")
        left = self.tr("A comment isn’t sent yet: it doesn’t go along unless you send it.") if unsent == 1 else many
        return " ".join(filter(None, (done, left.format(count=f"{unsent:,}"))))

    def _on_moved(self) -> None:
        if self.on:
            self.bar.show_standing(self._standing())
            self._show_progress()

    def _show_progress(self) -> None:
        progress = self._review.verdicts.progress()
        self.bar.show_progress(progress.codings - progress.left, progress.codings)

    def _standing(self) -> Standing:
        verdicts = self._review.verdicts
        mark = verdicts.mark()
        if mark is None and not verdicts.progress().codings:
            return Standing(
                self.tr("Select words and type a code’s name to code them; comment wherever you like."), False
            )
        if mark is None:
            return Standing(self.tr("Click a coded passage, or go to the next: its code stands here."), False)
        name = self.tr("“{code}”, coded by {coder}").format(code=mark.segment.code_name, coder=mark.segment.coder)
        if verdicts.is_own_coding(mark):
            return Standing(self.tr("“{code}”, your own coding").format(code=mark.segment.code_name), False)
        told = [name]
        own = verdicts.own(mark.id)
        if own is None:
            told.append(self.tr("not reviewed yet"))
        else:
            given = self.tr("you agreed") if own.verdict == AGREE else self.tr("you queried it")
            told.append(f"{given}: {' '.join(own.note.split())}" if own.note else given)
        for one in verdicts.others(mark.id):
            words = self.tr("{name} agreed") if one.verdict == AGREE else self.tr("{name} queried it")
            told.append(words.format(name=one.coder))
        return Standing(" · ".join(told), True, own.verdict if own is not None else "")

    # What happens

    def _verdict(self, *, agree: bool) -> None:
        verdicts = self._review.verdicts
        verdicts.agree() if agree else verdicts.query()
        # A press turns a button over; it stands for the verdict.
        self._on_moved()

    def _comment(self) -> None:
        self._work.reading.view.setFocus()
        self._review.comment()

    def _on_changed(self, changes: Changes) -> None:
        if self.on and changes.concerns("code", "codebook_version", "approval", "coder"):
            self._tell()
