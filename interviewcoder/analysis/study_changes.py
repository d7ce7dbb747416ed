"""What changed in a study since a moment: codes, codings, sources, participants, memos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import select

from interviewcoder.coding.code_snapshot import of_rows
from interviewcoder.coding.codebook_comparison import Comparison, compare_codes
from interviewcoder.project import steps
from interviewcoder.project.changes import Values
from interviewcoder.project.changes_since import ChangesSince, RowChange, changes_since
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, CodeRow, SegmentRow, SourceRow
from interviewcoder.sources.rewording import edits_between

_TABLES = ("code", "segment", "source", "participant", "case_value", "case_source", "memo", "codebook_version")
_MARKS = ("exemplar", "negative", "level", "memo")


@dataclass(frozen=True, slots=True)
class CodingCounts:
    """How many codings of a code, or in a source, are other now.

    `resized` have other words because their ends were moved, `reworded`
    because the text was corrected; `recoded` had another code before; `marked`
    have another memo or mark. A coding may count in several.
    """

    added: int = 0
    removed: int = 0
    resized: int = 0
    reworded: int = 0
    recoded: int = 0
    marked: int = 0


@dataclass(frozen=True, slots=True)
class NamedCounts:
    """The counts of a code or a source; `id` is None where it is gone."""

    id: int | None
    name: str
    counts: CodingCounts


@dataclass(frozen=True, slots=True)
class ThingChange:
    """A source, participant, memo or codebook version that is other now.

    `kind` is "added", "removed", "renamed", "transcribed" (a source got its
    text), "corrected" (in `count` words) or "changed" (of a participant
    `count` attributes and sources, of a memo its text). `id` is None where it
    is gone. `before` and `after` are names, or a memo's texts.
    """

    kind: str
    id: int | None
    name: str
    before: str = ""
    after: str = ""
    count: int = 0
    private: bool = False


@dataclass(frozen=True, slots=True)
class StudyChanges:
    """All that is other now. `merged` says for a removed code's UUID into which code it went."""

    since: ChangesSince
    codebook: Comparison
    merged: Mapping[str, str]
    code_ids: Mapping[str, int]
    by_code: tuple[NamedCounts, ...]
    by_source: tuple[NamedCounts, ...]
    sources: tuple[ThingChange, ...]
    participants: tuple[ThingChange, ...]
    memos: tuple[ThingChange, ...]
    versions: tuple[ThingChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is other, as far as it can be told."""
        things = (self.by_code, self.sources, self.participants, self.memos, self.versions)
        return self.codebook.is_same and not any(things)


def study_changes(project: Project, entry_id: int) -> StudyChanges:
    """What is other now than right after an entry of the log (`changes_since.entry_at` finds it; 0: the beginning)."""
    since = changes_since(project, entry_id, _TABLES)
    then, now = _codes(project, since)
    by_code, by_source = _codings(project, since, then | now)
    return StudyChanges(
        since=since,
        codebook=compare_codes(of_rows(project.session, then.values()), of_rows(project.session, now.values())),
        merged=_merged(project, since, then, now),
        code_ids={row["uuid"]: id_ for id_, row in now.items()},
        by_code=by_code,
        by_source=by_source,
        sources=tuple(_of_source(row) for row in since.of("source") if _tells(row)),
        participants=_participants(project, since),
        memos=tuple(_of_memo(row) for row in since.of("memo") if _is_reworded(row)),
        versions=tuple(_named(row) for row in since.of("codebook_version")),
    )


def _codes(project: Project, since: ChangesSince) -> tuple[dict[int, Any], dict[int, Any]]:
    """Rows of codes then and now, by id."""
    found = project.session.execute(select(*CodeRow.__table__.c)).mappings()
    now: dict[int, Any] = {row["id"]: dict(row) for row in found}
    then = dict(now)
    for change in since.of("code"):
        then.pop(change.id, None)
        if change.before is not None:
            then[change.id] = change.before
    return then, now


def _merged(project: Project, since: ChangesSince, then: Mapping[int, Any], now: Mapping[int, Any]) -> dict[str, str]:
    """Into which code each code went that isn't there any more, where its going was a merge."""
    gone = {id_: row["uuid"] for id_, row in then.items() if id_ not in now}
    if not gone or not since.done:
        return {}
    merges = steps.page(project, after=since.done[0] - 1, labels=["Merge codes"], limit=10_000)
    return {
        gone[id_]: str(step.about.get("into", ""))
        for step in merges
        if not step.undone
        for id_ in step.ids.get("code", ())
        if id_ in gone
    }


class _Counting:
    def __init__(self) -> None:
        self.found: dict[int, CodingCounts] = {}

    def count(self, id_: int, what: str) -> None:
        """Count one coding more."""
        counts = self.found.get(id_, CodingCounts())
        self.found[id_] = replace(counts, **{what: getattr(counts, what) + 1})

    def named(self, names: Mapping[int, str], there: set[int]) -> tuple[NamedCounts, ...]:
        """The counts in the order of names."""
        rows = [NamedCounts(id_ if id_ in there else None, names.get(id_, ""), c) for id_, c in self.found.items()]
        return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def _codings(
    project: Project, since: ChangesSince, codes: Mapping[int, Any]
) -> tuple[tuple[NamedCounts, ...], tuple[NamedCounts, ...]]:
    of_code, in_source = _Counting(), _Counting()
    texts = {row.id: (row.before["text"], row.after["text"]) for row in since.of("source") if row.before and row.after}
    texts = {id_: pair for id_, pair in texts.items() if pair[0] != pair[1]}
    told = {row.id for row in since.of("segment")}
    for row in since.of("segment"):
        for what in _what_of_coding(row, texts):
            there: Values = row.after or row.before or {}
            of_code.count(there["code_id"], what)
            in_source.count(there["source_id"], what)
    columns = (SegmentRow.id, SegmentRow.code_id, SegmentRow.source_id, SegmentRow.start, SegmentRow.end)
    corrected = select(*columns).where(SegmentRow.source_id.in_(list(texts)))
    for id_, code_id, source_id, start, end in project.session.execute(corrected):
        before, after = texts[source_id]
        if id_ not in told and before[start:end] != after[start:end]:
            of_code.count(code_id, "reworded")
            in_source.count(source_id, "reworded")
    code_names = {id_: row["name"] for id_, row in codes.items()}
    sources: dict[int, str] = {
        row.id: row.name for row in project.session.execute(select(SourceRow.id, SourceRow.name))
    }
    gone = {row.id: row.before["name"] for row in since.of("source") if row.before and row.after is None}
    there_now = set(project.session.scalars(select(CodeRow.id)))
    return of_code.named(code_names, there_now), in_source.named(gone | sources, set(sources))


def _what_of_coding(row: RowChange, texts: Mapping[int, tuple[str, str]]) -> list[str]:
    before, after = row.before, row.after
    if before is None or after is None:
        return ["added" if before is None else "removed"]
    found = ["recoded"] if before["code_id"] != after["code_id"] else []
    found += ["marked"] if any(before[name] != after[name] for name in _MARKS) else []
    spans = [(each["start"], each["end"]) for each in (before, after)]
    if after["source_id"] not in texts:
        return found + (["resized"] if spans[0] != spans[1] else [])
    words = [text[start:end] for text, (start, end) in zip(texts[after["source_id"]], spans, strict=True)]
    return found + (["reworded"] if words[0] != words[1] else [])


def _tells(row: RowChange) -> bool:
    """Whether a source is other in what is told here: its name or its text, or its being there."""
    if row.before is None or row.after is None:
        return True
    return any(row.before[name] != row.after[name] for name in ("name", "text"))


def _of_source(row: RowChange) -> ThingChange:
    before, after = row.before, row.after
    if before is None or after is None or before["text"] == after["text"]:
        return _named(row)
    if not before["text"]:
        return ThingChange("transcribed", row.id, after["name"], count=len(after["text"].split()))
    edits = edits_between(before["text"], after["text"])
    words = sum(max(len(edit.removed.split()), len(edit.inserted.split())) for edit in edits)
    renamed = before["name"] if before["name"] != after["name"] else ""
    return ThingChange("corrected", row.id, after["name"], before=renamed, count=words)


def _named(row: RowChange) -> ThingChange:
    """A thing that came, went, or got another name."""
    if row.before is None:
        return ThingChange("added", row.id, str((row.after or {})["name"]))
    if row.after is None:
        return ThingChange("removed", None, str(row.before["name"]))
    before, after = str(row.before["name"]), str(row.after["name"])
    return ThingChange("renamed" if before != after else "changed", row.id, after, before, after)


def _participants(project: Project, since: ChangesSince) -> tuple[ThingChange, ...]:
    found = [_named(row) for row in since.of("participant")]
    told = {row.id for row in since.of("participant")}
    described: dict[int, int] = {}
    for row in (*since.of("case_value"), *since.of("case_source")):
        case_id = int((row.after or row.before or {})["case_id"])
        described[case_id] = described.get(case_id, 0) + 1
    names: dict[int, str] = {row.id: row.name for row in project.session.execute(select(CaseRow.id, CaseRow.name))}
    found += [
        ThingChange("changed", id_, names[id_], count=count)
        for id_, count in described.items()
        if id_ in names and id_ not in told
    ]
    return tuple(found)


def _is_reworded(row: RowChange) -> bool:
    """Whether a memo came, went, or says something else; one whose code was merged says the same elsewhere."""
    before, after = row.before, row.after
    return before is None or after is None or any(before[name] != after[name] for name in ("title", "text"))


def _of_memo(row: RowChange) -> ThingChange:
    there: Values = row.after or row.before or {}
    kind = "added" if row.before is None else "removed" if row.after is None else "changed"
    before, after = (str(side["text"]) if side else "" for side in (row.before, row.after))
    id_ = row.id if row.after else None
    return ThingChange(kind, id_, str(there["title"]), before, after, private=bool(there["private"]))


def total(counts: Sequence[NamedCounts]) -> CodingCounts:
    """The sum of counts."""
    sums = {field.name: sum(getattr(each.counts, field.name) for each in counts) for field in fields(CodingCounts)}
    return CodingCounts(**sums)
