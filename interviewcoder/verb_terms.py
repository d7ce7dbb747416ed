"""What the verbs about codes, words and passages can be told; `cli` puts the parser together."""

from __future__ import annotations

import argparse
from pathlib import Path

from interviewcoder import sharing_terms

READING = frozenset(
    (
        *("transcript", "codes", "codings", "find", "versions", "pseudonyms", "consent", "retention", "sharing", "log"),
        *("verify", "agreement", "comments", "disagreements"),
    )
)
"""The verbs that can do with what was last saved of a project, whoever has it open."""


def add_read_only(verb: argparse.ArgumentParser) -> None:
    """The option for a project that somebody else has open, or that can't be written."""
    verb.add_argument(
        "--read-only", action="store_true", help="read what was last saved, whoever has the project open; no recordings"
    )


def add_project(verb: argparse.ArgumentParser) -> None:
    """Say that a verb is about a project."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")


def count(text: str) -> int:
    """Read a whole number from 1 on."""
    if not text.strip().isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” isn't a whole number from 1 on")
    return int(text)


def add_code(verb: argparse.ArgumentParser) -> None:
    """Say what `code` can be told."""
    add_project(verb)
    verb.add_argument("source", metavar="SOURCE")
    verb.add_argument("--quote", required=True, help="the passage, character for character")
    verb.add_argument("--nth", type=count, default=1, help="which occurrence of it (default: the first)")
    name = verb.add_mutually_exclusive_group(required=True)
    name.add_argument("--code", metavar="CODE", help="a code's name or path (“Theme > Code”); added if new")
    name.add_argument("--in-vivo", action="store_true", help="the passage itself becomes the code's name")
    verb.add_argument("--exemplar", action="store_true", help="mark it as an exemplar")
    verb.add_argument("--coder", metavar="NAME", help="who codes (default: the project's first coder)")


def add_autocode(verb: argparse.ArgumentParser) -> None:
    """Say what `autocode` can be told."""
    add_project(verb)
    verb.add_argument("sources", nargs="*", metavar="SOURCE", help="default: every source")
    rule = verb.add_mutually_exclusive_group(required=True)
    rule.add_argument("--words", metavar="WORDS", help="every place where these words stand")
    rule.add_argument("--pattern", metavar="REGEX", help="every hit of a regular expression")
    rule.add_argument("--terms", type=Path, metavar="FILE", help="a list, a line each: term, term* => code")
    rule.add_argument("--question", metavar="WORDS", help="the answers to the interviewer's question with these words")
    rule.add_argument(
        "--speaker",
        action="append",
        metavar="WHO",
        help="all turns of interviewers, participants, a participant, a label, or “role: nurse”; may be repeated",
    )
    verb.add_argument("--code", default="", metavar="CODE", help="a code's name or path; added if new")
    verb.add_argument("--around", choices=("hit", "sentence", "turn"), default="hit", help="what is coded of a hit")
    verb.add_argument("--parts", action="store_true", help="parts of words are hits, too (with --words)")
    verb.add_argument("--match-case", action="store_true", help="upper and lower case as written")
    verb.add_argument("--dry-run", action="store_true", help="list the passages and code nothing")


def add_find(verb: argparse.ArgumentParser) -> None:
    """Say what `find` can be told."""
    add_project(verb)
    verb.add_argument("words", nargs="+", metavar="WORD", help="all of them in one turn; nurs* for any ending")
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--part", action="store_true", help="also within words")
    how.add_argument("--pattern", action="store_true", help="a regular expression")
    verb.add_argument("--match-case", action="store_true", help="capitals count")
    verb.add_argument("--source", action="append", default=[], metavar="S", help="only in this source; may be repeated")


def add_codings(verb: argparse.ArgumentParser) -> None:
    """Say what `codings` can be told."""
    add_project(verb)
    verb.add_argument("--code", metavar="C", help="only of this code")
    verb.add_argument("--source", metavar="S", help="only in this source")


def add_codebook(verb: argparse.ArgumentParser) -> None:
    """Say what `codebook` can be told."""
    add_project(verb)
    endings = ".docx, .odt, .html, .xlsx, .csv or .md"
    verb.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=f"what it ends in says the kind: {endings}"
    )
    kind = verb.add_mutually_exclusive_group()
    kind.add_argument("--table2", action="store_true", help="a paper's Table 2 in place of the codebook")
    kind.add_argument("--codings", action="store_true", help="all codings in place of the codebook")
    verb.add_argument("--version", metavar="NAME", help="a saved version of the codebook (default: as it is now)")
    verb.add_argument("--quotes", type=count, default=2, metavar="N", help="offered to a code without exemplars")
    verb.add_argument("--longest", type=count, default=600, metavar="N", help="characters of an offered quote")
    verb.add_argument("--no-counts", action="store_true", help="of Table 2: without numbers")
    verb.add_argument("--by", choices=("code", "source"), default="code", help="the order of all codings")
    verb.add_argument("--clips", action="store_true", help="a web page plays its quotes; voices identify who speaks")
    verb.add_argument("--no-mark", action="store_true", help="of CSV: without the byte-order mark for Excel")
    sharing_terms.add_terms(verb)


def add_versions(verb: argparse.ArgumentParser) -> None:
    """Say what `versions` can be told."""
    add_project(verb)
    verb.add_argument("--save", metavar="NAME", help="keep the codebook as it is now under this name")
    verb.add_argument("--note", default="", metavar="TEXT", help="what the version is for (with --save)")
