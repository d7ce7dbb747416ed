"""The verbs of the command line about comments and approvals; `cli` parses and prints."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.review.comments import ThreadView
    from interviewcoder.verbs import Entry


def add_comments(verb: argparse.ArgumentParser) -> None:
    """Say what `comments` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--open", action="store_true", help="only what isn't settled")
    verb.add_argument("--tasks", action="store_true", help="only what is assigned, or due on some day")
    verb.add_argument("--source", metavar="SOURCE", help="only about this source, its passages and codings")
    verb.add_argument("--code", metavar="CODE", help="only about this code and its codings")


def add_approve(verb: argparse.ArgumentParser) -> None:
    """Say what `approve` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--version", required=True, metavar="NAME", help="the version of the codebook")
    verb.add_argument("--coder", metavar="NAME", help="who approves it (else the project's first coder)")
    verb.add_argument("--note", default="", metavar="TEXT", help="what is to be said about it")
    verb.add_argument("--ask-for-changes", action="store_true", help="don't approve it: the note says what to change")


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "comments": ("List the comments and tasks, with the answers to them.", add_comments),
    "approve": ("Approve a version of the codebook as it is, bound to its hash.", add_approve),
}


def comments(options: Namespace) -> list[Entry]:
    """List the threads, that in which something happened last first."""
    from interviewcoder.coding import codes
    from interviewcoder.review import comments as threads
    from interviewcoder.sources import catalogue
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        source = catalogue.by_name(project, options.source) if options.source else None
        code = codes.by_name(project, options.code) if options.code else None
        found = threads.listing(
            project,
            is_open=True if options.open else None,
            tasks=options.tasks,
            source_id=source.id if source is not None else None,
            code_ids=[code.id] if code is not None else None,
        )
        return [_entry(thread) for thread in found]


def approve(options: Namespace) -> Entry:
    """Approve a version of the codebook, or ask for changes of it; says how it stands with the codebook then."""
    from interviewcoder.coding import versions
    from interviewcoder.review import signoff
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        if options.coder:
            project.work_as(options.coder)
        version = versions.by_name(project, options.version)
        say = signoff.ask_for_changes if options.ask_for_changes else signoff.approve
        said = say(project, version.id, note=options.note)
        return {
            "version": said.version,
            "sha256": said.sha256,
            "coder": said.coder,
            "approved": said.approved,
            "note": said.note,
            "given_at": said.given_at,
            "codebook": signoff.state(project).kind,
        }


def _entry(thread: ThreadView) -> Entry:
    span = thread.about.span
    return {
        "id": thread.uuid,
        "about": thread.about.kind,
        "name": thread.about_name,
        "source": thread.source,
        "start": span.start if span is not None else None,
        "end": span.end if span is not None else None,
        "quote": thread.quote,
        "was_about": thread.was_about,
        "open": thread.is_open,
        "assigned_to": thread.assignee,
        "due": thread.due,
        "comments": [
            {"coder": each.coder, "text": each.text, "created_at": each.created_at, "changed_at": each.changed_at}
            for each in thread.comments
        ],
    }
