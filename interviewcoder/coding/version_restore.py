"""Bring the codebook back to a named version, without losing a coding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from interviewcoder.coding import versions
from interviewcoder.coding.code_rows import number, unused
from interviewcoder.coding.code_snapshot import COPIED, PlacedCode, SnapshotCode, in_tree_order, snapshot
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, CoderRow, MemoRow, TallyRow
from interviewcoder.sources import review_anchors


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What bringing a version back means, in names of codes.

    `made_again` are gone today, `changed` are other today, `removed` aren't in
    the version and nothing hangs on them. `set_aside` aren't in it either, but
    have codings or memos, or such codes below them: they go below `theme`.
    """

    made_again: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    set_aside: tuple[str, ...]
    theme: str

    @property
    def is_empty(self) -> bool:
        """Whether the codebook is the version's already."""
        return not (self.made_again or self.changed or self.removed or self.set_aside)


def theme_of(name: str) -> str:
    """What codes that aren't in a version are put below."""
    return f"Not in version {name}"


def plan(project: Project, version_id: int) -> RestorePlan:
    """Say what `restore` would do; nothing is changed.

    Raises:
        NotAProject, NotFound: as in `versions.content`.
    """
    wanted = versions.rebuild(project, version_id)
    there = snapshot(project.session)
    known = {code.uuid: code for code in there}
    aside = _aside(project.session, there, wanted)
    in_version = {code.uuid for code in wanted}
    at_top = {code.name.casefold() for code in wanted if code.parent is None}
    theme = unused(theme_of(versions.version(project, version_id).name), at_top)
    others = [placed for placed in in_tree_order(there) if placed.code.uuid not in in_version]
    return RestorePlan(
        tuple(code.name for code in wanted if code.uuid not in known),
        tuple(code.name for code in wanted if known.get(code.uuid, code) != code),
        tuple(placed.code.name for placed in others if placed.code.uuid not in aside),
        tuple(
            placed.code.name
            for placed in others
            # What an earlier restoring has put there is there already.
            if placed.code.uuid in aside and not f"{placed.path} > ".startswith(f"{theme} > ")
        ),
        theme,
    )


def restore(project: Project, version_id: int, reason: str = "") -> RestorePlan:
    """Bring the codebook to exactly what a version holds, as one step; returns what that meant.

    Codes are matched by UUID, so that codings follow. A code that is gone is
    made again under its old UUID, without codings. One that isn't in the
    version is removed where nothing hangs on it; with codings or memos it is
    put below a theme of its own. What stands in a code's own memo and not in
    the version's stays, as a memo about the code.

    Raises:
        NotAProject, NotFound: as in `versions.content`.
    """
    done = plan(project, version_id)
    wanted = in_tree_order(versions.rebuild(project, version_id))
    with project.op("Restore codebook version") as session:
        there = snapshot(session)
        aside = _aside(session, there, [placed.code for placed in wanted])
        rows = {row.uuid: row for row in session.scalars(select(CodeRow))}
        theme = _set_aside(session, [code for code in in_tree_order(there) if code.code.uuid in aside], rows, done)
        if theme is not None:
            theme.coder_id = theme.coder_id or project.coder.id
            theme.position = sum(placed.depth == 0 for placed in wanted)
        name = versions.version(project, version_id).name
        session.add_all(_overwritten(session, rows, [placed.code for placed in wanted], name, project.coder.id))
        _bring_back(session, [placed.code for placed in wanted], rows)
        kept = aside.union(placed.code.uuid for placed in wanted)
        for code in there:
            if code.uuid not in kept:
                review_anchors.let_go_of_code(session, rows[code.uuid])
                session.delete(rows[code.uuid])
        project.tell(name=name, reason=reason.strip(), count=len(done.made_again) + len(done.changed))
    return done


def _aside(session: Session, there: Sequence[SnapshotCode], wanted: Sequence[SnapshotCode]) -> set[str]:
    """The codes that aren't wanted but can't go: something hangs on them, or on a code below them."""
    used = select(CodeRow.uuid).join(TallyRow, TallyRow.code_id == CodeRow.id)
    noted = select(CodeRow.uuid).outerjoin(MemoRow, MemoRow.code_id == CodeRow.id)
    noted = noted.where(or_(MemoRow.id.is_not(None), CodeRow.memo != ""))
    in_version = {code.uuid for code in wanted}
    parents = {code.uuid: code.parent for code in there}
    found: set[str] = set()
    for uuid in {*session.scalars(used), *session.scalars(noted)} - in_version:
        above: str | None = uuid
        while above is not None and above not in in_version:
            found.add(above)
            above = parents[above]
    return found


def _set_aside(
    session: Session, codes: Sequence[PlacedCode], rows: dict[str, CodeRow], done: RestorePlan
) -> CodeRow | None:
    """Put codes, given in tree order, below the theme of what isn't in the version, which is returned."""
    uuids = {placed.code.uuid for placed in codes}
    # Those below others that go there go with them.
    highest = [rows[placed.code.uuid] for placed in codes if placed.code.parent not in uuids]
    if not highest:
        return None
    theme = next((row for row in highest if row.name == done.theme), None)
    if theme is None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        theme = CodeRow(name=done.theme, position=0, colour=highest[0].colour, created_at=now)
        session.add(theme)
        session.flush()
    there = sorted((row for row in rows.values() if row.parent_id == theme.id), key=lambda row: row.position)
    theme.parent_id = None
    children = [row for row in there if row.uuid in uuids] + [row for row in highest if row is not theme]
    taken: set[str] = set()
    for row in children:
        row.name, row.parent_id = unused(row.name, taken), theme.id
    number(children)
    return theme


def _overwritten(
    session: Session, rows: Mapping[str, CodeRow], wanted: Sequence[SnapshotCode], version: str, coder_id: int
) -> list[MemoRow]:
    """What stands in the memos of codes and not in those that the version brings back, as memos about the codes."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    title = f"Memo (before “{version}” was brought back)"
    there = ((rows[code.uuid], code.memo) for code in wanted if code.uuid in rows)
    # Going to and fro between versions keeps it once.
    kept = set(session.execute(select(MemoRow.code_id, MemoRow.text).where(MemoRow.code_id.is_not(None))).tuples())
    return [
        MemoRow(
            title=title,
            text=row.memo,
            code_id=row.id,
            coder_id=row.coder_id or coder_id,
            created_at=row.created_at,
            changed_at=now,
        )
        for row, memo in there
        if row.memo not in memo and (row.id, row.memo) not in kept
    ]


def _bring_back(session: Session, wanted: Sequence[SnapshotCode], rows: dict[str, CodeRow]) -> None:
    coders = {row.uuid: row.id for row in session.execute(select(CoderRow.uuid, CoderRow.id))}
    missing = [code for code in wanted if code.uuid not in rows]
    for code in missing:
        rows[code.uuid] = CodeRow(uuid=code.uuid, position=code.position, **_copied(code))
    session.add_all(rows[code.uuid] for code in missing)
    session.flush()
    for code in wanted:
        row = rows[code.uuid]
        values = _copied(code) | {
            "parent_id": rows[code.parent].id if code.parent is not None else None,
            "position": code.position,
            "coder_id": coders.get(code.coder) if code.coder is not None else None,
        }
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)


def _copied(code: SnapshotCode) -> dict[str, object]:
    return {name: getattr(code, name) for name in COPIED}
