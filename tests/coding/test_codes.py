"""The codebook: a tree of codes with what they mean."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import event, insert

from interviewcoder.coding import codes, recent_codes, segments
from interviewcoder.coding.palette import PALETTE, deeper, shades
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, TallyRow
from interviewcoder.sources import importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of one participant."""
    path = tmp_path / "P01.txt"
    path.write_text("I: What happened?\nP: I was afraid of the lawyers.\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


def _outline(project: Project) -> list[str]:
    return [f"{'  ' * code.depth}{code.name}" for code in codes.tree(project)]


def _add_all(project: Project, *names: str, parent_id: int | None = None) -> list[int]:
    return [codes.add(project, name, parent_id=parent_id).id for name in names]


def test_codes_stand_below_their_themes_in_the_order_they_were_added(project: Project) -> None:
    fear, hope = _add_all(project, "Fear", "Hope")
    _add_all(project, "Of lawyers", "Of the press", parent_id=fear)
    _add_all(project, "For change", parent_id=hope)
    assert _outline(project) == ["Fear", "  Of lawyers", "  Of the press", "Hope", "  For change"]


def test_a_path_leads_from_the_top(project: Project) -> None:
    codes.find_or_add(project, "Emotions > Fear > Of lawyers")
    nodes = codes.tree(project)
    assert [codes.path_of(nodes, node.id) for node in nodes] == [
        "Emotions",
        "Emotions > Fear",
        "Emotions > Fear > Of lawyers",
    ]


def test_what_is_missing_of_a_path_is_added_in_one_step(project: Project) -> None:
    codes.find_or_add(project, "Emotions > Fear")
    assert codes.find_or_add(project, "emotions > FEAR") == codes.by_name(project, "Fear")
    codes.find_or_add(project, "Emotions > Hope > For change")
    assert _outline(project) == ["Emotions", "  Fear", "  Hope", "    For change"]
    project.undo()
    assert _outline(project) == ["Emotions", "  Fear"]


def test_a_code_is_found_by_name_or_path_whatever_its_capitals(project: Project) -> None:
    straight = codes.find_or_add(project, "Orte > Straße")
    for name in ("straße", "STRASSE", "orte > strasse", " Straße\n"):
        assert codes.by_name(project, name) == straight


def test_a_name_with_accents_is_found_however_they_are_written(project: Project) -> None:
    assert codes.add(project, "Cafe\u0301").name == "Caf\u00e9"
    assert codes.by_name(project, "CAFE\u0301") == codes.by_name(project, "café")


def test_of_two_codes_of_one_name_only_a_path_tells(project: Project) -> None:
    codes.find_or_add(project, "Work > Fear")
    codes.find_or_add(project, "Home > Fear")
    with pytest.raises(NotFound) as refused:
        codes.by_name(project, "fear")
    assert "Work > Fear" in refused.value.hint
    assert codes.path_of(codes.tree(project), codes.by_name(project, "Home > Fear").id) == "Home > Fear"


def test_a_code_that_is_not_there_is_said_to_be_missing(project: Project) -> None:
    with pytest.raises(NotFound):
        codes.by_name(project, "Fear")
    for act in (codes.node, codes.delete):
        with pytest.raises(NotFound):
            act(project, 99)
    with pytest.raises(NotFound):
        codes.add(project, "Fear", parent_id=99)
    assert project.log() == []


@pytest.mark.parametrize("name", ["", "  ", "\n\t", "\ufeff"])
def test_a_code_needs_a_name(project: Project, name: str) -> None:
    with pytest.raises(NameTaken):
        codes.add(project, name)
    fear = codes.add(project, "Fear")
    with pytest.raises(NameTaken):
        codes.rename(project, fear.id, name)


def test_siblings_have_names_of_their_own_and_cousins_may_share_one(project: Project) -> None:
    fear, hope = _add_all(project, "Fear", "Hope")
    with pytest.raises(NameTaken, match="Fear"):
        codes.add(project, "FEAR")
    with pytest.raises(NameTaken):
        codes.rename(project, hope, "fear")
    codes.add(project, "Fear", parent_id=hope)
    with pytest.raises(NameTaken):
        codes.move(project, fear, parent_id=hope)
    codes.rename(project, fear, "FEAR")


def test_a_name_stands_on_one_line_and_holds_nothing_that_cannot_be_stored(project: Project) -> None:
    assert codes.add(project, " Fear \n of\tlawyers \udcff\0").name == "Fear of lawyers ��"
    described = codes.add(project, "Hope", definition="one\r\ntwo \udcff")
    assert described.definition == "one\ntwo �"


def test_codes_move_within_and_between_themes(project: Project) -> None:
    a, b, c = _add_all(project, "A", "B", "C")
    codes.move(project, c, parent_id=None, position=0)
    assert _outline(project) == ["C", "A", "B"]
    codes.move(project, a, parent_id=c)
    codes.move(project, b, parent_id=c, position=0)
    assert _outline(project) == ["C", "  B", "  A"]
    codes.move(project, a, parent_id=None, position=99)
    codes.move(project, b, parent_id=None, position=-5)
    assert _outline(project) == ["B", "C", "A"]


def test_a_new_code_stands_last_also_where_others_have_left(project: Project) -> None:
    a, b, c, _ = _add_all(project, "A", "B", "C", "D")
    codes.move(project, b, parent_id=a)
    codes.move(project, c, parent_id=a)
    codes.add(project, "E")
    assert _outline(project) == ["A", "  B", "  C", "D", "E"]


def test_a_code_is_never_moved_below_itself(project: Project) -> None:
    codes.find_or_add(project, "A > B > C")
    a, b, c = (code.id for code in codes.tree(project))
    for code, parent in ((a, a), (a, b), (a, c), (b, c)):
        with pytest.raises(NotAllowed):
            codes.move(project, code, parent_id=parent)
    assert _outline(project) == ["A", "  B", "    C"]


def test_deleting_a_theme_leaves_its_codes_in_its_place(project: Project) -> None:
    _, b, _ = _add_all(project, "A", "B", "C")
    _add_all(project, "B1", "B2", parent_id=b)
    codes.delete(project, b)
    assert _outline(project) == ["A", "B1", "B2", "C"]
    project.undo()
    assert _outline(project) == ["A", "B", "  B1", "  B2", "C"]


def test_a_code_that_moves_up_to_one_of_its_name_gets_a_number(project: Project) -> None:
    theme, _ = _add_all(project, "Theme", "Fear")
    _add_all(project, "Fear", "Fear (2)", "Theme", parent_id=theme)
    codes.delete(project, theme)
    assert _outline(project) == ["Fear (2)", "Fear (2) (2)", "Theme", "Fear"]


def test_deleting_a_code_takes_its_codings_and_undo_brings_them_back(project: Project, interview: SourceView) -> None:
    fear = codes.add(project, "Fear")
    segments.code_passage(project, interview.id, Span(4, 12), fear.id)
    codes.delete(project, fear.id)
    assert segments.listing(project) == []
    project.undo()
    assert [segment.span for segment in segments.of_code(project, fear.id)] == [Span(4, 12)]


def test_a_description_changes_what_is_given_and_leaves_the_rest(project: Project) -> None:
    fear = codes.add(project, "Fear", definition="afraid", use_when="they say so")
    codes.describe(project, fear.id, definition="", memo=" look again ", provenance="deductive")
    now = codes.node(project, fear.id)
    assert (now.definition, now.use_when, now.memo, now.provenance) == ("", "they say so", "look again", "deductive")


def test_a_provenance_is_one_of_three(project: Project) -> None:
    fear = codes.add(project, "Fear")
    assert fear.provenance == "inductive"
    with pytest.raises(NotAllowed, match="guessed"):
        codes.describe(project, fear.id, provenance="guessed")
    with pytest.raises(NotAllowed):
        codes.add(project, "Hope", provenance="")


def test_new_codes_take_the_colours_of_the_palette_in_turn(project: Project) -> None:
    made = [codes.add(project, f"Code {number}").colour for number in range(len(PALETTE) + 1)]
    assert made == [*PALETTE, deeper(PALETTE[0])]


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "4477aa", "#gggggg", "", "#12345\n"])
def test_what_is_no_colour_is_refused(project: Project, colour: str) -> None:
    fear = codes.add(project, "Fear", colour="#AABBCC")
    assert fear.colour == "#aabbcc"
    with pytest.raises(NotAllowed):
        codes.recolour(project, fear.id, colour)


