"""The suggestions as a queue: what each says, and what was decided about it."""

from __future__ import annotations

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

    def take(self, suggestions: Iterable[Suggestion]) -> None:
        """Begin with these."""
        self._skipped.clear()
        found = list(suggestions)
        self._read_texts({one.source_id for one in found})
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
        known = {view.id: Chosen(view.text, view.kind, view.id) for view in pseudonyms.listing(self._project)}
        decided: dict[int, list[Decision]] = {}
        for one in pseudonyms.decisions(self._project):
            decided.setdefault(one.source_id, []).append(one)
        by_words = self._by_words(known)
        fresh: dict[str, Chosen] = {}
        self.items = [self._told(item, decided, known, by_words, fresh) for item in self.items]

    def _by_words(self, known: Mapping[int, Chosen]) -> dict[str, Chosen]:
        forms = pseudonyms.known_forms(self._project)
        return {fold(form): known[id_] for id_, said in forms.items() if id_ in known for form in said}

    def _told(
        self,
        item: Item,
        decided: Mapping[int, Sequence[Decision]],
        known: Mapping[int, Chosen],
        by_words: Mapping[str, Chosen],
        fresh: dict[str, Chosen],
    ) -> Item:
        span = item.suggestion.span
        here = [one for one in decided.get(item.suggestion.source_id, ()) if one.span.overlaps(span)]
        if here:
            by = next((known[id_] for one in here if (id_ := one.pseudonym_id) is not None and id_ in known), None)
            ids = tuple(one.id for one in here)
            return replace(item, state="replaced" if by else "kept", proposal=by or item.proposal, ids=ids)
        state: State = "skipped" if item.place in self._skipped else "open"
        proposal = _standing_for(item.words, by_words)
        if proposal is None and item.suggestion.proposed is not None:
            proposal = known.get(item.suggestion.proposed)
        if proposal is None:
            kind = item.suggestion.kind
            if kind not in fresh:
                fresh[kind] = Chosen(pseudonyms.suggested_text(self._project, kind), kind)
            proposal = fresh[kind]
        return replace(item, state=state, proposal=proposal, ids=())

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


def _standing_for(words: str, by_words: Mapping[str, Chosen]) -> Chosen | None:
    """What stands for the same words already, or for a longer name that they are a part of, if that is one alone."""
    folded = fold(" ".join(words.split()))
    if folded in by_words:
        return by_words[folded]
    parts = set(folded.split())
    longer = {chosen for form, chosen in by_words.items() if parts < set(form.split()) and chosen.kind == "name"}
    return longer.pop() if len(longer) == 1 else None
