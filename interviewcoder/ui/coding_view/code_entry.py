"""The pop-up beside a selection: type a code's name, choose it or make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from interviewcoder.coding import codes
from interviewcoder.ui.coding_view.code_match import Closeness, matching
from interviewcoder.ui.coding_view.code_rows import CodeRow, CodeRowPainter, CodeRows
from interviewcoder.ui.typed_choice import TypedChoice

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode

_WIDTH = 380
_MOST_ROWS_SHOWN = 9
_SHOWN_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class _Pathed:
    """A code under its path instead of its name."""

    id: int
    name: str


class CodeEntry(TypedChoice):
    """A line to type in above a list of codes. `chosen` carries a code's id, `named` a new name."""

    chosen = Signal(int)
    named = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        self._rows = CodeRows()
        super().__init__(self._rows, _MOST_ROWS_SHOWN, parent)
        self._codes: Sequence[CodeNode] = ()
        self._recent: Sequence[int] = ()
        self._anchor = QRect()
        self._set_up()

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Code the passage"))
        self._line.setAccessibleName(self.tr("Name of the code"))
        self._line.setPlaceholderText(self.tr("Name of a code, old or new"))
        self._list.setAccessibleName(self.tr("Matching codes"))
        hint = self.small_hint(self.tr("Enter applies · Shift+Enter makes a new code · Esc closes"))
        self.put_together(CodeRowPainter(self._list), hint)

    def set_codes(self, codes: Sequence[CodeNode]) -> None:
        """Say which codes there are, in the order of the tree."""
        self._codes = codes

    def set_recent(self, recent: Sequence[int]) -> None:
        """Say which codes were used last, the last one first (ids)."""
        self._recent = recent

    def open_at(self, anchor: QRect, typed: str = "") -> None:
        """Open below a place on the screen, or above it where there is no room.

        `typed` is what the person has already typed.
        """
        self._anchor = anchor
        self._line.setText(typed)
        self.fill(typed)
        self.show()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)
        self._line.setCursorPosition(len(typed))

    def fill(self, typed: str) -> None:
        """Show the codes that answer, and the new one that the words could name."""
        known = {code.id: code for code in self._codes}
        paths = _paths(self._codes)
        if ">" in typed:
            # A path: it is looked for among paths, as it would be made.
            typed = codes.PATH_SEPARATOR.join(part.strip() for part in typed.split(">"))
            wanted = [_Pathed(code.id, _as_typed(paths[code.id], code.name)) for code in self._codes]
            matches = matching(typed, wanted, self._recent)
        else:
            matches = matching(typed, self._codes, self._recent)
        digits = {code_id: str(place) for place, code_id in enumerate(self._recent[:9], 1)}
        rows = [
            CodeRow(code.name, code.id, paths[code.id], code.colour, digits.get(code.id, ""))
            for code in (known[match.code_id] for match in matches)
        ]
        name = typed.strip()
        is_new = bool(name) and not any(match.closeness is Closeness.SAME for match in matches)
        if is_new:
            rows.append(CodeRow(name, None))
        self._rows.show_rows(rows)
        # A loose likeness shouldn't be applied by one careless Enter.
        loose = not matches or matches[0].closeness >= Closeness.LETTERS_IN_ORDER
        self._list.setCurrentIndex(self._rows.index(len(rows) - 1 if is_new and loose else 0))
        self.fit_beside(self._anchor, _WIDTH)

    def decide(self, *, as_new: bool) -> None:
        """Tell which code was chosen or named."""
        rows = self._rows.rows
        last_is_new = bool(rows) and rows[-1].code_id is None
        place = len(rows) - 1 if as_new and last_is_new else self._list.currentIndex().row()
        if not 0 <= place < len(rows):
            return
        row = rows[place]
        # Closed first: whoever listens finds the keyboard back on the text.
        self.close()
        if row.code_id is None:
            self.named.emit(row.name)
        else:
            self.chosen.emit(row.code_id)


def _as_typed(path: str, name: str) -> str:
    above = [*path.split(_SHOWN_SEPARATOR), name] if path else [name]
    return codes.PATH_SEPARATOR.join(above)


def _paths(codes: Sequence[CodeNode]) -> dict[int, str]:
    """Give the names above each code, outermost first, as one line."""
    paths: dict[int, str] = {}
    names = {code.id: code.name for code in codes}
    for code in codes:
        above = paths.get(code.parent_id, "") if code.parent_id is not None else ""
        parent = names.get(code.parent_id, "") if code.parent_id is not None else ""
        paths[code.id] = f"{above}{_SHOWN_SEPARATOR}{parent}" if above else parent
    return paths
