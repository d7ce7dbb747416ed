"""Who codes blind sees what they would see had nobody else coded: in every reading of codings there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import interviewcoder
from interviewcoder.analysis import frequencies, retrieval, study_changes
from interviewcoder.analysis.expressions import OfAnyCode, OfCode, Query
from interviewcoder.analysis.find_notes import find_notes
from interviewcoder.analysis.find_query import Matcher
from interviewcoder.analysis.find_query import Query as Sought
from interviewcoder.analysis.passages import PassageReader
from interviewcoder.cases import cases
from interviewcoder.coding import blind, code_nodes, codes, memos, participants, segments
from interviewcoder.coding.code_passages import CodePassages
from interviewcoder.coding.memo_places import About
from interviewcoder.privacy import withdrawal
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.project import coders, seeing, steps
from interviewcoder.project.file import Project
from interviewcoder.reports import codebook, codings
from interviewcoder.review import comments, proposals, verdicts
from interviewcoder.review.comment_views import About as Commented
from interviewcoder.sources import catalogue, importing, receipts, replacing
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.text import Edit, Span

_TEXT = "I was afraid of lawsuits. We all were. We talked about it, the whole team, at length."
_WORD = "xylophone"
_PACKAGE = Path(interviewcoder.__file__).parent


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """One interview that Ada codes; Ben and Cleo, who supervises, are known."""
    path = tmp_path / "P01.txt"
    path.write_text(_TEXT, encoding="utf-8")
    importing.add_files(project, [path])
    coders.rename(project, project.coder.id, "Ada")
    coders.add(project, "Ben")
    coders.add(project, "Cleo", role="supervisor")
    fear, talk, _ = (codes.add(project, name) for name in ("Fear", "Talk", "Hope"))
    segments.code_passage(project, 1, Span(6, 12), fear.id)
    segments.code_passage(project, 1, Span(26, 38), talk.id)
    seeing.watch(project)
    return project


def plant(project: Project) -> int:
    """Let Ben code the interview, with all that can hang on a coding, and Cleo review it; returns the coding."""
    project.work_as("Ben")
    coding = segments.code_passage(project, 1, Span(39, 57), 1)
    segments.set_memo(project, coding.id, f"{_WORD} in the memo of a coding")
    segments.mark_exemplar(project, coding.id)
    segments.code_passages(project, [(1, Span(0, 24))], 3, made_by=f"search: {_WORD}")
    memos.add(project, About.coding(coding.id), title=_WORD, text=f"{_WORD} about a coding")
    memos.add(project, About.passage(1, Span(39, 57)), title=_WORD, text=f"{_WORD} about a passage")
    thread = comments.add(project, Commented.coding(coding.id), text=f"{_WORD} about a coding")
    comments.reply(project, thread.id, f"{_WORD} again")
    thread = comments.add(project, Commented.passage(1, Span(39, 57)), text=f"{_WORD} about a passage")
    project.work_as("Cleo")
    comments.reply(project, thread.id, f"{_WORD} there, too")
    verdicts.give(project, coding.id, "query", note=_WORD)
    proposals.recode(project, coding.id, 2, reason=_WORD)
    project.work_as("Ada")
    return coding.id


def _reports(project: Project) -> Any:
    with outgoing(project) as reading:
        book = codebook.codebook(reading)
        return [(entry.name, entry.quotes, entry.counts) for entry in book.entries], codings.all_codings(
            reading
        ).codings


def _retrieved(project: Project) -> Any:
    found = []
    for expression in (OfAnyCode(), OfCode(1)):
        asked = retrieval.Retrieval(project, Query(expression))
        hits = asked.all_hits()
        found.append((asked.codings(), hits, list(PassageReader(project).read_all(hits))))
    return found


def _noted(project: Project) -> Any:
    return [hit for part in find_notes(project, Matcher(Sought(_WORD))) for hit in part]


# Whatever reads codings, and what is said about them.
READINGS: dict[str, Callable[[Project], Any]] = {
    "codings of a source": lambda project: segments.in_source(project, 1),
    "codings of a code": lambda project: segments.of_code(project, 1),
    "all codings": segments.listing,
    "tree of codes": codes.tree,
    "usage of codes": code_nodes.usage,
    "card of a code": lambda project: CodePassages(project, 1).page(0, 9),
    "participants of a code": participants.participants_by_code,
    "list of sources": lambda project: catalogue.codings_in(project, [1]),
    "who did what": lambda project: coders.work(project)[2].codings,
    "passages": _retrieved,
    "frequencies": frequencies.by_code,
    "frequencies by source": lambda project: frequencies.by_source(project, subcodes=True),
    "memos": memos.listing,
    "memos beside the text": lambda project: memos.passages_in(project, 1),
    "find in notes": _noted,
    "comments": comments.listing,
    "comments beside the text": lambda project: comments.passages_in(project, 1),
    "verdicts": verdicts.listing,
    "proposals": proposals.listing,
    "codings under a replacement": lambda project: replacing.codings_on(project, 1, [Span(0, 80)]),
    "what corrections did": lambda project: receipts.snapshot(project, 1).codings,
    "reports": _reports,
    "what changed": lambda project: [
        (each.by_code, each.by_source, each.memos) for each in [study_changes.study_changes(project, 0)]
    ],
}


def test_who_codes_blind_sees_what_they_would_see_had_nobody_else_coded(study: Project) -> None:
    alone = {name: repr(reading(study)) for name, reading in READINGS.items()}
    plant(study)
    seen = {name: repr(reading(study)) for name, reading in READINGS.items()}
    assert [name for name in READINGS if seen[name] == alone[name]] == [], "each of them would tell of it"
    blind.begin(study, [1], [1, 2])
    blinded = {name: repr(reading(study)) for name, reading in READINGS.items()}
    assert [name for name in READINGS if blinded[name] != alone[name]] == []
    assert codings.all_codings(study).notes == (
        "Left out: other coders’ codings of a source that is still being coded blind.",
    )
    with seeing.everything(study):
        assert {name: repr(reading(study)) for name, reading in READINGS.items()} == seen
    for coder in ("Ada", "Ben"):
        study.work_as(coder)
        blind.finish(study, 1)
    study.work_as("Ada")
    assert {name: repr(reading(study)) for name, reading in READINGS.items()} == seen


def test_the_history_tells_of_the_others_steps_their_kind_alone(study: Project) -> None:
    plant(study)
    blind.begin(study, [1], [1, 2])
    told = [step for step in steps.page(study) if step.coder == "Ben"]
    assert {step.label for step in told} >= {"Code passage", "Code passages", "Add comment"}
    assert all(not step.about and not step.ids for step in told)
    assert [step.about["words"] for step in steps.page(study) if step.label == "Code passage" and step.about] == [
        "We all were.",
        "afraid",
    ]
    codes.rename(study, 2, "Talking")
    study.work_as("Ben")
    assert steps.page(study)[0].about["name"] == "Talking", "the codebook is everybody's"


def test_a_task_on_a_passage_is_seen_by_whose_it_is(study: Project) -> None:
    blind.begin(study, [1], [1, 2])
    study.work_as("Cleo")
    task = comments.add(study, Commented.passage(1, Span(0, 5)), text="Look here again", assigned_to=1)
    study.work_as("Ben")
    assert comments.listing(study) == []
    study.work_as("Ada")
    assert [thread.id for thread in comments.listing(study)] == [task.id]


def test_correcting_a_text_moves_codings_that_are_hidden(study: Project) -> None:
    coding = plant(study)
    blind.begin(study, [1], [1, 2])

    correct_text(study, 1, [Edit(0, "", "Well, ")])
    with seeing.everything(study):
        assert segments.view(study, coding).span == Span(45, 63)
        assert segments.quote(study, coding) == "We talked about it"


def test_what_goes_with_a_participant_is_listed_whoever_codes_blind(study: Project) -> None:
    plant(study)
    case = cases.add(study, "P01")
    cases.tie_source(study, case.id, 1)
    whole = withdrawal.inventory(study, case.id)
    blind.begin(study, [1], [1, 2])
    step = {"history_steps": whole.counts["history_steps"] + 1}
    assert withdrawal.inventory(study, case.id).counts == {**whole.counts, **step}
    assert len(segments.listing(study)) == 2, "and is hidden again"


def test_nothing_counts_past_what_may_be_seen() -> None:
    """A reading of the tally goes through `seeing.tally`, but for those within an operation."""
    allowed = {"project/schema.py", "project/history.py", "project/seeing.py"}
    within_operations = {"coding/code_order.py", "coding/version_restore.py"}
    found = {
        path.relative_to(_PACKAGE).as_posix()
        for path in _PACKAGE.rglob("*.py")
        if "TallyRow" in path.read_text(encoding="utf-8")
    }
    assert found == allowed | within_operations
