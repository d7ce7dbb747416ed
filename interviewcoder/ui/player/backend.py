"""Start Qt's multimedia without a word on stderr about what this machine lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice

# Harmless wherever they appear: PipeWire isn't installed (PulseAudio is asked next), which FFmpeg
# is used, and FFmpeg's account of a recording, whose title and place are nobody's business.
_QUIET = (
    "qt.multimedia.symbolsresolver.warning=false",
    "qt.multimedia.ffmpeg.info=false",
    "qt.multimedia.ffmpeg.mediadataholder.info=false",
)
# "PulseAudioService: pa_context_connect() failed" bears no category. It means that there is no device.
_WHILE_LOOKING = "default.warning=false"


def output_device() -> QAudioDevice | None:
    """What this machine can be heard with; None without. Loads QtMultimedia when it is first asked."""
    QLoggingCategory.setFilterRules("\n".join((*_QUIET, _WHILE_LOOKING)))
    from PySide6.QtMultimedia import QMediaDevices

    found = QMediaDevices.defaultAudioOutput()
    QLoggingCategory.setFilterRules("\n".join(_QUIET))
    return None if found.isNull() else found
