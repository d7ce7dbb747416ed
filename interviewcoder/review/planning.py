"""Works out what a merge would bring: from two open files to items."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from interviewcoder.errors import NotAllowed
from interviewcoder.privacy.deidentified_text import DeidentifiedText
from interviewcoder.privacy.outgoing import WITHHELD, outgoing, replaced_in
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ReviewCopyRow
from interviewcoder.review import ancestor, memory_twin, same_things, snapshot, tree_merge
from interviewcoder.review.ancestor import Ancestor, Seen
from interviewcoder.review.arranging import Arranging, Draft
from interviewcoder.review.ground import Ground
from interviewcoder.review.item_words import Wording
from interviewcoder.review.memory_twin import Stone
from interviewcoder.review.merge_items import MergeField, MergeItem, MergePlan, Progress
from interviewcoder.review.row_changes import Comparing, span_of
from interviewcoder.review.same_things import Same
from interviewcoder.review.snapshot import Snapshot
from interviewcoder.review.text_merge import MergedText, merge_texts, two_ways
from interviewcoder.sources.text import Edit, apply_edits, shortened


@dataclass(slots=True)
class Work:
    """What a plan was worked out from, and what carrying it out goes by. Their rows are under our UUIDs."""

    ours: Snapshot
    theirs: Snapshot
    base: Snapshot | None
    same: Same
    found: Ancestor
    review_copy: ReviewCopyRow | None
    wording: Callable[[str], DeidentifiedText] | None
    texts: dict[str, MergedText] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)
    became_there: dict[str, str] = field(default_factory=dict)
    stones: Sequence[Stone] = ()
    # Sources that the coder at work codes blind.
    hidden: frozenset[str] = frozenset()
    # By name, ours and theirs.
    merged_codes: tuple[dict[str, str], dict[str, str]] = field(default_factory=lambda: ({}, {}))


# How much of the text is told on each side of a correction, in characters.
_BESIDE = 40
# After how many items it is told how far the work is.
_TOLD_EACH = 500


def plan(ours: Project, theirs: Project) -> MergePlan:
    """See `merging_in.plan`."""
    pieces = planning(ours, theirs)
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            found: MergePlan = end.value
            return found


def planning(ours: Project, theirs: Project) -> Generator[Progress, None, MergePlan]:
    """See `merging_in.planning`."""
    yield "read", 0.0
    work = yield from _prepared(ours, theirs)
    yield "compare", 0.45
    items = yield from _items(work, ours.coder.uuid)
    copy = work.review_copy
    title = theirs.title
    return MergePlan(
        tuple(items),
        theirs.path.name,
        title,
        work.found.kind,
        copy is not None,
        copy.recipient if copy is not None else "",
        ancestor.project_uuid(ours) == ancestor.project_uuid(theirs),
        tuple(work.same.notes),
        ancestor.head(ours),
        ancestor.head(theirs),
        work,
    )


def _prepared(ours: Project, theirs: Project) -> Generator[Progress, None, Work]:
    copy = _checked(ours, theirs)
    new_stones = memory_twin.believed_stones(theirs, ours)
    with _rows(ours, new_stones) as ours_now, _rows(theirs, memory_twin.missing_stones(ours, theirs)) as theirs_now:
        raw = theirs_now if not memory_twin.missing_stones(ours, theirs) else snapshot.take(theirs)
        yield "read", 0.2
        found = ancestor.find(ours, theirs, raw, ours_now)
        if raw is not theirs_now and found.rows is not None:
            _pass_over_withdrawn(found.rows, raw, theirs_now)
        same_project = ancestor.project_uuid(ours) == ancestor.project_uuid(theirs)
        known = same_things.remembered(ours, theirs)
        yield "compare", 0.35
        same = same_things.match(ours_now, theirs_now, known, same_project=same_project)
        if copy is not None:
            copy_expunged(theirs, copy)
        wording = _wording(ours, ours_now, theirs_now) if copy is not None else None
        work = Work(ours_now, theirs_now, found.rows, same, found, copy, wording, stones=new_stones)
        unseen = seeing.hidden_sources(ours)
        work.hidden = frozenset(uuid for uuid, id_ in ours_now.ids["source"].items() if id_ in unseen)
        work.merged_codes = ancestor.merged_codes(ours), ancestor.merged_codes(theirs)
        seen = ancestor.seen(ours, theirs, found, (ours_now, raw))
        _rename(work)
        if seen is not None and work.base is not None:
            work.base = Seen(seen.ours, work.same.renamed(seen.theirs)).laid_over(work.base)
        _match_codings(work)
        if copy is None:
            work.texts = _texts(work)
        return work


def _pass_over_withdrawn(base: Snapshot, raw: Snapshot, cleaned: Snapshot) -> None:
    """What is other in their rows only because it was taken out of them just now is no change of theirs."""
    for table, rows in raw.rows.items():
        left, then = cleaned.rows[table], base.rows[table]
        for uuid, row in rows.items():
            if uuid not in left:
                then.pop(uuid, None)
            elif then.get(uuid) == row:
                then[uuid] = left[uuid]


def copy_expunged(theirs: Project, copy: ReviewCopyRow) -> None:
    """Let the row that says what a review copy is outlive whatever is read next."""
    theirs.session.expunge(copy)


def refuse(ours: Project, path: Path) -> None:
    """See `merging_in.refuse`."""
    if ours.path == path or _is_same(ours.path, path):
        raise NotAllowed("A project can't be merged into itself.", "Choose the other file.")
    if ours.review_mark is not None:
        raise NotAllowed(
            "This is a review copy: nothing is merged into it.", "Open the project itself and merge the copy there."
        )


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names lead to one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _checked(ours: Project, theirs: Project) -> ReviewCopyRow | None:
    refuse(ours, theirs.path)
    copy = ancestor.review_copy_of(theirs)
    if copy is not None and ancestor.project_uuid(ours) != ancestor.project_uuid(theirs):
        raise NotAllowed(
            f"“{theirs.path.name}” is a review copy of another study.", "Merge it into the project it was made from."
        )
    return copy


@contextmanager
def _rows(project: Project, stones: Sequence[Stone]) -> Iterator[Snapshot]:
    """A file's rows, without what was withdrawn in the other one."""
    if not stones:
        yield snapshot.take(project)
        return
    twin = memory_twin.without(project, stones)
    try:
        yield snapshot.take(twin)
    finally:
        twin.close()


