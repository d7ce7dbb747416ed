"""The verb of the command line that makes a review copy; `cli` parses and prints."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.errors import NotAllowed
from interviewcoder.settings import NEW_PASSPHRASE_VARIABLE

if TYPE_CHECKING:
    from interviewcoder.verbs import Entry


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """Say what `review-copy` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="the copy's file (.icproj); a new one")
    verb.add_argument("--for", dest="recipient", required=True, metavar="NAME", help="who is to read it")
    verb.add_argument(
        "--sources", nargs="+", default=[], metavar="SOURCE", help="what is in it (default: every source with a text)"
    )
    verb.add_argument("--blind", action="store_true", help="without the others' codings, to code without knowing them")
    verb.add_argument(
        "--expires", default="", metavar="DATE", help="the last day on which it opens, such as 2027-03-31"
    )
    where = f"a file whose first line is the copy's passphrase (else ${NEW_PASSPHRASE_VARIABLE}, else it is asked for)"
    verb.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help=where)
    terms = verb.add_argument_group("for the sharing ledger")
    terms.add_argument("--purpose", default="", metavar="TEXT", help="what it is for")
    terms.add_argument("--override", default="", metavar="NAME", help="who answers for what the scan found")
    terms.add_argument("--because", default="", metavar="TEXT", help="why they let it go")


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "review-copy": ("Make a review copy: one encrypted, de-identified file for one reader.", add_arguments)
}


def review_copy(options: Namespace) -> Entry:
    """Make a review copy for somebody."""
    from interviewcoder.encryption_verbs import new_passphrase, strength_of
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports import review_copy_file
    from interviewcoder.sources import catalogue
    from interviewcoder.verbs import Meter, open_project

    expires_on = _day(options.expires)
    with open_project(options) as project:
        chosen = [catalogue.by_name(project, name).id for name in dict.fromkeys(options.sources)]
        review_copy_file.refuse_wrong_place(project, options.out)
        passphrase = new_passphrase(options, "The review copy")
        terms = Terms(
            purpose=options.purpose, name=options.override, because=options.because, in_spite=bool(options.override)
        )
        made = review_copy_file.make(
            project,
            options.out,
            passphrase=passphrase,
            recipient=options.recipient,
            sources=chosen or None,
            blind=options.blind,
            expires_on=expires_on,
            terms=terms,
            tell=Meter("review copy"),
        )
        known = [options.recipient, project.title, options.out.stem]
    if not options.json:
        for warning in made.warnings:
            print(f"interviewcoder: {warning}", file=sys.stderr)
    return {
        "file": str(made.path),
        "id": made.copy.uuid,
        "for": made.copy.recipient,
        "expires_on": made.copy.expires_on.isoformat() if made.copy.expires_on else "",
        "blind": made.copy.blind,
        **made.counts,
        "sources": list(made.copy.sources),
        "codebook_sha256": made.copy.codebook_sha256,
        **strength_of(passphrase, known),
        "warnings": list(made.warnings),
    }


def _day(text: str) -> date | None:
    """Read a day.

    Raises:
        NotAllowed: it is none.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotAllowed(f"“{text}” is no day.", "Write it as in 2027-03-31.") from error
