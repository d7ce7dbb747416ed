"""Plays a passage of the recording with a little around it, and stops at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from interviewcoder.ui.player.player_bar import PlayerBar

AROUND_MS = 1000
# A step beyond this is somebody who went elsewhere.
_LEAP_MS = 1500


class PassagePlayer(QObject):
    """Ends the playing that it began, unless a person pauses or goes elsewhere meanwhile."""

    def __init__(self, player: PlayerBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._passage: tuple[int, int] | None = None
        player.position_changed.connect(self._on_position)
        player.playing_changed.connect(self._on_playing)

    @property
    def passage(self) -> tuple[int, int] | None:
        """What is being played, in ms."""
        return self._passage

    def play(self, start_ms: int, end_ms: int) -> None:
        """Play a passage with a second around it."""
        self._passage = None
        passage = max(0, start_ms - AROUND_MS), end_ms + AROUND_MS
        if self._player.loop is not None:
            # It would never get there, or never come out.
            self._player.set_loop(None)
        self._player.play_from(passage[0])
        self._passage = passage

    def stop(self) -> None:
        """Let what is played go on, or be."""
        self._passage = None

    def _on_position(self, position_ms: int) -> None:
        if self._passage is None:
            return
        start_ms, end_ms = self._passage
        if not start_ms - _LEAP_MS <= position_ms <= end_ms + _LEAP_MS:
            self._passage = None
        elif position_ms >= end_ms and self._player.playing:
            self._passage = None
            self._player.pause()

    def _on_playing(self, playing: bool) -> None:
        if not playing:
            self._passage = None
