"""What a person does to codes: each of it asked for where needed, and one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from interviewcoder.coding import codes, merging
from interviewcoder.project import seeing
from interviewcoder.ui.code_tree.places import Place, Step, stepped

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts


class CodeCommands(QObject):
    """Changes the codebook; what can't be done is said. `told` says in words what was done where it isn't seen."""

    added = Signal(int)
    told = Signal(str)

    def __init__(self, project: Project, prompts: Prompts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._window = parent if isinstance(parent, QWidget) else None

    def add(self, parent: CodeNode | None) -> None:
        """Ask for a name and add a code below another, or at the top."""
        label = self.tr("Name of the new code below “{name}”:").format(name=parent.name) if parent else ""
        name = self._prompts.ask_text(self.tr("New code"), label or self.tr("Name of the new code:"))
        if not name:
            return
        parent_id = parent.id if parent else None
        self._prompts.attempt(lambda: self.added.emit(codes.add(self._project, name, parent_id=parent_id).id))

    def rename(self, code_id: int, name: str) -> None:
        """Give a code another name."""
        self._prompts.attempt(lambda: codes.rename(self._project, code_id, name))

    def recolour(self, nodes: Sequence[CodeNode], colour: str) -> None:
        """Give codes another colour."""
        self._prompts.attempt(lambda: codes.recolour_all(self._project, {node.id: colour for node in nodes}))

    def ask_colour(self, nodes: Sequence[CodeNode]) -> None:
        """Ask for a colour outside the palette."""
        title = self.tr("Colour of “{name}”").format(name=nodes[0].name)
        if len(nodes) > 1:
            title = self.tr("Colour of {count} codes").format(count=len(nodes))
        if colour := self._prompts.choose_colour(title, nodes[0].colour):
            self.recolour(nodes, colour)

    def shade(self, node: CodeNode) -> None:
        """Give the codes below one shades of its colour."""
        self._prompts.attempt(lambda: codes.shade(self._project, node.id))

    def set_status(self, nodes: Sequence[CodeNode], status: str) -> None:
        """Say whether codes are candidates or final."""

        self._prompts.attempt(lambda: codes.set_status(self._project, [node.id for node in nodes], status))

    def move(self, code_ids: Sequence[int], place: Place) -> None:
        """Put codes somewhere else in the tree."""
        self._prompts.attempt(
            lambda: codes.move_all(self._project, code_ids, parent_id=place.parent_id, position=place.position)
        )

    def step(self, code_id: int, step: Step) -> None:
        """Move a code by one step; at the edge it stays."""
        place = stepped(codes.tree(self._project), code_id, step)
        if place is not None:
            self.move([code_id], place)

    def sort(self, by: str) -> None:
        """Sort all codes by name or count."""
        self._prompts.attempt(lambda: codes.sort(self._project, by))

    def delete(self, nodes: Sequence[CodeNode]) -> None:
        """Ask, saying what goes with them, and delete codes."""
        title = self.tr("Delete code") if len(nodes) == 1 else self.tr("Delete codes")
        if self._prompts.confirm(title, self._what_goes(nodes), yes=self.tr("Delete"), dangerous=True):
            self._prompts.attempt(lambda: codes.delete_all(self._project, [node.id for node in nodes]))

    def merge(self, nodes: Sequence[CodeNode], into: CodeNode | None = None) -> int | None:
        """Ask into which code, under which name and why, and merge; gives the code that is left."""
        from interviewcoder.ui.code_tree.merge_dialog import MergeDialog  # seldom needed

        dialog = MergeDialog(
            codes.tree(self._project), [node.id for node in nodes], into.id if into else None, self._window
        )
        if not self._prompts.run(dialog):
            return None
        wish, done = dialog.wish(), list[merging.Merged]()

        def write() -> None:
            done.append(merging.merge(self._project, wish.code_ids, wish.into_id, name=wish.name, reason=wish.reason))

        if not self._prompts.attempt(write):
            return None
        self.told.emit(self._merged_words(done[0], wish.name))
        return wish.into_id

    def split(self, node: CodeNode) -> None:
        """Walk through the passages of a code with the person, and deal them out."""
        from interviewcoder.ui.code_tree.split_dialog import SplitDialog  # seldom needed

        if not node.references:
            self._prompts.show_note(
                self.tr("“{name}” has no passages yet").format(name=node.name), self.tr("There is nothing to split.")
            )
            return
        dialog = SplitDialog(self._project, node, self._prompts, self._window)
        if not self._prompts.run(dialog):
            return
        wish, done = dialog.wish(), list[merging.Split]()

        def write() -> None:
            done.append(merging.split(self._project, node.id, wish.dealt, below=wish.below, reason=wish.reason))

        if self._prompts.attempt(write):
            count = sum(done[0].codings.values())
            words = self.tr("Split “{name}”: {count} passages dealt out")
            if count == 1:
                words = self.tr("Split “{name}”: 1 passage dealt out")
            self.told.emit(words.format(name=node.name, count=count))

    def _merged_words(self, merged: merging.Merged, name: str) -> str:
        words = self.tr("Merged {count} codings into “{name}”")
        if not merged.codings:
            words = self.tr("Merged into “{name}”")
        elif merged.codings == 1:
            words = self.tr("Merged 1 coding into “{name}”")
        words = words.format(count=merged.codings, name=name)
        if merged.joined:
            also = self.tr("; {count} of them became one with another of the same passage")
            words += also.format(count=merged.joined)
        return words

    def _what_goes(self, nodes: Sequence[CodeNode]) -> str:
        gone = {node.id for node in nodes}
        lines = [self.tr("Delete the code “{name}”?").format(name=nodes[0].name)]
        if len(nodes) > 1:
            shown = ", ".join(f"“{node.name}”" for node in nodes[:6]) + (" …" if len(nodes) > 6 else "")
            lines = [self.tr("Delete {count} codes: {names}?").format(count=len(nodes), names=shown)]
        codings = sum(node.references for node in nodes)
        if codings == 1:
            lines.append(self.tr("Its one coding goes with it; the passage stays in its transcript."))
        elif codings and len(nodes) == 1:
            words = self.tr("Its {count} codings go with it; the passages stay in their transcripts.")
            lines.append(words.format(count=codings))
        elif codings:
            words = self.tr("Their {count} codings go with them; the passages stay in their transcripts.")
            lines.append(words.format(count=codings))
        if seeing.hidden_sources(self._project):
            lines.append(self.tr("Others’ codings that you don’t see while you code blind would go as well."))
        children = sum(code.parent_id in gone and code.id not in gone for code in codes.tree(self._project))
        if children == 1:
            lines.append(self.tr("The code below moves up."))
        elif children:
            lines.append(self.tr("The {count} codes below move up.").format(count=children))
        if codes.memos_about(self._project, gone):
            lines.append(self.tr("Memos on them stay in the project."))
        return "\n\n".join(lines)
