"""Two copies of a study diverge, whatever is done in each, and come together again: no coding is lost or doubled."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos, merging, segments
from interviewcoder.errors import InterviewCoderError
from interviewcoder.privacy import withdrawal
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, CodeRow, SegmentRow, SourceRow
from interviewcoder.review import comments, merging_in, proposals, verdicts
from interviewcoder.review.merge_items import MergePlan
from interviewcoder.review.snapshot import Snapshot, take
from interviewcoder.sources import catalogue, correcting
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.word_tokens import words as words_in
from tests.review.two_copies import SAID, add_interview, check_whole, content, start

_NAMES = ("Fear", "Hope", "Trust", "Night")
_TYPED = ("", "really ", "nurse", "\n", "we waited and waited")


def _pick(rows: Sequence[Any], number: int) -> Any:
    if not rows:
        raise _Nothing
    return rows[number % len(rows)]


class _Nothing(Exception):
    """There is nothing to do it with."""


class _Study:
    """One of the two files, and what can be done in it, by numbers."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def _ids(self, kind: Any) -> list[int]:
        return [row[0] for row in self.project.session.query(kind.id).order_by(kind.uuid)]

    def _span(self, source: int, a: int, b: int) -> Span:
        text = self.project.session.query(SourceRow.text).filter(SourceRow.id == source).scalar() or ""
        found = words_in(text)
        first = a % len(found) if found else 0
        if not found:
            raise _Nothing
        return Span(found[first].start, found[min(first + b % 5, len(found) - 1)].end)

    def add_code(self, a: int, b: int, c: int) -> None:
        parents: list[int | None] = [None, *self._ids(CodeRow)]
        codes.add(self.project, _pick(_NAMES, a), parent_id=_pick(parents, b))

    def rename_code(self, a: int, b: int, c: int) -> None:
        codes.rename(self.project, _pick(self._ids(CodeRow), a), f"{_pick(_NAMES, b)} {c % 3}")

    def describe_code(self, a: int, b: int, c: int) -> None:
        codes.describe(self.project, _pick(self._ids(CodeRow), a), definition=f"Meaning {b % 3}")

    def move_code(self, a: int, b: int, c: int) -> None:
        targets: list[int | None] = [None, *self._ids(CodeRow)]
        codes.move(self.project, _pick(self._ids(CodeRow), a), parent_id=_pick(targets, b), position=c % 3)

    def merge_codes(self, a: int, b: int, c: int) -> None:
        merging.merge(self.project, [_pick(self._ids(CodeRow), a)], _pick(self._ids(CodeRow), b))

    def delete_code(self, a: int, b: int, c: int) -> None:
        codes.delete(self.project, _pick(self._ids(CodeRow), a))

    def code(self, a: int, b: int, c: int) -> None:
        source = _pick(self._ids(SourceRow), c)
        segments.code_passage(self.project, source, self._span(source, a, b), _pick(self._ids(CodeRow), a + b))

    def recode(self, a: int, b: int, c: int) -> None:
        segments.recode(self.project, _pick(self._ids(SegmentRow), a), _pick(self._ids(CodeRow), b))

    def resize(self, a: int, b: int, c: int) -> None:
        segment = self.project.session.get_one(SegmentRow, _pick(self._ids(SegmentRow), a))
        segments.resize(self.project, segment.id, self._span(segment.source_id, b, c))

    def remove(self, a: int, b: int, c: int) -> None:
        segments.remove(self.project, _pick(self._ids(SegmentRow), a))

    def note(self, a: int, b: int, c: int) -> None:
        segments.set_memo(self.project, _pick(self._ids(SegmentRow), a), f"Note {b % 4}")

    def edit(self, a: int, b: int, c: int) -> None:
        source = _pick(self._ids(SourceRow), c)
        span = self._span(source, a, b)
        text = self.project.session.query(SourceRow.text).filter(SourceRow.id == source).scalar()
        correcting.correct_text(self.project, source, [Edit(span.start, span.text_in(text), _pick(_TYPED, b))])

    def memo(self, a: int, b: int, c: int) -> None:
        source = _pick(self._ids(SourceRow), c)
        about = memos.About("passage", source, span=self._span(source, a, b))
        memos.add(self.project, about, title="Memo", text=f"Thought {a}")

    def comment(self, a: int, b: int, c: int) -> None:
        about = comments.About.coding(_pick(self._ids(SegmentRow), a)) if c % 2 else comments.About()
        thread = comments.add(self.project, about, text=f"Comment {a}")
        if b % 2:
            comments.reply(self.project, thread.first.id, "Answer")

    def verdict(self, a: int, b: int, c: int) -> None:
        verdicts.give(self.project, _pick(self._ids(SegmentRow), a), "agree" if b % 2 else "query")

    def propose(self, a: int, b: int, c: int) -> None:
        proposals.rename(self.project, _pick(self._ids(CodeRow), a), f"Proposed {b % 3}")

    def add_source(self, a: int, b: int, c: int) -> None:
        if (name := f"P{a % 3}") not in catalogue.names(self.project).values():
            add_interview(self.project, name, (*SAID, ("P", f"Also {b % 2}.")))

    def delete_source(self, a: int, b: int, c: int) -> None:
        if a % 4 == 0:
            catalogue.delete(self.project, _pick(self._ids(SourceRow), b))

    def describe_case(self, a: int, b: int, c: int) -> None:
        case_id = cases.add(self.project, f"C{a % 3}").id if b % 2 else _pick(self._ids(CaseRow), a)
        attributes.describe_case(self.project, case_id, {"role": f"nurse {c % 3}"})
        cases.tie_source(self.project, case_id, _pick(self._ids(SourceRow), b))

    def withdraw(self, a: int, b: int, c: int) -> None:
        if a % 5 == 0:
            withdrawal.withdraw(self.project, _pick(self._ids(CaseRow), b))

    def undo(self, a: int, b: int, c: int) -> None:
        self.project.undo()

    def redo(self, a: int, b: int, c: int) -> None:
        self.project.redo()


