"""Comments and tasks: threads about any part of the study, and what becomes of them when that goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.coding import blind, codes, merging, segments, versions
from interviewcoder.coding.segments import SegmentView
from interviewcoder.errors import EmptySpan, NotAllowed, NotFound
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.review import comments
from interviewcoder.review.comments import About
from interviewcoder.sources import catalogue, correcting, importing, transcript
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Edit, Span

_AFRAID, _LAWSUITS = Span(21, 27), Span(28, 43)


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of one participant."""
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP: Was I afraid of the lawsuits? Every day.\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


@pytest.fixture
def coding(project: Project, interview: SourceView) -> SegmentView:
    """A coding of the first coder's."""
    return segments.code_with_name(project, interview.id, _AFRAID, "Fear")


def dump(project: Project) -> list[list[tuple[object, ...]]]:
    read = project.raw_connection.execute
    kinds = ("comment", "verdict", "proposal", "approval", "adjudication", "blind", "segment", "code", "source")
    return [read(f"SELECT * FROM {kind} ORDER BY id").fetchall() for kind in kinds]


def abouts(project: Project) -> list[tuple[str, str, str]]:
    """What each thread is about, what it was about, and the words there."""
    return [(each.about.kind, each.was_about, each.quote) for each in sorted(comments.listing(project), key=by_id)]


def by_id(thread: comments.ThreadView) -> int:
    return thread.id


def correct(project: Project, source_id: int, old: str, new: str) -> None:
    at = transcript.transcript_of(project, source_id).text.index(old)
    correcting.correct_text(project, source_id, [Edit(at, old, new)])


def test_a_thread_knows_what_it_is_about_and_who_said_what(project: Project, coding: SegmentView) -> None:
    version = versions.save(project, "First")
    me = project.coder
    things = {
        About(): ("", ""),
        About.source(coding.source_id): ("P01", ""),
        About.passage(coding.source_id, _LAWSUITS): ("P01", "of the lawsuits"),
        About.coding(coding.id): ("Fear", "afraid"),
        About.code(coding.code_id): ("Fear", ""),
        About.version(version.id): ("First", ""),
    }
    for thing, called in things.items():
        thread = comments.add(project, thing, text=f" {thing.kind}\r\n? ")
        assert (thread.about_name, thread.quote) == called == comments.named(project, thing)
        assert thread.first.text == f"{thing.kind}\n?"
        assert [each.id for each in comments.about(project, thing)] == [thread.id]
    lee = project.work_as("Dr. Lee")
    answer = comments.reply(project, thread.id, "Yes.")
    assert (answer.coder, answer.is_own, answer.thread_id) == ("Dr. Lee", True, thread.id)
    (read,) = comments.listing(project, by=lee.id)
    assert [(each.coder_id, each.text, each.is_own) for each in read.comments] == [
        (me.id, "version\n?", False),
        (lee.id, "Yes.", True),
    ]


def test_threads_are_listed_by_what_is_asked_for(project: Project, coding: SegmentView) -> None:
    lee = project.work_as("Dr. Lee")
    on_code = comments.add(project, About.code(coding.code_id), text="Split it?", assigned_to=project.coder.id)
    on_coding = comments.add(project, About.coding(coding.id), text="Agreed", due="2026-01-31")
    on_source = comments.add(project, About.source(coding.source_id), text="Café noise")
    comments.resolve(project, on_source.id)

    def ids(**wanted: object) -> set[int]:
        return {each.id for each in comments.listing(project, **wanted)}  # type: ignore[arg-type]

    assert ids() == {on_code.id, on_coding.id, on_source.id}
    assert ids(is_open=True) == {on_code.id, on_coding.id} and ids(is_open=False) == {on_source.id}
    assert ids(assigned_to=lee.id) == {on_code.id} and ids(tasks=True) == {on_code.id, on_coding.id}
    assert ids(source_id=coding.source_id) == {on_coding.id, on_source.id}
    assert ids(code_ids=[coding.code_id]) == {on_code.id, on_coding.id}
    assert ids(text="cafe") == {on_source.id} and ids(text="fear") == {on_code.id, on_coding.id}
    assert ids(kind="coding") == {on_coding.id} and ids(by=1) == set()
    assert comments.counts(project) == comments.Counts(threads=3, open=2, mine=1, overdue=1)
    assert comments.thread(project, on_coding.id).is_overdue("2026-02-01")
    assert not comments.thread(project, on_coding.id).is_overdue("2026-01-31")


def test_a_task_is_given_dated_settled_and_opened_again(project: Project) -> None:
    thread = comments.add(project, text="Read P03")
    lee = project.work_as("Dr. Lee")
    comments.assign(project, thread.id, lee.id)
    comments.set_due(project, thread.id, "2026-03-31")
    comments.resolve(project, thread.id)
    done = comments.thread(project, thread.id)
    assert (done.assignee, done.due, done.resolver, done.is_open) == ("Dr. Lee", "2026-03-31", "Dr. Lee", False)
    comments.reopen(project, thread.id)
    comments.assign(project, thread.id, None)
    comments.set_due(project, thread.id, "")
    assert comments.thread(project, thread.id).is_open and not comments.thread(project, thread.id).is_task
    for _ in range(6):
        project.undo()
    project.work_as(thread.first.coder)
    assert comments.thread(project, thread.id) == thread


