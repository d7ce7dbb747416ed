"""The second half of a review summary: what was decided and approved, what came and went, and who signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from interviewcoder.reports.blocks import Block, Cell, Table, cell, paragraph
from interviewcoder.reports.team_words import ROLES, told_value
from interviewcoder.reports.wording import count_of, on_one_line, short_day
from interviewcoder.review.codebook_history import counts_of
from interviewcoder.review.proposal_reading import ProposalView
from interviewcoder.review.review_summary_views import DecidedPlace, Received, ReviewSummary
from interviewcoder.review.signoff import ApprovalView
from interviewcoder.review.team_coding import day_of, moment_of

WIDTH = 12_960
"""Of a landscape page, in twentieths of a point."""
_LONG = 236  # what is read of a longer passage ends somewhere in a word
SHOWN_HASH = 16
"""So many characters of a hash stand in a line."""
_STATES = {
    "holds": "",
    "changed": "Codings in the place were changed since: it is open again.",
    "agreed": "There the coders agree by now.",
    None: "Whether it still holds can’t be told while somebody codes the source blind.",
}
_PROPOSALS = {"open": "open", "accepted": "accepted", "rejected": "rejected"}
_ITEMS = {
    "case": "participant",
    "adjudication": "decision on a disagreement",
    "version": "codebook version",
    "identifiers": "decision about identifiers",
    "blind": "blind round",
    "verdict": "verdict on a coding",
}
_ITEMS_OF_MANY = {"adjudication": "decisions on disagreements", "verdict": "verdicts on codings"}
_ITEMS_OF_MANY |= {"identifiers": "decisions about identifiers"}


@dataclass(frozen=True, slots=True)
class Told:
    """A summary with the study's title, and how names are said where it goes."""

    title: str
    found: ReviewSummary
    say: Callable[[str], str]


def said_by(text: str, who: str) -> Cell:
    """What somebody said, with who and when below it."""
    return Cell((paragraph("Table Text", text or "–"), paragraph("Table Note", who)))


def quoted(words: str) -> str:
    """A passage on one line; where it goes on, that is said behind a whole word."""
    words = on_one_line(words)
    return words if len(words) < _LONG else f"{words.rpartition(' ')[0] or words} […]"


def day_told(moment: str) -> str:
    """The day of a stored moment, for narrow columns; empty where there is none."""
    return short_day(day_of(moment_of(moment))) if moment else ""


# What was decided


def proposals(found: ReviewSummary) -> Iterator[Block]:
    """What was proposed, and what was decided on it."""
    if not found.proposals:
        return
    yield paragraph("Heading 1", "Proposals")
    states = [each.state for each in found.proposals]
    told = ", ".join(f"{states.count(state)} {words}" for state, words in _PROPOSALS.items() if state in states)
    yield paragraph("Normal", f"{count_of(len(states), 'proposal')}: {told}.")
    head = ("What was proposed", "Why", "Decision")
    widths = (4800, 4000, WIDTH - 8800)
    yield Table("journal", "Proposals", head, widths, map(_proposal_row, found.proposals))


def _proposal_row(each: ProposalView) -> tuple[Cell, ...]:
    what = [paragraph("Table Code", each.what)]
    if each.quote:
        what.append(paragraph("Table Quote", f"{each.source}: {quoted(each.quote)}"))
    what.append(paragraph("Table Note", f"{each.coder}, {day_told(each.created_at)}"))
    decision = [paragraph("Table Text", _PROPOSALS[each.state].capitalize())]
    if each.decision_note:
        decision.append(paragraph("Table Text", each.decision_note))
    if not each.is_open:
        decision.append(paragraph("Table Note", f"{each.decider}, {day_told(each.decided_at)}"))
    return Cell(tuple(what)), cell("Table Text", each.reason or "–"), Cell(tuple(decision))


def decided(told: Told) -> Iterator[Block]:
    """The disagreements that were decided, with the agreement before and after."""
    found = told.found
    if not found.decided:
        return
    yield paragraph("Heading 1", "Disagreements that were decided")
    if found.compared:
        yield paragraph("Note", "Agreement per character over all codes: as they coded, and as if each had coded as was decided. Their own codings stay.")  # fmt: skip  # noqa: E501
        head = ("Coders", "Decided", "Open", "Agreement before", "Agreement after", "α before", "α after")
        rows = (
            tuple(
                cell("Table Code" if place == 0 else "Table Text", text)
                for place, text in enumerate(
                    (
                        " and ".join(each.coders),
                        f"{each.decided:,}",
                        f"{each.open:,}",
                        *("–" if value is None else f"{value * 100:.1f} %" for value in each.percent),
                        *(told_value(value, 3) for value in each.alpha),
                    )
                )
            )
            for each in found.compared
        )
        widths = (WIDTH - 2 * 1100 - 4 * 1750, 1100, 1100, *[1750] * 4)
        yield Table("journal", "Agreement before and after", head, widths, rows)
    yield paragraph("Heading 2", "Decisions")
    of = ("Source", "Disputed words", "Code", "What holds", "Reason")
    widths = (1700, 4000, 2300, 2400, WIDTH - 10_400)
    yield Table("journal", "Decisions", of, widths, map(_place_row, found.decided))


