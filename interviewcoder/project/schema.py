"""Every row of the project file. This module, with the rows it imports, is the file format; see docs/file-format.md."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from interviewcoder.project.case_rows import AttributeRow as AttributeRow
from interviewcoder.project.case_rows import CaseRow as CaseRow
from interviewcoder.project.case_rows import CaseSourceRow as CaseSourceRow
from interviewcoder.project.case_rows import CaseValueRow as CaseValueRow
from interviewcoder.project.privacy_rows import ConsentRow as ConsentRow
from interviewcoder.project.privacy_rows import DeclarationRow as DeclarationRow
from interviewcoder.project.privacy_rows import DeidentificationRow as DeidentificationRow
from interviewcoder.project.privacy_rows import IdentifierRow as IdentifierRow
from interviewcoder.project.privacy_rows import PseudonymRow as PseudonymRow
from interviewcoder.project.privacy_rows import RetentionRow as RetentionRow
from interviewcoder.project.privacy_rows import SharingRow as SharingRow
from interviewcoder.project.privacy_rows import TombstoneRow as TombstoneRow
from interviewcoder.project.review_rows import AdjudicationRow as AdjudicationRow
from interviewcoder.project.review_rows import ApprovalRow as ApprovalRow
from interviewcoder.project.review_rows import BlindRow as BlindRow
from interviewcoder.project.review_rows import CommentRow as CommentRow
from interviewcoder.project.review_rows import MergeRow as MergeRow
from interviewcoder.project.review_rows import ProposalRow as ProposalRow
from interviewcoder.project.review_rows import ReviewCopyRow as ReviewCopyRow
from interviewcoder.project.review_rows import VerdictRow as VerdictRow
from interviewcoder.project.rows import NEVER_REUSE, Identified, Row

SCHEMA_VERSION = 6


class ProjectRow(Identified, Row):
    """The study itself; one row."""

    __tablename__ = "project"

    title: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str]
    # Keys the digests of the activity log, so that it can be checked but not guessed from.
    log_key: Mapped[bytes] = mapped_column(LargeBinary)


class CoderRow(Identified, Row):
    """Somebody who codes. A label, not an account."""

    __tablename__ = "coder"

    name: Mapped[str] = mapped_column(Text, unique=True)
    colour: Mapped[str] = mapped_column(String(7))
    # "coder", "supervisor", "reader", "consensus" or empty. A label as well: it opens nothing and locks nothing.
    role: Mapped[str] = mapped_column(default="", server_default="")


class MediaRow(Identified, Row):
    """A recording as it was added; its bytes are in `media_chunk`."""

    __tablename__ = "media"

    name: Mapped[str] = mapped_column(Text)
    container: Mapped[str]
    codec: Mapped[str]
    size_bytes: Mapped[int]
    duration_ms: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[str]
    # What is wrong with a recording that can still be used; empty where nothing is.
    warning: Mapped[str] = mapped_column(Text, default="", server_default="")
    # JSON: the files that were joined into this recording; empty where it is one file, as it was added.
    parts: Mapped[str] = mapped_column(Text, default="", server_default="")


class MediaChunkRow(Row):
    """256 KiB of a recording.

    No foreign key: chunks are written ahead of their recording's row, and when
    the adding of a recording is undone they stay until it can't be redone.
    """

    __tablename__ = "media_chunk"

    media_uuid: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SoundRow(Row):
    """How a recording sounds at a glance: its loudness and where somebody speaks, to be drawn and checked against.

    Made from the recording and made again where it is missing. No foreign key, for the reason `media_chunk` has none.
    """

    __tablename__ = "sound"

    media_uuid: Mapped[str] = mapped_column(String(36), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class SourceRow(Identified, Row):
    """What is coded: the transcript of an interview, with or without its recording."""

    __tablename__ = "source"

    name: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(default="")
    model: Mapped[str] = mapped_column(default="")
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    added_at: Mapped[str]


class WordsRow(Row):
    """Times and confidence of a transcript's words, packed (see `sources.words`)."""

    __tablename__ = "words"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class SpeakerRow(Identified, Row):
    """A voice of one transcript."""

    __tablename__ = "speaker"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    label: Mapped[str] = mapped_column(Text)
    interviewer: Mapped[bool] = mapped_column(default=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))


class TurnRow(Identified, Row):
    """What one speaker says until another does; a paragraph of the text."""

    __tablename__ = "turn"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    start: Mapped[int]
    end: Mapped[int]
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]


class TranscriptRow(Row):
    """How a transcript came about and how far somebody has checked it against its recording."""

    __tablename__ = "transcript"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    # What wrote it: "Whisper base", "Zoom (VTT)", "typed".
    origin: Mapped[str] = mapped_column(Text, default="")
    # JSON: what the recogniser was told (`sources.hearing`).
    hearing: Mapped[str] = mapped_column(Text, default="")
    # JSON: the transcription rules (`sources.conventions`).
    conventions: Mapped[str] = mapped_column(Text, default="")
    recorded_on: Mapped[str] = mapped_column(default="")
    verifier: Mapped[str] = mapped_column(Text, default="")
    verified_ms: Mapped[int] = mapped_column(default=0)
    spent_ms: Mapped[int] = mapped_column(default=0)


class FindingRow(Identified, Row):
    """A place of a transcript that should be heard again, and whether it was."""

    __tablename__ = "finding"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    kind: Mapped[str]
    # In the text; an empty passage where speech has none.
    start: Mapped[int]
    end: Mapped[int]
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    detail: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(default="open")


