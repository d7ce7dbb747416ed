"""What a person wrote about something that is nowhere in our file: kept as an open comment with its words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from interviewcoder.review.planning import Work
from interviewcoder.review.row_changes import ANCHORED, span_of
from interviewcoder.review.snapshot import Values
from interviewcoder.sources.text import Span, shortened

_QUOTED = 240
Place = Callable[[str, Span], Span | None]
_BECOMES_COMMENT = ("segment", "verdict", "adjudication")


@dataclass(frozen=True, slots=True)
class Instead:
    """What is written in the place of a row: another one of a table, or (with no row) nothing."""

    table: str = ""
    uuid: str = ""
    row: Values | None = None


def comment_uuid(table: str, uuid: str) -> str:
    """The UUID of the comment in which something is kept: the same one whenever the same file is merged."""
    return str(uuid5(NAMESPACE_OID, f"{table}:{uuid}"))


def row_for(table: str, uuid: str, row: Values, lost: str, work: Work, place: Place) -> Instead | None:
    """What to write in the place of a row whose words or whose thing are not here; None where it has its place."""
    quote = _lost_words(table, row, work, place)
    if quote is None and not lost:
        return None
    if table in _BECOMES_COMMENT:
        return Instead("comment", comment_uuid(table, uuid), _as_comment(table, row, lost, quote, work))
    about = f"“{quote}”" if quote else lost
    if table in ("comment", "proposal"):
        nowhere = {"start": None, "end": None} if table == "comment" and quote is not None else {}
        return Instead(table, "", row | nowhere | {"was_about": row["was_about"] or about})
    if table == "memo":
        title = f"{row['title']} (was about {about})".strip()
        return Instead(table, "", row | {"start": None, "end": None, "title": title})
    return Instead() if table in ANCHORED or lost else None


def _lost_words(table: str, row: Values, work: Work, place: Place) -> str | None:
    if table not in ANCHORED or row["source_id"] is None or (span := span_of(row)) is None:
        return None
    if place(row["source_id"], span) is not None:
        return None
    return shortened(span.text_in(work.theirs.text(row["source_id"])), _QUOTED)


def _as_comment(table: str, row: Values, lost: str, quote: str | None, work: Work) -> Values:
    source = row.get("source_id")
    if table == "verdict":
        segment = work.theirs.get("segment", row["segment_id"]) or {}
        source = segment.get("source_id")
        words = work.theirs.text(source)[segment.get("start", 0) : segment.get("end", 0)]
        lost = f"“{shortened(words, _QUOTED)}” ({_code(work, segment.get('code_id'))})"
    elif quote is None:
        quote = shortened(work.theirs.text(source)[row["start"] : row["end"]], _QUOTED)
    made = row.get("created_at") or row.get("given_at") or row.get("decided_at")
    return {
        "thread_id": None,
        "text": _said(table, row, work),
        "coder_id": row["coder_id"],
        "created_at": made,
        "changed_at": made,
        "source_id": source if work.ours.get("source", source) else None,
        "start": None,
        "end": None,
        "segment_id": None,
        "code_id": None,
        "version_id": None,
        "was_about": f"“{quote}”" if quote else lost,
        "resolved_at": "",
        "resolved_by": None,
        "assigned_to": None,
        "due": "",
    }


def _said(table: str, row: Values, work: Work) -> str:
    if table == "segment":
        return "\n\n".join(part for part in (f"Coded as “{_code(work, row['code_id'])}”.", row["memo"]) if part)
    if table == "verdict":
        said = "Agreed with the coding." if row["verdict"] == "agree" else "Queried the coding."
        return "\n\n".join(part for part in (said, row["note"]) if part)
    many = len(json.loads(row["coders"]))
    said = f"Decided about “{_code(work, row['code_id'])}”, on which {many} coders disagreed: {row['outcome']}."
    return "\n\n".join(part for part in (said, row["reason"]) if part)


def _code(work: Work, uuid: str | None) -> str:
    row = work.ours.get("code", uuid) or work.theirs.get("code", uuid)
    return str(row["name"]) if row else ""
