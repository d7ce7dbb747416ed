"""Review copies: what a project knows of those it handed out, and what one says of itself.

How one is made is in `review.copy_rows`; through which gate it leaves, in
`reports.review_copy_file`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from interviewcoder.errors import NotAllowed
from interviewcoder.project import coder_names
from interviewcoder.project.file import Project
from interviewcoder.project.schema import BlindRow, CoderRow, ReviewCopyRow


@dataclass(frozen=True, slots=True)
class ReviewCopyView:
    """A review copy: for whom, what is in it, until when it opens.

    `uuid` is the same in the project and in the copy itself. `coder_uuid` is
    who the recipient is among the coders, in the copy and, once something of
    it was merged, in the project. `sources` are UUIDs, in the project's order.
    `expires_on` is the last day on which it opens, None where it doesn't end.
    """

    id: int
    uuid: str
    recipient: str
    coder_uuid: str
    made_at: datetime
    expires_on: date | None
    blind: bool
    sources: tuple[str, ...]
    codebook_sha256: str
    file_name: str


def this_copy(project: Project) -> ReviewCopyView | None:
    """What the open file says of itself as a review copy; None where it is a project of its own."""
    row = project.session.scalar(select(ReviewCopyRow).where(ReviewCopyRow.here))
    return None if row is None else _view(row)


def handed_out(project: Project) -> list[ReviewCopyView]:
    """The copies that were made from a project, the newest first."""
    rows = select(ReviewCopyRow).where(ReviewCopyRow.here.is_(False)).order_by(ReviewCopyRow.id.desc())
    return [_view(row) for row in project.session.scalars(rows)]


def refuse_in_copy(project: Project) -> None:
    """Refuse what only the project itself can give: a copy of a copy would lead nowhere back.

    Raises:
        NotAllowed: the open file is a review copy.
    """
    if this_copy(project) is not None:
        raise NotAllowed(
            "This is a review copy: no further copies are made of it.",
            "Ask whoever gave it to you for one of their own.",
        )


def coder_uuid_for(project: Project, recipient: str) -> str | None:
    """Who a recipient is among the coders, by name (capitals don't matter) or by an earlier copy; None: nobody yet."""
    wanted = coder_names.alike(recipient)
    known = [row._tuple() for row in project.session.execute(select(CoderRow.name, CoderRow.uuid))]
    known += [(copy.recipient, copy.coder_uuid) for copy in handed_out(project)]
    return next((uuid for name, uuid in known if coder_names.alike(name) == wanted), None)


def kept_blind(project: Project, reader_uuid: str) -> frozenset[int]:
    """The sources of which a copy holds the reader's own codings alone.

    Those that somebody is still coding blind, where the reader takes part, or
    whoever makes the copy and could look into it.
    """
    unfinished = select(BlindRow.source_id).where(BlindRow.finished_at == "")
    may_not_see = select(CoderRow.id).where(CoderRow.uuid.in_((reader_uuid, project.coder.uuid)))
    theirs = select(BlindRow.source_id).where(BlindRow.coder_id.in_(may_not_see), BlindRow.source_id.in_(unfinished))
    return frozenset(project.session.scalars(theirs))


def note_handed_out(project: Project, mark: Mapping[str, Any]) -> ReviewCopyView:
    """Keep in the project that a copy was made, by what it says of itself.

    Raises:
        StorageFailed: the project can't be written.
    """
    with project.quiet_write() as session:
        session.execute(insert(ReviewCopyRow).values(here=False, **mark))
    return next(copy for copy in handed_out(project) if copy.uuid == mark["uuid"])


def _view(row: ReviewCopyRow) -> ReviewCopyView:
    return ReviewCopyView(
        row.id,
        row.uuid,
        row.recipient,
        row.coder_uuid,
        datetime.fromisoformat(row.made_at),
        date.fromisoformat(row.expires_on) if row.expires_on else None,
        row.blind,
        tuple(json.loads(row.sources)),
        row.codebook_sha256,
        row.file_name,
    )
