"""Disagreements are a queue to decide in; the decision is kept, and both originals stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder.coding import blind, codes, segments
from interviewcoder.coding.codes import CodeNode
from interviewcoder.errors import EmptySpan, NotAllowed
from interviewcoder.project import coders
from interviewcoder.project.file import Project
from interviewcoder.review import adjudication
from interviewcoder.review.dispute_views import Dispute, Queue
from interviewcoder.sources import correcting, importing
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import transcript_of

_SAID = "I was afraid of lawsuits, honestly. We all were. Talking about it helped the whole team."


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> SourceView:
    """A transcript of one answer."""
    path = tmp_path / "P07.txt"
    path.write_text(f"P07: {_SAID}\n", encoding="utf-8")
    project.work_as("Ana")
    return importing.add_files(project, [path])[0]


@pytest.fixture
def fear(project: Project) -> CodeNode:
    """A code."""
    return codes.add(project, "Fear")


def words(project: Project, source: SourceView, said: str) -> Span:
    """Where a source says something."""
    return segments.find_passage(project, source.id, said)


def code_as(project: Project, who: str, source: SourceView, said: str | Span, code: CodeNode) -> int:
    """Have somebody code a passage; gives the coding's id."""
    project.work_as(who)
    span = words(project, source, said) if isinstance(said, str) else said
    return segments.code_passage(project, source.id, span, code.id).id


def ids(project: Project, *names: str) -> list[int]:
    """The ids of coders."""
    return [coders.by_name(project, name).id for name in names]


def queue(project: Project, *names: str) -> Queue:
    """The queue of coders, Ana and Ben where nobody is named."""
    return adjudication.queue(project, ids(project, *(names or ("Ana", "Ben"))))


def agreed_on(project: Project) -> list[tuple[str, str]]:
    """What the consensus has coded: words and code."""
    found = [each for each in segments.listing(project) if each.coder == "Consensus"]
    return [(segments.quote(project, each.id), each.code_name) for each in found]


@pytest.fixture
def bounds(project: Project, interview: SourceView, fear: CodeNode) -> Dispute:
    """Ana codes more words than Ben does."""
    code_as(project, "Ana", interview, "I was afraid of lawsuits, honestly.", fear)
    code_as(project, "Ben", interview, "afraid of lawsuits", fear)
    return queue(project).open[0]


@pytest.mark.parametrize(
    ("outcome", "holds"),
    [
        ("first", ["I was afraid of lawsuits, honestly."]),
        ("second", ["afraid of lawsuits"]),
        ("all", ["I was afraid of lawsuits, honestly."]),
        ("none", []),
    ],
)
def test_what_is_decided_becomes_the_consensus_and_both_originals_stay(
    project: Project, bounds: Dispute, outcome: str, holds: list[str]
) -> None:
    before = segments.listing(project)
    adjudication.decide(project, bounds, outcome, reason="as the codebook has it")
    assert agreed_on(project) == [(each, "Fear") for each in holds]
    assert [each for each in segments.listing(project) if each.coder != "Consensus"] == before
    decided = queue(project).decided[0].decision
    assert decided is not None and queue(project).open == ()
    assert (decided.outcome, decided.reason, decided.decided_by) == (outcome, "as the codebook has it", "Ben")
    assert adjudication.reasons(project) == ["as the codebook has it"]


def test_a_decision_is_one_step_that_undo_takes_back(project: Project, bounds: Dispute) -> None:
    adjudication.decide(project, bounds, "first")
    assert project.undo_label == "Decide disagreement"
    project.undo()
    assert agreed_on(project) == [] and queue(project).open == (bounds,)
    project.redo()
    assert agreed_on(project) == [("I was afraid of lawsuits, honestly.", "Fear")]
    assert [coder.role for coder in coders.listing(project)].count("consensus") == 1


def test_an_extent_of_ones_own_holds_words_of_the_place(
    project: Project, interview: SourceView, bounds: Dispute
) -> None:
    code_id = bounds.code_ids[0]
    adjudication.decide(project, bounds, "other", [(code_id, words(project, interview, "I was afraid"))])
    assert agreed_on(project) == [("I was afraid", "Fear")]
    adjudication.decide(
        project, queue(project).decided[0], "other", [(code_id, words(project, interview, "lawsuits, honestly. We"))]
    )
    assert agreed_on(project) == [("lawsuits, honestly. We", "Fear")]
    for span, error in ((words(project, interview, "helped"), NotAllowed), (Span(0, 999), EmptySpan)):
        with pytest.raises(error):
            adjudication.decide(project, bounds, "other", [(code_id, span)])
    assert agreed_on(project) == [("lawsuits, honestly. We", "Fear")]


