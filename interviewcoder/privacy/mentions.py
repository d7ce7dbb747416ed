"""Texts of the study that name a participant or quote them: codes, memos, versions of the codebook, and the like.

They belong to the study, not to the participant. So each is shown, and a
person decides whether the words go, others take their place, or they stay.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from interviewcoder.privacy.belongings import Belongings
from interviewcoder.privacy.certificate import Repacked
from interviewcoder.privacy.phrases import REMOVED, Phrases, without
from interviewcoder.privacy.rows_that_go import Rows
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import (
    AdjudicationRow,
    ApprovalRow,
    AttributeRow,
    CaseRow,
    CaseValueRow,
    CodebookVersionRow,
    CodeRow,
    CommentRow,
    ConsentRow,
    DeclarationRow,
    DeidentificationRow,
    FindingRow,
    MediaRow,
    MemoRow,
    MergeRow,
    ProjectRow,
    ProposalRow,
    PseudonymRow,
    RetentionRow,
    ReviewCopyRow,
    SegmentRow,
    SharingRow,
    SourceRow,
    SpeakerRow,
    TranscriptRow,
    VerdictRow,
)

_CODE_TEXTS = ("brief", "definition", "use_when", "dont_use_when", "typical", "atypical", "close_but_no")
_CODE = ("name", *_CODE_TEXTS, "provenance_note", "memo")
# Where words of theirs may stand although the row is somebody else's, and how a person calls such a row.
_TEXTS: tuple[tuple[type[Row], str, tuple[str, ...]], ...] = (
    (CodeRow, "code", _CODE),
    (SegmentRow, "coding", ("memo", "made_by")),
    (MemoRow, "memo", ("title", "text")),
    (CommentRow, "comment", ("text", "was_about")),
    (VerdictRow, "verdict", ("note",)),
    (ProposalRow, "proposal", ("reason", "was_about", "decision_note")),
    (ApprovalRow, "approval", ("note",)),
    (AdjudicationRow, "decision", ("reason",)),
    (CodebookVersionRow, "codebook version", ("name", "note")),
    (SourceRow, "source", ("name",)),
    (PseudonymRow, "pseudonym", ("text", "note")),
    (DeidentificationRow, "de-identification", ("note",)),
    (RetentionRow, "retention", ("note",)),
    (DeclarationRow, "declaration", ("answer",)),
    (TranscriptRow, "transcript", ("origin", "verifier")),
    (ProjectRow, "study", ("title",)),
    (CaseRow, "participant", ("name",)),
    (AttributeRow, "attribute", ("name",)),
    (CaseValueRow, "attribute", ("value",)),
    (ConsentRow, "consent", ("note",)),
    (SpeakerRow, "voice", ("label",)),
    (MediaRow, "recording", ("name", "warning")),
)
# JSON whose texts may hold a name: read and written as JSON, so that it stays some.
_JSON: tuple[tuple[type[Row], str, tuple[str, ...]], ...] = (
    (TranscriptRow, "transcript", ("hearing", "conventions")),
    (MediaRow, "recording", ("parts",)),
    (FindingRow, "finding", ("detail",)),
    (SegmentRow, "coding", ("came_from",)),
    (ProposalRow, "proposal", ("names",)),
)
_LEDGERS: tuple[tuple[type[Row], tuple[str, ...]], ...] = (
    (SharingRow, ("file_name", "recipient", "purpose", "override")),
    (ReviewCopyRow, ("file_name", "recipient")),
    (MergeRow, ("file_name",)),
)
# No two may have one name.
_ONE_OF_EACH: tuple[tuple[Any, str], ...] = (
    (CodeRow, "name"),
    (SourceRow, "name"),
    (CodebookVersionRow, "name"),
    (CaseRow, "name"),
    (AttributeRow, "name"),
    (PseudonymRow, "text"),
)
# Words so few are nobody's own: a code called “fear” stays, though they said it.
_LEAST_OWN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A text of the study with names or words of theirs.

    `key` names it in every copy of the project: kind, UUID, field. `spans`
    are the passages in `text`; `suggested` is the text without them. Where
    `short`, it is so few words that they may be anybody's – a code named in
    vivo, what a voice or a source is called in one word: it stays unless
    somebody decides otherwise.
    """

    key: str
    kind: str
    field: str
    where: str
    text: str
    words: tuple[str, ...]
    suggested: str
    short: bool = False


