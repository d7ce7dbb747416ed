"""Edits that are made one after the other, gathered until they are stored together."""

from __future__ import annotations

from interviewcoder.sources.text import Edit


class PendingEdits:
    """What was done to a text since it was stored.

    `text` is what the text is now. `edits` lead there from `base`, in its
    order, none touching another; typing back what was there leaves none.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.text = base
        self.edits: list[Edit] = []

    def take(self, edit: Edit) -> None:
        """Carry out one more edit; its places are those of `text` as it is now."""
        before: list[Edit] = []
        touched: list[Edit] = []
        behind: list[Edit] = []
        shift = shift_before = shift_behind = 0
        start, end = edit.at, edit.end
        for earlier in self.edits:
            first, last = earlier.at + shift, earlier.at + shift + len(earlier.inserted)
            shift += earlier.shift
            if last < edit.at:
                before.append(earlier)
                shift_before = shift_behind = shift
            elif first > edit.end:
                behind.append(earlier)
            else:
                touched.append(earlier)
                start, end = min(start, first), max(end, last)
                shift_behind = shift
        old_start, old_end = start - shift_before, end - shift_behind
        typed = self.text[start : edit.at] + edit.inserted + self.text[edit.end : end]
        merged = _least(Edit(old_start, self.base[old_start:old_end], typed))
        self.text = self.text[: edit.at] + edit.inserted + self.text[edit.end :]
        self.edits = [*before, *([merged] if merged.removed or merged.inserted else []), *behind]


def _least(edit: Edit) -> Edit:
    """An edit without what stays the same at both its ends."""
    if edit.removed == edit.inserted:
        return Edit(edit.at, "", "")
    most = min(len(edit.removed), len(edit.inserted))
    head = next((n for n in range(most) if edit.removed[n] != edit.inserted[n]), most)
    most -= head
    tail = next((n for n in range(most) if edit.removed[-1 - n] != edit.inserted[-1 - n]), most)
    end, new_end = len(edit.removed) - tail, len(edit.inserted) - tail
    return Edit(edit.at + head, edit.removed[head:end], edit.inserted[head:new_end])
