"""What a review summary tells, as its reports are given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interviewcoder.project.file import CoderView
from interviewcoder.review.comment_views import ThreadView
from interviewcoder.review.dispute_views import State
from interviewcoder.review.proposal_reading import ProposalView
from interviewcoder.review.review_copy import ReviewCopyView
from interviewcoder.review.signoff import ApprovalView, SignoffState


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Codings, and how many of them were agreed with and queried; one may be both, by two reviewers."""

    codings: int
    reviewed: int
    agreed: int
    queried: int

    @property
    def share(self) -> float:
        """What part of the codings was reviewed, 0 to 1."""
        return self.reviewed / self.codings if self.codings else 0.0


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What one coder did as a reviewer; `verdicts` are of the codings of everybody else."""

    coder: CoderView
    verdicts: Verdicts
    sources: int
    comments: int
    proposals: int
    decisions: int
    approvals: int


@dataclass(frozen=True, slots=True)
class QueriedCoding:
    """A coding that somebody queried: where it is, what it says, whose it is, and what was noted."""

    source: str
    code: str
    words: str
    coder: str
    reviewer: str
    note: str
    given_at: str


@dataclass(frozen=True, slots=True)
class DecidedPlace:
    """A disagreement that was decided; `words` are the disputed ones, `outcome` says whose coding holds.

    `state` says whether the decision still holds; None where nobody may know yet.
    """

    source: str
    codes: str
    words: str
    outcome: str
    reason: str
    decided_by: str
    decided_at: str
    state: State | None


@dataclass(frozen=True, slots=True)
class ComparedCoders:
    """Coders on whose disagreements somebody decided: how many are decided and open, and their agreement.

    Percent and alpha are shares of 1 and per character, as they coded and as
    if each had coded as was decided; None where they are undefined.
    """

    coders: tuple[str, ...]
    decided: int
    open: int
    percent: tuple[float | None, float | None]
    alpha: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was merged into the project; `reader` is whose review copy it was, empty where it was none."""

    at: str
    file_name: str
    by: str
    reader: str
    taken: Mapping[str, int]
    left: int
    conflicts: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """All of it; of one reviewer where `reviewer` is set."""

    reviewer: CoderView | None
    reviewers: tuple[Reviewer, ...]
    verdicts: Verdicts
    by_source: tuple[tuple[str, Verdicts], ...]
    queried: tuple[QueriedCoding, ...]
    threads: tuple[ThreadView, ...]
    proposals: tuple[ProposalView, ...]
    decided: tuple[DecidedPlace, ...]
    compared: tuple[ComparedCoders, ...]
    approvals: tuple[ApprovalView, ...]
    signoff: SignoffState
    received: tuple[Received, ...]
    handed_out: tuple[ReviewCopyView, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody reviewed anything."""
        return not (self.reviewers or self.approvals or self.received or self.handed_out)
