"""Questions put to a small study: which passages answer, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.analysis import frequencies
from interviewcoder.analysis.attribute_filter import AttributeFilter
from interviewcoder.analysis.expressions import (
    Both,
    Distance,
    Either,
    Expression,
    Filters,
    FollowedBy,
    Near,
    OfAnyCode,
    OfCode,
    Query,
    Within,
    Without,
    as_json,
    from_json,
)
from interviewcoder.analysis.in_words import in_words
from interviewcoder.analysis.passages import Passage, PassageReader
from interviewcoder.analysis.retrieval import Retrieval
from interviewcoder.analysis.vocabulary import vocabulary
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span

NURSE = "I: What was it like?\nP01: I was afraid of lawsuits. We talked it over.\nI: And then?\nP01: It helped us."
DOCTOR = "I: What was it like?\nP02: Lawsuits are not my fear. My fear is the press.\nI: Mhm.\nP02: We talked, too."


class Study:
    """Two interviews, two participants, a theme with two codes and a code beside it."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.sources: dict[str, int] = {}
        for name, text in (("P01", NURSE), ("P02", DOCTOR)):
            path = folder / f"{name} interview.txt"
            path.write_text(text, encoding="utf-8")
            self.sources[name] = importing.add_files(project, [path])[0].id
        with project.op("Make a study"):
            self._describe()
            self._code()

    def _describe(self) -> None:
        project = self.project
        self.attributes = {name: attributes.add(project, name).id for name in ("role", "years")}
        for name, role, years in (("P01", "nurse", "4"), ("P02", "physician", "12,5")):
            case = cases.add(project, name)
            cases.tie_source(project, case.id, self.sources[name])
            attributes.set_value(project, case.id, self.attributes["role"], role)
            attributes.set_value(project, case.id, self.attributes["years"], years)

    def _code(self) -> None:
        project = self.project
        self.theme = codes.add(project, "Fear").id
        self.law = codes.add(project, "Lawsuits", parent_id=self.theme).id
        self.press = codes.add(project, "The press", parent_id=self.theme).id
        self.talk = codes.add(project, "Talking").id
        self.code("P01", "afraid of lawsuits", self.law)
        self.code("P01", "lawsuits. We talked", self.talk)
        self.code("P01", "It helped us", self.talk)
        self.code("P02", "Lawsuits are not my fear", self.law)
        self.code("P02", "the press", self.press)
        self.code("P02", "What was it like", self.theme)
        self.code("P02", "We talked", self.talk)

    def code(self, name: str, words: str, code_id: int) -> int:
        """Give the first place where a source says these words a code."""
        span = segments.find_passage(self.project, self.sources[name], words)
        return segments.code_passage(self.project, self.sources[name], span, code_id).id

    def passages(self, expression: Expression, filters: Filters | None = None) -> list[Passage]:
        """What answers to a question."""
        hits = Retrieval(self.project, Query(expression, filters or Filters())).all_hits()
        return list(PassageReader(self.project).read_all(hits))

    def words(self, expression: Expression, filters: Filters | None = None) -> list[str]:
        """The words of what answers."""
        return [passage.words for passage in self.passages(expression, filters)]


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Study:
    return Study(project, tmp_path)


def test_a_code_gives_its_passages_with_or_without_those_of_its_subcodes(study: Study) -> None:
    assert study.words(OfCode(study.theme, subcodes=False)) == ["What was it like"]
    assert study.words(OfCode(study.theme)) == [
        "afraid of lawsuits",
        "What was it like",
        "Lawsuits are not my fear",
        "the press",
    ]


def test_codes_are_combined_across_sources_and_each_is_named(study: Study) -> None:
    law, talk = OfCode(study.law), OfCode(study.talk)
    (shared,) = study.passages(Both(law, talk))
    assert shared.words == "lawsuits"
    assert [code.name for code in shared.codes] == ["Lawsuits", "Talking"]
    assert study.words(Without(law, talk)) == ["Lawsuits are not my fear"]
    assert study.words(Near(talk, OfCode(study.theme), Distance(0, "turns"))) == ["lawsuits. We talked"]
    assert study.words(FollowedBy(OfCode(study.press), talk, turns=2)) == ["the press.\nMhm.\nWe talked"]
    assert study.words(FollowedBy(OfCode(study.press), talk, turns=1)) == []
    nested = Without(Near(Either(law, OfCode(study.press)), talk, Distance(2, "turns")), OfCode(study.theme, False))
    assert study.words(nested) == ["afraid of lawsuits", "Lawsuits are not my fear", "the press"]


