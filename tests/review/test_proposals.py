"""Changes that reviewers propose: accepting one does it, rejecting one says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewcoder.coding import codes, merging, segments
from interviewcoder.coding.codes import CodeNode
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.review import proposals
from interviewcoder.review.proposals import ProposalView
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span


@pytest.fixture
def book(project: Project, tmp_path: Path) -> dict[str, CodeNode]:
    """Three codes, of which Fear has a coding in P01."""
    path = tmp_path / "P01.txt"
    path.write_text("P: I was afraid of the lawsuits, every day.\n", encoding="utf-8")
    with project.op("Make study"):
        (source,) = importing.add_files(project, [path])
        made = {name: codes.add(project, name) for name in ("Fear", "Dread", "Feelings")}
        segments.code_passage(project, source.id, Span(6, 12), made["Fear"].id)
    return made


def names(project: Project) -> list[str]:
    """The codes by their ways from the top."""
    tree = codes.tree(project)
    return [codes.path_of(tree, code.id) for code in tree]


def proposed(project: Project, book: dict[str, CodeNode], kind: str) -> ProposalView:
    fear, dread, feelings = (book[name].id for name in ("Fear", "Dread", "Feelings"))
    if kind == "rename":
        return proposals.rename(project, fear, "Anxiety", reason="As in the guide")
    if kind == "merge":
        return proposals.merge(project, dread, fear, reason="As in the guide")
    if kind == "split":
        return proposals.split(project, fear, ["Of law", "Of death"], reason="As in the guide")
    if kind == "move":
        return proposals.move(project, fear, feelings, reason="As in the guide")
    (coding,) = segments.of_code(project, fear)
    return proposals.recode(project, coding.id, dread, reason="As in the guide")


@pytest.mark.parametrize(
    ("kind", "what", "after"),
    [
        ("rename", "Rename “Fear” to “Anxiety”", ["Anxiety", "Dread", "Feelings"]),
        ("merge", "Merge “Dread” into “Fear”", ["Fear", "Feelings"]),
        (
            "split",
            "Split “Fear” into “Of law”, “Of death”",
            ["Fear", "Fear > Of law", "Fear > Of death", "Dread", "Feelings"],
        ),
        ("move", "Move “Fear” under “Feelings”", ["Dread", "Feelings", "Feelings > Fear"]),
        ("recode", "Code as “Dread” instead of “Fear”", ["Fear", "Dread", "Feelings"]),
    ],
)
def test_accepting_does_what_was_proposed_in_one_step(
    project: Project, book: dict[str, CodeNode], kind: str, what: str, after: list[str]
) -> None:
    owner = project.coder.name
    project.work_as("Dr. Lee")
    wanted = proposed(project, book, kind)
    assert (wanted.what, wanted.reason, wanted.coder, wanted.is_open) == (what, "As in the guide", "Dr. Lee", True)
    project.work_as(owner)
    done = proposals.accept(project, wanted.id, note="Good")
    assert names(project) == after
    assert (done.state, done.decider, done.decision_note, done.what) == ("accepted", owner, "Good", what)
    assert len(segments.of_code(project, book["Dread"].id)) == (kind == "recode")
    with pytest.raises(NotAllowed, match="accepted already"):
        proposals.reject(project, wanted.id)
    project.undo()
    assert names(project) == ["Fear", "Dread", "Feelings"]
    assert proposals.view(project, wanted.id).is_open


def test_a_split_deals_codings_out_where_the_owner_says_which(project: Project, book: dict[str, CodeNode]) -> None:
    (coding,) = segments.of_code(project, book["Fear"].id)
    wanted = proposed(project, book, "split")
    proposals.accept(project, wanted.id, dealt={coding.id: "Of law"})
    assert segments.view(project, coding.id).code_name == "Of law"


def test_what_is_rejected_stays_in_the_list_with_the_reason(project: Project, book: dict[str, CodeNode]) -> None:
    wanted, other = proposed(project, book, "merge"), proposed(project, book, "recode")
    proposals.reject(project, wanted.id, note=" They differ. ")
    assert names(project) == ["Fear", "Dread", "Feelings"]
    listed = proposals.listing(project)
    assert [(each.id, each.state, each.decision_note) for each in listed] == [
        (other.id, "open", ""),
        (wanted.id, "rejected", "They differ."),
    ]
    assert (listed[0].source, listed[0].quote, listed[0].code) == ("P01", "afraid", "Fear")
    assert [each.id for each in proposals.listing(project, state="open")] == [other.id]
    assert proposals.listing(project, code_id=book["Feelings"].id) == []


def test_nobody_else_takes_a_proposal_away(project: Project, book: dict[str, CodeNode]) -> None:
    wanted = proposed(project, book, "rename")
    owner = project.coder.name
    project.work_as("Dr. Lee")
    with pytest.raises(NotAllowed, match="somebody else"):
        proposals.withdraw(project, wanted.id)
    project.work_as(owner)
    proposals.withdraw(project, wanted.id)
    assert proposals.listing(project) == []


def test_what_makes_no_sense_is_not_proposed(project: Project, book: dict[str, CodeNode]) -> None:
    fear, feelings = book["Fear"].id, book["Feelings"].id
    (coding,) = segments.of_code(project, fear)
    codes.move(project, book["Dread"].id, parent_id=fear)
    attempts: list[Callable[[], ProposalView]] = [
        lambda: proposals.rename(project, fear, "Fear"),
        lambda: proposals.merge(project, fear, fear),
        lambda: proposals.split(project, fear, []),
        lambda: proposals.move(project, fear, None),
        lambda: proposals.move(project, fear, book["Dread"].id),
        lambda: proposals.recode(project, coding.id, fear),
    ]
    for refused in attempts:
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NameTaken):
        proposals.split(project, fear, ["Of law", "of LAW"])
    with pytest.raises(NameTaken):
        proposals.rename(project, fear, " ")
    with pytest.raises(NotFound):
        proposals.merge(project, 77, feelings)
    assert proposals.listing(project) == []


def test_a_change_that_can_t_be_made_leaves_the_proposal_open(project: Project, book: dict[str, CodeNode]) -> None:
    wanted = proposals.rename(project, book["Fear"].id, "dread")
    with pytest.raises(NameTaken):
        proposals.accept(project, wanted.id)
    assert proposals.view(project, wanted.id).is_open


def test_what_is_about_something_gone_says_what_it_was_and_can_only_be_rejected(
    project: Project, book: dict[str, CodeNode]
) -> None:
    wanted = [proposed(project, book, kind) for kind in ("rename", "merge", "recode")]
    codes.delete(project, book["Dread"].id)
    lost = [each for each in (proposals.view(project, each.id) for each in wanted) if each.was_about]
    assert [(each.what, each.can_be_done) for each in lost] == [
        ("Merge “Dread” into “Fear”", False),
        ("Code as “Dread” instead of “Fear”", False),
    ]
    with pytest.raises(NotAllowed, match="can't be done any more"):
        proposals.accept(project, lost[0].id)
    assert proposals.reject(project, lost[0].id).state == "rejected"
    project.undo(), project.undo()
    assert all(proposals.view(project, each.id).can_be_done for each in wanted)


def test_a_proposal_follows_the_code_that_its_target_is_merged_into(
    project: Project, book: dict[str, CodeNode]
) -> None:
    to_dread, into_fear = proposed(project, book, "recode"), proposed(project, book, "merge")
    merging.merge(project, [book["Dread"].id], book["Feelings"].id)
    assert proposals.view(project, to_dread.id).what == "Code as “Feelings” instead of “Fear”"
    assert proposals.view(project, into_fear.id).was_about == "Merge “Dread” into “Fear”"