def _place_row(each: DecidedPlace) -> tuple[Cell, ...]:
    holds = [paragraph("Table Text", f"{each.outcome[:1].upper()}{each.outcome[1:]}")]
    if note := _STATES[each.state]:
        holds.append(paragraph("Table Note", note))
    return (
        cell("Table Code", each.source),
        cell("Table Quote", quoted(each.words)),
        cell("Table Text", each.codes),
        Cell(tuple(holds)),
        said_by(each.reason, f"{each.decided_by}, {day_told(each.decided_at)}"),
    )


# What was approved


def approved(told: Told) -> Iterator[Block]:
    """What was approved of the codebook, and whether it holds."""
    found = told.found
    yield paragraph("Heading 1", "The codebook")
    yield paragraph("Normal", told.say(_standing(found)))
    if not found.approvals:
        return
    head = ("Version", "SHA-256", "Said", "By", "What was said about it")
    rows = (_approval_row(told, each) for each in found.approvals)
    yield Table("journal", "Approvals", head, (2600, 3200, 1900, 2200, WIDTH - 9900), rows)
    yield paragraph("Table Note", f"The codebook as it is now: {found.signoff.sha256}")


def _standing(found: ReviewSummary) -> str:
    state = found.signoff
    who = " and ".join(each.coder for each in state.holding)
    if state.kind == "approved":
        return f"It is approved as it is now by {who}."
    if state.kind == "changes":
        asking = " and ".join(each.coder for each in state.holding if not each.approved)
        return f"{asking} asked for changes of it as it is now."
    if state.kind == "not asked":
        return "Nobody has approved it."
    last = f"“{state.last.version}”, " if state.last is not None and state.last.version else ""
    told = f"It was approved ({last}{day_told(state.last.given_at) if state.last else ''}) and has changed since: the approval doesn’t hold for it as it is now."  # fmt: skip  # noqa: E501
    if state.since is None:
        return told
    counts = ", ".join(f"{number} {kind}" for kind, number in counts_of(state.since).items() if number)
    return f"{told} Codes: {counts}." if counts else told


def _approval_row(told: Told, each: ApprovalView) -> tuple[Cell, ...]:
    holds = "holds" if each.holds else "of an earlier codebook"
    said = "Approved" if each.approved else "Asked for changes"
    return (
        cell("Table Code", told.say(each.version) or "a version that was deleted"),
        cell("Table Text", _hash(each.sha256)),
        Cell((paragraph("Table Text", said), paragraph("Table Note", holds))),
        Cell((paragraph("Table Text", told.say(each.coder)), paragraph("Table Note", day_told(each.given_at)))),
        cell("Table Text", told.say(each.note) or "–"),
    )


def _hash(sha256: str) -> str:
    """A hash on lines of sixteen characters, which fit a column."""
    return "\n".join(sha256[start : start + SHOWN_HASH] for start in range(0, len(sha256), SHOWN_HASH))


# What came and went


def came_and_went(told: Told) -> Iterator[Block]:
    """The review copies that were handed out, and the files that were merged."""
    found = told.found
    if found.handed_out:
        yield paragraph("Heading 1", "Review copies handed out")
        head = ("For", "Made on", "Opens until", "Sources", "Others’ codings")
        rows = (
            tuple(
                cell("Table Text", text)
                for text in (
                    told.say(each.recipient),
                    short_day(day_of(each.made_at)),
                    short_day(each.expires_on) if each.expires_on else "no end",
                    f"{len(each.sources):,}",
                    "left out (blind)" if each.blind else "in it",
                )
            )
            for each in found.handed_out
        )
        yield Table("journal", "Review copies", head, (WIDTH - 4 * 2200, *[2200] * 4), rows)
    if found.received:
        yield paragraph("Heading 1", "Merges")
        of = ("When", "File", "From", "Taken", "Left", "Conflicts", "Without a place")
        widths = (1700, 3000, 2000, WIDTH - 10_300, 1000, 1200, 1400)
        yield Table("journal", "Merges", of, widths, (_received_row(told, each) for each in found.received))


def _received_row(told: Told, each: Received) -> tuple[Cell, ...]:
    taken = ", ".join(_items(kind, number) for kind, number in each.taken.items() if number)
    whose = f"review copy of {each.reader}" if each.reader else "a project"
    texts = (day_told(each.at), told.say(each.file_name), told.say(whose), taken or "nothing")
    counts = (each.left, each.conflicts, each.unplaced)
    return tuple(cell("Table Text", text) for text in (*texts, *map(str, counts)))


def _items(kind: str, number: int) -> str:
    if number != 1 and kind in _ITEMS_OF_MANY:
        return f"{number:,} {_ITEMS_OF_MANY[kind]}"
    return count_of(number, _ITEMS.get(kind, kind))


def signature(found: ReviewSummary) -> Iterator[Block]:
    """A line to sign on for each reviewer."""
    yield paragraph("Heading 1", "Signed")
    who = [(each.coder.name, ROLES.get(each.coder.role, "")) for each in found.reviewers] or [("", "")]
    rows = (
        (cell("Table Code", f"{name}\n\n"), cell("Table Text", role), cell("Table Text", ""), cell("Table Text", ""))
        for name, role in who
    )
    yield Table("journal", "Signatures", ("Name", "Role", "Date", "Signature"), (3600, 2200, 2400, WIDTH - 8200), rows)
