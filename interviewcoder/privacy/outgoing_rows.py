"""Copies a project's rows into its outgoing twin, each with its places moved and its texts replaced."""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from interviewcoder.privacy.deidentified_text import DeidentifiedText
from interviewcoder.privacy.replaced_words import ReplacedWords, in_strings
from interviewcoder.project.rows import Row
from interviewcoder.sources.text import Span
from interviewcoder.sources.words import Run, Word, Words

LEFT_OUT = frozenset(
    (
        "media_chunk",
        "sound",
        "step",
        "activity",
        "preference",
        "task",
        "task_block",
        "stale_source",
        "sharing",
        "tombstone",
        "declaration",
        "review_copy",
        "merge",
    )
)
"""Tables of which the twin has no rows: recordings, the history, the state of the window, what is between the
researcher and their board, what went out and came back. `stale_source` fills itself as sources are added."""
TEXTS: Mapping[str, tuple[str, ...]] = {
    "project": ("title",),
    "coder": ("name",),
    "media": ("name", "warning"),
    "source": ("name",),
    "speaker": ("label",),
    "transcript": ("origin", "verifier"),
    "code": (
        "name",
        "brief",
        "definition",
        "use_when",
        "dont_use_when",
        "typical",
        "atypical",
        "close_but_no",
        "provenance_note",
        "memo",
    ),
    "segment": ("memo", "made_by"),
    "memo": ("title", "text"),
    "codebook_version": ("name", "note"),
    "participant": ("name",),
    "attribute": ("name",),
    "case_value": ("value",),
    "deidentification": ("note",),
    "consent": ("note",),
    "retention": ("note",),
    "comment": ("text", "was_about"),
    "verdict": ("note",),
    "proposal": ("reason", "was_about", "decision_note"),
    "approval": ("note",),
    "adjudication": ("reason",),
}
"""Columns that people wrote, by table: where names can stand."""
JSON_TEXTS: Mapping[str, tuple[str, ...]] = {
    "media": ("parts",),
    "transcript": ("hearing", "conventions"),
    "finding": ("detail",),
    "segment": ("came_from",),
    "proposal": ("names",),
}
"""Columns that hold texts as JSON."""
# No two may have one name: where replacing has made two alike, they are numbered.
_ONE_OF_EACH = frozenset(("source", "participant", "attribute", "coder", "codebook_version"))
_ANCHORED = frozenset(("segment", "turn", "memo", "memo_link", "finding", "identifier", "comment", "adjudication"))

Values = dict[str, Any]  # a row by its columns, of whatever types they have


