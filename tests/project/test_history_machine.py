"""Whatever is done to a project, undo brings back exactly what was, and a file holds it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos, merging, segments
from interviewcoder.coding.memos import About, MemoKey
from interviewcoder.errors import InterviewCoderError
from interviewcoder.project import activity, chunks, file, media
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import ActivityRow, MediaRow, SourceRow, StepRow
from interviewcoder.sources import catalogue, transcript
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import SpokenTurn, write_turns

# Everything that a person does and undoes; the history itself goes on, and chunks are read through their recording.
_CONTENT = [
    (table.name, ", ".join(column.name for column in table.primary_key.columns))
    for table in Row.metadata.sorted_tables
    if table.name not in {"step", "activity", "media_chunk", "stale_source"}
]
_SAID = "I was afraid 😨 of the lawyers and 👩‍⚕️ of the press but nobody ever asked me about it"
_WORDS = _SAID.split()

_names = st.one_of(
    st.sampled_from(["Fear", "fear", "Hope", "Trust", "A > B", "Straße", "😨", " ", "Role", "P01"]),
    st.integers(0, 99).map(lambda number: f"Number {number}"),
)
_texts = st.sampled_from(["", "what is meant", "Ωmega 😨\nsecond line", "x" * 300])
_numbers = st.integers(0, 40)

Dump = dict[str, list[tuple[Any, ...]]]


def _dump(project: Project) -> Dump:
    """Every row of the study, and every recording's bytes as they play."""
    read = project.raw_connection.execute
    content = {name: read(f"SELECT * FROM {name} ORDER BY {key}").fetchall() for name, key in _CONTENT}
    ids = [row[0] for row in read("SELECT id FROM media ORDER BY id")]
    content["heard"] = [(i, hashlib.sha256(media.open_stream(project, i).read()).hexdigest()) for i in ids]
    return content


