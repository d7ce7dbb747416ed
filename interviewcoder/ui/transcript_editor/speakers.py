"""Who says what, put right on the page: by keys, by the menu of a turn, over a range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from interviewcoder.cases import cases
from interviewcoder.sources import correcting
from interviewcoder.sources.transcript import mark_interviewer, rename_speaker, tie_speaker
from interviewcoder.ui.transcript_editor.speaker_menu import SpeakerMenu

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.sources.transcript import Transcript, Turn
    from interviewcoder.ui.coding_view.view import CodingView
    from interviewcoder.ui.key_bindings import KeyBindings
    from interviewcoder.ui.prompts import Prompts


class SpeakerWork(QObject):
    """Changes the speakers of the transcript that a view shows.

    `about_to_change` gives others the moment to store what would be lost.
    """

    about_to_change = Signal()
    told = Signal(str)

    def __init__(
        self, project: Project, view: CodingView, prompts: Prompts, keys: KeyBindings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._view, self._prompts, self._keys = project, view, prompts, keys
        self.transcript: Transcript | None = None
        # Whether a click on a speaker opens the menu, too.
        self.on_click = False

    def turns_meant(self) -> Sequence[Turn]:
        """The turns that the selection reaches into; the caret's where nothing is selected."""
        if self.transcript is None:
            return ()
        cursor = self._view.page.textCursor()
        span = self._view.page.span_of(cursor.selectionStart(), cursor.selectionEnd())
        last = max(span.end - 1, span.start)
        return [turn for turn in self.transcript.turns if turn.span.start <= last and turn.span.end >= span.start]

    def set_numbered(self, number: int) -> None:
        """Let the speaker of this number (from 1) say the turns that are meant."""
        self.about_to_change.emit()
        if self.transcript is None:
            return
        speakers = self.transcript.speakers
        if number <= len(speakers):
            self._set(self.turns_meant(), speakers[number - 1].id)
        else:
            self.told.emit(self.tr("There is no speaker {number} yet.").format(number=number))

    def swap(self) -> None:
        """Swap the two speakers of the selection; without one, the turn's with the other from here on."""
        self.about_to_change.emit()
        turns = self.turns_meant()
        if self.transcript is None or not turns:
            return
        selection = self._view.page.selected() is not None
        heard = list(dict.fromkeys(turn.speaker_id for turn in turns if turn.speaker_id is not None))
        everyone = [speaker.id for speaker in self.transcript.speakers]
        pair = heard if selection and len(heard) == 2 else everyone
        if len(pair) == 2:
            self._swap(pair[0], pair[1], turns, selection=selection)
        else:
            number = self.transcript.turns.index(turns[0])
            place = self._view.page.cursorRect().bottomLeft()
            self.open_menu(self.transcript.turns[number], self._view.page.viewport().mapToGlobal(place))

    def open_menu(self, turn: Turn, place: QPoint) -> None:
        """Open the menu of a turn."""
        self.about_to_change.emit()
        if self.transcript is not None:
            self.menu_of(self.transcript, turn).popup(place)

    def menu_of(self, transcript: Transcript, turn: Turn) -> SpeakerMenu:
        """Offer what can be done about who says a turn, or all selected ones where it is among them."""
        # Storing may have moved it.
        turn = next((one for one in transcript.turns if one.id == turn.id), turn)
        meant = self.turns_meant()
        selection = self._view.page.selected() is not None and turn in meant and len(meant) > 1
        turns = meant if selection else [turn]
        current = transcript.speaker(turn.speaker_id)
        menu = SpeakerMenu(self._view)
        theirs = current if all(one.speaker_id == turn.speaker_id for one in turns) else None
        menu.add_choice(transcript.speakers, theirs, len(turns), self._keys)
        if current is not None:
            others = [speaker for speaker in transcript.speakers if speaker != current]
            menu.add_swaps(current, others, selection=selection)
            menu.add_facts(current, cases.listing(self._project))
            menu.swap_asked.connect(
                lambda other, in_selection: self._swap(current.id, other, turns, selection=in_selection)
            )
        menu.speaker_asked.connect(lambda speaker_id: self._set(turns, speaker_id))
        menu.new_asked.connect(lambda: self._add(turns))
        menu.rename_asked.connect(self._rename)
        menu.interviewer_asked.connect(self._mark_interviewer)
        menu.tie_asked.connect(self._tie)
        return menu

    def _set(self, turns: Sequence[Turn], speaker_id: int | None) -> None:
        if self.transcript is None or not turns:
            return
        source_id, ids = self.transcript.source_id, [turn.id for turn in turns]
        speaker = self.transcript.speaker(speaker_id)
        if self._prompts.attempt(lambda: correcting.set_speaker(self._project, source_id, ids, speaker_id)):
            words = self.tr("1 turn is “{label}”’s") if len(ids) == 1 else self.tr("{count} turns are “{label}”’s")
            label = speaker.label if speaker else self.tr("nobody")
            self.told.emit(words.format(count=len(ids), label=label))

    def _swap(self, first: int, second: int, turns: Sequence[Turn], *, selection: bool) -> None:
        if self.transcript is None:
            return
        source_id = self.transcript.source_id
        from_here = [turn.id for turn in self.transcript.turns if turn.span.start >= turns[0].span.start]
        ids = [turn.id for turn in turns] if selection else from_here
        swapped: list[int] = []
        if self._prompts.attempt(
            lambda: swapped.append(correcting.swap_speakers(self._project, source_id, first, second, ids))
        ):
            words = self.tr("Swapped in 1 turn") if swapped[0] == 1 else self.tr("Swapped in {count} turns")
            self.told.emit(words.format(count=swapped[0]))

    def _add(self, turns: Sequence[Turn]) -> None:
        label = self._prompts.ask_text(self.tr("New speaker"), self.tr("Label, such as “P07”"))
        if label is None or self.transcript is None:
            return
        source_id, ids = self.transcript.source_id, [turn.id for turn in turns]

        def add() -> None:
            with self._project.op("Add speaker"):
                speaker_id = correcting.add_speaker(self._project, source_id, label)
                correcting.set_speaker(self._project, source_id, ids, speaker_id)

        self._prompts.attempt(add)

    def _rename(self, speaker_id: int) -> None:
        speaker = self.transcript.speaker(speaker_id) if self.transcript else None
        if speaker is None:
            return
        label = self._prompts.ask_text(self.tr("Rename speaker"), self.tr("Label"), text=speaker.label)
        if label is not None and label != speaker.label:
            self._prompts.attempt(lambda: rename_speaker(self._project, speaker_id, label))

    def _mark_interviewer(self, speaker_id: int, on: bool) -> None:
        self._prompts.attempt(lambda: mark_interviewer(self._project, speaker_id, on))

    def _tie(self, speaker_id: int, case_id: int | None) -> None:
        self._prompts.attempt(lambda: tie_speaker(self._project, speaker_id, case_id))
