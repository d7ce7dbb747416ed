"""Whatever is done to codes, codings, sources and versions, in whatever order: nothing that a reviewer said is lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from interviewcoder.coding import codes, merging, segments, version_restore, versions
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project import file
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import AdjudicationRow, BlindRow
from interviewcoder.review import comments, proposals, signoff, verdicts
from interviewcoder.review.comments import About
from interviewcoder.sources import catalogue, correcting, importing
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import transcript_of

TEXT = "P: I was afraid of the lawsuits, and every day I hoped that they would go away.\n"
_SAID = {
    "comment": "text",
    "verdict": "note",
    "proposal": "reason",
    "approval": "note",
}
_CONTENT = [
    table.name
    for table in Row.metadata.sorted_tables
    if table.name not in ("step", "activity", "stale_source", "coder", "tally")
]
_number = st.integers(0, 10_000)
_T = TypeVar("_T")
Dump = dict[str, list[tuple[Any, ...]]]


class Reviewing(RuleBasedStateMachine):
    """Two coders who code, and say of each other's work what they think, in one project."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        shutil.copy(self.template, self.folder / "study.icproj")
        self.project = file.open_project(self.folder / "study.icproj")
        self.said: frozenset[str] = frozenset()
        self.count = 0
        self._add_source()
        for name in ("Fear", "Hope", "Law"):
            codes.add(self.project, name)
        # Two codes on each of two passages: where the codes are merged, codings become one.
        for number in (0, 5, 1, 6):
            self._code(number)
        self.project.work_as("Dr. Lee")
        self.states = [(self._dump(), self.said)]
        self.place = 0

    def teardown(self) -> None:
        self.project.close()
        shutil.rmtree(self.folder)

    # What reviewers say

    @rule(number=_number)
    def comment(self, number: int) -> None:
        things = [About(), *(About.code(code.id) for code in codes.tree(self.project))]
        things += [About.coding(coding.id) for coding in segments.listing(self.project)] * 2
        things += [About.version(each.id) for each in versions.listing(self.project)]
        for source in catalogue.listing(self.project):
            things += [About.source(source.id), About.passage(source.id, self._span(source.id, number))]
        self._do(lambda: comments.add(self.project, self._one(things, number), text=self._words()))

    @rule(number=_number)
    def answer(self, number: int) -> None:
        threads = comments.listing(self.project)
        self._do(lambda: comments.reply(self.project, self._one(threads, number).id, self._words()))

    @rule(number=_number)
    def give_verdict(self, number: int) -> None:
        unsaid = set(segments.listing(self.project)) - self._judged()
        found = sorted(coding.id for coding in unsaid if coding.coder_id != self.project.coder.id)
        verdict = verdicts.VERDICTS[number % 2]
        self._do(lambda: verdicts.give(self.project, self._one(found, number), verdict, note=self._words()))

    @rule(number=_number, kind=st.sampled_from(proposals.KINDS))
    def propose(self, number: int, kind: str) -> None:
        tree, codings = codes.tree(self.project), segments.listing(self.project)

        def propose() -> None:
            code, other = self._one(tree, number).id, self._one(tree, number // 7).id
            reason = self._words()
            if kind == "rename":
                proposals.rename(self.project, code, f"Name {number % 50}", reason=reason)
            elif kind == "merge":
                proposals.merge(self.project, code, other, reason=reason)
            elif kind == "split":
                proposals.split(self.project, code, [f"One {number % 50}", "Two"], reason=reason)
            elif kind == "move":
                proposals.move(self.project, code, other, reason=reason)
            else:
                proposals.recode(self.project, self._one(codings, number).id, other, reason=reason)

        self._do(propose)

    @rule(number=_number, accepted=st.booleans())
    def settle(self, number: int, accepted: bool) -> None:
        waiting = proposals.listing(self.project, state=proposals.OPEN)
        settle = proposals.accept if accepted else proposals.reject
        self._do(lambda: settle(self.project, self._one(waiting, number).id))

    @rule(number=_number)
    def approve(self, number: int) -> None:
        self._do(
            lambda: signoff.approve(
                self.project, self._one(versions.listing(self.project), number).id, note=self._words()
            )
        )

    @rule(number=_number)
    def decide(self, number: int) -> None:
        def decide() -> None:
            source = self._one(catalogue.listing(self.project), number)
            span, me = self._span(source.id, number), self.project.coder.id
            place = {"source_id": source.id, "start": span.start, "end": span.end}
            code = self._one(codes.tree(self.project), number).id
            with self.project.op("Decide disagreement") as session:
                decided = {"coders": "[]", "outcome": "all", "coder_id": me, "decided_at": ""}
                session.add(AdjudicationRow(code_id=code, **place, **decided))
                if not session.query(BlindRow).filter_by(source_id=source.id, coder_id=me).count():
                    session.add(BlindRow(source_id=source.id, coder_id=me))

        self._do(decide)

    # What is done to that which they said it of

    @rule(number=_number)
    def code(self, number: int) -> None:
        self._do(lambda: self._code(number))

    @rule(number=_number)
    def remove_coding(self, number: int) -> None:
        codings = segments.listing(self.project)
        self._do(lambda: segments.remove(self.project, self._one(codings, number).id))

    @rule(number=_number)
    def recode(self, number: int) -> None:
        codings, tree = segments.listing(self.project), codes.tree(self.project)
        self._do(lambda: segments.recode(self.project, self._one(codings, number).id, self._one(tree, number // 3).id))

    @rule(number=_number)
    def merge(self, number: int) -> None:
        tree = codes.tree(self.project)
        leaving = [self._one(tree, number // by).id for by in (3, 11) if tree]
        self._do(lambda: merging.merge(self.project, leaving, self._one(tree, number).id))

    @rule(number=_number)
    def merge_on_a_passage(self, number: int) -> None:
        codings = segments.listing(self.project)

        def merge() -> None:
            one = self._one(codings, number)
            beside = [each.code_id for each in codings if (each.span, each.source_id) == (one.span, one.source_id)]
            merging.merge(self.project, beside, one.code_id)

        self._do(merge)

    @rule(number=_number)
    def split(self, number: int) -> None:
        codings = segments.listing(self.project)

        def split() -> None:
            code = self._one(codings, number).code_id
            mine = [coding.id for coding in codings if coding.code_id == code]
            merging.split(self.project, code, {id_: f"Part {id_ % 2}" for id_ in mine[: 1 + number % 3]})

        self._do(split)

    @rule(number=_number)
    def delete_code(self, number: int) -> None:
        tree = codes.tree(self.project)
        self._do(lambda: codes.delete(self.project, self._one(tree, number).id))

    @rule(number=_number)
    def delete_source(self, number: int) -> None:
        def replace() -> None:
            with self.project.op("Replace source"):
                catalogue.delete(self.project, self._one(catalogue.listing(self.project), number).id)
                self._add_source()

        self._do(replace)

    @rule(number=_number, words=st.sampled_from(["", "fear ", "so to say"]))
    def correct(self, number: int, words: str) -> None:
        def correct() -> None:
            source = self._one(catalogue.listing(self.project), number)
            span = self._span(source.id, number)
            removed = span.text_in(transcript_of(self.project, source.id).text)
            correcting.correct_text(self.project, source.id, [Edit(span.start, removed, words)])

        self._do(correct)

    @rule(number=_number)
    def version(self, number: int) -> None:
        there = versions.listing(self.project)
        step = number % 3 if there else 0
        self._do(
            (
                lambda: versions.save(self.project, f"Version {self.count}"),
                lambda: versions.delete(self.project, there[number % len(there)].id),
                lambda: version_restore.restore(self.project, there[number % len(there)].id),
            )[step]
        )

    @rule(name=st.sampled_from(["Ana", "Dr. Lee"]))
    def somebody_else_works(self, name: str) -> None:
        self.project.work_as(name)

    @precondition(lambda self: self.place > 0)
    @rule()
    def undo(self) -> None:
        self.project.undo()
        self._go(-1)

    @precondition(lambda self: self.place + 1 < len(self.states))
    @rule()
    def redo(self) -> None:
        self.project.redo()
        self._go(1)

    @invariant()
    def everything_said_is_there(self) -> None:
        read = self.project.raw_connection.execute
        told = "\n".join(row[0] for table, name in _SAID.items() for row in read(f"SELECT {name} FROM {table}"))
        assert self.said <= set(told.split("\n")), self.said - set(told.split("\n"))
        assert read("PRAGMA foreign_key_check").fetchall() == []
        assert (
            len(comments.listing(self.project))
            == read("SELECT count(*) FROM comment WHERE thread_id IS NULL").fetchone()[0]
        )
        assert all(each.what for each in proposals.listing(self.project))

    # How it is done and looked at

    def _do(self, step: Callable[[], object]) -> None:
        before = self.said
        self.count += 1
        try:
            step()
        except (NotAllowed, NotFound, NameTaken):
            self.said = before
        if hasattr(self, "states") and (dump := self._dump()) != self.states[self.place][0]:
            self.states[self.place + 1 :] = [(dump, self.said)]
            self.place += 1

    def _go(self, by: int) -> None:
        self.place += by
        dump, self.said = self.states[self.place]
        assert self._dump() == dump

    def _words(self) -> str:
        words = f"said {self.count} by {self.project.coder.id}"
        self.said |= {words}
        return words

    def _one(self, things: list[_T], number: int) -> _T:
        if not things:
            raise NotFound("There is none.")
        return things[number % len(things)]

    def _span(self, source_id: int, number: int) -> Span:
        text = transcript_of(self.project, source_id).text
        start = number % max(1, len(text) - 12)
        return Span(start, min(len(text), start + 3 + number % 9))

    def _code(self, number: int) -> None:
        source = self._one(catalogue.listing(self.project), number)
        code = self._one(codes.tree(self.project), number // 5)
        segments.code_passage(self.project, source.id, self._span(source.id, number % 2), code.id)

    def _judged(self) -> set[segments.SegmentView]:
        mine = {each.segment_id for each in verdicts.listing(self.project) if each.is_own}
        return {coding for coding in segments.listing(self.project) if coding.id in mine}

    def _add_source(self) -> None:
        path = self.folder / "P01.txt"
        path.write_text(TEXT, encoding="utf-8")
        importing.add_files(self.project, [path])

    def _dump(self) -> Dump:
        read = self.project.raw_connection.execute
        return {name: read(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in _CONTENT}


# A longer look: SAID_MACHINE_RUNS=500.
_RUNS = int(os.environ.get("SAID_MACHINE_RUNS", "2"))


def test_nothing_that_a_reviewer_said_is_lost(empty_project: Path) -> None:
    Reviewing.template = empty_project
    run_state_machine_as_test(
        Reviewing,
        settings=settings(
            max_examples=_RUNS,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )
