"""What every test stands on: the network lock, a home of its own, and nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from interviewcoder.privacy import network_lock
from tests import unlocked

ROOT = Path(__file__).resolve().parents[1]
# The lock can't be taken off again, so what an unlocked process may do is tried before it goes on. The workers that
# share the tests out are started by a locked process: they are told what it found.
_ATTEMPTS = "TEST_WITHOUT_LOCK"
if _ATTEMPTS not in os.environ:
    os.environ[_ATTEMPTS] = subprocess.run(
        [sys.executable, str(ROOT / "tests/privacy/attempts.py")], capture_output=True, text=True, check=True
    ).stdout
if unlocked.PLACE not in os.environ:
    _meeting = tempfile.TemporaryDirectory(prefix="interviewcoder-tests-")
    unlocked.start(Path(_meeting.name) / "unlocked")
network_lock.engage()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The program is started some hundred times: what Python compiles is kept beside the sources, as it is by default.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
if "XDG_RUNTIME_DIR" not in os.environ:
    _runtime = tempfile.TemporaryDirectory(prefix="interviewcoder-tests-")
    os.environ["XDG_RUNTIME_DIR"] = _runtime.name

import contextlib  # noqa: E402
import ctypes  # noqa: E402
import gc  # noqa: E402
import importlib  # noqa: E402
import select  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import threading  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

import pytest  # noqa: E402

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

# What ends by itself is waited for this long; what is still there afterwards was left behind.
_GRACE_S = float(os.environ.get("TEST_GRACE_S", "5"))
_PR_SET_CHILD_SUBREAPER = 36
_PROC = Path("/proc")

if sys.platform == "linux":
    # The children of a child that has ended come to us instead of to init, so that they are seen.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def pytest_collection(session: pytest.Session) -> None:
    """Let each of several workers begin to import at another place, so that not all prepare the same files at once.

    What one has prepared the others read. What fails here fails again when it is collected, and is told then.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    if not workers or session.config.args != session.config.getini("testpaths"):
        return
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted(ROOT.glob("tests/**/test_*.py"))]
    start = len(names) * int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")) // workers
    for name in names[start:] + names[:start]:
        with contextlib.suppress(Exception, pytest.skip.Exception):
            importlib.import_module(name)


def pytest_collection_finish() -> None:
    """Keep Python from looking again and again through what stays until the end anyway: modules and tests."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that at the end no worker is waited for; all else keeps its order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def fresh_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own: no setting of the person, or of another test, is read or written."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail the test that leaves a window, a thread, a child process or a network socket."""
    threads, children, sockets = set(threading.enumerate()), _children(), _network_sockets()
    yield
    left = _windows_left()
    left += [f"thread {thread.name}" for thread in set(threading.enumerate()) - threads if not _ends(thread)]
    left += [_ended_by_force(pid) for pid in _children() - children if not _exits(pid)]
    left += sorted(_network_sockets() - sockets)
    if left:
        pytest.fail("left behind: " + "; ".join(left))


@pytest.fixture
def shared_data() -> Path:
    """Real recordings and documents written by others, kept beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the material of others isn't at {folder}")
    return folder


@pytest.fixture(scope="session")
def without_lock() -> dict[str, str]:
    """What `attempts.py` found possible on this machine before the lock went on."""
    outcomes: dict[str, str] = json.loads(os.environ[_ATTEMPTS])
    return outcomes


@pytest.fixture
def passphrase() -> str:
    """The passphrase of `encrypted_project`."""
    return "seven quiet rivers"


@pytest.fixture(scope="session")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new, empty project without a passphrase, made once: to copy it is quicker than to make another."""
    from interviewcoder.project import file

    path = tmp_path_factory.mktemp("empty") / "study.icproj"
    file.create(path, title="Study", passphrase=None).close()
    return path


@pytest.fixture
def project(tmp_path: Path, empty_project: Path) -> Iterator[Project]:
    """A new, empty project without a passphrase."""
    from interviewcoder.project import file

    path = tmp_path / "study.icproj"
    shutil.copy(empty_project, path)
    with file.open_project(path) as opened:
        yield opened


@pytest.fixture
def encrypted_project(tmp_path: Path, passphrase: str) -> Iterator[Project]:
    """A new, empty project with a passphrase."""
    from interviewcoder.project import file

    with file.create(tmp_path / "encrypted.icproj", title="Study", passphrase=passphrase) as created:
        yield created


def _windows_left() -> list[str]:
    """Close and name the windows that are still open, and those of Qt's own threads that still work."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
    from PySide6.QtWidgets import QApplication

    # Outside the event loop Qt keeps what was given to deleteLater() until it is asked.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            left.append(f"window {window.windowTitle() or type(window).__name__}")
            window.hide()
            window.deleteLater()
    if not QThreadPool.globalInstance().waitForDone(int(_GRACE_S * 1000)):
        left.append("work in Qt's thread pool")
    return left


def _ends(thread: threading.Thread) -> bool:
    # A thread of Qt's that once called into Python stays listed as a dummy, also when it has ended.
    if thread.name.startswith("Dummy-"):
        return True
    thread.join(_GRACE_S)
    return not thread.is_alive()


def _children() -> set[int]:
    children = set[int]()
    for task in _PROC.glob("self/task/*/children"):
        try:
            children |= {int(pid) for pid in task.read_text().split()}
        except FileNotFoundError:  # the thread ended between the listing and the reading
            continue
    return children


def _exits(pid: int) -> bool:
    """Wait for a child's end by its descriptor; what has ended counts, whether or not it was collected."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        ended, _, _ = select.select([descriptor], [], [], _GRACE_S)
    finally:
        os.close(descriptor)
    return bool(ended)


def _ended_by_force(pid: int) -> str:
    """End a child that was left behind, so that the tests after this one don't meet it, and name it."""
    try:
        command = (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        os.kill(pid, signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError):
        return f"process {pid}, which ended late"
    return f"process {pid}: {command.strip()}"


def _network_sockets() -> set[str]:
    """Name the open sockets that aren't AF_UNIX, one by one."""
    found = set[str]()
    for entry in _PROC.glob("self/fd/*"):
        try:
            target = str(entry.readlink())
            if not target.startswith("socket:"):
                continue
            with socket.socket(fileno=os.dup(int(entry.name))) as copy:
                if copy.family != socket.AF_UNIX:
                    found.add(f"{target} of family {copy.family}")
        except FileNotFoundError:  # the listing's own descriptor, closed by now
            continue
    return found
