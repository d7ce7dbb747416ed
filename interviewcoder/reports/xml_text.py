"""What XML, and with it Word and ELAN, can hold of a text."""

from __future__ import annotations

import re
from html import escape

NOT_PRINTABLE = "\N{REPLACEMENT CHARACTER}"
# XML 1.0, production 2: what no XML document can hold, in any form.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Put U+FFFD in the place of each character that XML can't hold (controls, lone surrogates); the rest stays."""
    return _NO_XML.sub(NOT_PRINTABLE, text)


def escaped(text: str) -> str:
    """Put markup's own characters in the way XML writes them; for content and for attributes in double quotes.

    A carriage return of its own would be read back as a line feed.
    """
    # Not xml.sax.saxutils: it loads an HTTP client.
    return escape(printable(text)).replace("\r", "&#13;")


def unprintable(text: str) -> int:
    """Count the characters that `printable` replaces."""
    return len(_NO_XML.findall(text))
