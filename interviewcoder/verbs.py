"""What each verb of the command line does; `cli` parses and prints.

Each takes the parsed options and returns what is printed: objects as JSON has
them, or text.
"""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from interviewcoder.cases import cases
from interviewcoder.coding import codes as codebook_codes
from interviewcoder.coding import segments
from interviewcoder.coding.participants import participants_by_code
from interviewcoder.coding.segments import SegmentView
from interviewcoder.errors import (
    NameTaken,
    NotAllowed,
    NotFound,
    ProjectLocked,
    ReadOnlyPlace,
    StorageFailed,
    WrongPassphrase,
)
from interviewcoder.privacy import openings, tombstones
from interviewcoder.project import file, media, place, read_only, recovery
from interviewcoder.project.file import Project
from interviewcoder.settings import PASSPHRASE_VARIABLE
from interviewcoder.sharing_terms import terms_from
from interviewcoder.sources import catalogue
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.transcript import transcript_of

if TYPE_CHECKING:
    from interviewcoder.coding.autocode import Rule

Entry = dict[str, Any]


def demo(options: Namespace) -> Entry | None:
    """Do the main job on the sample study; then open the window, unless it isn't wanted."""
    from interviewcoder import demo

    if not options.no_window:
        from interviewcoder import app

        app.refuse_without_screen()
    out = sys.stderr if options.json else sys.stdout
    made = demo.run(options.out, say=lambda line: print(line, file=out, flush=True))
    if not options.no_window:
        app.run(made.project, passphrase=demo.PASSPHRASE)
    return made.as_entry() if options.json else None


def new(options: Namespace) -> Entry:
    """Make a project."""
    # Before anybody thinks of a passphrase; whether it can really be made, only its making tells.
    path = place.absolute(options.project)
    if not options.project.name:
        raise NotAllowed("A project's file needs a name.", "Write one such as study.icproj.")
    if os.path.lexists(path):
        raise NameTaken(f"“{path.name}” is there already.", "Choose another name, or open that project.")
    if not os.path.isdir(path.parent):  # noqa: PTH112  # Path.is_dir() raises where a folder may not be entered
        raise StorageFailed(f"The folder “{path.parent}” doesn't exist.", "Make it first, or choose another place.")
    passphrase = None if options.no_passphrase else passphrase_for(options, new=True)
    with file.create(options.project, title=options.title, passphrase=passphrase) as project:
        return {"project": str(project.path), "title": project.title, "encrypted": project.encrypted}


def transcript(options: Namespace) -> str | Entry:
    """Print a transcript as text, JSON or subtitles."""
    from interviewcoder.reports import transcript_files

    with open_project(options) as project:
        source = catalogue.by_name(project, options.source)
        as_json = options.json or options.format == "json"
        if not source.has_text and source.transcribed and not as_json:
            raise NotFound(
                f"In “{source.name}” no speech was heard.",
                "Listen to it; another language or model may help: `interviewcoder transcribe`.",
            )
        if not source.has_text and not source.transcribed:
            raise NotFound(f"“{source.name}” has no transcript yet.", "Make it with `interviewcoder transcribe`.")
        read = transcript_of(project, source.id)
        if as_json:
            return transcript_files.as_entry(source.name, read)
        return transcript_files.printed(read, options.format)


def export_transcript(options: Namespace) -> list[Entry]:
    """Write transcripts as files."""
    from interviewcoder.reports import transcript_export

    with open_project(options) as project:
        chosen = [catalogue.by_name(project, name).id for name in dict.fromkeys(options.sources)]
        told = transcript_export.options_from(options)
        receipts = transcript_export.write_to(
            project, chosen, options.out, told, replace=options.replace, terms=terms_from(options)
        )
    for receipt in receipts:
        if receipt.left_out and not options.json:
            are = "turn has no time and is" if receipt.left_out == 1 else "turns have no time and are"
            print(f"interviewcoder: “{receipt.source}”: {receipt.left_out:,} {are} left out.", file=sys.stderr)
    return [receipt.as_entry() for receipt in receipts]


def code(options: Namespace) -> Entry:
    """Give a passage a code; a new coder and the exemplar mark are part of the same step."""
    with open_project(options) as project:
        source = catalogue.by_name(project, options.source)
        span = segments.find_passage(project, source.id, options.quote, options.nth)
        with project.op("Code in vivo" if options.in_vivo else "Code passage"):
            if options.coder is not None:
                project.work_as(options.coder)
            if options.in_vivo:
                segment = segments.code_in_vivo(project, source.id, span)
            else:
                segment = segments.code_with_name(project, source.id, span, options.code)
            if options.exemplar:
                segments.mark_exemplar(project, segment.id)
        return _coding(project, segments.view(project, segment.id), source.name)


