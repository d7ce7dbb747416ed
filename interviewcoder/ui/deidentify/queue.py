"""The suggestions as a queue: what each says, and what was decided about it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from interviewcoder.privacy import pseudonyms
from interviewcoder.sources import catalogue
from interviewcoder.sources.folding import fold
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.deidentify.deciding import Chosen

if TYPE_CHECKING:
    from interviewcoder.privacy.detection import Suggestion
    from interviewcoder.privacy.pseudonyms import Decision
    from interviewcoder.project.file import Project
    from interviewcoder.sources.text import Span

State = Literal["open", "replaced", "kept", "skipped"]
_AROUND = 90


@dataclass(frozen=True, slots=True)
class Item:
    """A suggestion with its words among others, what is proposed, and what became of it.

    `proposal` is the pseudonym it would get, or has got; `ids` are the decisions about it.
    """

    suggestion: Suggestion
    source: str
    before: str
    words: str
    after: str
    proposal: Chosen
    state: State = "open"
    ids: tuple[int, ...] = ()

    @property
    def place(self) -> tuple[int, Span]:
        """Where it stands: its source, and its passage there."""
        return self.suggestion.source_id, self.suggestion.span


class Queue:
    """All suggestions of a run, in the order of the sources and their texts."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.items: list[Item] = []
        self._skipped: set[tuple[int, Span]] = set()
        self._texts: dict[int, str] = {}

    @property
    def looked_at(self) -> int:
        """About how many somebody has decided, or passed over."""
        return sum(item.state != "open" for item in self.items)

    def take(self, suggestions: Iterable[Suggestion], looked_through: Mapping[int, str]) -> None:
        """Begin with these, found in these texts; where a text is another by now, they are left out."""
        self._skipped.clear()
        found = list(suggestions)
        self._read_texts({one.source_id for one in found})
        same = {id_ for id_, text in self._texts.items() if looked_through.get(id_) == text}
        found = [one for one in found if one.source_id in same]
        names = catalogue.names(self._project)
        order = {source_id: place for place, source_id in enumerate(names)}
        found.sort(key=lambda one: (order.get(one.source_id, 0), one.span))
        self.items = [self._item(one, names.get(one.source_id, "")) for one in found]
        self.read_again()

    def skip(self, item: Item, *, skipped: bool = True) -> None:
        """Pass an item over, or come back to it."""
        if skipped:
            self._skipped.add(item.place)
        else:
            self._skipped.discard(item.place)
        self.read_again()

    def take_texts_again(self) -> int:
        """After corrections: drop what no longer stands where it was found; returns how many that were."""
        before = len(self.items)
        self._read_texts({item.suggestion.source_id for item in self.items})
        self.items = [item for item in self.items if self._stands(item)]
        self.read_again()
        return before - len(self.items)

    def read_again(self) -> None:
        """Take over what is decided now: here, by hand, by undo."""
        now = _Now(self._project)
        self.items = [self._told(item, now) for item in self.items]

    def _told(self, item: Item, now: _Now) -> Item:
        here = now.decisions_on(*item.place)
        if here:
            by = next((now.known[id_] for one in here if (id_ := one.pseudonym_id) is not None), None)
            state: State = "replaced" if by else "kept"
            proposal, ids = by or item.proposal, tuple(one.id for one in here)
        else:
            state, ids = "skipped" if item.place in self._skipped else "open", ()
            proposal = now.proposal(item.words, item.suggestion)
        if (state, proposal, ids) == (item.state, item.proposal, item.ids):
            return item
        return replace(item, state=state, proposal=proposal, ids=ids)

    def _item(self, suggestion: Suggestion, source: str) -> Item:
        text, span = self._texts[suggestion.source_id], suggestion.span
        before = text[max(0, span.start - _AROUND) : span.start].replace("\n", "  ")
        after = text[span.end : span.end + _AROUND].replace("\n", "  ")
        nothing = Chosen("", suggestion.kind)
        return Item(suggestion, source, before, span.text_in(text), after, nothing)

    def _stands(self, item: Item) -> bool:
        text = self._texts.get(item.suggestion.source_id, "")
        return item.suggestion.span.text_in(text) == item.words

    def _read_texts(self, source_ids: Iterable[int]) -> None:
        there = {source.id for source in catalogue.listing(self._project)}
        self._texts = {id_: transcript_of(self._project, id_).text for id_ in source_ids if id_ in there}


class _Now:
    """What is decided at the moment, and what would be proposed; each is asked of the project once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.known = {view.id: Chosen(view.text, view.kind, view.id) for view in pseudonyms.listing(project)}
        forms = pseudonyms.known_forms(project)
        self._by_words = {fold(form): self.known[id_] for id_, said in forms.items() for form in said}
        self._decided: dict[int, list[Decision]] = {}
        for one in pseudonyms.decisions(project):
            self._decided.setdefault(one.source_id, []).append(one)
        self._standing: dict[str, Chosen | None] = {}
        self._fresh: dict[str, Chosen] = {}

    def decisions_on(self, source_id: int, span: Span) -> Sequence[Decision]:
        """The decisions that a passage touches."""
        decided = self._decided.get(source_id, ())
        # In the order of the text, none overlapping another.
        first = bisect_right(decided, span.start, key=lambda one: one.span.end)
        return decided[first : bisect_left(decided, span.end, lo=first, key=lambda one: one.span.start)]

    def proposal(self, words: str, suggestion: Suggestion) -> Chosen:
        """The pseudonym that words would get."""
        if words not in self._standing:
            self._standing[words] = self._standing_for(words)
        found = self._standing[words]
        if found is None and suggestion.proposed is not None:
            found = self.known.get(suggestion.proposed)
        return found or self._new(suggestion.kind)

    def _new(self, kind: str) -> Chosen:
        if kind not in self._fresh:
            self._fresh[kind] = Chosen(pseudonyms.suggested_text(self._project, kind), kind)
        return self._fresh[kind]

    def _standing_for(self, words: str) -> Chosen | None:
        """What stands for the same words, or for a longer name that they are a part of, if that is one alone."""
        folded = fold(" ".join(words.split()))
        if folded in self._by_words:
            return self._by_words[folded]
        parts = set(folded.split())
        longer = {one for form, one in self._by_words.items() if one.kind == "name" and parts < set(form.split())}
        return longer.pop() if len(longer) == 1 else None
