"""Make, open and close a project; and what is no project, or no longer a whole one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from interviewcoder.coding import codes, segments
from interviewcoder.errors import InterviewCoderError, NameTaken, NotAProject, StorageFailed, WrongPassphrase
from interviewcoder.project import file, lock
from interviewcoder.project.cipher import PAGE_BYTES
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.text import Span

_PASSPHRASES = [None, "seven quiet rivers"]


def _study(folder: Path, passphrase: str | None) -> Path:
    """A closed project with some content."""
    path = folder / "study.icproj"
    transcript = folder / "P01.txt"
    transcript.write_text("I: What happened?\nP: I was afraid of the lawyers.\n" * 200, encoding="utf-8")
    with file.create(path, title="Study", passphrase=passphrase) as project:
        (source,) = importing.add_files(project, [transcript])
        with project.op("Code"):
            for number in range(30):
                code = codes.add(project, f"Code {number}", definition="what it means " * 20)
                segments.code_passage(project, source.id, Span(number, number + 10), code.id)
    return path


def _use(project: Project) -> None:
    """Look at everything and change something."""
    for source in catalogue.listing(project):
        segments.in_source(project, source.id)
    for segment in segments.listing(project):
        segments.quote(project, segment.id)
    codes.tree(project)
    codes.add(project, "One more")
    project.undo()


def test_a_new_project_has_a_title_a_coder_and_nothing_else(tmp_path: Path) -> None:
    with file.create(tmp_path / "a.icproj", title=" My study ", passphrase=None, coder="Ada") as project:
        assert (project.title, project.coder.name) == ("My study", "Ada")
        assert (catalogue.listing(project), codes.tree(project), project.log()) == ([], [], [])
        assert not project.encrypted


def test_a_project_without_a_title_is_called_as_its_file(tmp_path: Path) -> None:
    with file.create(tmp_path / "nurses.icproj", title=" ", passphrase=None) as project:
        assert project.title == "nurses"


def test_renaming_the_project_can_be_undone(project: Project) -> None:
    file.rename_project(project, "Other")
    assert project.title == "Other"
    project.undo()
    assert project.title == "Study"


def test_no_project_is_made_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "study.icproj"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(NameTaken):
        file.create(path, title="Study", passphrase=None)
    assert path.read_text(encoding="utf-8") == "mine"


def test_no_project_is_made_in_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        file.create(tmp_path / "missing" / "study.icproj", title="Study", passphrase=None)


def test_a_closed_project_is_one_file(tmp_path: Path) -> None:
    path = _study(tmp_path, None)
    assert {each.name for each in tmp_path.iterdir()} == {path.name, "P01.txt"}


def test_closing_twice_is_fine(project: Project) -> None:
    project.close()
    project.close()


def test_who_codes_is_found_again_by_name(project: Project) -> None:
    first = project.coder
    ada = project.work_as("Ada")
    assert project.work_as(" Ada ") == ada
    assert project.work_as(first.name) == first
    assert ada.id != first.id
    assert ada.colour != first.colour
    with pytest.raises(NameTaken):
        project.work_as(" ")


@pytest.mark.parametrize("passphrase", [None, "given"])
@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"These are my notes.\n" * 3, b"These are my notes.\n" * 3000, b"SQLite format 3\0", b"PK\3\4" * 500],
    ids=["empty", "one byte", "short text", "long text", "header alone", "an archive"],
)
def test_what_is_no_project_is_refused_and_left_alone(tmp_path: Path, content: bytes, passphrase: str | None) -> None:
    path = tmp_path / "notes.icproj"
    path.write_bytes(content)
    with pytest.raises(NotAProject) as refused:
        file.open_project(path, passphrase=passphrase)
    assert "notes.icproj" in refused.value.message
    with pytest.raises(NotAProject):
        file.needs_passphrase(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_of_noise_looks_like_an_encrypted_project_and_no_passphrase_fits(tmp_path: Path) -> None:
    path = tmp_path / "noise.icproj"
    path.write_bytes(random.Random(1).randbytes(4 * PAGE_BYTES))
    with pytest.raises(WrongPassphrase) as refused:
        file.open_project(path, passphrase="any")
    assert "damaged" in refused.value.hint


def test_a_missing_file_and_a_folder_are_no_projects(tmp_path: Path) -> None:
    with pytest.raises(NotAProject, match="no file"):
        file.open_project(tmp_path / "missing.icproj")
    with pytest.raises(NotAProject, match="folder"):
        file.open_project(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("passphrase", _PASSPHRASES)
@pytest.mark.parametrize("pages", [1, 1.5, 20])
def test_a_file_that_was_cut_short_says_so(tmp_path: Path, passphrase: str | None, pages: float) -> None:
    path = _study(tmp_path, passphrase)
    whole = path.read_bytes()
    cut = whole[: int(pages * PAGE_BYTES)]
    path.write_bytes(cut)
    with pytest.raises(NotAProject) as refused:
        file.open_project(path, passphrase=passphrase)
    assert "backup" in refused.value.hint
    assert path.read_bytes() == cut
    assert not lock.note_path(path).exists()
    # Mended from outside, it opens: the failure kept nothing.
    path.write_bytes(whole)
    with file.open_project(path, passphrase=passphrase) as project:
        _use(project)


@pytest.mark.parametrize("passphrase", _PASSPHRASES)
def test_a_flipped_bit_anywhere_is_no_crash(tmp_path: Path, passphrase: str | None) -> None:
    """Where it is noticed it is said in words, and whatever happens the file lets go."""
    path = _study(tmp_path, passphrase)
    whole = path.read_bytes()
    chance = random.Random(3)
    noticed = 0
    step, more = (25, 5) if passphrase else (9, 20)
    places = [*range(0, 100, step), *(chance.randrange(len(whole)) for _ in range(more))]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x40]) + whole[place + 1 :])
        try:
            with file.open_project(path, passphrase=passphrase) as project:
                _use(project)
        except InterviewCoderError as error:
            assert error.message
            assert error.hint
            noticed += 1
        assert not lock.note_path(path).exists()
    path.write_bytes(whole)
    with file.open_project(path, passphrase=passphrase) as project:
        _use(project)
    assert noticed >= 2
