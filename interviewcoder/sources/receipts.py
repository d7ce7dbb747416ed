"""What became of a transcript's codings and memos while it was corrected, told by their words before and now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Row, Select, select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, MemoLinkRow, MemoRow, SegmentRow, SourceRow
from interviewcoder.sources.correcting import Receipt
from interviewcoder.sources.text import Span

_AROUND = 40
_Columns = tuple[int, int, str, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A source's text, and the passages of its codings and of memos in it, as they were at one moment.

    `memos` are those on passages and those that point to one, each memo with all its passages.
    """

    source_id: int
    text: str
    codings: Mapping[int, Span]
    memos: Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """One coding with its words before and now; `lost` where none are left.

    `place` shows where a coding without words stands: what is said before and
    behind it.
    """

    segment_id: int
    source_id: int
    source: str
    span: Span
    code: str
    colour: str
    before: str = ""
    after: str = ""
    place: tuple[str, str] = ("", "")

    @property
    def lost(self) -> bool:
        """Whether no words are left of it."""
        return self.span.length == 0


def snapshot(project: Project, source_id: int) -> Snapshot:
    """Take down what is on which words now."""
    session = project.session
    text = session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
    codings = select(SegmentRow.id, SegmentRow.start, SegmentRow.end).where(SegmentRow.source_id == source_id)
    memos: dict[int, tuple[Span, ...]] = {}
    own = select(MemoRow.id, MemoRow.start, MemoRow.end).where(MemoRow.source_id == source_id)
    linked = select(MemoLinkRow.memo_id, MemoLinkRow.start, MemoLinkRow.end).where(MemoLinkRow.source_id == source_id)
    for query in (own.where(MemoRow.start.is_not(None)).order_by(MemoRow.id), linked.order_by(MemoLinkRow.id)):
        for id_, start, end in session.execute(query):
            memos[id_] = (*memos.get(id_, ()), Span(start or 0, end or 0))
    spans = {id_: Span(start, end) for id_, start, end in session.execute(codings)}
    return Snapshot(source_id, text, spans, memos)


def receipt_since(project: Project, was: Snapshot) -> Receipt:
    """What all that was done since then meant: typing, undo and redo together.

    Codings and memos that came or went by somebody's hand aren't counted, nor
    are those that had no words to begin with and have none now.
    """
    now = snapshot(project, was.source_id)
    unchanged = 0
    changed, lost = [], []
    for id_, span in was.codings.items():
        there = now.codings.get(id_)
        if there is None or not (span.length or there.length):
            continue
        if there == span and now.text is was.text:
            unchanged += 1
        elif not there.length:
            lost.append(id_)
        elif was.text[span.start : span.end] == now.text[there.start : there.end]:
            unchanged += 1
        else:
            changed.append(id_)
    order = now.codings
    changed.sort(key=lambda id_: (order[id_], id_))
    lost.sort(key=lambda id_: (order[id_], id_))
    return Receipt(unchanged, tuple(changed), tuple(lost), *_memos_since(was, now))


def lines_since(project: Project, was: Snapshot) -> list[Line]:
    """The codings whose words are others now: those without any first, then in the order of the text."""
    receipt = receipt_since(project, was)
    wanted = {*receipt.to_look_at, *receipt.changed}
    text = project.session.scalar(select(SourceRow.text).where(SourceRow.id == was.source_id)) or ""
    rows = project.session.execute(_query().where(SegmentRow.source_id == was.source_id))
    found = [_line(row, text, was) for row in rows if row[0] in wanted]
    return sorted(found, key=lambda line: (not line.lost, line.span, line.segment_id))


def without_words(project: Project) -> list[Line]:
    """All codings of the study that have no words left, by source and place."""
    found = []
    texts: dict[int, str] = {}
    for row in project.session.execute(_query().where(SegmentRow.start == SegmentRow.end)):
        source_id = row[1]
        if source_id not in texts:
            texts[source_id] = project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
        found.append(_line(row, texts[source_id], None))
    return found


def _memos_since(was: Snapshot, now: Snapshot) -> tuple[tuple[int, ...], tuple[int, ...]]:
    changed, lost = [], []
    for id_, spans in was.memos.items():
        there = now.memos.get(id_, ())
        if len(there) != len(spans):
            continue
        pairs = list(zip(spans, there, strict=True))
        if any(before.length and not after.length for before, after in pairs):
            lost.append(id_)
        elif any(before.text_in(was.text) != after.text_in(now.text) for before, after in pairs):
            changed.append(id_)
    return tuple(changed), tuple(lost)


def _query() -> Select[_Columns]:
    columns = (
        SegmentRow.id,
        SourceRow.id,
        SourceRow.name,
        SegmentRow.start,
        SegmentRow.end,
        CodeRow.name,
        CodeRow.colour,
    )
    joined = select(*columns).join(SourceRow, SourceRow.id == SegmentRow.source_id)
    joined = joined.join(CodeRow, CodeRow.id == SegmentRow.code_id)
    return joined.order_by(SourceRow.position, SourceRow.id, SegmentRow.start, SegmentRow.id)


def _line(row: Row[_Columns], text: str, was: Snapshot | None) -> Line:
    id_, source_id, source, start, end, code, colour = row
    before = was.codings[id_].text_in(was.text) if was is not None else ""
    place = (text[max(0, start - _AROUND) : start], text[start : start + _AROUND]) if start == end else ("", "")
    return Line(id_, source_id, source, Span(start, end), code, colour, before, text[start:end], place)


def total(of: Iterable[Receipt]) -> Receipt:
    """Receipts of different sources together."""
    each = list(of)
    changed, lost, memos, memos_lost = (
        tuple(id_ for ids in which for id_ in ids)
        for which in (
            [one.changed for one in each],
            [one.to_look_at for one in each],
            [one.memos_changed for one in each],
            [one.memos_to_look_at for one in each],
        )
    )
    return Receipt(sum(one.unchanged for one in each), changed, lost, memos, memos_lost)
