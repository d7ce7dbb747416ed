"""Whatever is done to a coded transcript, in whatever order: each character keeps its codings, each word its time."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memos import About
from interviewcoder.errors import NotAllowed
from interviewcoder.project import file
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import AdjudicationRow, FindingRow, SourceRow
from interviewcoder.review import comments
from interviewcoder.sources import correcting, replacing
from interviewcoder.sources.correcting import Receipt
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import SpokenTurn, TimedWord, write_turns
from tests.sources.naive_transcript import Naive, check

SAID = (
    ("I", "What came\u00a0to mind when the nurse spoke?"),
    ("P07", "I was afraid of lawsuits, honestly. 👩\u200d⚕️ We all were, the nurse too 😨."),
    ("P07", "שלום and cafe\u0301 it\u2028is, 好了 I'd say – the well-known nurse."),
    ("I", "And then?"),
)
_pieces = st.sampled_from(
    [
        "so ",
        "word",
        " ",
        "\n",
        "👩\u200d⚕️",
        "e\u0301",
        "\u0301",
        " שלום ",
        ", ",
        "好",
        "#00:00:09-1#",
        "\u00a0",
        "\u2028",
        "a",
        "nurse",
        "'",
        "x" * 120,
        ".",
        "🇩🇪",
        "1",
    ]
)
_typed = st.lists(_pieces, min_size=1, max_size=5).map("".join)
_places = st.integers(0, 10_000)
_lengths = st.sampled_from([0, 1, 1, 2, 3, 5, 8, 13, 40, 200])
_CONTENT = [
    table.name for table in Row.metadata.sorted_tables if table.name not in ("step", "activity", "stale_source")
]
Dump = dict[str, list[tuple[Any, ...]]]


class Correcting(RuleBasedStateMachine):
    """A person who corrects and codes one transcript."""

    # Made once: to copy it is quicker.
    template: Path

    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        shutil.copy(self.template, self.folder / "study.icproj")
        self.project = file.open_project(self.folder / "study.icproj")
        self.source_id = _add_interview(self.project)
        self.codes = [codes.add(self.project, name).id for name in ("Fear", "Hope")]
        self.memo = memos.add(self.project, About(), title="Thoughts").key
        self.now = Naive.read(self.project, self.source_id)
        # What was, after each step that can be taken back; the present is states[place].
        self.states = [(self._dump(), self.now)]
        self.place = 0
        # Whether the last step was as it should be: after one that wasn't there is nothing more to find.
        self.sound = True

    def teardown(self) -> None:
        while self.place and self.sound:
            self.undo()
        self.project.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """Most corrections are of a text that is coded."""
        for number, words in enumerate(
            ("came\u00a0to mind", "afraid of lawsuits", "honestly", "cafe\u0301", "were, the")
        ):
            start = self.now.signs.index(words)
            self._code(Span(start, start + len(words)), number)
        start = self.now.signs.index("too 😨.\nשלום")
        self._code(Span(start, start + 12), 0)

    # Correcting

    @rule(at=_places, typed=_typed)
    def insert(self, at: int, typed: str) -> None:
        self._correct([Edit(at % (len(self.now.signs) + 1), "", typed)])

    @rule(at=_places, length=_lengths)
    def delete(self, at: int, length: int) -> None:
        self._correct([self._edit(at, length, "")])

    @rule(at=_places, length=_lengths, typed=_typed)
    def replace(self, at: int, length: int, typed: str) -> None:
        self._correct([self._edit(at, length, typed)])

    @rule(which=_places, typed=_typed)
    def retype_words(self, which: int, typed: str) -> None:
        words = list(re.finditer(r"\S+(?: \S+)?", self.now.signs))
        if words:
            word = words[which % len(words)]
            self._correct([Edit(word.start(), word.group(), typed)])

    @rule(which=_places, typed=_typed)
    def retype_a_coding(self, which: int, typed: str) -> None:
        spans = [span for span in self._codings() if span.length]
        if spans:
            span = spans[which % len(spans)]
            self._correct([Edit(span.start, span.text_in(self.now.signs), typed)])

    @rule(which=_places)
    def delete_a_coding(self, which: int) -> None:
        spans = self._codings()
        if spans:
            span = spans[which % len(spans)]
            self._correct([Edit(span.start, span.text_in(self.now.signs), "")])

    @rule(at=_places, lines=st.lists(_typed, min_size=2, max_size=4))
    def paste(self, at: int, lines: list[str]) -> None:
        self._correct([self._edit(at, 0, "\r\n".join(lines))])

    @rule(cuts=st.lists(_places, min_size=2, max_size=8), typed=st.lists(_typed | st.just(""), min_size=4, max_size=4))
    def correct_in_places(self, cuts: list[int], typed: list[str]) -> None:
        text = self.now.signs
        places = sorted(cut % (len(text) + 1) for cut in cuts)
        pairs = zip(places[::2], places[1::2], strict=False)
        self._correct([Edit(a, text[a : min(b, a + 30)], new) for (a, b), new in zip(pairs, typed, strict=False)])

    @rule(sought=st.sampled_from(["nurse", "the", "e", " ", "好", "\n", "s, "]), by=_typed | st.just(""))
    def replace_all(self, sought: str, by: str) -> None:
        found = [Span(one.start(), one.end()) for one in re.finditer(re.escape(sought), self.now.signs)]
        edits = [Edit(span.start, sought, by) for span in found]
        touched = sum(any(span.overlaps(one) for one in found) for span in self._codings() if span.length)
        assert replacing.codings_on(self.project, self.source_id, found) >= touched
        self._step(edits, lambda: replacing.replace_all(self.project, self.source_id, found, by))

    @rule(at=_places)
    def split(self, at: int) -> None:
        at %= len(self.now.signs) + 1
        before, text = len(self.now.signs[:at].rstrip(" \t\u00a0")), self.now.signs
        beyond = len(text) - len(text[at:].lstrip(" \t\u00a0"))
        edits = [Edit(before, text[before:beyond], "\n")]
        self._step(edits, lambda: correcting.split_turn(self.project, self.source_id, at))

    @rule(which=_places)
    def join(self, which: int) -> None:
        turns = list(self.now.turns.items())
        opening, (turn_id, _) = turns[which % len(turns)]
        text, at = self.now.signs, self.now.names.index(opening) if opening else 0
        last = text.find("\n", at + 1) in (at + 1,) or at + 1 == len(text)
        bare = at == 0 or text[at - 1].isspace() or last
        edits = [Edit(at, "\n", "" if bare else " ")] if opening else []
        self._step(edits, lambda: correcting.join_turns(self.project, self.source_id, turn_id))

    @rule(which=_places, speaker=st.integers(0, 2))
    def set_speaker(self, which: int, speaker: int) -> None:
        turns = list(self.now.turns.values())
        turn_id = turns[which % len(turns)][0]
        rows = self.project.raw_connection.execute("SELECT id FROM speaker ORDER BY id").fetchall()
        who = rows[speaker][0] if speaker < len(rows) else None
        correcting.set_speaker(self.project, self.source_id, [turn_id], who)
        was, self.now = self.now, Naive.read(self.project, self.source_id, self.now.names)
        assert (self.now.passages, self.now.words) == (was.passages, was.words)
        assert self.now.turns == {
            opening: (id_, who if id_ == turn_id else old) for opening, (id_, old) in was.turns.items()
        }
        self._done()

    # What is done in between

    @rule(at=_places, length=_lengths, code=st.integers(0, 1))
    def code(self, at: int, length: int, code: int) -> None:
        edit = self._edit(at, max(length, 1), "")
        if edit.removed.strip():
            self._code(Span(edit.at, edit.end), code)

    @rule(at=_places, length=_lengths)
    def write_memo(self, at: int, length: int) -> None:
        edit = self._edit(at, max(length, 1), "")
        if edit.removed.strip():
            memos.add(self.project, About.passage(self.source_id, Span(edit.at, edit.end)), title="Here")
            self._reread()

    @rule(at=_places, length=_lengths)
    def comment(self, at: int, length: int) -> None:
        edit = self._edit(at, max(length, 1), "")
        if edit.removed.strip():
            here = comments.About.passage(self.source_id, Span(edit.at, edit.end))
            comments.add(self.project, here, text="Here")
            self._reread()

    @rule(at=_places, length=_lengths)
    def decide(self, at: int, length: int) -> None:
        edit = self._edit(at, max(length, 1), "")
        place = {"source_id": self.source_id, "start": edit.at, "end": edit.end, "code_id": self.codes[0]}
        with self.project.op("Decide disagreement") as session:
            decided = {"coders": "[]", "outcome": "all", "coder_id": self.project.coder.id, "decided_at": ""}
            session.add(AdjudicationRow(**place, **decided))
        self._reread()

    @rule(at=_places, length=_lengths)
    def link_memo(self, at: int, length: int) -> None:
        edit = self._edit(at, max(length, 1), "")
        if edit.removed.strip():
            memos.link(self.project, self.memo, self.source_id, Span(edit.at, edit.end))
            self._reread()

    @rule(at=_places, length=_lengths)
    def find_doubtful(self, at: int, length: int) -> None:
        edit = self._edit(at, length, "")
        with self.project.op("Check") as session:
            row = FindingRow(source_id=self.source_id, kind="unsure", start=edit.at, end=edit.end, start_ms=0, end_ms=1)
            session.add(row)
        self._reread()

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

    # How it is done and looked at

    def _edit(self, at: int, length: int, typed: str) -> Edit:
        at %= len(self.now.signs) + 1
        return Edit(at, self.now.signs[at : at + length], typed)

    def _correct(self, edits: Sequence[Edit]) -> None:
        stored = [Edit(edit.at, edit.removed, edit.inserted.replace("\r\n", "\n")) for edit in edits]
        self._step(stored, lambda: correcting.correct_text(self.project, self.source_id, edits))

    def _step(self, edits: Sequence[Edit], step: Callable[[], Receipt]) -> None:
        try:
            receipt = step()
        except NotAllowed:
            assert self._dump() == self.states[self.place][0]
            return
        was, self.sound = self.now, False
        expected = was.edited(edits)
        self.now = Naive.read(self.project, self.source_id, expected.names)
        assert self.now.signs == expected.signs
        check(was, self.now, edits, receipt)
        self._done()

    def _code(self, span: Span, code: int) -> None:
        segments.code_passage(self.project, self.source_id, span, self.codes[code % 2])
        self._reread()

    def _reread(self) -> None:
        self.now = Naive.read(self.project, self.source_id, self.now.names)
        self._done()

    def _done(self) -> None:
        """Remember what is, where that is another than before."""
        self.sound = True
        dump = self._dump()
        if dump != self.states[self.place][0]:
            self.states[self.place + 1 :] = [(dump, self.now)]
            self.place += 1

    def _go(self, by: int) -> None:
        self.place += by
        dump, self.now = self.states[self.place]
        assert self._dump() == dump

    def _codings(self) -> list[Span]:
        return [segment.span for segment in segments.in_source(self.project, self.source_id)]

    def _dump(self) -> Dump:
        read = self.project.raw_connection.execute
        return {name: read(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in _CONTENT}


def _add_interview(project: file.Project) -> int:
    turns, clock_ms = [], 0
    for speaker, text in SAID:
        words, at, begin_ms = [], 0, clock_ms
        for number, word in enumerate(text.split()):
            at = text.index(word, at)
            words.append(TimedWord(at, at + len(word), clock_ms, clock_ms + 400, 0.4 + number % 2 / 2))
            at, clock_ms = at + len(word), clock_ms + 500
        turns.append(SpokenTurn(speaker, text, begin_ms, clock_ms, tuple(words)))
    with project.op("Add interview") as session:
        source = SourceRow(name="P07", kind="transcript", position=0, added_at="")
        session.add(source)
        session.flush()
        write_turns(session, source, turns)
        return source.id


# A longer look: EDIT_MACHINE_RUNS=2000.
_RUNS = int(os.environ.get("EDIT_MACHINE_RUNS", "20"))


def test_each_character_keeps_its_codings_and_each_word_its_time(empty_project: Path) -> None:
    Correcting.template = empty_project
    run_state_machine_as_test(
        Correcting,
        settings=settings(
            max_examples=_RUNS,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )
