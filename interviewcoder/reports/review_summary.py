"""The review summary as a document: what was checked, found, decided and approved, with a line to sign on."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.outgoing import is_withheld, worded
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_body, export_gate, review_outcomes, to_html, whole_file
from interviewcoder.reports.blocks import Block, Cell, Layout, Paragraph, Run, Table, cell, paragraph
from interviewcoder.reports.review_outcomes import SHOWN_HASH, WIDTH, Told, day_told, quoted, said_by
from interviewcoder.reports.team_words import ROLES, told_share
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.wording import count_of, day_in_words, short_day, withheld_note
from interviewcoder.review import review_summary
from interviewcoder.review.comment_views import ThreadView
from interviewcoder.review.review_summary_views import (
    QueriedCoding,
    Reviewer,
    ReviewSummary,
    Verdicts,
)

KINDS: Mapping[str, FileKind] = {
    "docx": FileKind("Word document", ".docx", "review summary.docx", b"PK\x03\x04"),
    "html": FileKind("web page", ".html", "review summary.html", b"<!DOCTYPE html>"),
}
TITLE = "Review summary"


@dataclass(frozen=True, slots=True)
class ReviewSummaryReceipt:
    """What was written: the file, how much is told in it, and what is to be known of it."""

    path: Path
    threads: int
    proposals: int
    decisions: int
    warnings: tuple[str, ...] = ()


def write_review_summary(
    project: Project, path: Path, terms: Terms = AS_USUAL, *, reviewer_id: int | None = None
) -> ReviewSummaryReceipt:
    """Write what was reviewed as the file's name says: `.docx` or `.html`; of one reviewer where they are named.

    Raises:
        ExportFailed: the name has another ending, or can't be taken.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold.
        NotFound: the reviewer is gone.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = KINDS.get(path.suffix.casefold().removeprefix("."))
    if kind is None:
        raise ExportFailed(
            f"A review summary isn't written as “{path.suffix}”.", "Give the file a name in .docx or .html."
        )
    whole_file.refuse_places_of(project.path, path, kind)
    with export_gate.leaving(project, "review summary", terms, quotes=True) as gate:
        found = review_summary.read(project, gate.reading, reviewer_id=reviewer_id)
        told = Told(gate.reading.title, found, lambda text: worded(gate.reading, text))
        quotes = [each.quote for each in found.threads] + [each.quote for each in found.proposals]
        quotes += [each.words for each in found.queried] + [each.words for each in found.decided]
        withheld = sum(is_withheld(gate.reading, words) for words in quotes)
        hashes = {each.sha256 for each in found.approvals} | {found.signoff.sha256}
        gate.knows(*hashes, *(each[:SHOWN_HASH] for each in hashes))
        gate.holds(threads=len(found.threads), proposals=len(found.proposals), decisions=len(found.decided))
        written = BytesIO()
        write = docx_body.write if kind is KINDS["docx"] else to_html.write
        write(_layout(told), written, lambda steps: None)
        gate.put(written.getvalue(), path, kind)
    notes = (withheld_note(withheld),) if withheld else ()
    counts = (len(found.threads), len(found.proposals), len(found.decided))
    return ReviewSummaryReceipt(path, *counts, (*notes, *gate.warnings))


def _layout(told: Told) -> Layout:
    today = datetime.datetime.now().astimezone().date()
    found = told.found
    steps = 20 + len(found.threads) + len(found.queried) + len(found.proposals) + len(found.decided)
    return Layout(told.title, TITLE, today, _blocks(told, today), steps, landscape=True)


def _blocks(told: Told, today: datetime.date) -> Iterator[Block]:
    found = told.found
    yield paragraph("Title", TITLE)
    yield paragraph("Title Facts", told.title)
    who = found.reviewer.name if found.reviewer else ", ".join(each.coder.name for each in found.reviewers)
    yield paragraph("Title Facts", " · ".join(filter(None, (who, day_in_words(today)))))
    if found.is_empty:
        yield paragraph("Normal", "Nobody has reviewed anything yet.")
    yield from _checked(found)
    yield from _queried(found)
    yield from _threads(found)
    yield from review_outcomes.proposals(found)
    yield from review_outcomes.decided(told)
    yield from review_outcomes.approved(told)
    yield from review_outcomes.came_and_went(told)
    yield from review_outcomes.signature(found)


# What was checked


