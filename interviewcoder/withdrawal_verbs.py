"""The verbs of the command line about consent, retention and withdrawal; `cli` parses and prints."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interviewcoder.privacy.certificate import Certificate
    from interviewcoder.privacy.inventory import Inventory
    from interviewcoder.privacy.key_file import KeyFile
    from interviewcoder.project.file import Project
    from interviewcoder.verbs import Entry

_ANSWERS = {"yes": True, "no": False, "unknown": None}


def add_consent(verb: argparse.ArgumentParser) -> None:
    """Say what `consent` can be told."""
    _add_project(verb)
    verb.add_argument("participant", nargs="?", metavar="PARTICIPANT", help="whose answers are recorded")
    verb.add_argument(
        "--record", action="append", default=[], metavar="KIND=yes|no|unknown", help="an answer; may be repeated"
    )
    verb.add_argument("--on", default="", metavar="DATE", help="the day of the answers, such as 2026-03-31")
    verb.add_argument("--note", default="", metavar="TEXT", help="where the signed form is, and the like")
    verb.add_argument("--withdraw-by", metavar="DATE", help="the last day on which they may withdraw; '' for none")


def add_retention(verb: argparse.ArgumentParser) -> None:
    """Say what `retention` can be told."""
    _add_project(verb)
    verb.add_argument("data", nargs="?", metavar="CLASS", help="audio, transcripts, key, consent, backups or project")
    verb.add_argument("--until", metavar="DATE", help="until when it is kept, such as 2031-03-31")
    verb.add_argument("--then", choices=("destroy", "review", "archive"), default="review", help="what happens then")
    verb.add_argument("--note", default="", metavar="TEXT")
    verb.add_argument("--done", metavar="DATE", help="the day on which it was done")


def add_withdraw(verb: argparse.ArgumentParser) -> None:
    """Say what `withdraw` can be told."""
    _add_project(verb)
    verb.add_argument("participant", metavar="PARTICIPANT")
    _add_destroying(verb)
    verb.add_argument("--named", action="append", default=[], metavar="NAME", help="what else they are called")
    verb.add_argument(
        "--keep", action="append", default=[], metavar="KEY", help="a text of the study that stays, by its key"
    )
    verb.add_argument(
        "--whole", action="append", default=[], metavar="SOURCE", help="remove all of a source in which others speak"
    )
    verb.add_argument("--key", type=Path, metavar="FILE", help="the key (.ickey), to remove their entry there, too")
    verb.add_argument("--key-passphrase-file", type=Path, metavar="FILE", help="a file with the key's passphrase")


def add_destroy_audio(verb: argparse.ArgumentParser) -> None:
    """Say what `destroy-audio` can be told."""
    _add_project(verb)
    verb.add_argument("sources", nargs="*", metavar="SOURCE", help="default: every recording")
    verb.add_argument("--participant", metavar="P07", help="the recordings of a participant")
    _add_destroying(verb)


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "consent": ("List what participants agreed to, or record it.", add_consent),
    "retention": ("List until when each class of data is kept and what is due, or lay it down.", add_retention),
    "withdraw": ("Remove a participant from the project and its backups, for good.", add_withdraw),
    "destroy-audio": ("Destroy recordings in the project and its backups; transcripts stay.", add_destroy_audio),
}
"""The verbs of this module, what each is for and what it can be told."""


def consent(options: Namespace) -> list[Entry]:
    """List consent, one entry a participant; with a participant and answers record them before, in one step.

    Raises:
        NotAllowed: an answer isn't KIND=yes, no or unknown.
        NotFound: there is no such participant.
    """
    from interviewcoder.cases import cases
    from interviewcoder.errors import NotAllowed
    from interviewcoder.privacy import consent as known
    from interviewcoder.verbs import open_project

    answers = [_answer(text) for text in options.record]
    if options.participant is None and (answers or options.withdraw_by is not None):
        raise NotAllowed("It isn't said whose answers these are.", "Name the participant behind the project.")
    with open_project(options) as project:
        case = cases.by_name(project, options.participant) if options.participant is not None else None
        if case is not None and (answers or options.withdraw_by is not None):
            with project.op("Record consent"):
                for kind, given in answers:
                    known.record(project, case.id, kind, given, options.on, options.note)
                if options.withdraw_by is not None:
                    known.set_deadline(project, case.id, options.withdraw_by)
        views = [view for view in known.listing(project) if case is None or view.case_id == case.id]
        return [
            {
                "participant": view.case,
                "withdraw_by": view.withdraw_by,
                "consent": {kind: "yes" if answer.given else "no" for kind, answer in view.answers.items()},
                "given_on": {kind: answer.given_on for kind, answer in view.answers.items() if answer.given_on},
                "notes": {kind: answer.note for kind, answer in view.answers.items() if answer.note},
            }
            for view in views
        ]


def retention(options: Namespace) -> list[Entry]:
    """List until when each class of data is kept and in how many days that is; lay one down before, where asked."""
    from interviewcoder.errors import NotAllowed
    from interviewcoder.privacy import retention as known
    from interviewcoder.verbs import open_project

    if options.data is None and (options.until is not None or options.done is not None):
        raise NotAllowed("It isn't said for which data.", f"Name one of {', '.join(known.CLASSES)}.")
    with open_project(options) as project:
        if options.until is not None:
            known.lay_down(project, options.data, until=options.until, then=options.then, note=options.note)
        if options.done is not None:
            known.mark_done(project, options.data, options.done)
        days = {due.rule.data: due.days for due in known.due(project, date.today(), within_days=10**6)}
        rules = [rule for rule in known.listing(project) if options.data in (None, rule.data)]
        return [{**asdict(rule), "due_in_days": days.get(rule.data)} for rule in rules]


def withdraw(options: Namespace) -> Entry | str:
    """List what is a participant's; with `--yes`, or when somebody says so at the terminal, remove it.

    Raises:
        NotAllowed: nobody confirmed it.
        NotFound: there is no such participant or source.
        StorageFailed: there is too little room.
    """
    from interviewcoder.cases import cases
    from interviewcoder.privacy import withdrawal
    from interviewcoder.sources import catalogue
    from interviewcoder.verbs import open_project

    _refuse_certificate(options)
    with open_project(options) as project, _key(options, project) as key:
        case = cases.by_name(project, options.participant)
        whole = [catalogue.by_name(project, name).id for name in options.whole]
        found = withdrawal.inventory(project, case.id, also_whole=whole, names=options.named)
        if options.preview:
            return inventory_entry(found) if options.json else inventory_text(found)
        _refuse_unknown_keys(found, options.keep)
        _confirm(options, case.name, f"All that is listed by --preview of “{case.name}” is removed for good.")
        choices = withdrawal.Choices(
            kept=options.keep, also_whole=whole, names=options.named, leave_backups=options.leave_backups
        )
        done = withdrawal.withdraw(project, case.id, choices, key=key, say=_meter("Withdrawing"))
        return _issued(options, project, done)


def destroy_audio(options: Namespace) -> Entry:
    """Destroy recordings, of some sources, of a participant or all; their transcripts stay.

    Raises:
        NotAllowed: nobody confirmed it.
        NotFound: there is no recording, or no such source or participant.
        StorageFailed: there is too little room.
    """
    from interviewcoder.cases import cases
    from interviewcoder.privacy import withdrawal
    from interviewcoder.sources import catalogue
    from interviewcoder.verbs import open_project

    _refuse_certificate(options)
    with open_project(options) as project:
        named = [catalogue.by_name(project, name) for name in dict.fromkeys(options.sources)]
        case = cases.by_name(project, options.participant) if options.participant is not None else None
        theirs = withdrawal.inventory(project, case.id).sources if case is not None else None
        if theirs is not None:
            recorded = [source.name for source in theirs if source.recording]
        else:
            recorded = [each.name for each in named or catalogue.listing(project) if each.media_id is not None]
        if options.preview:
            return {"recordings": recorded}
        _confirm(options, "destroy", f"The recordings of {len(recorded):,} sources are destroyed for good.")
        done = withdrawal.destroy_audio(
            project,
            source_ids=[source.id for source in named] or None,
            case_id=case.id if case else None,
            leave_backups=options.leave_backups,
            say=_meter("Destroying"),
        )
        return _issued(options, project, done)


def inventory_entry(found: Inventory) -> Entry:
    """What is somebody's as it is printed."""
    return {
        "participant": found.case,
        "withdraw_by": found.withdraw_by,
        "sources": [source.name for source in found.sources if source.whole],
        "passages_in": [source.name for source in found.sources if not source.whole and source.passages],
        "unplaced_in": [source.name for source in found.unplaced],
        "removed": {name: number for name, number in found.counts.items() if number},
        "texts_of_the_study": {mention.key: " | ".join(mention.words) for mention in found.mentions},
        "backups": {each.name: each.why_not or "can be cleaned" for each in found.backups},
        "exports_to_recall": [f"{each.at[:10]} {each.file_name}" for each in found.exports],
        "room_needed_bytes": found.room_bytes,
        "room_free_bytes": found.free_bytes,
    }


