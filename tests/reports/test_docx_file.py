from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest

from interviewcoder.coding import codes
from interviewcoder.errors import ExportFailed, StorageFailed
from interviewcoder.project import backup
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_file, whole_file
from interviewcoder.reports.to_docx import write_codebook


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach: pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="interviewcoder-tests-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def small_files() -> Iterator[None]:
    """No file may grow over one kilobyte, which ends a writing as a full disk does.

    No fixture: the report of the tests may be a file too, and is written
    before fixtures end.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def older_document(path: Path) -> bytes:
    """Put a Word document of one paragraph there."""
    document = docx.Document()
    document.add_paragraph("older")
    document.save(str(path))
    return path.read_bytes()


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["codebook.docx", "CODEBOOK.DOCX"])
def test_an_older_document_of_that_name_is_replaced(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    older_document(path)
    docx_file.save(docx.Document(), path, whole_file.put)
    assert docx.Document(str(path)).paragraphs == []
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "codebook.docx"
    path.touch()
    docx_file.save(docx.Document(), path, whole_file.put)
    assert docx.Document(str(path)).paragraphs == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", b"My notes"),
        ("archive.zip", b"PK\x03\x04"),
        ("notes", b"My notes"),
        ("codebook.docx", b"Text under a document's name"),
    ],
)
def test_a_file_that_is_no_word_document_is_not_replaced(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExportFailed, match="is no Word document") as refused:
        docx_file.save(docx.Document(), tmp_path / name, whole_file.put)
    assert "another name" in refused.value.hint
    assert everything_in(tmp_path) == {name: content}


@pytest.mark.parametrize("name", ["study.icproj", "Study.ICPROJ", "not there yet.icproj"])
def test_the_name_of_a_project_is_refused_whatever_it_holds(tmp_path: Path, name: str) -> None:
    older_document(tmp_path / "study.icproj")
    before = everything_in(tmp_path)
    with pytest.raises(ExportFailed, match="the name of a project") as refused:
        docx_file.save(docx.Document(), tmp_path / name, whole_file.put)
    assert "another name" in refused.value.hint
    assert everything_in(tmp_path) == before


def test_through_a_link_the_target_is_judged(tmp_path: Path) -> None:
    targets = {"study.icproj": b"A study", "notes.txt": b"My notes"}
    for number, (name, content) in enumerate(targets.items()):
        (tmp_path / name).write_bytes(content)
        link = tmp_path / f"link {number}.docx"
        link.symlink_to(name)
        with pytest.raises(ExportFailed):
            docx_file.save(docx.Document(), link, whole_file.put)
        assert link.is_symlink() and (tmp_path / name).read_bytes() == content


def test_through_a_link_the_target_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    link, target = tmp_path / "codebook.docx", tmp_path / "drafts" / "codebook 2.docx"
    target.parent.mkdir()
    link.symlink_to(target)
    for _ in range(2):
        docx_file.save(docx.Document(), link, whole_file.put)
    assert link.is_symlink() and docx.Document(str(target)).paragraphs == []
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_links_in_a_circle_are_no_ordinary_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one.docx", tmp_path / "other.docx"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(ExportFailed):
        docx_file.save(docx.Document(), one, whole_file.put)
    assert one.is_symlink() and other.is_symlink()


@pytest.mark.parametrize("name", ["", ".", "..", "/", "/dev/null"])
def test_what_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(ExportFailed):
        docx_file.save(docx.Document(), Path(name), whole_file.put)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="nowhere doesn't exist"):
        docx_file.save(docx.Document(), tmp_path / "nowhere" / "codebook.docx", whole_file.put)


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="is a folder"):
        docx_file.save(docx.Document(), tmp_path, whole_file.put)


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "codebook.docx"
    os.mkfifo(pipe)
    with pytest.raises(ExportFailed, match="no ordinary file"):
        docx_file.save(docx.Document(), pipe, whole_file.put)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_name_that_the_disk_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="could not be written"):
        docx_file.save(docx.Document(), tmp_path / ("n" * 300 + ".docx"), whole_file.put)
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_folder_is_said_calmly(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        with pytest.raises(StorageFailed, match="you may not write there"):
            docx_file.save(docx.Document(), open_folder / "codebook.docx", whole_file.put)
    finally:
        if as_root:
            os.seteuid(0)
        open_folder.chmod(0o755)
    assert list(open_folder.iterdir()) == []


def test_where_the_disk_takes_no_more_the_older_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "codebook.docx"
    older = older_document(path)
    with small_files(), pytest.raises(StorageFailed, match="the disk doesn't take"):
        docx_file.save(docx.Document(), path, whole_file.put)
    assert path.read_bytes() == older
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_one_may_not_enter_is_said_calmly(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    closed.chmod(0o000)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        for path in (closed / "codebook.docx", closed / "below" / "codebook.docx"):
            with pytest.raises(StorageFailed, match="you may not write there"):
                docx_file.save(docx.Document(), path, whole_file.put)
    finally:
        if as_root:
            os.seteuid(0)
        closed.chmod(0o755)
    assert list(closed.iterdir()) == []


def test_a_projects_own_places_are_refused(project: Project, tmp_path: Path) -> None:
    copy = backup.folder_of(project.path) / "codebook.docx"
    copy.parent.mkdir(exist_ok=True)
    hard, soft = tmp_path / "hard.docx", tmp_path / "soft.docx"
    hard.hardlink_to(project.path)
    soft.symlink_to(project.path)
    beside = project.path.with_name(f"{project.path.name}-journal")
    for path in (project.path, copy, hard, soft, beside, copy.parent / ".." / project.path.name):
        with pytest.raises(ExportFailed):
            write_codebook(project, path)
    assert not copy.exists()
    assert codes.add(project, "The study goes on").name


FULL_DISK = """
import sys
from pathlib import Path
import docx
from interviewcoder.errors import StorageFailed
from interviewcoder.reports import docx_file, whole_file
try:
    docx_file.save(docx.Document(), Path(sys.argv[1]) / "codebook.docx", whole_file.put)
except StorageFailed as error:
    print(error.message, [each.name for each in Path(sys.argv[1]).iterdir()])
"""


def test_a_full_disk_is_said_calmly(tmp_path: Path) -> None:
    # A mount of its own, that ends with the process.
    command = 'mount -t tmpfs -o size=8k tmpfs "$1" && exec "$2" -c "$3" "$1"'
    started = ["unshare", "--mount", "sh", "-c", command, "sh", str(tmp_path), sys.executable, FULL_DISK]
    try:
        done = subprocess.run(started, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs unshare")
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip(f"may not mount a small disk here: {done.stderr.strip()}")
    assert done.stdout == f"{tmp_path}/codebook.docx could not be written: the disk is full. []\n"
