"""All texts of a review copy, to be looked through before it is encrypted."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Text

from interviewcoder.privacy.phrases import QUOTE_WORDS
from interviewcoder.project.rows import Row
from interviewcoder.review.copy_rows import Staged

# Strings of the program's own: UUIDs, hashes, moments. Digits in them are nobody's number.
_OURS = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|#[0-9a-f]{6}"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
)
# Not people's words: ids of a log that is new, and what the copy says of itself to the one whom it is for.
_NOT_READ = frozenset(("activity", "review_copy", "coder"))
_TRANSCRIPT = "transcript "
_WORD = re.compile(r"\w+")
_WHERE = {
    "code": "codebook",
    "codebook_version": "version of the codebook",
    "participant": "participants",
    "case_value": "what is known of participants",
    "segment": "codings",
    "verdict": "reviews of codings",
}


def texts(copy: Staged) -> Iterator[tuple[str, str]]:
    """Each text with where it stands, in a person's words; short ones of one kind together, a line each.

    Told are all columns that hold text, whatever they are for.
    """
    yield from ((f"{_TRANSCRIPT}“{name}”", said) for name, said in copy.driver.execute("SELECT name, text FROM source"))
    yield (
        "coders, name",
        "\n".join(
            # Whom it is for may read their own name in it.
            name
            for name, uuid in copy.driver.execute("SELECT name, uuid FROM coder")
            if uuid != copy.mark["coder_uuid"]
        ),
    )
    for table in Row.metadata.sorted_tables:
        if table.name in _NOT_READ:
            continue
        for column in table.columns:
            if isinstance(column.type, Text) and (table.name, column.name) != ("source", "text"):
                values = copy.driver.execute(f'SELECT DISTINCT "{column.name}" FROM "{table.name}"')
                if said := "\n".join(line for (value,) in values if value for line in strings_in(str(value))):
                    yield f"{_WHERE.get(table.name, table.name)}, {column.name.replace('_', ' ')}", said
    for name, content in copy.driver.execute("SELECT name, content FROM codebook_version"):
        if content:
            yield f"version “{name}” of the codebook", "\n".join(strings_in(zlib.decompress(content).decode()))


def quoted_elsewhere(told: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> list[str]:
    """The names of sources that aren't in the copy and are quoted in it all the same, in a definition or a memo.

    `told` is what `texts` gives; `others` are those sources, each with its text.
    """
    said: set[tuple[str, ...]] = set()
    read: set[tuple[str, ...]] = set()
    for where, text in told:
        # A row of words that the chosen ones say, too, needn't be quoted from another.
        (read if where.startswith(_TRANSCRIPT) else said).update(_rows(text))
    quoted = said - read
    return [name for name, text in others if quoted and any(row in quoted for row in _rows(text))]


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    """All that is said in a row of as many words as make a quotation."""
    words = _WORD.findall(text.casefold())
    return zip(*(words[first:] for first in range(QUOTE_WORDS)), strict=False)


def strings_in(value: str) -> Iterator[str]:
    """The strings of JSON, also those that name fields; of a text that is none, the text."""
    try:
        told = json.loads(value) if value[:1] in "[{" else value
    except ValueError:
        told = value
    yield from _strings(told)


def _strings(told: Any) -> Iterator[str]:  # whatever JSON holds
    if isinstance(told, str):
        if not _OURS.fullmatch(told):
            yield told
    elif isinstance(told, dict):
        for name, each in told.items():
            yield str(name)
            yield from _strings(each)
    elif isinstance(told, list):
        for each in told:
            yield from _strings(each)
