"""Coding blind: nobody sees the others' codings of a source until all who code it blind have finished.

Who codes blind is a row for each source and coder, so that it goes along
with the file, its backups and its copies. It is kept by what reads
codings (`project.seeing`): a promise among people who may all open the file,
no lock. Whoever works under another name sees what that one may see.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import BlindRow, CoderRow, SourceRow


@dataclass(frozen=True, slots=True)
class BlindCoder:
    """Somebody who codes a source blind; `finished_at` is None while they are at it."""

    coder_id: int
    name: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class BlindSource:
    """A source and who codes, or coded, it blind, in the order of their names."""

    source_id: int
    source: str
    coders: tuple[BlindCoder, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody hasn't finished, so that the others' codings are hidden from all of them."""
        return any(coder.finished_at is None for coder in self.coders)

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Who hasn't finished."""
        return tuple(coder.name for coder in self.coders if coder.finished_at is None)

    def is_at_it(self, coder_id: int) -> bool:
        """Whether this coder takes part and hasn't finished."""
        return any(coder.coder_id == coder_id and coder.finished_at is None for coder in self.coders)

    def hides_from(self, coder_id: int) -> bool:
        """Whether the others' codings are hidden from this coder."""
        return self.is_open and any(coder.coder_id == coder_id for coder in self.coders)


def begin(project: Project, source_ids: Collection[int], coder_ids: Collection[int]) -> None:
    """Let these coders code these sources blind from now on, each from the beginning; others no longer do.

    Codings that are there already are hidden as well. One coder alone may do
    so: they see the others' codings when they have finished.

    Raises:
        NotAllowed: no source or no coder is named.
        NotFound: one of them is gone.
    """
    if not source_ids or not coder_ids:
        raise NotAllowed("Nothing was chosen.", "Choose at least one source and who codes it blind.")
    with project.op("Begin blind coding") as session:
        names = [_named(session, SourceRow, id_) for id_ in dict.fromkeys(source_ids)]
        coders = [_named(session, CoderRow, id_) for id_ in dict.fromkeys(coder_ids)]
        there = _rows(session, source_ids)
        for row in there:
            if row.coder_id not in coder_ids:
                session.delete(row)
            else:
                row.finished_at = ""
        known = {(row.source_id, row.coder_id) for row in there}
        wanted = product(dict.fromkeys(source_ids), dict.fromkeys(coder_ids))
        session.add_all(BlindRow(source_id=s, coder_id=c) for s, c in wanted if (s, c) not in known)
        project.tell(sources=len(names), coders=", ".join(coders), **({"source": names[0]} if len(names) == 1 else {}))


def finish(project: Project, source_id: int) -> BlindSource:
    """Say that the coder at work has finished a source; when all have, the codings become visible.

    Raises:
        NotAllowed: they don't code it blind, or said so already.
    """
    with project.op("Finish blind coding") as session:
        mine = select(BlindRow).where(BlindRow.source_id == source_id, BlindRow.coder_id == project.coder.id)
        row = session.scalar(mine)
        if row is None or row.finished_at:
            raise NotAllowed(
                "You have finished this source already." if row else "You don't code this source blind.",
                "See Team > Code blind for who codes what.",
            )
        row.finished_at = datetime.now(UTC).isoformat(timespec="seconds")
        project.tell(source=_named(session, SourceRow, source_id))
    found = of_source(project, source_id)
    assert found is not None
    return found


def end(project: Project, source_ids: Collection[int]) -> None:
    """Let everybody see all codings of these sources again, whoever hasn't finished."""
    with project.op("End blind coding") as session:
        rows = _rows(session, source_ids)
        for row in rows:
            session.delete(row)
        names = [_named(session, SourceRow, id_) for id_ in dict.fromkeys(row.source_id for row in rows)]
        project.tell(sources=len(names), **({"source": names[0]} if len(names) == 1 else {}))


def listing(project: Project) -> list[BlindSource]:
    """All sources that are or were coded blind, in the study's order."""
    query = (
        select(SourceRow.id, SourceRow.name, CoderRow.id, CoderRow.name, BlindRow.finished_at)
        .join(BlindRow, BlindRow.source_id == SourceRow.id)
        .join(CoderRow, CoderRow.id == BlindRow.coder_id)
        .order_by(SourceRow.position, SourceRow.id, CoderRow.name)
    )
    found: dict[tuple[int, str], list[BlindCoder]] = {}
    for source_id, source, coder_id, coder, finished_at in project.session.execute(query):
        at = datetime.fromisoformat(finished_at) if finished_at else None
        found.setdefault((source_id, source), []).append(BlindCoder(coder_id, coder, at))
    return [BlindSource(source_id, source, tuple(who)) for (source_id, source), who in found.items()]


def of_source(project: Project, source_id: int) -> BlindSource | None:
    """Who codes a source blind; None where nobody does or did."""
    return next((each for each in listing(project) if each.source_id == source_id), None)


def hidden(project: Project) -> frozenset[tuple[int, int]]:
    """Whose codings the coder at work must not see now, as pairs of a source and a coder.

    In all sources that they code blind, as long as not all have finished, the
    codings of everybody else.
    """
    others = [id_ for id_ in project.session.scalars(select(CoderRow.id)) if id_ != project.coder.id]
    return frozenset((source_id, coder_id) for source_id in seeing.coded_blind(project) for coder_id in others)


def _rows(session: Session, source_ids: Collection[int]) -> Sequence[BlindRow]:
    return session.scalars(select(BlindRow).where(BlindRow.source_id.in_(list(source_ids)))).all()


def _named(session: Session, kind: type[SourceRow] | type[CoderRow], id_: int) -> str:
    row = session.get(kind, id_)
    if not isinstance(row, SourceRow | CoderRow):
        what = "source" if kind is SourceRow else "coder"
        raise NotFound(f"The {what} is no longer in the project.")
    return row.name
