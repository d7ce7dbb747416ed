"""Make a study in which one participant is everywhere, and withdraw them in a process that somebody kills.

Run with a path and the name of a stage, it withdraws the participant and kills itself when the stage begins.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import wave
from pathlib import Path
from random import Random
from uuid import uuid4

from sqlalchemy import insert

from interviewcoder.analysis import word_index
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memo_places, memos, segments, versions
from interviewcoder.coding.segments import SegmentView
from interviewcoder.privacy import consent, pseudonyms, withdrawal
from interviewcoder.privacy.decisions import decide
from interviewcoder.project import file, preferences
from interviewcoder.project.file import Project
from interviewcoder.project.schema import AdjudicationRow, BlindRow, CommentRow, SharingRow, TaskBlockRow, TaskRow
from interviewcoder.review import comments, proposals, signoff, verdicts
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.transcript import tie_speaker, transcript_of

CANARY = "Zanzibarella"
"""In every text of theirs, and in every text about them."""

SAID = f"I keep thinking of {CANARY} when the ward is quiet at night"
OTHER = "We had no nurses at all that winter"


def make(path: Path, passphrase: str | None = None) -> Project:
    """A study of two participants with interviews of their own and one together; P1 is to withdraw."""
    project = file.create(path, title="Study", passphrase=passphrase)
    _add_interviews(project, path.parent)
    one, two = (cases.add(project, name) for name in (f"P1 {CANARY}", "P2"))
    sources = {source.name: source for source in catalogue.listing(project)}
    for case, name in ((one, f"Talk {CANARY}"), (two, "Talk two")):
        cases.tie_source(project, case.id, sources[name].id)
    group = sources["Group"].id
    _give_voices(project, group, {"A": one.id, "B": two.id})
    _describe(project, one.id, two.id)
    _code(project, sources[f"Talk {CANARY}"].id, sources["Talk two"].id, group)
    _leave_traces(project, sources[f"Talk {CANARY}"].id)
    while word_index.bring_up_to_date(project, budget_s=1).left:
        pass
    return project


def _add_interviews(project: Project, folder: Path) -> None:
    folder = folder / "material"
    folder.mkdir(exist_ok=True)
    talks = {
        f"Talk {CANARY}": f"I: What stays with you?\nA: {SAID}.\nI: And then?\nA: Only {CANARY}, nothing else.\n",
        "Talk two": f"I: What stays with you?\nB: {OTHER}.\n",
        "Group": f"I: And together?\nA: {SAID}, as I said.\nB: {OTHER}.\nA: {CANARY} again.\nB: Yes, that is so.\n",
    }
    for number, (name, text) in enumerate(talks.items()):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        added = importing.add_files(project, [folder / f"{name}.txt"])
        with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(Random(number).randbytes(16_000))
        importing.attach_recording(project, added[0].id, folder / f"{name}.wav")


def _give_voices(project: Project, source_id: int, whose: dict[str, int]) -> None:
    for case_id in whose.values():
        cases.tie_source(project, case_id, source_id)
    for speaker in transcript_of(project, source_id).speakers:
        if speaker.label in whose:
            tie_speaker(project, speaker.id, whose[speaker.label])


def _describe(project: Project, one: int, two: int) -> None:
    attributes.describe_case(project, one, {"home": f"{CANARY} Street", "role": "nurse"})
    attributes.describe_case(project, two, {"home": "Elm Street", "role": "nurse"})
    for case_id in (one, two):
        consent.record(project, case_id, "quotes", True, "2026-01-05", f"{CANARY} signed" if case_id == one else "")
    memo = memos.add(project, memo_places.About.case(one), title=CANARY, text=f"{CANARY} seemed tired")
    memos.set_private(project, memo.key)


def _code(project: Project, own: int, other: int, group: int) -> None:
    night = codes.add(project, "Night")
    codes.describe(project, night.id, typical=f"“{SAID}”", memo=f"See P1 {CANARY}.")
    span = segments.find_passage(project, own, SAID)
    coding = segments.code_passage(project, own, span, night.id)
    segments.set_memo(project, coding.id, f"{CANARY} again")
    memos.add(project, memo_places.About.coding(coding.id), text=f"Why {CANARY}?")
    memos.add(project, memo_places.About.passage(own, span), text=CANARY)
    segments.code_in_vivo(project, own, segments.find_passage(project, own, f"Only {CANARY}, nothing else"))
    versions.save(project, "First", note=f"After P1 {CANARY}")
    for source_id, words in ((other, OTHER), (group, OTHER), (group, SAID)):
        segments.code_passage(project, source_id, segments.find_passage(project, source_id, words), night.id)
    _review(project, coding, segments.in_source(project, other)[0])
    journal = memos.add(project, title="Journal", text=f"P1 {CANARY} said: {SAID.upper()}! And P2 agreed.")
    memos.link(project, journal.key, own, span)
    name = pseudonyms.add(project, "name", f"[{CANARY[::-1]} A]", note=CANARY)
    decide(project, [(own, segments.find_passage(project, own, CANARY))], name.id)
    codes.delete(project, codes.add(project, f"Gone {CANARY}").id)
    codes.add(project, f"Undone {CANARY}")
    project.undo()


def _review(project: Project, own: SegmentView, other: SegmentView) -> None:
    """What a reviewer says: of the words of the one who is to withdraw, and of them where it is about others."""
    coder = project.coder.name
    project.work_as("Dr. Lee")
    night, hope = own.code_id, codes.add(project, "Hope").id
    passage = comments.About.passage(own.source_id, own.span)
    about = comments.About.coding(own.id), comments.About.source(own.source_id), passage
    threads = [comments.add(project, thing, text=f"Does {CANARY} mean it?") for thing in about]
    comments.reply(project, threads[0].id, f"Ask {CANARY}.")
    for coding in (own, other):
        verdicts.give(project, coding.id, verdicts.QUERY, note=f"Not P1 {CANARY}’s night?")
        proposals.recode(project, coding.id, hope, reason=f"P1 {CANARY} hopes")
    asked = proposals.rename(project, night, f"Night of P1 {CANARY}", reason=f"Only P1 {CANARY}")
    proposals.reject(project, asked.id, note=f"Not after P1 {CANARY}")
    comments.add(project, comments.About.code(night), text=f"“{SAID}” again")
    comments.add(project, comments.About.coding(other.id), text="Fine", due="2026-03-01")
    gone = comments.add(project, comments.About.passage(other.source_id, other.span), text="Like the other")
    signoff.approve(project, versions.listing(project)[0].id, note=f"Thanks to P1 {CANARY}")
    place = {"start": own.span.start, "end": own.span.end, "code_id": night, "coder_id": project.coder.id}
    with project.op("Decide disagreement") as session:
        for source_id in (own.source_id, other.source_id):
            decided = AdjudicationRow(source_id=source_id, coders="[]", outcome="all", decided_at="", **place)
            decided.reason = f"As P1 {CANARY} said"
            session.add_all([decided, BlindRow(source_id=source_id, coder_id=project.coder.id)])
        session.get_one(CommentRow, gone.id).was_about = f"“quiet” in “Talk {CANARY}”"
    project.work_as(coder)


def _leave_traces(project: Project, own: int) -> None:
    """What no step of anybody's work is: searches, a draft, a transcription under way, an export."""
    source = next(each for each in catalogue.listing(project) if each.id == own)
    preferences.keep(project, "find.recent", json.dumps([{"text": CANARY}]))
    draft = {"key": None, "kind": "memo", "about": {"kind": "source", "id": own, "source_id": None, "span": None}}
    preferences.keep(project, "memo_draft", json.dumps({**draft, "title": "", "text": CANARY, "private": False}))
    reply = {"kind": "new", "of": "", "about": ["source", own, own, None, None], "quote": CANARY, "text": "Hm"}
    preferences.keep(project, "comment_drafts", json.dumps([reply]))
    with project.quiet_write() as session:
        task = {"uuid": str(uuid4()), "source_uuid": source.uuid, "position": 0, "hearing": CANARY, "added_at": ""}
        session.execute(insert(TaskRow).values(**task, paused=False, conventions=""))
        session.execute(insert(TaskBlockRow).values(task_id=1, number=0, content=CANARY.encode()))
        line = {"at": "2026-02-01T10:00:00+00:00", "coder_uuid": project.coder.uuid, "what": "transcript"}
        line |= {"file_name": f"Talk {CANARY}.docx", "recipient": "Dr. Lee", "wording": "original", "purpose": ""}
        line |= {"manifest": json.dumps({"sources": [source.uuid]}), "sha256": "ab" * 32, "override": ""}
        session.execute(insert(SharingRow).values(uuid=str(uuid4()), size_bytes=1, **line))


def case_of(project: Project) -> int:
    """Who is to withdraw."""
    return cases.by_name(project, f"P1 {CANARY}").id


def main() -> None:
    """Take orders, a line of JSON each: a project's path and where its withdrawal is to be killed."""
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            _withdraw(**json.loads(line))
        _, status = os.waitpid(worker, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "ended\n")
        sys.stdout.flush()


def _withdraw(path: str, stage: str, after: int) -> None:
    """Withdraw, and kill oneself when a stage is told for the nth time, or after so many tens of SQLite operations."""
    seen = 0

    def say(now: str, share: float) -> None:
        nonlocal seen
        seen += now == stage
        if now == stage and seen == after:
            os.kill(os.getpid(), signal.SIGKILL)

    def count() -> int:
        nonlocal seen
        seen += 1
        if seen == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    try:
        project = file.open_project(Path(path))
        if stage == "operations":
            project.raw_connection.set_progress_handler(count, 10)
        withdrawal.withdraw(project, case_of(project), say=say)
        project.close()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
