"""What comments are about and what they look like: values to be handed on."""

from __future__ import annotations

from dataclasses import dataclass

from interviewcoder.sources.text import Span

KINDS = ("project", "source", "passage", "coding", "code", "version")
"""What a comment can be about. A theme is a code that others stand below."""


@dataclass(frozen=True, slots=True)
class About:
    """What a comment is about.

    `id` is that of the source, coding, code or codebook version; None for
    the project. Of a passage it is its source's. `source_id` and `span` say
    where a passage or a coding is; of a coding that is asked for they may be left out.
    """

    kind: str = "project"
    id: int | None = None
    source_id: int | None = None
    span: Span | None = None

    @classmethod
    def the_project(cls) -> About:
        """The study as a whole."""
        return cls()

    @classmethod
    def source(cls, source_id: int) -> About:
        """An interview or document."""
        return cls("source", source_id, source_id)

    @classmethod
    def passage(cls, source_id: int, span: Span) -> About:
        """A passage, coded or not."""
        return cls("passage", source_id, source_id, span)

    @classmethod
    def coding(cls, segment_id: int) -> About:
        """A coding."""
        return cls("coding", segment_id)

    @classmethod
    def code(cls, code_id: int) -> About:
        """A code, or a theme: a code that others stand below."""
        return cls("code", code_id)

    @classmethod
    def version(cls, version_id: int) -> About:
        """A version of the codebook."""
        return cls("version", version_id)

    def is_same(self, other: About) -> bool:
        """Whether the two are one thing, however much is known of where it is."""
        same = (self.kind, self.id) == (other.kind, other.id)
        return same and (self.kind != "passage" or self.span == other.span)


@dataclass(frozen=True, slots=True)
class CommentView:
    """One thing that somebody said. Times are in UTC, as ISO 8601.

    `is_own`: the coder of now wrote it, and may change or delete it.
    """

    id: int
    uuid: str
    thread_id: int
    text: str
    coder_id: int
    coder: str
    colour: str
    is_own: bool
    created_at: str
    changed_at: str

    @property
    def edited(self) -> bool:
        """Whether it was written anew since."""
        return self.changed_at != self.created_at


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A comment with the answers to it; its `id` is that of the first.

    `about_name` names what it is about: the source, the code (of a coding,
    too), the version; empty for the project. `quote` holds the first words of
    its passage or coding. `was_about` says in words what it was about where that is
    gone; then `about` is the project. `due` is an ISO date or empty;
    `assigned_to` and `resolved_by` are ids of coders.
    """

    id: int
    uuid: str
    about: About
    about_name: str
    source: str
    quote: str
    was_about: str
    comments: tuple[CommentView, ...]
    resolved_at: str
    resolved_by: int | None
    resolver: str
    assigned_to: int | None
    assignee: str
    due: str

    @property
    def first(self) -> CommentView:
        """The comment that began it."""
        return self.comments[0]

    @property
    def answers(self) -> tuple[CommentView, ...]:
        """What was answered, oldest first."""
        return self.comments[1:]

    @property
    def is_open(self) -> bool:
        """Whether it isn't settled yet."""
        return not self.resolved_at

    @property
    def is_task(self) -> bool:
        """Whether somebody is to do something: it is assigned, or has a day until which."""
        return self.assigned_to is not None or bool(self.due)

    @property
    def last_at(self) -> str:
        """When something was last said or done in it."""
        return max(self.resolved_at, *(comment.changed_at for comment in self.comments))

    def is_overdue(self, today: str) -> bool:
        """Whether it should have been settled before `today`, an ISO date."""
        return self.is_open and bool(self.due) and self.due < today


@dataclass(frozen=True, slots=True)
class CommentPassage:
    """A passage of a source with a thread in its margin; with `segment_id` where the thread is about a coding."""

    thread_id: int
    span: Span
    heading: str
    is_open: bool
    coder: str
    colour: str
    comments: int
    segment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many threads there are: open ones, those assigned to the coder of now, those that should be settled by now.

    `mine` and `overdue` count open ones alone.
    """

    threads: int
    open: int
    mine: int
    overdue: int
