"""The padlock at the foot of the window: what holds the program off the network."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from interviewcoder.privacy import network_lock
from interviewcoder.privacy.network_lock import Verdict
from interviewcoder.ui import icons

DRAWINGS = {"closed": "locked", "half": "half_locked", "open": "unlocked"}


class Padlock(QToolButton):
    """Closed, half closed (only Python is refused) or open, with the reason when the mouse rests on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_lock(network_lock.in_force(), network_lock.state().note)

    def show_lock(self, verdict: Verdict, note: str) -> None:
        """Show what is in force; `note` says what that means on this machine."""
        words = {
            "closed": self.tr("Offline"),
            "half": self.tr("Half locked"),
            "open": self.tr("Not locked"),
        }
        icons.dress(self, DRAWINGS[verdict])
        self.setText(words[verdict])
        self.setToolTip(note + "\n" + self.tr("Click to see what is in force, and to test it."))
        self.setAccessibleName(self.tr("Network lock: {state}. {note}").format(state=words[verdict], note=note))
