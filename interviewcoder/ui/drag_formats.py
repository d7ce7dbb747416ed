"""What is dragged between the code tree and a text: formats of our own, and nothing else.

No drag of ours carries words of a participant, so that none can be dropped into
another program by accident.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData

from interviewcoder.sources.text import Span

CODE_FORMAT = "application/x-interviewcoder-code"
PASSAGE_FORMAT = "application/x-interviewcoder-passage"


def code_to_drag(code_id: int) -> QMimeData:
    """Pack a code: its id in ASCII digits."""
    return _packed(CODE_FORMAT, str(code_id))


def codes_to_drag(code_ids: Sequence[int]) -> QMimeData:
    """Pack several codes, in their order. A text, where one is given at a time, takes none of them."""
    return _packed(CODE_FORMAT, ",".join(map(str, code_ids)))


def passage_to_drag(span: Span) -> QMimeData:
    """Pack a passage of the text that is shown: "start:end" in code points."""
    return _packed(PASSAGE_FORMAT, f"{span.start}:{span.end}")


def dragged_code(mime: QMimeData) -> int | None:
    """Unpack the id of a dragged code; None where something else is dragged."""
    digits = _unpacked(mime, CODE_FORMAT)
    return int(digits) if digits.isdecimal() else None


def dragged_codes(mime: QMimeData) -> list[int]:
    """Unpack the ids of one dragged code or several; none where something else is dragged."""
    digits = _unpacked(mime, CODE_FORMAT).split(",")
    return [int(each) for each in digits] if all(each.isdecimal() for each in digits) else []


def dragged_passage(mime: QMimeData) -> Span | None:
    """Unpack a dragged passage; None where something else is dragged."""
    start, _, end = _unpacked(mime, PASSAGE_FORMAT).partition(":")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        return None
    return Span(int(start), int(end))


def _packed(kind: str, payload: str) -> QMimeData:
    mime = QMimeData()
    mime.setData(kind, QByteArray(payload.encode("ascii")))
    return mime


def _unpacked(mime: QMimeData, kind: str) -> str:
    return bytes(mime.data(kind).data()).decode("ascii", errors="replace")
