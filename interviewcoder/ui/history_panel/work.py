"""What is done with the history in an open project: going to a point of it, and to what a step was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from interviewcoder.coding import segments
from interviewcoder.coding.memo_places import About, MemoKey
from interviewcoder.errors import NotFound
from interviewcoder.project import changes_since, steps
from interviewcoder.sources import catalogue
from interviewcoder.ui.step_words import step_words
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.steps import StepView
    from interviewcoder.ui.history_panel.panel import HistoryPanel
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.versions.changes_page import ChangesPage
    from interviewcoder.ui.workspace import Workspace

NAME = "history"
CHANGES = "changes"
# A step that touched thousands of codings is gone to by one of the first that is still there.
_TRIED = 50


class HistoryWork(QObject):
    """Ties the page of the history to the rest of the window."""

    def __init__(self, work: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
        super().__init__(work)
        self._work, self._prompts, self._strip = work, prompts, strip

    def build_page(self) -> HistoryPanel:
        """Make the page, when somebody first looks at it."""
        from interviewcoder.ui.history_panel.panel import HistoryPanel

        page = HistoryPanel(self._work.project, self._work.signals, self._work)
        page.going_asked.connect(self.go_to)
        page.step_asked.connect(self.show_step)
        return page

    def show_page(self) -> None:
        """Bring the history to the front."""
        self._work.right.show_page(NAME)

    def build_changes(self) -> ChangesPage:
        """Make the page of what changed, when somebody first looks at it."""
        from interviewcoder.ui.versions.changes_page import ChangesPage

        page = ChangesPage(self._work.project, self._work.signals)
        page.asked.connect(self.show_thing)
        page.export_asked.connect(lambda: self.export_changes(page))
        return page

    def show_changes(self) -> None:
        """Say what changed since a moment, below the transcript."""
        self._work.save_pending()
        self._work.results.open_page(CHANGES)

    def words_gone_through(self) -> str:
        """The step that was undone or done again last, in words."""
        step = steps.gone_through(self._work.project)
        return step_words(step.label, step.about, step.ids)

    def show_versions(self) -> None:
        """Save, compare and bring back versions of the codebook."""
        from interviewcoder.ui.versions.dialog import VersionsDialog

        if self._work.save_pending():
            self._prompts.run(VersionsDialog(self._work.project, self._prompts, self._work))

    def export_changes(self, page: ChangesPage) -> None:
        """Ask where what changed is written to, without private memos, and write it."""
        from interviewcoder.privacy.sharing import AS_USUAL
        from interviewcoder.reports import changes_docx
        from interviewcoder.ui.privacy.letting_out import let_out
        from interviewcoder.ui.versions.change_words import hints_of, sections_of

        if page.changes is None:
            return
        project, changes = self._work.project, page.changes
        suggested = project.path.with_name(self.tr("{title} – what changed.docx").format(title=project.path.stem))
        path = self._prompts.choose_save_file(page.title(), self.tr("Word document (*.docx)"), suggested)
        if path is None:
            return
        hints = [project.title, *hints_of(changes)]
        sections = sections_of(changes, private=False)
        told = [self.tr("What is gone is struck through, what is new underlined. Private memos are left out.")]

        def write(terms: Terms) -> None:
            told.extend(changes_docx.write(project, path, page.title(), hints, sections, terms))

        if let_out(self._work, self._prompts, AS_USUAL, write):
            self._prompts.file_written(self.tr("Changes exported"), "\n".join(told), path)

    def show_thing(self, kind: str, id_: int) -> None:
        """Go to what a line of the changes is about."""
        if kind == "memo":
            self._work.memos.show_memo(MemoKey("memo", id_))
        elif kind == "version":
            self.show_versions()
        else:
            self._work.memos.go_to(About(kind, id_))

    def close(self) -> None:
        """Keep how far the history goes for this coder, to tell next time what was done since."""
        if self._work.project.may_be_written:
            self._prompts.attempt(lambda: changes_since.note_leaving(self._work.project))

    def go_to(self, step_id: int | None) -> None:
        """Ask once, then take back, or do again, all that lies between now and just after a step."""
        project = self._work.project
        if not self._work.save_pending():
            return
        back, forward = steps.between(project, step_id)
        if not (back or forward) or not self._confirm(step_id, back, forward):
            return
        done: list[Changes | None] = []
        # Through a thousand steps it takes some seconds.
        with Waiting():
            gone = self._prompts.attempt(lambda: done.append(project.go_to(step_id)))
        if gone and done[0] is not None:
            self._strip.tell(self._done_words(back, forward))
            self._work.show_change(done[0])

    def show_step(self, step: StepView) -> None:
        """Go to what a step was about, as far as it is still there."""
        if self._show_passage(step.ids.get("segment", ())) or self._show_source(step):
            return
        about = self._about(step)
        words = step_words(step.label, step.about, step.ids)
        if about is None:
            self._strip.tell(self.tr("{step}: nothing of it is there to be shown now.").format(step=words))
            return
        # It would take the place of the history: only who asks for it is led there.
        self._strip.tell_with_way(words, self.tr("Show"), lambda: self._work.memos.go_to(about))

    def _confirm(self, step_id: int | None, back: int, forward: int) -> bool:
        count = back or forward
        step = steps.step(self._work.project, step_id) if step_id is not None else None
        after = step_words(step.label, step.about, step.ids) if step is not None else ""
        title = self.tr("Go back to here?") if back else self.tr("Go forward to here?")
        if back:
            one, more = self.tr("1 step is taken back."), self.tr("{count} steps are taken back.")
            rest = self.tr("They can be done again from the history, as long as nothing else is changed.")
        else:
            one, more = self.tr("1 step is done again."), self.tr("{count} steps are done again.")
            rest = ""
        words = one if count == 1 else more.format(count=f"{count:,}")
        last = self.tr("Then the last step is: {step}.").format(step=after) if after else ""
        message = " ".join(part for part in (words, last, rest) if part)
        return self._prompts.confirm(title, message, yes=self.tr("Go back") if back else self.tr("Go forward"))

    def _done_words(self, back: int, forward: int) -> str:
        if back:
            return self.tr("Went back 1 step") if back == 1 else self.tr("Went back {count} steps").format(count=back)
        one = self.tr("Went forward 1 step")
        return one if forward == 1 else self.tr("Went forward {count} steps").format(count=forward)

    def _show_passage(self, segment_ids: Iterable[int]) -> bool:
        for segment_id in list(segment_ids)[:_TRIED]:
            try:
                coding = segments.view(self._work.project, segment_id)
            except NotFound:
                continue
            self._work.show_passage(coding.source_id, coding.span)
            return True
        return False

    def _show_source(self, step: StepView) -> bool:
        there = {source.id: source.name for source in catalogue.listing(self._work.project)}
        ids = [id_ for id_ in step.ids.get("source", ()) if id_ in there]
        # What is below a source, its turns say, is told by the source's name.
        named = [id_ for id_, name in there.items() if name == step.about.get("source")]
        if not (ids or named) or (not ids and step.ids.keys() & {"memo", "case"}):
            return False
        self._work.sources.choose((ids or named)[0])
        return True

    def _about(self, step: StepView) -> About | None:
        from interviewcoder.cases import cases
        from interviewcoder.coding import codes

        code_ids = {code.id for code in codes.tree(self._work.project)}
        for id_ in step.ids.get("code", ()):
            if id_ in code_ids:
                return About.code(id_)
        case_ids = {case.id for case in cases.listing(self._work.project)}
        for id_ in step.ids.get("case", ()):
            if id_ in case_ids:
                return About.case(id_)
        return None
