"""The verbs of the command line about pseudonyms and their key; `cli` parses and prints."""

from __future__ import annotations

import argparse
import getpass
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.privacy.key_file import ListedName
    from interviewcoder.project.file import Project
    from interviewcoder.verbs import Entry


def add_pseudonyms(verb: argparse.ArgumentParser) -> None:
    """Say what `pseudonyms` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--replace", metavar="WORDS", help="replace these words in all sources, in one step")
    verb.add_argument("--by", metavar="TEXT", help="by this pseudonym, such as “Hospital A”; added if new")
    verb.add_argument("--kind", default="name", metavar="KIND", help="of a new pseudonym: name, place, organisation …")


def add_key(verb: argparse.ArgumentParser) -> None:
    """Say what `key` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="the key (.ickey); made if there is none")
    verb.add_argument(
        "--key-passphrase-file",
        type=Path,
        metavar="FILE",
        help="a file whose first line is the key's own passphrase (else it is asked for)",
    )
    verb.add_argument("--names", type=Path, metavar="FILE", help="names to look for, a line each: name, or name = kind")


def pseudonyms(options: Namespace) -> list[Entry]:
    """List the pseudonyms; with `--replace` have words replaced before.

    Raises:
        NotAllowed: only one of `--replace` and `--by` is given.
        NotFound: the words stand nowhere undecided.
    """
    from interviewcoder.errors import NotAllowed
    from interviewcoder.privacy import pseudonyms as known
    from interviewcoder.verbs import open_project

    if (options.replace is None) != (options.by is None):
        raise NotAllowed("--replace and --by belong together.", 'Such as: --replace "Sunnybrook" --by "Hospital A".')
    with open_project(options) as project:
        if options.replace is not None:
            _replace(project, options.replace, options.by, options.kind)
        return [
            {
                "id": view.uuid,
                "text": view.text,
                "kind": view.kind,
                "note": view.note,
                "uses": view.uses,
                "sources": view.sources,
            }
            for view in known.listing(project)
        ]


def key(options: Namespace) -> Entry:
    """Let the key learn what the pseudonyms stand for; it is made where there is none."""
    from interviewcoder.privacy import key_file
    from interviewcoder.privacy.key_learning import fill_from
    from interviewcoder.verbs import open_project

    key_file.refuse_other_endings(options.out)
    names = _names(options.names) if options.names is not None else []
    with open_project(options) as project:
        there = options.out.exists()
        passphrase = _passphrase(options, new=not there)
        with (key_file.open_key if there else key_file.create)(project, options.out, passphrase) as opened:
            listed = opened.add_names(names)
            learnt = fill_from(opened, project)
        warnings = key_file.warnings(project, options.out)
        for warning in [] if options.json else warnings:
            print(f"interviewcoder: {warning}", file=sys.stderr)
        return {
            "key": str(opened.path),
            "made": not there,
            "pseudonyms": learnt.pseudonyms,
            "forms": learnt.forms,
            "participants": learnt.participants,
            "names": listed,
            "astray": list(learnt.astray),
            "warnings": warnings if options.json else [],
        }


def _replace(project: Project, words: str, by: str, kind: str) -> None:
    from interviewcoder.errors import NotFound
    from interviewcoder.privacy import pseudonyms as known

    found = known.everywhere(project, words)
    if not found:
        raise NotFound(f"“{words}” stands nowhere that isn't decided yet.", "Nothing was changed.")
    with project.op("Replace identifiers"):
        view = known.by_text(project, by) or known.add(project, kind, by)
        known.decide(project, [(place.source_id, place.span) for place in found], view.id)


def _names(path: Path) -> list[ListedName]:
    from interviewcoder.errors import NotFound
    from interviewcoder.privacy.identifier_kinds import kind_of
    from interviewcoder.privacy.key_file import ListedName

    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"The list “{path}” can't be read.", "Give a text file in UTF-8.") from error
    found = [line.partition("=") for line in lines if line.strip()]
    return [ListedName(words, kind_of(kind.strip() or "name").key) for words, _, kind in found]


def _passphrase(options: Namespace, *, new: bool) -> str:
    """The key's passphrase: from its file, or asked for. Never the variable of the project's."""
    from interviewcoder.errors import WrongPassphrase
    from interviewcoder.verbs import passphrase_for

    if options.key_passphrase_file is not None:
        return passphrase_for(Namespace(passphrase_file=options.key_passphrase_file))
    if not sys.stdin.isatty():
        raise WrongPassphrase(
            "The key needs a passphrase of its own, and there is no terminal to ask at.",
            "Give --key-passphrase-file FILE.",
        )
    try:
        passphrase = getpass.getpass("Passphrase of the key: ")
        if new and getpass.getpass("Once more: ") != passphrase:
            raise WrongPassphrase("The two passphrases differ.", "Nothing was made. Try again.")
    except EOFError as error:
        raise WrongPassphrase("No passphrase was given.") from error
    return passphrase
