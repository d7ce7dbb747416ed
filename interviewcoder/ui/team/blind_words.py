"""What holds of coding blind, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewcoder.coding.blind import BlindSource


def blind_words(source: BlindSource | None, coder_id: int) -> str:
    """What holds of a source for a coder, for the line above its transcript; empty where nothing does."""
    if source is None or not source.is_open:
        return ""
    if not source.hides_from(coder_id):
        names = listed([coder.name for coder in source.coders])
        return _tr("Coded blind by {names}; you see all codings.").format(names=names)
    others = [coder.name for coder in source.coders if coder.coder_id != coder_id]
    if source.is_at_it(coder_id):
        if not others:
            return _tr("You code this source blind: others’ codings are hidden until you have finished.")
        words = _tr("You and {names} code this source blind: others’ codings are hidden until you all have finished.")
        return words.format(names=listed(others))
    return _tr("You have finished. Others’ codings show when {names} has, too.").format(
        names=listed(source.waiting_for)
    )


def short_words(source: BlindSource | None, coder_id: int) -> str:
    """The same in few words, to stand beside others."""
    if source is None or not source.is_open:
        return ""
    if source.hides_from(coder_id) and not source.is_at_it(coder_id):
        return _tr("Waiting for {names}").format(names=listed(source.waiting_for))
    others = listed([coder.name for coder in source.coders if coder.coder_id != coder_id])
    if not source.hides_from(coder_id):
        return _tr("Coded blind by {names}").format(names=others)
    return _tr("Blind, with {names}").format(names=others) if others else _tr("Blind")


def state_words(source: BlindSource | None) -> str:
    """How far the blind coding of a source is, for a list of sources."""
    if source is None:
        return ""
    if not source.is_open:
        return _tr("done by {names}").format(names=listed([coder.name for coder in source.coders]))
    done = [coder.name for coder in source.coders if coder.finished_at is not None]
    waits = _tr("waiting for {names}").format(names=listed(source.waiting_for))
    return _tr("{names} finished, {waits}").format(names=listed(done), waits=waits) if done else waits


def listed(names: Sequence[str]) -> str:
    """Names as one says them: “Ada, Ben and Cleo”."""
    if len(names) < 2:
        return "".join(names)
    return _tr("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Team", text)
