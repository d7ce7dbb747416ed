"""Leave hesitations, stutters and words cut off out of what somebody says, and nothing else.

Only what can't be a word of the language is taken for a filler: “um” is an
article in Portuguese and a preposition in German, “er” a pronoun there. Only
words that nobody doubles for emphasis or by grammar are taken for stuttered:
“very, very” and “no, no” stay, and so does German “die, die”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from interviewcoder.sources.recognised import RecognisedWord

# Hesitations, each as often drawn out as anybody writes it; matched on a whole word in lower case.
_FILLERS: Mapping[str, str] = {
    "en": "u+h+m*|u+m+|e+r+m+|er+|a+h+m+|e+h+m+",
    "de": "ä+h+m*|ö+h+m*|e+h+m+|u+h+m*|a+h+m+|hä+h?m+",
    "fr": "eu+h+m*|heu+|e+h+m+|u+h+m+",
    "es": "e+h+m*|e+m+|u+h+m*",
    "it": "e+h+m+|u+h+m+|ee+h+",
    "pt": "ã+h+m*|e+h+m+|u+h+m+|a+h+m+",
    "nl": "u+h+m*|e+h+m*|eu+h+m*",
    "sv": "ö+h+m*|e+h+m*|ä+h+m*",
    "da": "ø+h+m*|e+h+m*",
    "no": "ø+h+m*|e+h+m*|ee+",
    "fi": "öö+h*m*|ää+h*|e+h+m+",
    "pl": "yy+|ee+|e+h+m+|y+m+",
    "cs": "ee+|e+h+m+|ehm+",
    "ru": "э+м*|э+(-э+)+м*",
    "uk": "е{2,}м*|э+м*",
    "ja": "え[えー]+と?|えっと[ー]*|あの[ー]+",
    "zh": "呃+",
}
_FILLERS_ANYWHERE = "u+h+m+|e+h+m+"
# Function words that hardly ever stand twice in a row but by a stutter: none that grammar or emphasis
# often doubles ("that that", "had had", "nous nous", "die, die", "passe auf auf").
_STUTTERED: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "i the a an and but or he she we they my your our their to of with from at if when because "
        "i'm i've i'd i'll it's he's she's we're they're there's",
        "de": "ich wir er und oder aber ein eine einen einem von für wenn weil ob man im am vom",
        "fr": "je j'ai il elle on le les un une des du et mais ou à de dans pour avec parce c'est",
        "es": "yo él ella el los las un una y o pero de en a con por para porque mi su del al",
        "it": "io il lo gli un una uno e o ma di a da in con per perché del della mi mio",
        "pt": "eu ele ela os um uma e mas ou de em com por para porque meu minha do da no na",
        "nl": "ik wij we een en maar met voor omdat de mijn",
        "sv": "jag vi han hon en ett och men eller av med för",
        "da": "jeg vi han hun en et og men eller af med for",
        "no": "jeg vi han hun en et og men eller av med for",
    }.items()
}
_ALIASES = {"nb": "no", "nn": "no"}
_SENTENCE_ENDS = ".?!。？！"
_OPENERS = "“„«‹‘\"'([{¿¡「『（"
_CLOSERS = "”»›’\"')]}」』）"
_CUT_OFF = ("-", "–", "—")
_PARTS = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word on its way into a transcript: `text` is how it will be written, `silence_ms` how long it was quiet before.

    `language` is an ISO 639-1 code; empty for unknown, where little is taken for a filler.
    """

    word: RecognisedWord
    text: str
    silence_ms: int = 0
    language: str = ""

    def in_language(self, language: str) -> SpokenWord:
        """Return the word with its language known."""
        return replace(self, language=_ALIASES.get(language, language))

    @property
    def core(self) -> str:
        """Return the word in lower case, without the marks around it."""
        return _parts(self.text)[1].casefold().replace("’", "'")


