"""The button that says where is searched, and its menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from interviewcoder.analysis.attribute_filter import AttributeFilter
from interviewcoder.analysis.find import Limits, Role
from interviewcoder.cases import attributes, cases
from interviewcoder.sources.text import shortened
from interviewcoder.ui import icons

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

_MOST_VALUES = 30
_MOST_LETTERS = 34


class LimitsButton(QToolButton):
    """Shows and changes `limits`; `changed` when they are others. `sources_asked` when sources are to be chosen."""

    changed = Signal()
    sources_asked = Signal()

    def __init__(self, project: Project, open_source: Callable[[], int | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._open_source = project, open_source
        self.limits = Limits()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("role", "quiet")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(self, "down")
        self.setToolTip(self.tr("Where to look: in which sources, and whose words"))
        self._tell()

    def set_limits(self, limits: Limits) -> None:
        """Look elsewhere."""
        if limits != self.limits:
            self.limits = limits
            self._tell()
            self.changed.emit()

    def _tell(self) -> None:
        words = ", ".join(self._words()) or self.tr("Everywhere")
        self.setText(shortened(words, _MOST_LETTERS))
        self.setAccessibleName(self.tr("Where to look: {places}").format(places=words))

    def _words(self) -> list[str]:
        limits, words = self.limits, []
        if limits.source_ids is not None:
            one = len(limits.source_ids) == 1
            words.append(
                self.tr("1 source") if one else self.tr("{count} sources").format(count=len(limits.source_ids))
            )
        words += ["/".join(one.values) for one in limits.attributes]
        if limits.role != "anybody":
            words.append(self._role_words(limits.role))
        return words

    def _role_words(self, role: Role) -> str:
        return {
            "anybody": self.tr("Whoever speaks"),
            "participants": self.tr("Participants only"),
            "interviewer": self.tr("Interviewer only"),
        }[role]

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        self._fill_sources(menu)
        self._fill_roles(menu)
        self._fill_attributes(menu)
        menu.addSeparator()
        everywhere = menu.addAction(self.tr("Look everywhere"))
        everywhere.setEnabled(self.limits != Limits())
        everywhere.triggered.connect(lambda: self.set_limits(Limits()))

    def _fill_sources(self, menu: QMenu) -> None:
        limits, shown = self.limits, self._open_source()
        entries = [(self.tr("All sources"), limits.source_ids is None, lambda: self._set_sources(None))]
        if shown is not None:
            only = frozenset({shown})
            entries.append((self.tr("The open source"), limits.source_ids == only, lambda: self._set_sources(only)))
        others = limits.source_ids is not None and limits.source_ids != frozenset({shown})
        entries.append((self.tr("Chosen sources…"), others, self.sources_asked.emit))
        group = QActionGroup(menu)
        for words, chosen, step in entries:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(chosen)
            group.addAction(action)
            action.triggered.connect(lambda _=False, do=step: do())

    def _fill_roles(self, menu: QMenu) -> None:
        menu.addSeparator()
        group = QActionGroup(menu)
        roles: tuple[Role, ...] = ("anybody", "participants", "interviewer")
        for role in roles:
            action = menu.addAction(self._role_words(role))
            action.setCheckable(True)
            action.setChecked(self.limits.role == role)
            group.addAction(action)
            action.triggered.connect(lambda _=False, r=role: self._set_role(r))

    def _fill_attributes(self, menu: QMenu) -> None:
        known = cases.listing(self._project)
        listed = attributes.listing(self._project)
        if listed:
            menu.addSeparator()
        for attribute in listed:
            values = sorted({case.values[attribute.id] for case in known if attribute.id in case.values})
            if not values or len(values) > _MOST_VALUES:
                continue
            chosen = next((f.values for f in self.limits.attributes if f.attribute_id == attribute.id), ())
            part = menu.addMenu(self.tr("Participants by {name}").format(name=attribute.name.replace("&", "&&")))
            for value in values:
                action = part.addAction(value.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(value in chosen)
                action.toggled.connect(lambda on, a=attribute.id, v=value: self._set_value(a, v, on))

    def _set_sources(self, source_ids: frozenset[int] | None) -> None:
        self.set_limits(Limits(source_ids, self.limits.attributes, self.limits.role))

    def _set_role(self, role: Role) -> None:
        self.set_limits(Limits(self.limits.source_ids, self.limits.attributes, role))

    def _set_value(self, attribute_id: int, value: str, on: bool) -> None:
        others = tuple(one for one in self.limits.attributes if one.attribute_id != attribute_id)
        chosen = next((one.values for one in self.limits.attributes if one.attribute_id == attribute_id), ())
        values = (*(v for v in chosen if v != value), *([value] if on else []))
        filters = (*others, AttributeFilter(attribute_id, values)) if values else others
        self.set_limits(Limits(self.limits.source_ids, filters, self.limits.role))