def test_different_codes_on_the_same_words_are_one_disagreement(
    project: Project, interview: SourceView, fear: CodeNode
) -> None:
    risk = codes.add(project, "Legal risk")
    code_as(project, "Ana", interview, "afraid of lawsuits", fear)
    # The comma is no word.
    code_as(project, "Ben", interview, "afraid of lawsuits,", risk)
    (dispute,) = queue(project).open
    assert (dispute.kind, dispute.code_names) == ("other codes", ("Fear", "Legal risk"))
    assert [[each.code_name for each in side.codings] for side in dispute.sides] == [["Fear"], ["Legal risk"]]
    for outcome, holds in (
        ("second", [("afraid of lawsuits,", "Legal risk")]),
        ("all", [("afraid of lawsuits", "Fear"), ("afraid of lawsuits,", "Legal risk")]),
    ):
        adjudication.decide(project, dispute, outcome)
        assert agreed_on(project) == holds
        (dispute,) = queue(project).decided
        assert dispute.decision is not None and dispute.decision.code_ids == (fear.id, risk.id)
    adjudication.undecide(project, [dispute])
    assert agreed_on(project) == [] and len(queue(project).open) == 1


def test_the_queue_keeps_the_order_of_sources_places_and_codes(
    project: Project, interview: SourceView, fear: CodeNode, tmp_path: Path
) -> None:
    trust = codes.add(project, "Trust")
    (path := tmp_path / "P08.txt").write_text("P08: I was afraid.\n", encoding="utf-8")
    other = importing.add_files(project, [path])[0]
    code_as(project, "Ben", other, "afraid", fear)
    code_as(project, "Ana", other, "I was", fear)
    code_as(project, "Ana", interview, "Talking about it", trust)
    code_as(project, "Ben", interview, "helped", fear)
    code_as(project, "Ana", interview, "Talking", fear)
    found = [(each.source, each.span.start, each.code_names[0]) for each in queue(project).open]
    talking, helped = (words(project, interview, said).start for said in ("Talking", "helped"))
    assert found == [
        ("P07", talking, "Fear"), ("P07", talking, "Trust"), ("P07", helped, "Fear"),
        ("P08", 0, "Fear"), ("P08", 6, "Fear"),
    ]  # fmt: skip


def test_a_place_is_open_again_when_a_coding_in_it_changes_even_within_its_ends(
    project: Project, interview: SourceView, bounds: Dispute
) -> None:
    adjudication.decide(project, bounds, "second", reason="shorter is better")
    inner = bounds.sides[1].codings[0].id
    segments.set_memo(project, inner, "A memo is no other opinion.")
    assert len(queue(project).decided) == 1
    segments.resize(project, inner, words(project, interview, "afraid of"))
    now = queue(project)
    assert now.decided == () and len(now.open) == 1
    assert now.open[0].earlier is not None and now.open[0].earlier.reason == "shorter is better"
    project.undo()
    assert len(queue(project).decided) == 1
    segments.remove(project, inner)
    assert queue(project).open[0].kind == "not by all"
    adjudication.decide(project, queue(project).open[0], "none")
    assert agreed_on(project) == [] and queue(project).open == ()


def test_another_coding_by_a_third_coder_opens_nothing(
    project: Project, interview: SourceView, fear: CodeNode, bounds: Dispute
) -> None:
    adjudication.decide(project, bounds, "second")
    code_as(project, "Cem", interview, "of lawsuits", fear)
    assert len(queue(project).decided) == 1
    # With the third one compared as well it is another question.
    (dispute,) = queue(project, "Ana", "Ben", "Cem").open
    adjudication.decide(project, dispute, "third")
    assert agreed_on(project) == [("of lawsuits", "Fear")]
    assert queue(project).decided[0].decision is not None


def test_correcting_the_words_opens_nothing(project: Project, interview: SourceView, bounds: Dispute) -> None:
    adjudication.decide(project, bounds, "second")
    at = transcript_of(project, interview.id).text.index("I was")
    correcting.correct_text(project, interview.id, [Edit(at, "", "Well, ")])
    now = queue(project)
    assert len(now.decided) == 1 and now.decided[0].span.start == bounds.span.start + len("Well, ")
    assert agreed_on(project) == [("afraid of lawsuits", "Fear")]


