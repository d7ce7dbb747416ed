"""Program and worker understand each other, and the worker reads the recording from afar."""

from __future__ import annotations

import io

import pytest

from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.transcription.protocol import (
    HeardSoFar,
    RemoteRecording,
    WorkOrder,
    read_frame,
    read_message,
    write_frame,
    write_message,
)


def test_an_order_arrives_as_it_was_sent() -> None:
    hearing = Hearing(speakers=None, glossary=("Żółć", "H₂O"))
    order = WorkOrder("Gespräch.m4a", 12, hearing, HeardSoFar(b"plan", {0: b"one", 3: b"\0two"}), (500, 2_000))
    pipe = io.BytesIO()
    write_frame(pipe, order.to_bytes())
    write_frame(pipe, b"")
    pipe.seek(0)
    assert WorkOrder.from_bytes(read_frame(pipe)) == order
    assert read_frame(pipe) == b""
    with pytest.raises(EOFError):
        read_frame(pipe)


def test_a_message_is_one_line_whatever_was_said() -> None:
    pipe = io.BytesIO()
    write_message(pipe, {"kind": "progress", "text": "a\nb “c”"})
    assert pipe.getvalue().count(b"\n") == 1
    assert read_message(pipe.getvalue()) == {"kind": "progress", "text": "a\nb “c”"}


def test_what_was_recognised_survives_the_journey() -> None:
    turn = RecognisedTurn(
        "S1", (RecognisedWord("今日", 0, 400, 0.5, False), RecognisedWord("は", 400, 500, 1.0, False))
    )
    recognised = Recognised((turn,), "ja", 600, "base")
    pipe = io.BytesIO()
    write_message(pipe, recognised.to_dict())
    assert Recognised.from_dict(read_message(pipe.getvalue())) == recognised
    assert turn.text == "今日は"


def test_a_recording_can_be_read_from_afar_in_any_order() -> None:
    content = bytes(range(256)) * 10
    asked: list[tuple[int, int]] = []

    def fetch(offset: int, size: int) -> bytes:
        asked.append((offset, size))
        return content[offset : offset + size]

    recording = io.BufferedReader(RemoteRecording(len(content), fetch), 1024)
    assert recording.seek(-5, io.SEEK_END) == 2555
    assert recording.read() == content[-5:]
    recording.seek(100)
    assert recording.read(300) == content[100:400]
    recording.seek(0)
    assert recording.read() == content
    assert all(offset + size <= len(content) for offset, size in asked)
