"""Files go into the project: all that were given, or none."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.errors import Cancelled, ImportFailed
from interviewcoder.project import file, media
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing, transcript


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
        "import sys; from pathlib import Path; from interviewcoder.project import file\n"
        "try: file.open_project(Path(sys.argv[1])).close()\n"
        "except file.InterviewCoderError as error: print(type(error).__name__)"
    )
    command = [sys.executable, "-c", code, str(project.path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "ProjectLocked\n"


def test_what_was_added_is_there_after_reopening(encrypted_project: Project, passphrase: str, tmp_path: Path) -> None:
    added = importing.add_files(encrypted_project, [_text(tmp_path / "P01.txt"), _recording(tmp_path / "P02.wav")])
    encrypted_project.close()
    with file.open_project(encrypted_project.path, passphrase=passphrase) as again:
        assert catalogue.listing(again) == added
