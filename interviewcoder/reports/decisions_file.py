"""What was decided about disagreements of coders, and why, as a table (CSV)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.coding import codes, segments
from interviewcoder.coding.segments import SegmentView
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project import coders
from interviewcoder.reports import export_gate
from interviewcoder.reports.blocks import Sheet
from interviewcoder.reports.sheet_file import write_csv
from interviewcoder.reports.whole_file import FileKind, refuse_places_of
from interviewcoder.review import decisions, disputes
from interviewcoder.review.dispute_views import OUTCOMES, Decision, State
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

CSV_FILE = FileKind("table (CSV)", ".csv", "decisions.csv")

# Each column with its width in letters.
_COLUMNS = (
    ("source", 24),
    ("start", 9),
    ("end", 9),
    ("words", 60),
    ("code", 24),
    ("coders", 24),
    ("coded", 60),
    ("outcome", 20),
    ("holds", 60),
    ("reason", 40),
    ("decided by", 16),
    ("decided at", 20),
    ("state", 24),
)
_STATES: Mapping[State, str] = {
    "holds": "holds",
    "changed": "open again: codings were changed",
    "agreed": "the coders agree by now",
}


@dataclass(frozen=True, slots=True)
class DecisionsReceipt:
    """What was written: how many decisions, and what is to be known of the file."""

    decisions: int
    warnings: tuple[str, ...] = ()


def write_decisions(project: Project, path: Path, terms: Terms = AS_USUAL) -> DecisionsReceipt:
    """Write all decisions, a row for each place and code, in the order of sources and places.

    Places are in code points of the text as it leaves, the end excluded. What
    is in sources that somebody still codes blind is left out.

    Raises:
        ExportFailed: the folder doesn't exist, or the name can't be taken.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold.
        StorageFailed: the disk is full, or the place can't be written.
    """
    refuse_places_of(project.path, path, CSV_FILE)
    # Only the project itself has a history to ask what changed since.
    states = disputes.states(project)
    with export_gate.leaving(project, "decisions on disagreements", terms, quotes=True) as gate:
        rows = list(_rows(gate.reading, states))
        content = BytesIO()
        write_csv(Sheet("Decisions", _COLUMNS, rows), content)
        gate.holds(decisions=len(rows))
        gate.put(content.getvalue(), path, CSV_FILE)
    return DecisionsReceipt(len(rows), gate.warnings)


def _rows(reading: Project, states: Mapping[int, State]) -> Iterator[tuple[str | int, ...]]:
    names = {coder.uuid: coder.name for coder in coders.listing(reading)}
    tree = codes.tree(reading)
    found = [each for each in decisions.single(reading) if each.row_ids[0] in states]
    for source in catalogue.listing(reading):
        here = sorted((each for each in found if each.source_id == source.id), key=lambda each: each.span)
        text = transcript_of(reading, source.id).text if here else ""
        there = segments.in_source(reading, source.id) if here else []
        for each in here:
            who = [(names.get(uuid, "?"), _coded(there, names.get(uuid), each, text)) for uuid in each.coder_uuids]
            yield (
                source.name,
                each.span.start,
                each.span.end,
                _line(text, each.span),
                codes.path_of(tree, each.code_ids[0]),
                "; ".join(name for name, _ in who),
                "; ".join(f"{name}: {words}" for name, words in who),
                _outcome(each, names),
                " … ".join(_line(text, span) for _, span in each.spans),
                " ".join(each.reason.split()),
                each.decided_by,
                each.decided_at,
                _STATES[states[each.row_ids[0]]],
            )


def _coded(there: Sequence[SegmentView], name: str | None, decision: Decision, text: str) -> str:
    """What a coder has in a place, in their words; what they had may be another thing."""
    mine = [
        f"“{_line(text, each.span)}”"
        for each in there
        if each.coder == name and each.code_id == decision.code_ids[0] and each.span.overlaps(decision.span)
    ]
    return ", ".join(mine) or "not coded"


def _outcome(decision: Decision, names: Mapping[str, str]) -> str:
    if decision.outcome in OUTCOMES:
        return f"as {names.get(decision.holder, '?')} coded"
    return {"all": "as all coded together", "none": "not coded"}.get(decision.outcome, "an extent of its own")


def _line(text: str, span: Span) -> str:
    return " ".join(span.text_in(text).split())
