"""Correcting a transcript moves no coding, no time and no speaker off its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from interviewcoder.coding import codes, segments
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import FindingRow, SourceRow
from interviewcoder.sources import correcting
from interviewcoder.sources.correcting import Receipt
from interviewcoder.sources.text import Edit, Span, apply_edits
from interviewcoder.sources.transcript import SpokenTurn, TimedWord, Transcript, transcript_of, write_turns
from interviewcoder.sources.word_tokens import words as words_in

SAID = (
    ("I", "What came to mind?"),
    ("P07", "I was afraid of lawsuits, honestly. 😨 We all were."),
    ("P07", "שלום and cafe\u0301 it is"),
    ("I", "And then?"),
)
_WORD_MS = 500
_TABLES = [table.name for table in Row.metadata.sorted_tables if table.name not in ("step", "activity")]


def add_interview(project: Project, said: Sequence[tuple[str, str]] = SAID, name: str = "P07") -> int:
    """A source whose words are half a second apart, each 400 ms long; sure is who said every second one."""
    turns = []
    clock_ms = 0
    for speaker, text in said:
        words, at, begin_ms = [], 0, clock_ms
        for number, word in enumerate(text.split()):
            at = text.index(word, at)
            words.append(TimedWord(at, at + len(word), clock_ms, clock_ms + 400, 0.4 + number % 2 / 2))
            at, clock_ms = at + len(word), clock_ms + _WORD_MS
        turns.append(SpokenTurn(speaker, text, begin_ms, clock_ms, tuple(words)))
    with project.op("Add interview") as session:
        source = SourceRow(name=name, kind="transcript", position=0, added_at="")
        session.add(source)
        session.flush()
        write_turns(session, source, turns)
        return source.id


@pytest.fixture
def source_id(project: Project) -> int:
    """An interview of four turns."""
    return add_interview(project)


def text_of(project: Project, source_id: int) -> str:
    return transcript_of(project, source_id).text


def span_of(project: Project, source_id: int, words: str) -> Span:
    start = text_of(project, source_id).index(words)
    return Span(start, start + len(words))


def code(project: Project, source_id: int, words: str, name: str = "Fear") -> int:
    code_id = codes.find_or_add(project, name).id
    return segments.code_passage(project, source_id, span_of(project, source_id, words), code_id).id


def correct(project: Project, source_id: int, old: str, new: str) -> Receipt:
    """Type `new` over the first `old`."""
    return correcting.correct_text(project, source_id, [Edit(span_of(project, source_id, old).start, old, new)])


def times(transcript: Transcript) -> list[tuple[str, int, int]]:
    return [(word.span.text_in(transcript.text), word.start_ms, word.end_ms) for word in transcript.words]


def said(project: Project, source_id: int) -> list[tuple[str, str]]:
    """Who says what."""
    read = transcript_of(project, source_id)
    labels = {speaker.id: speaker.label for speaker in read.speakers}
    return [(labels.get(turn.speaker_id or 0, ""), turn.span.text_in(read.text)) for turn in read.turns]


def dump(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    read = project.raw_connection.execute
    return {name: read(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in _TABLES}


def test_codings_stay_on_their_words_and_the_receipt_says_so(project: Project, source_id: int) -> None:
    before = code(project, source_id, "What came")
    on = code(project, source_id, "afraid of lawsuits")
    lost = code(project, source_id, "honestly")
    edits = [
        Edit(span_of(project, source_id, words).start, words, typed)
        for words, typed in (("afraid", "scared"), ("lawsuits", "suits"), (", honestly", ""))
    ]
    receipt = correcting.correct_text(project, source_id, edits)
    assert [segments.quote(project, id_) for id_ in (before, on, lost)] == ["What came", "scared of suits", ""]
    assert receipt == Receipt(1, (on,), (lost,))
    assert segments.view(project, lost).span.start == span_of(project, source_id, ". 😨").start


def test_words_wiped_out_and_typed_again_get_their_coding_back(project: Project, source_id: int) -> None:
    on = code(project, source_id, "afraid")
    first = correct(project, source_id, "afraid ", "")
    at = span_of(project, source_id, "of lawsuits").start
    second = correcting.correct_text(project, source_id, [Edit(at, "", "scared ")])
    assert segments.quote(project, on) == "scared"
    assert first.to_look_at == (on,)
    assert first.followed_by(second) == Receipt(0, (on,), ())


def test_words_keep_their_times_and_new_ones_get_their_predecessors(project: Project, source_id: int) -> None:
    before = transcript_of(project, source_id)
    correct(project, source_id, "afraid of lawsuits", "scared by suits")
    after = transcript_of(project, source_id)
    assert [time for _, *time in times(after)] == [time for _, *time in times(before)]
    assert [word for word, *_ in times(after)][4:10] == ["I", "was", "scared", "by", "suits,", "honestly."]
    sure = {word.span.text_in(after.text): word.confidence for word in after.words}
    assert (sure["scared"], sure["was"], sure["I"]) == (1.0, 0.9, 0.4)


def test_other_numbers_of_words_share_the_time(project: Project, source_id: int) -> None:
    correct(project, source_id, "afraid of", "petrified")
    assert ("petrified", 3000, 3900) in times(transcript_of(project, source_id))
    correct(project, source_id, "petrified", "so very scared of")
    read = times(transcript_of(project, source_id))
    assert [word for word, *_ in read][6:10] == ["so", "very", "scared", "of"]
    assert (read[6][1], read[9][2]) == (3000, 3900)
    assert all(one[2] == other[1] for one, other in pairwise(read[6:10]))


def test_a_word_that_was_not_heard_gets_the_gap(project: Project, source_id: int) -> None:
    correct(project, source_id, "was afraid", "was very afraid")
    assert ("very", 2900, 3000) in times(transcript_of(project, source_id))
    correct(project, source_id, "What", "So what")
    assert times(transcript_of(project, source_id))[:2] == [("So", 0, 0), ("what", 0, 400)]


def test_signs_and_time_marks_are_no_words(project: Project, source_id: int) -> None:
    before = times(transcript_of(project, source_id))
    correct(project, source_id, "mind?", "mind – ?")
    correcting.insert_time_mark(project, source_id, span_of(project, source_id, "lawsuits,").start, 723_450)
    after = times(transcript_of(project, source_id))
    assert "of #00:12:03-4# lawsuits, honestly" in text_of(project, source_id)
    assert [time for _, *time in after] == [time for _, *time in before]


def test_a_new_paragraph_divides_a_turn_and_none_joins_two(project: Project, source_id: int) -> None:
    at = span_of(project, source_id, "We all").start
    correcting.split_turn(project, source_id, at)
    read = transcript_of(project, source_id)
    assert said(project, source_id)[1:3] == [("P07", SAID[1][1][:-13]), ("P07", "We all were.")]
    assert [(turn.start_ms, turn.end_ms) for turn in read.turns[1:3]] == [(2000, 5400), (5500, 7000)]
    joined = correcting.join_turns(project, source_id, read.turns[2].id)
    assert said(project, source_id) == list(SAID)
    assert joined == Receipt(0)
    turn = transcript_of(project, source_id).turns[1]
    assert (turn.id, turn.start_ms, turn.end_ms) == (read.turns[1].id, 2000, 7000)


def test_joined_turns_are_the_first_ones(project: Project, source_id: int) -> None:
    turn = transcript_of(project, source_id).turns[1]
    correcting.join_turns(project, source_id, turn.id)
    assert said(project, source_id)[0] == ("I", f"{SAID[0][1]} {SAID[1][1]}")
    with pytest.raises(NotAllowed, match="no turn before"):
        correcting.join_turns(project, source_id, transcript_of(project, source_id).turns[0].id)
    with pytest.raises(NotFound):
        correcting.join_turns(project, source_id, turn.id)


@pytest.mark.parametrize("words", ["I was", "What", "שלום"])
def test_a_turn_is_not_divided_at_its_edge(project: Project, source_id: int, words: str) -> None:
    with pytest.raises(NotAllowed, match="begins or ends"):
        correcting.split_turn(project, source_id, span_of(project, source_id, words).start)


def test_findings_on_corrected_words_are_corrected(project: Project, source_id: int) -> None:
    spans = [span_of(project, source_id, words) for words in ("What", "lawsuits", "then")]
    silent = span_of(project, source_id, "And then").start
    with project.op("Check") as session:
        for span in (*spans, Span(silent, silent)):
            session.add(
                FindingRow(source_id=source_id, kind="unsure", start=span.start, end=span.end, start_ms=0, end_ms=1)
            )
    correct(project, source_id, "of lawsuits", "of long suits")
    now = span_of(project, source_id, "And then").start
    correcting.correct_text(project, source_id, [Edit(now, "", "Hm. ")])
    rows = project.raw_connection.execute("SELECT start, end, state FROM finding ORDER BY id").fetchall()
    text = text_of(project, source_id)
    assert [(text[start:end], state) for start, end, state in rows] == [
        ("What", "open"),
        ("long suits", "corrected"),
        ("then", "open"),
        ("Hm.", "corrected"),
    ]


def test_speakers_are_set_swapped_and_added(project: Project, source_id: int) -> None:
    read = transcript_of(project, source_id)
    interviewer, participant = (speaker.id for speaker in read.speakers)
    nurse = correcting.add_speaker(project, source_id, " Nurse ")
    correcting.set_speaker(project, source_id, [read.turns[3].id], nurse)
    assert correcting.swap_speakers(project, source_id, interviewer, participant) == 3
    assert [label for label, _ in said(project, source_id)] == ["P07", "I", "I", "Nurse"]
    assert correcting.swap_speakers(project, source_id, interviewer, participant, [read.turns[1].id]) == 1
    correcting.set_speaker(project, source_id, [read.turns[0].id], None)
    assert [label for label, _ in said(project, source_id)] == ["", "P07", "I", "Nurse"]
    assert text_of(project, source_id) == read.text
    with pytest.raises(NameTaken, match="Another"):
        correcting.add_speaker(project, source_id, "nurse")
    with pytest.raises(NotFound):
        correcting.set_speaker(project, source_id, [999], nurse)


def test_speakers_of_another_source_are_refused(project: Project, source_id: int) -> None:
    other = transcript_of(project, add_interview(project, name="P08")).speakers[0]
    turn = transcript_of(project, source_id).turns[0]
    with pytest.raises(NotFound, match="no longer in the transcript"):
        correcting.set_speaker(project, source_id, [turn.id], other.id)


def test_edits_that_dont_fit_change_nothing(project: Project, source_id: int) -> None:
    before = dump(project)
    with pytest.raises(NotAllowed, match="doesn't fit"):
        correcting.correct_text(project, source_id, [Edit(0, "What", "That"), Edit(5, "went", "goes")])
    with pytest.raises(NotFound):
        correcting.correct_text(project, 99, [])
    assert dump(project) == before


_pieces = st.sampled_from(["so ", "word", " ", "\n", "😨", "e\u0301", " שלום ", ", ", "好", "#00:00:09-1#"])
_typed = st.lists(_pieces, max_size=6).map("".join)


@st.composite
def corrections(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=1, max_size=5)))
    pairs = [(cuts[n], cuts[n + 1] if n + 1 < len(cuts) else cuts[n]) for n in range(0, len(cuts), 2)]
    return [Edit(start, text[start:end], draw(_typed)) for start, end in pairs]


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_whatever_is_corrected_undo_restores_it_and_untouched_words_keep_their_times(
    project: Project, data: st.DataObject
) -> None:
    while project.undo_label:
        project.undo()
    source_id = add_interview(project)
    for words in ("came to mind", "afraid of lawsuits", "honestly", "cafe\u0301", "We all were.\nשלום"):
        code(project, source_id, words)
    states = [dump(project)]
    for _ in range(3):
        before = transcript_of(project, source_id)
        quotes = {segment.id: segment for segment in segments.in_source(project, source_id)}
        edits = data.draw(corrections(before.text))
        receipt = correcting.correct_text(project, source_id, edits)
        after = transcript_of(project, source_id)
        states.append(dump(project))
        assert after.text == apply_edits(before.text, edits)
        assert [turn.span.text_in(after.text) for turn in after.turns] == after.text.split("\n")
        assert receipt.unchanged + len(receipt.changed) + len(receipt.to_look_at) == len(quotes)
        _no_untouched_word_moved(before, after, edits)
        for segment in segments.in_source(project, source_id):
            assert (segment.span.length == 0) >= (segment.id in receipt.to_look_at)
            if segment.id not in (*receipt.changed, *receipt.to_look_at):
                assert segment.span.text_in(after.text) == quotes[segment.id].span.text_in(before.text)
    for state in reversed(states[:-1]):
        while dump(project) != state:
            project.undo()


def _no_untouched_word_moved(before: Transcript, after: Transcript, edits: Sequence[Edit]) -> None:
    """A word that no edit reaches into, and that nothing was written onto, is where it was, with its time.

    What makes a word is asked of the text, not of the space around it: in
    Chinese the neighbour of a word that is corrected was not touched.
    """
    openings, closings = _edges(after.text)
    for word in before.words:
        own = [token for token in words_in(before.text) if token.start < word.span.end and token.end > word.span.start]
        start = min(word.span.start, *(token.start for token in own)) if own else word.span.start
        end = max(word.span.end, *(token.end for token in own)) if own else word.span.end
        shift = sum(edit.shift for edit in edits if edit.end <= start)
        touched = any(edit.at < end and edit.end > start for edit in edits)
        if not own or touched or start + shift not in openings or end + shift not in closings:
            continue
        moved = Span(word.span.start + shift, word.span.end + shift)
        (there,) = (w for w in after.words if w.span.overlaps(moved))
        assert (there.start_ms, there.end_ms) == (word.start_ms, word.end_ms)
    starts = [word.span.start for word in after.words]
    assert starts == sorted(starts)
    assert all(one.span.end <= other.span.start for one, other in pairwise(after.words))
    assert all(word.start_ms <= word.end_ms and word.span.text_in(after.text).strip() for word in after.words)


def _edges(text: str) -> tuple[set[int], set[int]]:
    """Where the words of a text begin and where they end."""
    found = words_in(text)
    return {token.start for token in found}, {token.end for token in found}
