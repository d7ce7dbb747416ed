"""The statement's checks of retention and withdrawal."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import InterviewCoderError
from interviewcoder.privacy import certificate, consent, retention
from interviewcoder.privacy import statement_phrases as phrases
from interviewcoder.privacy.belongings import Subjects
from interviewcoder.privacy.statement import Finding, count, day_words, listed
from interviewcoder.privacy.statement_study import Checks, Study, needs_project
from interviewcoder.project import attached, backup
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, MediaChunkRow, MediaRow, SourceRow, SpeakerRow, StepRow, TombstoneRow

_SSD = "What a solid-state disk keeps in worn cells no program can reach; encryption is what protects it."


def _kept(study: Study, project: Project) -> Finding:
    rules = [rule for rule in retention.listing(project) if rule.until]
    name = "comparison of the dates with today"
    if not rules:
        return Finding("not verifiable", "No dates are laid down in the project.", name)
    told = phrases.first_up("; ".join(map(phrases.rule_words, rules)))
    overdue = [each for each in retention.due(project, study.today) if each.days < 0]
    limits = "Nothing is destroyed by itself: a person has to do it."
    if overdue:
        late = listed([f"{phrases.CLASS_NAMES[each.rule.data]}, by {count(-each.days, 'day')}" for each in overdue])
        return Finding("failed", f"{told}. Overdue: {late}.", name, limits)
    return Finding("declared", f"{told}. Nothing is overdue.", name, limits)


def _audio(study: Study, project: Project) -> Finding:
    session = project.session
    held, size = session.execute(select(func.count(MediaRow.id), func.coalesce(func.sum(MediaRow.size_bytes), 0))).one()
    destroyed = [each for each in certificate.listing(project) if each.kind == "audio"]
    gone = [uuid for row in _stones(session, "audio") for uuid in row.media]
    back = _there(session, gone)
    name = "search for the destroyed recordings’ identifiers" if gone else "count of the recordings in the project"
    told = f"{count(held, 'recording')} held ({size / 1e6:,.1f} MB). " if held else "The project holds no recording. "
    if destroyed:
        last = destroyed[-1]
        told += f"{count(len(gone), 'recording')} destroyed, last on {day_words(last.moment.date())}; "
        told += f"certificates (SHA-256): {listed([each.sha256[:16] for each in destroyed])}. "
    if back:
        return Finding("failed", f"{told}{back} are still in the project.", name, _SSD)
    until = next((rule.until for rule in retention.listing(project) if rule.data == "audio"), "")
    if held and until:
        told += f"{'It is' if held == 1 else 'They are'} kept until {phrases.days([until])}, see question 19."
    if destroyed and not held:
        return Finding("proved", f"{told}None of their identifiers is left in any table.", name, _SSD)
    if not held:
        return Finding("not verifiable", told.strip(), name)
    return Finding(
        "declared" if until else "not verifiable",
        told.strip(),
        name,
        "Whether copies outside of the project exist, such as on the recorder, the program can’t know.",
    )


def _withdrawn(study: Study, project: Project) -> Finding:
    stones = list(_stones(project.session, "withdrawal"))
    if not stones:
        told = "Nobody has withdrawn from this study so far, so there is nothing to check in it. A withdrawal first "
        told += "lists what there is of the participant, then removes recordings, transcripts, codings, memos and "
        told += "details from the project and its backups, and gives a certificate. From then on this answer is "
        told += "checked anew in every statement."
        limits = "That a withdrawal removes everything is tried out on made-up studies by the program’s own tests "
        limits += "(tests/privacy/test_withdrawal.py), not in this study."
        return Finding("not verifiable", told, "", limits, asks=False)
    uuids = [uuid for each in stones for uuid in (each.participant, *each.sources, *each.speakers, *each.media) if uuid]
    found = _there(project.session, uuids)
    in_copies, unread = [], []
    for copy in backup.backups(project.path):
        try:
            with attached.attached(project, copy.path) as other:
                if _there(other.session, uuids):
                    in_copies.append(copy.path.name)
        except InterviewCoderError:
            unread.append(copy.path.name)
    unfinished = [each for each in certificate.listing(project) if each.kind == "withdrawal" and not each.finished]
    recall = sum(len(each.exports) for each in certificate.listing(project))
    told = f"{count(len(stones), 'withdrawal')}; {count(len(uuids), 'identifier')} of removed things searched for in "
    told += f"every table of the project and of {count(len(backup.backups(project.path)) - len(unread), 'backup')}: "
    told += f"{found + len(in_copies) or 'none'} found."
    told += f" {count(recall, 'export')} had to be recalled by hand." if recall else ""
    name = "search for the withdrawn participants’ identifiers in the project and its backups"
    if found or in_copies or unfinished:
        why = f" In backups: {listed(in_copies)}." if in_copies else ""
        why += " A removal wasn’t finished; open the project again to finish it." if unfinished else ""
        return Finding("failed", told + why, name, _SSD)
    if unread:
        return Finding("failed", f"{told} These backups couldn’t be looked into: {listed(unread)}.", name, _SSD)
    return Finding(
        "proved", told, name, f"{_SSD} Copies outside of the project’s folder are cleaned when they are opened."
    )


def _deadlines(study: Study, project: Project) -> Finding:
    views = consent.listing(project)
    dated = [view.withdraw_by for view in views if view.withdraw_by]
    if not views:
        return Finding("not verifiable", "The project has no participants yet.")
    told = f"{phrases.first_up(phrases.all_of(len(dated), len(views), 'participant'))} "
    told += f"{'has' if len(dated) == 1 else 'have'} a last day on which they may withdraw"
    if dated:
        passed = sum(day < study.today.isoformat() for day in dated)
        told += f": {phrases.days(dated)}. That day has passed for {passed or 'none'} of them"
    limits = "Whether participants know the day, only the researcher can say."
    return Finding(
        "declared" if len(dated) == len(views) else "not verifiable", f"{told}.", "look into the project", limits
    )


def _stones(session: Session, kind: str) -> Iterable[Subjects]:
    rows = session.scalars(select(TombstoneRow.subjects).where(TombstoneRow.kind == kind).order_by(TombstoneRow.id))
    return [Subjects.from_json(text) for text in rows.all()]


def _there(session: Session, uuids: list[str]) -> int:
    """How many rows of those there are: people, sources, speakers, recordings, their bytes, steps that hold them."""
    found = 0
    for kind in (CaseRow, SourceRow, SpeakerRow, MediaRow):
        found += session.scalar(select(func.count(kind.id)).where(kind.uuid.in_(uuids))) or 0
    found += (
        session.scalar(select(func.count()).select_from(MediaChunkRow).where(MediaChunkRow.media_uuid.in_(uuids))) or 0
    )
    for uuid in uuids:
        found += session.scalar(select(func.count(StepRow.id)).where(StepRow.media_uuids.contains(uuid))) or 0
    return found


ENDS: Checks = {
    19: needs_project(_kept),
    20: needs_project(_audio),
    21: needs_project(_withdrawn),
    22: needs_project(_deadlines),
}
"""By the question's number."""
