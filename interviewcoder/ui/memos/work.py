"""What is done with memos in an open project: begun from where one works, linked, gone to, exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from interviewcoder.cases import cases
from interviewcoder.coding import memos, segments
from interviewcoder.coding.memo_places import JOURNAL, About, MemoKey
from interviewcoder.sources.text import shortened
from interviewcoder.ui import icons
from interviewcoder.ui.memos import drafts
from interviewcoder.ui.memos.marks import MemoMarks
from interviewcoder.ui.memos.words import drawing_of

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.memos.page import MemosPage
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.workspace import Workspace

_LONGEST_NAME = 40
NAME = "memos"


class MemoWork(QObject):
    """Ties the page of memos to the rest of the window. What a crash left half written is stored at once."""

    def __init__(self, work: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
        super().__init__(work)
        self._work, self._prompts, self._strip = work, prompts, strip
        self._marks = MemoMarks(work.project, work.reading.view.page)
        self._marks.asked.connect(self.show_memo)
        work.signals.changed.connect(self._on_changed)
        work.reading.passage_changed.connect(self._on_passage)
        work.reading.editor.memos_lost.connect(self._on_lost)
        work.sources.memo_asked.connect(lambda source_id: self.show_memos_of(About.source(source_id)))
        work.cases.memo_asked.connect(lambda case_id: self.show_memos_of(About.case(case_id)))
        prompts.attempt(lambda: drafts.recover(work.project))

    def build_page(self) -> MemosPage:
        """Make the page, when somebody first looks at it."""
        from interviewcoder.ui.memos.page import MemosPage

        # Within the window from the start: Tab doesn't come to what was put together outside.
        page = MemosPage(self._work.project, self._work.signals, self._prompts, self.fill_menu, self._work)
        page.go_asked.connect(self.go_to)
        page.passage_asked.connect(self._work.show_passage)
        page.link_asked.connect(self.link_passage)
        page.new_asked.connect(lambda: self.ask_new(page.mapToGlobal(page.rect().center())))
        page.set_passage_there(self._work.has_passage)
        return page

    def save_pending(self) -> bool:
        """Store what is being written on a memo."""
        page = self._built()
        return page is None or page.save_pending()

    def show_source(self, source_id: int | None) -> None:
        """Mark the memos beside the text of the source that is shown."""
        self._marks.show_source(source_id)

    # New ones

    def new_memo(self) -> None:
        """Begin a memo on the selected passage; where none is, ask what it is to be about."""
        things = self.things()
        if things and things[0][1].kind == "passage":
            self.begin(things[0][1])
        else:
            view = self._work.reading
            self.ask_new(view.mapToGlobal(view.rect().center()))

    def ask_new(self, at: QPoint) -> None:
        """Ask at a place of the screen what a new memo is to be about; the likeliest is chosen already."""
        menu = QMenu(self._work)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill_menu(menu)
        menu.popup(at, menu.actions()[0])
        menu.setActiveAction(menu.actions()[0])

    def begin(self, about: About) -> None:
        """Begin a memo about something."""
        # Places of the text are those of the stored one.
        if self._work.save_pending():
            self._page().begin("memo", about)

    def new_entry(self) -> None:
        """Begin an entry of the journal."""
        self._page().begin(JOURNAL, About())

    def fill_menu(self, menu: QMenu) -> None:
        """Offer what a new memo can be about, and the journal."""
        menu.clear()
        menu.setAccessibleName(self.tr("New memo"))
        for words, about in self.things():
            action = menu.addAction(icons.icon(drawing_of(about.kind)), words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, thing=about: self.begin(thing))
        menu.addSeparator()
        entry = menu.addAction(icons.icon("journal"), self.tr("Journal entry"))
        entry.triggered.connect(lambda: self.new_entry())

    def things(self) -> list[tuple[str, About]]:
        """What a new memo can be about now, the likeliest first, each in words."""
        work = self._work
        source, span = work.reading.source, work.reading.view.selection()
        found: list[tuple[str, About]] = []
        if source is not None and span is not None:
            found.append((self.tr("On the selected passage"), About.passage(source.id, span)))
            for coding in segments.in_source(work.project, source.id):
                if coding.span == span:
                    words = self.tr("On the coding “{name}”").format(name=_short(coding.code_name))
                    found.append((words, About.coding(coding.id)))
        code = work.codes.tree.current_node()
        on_code = []
        if code is not None:
            on_code = [(self.tr("On the code “{name}”").format(name=_short(code.name)), About.code(code.id))]
        if work.codes.isAncestorOf(work.focusWidget() or work):
            found += on_code
        if source is not None:
            found.append((self.tr("On the source “{name}”").format(name=_short(source.name)), About.source(source.id)))
            whose = [case for case in cases.listing(work.project) if case.id in source.case_ids]
            for case in whose:
                words = self.tr("On the participant “{name}”").format(name=_short(case.name))
                found.append((words, About.case(case.id)))
        found += [one for one in on_code if one not in found]
        return [*found, (self.tr("On the project"), About())]

    def link_passage(self) -> None:
        """Let the memo that is shown point to the selected passage."""
        page, source = self._built(), self._work.reading.source
        span = self._work.reading.view.selection()
        if source is None or span is None:
            self._strip.tell(self.tr("Select the passage that the memo is to point to."))
            return
        if page is None or not page.sheet.is_open:
            self._strip.tell(self.tr("Choose a memo first, on the page “Memos”."))
            return
        if not self._work.save_pending() or not page.sheet.store_new() or page.sheet.key is None:
            return
        key = page.sheet.key
        if self._prompts.attempt(lambda: memos.link(self._work.project, key, source.id, span)):
            self._strip.tell(self.tr("The memo points to the passage now."))

    # Going to

    def show_page(self) -> None:
        """Bring the page of memos to the front."""
        self._page()

    def show_memo(self, key: MemoKey) -> None:
        """Bring a memo to the front, to be read and written."""
        self._page().show_memo(key)

    def show_memos_of(self, about: About) -> None:
        """Bring the newest memo about something to the front, or begin the first."""
        found = memos.about(self._work.project, about)
        if found:
            self.show_memo(found[0].key)
        else:
            self.begin(about)

    def go_to(self, about: About) -> None:
        """Go to what a memo is about."""
        work = self._work
        if about.span is not None and about.source_id is not None:
            work.show_passage(about.source_id, about.span)
            if about.kind == "coding" and about.id is not None:
                work.reading.go_to_segment(about.id)
        elif about.kind == "source" and about.id is not None:
            work.side.setCurrentWidget(work.sources)
            work.sources.choose(about.id)
        elif about.kind == "case" and about.id is not None:
            work.side.setCurrentWidget(work.cases)
            work.cases.choose(about.id)
        elif about.kind == "code" and about.id is not None:
            work.right.show_page("codes")
            work.codes.choose(about.id)

    def _page(self) -> MemosPage:
        return cast("MemosPage", self._work.right.show_page(NAME))

    def _built(self) -> MemosPage | None:
        return cast("MemosPage | None", self._work.right.built(NAME))

    def _on_passage(self, there: bool) -> None:
        page = self._built()
        if page is not None:
            page.set_passage_there(there)

    def _on_lost(self, words: str, memo_ids: tuple[int, ...]) -> None:
        way = self.tr("Show the memo") if len(memo_ids) == 1 else self.tr("Show the first memo")
        self._strip.tell_with_way(words, way, lambda: self.show_memo(MemoKey("memo", memo_ids[0])))

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("memo", "memo_link", "source"):
            self._marks.refresh()


def _short(name: str) -> str:
    return shortened(name, _LONGEST_NAME)
