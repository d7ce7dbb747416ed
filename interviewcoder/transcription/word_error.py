"""How far a transcript is from what was said."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^\w']+")


def normalised_words(text: str) -> list[str]:
    """Return the words without case, punctuation and kind of apostrophe; hyphens divide words."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word for word in (raw.strip("'_") for raw in _NOT_A_WORD.sub(" ", plain).split()) if word]


def word_error_rate(reference: str, hypothesis: str) -> float:
    """Return the word error rate: 0 is a perfect transcript; with many inventions it exceeds 1.

    (substitutions + deletions + insertions) / words of the reference, from the
    smallest number of edits (Levenshtein 1966; Jurafsky & Martin, Speech and
    Language Processing, "Evaluation: Word Error Rate"). The unit is the normalised
    word: no case, no punctuation; numerals and spelling variants count as they are
    written. An empty reference gives 0 for an empty hypothesis and otherwise the
    number of words invented.
    """
    said, heard = normalised_words(reference), normalised_words(hypothesis)
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, start=1):
        diagonal, row[0] = row[0], index
        for column, other in enumerate(heard, start=1):
            substituted = diagonal + (word != other)
            diagonal = row[column]
            row[column] = min(substituted, diagonal + 1, row[column - 1] + 1)
    return row[-1] / max(1, len(said))
