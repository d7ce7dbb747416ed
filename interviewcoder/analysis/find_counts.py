"""How often something was found, by source and by participant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from interviewcoder.analysis.keyword_in_context import Contexts
from interviewcoder.project.file import Project
from interviewcoder.sources.text import Span


@dataclass(frozen=True, slots=True)
class Count:
    """Hits in a source or in what a participant says, of how many words, in how many sources.

    `key` is the source's id, or what tells participants apart in
    `sources.voices`; empty for who interviews.
    """

    key: str
    name: str
    hits: int
    words: int
    sources: int

    @property
    def per_thousand(self) -> float:
        """Hits per 1,000 words; 0 where there are no words."""
        return self.hits * 1000 / self.words if self.words else 0.0


class Counting:
    """Counts source by source, so that a window can stop in between; each source once."""

    def __init__(self, project: Project, contexts: Contexts) -> None:
        self._project, self._contexts = project, contexts
        self._hits: Counter[str] = Counter()
        self._in: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        self._by_source: list[Count] = []
        self._seen: set[int] = set()

    def add(self, source_id: int, spans: Sequence[Span]) -> None:
        """Count the hits and the words of a source; of one without hits, the words alone."""
        if source_id in self._seen:
            return
        self._seen.add(source_id)
        contexts = self._contexts
        words = contexts.words_by_voice(source_id)
        self._words.update(words)
        whose = Counter(contexts.voice(source_id, span).participant for span in spans)
        self._hits.update(whose)
        self._in.update(whose.keys())
        if spans:
            name = contexts.name_of(f"source {source_id}")
            self._by_source.append(Count(str(source_id), name, len(spans), sum(words.values()), 1))

    @property
    def case_ids(self) -> frozenset[int]:
        """The participants with hits."""
        return frozenset(int(key.partition(" ")[2]) for key in self._hits if key.startswith("case "))

    @property
    def by_source(self) -> list[Count]:
        """Sources with hits, in the order they were counted."""
        return list(self._by_source)

    @property
    def by_participant(self) -> list[Count]:
        """Participants with hits, the most hits first; who interviews is last."""
        found = [
            Count(key, self._contexts.name_of(key), hits, self._words[key], self._in[key])
            for key, hits in self._hits.items()
        ]
        return sorted(found, key=lambda count: (not count.key, -count.hits, count.name))
