"""Memos outlive what they are about, and passages with a memo stay on their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memos import About, MemoKey
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, correcting, importing, transcript
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Edit, Span

_AFRAID, _LAWSUITS = Span(21, 27), Span(28, 43)


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of one participant."""
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP: Was I afraid of the lawsuits? Every day.\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


def dump(project: Project) -> list[list[tuple[object, ...]]]:
    read = project.raw_connection.execute
    kinds = ("memo", "memo_link", "segment", "code", "source", "participant")
    return [read(f"SELECT * FROM {kind} ORDER BY id").fetchall() for kind in kinds]


def titles(project: Project) -> list[tuple[str, str]]:
    """What each memo is about, and how it is called."""
    return [(memo.about.kind, memo.title) for memo in memos.listing(project, by_place=True)]


def correct(project: Project, source_id: int, old: str, new: str) -> correcting.Receipt:
    at = transcript.transcript_of(project, source_id).text.index(old)
    return correcting.correct_text(project, source_id, [Edit(at, old, new)])


def test_memos_of_a_deleted_code_stay_and_say_what_they_were_about(project: Project, interview: SourceView) -> None:
    coding = segments.code_with_name(project, interview.id, _AFRAID, "Fear")
    other = segments.code_with_name(project, interview.id, _LAWSUITS, "Fear")
    memos.add(project, About.code(coding.code_id), title="Too broad?", text="Of what?")
    memos.add(project, About.coding(coding.id), title="He laughs")
    memos.change(project, MemoKey("segment", other.id), text="Said twice.")
    codes.describe(project, coding.code_id, memo="From the first reading.")
    before = dump(project)
    codes.delete(project, coding.code_id)
    after = dump(project)
    assert sorted((memo.about.kind, memo.title, memo.text, memo.quote) for memo in memos.listing(project)) == [
        ("passage", "He laughs (was about “Fear”)", "", "afraid"),
        ("passage", "Memo (was about “Fear”)", "Said twice.", "of the lawsuits"),
        ("project", "Memo (was about “Fear”)", "From the first reading.", ""),
        ("project", "Too broad? (was about “Fear”)", "Of what?", ""),
    ]
    project.undo()
    assert dump(project) == before
    project.redo()
    assert dump(project) == after


def test_what_was_noted_on_a_coding_that_is_taken_off_stays_on_its_passage(
    project: Project, interview: SourceView
) -> None:
    coding = segments.code_with_name(project, interview.id, _AFRAID, "Fear")
    memos.change(project, MemoKey("segment", coding.id), text="He laughs.")
    memos.add(project, About.coding(coding.id), title="Second thoughts")
    before = dump(project)
    segments.remove(project, coding.id)
    assert {memo.title for memo in memos.about(project, About.passage(interview.id, _AFRAID))} == {
        "Memo (was about “Fear”)",
        "Second thoughts (was about “Fear”)",
    }
    project.undo()
    assert dump(project) == before


def test_memos_of_a_deleted_source_stay_without_its_words(project: Project, interview: SourceView) -> None:
    coding = segments.code_with_name(project, interview.id, _AFRAID, "Fear")
    memos.add(project, About.source(interview.id), title="The whole talk")
    memos.add(project, About.passage(interview.id, _LAWSUITS), title="Lawsuits")
    memos.add(project, About.coding(coding.id), title="Laughing")
    memos.change(project, MemoKey("segment", coding.id), text="Note.")
    pointing = memos.add(project, title="Pointing there")
    memos.link(project, pointing.key, interview.id, _LAWSUITS)
    before = dump(project)
    catalogue.delete(project, interview.id)
    assert {about for about, _ in titles(project)} == {"project"}
    assert {title for _, title in titles(project)} == {
        "The whole talk (was about “P01”)",
        "Lawsuits (was about “P01”)",
        "Laughing (was about “P01”)",
        "Memo (was about “Fear · P01”)",
        "Pointing there",
    }
    assert memos.view(project, pointing.key).links == ()
    project.undo()
    assert dump(project) == before


def test_a_memo_on_a_deleted_participant_stays(project: Project) -> None:
    case = cases.add(project, "P01")
    memos.add(project, About.case(case.id), title="Tired")
    before = dump(project)
    cases.delete(project, case.id)
    assert titles(project) == [("project", "Tired (was about “P01”)")]
    project.undo()
    assert dump(project) == before


def test_passages_with_a_memo_and_links_stay_on_their_words(project: Project, interview: SourceView) -> None:
    on = memos.add(project, About.passage(interview.id, _LAWSUITS), title="On")
    to = memos.add(project, title="To")
    memos.link(project, to.key, interview.id, _AFRAID)
    receipt = correct(project, interview.id, "What happened?", "So what has happened then?")
    assert (receipt.memos_changed, receipt.memos_to_look_at) == ((), ())
    receipt = correct(project, interview.id, "afraid", "scared")
    assert (memos.view(project, on.key).quote, memos.view(project, to.key).links[0].quote) == (
        "of the lawsuits",
        "scared",
    )
    assert (receipt.memos_changed, receipt.memos_to_look_at) == ((to.key.id,), ())
    project.undo()
    project.undo()
    assert [passage.span for passage in memos.passages_in(project, interview.id)] == [_AFRAID, _LAWSUITS]


def test_a_memo_whose_words_are_gone_is_to_be_looked_at_until_they_come_back(
    project: Project, interview: SourceView
) -> None:
    on = memos.add(project, About.passage(interview.id, _LAWSUITS), title="On")
    to = memos.add(project, title="To")
    memos.link(project, to.key, interview.id, _AFRAID)
    first = correct(project, interview.id, " afraid of the lawsuits", "")
    assert first.memos_to_look_at == (on.key.id, to.key.id)
    assert memos.view(project, on.key).quote == "" and memos.view(project, on.key).about.kind == "passage"
    again = correcting.correct_text(project, interview.id, [Edit(20, "", " worried")])
    both = first.followed_by(again)
    assert set(both.memos_changed) | set(both.memos_to_look_at) == {on.key.id, to.key.id}
    assert memos.view(project, to.key).links[0].quote == "worried"
    assert to.key.id not in both.memos_to_look_at


def test_memos_on_passages_of_a_transcript_that_is_replaced_are_on_the_source(
    project: Project, interview: SourceView
) -> None:
    memo = memos.add(project, About.passage(interview.id, _LAWSUITS), title="Lawsuits")
    memos.link(project, memo.key, interview.id, _AFRAID)
    turn = RecognisedTurn("P", (RecognisedWord("Yes.", 0, 100, 0.9),))
    transcript.store_recognised(project, interview.id, Recognised((turn,), "en", 100, "base"))
    kept = memos.view(project, memo.key)
    assert (kept.about, kept.links) == (About.source(interview.id), ())
    assert kept.title == "Lawsuits (was about a passage of an earlier transcript)"
