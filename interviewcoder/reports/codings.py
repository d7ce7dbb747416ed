"""Every coding of a study: each passage with who says it, when, under which code, and what was said about it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from interviewcoder.coding import codes
from interviewcoder.project.file import Project
from interviewcoder.reports.blocks import Block, Layout, Paragraph, Run, Sheet, paragraph
from interviewcoder.reports.passages import CodedText, Passage, coded_text
from interviewcoder.reports.quotes import Quote
from interviewcoder.reports.wording import blind_note, clock, count_of, day_in_words, on_one_line, withheld_note

Order = Literal["code", "source"]
NO_CODINGS = "No passage is coded yet."
_COLUMNS = (
    ("Code", 24),
    ("Theme path", 34),
    ("Source", 20),
    ("Participant", 14),
    ("Role", 14),
    ("Speaker", 12),
    ("Time", 9),
    ("Start", 9),
    ("End", 9),
    ("Passage", 80),
    ("Coder", 18),
    ("Exemplar", 10),
    ("Negative case", 10),
    ("Level", 10),
    ("Memo", 40),
    ("Made by", 24),
)


@dataclass(frozen=True, slots=True)
class Coding:
    """A coding as the report shows it: its passage, and its code by name, path and colour."""

    passage: Passage
    code: str
    path: str
    colour: str

    @property
    def quote(self) -> Quote:
        """The words, and who says them."""
        return self.passage.quote


@dataclass(frozen=True, slots=True)
class Codings:
    """All codings by code (in the order of the tree) or by source (in that of the list), then as the text goes."""

    title: str
    day: datetime.date
    order: Order
    codings: tuple[Coding, ...]
    notes: tuple[str, ...]


def all_codings(project: Project, order: Order = "code", coded: CodedText | None = None) -> Codings:
    """Read all codings of a project; `coded` is what it holds, where that was read already."""
    nodes = codes.tree(project)
    places: dict[int, tuple[int, str, str, str]] = {}
    names: list[str] = []
    for place, node in enumerate(nodes):
        names = [*names[: node.depth], node.name]
        places[node.id] = (place, node.name, codes.PATH_SEPARATOR.join(names), node.colour)
    coded = coded_text(project, timed=True) if coded is None else coded
    passages: Sequence[Passage] = coded.passages
    if order == "code":
        # sorted() is stable: under each code passages stay in reading order.
        passages = sorted(passages, key=lambda passage: places[passage.code_id][0])
    found = tuple(Coding(passage, *places[passage.code_id][1:]) for passage in passages)
    notes = [f"Codings whose words were all deleted, left out: {coded.emptied}."] if coded.emptied else []
    if coded.withheld:
        notes.append(withheld_note(coded.withheld))
    if coded.blind:
        notes.append(blind_note(coded.blind))
    return Codings(project.title, datetime.datetime.now().astimezone().date(), order, found, tuple(notes))


def sheets(report: Codings) -> list[Sheet]:
    """The report as a workbook of one row a coding."""
    return [Sheet("Codings", _COLUMNS, map(_row, report.codings))]


def layout(report: Codings) -> Layout:
    """The report to be read: under each code, or in each source, its passages."""
    return Layout(report.title, "All codings", report.day, _blocks(report), 2 * len(report.codings) + 1)


def _row(coding: Coding) -> tuple[str | int, ...]:
    quote, passage = coding.quote, coding.passage
    return (
        coding.code,
        coding.path,
        quote.source,
        quote.case,
        quote.role,
        quote.speaker,
        clock(passage.start_ms),
        quote.span.start,
        quote.span.end,
        f"“{quote.text}”",
        passage.coder,
        "yes" if quote.marked else "",
        "yes" if quote.negative else "",
        passage.level,
        passage.memo,
        passage.made_by,
    )


def _blocks(report: Codings) -> Iterator[Block]:
    yield paragraph("Title", "All codings")
    yield paragraph("Title Facts", report.title)
    yield paragraph("Title Facts", f"{day_in_words(report.day)} · {count_of(len(report.codings), 'coded passage')}")
    for note in report.notes:
        yield paragraph("Note", note)
    if not report.codings:
        yield paragraph("Normal", NO_CODINGS)
    by_code = report.order == "code"
    key = (lambda coding: coding.path) if by_code else (lambda coding: coding.quote.source_id)
    for number, (_, together) in enumerate(groupby(report.codings, key), 1):
        group = list(together)
        first = group[0]
        name, colour = (first.path, first.colour) if by_code else (first.quote.source, "")
        yield Paragraph("Heading 2", (Run(on_one_line(name)),), colour=colour, anchor=f"part-{number}")
        yield paragraph("Code Path", count_of(len(group), "passage"))
        for coding in group:
            yield Paragraph(
                "Coded Passage",
                (Run("“"), Run(coding.quote.text, "words"), Run("” "), Run(coding.quote.identifier, "who")),
            )
            yield paragraph("Passage Facts", _facts(coding, by_code=by_code))
            if coding.passage.memo:
                yield paragraph("Passage Memo", coding.passage.memo)


def _facts(coding: Coding, *, by_code: bool) -> str:
    quote, passage = coding.quote, coding.passage
    told = [
        quote.source if by_code else coding.path,
        clock(passage.start_ms),
        passage.coder,
        "exemplar" if quote.marked else "",
        "negative case" if quote.negative else "",
        passage.level,
        passage.made_by,
    ]
    return " · ".join(on_one_line(each) for each in told if each)
