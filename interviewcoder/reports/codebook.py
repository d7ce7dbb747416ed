"""The codebook's content: each code with its definition, its counts and the quotes that stand for it."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from interviewcoder.coding import codes, versions
from interviewcoder.coding.code_snapshot import PlacedCode
from interviewcoder.project.file import Project
from interviewcoder.reports.exemplars import Chosen, choose_all, largest_share
from interviewcoder.reports.passages import CodedText, coded_text
from interviewcoder.reports.quotes import LONGEST_OFFERED, OFFERED_PER_CODE, Quote
from interviewcoder.reports.wording import blind_note, withheld_note
from interviewcoder.sources.voices import told_apart

_SHORT_HASH = 12

# What is counted under a code.
PARTICIPANTS, SOURCES, MIXED = "Participants", "Sources", "People or sources"


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a code reaches: people with at least one passage under it, and passages.

    A source stands in for who speaks in it where nobody is tied to the words;
    `Codebook.counted_as` says whether that is so.
    A passage that two coders gave the same code is two references.
    """

    participants: int
    references: int


@dataclass(frozen=True, slots=True)
class VersionMark:
    """Which codebook it is: a saved version with its hash, or that of a day.

    `name` is empty where the codebook as it is now was not saved as a
    version; `day` is when it was saved, else the day of the last change.
    """

    name: str
    sha256: str
    day: datetime.date

    @property
    def short_hash(self) -> str:
        """The beginning of the hash, enough to tell versions apart."""
        return self.sha256[:_SHORT_HASH]


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """One code as the codebook prints it; a text that isn't known is empty.

    `names` lead from the top down to its own. `counts` are of the code
    itself, `with_subcodes` also of every code below it (the same numbers
    where there is none; `has_subcodes` tells). `offered` says that no passage
    is marked and the quotes are the tool's choice; `contrary` are passages
    marked as negative cases.
    """

    path: str
    name: str
    depth: int
    colour: str
    brief: str
    definition: str
    use_when: str
    dont_use_when: str
    provenance: str
    provenance_note: str
    counts: Counts
    with_subcodes: Counts
    has_subcodes: bool
    quotes: tuple[Quote, ...]
    offered: bool
    contrary: tuple[Quote, ...] = ()
    typical: str = ""
    atypical: str = ""
    close_but_no: str = ""
    status: str = ""
    names: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Quote, ...]:
        """All its quotes: those that stand for it, then the contrary ones."""
        return (*self.quotes, *self.contrary)


