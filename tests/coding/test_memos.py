"""Memos on anything, links to passages, the journal, and finding in all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memos import About, MemoKey
from interviewcoder.errors import EmptySpan, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span

_LAWSUITS = Span(28, 43)  # "of the lawsuits"


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of one participant."""
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP: Was I afraid of the lawsuits? Every day. Café Ärger.\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


@pytest.fixture
def places(project: Project, interview: SourceView) -> dict[str, About]:
    """One thing of each kind that a memo can be about."""
    coding = segments.code_with_name(project, interview.id, Span(15, 27), "Fear")
    return {
        "project": About.the_project(),
        "source": About.source(interview.id),
        "case": About.case(cases.add(project, "P01").id),
        "code": About.code(coding.code_id),
        "coding": About.coding(coding.id),
        "passage": About.passage(interview.id, _LAWSUITS),
    }


def test_a_memo_can_be_about_everything_in_a_study(project: Project, places: dict[str, About]) -> None:
    for kind, about in places.items():
        memos.add(project, about, title=f"On the {kind}", text="What I thought.")
    found = {memo.about.kind: memo for memo in memos.listing(project)}
    assert [(found[kind].title, found[kind].about_name, found[kind].quote) for kind in memos.KINDS] == [
        ("On the project", "", ""),
        ("On the source", "P01", ""),
        ("On the case", "P01", ""),
        ("On the code", "Fear", ""),
        ("On the coding", "Fear", "Was I afraid"),
        ("On the passage", "P01", "of the lawsuits"),
    ]
    assert {memo.writer for memo in found.values()} == {project.coder.name}
    for kind, about in places.items():
        assert [memo.title for memo in memos.about(project, about)] == [f"On the {kind}"]


def test_the_memo_of_a_code_and_of_a_coding_are_listed_and_written_like_the_others(
    project: Project, places: dict[str, About]
) -> None:
    code_id, segment_id = places["code"].id or 0, places["coding"].id or 0
    codes.describe(project, code_id, memo="Perhaps two codes.")
    memos.change(project, MemoKey("segment", segment_id), text="He laughs here.\n")
    listed = {memo.about.kind: memo for memo in memos.listing(project)}
    assert listed["code"].text == "Perhaps two codes." and listed["coding"].text == "He laughs here."
    assert listed["coding"].heading == "He laughs here."
    memos.change(project, listed["code"].key, text="Surely two codes.")
    assert codes.node(project, code_id).memo == "Surely two codes."
    memos.delete(project, listed["coding"].key)
    assert segments.view(project, segment_id).memo == ""
    assert [memo.text for memo in memos.listing(project)] == ["Surely two codes."]
    project.undo()
    assert segments.view(project, segment_id).memo == "He laughs here."


def test_the_memo_of_a_code_has_no_title_no_links_and_no_secrets(
    project: Project, interview: SourceView, places: dict[str, About]
) -> None:
    key = MemoKey("code", places["code"].id or 0)
    with pytest.raises(NotAllowed):
        memos.change(project, key, title="A title")
    with pytest.raises(NotAllowed):
        memos.set_private(project, key)
    with pytest.raises(NotAllowed):
        memos.link(project, key, interview.id, _LAWSUITS)


def test_writing_a_memo_is_one_step_that_undo_takes_back_and_the_history_tells(project: Project) -> None:
    made = memos.add(project, title="First  thoughts", text="One.\r\nTwo. ")
    assert (made.title, made.text) == ("First thoughts", "One.\nTwo.")
    memos.change(project, made.key, text="Other words.")
    assert project.history.undo_label == "Write memo"
    changes = project.undo()
    assert changes.about == {"name": "First thoughts"}
    assert memos.view(project, made.key).text == "One.\nTwo."
    project.undo()
    assert memos.listing(project) == []


def test_writing_the_same_again_is_no_step(project: Project) -> None:
    made = memos.add(project, title="Thought", text="Words.")
    memos.change(project, made.key, title="Thought", text="Words. ")
    assert project.history.undo_label == "Add memo"


def test_a_memo_points_to_passages_once_each(project: Project, interview: SourceView) -> None:
    memo = memos.add(project, title="Lawsuits")
    memos.link(project, memo.key, interview.id, _LAWSUITS)
    memos.link(project, memo.key, interview.id, Span(0, 14))
    memos.link(project, memo.key, interview.id, _LAWSUITS)
    links = memos.view(project, memo.key).links
    assert [(link.source, link.quote) for link in links] == [("P01", "What happened?"), ("P01", "of the lawsuits")]
    memos.unlink(project, links[0].id)
    assert [link.quote for link in memos.view(project, memo.key).links] == ["of the lawsuits"]
    with pytest.raises(NotFound):
        memos.unlink(project, links[0].id)
    with pytest.raises(EmptySpan):
        memos.link(project, memo.key, interview.id, Span(5, 5))


