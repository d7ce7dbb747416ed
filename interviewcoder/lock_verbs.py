"""What the verb does that tests the network lock."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from interviewcoder.errors import NetworkLocked
from interviewcoder.privacy import self_test

_FIRST_LINES = {
    "closed": "The network lock is closed: every attempt was refused.",
    "half": "The network lock is half closed: Python is refused, native code isn't held by this system.",
    "open": "The network lock is open: not even Python is refused.",
}
_OUTCOMES = {True: "refused", False: "NOT REFUSED", None: "not tried"}


# Any: objects as JSON has them, or text.
def network_lock(options: Namespace) -> Any:
    """Try to reach the network and list what became of each attempt; exit code 1 unless all were refused."""
    test = self_test.run()
    if test.verdict != "closed":
        hint = "docs/offline.md says how an administrator adds the rest on this system."
        options.failures.append(NetworkLocked("Something could still reach the network.", hint))
    return _as_json(test) if options.json else _as_text(test)


def _as_json(test: self_test.SelfTest) -> dict[str, Any]:
    return {
        "verdict": test.verdict,
        "at": test.at,
        "audit_hook": test.state.audit_hook,
        "kernel_filter": test.state.seccomp,
        "kernel_mode": test.kernel_mode,
        "note": test.state.note,
        "seconds": round(test.seconds, 3),
        "attempts": [asdict(attempt) | {"seconds": round(attempt.seconds, 4)} for attempt in test.attempts],
        "local_services": self_test.side_doors(),
    }


def _as_text(test: self_test.SelfTest) -> str:
    lines = [_FIRST_LINES[test.verdict], test.state.note, ""]
    lines += [
        f"{attempt.what:9} {attempt.by:14} {_OUTCOMES[attempt.refused]:12} {attempt.how}" for attempt in test.attempts
    ]
    mode = "nothing of the kind" if test.kernel_mode is None else f"Seccomp: {test.kernel_mode}"
    lines += ["", f"The system says of this process: {mode}. Tested {test.at}, in {test.seconds:.2f} s."]
    if services := self_test.side_doors():
        lines.append(f"Local services that native code could still ask to reach a network: {', '.join(services)}")
    return "\n".join(lines)
