from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from interviewcoder.errors import NetworkLocked
from interviewcoder.privacy import network_lock
from tests import unlocked

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is a feature of Linux")
ROADS = ["thread of before", "tcp", "udp", "ipv6", "native ipv4", "native ipv6", "native netlink", "native vsock"]
BACK_DOORS = ["native network pair", "io_uring", *(["x32", "i386"] if os.uname().machine == "x86_64" else [])]


# Of these nobody asks without the lock: a machine's own rules may refuse them, too.
BY_PROXY = ["ptrace", "process_vm_writev", "request_key"] if os.uname().machine in ("x86_64", "aarch64") else []


def attempt(*arguments: str) -> dict[str, str]:
    """Run `attempts.py` in a child process and return what became of each attempt."""
    script = Path(__file__).with_name("attempts.py")
    done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=True, timeout=60)
    outcomes: dict[str, str] = json.loads(done.stdout)
    return outcomes


@pytest.fixture(scope="module")
def child() -> dict[str, str]:
    return attempt("--lock")


@pytest.fixture(scope="module")
def grandchild() -> dict[str, str]:
    return attempt("--lock", "--grandchild")


@linux_only
def test_without_the_lock_this_machine_makes_network_sockets(without_lock: dict[str, str]) -> None:
    assert {road: without_lock[road] for road in ("tcp", "udp", "native ipv4", "thread of before")} == {
        "tcp": "made",
        "udp": "made",
        "native ipv4": "made",
        "thread of before": "made",
    }
    assert "EPERM" not in {outcome for road, outcome in without_lock.items() if road not in BY_PROXY}


@linux_only
@pytest.mark.parametrize("road", [*ROADS, *BACK_DOORS, *BY_PROXY, "look-up"])
def test_a_locked_process_is_refused(child: dict[str, str], road: str) -> None:
    assert child[road] == "EPERM"


@linux_only
@pytest.mark.parametrize("road", [*ROADS, *BACK_DOORS, *BY_PROXY])
def test_the_child_of_a_locked_process_is_refused_without_locking_itself(grandchild: dict[str, str], road: str) -> None:
    assert grandchild[road] == "EPERM"


@linux_only
@pytest.mark.parametrize("road", ["unix", "unix pair"])
def test_the_window_system_can_still_be_reached(child: dict[str, str], grandchild: dict[str, str], road: str) -> None:
    assert (child[road], grandchild[road]) == ("made", "made")


@linux_only
def test_what_the_kernel_says_of_a_process_can_be_asked() -> None:
    locked = subprocess.Popen(["sleep", "60"])
    try:
        assert (network_lock.kernel_mode(), network_lock.kernel_mode(locked.pid)) == (2, 2)
    finally:
        locked.kill()
        locked.wait()
    assert network_lock.kernel_mode(2**31 - 1) is None


@linux_only
def test_the_kernel_reports_the_filter(child: dict[str, str], grandchild: dict[str, str]) -> None:
    assert (child["status"], grandchild["status"]) == ("2", "2")


@linux_only
def test_a_network_connection_that_was_handed_over_is_closed() -> None:
    script = (
        "import os, socket, subprocess, sys; line = socket.socket(); line.set_inheritable(True); "
        "subprocess.run([sys.executable, sys.argv[1], *sys.argv[2:], '--inherit', str(line.fileno())], "
        "pass_fds=[line.fileno()])"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).with_name("attempts.py"))]
    ways: tuple[list[str], ...] = ([], ["--lock"])
    told = [json.loads(unlocked.run([*command, *how]).stdout)["inherited"] for how in ways]
    assert told == ["open", "closed"]


@linux_only
def test_a_network_connection_that_is_the_input_is_said() -> None:
    script = (
        "import socket, subprocess, sys; line = socket.socket(); "
        "subprocess.run([sys.executable, '-c', 'from interviewcoder.privacy import network_lock as lock; "
        "print(lock.engage())'], stdin=line)"
    )
    told = unlocked.run([sys.executable, "-c", script]).stdout
    assert "inherited=1" in told
    assert "connected its input or output to a network themselves" in told


def test_locking_twice_changes_nothing() -> None:
    before = network_lock.state()
    assert network_lock.engage() == before == network_lock.state()
    assert before.audit_hook


@linux_only
def test_the_state_says_what_holds() -> None:
    assert network_lock.state().seccomp
    assert "kernel" in network_lock.state().note


def test_a_refusal_is_ours_to_explain_and_a_librarys_to_fall_back_on() -> None:
    with pytest.raises(NetworkLocked) as refused:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    assert isinstance(refused.value, PermissionError)
    assert str(refused.value) == "The network is locked: a network socket was refused."
    assert refused.value.hint


@pytest.mark.parametrize("look_up", [socket.gethostbyname, socket.gethostbyaddr, socket.gethostbyname_ex])
def test_no_name_is_looked_up(look_up: object) -> None:
    assert callable(look_up)
    with pytest.raises(NetworkLocked):
        look_up("localhost")


@pytest.mark.parametrize("event", ["socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"])
def test_a_socket_that_came_from_elsewhere_is_given_no_network_address(event: str) -> None:
    with pytest.raises(NetworkLocked):
        sys.audit(event, None, ("127.0.0.1", 9))


@pytest.mark.parametrize("door", ["/run/systemd/resolve/io.systemd.Resolve", "/var/run/nscd/socket", b"/run/dbus/x"])
def test_no_service_that_reaches_the_network_is_spoken_to(door: str | bytes) -> None:
    with socket.socket(socket.AF_UNIX) as line, pytest.raises(NetworkLocked, match="a service of this machine"):
        line.connect(door)


def test_other_programs_of_this_machine_can_be_spoken_to(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door, socket.socket(socket.AF_UNIX) as line:
        door.bind(str(tmp_path / "door"))
        door.listen()
        line.connect(str(tmp_path / "door"))


def test_the_name_of_this_machine_can_be_asked() -> None:
    assert socket.gethostname()


def test_libraries_are_told_to_stay_offline() -> None:
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_the_lock_loads_nothing_of_ours_but_the_errors() -> None:
    script = (
        "import sys; from interviewcoder.privacy import network_lock; "
        "print(*sorted(name for name in sys.modules if name.startswith('interviewcoder')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "interviewcoder",
        "interviewcoder.errors",
        "interviewcoder.privacy",
        "interviewcoder.privacy.network_lock",
    ]


@linux_only
def test_a_processor_without_a_filter_is_said_and_the_hook_holds_alone() -> None:
    script = (
        "import os; os.uname = lambda: os.uname_result(('Linux', '', '', '', 'pdp11')); "
        "from interviewcoder.privacy import network_lock; print(network_lock.engage())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "audit_hook=True, seccomp=False" in done.stdout
    assert "pdp11" in done.stdout