@dataclass(slots=True)
class Reworded:
    """What was done to the texts of the study."""

    changed: int = 0
    kept: int = 0
    versions: list[Repacked] = field(default_factory=list)
    # Rows that are other than they were, by table and key.
    rows: set[tuple[str, tuple[Any, ...]]] = field(default_factory=set)


def mentions(session: Session, mine: Belongings, phrases: Phrases, going: Rows) -> list[Mention]:
    """Find every such text, code by code, memo by memo; what goes as a whole isn't among them."""
    found = []
    gone = {
        "segment": set(going.segments),
        "memo": set(going.memos),
        "comment": set(going.comments),
        "verdict": set(going.verdicts),
        "proposal": set(going.proposals),
        "adjudication": set(going.adjudications),
        "pseudonym": set(going.pseudonyms),
    }
    for row, kind, name, text in _texts(session, mine):
        if row.__table__.name in gone and row.id in gone[row.__table__.name]:
            continue
        if mention := _mention(row, kind, name, text, phrases):
            found.append(mention)
    for version in session.scalars(select(CodebookVersionRow)):
        if words := _words_in_version(version, phrases):
            key = f"codebook version:{version.uuid}:content"
            found.append(Mention(key, "codebook version", "content", version.name, "", words, ""))
    return found


def reword(
    session: Session, mine: Belongings, phrases: Phrases, *, kept: Collection[str], others: Mapping[str, str]
) -> Reworded:
    """Take their words out of the texts of the study; `others` are texts to put in their place, by a mention's key.

    What belongs to them wholly is removed elsewhere. Inside an operation.
    """
    done = Reworded()
    # Two names may become the same mark; until they are told apart nothing is written.
    with session.no_autoflush:
        for row, kind, name, text in list(_texts(session, mine)):
            mention = _mention(row, kind, name, text, phrases)
            if mention is None:
                continue
            if mention.key in kept or (mention.short and mention.key not in others):
                done.kept += 1
                continue
            setattr(row, name, others.get(mention.key, mention.suggested))
            done.changed += 1
            _note(done, row)
        _name_apart(session)
    _reword_versions(session, phrases, kept, done)
    for row, _, name, text in list(_stored_json(session, mine)):
        changed = _in_json(text, phrases)
        if changed != text:
            setattr(row, name, changed)
            _note(done, row)
    session.flush()
    return done


def _reword_versions(session: Session, phrases: Phrases, kept: Collection[str], done: Reworded) -> None:
    for version in session.scalars(select(CodebookVersionRow)).all():
        if not _words_in_version(version, phrases):
            continue
        if f"codebook version:{version.uuid}:content" in kept:
            done.kept += 1
            continue
        before = version.sha256
        _repack(version, phrases)
        done.versions.append(Repacked(version.uuid, before, version.sha256))
        _note(done, version)


def clean_ledger(session: Session, phrases: Phrases) -> None:
    """Take their names out of what says which files left the project and came back: the lines themselves stay."""
    for kind, names in _LEDGERS:
        for row in session.scalars(select(kind)).all():
            for name in names:
                text = getattr(row, name)
                if (other := _in_json(text, phrases)) != text:
                    setattr(row, name, other)
    session.flush()


def _note(done: Reworded, row: Any) -> None:  # a mapped row of any table
    key = tuple(getattr(row, column.name) for column in row.__table__.primary_key.columns)
    done.rows.add((row.__table__.name, key))


def _texts(session: Session, mine: Belongings) -> Iterator[tuple[Any, str, str, str]]:
    """Row, kind, field and text of everything that isn't theirs as a whole."""
    return _written(session, mine, _TEXTS)


def _stored_json(session: Session, mine: Belongings) -> Iterator[tuple[Any, str, str, str]]:
    """The same of what is stored as JSON."""
    return _written(session, mine, _JSON)


