"""Known words replaced wherever a researcher wrote them: in names, memos, definitions, notes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

_TOKEN = re.compile(r"\w+")
_APOSTROPHES = re.compile("['’]")


class ReplacedWords:
    """Replaces forms by what is said instead, whole words only, the longest first.

    A single capitalised word counts only as it is written (“Rose” isn't in
    “rose”); capitals of all others don't count. One accent is one accent,
    however it is encoded; words of a form may have any space between them.
    """

    def __init__(self, instead: Mapping[str, str]) -> None:
        by_first: dict[str, list[tuple[str, str]]] = {}
        for form, said in instead.items():
            for written in {unicodedata.normalize("NFC", form), unicodedata.normalize("NFD", form)}:
                first = _TOKEN.search(written)
                if first is not None:
                    core = written[first.start() :].strip()
                    by_first.setdefault(first.group().casefold(), []).append((core, said))
        self._by_first = {
            first: [(_pattern(form), said) for form, said in sorted(forms, key=lambda each: -len(each[0]))]
            for first, forms in by_first.items()
        }

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def in_text(self, text: str) -> str:
        """A text with all forms replaced; the same object where it holds none."""
        if not self._by_first or not text:
            return text
        parts: list[str] = []
        done = 0
        for token in _TOKEN.finditer(text):
            if token.start() < done:
                continue
            for pattern, said in self._by_first.get(token.group().casefold(), ()):
                if match := pattern.match(text, token.start()):
                    parts += (text[done : match.start()], said)
                    done = match.end()
                    break
        return "".join((*parts, text[done:])) if parts else text

    def in_json(self, text: str) -> str:
        """JSON with all forms replaced in its strings, also in the names of its fields; other text as text."""
        return in_json(text, self.in_text) if self._by_first and text else text


def in_json(text: str, change: Callable[[str], str]) -> str:
    """JSON with all its strings changed, and text that is none as text; the same object where nothing changes."""
    try:
        told = json.loads(text)
    except ValueError:
        return change(text)
    replaced = in_strings(told, change)
    return text if replaced == told else json.dumps(replaced, ensure_ascii=False)


def in_strings(value: object, change: Callable[[str], str]) -> object:
    """What JSON holds, with all its strings changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [in_strings(each, change) for each in value]
    if isinstance(value, dict):
        return {in_strings(name, change): in_strings(each, change) for name, each in value.items()}
    return value


def one_each(forms: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Say one thing for each form: where it stands for several, what it stands for most often."""
    counted: dict[str, dict[str, int]] = {}
    for form, said in forms:
        words = " ".join(form.split())
        if len(words) > 1:
            times = counted.setdefault(words, {})
            times[said] = times.get(said, 0) + 1
    return {form: max(times, key=lambda said: times[said]) for form, times in counted.items()}


def _pattern(form: str) -> re.Pattern[str]:
    words = form.split()
    written = r"\s+".join(_APOSTROPHES.sub("['’]", re.escape(word)) for word in words)
    edge = r"(?!\w)" if form[-1].isalnum() or form[-1] == "_" else ""
    as_written = len(words) == 1 and form[:1].isupper()
    return re.compile(written + edge, 0 if as_written else re.IGNORECASE)
