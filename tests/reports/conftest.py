"""A small study to report on: three interviews, three participants, a few codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, segments
from interviewcoder.coding.segments import SegmentView
from interviewcoder.project.file import Project
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of


class Study:
    """Says in one line what a test needs of a project."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self._folder = folder

    def interview(self, name: str, *lines: str) -> SourceView:
        """Add a transcript; a line is "P01: words"."""
        path = self._folder / f"{name}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        return add_files(self.project, [path])[0]

    def participant(self, name: str, *sources: SourceView, **values: str) -> int:
        """Add a case with attributes, tied to sources."""
        case = cases.add(self.project, name)
        for source in sources:
            cases.tie_source(self.project, case.id, source.id)
        for attribute, value in values.items():
            known = attributes.by_name(self.project, attribute) or attributes.add(self.project, attribute)
            attributes.set_value(self.project, case.id, known.id, value)
        return case.id

    def code(self, source: SourceView, words: str, code_id: int, *, exemplar: bool = False) -> SegmentView:
        """Give the first place where these words stand a code."""
        start = transcript_of(self.project, source.id).text.index(words)
        segment = segments.code_passage(self.project, source.id, Span(start, start + len(words)), code_id)
        if exemplar:
            segments.mark_exemplar(self.project, segment.id)
        return segment

    def codes(self, *paths: str) -> list[int]:
        """Add codes by path, "Theme > Code", parents first."""
        ids: dict[str, int] = {}
        for path in paths:
            parent, _, name = path.rpartition(" > ")
            ids[path] = codes.add(self.project, name, parent_id=ids.get(parent)).id
        return list(ids.values())


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Study:
    """An empty project with short words for filling it."""
    return Study(project, tmp_path)
