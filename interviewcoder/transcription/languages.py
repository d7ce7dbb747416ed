"""The languages that Whisper can be told to hear."""

from __future__ import annotations

from interviewcoder.errors import NotAllowed

# As in faster-whisper's tokenizer, which takes too long to load for a look at a word.
_CODES = (
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id "
    "is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd "
    "si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh yue"
)
CODES = frozenset(_CODES.split())


def refuse_unknown(language: str) -> None:
    """Check a language before work begins; `language` is a code or "auto".

    Raises:
        NotAllowed: Whisper has no such language; the hint lists all codes.
    """
    if language != "auto" and language not in CODES:
        raise NotAllowed(
            f"“{language}” is no language that Whisper knows.",
            f"Write auto, or one of these codes: {', '.join(sorted(CODES))}.",
        )
