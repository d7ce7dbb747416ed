"""What a person does to codes: each of it asked for where needed, and one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from interviewcoder.coding import codes
from interviewcoder.ui.code_tree.places import Place, Step, stepped

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts


class CodeCommands(QObject):
    """Changes the codebook; what can't be done is said."""

    added = Signal(int)

    def __init__(self, project: Project, prompts: Prompts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts

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

    def recolour(self, code_id: int, colour: str) -> None:
        """Give a code another colour."""
        self._prompts.attempt(lambda: codes.recolour(self._project, code_id, colour))

    def ask_colour(self, node: CodeNode) -> None:
        """Ask for a colour outside the palette."""
        title = self.tr("Colour of “{name}”").format(name=node.name)
        if colour := self._prompts.choose_colour(title, node.colour):
            self.recolour(node.id, colour)

    def move(self, code_id: int, place: Place) -> None:
        """Put a code somewhere else in the tree."""
        self._prompts.attempt(
            lambda: codes.move(self._project, code_id, parent_id=place.parent_id, position=place.position)
        )

    def step(self, code_id: int, step: Step) -> None:
        """Move a code by one step; at the edge it stays."""
        place = stepped(codes.tree(self._project), code_id, step)
        if place is not None:
            self.move(code_id, place)

    def delete(self, node: CodeNode) -> None:
        """Ask, saying what goes with it, and delete a code."""
        title = self.tr("Delete code")
        if self._prompts.confirm(title, self._what_goes(node), yes=self.tr("Delete"), dangerous=True):
            self._prompts.attempt(lambda: codes.delete(self._project, node.id))

    def _what_goes(self, node: CodeNode) -> str:
        lines = [self.tr("Delete the code “{name}”?").format(name=node.name)]
        if node.references == 1:
            lines.append(self.tr("Its one coding goes with it; the passage stays in its transcript."))
        elif node.references:
            words = self.tr("Its {count} codings go with it; the passages stay in their transcripts.")
            lines.append(words.format(count=node.references))
        children = sum(code.parent_id == node.id for code in codes.tree(self._project))
        if children == 1:
            lines.append(self.tr("The code below it moves up to its place."))
        elif children:
            lines.append(self.tr("The {count} codes below it move up to its place.").format(count=children))
        return "\n\n".join(lines)
