"""Words are found in all sources, through the index or without it, limited as somebody wants."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from interviewcoder.analysis import word_index
from interviewcoder.analysis.attribute_filter import AttributeFilter
from interviewcoder.analysis.find import Finder, Limits
from interviewcoder.analysis.find_counts import Counting
from interviewcoder.analysis.find_query import How, Matcher, Query
from interviewcoder.analysis.keyword_in_context import Contexts, hits
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, segments
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.patterns import BadPattern
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import transcript_of

TEXTS = {
    "P01 nurse": """I: What did you fear?
P01: Lawsuits. I fear lawsuits, honestly.
I: And the team?
P01: They fear the page.""",
    "P02 doctor": "I: Fear of what?\nP02: None. The Straße was empty, the café closed.",
    "P03 nurse": "I: And you?\nP03: Nothing to tell.",
}


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """Three interviews of two nurses and a doctor."""
    paths = []
    for name, text in TEXTS.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    with project.op("Make study"):
        for source in importing.add_files(project, paths):
            label, role = source.name.split()
            case = cases.add(project, label)
            attributes.describe_case(project, case.id, {"role": role})
            cases.tie_source(project, case.id, source.id)
    return project


def index_all(project: Project) -> None:
    while word_index.bring_up_to_date(project, budget_s=0).left:
        pass


def found(project: Project, text: str, how: How = "words", limits: Limits | None = None) -> list[tuple[str, str]]:
    """The sources and words that are found."""
    names = {source.id: source.name for source in catalogue.listing(project)}
    words = {source.id: transcript_of(project, source.id).text for source in catalogue.listing(project)}
    finder = Finder(project, Matcher(Query(text, how)), limits or Limits())
    return [(names[id_], span.text_in(words[id_])) for id_, spans, _ in finder for span in spans]


def test_a_word_is_found_in_every_source_it_is_in(study: Project) -> None:
    index_all(study)
    assert found(study, "fear") == [
        ("P01 nurse", "fear"), ("P01 nurse", "fear"), ("P01 nurse", "fear"), ("P02 doctor", "Fear"),
    ]  # fmt: skip
    assert found(study, "strasse cafe") == [("P02 doctor", "Straße"), ("P02 doctor", "café")]


def test_sources_without_the_word_are_not_read(study: Project) -> None:
    index_all(study)
    assert len(Finder(study, Matcher(Query("lawsuits"))).source_ids) == 1
    assert Finder(study, Matcher(Query("lawsuit"))).source_ids == ()
    assert len(Finder(study, Matcher(Query("lawsuit", "part"))).source_ids) == 3


def test_what_is_not_indexed_yet_is_found_all_the_same(study: Project) -> None:
    before = found(study, "fear")
    assert word_index.indexed_count(study) == (0, 3)
    assert word_index.bring_up_to_date(study, budget_s=0) == word_index.Portion(1, 2)
    assert found(study, "fear") == before
    index_all(study)
    assert word_index.indexed_count(study) == (3, 3)
    assert found(study, "fear") == before


def test_indexing_is_no_step_of_anybodys_work(study: Project) -> None:
    label, entries = study.undo_label, len(study.log())
    index_all(study)
    assert (study.undo_label, len(study.log())) == (label, entries)


def test_a_correction_and_its_undo_are_found_at_once(study: Project) -> None:
    index_all(study)
    first = catalogue.listing(study)[0].id
    text = transcript_of(study, first).text
    at = text.index("Lawsuits")
    correcting.correct_text(study, first, [Edit(at, "Lawsuits", "Hearsay")])
    assert found(study, "hearsay") == [("P01 nurse", "Hearsay")]
    index_all(study)
    assert found(study, "hearsay") == [("P01 nurse", "Hearsay")]
    study.undo()
    assert found(study, "hearsay") == []
    index_all(study)
    assert Finder(study, Matcher(Query("hearsay"))).source_ids == ()


def test_a_deleted_source_leaves_the_index(study: Project) -> None:
    index_all(study)
    catalogue.delete(study, catalogue.listing(study)[0].id)
    assert found(study, "lawsuits") == []
    index_all(study)
    assert word_index.counts_of(study, "lawsuits") == {}
    study.undo()
    assert len(found(study, "lawsuits")) == 2


@pytest.mark.parametrize(
    ("limits", "count"),
    [
        (Limits(role="participants"), 2),
        (Limits(role="interviewer"), 2),
        (Limits(source_ids=frozenset()), 0),
    ],
)
def test_only_the_words_of_some_are_searched(study: Project, limits: Limits, count: int) -> None:
    assert len(found(study, "fear", limits=limits)) == count


def test_words_are_looked_for_by_what_is_known_of_who_says_them(study: Project) -> None:
    role = attributes.listing(study)[0].id
    doctors = Limits(attributes=(AttributeFilter(role, ("Doctor",)),))
    assert found(study, "fear", limits=doctors) == [("P02 doctor", "Fear")]
    assert found(study, "fear", limits=Limits(attributes=doctors.attributes, role="participants")) == []


def test_the_index_counts_a_word_without_reading_texts(study: Project) -> None:
    index_all(study)
    ids = [source.id for source in catalogue.listing(study)]
    assert Finder(study, Matcher(Query("Fear"))).counts_at_once() == {ids[0]: 3, ids[1]: 1}
    correcting.correct_text(study, ids[2], [Edit(0, "And", "Fear")])
    assert Finder(study, Matcher(Query("fear"))).counts_at_once() == {ids[0]: 3, ids[1]: 1, ids[2]: 1}
    for query in (Query("fear*"), Query("fear", match_case=True), Query("fear page"), Query("fear", "part")):
        assert Finder(study, Matcher(query)).counts_at_once() is None


def test_a_hit_is_told_with_the_words_around_it(study: Project) -> None:
    first = catalogue.listing(study)[0].id
    hit = next(hits(study, [(first, Matcher(Query("honestly")).spans(transcript_of(study, first).text))]))
    assert (hit.before, hit.words, hit.after) == ("Lawsuits. I fear lawsuits, ", "honestly", ".")
    assert (hit.source, hit.case, hit.speaker, hit.turn, hit.time_ms) == ("P01 nurse", "P01", "P01", 2, None)


def test_long_turns_are_cut_between_words(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("P: " + "before " * 60 + "middle" + " behind" * 60, encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    (hit,) = hits(project, [(source.id, Matcher(Query("middle")).spans(transcript_of(project, source.id).text))])
    assert hit.before.startswith("before ") and hit.before.endswith(" ") and 100 < len(hit.before) <= 120
    assert hit.after.endswith(" behind") and 100 < len(hit.after) <= 120


def test_hits_are_put_in_order_by_the_words_beside_them(study: Project) -> None:
    first = catalogue.listing(study)[0].id
    spans = Matcher(Query("fear")).spans(transcript_of(study, first).text)
    contexts = Contexts(study)
    assert contexts.sort_keys(first, spans, "right") == ["", "lawsuits honestly", "the page"]
    assert contexts.sort_keys(first, spans, "left") == ["you did what", "i lawsuits", "they"]


def test_hits_are_counted_by_source_and_by_participant(study: Project) -> None:
    counting = Counting(study, Contexts(study))
    for source_id, spans, _ in Finder(study, Matcher(Query("fear", "part"))):
        counting.add(source_id, spans)
    by_source = [(count.name, count.hits, count.words) for count in counting.by_source]
    assert by_source == [("P01 nurse", 3, 16), ("P02 doctor", 1, 11)]
    people = [(count.name, count.hits, count.words, count.sources) for count in counting.by_participant]
    assert people == [("P01", 2, 9, 1), ("", 2, 12, 2)]
    assert counting.by_participant[0].per_thousand == pytest.approx(222.2, abs=0.1)


def test_coding_takes_no_longer_with_an_index(study: Project) -> None:
    first = catalogue.listing(study)[0].id
    index_all(study)
    segments.code_passage(study, first, Span(0, 4), codes.add(study, "Fear").id)
    assert word_index.stale_ids(study) == frozenset()


# Letters of several scripts, marks, signs that the index and people cut words at differently.
ALPHABET = "abAé e\u0301ßİ'’-_.\n²½Ⅷ\ue000中文กำ\u0938\u094d\u0924\u0947ק\u05b0😨\u200d1"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    st.text(alphabet=ALPHABET, min_size=1, max_size=16),
    st.tuples(st.integers(0, 15), st.integers(1, 6)),
    st.booleans(),
)
def test_the_index_rules_out_no_source_that_has_a_hit(
    project: Project, text: str, part: tuple[int, int], beginning: bool
) -> None:
    """Asked for any part of a text, in words or phrases, it offers the text where the words are in it."""
    wanted = text[part[0] : sum(part)].replace("\n", " ").replace("*", "").strip() + "*" * beginning
    try:
        matcher = Matcher(Query(wanted))
    except BadPattern:  # nothing to look for
        return
    there = bool(matcher.spans(text))
    expression = matcher.index_expression
    if not there or expression is None:
        return
    connection = project.session.connection()
    connection.exec_driver_sql("DELETE FROM source")
    statement = (
        "INSERT INTO source (id, uuid, name, kind, position, text, language, model, added_at)"
        " VALUES (1, 'u', 'n', 'k', 0, ?, '', '', '')"
    )
    connection.exec_driver_sql(statement, (text,))
    word_index._index(connection, 1, Folding())
    found_ids = word_index.sources_with(project, expression)
    project.session.rollback()
    assert found_ids == {1}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("Straße", ["Straße"]),
        ("STRASSE", ["STRASSE"]),
        ("ŉ", ["ŉ"]),
        ("हिन्दी", ["हिन्दी"]),
        ("a\0b", ["a\ufffdb"]),
    ],
)
def test_words_whose_capitals_and_accents_count_are_found_through_the_index(
    project: Project, tmp_path: Path, wanted: str, words: list[str]
) -> None:
    path = tmp_path / "P01.txt"
    path.write_text("P: Straße STRASSE ŉ हिन्दी हिन्दीयो a\ufffdb", encoding="utf-8")
    importing.add_files(project, [path])
    index_all(project)
    query = Query(wanted, match_case=True, match_accents=True)
    text = project.session.scalar(select(SourceRow.text)) or ""
    found = [span.text_in(text) for batch in Finder(project, Matcher(query)) for span in batch.spans]
    assert found == words
