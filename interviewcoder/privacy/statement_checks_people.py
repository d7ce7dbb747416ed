"""The statement's checks of what is owed to participants: consent, de-identification, sharing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, groupby

from sqlalchemy import func, select

from interviewcoder.privacy import consent, readings, sharing
from interviewcoder.privacy import statement_phrases as phrases
from interviewcoder.privacy.identifier_kinds import KINDS
from interviewcoder.privacy.known_names import known_names
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.privacy.residual import scan_text
from interviewcoder.privacy.statement import Finding, count, day_words, labels, listed
from interviewcoder.privacy.statement_study import Checks, Study, needs_project
from interviewcoder.project.file import Project
from interviewcoder.project.schema import (
    ActivityRow,
    AttributeRow,
    CaseRow,
    CaseSourceRow,
    CaseValueRow,
    CodeRow,
    IdentifierRow,
    MediaRow,
    MemoRow,
    PseudonymRow,
    SegmentRow,
    SharingRow,
    SourceRow,
)

SCAN = "scan for known names, check-digit numbers, addresses and telephone numbers"
PAPERS = ("data handling statement", "audit trail", "sharing ledger")
"""What the ledger calls exports that hold no data of participants."""

EIGHTEEN = tuple(kind for kind in KINDS if kind.hipaa and kind.direct)
"""The kinds of HIPAA's Safe Harbor method."""

_SMALL = 5
# Of an attribute with nearly as many values as there are participants, every group is one person: that is said once.
_MOST_VALUES = 12
_MOST_PAIRS = 3
_MOST_CELLS = 12
# Details by which colleagues know each other; looked at first.
_TELLING = re.compile(
    r"(?i)role|profession|job|position|specialty|discipline|site|hospital|clinic|unit|ward|region|place"
)
_MEASURED = re.compile(r"[\d\s.,:/–-]+")


def _consented(study: Study, project: Project) -> Finding:
    views = consent.listing(project)
    if not views:
        return Finding("not verifiable", "The project has no participants yet.")
    told, missing = [], 0
    for kind in consent.KINDS:
        answers = [view.answers.get(kind) for view in views]
        missing += answers.count(None) if kind != "recontact" else 0
        told.append(f"{phrases.CONSENT_NAMES[kind]}: {phrases.answered(answers)}")
    words = f"{count(len(views), 'participant')}. {phrases.first_up('; '.join(told))}."
    if not any(view.answers for view in views):
        words = f"{count(len(views), 'participant')}. No consent is recorded in the project yet."
    recorded = _with_recordings(project)
    against = [v.case for v in views if (a := v.answers.get("audio")) and not a.given and v.case_id in recorded]
    name = "comparison of the recorded consent with the recordings in the project"
    limits = "What is recorded here is what the researcher entered from the forms."
    if against:
        return Finding("failed", f"{words} Recorded although they said no to it: {labels(against)}.", name, limits)
    unknown = sum(view.case_id in recorded and "audio" not in view.answers for view in views)
    if recorded and unknown:
        words += f" A recording is held of {count(unknown, 'participant')} whose answer to it isn’t recorded."
    elif recorded:
        words += " Recordings are held only of participants who said yes to them."
    return Finding("not verifiable" if missing else "declared", words, name, limits)


def _with_recordings(project: Project) -> set[int]:
    tied = select(CaseSourceRow.case_id).join(SourceRow, SourceRow.id == CaseSourceRow.source_id)
    return set(project.session.scalars(tied.where(SourceRow.media_id.is_not(None))))


def _only_needed(study: Study, project: Project) -> Finding:
    session = project.session

    def number(kind: type) -> int:
        return session.scalar(select(func.count()).select_from(kind)) or 0

    size = session.scalar(select(func.coalesce(func.sum(MediaRow.size_bytes), 0))) or 0
    attributes = listed(list(session.scalars(select(AttributeRow.name).order_by(AttributeRow.position))), 12)
    texts = session.scalar(select(func.count(SourceRow.id)).where(SourceRow.text != "")) or 0
    recordings = f"{count(number(MediaRow), 'recording')} ({size / 1e6:,.1f} MB), " if number(MediaRow) else ""
    things = ((number(SegmentRow), "coded passage"), (number(CodeRow), "code"), (number(MemoRow), "memo"))
    told = f"Held: {recordings}{phrases.held((texts, 'transcript'), (number(CaseRow), 'participant'))}"
    told += f" with these details: {attributes.replace('_', ' ')}" if attributes else ""
    told += f"; {phrases.held(*things, (number(PseudonymRow), 'pseudonym'))}."
    return Finding(
        "not verifiable", told, "count of what the project holds", "Whether it is needed, only the protocol says."
    )


def _de_identified(study: Study, project: Project) -> Finding:
    texts = project.session.execute(
        select(SourceRow.id, SourceRow.name).where(SourceRow.text != "").order_by(SourceRow.position)
    ).all()
    if not texts:
        return Finding("not verifiable", "The project has no transcript yet.")
    read = readings.readings(project)
    hold = [(name, read[id_]) for id_, name in texts if id_ in read and read[id_].holds]
    stale = [name for id_, name in texts if id_ in read and not read[id_].holds]
    never = [name for id_, name in texts if id_ not in read]
    replaced = project.session.scalar(
        select(func.count(IdentifierRow.id)).where(IdentifierRow.pseudonym_id.is_not(None))
    )
    told = f"{phrases.first_up(phrases.all_of(len(hold), len(texts), 'transcript'))} "
    told += f"{'was' if len(hold) == 1 else 'were'} read through for identifiers by a person"
    who = Counter(reading.coder for _, reading in hold)
    if hold:
        last = max(reading.read_at for _, reading in hold)
        told += f" ({', '.join(f'{name}: {n}' for name, n in who.items())}; last on {day_words(last.date())})"
    told += f"; {phrases.none_or_count(replaced or 0, 'passage')} replaced."
    told += f" Changed since they were read: {labels(stale)}." if stale else ""
    told += f" Not read through: {labels(never)}." if never else ""
    name = "comparison of each text with the one that was read (SHA-256)"
    limits = "Whether a reader overlooked something, no program can tell. A voice always identifies: recordings are "
    limits += "never de-identified by this."
    return Finding("not verifiable" if stale or never else "declared", told, name, limits)


def _kinds(study: Study, project: Project) -> Finding:
    session = project.session
    rows = select(PseudonymRow.kind, func.count(IdentifierRow.id)).join(
        IdentifierRow, IdentifierRow.pseudonym_id == PseudonymRow.id
    )
    counts = dict(row._tuple() for row in session.execute(rows.group_by(PseudonymRow.kind)))
    kept = session.scalar(select(func.count(IdentifierRow.id)).where(IdentifierRow.pseudonym_id.is_(None))) or 0
    told = f"{_replaced(counts)} "
    told += f"{count(kept, 'more passage was', 'more passages were')} looked at and left unchanged. " if kept else ""
    none = [phrases.in_sentence(kind.name) for kind in EIGHTEEN if kind.key not in counts]
    told += f"Nothing was replaced of {len(none)} of the 18 kinds: {listed(none, 18, between='; ')}." if none else ""
    read = {id_ for id_, reading in readings.readings(project).items() if reading.holds}
    texts = dict(
        row._tuple() for row in session.execute(select(SourceRow.id, SourceRow.name).where(SourceRow.text != ""))
    )
    known = [name for name in known_names(project) if name.identifies]
    left: dict[str, int] = {}
    with outgoing(project, quotes=False) as copy:
        words = dict(row._tuple() for row in copy.session.execute(select(SourceRow.id, SourceRow.text)))
        for id_, name in texts.items():
            certain = sum(found.certain for found in scan_text(known, words.get(id_, "")))
            if certain:
                left[name] = certain
    undone = [name for id_, name in texts.items() if id_ in read and name in left]
    told += " In the de-identified wording a scan finds "
    told += f"{phrases.none_or_count(sum(left.values()), 'clear identifier')}{' still' if left else ' any more'}."
    limits = "Clear identifiers are names that are known, and numbers and addresses by their form. What is told in "
    limits += "other words the scan doesn’t see; at a photograph or a voice it can’t look."
    if undone:
        return Finding("failed", f"{told} In transcripts that count as read: {labels(undone)}.", SCAN, limits)
    return Finding("declared" if texts and read >= set(texts) and not left else "not verifiable", told, SCAN, limits)


def _replaced(counts: Mapping[str, int]) -> str:
    """How many passages of each kind were replaced."""
    some = [f"{phrases.in_sentence(kind.name)}: {counts[kind.key]}" for kind in EIGHTEEN if kind.key in counts]
    other = sum(number for key, number in counts.items() if key not in {kind.key for kind in EIGHTEEN})
    some += [f"indirect identifiers (organisations, rare roles and the like): {other}"] if other else []
    if not some:
        return "No identifier has been replaced in this project yet."
    return f"Passages replaced, by kind: {listed(some, 19, between='; ')}."


def _combinations(study: Study, project: Project) -> Finding:
    session = project.session
    names = dict(row._tuple() for row in session.execute(select(AttributeRow.id, AttributeRow.name)))
    values: dict[int, dict[int, str]] = {}
    for case_id, attribute_id, value in session.execute(
        select(CaseValueRow.case_id, CaseValueRow.attribute_id, CaseValueRow.value)
    ):
        if value:
            values.setdefault(attribute_id, {})[case_id] = value
    few = [id_ for id_, by_case in values.items() if _groups(set(by_case.values()))]
    few.sort(key=lambda id_: not _TELLING.search(names[id_]))
    cells: list[tuple[int, str]] = []
    for one, two in list(combinations(few, 2))[:_MOST_PAIRS]:
        both = values[one].keys() & values[two].keys()
        for (a, b), number in Counter((values[one][case], values[two][case]) for case in both).items():
            if number < _SMALL:
                cells.append((number, phrases.group_words((names[one], a), (names[two], b))))
    people = session.scalar(select(func.count(CaseRow.id))) or 0
    if not few:
        return Finding("not verifiable", "The project holds no details of participants that could be combined.")
    told = f"{count(people, 'participant')}. Combinations of two details that fewer than {_SMALL} of them share: "
    told += f"{len(cells) or 'none'}.{_small_groups(cells)}"
    limits = "In a small study nearly every group is small: what matters is whether somebody who knows the setting "
    limits += "would recognise a person. Details that are told in the interviews themselves aren’t counted."
    return Finding("not verifiable", told, "count of participants by each pair of details", limits)


def _small_groups(cells: Sequence[tuple[int, str]]) -> str:
    """The smallest groups, under how many people are in them."""
    told = ""
    for number, group in groupby(sorted(cells)[:_MOST_CELLS], lambda cell: cell[0]):
        each = "; ".join(words for _, words in group)
        told += f" {'One participant' if number == 1 else f'{number} participants'} each: {each}."
    return told + (f" And {len(cells) - _MOST_CELLS} more." if len(cells) > _MOST_CELLS else "")


def _groups(values: set[str]) -> bool:
    """Whether values make groups of people, rather than measure or date each of them."""
    return 1 < len(values) <= _MOST_VALUES and not all(_MEASURED.fullmatch(value) for value in values)


def _quotes(study: Study, project: Project) -> Finding:
    may = consent.may_quote(project)
    known = [name for name in known_names(project) if name.identifies]
    with outgoing(project) as copy:
        texts = dict(row._tuple() for row in copy.session.execute(select(SourceRow.id, SourceRow.text)))
        places = copy.session.execute(select(SegmentRow.source_id, SegmentRow.start, SegmentRow.end)).all()
        quoted = [texts.get(source, "")[start:end] for source, start, end in places]
    residuals = sum(found.certain for found in scan_text(known, "\n".join(quoted)))
    ledger = [line for line in sharing.ledger(project) if line.what not in PAPERS]
    let_go = [each for each in ledger if each.override is not None]
    told = f"{count(len(quoted), 'coded passage')}, worded as an export would have them, were scanned: "
    told += f"{residuals or 'none'} with a clear identifier. "
    told = told if quoted else "There are no coded passages to quote yet. "
    if may is None:
        told += "No consent is recorded in this project yet, so nobody’s quotes are held back. "
    else:
        told += f"{phrases.first_up(phrases.all_of(sum(may.values()), len(may), 'participant'))} agreed to be quoted"
        told += "." if all(may.values()) else "; the words of the others are replaced by a mark."
        told += " "
    told += f"{phrases.first_up(phrases.none_or_count(len(ledger), 'export'))} so far"
    if let_go:
        told += f"; {len(let_go)} let go in original wording or in spite of a warning, each under a name and with a "
        told += "reason in the ledger"
    elif ledger:
        told += ", none in original wording or in spite of a warning"
    told += "."
    limits = "Clear identifiers are names that are known, and numbers and addresses by their form; a person’s way of "
    limits += "telling can identify them too."
    if residuals:
        return Finding("failed", f"{told} An export would stop and ask for a name.", SCAN, limits)
    return Finding("not verifiable" if may is None or not quoted else "proved", told, SCAN, limits)


def _shared(study: Study, project: Project) -> Finding:
    lines = sharing.ledger(project)
    exports = select(ActivityRow.ids).where(ActivityRow.kind == "note", ActivityRow.label == "Export")
    noted = set(project.session.scalars(exports))
    unnoted = [line for line in lines if f'{{"{SharingRow.__tablename__}": [{line.id}]}}' not in noted]
    name = "comparison of the ledger with the log"
    limits = "Copies of the project file, photographs of the screen and files passed on by recipients are not known to "
    limits += "the program."
    if unnoted or len(noted) > len(lines):
        told = f"Ledger and log differ: {count(len(unnoted), 'line')} of the ledger without an entry in the log; "
        told += f"{count(len(noted), 'entry', 'entries')} for {count(len(lines), 'line')}."
        return Finding("failed", told, name, limits)
    if not lines:
        return Finding("not verifiable", "Nothing was exported by the program; ledger and log agree.", name, limits)
    data = [line for line in lines if line.what not in PAPERS]
    papers = len(lines) - len(data)
    told = (
        f"Ledger and log agree. {phrases.first_up(phrases.none_or_count(len(data), 'export'))} with data of the study"
    )
    about = f" {count(papers, 'paper')} about its handling (statements, audit trails)." if papers else ""
    if not data:
        return Finding("not verifiable", f"{told}.{about}", name, limits)
    told += ": "
    told += listed(
        [
            f"{each.what} ({each.wording}) for {each.recipient or 'nobody named'}, {day_words(each.at.date())}"
            for each in data[::-1]
        ],
        between="; ",
    )
    nameless = any(not each.recipient for each in data)
    return Finding("not verifiable" if nameless else "declared", f"{told}.{about}", name, limits)


PEOPLE: Checks = {
    12: needs_project(_consented),
    14: needs_project(_only_needed),
    15: needs_project(_de_identified),
    16: needs_project(_kinds),
    17: needs_project(_combinations),
    18: needs_project(_quotes),
    24: needs_project(_shared),
}
"""By the question's number."""
