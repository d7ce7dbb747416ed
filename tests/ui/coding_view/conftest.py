"""A short interview with an emoji in it, and a view that shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from interviewcoder.coding.codes import CodeNode
from interviewcoder.coding.segments import SegmentView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Speaker, Transcript, Turn
from interviewcoder.sources.words import Word, Words
from interviewcoder.ui.coding_view import CodingView

SPOKEN = (
    (1, "How did you feel when you read it?"),
    (2, "😕😕 I was afraid, because we don't have a well-written policy. Nobody told us what we may answer."),
    (1, "And then?"),
    (2, "Then we changed the handover, and I was proud of the whole team and of everyone who had helped with it."),
)
CODES = (("Fear", "#cc6677"), ("Pride", "#228833"), ("Policy", "#4477aa"), ("Fear of lawsuits", "#aa3377"))

Code = Callable[..., SegmentView]
SpanOf = Callable[[str], Span]


@pytest.fixture
def interview() -> Transcript:
    """Four turns of an interviewer and a participant, a word every 400 ms."""
    turns: list[Turn] = []
    words: list[Word] = []
    start = time_ms = 0
    for number, (speaker_id, said) in enumerate(SPOKEN, 1):
        began_ms, at = time_ms, start
        for word in said.split(" "):
            words.append(Word(Span(at, at + len(word)), time_ms, time_ms + 350, 0.9))
            at, time_ms = at + len(word) + 1, time_ms + 400
        turns.append(Turn(number, Span(start, start + len(said)), speaker_id, began_ms, time_ms))
        start += len(said) + 1
    speakers = (Speaker(1, "Interviewer", True, None), Speaker(2, "P02", False, None))
    return Transcript(1, "\n".join(said for _, said in SPOKEN), tuple(turns), Words(words), speakers)


@pytest.fixture
def span_of(interview: Transcript) -> SpanOf:
    """Give the span of some words of the interview."""

    def find(words: str) -> Span:
        start = interview.text.index(words)
        return Span(start, start + len(words))

    return find


@pytest.fixture
def codes() -> list[CodeNode]:
    """Give four codes, the last one below the first."""
    return [
        CodeNode(
            id=number,
            uuid=f"code-{number}",
            name=name,
            parent_id=1 if number == 4 else None,
            position=number,
            depth=1 if number == 4 else 0,
            colour=colour,
            brief="",
            definition="",
            use_when="",
            dont_use_when="",
            provenance="inductive",
            provenance_note="",
            memo="",
            references=0,
            sources=0,
        )
        for number, (name, colour) in enumerate(CODES, 1)
    ]


@pytest.fixture
def coded(codes: list[CodeNode], span_of: SpanOf) -> Code:
    """Make a coding of some words with a code."""
    made: list[int] = []

    def make(words: str, code_id: int, *, exemplar: bool = False, memo: str = "") -> SegmentView:
        made.append(len(made) + 1)
        code = codes[code_id - 1]
        return SegmentView(
            id=made[-1],
            uuid=f"segment-{made[-1]}",
            source_id=1,
            span=span_of(words),
            code_id=code.id,
            code_name=code.name,
            colour=code.colour,
            coder_id=1,
            coder="Karin",
            exemplar=exemplar,
            memo=memo,
            created_at="2025-03-01T09:00:00Z",
        )

    return make


@pytest.fixture
def view(qtbot: QtBot, interview: Transcript, codes: list[CodeNode]) -> CodingView:
    """Give a view that shows the interview, has the codes and the keyboard."""
    view = CodingView()
    qtbot.addWidget(view)
    view.resize(1000, 640)
    view.set_codes(codes)
    view.set_recent([codes[2], codes[0]])
    with qtbot.waitExposed(view):
        view.show()
    view.show_transcript(interview, [])
    view.setFocus()
    return view
