"""One project closed and another opened in the same breath: nothing of the first takes anything of the second along."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from interviewcoder.ui.main_window import MainWindow


@pytest.mark.parametrize("page", ["memos", "check", "codes", "receipt"])
def test_a_project_goes_without_taking_parts_of_the_next_along(study: MainWindow, page: str) -> None:
    """Python keeps its own book of which part belongs to which; what is entered wrongly there goes with the wrong one.

    `nextInFocusChain` enters the next part as a part of the one that is asked.
    """
    assert study.workspace is not None
    path = study.workspace.project.path
    study.close_project()
    study.open_project(path)
    work = study.workspace
    assert work is not None
    tabs = work.right if page in work.right.names() else work.results
    tabs.page(page)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert "afraid of lawsuits" in work.reading.view.page.document().toPlainText()
    assert work.reading.view.page.geometry_of_text.range_between(0, 10)[0] == 0
