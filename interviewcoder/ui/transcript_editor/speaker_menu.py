"""The menu of a turn's speaker: who says it, and what is known of that voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from interviewcoder.cases.cases import CaseView
    from interviewcoder.sources.transcript import Speaker
    from interviewcoder.ui.key_bindings import KeyBindings


class SpeakerMenu(QMenu):
    """Built for one place and gone when closed. Ids are of speakers and cases.

    `swap_asked` carries the other speaker, and whether only the selected turns
    are meant or all from here on; `tie_asked` a speaker and a case or None.
    """

    speaker_asked = Signal(object)  # int | None
    new_asked = Signal()
    rename_asked = Signal(int)
    interviewer_asked = Signal(int, bool)
    tie_asked = Signal(int, object)
    swap_asked = Signal(int, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Speaker"))

    def add_choice(self, speakers: Sequence[Speaker], current: Speaker | None, turns: int, keys: KeyBindings) -> None:
        """Offer the voices there are for a number of turns, and a new one."""
        words = self.tr("This turn is spoken by") if turns == 1 else self.tr("These {count} turns are spoken by")
        # As an entry that can't be chosen: styles leave the words of a section out.
        self.addAction(words.format(count=turns)).setEnabled(False)
        for number, speaker in enumerate(speakers, 1):
            action = self.addAction(_escaped(speaker.label))
            action.setCheckable(True)
            action.setChecked(speaker == current)
            if number <= 9:
                action.setShortcut(QKeySequence(keys.sequence(f"speaker_{number}")))
            action.triggered.connect(lambda _=False, id_=speaker.id: self.speaker_asked.emit(id_))
        new = self.addAction(self.tr("New speaker…"))
        new.triggered.connect(lambda: self.new_asked.emit())
        nobody = self.addAction(self.tr("Nobody in particular"))
        nobody.triggered.connect(lambda: self.speaker_asked.emit(None))

    def add_swaps(self, current: Speaker, others: Sequence[Speaker], *, selection: bool) -> None:
        """Offer to swap a voice with another one."""
        if not others:
            return
        self.addSeparator()
        menu = self.addMenu(self.tr("Swap “{label}” with").format(label=_escaped(current.label)))
        for other in others:
            if selection:
                action = menu.addAction(self.tr("{label}, in the selection").format(label=_escaped(other.label)))
                action.triggered.connect(lambda _=False, id_=other.id: self.swap_asked.emit(id_, True))
            action = menu.addAction(self.tr("{label}, from here on").format(label=_escaped(other.label)))
            action.triggered.connect(lambda _=False, id_=other.id: self.swap_asked.emit(id_, False))

    def add_facts(self, speaker: Speaker, cases: Sequence[CaseView]) -> None:
        """Offer to say more of a voice, in all its turns."""
        self.addSeparator()
        rename = self.addAction(self.tr("Rename “{label}”…").format(label=_escaped(speaker.label)))
        rename.triggered.connect(lambda: self.rename_asked.emit(speaker.id))
        interviewer = self.addAction(self.tr("“{label}” is an interviewer").format(label=_escaped(speaker.label)))
        interviewer.setCheckable(True)
        interviewer.setChecked(speaker.interviewer)
        interviewer.triggered.connect(lambda on: self.interviewer_asked.emit(speaker.id, on))
        menu = self.addMenu(self.tr("“{label}” is participant").format(label=_escaped(speaker.label)))
        menu.setEnabled(bool(cases))
        for case in cases:
            action = menu.addAction(_escaped(case.name))
            action.setCheckable(True)
            action.setChecked(case.id == speaker.case_id)
            action.triggered.connect(lambda on, id_=case.id: self.tie_asked.emit(speaker.id, id_ if on else None))


def _escaped(label: str) -> str:
    # An ampersand in a menu underlines the next letter.
    return label.replace("&", "&&")