def inventory_text(found: Inventory) -> str:
    """The same, a line a thing."""
    told = inventory_entry(found)
    until = f" They may withdraw until {found.withdraw_by}." if found.withdraw_by else ""
    lines = [f"What would be removed of “{found.case}”.{until}"]
    lines += [f"  {number:,} {name.replace('_', ' ')}" for name, number in told["removed"].items()]
    for name, heading in (
        ("sources", "These sources go as a whole:"),
        ("passages_in", "In these, others speak, too: their turns and the recording go, the words of others stay:"),
        ("unplaced_in", "In these nobody said which turns are theirs: nothing goes, unless --whole names them:"),
        ("exports_to_recall", "These files left the project with something of theirs, and have to be recalled:"),
    ):
        lines += [heading, *(f"  {each}" for each in told[name])] if told[name] else []
    if found.mentions:
        lines.append("These texts of the study name or quote them. The words go; --keep KEY leaves a text as it is:")
    for mention in found.mentions:
        stays = " (so few words may be anybody’s: the text stays)" if mention.short else ""
        lines.append(f"  {mention.key}")
        lines.append(f"    {mention.kind} “{mention.where}”: {' | '.join(mention.words)}{stays}")
    for each in found.backups:
        done = f"is deleted ({each.why_not}), unless --leave-backups" if each.why_not else "is cleaned"
        lines.append(f"Backup {each.name} {done}.")
    needed, free = found.room_bytes / 1e6, found.free_bytes / 1e6
    lines.append(f"Room needed meanwhile: {needed:,.0f} MB; free: {free:,.0f} MB.")
    return "\n".join(lines)


