"""The verbs of the command line about working together; `cli` parses and prints."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from interviewcoder import verb_terms

if TYPE_CHECKING:
    from interviewcoder.coding.blind import BlindSource
    from interviewcoder.project.coders import CoderWork
    from interviewcoder.project.file import CoderView, Project

Entry = dict[str, Any]
_ROLES = ("coder", "supervisor", "reader", "consensus", "none")


def add_coders(verb: argparse.ArgumentParser) -> None:
    """Say what `coders` can be told."""
    verb_terms.add_project(verb)
    verb.add_argument("coder", nargs="?", metavar="NAME", help="whom --rename, --colour, --role and --finish are about")
    verb.add_argument("--add", action="append", default=[], metavar="NAME", help="add a coder; may be repeated")
    verb.add_argument("--rename", metavar="NEW", help="give the coder another name")
    verb.add_argument("--colour", metavar="#RRGGBB", help="give the coder another colour")
    verb.add_argument("--role", choices=_ROLES, help="what the coder is called; a label that opens and locks nothing")
    blind = verb.add_mutually_exclusive_group()
    blind.add_argument("--blind", nargs="+", metavar="SOURCE", help="let coders code these sources blind")
    blind.add_argument("--finish", nargs="+", metavar="SOURCE", help="say that the coder has finished these sources")
    blind.add_argument("--end-blind", nargs="+", metavar="SOURCE", help="let everybody see all codings of them again")
    verb.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="NAME",
        help="with --blind: who does; may be repeated (default: all)",
    )


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "coders": ("List who codes and who codes what blind; add, rename, colour, label coders.", add_coders),
}


def coders(options: Namespace) -> list[Entry]:
    """List the coders with what they did and what they code blind, after what is asked was done.

    Raises:
        NotAllowed: something about one coder is asked, and none is named.
    """
    from interviewcoder.project import coders as known
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        _change(project, options)
        _blind(project, options)
        return _listed(project, known.listing(project), known.work(project))


def _change(project: Project, options: Namespace) -> None:
    from interviewcoder.errors import NotAllowed
    from interviewcoder.project import coders as known

    for name in options.add:
        known.add(project, name)
    if not (options.rename or options.colour or options.role):
        return
    if options.coder is None:
        raise NotAllowed("It isn't said which coder.", "Write the name: `interviewcoder coders PROJECT NAME --role …`.")
    coder = known.by_name(project, options.coder)
    if options.colour:
        known.set_colour(project, coder.id, options.colour)
    if options.role:
        known.set_role(project, coder.id, "" if options.role == "none" else options.role)
    if options.rename:
        known.rename(project, coder.id, options.rename)


def _blind(project: Project, options: Namespace) -> None:
    from interviewcoder.coding import blind
    from interviewcoder.project import coders as known

    if options.blind:
        everybody = [
            coder for coder in known.listing(project) if coder.role not in ("consensus", "reader", "supervisor")
        ]
        who = [known.by_name(project, name) for name in options.by] or everybody
        blind.begin(project, _sources(project, options.blind), [coder.id for coder in who])
    elif options.finish:
        if options.coder is not None:
            project.work_as(known.by_name(project, options.coder).name)
        with project.op("Finish blind coding"):
            for source_id in _sources(project, options.finish):
                blind.finish(project, source_id)
    elif options.end_blind:
        blind.end(project, _sources(project, options.end_blind))


def _sources(project: Project, names: list[str]) -> list[int]:
    from interviewcoder.sources import catalogue

    return [catalogue.by_name(project, name).id for name in dict.fromkeys(names)]


def _listed(project: Project, there: list[CoderView], did: dict[int, CoderWork]) -> list[Entry]:
    from interviewcoder.coding import blind

    rounds = blind.listing(project)
    return [
        {
            "id": coder.uuid,
            "name": coder.name,
            "colour": coder.colour,
            "role": coder.role,
            "codings": did[coder.id].codings,
            "sources": did[coder.id].sources,
            "memos": did[coder.id].memos,
            "comments": did[coder.id].comments,
            "blind": [each.source for each in rounds if each.hides_from(coder.id) and each.is_at_it(coder.id)],
            "waiting": [each.source for each in rounds if _waits(each, coder.id)],
        }
        for coder in there
    ]


def _waits(source: BlindSource, coder_id: int) -> bool:
    return source.hides_from(coder_id) and not source.is_at_it(coder_id)
