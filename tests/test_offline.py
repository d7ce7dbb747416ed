"""The whole main job, watched from outside: no process of it asks the kernel for a network socket."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from interviewcoder.privacy import network_lock

WATCHED = "network,io_uring_setup,execve,seccomp"
# `socket(AF_INET, …`, `socketpair(…`, and the families of addresses given to connect, bind and sendto.
FAMILY = re.compile(r"\b(?:socket|socketpair)\((AF_\w+)|\bsa_family=(AF_\w+)|\b(io_uring_setup)\(")
# A call that another process cut into two is told on two lines; the second says `resumed`.
STARTED = re.compile(r"\bexecve(?:\(| resumed>).*\) += 0$", re.MULTILINE)
LOCKED = re.compile(r"\bseccomp(?:\(SECCOMP_SET_MODE_FILTER,| resumed>).*\) += 0$", re.MULTILINE)


@pytest.fixture
def strace(tmp_path: Path) -> list[str]:
    """The command line that watches a program and all its children, into `trace.txt`."""
    program = shutil.which("strace")
    if not program:
        pytest.skip("strace isn't installed")
    command = [program, "--follow-forks", "--output", str(tmp_path / "trace.txt"), "--trace", WATCHED]
    trial = subprocess.run([*command, "true"], capture_output=True, text=True)
    if trial.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"this machine lets nobody watch a process: {trial.stderr.strip()}")
    return command


def roads_tried(trace: str) -> set[str]:
    """Return the families of sockets and addresses in a trace, and io_uring if a ring was asked for."""
    return {next(filter(None, found)) for found in FAMILY.findall(trace)}


@pytest.mark.long
def test_the_demo_asks_for_no_network_socket(strace: list[str], tmp_path: Path) -> None:
    demo = [sys.executable, "-m", "interviewcoder", "demo", "--no-window", "--out", str(tmp_path / "out")]
    done = subprocess.run([*strace, *demo], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "codebook.docx").stat().st_size > 0
    trace = (tmp_path / "trace.txt").read_text(encoding="utf-8")
    assert roads_tried(trace) <= {"AF_UNIX"}
    # The demo and at least one worker were seen, and each locked itself.
    assert len(STARTED.findall(trace)) >= 2
    if network_lock.state().seccomp:
        assert len(LOCKED.findall(trace)) >= 2


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
    subprocess.run([*strace, sys.executable, "-c", watched, script], check=True, timeout=60)
    assert road in roads_tried((tmp_path / "trace.txt").read_text(encoding="utf-8"))
