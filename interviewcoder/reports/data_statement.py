"""Make the data handling statement: run every check and put the answers together.

The checks of the project, the program and the machine are `privacy`'s; those
that need to know of transcription are here.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from interviewcoder.errors import InterviewCoderError, NotAllowed, NotAProject
from interviewcoder.privacy import consent, log_check
from interviewcoder.privacy import statement as statements
from interviewcoder.privacy import statement_phrases as phrases
from interviewcoder.privacy.network_lock import kernel_mode
from interviewcoder.privacy.outgoing import outgoing, worded
from interviewcoder.privacy.statement import Finding, Statement, Status, count, labels, listed
from interviewcoder.privacy.statement_checks import MACHINE, SELF_TEST
from interviewcoder.privacy.statement_checks_ends import ENDS
from interviewcoder.privacy.statement_checks_files import FILES, damaged_pages
from interviewcoder.privacy.statement_checks_people import PEOPLE
from interviewcoder.privacy.statement_questions import QUESTIONS
from interviewcoder.privacy.statement_study import Checks, Study, needs_project
from interviewcoder.project import activity
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseSourceRow, SourceRow, TranscriptRow
from interviewcoder.project.storage import as_storage_error
from interviewcoder.reports.wording import clock
from interviewcoder.sources import catalogue
from interviewcoder.sources.verification import verification_of
from interviewcoder.transcription import models
from interviewcoder.transcription.published_models import PUBLISHED, by_size
from interviewcoder.transcription.runner import idle_worker_mode

MADE = "Make data handling statement"
_OWN_WHISPER = "Whisper "
# As resources/models/README.md has them.
_SPEAKER_MODELS = {
    "campplus_zh_en.onnx": "5d60b1338f105a38f0934fb9769a1b2f77719c69981a1d7300f41e9ebe3b5f11",
    "segmentation-3.0.onnx": "491726e28a010a7c10b9a168ce523bb37fd147a96337c090857dac0c4444bd06",
}


class Gathering:
    """A statement in the making, a line at a time, so that whoever waits can be told how far it is.

    Reads the project and must run on the thread that has it.
    """

    def __init__(self, study: Study, *, head: str = "") -> None:
        self._study = study
        self._head = head
        self._found: dict[int, tuple[Finding, datetime]] = {}

    def steps(self) -> Iterator[int]:
        """Look into one question after the other; yields the number of the one that comes next."""
        for question in QUESTIONS:
            yield question.n
            self._found[question.n] = (look_into(self._study, question.n), datetime.now().astimezone())

    def statement(self) -> Statement:
        """The finished statement.

        Raises:
            NotAllowed: the head that was asked for is no hash.
        """
        project = self._study.project
        declared = statements.declarations(project) if project is not None else {}
        lines = statements.compose(self._found, declared)
        title = project.title if project is not None else self._study.path.stem
        if project is not None:
            # It is read by others, as every export is.
            with outgoing(project, quotes=False) as copy:
                lines = tuple(replace(line, result=worded(copy, line.result)) for line in lines)
                title = worded(copy, title)
        head_entry = None
        if self._head and project is not None:
            head_entry = log_check.entry_with(project, self._head) or 0
        return Statement(
            title=title,
            file_name=self._study.path.name,
            coder=project.coder.name if project is not None else "",
            made_at=datetime.now().astimezone(),
            lines=lines,
            log=self._study.log,
            damage=self._study.damage,
            head_asked=self._head,
            head_entry=head_entry,
        )


def gather(project: Project, *, head: str = "", key_path: Path | None = None) -> Statement:
    """Run every check on an open project; takes some seconds, on a large one longer.

    `head` is a hash of the log that an older statement has printed.

    Raises:
        NotAllowed: `head` is no hash.
    """
    gathering = Gathering(Study(project.path, project, key_path=key_path), head=head)
    for _ in gathering.steps():
        pass
    try:
        made = gathering.statement()
        # Each of its words is asked for once, so that what can't be said is met here.
        made.entries()
        return made
    except NotAllowed:
        raise
    except Exception as error:  # noqa: BLE001  # what was tampered with breaks it anywhere
        # It opened, and can't be read to the end: nothing of it may be said with names in it.
        why = NotAProject(f"The project can’t be read to its end: {_why(error)}")
        return gather_damaged(project.path, why, _damaged_pages_of(project))


def _damaged_pages_of(project: Project) -> str:
    with suppress(Exception):
        if pages := damaged_pages(project):
            return f"{count(len(pages), 'page')} differ from what was written: {listed(pages)}."
    return ""


def gather_damaged(path: Path, error: InterviewCoderError, where: str = "") -> Statement:
    """Make as much of a statement as can be made of a project that doesn't open, because of `error`.

    `where` says which part of it is damaged, as far as that is known.
    """
    return _finished(Gathering(Study(path, None, damage=f"{error.message} {where}".strip())))


def note_made(project: Project, statement: Statement) -> None:
    """Write into the log that a statement was made; not into that of a project that can't be read to its end.

    Raises:
        StorageFailed: the project can't be written.
    """
    if statement.damage:
        return
    with project.quiet_write() as session:
        activity.note(session, project.coder.uuid, MADE, {}, statement.sha256.encode())


def _finished(gathering: Gathering) -> Statement:
    for _ in gathering.steps():
        pass
    return gathering.statement()


def look_into(study: Study, n: int) -> Finding:
    """Look into one question; what keeps its check from being finished is a finding, too."""
    try:
        return _CHECKS[n](study)
    except Exception as error:  # noqa: BLE001  # what was tampered with breaks a check anywhere
        # A damaged page is met wherever it lies; the other lines are still worth having.
        if study.project is not None:
            with suppress(Exception):
                study.project.session.rollback()
        return Finding("failed", f"The check could not be finished: {_why(error)}", "this check")


def _why(error: Exception) -> str:
    """What kept something from being finished, without a word of the study."""
    if isinstance(error, InterviewCoderError):
        return error.message
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    known = as_storage_error(error)
    return known.message if known is not None else "something in the project isn’t as the program writes it."


def _transcribed_here(study: Study) -> Finding:
    test, mode = study.self_test, idle_worker_mode()
    held = test.verdict == "closed" and mode == kernel_mode()
    told = "Speech recognition (Whisper) runs in a process of this program on this computer; it can’t reach a network. "
    if mode == 2:
        told += "That process was started just now: the kernel’s filter is on it (Seccomp: 2). "
    limits = "Where transcripts were made that came into the program as files, the program can’t know."
    if not held:
        status: Status = "not verifiable" if test.verdict == "half" and not test.state.seccomp else "failed"
        return Finding(
            status, f"{told}But not every attempt to reach a network was refused, see question 2.", SELF_TEST, limits
        )
    if study.project is not None:
        told += _where_from(study.project)
    return Finding("proved", told.strip(), f"{SELF_TEST}, look at the transcribing process", limits)


def _where_from(project: Project) -> str:
    origins = Counter(_origins(project).values())
    here = {name: number for name, number in origins.items() if name.startswith(_OWN_WHISPER)}
    elsewhere = {name: number for name, number in origins.items() if name not in here}
    made = phrases.first_up(phrases.none_or_count(sum(here.values()), "transcript"))
    told = f"{made} {'was' if sum(here.values()) == 1 else 'were'} made here" + (
        f" ({listed(list(here))})." if here else "."
    )
    if elsewhere:
        names = listed([f"{phrases.in_sentence(name) or 'of unknown origin'}: {n}" for name, n in elsewhere.items()])
        told += f" {count(sum(elsewhere.values()), 'transcript came', 'transcripts came')} in as files ({names})."
    return told


def _origins(project: Project) -> dict[str, str]:
    """What wrote each transcript, by the source's name."""
    rows = (
        select(SourceRow.name, TranscriptRow.origin, SourceRow.model)
        .join(TranscriptRow, TranscriptRow.source_id == SourceRow.id, isouter=True)
        .where(SourceRow.text != "")
        .order_by(SourceRow.position)
    )
    return {
        name: (origin or (f"{_OWN_WHISPER}{model}" if model else ""))
        for name, origin, model in project.session.execute(rows)
    }


