"""Recordings inside the project file."""

from __future__ import annotations

import io
import random
import threading
import wave
from pathlib import Path

import pytest

from interviewcoder.coding import codes
from interviewcoder.errors import ImportFailed, NotFound
from interviewcoder.project import file, media
from interviewcoder.project.chunks import CHUNK_BYTES, CHUNKS_A_COMMIT
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing


def _recording(folder: Path, size_bytes: int = 3 * CHUNK_BYTES) -> Path:
    path = folder / "P01.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, 48_000, 0, "NONE", ""))
        out.writeframes(random.Random(5).randbytes(size_bytes))
    return path


def _add(project: Project, path: Path) -> int:
    """Add a recording; returns its number."""
    (source,) = importing.add_files(project, [path])
    assert source.media_id is not None
    return source.media_id


def _chunks_of(project: Project) -> int:
    return int(project.raw_connection.execute("SELECT count(*) FROM media_chunk").fetchone()[0])


def test_a_recording_comes_out_as_it_went_in(encrypted_project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path)
    media_id = _add(encrypted_project, path)
    view = media.view(encrypted_project, media_id)
    assert (view.name, view.size_bytes, view.container) == ("P01.wav", path.stat().st_size, "wav")
    with media.open_stream(encrypted_project, media_id) as stream:
        assert stream.read() == path.read_bytes()


def test_any_part_is_read_across_the_borders_of_chunks(project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path)
    whole, media_id = path.read_bytes(), _add(project, path)
    chance = random.Random(1)
    places = [0, CHUNK_BYTES - 1, CHUNK_BYTES, len(whole) - 1, len(whole), len(whole) + 5]
    for offset in [*places, *(chance.randrange(len(whole)) for _ in range(20))]:
        for size in (0, 1, 100, CHUNK_BYTES + 2):
            assert media.read(project, media_id, offset, size) == whole[offset : offset + size]


def test_a_stream_seeks_as_a_file_does(project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path)
    with media.open_stream(project, _add(project, path)) as stream, path.open("rb") as real:
        for offset, whence in ((10, io.SEEK_SET), (7, io.SEEK_CUR), (-3, io.SEEK_END), (0, io.SEEK_SET)):
            assert stream.seek(offset, whence) == real.seek(offset, whence) == stream.tell()
            assert stream.read(20) == real.read(20)
        assert stream.seek(-5) == 0
        buffer = bytearray(1000)
        stream.seek(-400, io.SEEK_END)
        assert stream.readinto(buffer) == 400
        assert stream.readable()
        assert stream.seekable()
        assert not stream.writable()


def test_a_recording_is_read_on_another_thread_while_codes_are_added(project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path)
    media_id, whole = _add(project, path), path.read_bytes()
    heard: list[bool] = []

    def listen() -> None:
        with media.open_stream(project, media_id) as stream:
            for _ in range(20):
                stream.seek(0)
                heard.append(stream.read() == whole)

    stream_thread = threading.Thread(target=listen)
    stream_thread.start()
    for number in range(10):
        codes.add(project, f"Code {number}")
    stream_thread.join()
    assert heard == [True] * 20
    assert len(codes.tree(project)) == 10


def test_a_recording_can_be_heard_again_after_its_removal_is_undone(project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path)
    media_id = _add(project, path)
    catalogue.delete(project, catalogue.by_name(project, "P01").id)
    with pytest.raises(NotFound):
        media.view(project, media_id)
    project.close()
    with file.open_project(project.path) as again:
        again.undo()
        assert media.read(again, media_id, 0, 10**9) == path.read_bytes()


def test_bytes_that_can_never_be_heard_again_go_at_the_next_opening(project: Project, tmp_path: Path) -> None:
    _add(project, _recording(tmp_path))
    project.undo()
    project.close()
    with file.open_project(project.path) as again:
        assert _chunks_of(again) > 0
        codes.add(again, "Fear")
    with file.open_project(project.path) as again:
        assert _chunks_of(again) == 0


def test_a_recording_that_takes_several_saves_is_whole_and_is_removed_whole(project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path, (CHUNKS_A_COMMIT + 2) * CHUNK_BYTES)
    heard: list[int] = []
    stored = media.store_audio(project, path, on_bytes=heard.append)
    assert heard == [CHUNKS_A_COMMIT * CHUNK_BYTES, path.stat().st_size]
    assert _chunks_of(project) == CHUNKS_A_COMMIT + 3
    media.discard_audio(project, stored.uuid)
    assert _chunks_of(project) == 0
    assert project.log() == []


def test_work_that_is_stopped_leaves_no_bytes(project: Project, tmp_path: Path) -> None:
    def stop(size_bytes: int) -> None:
        raise InterruptedError(f"at {size_bytes}")

    with pytest.raises(InterruptedError):
        media.store_audio(project, _recording(tmp_path), on_bytes=stop)
    steps = media.storing_audio(project, _recording(tmp_path))
    next(steps)
    steps.close()
    assert _chunks_of(project) == 0


def test_a_recording_that_is_gone_before_it_is_stored_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match=r"gone\.wav"):
        media.store_audio(project, tmp_path / "gone.wav")


def test_a_source_without_a_recording_has_none(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P02.txt"
    path.write_text("I was afraid.", encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    assert media.media_of_source(project, source.id) is None
    with pytest.raises(NotFound):
        media.open_stream(project, 99)
