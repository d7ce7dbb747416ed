"""The entries of the menu “Review”, below “Team”, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow

# Name, words, keys, drawing, what must be there; empty: a line between two groups.
Entry = tuple[str, str, str, str, str]


def entries() -> tuple[Entry | None, ...]:
    """All of them, in their order. Keys behind a tab work in the transcript alone: elsewhere they are letters."""
    return (
        ("comment", _tr("&Comment…"), "Ctrl+Shift+C", "comment", "project"),
        ("next_comment", _tr("&Next comment"), "Alt+PgDown", "", "source"),
        ("last_comment", _tr("Pre&vious comment"), "Alt+PgUp", "", "source"),
        None,
        ("agree", _tr("&Agree with the coding\t+"), "", "agree", "source"),
        ("query", _tr("&Query the coding…\t?"), "", "question", "source"),
        ("verdict_back", _tr("&Take the verdict back"), "", "", "source"),
        ("next_unreviewed", _tr("Next coding to &review"), "Alt+Shift+Down", "down", "project"),
        None,
        ("propose_code", _tr("Propose another c&ode…"), "", "proposal", "source"),
        ("proposals", _tr("&Proposals"), "", "", "project"),
        ("approve", _tr("Approve the code&book…"), "", "approval", "project"),
        None,
        ("reviewing", _tr("Reviewing vie&w"), "", "see", "project"),
        ("send_back", _tr("&Send it back…"), "", "", "project"),
    )


STEPS: Mapping[str, Callable[[MainWindow], object]] = {
    "comment": lambda window: window.at_work().review.comment(),
    "next_comment": lambda window: window.at_work().review.step(1),
    "last_comment": lambda window: window.at_work().review.step(-1),
    "agree": lambda window: window.at_work().review.verdicts.agree(),
    "query": lambda window: window.at_work().review.verdicts.query(),
    "verdict_back": lambda window: window.at_work().review.verdicts.take_back(),
    "next_unreviewed": lambda window: window.at_work().review.verdicts.next_unreviewed(),
    "propose_code": lambda window: window.at_work().review.proposing.propose_recoding(),
    "proposals": lambda window: window.at_work().review.proposing.show_page(),
    "approve": lambda window: window.at_work().review.approving.show_dialog(),
    "reviewing": lambda window: window.at_work().review.reviewing.toggle(),
    "send_back": lambda window: window.at_work().review.reviewing.show_way_back(),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
