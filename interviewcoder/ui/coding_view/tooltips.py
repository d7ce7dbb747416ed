"""What is told about codings when the pointer rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication

from interviewcoder.ui.coding_view.marks import Mark

_MOST_TOLD = 8


def told_about(marks: Sequence[Mark]) -> str:
    """Tell code, coder, exemplar star and memo of each coding, as rich text; empty for none."""
    blocks = [_told(mark) for mark in marks[:_MOST_TOLD]]
    if len(marks) > _MOST_TOLD:
        more = QCoreApplication.translate("CodingView", "and {count} more").format(count=len(marks) - _MOST_TOLD)
        blocks.append(f"<div>{escape(more)}</div>")
    return "".join(blocks)


def _told(mark: Mark) -> str:
    segment = mark.segment
    star = " ★" if segment.exemplar else ""
    told = f'<div><span style="color:{mark.colour.name()}">■</span> <b>{escape(segment.code_name)}</b>{star}'
    coder = QCoreApplication.translate("CodingView", "coded by {coder}").format(coder=segment.coder)
    told += f"<br>{escape(coder)}"
    if segment.exemplar:
        told += "<br>" + escape(QCoreApplication.translate("CodingView", "Exemplar: quoted in the codebook"))
    if segment.memo:
        told += f"<br><i>{escape(segment.memo)}</i>"
    return told + "</div>"
