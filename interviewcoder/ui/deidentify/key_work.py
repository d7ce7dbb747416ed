"""The key of an open project: made, opened, closed; whether it is open is always to be seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from interviewcoder.errors import InterviewCoderError, WrongPassphrase
from interviewcoder.ui import icons
from interviewcoder.ui.waiting import Waiting
from interviewcoder.ui.wording import tip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewcoder.privacy.key_file import KeyFile
    from interviewcoder.privacy.known_names import KnownName
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts


class KeyWork(QObject):
    """Holds the key while it is open. `changed` tells that it was opened, closed, or knows other things now."""

    changed = Signal()

    def __init__(self, project: Project, prompts: Prompts, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self.key: KeyFile | None = None

    def names(self) -> tuple[KnownName, ...]:
        """The names that the key knows; none while it is closed."""
        if self.key is None:
            return ()
        from interviewcoder.privacy.key_learning import names_to_find

        self.learn()
        return names_to_find(self.key, self._project)

    def learn(self) -> None:
        """Let the open key learn what the pseudonyms stand for now."""
        from interviewcoder.privacy.key_learning import fill_from

        if (key := self.key) is not None:
            self._prompts.attempt(lambda: fill_from(key, self._project))

    # Making, opening, closing

    def ask_new(self) -> None:
        """Ask for place and passphrase of a new key, and make it."""
        from interviewcoder.privacy import key_file
        from interviewcoder.ui.deidentify.key_dialog import NewKeyDialog

        dialog = NewKeyDialog(self._project, self._prompts, None)
        if self._prompts.run(dialog):
            path, passphrase = dialog.path(), dialog.passphrase()
            self._take(lambda: key_file.create(self._project, path, passphrase))

    def ask_open(self) -> None:
        """Ask for the key's file and passphrase, and open it."""
        from interviewcoder.privacy import key_file

        kinds = self.tr("Key (*{ending})").format(ending=key_file.SUFFIX)
        folder = key_file.suggested_path(self._project).parent
        path = self._prompts.choose_open_file(self.tr("Open the key"), kinds, folder)
        if path is not None:
            self._open(path)

    def _open(self, path: Path) -> None:
        from interviewcoder.privacy import key_file

        refused = ""
        while (passphrase := self._prompts.ask_passphrase(path.name, refused=refused)) is not None:
            try:
                with Waiting():
                    key = key_file.open_key(self._project, path, passphrase)
            except WrongPassphrase as error:
                refused = error.message
                continue
            except InterviewCoderError as error:
                self._prompts.show_error(error)
                return
            self._hold(key)
            return

    def _take(self, make: Callable[[], KeyFile]) -> None:
        made: list[KeyFile] = []

        def step() -> None:
            with Waiting():
                made.append(make())

        if self._prompts.attempt(step):
            self._hold(made[0])

    def _hold(self, key: KeyFile) -> None:
        self.close()
        self.key = key
        self.learn()
        self.changed.emit()

    def close(self) -> None:
        """Close the key, with what it has learnt."""
        self.learn()
        self.put_away()

    def put_away(self) -> None:
        """Close the key as it is, saying nothing: what it hasn't learnt it learns when it is opened."""
        if self.key is not None:
            self.key.close()
            self.key = None
            self.changed.emit()

    def edit_names(self) -> None:
        """Show the name list of the open key, to be added to."""
        from interviewcoder.ui.deidentify.names_dialog import NamesDialog

        if self.key is not None:
            self._prompts.run(NamesDialog(self.key, self._prompts, None))
            self.changed.emit()

    # What is seen of it

    def button(self, parent: QWidget) -> QToolButton:
        """A button that says whether the key is open, and offers what can be done with it."""
        button = QToolButton(parent)
        button.setProperty("role", "quiet")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(self._fill, menu))
        button.setMenu(menu)
        self.changed.connect(partial(self._dress, button))
        self._dress(button)
        return button

    def _dress(self, button: QToolButton) -> None:
        there = self.key is not None
        icons.dress(button, "unlocked" if there else "locked")
        button.setText(self.tr("Key open") if there else self.tr("Key closed"))
        told = self.tr("The key says whom pseudonyms stand for. It is a file of its own, with its own passphrase.")
        if self.key is not None:
            told = self.tr("The key “{path}” is open.").format(path=self.key.path)
        button.setToolTip(tip(told))
        button.setAccessibleName(button.text())

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        if self.key is not None:
            menu.addAction(self.tr("Name list…")).triggered.connect(lambda _=False: self.edit_names())
            menu.addAction(self.tr("Close the key")).triggered.connect(lambda _=False: self.close())
            return
        menu.addAction(self.tr("Open the key…")).triggered.connect(lambda _=False: self.ask_open())
        menu.addAction(self.tr("Make a key…")).triggered.connect(lambda _=False: self.ask_new())
