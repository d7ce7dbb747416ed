"""How far coders agree: the values of the literature, and codings of a study by character, turn and segment."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_values import Coefficient, Settings, Settled
from interviewcoder.analysis.agreement_words import told_beside
from interviewcoder.analysis.method_profile import choose_method, method_of
from interviewcoder.coding import blind, codes
from interviewcoder.errors import NotAllowed
from interviewcoder.project.file import Project
from interviewcoder.project.schema import TurnRow
from interviewcoder.sources import transcript
from interviewcoder.sources.text import Span
from tests.analysis.coding_team import Team, values

PLAIN = Settings(resamples=0)


@pytest.fixture
def team(project: Project, tmp_path: Path) -> Team:
    return Team(project, tmp_path)


def test_a_hundred_characters_each_of_which_half_are_shared(team: Team) -> None:
    team.add("P01", 1000)
    team.code("P01", {"Ann": [("Fear", 0, 100)], "Ben": [("Fear", 50, 150)]})
    found = agreement.measure(team.project, team.ids("Ann", "Ben"), PLAIN).codes[0].measured
    assert values(found) == {
        "percent": 0.9,
        "cohen_kappa": 0.444444,
        "fleiss_kappa": 0.444444,
        "krippendorff_alpha": 0.444722,
        "gwet_ac1": 0.878049,
        "brennan_prediger": 0.8,
    }
    assert (found.units, found.coded, found.disagreements) == (1000, 150, 1)
    segments = agreement.measure(team.project, team.ids("Ann", "Ben"), Settings("segment", threshold=0.3, resamples=0))
    assert values(segments.overall)["overlap"] == 0.333333
    assert values(segments.overall)["percent"] == 1  # a third is more than the threshold
    assert values(segments.overall)["cohen_kappa"] is None
    assert "by character or by turn" in segments.overall.figures["cohen_kappa"].undefined
    stricter = agreement.measure(team.project, team.ids("Ann", "Ben"), Settings("segment", resamples=0))
    assert values(stricter.overall)["percent"] == 0


def test_what_all_coded_alike_is_undefined_and_said_so(team: Team) -> None:
    team.add("P01", 100)
    team.code("P01", {who: [("Everything", 0, 100)] for who in ("Ann", "Ben")})
    team.code("P01", {"Ann": [("Fear", 0, 5)], "Ben": [("Fear", 0, 5)]})
    everything, fear = agreement.measure(team.project, team.ids("Ann", "Ben"), PLAIN).codes
    assert values(everything.measured)["percent"] == 1
    for name in ("cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"):
        assert everything.measured.figures[name].value is None
        assert "all values are the same" in everything.measured.figures[name].undefined
    assert values(fear.measured)["cohen_kappa"] == 1


def test_a_turn_has_a_code_when_any_of_its_characters_has(team: Team) -> None:
    text = "I: What was it like?\nP: I was afraid. Very.\nI: And then?\nP: It helped."
    source_id = team.add("P01", text)
    turns = transcript.transcript_of(team.project, source_id).turns
    answer = turns[1].span
    team.code(
        "P01",
        {
            "Ann": [("Fear", answer.start, answer.start + 3)],
            "Ben": [("Fear", answer.end - 4, answer.end), ("Help", turns[3].span.start, turns[3].span.end)],
        },
    )
    who = team.ids("Ann", "Ben")
    by_turn = agreement.measure(team.project, who, Settings("turn", resamples=0))
    fear, help_ = (each.measured for each in by_turn.codes)
    assert (fear.units, fear.coded, fear.disagreements) == (4, 1, 0)
    assert values(fear)["cohen_kappa"] == 1
    assert (help_.coded, values(help_)["percent"]) == (1, 0.75)
    assert [each.code_id for each in agreement.disagreements(team.project, who, Settings("turn"))] == [
        team.code_id("Help")
    ]
    by_character = agreement.measure(team.project, who, PLAIN)
    assert by_character.codes[0].measured.disagreements == 2  # beginnings and ends that don't touch
    team.code("P01", {"Ann": [("Question", 0, 3)]})
    alone = agreement.measure(team.project, who, Settings("turn", interviewer_turns=False, resamples=0))
    assert [code.measured.units for code in alone.codes] == [2, 2, 2]
    question = alone.codes[2].measured
    assert (question.coded, values(question)["percent"], values(question)["cohen_kappa"]) == (0, 1, None)
    assert "none of the coders" in question.figures["cohen_kappa"].undefined


def test_the_interviewers_words_can_be_left_out(team: Team) -> None:
    source_id = team.add("P01", "I: What was it like?\nP: I was afraid.")
    question, answer = (turn.span for turn in transcript.transcript_of(team.project, source_id).turns)
    team.code(
        "P01",
        {
            "Ann": [("Fear", question.start, answer.end)],
            "Ben": [("Fear", answer.start, answer.end), ("Question", 0, 4)],
        },
    )
    who = team.ids("Ann", "Ben")
    counted = agreement.measure(team.project, who, PLAIN)
    left_out = agreement.measure(team.project, who, Settings(interviewer_turns=False, resamples=0))
    length = len(transcript.transcript_of(team.project, source_id).text)
    assert counted.codes[0].measured.units == length
    assert left_out.codes[0].measured.units == length - question.length
    # Between the turns is a line break, which is no interviewer's.
    assert left_out.codes[0].measured.coded == answer.length + 1
    assert left_out.codes[1].measured.coded == 0
    only = agreement.disagreements(team.project, who, Settings(interviewer_turns=False))
    assert [each.code_id for each in only] == [team.code_id("Fear")]


def test_parents_can_have_what_is_coded_below_them(team: Team) -> None:
    team.add("P01", 100)
    theme = codes.add(team.project, "Distress")
    for name in ("Fear", "Anger"):
        codes.add(team.project, name, parent_id=theme.id)
    team.code("P01", {"Ann": [("Fear", 0, 50)], "Ben": [("Anger", 0, 50)]})
    who = team.ids("Ann", "Ben")
    apart = agreement.measure(team.project, who, PLAIN)
    together = agreement.measure(team.project, who, Settings(parents=True, resamples=0))
    assert [(code.name, values(code.measured)["percent"]) for code in apart.codes] == [("Fear", 0.5), ("Anger", 0.5)]
    assert [(code.path, values(code.measured)["percent"]) for code in together.codes] == [
        ("Distress", 1),
        ("Distress > Fear", 0.5),
        ("Distress > Anger", 0.5),
    ]


def test_only_sources_that_all_have_coded_count_unless_others_are_chosen(team: Team) -> None:
    for name in ("P01", "P02", "P03"):
        team.add(name, 100)
    team.code("P01", {"Ann": [("Fear", 0, 10)], "Ben": [("Fear", 0, 10)]})
    team.code("P02", {"Ann": [("Fear", 0, 20)]})
    who = team.ids("Ann", "Ben")
    found = agreement.measure(team.project, who, PLAIN)
    assert [source.name for source in found.sources] == ["P01"]
    assert [(each.name, each.why) for each in found.left_out] == [("P02", "Ben gave no code in it.")]
    chosen = Settings(source_ids=frozenset([team.sources["P01"], team.sources["P02"]]), resamples=0)
    both = agreement.measure(team.project, who, chosen)
    assert [values(each.measured)["percent"] for each in both.sources] == [1, 0.8]
    with pytest.raises(NotAllowed, match="no source that Ann and Cem have all coded"):
        agreement.measure(team.project, team.ids("Ann", "Cem"))
    with pytest.raises(NotAllowed, match="takes two coders"):
        agreement.measure(team.project, team.ids("Ann", "Ann"))


def test_what_is_still_coded_blind_is_not_compared(team: Team) -> None:
    team.add("P01", 100)
    team.add("P02", 100)
    who = team.ids("Ann", "Ben")
    both = {"Ann": [("Fear", 0, 10)], "Ben": [("Fear", 0, 20)]}
    team.code("P01", both)
    team.code("P02", both)
    blind.begin(team.project, [team.sources["P02"]], who)
    found = agreement.measure(team.project, who, PLAIN)
    assert [each.name for each in found.sources] == ["P01"]
    assert [each.why for each in found.left_out] == ["It is still being coded blind by Ann and Ben."]
    assert {each.source_id for each in agreement.disagreements(team.project, who)} == {team.sources["P01"]}
    with pytest.raises(NotAllowed, match="still being coded blind"):
        agreement.measure(team.project, who, Settings(source_ids=frozenset([team.sources["P02"]])))
    for name in ("Ann", "Ben"):
        team.project.work_as(name)
        blind.finish(team.project, team.sources["P02"])
    assert len(agreement.measure(team.project, who, PLAIN).sources) == 2


def test_who_finished_a_blind_round_without_coding_found_nothing(team: Team) -> None:
    team.add("P01", 100)
    team.code("P01", {"Ann": [("Fear", 0, 10)]})
    who = team.ids("Ann", "Ben")
    blind.begin(team.project, [team.sources["P01"]], who)
    for name in ("Ann", "Ben"):
        team.project.work_as(name)
        blind.finish(team.project, team.sources["P01"])
    assert values(agreement.measure(team.project, who, PLAIN).overall)["percent"] == 0.9


def test_three_coders_have_their_pairs_told_apart(team: Team) -> None:
    team.add("P01", 1000)
    team.code("P01", {"Ann": [("Fear", 0, 100)], "Ben": [("Fear", 50, 150)], "Cem": [("Fear", 0, 100), ("Help", 0, 5)]})
    who = team.ids("Ann", "Ben", "Cem")
    found = agreement.measure(team.project, who, Settings(code_ids=frozenset([team.code_id("Fear")]), resamples=0))
    assert [code.name for code in found.codes] == ["Fear"]
    kappas = {each.coder_ids: values(each.measured)["cohen_kappa"] for each in found.pairs}
    assert kappas == {(who[0], who[1]): 0.444444, (who[0], who[2]): 1, (who[1], who[2]): 0.444444}
    assert [each.measured.disagreements for each in found.pairs] == [1, 0, 1]
    assert values(found.overall)["cohen_kappa"] == round((4 / 9 + 1 + 4 / 9) / 3, 6)


def test_over_several_codes_observed_and_expected_are_pooled(team: Team) -> None:
    team.add("P01", 1000)
    team.code(
        "P01",
        {
            "Ann": [("Fear", 0, 100), ("Rare", 0, 10)],
            "Ben": [("Fear", 50, 150), ("Rare", 5, 10), ("Once", 0, 1)],
            "Cem": [("Elsewhere", 0, 500)],
        },
    )
    found = agreement.measure(team.project, team.ids("Ann", "Ben"), PLAIN)
    observed = [(100, 0.1 * 0.9 * 2), (5, 0.01 * 0.995 + 0.005 * 0.99), (1, 0.001)]
    expected = 1 - sum(each / 1000 for each, _ in observed) / sum(chance for _, chance in observed)
    assert values(found.overall)["cohen_kappa"] == round(expected, 6)
    assert values(found.overall)["percent"] == round(1 - 106 / 3000, 6)
    assert found.overall.units == 3000


def test_intervals_come_from_drawing_sources_anew(team: Team) -> None:
    coded = {"P01": 10, "P02": 20, "P03": 30, "P04": 40}
    for name, end in coded.items():
        team.add(name, 100)
        team.code(name, {"Ann": [("Fear", 0, 40)], "Ben": [("Fear", 0, end)]})
    who = team.ids("Ann", "Ben")
    found = agreement.measure(team.project, who)
    again = agreement.measure(team.project, who, Settings(seed=1))
    other = agreement.measure(team.project, who, Settings(seed=2, resamples=200))
    assert found == again
    assert found.overall.figures["percent"].value == 0.85
    interval = found.overall.figures["percent"].interval
    assert interval is not None
    # Four sources of 70, 80, 90 and 100 %: the means of four draws.
    assert 0.7 <= interval.low < 0.79 and 0.91 < interval.high <= 1
    assert other.overall.figures["cohen_kappa"].interval != found.overall.figures["cohen_kappa"].interval
    assert found.sources[0].measured.figures["percent"].interval is None
    one = Settings(source_ids=frozenset([team.sources["P01"]]))
    alone = agreement.measure(team.project, who, one).overall.figures["percent"]
    assert alone.interval is None
    assert "there is one source" in alone.no_interval


def test_disagreements_are_places_with_the_passages_of_each(team: Team) -> None:
    team.add("P01", 1000)
    team.code(
        "P01",
        {
            "Ann": [("Fear", 0, 100), ("Fear", 80, 120), ("Help", 300, 400), ("Same", 500, 600)],
            "Ben": [("Fear", 50, 150), ("Help", 400, 450), ("Same", 500, 550), ("Same", 540, 600)],
        },
    )
    who = team.ids("Ann", "Ben")
    found = agreement.disagreements(team.project, who)
    told = [(codes.tree(team.project)[0].name, each.span, each.spans, each.kind) for each in found]
    assert told[0][1:] == (Span(0, 150), ((Span(0, 120),), (Span(50, 150),)), "other bounds")
    assert [each.span for each in found[1:]] == [Span(300, 400), Span(400, 450)]  # they only adjoin
    assert [each.kind for each in found[1:]] == ["not by all", "not by all"]
    assert [len(ids) for ids in found[0].coding_ids] == [2, 1]
    assert found[1].spans == ((Span(300, 400),), ())
    assert agreement.measure(team.project, who, PLAIN).overall.disagreements == 3


def test_agreement_can_be_told_as_it_is_after_decisions(team: Team) -> None:
    source_id = team.add("P01", 1000)
    team.code("P01", {"Ann": [("Fear", 0, 100), ("Fear", 400, 410)], "Ben": [("Fear", 50, 150)]})
    who = team.ids("Ann", "Ben")
    decided = [Settled(source_id, team.code_id("Fear"), Span(0, 150), (Span(0, 100),))]
    before = agreement.measure(team.project, who, PLAIN).overall
    after = agreement.measure(team.project, who, PLAIN, decided).overall
    assert (before.disagreements, after.disagreements) == (2, 1)
    assert values(after)["percent"] == 0.99


def test_without_turns_paragraphs_are_counted(team: Team) -> None:
    source_id = team.add("Diary", "A first paragraph.\n\nA second one.\nA third.")
    with team.project.op("As a text without speakers") as session:
        for row in session.query(TurnRow).filter_by(source_id=source_id):
            session.delete(row)
    team.code("Diary", {"Ann": [("Fear", 0, 4)], "Ben": [("Fear", 8, 25)]})
    who = team.ids("Ann", "Ben")
    found = agreement.measure(team.project, who, Settings("turn", resamples=0))
    assert (found.codes[0].measured.units, found.codes[0].measured.coded) == (3, 2)
    assert values(found.overall)["percent"] == round(2 / 3, 6)
    assert any("1 source has no turns" in line for line in told_beside(found))


def test_what_the_method_rejects_is_said_beside_the_figures(team: Team) -> None:
    team.add("P01", 10)
    team.code("P01", {"Ann": [("Fear", 0, 5)], "Ben": [("Fear", 0, 5)]})
    found = agreement.measure(team.project, team.ids("Ann", "Ben"))
    assert not any("reflexive" in line for line in told_beside(found))
    choose_method(team.project, "reflexive")
    assert "reflexive thematic analysis" in told_beside(found, method_of(team.project))[0]


def test_kinds_of_figures_are_told_in_one_order(team: Team) -> None:
    team.add("P01", 10)
    team.code("P01", {"Ann": [("Fear", 0, 5)], "Ben": [("Fear", 0, 5)]})
    told: list[Coefficient] = list(agreement.measure(team.project, team.ids("Ann", "Ben")).overall.figures)
    assert told[0] == "percent" and told[-1] == "brennan_prediger"