def _issued(options: Namespace, project: Project, done: Certificate) -> Entry:
    if options.certificate is not None:
        from interviewcoder.reports.certificate_report import write_certificate

        write_certificate(project, done, options.certificate)
    return {
        "certificate": done.uuid,
        "sha256": done.sha256,
        "at": done.at,
        "participant": done.participant,
        "removed": {name: number for name, number in done.removed.items() if number},
        "texts_reworded": done.texts_reworded,
        "texts_kept": done.texts_kept,
        "others_unchanged": done.others_rows,
        "others_sha256": done.others_sha256,
        "backups": {each.name: each.outcome for each in done.backups},
        "exports_to_recall": list(done.export_names),
        "file": str(options.certificate) if options.certificate is not None else "",
    }


def _add_project(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")


def _add_destroying(verb: argparse.ArgumentParser) -> None:
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="list what would go, and change nothing")
    how.add_argument("--yes", action="store_true", help="do it without asking")
    verb.add_argument("--leave-backups", action="store_true", help="leave backups that can't be cleaned")
    verb.add_argument("--certificate", type=Path, metavar="FILE", help="write the certificate, .docx or .html")


def _answer(text: str) -> tuple[str, bool | None]:
    from interviewcoder.errors import NotAllowed

    kind, _, answer = text.partition("=")
    if answer not in _ANSWERS:
        raise NotAllowed(f"“{text}” is no answer.", "Write it as KIND=yes, =no or =unknown, such as quotes=yes.")
    return kind.strip(), _ANSWERS[answer]


def _confirm(options: Namespace, word: str, what: str) -> None:
    """Have a person say that they mean it.

    Raises:
        NotAllowed: they don't, or nobody is there to be asked.
    """
    from interviewcoder.errors import NotAllowed

    if options.yes:
        return
    if sys.stdin.isatty():
        print(f"{what} It can't be undone. To go on, write “{word}”: ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() == word:
            return
    raise NotAllowed("Nothing was removed: nobody confirmed it.", "See what would go with --preview; then give --yes.")


def _refuse_certificate(options: Namespace) -> None:
    """Before anything is removed: there has to be a place for what is issued about it."""
    if options.certificate is not None:
        from interviewcoder.reports.certificate_report import KINDS
        from interviewcoder.reports.whole_file import refuse_places_of, refuse_wrong_places

        suffix = options.certificate.suffix.casefold()
        kind = next((kind for kind in KINDS if kind.suffix == suffix), None)
        if kind is None:
            from interviewcoder.errors import ExportFailed

            raise ExportFailed(
                f"“{options.certificate.name}” is no certificate.", "Let its name end in .docx or .html."
            )
        refuse_places_of(options.project, options.certificate, kind)
        refuse_wrong_places(options.certificate, kind)


def _refuse_unknown_keys(found: Inventory, kept: list[str]) -> None:
    from interviewcoder.errors import NotFound

    if unknown := set(kept) - {mention.key for mention in found.mentions}:
        raise NotFound(f"There is no text “{min(unknown)}” to be kept.", "--preview lists the texts by their keys.")


@contextmanager
def _key(options: Namespace, project: Project) -> Iterator[KeyFile | None]:
    if options.key is None:
        yield None
        return
    from interviewcoder.privacy.key_file import open_key
    from interviewcoder.verbs import passphrase_for

    passphrase = passphrase_for(Namespace(passphrase_file=options.key_passphrase_file))
    with open_key(project, options.key, passphrase) as key:
        yield key


def _meter(what: str) -> Callable[[str, float], Any]:
    from interviewcoder.verbs import Meter

    return Meter(what)
