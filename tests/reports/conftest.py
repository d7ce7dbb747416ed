"""A small study to report on: three interviews, three participants, a few codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, segments
from interviewcoder.coding.segments import SegmentView
from interviewcoder.project.file import Project
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.conventions import DRESING_PEHL_EXTENDED, spoken_turns
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import mark_interviewer, replace_transcript, transcript_of
from interviewcoder.sources.transcript_record import describe


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

    def recorded(self, name: str = "P07", language: str = "en") -> SourceView:
        """Add an interview of four turns with word times, an interviewer, and all that a header tells but a name."""
        source = self.interview(name, "P07: To be replaced.")
        said = (
            ("S1", 500, "Um, what came to mind?"),
            ("S2", 4200, "I was afraid of lawsuits, honestly. {We} all were — für immer, 你好 😀."),
            ("S1", 12_000, "Mhm."),
            ("S2", 12_600, "Then we talked."),
        )
        turns = tuple(RecognisedTurn(speaker, tuple(_words(text, start_ms))) for speaker, start_ms, text in said)
        rules = DRESING_PEHL_EXTENDED
        recognised = Recognised(turns, language, 14_000, "base")
        with self.project.op("Transcribe") as session:
            written = spoken_turns(recognised, rules)
            replace_transcript(session, source.id, written, language=language, model="base")
        speakers = transcript_of(self.project, source.id).speakers
        mark_interviewer(self.project, next(voice.id for voice in speakers if voice.label == "S1"), True)
        describe(self.project, source.id, conventions=rules, recorded_on="2026-03-14", origin="Whisper base")
        return source


def _words(text: str, start_ms: int) -> Iterator[RecognisedWord]:
    for number, word in enumerate(text.split()):
        begin = start_ms + 400 * number
        yield RecognisedWord(word, begin, begin + 350, 0.9)


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Study:
    """An empty project with short words for filling it."""
    return Study(project, tmp_path)
