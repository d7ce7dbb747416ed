"""What XML, and with it Word and ELAN, can hold of a text."""

from __future__ import annotations

import re

NOT_PRINTABLE = "\N{REPLACEMENT CHARACTER}"
# XML 1.0, production 2: what no XML document can hold, in any form.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Put U+FFFD in the place of each character that XML can't hold (controls, lone surrogates); the rest stays."""
    return _NO_XML.sub(NOT_PRINTABLE, text)


def unprintable(text: str) -> int:
    """Count the characters that `printable` replaces."""
    return len(_NO_XML.findall(text))