@dataclass(frozen=True, slots=True)
class Codebook:
    """A study's codebook on one day, its entries in tree order.

    `warnings` are about voices among the quotes; `notes` say what is not in it.
    `untied` of the sources have no participant. `counted_as` is what
    `Counts.participants` counts: participants, or sources where nobody is
    tied to one, or both.
    """

    title: str
    date: datetime.date
    coders: tuple[str, ...]
    sources: int
    participants: int
    codes: int
    codings: int
    entries: tuple[CodebookEntry, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    version: VersionMark | None = None
    untied: int = 0
    counted_as: str = PARTICIPANTS


@dataclass(frozen=True, slots=True)
class Extent:
    """What of a codebook is wanted.

    `version_id`: a saved version's codes; None: those of now. `themes` are
    the UUIDs of codes at the top; None: all. `quotes` is how many are offered
    to a code in which none is marked, `longest` how long such a one may be,
    in code points.
    """

    version_id: int | None = None
    themes: frozenset[str] | None = None
    quotes: int = OFFERED_PER_CODE
    longest: int = LONGEST_OFFERED


WHOLE = Extent()


def codebook(project: Project, extent: Extent = WHOLE, coded: CodedText | None = None) -> Codebook:
    """Gather the codebook of a project; `coded` is what it holds, where that was read already.

    The date is that of the last change, so that an untouched project gives
    the same codebook tomorrow. The participants are the cases. Of a saved version the codes are those
    of then; passages, counts and quotes are those of now.

    Raises:
        NotAProject, NotFound: the version is damaged or gone.
    """
    all_placed = versions.codes_of(project, extent.version_id)
    placed = _of_themes(all_placed, extent.themes)
    coded = coded_text(project) if coded is None else coded
    day = _last_change(project)
    ids = {node.uuid: node.id for node in codes.tree(project)}
    known = [ids.get(each.code.uuid, 0) for each in all_placed]
    entries = _entries(placed, ids, coded, extent)
    return Codebook(
        title=project.title,
        date=day,
        coders=tuple(sorted({passage.coder for passage in coded.passages}, key=str.casefold)),
        sources=len(coded.sources),
        participants=len(coded.participants),
        codes=len(placed),
        codings=len(coded.passages),
        entries=entries,
        warnings=warnings_about(entries, coded.interviewed),
        notes=_notes(coded, set(known), extent),
        version=version_mark(project, extent.version_id, day),
        untied=coded.untied,
        counted_as=_counted_as(coded),
    )


def version_mark(project: Project, version_id: int | None, day: datetime.date) -> VersionMark:
    """Say which codebook is meant; None: that of now, by the version's name where it was saved unchanged.

    Raises:
        NotFound: the version is gone.
    """
    if version_id is not None:
        saved = versions.version(project, version_id)
        return VersionMark(saved.name, saved.sha256, saved.created_at.astimezone().date())
    now = versions.now_sha256(project)
    same = next((each for each in versions.listing(project) if each.sha256 == now), None)
    return VersionMark("", now, day) if same is None else version_mark(project, same.id, day)


def warnings_about(entries: Sequence[CodebookEntry], expected: Mapping[str, str]) -> tuple[str, ...]:
    """Say whose voice is too loud among the quotes, and whose is missing.

    `expected` are the names of the participants who were interviewed, by
    their key among quotes. Too loud is who supplies over a quarter of the
    participants' quotes and over one and a half times an even share among
    those interviewed: of three, each supplies a third. The interviewer's
    quotes are nobody's.
    """
    quotes = [quote for entry in entries for quote in entry.shown if quote.participant]
    voices = Counter(quote.participant for quote in quotes)
    names = {**expected, **{quote.participant: quote.case or quote.source for quote in quotes}}
    limit = largest_share(len(names))
    said = [
        f"{names[voice]} supplies {count} of the participants' {len(quotes)} quotes "
        f"({count / len(quotes):.0%}), over a quarter."
        for voice, count in voices.most_common()
        if count / len(quotes) > limit
    ]
    unheard = [name for voice, name in expected.items() if voice not in voices]
    if unheard:
        said.append(f"Never quoted: {', '.join(unheard)}.")
    return tuple(said)


def _of_themes(placed: Sequence[PlacedCode], themes: Collection[str] | None) -> list[PlacedCode]:
    """Leave out the codes of themes that aren't wanted."""
    kept, wanted = [], True
    for each in placed:
        if each.depth == 0:
            wanted = themes is None or each.code.uuid in themes
        if wanted:
            kept.append(each)
    return kept


def _notes(coded: CodedText, known: Collection[int], extent: Extent) -> tuple[str, ...]:
    told = []
    if coded.emptied:
        told.append(f"Codings whose words were all deleted, neither counted nor quoted: {coded.emptied}.")
    if coded.withheld:
        told.append(withheld_note(coded.withheld))
    if coded.blind:
        told.append(blind_note(coded.blind))
    if extent.version_id is not None:
        told.append("Definitions are those of the saved version; passages, counts and quotes those of today.")
        later = sum(passage.code_id not in known for passage in coded.passages)
        if later:
            told.append(f"Passages under codes that this version doesn't have, left out: {later}.")
    if extent.themes is not None:
        told.append("Not all themes are shown; who is never quoted here may be quoted under another.")
    return tuple(told)


def _entries(
    placed: Sequence[PlacedCode], ids: Mapping[str, int], coded: CodedText, extent: Extent
) -> tuple[CodebookEntry, ...]:
    by_code: defaultdict[int, list[Quote]] = defaultdict(list)
    for passage in coded.passages:
        by_code[passage.code_id].append(passage.quote)
    # By place in the list, which a code that is no longer there has too.
    own = {place: by_code.get(ids.get(each.code.uuid, 0), []) for place, each in enumerate(placed)}
    chosen = choose_all(own, coded.interviewed, most=extent.quotes, longest=extent.longest)
    below = _with_subcodes(placed, own)
    parents = {each.code.parent for each in placed}
    names: list[str] = []
    entries = []
    for place, each in enumerate(placed):
        names = [*names[: each.depth], each.code.name]
        counts = _counts(own[place]), _counts(below[place])
        has_subcodes = each.code.uuid in parents
        entries.append(_entry(each, tuple(names), counts, has_subcodes=has_subcodes, chosen=chosen[place]))
    return tuple(entries)


def _entry(
    placed: PlacedCode, names: tuple[str, ...], counts: tuple[Counts, Counts], *, has_subcodes: bool, chosen: Chosen
) -> CodebookEntry:
    code = placed.code
    return CodebookEntry(
        path=placed.path,
        name=code.name,
        depth=placed.depth,
        colour=code.colour,
        brief=code.brief,
        definition=code.definition,
        use_when=code.use_when,
        dont_use_when=code.dont_use_when,
        provenance=code.provenance,
        provenance_note=code.provenance_note,
        counts=counts[0],
        with_subcodes=counts[1],
        has_subcodes=has_subcodes,
        quotes=chosen.exemplars,
        offered=bool(chosen.exemplars) and not any(quote.marked for quote in chosen.exemplars),
        contrary=chosen.contrary,
        typical=code.typical,
        atypical=code.atypical,
        close_but_no=code.close_but_no,
        status=code.status,
        names=names,
    )


def _with_subcodes(placed: Sequence[PlacedCode], own: Mapping[int, Sequence[Quote]]) -> dict[int, list[Quote]]:
    """Give each code, by its place, the passages of itself and of every code below it."""
    below = {place: list(own[place]) for place in range(len(placed))}
    place_of = {each.code.uuid: place for place, each in enumerate(placed)}
    # Depth first, backwards: a code's children have gathered theirs before it hands them on.
    for place in reversed(range(len(placed))):
        parent = placed[place].code.parent
        if parent is not None:
            below[place_of[parent]].extend(below[place])
    return below


def _counted_as(coded: CodedText) -> str:
    """Say what is counted under the codes, as a heading."""
    _, sources = told_apart(passage.quote.participant for passage in coded.passages)
    if not sources:
        return PARTICIPANTS
    return MIXED if coded.interviewed else SOURCES


def _counts(quotes: Sequence[Quote]) -> Counts:
    people = {quote.participant for quote in quotes if quote.participant}
    return Counts(participants=len(people), references=len(quotes))


def _last_change(project: Project) -> datetime.date:
    """The day of the last change in this machine's time; today for a project with an empty log."""
    log = [entry for entry in project.log() if entry.kind != "note"]
    return log[-1].at.astimezone().date() if log else datetime.datetime.now().astimezone().date()