class ProjectMachine(RuleBasedStateMachine):
    """A person at work: whatever they do, in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.project = file.create(self.folder / "study.icproj", title="Study", passphrase=None)
        # The content after each step; the present one is states[place].
        self.states = [_dump(self.project)]
        self.place = 0

    def teardown(self) -> None:
        """Go back to the beginning and forward to the end once more, then tidy up."""
        while self.place:
            self.undo()
        while self.place < len(self.states) - 1:
            self.redo()
        self.reopen()
        self.project.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """Most work is on something: a coded transcript, a tree of codes, a participant."""

        def fill() -> None:
            with self.project.op("Begin") as session:
                source = self._source_row(session)
                write_turns(session, source, [SpokenTurn(f"S{n % 2}", " ".join(_WORDS[n : n + 7])) for n in range(4)])
                source_id = source.id
                for number, name in enumerate(["Theme > Fear", "Theme > Hope > Of change", "Trust"]):
                    segments.code_with_name(self.project, source_id, Span(number, 20 + number), name)
                codes.add(self.project, "Fear")
                case = cases.add(self.project, "P01")
                cases.tie_source(self.project, case.id, source_id)
                attributes.describe_case(self.project, case.id, {"role": "nurse"})
                cases.add(self.project, "P02")

        self._do(fill)

    @rule(turns=st.integers(0, 4))
    def add_transcript(self, turns: int) -> None:
        def add() -> None:
            with self.project.op("Add transcript") as session:
                source = self._source_row(session)
                spoken = [SpokenTurn(f"S{n % 2}", " ".join(_WORDS[n : n + 7])) for n in range(turns)]
                write_turns(session, source, spoken)

        self._do(add)

    @rule(size=st.sampled_from([1, chunks.CHUNK_BYTES, chunks.CHUNK_BYTES + 1]))
    def add_recording(self, size: int) -> None:
        content = bytes([len(self.states) % 256]) * size
        path = self.folder / "recording"
        path.write_bytes(content)

        def add() -> None:
            audio = media.store_audio(self.project, path)
            with self.project.op("Add recording") as session:
                row = MediaRow(
                    uuid=audio.uuid,
                    name="recording",
                    container="wav",
                    codec="pcm",
                    size_bytes=size,
                    duration_ms=1000,
                    sha256=audio.sha256,
                    added_at=_now(),
                )
                session.add(row)
                session.flush()
                self._source_row(session).media_id = row.id

        self._do(add)

    @rule(which=_numbers, turns=st.integers(0, 3))
    def transcribe(self, which: int, turns: int) -> None:
        words = tuple(RecognisedWord(word, 100 * n, 100 * n + 80, 0.5) for n, word in enumerate(_WORDS))
        said = tuple(RecognisedTurn(f"S{n % 2}", words[n:]) for n in range(turns))
        self._do_to(self._sources(), which, lambda i: transcript.store_recognised(self.project, i, _recognised(said)))

    @rule(which=_numbers, name=_names)
    def rename_source(self, which: int, name: str) -> None:
        self._do_to(self._sources(), which, lambda i: catalogue.rename(self.project, i, name))

    @rule(which=_numbers)
    def delete_source(self, which: int) -> None:
        self._do_to(self._sources(), which, lambda i: catalogue.delete(self.project, i))

    @rule(name=_names, parent=_numbers, provenance=st.sampled_from(codes.PROVENANCES))
    def add_code(self, name: str, parent: int, provenance: str) -> None:
        below = _pick(self._codes(), parent)
        self._do(lambda: codes.add(self.project, name, parent_id=below, provenance=provenance))

    @rule(which=_numbers, name=_names)
    def rename_code(self, which: int, name: str) -> None:
        self._do_to(self._codes(), which, lambda i: codes.rename(self.project, i, name))

    @rule(which=_numbers, parent=_numbers, position=st.none() | st.integers(-1, 5))
    def move_code(self, which: int, parent: int, position: int | None) -> None:
        below = _pick(self._codes(), parent)
        self._do_to(self._codes(), which, lambda i: codes.move(self.project, i, parent_id=below, position=position))

    @rule(which=_numbers, colour=st.sampled_from(codes.PALETTE))
    def recolour_code(self, which: int, colour: str) -> None:
        self._do_to(self._codes(), which, lambda i: codes.recolour(self.project, i, colour))

    @rule(which=_numbers, definition=_texts, memo=st.none() | _texts)
    def describe_code(self, which: int, definition: str, memo: str | None) -> None:
        self._do_to(self._codes(), which, lambda i: codes.describe(self.project, i, definition=definition, memo=memo))

    @rule(which=_numbers)
    def delete_code(self, which: int) -> None:
        self._do_to(self._codes(), which, lambda i: codes.delete(self.project, i))

    @rule(which=st.sets(_numbers, min_size=1, max_size=4), into=_numbers, name=st.none() | _names, reason=_texts)
    def merge_codes(self, which: set[int], into: int, name: str | None, reason: str) -> None:
        chosen = [code_id for code_id in {_pick(self._codes(), each) for each in which} if code_id is not None]
        self._do_to(self._codes(), into, lambda i: merging.merge(self.project, chosen, i, name=name, reason=reason))

    @rule(which=_numbers, into=_numbers, name=_names, below=st.booleans())
    def split_code(self, which: int, into: int, name: str, below: bool) -> None:
        target = _pick(self._codes(), into)

        def split(code_id: int) -> None:
            dealt: dict[int, int | str] = {}
            for place, segment in enumerate(segments.of_code(self.project, code_id)):
                if place % 3:
                    dealt[segment.id] = name if place % 3 == 1 or target is None else target
            merging.split(self.project, code_id, dealt, below=below)

        self._do_to(self._codes(), which, split)

    @rule(which=st.sets(_numbers, min_size=1, max_size=3), parent=_numbers, position=st.none() | st.integers(-1, 5))
    def move_codes(self, which: set[int], parent: int, position: int | None) -> None:
        chosen = [code_id for code_id in {_pick(self._codes(), each) for each in which} if code_id is not None]
        below = _pick(self._codes(), parent)
        self._do(lambda: codes.move_all(self.project, chosen, parent_id=below, position=position))

    @rule(which=st.sets(_numbers, min_size=1, max_size=3))
    def delete_codes(self, which: set[int]) -> None:
        chosen = {code_id for code_id in (_pick(self._codes(), each) for each in which) if code_id is not None}
        self._do(lambda: codes.delete_all(self.project, chosen))

    @rule(by=st.sampled_from([codes.BY_NAME, codes.BY_COUNT]))
    def sort_codes(self, by: str) -> None:
        self._do(lambda: codes.sort(self.project, by))

    @rule(which=_numbers)
    def shade_codes(self, which: int) -> None:
        self._do_to(self._codes(), which, lambda i: codes.shade(self.project, i))

    @rule(source=_numbers, code=_numbers, start=_numbers, length=st.integers(1, 30) | st.just(-1))
    def code_passage(self, source: int, code: int, start: int, length: int) -> None:
        span, source_id = Span(start, start + length), _pick(self._sources(), source)
        if source_id is not None:
            self._do_to(self._codes(), code, lambda i: segments.code_passage(self.project, source_id, span, i))

    @rule(source=_numbers, start=_numbers, length=st.integers(0, 30))
    def code_in_vivo(self, source: int, start: int, length: int) -> None:
        span = Span(start, start + length)
        self._do_to(self._sources(), source, lambda i: segments.code_in_vivo(self.project, i, span))

    @rule(source=_numbers, name=_names)
    def code_with_name(self, source: int, name: str) -> None:
        self._do_to(self._sources(), source, lambda i: segments.code_with_name(self.project, i, Span(0, 9), name))

    @rule(which=_numbers)
    def remove_coding(self, which: int) -> None:
        self._do_to(self._segments(), which, lambda i: segments.remove(self.project, i))

    @rule(which=_numbers, exemplar=st.booleans())
    def mark_exemplar(self, which: int, exemplar: bool) -> None:
        self._do_to(self._segments(), which, lambda i: segments.mark_exemplar(self.project, i, exemplar))

    @rule(kind=st.sampled_from(memos.KINDS), which=_numbers, start=_numbers, title=_names, text=_texts)
    def add_memo(self, kind: str, which: int, start: int, title: str, text: str) -> None:
        ids = {"source": self._sources, "passage": self._sources, "case": self._cases, "code": self._codes}
        thing = _pick(ids.get(kind, self._segments)(), which)
        span = Span(start, start + 9) if kind == "passage" else None
        about = About(kind, None if kind == "project" else thing, None, span)
        self._do(lambda: memos.add(self.project, about, title=title, text=text))

    @rule(title=_names)
    def add_journal_entry(self, title: str) -> None:
        self._do(lambda: memos.add_journal_entry(self.project, title=title))

    @rule(kept_in=st.sampled_from(["memo", "code", "segment"]), which=_numbers, text=_texts, private=st.booleans())
    def write_memo(self, kept_in: str, which: int, text: str, private: bool) -> None:
        def write(id_: int) -> None:
            with self.project.op("Write memo"):
                memos.change(self.project, MemoKey(kept_in, id_), text=text)
                if kept_in == "memo":
                    memos.set_private(self.project, MemoKey(kept_in, id_), private)

        ids = {"memo": self._memos, "code": self._codes, "segment": self._segments}
        self._do_to(ids[kept_in](), which, write)

    @rule(which=_numbers, source=_numbers, start=_numbers)
    def link_memo(self, which: int, source: int, start: int) -> None:
        span, source_id = Span(start, start + 12), _pick(self._sources(), source)
        if source_id is not None:
            self._do_to(self._memos(), which, lambda i: memos.link(self.project, MemoKey("memo", i), source_id, span))

    @rule(which=_numbers)
    def delete_memo(self, which: int) -> None:
        self._do_to(self._memos(), which, lambda i: memos.delete(self.project, MemoKey("memo", i)))

    @rule(name=_names)
    def add_case(self, name: str) -> None:
        self._do(lambda: cases.add(self.project, name))

    @rule(which=_numbers, name=_names)
    def rename_case(self, which: int, name: str) -> None:
        self._do_to(self._cases(), which, lambda i: cases.rename(self.project, i, name))

    @rule(which=_numbers)
    def delete_case(self, which: int) -> None:
        self._do_to(self._cases(), which, lambda i: cases.delete(self.project, i))

    @rule(which=_numbers, values=st.dictionaries(_names, _texts, max_size=3))
    def describe_case(self, which: int, values: dict[str, str]) -> None:
        self._do_to(self._cases(), which, lambda i: attributes.describe_case(self.project, i, values))

    @rule(which=_numbers)
    def delete_attribute(self, which: int) -> None:
        ids = [attribute.id for attribute in attributes.listing(self.project)]
        self._do_to(ids, which, lambda i: attributes.delete(self.project, i))

    @rule(case=_numbers, source=_numbers, tied=st.booleans())
    def tie_source(self, case: int, source: int, tied: bool) -> None:
        tie, case_id = cases.tie_source if tied else cases.untie_source, _pick(self._cases(), case)
        if case_id is not None:
            self._do_to(self._sources(), source, lambda i: tie(self.project, case_id, i))

    @rule(source=_numbers, speaker=_numbers, case=_numbers, label=_names)
    def name_speaker(self, source: int, speaker: int, case: int, label: str) -> None:
        def name(source_id: int) -> None:
            speakers = transcript.transcript_of(self.project, source_id).speakers
            if speakers:
                speaker_id = speakers[speaker % len(speakers)].id
                transcript.tie_speaker(self.project, speaker_id, _pick(self._cases(), case))
                transcript.mark_interviewer(self.project, speaker_id, bool(case % 2))
                transcript.rename_speaker(self.project, speaker_id, label)

        def in_one(source_id: int) -> None:
            with self.project.op("Name speaker"):
                name(source_id)

        self._do_to(self._sources(), source, in_one)

    @precondition(lambda self: len(self._cases()) > 1)
    @rule(first=_numbers, second=_numbers)
    def swap_names_of_cases(self, first: int, second: int) -> None:
        one, other = _pick(self._cases(), first), _pick(self._cases(), second)
        if one is None or other is None or one == other:
            return
        names = {case.id: case.name for case in cases.listing(self.project)}

        def swap() -> None:
            with self.project.op("Swap names"):
                cases.rename(self.project, one, "on the way")
                cases.rename(self.project, other, names[one])
                cases.rename(self.project, one, names[other])

        self._do(swap)

    @rule(which=_numbers)
    def fail_half_way(self, which: int) -> None:
        def fail() -> None:
            with self.project.op("Fail") as session:
                codes.add(self.project, "half")
                for source_id in self._sources()[:1]:
                    catalogue.delete(self.project, source_id)
                if (code_id := _pick(self._codes(), which)) is not None:
                    codes.delete(self.project, code_id)
                session.flush()
                raise InterviewCoderError("Stopped half way.")

        self._do(fail)
        assert self._present() == self.states[self.place]

    @precondition(lambda self: self.place > 0)
    @rule()
    def undo(self) -> None:
        self.project.undo()
        self.place -= 1

    @precondition(lambda self: self.place < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        self.project.redo()
        self.place += 1

    @rule(place=_numbers)
    def go_to(self, place: int) -> None:
        steps = [None, *(row[0] for row in self.project.raw_connection.execute("SELECT id FROM step ORDER BY id"))]
        assert len(steps) == len(self.states)
        self.place = place % len(steps)
        self.project.go_to(steps[self.place])

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = file.open_project(self.project.path)

    @invariant()
    def it_is_what_it_was(self) -> None:
        """After undo, redo, failure and reopening, the study is exactly as it stood."""
        assert self._present() == self.states[self.place]

    @invariant()
    def history_knows_where_it_stands(self) -> None:
        assert (self.project.undo_label is not None) == (self.place > 0)
        assert (self.project.redo_label is not None) == (self.place < len(self.states) - 1)

    @invariant()
    def siblings_stand_in_order_under_names_of_their_own(self) -> None:
        nodes = codes.tree(self.project)
        assert len(nodes) == len({codes.path_of(nodes, node.id).casefold() for node in nodes})
        assert len(nodes) == len(self._codes())

    @invariant()
    def codings_are_counted(self) -> None:
        read = self.project.raw_connection.execute
        counted = "SELECT code_id, source_id, count(*) FROM segment GROUP BY code_id, source_id ORDER BY 1, 2"
        assert read("SELECT * FROM tally ORDER BY 1, 2").fetchall() == read(counted).fetchall()

    @invariant()
    def memos_are_about_what_is_there(self) -> None:
        assert self.project.raw_connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert len(memos.listing(self.project, by_place=True)) >= len(self._memos())

    @invariant()
    def log_is_whole(self) -> None:
        assert activity.first_broken(self.project.session) is None

    def _do(self, act: Callable[[], object]) -> None:
        """Do something; if it is refused nothing has changed, if it changed something it is one step."""
        steps, entries = self._count(StepRow), self._count(ActivityRow)
        try:
            act()
        except InterviewCoderError:
            assert self._present() == self.states[self.place]
        after = self._present()
        if self._count(ActivityRow) == entries:
            assert after == self.states[self.place]
            return
        assert self._count(ActivityRow) == entries + 1
        assert self._count(StepRow) <= steps + 1
        del self.states[self.place + 1 :]
        self.states.append(after)
        self.place += 1

    def _do_to(self, ids: list[int], which: int, act: Callable[[int], object]) -> None:
        if ids:
            self._do(lambda: act(ids[which % len(ids)]))

    def _present(self) -> Dump:
        return _dump(self.project)

    def _count(self, kind: type[Row]) -> int:
        return int(self.project.raw_connection.execute(f"SELECT count(*) FROM {kind.__tablename__}").fetchone()[0])

    def _sources(self) -> list[int]:
        return [source.id for source in catalogue.listing(self.project)]

    def _codes(self) -> list[int]:
        return sorted(node.id for node in codes.tree(self.project))

    def _segments(self) -> list[int]:
        return [segment.id for segment in segments.listing(self.project)]

    def _memos(self) -> list[int]:
        return [row[0] for row in self.project.raw_connection.execute("SELECT id FROM memo ORDER BY id")]

    def _cases(self) -> list[int]:
        return [case.id for case in cases.listing(self.project)]

    def _source_row(self, session: Any) -> SourceRow:  # a Session, as op() hands it over
        row = SourceRow(
            name=catalogue.unused_name(session, "interview"),
            kind="transcript",
            position=len(self._sources()),
            added_at=_now(),
        )
        session.add(row)
        session.flush()
        return row


def _pick(ids: list[int], which: int) -> int | None:
    """One of them, or none of them about one time in ten."""
    return None if not ids or which % 10 == 0 else ids[which % len(ids)]


def _recognised(turns: tuple[RecognisedTurn, ...]) -> Recognised:
    return Recognised(turns, "en", 10_000, "tiny")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# The same work every time: what fails here fails on every machine. To shrink a failure takes minutes; whoever looks
# into one adds Phase.shrink. Several short runs, since Hypothesis soon varies what it has tried already.
_ci = settings(
    max_examples=4,
    stateful_step_count=40,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("number", range(8))
def test_undo_redo_failure_and_reopening_restore_the_study_exactly(number: int) -> None:
    run_state_machine_as_test(seed(number)(ProjectMachine), settings=_ci)
