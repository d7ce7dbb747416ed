"""Which entries a person means by the letters typed so far, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence

from interviewcoder.ui.coding_view.code_match import Closeness, closeness
from interviewcoder.ui.command_palette.entries import Entry


def ranked(typed: str, commands: Sequence[Entry], places: Sequence[Entry], recent: Sequence[str]) -> list[Entry]:
    """Give the entries that answer to what was typed.

    The closest come first; among equals what was used last (`recent`: ids, the
    last first), then what can be done now. An entry is known by its words, and
    less closely by its menu and words together: "view dark" finds "Dark".
    Letters in order count only where nothing is closer. With nothing typed it
    is what was used last, then the commands: a thousand sources help nobody.
    """
    typed = typed.strip()
    rank = {id_: place for place, id_ in enumerate(recent)}
    last = len(rank)
    entries = [*commands, *places]
    if not typed:
        used = sorted((entry for entry in entries if entry.id in rank), key=lambda entry: rank[entry.id])
        return [*used, *(entry for entry in commands if entry.id not in rank)]
    found = []
    for place, entry in enumerate(entries):
        close = _closeness(typed, entry)
        if close is not None:
            found.append((close, rank.get(entry.id, last), bool(entry.why_not), place))
    if any(one[0] < Closeness.LETTERS_IN_ORDER for one in found):
        found = [one for one in found if one[0] < Closeness.LETTERS_IN_ORDER]
    return [entries[place] for *_, place in sorted(found)]


def _closeness(typed: str, entry: Entry) -> float | None:
    close = closeness(typed, entry.words)
    if close is not None and close < Closeness.LETTERS_IN_ORDER:
        return close
    with_path = closeness(typed, f"{entry.path} {entry.words}")
    if with_path is not None and with_path < Closeness.LETTERS_IN_ORDER:
        # Behind all that have it in their own words, before mere letters in order.
        return Closeness.CONTAINS + 0.5
    return close
