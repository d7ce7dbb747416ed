"""A proposed change in one sentence: said alike where it is listed and where what it was about goes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from interviewcoder.project.schema import ProposalRow


def sentence(kind: str, code: str, target: str, names: Sequence[str]) -> str:
    """What is proposed; `target` is empty where a code is to be moved to the top."""
    if kind == "rename":
        return f"Rename “{code}” to “{''.join(names[:1])}”"
    if kind == "merge":
        return f"Merge “{code}” into “{target}”"
    if kind == "split":
        return f"Split “{code}” into {', '.join(f'“{name}”' for name in names)}"
    if kind == "move":
        return f"Move “{code}” under “{target}”" if target else f"Move “{code}” to the top"
    return f"Code as “{target}” instead of “{code}”"


def names_in(row: ProposalRow) -> tuple[str, ...]:
    """The new name that a proposal holds, or those to split into."""
    return tuple(map(str, json.loads(row.names))) if row.names else ()
