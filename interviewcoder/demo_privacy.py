"""What the sample study shows of privacy: consent, dates, pseudonyms, readings, answers for the statement."""

from __future__ import annotations

from typing import Any

from interviewcoder.cases import cases
from interviewcoder.privacy import consent, pseudonyms, retention, statement
from interviewcoder.privacy.sharing import Terms
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span

# Any: a TOML table holds text, numbers, truth values and tables.
Described = dict[str, Any]


def add(project: Project, described: Described) -> None:
    """Put into the sample project what `privacy.toml` describes; the coder at work signs what isn't another's."""
    _add_consent(project, described["consent"])
    for rule in described["retention"]:
        retention.lay_down(project, rule["data"], until=rule["until"], then=rule["then"], note=rule["note"])
    with project.op("Add sample pseudonyms"):
        for pseudonym in described["pseudonym"]:
            pseudonyms.add(project, pseudonym["kind"], pseudonym["text"], pseudonym["note"])
        replace_words(project, described)
        for kept in described["kept"]:
            pseudonyms.decide(project, _places(project, kept["words"]), None)
        project.tell(count=len(described["pseudonym"]))
    for reading in described["read"]:
        _read_through(project, reading)
    for declaration in described["declaration"]:
        statement.declare(project, declaration["question"], declaration["answer"])


def replace_words(project: Project, described: Described) -> None:
    """Have the pseudonyms stand for their words wherever nobody has decided about those; nothing where none stand."""
    for pseudonym in described["pseudonym"]:
        found = pseudonyms.by_text(project, pseudonym["text"])
        places = _places(project, pseudonym["words"])
        if found is not None and places:
            pseudonyms.decide(project, places, found.id)


def terms(described: Described) -> Terms:
    """On which terms the demo's codebook leaves the project."""
    return Terms(described["export"]["recipient"], described["export"]["purpose"])


def _add_consent(project: Project, described: list[Described]) -> None:
    with project.op("Add sample consent"):
        for each in described:
            case = cases.by_name(project, each["participant"])
            for kind in consent.KINDS:
                if kind in each["yes"] or kind in each["no"]:
                    consent.record(project, case.id, kind, kind in each["yes"], each["asked_on"])
            consent.set_deadline(project, case.id, each["withdraw_by"])
        project.tell(count=len(described))


def _places(project: Project, words: list[str]) -> list[tuple[int, Span]]:
    return [(place.source_id, place.span) for place in pseudonyms.everywhere(project, words)]


def _read_through(project: Project, reading: Described) -> None:
    at_work = project.coder.name
    project.work_as(reading["coder"])
    for name in reading["sources"]:
        pseudonyms.mark_read(project, catalogue.by_name(project, name).id, reading["note"])
    project.work_as(at_work)
