"""Several files of one interview become one recording whose times are true; Opus keeps them too."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream

from interviewcoder.errors import ImportFailed, NotAllowed, NothingToUndo
from interviewcoder.project import chunks, media
from interviewcoder.project.file import Project
from interviewcoder.project.media_writer import AudioWriter
from interviewcoder.sources import importing
from interviewcoder.sources.adding_recordings import (
    add_recordings,
    adding_recordings,
    name_of_parts,
    parts_of_source,
    read_interviews,
    store_as_opus,
)
from interviewcoder.sources.joining import can_be_carried, in_order, look_like_parts, read_part, words_for
from interviewcoder.sources.sound import Sound
from interviewcoder.sources.stored_sound import sound_of, store_sound
from interviewcoder.transcription.decode import SAMPLE_RATE, decode


def clicks_sound(at: Sequence[float], seconds: float, rate: int) -> np.ndarray:
    """Silence with a click of a millisecond at each of these times."""
    sound = np.zeros(round(seconds * rate), np.int16)
    for moment in at:
        sound[round(moment * rate) : round(moment * rate) + rate // 1000] = 20_000
    return sound


def write_sound(path: Path, codec: str, sound: np.ndarray, *, rate: int = 48_000, layout: str = "mono") -> Path:
    """Encode samples, the same in every channel."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, AudioStream)
        channels = stream.codec_context.layout.nb_channels
        frame = av.AudioFrame.from_ndarray(np.repeat(sound, channels)[None], format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def clicks_in(content: bytes) -> list[float]:
    """The times in seconds at which a recording, decoded as for a transcription, clicks."""
    loud = np.abs(decode(io.BytesIO(content), "recording"))
    found, start = [], 0
    while (above := np.flatnonzero(loud[start:] > 0.12)).size:
        first = start + int(above[0])
        found.append((first + int(loud[first : first + 400].argmax())) / SAMPLE_RATE)
        start = first + SAMPLE_RATE // 4
    return found


def recording_of(project: Project, source_id: int) -> tuple[media.MediaView, bytes]:
    recording = media.media_of_source(project, source_id)
    assert recording is not None
    return recording, media.read(project, recording.id, 0, recording.size_bytes)


def two_parts(tmp_path: Path, codec: str, ending: str) -> list[Path]:
    """P03_1 clicks at 1 and 2 s, P03_2 at 0.5 and 2.5 s; 3 s each."""
    first = write_sound(tmp_path / f"P03_1{ending}", codec, clicks_sound([1.0, 2.0], 3.0, 48_000))
    second = write_sound(tmp_path / f"P03_2{ending}", codec, clicks_sound([0.5, 2.5], 3.0, 48_000))
    return [first, second]


@pytest.mark.parametrize(
    ("codec", "ending", "container", "stored"),
    [
        ("pcm_s16le", ".wav", "matroska", "pcm_s16le"),
        ("aac", ".m4a", "matroska", "aac"),
        ("libmp3lame", ".mp3", "matroska", "mp3float"),
        ("libopus", ".opus", "matroska", "opus"),
        ("flac", ".flac", "flac", "flac"),
        ("pcm_mulaw", ".wav", "flac", "flac"),
    ],
)
def test_parts_become_one_recording_and_every_sound_is_where_the_parts_say(
    project: Project, tmp_path: Path, codec: str, ending: str, container: str, stored: str
) -> None:
    paths = two_parts(tmp_path, codec, ending)
    [source] = add_recordings(project, [paths])
    recording, content = recording_of(project, source.id)
    assert (source.name, recording.container, recording.codec) == ("P03", container, stored)
    assert recording.sha256 == sha256(content).hexdigest()
    first, second = parts_of_source(project, source.id)
    assert [(p.name, p.sha256) for p in (first, second)] == [
        (path.name, sha256(path.read_bytes()).hexdigest()) for path in paths
    ]
    expected = [first.start_ms / 1000 + at for at in (1.0, 2.0)] + [second.start_ms / 1000 + at for at in (0.5, 2.5)]
    assert clicks_in(content) == pytest.approx(expected, abs=0.01)
    assert second.start_ms == pytest.approx(3000, abs=80)
    assert recording.duration_ms == pytest.approx(6000, abs=120)
    assert second.start_ms + second.duration_ms == recording.duration_ms


def test_ten_parts_don_t_drift(project: Project, tmp_path: Path) -> None:
    paths = [
        write_sound(tmp_path / f"talk-{n}.mp3", "libmp3lame", clicks_sound([0.5], 1.0, 44_100), rate=44_100)
        for n in range(1, 11)
    ]
    [source] = add_recordings(project, [in_order(paths)])
    starts = [part.start_ms / 1000 for part in parts_of_source(project, source.id)]
    assert clicks_in(recording_of(project, source.id)[1]) == pytest.approx([s + 0.5 for s in starts], abs=0.01)


def test_packets_are_carried_over_unchanged(project: Project, tmp_path: Path) -> None:
    paths = two_parts(tmp_path, "aac", ".m4a")
    before = []
    for path in paths:
        with av.open(str(path), mode="r") as container:
            before += [bytes(packet) for packet in container.demux(audio=0) if packet.size]
    [source] = add_recordings(project, [paths])
    with av.open(io.BytesIO(recording_of(project, source.id)[1]), mode="r") as container:
        assert [bytes(packet) for packet in container.demux(audio=0) if packet.size] == before


def test_a_joined_recording_can_be_entered_anywhere(project: Project, tmp_path: Path) -> None:
    paths = [write_sound(tmp_path / f"long-{n}.wav", "pcm_s16le", clicks_sound([], 20.0, 48_000)) for n in (1, 2)]
    [source] = add_recordings(project, [paths])
    recording, content = recording_of(project, source.id)
    assert recording.size_bytes > 12 * chunks.CHUNK_BYTES
    with av.open(io.BytesIO(content), mode="r") as container:
        assert container.duration == pytest.approx(40_000_000, abs=50_000)
        container.seek(30_000_000)
        frame = next(container.decode(audio=0))
        assert frame.time is not None and 29.0 < frame.time <= 30.0


def test_files_of_different_kinds_are_joined_as_flac_at_the_finer_rate(project: Project, tmp_path: Path) -> None:
    low = write_sound(tmp_path / "a_1.mp3", "libmp3lame", clicks_sound([0.5], 1.0, 22_050), rate=22_050)
    high = write_sound(tmp_path / "a_2.wav", "pcm_s16le", clicks_sound([0.5], 1.0, 48_000), layout="stereo")
    parts = [read_part(low), read_part(high)]
    assert not can_be_carried(parts) and "of different kinds" in words_for(parts)
    [source] = add_recordings(project, [[low, high]])
    recording, content = recording_of(project, source.id)
    with av.open(io.BytesIO(content), mode="r") as container:
        context = container.streams.audio[0].codec_context
        assert (recording.codec, context.sample_rate, context.channels) == ("flac", 48_000, 2)
    assert clicks_in(content) == pytest.approx(
        [0.5, parts_of_source(project, source.id)[1].start_ms / 1000 + 0.5], abs=0.01
    )


def test_flac_loses_no_sample(project: Project, tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(-30_000, 30_000, 48_000).astype(np.int16)
    paths = [write_sound(tmp_path / f"n_{n}.flac", "flac", noise) for n in (1, 2)]
    [source] = add_recordings(project, [paths])
    with av.open(io.BytesIO(recording_of(project, source.id)[1]), mode="r") as container:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    assert np.array_equal(heard, np.concatenate([noise, noise]))


def test_joining_that_is_stopped_leaves_nothing(project: Project, tmp_path: Path) -> None:
    paths = two_parts(tmp_path, "pcm_s16le", ".wav")
    steps = adding_recordings(project, read_interviews([paths]))
    next(steps)
    steps.close()
    assert chunks.orphans(project.session) == []
    assert project.undo_label is None


def test_nothing_of_a_joined_recording_lies_on_the_disk_beside_the_project(
    encrypted_project: Project, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    paths = two_parts(tmp_path / "in", "pcm_s16le", ".wav")
    before = set(tmp_path.rglob("*"))
    for _ in adding_recordings(encrypted_project, read_interviews([paths])):
        new = set(tmp_path.rglob("*")) - before
        assert not {path.name for path in new if not path.name.startswith(encrypted_project.path.name)}
    assert b"matroska" not in encrypted_project.path.read_bytes()


def test_adding_parts_is_one_step_that_can_be_undone(project: Project, tmp_path: Path) -> None:
    add_recordings(project, [two_parts(tmp_path, "aac", ".m4a")])
    project.undo()
    assert project.redo_label == "Add recording"
    project.redo()
    assert project.undo_label == "Add recording"


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        (["P03_1.wav", "P03_2.wav"], True),
        (["P03 part 1.m4a", "P03 part 2.m4a", "P03 part 3.m4a"], True),
        (["talk.mp3", "talk-1.mp3"], True),
        (["REC (2).wav", "REC (1).wav"], True),
        (["P03.wav", "P04.wav"], False),
        (["P03_1.wav", "P04_2.wav"], False),
        (["P03_1.wav", "P03_5.wav"], False),
        (["1.wav", "2.wav"], False),
        (["P03_1.wav"], False),
    ],
)
def test_names_tell_which_files_may_be_parts(names: list[str], answer: bool) -> None:
    assert look_like_parts([Path(name) for name in names]) is answer


def test_parts_are_ordered_as_a_person_counts_and_named_by_what_they_share() -> None:
    paths = [Path("P03_10.wav"), Path("P03_2.wav"), Path("P03_1.wav")]
    assert [path.name for path in in_order(paths)] == ["P03_1.wav", "P03_2.wav", "P03_10.wav"]
    assert name_of_parts(paths) == "P03"
    assert name_of_parts([Path("talk part 1.wav"), Path("talk part 2.wav")]) == "talk"


def test_of_a_video_the_sound_alone_is_kept_as_it_is(project: Project, tmp_path: Path) -> None:
    path, rate = tmp_path / "talk.mp4", 48_000
    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=10)
        sound = container.add_stream("aac", rate=rate, layout="mono")
        assert isinstance(picture, av.VideoStream) and isinstance(sound, AudioStream)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for number in range(30):
            image = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 128, np.uint8), format="rgb24")
            image.pts, image.time_base = number, Fraction(1, 10)
            container.mux(picture.encode(image))
        container.mux(picture.encode(None))
        frame = av.AudioFrame.from_ndarray(clicks_sound([1.0, 2.5], 3.0, rate)[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    [source] = add_recordings(project, [[path]])
    recording, content = recording_of(project, source.id)
    assert (recording.name, recording.codec) == ("talk.mka", "aac")
    with av.open(io.BytesIO(content), mode="r") as container:
        assert [stream.type for stream in container.streams] == ["audio"]
    lead = parts_of_source(project, source.id)[0].start_ms / 1000
    assert clicks_in(content) == pytest.approx([lead + 1.0, lead + 2.5], abs=0.01)


# Opus


@pytest.mark.parametrize(("codec", "ending"), [("pcm_s16le", ".wav"), ("libmp3lame", ".mp3"), ("aac", ".m4a")])
def test_opus_keeps_every_sound_at_its_time(project: Project, tmp_path: Path, codec: str, ending: str) -> None:
    path = write_sound(tmp_path / f"P04{ending}", codec, clicks_sound([1.0, 5.0, 9.5], 10.0, 44_100), rate=44_100)
    [source] = add_recordings(project, [[path]], opus=True)
    recording, content = recording_of(project, source.id)
    assert (recording.name, recording.codec, source.name) == ("P04.opus", "opus", "P04")
    assert clicks_in(content) == pytest.approx([1.0, 5.0, 9.5], abs=0.01)
    assert recording.duration_ms == pytest.approx(10_000, abs=60)
    assert parts_of_source(project, source.id)[0].name == path.name


def test_opus_keeps_two_speakers_channels_apart(project: Project, tmp_path: Path) -> None:
    sound = np.zeros((48_000 * 2, 2), np.int16)
    sound[:, 0] = np.random.default_rng(2).normal(0, 6000, len(sound))
    path = tmp_path / "two.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48_000, layout="stereo")
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    [source] = add_recordings(project, [[path]], opus=True)
    with av.open(io.BytesIO(recording_of(project, source.id)[1]), mode="r") as container:
        heard = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    left, right = np.sqrt((heard.astype(np.float64) ** 2).mean(axis=1))
    assert right < left / 1000


def test_a_recording_in_the_project_becomes_smaller_and_keeps_its_times_and_outline(
    project: Project, tmp_path: Path
) -> None:
    path = write_sound(tmp_path / "P05.wav", "pcm_s16le", clicks_sound([1.0, 4.0], 5.0, 48_000))
    [source] = importing.add_files(project, [path])
    original, _ = recording_of(project, source.id)
    outline = Sound(b"\1" * 500, b"\2" * 150)
    store_sound(project, original.uuid, outline)
    before, after = store_as_opus(project, source.id)
    recording, content = recording_of(project, source.id)
    assert (before, after) == (original.size_bytes, recording.size_bytes) and after < before / 10
    assert clicks_in(content) == pytest.approx([1.0, 4.0], abs=0.01)
    assert sound_of(project, recording.uuid) == outline
    [part] = parts_of_source(project, source.id)
    assert (part.name, part.sha256) == ("P05.wav", original.sha256)
    with pytest.raises(NothingToUndo):
        project.undo()
    assert media.MediaStream(project, original.uuid, 10).read(10) == b""


def test_what_is_opus_already_stays(project: Project, tmp_path: Path) -> None:
    path = write_sound(tmp_path / "P06.opus", "libopus", clicks_sound([1.0], 2.0, 48_000))
    [source] = importing.add_files(project, [path])
    with pytest.raises(NotAllowed, match="as Opus already"):
        store_as_opus(project, source.id)
    assert project.undo_label == "Add recording"


def test_many_channels_are_not_made_opus(project: Project, tmp_path: Path) -> None:
    path = write_sound(tmp_path / "array.wav", "pcm_s16le", clicks_sound([0.5], 1.0, 48_000), layout="48 channels")
    with pytest.raises(ImportFailed, match="48 channels"):
        add_recordings(project, [[path]], opus=True)
    assert chunks.orphans(project.session) == []


# The file in the project


def test_a_place_that_was_stored_can_be_written_again(project: Project) -> None:
    writer = AudioWriter(project)
    content = bytearray(np.random.default_rng(1).integers(0, 256, 5 * chunks.CHUNK_BYTES + 100, np.uint8).tobytes())
    writer.write(bytes(content))
    writer.flush_pages()
    assert writer.pending_bytes < 3 * chunks.CHUNK_BYTES
    for at in (10, 2 * chunks.CHUNK_BYTES - 5):
        writer.seek(at)
        writer.write(b"0123456789")
        content[at : at + 10] = b"0123456789"
    writer.seek(0, io.SEEK_END)
    writer.write(b"end")
    steps = writer.finishing()
    stored = None
    try:
        while True:
            next(steps)
    except StopIteration as end:
        stored = end.value
    assert stored is not None
    with media.MediaStream(project, stored.uuid, stored.size_bytes) as stream:
        assert stream.read() == bytes(content) + b"end"
    assert stored.sha256 == sha256(bytes(content) + b"end").hexdigest()
    writer.discard()
