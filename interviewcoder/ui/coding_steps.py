"""What is done to one coding in the transcript, each of it one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from interviewcoder.coding import codes, segments

if TYPE_CHECKING:
    from interviewcoder.coding.segments import Level, SegmentView
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


class CodingSteps(QObject):
    """Marks, resizes and recodes what the coding view asks for; what can't be done is said."""

    def __init__(self, workspace: Workspace, prompts: Prompts) -> None:
        super().__init__(workspace)
        self._workspace, self._prompts = workspace, prompts
        self._project = workspace.project
        self._view = workspace.reading.view
        self._view.chosen_code = self._chosen_code
        self._view.recoded.connect(self._recode)
        self._view.memo_entry.written.connect(self._write_memo)
        self._view.coding.negative_toggled.connect(self._toggle_negative)
        self._view.coding.level_chosen.connect(self._set_level)
        self._view.coding.resized.connect(self._resize)

    def code_again(self) -> None:
        """Give the selected passage the code used last."""
        self._view.ask_recent(1)

    def code_as_chosen(self) -> None:
        """Give the selected passage the code that is chosen in the tree."""
        chosen = self._chosen_code()
        if chosen is None:
            self._tell(self.tr("Choose a code in the tree first."))
        else:
            self._workspace.reading.apply_code(chosen[0])

    def code_turn(self) -> None:
        """Select the whole turn and ask for its code."""
        self._view.code_turn()

    def toggle_negative(self) -> None:
        """Mark the coding that is meant as a negative case, or unmark it."""
        self._with_the_one_meant(self._toggle_negative)

    def toggle_level(self, level: Level) -> None:
        """Call the coding that is meant semantic or latent; what it is called already is taken back."""

        def toggle(segment_id: int) -> None:
            there = segments.view(self._project, segment_id).level
            self._set_level(segment_id, "" if there == level else level)

        self._with_the_one_meant(toggle)

    def write_memo(self) -> None:
        """Open the memo of the coding that is meant."""
        self._with_the_one_meant(lambda _: self._view.write_memo())

    def change_code(self) -> None:
        """Ask for another code for the coding that is meant."""
        self._with_the_one_meant(lambda _: self._view.change_code())

    def _with_the_one_meant(self, do: Callable[[int], object]) -> None:
        mark = self._view.coding.the_one_meant()
        if mark is None:
            self._tell(self.tr("Put the caret into a coded passage, or click its stripe beside the text."))
        else:
            self._prompts.attempt(lambda: do(mark.id))

    def _chosen_code(self) -> tuple[int, str] | None:
        node = self._workspace.codes.tree.current_node()
        return (node.id, node.name) if node is not None else None

    def _recode(self, segment_id: int, code: int | str) -> None:
        def step() -> None:
            with self._project.op("Change code of coding"):
                code_id = code if isinstance(code, int) else codes.find_or_add(self._project, code).id
                segments.recode(self._project, segment_id, code_id)

        if self._attempt(step):
            self._tell_of(segment_id, self.tr("Coded as “{code}”"))

    def _write_memo(self, segment_id: int, memo: str) -> None:
        if self._attempt(lambda: segments.set_memo(self._project, segment_id, memo)):
            self._tell_of(segment_id, self.tr("Memo kept with “{code}”") if memo.strip() else self.tr("Memo removed"))

    def _toggle_negative(self, segment_id: int) -> None:
        def toggle() -> None:
            negative = segments.view(self._project, segment_id).negative
            segments.mark_negative(self._project, segment_id, not negative)

        if self._attempt(toggle):
            negative = segments.view(self._project, segment_id).negative
            words = self.tr("“{code}”: a negative case") if negative else self.tr("“{code}”: no negative case any more")
            self._tell_of(segment_id, words)

    def _set_level(self, segment_id: int, level: str) -> None:
        if self._attempt(lambda: segments.set_level(self._project, segment_id, cast("Level", level))):
            words = {"semantic": self.tr("“{code}”: semantic"), "latent": self.tr("“{code}”: latent")}
            self._tell_of(segment_id, words.get(level, self.tr("“{code}”: neither semantic nor latent")))

    def _resize(self, segment_id: int, span: Span) -> None:
        self._attempt(lambda: segments.resize(self._project, segment_id, span))

    def _attempt(self, step: Callable[[], object]) -> bool:
        return self._view.may_code() and self._workspace.reading.editor.save_pending() and self._prompts.attempt(step)

    def _tell_of(self, segment_id: int, words: str) -> None:
        segment: SegmentView = segments.view(self._project, segment_id)
        self._tell(words.format(code=segment.code_name))

    def _tell(self, words: str) -> None:
        self._workspace.reading.told.emit(words)
