"""What the command palette offers: the menus, what the panels can do, and places by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from interviewcoder.cases import cases
from interviewcoder.sources import catalogue
from interviewcoder.ui.menus import MENU_KEY, plain_text

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.ui.history_panel.panel import HistoryPanel
    from interviewcoder.ui.main_window import MainWindow
    from interviewcoder.ui.pages import PageTabs
    from interviewcoder.ui.workspace import Workspace

_SEPARATOR = " › "
_NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do or to go to. `path` is where it stands otherwise; `why_not` what is missing for it."""

    id: str
    words: str
    path: str
    run: Callable[[], object]
    keys: str = ""
    why_not: str = ""
    drawing: str = ""
    colour: str = ""
    ticked: bool = False


class Offer:
    """All entries of a moment. `let_go` of it when the palette closes: it holds menus that were made for it."""

    def __init__(self, window: MainWindow) -> None:
        self._made: list[QMenu] = []
        self.commands = list(_once(self._commands(window)))
        self.places = list(_places(window.workspace)) if window.workspace is not None else []

    def let_go(self) -> None:
        """Give back the menus that were made to look into."""
        for menu in self._made:
            # What was done may have closed the project, and its menus with it.
            if isValid(menu):
                menu.deleteLater()
        self._made = []

    def _commands(self, window: MainWindow) -> Iterator[tuple[QAction | None, Entry]]:
        names = {action: name for name, action in window.menus.actions_by_name.items()}

        def why_not(action: QAction) -> str:
            return window.menus.why_not(names[action]) if action in names else window.menus.why_not("")

        def id_of(action: QAction, path: str) -> str:
            return MENU_KEY + names[action] if action in names else f"{path}/{plain_text(action)}"

        for action in window.menus.actions():
            if (menu := _menu_of(action)) is not None and action.isVisible():
                yield from _of_menu(menu, plain_text(menu), id_of, why_not)
        if window.workspace is not None:
            yield from self._of_panels(window.workspace)

    def _of_panels(self, workspace: Workspace) -> Iterator[tuple[QAction | None, Entry]]:
        """What stands in the menus that a right click opens, for what is chosen there now."""
        chosen = workspace.sources.source(workspace.sources.current_id() or 0)
        panels = [
            (_tr("Sources"), workspace.sources.context_menu(chosen)),
            (_tr("Participants"), workspace.cases.context_menu()),
            (_tr("Codes"), workspace.codes.context_menu()),
        ]
        history: HistoryPanel | None = workspace.right.built("history")  # type: ignore[assignment]  # by its name
        if history is not None:
            panels.append((_tr("History"), history.context_menu()))
        memo = QMenu(workspace)
        workspace.memos.fill_menu(memo)
        panels.append((_tr("New memo"), memo))
        self._made += [menu for _, menu in panels]
        here = _tr("It isn’t possible for what is chosen now.")
        for title, menu in panels:
            yield from _of_menu(menu, title, lambda action, path: f"{path}/{plain_text(action)}", lambda _: here)
        actions = workspace.codes.actions_of_codes.findChildren(QAction)
        choose = _tr("Choose a code in the tree first.") if workspace.codes.tree.current_node() is None else ""
        for action in filter(QAction.isVisible, actions):
            yield action, _of_action(action, f"{_tr('Codes')}/{plain_text(action)}", _tr("Codes"), choose)


def _of_menu(
    menu: QMenu, path: str, id_of: Callable[[QAction, str], str], why_not: Callable[[QAction], str]
) -> Iterator[tuple[QAction | None, Entry]]:
    # Some menus are filled when they open.
    menu.aboutToShow.emit()
    for action in menu.actions():
        inner = _menu_of(action)
        if inner is not None:
            yield from _of_menu(inner, f"{path}{_SEPARATOR}{plain_text(inner)}", id_of, why_not)
        elif action.text() and action.isVisible() and not action.isSeparator():
            missing = "" if action.isEnabled() and menu.isEnabled() else why_not(action)
            yield action, _of_action(action, id_of(action, path), path, missing)


def _of_action(action: QAction, id_: str, path: str, why_not: str) -> Entry:
    keys = action.shortcut().toString(_NATIVE) or action.text().partition("\t")[2]
    ticked = action.isCheckable() and action.isChecked()
    return Entry(id_, plain_text(action), path, action.trigger, keys, why_not, ticked=ticked)


def _places(workspace: Workspace) -> Iterator[Entry]:
    """The pages, sources, codes and participants."""
    pages = ((workspace.right, workspace.right.show_page), (workspace.results, workspace.results.open_page))
    for tabs, show in pages:
        for name, title in tabs.titles().items():
            yield Entry(f"page.{name}", title, _tr("Page"), partial(_show_page, workspace, tabs, show, name))
    for source_id, name in catalogue.names(workspace.project).items():
        yield Entry(
            f"source.{source_id}", name, _tr("Source"), partial(_go_to_source, workspace, source_id), "", "", "text"
        )
    names: dict[int, str] = {}
    for node in workspace.reading.view.codes:
        above = names.get(node.parent_id or 0, "")
        names[node.id] = f"{above}{_SEPARATOR}{node.name}" if above else node.name
        path = f"{_tr('Code')}{_SEPARATOR}{above}" if above else _tr("Code")
        yield Entry(f"code.{node.id}", node.name, path, partial(_go_to_code, workspace, node), colour=node.colour)
    for case_id, name in cases.names(workspace.project).items():
        run = partial(_go_to_case, workspace, case_id)
        yield Entry(f"case.{case_id}", name, _tr("Participant"), run, drawing="participant")


def _show_page(workspace: Workspace, tabs: PageTabs, show: Callable[[str], object], name: str) -> None:
    if tabs is workspace.right:
        tabs.show()
    show(name)


def _go_to_source(workspace: Workspace, source_id: int) -> None:
    workspace.side.setCurrentWidget(workspace.sources)
    workspace.sources.choose(source_id)
    workspace.reading.view.setFocus()


def _go_to_code(workspace: Workspace, node: CodeNode) -> None:
    workspace.right.show()
    workspace.right.show_page("codes")
    workspace.codes.choose(node.id)
    workspace.codes.tree.setFocus()


def _go_to_case(workspace: Workspace, case_id: int) -> None:
    workspace.layout_memory.show_panel("left", True)
    workspace.side.setCurrentWidget(workspace.cases)
    workspace.cases.choose(case_id)
    workspace.cases.setFocus()


def _menu_of(action: QAction) -> QMenu | None:
    menu = action.menu()  # PySide has no return type for it
    return menu if isinstance(menu, QMenu) else None


def _once(found: Iterable[tuple[QAction | None, Entry]]) -> Iterator[Entry]:
    """Leave out what was there already: an action that stands in two menus, or two that say the same of one panel."""
    seen: set[object] = set()
    for action, entry in found:
        if action not in seen and entry.id not in seen:
            seen |= {action, entry.id}
            yield entry


def _tr(text: str) -> str:
    return QCoreApplication.translate("CommandPalette", text)
