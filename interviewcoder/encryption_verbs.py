"""The verbs about a project's encryption: passphrase, encrypt, decrypt, recovery-sheet."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewcoder.errors import WrongPassphrase
from interviewcoder.settings import NEW_PASSPHRASE_VARIABLE

if TYPE_CHECKING:
    from interviewcoder.project.rekey import Rekeyed
    from interviewcoder.verbs import Entry


def add_project(verb: ArgumentParser) -> None:
    """What `recovery-sheet` takes."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--out", type=Path, metavar="FILE", help="write it as .html or .txt (default: print it)")


def add_change(verb: ArgumentParser) -> None:
    """What `passphrase` and `encrypt` take."""
    add_decrypt(verb)
    where = f"a file whose first line is the new passphrase (else ${NEW_PASSPHRASE_VARIABLE}, else it is asked for)"
    verb.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help=where)


def add_decrypt(verb: ArgumentParser) -> None:
    """What `decrypt` takes."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj), closed")
    verb.add_argument("--remove-backups", action="store_true", help="remove its backups instead of writing them anew")


def passphrase(options: Namespace) -> Entry:
    """Give a project another passphrase."""
    from interviewcoder.project import file, rekey
    from interviewcoder.verbs import passphrase_for

    file.needs_passphrase(options.project)
    old = passphrase_for(options)
    new = new_passphrase(options)
    return _entry(rekey.change_passphrase(options.project, old, new, **_how(options)), new)


def encrypt(options: Namespace) -> Entry:
    """Encrypt a project."""
    from interviewcoder.project import file, rekey

    file.needs_passphrase(options.project)
    new = new_passphrase(options)
    return _entry(rekey.encrypt(options.project, new, **_how(options)), new)


def decrypt(options: Namespace) -> Entry:
    """Take a project's encryption away."""
    from interviewcoder.project import file, rekey
    from interviewcoder.verbs import passphrase_for

    file.needs_passphrase(options.project)
    return _entry(rekey.decrypt(options.project, passphrase_for(options), **_how(options)))


def recovery_sheet(options: Namespace) -> str | Entry:
    """Print a project's recovery sheet, or write it where the person says."""
    from interviewcoder.privacy import recovery_page
    from interviewcoder.project import file
    from interviewcoder.verbs import passphrase_for

    secret = passphrase_for(options) if file.needs_passphrase(options.project) else None
    with file.open_project(options.project, passphrase=secret) as project:
        sheet = recovery_page.sheet_of(project, secret or "")
    if options.out is not None:
        recovery_page.write(sheet, options.out)
        return {"file": str(options.out), "fingerprint": sheet.fingerprint}
    if options.json:
        return {"fingerprint": sheet.fingerprint, "code": sheet.code}
    return recovery_page.as_text(sheet)


def _how(options: Namespace) -> dict[str, Any]:  # the keywords of `rekey`
    from interviewcoder.project.rewriting import Watch
    from interviewcoder.verbs import Meter

    return {"remove_backups": options.remove_backups, "watch": Watch(told=Meter("writing anew"))}


def new_passphrase(options: Namespace, whose: str = "The project") -> str:
    """The new passphrase: by file, by variable, else asked twice. `whose` begins the sentence that says it is missing.

    Raises:
        WrongPassphrase: there is none, or the two differ.
    """
    from interviewcoder.verbs import passphrase_for

    if options.new_passphrase_file is not None:
        return passphrase_for(Namespace(passphrase_file=options.new_passphrase_file), new=True)
    if given := os.environ.get(NEW_PASSPHRASE_VARIABLE):
        return given
    if not sys.stdin.isatty():
        raise WrongPassphrase(
            f"{whose} needs a new passphrase, and there is no terminal to ask at.",
            f"Give --new-passphrase-file FILE, or set {NEW_PASSPHRASE_VARIABLE}.",
        )
    given = getpass.getpass("New passphrase: ")
    if getpass.getpass("Once more: ") != given:
        raise WrongPassphrase("The two passphrases differ.", "Nothing was changed. Try again.")
    return given


def _entry(done: Rekeyed, new: str = "") -> Entry:
    entry: Entry = {"project": str(done.path), "encrypted": done.encrypted}
    if new:
        entry |= strength_of(new, [done.path.stem])
    entry["backups_renewed"] = len(done.renewed)
    entry["backups_removed"] = len(done.removed)
    entry["backups_left"] = [str(left.path) for left in done.left]
    for left in done.left:
        print(f"interviewcoder: “{left.path.name}” is as it was: {left.why}", file=sys.stderr)
    return entry


def strength_of(new: str, known: Sequence[str]) -> Entry:
    """How strong a passphrase is, as it is printed, and a better one on stderr; `known` is what others know."""
    from interviewcoder.privacy import passphrase_strength

    judged = passphrase_strength.judge(new, known)
    number, unit = judged.time
    if judged.strength is not passphrase_strength.Strength.STRONG:
        print(f"interviewcoder: a stronger passphrase: {passphrase_strength.suggest()}", file=sys.stderr)
    return {
        "strength": judged.strength.value,
        "found_in": f"about {number} {unit.value}" if number > 1 else unit.value,
    }
