"""The network lock in words: what is in force, what became of a test, and how others can check it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from interviewcoder import __version__
from interviewcoder.privacy import network_lock, self_test
from interviewcoder.privacy.network_lock import Verdict
from interviewcoder.privacy.self_test import Attempt, SelfTest

BY = ("Python", "native code", "child process", "child shell")


def by_words(by: str) -> str:
    """Who tried."""
    words = {
        "Python": _tr("Python"),
        "native code": _tr("Native code"),
        "child process": _tr("Child process"),
        "child shell": _tr("A shell"),
    }
    return words[by]


def what_words(what: str) -> str:
    """What was tried."""
    return _tr("Name look-up") if what == "DNS" else what


def outcome_words(attempt: Attempt) -> str:
    """What became of it, in a word or two."""
    if attempt.refused is None:
        return _tr("not there")
    return _tr("refused") if attempt.refused else _tr("NOT REFUSED")


def verdict_words(verdict: Verdict) -> tuple[str, str]:
    """A heading and a sentence for what is in force."""
    words = {
        "closed": (
            _tr("The network lock is closed"),
            _tr("No part of this program can open a network connection: the system refuses it, for good."),
        ),
        "half": (
            _tr("The network lock is half closed"),
            _tr(
                "Python’s own network access is refused. This system can’t hold native libraries from within a "
                "program; an administrator can, with a firewall rule (docs/offline.md)."
            ),
        ),
        "open": (
            _tr("The network lock is open"),
            _tr("That is a fault: close the program, and tell us how it was started."),
        ),
    }
    return words[verdict]


def layers() -> list[tuple[str, str]]:
    """What is in force, layer by layer: its name, and what it does here, in this window and in its workers."""
    state, mode = network_lock.state(), network_lock.kernel_mode()
    clients = self_test.loaded_clients()
    code = _tr("no client for a network is loaded")
    if self_test.comes_with_sound():
        code = _tr("no client for a network is loaded but Qt’s, which its sound module brings along and nothing uses")
    if clients:
        code = _tr("loaded, though it shouldn’t be: {names}").format(names=", ".join(clients))
    hook = _tr("sockets and name look-ups are refused, with the reason") if state.audit_hook else _tr("not in force")
    if state.seccomp:
        kernel = _tr("every socket but local ones is refused; /proc/{pid}/status says Seccomp: {mode}").format(
            pid=os.getpid(), mode=mode
        )
    else:
        kernel = _tr("not in force: {note}").format(note=state.note)
    names = _tr("only this machine’s own list (/etc/hosts) is read; no service is asked")
    if not state.own_names:
        names = _tr("as the system is set up")
    return [
        (_tr("The program’s own code"), code),
        (_tr("Python (audit hook)"), hook),
        (_tr("The system’s kernel"), kernel),
        (_tr("Name look-ups"), names),
        (_tr("Workers"), _workers()),
    ]


def how_to_check() -> str:
    """Commands by which somebody sees from outside what the program does, for this system and this process."""
    pid = os.getpid()
    if sys.platform == "win32":
        return "\n".join(
            [
                f"netstat -ano | findstr {pid}",
                f"Get-NetTCPConnection -OwningProcess {pid}",
                _tr("Resource Monitor › Network: choose the program; the lists below must stay empty."),
            ]
        )
    if sys.platform == "darwin":
        return "\n".join(
            [
                f"lsof -nP -a -p {pid} -i",
                f"nettop -p {pid}",
                _tr("Little Snitch or LuLu: a rule that denies the program everything; nothing asks for more."),
            ]
        )
    return "\n".join(
        [
            f"grep Seccomp /proc/{pid}/status",
            f"ss -tupn | grep pid={pid},",
            f"lsof -nP -a -p {pid} -i",
            f"sudo strace -f -e trace=network -p {pid}",
            "unshare -rn interviewcoder",
        ]
    )


def as_text(test: SelfTest | None) -> str:
    """All of it as text, to be sent to somebody who asks."""
    heading, sentence = verdict_words(test.verdict if test is not None else network_lock.in_force())
    lines = [f"InterviewCoder {__version__}: {heading}", sentence, ""]
    lines += [f"{name}: {words}" for name, words in layers()]
    if test is not None:
        lines += ["", _tr("Tested {moment}, in {seconds:.2f} s:").format(moment=test.at, seconds=test.seconds)]
        lines += [_line(attempt) for attempt in test.attempts]
    if doors := self_test.side_doors():
        lines += ["", _side_doors(doors)]
    return "\n".join([*lines, "", _tr("To check it from outside:"), how_to_check()]) + "\n"


def how_words(how: str) -> str:
    """What refused an attempt, or what became of it."""
    if how == self_test.AUDIT_HOOK:
        return _tr("refused by the audit hook")
    if how == self_test.KERNEL:
        return _tr("refused by the kernel (EPERM)")
    return how


def _line(attempt: Attempt) -> str:
    words = f"{what_words(attempt.what):13} {by_words(attempt.by):14} {outcome_words(attempt):12}"
    return f"{words} {how_words(attempt.how)}"


def _workers() -> str:
    if not network_lock.state().seccomp:
        return _tr("each locks itself as the window does, before it loads anything")
    at_work = self_test.processes()
    if not at_work:
        return _tr("inherit the kernel’s refusal and lock themselves as well; none is at work now")
    told = ", ".join(f"{pid} (Seccomp: {mode})" for pid, mode in at_work.items())
    return _tr("inherit the kernel’s refusal; at work now: {processes}").format(processes=told)


def _side_doors(doors: Iterable[str]) -> str:
    words = _tr("Local services that native code could still speak to (docs/offline.md): {names}")
    return words.format(names=", ".join(doors))


def _tr(text: str) -> str:
    return QCoreApplication.translate("NetworkLock", text)
