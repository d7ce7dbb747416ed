"""Which files a file dialog shows, in Qt's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_SOUND = "*.wav *.mp3 *.m4a *.mp4 *.ogg *.opus *.oga *.flac *.mov *.mkv *.webm *.aac *.wma *.avi *.amr"


def kinds_of_source() -> str:
    """Qt's filter for what can be added."""
    from interviewcoder.sources.read_transcript import SUFFIXES

    words = QCoreApplication.translate("Opening", "Recordings and transcripts")
    texts = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
    everything = QCoreApplication.translate("Opening", "All files")
    return f"{words} ({_SOUND} {_SOUND.upper()} {texts} {texts.upper()} *.TextGrid);;{everything} (*)"


def kinds_of_recording() -> str:
    """Qt's filter for recordings."""
    words = QCoreApplication.translate("Opening", "Recordings")
    everything = QCoreApplication.translate("Opening", "All files")
    return f"{words} ({_SOUND} {_SOUND.upper()});;{everything} (*)"