def test_a_passage_tells_who_says_it_where_and_what_stands_around_it(study: Study) -> None:
    first, question, *_ = study.passages(OfCode(study.theme))
    assert (first.source, first.case, first.role, first.speaker) == ("P01 interview", "P01", "nurse", "P01")
    assert first.before.endswith("I was ") and first.after.startswith(". We talked")
    assert first.coders == (study.project.coder.name,)
    assert question.interviewer and question.case == ""


def test_participants_are_chosen_by_what_is_known_of_them(study: Study) -> None:
    role, years = study.attributes["role"], study.attributes["years"]
    fear = OfCode(study.theme)

    def words(*wanted: AttributeFilter) -> list[str]:
        return study.words(fear, Filters(attributes=wanted))

    assert words(AttributeFilter(role, ("Nurse",))) == ["afraid of lawsuits"]
    assert words(AttributeFilter(role, ("nurse", "physician")), AttributeFilter(years, least=5)) == [
        "Lawsuits are not my fear",
        "the press",
    ]
    assert words(AttributeFilter(years, most=12)) == ["afraid of lawsuits"]
    assert words(AttributeFilter(role, least=0)) == []  # a word lies in no range
    # The interviewer's question in the physician's interview is no physician's.
    assert study.words(fear, Filters(speaks="interviewer")) == ["What was it like"]
    assert len(study.words(fear, Filters(speaks="participants"))) == 3


def test_coders_count_before_and_marks_after_codes_are_joined(study: Study) -> None:
    project = study.project
    first = project.coder.id
    other = project.work_as("Second coder")
    again = study.code("P01", "afraid of lawsuits", study.law)
    segments.mark_exemplar(project, again)
    law, talk = OfCode(study.law), OfCode(study.talk)
    assert study.words(law, Filters(coder_ids=frozenset({other.id}))) == ["afraid of lawsuits"]
    (both,) = study.passages(law, Filters(source_ids=frozenset({study.sources["P01"]})))
    assert set(both.coders) == {other.name, study.passages(talk)[0].coders[0]} and both.exemplar
    assert study.words(law, Filters(exemplar=True)) == ["afraid of lawsuits"]
    assert study.words(Both(law, talk, "first"), Filters(exemplar=True)) == ["afraid of lawsuits"]
    assert study.words(Both(law, talk), Filters(exemplar=True, coder_ids=frozenset({first}))) == []


def test_negative_cases_levels_and_memos_can_be_asked_for(study: Study) -> None:
    with study.project.op("Mark") as session:
        rows = {row.start: row for row in session.query(SegmentRow).filter_by(code_id=study.talk)}
        first, second, third = (rows[start] for start in sorted(rows))
        first.negative, second.level, third.memo = True, "latent", "Who is we?"
        wanted = [first.id, second.id, third.id]
    everything = OfAnyCode()
    for filters, coding in (
        (Filters(negative=True), wanted[0]),
        (Filters(levels=frozenset({"latent"})), wanted[1]),
        (Filters(with_memo=True), wanted[2]),
    ):
        hits = Retrieval(study.project, Query(everything, filters)).all_hits()
        assert [hit.codings for hit in hits] == [(coding,)]
    assert len(study.words(everything, Filters(with_memo=False))) == 6


def test_the_tally_tells_how_many_there_are_only_where_it_can(study: Study) -> None:
    def count(expression: Expression, filters: Filters | None = None) -> int | None:
        return Retrieval(study.project, Query(expression, filters or Filters())).count()

    assert count(OfCode(study.talk)) == 3
    assert count(OfCode(study.theme)) is None  # one passage may have several of its subcodes
    assert count(OfCode(study.talk), Filters(exemplar=True)) is None
    study.project.work_as("Second coder")
    assert count(OfCode(study.talk)) is None


def test_one_passage_with_two_codes_and_two_coders_is_one_passage(study: Study) -> None:
    study.code("P01", "afraid of lawsuits", study.theme)
    study.project.work_as("Second coder")
    study.code("P01", "afraid of lawsuits", study.theme)
    assert study.words(OfCode(study.theme)).count("afraid of lawsuits") == 1