def _written(
    session: Session, mine: Belongings, tables: Iterable[tuple[type[Row], str, tuple[str, ...]]]
) -> Iterator[tuple[Any, str, str, str]]:
    for kind_of_row, kind, names in tables:
        # A study has a hundred thousand codings and few that somebody wrote something on.
        written = or_(*(kind_of_row.__table__.c[name] != "" for name in names))
        for row in session.scalars(select(kind_of_row).where(written)).all():
            if _is_theirs(row, mine):
                continue
            for name in names:
                if text := getattr(row, name):
                    yield row, kind, name, text


def _is_theirs(row: Any, mine: Belongings) -> bool:  # a mapped row of any table
    if isinstance(row, CaseRow):
        return bool(row.id == mine.case_id)
    if isinstance(row, MediaRow):
        return row.id in mine.media
    if isinstance(row, SpeakerRow) and row.id in mine.speakers:
        return True
    source_id = row.id if isinstance(row, SourceRow) else getattr(row, "source_id", None)
    return source_id in mine.whole or (mine.case_id is not None and getattr(row, "case_id", None) == mine.case_id)


def _mention(row: Any, kind: str, name: str, text: str, phrases: Phrases) -> Mention | None:
    uuid = getattr(row, "uuid", None) or f"source {row.source_id}"
    key, where = f"{kind}:{uuid}:{name}", _called(row)
    if spans := phrases.found_in(text):
        words = tuple(span.text_in(text) for span in spans)
        return Mention(key, kind, name, where, text, words, without(text, spans))
    if kind == "code" and name == "name" and row.provenance == "in vivo" and phrases.says(text):
        return Mention(key, kind, name, where, text, (text,), REMOVED, len(text.split()) < _LEAST_OWN_WORDS)
    if spans := phrases.perhaps_in(text):
        words = tuple(span.text_in(text) for span in spans)
        return Mention(key, kind, name, where, text, words, without(text, spans), short=True)
    return None


def _called(row: Any) -> str:  # a mapped row of any table
    for name in ("name", "title", "text", "data", "label", "value", "note", "reason"):
        if value := getattr(row, name, ""):
            return str(value)
    return ""


def _name_apart(session: Session) -> None:
    """Codes, sources and the like of one name would be mixed up: the marks are numbered."""
    for kind, name in _ONE_OF_EACH:
        taken: set[str] = set()
        for row in session.scalars(select(kind).order_by(kind.id)).all():
            text, number = getattr(row, name), 2
            wanted = text
            while REMOVED in text and wanted.casefold() in taken:
                wanted, number = f"{text} {number}", number + 1
            if wanted != text:
                setattr(row, name, wanted)
            taken.add(wanted.casefold())


def _words_in_version(version: CodebookVersionRow, phrases: Phrases) -> tuple[str, ...]:
    found: list[str] = []

    def look(text: str) -> str:
        found.extend(span.text_in(text) for span in phrases.found_in(text))
        return text

    try:
        _each_text(json.loads(zlib.decompress(version.content)), look)
    except (zlib.error, ValueError):
        # What can't be read can't be searched; that it is damaged is said where versions are listed.
        return ()
    return tuple(dict.fromkeys(found))


def _repack(version: CodebookVersionRow, phrases: Phrases) -> None:
    book = json.loads(zlib.decompress(version.content))
    book = _each_text(book, lambda text: without(text, phrases.found_in(text)))
    content = json.dumps(book, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    version.content = zlib.compress(content, 9)
    version.sha256 = hashlib.sha256(content).hexdigest()


def _in_json(text: str, phrases: Phrases) -> str:
    """A text, or the texts in its JSON, without their names; the text as it is where there is none."""
    try:
        stored = json.loads(text)
    except ValueError:
        return without(text, phrases.name_in(text))
    if isinstance(stored, str | int | float | None):
        return without(text, phrases.name_in(text))
    changed = _each_text(stored, lambda each: without(each, phrases.name_in(each)))
    return text if changed == stored else json.dumps(changed, ensure_ascii=False)


def _each_text(stored: Any, change: Callable[[str], str]) -> Any:  # what JSON holds
    if isinstance(stored, str):
        return change(stored)
    if isinstance(stored, list):
        return [_each_text(each, change) for each in stored]
    if isinstance(stored, dict):
        return {name: _each_text(each, change) for name, each in stored.items()}
    return stored
