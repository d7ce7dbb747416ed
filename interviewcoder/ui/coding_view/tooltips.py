"""What is told about codings when the pointer rests on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from interviewcoder.ui.coding_view.marks import Mark
from interviewcoder.ui.coding_view.tints import contrast, mix

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.coding.segments import SegmentView

_MOST_TOLD = 8
_MEMO_CHARACTERS = 320
# In pixels; past this a line is broken.
_WIDTH = 340
# Tooltips have a dark ground in either theme; this is the lighter one.
_GROUND, _QUIET = "#3a3e43", "#c3c6ca"


def told_about(
    marks: Sequence[Mark],
    themes_of: Callable[[int], str] = lambda code_id: "",
    also: Callable[[int], Sequence[str]] = lambda segment_id: (),
) -> str:
    """Tell all there is to know of each coding, as rich text; empty for none.

    `themes_of` gives what a code stands below, by its id, `also` further lines
    of rich text, by a coding's. What people wrote is escaped.
    """
    if not marks:
        return ""
    shown = marks[:_MOST_TOLD]
    rows = [_told(mark, themes_of(mark.segment.code_id), brief=len(marks) > 3, also=also(mark.id)) for mark in shown]
    if len(marks) > len(shown):
        more = _tr("and {count} more").format(count=len(marks) - len(shown))
        rows.append(f'<tr><td></td><td style="padding-top:6px"><font color="{_QUIET}">{escape(more)}</font></td></tr>')
    return f'<table cellspacing="0" cellpadding="0" width="{_WIDTH}">{"".join(rows)}</table>'


def themes_above(nodes: Iterable[CodeNode]) -> Mapping[int, str]:
    """What each code stands below, from the top: “Fear › Of the law”; empty at the top."""
    found: dict[int, str] = {}
    names = {}
    for node in nodes:
        names[node.id] = node.name
        above = node.parent_id
        found[node.id] = "" if above is None else " › ".join(filter(None, (found.get(above, ""), names.get(above, ""))))
    return found


def _told(mark: Mark, themes: str, *, brief: bool, also: Sequence[str]) -> str:
    segment = mark.segment
    lines = [f"<b>{_kept(segment.code_name)}</b>{' ★' if segment.exemplar else ''}"]
    if themes:
        lines.insert(0, f'<font color="{_QUIET}">{_kept(themes)} ›</font>')
    lines.append(_quiet(" · ".join((_tr("coded by {coder}").format(coder=segment.coder), *_marks(segment)))))
    if segment.came_from:
        lines.append(_quiet(_tr("came from {codes}").format(codes=", ".join(segment.came_from))))
    if segment.made_by:
        lines.append(_quiet(_tr("not by hand: {how}").format(how=segment.made_by)))
    if segment.memo:
        # Of many codings in one place each has a line for its memo.
        lines.append(f"<i>{_shortened(segment.memo, 90 if brief else _MEMO_CHARACTERS)}</i>")
    lines += [f'<font color="{_QUIET}">{line}</font>' for line in also]
    chip = f'<td width="18" valign="top"><font color="{_on_ground(mark.colour)}">■</font></td>'
    return f'<tr>{chip}<td style="padding-bottom:5px">{"<br>".join(lines)}</td></tr>'


def _marks(segment: SegmentView) -> list[str]:
    levels = {"semantic": _tr("semantic"), "latent": _tr("latent")}
    told = [_tr("exemplar")] if segment.exemplar else []
    told += [_tr("negative case")] if segment.negative else []
    return told + ([levels.get(segment.level, segment.level)] if segment.level else [])


def _on_ground(colour: QColor) -> str:
    """A code's colour as it can be told from the ground."""
    ground, white, share, seen = QColor(_GROUND), QColor("#ffffff"), 0.0, colour
    while contrast(seen, ground) < 3.0:
        share += 0.1
        seen = mix(colour, white, share)
    return seen.name()


def _quiet(words: str) -> str:
    return f'<font color="{_QUIET}">{_kept(words)}</font>'


def _shortened(memo: str, most: int) -> str:
    return _kept(memo if len(memo) <= most else memo[: most - 1].rstrip() + "…")


def _kept(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def _tr(words: str) -> str:
    return QCoreApplication.translate("CodingView", words)
