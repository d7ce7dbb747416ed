"""The verb of the command line that silences replaced words in a recording; `cli` parses and prints."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.verbs import Entry


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """Say what `silence` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("source", metavar="SOURCE", help="the name of a source that has a recording")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .wav, .flac or .opus file to write")
    verb.add_argument("--bleep", action="store_true", help="a tone of 1 kHz in the place of silence")
    verb.add_argument(
        "--leave-untimed",
        action="store_true",
        help="write it although replaced passages whose turn has no time are still heard",
    )
    verb.add_argument(
        "--for",
        "--recipient",
        dest="recipient",
        default="",
        metavar="WHOM",
        help="for whom it is; kept in the sharing ledger",
    )
    verb.add_argument("--purpose", default="", metavar="WHAT_FOR", help="what for; kept in the sharing ledger")


def silence(options: Namespace) -> Entry:
    """Write a recording with the words that pseudonyms replace silenced or bleeped over."""
    # The parser of every verb asks for the arguments above: what the work needs is loaded for the work.
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.reports import silenced_recording
    from interviewcoder.sources import catalogue
    from interviewcoder.verbs import Meter, open_project

    with open_project(options) as project:
        source = catalogue.by_name(project, options.source)
        order = silenced_recording.ordered(
            project, source.id, options.out, bleep=options.bleep, leave_untimed=options.leave_untimed
        )
        meter = Meter(f"Silencing {source.name}")
        written = silenced_recording.write(order, on_progress=lambda share: meter("recording", share))
        terms = Terms(recipient=options.recipient, purpose=options.purpose)
        receipt = silenced_recording.recorded(project, order, written, terms)
    if not options.json:
        for sentence in receipt.sentences():
            print(f"interviewcoder: {sentence}", file=sys.stderr)
    plan = receipt.plan
    return {
        "file": str(receipt.path),
        "places": plan.places,
        "stretches": len(plan.stretches),
        "silenced_ms": plan.silenced_ms,
        "whole_turns": plan.whole_turns,
        "untimed": len(plan.untimed),
        "sha256": receipt.file.sha256,
    }
