"""The menu that makes a bad recording easier to hear."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from interviewcoder.ui.player.choices import GAINS_DB, HIGH_PASSES_HZ
from interviewcoder.ui.player.sound_stream import UNTREATED, Treatment


class SoundMenu(QMenu):
    """Gain, high-pass, hiss and evening out. It changes what is heard; the recording stays as it is."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Sound"), parent)
        self._gains = self._choice(self.tr("Louder"))
        for gain in GAINS_DB:
            words = self.tr("+{gain} dB").format(gain=gain) if gain else self.tr("As recorded")
            self._offer(self._gains, words, gain)
        self._high_passes = self._choice(self.tr("Take away rumble"))
        for hz in HIGH_PASSES_HZ:
            words = self.tr("Below {hz} Hz").format(hz=hz) if hz else self.tr("No")
            self._offer(self._high_passes, words, hz)
        self._less_hiss = self._switch(self.tr("Less hiss and hum"))
        self._even = self._switch(self.tr("Even out loud and quiet voices"))
        self.addSeparator()
        self._plain = self.addAction(self.tr("As recorded"))
        self._plain.triggered.connect(self._on_plain)
        self.show_treatment(UNTREATED)

    def treatment(self, speed: float) -> Treatment:
        """What is chosen, at a speed."""
        return Treatment(
            speed=speed,
            gain_db=int(_chosen(self._gains)),
            high_pass_hz=int(_chosen(self._high_passes)),
            less_hiss=self._less_hiss.isChecked(),
            even=self._even.isChecked(),
        )

    def show_treatment(self, treatment: Treatment) -> None:
        """Check what is chosen; `changed` isn't said."""
        _check(self._gains, treatment.gain_db)
        _check(self._high_passes, treatment.high_pass_hz)
        self._less_hiss.setChecked(treatment.less_hiss)
        self._even.setChecked(treatment.even)
        self._plain.setEnabled(self.is_used)

    @property
    def is_used(self) -> bool:
        """Whether anything is done to the sound."""
        return self.treatment(1.0) != UNTREATED

    def _choice(self, words: str) -> QActionGroup:
        menu = self.addMenu(words)
        group = QActionGroup(menu)
        group.triggered.connect(self._on_chosen)
        return group

    def _offer(self, group: QActionGroup, words: str, value: int) -> None:
        menu = group.parent()
        assert isinstance(menu, QMenu)
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)

    def _switch(self, words: str) -> QAction:
        action = self.addAction(words)
        action.setCheckable(True)
        # Triggered, not toggled: only what a person does is a change.
        action.triggered.connect(self._on_chosen)
        return action

    def _on_chosen(self) -> None:
        self._plain.setEnabled(self.is_used)
        self.changed.emit()

    def _on_plain(self) -> None:
        self.show_treatment(UNTREATED)
        self.changed.emit()


def _chosen(group: QActionGroup) -> int:
    action = group.checkedAction()
    return int(action.data()) if action is not None else 0


def _check(group: QActionGroup, value: int) -> None:
    for action in group.actions():
        action.setChecked(action.data() == value)
