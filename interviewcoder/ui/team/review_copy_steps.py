"""What the entry “Make a review copy…” does, from the question to the file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.project.file import Project
    from interviewcoder.reports.review_copy_file import CopyReceipt, CopyRequest
    from interviewcoder.review.copy_contents import CopyContents
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.team.review_copy_dialog import CopyChoice, CopyOffer
    from interviewcoder.ui.workspace import Workspace


def make_review_copy(work: Workspace, prompts: Prompts) -> None:
    """Ask for whom a copy is and what is in it, then where to, make it, and say how to hand it over."""
    from interviewcoder.review import review_copy
    from interviewcoder.sources import catalogue
    from interviewcoder.ui.team.review_copy_dialog import ReviewCopyDialog

    project = work.project
    if not work.save_pending() or not prompts.attempt(lambda: review_copy.refuse_in_copy(project)):
        return
    sources = [source for source in catalogue.listing(project) if source.has_text]
    if not sources:
        words = _tr("A review copy holds transcripts: transcribe a recording, or add a transcript that you have.")
        prompts.show_note(_tr("There is nothing to review yet"), words)
        return
    dialog = ReviewCopyDialog(_offer(project, sources), work)
    if not prompts.run(dialog):
        return
    choice = dialog.choice()
    suggested = project.path.with_name(
        _tr("{title} for {reader}").format(title=project.path.stem, reader=_as_file_name(choice.recipient))
        + project.path.suffix
    )
    path = prompts.choose_save_file(_tr("Where to make the review copy"), _kinds(), suggested)
    if path is not None:
        _make(work, prompts, choice, path)


def _offer(project: Project, sources: Sequence[SourceView]) -> CopyOffer:
    from interviewcoder.cases import cases
    from interviewcoder.coding import codes
    from interviewcoder.project import coders
    from interviewcoder.review import signoff
    from interviewcoder.ui.team.review_copy_dialog import CopyOffer

    me = project.coder.id
    known = [project.title, project.path.stem, *(case.name for case in cases.listing(project))]
    readers = [coder.name for coder in coders.listing(project) if coder.id != me and coder.role != "consensus"]
    unsaved = bool(codes.tree(project)) and signoff.version_of_now(project) is None
    return CopyOffer(sources, readers, [*known, project.coder.name], partial(_contents, project), unsaved)


def _contents(project: Project, reader: str, source_ids: Sequence[int], blind: bool) -> CopyContents:
    from interviewcoder.reports.review_copy_file import CopyRequest, order_for
    from interviewcoder.review import copy_contents

    request = CopyRequest(project.path, "", reader, tuple(source_ids), blind)
    return copy_contents.contents(project, order_for(project, request))


def _make(work: Workspace, prompts: Prompts, choice: CopyChoice, path: Path) -> None:
    from interviewcoder.coding import versions
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports.review_copy_file import CopyRequest, refuse_wrong_place
    from interviewcoder.ui.privacy.letting_out import let_out

    project = work.project
    if not prompts.attempt(lambda: refuse_wrong_place(project, path)):
        return
    if choice.save_version:
        name = _free_version(project, choice.recipient)
        if not prompts.attempt(lambda: versions.save(project, name)):
            return
    request = CopyRequest(path, choice.passphrase, choice.recipient, choice.sources, choice.blind, choice.expires_on)
    made: list[CopyReceipt] = []
    if let_out(work, prompts, Terms(), lambda terms: made.extend(_made(work, prompts, request, terms))) and made:
        prompts.file_written(_tr("The review copy is made"), _words(made[0]), path)


def _made(work: Workspace, prompts: Prompts, request: CopyRequest, terms: Terms) -> list[CopyReceipt]:
    """Make it while a dialog shows how far it is; empty where the person stopped it."""
    from interviewcoder.reports.review_copy_file import making
    from interviewcoder.ui.dialogs.writing import WritingDialog
    from interviewcoder.ui.waiting import Waiting

    with ExitStack() as open_until:
        with Waiting():
            copy = open_until.enter_context(making(work.project, request, terms))
        dialog = WritingDialog(_tr("Making “{name}”").format(name=request.path.name), copy.write)
        if not prompts.run(dialog) and dialog.error is not None:
            raise dialog.error
    return [copy.receipt] if copy.receipt is not None else []


def _words(made: CopyReceipt) -> str:
    from interviewcoder.ui.team.review_copy_words import codings, transcripts

    what = f"{transcripts(made.counts)}, {codings(made.counts).lower()}"
    told = [_tr("For {reader}: {what}.").format(reader=made.copy.recipient, what=what)]
    if made.copy.expires_on is not None:
        told.append(_tr("It opens until {day}.").format(day=made.copy.expires_on.isoformat()))
    told.append(_tr("Tell its passphrase by another way than the file. What comes back is merged by Team › Merge…"))
    return "\n".join([*told, *made.warnings])


def _free_version(project: Project, reader: str) -> str:
    """A name for the version of the codebook that is handed out."""
    from interviewcoder.coding import versions

    taken = {version.name.casefold() for version in versions.listing(project)}
    name = _tr("For {reader}, {day}").format(reader=reader, day=datetime.now().date().isoformat())
    free, number = name, 2
    while free.casefold() in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _as_file_name(words: str) -> str:
    """A name as a part of a file's, without what no file's name may hold."""
    return "".join(letter if letter.isalnum() or letter in " .-_" else "-" for letter in words).strip(" .-") or "review"


def _kinds() -> str:
    return _tr("Review copies (*.icproj)")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewCopy", text)
