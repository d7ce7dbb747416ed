"""Start Qt's multimedia without a word on stderr about what this machine lacks."""

from __future__ import annotations

from PySide6.QtCore import QLoggingCategory

# Harmless wherever they appear: PipeWire isn't installed (PulseAudio is asked next), which FFmpeg
# is used, and FFmpeg's account of a recording, whose title and place are nobody's business.
_QUIET = (
    "qt.multimedia.symbolsresolver.warning=false",
    "qt.multimedia.ffmpeg.info=false",
    "qt.multimedia.ffmpeg.mediadataholder.info=false",
)
# "PulseAudioService: pa_context_connect() failed" bears no category. It means what `has_output` answers.
_WHILE_LOOKING = "default.warning=false"


def has_output() -> bool:
    """Whether this machine has anything to hear with. Loads QtMultimedia when it is first asked."""
    QLoggingCategory.setFilterRules("\n".join((*_QUIET, _WHILE_LOOKING)))
    from PySide6.QtMultimedia import QMediaDevices

    found = bool(QMediaDevices.audioOutputs())
    QLoggingCategory.setFilterRules("\n".join(_QUIET))
    return found