_DEEDS = [name for name in vars(_Study) if not name.startswith("_")]
# Most work is coding.
_deeds = st.sampled_from([*_DEEDS, "code", "code", "code", "edit", "edit"])
_numbers = st.integers(0, 60)
_sides = st.sampled_from([0, 1])


class MergeMachine(RuleBasedStateMachine):
    """Ada and Ben work in two copies of one study, and merge them now and then."""

    made: Path

    @initialize()
    def begin(self) -> None:
        """Both have the study as it is."""
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.number = 0
        # Whether something was decided in one of them alone: from then on they aren't the same study any more.
        self.parted = False
        self.both = [_Study(self._copied(self.made, coder)) for coder in ("Ada", "Ben")]

    def _copied(self, path: Path, coder: str) -> Project:
        self.number += 1
        there = self.folder / str(self.number) / "study.icproj"
        there.parent.mkdir()
        project = file.open_project(Path(shutil.copy(path, there)))
        project.work_as(coder)
        return project

    def _twin(self, side: int) -> Project:
        project = self.both[side].project
        whole = self.folder / "whole"
        whole.write_bytes(b"".join(project.blocks()))
        return self._copied(whole, project.coder.name)

    @rule(side=_sides, deed=_deeds, a=_numbers, b=_numbers, c=_numbers)
    def work(self, side: int, deed: str, a: int, b: int, c: int) -> None:
        """Do something in one of them."""
        work: Callable[[int, int, int], None] = getattr(self.both[side], deed)
        with suppress(InterviewCoderError, _Nothing):
            work(a, b, c)
        self.both[side].project.session.rollback()

    @rule()
    def merge_both_ways(self) -> None:
        """Merge each into a copy of the other: the same comes out, or a conflict was listed; again, nothing comes."""
        results = []
        listed = self.parted
        for ours, theirs in ((0, 1), (1, 0)):
            with self._twin(ours) as project:
                planned = self._merged(project, self.both[theirs].project)
                listed = listed or bool(planned.conflicts or planned.unplaced)
                results.append(content(project))
        if not listed:
            # Who did nothing doesn't come along.
            for table in results[0].keys() - {"coder"}:
                here, there = (set(each[table]) for each in results)
                assert results[0][table] == results[1][table], (table, here - there, there - here)

    @rule(side=_sides)
    def merge(self, side: int) -> None:
        """Merge one into the other, and go on."""
        planned = self._merged(self.both[side].project, self.both[1 - side].project)
        self.parted = self.parted or bool(planned.conflicts or planned.unplaced)

    def _merged(self, ours: Project, theirs: Project) -> MergePlan:
        before, there = take(ours), take(theirs)
        their_bytes = b"".join(theirs.blocks())
        planned = merging_in.plan(ours, theirs)
        merging_in.carry_out(ours, theirs, planned, {})
        check_whole(ours)
        self._check_codings(planned, before, there, take(ours))
        assert merging_in.plan(ours, theirs).items == (), [i.title for i in merging_in.plan(ours, theirs).items]
        assert b"".join(theirs.blocks()) == their_bytes
        return planned

    def _check_codings(self, planned: MergePlan, before: Snapshot, there: Snapshot, after: Snapshot) -> None:
        """What was accepted is there, what wasn't removed is still there, and each has its words."""
        removed = {item.key for item in planned.items if item.action == "remove"}
        settled = planned.settled({})
        withdrawn = any(item.kind == "withdrawal" for item in planned.items)
        texts = {item.source for item in planned.items if item.kind == "text"}
        here = {_said(after, row) for row in after.rows["segment"].values()}
        for uuid, ours in before.rows["segment"].items():
            gone = {f"coding:{uuid}", f"source:{ours['source_id']}"} & removed
            if gone or withdrawn:
                continue
            now = after.rows["segment"].get(uuid)
            assert now is not None or f"code:{ours['code_id']}" in removed, "a coding of ours is lost"
            name = before.rows["source"][ours["source_id"]]["name"]
            changed = any(item.key == f"coding:{uuid}" for item in planned.items)
            if now is not None and name not in texts and not changed:
                assert _said(after, now)[1] == _said(before, ours)[1], "a coding of ours left its words"
        for item in planned.items:
            if item.kind != "coding" or item.action != "add" or settled[item.key] not in ("accept", "theirs"):
                continue
            uuid = item.key.partition(":")[2]
            row = there.rows["segment"].get(uuid)
            if item.placement == "lost" or row is None:
                continue
            now = after.rows["segment"].get(uuid)
            assert now is not None or any(said[1] == item.quote for said in here), "a coding of theirs is lost"
            if now is not None and item.source not in texts:
                assert _said(after, now)[1] == item.quote

    def teardown(self) -> None:
        """Close both."""
        for study in getattr(self, "both", ()):
            study.project.close()
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def _said(snapshot: Snapshot, row: dict[str, Any]) -> tuple[str, str, str]:
    words = snapshot.text(row["source_id"])[row["start"] : row["end"]]
    return snapshot.rows["code"][row["code_id"]]["name"], words, snapshot.rows["coder"][row["coder_id"]]["name"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study both begin with."""
    with start(tmp_path_factory.mktemp("study")) as project:
        return project.path


def test_two_copies_diverge_and_come_together_again(made: Path) -> None:
    """`MERGE_MACHINE_RUNS` says how long to look; by default a little."""
    runs = int(os.environ.get("MERGE_MACHINE_RUNS", "2"))
    machine = type("Machine", (MergeMachine,), {"made": made})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=14 if runs < 10 else 25,
            deadline=None,
            database=None,
            derandomize=runs < 10,
            phases=(Phase.generate,) if runs < 10 else (Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
