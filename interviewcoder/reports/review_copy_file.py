"""Make a review copy of a project: one encrypted file for one person, through the gate of all exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from interviewcoder.errors import NotAllowed
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import Project
from interviewcoder.project.rewriting import Watch
from interviewcoder.review import review_copy
from interviewcoder.review.review_copy import ReviewCopyView

WHAT = "review copy"
"""What the sharing ledger calls it."""


@dataclass(frozen=True, slots=True)
class CopyReceipt:
    """What was handed out, and what is to be known before it is passed on."""

    path: Path
    copy: ReviewCopyView
    counts: dict[str, int]
    warnings: tuple[str, ...]


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
    watch: Watch = Watch(),  # noqa: B008  # it is frozen and remembers nothing
) -> CopyReceipt:
    """Write a review copy for a person, de-identified and encrypted with a passphrase of its own.

    `sources` are ids (None: all that have a text), `blind` leaves out the
    others' codings, `expires_on` is the last day on which it opens. Of
    `terms` the recipient and the wording are given: it is always de-identified.
    """
    review_copy.refuse_in_copy(project)
    raise NotAllowed("Review copies can't be made yet.")
