"""Make a review copy of a project: one encrypted file for one person, through the gate of all exports.

In three steps, so that the long one in the middle can be done beside the
window: `making` puts the copy together, its `write` looks it through and
writes it, and when the block ends it is in the sharing ledger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from interviewcoder.errors import ExportFailed, NameTaken, NotAllowed
from interviewcoder.privacy.sharing import AS_USUAL, DE_IDENTIFIED, Terms, WrittenFile
from interviewcoder.project import coder_names, place, rewriting
from interviewcoder.project.cipher import new_key
from interviewcoder.project.file import SUFFIX, Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.project.storage import as_file_error
from interviewcoder.reports import whole_file
from interviewcoder.reports.export_gate import Gate, leaving
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.review import copy_texts, review_copy
from interviewcoder.review.copy_rows import CopyOrder, Staged, staged
from interviewcoder.review.review_copy import ReviewCopyView
from interviewcoder.sources import catalogue

WHAT = "review copy"
"""What the sharing ledger calls it."""
_QUOTED = "Words of sources that aren't in it stand in its codebook, memos or comments"
KIND = FileKind("review copy", SUFFIX, f"review{SUFFIX}")
Tell = Callable[[str, float], object]
"""Told the stage ("check", "write") and the share of it that is done (0 to 1); may raise `Cancelled` to stop."""


@dataclass(frozen=True, slots=True)
class CopyReceipt:
    """What was handed out: how many of what is in it, and what is to be known before it is passed on."""

    path: Path
    copy: ReviewCopyView
    counts: Mapping[str, int]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """A copy that is wanted; `sources` are ids, None: all that have a text. `expires_on` is the last day it opens."""

    path: Path
    passphrase: str
    recipient: str
    sources: tuple[int, ...] | None = None
    blind: bool = False
    expires_on: date | None = None

    def __repr__(self) -> str:
        return f"CopyRequest({self.path.name!r}, …)"


class Making:
    """A copy that is put together but not written yet. `counts` say what will be in it; `write` does it."""

    def __init__(self, copy: Staged, gate: Gate, request: CopyRequest, others: Sequence[tuple[str, str]] = ()) -> None:
        # `others` are the sources that aren't in it, each with its text.
        self.counts = copy.counts
        self.receipt: CopyReceipt | None = None
        self.written: WrittenFile | None = None
        self.warnings: tuple[str, ...] = ()
        self._copy, self._gate, self._request, self._others = copy, gate, request, others

    def write(self, tell: Tell = lambda stage, share: None) -> None:
        """Look it through and write it, whole or not at all; on any one thread.

        Raises:
            ResidualIdentifiers: it would hold what certainly identifies somebody, and nobody answers for it.
            NameTaken: there is a file of that name by now.
            StorageFailed: the disk is full, or the place can't be written.
        """
        path = self._request.path
        told = list(copy_texts.texts(self._copy))
        self._gate.look_through(_telling(told, tell), path)
        if quoted := copy_texts.quoted_elsewhere(told, self._others):
            self.warnings = (f"{_QUOTED}: {', '.join(quoted)}.",)
        tell("write", 0.0)
        partial = place.unfinished(path)
        with rewriting.removed_unless_done(partial):
            rewriting.write_from_memory(self._copy.driver, partial, new_key(self._request.passphrase))
            tell("write", 0.9)
            written = WrittenFile(path.name, partial.stat().st_size, _sha256(partial))
            _refuse_taken(path)
            try:
                partial.replace(path)
                rewriting.sync_folder(path.parent)
            except OSError as error:
                raise as_file_error(error, path.name) from error
        self.written = written
        self._gate.enter(written)
        tell("write", 1.0)


def make(
    project: Project,
    path: Path,
    *,
    passphrase: str,
    recipient: str,
    sources: Sequence[int] | None = None,
    blind: bool = False,
    expires_on: date | None = None,
    terms: Terms = AS_USUAL,
    tell: Tell = lambda stage, share: None,
) -> CopyReceipt:
    """Write a review copy for a person, de-identified and encrypted with a passphrase of its own.

    Of `terms` the recipient is given by name, and the wording: nobody's names
    go out in a review copy, whoever answers for it.

    Raises:
        InterviewCoderError: as `making` and `Making.write`.
    """
    chosen = None if sources is None else tuple(sources)
    request = CopyRequest(path, passphrase, recipient, chosen, blind, expires_on)
    with making(project, request, terms) as work:
        work.write(tell)
    assert work.receipt is not None
    return work.receipt


@contextmanager
def making(project: Project, request: CopyRequest, terms: Terms = AS_USUAL) -> Iterator[Making]:
    """Put a review copy together; when the block ends and it was written, the project and its ledger know of it.

    Raises:
        NotAllowed: this is a review copy itself; the passphrase is missing or the project's own; there is nothing to
            read in it; nobody is named for whom it is; its last day is over already.
        ExportFailed, NameTaken: the file may not have this name, or there is one of it.
        StorageFailed: the place can't be looked at, or the ledger can't be written.
    """
    request = _checked(project, request)
    order = order_for(project, request)
    terms = replace(terms, recipient=order.recipient, wording=DE_IDENTIFIED)
    with (
        leaving(project, WHAT, terms, quotes=True, sources=order.source_ids) as gate,
        staged(gate.reading, order) as copy,
    ):
        chosen = set(order.source_ids)
        there = gate.reading.session.execute(select(SourceRow.id, SourceRow.name, SourceRow.text))
        others = [(name, text) for id_, name, text in there if id_ not in chosen]
        work = Making(copy, gate, request, others)
        gate.holds(**{name: count for name, count in copy.counts.items() if name != "sources"})
        gate.codebook_sha256 = copy.mark["codebook_sha256"]
        try:
            yield work
        finally:
            # Also where something failed later: what is out is out.
            if work.written is not None:
                made = review_copy.note_handed_out(project, copy.mark)
                work.receipt = CopyReceipt(request.path, made, copy.counts, (*gate.warnings, *work.warnings))


def refuse_wrong_place(project: Project, path: Path) -> None:
    """Refuse a place where no review copy of this project may be written.

    Raises:
        ExportFailed: it ends in another suffix, its folder is missing, or it is the project's own or among its backups.
        NameTaken: there is a file of that name.
        StorageFailed: the place can't be looked at.
    """
    if path.suffix.casefold() != SUFFIX:
        raise ExportFailed(f"“{path.name}” is no name of a review copy.", f"Let it end in {SUFFIX}.")
    whole_file.refuse_places_of(project.path, path, KIND)
    if not path.parent.is_dir():
        raise ExportFailed(f"The folder {path.parent} doesn't exist.", "Choose a folder that does, or make it first.")
    _refuse_taken(path)


def _checked(project: Project, request: CopyRequest) -> CopyRequest:
    """The request with its path absolute and its names tidy."""
    review_copy.refuse_in_copy(project)
    path, recipient = place.absolute(request.path), coder_names.tidy(request.recipient)
    refuse_wrong_place(project, path)
    if not recipient:
        raise NotAllowed("Nobody is named for whom the review copy is.", "Give the name of who is to read it.")
    if request.expires_on is not None and request.expires_on < datetime.now().date():
        raise NotAllowed(
            f"The review copy would have ended on {request.expires_on.isoformat()} already.", "Choose a later day."
        )
    if not request.passphrase.strip():
        raise NotAllowed("A review copy needs a passphrase.", "It is always encrypted: choose one for its reader.")
    if project.has_passphrase(request.passphrase):
        raise NotAllowed(
            "This is the passphrase of the project itself.",
            "Whoever reads the copy would know it. Choose another one for the copy.",
        )
    return replace(request, path=path, recipient=recipient)


def order_for(project: Project, request: CopyRequest) -> CopyOrder:
    """What a request means for this project: which sources, and who the recipient is among its coders.

    Raises:
        NotAllowed: there is nothing to read in it.
    """
    readable = {source.id: source for source in catalogue.listing(project) if source.has_text}
    wanted = tuple(readable) if request.sources is None else tuple(dict.fromkeys(request.sources))
    for source_id in wanted:
        if source_id not in readable:
            known = catalogue.by_id(project, source_id)
            name = f"“{known.name}” has no transcript yet" if known else "A source is no longer in the project"
            raise NotAllowed(f"{name}, so there is nothing to review.", "Choose other sources.")
    if not wanted:
        raise NotAllowed("There is no transcript in the review copy.", "Choose at least one source that has a text.")
    reader_uuid = review_copy.coder_uuid_for(project, request.recipient) or str(uuid4())
    return CopyOrder(
        uuid=str(uuid4()),
        recipient=request.recipient,
        coder_uuid=reader_uuid,
        maker_uuid=project.coder.uuid,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        expires_on=request.expires_on.isoformat() if request.expires_on else "",
        blind=request.blind,
        source_ids=wanted,
        blind_in=review_copy.kept_blind(project, reader_uuid),
        file_name=request.path.name,
    )


def _telling(texts: list[tuple[str, str]], tell: Tell) -> Iterator[tuple[str, str]]:
    whole = sum(len(text) for _, text in texts) or 1
    done = 0
    for where, text in texts:
        tell("check", done / whole)
        yield where, text
        done += len(text)


def _refuse_taken(path: Path) -> None:
    if path.is_symlink() or path.exists():
        raise NameTaken(f"“{path.name}” is there already.", "A review copy never replaces a file: choose another name.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
