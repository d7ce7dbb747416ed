"""Values of JSON that somebody else wrote: taken for what they should be, or for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# Beyond three weeks it is no place in a recording.
_LONGEST_MS = 2_000_000_000
_CLOCK = re.compile(r"^(-?)(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)$")
_SECONDS = re.compile(r"^(-?\d+(?:[.,]\d+)?(?:e-?\d{1,3})?)\s*(ms|s)?$", re.IGNORECASE)

# Any: what JSON can hold.
Json = Any


def objects(value: Json) -> list[dict[str, Json]]:
    """Return the objects of an array; none where it is no array."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def mapping(value: Json) -> dict[str, Json]:
    """Return an object; an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def first_object(value: Json) -> dict[str, Json]:
    """Return the first object of an array; an empty one where there is none."""
    return next(iter(objects(value)), {})


def text(value: Json) -> str:
    """Return a string; numbers as they are written, anything else as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def first_of(entry: dict[str, Json], *names: str) -> Json:
    """Return the first of these members that is there and not null."""
    return next((entry[name] for name in names if entry.get(name) is not None), None)


def share(value: Json, otherwise: float = 1.0) -> float:
    """Return a confidence between 0 and 1, also where it is written as a string."""
    number = _number(value)
    return otherwise if number is None else min(1.0, max(0.0, number))


def milliseconds(value: Json, *, unit_ms: float = 1000.0) -> int | None:
    """Return a time in ms, which may be negative; None where it is none.

    Understood are numbers and strings of a unit of `unit_ms` (1.23, "1.23"),
    "1.230s", "150ms", clocks ("00:00:01,230") and `{"seconds": "1", "nanos": 230000000}`.
    """
    if isinstance(value, dict):
        seconds = milliseconds(value.get("seconds", 0))
        nanos = _number(value.get("nanos", 0))
        return None if seconds is None or nanos is None else _whole(seconds + nanos / 1e6)
    if isinstance(value, str):
        if clock := _CLOCK.match(value.strip()):
            sign, hours, minutes, rest = clock.groups()
            whole = (int(hours or 0) * 60 + int(minutes)) * 60 + float(rest.replace(",", "."))
            return _whole(whole * (-1000 if sign else 1000))
        if match := _SECONDS.match(value.strip()):
            unit = {"ms": 1.0, "s": 1000.0}.get((match[2] or "").lower(), unit_ms)
            return _whole(float(match[1].replace(",", ".")) * unit)
        return None
    number = _number(value)
    return None if number is None else _whole(number * unit_ms)


def members(value: Json) -> Iterator[str]:
    """The names of an object's members, or of those of an array's first object."""
    yield from mapping(value) or first_object(value)


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def _whole(number: float) -> int | None:
    return round(number) if abs(number) <= _LONGEST_MS else None
