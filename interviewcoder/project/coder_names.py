"""What coders are called: one name for each, however it is typed."""

from __future__ import annotations

import unicodedata

# What can't be seen and turns round what stands beside it: marks of the direction of writing that reach further than
# the name, and whatever is no character of a text at all.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_TEXT = ("Cc", "Cs", "Zl", "Zp")


def tidy(name: str) -> str:
    """A name on one line, without space around it, accents written one way (NFC); empty where nothing can be seen."""
    shown = (" " if unicodedata.category(char) in _NO_TEXT else char for char in name if char not in _TURNING)
    words = unicodedata.normalize("NFC", " ".join("".join(shown).split()))
    return words if any(unicodedata.category(char)[0] in "LNPS" for char in words) else ""


def alike(name: str) -> str:
    """What two names have in common that are one: capitals and the ways to write an accent don't count."""
    return unicodedata.normalize("NFC", tidy(name).casefold())
