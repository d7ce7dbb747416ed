"""The window: its menus, the project that is open in it, or the welcome page."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from interviewcoder import settings as stored_settings
from interviewcoder.settings import RecentProject, Settings
from interviewcoder.ui import closing, menu_steps, opening, preloading, theme
from interviewcoder.ui.dropping import Dropping
from interviewcoder.ui.first_paint import AfterFirstPaint
from interviewcoder.ui.key_bindings import KeyBindings
from interviewcoder.ui.menus import Menus
from interviewcoder.ui.privacy.locking import Locking
from interviewcoder.ui.privacy.session_watch import SessionWatch
from interviewcoder.ui.review.menu_dress import dress
from interviewcoder.ui.shared_folder import changing_entries
from interviewcoder.ui.status_strip import StatusStrip
from interviewcoder.ui.team.role_words import coder_words
from interviewcoder.ui.team.who_menu import show_who
from interviewcoder.ui.welcome import Welcome
from interviewcoder.ui.window_menus import WindowMenus
from interviewcoder.ui.wording import operation_words

if TYPE_CHECKING:
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.ui.command_palette.palette import CommandPalette
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace

_FIRST_SIZE = QSize(1500, 940)
# Narrower than this, a window needs all of it.
_SMALL_SCREEN = 1600
_LEAST_SIZE = QSize(860, 520)


class MainWindow(QMainWindow):
    """One window, one project. Opening another closes the first."""

    def __init__(self, settings: Settings, prompts: Prompts, open_sample: Callable[[Path], Project]) -> None:
        super().__init__()
        self.settings, self.prompts = settings, prompts
        self.keys = KeyBindings(settings.keys, self)
        self._open_sample = open_sample
        self.workspace: Workspace | None = None
        self._palette: CommandPalette | None = None
        self.menus = Menus(self)
        self.setMenuBar(self.menus)
        self.menus.bind(self.keys)
        self._filled_menus = WindowMenus(self)
        self.dropping = Dropping(self)
        self.strip = StatusStrip(self)
        self.written = SessionWatch(self)
        self.welcome = Welcome(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.welcome)
        self.locking: Locking = Locking(self, self._pages)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(central)
        self.setMinimumSize(_LEAST_SIZE)
        self._connect_menus()
        self._connect()
        self._restore_place()
        self.show_state()
        self.welcome.show_recent(settings.recent)
        AfterFirstPaint(self, preloading.begin)
        AfterFirstPaint(self, self.locking.idle.listen_to_the_system)

    def _connect_menus(self) -> None:
        for name, step in menu_steps.steps(self).items():
            self.menus.action(name).triggered.connect(lambda _=False, do=step: do())

    def _connect(self) -> None:
        self.welcome.new_asked.connect(self.new_project)
        self.welcome.open_asked.connect(self.ask_project)
        self.welcome.sample_asked.connect(self.open_sample)
        self.welcome.recent_asked.connect(lambda path: self.open_project(Path(path)))
        self.welcome.forget_asked.connect(self.forget_project)
        self.menus.themes.triggered.connect(lambda action: self.set_theme(str(action.data())))
        self.strip.coder_clicked.connect(lambda: show_who(self))
        self.strip.lock_clicked.connect(lambda: self.menus.action("network_lock").trigger())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme)
        for action in self.menus.themes.actions():
            action.setChecked(action.data() == self.settings.theme)

    # Projects

    def new_project(self) -> None:
        """Ask for a new project and open it."""
        project = opening.create_asking(self.prompts, opening.projects_folder(), self.settings.coder_name)
        if project is not None:
            self.take(project)

    def ask_project(self) -> None:
        """Ask which project to open."""
        title = self.tr("Open project")
        path = self.prompts.choose_open_file(title, opening.kinds_of_project(), opening.projects_folder())
        if path is not None:
            self.open_project(path)

    def open_project(self, path: Path, *, passphrase: str | None = None) -> None:
        """Open a project in place of the one that is open; `passphrase` is tried before asking for one."""
        shown = None if self.workspace is None else self.workspace.project
        if shown is not None and path.expanduser().resolve() == shown.path and not shown.is_view:
            self.strip.tell(self.tr("This project is open already."))
            return
        project = opening.open_asking(self.prompts, path, passphrase=passphrase)
        if project is not None:
            self.take(project)

    def open_sample(self) -> None:
        """Open a copy of the sample study, made now if there is none."""
        folder = opening.projects_folder() / self.tr("InterviewCoder sample study")
        made: list[Project] = []
        with opening.Waiting():
            done = self.prompts.attempt(lambda: made.append(self._open_sample(folder)))
        if done:
            self.take(made[0])

    def take(self, project: Project) -> None:
        """Show an open project in place of the one that is open."""
        from interviewcoder.ui.privacy.agreement_steps import tell_due
        from interviewcoder.ui.privacy.place_warning import warn_of_place
        from interviewcoder.ui.privacy.statement_steps import note_opening
        from interviewcoder.ui.shared_folder.work import SharedFolderWork
        from interviewcoder.ui.workspace import Workspace

        if not self.close_project():
            project.close()
            return
        if self.settings.coder_name and project.review_mark is None:  # a review copy is its reader's
            project.work_as(self.settings.coder_name)
        workspace = self.workspace = Workspace(project, self.settings, self.prompts, self.strip, self.keys)
        workspace.state_changed.connect(self.show_state)
        workspace.signals.changed.connect(self._on_changed)
        workspace.adding.project_dropped.connect(self.open_project, Qt.ConnectionType.QueuedConnection)
        AfterFirstPaint(workspace, _set_aside_what_is_loaded)
        AfterFirstPaint(workspace, lambda: note_opening(self, project))
        AfterFirstPaint(workspace, SharedFolderWork(self, workspace).watch.begin)
        self._pages.addWidget(workspace)
        workspace.layout_memory.restore(self._pages.width(), self._pages.height())
        self._pages.setCurrentWidget(workspace)
        workspace.layout_memory.go_to_place()
        workspace.side.currentWidget().setFocus()
        self._remember(project)
        workspace.finding.take_keys(self.menus.action("next_hit"), self.menus.action("previous_hit"))
        # They go with the player when the project is closed.
        self.menus.transcribe_menu.addActions([*workspace.player.menu_actions(), *workspace.checking.menu_actions()])
        self.strip.show_project(coder_words(project.coder))
        self.show_state()
        self.strip.tell(self.tr("Opened “{title}”").format(title=project.title))
        tell_due(self)
        warn_of_place(project, self.prompts)

    def _remember(self, project: Project) -> None:
        now = datetime.now().isoformat(timespec="seconds")
        # What the title says is nobody's to read who hasn't the passphrase; the file's name is seen anyhow.
        title = project.path.stem if project.encrypted else project.title
        self.settings.remember(RecentProject(str(project.path), title, now))
        self.save_settings()

    def forget_project(self, path: str) -> None:
        """Take a project off the list of recent ones; its file, wherever it is, stays."""
        self.settings.forget(path)
        self.save_settings()
        self.welcome.show_recent(self.settings.recent)
        self.welcome.setFocus()

    def close_project(self, *, ask: bool = True) -> bool:
        """Close the project that is open, if any; False where the person keeps it open, which `ask` lets them."""
        workspace = self.workspace
        if workspace is None:
            return True
        if ask and not closing.may_close(workspace, self.prompts):
            return False
        self.workspace = None
        self.prompts.attempt(workspace.close_down)
        workspace.project.close()
        self._pages.removeWidget(workspace)
        workspace.hide()
        workspace.deleteLater()
        gc.unfreeze()
        self.strip.show_project(None)
        self.strip.tell("")
        self.welcome.show_recent(self.settings.recent)
        self.save_settings()
        self.show_state()
        return True

    def at_work(self) -> Workspace:
        """The open project in the window; only for what is enabled while there is one."""
        assert self.workspace is not None
        return self.workspace

    # What the menus do

    def step_back(self, *, undo: bool) -> None:
        """Undo or redo, typing first."""
        if self.at_work().reading.editor.undo_typing(undo=undo) or not self.at_work().save_pending():
            return
        project = self.at_work().project
        done: list[Changes] = []
        if self.prompts.attempt(lambda: done.append(project.undo() if undo else project.redo())):
            words = self.tr("Undone: {label}") if undo else self.tr("Done again: {label}")
            self.strip.tell(words.format(label=self.at_work().history.words_gone_through()))
            self.at_work().show_change(done[0])

    def back_up_now(self) -> None:
        """Make a backup in the background."""
        self.at_work().save_pending()
        self.at_work().backups.back_up_now()
        self.strip.tell(self.tr("Backing up…"))

    def restore_backup(self) -> None:
        """Ask which backup to go back to; the project is closed, replaced and opened again."""
        from interviewcoder.project import backup

        project = self.at_work().project
        path, found = project.path, backup.backups(project.path)
        if not found:
            self.prompts.show_note(
                self.tr("There is no backup yet"),
                self.tr("Backups are made by the clock while you work, and when you close a project you changed."),
            )
            return
        chosen = self.prompts.choose_backup(project.title, found)
        if chosen is not None and self.close_project():
            self.prompts.attempt(lambda: backup.restore(chosen, path))
            self.open_project(path)

    def rename_project(self) -> None:
        """Ask for another title."""
        from interviewcoder.project import file

        project = self.at_work().project
        title = self.prompts.ask_text(self.tr("Rename project"), self.tr("Title of the study"), text=project.title)
        if title and title != project.title:
            self.prompts.attempt(lambda: file.rename_project(project, title))
            self._remember(project)

    def change_coder(self) -> None:
        """Ask who codes from now on."""
        label = self.tr("Your name, as it stands beside your codings")
        name = self.prompts.ask_text(self.tr("Who codes?"), label, text=self.at_work().project.coder.name)
        if name:
            self.work_as(name)

    def work_as(self, name: str) -> None:
        """Let who codes from now on be this coder."""
        from interviewcoder.project import coders

        project = self.at_work().project
        if self.at_work().save_pending() and self.prompts.attempt(lambda: coders.work_as(project, name)):
            self.settings.coder_name = project.coder.name
            self.save_settings()

    def show_shortcuts(self) -> None:
        """Show what keys do."""
        from interviewcoder.ui.key_list import show_keys

        if show_keys(self.keys, self.prompts, self):
            self.set_keys()

    def set_keys(self) -> None:
        """Let the person set keys."""
        from interviewcoder.ui.key_list import ask_keys

        if ask_keys(self.keys, self.prompts, self):
            self.save_settings()

    def show_about(self) -> None:
        """Show the program and how it keeps data on this machine."""
        from interviewcoder.ui.dialogs.about import AboutDialog

        project = self.workspace.project if self.workspace else None
        self.prompts.run(AboutDialog(project.path if project else None, self))

    def open_palette(self) -> None:
        """Let the person find anything that can be done or gone to by its name."""
        from interviewcoder.ui.command_palette.palette import CommandPalette

        if self._palette is None:
            self._palette = CommandPalette(self)
        self._palette.open()

    def read_alone(self) -> None:
        """Leave the text alone on a full screen, or bring everything back."""
        if self.at_work().layout_memory.toggle_reading():
            key = self.keys.words("menu.read")
            self.strip.tell(self.tr("{key} brings everything back.").format(key=key))

    # Looks

    def set_theme(self, name: str) -> None:
        """Dress the window light, dark, or as the system is."""
        self.settings.theme = name
        self._dress()

    def set_text_size(self, size_pt: int) -> None:
        """Write everything larger or smaller; 0 is the system's size."""
        if size_pt:
            size_pt = min(max(size_pt, theme.SMALLEST_TEXT_PT), theme.LARGEST_TEXT_PT)
        self.settings.text_size_pt = size_pt
        self._dress()

    def text_size(self) -> int:
        """The size of the text in points."""
        return self.settings.text_size_pt or QApplication.font().pointSize()

    def _dress(self) -> None:
        theme.apply(self.settings.theme, self.settings.text_size_pt)
        self.save_settings()

    def _on_system_theme(self) -> None:
        if self.settings.theme == "system":
            theme.apply(self.settings.theme, self.settings.text_size_pt)

    # State

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("project"):
            self.show_state()
        if changes.concerns("coder"):
            self.strip.show_project(coder_words(self.at_work().project.coder))

    def show_state(self) -> None:
        """Let menus, title and page fit what is open; nothing of it while the window is locked."""
        if self.locking.locked:
            return
        workspace = self.workspace
        dress(self.menus, workspace)
        if workspace is None:
            self._pages.setCurrentWidget(self.welcome)
            self.welcome.setFocus()
            self.setWindowTitle(self.tr("InterviewCoder"))
            return
        source = workspace.reading.source
        there = {"project"}
        there |= {"source"} if source is not None and source.has_text else set()
        there |= {"recording"} if source is not None and source.media_id is not None else set()
        there |= {"passage"} if workspace.has_passage else set()
        self.menus.show_state(there)
        labels = (workspace.project.undo_label, workspace.project.redo_label)
        self.menus.show_history(*(operation_words(label) if label else None for label in labels))
        if workspace.project.is_view:
            changing_entries.leave_reading(self.menus)
        self.setWindowTitle(self.tr("{title} – InterviewCoder").format(title=workspace.project.title))

    # Place on the screen, and the end

    def _restore_place(self) -> None:
        stored = self.settings.window.get("place", "")
        if not (stored and self.restoreGeometry(QByteArray.fromBase64(stored.encode()))):
            room = QGuiApplication.primaryScreen().availableGeometry()
            if room.width() < _SMALL_SCREEN:
                self.setGeometry(room)
            else:
                self.resize(_FIRST_SIZE.boundedTo(room.size()))

    def save_settings(self) -> None:
        """Write the settings; where that can't be done they hold until the end of this run."""
        try:
            stored_settings.save(self.settings)
        except OSError as error:
            self.strip.tell(self.tr("The settings can’t be saved: {reason}").format(reason=error.strerror))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the project first; the person may still decide to stay."""
        self.settings.window["place"] = self.saveGeometry().toBase64().toStdString()
        if self.close_project():
            self.save_settings()
            event.accept()
        else:
            event.ignore()


def _set_aside_what_is_loaded() -> None:
    """Take the libraries and the open project out of Python's search for garbage, until the project is closed.

    They stay anyhow, and searching them in the middle of coding would halt the window for some 70 ms.
    """
    gc.collect()
    gc.freeze()
