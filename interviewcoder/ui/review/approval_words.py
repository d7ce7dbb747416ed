"""How it stands with the codebook, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.ui.review.words import day_of

if TYPE_CHECKING:
    from interviewcoder.review.signoff import SignoffState


def state_words(state: SignoffState) -> str:
    """How it stands with the codebook, in one sentence."""
    if state.kind == "not asked":
        return _tr("Nobody has approved the codebook yet.")
    if state.kind == "void" and state.last is not None:
        words = _tr("{name} approved “{version}” on {day}; the codebook has changed since, so that is void.")
        version = state.last.version or _tr("a version")
        return words.format(name=state.last.coder, version=version, day=day_of(state.last.given_at))
    yes = [one for one in state.holding if one.approved]
    no = [one for one in state.holding if not one.approved]
    told = [_tr("{name} asks for changes ({day})").format(name=one.coder, day=day_of(one.given_at)) for one in no]
    told += [_tr("Approved by {name} on {day}").format(name=one.coder, day=day_of(one.given_at)) for one in yes]
    return "; ".join(told) + "."


def short_state(state: SignoffState) -> str:
    """How it stands, as short as a button is."""
    if state.kind == "not asked":
        return _tr("Codebook: not approved yet")
    if state.kind == "void":
        return _tr("Codebook: approval void, it changed")
    if state.kind == "changes":
        return _tr("Codebook: changes asked for")
    return _tr("Codebook: approved by {names}").format(names=", ".join(one.coder for one in state.holding))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Approval", text)
