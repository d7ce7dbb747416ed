"""Rows about what is owed to participants: pseudonyms, consent, retention, what was destroyed or handed on."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interviewcoder.project.rows import NEVER_REUSE, Identified, Row


class PseudonymRow(Identified, Row):
    """What stands in copies for others in the place of a name, a place, a number: `[Hospital A]`.

    Whom or what it stands for is in the key, a file of its own (`privacy.key_file`).
    """

    __tablename__ = "pseudonym"

    # With its brackets, as it is read.
    text: Mapped[str] = mapped_column(Text, unique=True)
    # One of `privacy.identifier_kinds`.
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    created_at: Mapped[str]


class IdentifierRow(Identified, Row):
    """A passage somebody has decided about: a pseudonym replaces it, or (with none) it stays as it is."""

    __tablename__ = "identifier"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    pseudonym_id: Mapped[int | None] = mapped_column(ForeignKey("pseudonym.id"), index=True)
    # What suggested it: "hand", "name list", "spelling", "cue", "number", "model", "same words".
    found_by: Mapped[str] = mapped_column(default="hand")
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    decided_at: Mapped[str]


class DeidentificationRow(Row):
    """That somebody has read a source through for identifiers; holds as long as its text is the same."""

    __tablename__ = "deidentification"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    reviewed_at: Mapped[str]
    # SHA-256 in hex of the source's text as it was read.
    text_sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")


class ConsentRow(Identified, Row):
    """What a participant agreed to, or didn't."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("case_id", "kind"), NEVER_REUSE)

    case_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    # "audio", "transcription", "quotes", "retention" or "recontact".
    kind: Mapped[str]
    given: Mapped[bool]
    # The day, an ISO date; empty where it isn't known.
    given_on: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")


class RetentionRow(Identified, Row):
    """Until when a class of data is kept, and what happens then."""

    __tablename__ = "retention"

    # "audio", "transcripts", "key", "consent", "backups" or "project".
    data: Mapped[str] = mapped_column(unique=True)
    # An ISO date; empty where nothing was laid down.
    until: Mapped[str] = mapped_column(default="")
    # "destroy", "review" or "archive".
    then: Mapped[str] = mapped_column(default="review")
    note: Mapped[str] = mapped_column(Text, default="")
    # The day it was done, an ISO date; empty as long as it wasn't.
    done_on: Mapped[str] = mapped_column(default="")


class TombstoneRow(Identified, Row):
    """That something was destroyed for good, so that a restored backup can't bring it back. No names."""

    __tablename__ = "tombstone"

    # "withdrawal" or "audio".
    kind: Mapped[str]
    at: Mapped[str]
    coder_uuid: Mapped[str] = mapped_column(String(36))
    # JSON: the UUIDs that are gone, by table.
    subjects: Mapped[str] = mapped_column(Text)
    # JSON: the certificate, in counts, hashes and dates.
    certificate: Mapped[str] = mapped_column(Text)


class SharingRow(Identified, Row):
    """A line of the ledger: a file that left the project, and for whom."""

    __tablename__ = "sharing"

    at: Mapped[str]
    coder_uuid: Mapped[str] = mapped_column(String(36))
    # "codebook", "transcript", "review copy" …
    what: Mapped[str]
    file_name: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    recipient: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    # "de-identified" or "original".
    wording: Mapped[str]
    # JSON: UUIDs of the sources and participants in it, counts, the codebook's hash.
    manifest: Mapped[str] = mapped_column(Text)
    # JSON: who let it go in spite of what the residual scan found, why, how much that was; empty where nobody had to.
    override: Mapped[str] = mapped_column(Text, default="")


class DeclarationRow(Identified, Row):
    """What a researcher declares in the data handling statement, where the program can't know."""

    __tablename__ = "declaration"

    # The number of the statement's question.
    question: Mapped[int] = mapped_column(unique=True)
    answer: Mapped[str] = mapped_column(Text)
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    declared_on: Mapped[str]
