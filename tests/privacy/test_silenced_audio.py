"""Names are silenced in a new recording where their words are said, and nothing else is touched."""

from __future__ import annotations

import io
import json
import math
import shutil
import wave
from array import array
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import select

from interviewcoder import cli
from interviewcoder.errors import Cancelled, ExportFailed, NotAllowed
from interviewcoder.privacy import sharing, silenced_audio
from interviewcoder.privacy.silenced_audio import AROUND_MS, Stretch
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CoderRow, IdentifierRow, PseudonymRow, TurnRow, WordsRow
from interviewcoder.reports import silenced_recording
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.transcode import timed_frames
from interviewcoder.sources.transcript import store_recognised, transcript_of

RATE = 16_000
SAID = ("I", "met", "Amara", "Osei", "there", "yesterday")


def add_said(project: Project, recording: Path, words: tuple[str, ...], *, step_ms: int) -> SourceView:
    """Add a recording of which each word is said in the middle of a stretch of its own."""
    source = add_files(project, [recording])[0]
    heard = tuple(
        RecognisedWord(word, step_ms * n + step_ms // 5, step_ms * (n + 1) - step_ms // 5, 0.9)
        for n, word in enumerate(words)
    )
    turn = RecognisedTurn("P", heard)
    store_recognised(project, source.id, Recognised((turn,), "en", step_ms * len(words), "base"))
    return source


def replace_words(project: Project, source: SourceView, *words: str) -> None:
    """Let a pseudonym stand for each of these words, where it first stands."""
    text = transcript_of(project, source.id).text
    with project.op("Replace by pseudonym") as session:
        coder_id = session.scalars(select(CoderRow.id)).one()
        for number, each in enumerate(words):
            name = PseudonymRow(text=f"[Person {number}]", kind="name", coder_id=coder_id, created_at="2026-01-01")
            session.add(name)
            session.flush()
            start = text.index(each)
            row = IdentifierRow(source_id=source.id, start=start, end=start + len(each), pseudonym_id=name.id)
            row.coder_id, row.decided_at = coder_id, "2026-01-01"
            session.add(row)


@pytest.fixture
def heard(project: Project, tmp_path: Path) -> SourceView:
    """Six seconds of a tone, a word a second: each from 200 to 800 ms of it."""
    path = tmp_path / "P07.wav"
    tone = array("h", (round(9000 * math.sin(2 * math.pi * 440 * at / RATE)) for at in range(6 * RATE)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(tone.tobytes())
    return add_said(project, path, SAID, step_ms=1000)


def samples_of(content: bytes) -> tuple[int, NDArray[np.float64]]:
    """The rate of a recording and its samples, the loudest possible being 1; a row each, a column a channel."""
    pieces, rate = [], 0
    for frame, _ in timed_frames(io.BytesIO(content), "silenced"):
        whole = frame.to_ndarray()
        columns = whole if frame.format.is_planar else whole.reshape(-1, len(frame.layout.channels)).T
        scale = 1.0 if whole.dtype.kind == "f" else 2.0 ** (8 * whole.dtype.itemsize - 1)
        pieces.append(columns / scale)
        rate = frame.sample_rate
    return rate, np.concatenate(pieces, axis=1).T


def silenced(project: Project, source: SourceView, place: Path, *, bleep: bool = False) -> bytes:
    """Write the silenced recording and give its bytes."""
    order = silenced_recording.ordered(project, source.id, place, bleep=bleep)
    silenced_recording.write(order)
    return place.read_bytes()


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_replaced_words_are_silent_and_all_else_is_the_same_to_the_bit(
    project: Project, heard: SourceView, tmp_path: Path, suffix: str
) -> None:
    replace_words(project, heard, "Amara Osei")
    rate, found = samples_of(silenced(project, heard, tmp_path / f"for others{suffix}"))
    _, before = samples_of((tmp_path / "P07.wav").read_bytes())
    start, end = (2200 - AROUND_MS) * rate // 1000, (3800 + AROUND_MS) * rate // 1000
    assert rate == RATE
    assert not found[start:end].any()
    assert before[start:end].any()
    assert (found[:start] == before[:start]).all()
    assert (found[end:] == before[end:]).all()
    assert len(found) == len(before)


def test_a_bleep_is_a_tone_of_a_thousand_hertz(project: Project, heard: SourceView, tmp_path: Path) -> None:
    replace_words(project, heard, "Amara")
    rate, found = samples_of(silenced(project, heard, tmp_path / "for others.wav", bleep=True))
    start, end = (2200 - AROUND_MS) * rate // 1000, (2800 + AROUND_MS) * rate // 1000
    tone = found[start:end, 0]
    spectrum = np.abs(np.fft.rfft(tone))
    loudest_hz = float(np.argmax(spectrum)) * rate / len(tone)
    assert abs(loudest_hz - 1000) < 2
    # What was said, at 440 Hz, is gone.
    assert spectrum[round(440 * len(tone) / rate)] < spectrum.max() / 1000


def test_a_real_recording_is_silenced_in_place(project: Project, shared_data: Path, tmp_path: Path) -> None:
    clip = tmp_path / "jfk.flac"
    shutil.copy(shared_data / "speech" / "jfk.flac", clip)
    rate, before = samples_of(clip.read_bytes())
    words = ("and", "so", "my", "fellow", "Americans", "ask", "not", "what", "your", "country")
    source = add_said(project, clip, words, step_ms=1000)
    replace_words(project, source, "fellow Americans", "country")
    order = silenced_recording.ordered(project, source.id, tmp_path / "out.flac")
    silenced_recording.write(order)
    again, found = samples_of((tmp_path / "out.flac").read_bytes())
    hidden = np.zeros(len(before), dtype=bool)
    for each in order.plan.stretches:
        hidden[each.start_ms * rate // 1000 : each.end_ms * rate // 1000] = True
    assert again == rate
    assert before[hidden].any() and not found[hidden].any()
    assert (found[~hidden] == before[~hidden]).all()


def test_opus_is_silent_where_words_are_replaced(project: Project, heard: SourceView, tmp_path: Path) -> None:
    replace_words(project, heard, "Osei")
    rate, found = samples_of(silenced(project, heard, tmp_path / "for others.opus"))
    quiet = found[3100 * rate // 1000 : 3900 * rate // 1000]
    said = found[1000 * rate // 1000 : 2000 * rate // 1000]
    assert float((quiet**2).mean()) < float((said**2).mean()) * 1e-5


def test_words_without_times_take_their_whole_turn(project: Project, heard: SourceView) -> None:
    replace_words(project, heard, "Amara", "there")
    with project.op("Correct transcript") as session:
        session.delete(session.get_one(WordsRow, heard.id))
        turn = session.scalars(select(TurnRow).where(TurnRow.source_id == heard.id)).one()
        turn.start_ms, turn.end_ms = 1000, 4000
    plan = silenced_audio.plan(project, heard.id)
    assert (plan.places, plan.whole_turns, plan.untimed) == (2, 2, ())
    assert plan.stretches == (Stretch(1000 - AROUND_MS, 4000 + AROUND_MS),)
    assert "2 places" in " ".join(silenced_recording.told(plan))


def test_a_name_that_would_still_be_heard_stops_it_unless_that_is_said(
    project: Project, heard: SourceView, tmp_path: Path
) -> None:
    replace_words(project, heard, "Amara")
    with project.op("Correct transcript") as session:
        session.delete(session.get_one(WordsRow, heard.id))
        turn = session.scalars(select(TurnRow).where(TurnRow.source_id == heard.id)).one()
        turn.start_ms = turn.end_ms = None
    with pytest.raises(NotAllowed, match="still be heard"):
        silenced_recording.ordered(project, heard.id, tmp_path / "out.wav")
    order = silenced_recording.ordered(project, heard.id, tmp_path / "out.wav", leave_untimed=True)
    assert len(order.plan.untimed) == 1 and not order.plan.stretches


def test_stretches_that_meet_become_one() -> None:
    found = silenced_audio.merged([Stretch(500, 900), Stretch(0, 300), Stretch(250, 500), Stretch(1000, 1200)])
    assert found == (Stretch(0, 900), Stretch(1000, 1200))


def test_where_nothing_is_replaced_there_is_nothing_to_write(project: Project, heard: SourceView) -> None:
    with pytest.raises(NotAllowed, match="Nothing in the transcript is replaced"):
        silenced_audio.plan(project, heard.id)


def test_stopping_leaves_no_file(project: Project, heard: SourceView, tmp_path: Path) -> None:
    replace_words(project, heard, "Amara")

    def stop(share: float) -> None:
        raise Cancelled("Nothing was written.")

    order = silenced_recording.ordered(project, heard.id, tmp_path / "out.wav")
    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        silenced_recording.write(order, on_progress=stop)
    assert set(tmp_path.iterdir()) == before


def test_a_name_that_is_no_recording_is_refused(project: Project, heard: SourceView, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="no name of a recording"):
        silenced_recording.ordered(project, heard.id, tmp_path / "out.txt")


def test_the_recording_in_the_project_stays_as_it_was(project: Project, heard: SourceView, tmp_path: Path) -> None:
    replace_words(project, heard, "Amara")
    recording = media.media_of_source(project, heard.id)
    assert recording is not None
    silenced(project, heard, tmp_path / "out.wav")
    assert media.read(project, recording.id, 0, recording.size_bytes) == (tmp_path / "P07.wav").read_bytes()


def test_the_ledger_tells_of_the_file(project: Project, heard: SourceView, tmp_path: Path) -> None:
    replace_words(project, heard, "Amara", "Osei")
    order = silenced_recording.ordered(project, heard.id, tmp_path / "out.flac")
    written = silenced_recording.write(order)
    terms = sharing.Terms(recipient="Transcription team", purpose="Checking")
    receipt = silenced_recording.recorded(project, order, written, terms)
    (line,) = sharing.ledger(project)
    assert (line.file, line.recipient, line.manifest.counts["places"]) == (written, "Transcription team", 2)
    assert silenced_audio.VOICE_STAYS in receipt.sentences()


def test_the_verb_writes_the_recording_and_says_how_much(
    project: Project, heard: SourceView, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_words(project, heard, "Amara")
    place = tmp_path / "out.wav"
    project.close()
    assert cli.main(["silence", str(project.path), heard.name, "--out", str(place), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["places"], told["stretches"], told["silenced_ms"]) == (1, 1, 600 + 2 * AROUND_MS)
    _, found = samples_of(place.read_bytes())
    assert not found[2100 * RATE // 1000 : 2900 * RATE // 1000].any()
