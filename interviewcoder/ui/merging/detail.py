"""What one item of a merge is about: its words in their context, and how it is here and there."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QTextBrowser, QWidget

from interviewcoder.ui.merging import words

if TYPE_CHECKING:
    from interviewcoder.review.merge_items import MergeField, MergeItem, MergePlan

# Light and dark: the passage, and words that differ.
_PASSAGE = ("#fdeec4", "#574818")
_OTHER = ("#d7ebf5", "#1f4557")
# Comparing longer texts word by word takes longer than it tells.
_COMPARED = 4000


# As long as what a merge gives around a passage, where there is more of it.
_AROUND = 60


def _whole_words(before: str, behind: str) -> tuple[str, str]:
    """What stands around a passage, without the pieces of words at its ends."""
    if len(before) >= _AROUND and " " in before:
        before = f"… {before.partition(' ')[2]}"
    if len(behind) >= _AROUND and " " in behind:
        behind = f"{behind.rpartition(' ')[0]} …"
    return before, behind


class DetailView(QTextBrowser):
    """Tells one item; never loads anything."""

    def __init__(self, plan: MergePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self.setAccessibleName(self.tr("About the item"))
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(14)

    def show_item(self, item: MergeItem | None) -> None:
        """Tell an item; None: what to do here."""
        self.setHtml(self._invitation() if item is None else self._told(item))

    def _invitation(self) -> str:
        said = self.tr(
            "Choose an item on the left to see its words and what would change. Space ticks it or leaves it out, "
            "Ctrl+A takes all that is shown."
        )
        conflicts = (
            self.tr("N goes to the next conflict; O keeps ours, T takes theirs.") if self._plan.conflicts else ""
        )
        lines = "".join(f"<p>{escape(line)}</p>" for line in (said, conflicts) if line)
        return f"<div style='color:{self._quiet()}'>{lines}</div>"

    def _told(self, item: MergeItem) -> str:
        where = " · ".join(part for part in (words.made_by(item), item.source, item.code) if part)
        parts = [f"<h3>{escape(item.title)}</h3>"]
        if where:
            parts.append(f"<p style='color:{self._quiet()}'>{escape(where)}</p>")
        parts += [self._quoted(item), self._lines(item.detail), self._table(item), self._needed(item)]
        return "".join(part for part in parts if part)

    def _quoted(self, item: MergeItem) -> str:
        if not item.quote:
            return ""
        before, behind = (escape(around).replace("\n", "<br>") for around in _whole_words(*item.context))
        if item.placement == "lost":
            before, behind = f"{before} ", f" {behind}"
        quote = escape(item.quote).replace("\n", "<br>")
        gone = "; text-decoration: line-through" if item.placement == "lost" else ""
        passage = f"<span style='background-color:{self._of(_PASSAGE)}{gone}'>{quote}</span>"
        said = {
            "changed": self.tr("The words have changed here since; this is the place."),
            "lost": self.tr(
                "These words are nowhere in the text any more. Taken, it is kept as an open comment with its words."
            ),
        }.get(item.placement, "")
        there = self.tr("There it is: “{words}”").format(words=item.quote_there) if item.quote_there else ""
        said = " ".join(filter(None, (said, there)))
        told = f"<p style='color:{self._quiet()}'>{escape(said)}</p>" if said else ""
        return f"<p style='line-height:135%'>{before}{passage}{behind}</p>{told}"

    def _lines(self, said: str) -> str:
        return f"<p>{escape(said).replace(chr(10), '<br>')}</p>" if said else ""

    def _table(self, item: MergeItem) -> str:
        fields = item.fields
        if not fields:
            return ""
        with_base = any(each.base and each.base != each.ours for each in fields)
        heads = [self.tr("Before")] * with_base + [self.tr("Here"), self.tr("There")]
        cells = "".join(f"<th align='left'>{escape(head)}</th>" for head in ("", *heads))
        rows = "".join(self._row(each, with_base) for each in fields)
        # Only where both sides changed a thing can a part of it come in any case.
        along = item.why == "both changed" and not all(each.conflict for each in fields)
        said = self.tr("What isn’t marked with “!” comes in any case.") if along else ""
        told = f"<p style='color:{self._quiet()}'>{escape(said)}</p>" if said else ""
        return f"<table cellpadding='5' width='100%' style='margin-top:10px'><tr>{cells}</tr>{rows}</table>{told}"

    def _row(self, field: MergeField, with_base: bool) -> str:
        ours, theirs = self._compared(field.ours, field.theirs)
        base = [escape(field.base or "")] * with_base
        name = escape(field.name) + (" <b>!</b>" if field.conflict else "")
        columns = [f"<span style='color:{self._quiet()}'>{name}</span>", *base, ours, theirs]
        return "<tr>" + "".join(f"<td valign='top'>{column}</td>" for column in columns) + "</tr>"

    def _compared(self, ours: str, theirs: str) -> tuple[str, str]:
        """Both texts, with the words marked that the other hasn't."""
        if max(len(ours), len(theirs)) > _COMPARED or not (ours and theirs):
            return escape(ours), escape(theirs)
        mine, other = ours.split(), theirs.split()
        here, there = [], []
        for kind, start, end, first, last in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
            some, others = escape(" ".join(mine[start:end])), escape(" ".join(other[first:last]))
            here.append(some if kind == "equal" else self._marked(some))
            there.append(others if kind == "equal" else self._marked(others))
        return " ".join(filter(None, here)), " ".join(filter(None, there))

    def _marked(self, other: str) -> str:
        return f"<span style='background-color:{self._of(_OTHER)}'>{other}</span>" if other else ""

    def _needed(self, item: MergeItem) -> str:
        needed = [each.title for key in item.depends_on if (each := self._plan.item(key)) is not None]
        if not needed:
            return ""
        said = self.tr("It needs: {items}").format(items="; ".join(needed))
        return f"<p style='color:{self._quiet()}'>{escape(said)}</p>"

    def _of(self, colours: tuple[str, str]) -> str:
        return colours[self.palette().color(QPalette.ColorRole.Base).lightness() < 128]

    def _quiet(self) -> str:
        return self.palette().color(QPalette.ColorRole.PlaceholderText).name()
