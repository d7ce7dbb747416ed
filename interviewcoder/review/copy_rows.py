"""The rows of a review copy: taken from the outgoing copy of a project, in memory, before anything is written.

What isn't for others is left out by table; what belongs to a source that
wasn't chosen goes with it, along every reference there is.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, false, func, insert, or_, select, update
from sqlalchemy.orm import Session

from interviewcoder.coding import versions
from interviewcoder.privacy import outgoing_rows
from interviewcoder.privacy.outgoing_rows import Moving
from interviewcoder.privacy.replaced_words import ReplacedWords
from interviewcoder.project import activity, derived
from interviewcoder.project.cipher import connect
from interviewcoder.project.file import Project
from interviewcoder.project.first_read import APPLICATION_ID
from interviewcoder.project.review_guard import FIRST_OWN
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import (
    SCHEMA_VERSION,
    AdjudicationRow,
    ApprovalRow,
    AttributeRow,
    CaseRow,
    CaseSourceRow,
    CaseValueRow,
    CodebookVersionRow,
    CodeRow,
    CoderRow,
    CommentRow,
    MemoLinkRow,
    MemoRow,
    ProjectRow,
    ProposalRow,
    ReviewCopyRow,
    SegmentRow,
    SourceRow,
    SpeakerRow,
    TranscriptRow,
    VerdictRow,
)

MADE = "Make review copy"
"""What the log calls it; the first line of a copy's own log."""
NOT_FOR_OTHERS = frozenset(
    (
        *("media", "media_chunk", "sound", "words", "finding", "task", "task_block"),
        *("pseudonym", "identifier", "deidentification", "consent", "retention", "tombstone", "declaration", "sharing"),
        *("step", "activity", "preference", "stale_source", "blind", "review_copy", "merge"),
    )
)
"""Tables of which a review copy has no rows when it is made, but for its own mark and the first line of its log:
recordings and what only they need, what is owed to participants, the history, the state of the window, who codes
what blind, what went out and came back."""
# Numbered from the beginning, as in a new project: what isn't recorded can't be proposed either.
_NUMBERED_AS_EVER = frozenset(("step", "activity", "coder", "project", "sharing", "tombstone", "review_copy", "task"))
_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377")


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What copy is to be made. `maker_uuid` is the coder who makes it; `coder_uuid` who its recipient is in it.

    `blind_in` are sources of which it holds the recipient's own codings alone.
    """

    uuid: str
    recipient: str
    coder_uuid: str
    maker_uuid: str
    made_at: str
    expires_on: str
    blind: bool
    source_ids: tuple[int, ...]
    blind_in: frozenset[int]
    file_name: str


@dataclass(frozen=True, slots=True)
class Staged:
    """A copy in memory: `driver` is its connection, `mark` its row that says what it is, `counts` what is in it."""

    driver: Any  # sqlcipher3 has no types
    mark: Mapping[str, Any]  # a row by its columns
    counts: Mapping[str, int]


@contextmanager
def staged(reading: Project, order: CopyOrder) -> Iterator[Staged]:
    """Put a copy together, from the outgoing copy of a project; it is gone when the block ends."""
    engine = connect(Path(":memory:"), None)
    try:
        with engine.begin() as connection:
            Row.metadata.create_all(connection)
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            driver = connection.connection.driver_connection
            # Also where the project itself is read: private memos and all that no export has stay out.
            outgoing_rows.copy(reading.raw_connection, driver, Moving({}, ReplacedWords({})))
            _prune(connection, order)
            _put_recipient(connection, order)
            derived.install(connection)
            derived.work_out(connection)
            mark = _put_mark(connection, order)
            _number_from(connection, FIRST_OWN)
            counts = _counts(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        yield Staged(driver, mark, counts)
    finally:
        engine.dispose()


def _prune(connection: Connection, order: CopyOrder) -> None:
    connection.execute(update(SourceRow).values(media_id=None))
    # What a recogniser was told to listen for are names and terms of the study; days say when somebody was where.
    connection.execute(update(TranscriptRow).values(hearing="", recorded_on=""))
    connection.execute(update(CaseRow).values(withdraw_by=""))
    for name in NOT_FOR_OTHERS:
        connection.execute(delete(Row.metadata.tables[name]))
    connection.execute(delete(SourceRow).where(SourceRow.id.not_in(order.source_ids)))
    # What it was about is gone, and only its words may still tell of it.
    connection.execute(delete(CommentRow).where(CommentRow.was_about != ""))
    connection.execute(delete(ProposalRow).where(ProposalRow.was_about != ""))
    connection.execute(delete(ApprovalRow).where(ApprovalRow.version_id.is_(None)))
    _blind(connection, order)
    _follow(connection)
    tied = select(CaseSourceRow.case_id).union(select(SpeakerRow.case_id).where(SpeakerRow.case_id.is_not(None)))
    connection.execute(delete(CaseRow).where(CaseRow.id.not_in(tied)))
    _follow(connection)
    connection.execute(delete(AttributeRow).where(AttributeRow.id.not_in(select(CaseValueRow.attribute_id))))


def _blind(connection: Connection, order: CopyOrder) -> None:
    """Leave out what others think of passages that the recipient is to code without knowing it."""
    recipient = select(CoderRow.id).where(CoderRow.uuid == order.coder_uuid).scalar_subquery()
    sources = order.source_ids if order.blind else tuple(order.blind_in & set(order.source_ids))
    connection.execute(delete(AdjudicationRow).where(AdjudicationRow.source_id.in_(sources)))
    coded = select(SegmentRow.id).where(SegmentRow.source_id.in_(sources))
    cases = MemoRow.case_id.is_not(None) if order.blind else false()
    for kind, more in ((CommentRow, false()), (MemoRow, cases)):
        about = or_(kind.source_id.in_(sources), kind.segment_id.in_(coded), more)
        connection.execute(delete(kind).where(about, kind.coder_id.is_distinct_from(recipient)))
    linked = select(MemoRow.id).where(MemoRow.coder_id.is_distinct_from(recipient))
    links = delete(MemoLinkRow).where(MemoLinkRow.source_id.in_(sources), MemoLinkRow.memo_id.in_(linked))
    connection.execute(links)
    others = SegmentRow.coder_id.is_distinct_from(recipient)
    connection.execute(delete(SegmentRow).where(SegmentRow.source_id.in_(sources), others))


def _follow(connection: Connection) -> None:
    """Delete what refers to something that is no longer there, and what refers to that."""
    while sum(connection.exec_driver_sql(lost).rowcount for lost in _lost()):
        pass


@cache
def _lost() -> tuple[str, ...]:
    """A statement for each reference there is; in words of SQL, as they are many and carried out often."""
    return tuple(
        f'DELETE FROM "{table.name}" WHERE "{column.name}" IS NOT NULL AND "{column.name}" NOT IN'
        f' (SELECT "{key.column.name}" FROM "{key.column.table.name}")'
        for table in Row.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
    )


def _put_recipient(connection: Connection, order: CopyOrder) -> None:
    """Leave the coders of whom there is anything, who made the copy, and whom it is for."""
    named = [
        select(column).where(column.is_not(None))
        for table in Row.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == CoderRow.__tablename__ for key in column.foreign_keys)
    ]
    unnamed = CoderRow.id.not_in(named[0].union(*named[1:]))
    kept = (order.maker_uuid, order.coder_uuid)
    connection.execute(delete(CoderRow).where(unnamed, CoderRow.uuid.not_in(kept)))
    if connection.scalar(select(CoderRow.id).where(CoderRow.uuid == order.coder_uuid)) is None:
        number = connection.scalar(select(func.count()).select_from(CoderRow)) or 0
        values = {"uuid": order.coder_uuid, "name": order.recipient, "colour": _COLOURS[number % len(_COLOURS)]}
        connection.execute(insert(CoderRow).values(values))


def _put_mark(connection: Connection, order: CopyOrder) -> Mapping[str, Any]:
    """Give the copy its own log, and the one row that says what it is."""
    connection.execute(update(ProjectRow).values(log_key=secrets.token_bytes(32)))
    sources = connection.scalars(select(SourceRow.uuid).order_by(SourceRow.position, SourceRow.id)).all()
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        codebook_sha256 = versions.sha256_in(session)
        activity.note(session, order.maker_uuid, MADE, {})
        session.commit()
    mark = {
        "uuid": order.uuid,
        "recipient": order.recipient,
        "coder_uuid": order.coder_uuid,
        "made_at": order.made_at,
        "expires_on": order.expires_on,
        "blind": order.blind,
        "sources": json.dumps(list(sources)),
        "codebook_sha256": codebook_sha256,
        "file_name": order.file_name,
    }
    connection.execute(insert(ReviewCopyRow).values(here=True, **mark))
    return mark


def _number_from(connection: Connection, first: int) -> None:
    """Let rows that are added be numbered from `first` on, so that they are told from those that are there."""
    for table in Row.metadata.sorted_tables:
        if table.dialect_options["sqlite"]["autoincrement"] and table.name not in _NUMBERED_AS_EVER:
            connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
            connection.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (table.name, first - 1))


def _counts(connection: Connection) -> dict[str, int]:
    kinds: dict[str, type[Row]] = {
        "sources": SourceRow,
        "participants": CaseRow,
        "codes": CodeRow,
        "codings": SegmentRow,
        "memos": MemoRow,
        "versions": CodebookVersionRow,
        "comments": CommentRow,
        "verdicts": VerdictRow,
    }
    return {
        name: connection.scalar(select(func.count()).select_from(_table(kind))) or 0 for name, kind in kinds.items()
    }


def _table(kind: type[Row]) -> Table:
    table = kind.__table__
    assert isinstance(table, Table)
    return table
