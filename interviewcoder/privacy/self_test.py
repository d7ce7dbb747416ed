"""Test the network lock by trying to break it: from Python, native code and child processes.

What is refused by the lock is told apart from what merely failed: the
kernel's filter and the audit hook answer EPERM, a network that isn't there
answers ECONNREFUSED or ENETUNREACH. Without the lock the test says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Literal

from interviewcoder.privacy import network_attempts, network_lock
from interviewcoder.privacy.network_attempts import NOT_AVAILABLE, WENT_THROUGH
from interviewcoder.privacy.network_lock import LockState, NetworkRefused, Verdict

By = Literal["Python", "native code", "child process", "child shell"]

AUDIT_HOOK, KERNEL = "audit hook", "kernel (EPERM)"
_CHILD_SECONDS = 4.0
# What programs say of these errors where the language is C.
_MEANINGS = {
    "Operation not permitted": "EPERM",
    "Permission denied": "EACCES",
    "Connection refused": "ECONNREFUSED",
    "Network is unreachable": "ENETUNREACH",
    "Cannot assign requested address": "EADDRNOTAVAIL",
    "Address family not supported": "EAFNOSUPPORT",
}
_CLIENTS = frozenset(
    (
        *("aiohttp", "ftplib", "http.client", "httpx", "huggingface_hub", "imaplib", "requests", "smtplib", "urllib3"),
        *("urllib.request", "websockets", "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebEngineCore"),
        *("PySide6.QtWebSockets", "PySide6.QtHttpServer"),
    )
)
_SHELL_ROADS = (("TCP", "tcp", "127.0.0.1"), ("UDP", "udp", "192.0.2.1"), ("IPv6", "tcp", "::1"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach the network.

    `what` is TCP, UDP, IPv6, DNS or io_uring; `by` who tried. `refused`:
    something forbade it; None where it can't be tried here. `how` says what
    refused it, or what became of it.
    """

    what: str
    by: By
    refused: bool | None
    how: str
    seconds: float


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What became of all attempts.

    `kernel_mode` is what the kernel itself says of this process: 2 where it
    is under a filter. `at` is the local time with its offset (ISO 8601).
    """

    attempts: tuple[Attempt, ...]
    state: LockState
    kernel_mode: int | None
    at: str
    seconds: float

    @property
    def verdict(self) -> Verdict:
        """`closed`: everything was refused; `half`: only what Python itself tried; `open`: not even that."""
        through = [attempt for attempt in self.attempts if attempt.refused is False]
        if not through:
            return "closed"
        return "open" if any(attempt.by == "Python" for attempt in through) else "half"


def processes() -> dict[int, int | None]:
    """Return what the kernel says of each process that this one has started and that is still at work."""
    found: dict[int, int | None] = {}
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            found |= {int(each): network_lock.kernel_mode(int(each)) for each in task.read_text().split()}
        except OSError:  # the thread ended between the listing and the reading
            continue
    return found


def loaded_clients() -> list[str]:
    """Name what this process has loaded of clients for networks, Python's and Qt's; none, unless by a fault.

    Two things only look like one. Empty modules stand in for the hub client
    that faster-whisper wants to import. And Qt's own sound module brings
    `PySide6.QtNetwork` along with the first recording that is played
    (`comes_with_sound`); nothing here calls it.
    """
    found = {name for name in sys.modules.keys() & _CLIENTS if getattr(sys.modules[name], "__file__", None)}
    return sorted(found - {"PySide6.QtNetwork"} if comes_with_sound() else found)


def comes_with_sound() -> bool:
    """Say whether Qt's sound module has been loaded, and its network module with it."""
    return "PySide6.QtMultimedia" in sys.modules and "PySide6.QtNetwork" in sys.modules


def run(on_attempt: Callable[[Attempt], None] = lambda _: None) -> SelfTest:
    """Try every road and tell of each as soon as it is known; takes well under two seconds.

    May be called from any thread.
    """
    began, at = perf_counter(), datetime.now().astimezone().isoformat(timespec="seconds")
    attempts = []
    for attempt in _attempts():
        on_attempt(attempt)
        attempts.append(attempt)
    mode = network_lock.kernel_mode()
    return SelfTest(tuple(attempts), network_lock.state(), mode, at, perf_counter() - began)


