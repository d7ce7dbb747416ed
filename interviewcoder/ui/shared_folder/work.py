"""What the window does about a project whose folder others reach, too; one for each opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout

from interviewcoder.errors import InterviewCoderError, ProjectLocked, WrongPassphrase
from interviewcoder.project import conflict_copies, lock
from interviewcoder.project.conflict_copies import Examined, Part
from interviewcoder.project.hold import State
from interviewcoder.project.read_only import SavedState
from interviewcoder.ui.shared_folder import words
from interviewcoder.ui.shared_folder.bar import Bar, Way
from interviewcoder.ui.shared_folder.merging import can_merge, merge_requested
from interviewcoder.ui.shared_folder.watch import FolderWatch, Sight
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from pathlib import Path

    from interviewcoder.project.file import Project
    from interviewcoder.project.hold import Standing
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.workspace import Workspace


class SharedFolderWork(QObject):
    """Shows two bars above the project: how things stand with its file, and copies of it that are in conflict.

    It lives as long as the workspace; `close` before the project is closed.
    """

    def __init__(self, window: MainWindow, work: Workspace) -> None:
        super().__init__(work)
        self._window, self._work = window, work
        self._project: Project = work.project
        self.state_bar = Bar(self.tr("How things stand with the project’s file"), work)
        self.copies_bar = Bar(self.tr("Copies in conflict"), work)
        layout = work.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, self.state_bar)
        layout.insertWidget(1, self.copies_bar)
        self._told: State | None = None
        self._examined: dict[tuple[Path, int, float], Examined] = {}
        self._put_off: set[Path] = set()
        self._shown: object = None
        self.watch = FolderWatch(self._project, self)
        self.watch.seen.connect(self._on_seen)
        work.signals.ended.connect(self.close)
        if isinstance(self._project, SavedState):
            work.player.explain(self.tr("Recordings aren’t in a read-only view"))
            for part in (work.reading.header, work.sources, work.codes):
                part.show_reviewing(True)
            self._show_view(self._project, None)

    def close(self) -> None:
        """Look no more."""
        self.watch.close()

    # What a look found

    def _on_seen(self, sight: Sight) -> None:
        if self._window.workspace is not self._work or self._window.locking.locked:
            return
        if isinstance(self._project, SavedState):
            self._show_view(self._project, sight)
        elif sight.standing is not None:
            self._show_standing(sight.standing)
        self._show_copies(sight)

    def _show_view(self, view: SavedState, sight: Sight | None) -> None:
        """Say which state is seen, whether there is a newer one, and whether the project is free."""
        holder = view.holder if sight is None else sight.holder
        newer = sight is not None and sight.stamp is not None and sight.stamp != view.stamp
        reachable = sight is None or sight.reachable
        shown = (holder, newer, reachable)
        if self._shown == shown:
            return
        self._shown = shown
        self._window.strip.show_unsaved(self.tr("Read-only"))
        refresh = Way(
            self.tr("&Refresh"), self.refresh, self.tr("Show what is saved now"), wanted=newer and holder is not None
        )
        ways = [refresh]
        if holder is None and words.can_be_written(view.path):
            reason = self.tr("Nobody has the project open any more: open it to work in it")
            ways = [Way(self.tr("&Work in it now"), self.work_in_it, reason, wanted=True), refresh]
        self.state_bar.say(words.view_words(view, holder, newer=newer, reachable=reachable), ways)

    def _show_standing(self, standing: Standing) -> None:
        """Say that the file isn’t ours any more, once in a dialog and then above the project."""
        if standing.is_ours:
            if self._told is not None:
                self._window.strip.tell(self.tr("The project can be saved again."))
                self._window.strip.show_unsaved("")
            self._told, self._shown = None, None
            self.state_bar.hide()
            return
        path = self._project.path
        shown = (standing, words.is_there(path))
        if self._shown == shown:
            return
        self._shown = shown
        self.state_bar.say(words.standing_words(standing, path), self._ways_on(standing))
        self._window.strip.show_unsaved(self.tr("Nothing is saved now"))
        if self._told is not standing.state:
            self._told = standing.state
            said = words.standing_words(standing, path)
            self._window.prompts.show_note(said.words, said.hint)

    def _ways_on(self, standing: Standing) -> list[Way]:
        close = Way(self.tr("&Close it here"), self._close_project, self.tr("What you did up to now is saved"))
        if standing.state is State.TAKEN:
            reason = self.tr("Only if you know that they have closed it")
            return [close, Way(self.tr("&Go on here…"), self.go_on_here, reason)]
        if standing.state is State.REPLACED:
            reason = self.tr("Your work goes into a file beside it; then the file that is there now is opened")
            return [Way(self.tr("&Keep my work as a copy"), self.keep_as_copy, reason, wanted=True)]
        if standing.state is State.DELETED:
            reason = self.tr("The project is written again to where it was")
            return [Way(self.tr("&Write it again"), self.write_again, reason, wanted=True)]
        there = standing.now_at if standing.state is State.MOVED else self._project.path
        if there is not None and words.is_there(there):
            ways = [Way(self.tr("&Open it there"), lambda: self._open_instead(there), str(there), wanted=True)]
            return [*ways, close]
        return [close]

    # Views

    def refresh(self) -> None:
        """Show what is saved now in the place of what was saved then."""
        from interviewcoder.privacy import tombstones

        view = self._project
        assert isinstance(view, SavedState)
        made: list[Project] = []
        self._work.layout_memory.store()
        if self._attempt(lambda: made.append(tombstones.settled_view(view.again()))) and made:
            self._window.take(made[0])

    def work_in_it(self) -> None:
        """Open the project itself in the place of the view, if nobody has it."""
        from interviewcoder.privacy import tombstones

        view = self._project
        assert isinstance(view, SavedState)
        made: list[Project] = []

        def open_it() -> None:
            project = view.open_to_work()
            tombstones.settle(project)
            made.append(project)

        if self._attempt(open_it) and made:
            self._window.take(made[0])

    def _attempt(self, step: object) -> bool:
        """Do a step of opening; where another passphrase is wanted or somebody was quicker, open as one always does."""
        assert callable(step)
        try:
            with Waiting():
                step()
        except (WrongPassphrase, ProjectLocked):
            self._window.open_project(self._project.path)
            return False
        except InterviewCoderError as error:
            self._window.prompts.show_error(error)
            return False
        return True

    # Files that aren’t ours any more

    def go_on_here(self) -> None:
        """Take the project again from who took it, if the person knows that it is closed there."""
        hold = self._project.hold
        message = self.tr(
            "If they still have it open, their work or yours would be lost. Go on only if they have told you that it is"
            " closed there. A window that has it all the same is told that you have it, and saves nothing more."
        )
        yes = self.tr("Go on here")
        title = self.tr("Is it closed there?")
        if hold is not None and self._window.prompts.confirm(title, message, yes=yes, dangerous=True):
            self._window.prompts.attempt(hold.go_on)
            self.watch.look()

    def keep_as_copy(self) -> None:
        """Write our work into a copy beside the file that is there now, and open that one."""
        project, kept = self._project, []
        self._work.save_pending()
        with Waiting():
            who = f"{lock.user_name()} {words.machine()}"
            done = self._window.prompts.attempt(lambda: kept.append(conflict_copies.keep_beside(project, who=who)))
        if done:
            self._open_instead(project.path)

    def write_again(self) -> None:
        """Write a project whose file was deleted to where it was, and go on in it."""
        project = self._project
        self._work.save_pending()

        def write() -> None:
            kept = conflict_copies.keep_beside(project, who=lock.user_name())
            conflict_copies.put_back(kept, project.path)

        with Waiting():
            done = self._window.prompts.attempt(write)
        if done:
            self._open_instead(project.path)

    def _open_instead(self, path: Path) -> None:
        self._close_project()
        self._window.open_project(path)

    def _close_project(self) -> None:
        self._window.close_project(ask=False)

    # Copies in conflict

    def _show_copies(self, sight: Sight) -> None:
        if self._project.history.in_operation:
            return
        if self._told is not None:
            # One thing at a time: what became of the project itself comes first.
            self.copies_bar.hide()
            return
        offered = [each for each in map(self._examine, sight.copies) if each.is_offered]
        offered = [each for each in offered if each.copy.path not in self._put_off]
        if not offered:
            self.copies_bar.hide()
            return
        shown = tuple(offered)
        said = words.copies_words(offered)
        if not self.copies_bar.isHidden() and self.copies_bar.said == f"{said.words} {said.hint}".strip():
            return
        self.copies_bar.say(said, self._ways_with(shown))

    def _examine(self, copy: conflict_copies.ConflictCopy) -> Examined:
        name = (copy.path, copy.size_bytes, copy.changed_at.timestamp())
        if name not in self._examined:
            self._examined[name] = conflict_copies.examine(self._project, copy)
        return self._examined[name]

    def _ways_with(self, offered: tuple[Examined, ...]) -> list[Way]:
        first = next((each for each in offered if each.copy.part is Part.PROJECT), None)
        ways = []
        if first is not None and words.holds_nothing_new(first) and not self._project.is_view:
            reason = self.tr("It goes among the project’s backups")
            ways.append(Way(self.tr("&Set it aside"), lambda: self.set_aside(first.copy.path), reason, wanted=True))
        elif first is not None and can_merge() and not self._project.is_view:
            reason = self.tr("See what is in it that this project hasn’t, and take over what you want")
            ways.append(Way(self.tr("&Compare and merge…"), lambda: self.merge(first.copy.path), reason, wanted=True))
        ways.append(Way(self.tr("Show in &folder"), lambda: self.show_in_folder(offered[0].copy.path)))
        ways.append(
            Way(self.tr("&Not now"), lambda: self.put_off(offered), self.tr("Until you open the project again"))
        )
        return ways

    def merge(self, path: Path) -> None:
        """Compare a copy with the project; where it was merged, offer to set it aside."""
        if not merge_requested(self._window, path):
            return
        question = self.tr("Set the copy aside?")
        message = self.tr("What you took over is in the project now. “{name}” goes among its backups.")
        if self._window.prompts.confirm(question, message.format(name=path.name), yes=self.tr("Set aside")):
            self.set_aside(path)

    def set_aside(self, path: Path) -> None:
        """Move a copy among the backups."""
        project = self._project
        if self._window.prompts.attempt(lambda: conflict_copies.set_aside(project.path, path)):
            self._window.strip.tell(self.tr("“{name}” is among the backups now").format(name=path.name))
        self.watch.look()

    def show_in_folder(self, path: Path) -> None:
        """Open the folder that a copy lies in."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def put_off(self, offered: tuple[Examined, ...]) -> None:
        """Say no more of these until the project is opened again."""
        self._put_off |= {each.copy.path for each in offered}
        self.copies_bar.hide()
