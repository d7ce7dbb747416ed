"""Comments that are half written, kept in the project until they are sent or given up.

They outlive leaving the page, closing the project and a crash, and no undo
touches them: a comment is a step of work only once it is sent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from interviewcoder.project.file import Project
from interviewcoder.project.preferences import keep, preference
from interviewcoder.review.comments import About
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of

_NAME = "comment_drafts"
# How far from where they stood the words of a passage are looked for first.
_NEAR = 4000


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written: an answer in a thread, a comment written anew, or a new one about something.

    `of` is the UUID of the thread or the comment, empty for a new one. `quote`
    holds the words of a new one's passage as they were.
    """

    kind: str  # "new", "answer" or "change"
    of: str = ""
    about: About | None = None
    quote: str = ""
    text: str = ""

    @property
    def key(self) -> str:
        """What tells drafts apart: there is one in each place."""
        if self.about is None:
            return f"{self.kind}:{self.of}"
        span = self.about.span if self.about.kind == "passage" else None
        return f"new:{self.about.kind}:{self.about.id}:{span.start if span else ''}:{span.end if span else ''}"


def kept(project: Project) -> list[Draft]:
    """All drafts, the oldest first."""
    try:
        stored = json.loads(preference(project, _NAME, "[]"))
    except ValueError:
        return []
    return [draft for one in stored if isinstance(one, dict) and (draft := _read(one)) is not None]


def kept_for(project: Project, draft: Draft) -> str:
    """What was written in the place of a draft before."""
    return next((one.text for one in kept(project) if one.key == draft.key), "")


def keep_draft(project: Project, draft: Draft) -> None:
    """Keep what is written so far; without a word it is forgotten.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    before = kept(project)
    others = [one for one in before if one.key != draft.key]
    fresh = [*others, draft] if draft.text.strip() else others
    if fresh != before:
        keep(project, _NAME, json.dumps([_written(one) for one in fresh], ensure_ascii=False))


def placed(project: Project, draft: Draft) -> Draft:
    """The draft of a new comment with its passage where its words are now: the transcript may have been corrected.

    Where the words are gone, it is about the source, and quotes them.
    """
    about = draft.about
    if about is None or about.span is None or about.source_id is None or not draft.quote:
        return draft
    text = transcript_of(project, about.source_id).text
    if about.span.text_in(text) == draft.quote:
        return draft
    found = _nearest(text, draft.quote, about.span.start)
    if found is not None:
        return replace(draft, about=About.passage(about.source_id, Span(found, found + len(draft.quote))))
    words = " ".join(draft.quote.split())
    return replace(draft, about=About.source(about.source_id), text=f"“{words}”\n\n{draft.text}")


def _nearest(text: str, words: str, at: int) -> int | None:
    behind = text.find(words, max(0, at - _NEAR))
    before = text.rfind(words, 0, at + len(words))
    found = [place for place in (behind, before) if place >= 0]
    return min(found, key=lambda place: abs(place - at)) if found else None


def _written(draft: Draft) -> dict[str, Any]:  # what JSON holds
    about = draft.about
    thing: list[str | int | None] | None = None
    if about is not None:
        start, end = (about.span.start, about.span.end) if about.span else (None, None)
        thing = [about.kind, about.id, about.source_id, start, end]
    return {
        "kind": draft.kind,
        "of": draft.of,
        "about": thing,
        "quote": draft.quote,
        "text": draft.text,
    }


def _read(stored: dict[str, Any]) -> Draft | None:  # what JSON holds
    try:
        about = None
        if stored["about"] is not None:
            kind, id_, source_id, start, end = stored["about"]
            about = About(kind, id_, source_id, Span(start, end) if start is not None else None)
        return Draft(str(stored["kind"]), str(stored["of"]), about, str(stored["quote"]), str(stored["text"]))
    except (KeyError, TypeError, ValueError):
        return None
