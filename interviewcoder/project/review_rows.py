"""Rows about working together: comments, reviews, decisions on disagreements, what went out and came back."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interviewcoder.project.rows import NEVER_REUSE, Identified, Row


class CommentRow(Identified, Row):
    """Something said about a part of the study, or a task; an answer names the comment that begins its thread.

    At most one of the things it can be about is set; with a source, `start`
    and `end` may name a passage of it. Nothing set: it is about the project.
    An answer is about what its thread is about, and has none of them set.
    """

    __tablename__ = "comment"

    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    created_at: Mapped[str]
    changed_at: Mapped[str]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    start: Mapped[int | None]
    end: Mapped[int | None]
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    code_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("codebook_version.id"), index=True)
    # What it was about where that is gone, or couldn't be found when it came back from a copy; empty where it is there.
    was_about: Mapped[str] = mapped_column(Text, default="")
    # Of a thread's first comment: whether and by whom it was settled, whose task it is, and until when (an ISO date).
    resolved_at: Mapped[str] = mapped_column(default="")
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("coder.id"))
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("coder.id"))
    due: Mapped[str] = mapped_column(default="")


class VerdictRow(Identified, Row):
    """What a reviewer thinks of a coding."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("segment_id", "coder_id"), NEVER_REUSE)

    segment_id: Mapped[int] = mapped_column(ForeignKey("segment.id"))
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    # "agree" or "query".
    verdict: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[str]


class ProposalRow(Identified, Row):
    """A change of the codebook, or of one coding, that a reviewer proposes and the owner decides on."""

    __tablename__ = "proposal"

    # "rename", "merge", "split", "move" or "recode".
    kind: Mapped[str]
    # The code it is about; with "recode" the coding. None where that is gone.
    code_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    # Into which to merge, under which to move (None: to the top), to which to recode.
    target_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"), index=True)
    # JSON list: the new name, or those of the codes to split into.
    names: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    created_at: Mapped[str]
    # What it was about where that is gone; empty where it is there.
    was_about: Mapped[str] = mapped_column(Text, default="")
    # "open", "accepted" or "rejected".
    state: Mapped[str] = mapped_column(default="open")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("coder.id"))
    decided_at: Mapped[str] = mapped_column(default="")
    decision_note: Mapped[str] = mapped_column(Text, default="")


class ApprovalRow(Identified, Row):
    """That somebody approved a version of the codebook, or asked for changes of it."""

    __tablename__ = "approval"

    # None where the version was deleted: what was approved is known by its hash.
    version_id: Mapped[int | None] = mapped_column(ForeignKey("codebook_version.id"), index=True)
    # Of the version as it was approved, in hex.
    sha256: Mapped[str] = mapped_column(String(64))
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    approved: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[str]


class BlindRow(Identified, Row):
    """That a coder codes a source without seeing the others' codings, until all who do so have finished."""

    __tablename__ = "blind"
    __table_args__ = (UniqueConstraint("source_id", "coder_id"), NEVER_REUSE)

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    # Empty while they are at it.
    finished_at: Mapped[str] = mapped_column(default="")


class AdjudicationRow(Identified, Row):
    """What was decided about a place where coders disagree. Their codings stay as they are.

    What holds after it are the codings with this code that the coder whose
    role is "consensus" has in the place.
    """

    __tablename__ = "adjudication"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    # The place: from where the first of them begins to where the last one ends.
    start: Mapped[int]
    end: Mapped[int]
    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"), index=True)
    # JSON list: the UUIDs of the coders who disagree, in the order in which `outcome` counts them.
    coders: Mapped[str]
    # Whose coding holds: "first", "second" …, "all", "none" or "other".
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(Text, default="")
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    decided_at: Mapped[str]


class ReviewCopyRow(Identified, Row):
    """A review copy that was handed out; in a review copy itself, the one row that says that it is one."""

    __tablename__ = "review_copy"

    # Whether this file is that copy.
    here: Mapped[bool] = mapped_column(default=False)
    recipient: Mapped[str] = mapped_column(Text)
    coder_uuid: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[str]
    # The last day on which it opens, an ISO date; empty where it doesn't end.
    expires_on: Mapped[str] = mapped_column(default="")
    # Whether the others' codings are left out, so that the recipient codes without them.
    blind: Mapped[bool] = mapped_column(default=False)
    # JSON list: the UUIDs of the sources in it.
    sources: Mapped[str]
    # Of the codebook in it, as it is worded there, in hex.
    codebook_sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(Text, default="")


class MergeRow(Identified, Row):
    """That another project file was merged into this one, and up to which line of its log."""

    __tablename__ = "merge"

    at: Mapped[str]
    coder_uuid: Mapped[str] = mapped_column(String(36))
    file_name: Mapped[str] = mapped_column(Text)
    # Which file it was: its project's UUID, and where it was a review copy that one's.
    project_uuid: Mapped[str] = mapped_column(String(36))
    review_copy_uuid: Mapped[str] = mapped_column(String(36), default="")
    # The hash of the last line of its log that was merged.
    head: Mapped[str] = mapped_column(String(64))
    # JSON: how many items of each kind were taken, refused, in conflict, without a place.
    counts: Mapped[str]
