"""Rows about participants and what is known of them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interviewcoder.project.rows import NEVER_REUSE, Identified, Row


class CaseRow(Identified, Row):
    """A participant. (`case` is a word of SQL.)"""

    __tablename__ = "participant"

    name: Mapped[str] = mapped_column(Text, unique=True)
    position: Mapped[int]
    # The last day on which they may withdraw, an ISO date; empty where none was agreed.
    withdraw_by: Mapped[str] = mapped_column(default="", server_default="")


class CaseSourceRow(Identified, Row):
    """That a source belongs to a participant."""

    __tablename__ = "case_source"
    __table_args__ = (UniqueConstraint("case_id", "source_id"), NEVER_REUSE)

    case_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)


class AttributeRow(Identified, Row):
    """What is known of participants: role, site, years in practice."""

    __tablename__ = "attribute"

    name: Mapped[str] = mapped_column(Text, unique=True)
    position: Mapped[int]


class CaseValueRow(Identified, Row):
    """One attribute of one participant."""

    __tablename__ = "case_value"
    __table_args__ = (UniqueConstraint("case_id", "attribute_id"), NEVER_REUSE)

    case_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    attribute_id: Mapped[int] = mapped_column(ForeignKey("attribute.id"))
    value: Mapped[str] = mapped_column(Text)
