"""The one gate through which files leave the project.

What an export may read is its outgoing copy; what it has written is read back
from the disk and looked through for what identifies somebody before it is put
in its place; and then it has a line in the sharing ledger.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from interviewcoder.errors import ResidualIdentifiers
from interviewcoder.privacy import pseudonyms, residual, sharing
from interviewcoder.privacy.known_names import KnownName, known_names
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.privacy.residual import Residual
from interviewcoder.privacy.sharing import AS_USUAL, DE_IDENTIFIED, Terms, WrittenFile
from interviewcoder.privacy.withheld import Withheld, withheld
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow
from interviewcoder.reports import whole_file
from interviewcoder.reports.whole_file import FileKind, Part
from interviewcoder.sources import catalogue

NO_CONSENT_RECORDED = "Whether participants agreed to be quoted is not recorded in the project."
_TOLD = 5
# “2026-11-22 23” looks like a number that is called.
_MOMENT = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d(?:[ T][0-2]\d)?")


@dataclass(frozen=True, slots=True)
class Outbound:
    """A file to be written: by what, where to, and which sources are in it (None: all of the project)."""

    write: Callable[[BinaryIO], object]
    path: Path
    source_ids: tuple[int, ...] | None = None


# Where the name of whoever gets an export tells them nothing.
_CALLED = ("the name of ", "version of the codebook, name")


@dataclass(frozen=True, slots=True)
class _Passed:
    file: WrittenFile
    source_ids: tuple[int, ...] | None
    finds: int


class Gate:
    """One export on its way out: `reading` is what it may read, `put` and its kin take its files.

    Files may be put on any one thread; all else belongs to the project's.
    `sources` are those in the export where it isn't all of them.
    """

    def __init__(
        self,
        project: Project,
        reading: Project,
        what: str,
        terms: Terms,
        sources: Sequence[int] | None,
        cautions: tuple[str, ...],
    ) -> None:
        self.reading = reading
        self._cautions = cautions
        self.what, self.terms = what, terms
        # Called when all is written and the looking through begins; may raise to stop.
        self.on_check: Callable[[], object] = lambda: None
        self.codebook_sha256 = ""
        self._project = project
        self._known: tuple[KnownName, ...] = ()
        if terms.wording == DE_IDENTIFIED:
            self._known = known_names(project, terms.listed)
        self._sources = None if sources is None else tuple(sources)
        self._counts: dict[str, int] = {}
        self._ours: tuple[str, ...] = ()
        self._passed: list[_Passed] = []
        self._possible: list[Residual] = []
        self._looked_through = 0

    def holds(self, **counts: int) -> None:
        """Say how many of what is in the export: codes, quotes, turns; it goes into the ledger."""
        self._counts.update(counts)

    def of_sources(self, source_ids: Sequence[int]) -> None:
        """Say which sources are in the export, where only its reading tells."""
        self._sources = tuple(dict.fromkeys(source_ids))

    def knows(self, *ours: str) -> None:
        """Name strings of the program's own in the files, such as hashes: no number inside them is anybody's."""
        self._ours += ours

    def put(self, content: bytes, path: Path, kind: FileKind) -> None:
        """Let a file out; see `put_all`."""
        self.put_by(lambda file: file.write(content), path, kind)

    def put_by(self, write: Callable[[BinaryIO], object], path: Path, kind: FileKind) -> None:
        """Let a file out that a function writes; see `put_all`."""
        self.put_all([Outbound(write, path)], kind)

    def put_all(self, files: Sequence[Outbound], kind: FileKind) -> None:
        """Let files out: all of them, or none.

        Raises:
            ResidualIdentifiers: one holds what certainly identifies somebody, and nobody answers for it.
            ExportFailed: a folder doesn't exist, or a name is one that no such file may take.
            StorageFailed: the disk is full, or a place can't be written.
        """
        whole_file.put_all([(file.write, file.path) for file in files], kind, lambda parts: self._examine(files, parts))

    def look_through(self, texts: Iterable[tuple[str, str]], place: Path) -> None:
        """Look through a file that isn't written yet, as it can't be read back: by its texts, each with where it is.

        Let out is it by `enter`, once it was written.

        Raises:
            ResidualIdentifiers: it would hold what certainly identifies somebody, and nobody answers for it.
        """
        found = residual.scan_text(self._known, place.stem, f"the name of {place.name}")
        for where, text in texts:
            found += residual.scan_lines(self._known, text, where)
        found = self._told(found)
        certain = [each for each in found if each.certain]
        if certain and not self.terms.in_spite:
            raise _refusal(certain, [place])
        self._possible += [each for each in found if not each.certain]
        self._looked_through = len(certain)

    def enter(self, written: WrittenFile) -> None:
        """Say that the file that was looked through is in its place: it gets its line of the ledger."""
        self._passed.append(_Passed(written, self._sources, self._looked_through))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be known before the export is passed on; possible identifiers, where files were put already."""
        if not self._possible:
            return self._cautions
        # Masked: this may be printed, and stay in a terminal's memory.
        shown = list(dict.fromkeys(f"“{each.masked}” in {each.where}" for each in self._possible))
        told = f"Possible identifiers, to be looked at: {len(self._possible)} ({_listed(shown)})."
        return (*self._cautions, told)

    def _examine(self, files: Sequence[Outbound], parts: Sequence[Part]) -> None:
        self.on_check()
        certain: list[Residual] = []
        passed = []
        for file, part in zip(files, parts, strict=True):
            found = self._scan(part)
            certain += [each for each in found if each.certain]
            self._possible += [each for each in found if not each.certain]
            written = WrittenFile(part.place.name, part.path.stat().st_size, _sha256(part.path))
            sources = file.source_ids if file.source_ids is not None else self._sources
            passed.append(_Passed(written, sources, sum(each.certain for each in found)))
        if certain and not self.terms.in_spite:
            self._possible.clear()
            raise _refusal(certain, [part.place for part in parts])
        self._passed += passed

    def _scan(self, part: Part) -> list[Residual]:
        if self.terms.wording != DE_IDENTIFIED:
            return []
        found = residual.scan_file(self._known, part.path)
        # A file goes by its name as well.
        found += residual.scan_text(self._known, part.place.stem, f"the name of {part.place.name}")
        return [replace(each, where=each.where.replace(part.path.name, part.place.name)) for each in self._told(found)]

    def _told(self, found: Iterable[Residual]) -> list[Residual]:
        """What of the finds is somebody's, and not for whom the export is."""
        return [
            each
            for each in found
            if not _MOMENT.fullmatch(each.words)
            and not any(each.words in ours for ours in self._ours)
            and not self._is_recipient(each)
        ]

    def _is_recipient(self, find: Residual) -> bool:
        """Whether a file or a version is just called after the person it was made for."""
        return not find.certain and find.words in self.terms.recipient and find.where.startswith(_CALLED)

    def enter_in_ledger(self) -> None:
        """Write a line of the ledger for each file that was let out."""
        for each in self._passed:
            sharing.record(
                self._project,
                each.file,
                what=self.what,
                terms=self.terms,
                manifest=sharing.manifest_of(self._project, each.source_ids, self._counts, self.codebook_sha256),
                residuals=each.finds,
            )
        self._passed.clear()


