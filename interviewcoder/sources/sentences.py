"""Where sentences end, as far as full stops tell."""

from __future__ import annotations

import re
from itertools import pairwise

from interviewcoder.sources.text import Span

# A sign that ends a sentence with the quotes and brackets behind it; the scripts without spaces need none.
_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”）]*)\s*|\n")
_LAST_WORD = re.compile(r"(\S+)$")
# What ends in a full stop without ending a sentence; in lower case, without the stop.
_SHORT = frozenset({
    "dr", "mr", "mrs", "ms", "prof", "st", "vs", "approx", "e.g", "i.e", "cf", "fig", "vol", "dept", "jr", "sr",
    "bzw", "ca", "d.h", "z.b", "u.a", "evtl", "ggf", "nr", "str", "hr", "mme", "mlle", "p.ex", "ej", "sra",
})  # fmt: skip


def sentence_around(text: str, span: Span) -> Span:
    """Give the sentences that a passage touches, from the first one's beginning to the last one's end.

    They end with their paragraph at the latest; white space is none of theirs.
    """
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", max(span.end, span.start))
    last = len(text) if last < 0 else last
    start, end = first, last
    for here, there in pairwise([first, *_ends(text, first, last), last]):
        if here <= span.start:
            start = here
        if there >= span.end:
            end = there
            break
    return Span(start, start + len(text[start:end].rstrip()))


def _ends(text: str, first: int, last: int) -> list[int]:
    """Where sentences of a stretch begin anew."""
    return [match.end() for match in _END.finditer(text, first, last) if _ends_sentence(text, first, match.start())]


def _ends_sentence(text: str, first: int, stop: int) -> bool:
    if text[stop] not in ".…":
        return True
    if text[stop] == "…" or text.startswith("..", stop):
        # Who goes on in small letters has only paused.
        following = text[stop : stop + 20].lstrip(".… ")[:1]
        return not following.islower()
    last_word = _LAST_WORD.search(text, max(first, stop - 12), stop)
    if last_word is None:
        return True
    word = last_word.group().strip("(\"'“‘„").casefold()
    is_initial = len(word) == 1 and word.isalpha() and word != "i"
    # “am 3. Mai”: a number with a full stop counts in many languages.
    goes_on = word.isdigit() and len(word) < 3 and text[stop + 1 : stop + 2] == " "
    return not (word in _SHORT or is_initial or goes_on)
