"""A receipt of corrections in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.sources.correcting import Receipt


def receipt_words(receipt: Receipt) -> str:
    """Say what corrections meant for codings, and for memos where some lost their words."""
    told = _tr("Corrected: {codings}").format(codings=codings_words(receipt) or _tr("no codings"))
    gone = len(receipt.memos_to_look_at)
    memos = _counted(gone, _tr("1 memo lost its words"), _tr("{count} memos lost their words"))
    return " · ".join(filter(None, [told, memos]))


def codings_words(receipt: Receipt) -> str:
    """How many codings are as they were, on other words, on none; empty where there are no codings."""
    parts = (
        _counted(receipt.unchanged, _tr("1 coding unchanged"), _tr("{count} codings unchanged")),
        _counted(len(receipt.changed), _tr("1 extended or shortened"), _tr("{count} extended or shortened")),
        _counted(len(receipt.to_look_at), _tr("1 to look at"), _tr("{count} to look at")),
    )
    return ", ".join(filter(None, parts))


def _counted(count: int, one: str, many: str) -> str:
    return "" if not count else one if count == 1 else many.format(count=f"{count:,}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("TranscriptEditor", text)