def test_a_deleted_memo_comes_back_with_its_links(project: Project, interview: SourceView) -> None:
    memo = memos.add(project, title="Lawsuits")
    memos.link(project, memo.key, interview.id, _LAWSUITS)
    before = memos.view(project, memo.key)
    memos.delete(project, memo.key)
    assert memos.passages_in(project, interview.id) == []
    with pytest.raises(NotFound):
        memos.view(project, memo.key)
    project.undo()
    assert memos.view(project, memo.key) == before


def test_a_journal_entry_is_private_until_its_writer_says_otherwise(project: Project) -> None:
    entry = memos.add_journal_entry(project, text="I was nervous today.")
    assert entry.private and entry.kind == memos.JOURNAL and entry.heading == "I was nervous today."
    memos.set_private(project, entry.key, False)
    assert not memos.view(project, entry.key).private
    assert memos.listing(project, of=memos.JOURNAL) == [memos.view(project, entry.key)]
    assert memos.listing(project, of="project") == memos.about(project, About.the_project()) == []


def test_what_is_not_there_gets_no_memo(project: Project, interview: SourceView) -> None:
    for about in (About.source(99), About.case(99), About.code(99), About.coding(99)):
        with pytest.raises(NotFound):
            memos.add(project, about, title="On nothing")
    with pytest.raises(EmptySpan):
        memos.add(project, About.passage(interview.id, Span(4, 9000)))


def test_memos_are_found_whatever_their_case_and_accents(project: Project, places: dict[str, About]) -> None:
    memos.add(project, title="Cafe\u0301 talk", text="ÄRGER and ärger")
    codes.describe(project, places["code"].id or 0, memo="About anger (Arger).")
    memos.change(project, MemoKey("segment", places["coding"].id or 0), text="No such thing.")
    hits = {hit.memo.heading: hit for hit in memos.find(project, "arger")}
    assert hits.keys() == {"Café talk", "About anger (Arger)."}
    assert hits["Café talk"].in_text == (Span(0, 5), Span(10, 15))
    assert [hit.in_title for hit in memos.find(project, "CAFÉ")] == [(Span(0, 4),)]
    assert memos.find(project, "lawyer") == memos.find(project, "") == []


def test_the_list_is_filtered_by_kind_and_by_words_also_of_what_they_are_about(
    project: Project, places: dict[str, About]
) -> None:
    for kind, about in places.items():
        memos.add(project, about, title=f"On the {kind}")
    assert [memo.title for memo in memos.listing(project, of="passage")] == ["On the passage"]
    assert {memo.about.kind for memo in memos.listing(project, text="féar")} == {"code", "coding"}
    assert [memo.title for memo in memos.listing(project, of="code", text="fear")] == ["On the code"]


def test_by_place_memos_follow_the_study(project: Project, places: dict[str, About]) -> None:
    for kind in ("code", "case", "passage", "coding", "source", "project"):
        memos.add(project, places[kind], title=kind)
    memos.add_journal_entry(project, title="journal")
    ordered = [memo.title for memo in memos.listing(project, by_place=True)]
    assert ordered == ["project", "journal", "source", "coding", "passage", "case", "code"]
    assert memos.listing(project)[0].title == "journal"


def test_a_source_says_where_memos_are(project: Project, interview: SourceView, places: dict[str, About]) -> None:
    on = memos.add(project, places["passage"], text="\nA thought.\nMore.")
    to = memos.add(project, title="Elsewhere")
    memos.link(project, to.key, interview.id, Span(0, 14))
    memos.add(project, places["source"], title="On it all")
    found = memos.passages_in(project, interview.id)
    assert [(passage.memo_id, passage.span, passage.heading, passage.linked) for passage in found] == [
        (to.key.id, Span(0, 14), "Elsewhere", True),
        (on.key.id, _LAWSUITS, "A thought.", False),
    ]
    assert memos.things_with_memo(project, "source") == {interview.id}
    assert memos.things_with_memo(project, "case") == set()


def test_the_history_is_told_what_a_memo_is_called_and_on_but_not_what_is_private(
    project: Project, places: dict[str, About]
) -> None:
    told: list[dict[str, str | int]] = []
    project.subscribe(lambda changes: told.append(dict(changes.about)))
    memos.add(project, places["code"], text="Perhaps two codes.\nOr three.")
    memos.add(project, places["passage"], title="Lawsuits")
    memos.change(project, MemoKey("segment", places["coding"].id or 0), text="He laughs.")
    entry = memos.add_journal_entry(project, text="I was nervous.")
    memos.set_private(project, entry.key, False)
    assert told == [
        {"code": "Fear", "name": "Perhaps two codes. Or three."},
        {"source": "P01", "name": "Lawsuits"},
        {"code": "Fear"},
        {},
        {"name": "I was nervous."},
    ]
