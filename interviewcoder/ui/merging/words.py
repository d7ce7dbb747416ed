"""What the merge preview says, and which drawings stand for what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import MergeItem, MergePlan, MergeReceipt

_DRAWINGS = {
    "withdrawal": "participant",
    "source": "text",
    "text": "rename",
    "transcript": "speakers",
    "code": "code",
    "order": "codebook",
    "coding": "passage",
    "verdict": "agree",
    "version": "codebook",
    "case": "participant",
    "pseudonym": "hidden",
    "identifiers": "hidden",
    "blind": "hidden",
    "adjudication": "done",
    "retention": "due",
    "declaration": "note",
    "project": "journal",
}
# What is called by who made it, or what somebody said: the words themselves tell more than a name.
_SAID = frozenset(("comment",))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Merging", text)


def drawing_of(item: MergeItem) -> str:
    """The icon for an item."""
    if item.kind == "verdict" and not _agrees(item):
        return "question"
    return _DRAWINGS.get(item.kind, item.kind)


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


def of_no_source() -> str:
    """The heading above what belongs to no source, where sources are the headings."""
    return _tr("Codebook and study")


def row_of(item: MergeItem) -> tuple[str, str]:
    """What a row says of an item: what it is called, and quieter what it is about."""
    quote, detail = _one_line(item.quote), _one_line(item.detail)
    quoted = _tr("“{words}”").format(words=quote) if quote else ""
    if item.sealed:
        return item.name.capitalize(), detail
    if item.kind in _SAID:
        return detail or item.title, quoted or item.code or item.source
    if item.kind == "coding":
        return item.name.strip("“”"), quoted
    if item.kind == "verdict":
        code = _tr("“{words}”").format(words=item.code) if item.code else ""
        judged = _tr("Agrees") if _agrees(item) else _tr("Queries")
        return judged, " · ".join(filter(None, (code, detail, quoted)))
    if item.kind == "approval":
        return detail, ""
    if item.kind == "text":
        return item.source, item.title.partition(": ")[2]
    name = item.name.strip("“”") if item.name.startswith("“") else item.name
    return _first_up(name) or item.title, detail or quoted


def mark_of(item: MergeItem) -> str:
    """What is done to a thing that is here, in a word; empty where it is new, or says so itself."""
    if item.kind in ("text", "order", "withdrawal"):
        return ""
    return {"change": _tr("changed"), "remove": _tr("removed there")}.get(item.action, "")


def made_by(item: MergeItem) -> str:
    """Whose an item is, in words that don't say that they changed it; empty where nobody is known."""
    if not item.coder:
        return ""
    if item.action == "add":
        words = {"coding": _tr("coded there by {coder}"), "code": _tr("made there by {coder}")}
        return words.get(item.kind, _tr("there by {coder}")).format(coder=item.coder)
    words = {"coding": _tr("first coded by {coder}"), "code": _tr("first made by {coder}")}
    return words.get(item.kind, _tr("first by {coder}")).format(coder=item.coder)


def choices_of(item: MergeItem) -> tuple[str, str]:
    """What is done if our side holds in a conflict, and what if theirs does."""
    kind = {
        "code": _tr("code"),
        "coding": _tr("coding"),
        "memo": _tr("memo"),
        "comment": _tr("comment"),
        "source": _tr("source"),
        "case": _tr("participant"),
        "attribute": _tr("attribute"),
    }.get(item.kind, "")
    if item.action == "remove":
        return (
            (_tr("Keep the {kind}").format(kind=kind), _tr("Remove it as there"))
            if kind
            else (_tr("Keep it"), _tr("Remove it as there"))
        )
    if item.why == "removed here":
        back = _tr("Bring the {kind} back").format(kind=kind) if kind else _tr("Bring it back")
        return _tr("Leave it removed"), back
    if item.why == "name taken":
        return _tr("Leave it out"), _tr("Add it, with a number in its name")
    told = [field for field in item.fields if field.conflict]
    if len(told) == 1 and all(0 < len(words) <= _SHORT for words in (told[0].ours, told[0].theirs)):
        ours, theirs = _one_line(told[0].ours), _one_line(told[0].theirs)
        return _tr("Keep ours: “{words}”").format(words=ours), _tr("Take theirs: “{words}”").format(words=theirs)
    if item.kind == "text":
        return _tr("Keep our words"), _tr("Take their words")
    return _tr("Keep it as it is here"), _tr("Take it as it is there")


_SHORT = 70


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
    """How many items of each kind there are: “Comments: 12, Codings: 3”."""
    found = Counter(item.kind for item in items)
    return ", ".join(f"{group_of(kind)}: {count:,}" for kind, count in found.most_common())


def summary_of(plan: MergePlan) -> str:
    """What a plan holds, in a line or two."""
    told = [counted(plan.items)]
    if plan.conflicts:
        told.append(_tr("Conflicts: {count}").format(count=f"{len(plan.conflicts):,}"))
    if plan.unplaced:
        told.append(_tr("Without a place: {count}").format(count=f"{len(plan.unplaced):,}"))
    lines = [" · ".join(told), *plan.notes]
    sealed = sum(item.sealed for item in plan.items)
    if sealed:
        words = _tr(
            "{count} items are in sources that you code blind: they come, but what they say is hidden until all "
            "have finished."
        )
        lines.append(words.format(count=f"{sealed:,}"))
    return "\n".join(lines)


def choice_of(count: int) -> str:
    """What the button says that merges."""
    if count == 0:
        return _tr("Merge nothing")
    return _tr("&Merge 1 item") if count == 1 else _tr("&Merge {count} items").format(count=f"{count:,}")


def why_nothing(only: str, words: str) -> str:
    """Why no item is shown."""
    if words:
        return _tr("No item has these words.")
    return {
        "conflicts": _tr("There is no conflict."),
        "lost": _tr("Everything has its place."),
        "left": _tr("Nothing is left out: all items are ticked."),
    }.get(only, _tr("No item answers to this."))


def told(receipt: MergeReceipt) -> list[tuple[str, str]]:
    """What a merge did, as lines of what and how much."""
    kinds = ", ".join(f"{group_of(kind)}: {count:,}" for kind, count in receipt.by_kind.items())
    lines = [(_tr("Taken"), f"{receipt.taken:,}" + (f" – {kinds}" if kinds else ""))]
    if receipt.left:
        left = _tr("{count}, which aren’t offered again").format(count=f"{receipt.left:,}")
        lines.append((_tr("Left out"), left))
    if receipt.conflicts:
        lines.append((_tr("Conflicts decided"), f"{receipt.conflicts:,}"))
    if receipt.unplaced:
        words = _tr("{count}, each now an open comment with the words it was about")
        lines.append((_tr("Without a place"), words.format(count=f"{receipt.unplaced:,}")))
    if receipt.backup:
        lines.append((_tr("Backup"), receipt.backup))
    return lines


def _agrees(item: MergeItem) -> bool:
    return item.name.startswith("agree")


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]
