"""What each coder has coded of each source, and when: read once, for the team report."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise

from sqlalchemy import select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, SegmentRow, SourceRow, SpeakerRow, TurnRow
from interviewcoder.sources.text import Span


@dataclass(frozen=True, slots=True)
class CodedSource:
    """What one coder coded of one source.

    `covered` are the counted characters that have at least one of their
    codes, `share` what part of the source that is (0 to 1). `per_1000_words`
    counts codings per thousand counted words of the source, `mean_words` is
    the mean length of a coding in words. `new_codes` are codes that they made
    from their first coding here until their first in the next source,
    `first_used` codes that they used in no source before.
    """

    coder_id: int
    source_id: int
    codings: int
    covered: int
    share: float
    first: datetime
    last: datetime
    per_1000_words: float
    mean_words: float
    new_codes: int
    first_used: int


@dataclass(frozen=True, slots=True)
class SourceSize:
    """How long a source is: characters and words that are counted."""

    id: int
    name: str
    characters: int
    words: int


@dataclass(frozen=True, slots=True)
class _Coding:
    code_id: int
    span: Span
    at: datetime
    by_rule: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """What was read: sources in the study's order; per coder their sources in the order of coding; all moments."""

    sources: tuple[SourceSize, ...]
    by_coder: Mapping[int, tuple[CodedSource, ...]]
    moments: Mapping[int, tuple[datetime, ...]]
    by_rule: Mapping[int, int]


def moment_of(text: str) -> datetime:
    """A stored moment; one without a zone is in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def day_of(moment: datetime) -> date:
    """The day on which something was, by the clock of this machine."""
    return moment.astimezone().date()


def read(project: Project, *, participants_only: bool) -> Coded:
    """Read what was coded by whom; with `participants_only` the interviewer's turns count neither as text nor as coded.

    What the coder at work may not see isn't counted (`project.seeing`).
    """
    codings = _codings(project)
    asked = _interviewer_turns(project) if participants_only else {}
    sizes: list[SourceSize] = []
    found: dict[int, list[CodedSource]] = defaultdict(list)
    used: dict[tuple[int, int], frozenset[int]] = {}
    rows = select(SourceRow.id, SourceRow.name, SourceRow.text).order_by(SourceRow.position, SourceRow.id)
    for source_id, name, text in project.session.execute(rows):
        turns = asked.get(source_id, ())
        words = len(text.split()) - sum(len(span.text_in(text).split()) for span in turns)
        size = SourceSize(source_id, name, len(text) - sum(span.length for span in turns), words)
        sizes.append(size)
        for coder_id, some in codings.get(source_id, {}).items():
            found[coder_id].append(_coded(coder_id, size, text, some, turns))
            used[coder_id, source_id] = frozenset(each.code_id for each in some)
    made = _codes_made(project)
    all_of = {coder_id: [each for some in codings.values() for each in some.get(coder_id, ())] for coder_id in found}
    return Coded(
        tuple(sizes),
        {coder_id: _in_order(some, made.get(coder_id, ()), used) for coder_id, some in found.items()},
        {coder_id: tuple(sorted(each.at for each in some)) for coder_id, some in all_of.items()},
        {coder_id: sum(each.by_rule for each in some) for coder_id, some in all_of.items()},
    )


def _codings(project: Project) -> dict[int, dict[int, list[_Coding]]]:
    """All codings that still have text, by source and coder."""
    one = SegmentRow
    columns = (one.source_id, one.coder_id, one.code_id, one.start, one.end, one.created_at, one.made_by != "")
    rows = select(*columns).where(one.end > one.start).order_by(one.source_id, one.start)
    found: dict[int, dict[int, list[_Coding]]] = defaultdict(lambda: defaultdict(list))
    for source_id, coder_id, code_id, start, end, at, by_rule in project.session.execute(rows):
        found[source_id][coder_id].append(_Coding(code_id, Span(start, end), moment_of(at), by_rule))
    return found


def _interviewer_turns(project: Project) -> dict[int, list[Span]]:
    """The interviewer's turns, by source, in the order of the text."""
    rows = (
        select(TurnRow.source_id, TurnRow.start, TurnRow.end)
        .join(SpeakerRow, SpeakerRow.id == TurnRow.speaker_id)
        .where(SpeakerRow.interviewer.is_(True), TurnRow.end > TurnRow.start)
        .order_by(TurnRow.source_id, TurnRow.start)
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for source_id, start, end in project.session.execute(rows):
        found[source_id].append(Span(start, end))
    return found


def _codes_made(project: Project) -> dict[int, list[datetime]]:
    rows = select(CodeRow.coder_id, CodeRow.created_at).where(CodeRow.coder_id.is_not(None))
    found: dict[int, list[datetime]] = defaultdict(list)
    for coder_id, at in project.session.execute(rows):
        if coder_id is not None:
            found[coder_id].append(moment_of(at))
    return {coder_id: sorted(some) for coder_id, some in found.items()}


def _coded(
    coder_id: int, size: SourceSize, text: str, codings: Sequence[_Coding], asked: Sequence[Span]
) -> CodedSource:
    covered = _covered([each.span for each in codings], asked)
    lengths = [len(each.span.text_in(text).split()) for each in codings]
    moments = [each.at for each in codings]
    return CodedSource(
        coder_id,
        size.id,
        len(codings),
        covered,
        covered / size.characters if size.characters else 0.0,
        min(moments),
        max(moments),
        1000 * len(codings) / size.words if size.words else 0.0,
        sum(lengths) / len(lengths),
        0,
        0,
    )


def _covered(spans: Iterable[Span], without: Sequence[Span]) -> int:
    """How many characters lie in any of these passages, those in `without` not counted; all in the order of starts."""
    found, end = 0, 0
    ends = [span.end for span in without]
    for span in spans:
        start = max(span.start, end)
        if span.end <= start:
            continue
        end = span.end
        found += end - start
        for place in range(bisect_left(ends, start), len(without)):
            other = without[place]
            if other.start >= end:
                break
            found -= max(0, min(end, other.end) - max(start, other.start))
    return found


def _in_order(
    some: Iterable[CodedSource], made: Sequence[datetime], used: Mapping[tuple[int, int], frozenset[int]]
) -> tuple[CodedSource, ...]:
    """A coder's sources in the order in which they began to code them, with the codes that were new in each."""
    ordered = sorted(some, key=lambda each: (each.first, each.source_id))
    # What was made before the first coding was made for it.
    ends = [bisect_left(made, after.first) for _, after in pairwise(ordered)] + [len(made)]
    known: set[int] = set()
    found, before = [], 0
    for each, end in zip(ordered, ends, strict=True):
        codes = used[each.coder_id, each.source_id]
        found.append(replace(each, new_codes=end - before, first_used=len(codes - known)))
        known |= codes
        before = end
    return tuple(found)
