"""What becomes of decisions, blind rounds and comments when codes, sources, transcripts or the codebook go."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from interviewcoder.coding import blind, codes, merging, segments, version_restore, versions
from interviewcoder.coding.segments import SegmentView
from interviewcoder.project.file import Project
from interviewcoder.project.schema import AdjudicationRow
from interviewcoder.review import comments, proposals, verdicts
from interviewcoder.review.comments import About
from interviewcoder.sources import catalogue, correcting, importing, transcript
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Edit, Span

_AFRAID, _LAWSUITS = Span(6, 12), Span(16, 28)


@pytest.fixture
def coding(project: Project, tmp_path: Path) -> SegmentView:
    """A coding in P01 on which a decision was made, with the code that was decided for."""
    path = tmp_path / "P01.txt"
    path.write_text("P: I was afraid of the lawsuits, every day.\n", encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    made = segments.code_with_name(project, source.id, _AFRAID, "Fear")
    with project.op("Decide disagreement") as session:
        place = {"source_id": source.id, "start": _AFRAID.start, "end": _LAWSUITS.end, "code_id": made.code_id}
        session.add(AdjudicationRow(**place, coders="[]", outcome="all", coder_id=project.coder.id, decided_at=""))
    return made


def decisions(project: Project) -> list[tuple[int, str]]:
    """The code of each decision, and the words of its place."""
    rows = project.session.scalars(select(AdjudicationRow)).all()
    return [
        (row.code_id, Span(row.start, row.end).text_in(transcript.transcript_of(project, row.source_id).text))
        for row in rows
    ]


def correct(project: Project, source_id: int, old: str, new: str) -> None:
    at = transcript.transcript_of(project, source_id).text.index(old)
    correcting.correct_text(project, source_id, [Edit(at, old, new)])


def test_a_decision_stays_on_its_words(project: Project, coding: SegmentView) -> None:
    correct(project, coding.source_id, "I was", "So I have been")
    correct(project, coding.source_id, "of the", "of all these")
    assert decisions(project) == [(coding.code_id, "afraid of all these lawsuits")]


def test_a_decision_goes_with_its_code_or_its_source(project: Project, coding: SegmentView) -> None:
    codes.delete(project, coding.code_id)
    assert decisions(project) == []
    project.undo()
    blind.begin(project, [coding.source_id], [project.coder.id])
    catalogue.delete(project, coding.source_id)
    assert decisions(project) == [] and blind.listing(project) == []
    project.undo()
    assert len(decisions(project)) == 1 and len(blind.listing(project)) == 1


def test_a_decision_follows_the_code_that_its_own_is_merged_into(project: Project, coding: SegmentView) -> None:
    dread = codes.add(project, "Dread")
    merging.merge(project, [coding.code_id], dread.id)
    assert decisions(project) == [(dread.id, "afraid of the lawsuits")]


def test_a_decision_follows_its_codings_when_the_code_is_split(project: Project, coding: SegmentView) -> None:
    other = segments.code_with_name(project, coding.source_id, _LAWSUITS, "Fear")
    merging.split(project, coding.code_id, {coding.id: "Of law"})
    assert decisions(project)[0][0] == coding.code_id
    project.undo()
    merging.split(project, coding.code_id, {coding.id: "Of law", other.id: "Of law"})
    assert decisions(project)[0][0] == codes.by_name(project, "Of law").id


def test_what_was_said_of_an_earlier_transcript_stays_with_its_source(project: Project, coding: SegmentView) -> None:
    comments.add(project, About.passage(coding.source_id, _LAWSUITS), text="Which?")
    verdict = project.work_as("Dr. Lee")
    verdicts.give(project, coding.id, verdicts.QUERY, note="Why?")
    segments.remove(project, coding.id)
    words = (RecognisedWord("Nothing", 0, 400, 0.9), RecognisedWord("else.", 500, 900, 0.9))
    recognised = Recognised((RecognisedTurn("P", words),), "en", 900, "tiny.en")
    transcript.store_recognised(project, coding.source_id, recognised)
    found = [(each.about.kind, each.was_about, each.first.text) for each in comments.listing(project)]
    assert sorted(found) == [
        ("source", "Queried: the coding “Fear” · “afraid”", "Why?"),
        ("source", "“the lawsuits”", "Which?"),
    ]
    assert decisions(project) == [] and verdict.name == "Dr. Lee"


def test_a_code_that_an_earlier_codebook_has_not_leaves_what_was_said_of_it(project: Project) -> None:
    version = versions.save(project, "Empty")
    code = codes.add(project, "Fear")
    comments.add(project, About.code(code.id), text="Split it?")
    proposals.rename(project, code.id, "Dread")
    version_restore.restore(project, version.id)
    assert codes.tree(project) == []
    assert [(each.about.kind, each.was_about) for each in comments.listing(project)] == [("project", "the code “Fear”")]
    assert [each.was_about for each in proposals.listing(project)] == ["Rename “Fear” to “Dread”"]
    project.undo()
    assert proposals.listing(project)[0].can_be_done
