"""What is the same in two files although each gave it a UUID of its own: by name, by text, by what it is about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from interviewcoder.project import coder_names
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MergeRow
from interviewcoder.review.snapshot import OF_SOURCE, REFERENCES, TABLES, Snapshot, Values

# By which columns two rows of a table are one; after what they point to was matched.
_SAME = {
    "coder": ("name",),
    "attribute": ("name",),
    "codebook_version": ("name", "sha256"),
    "retention": ("data",),
    "declaration": ("question",),
    "speaker": ("source_id", "label"),
    "case_source": ("case_id", "source_id"),
    "case_value": ("case_id", "attribute_id"),
    "consent": ("case_id", "kind"),
    "verdict": ("segment_id", "coder_id"),
    "blind": ("source_id", "coder_id"),
}
# In this order: a code is found by its parent, a participant by their sources.
_ORDER = (
    "coder",
    "attribute",
    "source",
    "participant",
    "pseudonym",
    "codebook_version",
    "code",
    *(table for table in _SAME if table not in ("coder", "attribute", "codebook_version")),
)
_Key = object


@dataclass(slots=True)
class Same:
    """Which of their rows are rows of ours: their UUID and ours, by table. `notes` say it in sentences."""

    pairs: dict[str, dict[str, str]] = field(default_factory=lambda: {table: {} for table in TABLES})
    notes: list[str] = field(default_factory=list)

    def ours(self, table: str, uuid: str | None) -> str | None:
        """What a row of theirs is called in our file."""
        return None if uuid is None else self.pairs[table].get(uuid, uuid)

    def renamed(self, theirs: Snapshot) -> Snapshot:
        """Their rows under our UUIDs."""
        found = Snapshot()
        for table in TABLES:
            kind = "source" if table in OF_SOURCE else table
            pairs = self.pairs[kind]
            references = {c: self.pairs[t] for c, t in REFERENCES[table].items() if self.pairs[t]}
            for uuid, row in theirs.rows[table].items():
                if references:
                    row = row | {c: known.get(row[c], row[c]) for c, known in references.items() if row[c] is not None}
                found.rows[table][pairs.get(uuid, uuid)] = row
            found.ids[table] = {pairs.get(uuid, uuid): id_ for uuid, id_ in theirs.ids[table].items()}
        return found

    def to_json(self) -> dict[str, dict[str, str]]:
        """The pairs as a merge keeps them."""
        return {table: pairs for table, pairs in self.pairs.items() if pairs}


def remembered(ours: Project, theirs: Project) -> Same:
    """What earlier merges, here or there, found to be the same."""
    same = Same()
    for project, mine in ((ours, True), (theirs, False)):
        for counts in project.session.scalars(select(MergeRow.counts).order_by(MergeRow.id)):
            for table, pairs in json.loads(counts).get("same", {}).items():
                for there, here in pairs.items():
                    same.pairs[table].setdefault(*((there, here) if mine else (here, there)))
    return same


def match(ours: Snapshot, theirs: Snapshot, known: Same, *, same_project: bool) -> Same:
    """Find what is the same, given what earlier merges found. Their UUIDs that are ours are the same without a word."""
    same = Same()
    for table, pairs in known.pairs.items():
        there, here = theirs.rows[table], ours.rows[table]
        same.pairs[table] = {t: o for t, o in pairs.items() if t in there and t not in here and o not in there}
    _pair_projects(ours, theirs, same)
    for table in _ORDER:
        finder = _FINDERS.get(table, _by_columns)
        finder(table, ours, theirs, same, same_project)
    return same


def pair_verdicts(ours: Snapshot, theirs: Snapshot) -> Same:
    """Find verdicts of one reviewer on one coding, once it is known which codings are the same."""
    same = Same()
    _by_columns("verdict", ours, theirs, same, same_project=True)
    return same


def _pair_projects(ours: Snapshot, theirs: Snapshot, same: Same) -> None:
    (here,), (there,) = ours.rows["project"], theirs.rows["project"]
    if here != there:
        same.pairs["project"][there] = here


def _free(table: str, ours: Snapshot, theirs: Snapshot, same: Same) -> tuple[dict[str, Values], dict[str, Values]]:
    """Rows that only one of the two has, ours and theirs; what is matched already left out."""
    here, there = ours.rows[table], theirs.rows[table]
    taken = set(same.pairs[table].values())
    mine = {uuid: row for uuid, row in here.items() if uuid not in there and uuid not in taken}
    return mine, {uuid: row for uuid, row in there.items() if uuid not in here and uuid not in same.pairs[table]}


def _pair(
    table: str, mine: Mapping[str, Values], other: Mapping[str, Values], same: Same, key: Callable[[Values, bool], _Key]
) -> list[tuple[str, str]]:
    """Pair rows of equal keys; `key` is told whether the row is theirs. Gives the pairs, theirs first."""
    by_key: dict[_Key, str] = {}
    for uuid, row in mine.items():
        by_key.setdefault(key(row, False), uuid)
    found = []
    for uuid, row in other.items():
        wanted = key(row, True)
        here = by_key.pop(wanted, None) if wanted is not None else None
        if here is not None:
            same.pairs[table][uuid] = here
            found.append((uuid, here))
    return found


def _by_columns(table: str, ours: Snapshot, theirs: Snapshot, same: Same, same_project: bool) -> None:
    mine, other = _free(table, ours, theirs, same)
    if not mine or not other:
        return
    references, alike = REFERENCES[table], coder_names.alike if table == "coder" else _folded

    def key(row: Values, is_theirs: bool) -> _Key:
        return tuple(
            same.ours(references[column], row[column]) if is_theirs and column in references else alike(row[column])
            for column in _SAME[table]
        )

    pairs = _pair(table, mine, other, same, key)
    if table == "coder":
        names = ", ".join(f"“{other[there]['name']}”" for there, _ in pairs)
        if names:
            same.notes.append(f"Coders of one name count as the same person: {names}.")


def _sources(table: str, ours: Snapshot, theirs: Snapshot, same: Same, same_project: bool) -> None:
    mine, other = _free(table, ours, theirs, same)

    def sound(snapshot: Snapshot, row: Values) -> str:
        media = snapshot.get("media", row["media_id"])
        return str(media["sha256"]) if media else ""

    def by_words(row: Values, is_theirs: bool) -> _Key:
        if not row["text"].strip():
            found = sound(theirs if is_theirs else ours, row)
            return (_folded(row["name"]), found) if found else None
        name = _folded(row["name"]) if same_project else ""
        return name, hashlib.sha256(row["text"].encode()).hexdigest()

    pairs = _pair(table, mine, other, same, by_words) if mine and other else []
    for there, here in pairs:
        same.notes.append(f"“{other[there]['name']}” is taken to be “{mine[here]['name']}”: the text is the same.")
        media, known = other[there]["media_id"], mine[here]["media_id"]
        if media is not None and known is not None:
            same.pairs["media"][media] = known


def _participants(table: str, ours: Snapshot, theirs: Snapshot, same: Same, same_project: bool) -> None:
    mine, other = _free(table, ours, theirs, same)
    if not mine or not other:
        return

    def sources(snapshot: Snapshot, is_theirs: bool) -> dict[str, set[str | None]]:
        found: dict[str, set[str | None]] = {}
        for row in snapshot.rows["case_source"].values():
            uuid = same.ours("source", row["source_id"]) if is_theirs else row["source_id"]
            found.setdefault(row["case_id"], set()).add(uuid)
        return found

    here, there = sources(ours, False), sources(theirs, True)
    by_name = {_folded(row["name"]): uuid for uuid, row in mine.items()}
    for uuid, row in other.items():
        known = by_name.get(_folded(row["name"]))
        # “P01” of another study is somebody else, unless an interview is the same.
        if known and (same_project or (here.get(known, set()) & there.get(uuid, set()))):
            same.pairs[table][uuid] = known
            same.notes.append(f"The participant “{row['name']}” is taken to be the one of this name here.")


def _pseudonyms(table: str, ours: Snapshot, theirs: Snapshot, same: Same, same_project: bool) -> None:
    mine, other = _free(table, ours, theirs, same)
    if not mine or not other:
        return
    here, there = _replaced(ours), _replaced(theirs)
    by_text = {(row["text"], row["kind"]): uuid for uuid, row in mine.items()}
    for uuid, row in other.items():
        known = by_text.get((row["text"], row["kind"]))
        # One pseudonym for two people would be wrong: the same words have to be behind it.
        if known and (here.get(known, set()) & there.get(uuid, set())):
            same.pairs[table][uuid] = known


def _replaced(snapshot: Snapshot) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in snapshot.rows["identifier"].values():
        if row["pseudonym_id"] is not None:
            words = snapshot.text(row["source_id"])[row["start"] : row["end"]]
            found.setdefault(row["pseudonym_id"], set()).add(words.casefold().strip())
    return found


def _codes(table: str, ours: Snapshot, theirs: Snapshot, same: Same, same_project: bool) -> None:
    # Level by level: a code is the same where its name is and what it stands below is.
    while True:
        mine, other = _free(table, ours, theirs, same)
        if not mine or not other:
            return

        def key(row: Values, is_theirs: bool) -> _Key:
            parent = same.ours("code", row["parent_id"]) if is_theirs else row["parent_id"]
            return parent, _folded(row["name"])

        if not (pairs := _pair(table, mine, other, same, key)):
            return
        same.notes += [f"The code “{mine[here]['name']}” is in both." for _, here in pairs]


def _folded(value: object) -> object:
    return value.strip().casefold() if isinstance(value, str) else value


_FINDERS: Mapping[str, Callable[[str, Snapshot, Snapshot, Same, bool], None]] = {
    "source": _sources,
    "participant": _participants,
    "pseudonym": _pseudonyms,
    "code": _codes,
}
