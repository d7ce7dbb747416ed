"""The menus whose entries depend on what is there: recent projects, recent codes, panels, looks of the transcript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow


class WindowMenus(QObject):
    """Fills these menus when they open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._menus = window, window.menus
        self._menus.recent_projects.aboutToShow.connect(self._fill_recent_projects)
        self._menus.recent_codes.aboutToShow.connect(self._fill_recent_codes)
        self._menus.panels.aboutToShow.connect(self._fill_panels)
        self._menus.transcript.aboutToShow.connect(self._fill_transcript)

    def _fill_recent_projects(self) -> None:
        menu = self._menus.recent_projects
        menu.clear()
        for project in self._window.settings.recent:
            if Path(project.path).exists():
                action = menu.addAction(project.title.replace("&", "&&"))
                action.setToolTip(project.path)
                action.triggered.connect(lambda _=False, path=project.path: self._window.open_project(Path(path)))
        if menu.isEmpty():
            menu.addAction(self.tr("None yet")).setEnabled(False)

    def _fill_recent_codes(self) -> None:
        from interviewcoder.coding import recent_codes

        menu, workspace = self._menus.recent_codes, self._window.workspace
        menu.clear()
        if workspace is None:
            return
        for number, code in enumerate(recent_codes.nodes(workspace.project), 1):
            # Behind a tab stands the key that does it in the text; as a shortcut of the window it would eat digits.
            action = menu.addAction(code.name.replace("&", "&&") + f"\t{number}")
            action.triggered.connect(lambda _=False, n=number: self._window.at_work().reading.code_recent(n))

    def _fill_panels(self) -> None:
        menu, workspace = self._menus.panels, self._window.workspace
        menu.clear()
        if workspace is None:
            return
        for name, title, _ in workspace.layout_memory.panels():
            action = QAction(title, menu)
            action.setCheckable(True)
            action.setChecked(workspace.layout_memory.is_shown(name))
            action.triggered.connect(lambda on, n=name: self._window.at_work().layout_memory.show_panel(n, on))
            menu.addAction(action)

    def _fill_transcript(self) -> None:
        if self._window.workspace is not None:
            self._window.workspace.options.looks.fill_menu(self._menus.transcript)
