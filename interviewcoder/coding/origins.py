"""Which codes a coding had before codes were merged or split, the first one first.

Kept with each coding as JSON, so that it outlives the codes themselves.
"""

from __future__ import annotations

import json


def names_in(came_from: str) -> tuple[str, ...]:
    """Give the names of the codes that a coding had, from what is stored with it."""
    return tuple(str(code["name"]) for code in json.loads(came_from)) if came_from else ()


def with_origin(came_from: str, uuid: str, name: str) -> str:
    """Give what is to be stored with a coding that leaves a code now."""
    earlier = json.loads(came_from) if came_from else []
    return json.dumps([*earlier, {"uuid": uuid, "name": name}], ensure_ascii=False)