def test_passages_come_in_the_order_of_sources_and_in_portions(study: Study) -> None:
    retrieval = Retrieval(study.project, Query(OfAnyCode()))
    assert retrieval.source_ids == list(study.sources.values())
    portions = list(retrieval.portions())
    assert sum(portion.sources for portion in portions) == 2
    assert [hit.source_id for portion in portions for hit in portion.hits] == sorted(
        hit.source_id for portion in portions for hit in portion.hits
    )


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(Without(Near(Either(OfCode(1), OfCode(2, False)), OfCode(3), Distance(2, "turns")), OfAnyCode())),
        Query(FollowedBy(Both(OfCode(1), OfCode(2), "whole"), Within(OfCode(3), OfCode(4)), 2, "first")),
        Query(
            OfCode(1), Filters(attributes=(AttributeFilter(3, ("nurse",), None, 4.5),), levels=frozenset({"latent"}))
        ),
        Query(OfCode(1), Filters(source_ids=frozenset({3, 1}), speaks="interviewer", exemplar=False, with_memo=True)),
    ],
)
def test_a_stored_question_is_the_same_question(query: Query) -> None:
    assert from_json(as_json(query)) == query


@pytest.mark.parametrize("text", ["", "{}", '{"find": {"kind": "Nonsense"}, "where": {}}', '{"find": 3, "where": {}}'])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(NotFound, match="can't be read"):
        from_json(text)


def test_a_question_is_told_in_words(study: Study) -> None:
    near = Near(OfCode(study.theme), OfCode(study.talk), Distance(20))
    filters = Filters(
        attributes=(
            AttributeFilter(study.attributes["role"], ("nurse", "physician")),
            AttributeFilter(study.attributes["years"], least=5),
        ),
        exemplar=True,
    )
    assert in_words(study.project, Query(Without(near, OfCode(study.press)), filters)) == (
        "(“Fear” with subcodes near “Talking” (at most 20 words apart)) not overlapping “Fear > The press”; "
        "role: nurse or physician; years: at least 5; exemplars"
    )


def test_frequencies_count_a_code_by_itself_and_with_what_is_below_it(study: Study) -> None:
    found = {each.code_id: each for each in frequencies.by_code(study.project)}
    assert list(found) == [study.theme, study.law, study.press, study.talk]
    theme = found[study.theme]
    assert (theme.codings, theme.sources, theme.codings_below, theme.sources_below) == (1, 1, 4, 2)
    table = frequencies.by_source(study.project, subcodes=True)
    assert table.columns == ("P01 interview", "P02 interview")
    assert list(table.counts[study.theme]) == [1, 3]
    assert list(frequencies.by_source(study.project, subcodes=False).counts[study.theme]) == [0, 1]


def test_frequencies_by_an_attribute_count_codings_or_participants(study: Study) -> None:
    role = study.attributes["role"]
    codings = frequencies.by_attribute(study.project, role, subcodes=True, counting="codings")
    assert (codings.columns, codings.keys) == (("nurse", "physician"), (1, 1))
    assert list(codings.counts[study.theme]) == [1, 3]
    people = frequencies.by_attribute(study.project, role, subcodes=True, counting="participants")
    assert list(people.counts[study.theme]) == [1, 1]
    years = frequencies.by_attribute(study.project, study.attributes["years"], subcodes=False, counting="codings")
    assert years.columns == ("4", "12,5")  # as numbers, not as words


def test_what_can_be_named_is_listed_with_the_values_that_occur(study: Study) -> None:
    known = vocabulary(study.project)
    assert known.values[study.attributes["role"]] == ("nurse", "physician")
    assert list(known.sources.values()) == ["P01 interview", "P02 interview"]


def test_an_empty_span_of_a_deleted_passage_is_shown_and_nothing_breaks(study: Study) -> None:
    with study.project.op("Empty") as session:
        row = session.query(SegmentRow).filter_by(code_id=study.press).one()
        row.end = row.start
    (gone,) = study.passages(OfCode(study.press))
    assert (gone.words, gone.span) == ("", Span(gone.span.start, gone.span.start))