def without_disfluency(words: Sequence[SpokenWord], *, fillers: bool, repetitions: bool) -> list[SpokenWord]:
    """Leave fillers, or stutters and words cut off, out of a turn.

    What stood with a word that goes (its capital letter, a full stop, a
    quotation mark, the silence before it) passes to its neighbours; nothing
    else changes.
    """
    if fillers:
        words = _without([is_filler(word) for word in words], words)
    if repetitions:
        pairs = zip_longest(words, words[1:])
        words = _without([_is_stuttered(word, again) for word, again in pairs], words)
    return list(words)


def is_filler(word: SpokenWord) -> bool:
    """Tell whether a word is only a hesitation, by its language.

    One that asks (“eh?”), one in capitals (“the ER”) and one that is
    mentioned (“she said ‘um’”) are words.
    """
    lead, core, tail = _parts(word.text)
    mentioned = any(mark in _OPENERS for mark in lead) and any(mark in _CLOSERS for mark in tail)
    if mentioned or "?" in tail or "？" in tail or (len(core) > 1 and core.isupper()):
        return False
    return re.fullmatch(_FILLERS.get(word.language, _FILLERS_ANYWHERE), word.core) is not None


def _is_stuttered(word: SpokenWord, again: SpokenWord | None) -> bool:
    """Tell whether a word is begun again at once, whole or cut off."""
    tail = _parts(word.text)[2]
    if again is None or not word.core or any(mark in tail for mark in _SENTENCE_ENDS):
        return False
    if tail.endswith(_CUT_OFF):
        return again.core.startswith(word.core)
    return word.core == again.core and word.core in _STUTTERED.get(word.language, frozenset())


def _without(gone: Sequence[bool], words: Sequence[SpokenWord]) -> list[SpokenWord]:
    """Leave words out and hand on what stood with them."""
    kept: list[SpokenWord] = []
    pending: list[SpokenWord] = []
    for word, goes in zip(words, gone, strict=True):
        if goes:
            pending.append(word)
            continue
        if pending:
            # Before the sentence before gets its end: a capital letter in its middle was a name's.
            new_sentence = not kept or _is_end(kept[-1].text)
            # Trailing off in the middle of a sentence was the filler's own.
            if not word.text[:1].islower():
                _end(kept, pending)
            word = _begun(pending, word, new_sentence=new_sentence)
            pending = []
        kept.append(word)
    _end(kept, pending)
    return kept


def _begun(gone: Sequence[SpokenWord], word: SpokenWord, *, new_sentence: bool) -> SpokenWord:
    """Give a word the capital letter, the opening marks and the silence of those before it that are gone."""
    lead, core, tail = _parts(word.text)
    if new_sentence and any(_parts(each.text)[1][:1].isupper() for each in gone):
        core = core[:1].upper() + core[1:]
    opened = "".join(mark for each in gone for mark in _parts(each.text)[0] if mark in _OPENERS)
    return replace(
        word,
        text=opened + lead + core + tail,
        silence_ms=word.silence_ms + sum(each.silence_ms for each in gone),
        word=replace(word.word, space_before=gone[0].word.space_before),
    )


def _end(kept: list[SpokenWord], gone: Sequence[SpokenWord]) -> None:
    """Put the end of the sentence that words that are gone brought behind the last one that stays."""
    for each in gone if kept else ():
        ends = "".join(mark for mark in _parts(each.text)[2] if mark in _SENTENCE_ENDS + _CLOSERS + "…")
        if ends:
            kept[-1] = replace(kept[-1], text=_ended(kept[-1].text, ends))


def _ended(text: str, ends: str) -> str:
    """Put a sentence's end behind a word, in the place of its comma; once is enough."""
    if _is_end(text):
        return text + "".join(mark for mark in ends if mark in _CLOSERS)
    return text.rstrip(",;:、，") + ends


def _is_end(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith((*_SENTENCE_ENDS, "…"))


def _parts(text: str) -> tuple[str, str, str]:
    """Split a word into the marks before it, itself, and the marks behind."""
    found = _PARTS.match(text)
    assert found is not None
    return found[1], found[2], found[3]