class TaskRow(Identified, Row):
    """A recording that waits for its transcription or is at it; kept until its transcript is stored."""

    __tablename__ = "task"

    # No foreign key: a task is no step of a person's work, and its source can go and come back by undo.
    source_uuid: Mapped[str] = mapped_column(String(36), unique=True)
    position: Mapped[int]
    paused: Mapped[bool] = mapped_column(default=False)
    hearing: Mapped[str] = mapped_column(Text)
    conventions: Mapped[str] = mapped_column(Text, default="")
    # Where the recording is cut into blocks; known once it was read through.
    plan: Mapped[bytes | None] = mapped_column(LargeBinary)
    added_at: Mapped[str]


class TaskBlockRow(Row):
    """A block of a recording that has been heard, so that it need not be heard again."""

    __tablename__ = "task_block"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CodeRow(Identified, Row):
    """A code of the codebook; themes are codes that have codes below them."""

    __tablename__ = "code"

    name: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"))
    position: Mapped[int]
    colour: Mapped[str] = mapped_column(String(7))
    brief: Mapped[str] = mapped_column(Text, default="")
    definition: Mapped[str] = mapped_column(Text, default="")
    use_when: Mapped[str] = mapped_column(Text, default="")
    dont_use_when: Mapped[str] = mapped_column(Text, default="")
    # Examples: what the code is for, what it just about covers, what seems to be it and isn't.
    typical: Mapped[str] = mapped_column(Text, default="", server_default="")
    atypical: Mapped[str] = mapped_column(Text, default="", server_default="")
    close_but_no: Mapped[str] = mapped_column(Text, default="", server_default="")
    # "candidate" or "final".
    status: Mapped[str] = mapped_column(default="candidate", server_default="candidate")
    provenance: Mapped[str] = mapped_column(default="inductive")
    provenance_note: Mapped[str] = mapped_column(Text, default="")
    memo: Mapped[str] = mapped_column(Text, default="")
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("coder.id"))
    created_at: Mapped[str]


class SegmentRow(Identified, Row):
    """A coding: a code given to a passage by a coder."""

    __tablename__ = "segment"
    __table_args__ = (
        Index(None, "source_id", "start"),
        Index(None, "code_id", "source_id", "start"),
        NEVER_REUSE,
    )

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    start: Mapped[int]
    end: Mapped[int]
    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"))
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    exemplar: Mapped[bool] = mapped_column(default=False)
    # It speaks against its code, or for the contrary.
    negative: Mapped[bool] = mapped_column(default=False, server_default="0")
    # "semantic", "latent", or empty where nobody said.
    level: Mapped[str] = mapped_column(default="", server_default="")
    memo: Mapped[str] = mapped_column(Text, default="")
    # JSON: the codes it had before merges and splits, the first one first (`coding.origins`); empty where none.
    came_from: Mapped[str] = mapped_column(Text, default="", server_default="")
    # What made it where no hand did, in a person's words: a search, a rule; empty where a hand did.
    made_by: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[str]


class TallyRow(Row):
    """How many codings a code has in a source. Kept by triggers (`project.derived`), never written by hand."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy reads it as it is

    code_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    codings: Mapped[int]


class StaleSourceRow(Row):
    """A source whose text is other than the word index knows it. Kept by triggers (`project.derived`)."""

    __tablename__ = "stale_source"

    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class MemoRow(Identified, Row):
    """What somebody thought and wrote down: about one thing of the study, or in the journal.

    At most one of the things it can be about is set; with a source, `start`
    and `end` may name a passage of it. Nothing set: it is about the project.
    """

    __tablename__ = "memo"

    # "memo" or "journal".
    kind: Mapped[str] = mapped_column(default="memo")
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    start: Mapped[int | None]
    end: Mapped[int | None]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    code_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    # For its writer's eyes: it goes into no report and no copy for others.
    private: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str]
    changed_at: Mapped[str]


class MemoLinkRow(Identified, Row):
    """A passage that a memo points to."""

    __tablename__ = "memo_link"

    memo_id: Mapped[int] = mapped_column(ForeignKey("memo.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]


class CodebookVersionRow(Identified, Row):
    """The codebook as it was at a moment, under a name."""

    __tablename__ = "codebook_version"

    name: Mapped[str] = mapped_column(Text, unique=True)
    note: Mapped[str] = mapped_column(Text, default="")
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    created_at: Mapped[str]
    # SHA-256 in hex of what `content` unpacks to.
    sha256: Mapped[str] = mapped_column(String(64))
    # zlib over canonical JSON (`coding.versions`).
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PreferenceRow(Row):
    """How somebody left the window: layout, place of reading. No step of anybody's work."""

    __tablename__ = "preference"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class StepRow(Row):
    """One undoable operation: the images of every row before and after it."""

    __tablename__ = "step"
    __table_args__ = NEVER_REUSE

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    undone: Mapped[bool] = mapped_column(default=False)
    images: Mapped[bytes] = mapped_column(LargeBinary)
    # The recordings whose bytes this step may need again, separated by spaces.
    media_uuids: Mapped[str] = mapped_column(Text, default="")
    # JSON: what it was about, in names and numbers, for the history to be told in words; empty where nobody said.
    about: Mapped[str] = mapped_column(Text, default="", server_default="")


class ActivityRow(Row):
    """Who did what and when, without any text of the study; a chain of hashes."""

    __tablename__ = "activity"
    __table_args__ = NEVER_REUSE

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    coder_uuid: Mapped[str] = mapped_column(String(36))
    label: Mapped[str]
    # "do", "undo" and "redo" of a step; "note" for what changes nothing: an opening, an export.
    kind: Mapped[str]
    step_id: Mapped[int | None] = mapped_column(index=True)
    ids: Mapped[str] = mapped_column(Text)
    content_digest: Mapped[str] = mapped_column(String(64))
    chain_hash: Mapped[str] = mapped_column(String(64))
