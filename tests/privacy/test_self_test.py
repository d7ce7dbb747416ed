from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from interviewcoder.privacy import network_attempts, network_lock, self_test
from interviewcoder.privacy.self_test import AUDIT_HOOK, KERNEL, Attempt, SelfTest
from tests import unlocked

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is a feature of Linux")
PACKAGE = Path(self_test.__file__).parents[1]


@pytest.fixture(scope="module")
def locked() -> SelfTest:
    return self_test.run()


@pytest.fixture(scope="module")
def unlocked_outcomes() -> dict[tuple[str, str], Attempt]:
    """What the same test says in a process that never engaged the lock."""
    script = (
        "import json; from dataclasses import asdict; from interviewcoder.privacy import self_test; "
        "print(json.dumps([asdict(attempt) for attempt in self_test.run().attempts]))"
    )
    told = [Attempt(**entry) for entry in json.loads(unlocked.run([sys.executable, "-c", script]).stdout)]
    return {(attempt.what, attempt.by): attempt for attempt in told}


@linux_only
def test_every_road_is_tried_and_refused(locked: SelfTest) -> None:
    assert locked.verdict == "closed"
    tried = {(attempt.what, attempt.by) for attempt in locked.attempts if attempt.refused}
    roads = {"TCP", "UDP", "DNS"}
    assert {(what, by) for what in roads for by in ("Python", "native code", "child process")} <= tried
    assert ("TCP", "child shell") in tried or not (shutil.which("bash") or shutil.which("busybox"))
    assert not [attempt for attempt in locked.attempts if attempt.refused is False]


@linux_only
def test_it_says_what_refused_each(locked: SelfTest) -> None:
    assert {attempt.how for attempt in locked.attempts if attempt.by == "Python"} == {AUDIT_HOOK}
    assert {attempt.how for attempt in locked.attempts if attempt.by != "Python" and attempt.refused} == {KERNEL}


@linux_only
def test_it_takes_less_than_two_seconds_and_asks_the_kernel(locked: SelfTest) -> None:
    assert locked.seconds < 2
    assert locked.kernel_mode == 2


def test_each_attempt_is_told_as_it_is_made() -> None:
    heard: list[Attempt] = []
    assert self_test.run(heard.append).attempts == tuple(heard)


@linux_only
def test_without_the_lock_it_says_so(unlocked_outcomes: dict[tuple[str, str], Attempt]) -> None:
    for by in ("Python", "native code", "child process"):
        assert unlocked_outcomes["TCP", by].refused is False
        assert "ECONNREFUSED" in unlocked_outcomes["TCP", by].how
        assert unlocked_outcomes["DNS", by].refused is False


def test_a_network_that_is_not_there_is_no_refusal() -> None:
    for outcome in ("ECONNREFUSED", "ENETUNREACH", "ETIMEDOUT", network_attempts.UNANSWERED):
        judged = self_test._judged("native code", "TCP", outcome, 0.1)
        assert (judged.refused, judged.how) == (False, f"not refused ({outcome})")


def test_what_a_system_does_not_have_counts_neither_way() -> None:
    assert self_test._judged("native code", "IPv6", "EAFNOSUPPORT", 0.1).refused is None


@pytest.mark.parametrize(
    ("through", "verdict"), [((), "closed"), (("native code", "child process"), "half"), (("Python",), "open")]
)
def test_the_verdict_follows_what_went_through(through: tuple[str, ...], verdict: str) -> None:
    attempts = tuple(
        Attempt("TCP", by, by not in through, "", 0.0)
        for by in ("Python", "native code", "child process", "child shell")
    )
    assert SelfTest(attempts, network_lock.state(), 2, "", 0.1).verdict == verdict


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("bash: socket: Operation not permitted", "EPERM"),
        ("bash: connect: Connection refused", "ECONNREFUSED"),
        ("nc: socket(AF_INET,1,0): Operation not permitted", "EPERM"),
        ("bash: /dev/tcp/127.0.0.1/9: No such file or directory", "not available: this shell opens no connections"),
        ("went through", "went through"),
    ],
)
def test_what_a_shell_says_is_understood(said: str, outcome: str) -> None:
    assert self_test._meaning_of(said) == outcome


@linux_only
def test_what_the_program_has_started_is_told_with_what_the_kernel_says_of_it() -> None:
    worker = subprocess.Popen(["sleep", "60"])
    try:
        assert self_test.processes()[worker.pid] == 2
    finally:
        worker.kill()
        worker.wait()


def test_a_client_for_networks_that_is_loaded_is_named_and_a_stand_in_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    before = self_test.loaded_clients()
    monkeypatch.setitem(sys.modules, "huggingface_hub", ModuleType("huggingface_hub"))
    assert self_test.loaded_clients() == before
    client = ModuleType("requests")
    client.__file__ = "/lib/requests/__init__.py"
    monkeypatch.setitem(sys.modules, "requests", client)
    assert "requests" in self_test.loaded_clients()


def test_what_the_child_runs_needs_nothing_of_the_program() -> None:
    tree = ast.parse(Path(network_attempts.__file__).read_text(encoding="utf-8"))
    imported = {
        alias
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in [getattr(node, "module", None) or "", *(name.name for name in node.names)]
    }
    assert not [name for name in imported if name.startswith("interviewcoder")]


@linux_only
def test_the_verb_shows_each_attempt_and_fails_where_one_goes_through() -> None:
    verb = [sys.executable, "-m", "interviewcoder", "network-lock"]
    done = unlocked.run([*verb, "--json"])
    told = json.loads(done.stdout)
    assert (done.returncode, told["verdict"], told["kernel_mode"]) == (0, "closed", 2)
    assert {"what", "by", "refused", "how", "seconds"} == told["attempts"][0].keys()
    script = "import sys; from interviewcoder import cli; sys.exit(cli.main(['network-lock']))"
    failed = unlocked.run([sys.executable, "-c", script])
    assert failed.returncode == 1
    assert "NOT REFUSED" in failed.stdout
    assert "Something could still reach the network." in failed.stderr
