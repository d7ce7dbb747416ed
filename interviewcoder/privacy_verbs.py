"""The verbs of the command line for an ethics board: the data handling statement and the activity log."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewcoder import sharing_terms
from interviewcoder.errors import CheckFailed, InterviewCoderError, NotAProject, StorageFailed

if TYPE_CHECKING:
    from interviewcoder.privacy.statement import Statement
    from interviewcoder.verbs import Entry


def add_verify(verb: ArgumentParser) -> None:
    """Declare what `verify` takes."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument(
        "--out",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="write the statement: .docx, .html or .json; may be repeated (default: print it)",
    )
    verb.add_argument(
        "--head", default="", metavar="HASH", help="a seal of the log on an older statement: still there?"
    )
    sharing_terms.add_terms(verb)
    verb.add_argument("--key", type=Path, metavar="FILE", help="where the key to the pseudonyms lies (.ickey)")


def add_log(verb: ArgumentParser) -> None:
    """Declare what `log` takes."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--check", action="store_true", help="say whether the log is as it was written")
    sharing_terms.add_terms(verb)
    verb.add_argument("--out", type=Path, metavar="FILE", help="write it as an audit trail: .csv, .json or .docx")


def verify(options: Namespace) -> str | list[Entry]:
    """Make the data handling statement; the exit code is 1 where a check fails."""
    from interviewcoder.reports import data_statement, statement_document
    from interviewcoder.verbs import open_project

    for path in options.out:
        statement_document.kind_of(path)
    try:
        project = open_project(options)
    except (NotAProject, StorageFailed) as error:
        if not options.project.is_file():
            raise
        # As much of a statement as can be made; that the project doesn't open is its first line.
        made = data_statement.gather_damaged(options.project, error, _where_damaged(options))
        for path in options.out:
            statement_document.write(None, made, path)
        options.failures.append(error)
        return _told(options, made)
    with project:
        made = data_statement.gather(project, head=options.head, key_path=options.key)
        for path in options.out:
            # Of a project that can't be read to its end no line of the ledger can be written either.
            statement_document.write(None if made.damage else project, made, path, sharing_terms.terms_from(options))
        data_statement.note_made(project, made)
    if not made.holds:
        options.failures.append(_failure(made))
    return _told(options, made)


def _where_damaged(options: Namespace) -> str:
    """Which pages are damaged, where the passphrase is at hand: nobody is asked for it twice."""
    from interviewcoder.privacy import damage
    from interviewcoder.settings import PASSPHRASE_VARIABLE
    from interviewcoder.verbs import passphrase_for

    if options.passphrase_file is None and not os.environ.get(PASSPHRASE_VARIABLE):
        return ""
    return damage.where(options.project, passphrase_for(options))


def _failure(made: Statement) -> InterviewCoderError:
    numbers = ", ".join(str(line.n) for line in made.failed)
    if not numbers:
        return CheckFailed("The seal that was asked for isn’t in the log.", "The log was altered, or is another’s.")
    return CheckFailed(f"What was checked is not so: question {numbers}.", "The statement says what to do about it.")


def _told(options: Namespace, made: Statement) -> str | list[Entry]:
    if options.json:
        return made.entries()
    from interviewcoder.reports import statement_words

    lines = [f"{made.title}: {statement_words.verdict(made)}"]
    if made.head_asked:
        lines.append(f"Seal {statement_words.head_words(made)}")
    if options.out:
        return "\n".join([*lines, *(f"Written: {path}" for path in options.out)])
    for line in made.lines:
        lines += ["", f"{line.n}. {line.question.text}", f"   {line.status.upper()}: {line.evidence}"]
    return "\n".join(lines)


# Any: objects as JSON has them, or text.
def log(options: Namespace) -> Any:
    """List what was done, oldest first; check it; or write it as an audit trail."""
    from interviewcoder.privacy import log_check
    from interviewcoder.reports import audit_trail
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        if options.out is not None:
            checked = audit_trail.write(project, options.out, sharing_terms.terms_from(options))
        elif options.check:
            checked = log_check.check(project)
        else:
            return [
                {
                    "id": entry.id,
                    "at": entry.at.isoformat(),
                    "coder": entry.coder,
                    "kind": entry.kind,
                    "label": entry.label,
                    "undone": entry.undone,
                }
                for entry in project.log()
            ]
    if not checked.is_whole:
        options.failures.append(CheckFailed("The log isn’t as it was written.", audit_trail.verdict(checked)))
    if options.out is not None:
        print(f"Written: {options.out}", file=sys.stderr)
    return {
        "whole": checked.is_whole,
        "entries": checked.entries,
        "head": checked.head,
        "faults": [fault.words for fault in checked.faults],
    }