def test_several_codes_move_side_by_side_in_one_step(project: Project) -> None:
    a, b, c, d = _add_all(project, "A", "B", "C", "D")
    (below,) = _add_all(project, "B1", parent_id=b)
    codes.move_all(project, [b, below, d], parent_id=None, position=0)
    assert _outline(project) == ["B", "  B1", "D", "A", "C"]
    codes.move_all(project, [a, d], parent_id=b, position=1)
    assert _outline(project) == ["B", "  B1", "  A", "  D", "C"]
    project.undo()
    project.undo()
    assert _outline(project) == ["A", "B", "  B1", "C", "D"]
    with pytest.raises(NotAllowed):
        codes.move_all(project, [c, b], parent_id=below)
    assert _outline(project) == ["A", "B", "  B1", "C", "D"]


def test_codes_of_one_name_are_not_moved_together(project: Project) -> None:
    a, b, c = _add_all(project, "A", "B", "C")
    (first,), (second,) = _add_all(project, "Fear", parent_id=a), _add_all(project, "FEAR", parent_id=b)
    with pytest.raises(NameTaken):
        codes.move_all(project, [first, second], parent_id=c)
    assert _outline(project) == ["A", "  Fear", "B", "  FEAR", "C"]


def test_several_codes_are_deleted_in_one_step(project: Project, interview: SourceView) -> None:
    theme, other = _add_all(project, "Theme", "Other")
    sub, _ = _add_all(project, "Sub", "Stays", parent_id=theme)
    segments.code_passage(project, interview.id, Span(4, 12), sub)
    codes.delete_all(project, [theme, sub])
    assert _outline(project) == ["Stays", "Other"]
    project.undo()
    assert _outline(project) == ["Theme", "  Sub", "  Stays", "Other"]
    assert codes.node(project, sub).references == 1
    assert other == codes.by_name(project, "Other").id


