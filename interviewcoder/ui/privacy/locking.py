"""Lock the window: everything out of sight, and the project closed where nothing long is going on in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QToolTip

from interviewcoder.errors import InterviewCoderError, WrongPassphrase
from interviewcoder.ui.privacy.clipboard import ConcealedClipboard
from interviewcoder.ui.privacy.idle_lock import IdleWatch
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.privacy.lock_screen import LockPage
    from interviewcoder.ui.workspace import Workspace

_AGAIN_MS = 50
_LATER_MS = 10_000


class Locking(QObject):
    """Locks by the menu, after a time without anybody, and when the machine sleeps; unlocks to the same place.

    Without a project there is nothing to hide.
    """

    def __init__(self, window: MainWindow, pages: QStackedWidget) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self._page: LockPage | None = None
        # Of a locked project that is closed: what is opened again.
        self._closed_path: Path | None = None
        self._closed_view = False
        self._unstored = False
        self.locked = False
        self.clipboard = ConcealedClipboard(self)
        self.idle = IdleWatch(window.settings.lock_after_minutes, self)
        self.idle.idled.connect(self.lock)
        self.idle.slept.connect(self.lock)

    def lock(self) -> None:
        """Take everything out of sight at once; then store what was typed, and close the project where that may be."""
        if self._window.workspace is None or self.locked:
            return
        self.locked = True
        self._window.workspace.player.pause()
        self._close_what_is_above()
        self.clipboard.forget()
        self._cover(hidden=True)
        self._settle()

    def _close_what_is_above(self) -> None:
        """Close menus and dialogs, the topmost first: what was asked counts as cancelled."""
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            continue
        QToolTip.hideText()
        for widget in reversed(QApplication.topLevelWidgets()):
            if widget is self._window or not widget.isVisible():
                continue
            if isinstance(widget, QDialog):
                widget.reject()
            else:
                widget.hide()

    def _cover(self, *, hidden: bool) -> None:
        window = self._window
        # A hidden bar of menus takes its keys along.
        window.menus.setVisible(not hidden)
        window.menus.setEnabled(not hidden)
        window.strip.setVisible(not hidden)
        window.setAcceptDrops(not hidden)
        if hidden:
            self._pages.setCurrentWidget(self._lock_page())
            window.setWindowTitle(self.tr("InterviewCoder – locked"))
            self._show_page()

    def _lock_page(self) -> LockPage:
        if self._page is None:
            from interviewcoder.ui.privacy.lock_screen import LockPage

            self._page = LockPage(self._pages)
            self._page.unlock_asked.connect(self.unlock)
            self._page.minutes_chosen.connect(self._set_minutes)
            self._pages.addWidget(self._page)
        return self._page

    def _show_page(self) -> None:
        from interviewcoder.ui.privacy.lock_screen import LockState

        work = self._window.workspace
        encrypted = work is None or work.project.encrypted
        why = "" if work is None else self._why_open(work)
        self._lock_page().show_state(LockState(encrypted, why), self._window.settings.lock_after_minutes)

    def _settle(self) -> None:
        """Close the project once nobody is left who was waiting for a dialog's answer."""
        work = self._window.workspace
        if not self.locked or work is None:
            return
        if QThread.currentThread().loopLevel() > 1:
            QTimer.singleShot(_AGAIN_MS, self, self._settle)
            return
        # Whom pseudonyms stand for is asked for anew, also where the project itself stays open.
        work.deidentify.key.put_away()
        stored = self._stored(work)
        if work.project.encrypted and stored and not self._why_open(work):
            path, view = work.project.path, work.project.is_view
            self._window.close_project(ask=False)
            self._closed_path, self._closed_view = path, view
            self._pages.setCurrentWidget(self._lock_page())
        elif work.project.encrypted:
            # What goes on ends some time, and a disk may get room.
            QTimer.singleShot(_LATER_MS, self, self._settle)
        self._show_page()

    def _stored(self, work: Workspace) -> bool:
        self._unstored = not work.save_pending()
        return not self._unstored

    def _why_open(self, work: Workspace) -> str:
        if self._unstored:
            return self.tr("What you typed last can’t be stored now; it is kept.")
        if work.queue.is_busy:
            return self.tr("A recording is being transcribed.")
        return self.tr("An import or an alignment goes on.") if work.is_busy else ""

    def unlock(self, typed: str) -> None:
        """Go back to where the person was, if this is the passphrase (or the recovery code)."""
        work = self._window.workspace
        if work is None and self._closed_path is not None:
            if not self._opened(self._closed_path, typed):
                return
        elif work is not None and work.project.encrypted and not _fits(work, typed):
            self._lock_page().show_refused(self.tr("This isn’t the project’s passphrase."))
            return
        self.locked, self._closed_path = False, None
        self.idle.touch()
        self._cover(hidden=False)
        if self._window.workspace is not None:
            self._pages.setCurrentWidget(self._window.workspace)
            self._window.show_state()
            self._window.workspace.reading.view.setFocus()

    def _opened(self, path: Path, typed: str) -> bool:
        from interviewcoder.privacy import tombstones
        from interviewcoder.project import read_only, recovery
        from interviewcoder.project.file import Project

        try:
            with Waiting():
                if self._closed_view:
                    project: Project = tombstones.settled_view(read_only.open_with(path, typed))
                else:
                    project = recovery.open_with(path, typed)
                    # Another copy may have been put in its place meanwhile.
                    tombstones.settle(project)
        except WrongPassphrase:
            # Its own words name the file.
            self._lock_page().show_refused(self.tr("This isn’t the project’s passphrase."))
            return False
        except InterviewCoderError as error:
            self._lock_page().show_refused(f"{error.message} {error.hint}".strip())
            return False
        self.locked = False
        self._window.take(project)
        return True

    def _set_minutes(self, minutes: int) -> None:
        self._window.settings.lock_after_minutes = self.idle.minutes = minutes
        self._window.save_settings()


def _fits(work: Workspace, typed: str) -> bool:
    with Waiting():
        return work.project.has_passphrase(typed)
