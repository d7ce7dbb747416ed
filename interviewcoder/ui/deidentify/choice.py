"""The pop-up to choose a pseudonym: type, take one that is there, or make one of any kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from interviewcoder.privacy import pseudonyms
from interviewcoder.privacy.identifier_kinds import KINDS, next_replacement
from interviewcoder.ui.coding_view.code_match import Closeness, matching
from interviewcoder.ui.coding_view.code_rows import CodeRow, CodeRowPainter, CodeRows
from interviewcoder.ui.deidentify.deciding import Chosen
from interviewcoder.ui.deidentify.kind_words import kind_colour, kind_name
from interviewcoder.ui.typed_choice import TypedChoice

if TYPE_CHECKING:
    from interviewcoder.privacy.pseudonyms import PseudonymView
    from interviewcoder.project.file import Project

_WIDTH = 420
_MOST_ROWS_SHOWN = 9
# Loose likenesses among the twenty kinds would drown what was typed.
_CLOSE_ENOUGH = Closeness.CONTAINS


@dataclass(frozen=True, slots=True)
class _Named:
    """A pseudonym under the words between its brackets."""

    id: int
    name: str


class PseudonymEntry(TypedChoice):
    """A line to type in above pseudonyms, old and new. `chosen` carries a `Chosen`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        self._rows = CodeRows()
        super().__init__(self._rows, _MOST_ROWS_SHOWN, parent)
        self._known: list[PseudonymView] = []
        self._only_known = False
        self._offers: list[Chosen] = []
        self._kind, self._anchor = "name", QRect()
        self.setAccessibleName(self.tr("Replace by pseudonym"))
        self._line.setAccessibleName(self.tr("Pseudonym or kind"))
        self._line.setPlaceholderText(self.tr("Pseudonym, old or new, or a kind such as “hospital”"))
        self._list.setAccessibleName(self.tr("Matching pseudonyms"))
        hint = self.small_hint(self.tr("Enter replaces · Shift+Enter makes what is typed · Esc closes"))
        self.put_together(CodeRowPainter(self._list), hint)

    def open_at(
        self,
        anchor: QRect,
        project: Project,
        words: str,
        *,
        kind: str = "name",
        only_known: bool = False,
        but: int | None = None,
    ) -> None:
        """Open beside a place on the screen for some words; `kind` is what they are taken for.

        What already stands for the same words is offered first; `only_known`
        offers nothing new, and `but` never the pseudonym of that id.
        """
        self._known = [view for view in pseudonyms.listing(project) if view.id != but]
        self._kind, self._anchor, self._only_known = kind, anchor, only_known
        folded = words.casefold().strip()
        forms = pseudonyms.known_forms(project)
        same = {id_ for id_, said in forms.items() if folded in (form.casefold() for form in said)}
        # First those of the same words, then those of the kind, the latest first.
        self._known.sort(key=lambda view: (view.id not in same, view.kind != kind, -view.id))
        self._line.clear()
        self.fill("")
        self.show()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def fill(self, typed: str) -> None:
        """Show the pseudonyms that answer, then new ones: of the kind that is meant, and what is typed."""
        wanted = typed.strip().strip("[]")
        old = [_Named(view.id, view.text.strip("[]")) for view in self._known]
        by_id = {view.id: view for view in self._known}
        found = [by_id[match.code_id] for match in matching(wanted, old)]
        self._offers = [Chosen(view.text, view.kind, view.id) for view in found]
        if not self._only_known:
            self._offers += self._new_of_kinds(wanted)
        text = f"[{wanted}]"
        if (
            wanted
            and not self._only_known
            and not any(offer.text.casefold() == text.casefold() for offer in self._offers)
        ):
            self._offers.append(Chosen(text, self._kind))
        forms = {view.id: view.uses for view in self._known}
        rows = [self._row(offer, forms) for offer in self._offers]
        self._rows.show_rows(rows)
        self._list.setCurrentIndex(self._rows.index(0))
        self.fit_beside(self._anchor, _WIDTH)

    def _row(self, offer: Chosen, uses: dict[int, int]) -> CodeRow:
        told = kind_name(offer.kind)
        if offer.pseudonym_id is not None:
            count = uses.get(offer.pseudonym_id, 0)
            told = f"{told} · {count:n}×" if count else told
        return CodeRow(offer.text, offer.pseudonym_id, told, kind_colour(offer.kind))

    def _new_of_kinds(self, wanted: str) -> list[Chosen]:
        taken = [view.text for view in self._known]
        offers: list[Chosen] = []
        for kind in sorted(KINDS, key=lambda kind: kind.key != self._kind):
            # Without letters typed, one of each kind; with them, each word that answers.
            words = [_Named(place, word) for place, word in enumerate(kind.words)]
            answering = [match.code_id for match in matching(wanted, words) if match.closeness <= _CLOSE_ENOUGH]
            for place in answering if wanted else [0]:
                offers.append(Chosen(next_replacement(kind.key, taken, kind.words[place]), kind.key))
        return offers

    def decide(self, *, as_new: bool) -> None:
        """Tell what was chosen; `as_new` what is typed, as it is."""
        typed = self._line.text().strip().strip("[]")
        place = self._list.currentIndex().row()
        if as_new and typed and not self._only_known:
            choice = Chosen(f"[{typed}]", self._kind)
        elif 0 <= place < len(self._offers):
            choice = self._offers[place]
        else:
            return
        # Closed first: whoever listens finds the keyboard back where it was.
        self.close()
        self.chosen.emit(choice)
