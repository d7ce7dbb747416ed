"""Bring what was done in another file of the study into the one that is open: planned, decided, done in one step."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from interviewcoder.project.file import Project
from interviewcoder.review import planning as plans
from interviewcoder.review import writing_in
from interviewcoder.review.merge_items import Decisions, MergePlan, MergeReceipt, Progress, Tell, silent


def refuse(ours: Project, path: Path) -> None:
    """Refuse what can't be merged whatever is in the other file, so that nobody gives its passphrase for nothing.

    Raises:
        NotAllowed: it is the project's own file, or `ours` is a review copy.
    """
    plans.refuse(ours, path)


def planning(ours: Project, theirs: Project) -> Generator[Progress, None, MergePlan]:
    """The same as `plan` in pieces, between which a window can answer; closed early, nothing is left of it."""
    return plans.planning(ours, theirs)


def plan(ours: Project, theirs: Project) -> MergePlan:
    """Work out what merging `theirs` into `ours` would bring. Neither is changed.

    Raises:
        NotAllowed: both are the same file, or `ours` is a review copy.
    """
    return plans.plan(ours, theirs)


def carry_out(
    ours: Project, theirs: Project, planned: MergePlan, decisions: Decisions, tell: Tell = silent
) -> MergeReceipt:
    """Do what was planned and decided, in one step that undo takes back; a backup is made before.

    `decisions` are by the items' keys; an item without one has its default.

    Raises:
        NotAllowed: `ours` is a read-only view.
        StorageFailed: the disk is full or can't be written; nothing changed.
    """
    return writing_in.carry_out(ours, theirs, planned, decisions, tell)
