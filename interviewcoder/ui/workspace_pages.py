"""The pages beside and below the transcript: what they are called and how each is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.ui.pages import PageSpec

if TYPE_CHECKING:
    from interviewcoder.ui.workspace import Workspace


def add_to(workspace: Workspace) -> None:
    """Put all pages in their places; each is made when it is looked at."""
    for tabs, specs in ((workspace.right, beside(workspace)), (workspace.results, below(workspace))):
        for spec in specs:
            tabs.add_page(spec)


def beside(workspace: Workspace) -> tuple[PageSpec, ...]:
    """The pages at the right of the transcript; the first is there when a project opens."""
    return (
        PageSpec("codes", _tr("Codes"), lambda: workspace.codes),
        PageSpec("check", _tr("Check"), lambda: workspace.checking.panel),
        PageSpec("memos", _tr("Memos"), workspace.memos.build_page),
        PageSpec("comments", _tr("Comments"), workspace.review.build_page),
        PageSpec("history", _tr("History"), workspace.history.build_page),
    )


def below(workspace: Workspace) -> tuple[PageSpec, ...]:
    """The pages that open below the transcript when they are asked for."""
    return (
        PageSpec("passages", _tr("Passages"), workspace.passages.build_passages),
        PageSpec("frequencies", _tr("Frequencies"), workspace.passages.build_frequencies),
        PageSpec("find", _tr("Find"), workspace.finding.build),
        PageSpec("deidentify", _tr("De-identify"), workspace.deidentify.build_page),
        PageSpec("pseudonyms", _tr("Pseudonyms"), workspace.deidentify.build_pseudonyms),
        PageSpec("receipt", _tr("Correction"), workspace.receipts.build_page),
        PageSpec("proposals", _tr("Proposals"), workspace.review.proposing.build_page),
        PageSpec("agreement", _tr("Agreement"), workspace.agreement.build_page),
        PageSpec("disagreements", _tr("Disagreements"), workspace.disagreements.build_page),
        PageSpec("team_report", _tr("Team report"), workspace.team_report.build_page),
        PageSpec("changes", _tr("What changed"), workspace.history.build_changes),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("WorkspacePages", text)
