"""What a codebook says of a code, under which label: MacQueen's columns and what goes with them.

MacQueen, McLellan, Kay & Milstein 1998: code, brief definition, full
definition, when to use, when not to use, example.
"""

from __future__ import annotations

from interviewcoder.reports.blocks import Sheet
from interviewcoder.reports.codebook import MIXED, PARTICIPANTS, SOURCES, Codebook, CodebookEntry, VersionMark
from interviewcoder.reports.quotes import Quote
from interviewcoder.reports.wording import count_of, day_in_words

OFFERED_NOTE = "No passage of this code is marked as an exemplar; InterviewCoder offers these here."
COUNT_HEADS = frozenset({PARTICIPANTS, SOURCES, MIXED, "References"})
NO_CODES = "The project has no codes yet."


def counting_note(book: Codebook) -> str:
    """What the numbers of a codebook's codes are."""
    first = {
        SOURCES: "Sources: those with at least one passage under the code; no participants are tied to them.",
        MIXED: "People or sources: participants with at least one passage under the code, and sources with one "
        "whose words are tied to nobody.",
    }.get(book.counted_as, "Participants: people with at least one passage under the code.")
    once = {SOURCES: "source", MIXED: "person or source"}.get(book.counted_as, "person")
    return (
        f"{first} References: passages under the code. "
        f"Both are of the code itself; in brackets, of the code with all those below it, each {once} counted once."
    )


def reach(book: Codebook) -> str:
    """How many sources and participants a codebook is of: "23 sources (18 without a participant), 5 participants"."""
    sources = count_of(book.sources, "source")
    if book.untied == book.sources and not book.participants:
        return sources
    without = f" ({book.untied:,} without a participant)" if book.untied else ""
    return f"{sources}{without}, {count_of(book.participants, 'participant')}"


def fields(entry: CodebookEntry, counted_as: str = PARTICIPANTS) -> list[tuple[str, str]]:
    """The rows of a code's table; a field that nobody filled in has none. `counted_as` is the codebook's."""
    participants, references = counts(entry, " with subcodes")
    told = [
        ("Brief", entry.brief),
        ("Definition", entry.definition),
        ("Use when", entry.use_when),
        ("Don’t use when", entry.dont_use_when),
        ("Typical", entry.typical),
        ("Atypical", entry.atypical),
        ("Close but no", entry.close_but_no),
        ("Provenance", provenance(entry)),
        ("Status", entry.status.capitalize()),
        (counted_as, participants),
        ("References", references),
    ]
    return [(label, text) for label, text in told if text.strip()]


def provenance(entry: CodebookEntry) -> str:
    """Where a code comes from, with the note: "Inductive: after the third interview"."""
    kind = entry.provenance[:1].upper() + entry.provenance[1:]
    return ": ".join(part for part in (kind, entry.provenance_note) if part.strip())


def counts(entry: CodebookEntry, said: str = "") -> tuple[str, str]:
    """Participants and references of a code, in brackets with its subcodes: "2 (4)"."""
    own, below = entry.counts, entry.with_subcodes
    pairs = ((own.participants, below.participants), (own.references, below.references))
    first, second = (f"{mine} ({all_} {said.strip()}".rstrip() + ")" for mine, all_ in pairs)
    return (first, second) if entry.has_subcodes else (str(own.participants), str(own.references))


def version_words(version: VersionMark) -> str:
    """Say which codebook it is."""
    if not version.name:
        return f"As of {day_in_words(version.day)}, not saved as a version (hash {version.short_hash})"
    return f"Version “{version.name}” (hash {version.short_hash}), saved {day_in_words(version.day)}"


def opening_facts(book: Codebook) -> list[str]:
    """What stands below the title."""
    facts = [day_in_words(book.date)]
    if book.version is not None:
        facts.append(version_words(book.version))
    if book.coders:
        facts.append(f"Coded by {', '.join(book.coders)}")
    facts += [
        f"{count_of(book.codes, 'code')}, {count_of(book.codings, 'coded passage')}",
        reach(book),
    ]
    return facts


def sheets(book: Codebook) -> list[Sheet]:
    """The codebook as a workbook: codes in MacQueen's columns, quotes, and what it is."""
    columns: tuple[tuple[str, int], ...] = (
        ("Code", 26),
        ("Theme path", 36),
        ("Brief definition", 32),
        ("Full definition", 48),
        ("When to use", 36),
        ("When not to use", 36),
        ("Typical example", 32),
        ("Atypical example", 32),
        ("Close but no", 32),
        ("Provenance", 13),
        ("Provenance note", 26),
        ("Status", 11),
        ("Version", 26),
        (book.counted_as, 12),
        (f"{book.counted_as} with subcodes", 14),
        ("References", 12),
        ("References with subcodes", 14),
    )
    most = max((len(entry.quotes) for entry in book.entries), default=0)
    most_contrary = max((len(entry.contrary) for entry in book.entries), default=0)
    for name, often in (("Exemplar quote", most), ("Contrary quote", most_contrary)):
        for number in range(1, often + 1):
            columns += ((f"{name} {number}", 60), (f"Who says {name.casefold()} {number}", 24))
    rows = (
        _row(entry, book.version, most) + ("",) * 2 * (most_contrary - len(entry.contrary)) for entry in book.entries
    )
    about = tuple(
        (fact,) for fact in (book.title, *opening_facts(book), counting_note(book), *book.notes, *book.warnings)
    )
    return [Sheet("Codebook", columns, rows), Sheet("About", (("Codebook", 120),), about)]


def quote_cells(quote: Quote) -> tuple[str, str]:
    """A quote in quotation marks, which make it no formula whatever it begins with, and who says it."""
    return f"“{quote.text}”", quote.identifier


def _row(entry: CodebookEntry, version: VersionMark | None, most: int) -> tuple[str | int, ...]:
    quoted = [text for quote in entry.quotes for text in quote_cells(quote)]
    quoted += [""] * 2 * (most - len(entry.quotes))
    quoted += [text for quote in entry.contrary for text in quote_cells(quote)]
    return (
        entry.name,
        entry.path,
        entry.brief,
        entry.definition,
        entry.use_when,
        entry.dont_use_when,
        entry.typical,
        entry.atypical,
        entry.close_but_no,
        entry.provenance,
        entry.provenance_note,
        entry.status,
        _short_version(version),
        entry.counts.participants,
        entry.with_subcodes.participants,
        entry.counts.references,
        entry.with_subcodes.references,
        *quoted,
    )


def _short_version(version: VersionMark | None) -> str:
    if version is None:
        return ""
    return f"{version.name or f'{version.day.isoformat()}, not saved'} ({version.short_hash})"
