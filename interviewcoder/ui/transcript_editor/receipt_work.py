"""After a correction: its receipt in the strip, the list behind it, and the codings that have no words left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from interviewcoder.coding import segments
from interviewcoder.sources import receipts
from interviewcoder.ui.transcript_editor.receipt_words import codings_words

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.sources.correcting import Receipt
    from interviewcoder.sources.receipts import Line, Snapshot
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.transcript_editor.receipt_page import ReceiptPage
    from interviewcoder.ui.transcript_editor.replace_dialog import ReplaceDialog
    from interviewcoder.ui.workspace import Workspace

NAME = "receipt"


class ReceiptWork(QObject):
    """Ties the receipts of corrections to the window."""

    def __init__(self, work: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
        super().__init__(work)
        self._work, self._prompts, self._strip = work, prompts, strip
        self._before: tuple[Snapshot, ...] = ()
        self._of_study = False
        # Lines that somebody looked at and left as they are.
        self._kept: set[int] = set()
        work.reading.editor.receipt_made.connect(self._on_corrected)
        work.reading.editor.pending_changed.connect(strip.show_pending)
        work.signals.changed.connect(self._on_changed)

    def build_page(self) -> ReceiptPage:
        """Make the page, when somebody first looks at it."""
        from interviewcoder.ui.transcript_editor.receipt_page import ReceiptPage

        page = ReceiptPage()
        page.go_asked.connect(self._go_to)
        page.keep_asked.connect(self._keep)
        page.remove_asked.connect(self._remove)
        page.put_asked.connect(self._put)
        page.study_asked.connect(self._show_of_study)
        page.shown.connect(lambda: self._fill(page))
        return page

    def show_receipt(self, before: Sequence[Snapshot]) -> None:
        """Open the list of what was changed since these moments, each of another source."""
        self._before, self._of_study, self._kept = tuple(before), False, set()
        self._open()

    def show_without_words(self) -> None:
        """Open the list of all codings of the study that have no words left."""
        self._of_study = True
        self._open()

    def replace_everywhere(self) -> ReplaceDialog:
        """Open the dialog that replaces words in all transcripts; where it is open already, bring it to the front."""
        from interviewcoder.ui.transcript_editor.replace_dialog import ReplaceDialog

        dialog = self._work.findChild(ReplaceDialog)
        if dialog is None:
            dialog = ReplaceDialog(self._work, self._prompts)
            dialog.receipt_asked.connect(self.show_receipt)
            dialog.show()
        else:
            dialog.raise_()
            dialog.activateWindow()
        return dialog

    def _open(self) -> None:
        page = cast("ReceiptPage", self._work.results.open_page(NAME))
        self._fill(page)

    def _on_corrected(self, words: str, receipt: Receipt) -> None:
        before = self._work.reading.editor.before
        if before is None or not (receipt.changed or receipt.to_look_at):
            self._strip.tell(words)
            return
        # What is shown of the correction before would be taken for this one's.
        self._before, self._of_study, self._kept = (before,), False, set()
        if (page := self._built()) is not None and page.isVisible():
            self._fill(page)
        self._strip.tell_with_way(words, self.tr("Show them"), lambda: self._show_first(before))

    def _show_first(self, before: Snapshot) -> None:
        self.show_receipt([before])
        line = cast("ReceiptPage", self._work.results.page(NAME)).current()
        if line is not None and line.lost:
            self._go_to(line)

    def _fill(self, page: ReceiptPage) -> None:
        project = self._work.project
        lost = receipts.without_words(project)
        page.show_count(len(lost))
        if self._of_study:
            title, empty = self.tr("Codings without words, in all sources"), self.tr("Every coding has its words.")
            page.show_lines(lost, title, empty, of_study=True)
            return
        lines = [line for before in self._before for line in receipts.lines_since(project, before)]
        shown = [line for line in lines if not (line.lost and line.segment_id in self._kept)]
        page.show_lines(shown, self._title(), self._nothing(), of_study=False)

    def _title(self) -> str:
        total = [receipts.receipt_since(self._work.project, before) for before in self._before]
        if not total:
            return self.tr("No correction yet")
        words = codings_words(receipts.total(total)) or self.tr("no codings")
        return self.tr("Last correction: {codings}").format(codings=words)

    def _nothing(self) -> str:
        if not self._before:
            return self.tr("When you have corrected a transcript, the codings it touched are listed here.")
        return self.tr("Nothing to look at: each coding has the words that it had.")

    # Decisions

    def _go_to(self, line: Line) -> None:
        self._work.sources.choose(line.source_id)
        self._work.reading.go_to_segment(line.segment_id)

    def _keep(self, line: Line) -> None:
        self._kept.add(line.segment_id)
        if (page := self._built()) is not None:
            self._fill(page)

    def _remove(self, line: Line) -> None:
        self._prompts.attempt(lambda: segments.remove(self._work.project, line.segment_id))

    def _put(self, line: Line) -> None:
        reading = self._work.reading
        if not self._work.save_pending():
            return
        span = reading.view.selection()
        # Going to a coding without words selects its place, which is empty.
        if span is None or not span.length or reading.source is None or reading.source.id != line.source_id:
            self._strip.tell(self.tr("Select the words for “{code}” in its transcript first.").format(code=line.code))
            return
        self._prompts.attempt(lambda: segments.resize(self._work.project, line.segment_id, span))

    def _show_of_study(self, on: bool) -> None:
        self._of_study = on
        if (page := self._built()) is not None:
            self._fill(page)

    def _on_changed(self, changes: Changes) -> None:
        page = self._built()
        if page is not None and page.isVisible() and changes.concerns("segment", "source", "code"):
            self._fill(page)

    def _built(self) -> ReceiptPage | None:
        return cast("ReceiptPage | None", self._work.results.built(NAME))