def test_what_changed_meanwhile_is_not_decided_unseen(project: Project, interview: SourceView, bounds: Dispute) -> None:
    segments.resize(project, bounds.sides[1].codings[0].id, words(project, interview, "afraid of"))
    with pytest.raises(NotAllowed, match="changed meanwhile"):
        adjudication.decide(project, bounds, "first")
    assert agreed_on(project) == []


def test_many_that_only_differ_at_their_ends_are_decided_in_one_step(
    project: Project, interview: SourceView, fear: CodeNode, bounds: Dispute
) -> None:
    code_as(project, "Ana", interview, "Talking about it helped", fear)
    code_as(project, "Ben", interview, "Talking about it helped ", fear)
    code_as(project, "Ben", interview, "We all", fear)
    asked = queue(project).open
    (choice,) = adjudication.near_ends(asked, 3, "longest")
    assert choice.outcome == "second"
    adjudication.decide_all(project, adjudication.near_ends(asked, 20, "common"), "only the ends differ")
    assert project.undo_label == "Decide disagreements"
    assert agreed_on(project) == [("afraid of lawsuits", "Fear"), ("Talking about it helped", "Fear")]
    assert len(queue(project).open) == 1
    project.undo()
    assert len(queue(project).open) == 3


def test_nothing_is_shown_of_what_somebody_still_codes_blind(
    project: Project, interview: SourceView, bounds: Dispute
) -> None:
    blind.begin(project, [interview.id], ids(project, "Ana", "Ben"))
    assert (queue(project).total, queue(project).blind) == (0, ("P07",))
    for name in ("Ana", "Ben"):
        assert queue(project).blind
        project.work_as(name)
        blind.finish(project, interview.id)
    assert queue(project).open == (bounds,)


def test_the_consensus_disagrees_with_nobody(project: Project, bounds: Dispute) -> None:
    adjudication.decide(project, bounds, "first")
    with pytest.raises(NotAllowed, match="What was decided"):
        queue(project, "Ana", "Consensus")
    with pytest.raises(NotAllowed, match="two coders"):
        queue(project, "Ana")


def test_a_neighbours_decision_keeps_its_words_when_the_place_beside_it_is_decided(
    project: Project, interview: SourceView, fear: CodeNode
) -> None:
    code_as(project, "Ana", interview, "I was afraid", fear)
    code_as(project, "Ben", interview, "of lawsuits", fear)
    first, second = queue(project).open
    adjudication.decide(
        project, first, "other", [(fear.id, words(project, interview, "I was afraid of lawsuits, honestly"))]
    )
    adjudication.decide(project, second, "none")
    assert agreed_on(project) == [("I was afraid", "Fear")]
    adjudication.undecide(project, list(queue(project).decided[1:]))
    assert [each.span for each in queue(project).decided] == [first.span]


def test_agreement_rises_by_what_was_decided_and_the_coders_figures_stay(project: Project, bounds: Dispute) -> None:
    none_yet = queue(project)
    before, after = adjudication.before_and_after(project, none_yet) or (None, None)
    assert before == after and before is not None
    shared, apart = len("afraid of lawsuits"), len("I was afraid of lawsuits, honestly.")
    percent = before.overall.figures["percent"].value
    assert percent == pytest.approx((len(_SAID) - apart + shared) / len(_SAID))
    adjudication.decide(project, bounds, "second")
    decided, resolved = adjudication.before_and_after(project, queue(project)) or (None, None)
    assert decided == before and resolved is not None
    assert [resolved.overall.figures[name].value for name in ("percent", "cohen_kappa")] == [1.0, 1.0]
    segments.resize(project, bounds.sides[0].codings[0].id, Span(0, len(_SAID)))
    reopened, same = adjudication.before_and_after(project, queue(project)) or (None, None)
    assert reopened == same and reopened != before


def test_coders_without_a_common_source_have_no_disagreements(
    project: Project, interview: SourceView, fear: CodeNode
) -> None:
    code_as(project, "Ana", interview, "I was afraid", fear)
    project.work_as("Ben")
    asked = queue(project)
    assert (asked.total, asked.sources) == (0, frozenset())
    assert adjudication.before_and_after(project, asked) is None
