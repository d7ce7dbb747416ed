"""On which terms verbs let files leave the project: what they can be told about it."""

from __future__ import annotations

import argparse
from argparse import Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms


def add_terms(verb: argparse.ArgumentParser) -> None:
    """Say what each exporting verb can be told about for whom its file is."""
    terms = verb.add_argument_group("for the sharing ledger")
    terms.add_argument("--for", dest="recipient", default="", metavar="WHOM", help="for whom the file is")
    terms.add_argument("--purpose", default="", metavar="TEXT", help="what it is for")
    terms.add_argument(
        "--wording",
        choices=("de-identified", "original"),
        default="de-identified",
        help="original: with the names as they were said; needs --override and --because",
    )
    terms.add_argument(
        "--override",
        default="",
        metavar="NAME",
        help="who answers for the original wording, or for what the scan found",
    )
    terms.add_argument("--because", default="", metavar="TEXT", help="why they let it go")


def terms_from(options: Namespace) -> Terms:
    """Read on which terms a file leaves.

    Raises:
        NotAllowed: nobody answers for the original wording, or no reason is given.
    """
    from interviewcoder.privacy.sharing import DE_IDENTIFIED, ORIGINAL, Terms

    terms = Terms(
        recipient=options.recipient,
        purpose=options.purpose,
        wording=ORIGINAL if options.wording == ORIGINAL else DE_IDENTIFIED,
        name=options.override,
        because=options.because,
        in_spite=bool(options.override),
    )
    terms.check()
    return terms
