"""What is said of a Whisper model where one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.transcription.estimate import estimate, is_measured
from interviewcoder.transcription.published_models import PUBLISHED, UNKNOWN_ACCURACY, by_size
from interviewcoder.ui.wording import size_words

if TYPE_CHECKING:
    from interviewcoder.transcription.models import ModelView

_HOUR_MS = 3_600_000


def facts_of(view: ModelView) -> str:
    """Say how large a model is, how fast on this machine, and for which languages."""
    minutes = estimate(_HOUR_MS, view.name, size_bytes=view.size_bytes) / 60
    measured = is_measured(view.name)
    speed = _tr("{time}, measured here") if measured else _tr("about {time}")
    count = max(1, round(minutes))
    time = _tr("1 minute for an hour") if count == 1 else _tr("{n} minutes for an hour").format(n=count)
    languages = _tr("some 100 languages") if view.multilingual else _tr("English only")
    facts = [size_words(view.size_bytes), speed.format(time=time), languages]
    if not view.known:
        facts.insert(0, _tr("unknown model"))
    return "  ·  ".join(facts)


def accuracy_of(view: ModelView) -> str:
    """Say how well a model hears."""
    published = PUBLISHED.get(view.name) or PUBLISHED.get(by_size(view.size_bytes) or "")
    return _tr(published.accuracy if view.known and published else UNKNOWN_ACCURACY)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Models", text)
