"""What is being written on a memo, kept in the project at each pause, so that it outlives a crash.

It is stored as a step when the writer leaves the memo. Were each pause a step,
undo would go through a thought by half sentences.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from interviewcoder.coding import memos
from interviewcoder.coding.memo_places import JOURNAL, About, MemoKey
from interviewcoder.errors import EmptySpan, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.preferences import keep, preference
from interviewcoder.sources.text import Span

_NAME = "memo_draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """A memo as it is being written: an old one by its key, or a new one about something.

    `private` counts for a new one alone.
    """

    key: MemoKey | None
    kind: str
    about: About
    title: str
    text: str
    private: bool = False


def keep_draft(project: Project, draft: Draft) -> None:
    """Keep what is written so far.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    keep(project, _NAME, json.dumps(asdict(draft), ensure_ascii=False))


def forget_draft(project: Project) -> None:
    """Say that nothing is being written any more."""
    if preference(project, _NAME):
        keep(project, _NAME, "")


def store(project: Project, draft: Draft) -> MemoKey:
    """Store what was written, in one step, and say where it is.

    Raises:
        EmptySpan, NotFound: what it is about is gone, or the memo is.
        StorageFailed: the disk is full or can't be written.
    """
    label = "Write memo" if draft.key else "Add journal entry" if draft.kind == JOURNAL else "Add memo"
    with project.op(label):
        key = _store(project, draft)
        forget_draft(project)
    return key


def recover(project: Project) -> None:
    """Store what was being written when the program ended without warning; what it was about may be gone."""
    written = preference(project, _NAME)
    if not written:
        return
    draft = _read(written)
    try:
        store(project, draft)
    except (EmptySpan, NotFound):
        # Whether it was private nobody can say any more.
        store(project, replace(draft, key=None, about=About(), private=True))


def _store(project: Project, draft: Draft) -> MemoKey:
    if draft.key is not None:
        title = draft.title if draft.key.stands_alone else None
        memos.change(project, draft.key, title=title, text=draft.text)
        return draft.key
    if draft.kind == JOURNAL:
        key = memos.add_journal_entry(project, title=draft.title, text=draft.text).key
    else:
        key = memos.add(project, draft.about, title=draft.title, text=draft.text).key
    if draft.private != (draft.kind == JOURNAL):
        memos.set_private(project, key, draft.private)
    return key


def _read(written: str) -> Draft:
    stored = json.loads(written)
    about = stored["about"]
    span = Span(**about["span"]) if about["span"] else None
    thing = About(about["kind"], about["id"], about["source_id"], span)
    key = MemoKey(**stored["key"]) if stored["key"] else None
    return Draft(key, stored["kind"], thing, stored["title"], stored["text"], stored["private"])
