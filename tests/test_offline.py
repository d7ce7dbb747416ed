"""The whole main job, watched from outside: no process of it asks the kernel for a network socket."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

import pytest

from interviewcoder.privacy import network_lock
from interviewcoder.privacy.network_lock import SIDE_DOORS
from interviewcoder.settings import PASSPHRASE_VARIABLE
from tests import unlocked

ROOT = Path(__file__).resolve().parents[1]
# The one of tests/whole_session.py, which isn't imported here: it starts the program.
PASSPHRASE = "seven quiet rivers"
WATCHED = "network,io_uring_setup,execve,seccomp"
CLIP_SECONDS, RATE = 12, 16_000
# `socket(AF_INET, …`, `socketpair(…`, and the families of addresses given to connect, bind and sendto.
FAMILY = re.compile(r"\b(?:socket|socketpair)\((AF_\w+)|\bsa_family=(AF_\w+)|\b(io_uring_setup)\(")
# A call that another process cut into two is told on two lines; the second says `resumed`.
STARTED = re.compile(r"\bexecve(?:\(| resumed>).*\) += 0$", re.MULTILINE)
LOCKED = re.compile(r"\bseccomp(?:\(SECCOMP_SET_MODE_FILTER,| resumed>).*\) += 0$", re.MULTILINE)
LOCAL_PLACE = re.compile(r'sun_path="([^"]*)"')
FORMATS = ("docx", "odt", "html", "xlsx", "csv", "md")
EVERY_FILE = {
    *(f"transcript.{kind}" for kind in ("docx", "txt", "rtf", "vtt", "srt", "json", "eaf")),
    *(f"{what}.{kind}" for what in ("codebook", "table2", "codings") for kind in FORMATS),
    *("passages.docx", "passages.xlsx", "passages.csv", "memos.docx", "memos.md", "hits.xlsx", "hits.csv"),
    *("sharing.csv", "sharing.docx", "silenced.wav"),
}


def roads_tried(trace: str) -> set[str]:
    """Return the families of sockets and addresses in a trace, and io_uring if a ring was asked for."""
    return {next(filter(None, found)) for found in FAMILY.findall(trace)}


def whole_lines(trace: str) -> list[str]:
    """Return a trace's lines; calls that another process cut into two are put together again."""
    lines, begun = [], dict[str, str]()
    for line in trace.splitlines():
        process, _, call = line.partition(" ")
        if call.endswith("<unfinished ...>"):
            begun[process] = call.removesuffix("<unfinished ...>")
        elif call.lstrip().startswith("<... "):
            lines.append(f"{process} {begun.pop(process, '')}{call.partition('resumed>')[2]}")
        else:
            lines.append(line)
    # What never came to an end counts as asked.
    return lines + [f"{process} {call}" for process, call in begun.items()]


def let_through(trace: str) -> list[str]:
    """Return the calls for a network in a trace that the kernel didn't refuse with EPERM."""
    asked = [line for line in whole_lines(trace) if roads_tried(line) - {"AF_UNIX"}]
    return [line for line in asked if "= -1 EPERM" not in line]


@pytest.fixture(scope="module")
def strace() -> list[str]:
    """The command line that watches a program and all its children; the file for the trace comes behind it.

    Watching takes a call that the lock refuses, so whatever is watched is started without it.
    """
    program = shutil.which("strace")
    if not program:
        pytest.skip("strace isn't installed")
    command = [program, "--follow-forks", "--trace", WATCHED, "--output"]
    trial = unlocked.run([*command, os.devnull, "true"])
    if trial.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"this machine lets nobody watch a process: {trial.stderr.strip()}")
    return command


@pytest.fixture(scope="module")
def without_network() -> list[str]:
    """The command line that starts a program where there is no network; empty where this machine doesn't allow it."""
    program = shutil.which("unshare")
    ways = [[program, "-rn"], [program, "-n"]] if program else []
    return next((way for way in ways if unlocked.run([*way, "true"]).returncode == 0), [])


