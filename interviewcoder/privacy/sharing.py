"""The sharing ledger: each file that left the project, what was in it, for whom, and who answers for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import insert, select

from interviewcoder.errors import NotAllowed
from interviewcoder.privacy.known_names import KnownName
from interviewcoder.project import activity
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, CaseSourceRow, CoderRow, SharingRow, SourceRow, SpeakerRow

Wording = Literal["de-identified", "original"]
DE_IDENTIFIED: Wording = "de-identified"
ORIGINAL: Wording = "original"
_ANSWERS = "Say who answers for it and why: a name and a reason go into the sharing ledger."


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a file leaves the project: for whom, what for, in which wording.

    `name` and `because` are of whoever answers for the original wording, or
    for what the residual scan found; both are empty where nobody has to.
    `in_spite` lets go what the scan found. `listed` are further names that
    the scan looks for, of a key that is open; they are stored nowhere.
    """

    recipient: str = ""
    purpose: str = ""
    wording: Wording = DE_IDENTIFIED
    name: str = ""
    because: str = ""
    in_spite: bool = False
    listed: tuple[KnownName | str, ...] = ()

    def check(self) -> None:
        """Refuse what nobody answers for.

        Raises:
            NotAllowed: the original wording, or what the scan found, is wanted without a name and a reason.
        """
        if (self.wording == ORIGINAL or self.in_spite) and not (self.name.strip() and self.because.strip()):
            asked = "The original wording" if self.wording == ORIGINAL else "An export in spite of what was found"
            raise NotAllowed(f"{asked} needs a name and a reason.", _ANSWERS)

    def letting_go(self, name: str, because: str) -> Terms:
        """The same terms with somebody who answers for what the scan found."""
        return replace(self, name=name.strip(), because=because.strip(), in_spite=True)


AS_USUAL = Terms()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a shared file: UUIDs of sources and participants, numbers of things, the codebook's hash."""

    sources: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    codebook_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """Who let a file go that holds original wording or what the scan found, why, and how much that was."""

    name: str
    because: str
    residuals: int = 0


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file as it was written: its name without its folder."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A line of the ledger; `override` is None where nobody had to let it go."""

    id: int
    uuid: str
    at: datetime
    coder: str
    what: str
    file: WrittenFile
    recipient: str
    purpose: str
    wording: Wording
    manifest: Manifest
    override: Override | None


def manifest_of(
    project: Project,
    source_ids: Iterable[int] | None = None,
    counts: Mapping[str, int] | None = None,
    codebook_sha256: str = "",
) -> Manifest:
    """Say by UUIDs what a file holds of a project: these sources (None: all) and who is tied to them."""
    session = project.session
    wanted = None if source_ids is None else sorted(set(source_ids))
    sources = select(SourceRow.uuid).order_by(SourceRow.position)
    by_source = select(CaseSourceRow.case_id)
    by_voice = select(SpeakerRow.case_id).where(SpeakerRow.case_id.is_not(None))
    cases = select(CaseRow.uuid).order_by(CaseRow.position)
    if wanted is not None:
        sources = sources.where(SourceRow.id.in_(wanted))
        tied = by_source.where(CaseSourceRow.source_id.in_(wanted))
        heard = by_voice.where(SpeakerRow.source_id.in_(wanted))
        cases = cases.where(CaseRow.id.in_(tied.union(heard)))
    return Manifest(tuple(session.scalars(sources)), tuple(session.scalars(cases)), dict(counts or {}), codebook_sha256)


def record(
    project: Project,
    file: WrittenFile,
    *,
    what: str,
    terms: Terms = AS_USUAL,
    manifest: Manifest | None = None,
    residuals: int = 0,
) -> None:
    """Write a line of the ledger, and a note of it in the activity log.

    `what` names the kind of thing: "codebook", "transcript", "review copy".
    `residuals` is how many finds of the scan were let go by `terms.name`.

    Raises:
        NotAllowed: nobody answers for it.
        StorageFailed: the project can't be written.
    """
    terms.check()
    held = manifest if manifest is not None else manifest_of(project)
    override = ""
    if terms.wording == ORIGINAL or residuals:
        override = _as_json(asdict(Override(terms.name.strip(), terms.because.strip(), residuals)))
    values = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "coder_uuid": project.coder.uuid,
        "what": what,
        "file_name": file.name,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "recipient": terms.recipient.strip(),
        "purpose": terms.purpose.strip(),
        "wording": terms.wording,
        "manifest": _as_json(asdict(held)),
        "override": override,
    }
    with project.quiet_write() as session:
        line = session.execute(insert(SharingRow).values(values).returning(SharingRow.id)).scalar_one()
        ids = {SharingRow.__tablename__: frozenset((line,))}
        activity.note(session, project.coder.uuid, "Export", ids, _as_json(values).encode())


def ledger(project: Project) -> list[Shared]:
    """All lines of the ledger, oldest first."""
    coders = dict(row._tuple() for row in project.session.execute(select(CoderRow.uuid, CoderRow.name)))
    rows = project.session.scalars(select(SharingRow).order_by(SharingRow.id))
    return [_shared(row, coders.get(row.coder_uuid, "")) for row in rows]


def _shared(row: SharingRow, coder: str) -> Shared:
    told = json.loads(row.manifest)
    manifest = Manifest(
        tuple(told.get("sources", ())),
        tuple(told.get("cases", ())),
        dict(told.get("counts", {})),
        str(told.get("codebook_sha256", "")),
    )
    override = json.loads(row.override) if row.override else None
    return Shared(
        row.id,
        row.uuid,
        datetime.fromisoformat(row.at),
        coder,
        row.what,
        WrittenFile(row.file_name, row.size_bytes, row.sha256),
        row.recipient,
        row.purpose,
        ORIGINAL if row.wording == ORIGINAL else DE_IDENTIFIED,
        manifest,
        Override(override["name"], override["because"], int(override.get("residuals", 0))) if override else None,
    )


def _as_json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
