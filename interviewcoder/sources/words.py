"""The words of a transcript with their times, packed.

A 90-minute interview has some 14,000 words; as rows of a table they would
cost more than all the rest of the study. Packed they are five integers a
word, each counted from the word before, so that a correction changes what is
packed in one place: the history keeps that place and not the whole.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import add, sub
from typing import overload

from interviewcoder.sources.text import Span

# Version of the layout, number of words; then for each word, in 32 bits each, little-endian: code points since the end
# of the word before, code points, ms since the beginning of the word before, ms, confidence.
_HEADER = struct.Struct("<II")
_ROW = struct.Struct("<5i")
_VERSION = 2
# Compressed as a whole; five columns of start, end, start_ms, end_ms, confidence.
_OLD_VERSION = 1
_COLUMNS = 5
_ROW_BYTES = _COLUMNS * 4
_CONFIDENCE_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a transcript: its place in the text, its time in the recording, 0..1 how sure the recogniser was."""

    span: Span
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words `first` to before `beyond` that are others now; by how much the places behind them have moved."""

    first: int
    beyond: int
    words: tuple[Word, ...]
    shift: int


class Words(Sequence[Word]):
    """Words in the order of the text; none overlaps another."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        # What is unpacked is read when somebody asks for a word: of most transcripts only the text is shown.
        self._packed = b""
        self._read: list[array[int]] = [array("i") for _ in range(_COLUMNS)]
        for word in words:
            confidence = round(word.confidence * _CONFIDENCE_STEPS)
            row = (word.span.start, word.span.end, word.start_ms, word.end_ms, confidence)
            for column, value in zip(self._read, row, strict=True):
                column.append(value)
        # The words' numbers by time, and the times: put in order when somebody asks for a moment.
        self._by_time: tuple[list[int], list[int]] | None = None

    @property
    def _columns(self) -> list[array[int]]:
        if self._packed:
            self._read, self._packed = _columns_of(self._packed), b""
        return self._read

    def _sorted(self) -> tuple[list[int], list[int]]:
        if self._by_time is None:
            starts_ms = self._columns[2]
            numbers = sorted(range(len(self)), key=starts_ms.__getitem__)
            self._by_time = numbers, [starts_ms[number] for number in numbers]
        return self._by_time

    def __len__(self) -> int:
        return len(self._columns[0])

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | list[Word]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        start, end, start_ms, end_ms, confidence = (column[index] for column in self._columns)
        return Word(Span(start, end), start_ms, end_ms, confidence / _CONFIDENCE_STEPS)

    def __iter__(self) -> Iterator[Word]:
        return (self[i] for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._columns == other._columns

    __hash__ = None  # type: ignore[assignment]  # a sequence that can be large

    def at_offset(self, code_point: int) -> Word | None:
        """The word at, or next before, a place in the text; the first one before them all."""
        if not len(self):
            return None
        return self[max(0, bisect_right(self._columns[0], code_point) - 1)]

    def at_time(self, time_ms: int) -> Word | None:
        """The last word that has begun by a time; None before the first."""
        numbers, times = self._sorted()
        place = bisect_right(times, time_ms) - 1
        return self[numbers[place]] if place >= 0 else None

    def within(self, span: Span) -> list[Word]:
        """The words that begin inside a passage."""
        starts = self._columns[0]
        return self[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    @property
    def starts(self) -> Sequence[int]:
        """Where each word begins in the text."""
        return self._columns[0]

    @property
    def ends(self) -> Sequence[int]:
        """Where each word ends in the text."""
        return self._columns[1]

    @property
    def starts_ms(self) -> Sequence[int]:
        """When each word begins in the recording."""
        return self._columns[2]

    def next_unsure(self, code_point: int, below: float) -> Word | None:
        """The first word behind a place of whose wording the recogniser was less sure than `below` (0..1)."""
        least = round(below * _CONFIDENCE_STEPS)
        for place in range(bisect_right(self._columns[0], code_point), len(self)):
            if self._columns[4][place] < least:
                return self[place]
        return None

    def moved(self, first: int, beyond: int, shift: int) -> Words:
        """A run of these words where the text before it has grown by `shift` code points."""
        run = Words()
        run._read = [column[first:beyond] for column in self._columns]
        if shift:
            for number in (0, 1):
                run._read[number] = array("i", [place + shift for place in run._read[number]])
        return run

    @classmethod
    def joined(cls, runs: Iterable[Words]) -> Words:
        """Runs of words, one behind the other."""
        words = cls()
        for run in runs:
            for column, more in zip(words._columns, run._columns, strict=True):
                column.extend(more)
        return words

    def pack(self) -> bytes:
        """The words as they are stored."""
        starts, ends, starts_ms, ends_ms, confidence = self._columns
        rows = array("i", bytes(_ROW_BYTES * len(self)))
        rows[0::_COLUMNS] = array("i", map(sub, starts, chain((0,), ends)))
        rows[1::_COLUMNS] = array("i", map(sub, ends, starts))
        rows[2::_COLUMNS] = array("i", map(sub, starts_ms, chain((0,), starts_ms)))
        rows[3::_COLUMNS] = array("i", map(sub, ends_ms, starts_ms))
        rows[4::_COLUMNS] = confidence
        if sys.byteorder == "big":
            rows.byteswap()
        return _HEADER.pack(_VERSION, len(self)) + rows.tobytes()

    def repacked(self, packed: bytes, runs: Sequence[Run]) -> bytes:
        """What `pack` would make of these words with runs of others in them; `packed` is what it made of these.

        Only rows of the runs and those just behind them are written anew, in a tenth of the time.
        """
        if _HEADER.unpack_from(packed)[0] != _VERSION:
            packed = self.pack()
        starts, ends, starts_ms, ends_ms, confidence = self._columns
        parts, count = [b""], len(self)
        at = at_ms = done = shift = 0
        for run in (*runs, Run(len(self), len(self), (), 0)):
            if done < run.first:
                # Only the first row of what stays is counted from a word that may be another.
                place = starts[done] + shift
                word = Word(Span(place, ends[done] + shift), starts_ms[done], ends_ms[done], 0.0)
                parts.append(_row(word, at, at_ms, confidence[done]))
                parts.append(packed[_HEADER.size + (done + 1) * _ROW_BYTES : _HEADER.size + run.first * _ROW_BYTES])
                at, at_ms = ends[run.first - 1] + shift, starts_ms[run.first - 1]
            for word in run.words:
                parts.append(_row(word, at, at_ms, round(word.confidence * _CONFIDENCE_STEPS)))
                at, at_ms = word.span.end, word.start_ms
            count += len(run.words) - (run.beyond - run.first)
            done, shift = run.beyond, run.shift
        parts[0] = _HEADER.pack(_VERSION, count)
        return b"".join(parts)

    @classmethod
    def unpack(cls, packed: bytes) -> Words:
        """The words that `pack` made."""
        version, _ = _HEADER.unpack_from(packed) if len(packed) >= _HEADER.size else (0, 0)
        if version != _VERSION:
            return cls._unpack_old(packed)
        words = cls()
        words._packed = packed
        return words

    @classmethod
    def _unpack_old(cls, packed: bytes) -> Words:
        try:
            content = zlib.decompress(packed)
        except zlib.error:
            content = packed
        version, count = _HEADER.unpack_from(content)
        if version != _OLD_VERSION:
            raise ValueError(f"words are packed in layout {version}")
        words = cls()
        for number, column in enumerate(words._columns):
            start = _HEADER.size + number * count * column.itemsize
            column.frombytes(content[start : start + count * column.itemsize])
            if sys.byteorder == "big":
                column.byteswap()
        return words


def _row(word: Word, at: int, at_ms: int, confidence: int) -> bytes:
    span = word.span
    return _ROW.pack(span.start - at, span.length, word.start_ms - at_ms, word.end_ms - word.start_ms, confidence)


def _columns_of(packed: bytes) -> list[array[int]]:
    rows = array("i", packed[_HEADER.size :])
    if sys.byteorder == "big":
        rows.byteswap()
    gaps, lengths = rows[0::_COLUMNS], rows[1::_COLUMNS]
    ends = array("i", accumulate(map(add, gaps, lengths)))
    starts_ms = array("i", accumulate(rows[2::_COLUMNS]))
    return [
        array("i", map(sub, ends, lengths)),
        ends,
        starts_ms,
        array("i", map(add, starts_ms, rows[3::_COLUMNS])),
        rows[4::_COLUMNS],
    ]
