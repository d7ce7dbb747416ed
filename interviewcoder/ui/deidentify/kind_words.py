"""What the kinds of identifiers and what found them are called in the window, and their colours."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from interviewcoder.privacy.identifier_kinds import KINDS

_DIRECT, _INDIRECT = "#2f8f83", "#8a7a3a"


def kind_name(key: str) -> str:
    """A kind as a person reads it; the key itself where it is unknown."""
    return next((_tr(kind.name) for kind in KINDS if kind.key == key), key)


def kind_short(key: str) -> str:
    """A kind in a word."""
    name = kind_name(key)
    return (
        name.split(" (")[0].split(" or ")[0].split(" smaller")[0].split(" of a ")[0] if key != "name" else _tr("Name")
    )


def kind_colour(key: str) -> str:
    """A chip's colour: identifiers that tell by themselves, and those that do in company."""
    return _DIRECT if next((kind.direct for kind in KINDS if kind.key == key), True) else _INDIRECT


def found_by_words(found_by: str) -> str:
    """What suggested a passage."""
    words = {
        "hand": _tr("by hand"),
        "name list": _tr("name list"),
        "spelling": _tr("like a known name"),
        "cue": _tr("words around it"),
        "number": _tr("its digits"),
        "model": _tr("recogniser of names"),
        "same words": _tr("same words"),
    }
    return words.get(found_by, found_by)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Deidentify", text)