def _not_trained(study: Study) -> Finding:
    told, wrong, unknown, writable = [], [], [], 0
    for folder in models.installed_folders():
        name, weights = models.name_of(folder), folder / models.WEIGHTS
        claimed = name if name in PUBLISHED else by_size(weights.stat().st_size)
        sha256 = _sha256(weights)
        writable += os.access(weights, os.W_OK)
        if claimed is None:
            unknown.append(name)
        elif sha256 != PUBLISHED[claimed].sha256:
            wrong.append(str(weights))
        else:
            told.append(f"{name} ({sha256[:12]})")
    for path in (models.speaker_model_path(), models.exchange_model_path()):
        if _sha256(path) != _SPEAKER_MODELS[path.name]:
            wrong.append(str(path))
        else:
            told.append(f"{path.stem} ({_SPEAKER_MODELS[path.name][:12]})")
    name = "SHA-256 of the model files, compared with the published ones"
    limits = "The program holds no code that trains: Whisper’s weights are read, never written. "
    limits += f"{count(writable, 'model file')} could be written by this user." * bool(writable)
    if wrong:
        return Finding(
            "failed", f"These model files differ from the published ones: {listed(wrong)}. Add them anew.", name
        )
    words = "A model that is trained on something becomes another file. Every model here is, to the byte, as its "
    words += f"publisher released it (SHA-256 begins): {listed(told, 12)}."
    if unknown:
        words += f" Of unknown origin: {listed(unknown)}."
        return Finding("not verifiable", words, name, limits.strip())
    return Finding("proved", words, name, limits.strip())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _recognition_told(study: Study, project: Project) -> Finding:
    origins = _origins(project)
    own = [name for name, origin in origins.items() if origin.startswith(_OWN_WHISPER)]
    if not own:
        told = "No transcript was made by speech recognition in this program "
        told += f"({count(len(origins), 'transcript')} brought in)."
        return Finding("not verifiable", told, "look at each transcript’s origin")
    tied = select(SourceRow.name, CaseSourceRow.case_id).join(CaseSourceRow, CaseSourceRow.source_id == SourceRow.id)
    people = {case for name, case in project.session.execute(tied) if name in own}
    views = [view for view in consent.listing(project) if view.case_id in people]
    answers = {view.case: view.answers.get("transcription") for view in views}
    yes = [case for case, answer in answers.items() if answer is not None and answer.given]
    no = [case for case, answer in answers.items() if answer is not None and not answer.given]
    kinds = listed(list(dict.fromkeys(origins[name] for name in own)))
    told = f"{count(len(own), 'transcript')} made by speech recognition ({kinds}) on this computer, of "
    told += f"{phrases.none_or_count(len(views), 'participant')}."
    told += f" Agreed to automatic transcription: {phrases.answered(list(answers.values()))}." if views else ""
    name = "comparison of the transcripts’ origins with the recorded consent"
    if no:
        return Finding("failed", f"{told} Transcribed although they said no: {labels(no)}.", name)
    return Finding("declared" if views and len(yes) == len(views) else "not verifiable", told, name)


