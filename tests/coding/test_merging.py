"""Codes become one or several, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from interviewcoder.coding import codes, merging, origins, segments
from interviewcoder.coding.origins import CodeOrigin
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.changes import Changes
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import MemoRow, SegmentRow
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span

_NOT_THE_STUDY = {"step", "activity"}


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of one participant."""
    path = tmp_path / "P01.txt"
    path.write_text(
        "I: What happened?\nP: I was afraid of the lawyers. And of the press, honestly.\n", encoding="utf-8"
    )
    return importing.add_files(project, [path])[0]


@pytest.fixture
def told(project: Project) -> Iterator[list[Changes]]:
    """What the project says of each step."""
    heard: list[Changes] = []
    end = project.subscribe(heard.append)
    yield heard
    end()


def today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()


def code(project: Project, interview: SourceView, name: str, *starts: int, **about: Any) -> int:
    """Add a code and give it to passages of five characters."""
    code_id = codes.add(project, name, **about).id
    for start in starts:
        segments.code_passage(project, interview.id, Span(start, start + 5), code_id)
    return code_id


def stored(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the study, and the tally that the file keeps of it."""
    tables = [name for name in Row.metadata.tables if name not in _NOT_THE_STUDY]
    rows = {name: project.session.execute(text(f"SELECT * FROM {name}")) for name in tables}
    return {name: sorted(tuple(row) for row in found) for name, found in rows.items()}


def origin_names(project: Project, segment_id: int) -> list[str]:
    row = project.session.execute(select(SegmentRow.came_from).where(SegmentRow.id == segment_id)).scalar_one()
    return [origin.name for origin in origins.origins_of(row)]


def outline(project: Project) -> list[str]:
    return [f"{'  ' * node.depth}{node.name}" for node in codes.tree(project)]


def test_the_codings_of_merged_codes_become_codings_of_one_and_keep_where_they_came_from(
    project: Project, interview: SourceView, told: list[Changes]
) -> None:
    fear = code(project, interview, "Fear", 0, 5)
    worry = code(project, interview, "Worry", 10)
    risk = code(project, interview, "Legal risk", 20)
    told.clear()
    merged = merging.merge(project, [fear, worry, risk], risk, reason="  They always meant lawyers. ")
    assert (merged.codings, merged.joined) == (3, 0)
    assert outline(project) == ["Legal risk"]
    found = segments.of_code(project, risk)
    assert [segment.span.start for segment in found] == [0, 5, 10, 20]
    assert [origin_names(project, segment.id) for segment in found] == [["Fear"], ["Fear"], ["Worry"], []]
    assert [dict(change.about) for change in told] == [
        {"code": "Fear, Worry", "into": "Legal risk", "codings": 3, "reason": "They always meant lawyers."}
    ]
    assert told[0].label == "Merge codes"


def test_undo_and_redo_of_a_merge_are_exact(project: Project, interview: SourceView) -> None:
    theme = code(project, interview, "Theme", 0, definition="All of it")
    fear = code(project, interview, "Fear", 0, 5, parent_id=theme)
    code(project, interview, "Of lawyers", 30, parent_id=fear)
    with project.op("Write") as session:
        session.add(_memo(project, "About fear", code_id=fear))
        session.add(_memo(project, "About a passage", segment_id=segments.of_code(project, fear)[0].id))
    before = stored(project)
    merging.merge(project, [fear], theme, name="Dread", reason="one thing")
    after = stored(project)
    assert after != before
    project.undo()
    assert stored(project) == before
    project.redo()
    assert stored(project) == after


def test_a_passage_is_never_given_the_code_twice_by_one_coder(project: Project, interview: SourceView) -> None:
    fear = code(project, interview, "Fear", 0)
    risk = code(project, interview, "Risk", 0)
    (old,) = segments.of_code(project, fear)
    (kept,) = segments.of_code(project, risk)
    segments.mark_exemplar(project, old.id)
    segments.mark_negative(project, kept.id)
    segments.set_memo(project, old.id, "She whispers.")
    segments.set_memo(project, kept.id, "The first time.")
    segments.set_level(project, old.id, "latent")
    merged = merging.merge(project, [fear], risk)
    assert (merged.codings, merged.joined) == (1, 1)
    (one,) = segments.of_code(project, risk)
    assert (one.id, one.exemplar, one.negative, one.level) == (kept.id, True, True, "latent")
    assert one.memo == "The first time.\n\nShe whispers."
    assert origin_names(project, one.id) == ["Risk", "Fear"]
    assert "1 on passages that had this code" in codes.node(project, risk).memo


def test_two_merged_codes_on_one_passage_become_one_coding(project: Project, interview: SourceView) -> None:
    fear, worry, risk = (code(project, interview, name, *at) for name, at in (("F", [0]), ("W", [0]), ("R", [])))
    assert merging.merge(project, [fear, worry], risk).joined == 1
    (one,) = segments.of_code(project, risk)
    assert origin_names(project, one.id) == ["F", "W"]


def test_two_levels_of_one_passage_are_both_kept(project: Project, interview: SourceView) -> None:
    fear, risk = code(project, interview, "Fear", 0), code(project, interview, "Risk", 0)
    segments.set_level(project, segments.of_code(project, fear)[0].id, "latent")
    segments.set_level(project, segments.of_code(project, risk)[0].id, "semantic")
    merging.merge(project, [fear], risk)
    (one,) = segments.of_code(project, risk)
    assert (one.level, one.memo) == ("semantic", "Also coded as latent.")


def test_two_coders_keep_a_coding_each(project: Project, interview: SourceView) -> None:
    fear = code(project, interview, "Fear", 0)
    project.work_as("Ben")
    risk = code(project, interview, "Risk", 0)
    assert merging.merge(project, [fear], risk).joined == 0
    assert {segment.coder for segment in segments.of_code(project, risk)} > {"Ben"}


def test_where_a_coding_came_from_grows_with_each_merge(project: Project, interview: SourceView) -> None:
    first, second, third = (code(project, interview, name, *at) for name, at in (("A", [0]), ("B", []), ("C", [])))
    merging.merge(project, [first], second)
    codes.rename(project, second, "Bee")
    merging.merge(project, [second], third)
    (segment,) = segments.of_code(project, third)
    assert origin_names(project, segment.id) == ["A", "Bee"]


def test_what_was_written_of_a_merged_code_goes_to_the_memo(project: Project, interview: SourceView) -> None:
    risk = code(project, interview, "Risk")
    codes.describe(project, risk, memo="Mine.")
    fear = code(project, interview, "Fear", 0, 9, definition="Being afraid", provenance="deductive")
    codes.describe(project, fear, use_when="They say so", close_but_no="“Scary film”", memo="Look again")
    merging.merge(project, [fear], risk, reason="the same")
    assert codes.node(project, risk).memo == (
        f"Mine.\n\nMerged “Fear” (2 codings) on {today()}: the same\nProvenance: deductive\n"
        "Definition: Being afraid\nUse when: They say so\nClose, but no: “Scary film”\nMemo: Look again"
    )


def test_memos_follow_code_and_coding(project: Project, interview: SourceView) -> None:
    fear, risk = code(project, interview, "Fear", 0), code(project, interview, "Risk", 0)
    dropped, kept = segments.of_code(project, fear)[0].id, segments.of_code(project, risk)[0].id
    with project.op("Write") as session:
        session.add_all([_memo(project, "Code", code_id=fear), _memo(project, "Coding", segment_id=dropped)])
    merging.merge(project, [fear], risk)
    rows = project.session.execute(select(MemoRow.title, MemoRow.code_id, MemoRow.segment_id))
    assert [tuple(row) for row in rows] == [("Code", risk, None), ("Coding", None, kept)]


def test_codes_below_a_merged_one_move_below_what_is_left(project: Project, interview: SourceView) -> None:
    fear, risk = code(project, interview, "Fear"), code(project, interview, "Risk")
    code(project, interview, "Lawyers", parent_id=fear)
    code(project, interview, "Lawyers", parent_id=risk)
    code(project, interview, "Press", parent_id=fear)
    merging.merge(project, [fear], risk)
    assert outline(project) == ["Risk", "  Lawyers", "  Lawyers (2)", "  Press"]


def test_a_theme_merged_into_a_code_below_it_is_replaced_by_that(project: Project, interview: SourceView) -> None:
    code(project, interview, "First")
    theme = code(project, interview, "Theme", 0)
    code(project, interview, "Last")
    sub = code(project, interview, "Sub", 5, parent_id=theme)
    deep = code(project, interview, "Deep", 9, parent_id=sub)
    code(project, interview, "Beside", parent_id=theme)
    merging.merge(project, [theme], deep)
    assert outline(project) == ["First", "Deep", "  Sub", "  Beside", "Last"]
    merging.merge(project, codes_of(project, "Sub", "Beside"), deep)
    assert outline(project) == ["First", "Deep", "Last"]


def codes_of(project: Project, *names: str) -> list[int]:
    return [codes.by_name(project, name).id for name in names]


def test_what_is_left_may_take_the_name_of_a_merged_code_but_of_no_other(
    project: Project, interview: SourceView
) -> None:
    fear, risk = code(project, interview, "Fear"), code(project, interview, "Risk")
    code(project, interview, "Hope")
    before = stored(project)
    for name in ("hope", " "):
        with pytest.raises(NameTaken):
            merging.merge(project, [fear], risk, name=name)
    assert stored(project) == before
    merging.merge(project, [fear], risk, name="Fear")
    assert outline(project) == ["Fear", "Hope"]


def test_one_code_alone_is_not_merged(project: Project, interview: SourceView) -> None:
    fear = code(project, interview, "Fear")
    with pytest.raises(NotAllowed):
        merging.merge(project, [fear], fear)
    with pytest.raises(NotFound):
        merging.merge(project, [99], fear)
    with pytest.raises(NotFound):
        merging.merge(project, [fear], 99)


def test_a_split_deals_codings_to_codes_that_are_there_and_to_new_ones(
    project: Project, interview: SourceView, told: list[Changes]
) -> None:
    fear, press = code(project, interview, "Fear", 0, 5, 10, 15), code(project, interview, "Press")
    a, b, c, d = (segment.id for segment in segments.of_code(project, fear))
    told.clear()
    done = merging.split(project, fear, {a: press, b: "Of lawyers", c: "of Lawyers "}, reason="too wide")
    lawyers = codes.by_name(project, "Of lawyers")
    assert (done.codings, done.joined) == ({press: 1, lawyers.id: 2}, 0)
    assert outline(project) == ["Fear", "  Of lawyers", "Press"]
    assert [segment.id for segment in segments.of_code(project, lawyers.id)] == [b, c]
    assert [segment.id for segment in segments.of_code(project, fear)] == [d]
    assert [origin_names(project, each) for each in (a, b, d)] == [["Fear"], ["Fear"], []]
    assert lawyers.memo == f"Split from “Fear” (2 codings) on {today()}: too wide"
    to = f"Split: 1 coding to “Press”, 2 codings to “Of lawyers” on {today()}: too wide"
    assert codes.node(project, fear).memo == to
    assert [dict(change.about) for change in told] == [
        {"code": "Fear", "into": "Press, Of lawyers", "codings": 3, "reason": "too wide"}
    ]


def test_undo_and_redo_of_a_split_are_exact(project: Project, interview: SourceView) -> None:
    fear, press = code(project, interview, "Fear", 0, 5), code(project, interview, "Press", 5)
    a, b = (segment.id for segment in segments.of_code(project, fear))
    before = stored(project)
    assert merging.split(project, fear, {a: "New", b: press}, below=False).joined == 1
    assert outline(project) == ["Fear", "Press", "New"]
    after = stored(project)
    project.undo()
    assert stored(project) == before
    project.redo()
    assert stored(project) == after


def test_a_split_that_cant_be_done_changes_nothing(project: Project, interview: SourceView) -> None:
    fear, press = code(project, interview, "Fear", 0), code(project, interview, "Press", 5)
    (a,), (other,) = segments.of_code(project, fear), segments.of_code(project, press)
    before = stored(project)
    for dealt, refused in (
        ({}, NotAllowed),
        ({a.id: fear}, NotAllowed),
        ({other.id: press}, NotFound),
        ({a.id: 99}, NotFound),
        ({a.id: " "}, NameTaken),
    ):
        with pytest.raises(refused):
            merging.split(project, fear, dealt)
    with pytest.raises(NameTaken):
        merging.split(project, fear, {a.id: "Press"}, below=False)
    assert stored(project) == before


def test_origins_are_read_as_they_were_written() -> None:
    fear = CodeOrigin("u-1", "Angst vor „ihnen“")
    assert origins.origins_of(origins.with_origin("", fear)) == (fear,)
    assert origins.origins_of("") == ()
    assert origins.written(()) == ""


def test_thousands_of_codings_are_merged_in_a_moment(project: Project, interview: SourceView) -> None:
    fear, risk = code(project, interview, "Fear"), code(project, interview, "Risk")
    same = {"source_id": interview.id, "code_id": fear, "coder_id": project.coder.id, "created_at": "2026"}
    rows = [{**same, "start": number % 40, "end": 41 + number} for number in range(8000)]
    with project.op("Import") as session:
        session.execute(insert(SegmentRow), rows)
    begun = time.process_time()
    assert merging.merge(project, [fear], risk).codings == 8000
    # A second and a half here; going through the mapper row by row takes ten.
    assert time.process_time() - begun < 5
    assert codes.node(project, risk).references == 8000


def _memo(project: Project, title: str, **about: int) -> MemoRow:
    now = datetime.now(UTC).isoformat()
    return MemoRow(title=title, coder_id=project.coder.id, created_at=now, changed_at=now, **about)