@dataclass
class Moving:
    """What is done to rows on their way: texts by source, what replaces words, what is left out.

    `replaced` is keyed by source; one in which nothing is replaced is missing.
    `silent` are sources with withheld words, of which no finding tells any.
    `private`: private memos go along.
    """

    replaced: Mapping[int, DeidentifiedText]
    words: ReplacedWords
    silent: frozenset[int] = frozenset()
    private: bool = False
    left_out_memos: set[int] = field(default_factory=set)
    # By the hash that a version of the codebook has, the one that it has in the twin, where that is another.
    reworded_versions: dict[str, str] = field(default_factory=dict)
    _taken: dict[str, set[str]] = field(default_factory=dict)

    def span(self, source_id: int, span: Span) -> Span:
        """Where a passage stands in the twin."""
        text = self.replaced.get(source_id)
        return span if text is None else text.span(span)

    def rows(self, table: Table, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """A table's rows, read as `rows` in the order of its columns, as the twin has them."""
        change = _CHANGES.get(table.name)
        if not (change or table.name in TEXTS or table.name in JSON_TEXTS or table.name in _ANCHORED):
            yield from rows
            return
        names = [column.name for column in table.columns]
        for row in rows:
            values: Values = dict(zip(names, row, strict=True))
            if change is not None and not change(self, values):
                continue
            if table.name in _ANCHORED:
                self._move(values)
            self._reword(table.name, values)
            yield tuple(values.values())

    def _move(self, values: Values) -> None:
        if values["source_id"] in self.replaced and values["start"] is not None and values["end"] is not None:
            span = self.span(values["source_id"], Span(values["start"], values["end"]))
            values["start"], values["end"] = span.start, span.end

    def _reword(self, table: str, values: Values) -> None:
        for name in TEXTS.get(table, ()):
            values[name] = self.words.in_text(values[name])
        for name in JSON_TEXTS.get(table, ()):
            values[name] = self.words.in_json(values[name])
        if table in _ONE_OF_EACH:
            values["name"] = self._free_name(table, values["name"])

    def _free_name(self, table: str, name: str) -> str:
        taken = self._taken.setdefault(table, set())
        free, number = name, 2
        while free in taken:
            free, number = f"{name} ({number})", number + 1
        taken.add(free)
        return free


def copy(read: Any, write: Any, moving: Moving) -> None:  # connections of the driver, which has no types
    """Copy all rows that the twin has."""
    for table in Row.metadata.sorted_tables:
        if table.name in LEFT_OUT or table.name == "tally":
            continue
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        order = f" ORDER BY {', '.join(column.name for column in table.primary_key.columns)}"
        rows = read.execute(f'SELECT {columns} FROM "{table.name}"{order}')
        write.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', moving.rows(table, iter(rows)))


def _source(moving: Moving, values: Values) -> bool:
    text = moving.replaced.get(values["id"])
    if text is not None:
        values["text"] = text.text
    return True


def _coder(moving: Moving, values: Values) -> bool:
    # A researcher who shares a participant's name isn't them, and mustn't be called by their pseudonym.
    if moving.words.in_text(values["name"]) != values["name"]:
        values["name"] = f"Coder {values['id']}"
    return True


def _words(moving: Moving, values: Values) -> bool:
    text = moving.replaced.get(values["source_id"])
    if text is not None:
        values["packed"] = words_in(text, values["packed"])
    return True


def _finding(moving: Moving, values: Values) -> bool:
    if values["source_id"] in moving.silent:
        values["detail"] = ""
    return True


def _memo(moving: Moving, values: Values) -> bool:
    if values["private"] and not moving.private:
        moving.left_out_memos.add(values["id"])
        return False
    return True


def _memo_link(moving: Moving, values: Values) -> bool:
    return values["memo_id"] not in moving.left_out_memos


def _pseudonym(moving: Moving, values: Values) -> bool:
    # Notes on a pseudonym say whom it stands for, whatever the manual asks.
    values["note"] = ""
    return True


def _reading(moving: Moving, values: Values) -> bool:
    text = moving.replaced.get(values["source_id"])
    if text is not None and values["text_sha256"] == _sha256(text.source):
        values["text_sha256"] = _sha256(text.text)
    return True


def _version(moving: Moving, values: Values) -> bool:
    if not moving.words:
        return True
    try:
        content = zlib.decompress(values["content"])
        told = json.loads(content)
    except (zlib.error, ValueError):
        # Damaged: whoever reads it is told so; of what it held nothing may go out unread.
        values["content"] = b""
        return True
    codes = [
        code | {name: moving.words.in_text(code[name]) for name in TEXTS["code"] if isinstance(code.get(name), str)}
        for code in told["codes"]
    ]
    if codes != told["codes"]:
        # As `coding.code_snapshot.canonical` writes it; docs/file-format.md says how.
        told = in_strings(told | {"codes": codes}, str)
        content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        values["content"] = zlib.compress(content, 9)
        moving.reworded_versions[values["sha256"]] = values["sha256"] = hashlib.sha256(content).hexdigest()
    return True


def _approval(moving: Moving, values: Values) -> bool:
    # What was approved is the version as it is worded there.
    values["sha256"] = moving.reworded_versions.get(values["sha256"], values["sha256"])
    return True


_CHANGES: Mapping[str, Callable[[Moving, Values], bool]] = {
    "source": _source,
    "coder": _coder,
    "words": _words,
    "finding": _finding,
    "memo": _memo,
    "memo_link": _memo_link,
    "pseudonym": _pseudonym,
    "deidentification": _reading,
    "codebook_version": _version,
    "approval": _approval,
}


def words_in(text: DeidentifiedText, packed: bytes) -> bytes:
    """Packed words with their places in the de-identified text; those of a replaced passage are one word."""
    words = Words.unpack(packed)
    runs: list[Run] = []
    starts, ends = words.starts, words.ends
    first = 0
    for each in text.replacements:
        first = bisect_right(ends, each.span.start, lo=first)
        beyond = bisect_left(starts, each.span.end, lo=first)
        one = _as_one(text, words[first:beyond])
        # Also where none of them has a time: what follows has moved.
        runs.append(Run(first, beyond, one, text.point(each.span.end) - each.span.end))
        first = beyond
    return words.repacked(packed, runs)


def _as_one(text: DeidentifiedText, said: list[Word]) -> tuple[Word, ...]:
    if not said:
        return ()
    # A word may begin before what is replaced, or end behind it: “Toronto-based”.
    span = text.span(Span(said[0].span.start, said[-1].span.end))
    start_ms, end_ms = min(word.start_ms for word in said), max(word.end_ms for word in said)
    return (Word(span, start_ms, end_ms, min(word.confidence for word in said)),)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
