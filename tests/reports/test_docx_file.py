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

from interviewcoder.errors import ExportFailed, StorageFailed
from interviewcoder.reports import docx_file


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


def test_an_older_file_of_that_name_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "codebook.docx"
    path.write_text("older")
    docx_file.save(docx.Document(), path)
    assert docx.Document(str(path)).paragraphs == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="nowhere doesn't exist"):
        docx_file.save(docx.Document(), tmp_path / "nowhere" / "codebook.docx")


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="is a folder"):
        docx_file.save(docx.Document(), tmp_path)


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "codebook.docx"
    os.mkfifo(pipe)
    with pytest.raises(ExportFailed, match="no ordinary file"):
        docx_file.save(docx.Document(), pipe)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_name_that_the_disk_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="could not be written"):
        docx_file.save(docx.Document(), tmp_path / ("n" * 300 + ".docx"))
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_folder_is_said_calmly(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        with pytest.raises(StorageFailed, match="you may not write there"):
            docx_file.save(docx.Document(), open_folder / "codebook.docx")
    finally:
        if as_root:
            os.seteuid(0)
        open_folder.chmod(0o755)
    assert list(open_folder.iterdir()) == []


def test_where_the_disk_takes_no_more_the_older_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "codebook.docx"
    path.write_text("older")
    with small_files(), pytest.raises(StorageFailed, match="the disk doesn't take"):
        docx_file.save(docx.Document(), path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


FULL_DISK = """
import sys
from pathlib import Path
import docx
from interviewcoder.errors import StorageFailed
from interviewcoder.reports import docx_file
try:
    docx_file.save(docx.Document(), Path(sys.argv[1]) / "codebook.docx")
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