def _wording(ours: Project, now: Snapshot, theirs: Snapshot) -> Callable[[str], DeidentifiedText]:
    """How our texts read in copies that leave us."""
    withheld = any(WITHHELD in row["text"] for row in theirs.rows["source"].values())
    with outgoing(ours, quotes=withheld) as reading:
        by_id = replaced_in(reading)
    ids = now.ids["source"]

    def worded(source: str) -> DeidentifiedText:
        known = by_id.get(ids.get(source, 0))
        return known if known is not None and known.source == now.text(source) else DeidentifiedText(now.text(source))

    return worded


def _rename(work: Work) -> None:
    if any(work.same.pairs.values()):
        work.theirs = work.same.renamed(work.theirs)
        work.base = work.same.renamed(work.base) if work.base is not None else None


def _match_codings(work: Work) -> None:
    """Codings that both sides made by themselves: one coder, one code, one passage."""
    ground = _ground(work)
    mine = {u: row for u, row in work.ours.rows["segment"].items() if u not in work.theirs.rows["segment"]}
    if not mine:
        return
    columns = ("source_id", "start", "end", "code_id", "coder_id")
    there = {tuple(row[column] for column in columns): uuid for uuid, row in mine.items()}
    pairs: dict[str, str] = {}
    base = work.base.rows["segment"] if work.base else {}
    for uuid, row in work.theirs.rows["segment"].items():
        if uuid in work.ours.rows["segment"] or uuid in base or not ground.has(row["source_id"]):
            continue
        span = span_of(row)
        assert span is not None
        place = ground.place(row["source_id"], span).span
        known = there.pop((row["source_id"], place.start, place.end, row["code_id"], row["coder_id"]), None)
        if known is not None:
            pairs[uuid] = known
    if pairs:
        again = Same({table: dict(pairs) if table == "segment" else {} for table in snapshot.TABLES})
        work.theirs = again.renamed(work.theirs)
        work.same.pairs["segment"].update(pairs)
        # Of one coding a reviewer has one verdict.
        verdicts = same_things.pair_verdicts(work.ours, work.theirs)
        work.theirs = verdicts.renamed(work.theirs)
        work.same.pairs["verdict"].update(verdicts.pairs["verdict"])


def _ground(work: Work, texts: Mapping[str, str] | None = None) -> Ground:
    now = {uuid: row["text"] for uuid, row in work.ours.rows["source"].items()}
    return Ground(work.base, work.theirs, {**now, **(texts or {})}, work.wording)