def _accurate(study: Study, project: Project) -> Finding:
    told: list[str] = []
    unheard: list[str] = []
    whole = 0
    sources = [source for source in catalogue.listing(project) if source.has_text]
    for source in sources:
        if source.media_id is None:
            continue
        found = verification_of(project, source.id)
        if not found.verified_ms:
            unheard.append(source.name)
            continue
        share = f"{found.share:.0%} of the speech" if found.share is not None else f"up to {clock(found.verified_ms)}"
        told.append(f"{labels([source.name])}: {share}" + (f" by {found.verifier}" if found.verifier else ""))
        whole += bool(found.share is not None and found.share > 0.99)
    without = len(sources) - len(told) - len(unheard)
    words = "No transcript has a recording here." if not told and not unheard else ""
    words += f"Checked by ear against the recording: {listed(told, 12)}. " if told else ""
    words += f"Not checked against the recording yet: {labels(unheard)}." if unheard else ""
    words = words.strip() + (
        f" {count(without, 'transcript')} without a recording in the project can’t be checked against it."
        if without
        else ""
    )
    limits = "That somebody marked a transcript as verified is their word. Speech recognition makes mistakes, and now "
    limits += "and then invents text over silence; the program marks doubtful places for checking."
    status: Status = "declared" if told and whole == len(told) and not without and not unheard else "not verifiable"
    return Finding(status, words, "look at the marks of verification", limits)


_CHECKS: Checks = {
    **MACHINE,
    **FILES,
    **PEOPLE,
    **ENDS,
    1: _transcribed_here,
    4: _not_trained,
    13: needs_project(_recognition_told),
    26: needs_project(_accurate),
}
