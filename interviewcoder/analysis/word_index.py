"""Which sources a word is in: the full-text index of the file, kept up to date in portions.

The index only rules sources out; where in a text a word stands is looked up
in the text. So a source that isn't indexed yet is searched all the same.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from interviewcoder.project.derived import WORD_INDEX
from interviewcoder.project.schema import SourceRow, StaleSourceRow
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.pattern_letters import class_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from interviewcoder.project.file import Project

# Shorter beginnings stand for so many words that looking them all up takes longer than reading the texts.
_LEAST_BEGINNING = 4
_MOST_COMPARED = 3000
_ALPHANUMERIC = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Portion:
    """What one call of `bring_up_to_date` did: sources indexed, and how many are still to be."""

    done: int
    left: int


def stale_ids(project: Project) -> frozenset[int]:
    """The sources whose text is other than the index knows it."""
    return frozenset(project.session.scalars(select(StaleSourceRow.source_id)))


def bring_up_to_date(project: Project, *, budget_s: float) -> Portion:
    """Index what has changed, for about so long, at least one source; call again until nothing is left.

    It is no step of anybody's work. Each call is one transaction: whoever
    stops calling loses nothing.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    ends = time.monotonic() + budget_s
    waiting = sorted(stale_ids(project))
    if not waiting:
        return Portion(0, 0)
    folding, done = Folding(), 0
    with project.quiet_write() as session:
        connection = session.connection()
        for source_id in waiting:
            _index(connection, source_id, folding)
            done += 1
            if time.monotonic() >= ends:
                break
    return Portion(done, len(waiting) - done)


def sources_with(project: Project, expression: str) -> frozenset[int]:
    """The sources that an expression of `expression_for` doesn't rule out, as far as they are indexed."""
    found = project.session.connection().exec_driver_sql(
        f"SELECT rowid FROM {WORD_INDEX} WHERE {WORD_INDEX} MATCH ?",
        (expression,),
    )
    return frozenset(row[0] for row in found)


def counts_of(project: Project, word: str) -> dict[int, int]:
    """How often a folded word stands in each source, as the index knows them."""
    connection = project.session.connection()
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{WORD_INDEX}_instances USING fts5vocab(main, {WORD_INDEX}, instance)"
    )
    rows = connection.exec_driver_sql(
        f"SELECT doc, count(*) FROM temp.{WORD_INDEX}_instances WHERE term = ? GROUP BY doc", (word,)
    )
    return {row[0]: row[1] for row in rows}


def indexed_count(project: Project) -> tuple[int, int]:
    """How many sources are indexed as they are, and how many there are."""
    total = project.session.scalar(select(func.count()).select_from(SourceRow)) or 0
    stale = project.session.scalar(
        select(func.count()).select_from(SourceRow).join(StaleSourceRow, StaleSourceRow.source_id == SourceRow.id)
    )
    return total - (stale or 0), total


def expression_for(terms: Sequence[Sequence[str]]) -> str | None:
    """What to ask the index for texts that hold all of some phrases of folded words, `*` standing for any letters.

    None where the index can't tell such texts from others.
    """
    phrases = [phrase for words in terms if (phrase := _phrase(words))]
    return " AND ".join(phrases) or None


def _index(connection: Connection, source_id: int, folding: Folding) -> None:
    text = connection.scalar(select(SourceRow.text).where(SourceRow.id == source_id))
    run = connection.exec_driver_sql
    run(f"DELETE FROM {WORD_INDEX} WHERE rowid = ?", (source_id,))
    if text:
        run(f"INSERT INTO {WORD_INDEX} (rowid, text) VALUES (?, ?)", (source_id, _as_indexed(folding.fold(text))))
    connection.execute(delete(StaleSourceRow).where(StaleSourceRow.source_id == source_id))


def _as_indexed(folded: str) -> str:
    """A folded text so cut into words that no word of ours is in the middle of one of the index.

    To it, a footnote's “²” is a part of the word before; to a reader it isn't.
    """
    return folded if folded.isascii() else _signs().sub(" ", folded)


@cache
def _signs() -> re.Pattern[str]:
    """Numbers that are no digits, and what a font of somebody's own gave a meaning."""
    return re.compile(f"[{class_of('No', 'Co')}\U000f0000-\U0010ffff]")


def _phrase(words: Sequence[str]) -> str:
    """A phrase of the index's language; empty where it would say nothing, or take too long."""
    kept: list[str] = []
    for word in words:
        stem, star, _ = word.partition("*")
        # As the index cuts them, for it to be asked for the same pieces.
        pieces = _as_indexed(stem.replace('"', " ")).split()
        if not star:
            kept += pieces
            continue
        last = _ALPHANUMERIC.findall(pieces[-1])[-1:] if pieces and pieces[-1][-1].isalnum() else []
        if last and len(last[0]) >= _LEAST_BEGINNING and _is_known(last[0]):
            return f'"{" ".join([*kept, *pieces])}" *'
        # The beginning of a word alone is no word to the index.
        stem_words = " ".join(pieces)
        kept += [stem_words[: stem_words.rindex(last[0])]] if last else pieces
        break
    phrase = " ".join(kept)
    return f'"{phrase}"' if any(map(_is_known, phrase)) else ""


def _is_known(text: str) -> bool:
    """Whether the index, whose Unicode is an older one, sees a word in these letters."""
    return any(unicodedata.ucd_3_2_0.category(char)[0] in "LN" for char in text)


def words_like(project: Project, word: str, *, most: int = 3) -> list[str]:
    """Words of the study that are written much like one, the likest first; of those that begin with its letter."""
    beginning = word[:1]
    if len(word) < _LEAST_BEGINNING or not beginning.isalnum():
        return []
    connection = project.session.connection()
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{WORD_INDEX}_words USING fts5vocab(main, {WORD_INDEX}, row)"
    )
    rows = connection.exec_driver_sql(
        f"SELECT term FROM temp.{WORD_INDEX}_words WHERE term >= ? AND term < ?"
        f" AND length(term) BETWEEN ? AND ? LIMIT {_MOST_COMPARED}",
        (beginning, beginning + "\U0010ffff", len(word) - 1, len(word) + 1),
    )
    return get_close_matches(word, [row[0] for row in rows if row[0] != word], n=most, cutoff=0.75)
