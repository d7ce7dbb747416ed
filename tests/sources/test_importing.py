"""Files go into the project: all that were given, or none."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.errors import Cancelled, ImportFailed, NotAllowed, NotFound
from interviewcoder.project import file, media
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing, transcript, transcript_record


def _text(path: Path, content: str = "I: What happened?\nP: I was afraid.\n") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def _recording(path: Path, seconds: int = 1) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\1\0" * 8000 * seconds)
    return path


def _names(project: Project) -> list[str]:
    return [source.name for source in catalogue.listing(project)]


def test_transcripts_and_recordings_go_in_together_in_one_step(project: Project, tmp_path: Path) -> None:
    added = importing.add_files(project, [_text(tmp_path / "P01.txt"), _recording(tmp_path / "P02.wav", 2)])
    typed, recorded = added
    assert (typed.name, typed.has_text, typed.media_id) == ("P01", True, None)
    assert (recorded.name, recorded.has_text, recorded.duration_ms) == ("P02", False, 2000)
    assert [entry.label for entry in project.log()] == ["Add recording"]
    project.undo()
    assert _names(project) == []
    project.redo()
    assert catalogue.listing(project) == added


def test_a_recording_is_stored_byte_for_byte(project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path / "P02.wav")
    (source,) = importing.add_files(project, [path])
    stored = media.media_of_source(project, source.id)
    assert stored is not None
    assert media.read(project, stored.id, 0, 10**9) == path.read_bytes()


def test_files_of_one_name_are_told_apart_by_a_number(project: Project, tmp_path: Path) -> None:
    paths = [_text(tmp_path / folder / name) for folder, name in (("a", "P01.txt"), ("b", "P01.md"), ("c", "p01.txt"))]
    importing.add_files(project, paths)
    importing.add_files(project, [_recording(tmp_path / "P01.wav")])
    assert _names(project) == ["P01", "P01 (2)", "p01 (3)", "P01 (4)"]


def test_a_source_is_found_by_the_name_that_a_person_sees(project: Project, tmp_path: Path) -> None:
    importing.add_files(project, [_text(tmp_path / " Mu\u0308ller\n A. .txt"), _text(tmp_path / " .txt")])
    assert _names(project) == ["Müller A.", "untitled"]
    assert catalogue.by_name(project, "müller A.").name == "Müller A."


def test_a_file_name_that_is_no_text_is_no_obstacle(project: Project, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/P\xff1.txt"))
    path.write_text("I was afraid.", encoding="utf-8")
    importing.add_files(project, [path])
    assert _names(project) == ["P\ufffd1"]


def test_odd_characters_of_a_text_are_stored_as_what_can_be_stored(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_bytes("\ufeffI: One\r\nP: Two\u00a0x\u2028y\rI: Three 😨\r\n".encode())
    (source,) = importing.add_files(project, [path])
    assert transcript.transcript_of(project, source.id).text == "One\nTwo\u00a0x\u2028y\nThree 😨"


def _bad_files(folder: Path) -> dict[str, Path]:
    empty, binary, word, pdf, noise = (folder / name for name in ("e.wav", "b.txt", "w.docx", "p.pdf", "n.mp3"))
    empty.touch()
    binary.write_bytes(bytes(range(256)) * 10)
    word.write_bytes(b"I: Hello")
    pdf.write_bytes(b"%PDF-1.7")
    noise.write_bytes(b"I: This is a text.\n" * 50)
    (folder / "folder.txt").mkdir()
    return {
        "empty": empty,
        "binary": binary,
        "word": word,
        "pdf": pdf,
        "noise": noise,
        "folder": folder / "folder.txt",
        "missing": folder / "missing.txt",
        "project": folder / "study.icproj",
    }


@pytest.mark.parametrize("kind", ["empty", "binary", "word", "pdf", "noise", "folder", "missing", "project"])
def test_one_bad_file_among_three_adds_none(project: Project, tmp_path: Path, kind: str) -> None:
    bad = _bad_files(tmp_path)[kind]
    good = [_text(tmp_path / "P01.txt"), _recording(tmp_path / "P02.wav")]
    with pytest.raises(ImportFailed) as refused:
        importing.add_files(project, [good[0], bad, good[1]])
    assert bad.name in refused.value.message
    assert refused.value.hint
    assert (_names(project), project.log()) == ([], [])
    importing.add_files(project, good)


def test_work_that_is_stopped_adds_nothing(project: Project, tmp_path: Path) -> None:
    def stop(name: str, share: float) -> None:
        if share == 1:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        importing.add_files(
            project, [_recording(tmp_path / "P01.wav"), _recording(tmp_path / "P02.wav")], on_progress=stop
        )
    assert (_names(project), project.log()) == ([], [])
    assert project.raw_connection.execute("SELECT count(*) FROM media_chunk").fetchone() == (0,)


def test_progress_is_told_and_never_goes_back(project: Project, tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    paths = [_recording(tmp_path / "P01.wav"), _text(tmp_path / "P02.txt"), _recording(tmp_path / "P03.wav", 3)]
    importing.add_files(project, paths, on_progress=lambda name, share: heard.append((name, share)))
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert {name for name, _ in heard} == {path.name for path in paths}


def test_what_belongs_to_the_files_joins_their_step(project: Project, tmp_path: Path) -> None:
    def tie(source_ids: object) -> None:
        cases.add(project, "P01")

    importing.add_files(project, [_text(tmp_path / "P01.txt")], also=tie)
    project.undo()
    assert (cases.listing(project), _names(project)) == ([], [])


def test_offering_the_open_project_itself_keeps_its_lock(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "recording.wav"
    link.symlink_to(project.path)
    for path in (project.path, link):
        with pytest.raises(ImportFailed, match="project"):
            importing.add_files(project, [path])
    code = (
        "import sys; from pathlib import Path\n"
        "from interviewcoder import errors; from interviewcoder.project import file\n"
        "try: file.open_project(Path(sys.argv[1])).close()\n"
        "except errors.InterviewCoderError as error: print(type(error).__name__)"
    )
    command = [sys.executable, "-c", code, str(project.path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "ProjectLocked\n"


def test_what_was_added_is_there_after_reopening(encrypted_project: Project, passphrase: str, tmp_path: Path) -> None:
    added = importing.add_files(encrypted_project, [_text(tmp_path / "P01.txt"), _recording(tmp_path / "P02.wav")])
    encrypted_project.close()
    with file.open_project(encrypted_project.path, passphrase=passphrase) as again:
        assert catalogue.listing(again) == added


# A transcript with its recording


_VTT = "WEBVTT\n\n1\n00:00:00.500 --> 00:00:01.500\nAda: Hello\n\n2\n00:00:01.500 --> 00:00:02.500\nBen: No.\n"


def test_a_transcript_and_a_recording_of_one_name_become_one_source(project: Project, tmp_path: Path) -> None:
    files = [_recording(tmp_path / "P03.WAV", 3), _text(tmp_path / "p03.vtt", _VTT), _text(tmp_path / "P04.txt")]
    one, other = importing.add_files(project, files)
    assert (one.name, one.has_text, one.duration_ms) == ("p03", True, 3000)
    assert (other.name, other.media_id) == ("P04", None)
    stored = media.media_of_source(project, one.id)
    assert stored is not None and stored.name == "P03.WAV"
    assert media.read(project, stored.id, 0, 10**9) == files[0].read_bytes()
    assert [turn.start_ms for turn in transcript.transcript_of(project, one.id).turns] == [500, 1500]
    project.undo()
    assert _names(project) == []


def test_of_several_transcripts_of_a_name_the_one_with_times_gets_the_recording(
    project: Project, tmp_path: Path
) -> None:
    files = [
        _text(tmp_path / "P03.txt"),
        _text(tmp_path / "P03.wav.vtt", _VTT),
        _recording(tmp_path / "P03.wav"),
    ]
    added = importing.add_files(project, files)
    recordings = [media.media_of_source(project, source.id) for source in added]
    assert [(source.name, source.has_text, bool(audio)) for source, audio in zip(added, recordings, strict=True)] == [
        ("P03", True, False),
        ("P03.wav", True, True),
    ]


def test_where_a_transcript_comes_from_is_written_down(project: Project, tmp_path: Path) -> None:
    zoom, typed, recorded = importing.add_files(
        project, [_text(tmp_path / "a.vtt", _VTT), _text(tmp_path / "b.txt"), _recording(tmp_path / "c.wav")]
    )
    origins = [transcript_record.record_of(project, source.id).origin for source in (zoom, typed, recorded)]
    assert origins == ["Zoom (VTT)", "Text file", ""]


def test_speakers_can_be_named_and_told_apart_before_they_are_kept(project: Project, tmp_path: Path) -> None:
    text = "Speaker 1: What?\nSpeaker 2: No.\nSpeaker 1: Why?\nSpeaker 2: So.\nSpeaker 3: Oh.\nSpeaker 3: Ah.\n"
    (incoming,) = importing.paired(importing.read_files([_text(tmp_path / "P01.txt", text)]))
    assert incoming.speakers == {"Speaker 1": 2, "Speaker 2": 2, "Speaker 3": 2}
    named = replace(
        incoming,
        labels={"Speaker 1": "I", "Speaker 3": "P01", "Speaker 2": "P01"},
        interviewers=frozenset({"Speaker 1"}),
    )
    (source,) = importing.add_read(project, [named])
    stored = transcript.transcript_of(project, source.id)
    assert [(speaker.label, speaker.interviewer) for speaker in stored.speakers] == [("I", True), ("P01", False)]
    assert [stored.speaker(turn.speaker_id) for turn in stored.turns[3:]] == [stored.speakers[1]] * 3
    assert incoming.understood() == "Text file; 6 turns; Speaker 1, Speaker 2, Speaker 3; no times"


def test_a_recording_is_attached_to_a_transcript_in_one_step(project: Project, tmp_path: Path) -> None:
    (source,) = importing.add_files(project, [_text(tmp_path / "P01.txt")])
    heard: list[tuple[str, float]] = []
    path = _recording(tmp_path / "talk.wav", 2)
    attached = importing.attach_recording(
        project, source.id, path, on_progress=lambda name, share: heard.append((name, share))
    )
    assert attached.id == source.id
    assert attached.has_text
    assert attached.duration_ms == 2000
    assert heard[-1][0] == "talk.wav"
    assert heard[-1][1] == 1
    assert [entry.label for entry in project.log()] == ["Add transcript", "Attach recording"]
    project.undo()
    assert catalogue.listing(project) == [source]
    project.redo()
    assert catalogue.listing(project) == [attached]


def test_what_cannot_be_attached_is_refused_and_leaves_nothing(project: Project, tmp_path: Path) -> None:
    path = _recording(tmp_path / "P02.wav")
    text, recorded = importing.add_files(project, [_text(tmp_path / "P01.txt"), path])
    chunks = project.raw_connection.execute("SELECT count(*) FROM media_chunk").fetchone()
    with pytest.raises(NotAllowed, match="P02"):
        importing.attach_recording(project, recorded.id, path)
    with pytest.raises(ImportFailed, match="is a transcript, no recording"):
        importing.attach_recording(project, text.id, tmp_path / "P01.txt")
    with pytest.raises(NotFound):
        importing.attach_recording(project, 99, path)

    def stop(name: str, share: float) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        importing.attach_recording(project, text.id, path, on_progress=stop)
    assert catalogue.listing(project) == [text, recorded]
    assert project.raw_connection.execute("SELECT count(*) FROM media_chunk").fetchone() == chunks
