"""What the merge preview says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import MergeItem, MergePlan, MergeReceipt


def _tr(text: str) -> str:
    return QCoreApplication.translate("Merging", text)


def group_of(kind: str) -> str:
    """Items of a kind, as the heading above them."""
    return {
        "withdrawal": _tr("Withdrawals"),
        "source": _tr("Sources"),
        "text": _tr("Corrections of texts"),
        "transcript": _tr("Transcripts"),
        "code": _tr("Codes"),
        "order": _tr("Order of the codes"),
        "coding": _tr("Codings"),
        "memo": _tr("Memos"),
        "comment": _tr("Comments"),
        "verdict": _tr("Agreed or queried"),
        "proposal": _tr("Proposals"),
        "approval": _tr("Approvals"),
        "version": _tr("Codebook versions"),
        "case": _tr("Participants"),
        "attribute": _tr("Attributes"),
        "pseudonym": _tr("Pseudonyms"),
        "identifiers": _tr("Decisions about identifiers"),
        "blind": _tr("Blind coding"),
        "adjudication": _tr("Decisions on disagreements"),
        "retention": _tr("Retention"),
        "declaration": _tr("Declarations"),
        "project": _tr("The study"),
    }.get(kind, kind.capitalize())


def origin_of(plan: MergePlan) -> str:
    """What the file is, and from where the two went their own ways, in a sentence."""
    if plan.review_copy:
        whose = _tr("This is the review copy for {name}.").format(name=plan.recipient or "?")
        again = _tr("Shown is what is new since it was merged last.")
        return f"{whose} {again}" if plan.base == "merge" else whose
    if not plan.same_project:
        return _tr(
            "This is another project, “{title}”. Sources with the same text, codes, coders and participants "
            "of the same name are taken for the same."
        ).format(title=plan.title)
    return {
        "log": _tr("This is another copy of this project. Shown is what was done there since the two were one."),
        "merge": _tr("This is another copy of this project. Shown is what is new there since it was merged last."),
        "copy": _tr("This is another copy of this project."),
        "none": _tr(
            "This is another copy of this project. When the two were one can’t be told any more, so both are "
            "compared as they are: where they differ you decide."
        ),
    }[plan.base]


def counted(items: tuple[MergeItem, ...]) -> str:
    """How many items of each kind there are: “12 comments, 3 codings”."""
    found = Counter(item.kind for item in items)
    return ", ".join(f"{group_of(kind)}: {count:,}" for kind, count in found.most_common())


def choice_of(count: int) -> str:
    """What the button says that merges."""
    if count == 0:
        return _tr("Merge nothing")
    return _tr("Merge 1 item") if count == 1 else _tr("Merge {count} items").format(count=f"{count:,}")


def told(receipt: MergeReceipt) -> str:
    """What a merge did."""
    parts = [
        _tr("Taken: {taken}. Left: {left}.").format(taken=f"{receipt.taken:,}", left=f"{receipt.left:,}"),
    ]
    if receipt.conflicts:
        parts.append(_tr("Conflicts decided: {count}.").format(count=f"{receipt.conflicts:,}"))
    if receipt.unplaced:
        words = _tr("{count} had no place in the text any more: each is an open comment with the words it was about.")
        parts.append(words.format(count=f"{receipt.unplaced:,}"))
    parts += receipt.left_out
    parts.append(
        _tr("It is one step: Undo takes all of it back. A backup was made before ({name}).").format(name=receipt.backup)
    )
    return "\n\n".join(parts)
