"""One colour for each voice that isn't the interviewer's, the same in the text and in the recording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from interviewcoder.sources.transcript import Speaker

# Deep hues for participants: told from codes' colours by their weight.
_SPEAKER_COLOURS = ("#0072b2", "#a3460b", "#00785a", "#8b3a78", "#6b5b00")


def speaker_colours(speakers: Sequence[Speaker]) -> dict[int, QColor]:
    """Give the colours of the participants' voices by speaker id."""
    participants = [speaker.id for speaker in speakers if not speaker.interviewer]
    return {
        speaker_id: QColor(_SPEAKER_COLOURS[place % len(_SPEAKER_COLOURS)])
        for place, speaker_id in enumerate(participants)
    }
