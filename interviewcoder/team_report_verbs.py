"""The verbs of the command line that write the team report and the review summary; `cli` parses and prints."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder import sharing_terms

if TYPE_CHECKING:
    from interviewcoder.verbs import Entry


def add_team_report(verb: argparse.ArgumentParser) -> None:
    """Say what `team-report` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="the report: .docx, .html or .csv")
    verb.add_argument("--without-interviewer", action="store_true", help="leave the interviewer's turns out of shares")
    _add_coder(verb)
    sharing_terms.add_terms(verb)


def add_review_summary(verb: argparse.ArgumentParser) -> None:
    """Say what `review-summary` can be told."""
    verb.add_argument("project", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="the summary: .docx or .html")
    verb.add_argument("--reviewer", metavar="NAME", help="only what this coder checked, said and decided")
    _add_coder(verb)
    sharing_terms.add_terms(verb)


def _add_coder(verb: argparse.ArgumentParser) -> None:
    words = "who asks: what they may not see while they code blind isn't in it (default: the project's first coder)"
    verb.add_argument("--coder", metavar="NAME", help=words)


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "team-report": ("Write who coded what and when, what drifts, and how the codebook changed.", add_team_report),
    "review-summary": ("Write what was checked, found, decided and approved.", add_review_summary),
}


def team_report(options: Namespace) -> Entry:
    """Write the team report."""
    from interviewcoder.project import coders, seeing
    from interviewcoder.reports import team_report as report
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        if options.coder:
            project.work_as(coders.by_name(project, options.coder).name)
        seeing.watch(project)
        terms = sharing_terms.terms_from(options)
        written = report.write_team_report(project, options.out, terms, participants_only=options.without_interviewer)
        return {
            "file": str(written.path),
            "coders": written.coders,
            "sources": written.sources,
            "warnings": list(written.warnings),
        }


def review_summary(options: Namespace) -> Entry:
    """Write the review summary."""
    from interviewcoder.project import coders, seeing
    from interviewcoder.reports import review_summary as summary
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        if options.coder:
            project.work_as(coders.by_name(project, options.coder).name)
        seeing.watch(project)
        reviewer = coders.by_name(project, options.reviewer).id if options.reviewer else None
        terms = sharing_terms.terms_from(options)
        written = summary.write_review_summary(project, options.out, terms, reviewer_id=reviewer)
        return {
            "file": str(written.path),
            "threads": written.threads,
            "proposals": written.proposals,
            "decisions": written.decisions,
            "warnings": list(written.warnings),
        }
