"""What was done in another file of the study comes into ours: once, as decided, without losing a coding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewcoder.coding import blind, codes, memos, merging, segments
from interviewcoder.project import coders, seeing
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.review import comments, merging_in, verdicts
from interviewcoder.review.comments import About
from interviewcoder.review.snapshot import NOT_MERGED, TABLES
from interviewcoder.sources.text import Span
from tests.review.two_copies import (
    add_interview,
    check_whole,
    code,
    codings,
    correct,
    merge,
    only,
    open_copies,
    source_id,
    span_of,
    start,
    text_of,
    titles,
)

Both = tuple[Project, Project]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the study, made once."""
    with start(tmp_path_factory.mktemp("study")) as project:
        return project.path


@pytest.fixture
def both(tmp_path: Path, study: Path) -> Iterator[Both]:
    """Our study, and a copy in which Ben works."""
    ours, theirs = open_copies(study, tmp_path)
    yield ours, theirs
    check_whole(ours)
    theirs.close()
    ours.close()


def test_a_second_coders_codings_come_once(both: Both) -> None:
    ours, theirs = both
    code(theirs, source_id(theirs), "wrote it all down", "Evidence")
    code(theirs, source_id(theirs), "afraid of lawsuits", "Fear")
    planned = merging_in.plan(ours, theirs)
    assert planned.base == "log"
    assert sorted(titles(planned)) == ["New: code “Evidence”", "New: coding “Evidence”", "New: coding “Fear”"]
    receipt = merging_in.carry_out(ours, theirs, planned, {})
    assert receipt.taken == 3 and receipt.backup
    assert codings(ours) == codings(theirs)
    assert ("Ben", "afraid of lawsuits", "Fear") in codings(ours)
    assert merging_in.plan(ours, theirs).items == ()


def test_only_what_is_new_comes_when_the_file_is_merged_again(both: Both) -> None:
    ours, theirs = both
    code(theirs, source_id(theirs), "told nobody", "Fear")
    merge(ours, theirs)
    code(theirs, source_id(theirs), "at the hospital", "Silence")
    planned = merging_in.plan(ours, theirs)
    assert planned.base == "merge"
    assert [(item.kind, item.quote, item.placement) for item in planned.items] == [
        ("coding", "at the hospital", "exact")
    ]


def test_a_coding_that_is_left_doesnt_come_back_unasked(both: Both) -> None:
    ours, theirs = both
    code(theirs, source_id(theirs), "told nobody", "Fear")
    planned = merging_in.plan(ours, theirs)
    merging_in.carry_out(ours, theirs, planned, {item.key: "reject" for item in planned.items})
    assert len(codings(ours)) == 2
    assert merging_in.plan(ours, theirs).items == ()


def test_a_code_that_is_left_leaves_its_codings(both: Both) -> None:
    ours, theirs = both
    code(theirs, source_id(theirs), "wrote it all down", "Evidence")
    planned = merging_in.plan(ours, theirs)
    receipt = merging_in.carry_out(ours, theirs, planned, {only(planned, "code").key: "reject"})
    assert receipt.taken == 0 and receipt.left == 2
    assert len(codings(ours)) == 2


def test_codings_stay_on_their_words_where_both_correct_the_text(both: Both) -> None:
    ours, theirs = both
    correct(ours, source_id(ours), "What came", "Tell me what came")
    correct(theirs, source_id(theirs), "honestly", "to be honest")
    code(theirs, source_id(theirs), "to be honest. We all", "Fear")
    merge(ours, theirs)
    text = text_of(ours, source_id(ours))
    assert "Tell me what came" in text and "to be honest" in text
    assert codings(ours) == [
        ("Ada", "afraid of lawsuits", "Fear"),
        ("Ada", "told nobody", "Silence"),
        ("Ben", "to be honest. We all", "Fear"),
    ]


def test_words_corrected_on_both_sides_are_a_conflict_with_both_wordings(both: Both) -> None:
    ours, theirs = both
    correct(ours, source_id(ours), "lawsuits", "law suits")
    correct(theirs, source_id(theirs), "lawsuits", "litigation")
    planned = merging_in.plan(ours, theirs)
    (clash,) = planned.conflicts
    (field,) = clash.fields
    assert (field.base, field.ours, field.theirs) == ("lawsuits", "law suits", "litigation")
    merging_in.carry_out(ours, theirs, planned, {clash.key: "theirs"})
    assert "litigation" in text_of(ours, source_id(ours))
    assert ("Ada", "afraid of litigation", "Fear") in codings(ours)


