"""Read a transcript that is a table: a row for each thing said, columns for who, when and what."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewcoder.sources.cues import Cue, turns_of_cues, with_labels
from interviewcoder.sources.time_marks import milliseconds, timed_turn
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

# What columns are called, in small letters; the first that a table has is taken.
_TEXT = ("words", "text", "transcript", "utterance", "content", "sentence", "speech", "inhalt", "texte", "message")
_SPEAKER = ("speaker", "speaker name", "speaker_name", "name", "participant", "who", "sprecher", "locuteur", "person")
_START = (
    "start",
    "start_ms",
    "start time",
    "start_time",
    "timestamp",
    "time",
    "in",
    "begin",
    "from",
    "zeit",
    "start (s)",
)
_END = ("end", "end_ms", "end time", "end_time", "out", "stop", "to", "end (s)")
# A field of this length is a file that is no table.
_LONGEST_FIELD = 1_000_000
_SAMPLE = 20
# A letter takes a tenth of a second; with long silences between, this.
_SLOWEST_SECONDS = 2
_WHISPER = ["start", "end", "text"]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the parts of a row stand; `scale` is how many ms one of its plain numbers is."""

    text: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    scale: int = 1000


def read_table(file: TranscriptFile) -> ReadTranscript | None:
    """Read comma-, semicolon- or tab-separated values, with a line of headings or as Whisper writes them.

    Raises:
        ImportFailed: it is no table, or no column of it holds what was said.
    """
    rows = _rows(file)
    columns, headed = _columns(rows)
    if columns is None:
        raise file.damaged(
            "a table with a column of what was said", "Call its columns “timestamp”, “speaker” and “words”."
        )
    cells = [[" ".join(cell.split()) for cell in row] for row in rows[headed:]]
    said = [(_cell(row, columns.speaker), _cell(row, columns.text), *_times(row, columns)) for row in cells]
    notes = []
    if empty := sum(not text for _, text, _, _ in said):
        notes.append(f"{empty:,} {'row' if empty == 1 else 'rows'} without text left out")
    taken = {columns.text, columns.speaker, columns.start, columns.end}
    if headed:
        others = [name.strip() for place, name in enumerate(rows[0]) if place not in taken and name.strip()]
        notes += [f"columns left out: {', '.join(others)}"] if others else []
    return ReadTranscript(_turns(said), _origin(file, rows, columns, headed)).with_notes(*notes)


def _rows(file: TranscriptFile) -> list[list[str]]:
    text = file.text.replace("\0", "")
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = "\t" if file.suffix == ".tsv" else _delimiter(text)
    lines = text.split("\n")
    # Whisper writes its .tsv without quotation marks: one in the text begins no field.
    plain = file.suffix == ".tsv" and '"' not in lines[0]
    try:
        rows = csv.reader(
            (f"{line}\n" for line in lines),
            delimiter=delimiter,
            quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL,
            skipinitialspace=delimiter != "\t",
        )
        return [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise file.damaged("a table") from error


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t|", key=lambda mark: (first.count(mark), mark == ","))


def _columns(rows: Sequence[Sequence[str]]) -> tuple[_Columns | None, bool]:
    """The columns, by their headings, else by what is in them; and whether there are headings."""
    if not rows:
        return None, False
    names = [name.strip().casefold().strip("#\ufeff ") for name in rows[0]]
    text = _named(names, _TEXT)
    if text is not None:
        start, end = _named(names, _START), _named(names, _END)
        columns = _Columns(text, _named(names, _SPEAKER), start, end)
        in_ms = start is not None and (names[start].endswith("ms") or _counts_ms(rows[1:], columns))
        return replace(columns, scale=1 if in_ms else 1000), True
    return _by_content(rows), False


def _by_content(rows: Sequence[Sequence[str]]) -> _Columns | None:
    """Without headings: two columns of times, one of words, as Whisper's programs write them."""
    sample = rows[:_SAMPLE]
    width = min(len(row) for row in sample)
    times = [place for place in range(width) if all(milliseconds(row[place]) is not None for row in sample)]
    others = [place for place in range(width) if place not in times]
    if not others or not times:
        return None
    text = max(others, key=lambda place: sum(len(row[place]) for row in sample))
    rest = [place for place in others if place != text]
    return _Columns(text, rest[0] if len(rest) == 1 else None, times[0], times[1] if len(times) > 1 else None)


def _named(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _counts_ms(rows: Sequence[Sequence[str]], columns: _Columns) -> bool:
    """Whether whole numbers count ms, as Whisper's do: in seconds nobody would speak so slowly."""
    starts = [_cell(row, columns.start) for row in rows]
    if not starts or not all(re.fullmatch(r"\d{1,9}", start) for start in starts):
        return False
    spoken = sum(len(_cell(row, columns.text)) for row in rows)
    last = _cell(rows[-1], columns.end)
    until = int(last) if re.fullmatch(r"\d{1,9}", last) else int(starts[-1])
    return until - int(starts[0]) > spoken * _SLOWEST_SECONDS


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _times(row: Sequence[str], columns: _Columns) -> tuple[int | None, int | None]:
    start, end = (_time(_cell(row, place), columns.scale) for place in (columns.start, columns.end))
    return start, end


def _time(text: str, scale: int) -> int | None:
    # "00:01 - 00:05" in one column: its beginning counts.
    text = re.split(r"\s*(?:-->|–|\s-\s)\s*", text.strip("[]()"))[0]
    time_ms = milliseconds(text)
    return time_ms if time_ms is None or ":" in text or scale == 1000 else time_ms // 1000


def _turns(said: Sequence[tuple[str, str, int | None, int | None]]) -> list[SpokenTurn]:
    """Turns of rows (speaker, text, start, end in ms); an end that is missing is the next row's beginning."""
    starts = [start for _, _, start, _ in said]
    if not said or any(start is None for start in starts):
        turns = [timed_turn(speaker.rstrip(":"), text, ()) for speaker, text, _, _ in said if text]
        return [
            turn if start is None else SpokenTurn(turn.speaker, turn.text, start) for turn, start in _kept(turns, said)
        ]
    cues = []
    for number, (speaker, text, start, end) in enumerate(said):
        following = said[number + 1][2] if number + 1 < len(said) else None
        assert start is not None
        until = end if end is not None else following
        cues.append(Cue(text, start, max(start, until if until is not None else start), speaker.rstrip(": ")))
    if not any(cue.speaker for cue in cues):
        cues = with_labels(cues)
    turns = turns_of_cues(cues)
    if turns and said[-1][3] is None and turns[-1].start_ms == turns[-1].end_ms:
        turns[-1] = SpokenTurn(turns[-1].speaker, turns[-1].text, turns[-1].start_ms)
    return turns


def _kept(
    turns: Sequence[SpokenTurn], said: Sequence[tuple[str, str, int | None, int | None]]
) -> list[tuple[SpokenTurn, int | None]]:
    return list(zip(turns, (start for _, text, start, _ in said if text), strict=True))


def _origin(file: TranscriptFile, rows: Sequence[Sequence[str]], columns: _Columns, headed: bool) -> str:
    kind = file.suffix.removeprefix(".").upper()
    if headed and [name.strip().casefold() for name in rows[0]] == _WHISPER:
        return f"Whisper ({kind})"
    return f"Table ({kind})"
