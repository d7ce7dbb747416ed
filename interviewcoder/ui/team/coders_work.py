"""Whose codings are shown in the transcript, and what holds of blind coding there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from interviewcoder.coding import blind
from interviewcoder.project import coders
from interviewcoder.ui.coding_view.coder_signs import signs_of
from interviewcoder.ui.team.blind_words import blind_words, listed, short_words
from interviewcoder.ui.team.coders_bar import CodersBar, ShownCoder

if TYPE_CHECKING:
    from interviewcoder.coding.segments import SegmentView
    from interviewcoder.project.changes import Changes
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


class CodersWork(QObject):
    """Keeps the line of the coders up to date; it is there as soon as a second coder is.

    Whose codings are shown is a part of the focus, so it goes along from
    source to source and is said there, too.
    """

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._workspace, self._options, self._prompts = workspace, workspace.options, prompts
        self.bar = CodersBar(workspace.reading)
        column = workspace.reading.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(workspace.reading.header) + 1, self.bar)
        self._known = coders.listing(workspace.project)
        self._signs = signs_of(self._known)
        self.bar.turned.connect(self._turn)
        self.bar.alone_asked.connect(self._show_alone)
        self.bar.more_asked.connect(self._options.open_menu)
        self.bar.finish_asked.connect(self.finish_source)
        self._options.on_codings = self.show_codings
        workspace.signals.changed.connect(self._on_changed)
        workspace.reading.passage_changed.connect(lambda _: self._hide_without_text())

    def show_codings(self, segments: Sequence[SegmentView]) -> None:
        """Show who made these codings of the source that is open."""
        source, project = self._workspace.reading.source, self._workspace.project
        if source is None:
            return
        counts = Counter(segment.coder_id for segment in segments)
        if not counts.keys() <= self._signs.keys():
            self._read()
        mine = project.coder.id
        there = [coder for coder in self._known if coder.id in counts or coder.id == mine]
        there.sort(key=lambda coder: (coder.id != mine, coder.name.casefold()))
        focus = self._options.focus.coders
        of_source = blind.of_source(project, source.id) if len(self._known) > 1 else None
        self._workspace.reading.view.page.coders = self._signs if len(counts) > 1 else {}
        shown = [
            ShownCoder(one.id, one.name, one.colour, counts[one.id], not focus or one.id in focus, one.id == mine)
            for one in there
        ]
        self.bar.setVisible(len(self._known) > 1)
        if len(self._known) == 1:
            return
        self.bar.show_coders(shown)
        may_finish = of_source is not None and of_source.is_at_it(mine)
        self.bar.show_blind(short_words(of_source, mine), blind_words(of_source, mine), may_finish=may_finish)

    def finish_source(self) -> None:
        """Ask whether the person has finished the source that is open; when all have, the codings show."""
        source, project = self._workspace.reading.source, self._workspace.project
        if source is None or not self._workspace.save_pending():
            return
        found = blind.of_source(project, source.id)
        if found is not None and found.is_at_it(project.coder.id):
            others = [name for name in found.waiting_for if name != project.coder.name]
            after = self.tr("All codings of the source show then, to you and to the others.")
            if others:
                after = self.tr("The others’ codings show when {names} has finished, too.").format(names=listed(others))
            title = self.tr("Have you finished coding “{source}”?").format(source=source.name)
            if not self._prompts.confirm(title, after, yes=self.tr("I have finished")):
                return
        done: list[blind.BlindSource] = []
        if self._prompts.attempt(lambda: done.append(blind.finish(project, source.id))):
            waits = self.tr("You have finished. Waiting for {names}.").format(names=listed(done[0].waiting_for))
            all_done = self.tr("All have finished: everybody’s codings show now.")
            self._workspace.reading.told.emit(waits if done[0].waiting_for else all_done)

    def _read(self) -> None:
        self._known = coders.listing(self._workspace.project)
        self._signs = signs_of(self._known)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("coder"):
            self._read()
        if changes.concerns("blind", "coder"):
            self.show_codings(self._workspace.reading.view.segments)

    def _hide_without_text(self) -> None:
        reading = self._workspace.reading
        if not reading.view.isVisibleTo(reading):
            self.bar.hide()

    def _turn(self, coder_id: int) -> None:
        segments = self._workspace.reading.view.segments
        everybody = {segment.coder_id for segment in segments} | {self._workspace.project.coder.id}
        focus = self._options.focus
        shown = (focus.coders or frozenset(everybody)) ^ {coder_id}
        self._take(frozenset() if everybody <= shown else shown)

    def _show_alone(self, coder_id: int) -> None:
        self._take(frozenset() if self._options.focus.coders == {coder_id} else frozenset({coder_id}))

    def _take(self, shown: frozenset[int]) -> None:
        self._options.set_focus(replace(self._options.focus, coders=shown))
        # A box that was ticked by a click, with nothing to hide or show, goes back to what holds.
        self.show_codings(self._workspace.reading.view.segments)