def test_a_code_changed_on_both_sides_shows_all_three_wordings(both: Both) -> None:
    ours, theirs = both
    for project, words in ((ours, "Being afraid"), (theirs, "Any fear")):
        codes.describe(project, codes.find_or_add(project, "Fear").id, brief=words)
    planned = merging_in.plan(ours, theirs)
    (field,) = only(planned, "code").fields
    assert (field.name, field.base, field.ours, field.theirs, field.conflict) == (
        "brief",
        "",
        "Being afraid",
        "Any fear",
        True,
    )
    merging_in.carry_out(ours, theirs, planned, {})
    assert codes.find_or_add(ours, "Fear").brief == "Being afraid"


def test_a_new_interview_is_one_item_with_its_codings_below(both: Both) -> None:
    ours, theirs = both
    new = add_interview(theirs, "P08")
    code(theirs, new, "wrote it all down", "Silence")
    planned = merging_in.plan(ours, theirs)
    source = only(planned, "source")
    assert [item.kind for item in planned.items if item.parent == source.key] == ["coding"]
    merging_in.carry_out(ours, theirs, planned, {})
    assert text_of(ours, source_id(ours, "P08")) == text_of(theirs, new)
    assert ("Ben", "wrote it all down", "Silence") in codings(ours)


def test_a_coding_with_a_code_that_was_merged_here_gets_the_code_it_became(both: Both) -> None:
    ours, theirs = both
    silence, fear = (codes.find_or_add(ours, name).id for name in ("Silence", "Fear"))
    merging.merge(ours, [silence], fear)
    code(theirs, source_id(theirs), "wrote it all down", "Silence")
    merge(ours, theirs)
    made = next(each for each in segments.listing(ours) if each.coder == "Ben")
    assert made.code_name == "Fear" and made.came_from == ("Silence",)


def test_our_codings_follow_a_code_that_was_merged_there(both: Both) -> None:
    ours, theirs = both
    merging.merge(theirs, [codes.find_or_add(theirs, "Silence").id], codes.find_or_add(theirs, "Fear").id)
    code(ours, source_id(ours), "wrote it all down", "Silence")
    merge(ours, theirs)
    assert {each.code_name for each in segments.listing(ours)} == {"Fear"}
    assert len(segments.listing(ours)) == 3


def test_codings_that_become_alike_become_one_with_what_was_said_of_both(both: Both) -> None:
    ours, theirs = both
    for project, name, note in ((ours, "Fear", "Ours"), (theirs, "Silence", "Theirs")):
        project.work_as("Eve")
        segments.set_memo(project, code(project, source_id(project), "wrote it all down", name), note)
        verdicts.give(project, next(each.id for each in segments.listing(project) if each.coder == "Ada"), "agree")
    merging.merge(ours, [codes.find_or_add(ours, "Silence").id], codes.find_or_add(ours, "Fear").id)
    merge(ours, theirs)
    (one,) = [each for each in segments.listing(ours) if each.coder == "Eve"]
    assert (one.code_name, one.memo) == ("Fear", "Ours\n\nTheirs")
    assert [each.coder for each in verdicts.listing(ours)] == ["Eve"]
    assert merging_in.plan(ours, theirs).items == ()


def test_a_code_removed_here_that_was_used_there_is_a_conflict_and_comes_back(both: Both) -> None:
    ours, theirs = both
    codes.delete(ours, codes.find_or_add(ours, "Silence").id)
    code(theirs, source_id(theirs), "wrote it all down", "Silence")
    planned = merging_in.plan(ours, theirs)
    (conflict,) = planned.conflicts
    assert conflict.kind == "code" and conflict.default == "theirs"
    merging_in.carry_out(ours, theirs, planned, {})
    assert ("Ben", "wrote it all down", "Silence") in codings(ours)


def test_a_coding_removed_there_and_changed_here_is_a_conflict_and_stays(both: Both) -> None:
    ours, theirs = both
    (mine,) = [each for each in segments.listing(ours) if each.code_name == "Silence"]
    segments.set_memo(ours, mine.id, "Here it turns.")
    segments.remove(theirs, next(each.id for each in segments.listing(theirs) if each.code_name == "Silence"))
    planned = merging_in.plan(ours, theirs)
    assert only(planned, "coding").conflict
    merging_in.carry_out(ours, theirs, planned, {})
    assert len(segments.listing(ours)) == 2