@dataclass(frozen=True, slots=True)
class Watched:
    """What a program said, and what the kernel saw of it."""

    done: subprocess.CompletedProcess[str]
    trace: str
    folder: Path


@pytest.fixture(scope="module")
def session(strace: list[str], without_network: list[str], tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """A whole session in the window, watched, and without a network where that can be had."""
    folder = tmp_path_factory.mktemp("session")
    clip, trace = folder / "P02.wav", folder / "trace.txt"
    cut_sample(clip)
    script = [sys.executable, str(ROOT / "tests/whole_session.py"), str(folder), str(clip)]
    done = unlocked.run([*without_network, *strace, trace, *script], env=environment(folder), timeout=240)
    return Watched(done, trace.read_text(encoding="utf-8"), folder)


def cut_sample(path: Path) -> None:
    """Write the first seconds of the sample study's recording."""
    import av

    with av.open(str(ROOT / "projects/sample_study/recordings/P02.opus")) as source, wave.open(str(path), "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(RATE)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in source.decode(audio=0):
            for part in resampler.resample(frame):
                clip.writeframes(bytes(part.planes[0])[: part.samples * 2])
            if clip.getnframes() > CLIP_SECONDS * RATE:
                return


def environment(home: Path) -> dict[str, str]:
    """A home of its own, and no screen."""
    places = {name: str(home) for name in ("HOME", "XDG_RUNTIME_DIR")}
    homes = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "CACHE", "DATA", "STATE")}
    return os.environ | places | homes | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


@pytest.mark.long
def test_a_whole_session_asks_for_no_network_socket(session: Watched) -> None:
    assert session.done.returncode == 0, session.done.stderr
    told = json.loads(session.done.stdout.splitlines()[-1])
    assert told["words"] > 20
    assert told["played_ms"] > 500
    assert told["suggested"] >= 2
    assert set(told["files"]) == EVERY_FILE
    assert told["clients"] == []
    assert roads_tried(session.trace) <= {"AF_UNIX"}


@pytest.mark.long
def test_every_process_of_the_session_locks_itself(session: Watched) -> None:
    # The window and at least one worker.
    assert len(STARTED.findall(session.trace)) >= 2
    if network_lock.state().seccomp:
        assert len(LOCKED.findall(session.trace)) >= 2


@pytest.mark.long
def test_the_session_speaks_to_no_service_that_could_reach_the_network_for_it(session: Watched) -> None:
    spoken_to = {place.removeprefix("/var") for place in LOCAL_PLACE.findall(session.trace)}
    # The C library asks nscd for the name of the user; names of machines it looks up in /etc/hosts, see below.
    spoken_to -= {"/run/nscd/socket"}
    assert [place for place in spoken_to if place.startswith(SIDE_DOORS[:-1])] == []


@pytest.mark.long
def test_the_session_works_where_there_is_no_network(session: Watched, without_network: list[str]) -> None:
    if not without_network:
        pytest.skip("this machine lets nobody start a program without a network (unshare)")
    assert session.done.returncode == 0, session.done.stderr
    assert json.loads(session.done.stdout.splitlines()[-1])["interfaces"] == ["lo"]


def watch(strace: list[str], tmp_path: Path, command: list[str], package: Path = ROOT, passphrase: str = "") -> Watched:
    """Watch a short program that finds the package in a folder."""
    trace = tmp_path / "trace.txt"
    more = {"PYTHONPATH": str(package), PASSPHRASE_VARIABLE: passphrase}
    done = unlocked.run([*strace, trace, *command], env=environment(tmp_path) | more)
    return Watched(done, trace.read_text(encoding="utf-8"), tmp_path)


# -P: the package in the working folder isn't the one that is meant.
SELF_TEST = [sys.executable, "-P", "-m", "interviewcoder", "network-lock", "--json"]


def test_all_that_the_self_test_tries_is_refused_by_the_kernel(strace: list[str], tmp_path: Path) -> None:
    seen = watch(strace, tmp_path, SELF_TEST)
    assert seen.done.returncode == 0, seen.done.stderr
    assert {"AF_INET", "AF_INET6", "io_uring_setup"} <= roads_tried(seen.trace)
    assert let_through(seen.trace) == []