def test_only_who_wrote_a_comment_changes_or_deletes_it(project: Project) -> None:
    thread = comments.add(project, text="Too broad")
    project.work_as("Dr. Lee")
    with pytest.raises(NotAllowed, match="nobody else"):
        comments.change(project, thread.id, "Fine")
    with pytest.raises(NotAllowed, match="nobody else"):
        comments.delete(project, thread.id)
    answer = comments.reply(project, thread.id, "Why?")
    comments.change(project, answer.id, "Why so?")
    assert comments.thread(project, thread.id).answers[0].text == "Why so?"
    project.work_as(thread.first.coder)
    with pytest.raises(NotAllowed, match="Others have answered"):
        comments.delete(project, thread.id)
    project.work_as("Dr. Lee")
    comments.delete(project, answer.id)
    project.work_as(thread.first.coder)
    comments.reply(project, thread.id, "I mean it")
    comments.delete(project, thread.id)
    assert comments.listing(project) == []
    project.undo()
    assert len(comments.thread(project, thread.id).comments) == 2


def test_what_can_t_be_commented_is_refused(project: Project, interview: SourceView) -> None:
    with pytest.raises(NotAllowed, match="empty"):
        comments.add(project, text=" \n ")
    with pytest.raises(EmptySpan):
        comments.add(project, About.passage(interview.id, Span(5, 5)), text="Here")
    with pytest.raises(EmptySpan):
        comments.add(project, About.passage(interview.id, Span(5, 5000)), text="Here")
    with pytest.raises(NotFound):
        comments.add(project, About.code(77), text="Here")
    with pytest.raises(NotAllowed, match="no date"):
        comments.add(project, text="Soon", due="tomorrow")
    with pytest.raises(NotFound):
        comments.add(project, text="Whose?", assigned_to=77)
    assert comments.listing(project) == []


def test_comments_stand_in_the_margin_in_the_order_of_the_text(project: Project, coding: SegmentView) -> None:
    later = comments.add(project, About.passage(coding.source_id, _LAWSUITS), text="Which?")
    first = comments.add(project, About.coding(coding.id), text="So soon")
    comments.add(project, About.source(coding.source_id), text="A long one")
    comments.reply(project, later.id, "All")
    comments.resolve(project, later.id)
    found = [
        (each.thread_id, each.span, each.heading, each.is_open, each.comments, each.segment_id)
        for each in comments.passages_in(project, coding.source_id)
    ]
    assert found == [
        (first.id, _AFRAID, "So soon", True, 1, coding.id),
        (later.id, _LAWSUITS, "Which?", False, 2, None),
    ]
    assert [each.thread_id for each in comments.passages_in(project, coding.source_id, settled=False)] == [first.id]


def test_a_comment_stays_on_its_words_and_says_them_when_they_are_gone(project: Project, interview: SourceView) -> None:
    comments.add(project, About.passage(interview.id, _LAWSUITS), text="Which?")
    correct(project, interview.id, "What happened", "So")
    correct(project, interview.id, "lawsuits", "law suits")
    assert abouts(project) == [("passage", "", "of the law suits")]
    correct(project, interview.id, " of the law suits", "")
    assert abouts(project) == [("passage", "“of the law suits”", "")]
    project.undo()
    assert abouts(project) == [("passage", "", "of the law suits")]


def test_comments_on_a_coding_are_on_its_passage_when_it_is_removed(project: Project, coding: SegmentView) -> None:
    comments.add(project, About.coding(coding.id), text="Not fear")
    before = dump(project)
    segments.remove(project, coding.id)
    assert abouts(project) == [("passage", "the coding “Fear”", "afraid")]
    project.undo()
    assert dump(project) == before


def test_comments_on_a_deleted_code_source_or_version_stay(project: Project, coding: SegmentView) -> None:
    version = versions.save(project, "First")
    on = [About.code(coding.code_id), About.coding(coding.id), About.version(version.id)]
    on += [About.passage(coding.source_id, _LAWSUITS), About.source(coding.source_id)]
    for thing in on:
        comments.add(project, thing, text="Well")
    before = dump(project)
    with project.op("Clear up"):
        versions.delete(project, version.id)
        codes.delete(project, coding.code_id)
        catalogue.delete(project, coding.source_id)
    assert abouts(project) == [
        ("project", "the code “Fear”", ""),
        ("project", "the coding “Fear” · “afraid” in “P01”", ""),
        ("project", "the codebook version “First”", ""),
        ("project", "“of the lawsuits” in “P01”", ""),
        ("project", "“P01”", ""),
    ]
    project.undo()
    assert dump(project) == before


def test_comments_follow_codes_that_are_merged_and_codings_that_become_one(
    project: Project, coding: SegmentView
) -> None:
    dread = segments.code_with_name(project, coding.source_id, _AFRAID, "Dread")
    comments.add(project, About.code(dread.code_id), text="The same as Fear")
    comments.add(project, About.coding(dread.id), text="Twice")
    merging.merge(project, [dread.code_id], coding.code_id)
    assert [(each.about.kind, each.about.id) for each in sorted(comments.listing(project), key=by_id)] == [
        ("code", coding.code_id),
        ("coding", coding.id),
    ]


def test_nothing_is_shown_of_a_coding_that_may_not_be_seen(project: Project, coding: SegmentView) -> None:
    comments.add(project, About.coding(coding.id), text="Mine")
    anna = project.work_as("Anna")
    seeing.watch(project)
    blind.begin(project, [coding.source_id], [anna.id])
    assert comments.listing(project) == [] and comments.counts(project).threads == 0
    assert comments.passages_in(project, coding.source_id) == []
    blind.end(project, [coding.source_id])
    assert len(comments.listing(project)) == 1
