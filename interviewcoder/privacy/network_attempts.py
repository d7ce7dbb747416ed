"""Try to reach the network, as a test of the lock; no byte is ever sent where something listens.

The addresses are this machine itself and 192.0.2.1, which belongs to nobody
(RFC 5737); of the latter only the way is asked, nothing goes out. The name
that is looked up ends in `.invalid` (RFC 2606): no server knows it.

Also a program of its own, run by `self_test` in a child process whose Python
is not locked, so that what refuses it there was inherited from the system.
It prints one JSON list of [what, outcome, seconds]. An outcome is an error's
name such as EPERM, `went through`, or `not available: ` and why.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import socket
import struct
import sys
import threading
from collections.abc import Callable
from time import perf_counter
from typing import Any

WHATS = ("TCP", "UDP", "IPv6", "DNS", "io_uring")
NAME = "interviewcoder-test.invalid"
DISCARD_PORT = 9
WENT_THROUGH = "went through"
NOT_AVAILABLE = "not available: "
UNANSWERED = "asked without an answer"

_DNS_SECONDS = 0.7
_IO_URING_SETUP = 425
_IN_CLASS, _A_RECORD = 1, 1
# By the kind of attempt: family, kind of socket, address.
_ROADS = {
    "TCP": (socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1"),
    "UDP": (socket.AF_INET, socket.SOCK_DGRAM, "192.0.2.1"),
    "IPv6": (socket.AF_INET6, socket.SOCK_STREAM, "::1"),
}


def by_python(what: str) -> str:
    """Try with Python's own sockets; the lock's refusal is raised."""
    if what == "DNS":
        return _in_time(_look_up_by_python)
    family, kind, address = _ROADS[what]
    try:
        with socket.socket(family, kind) as line:
            line.settimeout(_DNS_SECONDS)
            # A datagram socket only learns its way by this; nothing is sent.
            line.connect((address, DISCARD_PORT))
    except OSError as error:
        return _name_of(error)
    return WENT_THROUGH


def by_native_code(what: str) -> str:
    """Try by calling the system's C library, around Python."""
    if what == "io_uring":
        return _ring()
    if what == "DNS":
        return _in_time(_look_up_natively)
    family, kind, address = _ROADS[what]
    library = _sockets_library()
    descriptor = library.socket(int(family), int(kind), 0)
    if descriptor < 0 or descriptor == ctypes.c_uint(-1).value:
        return _last_error()
    where = _native_address(family, address)
    outcome = WENT_THROUGH if library.connect(descriptor, where, len(where)) == 0 else _last_error()
    (library.closesocket if sys.platform == "win32" else library.close)(descriptor)
    return outcome


def main() -> None:
    """Try everything natively and print what became of it."""
    told = []
    for what in WHATS:
        began = perf_counter()
        outcome = by_native_code(what)
        told.append((what, outcome, perf_counter() - began))
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    # A look-up that nobody answered may still wait in its thread.
    os._exit(0)


def _look_up_by_python() -> str:
    try:
        socket.getaddrinfo(NAME, DISCARD_PORT)
    except socket.gaierror:
        return "no such name"
    except OSError as error:
        return _name_of(error)
    return WENT_THROUGH


def _look_up_natively() -> str:
    if sys.platform != "linux":
        found = ctypes.c_void_p()
        result = _sockets_library().getaddrinfo(NAME.encode(), None, None, ctypes.byref(found))
        return "no such name" if result else WENT_THROUGH
    # Straight to the name server: what getaddrinfo does first depends on how the machine is set up.
    answer = ctypes.create_string_buffer(512)
    library = _resolver()
    if library is None:
        return f"{NOT_AVAILABLE}the C library has no resolver of its own"
    ctypes.set_errno(0)
    if library.res_query(NAME.encode(), _IN_CLASS, _A_RECORD, answer, len(answer)) >= 0:
        return WENT_THROUGH
    return _last_error() if ctypes.get_errno() else "no such name"


def _resolver() -> Any:  # what ctypes makes of a library
    for place in (None, "libresolv.so.2"):
        try:
            library = ctypes.CDLL(place, use_errno=True)
        except OSError:
            continue
        if hasattr(library, "res_query"):
            return library
    return None


def _ring() -> str:
    if sys.platform != "linux":
        return f"{NOT_AVAILABLE}only Linux has it"
    parameters = ctypes.create_string_buffer(120)
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = library.syscall(ctypes.c_long(_IO_URING_SETUP), ctypes.c_ulong(1), parameters)
    if descriptor >= 0:
        os.close(descriptor)
        return WENT_THROUGH
    outcome = _last_error()
    return f"{NOT_AVAILABLE}this kernel is without it" if outcome == "ENOSYS" else outcome


def _in_time(look_up: Callable[[], str]) -> str:
    """Look up in a thread of its own: where no server answers, nobody waits for it."""
    told: list[str | Exception] = []

    def ask() -> None:
        try:
            told.append(look_up())
        except Exception as error:  # noqa: BLE001  # raised again below
            told.append(error)

    asking = threading.Thread(target=ask, name="Looking up a name", daemon=True)
    asking.start()
    asking.join(_DNS_SECONDS)
    if not told:
        return UNANSWERED
    if isinstance(told[0], Exception):
        raise told[0]
    return told[0]


def _native_address(family: int, address: str) -> bytes:
    """Write a sockaddr_in or sockaddr_in6; BSD's begin with their length in a byte."""
    packed = socket.inet_pton(family, address)
    body = struct.pack(">H", DISCARD_PORT)
    body += packed + bytes(8) if family == socket.AF_INET else bytes(4) + packed + bytes(4)
    if sys.platform == "darwin":
        return struct.pack("BB", len(body) + 2, family) + body
    return struct.pack("=H", family) + body


def _sockets_library() -> Any:  # what ctypes makes of a library
    if sys.platform == "win32":
        library = ctypes.WinDLL("ws2_32")
        library.WSAStartup(0x0202, ctypes.create_string_buffer(512))
        return library
    return ctypes.CDLL(None, use_errno=True)


def _last_error() -> str:
    if sys.platform == "win32":
        return errno.errorcode.get(ctypes.WinDLL("ws2_32").WSAGetLastError(), "an error")
    return errno.errorcode.get(ctypes.get_errno(), f"error {ctypes.get_errno()}")


def _name_of(error: OSError) -> str:
    # The lock's own refusal is a kind of its own, which can't be named here: the child process knows no package.
    if isinstance(error, PermissionError) and type(error) is not PermissionError:
        raise error
    if isinstance(error, TimeoutError):
        return "ETIMEDOUT"
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


if __name__ == "__main__":
    main()
