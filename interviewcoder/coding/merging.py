"""Several codes become one, or one becomes several; no coding, definition or memo is lost on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.coding import codes
from interviewcoder.coding.code_rows import (
    ancestors_of,
    named,
    number,
    prose,
    refuse_taken,
    row_of,
    siblings_of,
    unused,
)
from interviewcoder.coding.handing_over import Handed, hand_over
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, MemoRow, SegmentRow
from interviewcoder.sources import review_anchors
from interviewcoder.sources.text import as_name

# What is written of a code, and what it is called where the code is gone.
_WRITTEN = {
    "brief": "In brief",
    "definition": "Definition",
    "use_when": "Use when",
    "dont_use_when": "Don't use when",
    "typical": "Typical",
    "atypical": "Atypical",
    "close_but_no": "Close, but no",
    "provenance_note": "Where it comes from",
    "memo": "Memo",
}


@dataclass(frozen=True, slots=True)
class Merged:
    """The code that is left, how many codings it took over, and how many of them became one with another."""

    code_id: int
    codings: int
    joined: int


@dataclass(frozen=True, slots=True)
class Split:
    """How many codings went to each code, and how many of them all became one with one that was there."""

    codings: Mapping[int, int]
    joined: int


def merge(
    project: Project, code_ids: Collection[int], into: int, *, name: str | None = None, reason: str = ""
) -> Merged:
    """Make several codes one, in one step: their codings become codings of `into`, which may get another name.

    Each coding keeps which code it came from. Where a coder had given a
    passage two of the codes, it has the one code once, with the marks and
    memos of both. What was written of the merged codes goes to the memo of
    `into`, memos about them are about it, and codes below them move below it.

    Raises:
        NotAllowed: there is no other code to merge.
        NameTaken: the name is empty, or a sibling has it.
        NotFound: one of the codes is no longer there.
    """
    leaving = [code_id for code_id in dict.fromkeys(code_ids) if code_id != into]
    if not leaving:
        raise NotAllowed("There is nothing to merge.", "Choose two codes or more.")
    with project.op("Merge codes") as session:
        rows, target = [row_of(session, code_id) for code_id in leaving], row_of(session, into)
        handed = hand_over(project, session, leaving, lambda segment_id, code_id: into)
        notes = [_merge_note(row, handed[row.id], prose(reason)) for row in rows]
        target.memo = "\n\n".join(part for part in (target.memo, *notes) if part)
        for memo in session.scalars(select(MemoRow).where(MemoRow.code_id.in_(leaving))).all():
            memo.code_id = into
        review_anchors.hand_over_codes(session, leaving, into)
        _take_the_place(session, target, leaving)
        _take_children(session, target, leaving)
        wanted = target.name if name is None else as_name(name)
        refuse_taken(session, wanted, target.parent_id, but={into, *leaving})
        names, target.name = named([row.name for row in rows]), wanted
        for row in rows:
            session.delete(row)
        session.flush()
        number(siblings_of(session, target.parent_id))
        codings, joined = _sums(handed)
        project.tell(code=names, into=wanted, codings=codings)
        if reason.strip():
            project.tell(reason=prose(reason))
        return Merged(into, codings, joined)


def split(
    project: Project, code_id: int, dealt: Mapping[int, int | str], *, below: bool = True, reason: str = ""
) -> Split:
    """Deal codings of a code out to others, in one step; what isn't dealt stays with it.

    `dealt` says for a coding's id to which code it goes: an id, or the name of
    a new code, which is made `below` the code or else beside it.

    Raises:
        NotAllowed: nothing was dealt, or to the code itself.
        NameTaken: a new code has no name, or one that is taken in its place.
        NotFound: the code, a target or a coding is no longer there.
    """
    if not dealt:
        raise NotAllowed("Nothing was dealt out.", "Deal at least one passage to another code.")
    with project.op("Split code") as session:
        row = row_of(session, code_id)
        _refuse_strangers(session, code_id, dealt)
        targets = _targets(project, session, row, dealt.values(), below=below)
        if code_id in targets.values():
            raise NotAllowed(f"The passages have the code “{row.name}” already.", "Deal them to another code.")
        where = {segment_id: targets[_key(target)] for segment_id, target in dealt.items()}
        review_anchors.hand_over_decisions(session, code_id, where)
        handed = hand_over(project, session, [code_id], lambda segment_id, _: where.get(segment_id))
        shares = {target: list(where.values()).count(target) for target in dict.fromkeys(where.values())}
        _note_split(session, row, shares, prose(reason))
        names = named([row_of(session, target).name for target in shares])
        project.tell(code=row.name, into=names, codings=len(where))
        if reason.strip():
            project.tell(reason=prose(reason))
        return Split(shares, handed[code_id].joined)


def _merge_note(row: CodeRow, handed: Handed, reason: str) -> str:
    """What the memo of the code that is left says of one that is gone."""
    also = f", {handed.joined} on passages that had this code" if handed.joined else ""
    lines = [
        f"Merged “{row.name}” ({_codings(handed.codings)}{also}) on {_today()}" + (f": {reason}" if reason else "")
    ]
    if row.provenance != "inductive":
        lines.append(f"Provenance: {row.provenance}")
    lines += [f"{title}: {text}" for column, title in _WRITTEN.items() if (text := getattr(row, column))]
    return "\n".join(lines)


def _take_the_place(session: Session, target: CodeRow, leaving: Collection[int]) -> None:
    """Let a code that stands below one that goes stand where the highest of those stood."""
    above = [code for code in ancestors_of(session, target) if code.id in leaving]
    if above:
        siblings = siblings_of(session, above[-1].parent_id)
        target.parent_id = above[-1].parent_id
        session.flush()
        siblings.insert(siblings.index(above[-1]), target)
        number(siblings)


def _take_children(session: Session, target: CodeRow, leaving: Collection[int]) -> None:
    """Let what stands below codes that go stand below the one that is left; a name that is taken gets a number."""
    own = [code for code in siblings_of(session, target.id) if code.id not in leaving]
    taken = {code.name.casefold() for code in own}
    children = [
        child
        for code_id in leaving
        for child in siblings_of(session, code_id)
        if child.id != target.id and child.id not in leaving
    ]
    for child in children:
        child.name = unused(child.name, taken)
        child.parent_id = target.id
    number([*own, *children])
    session.flush()


def _refuse_strangers(session: Session, code_id: int, dealt: Collection[int]) -> None:
    known = set(session.scalars(select(SegmentRow.id).where(SegmentRow.code_id == code_id)))
    if not known.issuperset(dealt):
        raise NotFound("Some of the codings no longer have this code.", "Begin the split again.")


def _targets(
    project: Project, session: Session, row: CodeRow, wanted: Collection[int | str], *, below: bool
) -> dict[int | str, int]:
    """The id of each target; those that are named are made."""
    parent_id, note = row.id if below else row.parent_id, f"Split from “{row.name}”"
    # The names of the new codes are the coder's, whoever's words the old one was.
    provenance = "deductive" if row.provenance == "deductive" else "inductive"
    found: dict[int | str, int] = {}
    for target in wanted:
        if _key(target) in found:
            continue
        if isinstance(target, int):
            found[target] = row_of(session, target).id
        else:
            made = codes.add(project, target, parent_id=parent_id, provenance=provenance, provenance_note=note)
            found[_key(target)] = made.id
    return found


def _note_split(session: Session, row: CodeRow, shares: Mapping[int, int], reason: str) -> None:
    """Write into the memos of all codes of a split what went where."""
    end = f" on {_today()}" + (f": {reason}" if reason else "")
    to = ", ".join(f"{_codings(count)} to “{row_of(session, target).name}”" for target, count in shares.items())
    row.memo = "\n\n".join(part for part in (row.memo, f"Split: {to}{end}") if part)
    for target, count in shares.items():
        code = row_of(session, target)
        code.memo = "\n\n".join(
            part for part in (code.memo, f"Split from “{row.name}” ({_codings(count)}){end}") if part
        )


def _sums(handed: Mapping[int, Handed]) -> tuple[int, int]:
    return sum(each.codings for each in handed.values()), sum(each.joined for each in handed.values())


def _key(target: int | str) -> int | str:
    return target if isinstance(target, int) else as_name(target).casefold()


def _codings(count: int) -> str:
    return "1 coding" if count == 1 else f"{count} codings"


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()
