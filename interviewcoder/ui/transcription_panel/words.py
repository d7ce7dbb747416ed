"""What is said of a recording of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.ui.wording import time_left

if TYPE_CHECKING:
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.queue_item import QueueItem
    from interviewcoder.ui.transcription_queue import TranscriptionQueue


def share_words(share: float) -> str:
    """How far something is: “43 %”. It is 100 % when it is done, not before."""
    return _tr("{share} %").format(share=min(99, int(share * 100)))


def state_words(item: QueueItem) -> str:
    """How far a recording is, and what happens with it: “43 % · about 6 min left”."""
    share = share_words(item.share) if item.share > 0 else ""
    if item.state == "running":
        return " · ".join(filter(None, [share, time_left(item.seconds_left)])) or _tr("getting ready")
    plain = {
        "waiting": _tr("waits for its turn"),
        "paused": _tr("paused"),
        "left": _tr("not begun"),
        "failed": _tr("failed"),
    }
    heard = {
        "waiting": _tr("waits at {share}"),
        "paused": _tr("paused at {share}"),
        "left": _tr("stopped at {share}"),
        "failed": _tr("failed at {share}"),
    }
    return heard[item.state].format(share=share) if share else plain[item.state]


def words_of_left(items: Sequence[QueueItem]) -> str:
    """What an earlier session left: “2 recordings weren’t finished; P03 was at 62 %.”"""
    furthest = max(items, key=lambda item: item.share)
    share, count = share_words(furthest.share), len(items)
    if count == 1 and furthest.share > 0:
        words = _tr("“{name}” wasn’t finished; it was at {share}.")
    elif count == 1:
        words = _tr("“{name}” still waits to be transcribed.")
    elif furthest.share > 0:
        words = _tr("{count} recordings weren’t finished; {name} was at {share}.")
    else:
        words = _tr("{count} recordings still wait to be transcribed.")
    return words.format(count=count, name=furthest.name, share=share)


def words_of_all(items: Sequence[QueueItem], seconds_left: float | None) -> str:
    """What the queue is about: “Transcribing 3 recordings · about 12 min left”."""
    going = sum(item.state in ("running", "waiting") for item in items)
    if not going:
        count = len(items)
        return _tr("1 recording rests") if count == 1 else _tr("{count} recordings rest").format(count=count)
    words = _tr("Transcribing") if going == 1 else _tr("Transcribing {count}").format(count=going)
    return " · ".join(filter(None, [words, time_left(seconds_left)]))


def remove_asking(queue: TranscriptionQueue, prompts: Prompts, source_id: int) -> bool:
    """Take a recording out of the queue; where something was heard of it, ask first. True where it was done."""
    item = queue.item_of(source_id)
    if item is None:
        return False
    if item.share > 0 and not prompts.confirm(
        _tr("Take “{name}” out of the queue?").format(name=item.name),
        _tr("What was heard of it is forgotten. Paused, it stays, and goes on where it was."),
        yes=_tr("Take out"),
        dangerous=True,
    ):
        return False
    return prompts.attempt(lambda: queue.remove(source_id))


def _tr(text: str) -> str:
    return QCoreApplication.translate("TranscriptionQueue", text)
