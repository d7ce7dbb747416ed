"""Carries a planned merge out: what was decided, in one operation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from interviewcoder.privacy import backup_cleaning, tombstones
from interviewcoder.project.changes import Values
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MergeRow, ReviewCopyRow, SharingRow, SourceRow
from interviewcoder.review import (
    ancestor,
    joining,
    planning,
    recordings_in,
    removing,
    signoff,
    texts_in,
    tree_writing,
    unplaced,
)
from interviewcoder.review.arranging import Draft
from interviewcoder.review.ground import Ground
from interviewcoder.review.merge_items import Decision, Decisions, MergePlan, MergeReceipt, Tell, silent
from interviewcoder.review.planning import Work
from interviewcoder.review.row_changes import RowDelta
from interviewcoder.review.row_writer import KINDS, MissingReference, RowWriter
from interviewcoder.review.snapshot import OF_SOURCE, TABLES
from interviewcoder.sources.text import Span

# After how many rows it is told how far the work is.
_TOLD_EACH = 1_000
_COME_ALONG = (SharingRow, ReviewCopyRow)


def carry_out(
    ours: Project, theirs: Project, planned: MergePlan, decisions: Decisions, tell: Tell = silent
) -> MergeReceipt:
    """See `merging_in.carry_out`."""
    ours.check_writable()
    tell("backup", 0.0)
    work = _still_fits(ours, theirs, planned)
    if not planned.items:
        return MergeReceipt()
    settled = planned.settled(decisions)
    for stone in work.stones:
        backup_cleaning.apply_stone(ours, stone)
    if work.stones:
        tombstones.finish(ours)
    approvals = _approvals(ours, work)
    backup = ours.back_up()
    is_copy = work.review_copy is not None
    with (
        recordings_in.brought(ours, theirs, _recordings(work, settled)),
        ours.op("Merge review copy" if is_copy else "Merge project") as session,
    ):
        writing = _Writing(ours, session, work, settled, approvals)
        writing.write(tell)
        receipt = _receipt(planned, settled, writing.left_out)
        session.add(_merge_row(ours, theirs, planned, work, receipt))
        ours.tell(name=planned.recipient or planned.file_name, count=receipt.taken)
        _bring_along(session, theirs, planned)
        tell("keep", 0.75)
    return replace(receipt, backup=backup.path.name)


def _still_fits(ours: Project, theirs: Project, planned: MergePlan) -> Work:
    """What the plan was worked out from; worked out anew where one of the files was changed meanwhile."""
    if (planned.ours_head, planned.theirs_head) == (ancestor.head(ours), ancestor.head(theirs)):
        assert isinstance(planned.work, Work)
        return planned.work
    again = planning.plan(ours, theirs)
    assert isinstance(again.work, Work)
    return again.work


class _Writing:
    """One merge as it is written."""

    def __init__(
        self,
        project: Project,
        session: Session,
        work: Work,
        settled: Mapping[str, Decision],
        approvals: Mapping[str, Values],
    ) -> None:
        self._project, self._session, self._work, self._settled = project, session, work, settled
        self._approvals = approvals
        self._ground: Ground | None = None
        self._writer = RowWriter(project, session, work.ours, work.theirs, self._place)
        self.left_out: list[str] = []
        self._taken = [draft for key, draft in work.drafts.items() if self._is_taken(key)]

    def write(self, tell: Tell) -> None:
        """Write it all. The order matters: places are found in the texts as they are in the end."""
        work = self._work
        with self._session.no_autoflush:
            tell("write", 0.1)
            changed_texts = texts_in.correct(self._project, work, self._settled)
            self._session.flush()
            self._ground = self._grounded()
            rows = [row for draft in self._taken for row in draft.rows]
            adds = [row for row in rows if row.action == "add"]
            self._writer.reserve(sorted(adds, key=lambda row: TABLES.index(row.table)))
            tell("write", 0.2)
            self._add(adds, tell)
            tell("write", 0.6)
            self._change()
            tree = [row for draft in self._work.drafts.values() for row in draft.rows if row.table == "code"]
            gone = [row for row in rows if row.action == "remove"]
            removing.remove(self._project, self._writer.ids, gone, work.became_there, self.left_out)
            orders = {p: order for p, order in work.orders.items() if self._is_taken(f"order:{p}")}
            tree_writing.tidy(self._session, work, tree, orders, self._writer.ids["code"], self.left_out)
            self._join(rows)
            texts_in.follow(self._project, self._session, work, changed_texts, self._writer.ids, self._ground)
            self._session.flush()

    def _join(self, rows: Iterable[RowDelta]) -> None:
        self._session.flush()
        ids = self._writer.ids["segment"]
        touched = {
            ids[row.uuid] for row in rows if row.table == "segment" and row.action != "remove" and row.uuid in ids
        }
        if touched:
            self._work.same.pairs["segment"].update(joining.join(self._session, touched))

    def _is_taken(self, key: str) -> bool:
        return self._settled.get(key, "reject") in ("accept", "theirs")

    def _grounded(self) -> Ground:
        uuids = {id_: uuid for uuid, id_ in self._work.ours.ids["source"].items()}
        rows = self._session.execute(select(SourceRow.id, SourceRow.text)).tuples()
        texts = {uuids[id_]: text for id_, text in rows if id_ in uuids}
        return Ground(self._work.base, self._work.theirs, texts, self._work.wording)

    def _place(self, source: str, span: Span) -> Span | None:
        assert self._ground is not None
        if not self._ground.has(source):
            return span
        there = self._ground.place(source, span)
        return None if there.placement == "lost" else there.span

    def _add(self, deltas: list[RowDelta], tell: Tell) -> None:
        by_table: dict[str, list[RowDelta]] = {}
        for delta in deltas:
            by_table.setdefault(delta.table, []).append(delta)
        done = 0
        for table in TABLES:
            for delta in self._thread_first(by_table.get(table, [])):
                self._add_one(delta)
                done += 1
                if done % _TOLD_EACH == 0:
                    tell("write", 0.2 + 0.2 * done / len(deltas))
        self._session.flush()

    def _thread_first(self, deltas: list[RowDelta]) -> list[RowDelta]:
        return sorted(deltas, key=lambda d: d.values.get("thread_id") is not None) if deltas else []

    def _add_one(self, delta: RowDelta) -> None:
        assert delta.theirs is not None
        row = delta.theirs | self._approvals.get(delta.uuid, {})
        instead = unplaced.row_for(delta.table, delta.uuid, row, delta.lost, self._work, self._place)
        if instead is not None:
            self._writer.forget(delta.table, delta.uuid)
            if instead.row is None:
                return
            table, uuid, row = instead.table, instead.uuid or delta.uuid, instead.row
            if uuid in self._work.ours.ids[table]:
                return
            self._writer.ids[table].setdefault(uuid, 0)
            self._writer.reserve([RowDelta(table, uuid, "add", row, None)])
        else:
            table, uuid = delta.table, delta.uuid
        try:
            self._session.add(self._writer.new(table, uuid, row))
        except MissingReference as missing:
            self._writer.forget(table, uuid)
            again = replace_lost(delta, missing.column)
            if again is not None:
                self._add_one(again)
            else:
                self.left_out.append(f"A {table} needs what was left out ({missing.column}).")

    def _change(self) -> None:
        changes: dict[str, list[tuple[int, Values, Values]]] = {}
        for draft in self._work.drafts.values():
            for delta in draft.rows:
                if delta.action == "change" and (names := self._cells(draft, delta)):
                    self._change_one(delta, names, changes)
        for table, some in changes.items():
            self._project.history.change_rows(KINDS[table], some)

    def _change_one(
        self, delta: RowDelta, names: list[str], changes: dict[str, list[tuple[int, Values, Values]]]
    ) -> None:
        try:
            after = self._writer.cells(delta, names)
        except MissingReference as missing:
            self.left_out.append(f"A change of a {delta.table} needs what was left out ({missing.column}).")
            return
        if not after:
            return
        if delta.table in ("memo", "comment") and delta.theirs is not None and delta.ours is not None:
            after["changed_at"] = max(delta.ours["changed_at"], delta.theirs["changed_at"])
        id_ = self._writer.ids["source" if delta.table in OF_SOURCE else delta.table][delta.uuid]
        table = KINDS[delta.table].__table__
        (key,) = table.primary_key.columns
        columns = [table.c[name] for name in after]
        before = dict(self._session.execute(select(*columns).where(key == id_)).mappings().one())
        other = {name: value for name, value in after.items() if before[name] != value}
        if other:
            changes.setdefault(delta.table, []).append((id_, {name: before[name] for name in other}, other))

    def _cells(self, draft: Draft, delta: RowDelta) -> list[str]:
        """Which cells of a change are to be taken: of a conflict that is left as it is here, those without one."""
        if self._is_taken(draft.key):
            return [name for name, cell in delta.cells.items()]
        if self._settled.get(draft.key) != "ours" or delta.why in ("name taken", "removed here"):
            return []
        return [name for name, cell in delta.cells.items() if not cell.conflict]


def replace_lost(delta: RowDelta, column: str) -> RowDelta | None:
    """An addition once more, as one whose thing is gone; None where that was known already."""
    if delta.lost:
        return None
    return RowDelta(delta.table, delta.uuid, "add", delta.theirs, None, lost=column.removesuffix("_id"))


def _approvals(ours: Project, work: Work) -> dict[str, Values]:
    """Approvals from a review copy approve the version in our words: its hash is another one there."""
    found: dict[str, Values] = {}
    if work.review_copy is None:
        return found
    for uuid, row in work.theirs.rows["approval"].items():
        if uuid not in work.ours.rows["approval"] and row["version_id"] in work.ours.rows["codebook_version"]:
            known = signoff.in_our_words(ours, row["version_id"], row["sha256"])
            if known is not None:
                found[uuid] = {"sha256": known[1]}
    return found


def _recordings(work: Work, settled: Mapping[str, Decision]) -> list[tuple[str, str, int]]:
    back = {here: there for there, here in work.same.pairs["media"].items()}
    return [
        (back.get(row.uuid, row.uuid), row.uuid, int(row.values["size_bytes"]))
        for key, draft in work.drafts.items()
        for row in draft.rows
        if row.table == "media" and row.action == "add" and settled.get(key) in ("accept", "theirs")
    ]


def _receipt(planned: MergePlan, settled: Mapping[str, Decision], left_out: list[str]) -> MergeReceipt:
    taken = [item for item in planned.items if settled[item.key] in ("accept", "theirs")]
    return MergeReceipt(
        len(taken),
        len(planned.items) - len(taken),
        len(planned.conflicts),
        sum(item.placement == "lost" for item in taken),
        dict(Counter(item.kind for item in taken)),
        tuple(left_out),
    )


def _merge_row(ours: Project, theirs: Project, planned: MergePlan, work: Work, receipt: MergeReceipt) -> MergeRow:
    copy = work.review_copy
    counts = {
        "taken": receipt.by_kind,
        "left": receipt.left,
        "conflicts": receipt.conflicts,
        "unplaced": receipt.unplaced,
        "same": work.same.to_json(),
    }
    return MergeRow(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        coder_uuid=ours.coder.uuid,
        file_name=planned.file_name,
        project_uuid=ancestor.project_uuid(theirs),
        review_copy_uuid=copy.uuid if copy is not None else "",
        head=ancestor.head(theirs),
        counts=json.dumps(counts, ensure_ascii=False),
    )


def _bring_along(session: Session, theirs: Project, planned: MergePlan) -> None:
    """What left the study from the other file left the study: the ledger and the review copies have it, too."""
    if planned.review_copy or not planned.same_project:
        return
    for kind in _COME_ALONG:
        table = kind.__table__
        known = set(session.scalars(select(table.c["uuid"])))
        for row in theirs.session.execute(select(table)).mappings():
            if row["uuid"] not in known:
                session.execute(insert(kind).values({name: row[name] for name in row if name != "id"}))