def _checked(found: ReviewSummary) -> Iterator[Block]:
    yield paragraph("Heading 1", "What was checked")
    all_of = found.verdicts
    if not all_of.reviewed:
        yield paragraph("Normal", f"None of {count_of(all_of.codings, 'coding')} was agreed with or queried.")
    else:
        told = f"{all_of.reviewed:,} of {count_of(all_of.codings, 'coding')} ({told_share(all_of.share)})"
        yield paragraph("Normal", f"{told}: {all_of.agreed:,} agreed with, {all_of.queried:,} queried.")
    if found.reviewers:
        head = ("Reviewer", "Codings looked at", "Agreed", "Queried", "Sources", "Comments", "Proposals", "Decisions", "Approvals")  # fmt: skip  # noqa: E501
        widths = (WIDTH - 2300 - 7 * 1180, 2300, *[1180] * 7)
        yield Table("journal", "Reviewers", head, widths, map(_reviewer_row, found.reviewers))
    if found.by_source:
        yield paragraph("Heading 2", "By source")
        by = ("Source", "Codings", "Looked at", "Share", "Agreed", "Queried")
        rows = ((cell("Table Code", name), *_verdict_cells(verdicts)) for name, verdicts in found.by_source)
        yield Table("journal", "What was checked by source", by, (WIDTH - 5 * 1700, *[1700] * 5), rows)


def _reviewer_row(each: Reviewer) -> tuple[Cell, ...]:
    named = [paragraph("Table Code", each.coder.name)]
    if each.coder.role:
        named.append(paragraph("Table Note", ROLES.get(each.coder.role, each.coder.role)))
    looked = f"{each.verdicts.reviewed:,} of {each.verdicts.codings:,} ({told_share(each.verdicts.share)})"
    did = (each.sources, each.comments, each.proposals, each.decisions, each.approvals)
    counts = (each.verdicts.agreed, each.verdicts.queried, *did)
    texts = (looked if each.verdicts.reviewed else "–", *(f"{count:,}" for count in counts))
    return (Cell(tuple(named), colour=each.coder.colour), *(cell("Table Text", text) for text in texts))


def _verdict_cells(verdicts: Verdicts) -> tuple[Cell, ...]:
    share = told_share(verdicts.share)
    texts = (f"{verdicts.codings:,}", f"{verdicts.reviewed:,}", share, f"{verdicts.agreed:,}", f"{verdicts.queried:,}")
    return tuple(cell("Table Text", text) for text in texts)


# What was found


def _queried(found: ReviewSummary) -> Iterator[Block]:
    if not found.queried:
        return
    yield paragraph("Heading 1", "Codings that were queried")
    head = ("Source", "Passage", "Coded as", "By", "What the reviewer noted")
    widths = (1700, 4200, 2300, 1700, WIDTH - 9900)
    yield Table("journal", "Codings that were queried", head, widths, map(_queried_row, found.queried))


def _queried_row(each: QueriedCoding) -> tuple[Cell, ...]:
    return (
        cell("Table Code", each.source),
        cell("Table Quote", quoted(each.words)),
        cell("Table Text", each.code),
        cell("Table Text", each.coder),
        said_by(each.note, f"{each.reviewer}, {day_told(each.given_at)}"),
    )


def _threads(found: ReviewSummary) -> Iterator[Block]:
    yield paragraph("Heading 1", "Comments and tasks")
    if not found.threads:
        yield paragraph("Normal", "Nothing was commented on.")
        return
    left = sum(each.is_open for each in found.threads)
    yield paragraph("Normal", f"{count_of(len(found.threads), 'thread')}: {left:,} open, {len(found.threads) - left:,} settled.")  # fmt: skip  # noqa: E501
    for title, some in (
        ("Open", [each for each in found.threads if each.is_open]),
        ("Settled", [each for each in found.threads if not each.is_open]),
    ):
        if some:
            yield paragraph("Heading 2", title)
            widths = (4600, WIDTH - 4600)
            yield Table("journal", f"{title} threads", ("About", "What was said"), widths, map(_thread_row, some))


def _thread_row(thread: ThreadView) -> tuple[Cell, ...]:
    about = [paragraph("Table Code", _about(thread))]
    if thread.quote:
        about.append(paragraph("Table Quote", quoted(thread.quote)))
    said = [
        Paragraph("Table Text", (Run(f"{each.coder}, {day_told(each.created_at)}: ", "who"), Run(each.text)))
        for each in thread.comments
    ]
    facts = [f"for {thread.assignee}"] if thread.assignee else []
    facts += [f"until {short_day(datetime.date.fromisoformat(thread.due))}"] if thread.due else []
    if not thread.is_open:
        facts.append(f"settled by {thread.resolver or 'somebody'} on {day_told(thread.resolved_at)}")
    if facts:
        said.append(paragraph("Table Note", f"{' · '.join(facts)[:1].upper()}{' · '.join(facts)[1:]}"))
    return Cell(tuple(about)), Cell(tuple(said))


def _about(thread: ThreadView) -> str:
    if thread.was_about:
        return f"{thread.was_about} (no longer there)"
    if thread.about.kind == "project":
        return "The study"
    if thread.about.kind == "coding":
        return f"{thread.source}: coded as “{thread.about_name}”"
    kinds = {"code": f"The code “{thread.about_name}”", "version": f"The codebook version “{thread.about_name}”"}
    return kinds.get(thread.about.kind, thread.about_name)
