"""What is known of participants."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewcoder.cases import attributes, cases
from interviewcoder.errors import NameTaken, NotFound
from interviewcoder.project.file import Project


def test_a_participant_is_described_in_one_step(project: Project) -> None:
    case = cases.add(project, "P01")
    attributes.describe_case(project, case.id, {"role": "nurse", "site": " Bern "})
    role, site = attributes.listing(project)
    assert (role.name, site.name) == ("role", "site")
    assert cases.by_name(project, "P01").values == {role.id: "nurse", site.id: "Bern"}
    project.undo()
    assert attributes.listing(project) == []
    assert cases.by_name(project, "P01").values == {}


def test_an_empty_value_is_no_value(project: Project) -> None:
    case, role = cases.add(project, "P01"), attributes.add(project, "role")
    attributes.set_value(project, case.id, role.id, " ")
    assert cases.by_name(project, "P01").values == {}
    attributes.set_value(project, case.id, role.id, "nurse")
    attributes.set_value(project, case.id, role.id, "physician")
    assert cases.by_name(project, "P01").values == {role.id: "physician"}
    attributes.set_value(project, case.id, role.id, "")
    assert cases.by_name(project, "P01").values == {}


@pytest.mark.parametrize("name", ["", " ", "ROLE", " role\n"])
def test_an_attribute_needs_a_name_of_its_own(project: Project, name: str) -> None:
    attributes.add(project, "role")
    site = attributes.add(project, "site")
    with pytest.raises(NameTaken):
        attributes.add(project, name)
    with pytest.raises(NameTaken):
        attributes.rename(project, site.id, name)
    attributes.rename(project, site.id, "Site")
    assert [attribute.name for attribute in attributes.listing(project)] == ["role", "Site"]


def test_a_deleted_attribute_comes_back_with_its_values(project: Project) -> None:
    case = cases.add(project, "P01")
    attributes.describe_case(project, case.id, {"role": "nurse", "site": "Bern"})
    before = cases.listing(project)
    role = attributes.by_name(project, "Role")
    assert role is not None
    attributes.delete(project, role.id)
    assert list(cases.by_name(project, "P01").values.values()) == ["Bern"]
    project.undo()
    assert cases.listing(project) == before


def test_what_is_gone_is_said_to_be_gone(project: Project) -> None:
    case, role = cases.add(project, "P01"), attributes.add(project, "role")
    acts: list[Callable[[], object]] = [
        lambda: attributes.set_value(project, 99, role.id, "nurse"),
        lambda: attributes.set_value(project, case.id, 99, "nurse"),
        lambda: attributes.delete(project, 99),
        lambda: attributes.rename(project, 99, "other"),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert attributes.by_name(project, "age") is None
