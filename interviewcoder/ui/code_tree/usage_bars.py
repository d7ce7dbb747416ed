"""Where codes are used: how many codings in each source, as the tree draws it and says it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.coding import codes
from interviewcoder.coding.code_passages import source_names

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.project.file import Project


class UsageBars:
    """The usage of codes with all below them, read when a code is painted and kept until it may be another."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._counts: dict[int, tuple[int, int]] = {}
        self._family: dict[int, list[int]] = {}
        self._usage: dict[int, dict[int, int]] = {}
        self._names: dict[int, str] | None = None

    def follow(self, nodes: Sequence[CodeNode], *, all_anew: bool) -> None:
        """Take note of the codes there are now.

        What is known of a code whose numbers are as before is kept, unless
        `all_anew`: then more may have happened than one coding.
        """
        counts = {node.id: (node.references, node.sources) for node in nodes}
        if all_anew:
            self._usage.clear()
            self._names = None
        self._usage = {id_: known for id_, known in self._usage.items() if counts.get(id_) == self._counts.get(id_)}
        self._counts = counts
        self._family = {node.id: [node.id] for node in nodes}
        # Parents come before their children: backwards, a family is whole when it is handed on.
        for node in reversed(nodes):
            if node.parent_id is not None:
                self._family[node.parent_id] += self._family[node.id]

    def of(self, code_id: int) -> list[int]:
        """How many codings a code and all below it have, by source in the study's order."""
        by_source = self._by_source(code_id)
        return [by_source.get(source_id, 0) for source_id in self._sources()]

    def words(self, code_id: int) -> str:
        """The same in words: “12 codings in 5 of 21 sources; most in P07”."""
        by_source = self._by_source(code_id)
        if not by_source:
            return _tr("Not used yet")
        total, sources = sum(by_source.values()), self._sources()
        said = _tr("1 coding") if total == 1 else _tr("{count} codings").format(count=total)
        where = _tr("{words} in {used} of {all} sources").format(words=said, used=len(by_source), all=len(sources))
        if len(by_source) == 1:
            return _tr("{words}: {source}").format(words=where, source=sources[next(iter(by_source))])
        most = max(sources, key=lambda source_id: by_source.get(source_id, 0))
        return _tr("{words}; most in {source}").format(words=where, source=sources[most])

    def _by_source(self, code_id: int) -> dict[int, int]:
        family = self._family.get(code_id, [])
        unknown = [id_ for id_ in family if id_ not in self._usage]
        if unknown:
            read = codes.usage(self._project, unknown)
            self._usage |= {id_: read.get(id_, {}) for id_ in unknown}
        if len(family) == 1:
            return self._usage[code_id]
        summed: dict[int, int] = {}
        for id_ in family:
            for source_id, codings in self._usage[id_].items():
                summed[source_id] = summed.get(source_id, 0) + codings
        return summed

    def _sources(self) -> dict[int, str]:
        if self._names is None:
            self._names = source_names(self._project)
        return self._names


def condensed(counts: Sequence[int], most: int) -> list[int]:
    """Counts of neighbouring sources summed up, where there are more than `most` bars have room for."""
    if len(counts) <= most:
        return list(counts)
    ends = [len(counts) * bar // most for bar in range(most + 1)]
    return [sum(counts[start:end]) for start, end in pairwise(ends)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("UsageBars", text)
