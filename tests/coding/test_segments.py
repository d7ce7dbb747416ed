"""Codings: passages that were given a code."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.coding import codes, recent_codes, segments
from interviewcoder.errors import EmptySpan, NameTaken, NotAllowed, NotFound
from interviewcoder.project.changes import Changes
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing, transcript
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span

# Beside letters of the alphabet: emoji of one and of several code points, an accent of its own, right-to-left script.
_SAID = "I was 😨 afraid, 👩🏽‍⚕️ said. Cafe\u0301 שלום afraid."


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of one participant."""
    path = tmp_path / "P01.txt"
    path.write_text(f"I: What happened?\nP: {_SAID}\n", encoding="utf-8")
    return importing.add_files(project, [path])[0]


def test_a_passage_gets_a_code(project: Project, interview: SourceView) -> None:
    fear = codes.add(project, "Fear", colour="#aa3377")
    made = segments.code_passage(project, interview.id, Span(5, 13), fear.id)
    assert (made.code_name, made.colour, made.coder) == ("Fear", "#aa3377", project.coder.name)
    assert segments.in_source(project, interview.id) == segments.of_code(project, fear.id) == [made]
    assert segments.quote(project, made.id) == "happened"


def test_a_quote_equals_its_passage_character_for_character(project: Project, interview: SourceView) -> None:
    text = transcript.transcript_of(project, interview.id).text
    fear = codes.add(project, "Fear")
    with project.op("Code everything"):
        for start in range(len(text)):
            for length in (1, 7, 20):
                span = Span(start, min(start + length, len(text)))
                if span.text_in(text).strip():
                    segments.code_passage(project, interview.id, span, fear.id)
    for made in segments.listing(project):
        assert segments.quote(project, made.id) == made.span.text_in(text)


def test_coding_a_passage_twice_keeps_one_coding_and_no_second_step(project: Project, interview: SourceView) -> None:
    fear = codes.add(project, "Fear")
    first = segments.code_passage(project, interview.id, Span(5, 13), fear.id)
    assert segments.code_passage(project, interview.id, Span(5, 13), fear.id) == first
    assert [entry.label for entry in project.log()].count("Code passage") == 1


def test_two_coders_code_one_passage_each_for_themselves(project: Project, interview: SourceView) -> None:
    fear = codes.add(project, "Fear")
    mine = segments.code_passage(project, interview.id, Span(5, 13), fear.id)
    project.work_as("Ada")
    hers = segments.code_passage(project, interview.id, Span(5, 13), fear.id)
    assert mine.id != hers.id
    assert hers.coder == "Ada"


@pytest.mark.parametrize("span", [Span(3, 3), Span(9, 4), Span(-1, 4), Span(0, 10_000), Span(4, 5), Span(14, 15)])
def test_a_passage_without_words_is_refused(project: Project, interview: SourceView, span: Span) -> None:
    fear = codes.add(project, "Fear")
    with pytest.raises(EmptySpan):
        segments.code_passage(project, interview.id, span, fear.id)
    with pytest.raises(EmptySpan):
        segments.code_in_vivo(project, interview.id, span)
    assert segments.listing(project) == []


def test_what_is_gone_is_said_to_be_gone(project: Project, interview: SourceView) -> None:
    fear = codes.add(project, "Fear")
    with pytest.raises(NotFound, match="source"):
        segments.code_passage(project, 99, Span(0, 4), fear.id)
    with pytest.raises(NotFound, match="code"):
        segments.code_passage(project, interview.id, Span(0, 4), 99)
    for act in (segments.remove, segments.mark_exemplar, segments.quote, segments.view):
        with pytest.raises(NotFound):
            act(project, 99)


