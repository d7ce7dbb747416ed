"""How the page “Find” is tied to the rest of the window: hits lead into the text, and the text shows the hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from interviewcoder.analysis.find_notes import NoteHit
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.find_page.page import FindPage
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace

_LONGEST_TAKEN_OVER = 60


class FindWork(QObject):
    """Makes the page when it is first asked for, and leads to what was found."""

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._work, self._prompts = workspace, prompts
        self._page: FindPage | None = None

    def show_page(self) -> None:
        """Open the page, ready to be typed into; words that are selected in the text are looked for."""
        from interviewcoder.analysis.find_query import Query

        words = self._selected_words()
        self._work.results.open_page("find")
        page = self._page
        assert page is not None
        if words and words != page.form.text.strip():
            page.look_for(Query(f'"{words}"' if " " in words else words), remember=False)
        page.form.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        page.form.select_all()

    def take_keys(self, *actions: QAction) -> None:
        """Let the keys of these actions work in the text, its results and the lists beside it."""
        for part in (self._work.reading, self._work.results, self._work.side):
            part.addActions(actions)

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the one before (-1): of the bar in the text where it is open, else of the page."""
        bar, page = self._work.reading.find_bar, self._page
        if bar.isVisible():
            bar.step(by)
        elif page is not None and page.search.finder is not None:
            page.step(by)
        else:
            self.show_page()

    def build(self) -> QWidget:
        """Make the page."""
        from interviewcoder.analysis.find_query import Matcher, Query
        from interviewcoder.ui.find_page.page import FindPage

        # Loads what the first search would wait for.
        Matcher(Query("a*"))
        work = self._work
        page = self._page = FindPage(work.project, work.signals, self._prompts, self._open_source_id)
        page.gone_to.connect(self._go)
        page.note_asked.connect(self._show_note)
        page.code_all_asked.connect(self._code_all)
        page.export_asked.connect(self._export)
        page.results_changed.connect(self._mark)
        work.signals.ended.connect(page.search.close)
        work.state_changed.connect(self._mark)
        work.reading.editor.toggled.connect(lambda _: self._mark())
        work.results.closed.connect(self._mark)
        work.reading.find_bar.closed.connect(self._mark)
        work.results.shown.connect(lambda _: self._mark())
        return page

    def _open_source_id(self) -> int | None:
        source = self._work.reading.source
        return source.id if source is not None else None

    def _selected_words(self) -> str:
        """The words that are selected in the text, if somebody may want to look for them."""
        view = self._work.reading.view
        span = view.selection()
        if self._open_source_id() is None or span is None or span.length > _LONGEST_TAKEN_OVER:
            return ""
        words = view.page.words_of(span)
        return "" if "\n" in words else " ".join(words.replace('"', " ").split())

    def _mark(self) -> None:
        """Paint the hits of the source that is open, while the page is there to be seen."""
        from interviewcoder.ui.find_page.marks import mark

        page, source_id, results = self._page, self._open_source_id(), self._work.results
        if page is None or self._work.reading.find_bar.isVisible():
            return
        seen = results.isVisibleTo(self._work) and results.current_name == "find"
        # What is being typed moves what is painted.
        seen = seen and not self._work.reading.editor.active
        spans = page.spans_in(source_id) if seen and source_id is not None else []
        text_page = self._work.reading.view.page
        mark(text_page, [span for span in spans if span.end <= len(text_page.text)])

    def _go(self, source_id: int, span: Span, stay: bool) -> None:
        page = self._page
        assert page is not None
        typing = page.form.line.hasFocus()
        if source_id == self._open_source_id():
            # Where the words are now, should somebody be typing before them.
            span = self._work.reading.editor.now(span) or span
        self._work.show_passage(source_id, span)
        self._mark()
        if not stay:
            self._work.reading.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page.table.hasFocus() or typing:
            (page.form.field if typing else page.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_note(self, note: NoteHit) -> None:
        work = self._work
        if note.kind in ("memo", "journal"):
            from interviewcoder.coding.memos import MemoKey

            work.memos.show_memo(MemoKey("memo", note.id))
        elif note.kind == "comment":
            self._prompts.attempt(lambda: self._show_comment(note.id))
        elif note.source_id is not None and note.span is not None:
            work.show_passage(note.source_id, note.span)
            work.reading.go_to_segment(note.id)
        elif note.kind == "source":
            work.side.setCurrentWidget(work.sources)
            work.sources.choose(note.id)
        elif note.kind == "code":
            work.right.show_page("codes")
            work.codes.choose(note.id)
        else:
            work.side.setCurrentWidget(work.cases)

    def _show_comment(self, thread_id: int) -> None:
        from interviewcoder.review import comments

        self._work.review.go_to(comments.thread(self._work.project, thread_id).about)
        self._work.review.show_thread(thread_id)

    def _code_all(self) -> None:
        assert self._page is not None
        search = self._page.search
        found = [(source_id, span) for source_id, spans in search.results.by_source() for span in spans]
        self._work.autocode.code_hits(found, self.tr("search: {words}").format(words=search.query.text.strip()))

    def _export(self) -> None:
        from interviewcoder.privacy.sharing import AS_USUAL
        from interviewcoder.reports.found_table import HitsReceipt, write_hits
        from interviewcoder.ui.privacy.letting_out import let_out

        assert self._page is not None
        project, found = self._work.project, list(self._page.search.results.by_source())
        suggested = project.path.with_name(self.tr("hits") + ".xlsx")
        kinds = self.tr("Workbook (*.xlsx);;Table (*.csv)")
        path = self._prompts.choose_save_file(self.tr("Export the hits"), kinds, suggested)
        if path is None:
            return
        written: list[HitsReceipt] = []
        words = self._page.search.query.text.strip()

        def write(terms: Terms) -> None:
            written.append(write_hits(project, found, path, searched=words, terms=terms))

        if let_out(self._work, self._prompts, AS_USUAL, write):
            told = self.tr("{count} hits are written to “{name}”.").format(count=f"{written[0].hits:,}", name=path.name)
            self._prompts.file_written(self.tr("The hits are exported"), "\n".join([told, *written[0].warnings]), path)
