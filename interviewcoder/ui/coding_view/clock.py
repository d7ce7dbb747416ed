"""Times as a person reads them on a player."""

from __future__ import annotations


def as_clock(time_ms: int) -> str:
    """Give a time as m:ss, from an hour on as h:mm:ss."""
    seconds = time_ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}"
