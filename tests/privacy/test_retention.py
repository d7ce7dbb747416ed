"""Until when data is kept, and what is due."""

from __future__ import annotations

from datetime import date

import pytest

from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.privacy import retention
from interviewcoder.privacy.retention import CLASSES, RetentionView
from interviewcoder.project.file import Project

TODAY = date(2026, 6, 15)


def test_each_class_of_data_is_listed_also_where_nothing_was_laid_down(project: Project) -> None:
    retention.lay_down(project, "audio", until="2026-12-31", then="destroy", note="as approved")
    found = retention.listing(project)
    assert [rule.data for rule in found] == list(CLASSES)
    assert found[0] == RetentionView("audio", "2026-12-31", "destroy", "as approved", "")
    assert found[1] == RetentionView("transcripts", "", "review", "", "")
    project.undo()
    assert retention.listing(project)[0] == RetentionView("audio", "", "review", "", "")


def test_what_is_due_comes_the_earliest_first_and_what_is_far_off_not_at_all(project: Project) -> None:
    for data, until in (("audio", "2026-06-20"), ("key", "2026-06-01"), ("project", "2031-06-15")):
        retention.lay_down(project, data, until=until)
    assert [(each.rule.data, each.days) for each in retention.due(project, TODAY)] == [("key", -14), ("audio", 5)]
    assert len(retention.due(project, TODAY, within_days=4000)) == 3


def test_what_was_done_is_due_no_longer_until_another_day_is_laid_down(project: Project) -> None:
    retention.lay_down(project, "audio", until="2026-06-01")
    retention.mark_done(project, "audio", "2026-06-02")
    assert retention.due(project, TODAY) == []
    retention.lay_down(project, "audio", until="2026-06-01", note="checked")
    assert retention.due(project, TODAY) == []
    retention.lay_down(project, "audio", until="2026-06-10")
    assert [each.days for each in retention.due(project, TODAY)] == [-5]


def test_what_is_no_rule_is_refused(project: Project) -> None:
    with pytest.raises(NotAllowed, match="no class of data"):
        retention.lay_down(project, "tapes", until="2026-06-01")
    with pytest.raises(NotAllowed, match="can happen"):
        retention.lay_down(project, "audio", until="2026-06-01", then="burn")
    with pytest.raises(NotAllowed, match="no day"):
        retention.lay_down(project, "audio", until="June")
    with pytest.raises(NotFound):
        retention.mark_done(project, "audio", "2026-06-01")
    assert all(not rule.until for rule in retention.listing(project))
