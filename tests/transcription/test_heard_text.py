"""What was heard so far can be read before the transcription is done."""

from __future__ import annotations

from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription.heard import HeardBlock
from interviewcoder.transcription.heard_text import HeardLine, lines_of


def block(words: str, *, begins_ms: int = 0) -> bytes:
    """Words of half a second each; “|” is a silence of two seconds."""
    heard, at_ms = [], begins_ms
    for word in words.split():
        if word == "|":
            at_ms += 2_000
            continue
        heard.append(RecognisedWord(word, at_ms, at_ms + 400, 0.9))
        at_ms += 500
    return HeardBlock(tuple(heard)).to_bytes()


def test_a_long_silence_begins_a_line() -> None:
    assert lines_of({0: block("Yes. | We were afraid.")}) == [
        HeardLine(0, "Yes."),
        HeardLine(2_500, "We were afraid."),
    ]


def test_short_sentences_share_a_line_and_long_ones_have_their_own() -> None:
    lines = lines_of({0: block("Yes. No. We were all of us afraid then. And what helped?")})
    assert [line.text for line in lines] == ["Yes. No. We were all of us afraid then.", "And what helped?"]


def test_a_run_without_an_end_is_broken_between_words() -> None:
    lines = lines_of({0: block("and " * 90)})
    assert [len(line.text.split()) for line in lines] == [40, 40, 10]


def test_blocks_stand_in_the_order_of_the_recording() -> None:
    blocks = {3: block("last", begins_ms=90_000), 0: block("first"), 1: block("")}
    assert [line.text for line in lines_of(blocks)] == ["first", "last"]
    assert lines_of({}) == []
