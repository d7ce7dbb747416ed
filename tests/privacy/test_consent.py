"""What participants agreed to, until when they may withdraw, and whom one may quote."""

from __future__ import annotations

import pytest

from interviewcoder.cases import cases
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.privacy import consent
from interviewcoder.privacy.consent import Answer
from interviewcoder.project.file import Project


def test_answers_are_kept_with_their_day_and_undone_one_by_one(project: Project) -> None:
    one = cases.add(project, "P1").id
    consent.record(project, one, "audio", True, "2026-03-01", " signed form 12 ")
    consent.record(project, one, "recontact", False)
    (view,) = consent.listing(project)
    assert view.answers == {"audio": Answer(True, "2026-03-01", "signed form 12"), "recontact": Answer(False, "", "")}
    project.undo()
    (view,) = consent.listing(project)
    assert list(view.answers) == ["audio"]


def test_an_answer_is_changed_in_its_place_and_taken_back(project: Project) -> None:
    one = cases.add(project, "P1").id
    consent.record(project, one, "quotes", True, "2026-03-01")
    consent.record(project, one, "quotes", False, "2026-04-01")
    assert consent.listing(project)[0].answers == {"quotes": Answer(False, "2026-04-01", "")}
    consent.record(project, one, "quotes", None)
    assert consent.listing(project)[0].answers == {}


def test_as_soon_as_anything_is_recorded_who_gave_no_yes_may_not_be_quoted(project: Project) -> None:
    one, two, three = (cases.add(project, name).id for name in ("P1", "P2", "P3"))
    assert consent.may_quote(project) is None
    consent.record(project, one, "audio", True)
    assert consent.may_quote(project) == {one: False, two: False, three: False}
    consent.record(project, two, "quotes", True)
    consent.record(project, three, "quotes", False)
    assert consent.may_quote(project) == {one: False, two: True, three: False}


def test_the_last_day_to_withdraw_is_set_and_cleared(project: Project) -> None:
    one = cases.add(project, "P1").id
    consent.set_deadline(project, one, "2026-12-31")
    assert consent.listing(project)[0].withdraw_by == "2026-12-31"
    consent.set_deadline(project, one, "")
    assert consent.listing(project)[0].withdraw_by == ""
    project.undo()
    assert consent.listing(project)[0].withdraw_by == "2026-12-31"


def test_what_is_no_answer_is_refused_and_nothing_is_kept(project: Project) -> None:
    one = cases.add(project, "P1").id
    with pytest.raises(NotAllowed, match="nothing that consent"):
        consent.record(project, one, "video", True)
    with pytest.raises(NotAllowed, match="no day"):
        consent.record(project, one, "audio", True, "31.3.2026")
    with pytest.raises(NotFound):
        consent.record(project, 99, "audio", True)
    assert consent.may_quote(project) is None


def test_a_deleted_participant_s_consent_goes_and_comes_back_with_undo(project: Project) -> None:
    one = cases.add(project, "P1").id
    consent.record(project, one, "quotes", True)
    cases.delete(project, one)
    assert consent.may_quote(project) is None
    project.undo()
    assert consent.may_quote(project) == {one: True}
