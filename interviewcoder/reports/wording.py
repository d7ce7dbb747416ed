"""Words that reports share: dates, counts, times."""

from __future__ import annotations

import datetime

# Of our own: strftime's depend on the machine's language.
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]


def day_in_words(day: datetime.date) -> str:
    """A day as people write it: 2 November 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: datetime.date) -> str:
    """A day for narrow columns: 2 Nov 2025."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def count_of(number: int, thing: str) -> str:
    """A number of things: 1 code, 1,200 codes."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def clock(moment_ms: int | None) -> str:
    """A moment of a recording, 0:03:31; empty where nobody measured it."""
    if moment_ms is None:
        return ""
    minutes, seconds = divmod(moment_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def blind_note(sources: int) -> str:
    """That others' codings of sources are left out, since whoever makes the report codes these blind."""
    which = "a source that is" if sources == 1 else f"{sources} sources that are"
    return f"Left out: other coders’ codings of {which} still being coded blind."


def withheld_note(passages: int) -> str:
    """Say how many passages may not be quoted."""
    return f"Coded passages withheld because their speaker did not agree to be quoted: {passages}. They are counted."


def on_one_line(text: str) -> str:
    """A text without line breaks and runs of spaces, for places that hold one line."""
    return " ".join(text.split())
