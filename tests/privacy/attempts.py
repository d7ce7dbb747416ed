"""Try every road to a network that a process has, and print what became of each as one JSON object.

    python attempts.py [--lock] [--grandchild] [--inherit DESCRIPTOR]

`--lock` engages the lock first; `--grandchild` lets a child process do the
trying, so that what it finds is inherited; `--inherit` names an open socket. A value is "made" or the name of
the error. Nothing is ever sent.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

_DATAGRAM = 2
_libc = ctypes.CDLL(None, use_errno=True)


def _error_name(number: int | None) -> str:
    return errno.errorcode.get(number or 0, f"error {number}")


def _python_socket(family: int, kind: int) -> str:
    try:
        socket.socket(family, kind).close()
    except OSError as error:
        return _error_name(error.errno)
    return "made"


def _look_up() -> str:
    try:
        socket.getaddrinfo("interviewcoder.invalid", 443)
    except PermissionError as error:
        return _error_name(error.errno)
    except socket.gaierror:
        return "looked up"
    return "found"


def _native(number: int, *arguments: int) -> str:
    words = [ctypes.c_long(argument) for argument in arguments]
    descriptor = _libc.syscall(ctypes.c_long(number), *words)
    if descriptor < 0:
        return _error_name(ctypes.get_errno())
    os.close(descriptor)
    return "made"


def _by_proxy() -> dict[str, str]:
    """Ask the kernel for what would let somebody else act; without the lock it finds no such process or key."""
    attach, nobody = 16, 0
    numbers = {"x86_64": (101, 311, 249), "aarch64": (117, 271, 218)}.get(os.uname().machine)
    if numbers is None:
        return {}
    trace, write, request = numbers
    kind, name = ctypes.create_string_buffer(b"user"), ctypes.create_string_buffer(b"interviewcoder")
    return {
        "ptrace": _native(trace, attach, nobody, 0, 0),
        "process_vm_writev": _native(write, nobody, 0, 0, 0, 0, 0),
        "request_key": _native(request, ctypes.addressof(kind), ctypes.addressof(name), 0, 0),
    }


def _inherited() -> str:
    """Say whether the socket that `--inherit` names is still open."""
    if "--inherit" not in sys.argv:
        return "none"
    try:
        os.fstat(int(sys.argv[sys.argv.index("--inherit") + 1]))
    except OSError:
        return "closed"
    return "open"


def _native_socket(family: int) -> str:
    descriptor = _libc.socket(family, _DATAGRAM, 0)
    if descriptor < 0:
        return _error_name(ctypes.get_errno())
    os.close(descriptor)
    return "made"


def _native_pair(family: int) -> str:
    pair = (ctypes.c_int * 2)()
    if _libc.socketpair(family, _DATAGRAM, 0, pair) < 0:
        return _error_name(ctypes.get_errno())
    for descriptor in pair:
        os.close(descriptor)
    return "made"


def _in_a_thread_of_before(lock: Callable[[], object]) -> str:
    """Make a socket in a thread that was running already when the lock went on."""
    locked, outcome = threading.Event(), list[str]()

    def make() -> None:
        locked.wait()
        outcome.append(_native_socket(socket.AF_INET))

    thread = threading.Thread(target=make)
    thread.start()
    lock()
    locked.set()
    thread.join()
    return outcome[0]


def _i386_socket() -> str:
    """Ask for a socket through the 32-bit call table: `socket` is 359 there."""
    code = bytes.fromhex("53 b8 67 01 00 00 bb 02 00 00 00 b9 02 00 00 00 31 d2 cd 80 5b c3")
    page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    child = os.fork()
    if child == 0:
        # A kernel without 32-bit calls kills the caller, so a copy of this process asks.
        result = function()
        os._exit(0 if result >= 0 else -result)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status < 0:
        return "no such calls"
    return "made" if status == 0 else _error_name(status)


def _attempts(lock: Callable[[], object]) -> dict[str, str]:
    outcomes = {"thread of before": _in_a_thread_of_before(lock)}
    outcomes |= {
        "tcp": _python_socket(socket.AF_INET, socket.SOCK_STREAM),
        "udp": _python_socket(socket.AF_INET, socket.SOCK_DGRAM),
        "ipv6": _python_socket(socket.AF_INET6, socket.SOCK_STREAM),
        "look-up": _look_up(),
        "native ipv4": _native_socket(socket.AF_INET),
        "native ipv6": _native_socket(socket.AF_INET6),
        "native netlink": _native_socket(16),
        "native vsock": _native_socket(40),
        "native network pair": _native_pair(socket.AF_INET),
        "io_uring": _native(425, 1, 0),
        "unix": _python_socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "unix pair": _native_pair(socket.AF_UNIX),
    }
    if os.uname().machine == "x86_64":
        outcomes |= {"x32": _native(0x40000000 | 41, socket.AF_INET, _DATAGRAM, 0), "i386": _i386_socket()}
    outcomes |= {"inherited": _inherited(), **_by_proxy()}
    seccomp = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("Seccomp:"))
    return outcomes | {"status": seccomp.split()[1]}


def _lock() -> None:
    from interviewcoder.privacy import network_lock

    network_lock.engage()


def main(arguments: list[str]) -> None:
    """Try everything, here or in a child."""
    lock = _lock if "--lock" in arguments else lambda: None
    if "--grandchild" in arguments:
        lock()
        subprocess.run([sys.executable, __file__], check=True)
    else:
        sys.stdout.write(json.dumps(_attempts(lock)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