@pytest.mark.long
def test_the_statement_of_the_session_is_written_with_nothing_let_through(
    session: Watched, strace: list[str], tmp_path: Path
) -> None:
    files = [tmp_path / f"statement.{kind}" for kind in ("docx", "html", "json")]
    verify = [sys.executable, "-P", "-m", "interviewcoder", "verify", str(session.folder / "study.icproj")]
    wanted = [word for file in files for word in ("--out", str(file))]
    seen = watch(strace, tmp_path, [*verify, *wanted], passphrase=PASSPHRASE)
    assert [file.name for file in files if not file.exists() or not file.stat().st_size] == [], seen.done.stderr
    lines = json.loads(files[2].read_text(encoding="utf-8"))
    assert [line["status"] for line in lines if line["n"] == 1] == ["proved"]
    # The statement tests the lock: what it asks for is refused.
    assert let_through(seen.trace) == []


def test_with_the_lock_taken_out_the_same_watch_reports_it(strace: list[str], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "interviewcoder", tmp_path / "interviewcoder", ignore=shutil.ignore_patterns("__pycache__"))
    lock = tmp_path / "interviewcoder/privacy/network_lock.py"
    text = lock.read_text(encoding="utf-8")
    hollow = text.replace("    global _state\n", "    global _state\n    return _state\n", 1)
    assert hollow != text
    lock.write_text(hollow, encoding="utf-8")
    seen = watch(strace, tmp_path, SELF_TEST, package=tmp_path)
    assert seen.done.returncode == 1
    assert json.loads(seen.done.stdout)["verdict"] == "open"
    assert len(let_through(seen.trace)) >= 6


NATIVE_LOOK_UP = """
import ctypes, sys
from interviewcoder.privacy import network_lock
if sys.argv[1] == "locked":
    network_lock.engage()
found = ctypes.c_void_p()
look_up = ctypes.CDLL(None).getaddrinfo
print(look_up(b"localhost", None, None, ctypes.byref(found)), look_up(b"x.invalid", None, None, ctypes.byref(found)))
"""


def test_native_code_looks_names_up_in_this_machines_list_alone(strace: list[str], tmp_path: Path) -> None:
    seen = watch(strace, tmp_path, [sys.executable, "-c", NATIVE_LOOK_UP, "locked"])
    if not network_lock.state().own_names:
        pytest.skip("this C library can't be told to")
    this_machine, unknown = seen.done.stdout.split()
    assert (this_machine, unknown != "0") == ("0", True)
    # Not even nscd or systemd-resolved is asked; only, in vain, which addresses this machine has.
    assert roads_tried(seen.trace) <= {"AF_NETLINK"}
    assert let_through(seen.trace) == []
    freely = watch(strace, tmp_path, [sys.executable, "-c", NATIVE_LOOK_UP, "freely"])
    assert let_through(freely.trace) != []


@pytest.mark.parametrize(
    ("attempt", "road"),
    [
        ("socket.socket(socket.AF_INET)", "AF_INET"),
        ("socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)", "AF_INET6"),
        ("ctypes.CDLL(None).syscall(425, 1, None)", "io_uring_setup"),
    ],
)
def test_a_program_that_does_is_caught(strace: list[str], tmp_path: Path, attempt: str, road: str) -> None:
    script = f"import contextlib, ctypes, socket\nwith contextlib.suppress(OSError):\n    {attempt}"
    watched = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
    seen = watch(strace, tmp_path, [sys.executable, "-c", watched, script])
    assert seen.done.returncode == 0
    assert road in roads_tried(seen.trace)


def test_what_is_opened_outside_the_program_is_a_file_of_this_machine() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "interviewcoder").rglob("*.py")}
    opened = [opening for text in texts.values() for opening in re.findall(r"\bopenUrl\((.{0,20})", text)]
    assert opened
    assert [opening for opening in opened if not opening.startswith("QUrl.fromLocalFile(")] == []
    assert [path for path, text in texts.items() if "setOpenExternalLinks" in text or "webbrowser" in text] == []
