"""How far a transcript is checked, in three lines."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from interviewcoder.sources.verification import Verification
from interviewcoder.ui import icons
from interviewcoder.ui.coding_view.clock import as_clock
from interviewcoder.ui.dialogs import parts

_MINUTE_MS = 60_000


class CheckHeader(QFrame):
    """Says how much of the speech has words, how far somebody has listened, and how long that took."""

    verify_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.coverage = QLabel(self)
        self.coverage.setProperty("role", "heading")
        self.coverage.setWordWrap(True)
        self.coverage.setToolTip(
            self.tr(
                "Of the time in which somebody is heard to speak (Silero voice detection), the share that has words. "
                "It doesn’t say that they are right."
            )
        )
        self.verified, self.spent = parts.hint("", self), parts.hint("", self)
        self.spent.setToolTip(self.tr("Counted while the recording plays or somebody writes"))
        self.here = QToolButton(self)
        self.here.setProperty("role", "quiet")
        self.here.setAccessibleName(self.tr("Verified to here"))
        icons.dress(self.here, "done")
        self.here.clicked.connect(lambda: self.verify_asked.emit())
        head = QHBoxLayout()
        head.addWidget(self.coverage, 1)
        head.addStretch(0)
        head.addWidget(self.here, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.verified)
        column.addWidget(self.spent)

    def show_key(self, key: str) -> None:
        """Say which key the button has."""
        words = self.tr("I have checked it against the recording up to where it plays now")
        self.here.setToolTip(f"{words} ({key})" if key else words)

    def show_verification(self, known: Verification | None) -> None:
        """Show what is known of the source; None hides it all."""
        self.setVisible(known is not None)
        if known is None:
            return
        share = known.coverage.share if known.coverage is not None else None
        if share is None:
            self.coverage.setText(self.tr("How much has words isn’t known yet"))
        else:
            # Never rounded up to all of it.
            percent = f"{min(share, 0.999) * 100 if share < 1 else 100:.1f}"
            self.coverage.setText(self.tr("{percent} % of the speech has words").format(percent=percent))
        self.verified.setText(self._verified(known))
        self.show_spent(known.spent_ms)

    def show_spent(self, spent_ms: int) -> None:
        """Show how long somebody has worked on it."""
        self.spent.setText(self._spent(spent_ms))
        self.spent.setVisible(spent_ms >= _MINUTE_MS)

    def _verified(self, known: Verification) -> str:
        if not known.verified_ms:
            return self.tr("Not verified against the recording yet")
        words = self.tr("Verified to {time}").format(time=as_clock(known.verified_ms))
        if known.verifier:
            words = self.tr("{verified} by {name}").format(verified=words, name=known.verifier)
        if known.share is not None:
            share = f"{int(known.share * 100)}"
            words += " · " + self.tr("{share} % of the speech").format(share=share)
        return words

    def _spent(self, spent_ms: int) -> str:
        hours, minutes = divmod(spent_ms // _MINUTE_MS, 60)
        time = self.tr("{hours} h {minutes} min") if hours else self.tr("{minutes} min")
        return self.tr("{time} spent on it").format(time=time.format(hours=hours, minutes=minutes))
