"""Coders who code sources of plain letters, for tests of their agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from interviewcoder.analysis.agreement_values import Measured
from interviewcoder.coding import codes
from interviewcoder.coding.segments import code_passage
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span

Coded = Mapping[str, Sequence[tuple[str, int, int]]]


class Team:
    """Coders who code sources of plain letters, so that places are easy to count."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self._folder = project, folder
        self.sources: dict[str, int] = {}

    def add(self, name: str, text: str | int) -> int:
        path = self._folder / f"{name}.txt"
        path.write_text("x" * text if isinstance(text, int) else text, encoding="utf-8")
        self.sources[name] = importing.add_files(self.project, [path])[0].id
        return self.sources[name]

    def code(self, source: str, coded: Coded) -> None:
        for coder, passages in coded.items():
            self.project.work_as(coder)
            with self.project.op("Code"):
                for code, start, end in passages:
                    code_passage(self.project, self.sources[source], Span(start, end), self.code_id(code))

    def code_id(self, name: str) -> int:
        return codes.find_or_add(self.project, name).id

    def ids(self, *names: str) -> list[int]:
        return [self.project.work_as(name).id for name in names]


def values(measured: Measured) -> dict[str, float | None]:
    """The figures to six digits."""
    return {name: None if figure.value is None else round(figure.value, 6) for name, figure in measured.figures.items()}