def test_undo_takes_the_whole_merge_back_and_it_can_be_made_again(both: Both) -> None:
    ours, theirs = both
    correct(theirs, source_id(theirs), "honestly", "to be honest")
    code(theirs, add_interview(theirs, "P08"), "told nobody", "New")
    before = codings(ours), text_of(ours, source_id(ours))
    merge(ours, theirs)
    ours.undo()
    assert (codings(ours), text_of(ours, source_id(ours))) == before
    merge(ours, theirs)
    assert ("Ben", "told nobody", "New") in codings(ours)


def test_one_code_made_on_both_sides_stays_one(both: Both) -> None:
    ours, theirs = both
    code(ours, source_id(ours), "that night", "Night")
    code(theirs, source_id(theirs), "wrote it all down", "night")
    merge(ours, theirs)
    night = codes.find_or_add(ours, "Night")
    assert sorted(each.coder for each in segments.of_code(ours, night.id)) == ["Ada", "Ben"]
    codes.rename(ours, night.id, "Darkness")
    code(theirs, source_id(theirs), "at the hospital", "night")
    merge(ours, theirs)
    assert len(segments.of_code(ours, night.id)) == 3


def test_codes_that_would_stand_below_each_other_are_a_conflict(both: Both) -> None:
    ours, theirs = both
    codes.move(ours, codes.find_or_add(ours, "Fear").id, parent_id=codes.find_or_add(ours, "Silence").id)
    codes.move(theirs, codes.find_or_add(theirs, "Silence").id, parent_id=codes.find_or_add(theirs, "Fear").id)
    planned = merging_in.plan(ours, theirs)
    (conflict,) = planned.conflicts
    merging_in.carry_out(ours, theirs, planned, {conflict.key: "theirs"})
    assert merging_in.plan(ours, theirs).items == ()


def test_a_new_code_stands_where_it_stands_there(both: Both) -> None:
    ours, theirs = both
    made = codes.add(theirs, "Between")
    codes.move(theirs, made.id, parent_id=None, position=1)
    codes.add(ours, "Last")
    merge(ours, theirs)
    assert [each.name for each in codes.tree(ours) if each.parent_id is None] == ["Fear", "Between", "Silence", "Last"]


def test_every_table_of_a_study_is_merged_or_said_not_to_be() -> None:
    assert {*TABLES, *NOT_MERGED} == {table.name for table in Row.metadata.sorted_tables}
    assert not NOT_MERGED & set(TABLES)


def test_memos_come_with_their_passages(both: Both) -> None:
    ours, theirs = both
    passage = span_of(theirs, source_id(theirs), "told nobody")
    memos.add(theirs, memos.About("passage", source_id(theirs), span=passage), title="Silence", text="Who is nobody?")
    correct(ours, source_id(ours), "I wrote", "So I wrote")
    merge(ours, theirs)
    (found,) = memos.passages_in(ours, source_id(ours))
    assert found.span == span_of(ours, source_id(ours), "told nobody")


def test_who_codes_blind_isnt_told_what_others_said_of_it(both: Both) -> None:
    ours, theirs = both
    seeing.watch(ours)
    here = source_id(ours)
    ben = coders.add(ours, "Ben")
    blind.begin(ours, [here], [ours.coder.id, ben.id])
    coding = code(theirs, source_id(theirs), "afraid of lawsuits", "Fear")
    memos.add(theirs, memos.About.coding(coding), title="Xylophone", text="xylophone")
    on_coding = comments.add(theirs, About.coding(coding), text="xylophone")
    on_passage = comments.add(theirs, About.passage(source_id(theirs), Span(0, 8)), text="xylophone")
    for thread in (on_coding, on_passage):
        comments.reply(theirs, thread.id, "xylophone")
    planned = merging_in.plan(ours, theirs)
    told = [item for item in planned.items if item.kind in ("coding", "memo", "comment")]
    assert len(told) == 6
    assert all(item.detail == "Hidden as long as you code this source blind." for item in told)
    assert "xylophone" not in repr(told).casefold()