def test_in_vivo_makes_the_participants_words_a_code_in_one_step(project: Project, interview: SourceView) -> None:
    passage = segments.find_passage(project, interview.id, "👩🏽‍⚕️ said")
    made = segments.code_in_vivo(project, interview.id, passage)
    code = codes.node(project, made.code_id)
    assert (code.name, code.provenance, code.provenance_note) == ("👩🏽‍⚕️ said", "in vivo", "P01")
    project.undo()
    assert (codes.tree(project), segments.listing(project)) == ([], [])


def test_in_vivo_uses_the_code_of_these_words_again(project: Project, interview: SourceView) -> None:
    first = segments.code_in_vivo(project, interview.id, segments.find_passage(project, interview.id, "afraid"))
    again = segments.code_in_vivo(project, interview.id, segments.find_passage(project, interview.id, "afraid", 2))
    assert first.code_id == again.code_id
    codes.rename(project, first.code_id, "Fear")
    assert codes.node(project, first.code_id).provenance == "in vivo"


def test_an_in_vivo_name_stands_on_one_line_and_is_not_endless(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("first line\n\nsecond " + "word " * 100, encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    short = segments.code_in_vivo(project, source.id, Span(0, 17))
    assert short.code_name == "first line second"
    long = segments.code_in_vivo(project, source.id, Span(0, catalogue.characters(project, source.id)))
    assert len(long.code_name) <= 80
    assert long.code_name.endswith("…")


def test_a_new_name_makes_the_code_and_the_coding_in_one_step(project: Project, interview: SourceView) -> None:
    segments.code_with_name(project, interview.id, Span(5, 13), "Events > Happening")
    assert [code.name for code in codes.tree(project)] == ["Events", "Happening"]
    project.undo()
    assert codes.tree(project) == []
    with pytest.raises(NameTaken):
        segments.code_with_name(project, interview.id, Span(5, 13), " ")
    with pytest.raises(EmptySpan):
        segments.code_with_name(project, interview.id, Span(5, 5), "Fear")
    assert codes.tree(project) == []


def test_a_coding_is_marked_as_exemplar_and_removed(project: Project, interview: SourceView) -> None:
    made = segments.code_with_name(project, interview.id, Span(5, 13), "Fear")
    segments.mark_exemplar(project, made.id)
    assert segments.view(project, made.id).exemplar
    segments.mark_exemplar(project, made.id, False)
    assert not segments.view(project, made.id).exemplar
    segments.remove(project, made.id)
    assert segments.listing(project) == []
    project.undo()
    assert segments.listing(project) == [made]


def test_codings_stand_in_the_order_of_sources_and_text(
    project: Project, interview: SourceView, tmp_path: Path
) -> None:
    path = tmp_path / "A first by name.txt"
    path.write_text("later by import", encoding="utf-8")
    (other,) = importing.add_files(project, [path])
    made = [
        segments.code_with_name(project, source, span, "Fear").id
        for source, span in ((other.id, Span(0, 5)), (interview.id, Span(5, 13)), (interview.id, Span(0, 13)))
    ]
    assert [segment.id for segment in segments.listing(project)] == made[::-1]


def test_the_codes_used_last_come_first_for_each_coder(project: Project, interview: SourceView) -> None:
    for number in range(11):
        segments.code_with_name(project, interview.id, Span(0, 4), f"Code {number}")
    segments.code_with_name(project, interview.id, Span(5, 13), "Code 3")
    assert [code.name for code in recent_codes.nodes(project, 3)] == ["Code 3", "Code 10", "Code 9"]
    assert len(recent_codes.nodes(project)) == 9
    codes.delete(project, codes.by_name(project, "Code 3").id)
    assert [code.name for code in recent_codes.nodes(project, 2)] == ["Code 10", "Code 9"]
    project.work_as("Ada")
    assert recent_codes.nodes(project) == []


def test_the_nth_passage_of_some_words_is_found(project: Project, interview: SourceView) -> None:
    text = transcript.transcript_of(project, interview.id).text
    first = segments.find_passage(project, interview.id, "afraid")
    second = segments.find_passage(project, interview.id, "afraid", 2)
    assert first.text_in(text) == second.text_in(text) == "afraid"
    assert first.end < second.start == text.rindex("afraid")
    assert segments.find_passage(project, interview.id, "Cafe\u0301 שלום").text_in(text) == "Cafe\u0301 שלום"


@pytest.mark.parametrize(
    ("words", "nth", "said"),
    [("lawyer", 1, "nowhere"), ("happened", 2, "only once"), ("afraid", 3, "only 2 times"), ("", 1, "empty")],
)
def test_words_that_are_not_said_that_often_are_not_found(
    project: Project, interview: SourceView, words: str, nth: int, said: str
) -> None:
    with pytest.raises(NotFound, match=said):
        segments.find_passage(project, interview.id, words, nth)


@pytest.mark.parametrize("nth", [0, -1])
def test_passages_are_counted_from_one(project: Project, interview: SourceView, nth: int) -> None:
    with pytest.raises(NotFound, match="number"):
        segments.find_passage(project, interview.id, "afraid", nth)
    with pytest.raises(NotFound, match="source"):
        segments.find_passage(project, 99, "afraid")


def test_a_coding_is_resized_and_keeps_what_was_said_about_it(project: Project, interview: SourceView) -> None:
    made = segments.code_with_name(project, interview.id, Span(5, 13), "Fear")
    segments.set_memo(project, made.id, " She whispers.\r\n")
    segments.mark_negative(project, made.id)
    segments.set_level(project, made.id, "latent")
    segments.resize(project, made.id, Span(0, 13))
    now = segments.view(project, made.id)
    assert (now.uuid, now.span, now.memo, now.negative, now.level) == (
        made.uuid,
        Span(0, 13),
        "She whispers.",
        True,
        "latent",
    )
    project.undo()
    assert segments.view(project, made.id).span == Span(5, 13)
    with pytest.raises(EmptySpan):
        segments.resize(project, made.id, Span(13, 13))


def test_two_codings_of_a_coder_never_become_the_same(project: Project, interview: SourceView) -> None:
    fear = segments.code_with_name(project, interview.id, Span(5, 13), "Fear")
    longer = segments.code_with_name(project, interview.id, Span(0, 13), "Fear")
    pride = segments.code_with_name(project, interview.id, Span(5, 13), "Pride")
    with pytest.raises(NotAllowed, match="has this code already"):
        segments.resize(project, longer.id, Span(5, 13))
    with pytest.raises(NotAllowed, match="has this code already"):
        segments.recode(project, pride.id, fear.code_id)


def test_a_coding_gets_another_code_and_the_step_says_from_which_to_which(
    project: Project, interview: SourceView
) -> None:
    made = segments.code_with_name(project, interview.id, Span(5, 13), "Fear")
    pride = codes.add(project, "Pride")
    heard: list[Changes] = []
    project.subscribe(heard.append)
    segments.recode(project, made.id, pride.id)
    assert segments.view(project, made.id).code_name == "Pride"
    assert heard[0].about == {"code": "Fear", "into": "Pride", "source": "P01", "words": "happened"}


def test_many_passages_get_a_code_in_one_step_and_none_twice(project: Project, interview: SourceView) -> None:
    fear = codes.add(project, "Fear")
    segments.code_passage(project, interview.id, Span(5, 13), fear.id)
    wanted = [(interview.id, Span(5, 13)), (interview.id, Span(0, 4)), (interview.id, Span(0, 4))]
    (made,) = segments.code_passages(project, wanted, fear.id, made_by="search: what")
    assert segments.view(project, made).made_by == "search: what"
    assert len(segments.of_code(project, fear.id)) == 2
    project.undo()
    assert len(segments.of_code(project, fear.id)) == 1
    with pytest.raises(EmptySpan):
        segments.code_passages(project, [(interview.id, Span(0, 4)), (interview.id, Span(4, 4))], fear.id)
    assert len(segments.of_code(project, fear.id)) == 1, "all of it, or nothing"