def test_codes_are_sorted_by_name_or_by_count_with_what_is_below_them(project: Project, interview: SourceView) -> None:
    _, b, _ = _add_all(project, "c", "B", "a")
    _, deep = _add_all(project, "y", "X", parent_id=b)
    for start in (0, 3):
        segments.code_passage(project, interview.id, Span(start, start + 5), deep)
    codes.sort(project, codes.BY_NAME)
    assert _outline(project) == ["a", "B", "  X", "  y", "c"]
    codes.sort(project, codes.BY_COUNT)
    assert _outline(project) == ["B", "  X", "  y", "a", "c"]
    project.undo()
    project.undo()
    assert _outline(project) == ["c", "B", "  y", "  X", "a"]
    codes.sort(project, codes.BY_NAME, below=b)
    assert _outline(project) == ["c", "B", "  X", "  y", "a"]


def test_codes_below_a_theme_get_shades_of_its_colour(project: Project) -> None:
    theme = codes.add(project, "Theme", colour="#4477aa").id
    first, second = _add_all(project, "First", "Second", parent_id=theme)
    (deep,) = _add_all(project, "Deep", parent_id=second)
    _add_all(project, "Elsewhere")
    before = [node.colour for node in codes.tree(project)]
    codes.shade(project, theme)
    colour = {node.id: node.colour for node in codes.tree(project)}
    assert [colour[first], colour[second]] == shades("#4477aa", 2)
    assert colour[deep] == shades("#4477aa", 1)[0]
    assert colour[theme] == "#4477aa"
    project.undo()
    assert [node.colour for node in codes.tree(project)] == before


def test_examples_and_status_are_written_down(project: Project) -> None:
    fear = codes.add(project, "Fear").id
    assert codes.node(project, fear).status == "candidate"
    codes.describe(
        project, fear, typical="I was afraid", atypical="I left", close_but_no="A scary film", status="final"
    )
    now = codes.node(project, fear)
    assert (now.typical, now.atypical, now.close_but_no) == ("I was afraid", "I left", "A scary film")
    assert now.status == "final"
    with pytest.raises(NotAllowed, match="done"):
        codes.describe(project, fear, status="done")


