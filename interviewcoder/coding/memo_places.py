"""What memos are about and what they look like: values to be handed on."""

from __future__ import annotations

from dataclasses import dataclass

from interviewcoder.sources.text import Span

KINDS = ("project", "source", "case", "code", "coding", "passage")
"""What a memo can be about."""

JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class About:
    """What a memo is about.

    `id` is that of the source, participant, code or coding; None for the
    project. Of a passage it is its source's. `source_id` and `span` say where
    a passage or a coding is; of a coding that is asked for they may be left out.
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
    def source(cls, source_id: int | None) -> About:
        """An interview or document."""
        return cls("source", source_id)

    @classmethod
    def case(cls, case_id: int | None) -> About:
        """A participant."""
        return cls("case", case_id)

    @classmethod
    def code(cls, code_id: int | None) -> About:
        """A code."""
        return cls("code", code_id)

    @classmethod
    def coding(cls, segment_id: int | None) -> About:
        """A coding."""
        return cls("coding", segment_id)

    @classmethod
    def passage(cls, source_id: int, span: Span) -> About:
        """A passage, coded or not."""
        return cls("passage", source_id, source_id, span)

    def is_same(self, other: About) -> bool:
        """Whether the two are one thing, however much is known of where it is."""
        same = (self.kind, self.id) == (other.kind, other.id)
        return same and (self.kind != "passage" or self.span == other.span)


@dataclass(frozen=True, slots=True, order=True)
class MemoKey:
    """Where a memo is kept: as a "memo" of its own, or as the memo of a "code" or of a coding ("segment")."""

    kept_in: str
    id: int

    @property
    def stands_alone(self) -> bool:
        """Whether it has a title, links and a mark “private”; the memo of a code or coding has none."""
        return self.kept_in == "memo"


@dataclass(frozen=True, slots=True)
class MemoLink:
    """A passage that a memo points to, with its first words."""

    id: int
    source_id: int
    source: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class MemoView:
    """A memo as it is shown.

    `kind` is "memo" or "journal"; `about_name` names what it is about (empty
    for the project), `quote` holds the first words of its passage or coding.
    Times are in UTC, as ISO 8601.
    """

    key: MemoKey
    kind: str
    title: str
    text: str
    about: About
    about_name: str
    quote: str
    writer_id: int | None
    writer: str
    private: bool
    created_at: str
    changed_at: str
    links: tuple[MemoLink, ...] = ()

    @property
    def heading(self) -> str:
        """The title; without one, the first line of the text; empty where there is neither."""
        return self.title or next((line.strip() for line in self.text.splitlines() if line.strip()), "")


@dataclass(frozen=True, slots=True)
class MemoHit:
    """A memo that holds what was looked for, and where."""

    memo: MemoView
    in_title: tuple[Span, ...]
    in_text: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MemoPassage:
    """A passage that has a memo, or that one points to (`linked`)."""

    memo_id: int
    span: Span
    heading: str
    linked: bool