def side_doors() -> list[str]:
    """Name the local services of this machine that could reach a network for somebody who asks them."""
    if sys.platform != "linux":
        return []
    user = f"/run/user/{os.getuid()}/"
    places = [
        *("/run/nscd/socket", "/run/systemd/resolve/io.systemd.Resolve", "/run/avahi-daemon/socket"),
        *("/run/dbus/system_bus_socket", f"{user}bus", "/run/cups/cups.sock", "/run/docker.sock"),
    ]
    return [place for place in places if Path(place).exists()]


def _attempts() -> Iterator[Attempt]:
    for what in ("TCP", "UDP", "IPv6", "DNS"):
        yield _here("Python", what, network_attempts.by_python)
    for what in network_attempts.WHATS:
        yield _here("native code", what, network_attempts.by_native_code)
    yield from _by_child()
    yield from _by_shell()


def _here(by: By, what: str, attempt: Callable[[str], str]) -> Attempt:
    began = perf_counter()
    try:
        outcome = attempt(what)
    except NetworkRefused:
        return Attempt(what, by, True, AUDIT_HOOK, perf_counter() - began)
    return _judged(by, what, outcome, perf_counter() - began)


def _judged(by: By, what: str, outcome: str, seconds: float) -> Attempt:
    if outcome.startswith(NOT_AVAILABLE):
        return Attempt(what, by, None, outcome, seconds)
    if outcome == "EAFNOSUPPORT":
        return Attempt(what, by, None, f"{NOT_AVAILABLE}this system has no {what}", seconds)
    if outcome == "EPERM":
        # Without a filter another rule of the machine said no, and may say yes tomorrow.
        ours = network_lock.state().seccomp and network_lock.kernel_mode() == 2
        return Attempt(what, by, True, KERNEL if ours else "a rule of this machine (EPERM)", seconds)
    if outcome == "EACCES":
        return Attempt(what, by, True, "a rule of this machine (EACCES)", seconds)
    return Attempt(
        what, by, False, "it went through" if outcome == WENT_THROUGH else f"not refused ({outcome})", seconds
    )


def _by_child() -> Iterator[Attempt]:
    """Let a Python without the audit hook try, so that only what the system enforces can refuse it."""
    if getattr(sys, "frozen", False):
        for what in network_attempts.WHATS:
            yield Attempt(what, "child process", None, f"{NOT_AVAILABLE}the bundle has no Python to start", 0.0)
        return
    command = [sys.executable, "-I", "-S", network_attempts.__file__]
    began = perf_counter()
    told = _output_of(command)
    starting = perf_counter() - began
    try:
        outcomes = json.loads(told)
    except ValueError:
        outcomes = [
            (what, f"{NOT_AVAILABLE}the process ended without a word", starting) for what in network_attempts.WHATS
        ]
    for what, outcome, seconds in outcomes:
        yield _judged("child process", str(what), str(outcome), float(seconds))


def _by_shell() -> Iterator[Attempt]:
    """Let a program that isn't Python try: bash opens connections by itself, busybox has netcat."""
    bash, busybox = shutil.which("bash"), shutil.which("busybox")
    for what, kind, address in _SHELL_ROADS:
        if bash:
            road = f"/dev/{kind}/{address}/{network_attempts.DISCARD_PORT}"
            command = [bash, "--noprofile", "--norc", "-c", f"exec 3<>{road} && echo '{WENT_THROUGH}'"]
        elif busybox:
            datagrams = ["-u"] if kind == "udp" else []
            command = [busybox, "nc", *datagrams, "-w", "1", address, str(network_attempts.DISCARD_PORT)]
        else:
            yield Attempt(what, "child shell", None, f"{NOT_AVAILABLE}no shell here opens connections", 0.0)
            continue
        began = perf_counter()
        outcome = _meaning_of(_output_of(command))
        yield _judged("child shell", what, outcome, perf_counter() - began)


def _meaning_of(said: str) -> str:
    if "/dev/" in said and "No such file" in said:
        return f"{NOT_AVAILABLE}this shell opens no connections"
    return next((name for words, name in _MEANINGS.items() if words in said), WENT_THROUGH if not said else said[-60:])


def _output_of(command: list[str]) -> str:
    """Run a program and return all it says; empty where it can't be run."""
    environment = os.environ | {"LC_ALL": "C", "LANGUAGE": "C"}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            timeout=_CHILD_SECONDS,
            creationflags=flags,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip()
