"""What a question can name beside codes: attributes with their values, coders, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from interviewcoder.analysis.attribute_filter import in_order
from interviewcoder.cases import attributes
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseValueRow, CoderRow, SourceRow


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names by id. `values` are those that participants have of each attribute: numbers in theirs, then words."""

    attributes: Mapping[int, str]
    values: Mapping[int, tuple[str, ...]]
    coders: Mapping[int, str]
    sources: Mapping[int, str]


def vocabulary(project: Project) -> Vocabulary:
    """Read what a question can name."""
    session = project.session
    values: dict[int, list[str]] = {}
    for attribute_id, value in session.execute(select(CaseValueRow.attribute_id, CaseValueRow.value).distinct()):
        values.setdefault(attribute_id, []).append(value)
    coders = session.execute(select(CoderRow.id, CoderRow.name).order_by(CoderRow.id))
    sources = session.execute(select(SourceRow.id, SourceRow.name).order_by(SourceRow.position, SourceRow.id))
    return Vocabulary(
        {attribute.id: attribute.name for attribute in attributes.listing(project)},
        {attribute_id: tuple(sorted(found, key=in_order)) for attribute_id, found in values.items()},
        dict(row._tuple() for row in coders),
        dict(row._tuple() for row in sources),
    )