@contextmanager
def leaving(
    project: Project,
    what: str,
    terms: Terms = AS_USUAL,
    *,
    quotes: bool,
    sources: Sequence[int] | None = None,
    private: bool = False,
) -> Iterator[Gate]:
    """Open the gate for one export of a project; `what` names it in the ledger.

    `quotes` tells whether it quotes people, so that those who didn't agree to
    it are withheld; `private` whether private memos may be read. When the
    block ends, what was let out is in the ledger.

    Raises:
        NotAllowed: nobody answers for the original wording, or the project is only being looked at.
        StorageFailed: the ledger can't be written.
    """
    terms.check()
    # Nothing leaves that the ledger couldn't tell of afterwards.
    project.check_writable()
    with outgoing(project, terms.wording, quotes=quotes, private=private) as reading:
        gate = Gate(project, reading, what, terms, sources, cautions(project, terms, quotes=quotes, sources=sources))
        try:
            yield gate
        finally:
            # Also where something failed later: what is out is out.
            gate.enter_in_ledger()


def cautions(project: Project, terms: Terms, *, quotes: bool, sources: Sequence[int] | None = None) -> tuple[str, ...]:
    """What is to be known of an export before it is passed on: consent nobody recorded, transcripts nobody read."""
    told = list(_unread(project, sources)) if terms.wording == DE_IDENTIFIED else []
    if quotes:
        told += _unasked(project, withheld(project))
    return tuple(told)


def _unread(project: Project, sources: Sequence[int] | None) -> Iterator[str]:
    """Name the sources nobody has read through for identifiers, where de-identifying has begun at all."""
    readings = pseudonyms.readings(project)
    if not readings and not pseudonyms.listing(project):
        return
    wanted = [source for source in catalogue.listing(project) if source.has_text]
    if sources is not None:
        wanted = [source for source in wanted if source.id in set(sources)]
    unread = [source.name for source in wanted if source.id not in readings or not readings[source.id].holds]
    if unread:
        yield f"Not read through for identifiers: {_listed(unread)}."


def _unasked(project: Project, held: Withheld) -> Iterator[str]:
    if not held.asked and project.session.scalar(select(CaseRow.id).limit(1)) is not None:
        yield NO_CONSENT_RECORDED
    if held.untied:
        yield f"Tied to no participant, so that nobody’s consent to quoting is known: {_listed(held.untied)}."


def _refusal(certain: Sequence[Residual], places: Sequence[Path]) -> ResidualIdentifiers:
    kinds = ", ".join(dict.fromkeys(each.kind for each in certain))
    where = _listed(list(dict.fromkeys(each.where for each in certain if each.where)))
    name = f"“{places[0].name}”" if len(places) == 1 else f"{len(places)} files"
    one = len(certain) == 1
    many = "passage that identifies" if one else "passages that identify"
    return ResidualIdentifiers(
        f"{name} would hold {len(certain)} {many} somebody ({kinds}){f': {where}' if where else ''}. "
        "Nothing was written.",
        "Replace them with pseudonyms first; or let them go under your name, with the reason.",
        found=certain,
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_TOLD]) + (f" and {len(names) - _TOLD} more" if len(names) > _TOLD else "")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
