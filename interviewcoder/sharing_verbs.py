"""The verb of the command line that lists what left the project; `cli` parses and prints."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Shared
    from interviewcoder.verbs import Entry


def add_sharing(verb: argparse.ArgumentParser) -> None:
    """Say what `sharing` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--out", type=Path, metavar="FILE", help="write the ledger to a .csv or .docx file")


def sharing(options: Namespace) -> list[Entry] | Entry:
    """List which files left the project, oldest first, or write that list to a file."""
    from interviewcoder.privacy.sharing import ledger
    from interviewcoder.reports.ledger_file import write_ledger
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        if options.out is not None:
            return {"file": str(options.out), "lines": write_ledger(project, options.out)}
        return [entry_of(line) for line in ledger(project)]


def entry_of(line: Shared) -> Entry:
    """A line of the ledger as it is printed."""
    override = line.override
    return {
        "id": line.uuid,
        "at": line.at.isoformat(),
        "coder": line.coder,
        "what": line.what,
        "file": line.file.name,
        "size_bytes": line.file.size_bytes,
        "sha256": line.file.sha256,
        "recipient": line.recipient,
        "purpose": line.purpose,
        "wording": line.wording,
        "sources": list(line.manifest.sources),
        "participants": list(line.manifest.cases),
        "counts": dict(line.manifest.counts),
        "codebook_sha256": line.manifest.codebook_sha256,
        "override": {"name": override.name, "because": override.because, "finds": override.residuals}
        if override
        else None,
    }
