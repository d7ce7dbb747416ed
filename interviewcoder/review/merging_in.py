"""Bring what was done in another file of the study into the one that is open: planned, decided, done in one step."""

from __future__ import annotations

from interviewcoder.project.file import Project
from interviewcoder.review import planning, writing_in
from interviewcoder.review.merge_items import Decisions, MergePlan, MergeReceipt


def plan(ours: Project, theirs: Project) -> MergePlan:
    """Work out what merging `theirs` into `ours` would bring. Neither is changed.

    Raises:
        NotAllowed: both are the same file, or `ours` is a review copy.
    """
    return planning.plan(ours, theirs)


def carry_out(ours: Project, theirs: Project, planned: MergePlan, decisions: Decisions) -> MergeReceipt:
    """Do what was planned and decided, in one step that undo takes back; a backup is made before.

    `decisions` are by the items' keys; an item without one has its default.

    Raises:
        StorageFailed: the disk is full or can't be written; nothing changed.
    """
    return writing_in.carry_out(ours, theirs, planned, decisions)
