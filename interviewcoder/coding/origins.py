"""Where a coding comes from: the codes it had before merges and splits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeOrigin:
    """A code that a coding had, under the name it had then. It may no longer be in the codebook."""

    uuid: str
    name: str


def origins_of(came_from: str) -> tuple[CodeOrigin, ...]:
    """Read `segment.came_from`: the codes before this one, the first one first; empty where there were none."""
    if not came_from:
        return ()
    return tuple(CodeOrigin(str(code["uuid"]), str(code["name"])) for code in json.loads(came_from))


def written(origins: Iterable[CodeOrigin]) -> str:
    """Codes as `segment.came_from` holds them."""
    found = [{"uuid": origin.uuid, "name": origin.name} for origin in origins]
    return json.dumps(found, ensure_ascii=False) if found else ""


def with_origin(came_from: str, origin: CodeOrigin) -> str:
    """What is stored once a coding has left a code for another."""
    return written((*origins_of(came_from), origin))


def joined(came_from: str, own: CodeOrigin, other: str) -> str:
    """What is stored of two codings that became one: it had the `own` code, and all that the `other` came from."""
    mine = origins_of(came_from) or (own,)
    known = {origin.uuid for origin in mine}
    return written((*mine, *(origin for origin in origins_of(other) if origin.uuid not in known)))


def names_in(came_from: str) -> tuple[str, ...]:
    """Give the names of the codes that a coding had, from what is stored with it."""
    return tuple(origin.name for origin in origins_of(came_from))
