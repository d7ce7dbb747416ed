"""The verb of the command line about versions of the codebook; `cli` parses and prints."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from interviewcoder.coding import versions as codebook_versions
from interviewcoder.coding.versions import CodebookVersion
from interviewcoder.errors import NotAllowed
from interviewcoder.verbs import open_project

Entry = dict[str, Any]


def versions(options: Namespace) -> list[Entry] | Entry:
    """List the versions of the codebook, or save one.

    Raises:
        NotAllowed: there is a note, but nothing is saved.
    """
    if options.note and options.save is None:
        raise NotAllowed("A note belongs to a version that is saved.", "Name it with --save.")
    with open_project(options) as project:
        if options.save is not None:
            return _entry(codebook_versions.save(project, options.save, options.note))
        return [_entry(version) for version in codebook_versions.listing(project)]


def _entry(version: CodebookVersion) -> Entry:
    return {
        "id": version.uuid,
        "name": version.name,
        "note": version.note,
        "coder": version.coder,
        "created_at": version.created_at.isoformat(),
        "sha256": version.sha256,
        "codes": version.codes,
    }
