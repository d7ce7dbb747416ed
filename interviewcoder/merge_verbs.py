"""The verb `merge` of the command line: another file of the study comes into the project; `cli` parses and prints."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewcoder import verb_terms
from interviewcoder.settings import OTHER_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from interviewcoder.project.file import Project
    from interviewcoder.review.merge_items import Decision, MergeItem, MergePlan, MergeReceipt

Entry = dict[str, Any]
_DECISIONS = ("accept", "reject", "ours", "theirs")
_MOST_OF_A_KIND = 40
_SIGNS = {"add": "+", "change": "~", "remove": "-"}
_BASES = {
    "log": "Compared with the last moment that both have in common.",
    "merge": "Compared with how it was when it was merged last.",
    "copy": "Compared with the review copy as it was handed out.",
    "none": "Nothing tells how both began: they are compared as they are.",
}


def add_merge(verb: argparse.ArgumentParser) -> None:
    """Say what `merge` can be told."""
    verb_terms.add_project(verb)
    verb.add_argument("file", type=Path, metavar="FILE", help="the other copy of the project, or a review copy")
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="list what would come, and change nothing (the default)")
    how.add_argument(
        "--accept",
        choices=("all", "none"),
        help="take all items, of conflicts what the preview says, or only those that are decided",
    )
    verb.add_argument(
        "--decide",
        action="append",
        default=[],
        metavar="KEY=accept|reject|ours|theirs",
        help="decide one item by its key in the preview; may be repeated",
    )
    verb.add_argument(
        "--other-passphrase-file",
        type=Path,
        metavar="FILE",
        help=f"a file with the other file's passphrase (else ${OTHER_PASSPHRASE_VARIABLE}, else the project's own is "
        "tried, else it is asked for)",
    )


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "merge": ("Bring what was done in another copy of the project, or in a review copy, into it.", add_merge),
}


def merge(options: Namespace) -> Entry | str:
    """Say what merging would bring, or with `--accept` bring it.

    Raises:
        InterviewCoderError: as `review.other_file.reading` and `review.merging_in`.
    """
    from interviewcoder.errors import NotAllowed
    from interviewcoder.review import merging_in
    from interviewcoder.verbs import open_project

    if options.decide and options.accept is None:
        raise NotAllowed("Items are decided, but nothing is to be merged.", "Add --accept all or --accept none.")
    with open_project(options) as project, _other(options) as theirs:
        planned = merging_in.plan(project, theirs)
        decisions = _decisions(options, planned)
        if options.accept is None:
            return _entry(planned, None) if options.json else "\n".join(_lines(planned, project))
        receipt = merging_in.carry_out(project, theirs, planned, decisions)
        return _entry(planned, receipt) if options.json else "\n".join(_told(planned, receipt))


def _other(options: Namespace) -> AbstractContextManager[Project]:
    """Open the other file, asking for its passphrase where it has one."""
    from interviewcoder.errors import WrongPassphrase
    from interviewcoder.project import file
    from interviewcoder.review import other_file
    from interviewcoder.verbs import passphrase_for

    if not file.needs_passphrase(options.file):
        return other_file.opened(options.file)
    if options.other_passphrase_file is not None:
        secret = passphrase_for(Namespace(passphrase_file=options.other_passphrase_file))
        return other_file.opened(options.file, passphrase=secret)
    if secret := os.environ.get(OTHER_PASSPHRASE_VARIABLE, ""):
        return other_file.opened(options.file, passphrase=secret)
    if options.passphrase_file is not None or os.environ.get(PASSPHRASE_VARIABLE):
        try:
            return other_file.opened(options.file, passphrase=passphrase_for(options))
        except WrongPassphrase:
            if not sys.stdin.isatty():
                raise
    if not sys.stdin.isatty():
        raise WrongPassphrase(
            f"“{options.file.name}” needs a passphrase, and there is no terminal to ask at.",
            f"Give --other-passphrase-file FILE, or set {OTHER_PASSPHRASE_VARIABLE}.",
        )
    return other_file.opened(options.file, passphrase=getpass.getpass(f"Passphrase of {options.file.name}: "))


def _decisions(options: Namespace, planned: MergePlan) -> dict[str, Decision]:
    from interviewcoder.errors import NotAllowed

    decisions: dict[str, Decision] = {}
    if options.accept == "none":
        decisions = {item.key: "reject" for item in planned.items}
    for text in options.decide:
        key, _, decision = text.rpartition("=")
        if planned.item(key) is None or decision not in _DECISIONS:
            raise NotAllowed(f"“{text}” decides nothing.", "Write it as KEY=accept, with a key that the preview lists.")
        decisions[key] = decision
    return decisions


def _entry(planned: MergePlan, receipt: MergeReceipt | None) -> Entry:
    found: Entry = {
        "file": planned.file_name,
        "title": planned.title,
        "review_copy_of": planned.recipient,
        "same_project": planned.same_project,
        "base": planned.base,
        "items": [_item(item) for item in planned.items],
        "conflicts": len(planned.conflicts),
        "unplaced": len(planned.unplaced),
        "notes": list(planned.notes),
    }
    if receipt is not None:
        found |= {
            "taken": receipt.taken,
            "left": receipt.left,
            "by_kind": dict(receipt.by_kind),
            "left_out": list(receipt.left_out),
            "backup": receipt.backup,
        }
    return found


def _item(item: MergeItem) -> Entry:
    names = ("key", "kind", "action", "title", "detail", "source", "code", "coder", "quote", "placement", "conflict")
    found: Entry = {name: getattr(item, name) for name in names}
    found["fields"] = [
        {"name": each.name, "base": each.base, "ours": each.ours, "theirs": each.theirs, "conflict": each.conflict}
        for each in item.fields
    ]
    return found | {"default": item.default, "choices": list(item.choices), "parent": item.parent}


def _lines(planned: MergePlan, project: Project) -> Iterator[str]:
    """The preview as a person reads it."""
    whose = f", the review copy of {planned.recipient}," if planned.recipient else ""
    if not planned.items:
        yield f"“{planned.file_name}”{whose} holds nothing that “{project.path.name}” doesn't have."
        return
    yield f"“{planned.file_name}”{whose} would bring {len(planned.items)} items, {_counts(planned)}."
    yield _BASES[planned.base]
    yield from planned.notes
    below: dict[str, list[MergeItem]] = {}
    for item in planned.items:
        below.setdefault(item.parent if planned.item(item.parent) else "", []).append(item)
    shown: dict[str, int] = {}
    yield ""
    for item in below.get("", []):
        yield from _shown(item, below, shown, 0)
    for kind, count in shown.items():
        if count > _MOST_OF_A_KIND:
            yield f"… and {count - _MOST_OF_A_KIND} more of the kind “{kind}”: --json lists all."


def _shown(item: MergeItem, below: dict[str, list[MergeItem]], shown: dict[str, int], depth: int) -> Iterator[str]:
    shown[item.kind] = shown.get(item.kind, 0) + 1
    if shown[item.kind] <= _MOST_OF_A_KIND or item.conflict or item.placement == "lost":
        yield from _told_item(item, "  " * depth)
    for child in below.get(item.key, []):
        yield from _shown(child, below, shown, depth + 1)


def _told_item(item: MergeItem, indent: str) -> Iterator[str]:
    where = ", ".join(part for part in (item.coder, item.source) if part)
    yield f"{indent}{_SIGNS[item.action]} {item.title}{f' ({where})' if where else ''}"
    more = f"{indent}    "
    if item.quote:
        yield f"{more}“{_short(item.quote)}”{_PLACED.get(item.placement, '')}"
    if item.detail:
        yield more + _short(item.detail)
    for field in item.fields[:6]:
        if field.conflict:
            yield f"{more}{field.name}: here “{_short(field.ours)}”, there “{_short(field.theirs)}”"
        else:
            yield f"{more}{field.name}: {_short(field.ours) or '–'} → {_short(field.theirs) or '–'}"
    if item.conflict:
        yield f"{more}! {item.conflict} Unless decided: {item.default}. Key: {item.key}"


_PLACED = {"changed": " (the words are others now)", "lost": " (nowhere in the text any more)"}


def _told(planned: MergePlan, receipt: MergeReceipt) -> Iterator[str]:
    yield f"Of {len(planned.items)} items {receipt.taken} were taken and {receipt.left} left, {_counts(planned)}."
    if receipt.unplaced:
        yield f"{receipt.unplaced} had no place any more: each is an open comment with its words."
    yield from receipt.left_out
    if receipt.backup:
        yield f"A backup was made before: {receipt.backup}"


def _counts(planned: MergePlan) -> str:
    conflicts, unplaced = len(planned.conflicts), len(planned.unplaced)
    return f"{conflicts} conflict{'' if conflicts == 1 else 's'}, {unplaced} without a place"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:89]}…"
