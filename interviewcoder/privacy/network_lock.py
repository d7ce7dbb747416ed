"""Shut this process, and every child it starts, off from the network.

Two layers. A Python audit hook refuses sockets and name look-ups on every
system, with an error that says why. On Linux a seccomp filter has the kernel
itself refuse every socket that isn't AF_UNIX: native libraries and child
processes are bound by it too, and nothing can take it off again. What would
have another process, or the kernel, speak for this one is refused as well.

AF_UNIX stays open because the window system, the sound server and the file
dialogs speak through it; services behind such a socket that can reach a
network are listed in docs/offline.md. Windows has no in-process equal to
seccomp, macOS only one that Apple gave up; `LockState.note` says so.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from dataclasses import dataclass
from typing import Literal

from interviewcoder.errors import NetworkLocked

Verdict = Literal["closed", "half", "open"]

# Read by libraries when they are imported, so they are set before any of them is.
_OFFLINE_SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}

_AF_UNIX = 1
_NAME_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.getnameinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_ADDRESSED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
# Local sockets behind which somebody looks up names, opens connections, prints or starts programs for others. What
# of Qt and the desktop needs one of them doesn't come through Python.
SIDE_DOORS = (
    *("/run/nscd/", "/run/systemd/resolve/", "/run/avahi-daemon/", "/run/dbus/", "/run/cups/", "/run/snapd"),
    *("/run/docker.sock", "/run/containerd/", "/run/podman/", "/run/NetworkManager/", "/run/wpa_supplicant/"),
    *("/run/libvirt/", "/run/tailscale/", "/run/user/"),
)

# linux/prctl.h, linux/seccomp.h
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM

# linux/bpf_common.h: load a word, jump when equal, jump when greater or equal, return.
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
# struct seccomp_data: int nr; u32 arch; u64 instruction_pointer; u64 args[6] (little endian: low word first).
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16

# Numbers shared by every architecture since Linux 5.1. A ring opens sockets without calling socket(); pidfd_getfd
# takes one that another process has open.
_IO_URING_SETUP, _IO_URING_ENTER, _IO_URING_REGISTER, _PIDFD_GETFD = 425, 426, 427, 438
_X32_BIT = 0x40000000

# sys/socket.h
_SOL_SOCKET, _SO_DOMAIN = 1, 39
_STANDARD_STREAMS = 3


@dataclass(frozen=True, slots=True)
class LockState:
    """What holds this process off the network.

    `audit_hook`: Python's own sockets and look-ups are refused.
    `seccomp`: the kernel refuses them, for native code and children too.
    `note`: what that means on this machine, in a sentence for a person.
    `own_names`: native code of this process looks names up in this
    machine's own list alone, and asks no service of this machine either.
    `inherited`: network connections that whoever started the program handed
    to it as its input or output; they were open before and stay so.
    """

    audit_hook: bool
    seccomp: bool
    note: str
    own_names: bool = False
    inherited: int = 0


class NetworkRefused(NetworkLocked, PermissionError):
    """A socket or a name look-up was refused.

    Also a `PermissionError` (errno EPERM, as the kernel's own refusal), so
    that a library which can do without the network falls back as it would
    on a machine that forbids it.
    """

    def __init__(self, attempt: str) -> None:
        super().__init__(
            f"The network is locked: {attempt} was refused.",
            "InterviewCoder works without a network; nothing leaves this machine.",
        )
        self.errno = errno.EPERM


@dataclass(frozen=True, slots=True)
class _SystemCalls:
    """What the filter must know of a processor: seccomp's name for it and call numbers.

    `by_proxy` are the calls that have somebody else act: ptrace and
    process_vm_writev another process, request_key the helper programs of the
    kernel's key service, one of which looks up names.
    """

    audit_arch: int
    socket: int
    socketpair: int
    seccomp: int
    by_proxy: tuple[int, ...]


_SYSTEM_CALLS = {
    "x86_64": _SystemCalls(0xC000003E, socket=41, socketpair=53, seccomp=317, by_proxy=(101, 311, 249)),
    "aarch64": _SystemCalls(0xC00000B7, socket=198, socketpair=199, seccomp=277, by_proxy=(117, 271, 218)),
}

_state = LockState(audit_hook=False, seccomp=False, note="The network isn't locked.")


def engage() -> LockState:
    """Lock the network for good; call it before anything else is imported.

    A second call changes nothing and returns the same state. Where the
    kernel's filter can't be had, the audit hook holds alone and the state
    says why.
    """
    global _state
    if _state.audit_hook:
        return _state
    os.environ.update(_OFFLINE_SWITCHES)
    sys.addaudithook(_refuse_network)
    inherited = _let_go_of_inherited()
    own_names = _keep_to_own_names()
    shortfall = _install_filter()
    if shortfall:
        note = f"Python's own network access is refused; native libraries are not held by the system: {shortfall}."
    else:
        note = "The Linux kernel refuses every network socket to this process and its children."
    if inherited:
        note += " But whoever started the program connected its input or output to a network themselves."
    _state = LockState(audit_hook=True, seccomp=not shortfall, note=note, own_names=own_names, inherited=inherited)
    return _state


def state() -> LockState:
    """Say what holds this process now, without changing anything."""
    return _state


def _refuse_network(event: str, args: tuple[object, ...]) -> None:
    """Raise `NetworkRefused` for Python's own sockets; every other audited event passes at once."""
    if not event.startswith("socket."):
        return
    if event in _NAME_LOOK_UPS:
        raise NetworkRefused("a name look-up")
    # A family of -1 wraps a descriptor that is open already: what made it went through here or the kernel's filter.
    if event == "socket.__new__" and args[1] not in (_AF_UNIX, -1):
        raise NetworkRefused("a network socket")
    if event in _ADDRESSED:
        _refuse_address(args[1])


def _refuse_address(address: object) -> None:
    # Only AF_UNIX addresses are plain paths; all network families use tuples.
    if isinstance(address, tuple):
        raise NetworkRefused("a network address")
    path = os.fsdecode(address) if isinstance(address, str | bytes) else ""
    if path.removeprefix("/var").startswith(SIDE_DOORS):
        raise NetworkRefused("a service of this machine that can reach the network")


def kernel_mode(process_id: int | None = None) -> int | None:
    """Return what the kernel says of a process: 2 where it is under a filter, 0 where not.

    Of this process if none is named; None where the system tells nothing of
    the kind, or the process is gone.
    """
    try:
        with open(f"/proc/{process_id or 'self'}/status", encoding="utf-8") as status:  # noqa: PTH123  # loads less
            return next((int(line.split()[1]) for line in status if line.startswith("Seccomp:")), None)
    except OSError:
        return None


def in_force() -> Verdict:
    """Say what holds this process without trying: by what the lock knows of itself and what the kernel says of it.

    `closed`: the kernel refuses; `half`: Python alone does; `open`: nobody.
    """
    # None: there is no /proc to ask.
    if _state.seccomp and kernel_mode() in (2, None):
        return "closed"
    return "half" if _state.audit_hook else "open"


def _let_go_of_inherited() -> int:
    """Close network sockets that this process was started with; return how many it keeps as input or output."""
    if sys.platform != "linux":
        return 0
    libc, kept = ctypes.CDLL(None), 0
    try:
        names = os.listdir("/proc/self/fd")  # noqa: PTH208  # pathlib isn't loaded yet
    except OSError:  # a container without /proc
        return 0
    for name in names:
        descriptor, family, size = int(name), ctypes.c_int(_AF_UNIX), ctypes.c_uint(4)
        # Of what is no socket, or closed by now, nothing is learnt: it keeps the family it has here.
        libc.getsockopt(descriptor, _SOL_SOCKET, _SO_DOMAIN, ctypes.byref(family), ctypes.byref(size))
        if family.value == _AF_UNIX:
            continue
        if descriptor < _STANDARD_STREAMS:
            kept += 1
        else:
            os.close(descriptor)
    return kept


def _keep_to_own_names() -> bool:
    """Have the C library look names of machines up in the file of hosts alone; say whether it does.

    Otherwise it would ask nscd, systemd-resolved or Avahi over a local
    socket, and these would ask the network.
    """
    if sys.platform != "linux":
        return False
    configure = getattr(ctypes.CDLL(None), "__nss_configure_lookup", None)
    return configure is not None and configure(b"hosts", b"files") == 0


def _install_filter() -> str:
    """Put the seccomp filter on all threads; return "", or why it can't be had."""
    if sys.platform != "linux":
        return "this operating system has no lock that we could build on from within a program"
    machine = os.uname().machine
    calls = _SYSTEM_CALLS.get(machine)
    if calls is None or sys.maxsize < 2**32:
        return f"no filter is known for this processor ({machine})"
    program = _filter_program(calls)
    # struct sock_fprog: unsigned short len; struct sock_filter *filter.
    instructions = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions)))
    libc = ctypes.CDLL(None, use_errno=True)
    # Variadic calls: without their C types, ctypes would pass 32-bit words where the kernel reads 64.
    word = ctypes.c_ulong
    if libc.prctl(ctypes.c_int(_PR_SET_NO_NEW_PRIVS), word(1), word(0), word(0), word(0)):
        return f"the kernel refused to give up privileges ({os.strerror(ctypes.get_errno())})"
    result = libc.syscall(
        ctypes.c_long(calls.seccomp), word(_SECCOMP_SET_MODE_FILTER), word(_SECCOMP_FILTER_FLAG_TSYNC), header
    )
    if result > 0:
        return f"thread {result} has a filter of its own"
    if result < 0:
        return f"the kernel refused the filter ({os.strerror(ctypes.get_errno())})"
    return ""


def _filter_program(calls: _SystemCalls) -> bytes:
    """Write the filter: refuse foreign call tables, io_uring, deeds by proxy and every socket but AF_UNIX.

    Jumps count the instructions to skip, when the test holds and when it
    doesn't.
    """
    refused_calls = (_IO_URING_SETUP, _IO_URING_ENTER, _IO_URING_REGISTER, _PIDFD_GETFD, *calls.by_proxy)
    program = [
        # 32-bit calls have other numbers (and socketcall): a process that was started as 64-bit has no use for them.
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, calls.audit_arch),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for number in refused_calls:
        program += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    program += [
        (_JUMP_EQUAL, 2, 0, calls.socket),
        (_JUMP_EQUAL, 1, 0, calls.socketpair),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)