def test_each_step_says_what_it_is_about(project: Project) -> None:
    told: list[dict[str, str | int]] = []
    end = project.subscribe(lambda changes: told.append(dict(changes.about)))
    theme = codes.add(project, "Theme").id
    fear = codes.add(project, "Fear", parent_id=theme).id
    codes.rename(project, fear, "Dread")
    codes.move(project, fear, parent_id=None)
    codes.recolour(project, fear, "#4477aa")
    codes.describe(project, fear, brief="Afraid")
    codes.delete(project, fear)
    end()
    assert told == [
        {"code": "Theme"},
        {"into": "Theme", "code": "Fear"},
        {"code": "Fear", "name": "Dread"},
        {"code": "Dread"},
        {"code": "Dread"},
        {"code": "Dread"},
        {"code": "Dread", "codings": 0},
    ]


def test_a_tree_may_be_deeper_than_functions_call_each_other(project: Project) -> None:
    parent = None
    with project.op("Dig") as session:
        for depth in range(1200):
            row = CodeRow(name=f"Code {depth}", parent_id=parent, position=0, colour="#4477aa", created_at="")
            session.add(row)
            session.flush()
            parent = row.id
    assert codes.tree(project)[-1].depth == 1199


def test_usage_is_told_by_code_and_source(project: Project, interview: SourceView) -> None:
    fear, hope, _ = _add_all(project, "Fear", "Hope", "Unused")
    for start in (0, 3):
        segments.code_passage(project, interview.id, Span(start, start + 5), fear)
    segments.code_passage(project, interview.id, Span(0, 5), hope)
    assert codes.usage(project) == {fear: {interview.id: 2}, hope: {interview.id: 1}}
    assert codes.usage(project, [hope]) == {hope: {interview.id: 1}}
    segments.remove(project, segments.of_code(project, hope)[0].id)
    assert codes.usage(project, [hope]) == {}


def test_a_million_codings_are_counted_in_a_moment(project: Project) -> None:
    with project.quiet_write() as session:
        rows = [
            {"code_id": code, "source_id": source, "codings": 5} for code in range(1, 201) for source in range(1000)
        ]
        session.execute(insert(TallyRow), rows)
        codes_of_it = [
            {"id": n, "name": f"Code {n}", "position": n, "colour": "#4477aa", "created_at": ""} for n in range(1, 201)
        ]
        session.execute(insert(CodeRow), codes_of_it)
    took = []
    for _ in range(3):
        begun = time.process_time()
        nodes = codes.tree(project)
        took.append(time.process_time() - begun)
    assert sum(node.references for node in nodes) == 1_000_000
    assert min(took) < 0.1


def test_a_code_counts_its_own_codings_and_their_sources(project: Project, interview: SourceView) -> None:
    fear = codes.add(project, "Fear")
    below = codes.add(project, "Of lawyers", parent_id=fear.id)
    for start in (0, 3):
        segments.code_passage(project, interview.id, Span(start, start + 5), below.id)
    counted = codes.node(project, below.id)
    assert (counted.references, counted.sources) == (2, 1)
    assert codes.node(project, fear.id).references == 0


def test_the_tree_of_many_codes_takes_no_more_queries_than_that_of_few(project: Project, interview: SourceView) -> None:
    asked: list[str] = []

    def ask(*context: object) -> None:
        asked.append(str(context[2]))

    def count() -> int:
        asked.clear()
        codes.tree(project)
        segments.listing(project)
        segments.in_source(project, interview.id)
        recent_codes.nodes(project)
        return sum(statement.startswith("SELECT") for statement in asked)

    event.listen(project.session.get_bind(), "before_cursor_execute", ask)
    first = codes.add(project, "First")
    segments.code_passage(project, interview.id, Span(0, 9), first.id)
    few = count()
    with project.op("Code much"):
        for number in range(40):
            code = codes.add(project, f"Code {number}", parent_id=first.id)
            segments.code_passage(project, interview.id, Span(number % 9, 12), code.id)
    assert count() == few