def _texts(work: Work) -> dict[str, MergedText]:
    found = {}
    for uuid, row in work.theirs.rows["source"].items():
        ours = work.ours.get("source", uuid)
        if ours is None or ours["text"] == row["text"]:
            continue
        base, here, there = work.base.get("source", uuid) if work.base else None, ours["text"], row["text"]
        if merged := two_ways(here, there) if base is None else merge_texts(base["text"], here, there):
            found[uuid] = merged
    return found


def _items(work: Work, me: str) -> Generator[Progress, None, list[MergeItem]]:
    ground = _ground(work)
    merged = {uuid: apply_edits(work.ours.text(uuid), text.edits) for uuid, text in work.texts.items() if text.edits}
    comparing = Comparing(work.base, work.ours, work.theirs, ground, work.found.gone_here, work.texts)
    is_copy = work.review_copy is not None
    arranging = Arranging(comparing, comparing.deltas(), review_copy=is_copy, told=work.merged_codes)
    work.became_there = arranging.became_there
    tree_merge.mark_clashes(work.ours, arranging.deltas)
    drafts = arranging.drafts()
    work.drafts = {draft.key: draft for draft in drafts}
    work.orders = tree_merge.new_orders(work.base, work.ours, work.theirs)
    wording = Wording(work.ours, work.theirs, (ground, _ground(work, merged)), work.hidden, me)
    items = [_withdrawal(stone) for stone in work.stones]
    items += [item for uuid, text in work.texts.items() for item in _text_items(work, uuid, text)]
    for number, draft in enumerate(drafts):
        if number % _TOLD_EACH == 0:
            yield "items", 0.6 + 0.4 * number / len(drafts)
        items.append(wording.item(draft))
    items += [_order_item(work, parent) for parent in work.orders]
    return items


def _withdrawal(stone: Stone) -> MergeItem:
    said = "A participant was withdrawn there" if stone["kind"] == "withdrawal" else "Recordings were destroyed there"
    detail = "What is theirs is removed here as well, for good, before anything else is merged."
    return MergeItem(f"withdrawal:{stone['uuid']}", "withdrawal", "remove", said, detail, fixed=True)


def _text_items(work: Work, uuid: str, text: MergedText) -> list[MergeItem]:
    name = str(work.ours.rows["source"][uuid]["name"])
    items = []
    if text.edits:
        shown = tuple(_corrected(work.ours.text(uuid), n, edit) for n, edit in enumerate(text.edits, 1))
        count = f"{len(text.edits)} corrections" if len(text.edits) > 1 else "1 correction"
        title = f"Text of “{name}”: {count}"
        items.append(MergeItem(f"text:{uuid}", "text", "change", title, source=name, fields=shown))
    for number, clash in enumerate(text.clashes):
        known = None if work.base is None else clash.base
        ours = work.ours.text(uuid)
        context = ours[max(0, clash.edit.at - 60) : clash.edit.at], ours[clash.edit.end : clash.edit.end + 60]
        items.append(
            MergeItem(
                f"text:{uuid}:{number}",
                "text",
                "change",
                f"Text of “{name}”: “{shortened(clash.ours, 40)}” or “{shortened(clash.theirs, 40)}”",
                source=name,
                quote=clash.ours,
                context=context,
                fields=(MergeField("text", known, clash.ours, clash.theirs, conflict=True),),
                conflict="The words were corrected on both sides, each in another way.",
                default="ours",
            )
        )
    return items


def _corrected(text: str, number: int, edit: Edit) -> MergeField:
    """A correction with the words beside it, by which one finds the place."""
    before, behind = text[max(0, edit.at - _BESIDE) : edit.at], text[edit.end : edit.end + _BESIDE]
    if edit.at > _BESIDE:
        before = f"… {before.partition(' ')[2]}"
    if edit.end + _BESIDE < len(text):
        behind = f"{behind.rpartition(' ')[0]} …"
    ours, theirs = (f"{before}{words}{behind}" for words in (edit.removed, edit.inserted))
    return MergeField(f"place {number}", ours, ours, theirs)


def _order_item(work: Work, parent: str) -> MergeItem:
    above = work.ours.get("code", parent)
    where = f"below “{above['name']}”" if above else "at the top"
    names = ", ".join(str(row["name"]) for uuid in work.orders[parent] if (row := work.ours.get("code", uuid)))
    return MergeItem(f"order:{parent}", "order", "change", f"Order of the codes {where}", names)