def autocode(options: Namespace) -> list[Entry]:
    """Code what a rule finds, in one step; lists the passages, and whether they had the code already."""
    from interviewcoder.coding import autocode

    with open_project(options) as project:
        named = [catalogue.by_name(project, name) for name in dict.fromkeys(options.sources)]
        names = {source.id: source.name for source in named or catalogue.listing(project) if source.has_text}
        rule = _rule(options)
        found = [place for places in autocode.places(project, rule, list(names)) for place in places]
        coded = autocode.coded_already(project, found, options.code)
        if found and not options.dry_run:
            autocode.apply(project, found, code=options.code, made_by=rule.told())
        quotes = autocode.words_of(project, [(place.source_id, place.span) for place in found])
        return [
            {
                "source": names[place.source_id],
                "start": place.span.start,
                "end": place.span.end,
                "quote": quote,
                "code": place.code or options.code,
                "coded_before": place in coded,
            }
            for place, quote in zip(found, quotes, strict=True)
        ]


def _rule(options: Namespace) -> Rule:
    """Read the rule that is asked for."""
    from interviewcoder.coding.autocode import QuestionRule, SpeakerRule, TermRule, WordRule
    from interviewcoder.coding.speaker_groups import group_of

    case, around = options.match_case, options.around
    if options.terms is not None:
        try:
            return TermRule(options.terms.read_text(encoding="utf-8-sig"), case, around)
        except (OSError, UnicodeDecodeError) as error:
            raise NotFound(f"The list “{options.terms}” can't be read.", "Give a text file in UTF-8.") from error
    if options.speaker:
        return SpeakerRule(frozenset(group for who in options.speaker for group in group_of(who)))
    if options.question is not None:
        return QuestionRule(options.question, match_case=case)
    if options.pattern is not None:
        return WordRule(options.pattern, match_case=case, expression=True, around=around)
    return WordRule(options.words, not options.parts, case, around=around)


def codes(options: Namespace) -> list[Entry]:
    """List the codebook in tree order."""
    with open_project(options) as project:
        nodes, heard = codebook_codes.tree(project), participants_by_code(project)
        return [
            {
                "id": node.uuid,
                "name": node.name,
                "path": codebook_codes.path_of(nodes, node.id),
                "colour": node.colour,
                "brief": node.brief,
                "definition": node.definition,
                "use_when": node.use_when,
                "dont_use_when": node.dont_use_when,
                "provenance": node.provenance,
                "provenance_note": node.provenance_note,
                "participants": heard.get(node.id, 0),
                "references": node.references,
            }
            for node in nodes
        ]


def codings(options: Namespace) -> list[Entry]:
    """List the coded passages, of one code or source where that is asked."""
    with open_project(options) as project:
        names = {source.id: source.name for source in catalogue.listing(project)}
        found = segments.listing(project)
        if options.code:
            wanted = codebook_codes.by_name(project, options.code).id
            found = [segment for segment in found if segment.code_id == wanted]
        if options.source:
            source = catalogue.by_name(project, options.source)
            found = [segment for segment in found if segment.source_id == source.id]
        return [_coding(project, segment, names[segment.source_id]) for segment in found]


def codebook(options: Namespace) -> Entry:
    """Write the codebook, a paper's Table 2 or all codings as a file of the kind that its name says."""
    from interviewcoder.coding import versions
    from interviewcoder.reports import report_export

    kind: report_export.Kind = "table2" if options.table2 else "codings" if options.codings else "codebook"
    with open_project(options) as project:
        format_ = report_export.format_of(project, options.out)
        if options.clips and (format_ != "html" or kind != "codebook"):
            raise NotAllowed("Only a codebook as a web page can hold sound.", "Give --out a name that ends in .html.")
        chosen = versions.by_name(project, options.version).id if options.version else None
        meter = Meter(options.out.name)
        receipt = report_export.write_report(
            project,
            options.out,
            report_export.ReportOptions(
                kind=kind,
                format=format_,
                version_id=chosen,
                quotes=options.quotes,
                longest=options.longest,
                counted=not options.no_counts,
                order=options.by,
                clips=options.clips,
                mark=not options.no_mark,
            ),
            lambda stage, share: meter(stage, share) if options.clips else None,
            terms_from(options),
        )
    return {
        "file": str(receipt.path),
        "codes": receipt.codes,
        "quotes": receipt.quotes,
        "offered": receipt.offered,
        "clips": receipt.clips,
        "warnings": list(receipt.warnings),
    }


def undo(options: Namespace) -> Entry:
    """Take the last operation back."""
    with open_project(options) as project:
        return {"undone": project.undo().label, "next": project.undo_label}


def redo(options: Namespace) -> Entry:
    """Do the last undone operation again."""
    with open_project(options) as project:
        return {"redone": project.redo().label, "next": project.redo_label}


def passphrase_for(options: Namespace, *, new: bool = False) -> str:
    """The passphrase: from a file, from the environment, or asked for at the terminal.

    Raises:
        WrongPassphrase: there is none, and nobody to ask.
    """
    if options.passphrase_file is not None:
        try:
            # Windows editors put a byte-order mark before the text.
            lines = options.passphrase_file.read_text(encoding="utf-8-sig").splitlines()
        except OSError as error:
            raise WrongPassphrase(
                f"The passphrase file “{options.passphrase_file}” can't be read: {error.strerror}."
            ) from error
        except UnicodeDecodeError as error:
            raise WrongPassphrase(
                f"The passphrase file “{options.passphrase_file}” isn't written in UTF-8.", "Save it as UTF-8 text."
            ) from error
        if not lines or not lines[0].strip():
            raise WrongPassphrase(f"The passphrase file “{options.passphrase_file}” is empty.")
        return str(lines[0])
    if passphrase := os.environ.get(PASSPHRASE_VARIABLE):
        return passphrase
    if not sys.stdin.isatty():
        raise WrongPassphrase(
            "The project needs a passphrase, and there is no terminal to ask at.",
            f"Give --passphrase-file FILE, or set {PASSPHRASE_VARIABLE}"
            + (", or make it with --no-passphrase." if new else "."),
        )
    try:
        passphrase = getpass.getpass("Passphrase: ")
        if new and getpass.getpass("Once more: ") != passphrase:
            raise WrongPassphrase("The two passphrases differ.", "Nothing was made. Try again.")
    except EOFError as error:
        raise WrongPassphrase("No passphrase was given.") from error
    if not passphrase.strip():
        raise WrongPassphrase("The passphrase is empty.")
    return passphrase


def open_project(options: Namespace) -> Project:
    """Open the project that is named, with its passphrase or recovery code where it needs one.

    What was withdrawn and came back with an old copy is removed first. With `--read-only` it is what was last saved.

    Raises:
        InterviewCoderError: as `file.open_project`; the hint names `--read-only` where the verb has it.
    """
    if getattr(options, "read_only", False):
        secret = passphrase_for(options) if file.needs_passphrase(options.project) else None
        return tombstones.settled_view(read_only.open_with(options.project, secret))
    try:
        secret = passphrase_for(options) if file.needs_passphrase(options.project) else None
        project = recovery.open_with(options.project, secret)
    except (ProjectLocked, ReadOnlyPlace) as error:
        if hasattr(options, "read_only"):
            error.hint += " With --read-only this verb reads what was last saved."
        raise
    if told := tombstones.settle(project).sentence:
        print(f"interviewcoder: {told}", file=sys.stderr)
    openings.note_opening(project)
    return project


def attribute_of(text: str) -> tuple[str, str]:
    """Read NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise NotAllowed(f"“{text}” is no attribute.", "Write it as NAME=VALUE, for instance role=nurse.")
    return name, value


def case_of(project: Project, name: str) -> cases.CaseView:
    """The participant of that name, added where there is none."""
    try:
        return cases.by_name(project, name)
    except NotFound:
        return cases.add(project, name)


def source_entry(project: Project, source: SourceView, case_names: dict[int, str]) -> Entry:
    """A source as it is printed."""
    recording = media.media_of_source(project, source.id)
    return {
        "id": source.uuid,
        "name": source.name,
        "recording": source.media_id is not None,
        "duration_ms": source.duration_ms,
        "characters": catalogue.characters(project, source.id),
        "cases": [case_names[case_id] for case_id in source.case_ids],
        "warning": recording.warning if recording else "",
    }


def _coding(project: Project, segment: SegmentView, source_name: str) -> Entry:
    return {
        "id": segment.uuid,
        "source": source_name,
        "start": segment.span.start,
        "end": segment.span.end,
        "quote": segments.quote(project, segment.id),
        "code": segment.code_name,
        "coder": segment.coder,
        "exemplar": segment.exemplar,
    }


class Meter:
    """A line on the terminal that says how far long work is; silent where nobody looks."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = -1

    def __call__(self, stage: str, share: float) -> None:
        percent = int(share * 100)
        if sys.stderr.isatty() and percent != self._shown:
            self._shown = percent
            end = "\n" if percent >= 100 else ""
            print(f"\r\033[K{self._what}: {percent} % ({stage})", end=end, file=sys.stderr, flush=True)
